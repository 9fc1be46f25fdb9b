"""What the live model lets a reader change: its inputs, and the events that it can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Input:
    """One input of the form.

    ``kind`` says how it is read and said (``SAY`` in live_words.js), ``slider`` are the ends of
    its range, ``log`` ranges move in equal ratios; ``wanted`` and ``after`` put a solved value
    into words, ``noun`` one that does not exist.
    """

    name: str
    label: str
    kind: str
    slider: tuple[float, float]
    log: bool = False
    wanted: str = ""
    after: str = ""
    noun: str = ""


INPUTS = (
    Input(
        "coder",
        "AI writes all the code (even odds) by",
        "month",
        (2026.8, 2036),
        noun="the date of AI writing all the code",
        wanted="AI writes all the code by",
    ),
    Input(
        "d",
        "the next doubling takes",
        "days",
        (40, 400),
        log=True,
        noun="the time that a doubling takes",
        wanted="the next doubling takes",
    ),
    Input(
        "H",
        "tasks of this length are enough to write all the code",
        "hours",
        (16, 1e6),
        log=True,
        noun="the task length that is enough",
        wanted="tasks of",
        after="are enough",
    ),
    Input(
        "g",
        "each doubling takes this many times the last",
        "times",
        (0.6, 1.02),
        noun="how much each doubling shortens the next",
        wanted="each doubling takes",
        after="the last",
    ),
    Input(
        "L",
        "then AI beats the best experts after",
        "years",
        (0, 5),
        noun="the time until AI beats the best experts",
        wanted="AI beats the best experts",
        after="after that",
    ),
    Input(
        "c",
        "and does the research alone after this share of that time",
        "share",
        (0, 1),
        noun="the share of that time",
        wanted="it does the research alone after",
        after="of that time",
    ),
    Input(
        "u",
        "what AI adds to the pace of research doubles every",
        "years",
        (0.1, 5),
        log=True,
        noun="how fast AI’s part of the pace grows",
        wanted="AI’s part of the pace doubles every",
    ),
    Input("s", "spread of the time between (log-SD)", "spread", (0, 4)),
    Input(
        "q",
        "chance of a slow-down",
        "share",
        (0, 1),
        noun="the chance of a slow-down",
        wanted="a slow-down has a chance of",
    ),
    Input("D", "length of a slow-down", "years", (0, 5)),
    Input("h", "task length in February 2026", "hours", (0.1, 100), log=True),
    Input("sd", "spread of the days per doubling (log-SD)", "spread", (0, 1)),
    Input("sH", "spread of the task length (log-SD)", "spread", (0, 6)),
    Input("sg", "spread of that factor (SD)", "spread", (0, 0.2)),
    Input(
        "m", "doublings come at most this many times as fast as today", "times", (1, 1000), log=True
    ),
)
STRONGEST = ("coder", "d", "H", "g", "L", "c", "u")


#: What the script knows of an input.
SENT = ("name", "kind", "log", "wanted", "after", "noun")
#: Event to what the script must know of it: the events that it lies between, the inputs that do not
#: bear on it, or the only ones that do.
EVENTS: dict[str, dict[str, Any]] = {
    "able": {
        "ends": ["TED", "AC"],
        "range": "AI beats the best experts to AI writes all the code",
        "without": ["u"],
    },
    "AC": {"without": ["c", "L", "s", "u"]},
    "TED": {"without": ["c", "u"]},
    "pace": {"without": [], "only": ["u", "q", "D"]},
    "R3": {
        "ends": ["R3 alone", "R3"],
        "range": "research alone to either of the two",
        "without": [],
    },
}


def sent_events(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what the script knows of each event: name, ends, inputs, what others have stated."""
    pace = data["pace"]
    metr = {
        "year": pace["year"],
        "p": pace["twice"] / 100,
        "words": pace["stated"]["by"],
        "who": "others",
    }
    return {
        one["id"]: {
            "name": one["name"],
            "ends": None,
            "range": "",
            "marks": [metr] if one["id"] == "pace" else [],
            **EVENTS[one["id"]],
        }
        for one in data["events"]
    }
