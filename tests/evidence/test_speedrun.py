"""The public race, against the list as published."""

import numpy as np

from analysis import evidence
from analysis.evidence import speedrun

EV = evidence.load()


def test_the_race_is_the_public_list_and_every_record_is_a_step_forward():
    race = speedrun.race(EV)
    assert race["number"].tolist() == list(range(1, 93))
    assert (race["minutes"].iloc[0], race["minutes"].iloc[-1]) == (45, 0.665)
    # Once retimings set the time to beat.
    assert (race["gain"].dropna() > 0).all()
    assert np.isnan(race["gain"].iloc[0])
    # The keepers' own count of records credited to AI systems.
    assert race["by_ai"].sum() == EV.find("rval-104")["value"]
