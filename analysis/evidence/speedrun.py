"""The NanoGPT speedrun: an open race to train a small model, dated and credited by record."""

from typing import Any

import numpy as np
import pandas as pd

RACE = "nanogpt_speedrun_track1"


def race(ev: Any) -> pd.DataFrame:
    """Return every record in order: number, date, minutes, gain, by_ai, system, record.

    ``gain`` is the natural logarithm of the factor by which it beat the time before it, where a
    re-timing of the same code on new software sets the time to beat and is no step itself.
    ``by_ai`` says whether the list credits an AI system.
    """
    frame = ev.rows(RACE)
    frame = frame.assign(number=pd.to_numeric(frame["system"].str.extract(r"Record (\d+)")[0]))
    frame = frame.sort_values(["number", "date", "record"], kind="stable")
    frame["gain"] = np.log(frame["value"].shift() / frame["value"])
    frame = frame[~frame["system"].str.contains("re-timing")]
    frame = frame.assign(minutes=frame["value"], by_ai=~frame["human_baseline"].astype(bool))
    columns = ["number", "date", "minutes", "gain", "by_ai", "system", "record"]
    return frame[columns].reset_index(drop=True)
