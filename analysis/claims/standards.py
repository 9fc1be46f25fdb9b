"""The ledger under a reader's own standards of evidence, worked out for every combination.

Three kinds of evidence can be left out, one by one or together, and the marks can be half or twice
as strict: eight views at three strictnesses, judged by the same rule on less evidence.
"""

from itertools import combinations
from typing import Any

from ..vocabulary import NOTHING_LEFT, RESULTS, WORDS
from . import ledger, sensitivity, views
from .checks.words import witness_of

#: What a reader may leave out, by its name in the page's address, and what a view calls it.
SWITCHES = {"maker": views.MAKER, "second": "S", "later": views.LATER}
#: The eight views, by what they leave out: "", "maker", ..., "maker,second,later".
VIEWS = [",".join(one) for n in range(len(SWITCHES) + 1) for one in combinations(SWITCHES, n)]
#: What is said of one row, and of several, that a switch leaves out.
SAID = {
    "maker": ("which only its maker measured", "which only their makers measured"),
    "second": ("which was read second-hand", "which were read second-hand"),
    "later": ("which came out after Clark's essay", "which came out after Clark's essay"),
}
#: How strict, to the entry of a threshold that holds its value then.
STRICT = {"half": "lax", "set": "value", "twice": "strict"}
STRICTLY = {"half": "half as strict", "twice": "twice as strict"}
NOT_CHECKED = "Not checked"
#: Verdict to its letter in the strings.
LETTERS = dict(zip(WORDS, "HCMNWOXD", strict=True))


def limits_of(ev, strict: str) -> dict[str, float]:
    """The thresholds at one strictness."""
    key = STRICT[strict]
    return ev.limits | {
        name: entry.get(key, entry["value"]) for name, entry in ev.thresholds.items()
    }


def table(ev) -> dict[str, Any]:
    """Verdicts for every combination, ready for JSON.

    ``letters`` maps "view|strictness" to one letter a record in the order of ``order``; ``words``
    maps letters to words; ``reasons`` maps a record to, for each letter that it may change to, one
    reason: the first row that was left out, or the margin at the mark that decided.
    """
    base = ledger.judge_all(ev)
    own = sensitivity.words_of(base)
    ids = list(own)
    letters: dict[str, str] = {}
    reasons: dict[str, dict[str, str]] = {}
    for strict in STRICT:
        limits = limits_of(ev, strict)
        whole = views.judged(ev, limits=limits)
        for view in VIEWS:
            leave = [SWITCHES[part] for part in view.split(",") if part]
            judged = views.judged(ev, leave, limits=limits, base=whole)
            words = sensitivity.words_of(judged)
            letters[f"{view}|{strict}"] = "".join(LETTERS[words[name]] for name in ids)
            for name in sorted(name for name in ids if words[name] != own[name]):
                # A group takes the reason of the first member that has one.
                texts = (
                    why(ev, old, new, view, strict)
                    for old, new in zip(base, judged, strict=True)
                    if name in (old.claim["id"], old.claim.get("group"))
                )
                text = next(filter(None, texts), "")
                reasons.setdefault(name, {}).setdefault(LETTERS[words[name]], text)
    return {
        "views": VIEWS,
        "strict": list(STRICT),
        "order": ids,
        "letters": letters,
        "words": {
            letter: NOTHING_LEFT if word == NOT_CHECKED else word
            for word, letter in LETTERS.items()
        },
        "reasons": reasons,
    }


def why(ev, old: ledger.Judged, new: ledger.Judged, view: str, strict: str) -> str:
    """What moved a record: the first check that ends otherwise, and what it lost."""
    for before, after in zip(old.checks, new.checks, strict=True):
        if before.result == after.result:
            continue
        head = f"“{before.title}” becomes “{RESULTS[after.result]}”"
        if after.result == "unread":  # which is the reader's choice here
            head = f"nothing is left to check “{before.title}”"
        for part in filter(None, view.split(",")):
            _, gone = views.view(ev, frozenset([SWITCHES[part]]))
            if lost := [row for row in before.rows if row in gone]:
                several, row = len(lost) > 1, ev.find(lost[0])
                who = f"{row.get('model') or row.get('system') or witness_of(row)} ({lost[0]})"
                whose = f"{len(lost)} rows, {who} among them" if several else f"the row of {who}"
                return f"{head}: without {whose}, {SAID[part][several]}"
        if strict != "set":
            asked = f" ({after.threshold:.0f} witnesses are asked for)" if after.witnesses else ""
            return f"{head} with thresholds {STRICTLY[strict]}{asked}: {after.words}"
        return f"{head}: without a correction that came after Clark's essay"
    return ""
