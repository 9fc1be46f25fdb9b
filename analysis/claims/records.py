"""The ledger as pages, ``claims.json`` and the command line give it: plain data, ready for JSON."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..once import once
from ..vocabulary import CAVEATS, CLASSES, GRADES, MAKER, MARKS, REASONS
from ..words import significant
from . import ledger, tally, views
from .checks import VOCABULARY, CheckResult, Unread, find_rows, trends
from .checks.figures import selector_of
from .checks.words import SIDES
from .verdict_rule import TABLE, VERSION

SCHEMA = "claims.schema.json"
TEXTS = ("quote", "says", "essay", "primary", "differs", "would_change")

#: What of a check's result stands in its record as it is.
CHECK_FIELDS = (
    *("name", "role", "title", "result", "words", "detail", "caveat"),
    *("statistic", "threshold", "unit"),
)
#: Units of thresholds that marks give in per cent.
SHARES = ("fraction", "probability")
#: What the published ledger says of its edition.
DAYS = ("as_of", "built", "published", "version")


@once
def document(ev) -> dict[str, Any]:
    """The whole ledger, judged today and as of the essay's day: the object of ``claims.json``.

    Judged once for each evidence; callers change nothing in it.
    """
    now, then = ledger.judge_all(ev), views.judged(ev, [views.LATER])
    grades = views.grades(ev)
    records = [record(ev, *both, grades) for both in zip(now, then, strict=True)]
    found, before = ledger.findings(now), ledger.findings(then)
    whole = {
        "$schema": SCHEMA,
        "vintage": {key: str(ev.vintage[key]) for key in DAYS},
        "rule": rule(ev),
        "tally": tally.tally(ev, found),
        "claims": [one for one in records if one["class"] != ledger.PAIR],
        "comparisons": [one for one in records if one["class"] == ledger.PAIR],
        "groups": [
            group(*both, grades)
            for both in zip(found, before, strict=True)
            if both[0].kind == "group"
        ],
        "findings": [
            {
                "id": one.id,
                "kind": one.kind,
                "members": [member.claim["id"] for member in one.judged],
                "word": one.word,
                "caveat": one.caveat,
                "judged": one.decision.line != 1,
            }
            for one in found
        ],
        "moved": tally.moved(records),
    }
    return significant(whole)


def records(ev) -> list[dict[str, Any]]:
    """The records of the claims, in article order."""
    return document(ev)["claims"]


def rule(ev) -> dict[str, Any]:
    """The rule as it was run: its version, its table and its marks."""
    told = marks(ev)
    return {
        "version": VERSION,
        "table": [
            {"line": line.number, "main": line.main, "side": line.side, "word": line.word}
            for line in TABLE
        ],
        "checks": [
            {"name": name, "roles": list(check.roles), "rule": check.rule, **told[name]}
            for name, check in VOCABULARY.items()
        ],
    }


def marks(ev) -> dict[str, dict[str, str]]:
    """Check to its marks in words with the thresholds in them: yes, nearly, no, otherwise."""
    shares = {name for name, one in ev.thresholds.items() if one["unit"] in SHARES}
    numbers = {
        name: f"{100 * value:g}%" if name in shares else f"{value:g}"
        for name, value in ev.limits.items()
    }
    narrow = trends.band_level(ev.limits["trend_level"])
    numbers |= {"wide": numbers["trend_level"], "narrow": f"{100 * narrow:g}%"}
    return {
        check: {result: text.format(**numbers) for result, text in texts.items()}
        for check, texts in ev.labels["checks"].items()
    }


def record(ev, judged: ledger.Judged, before: ledger.Judged, grades) -> dict[str, Any]:
    """One claim or comparison."""
    claim, deciding, why = judged.claim, judged.deciding, judged.claim.get("reason")
    out = {
        **{key: claim[key] for key in ("id", "slug", "section", "section_title", "page", "class")},
        **{key: claim.get(key, "") for key in TEXTS},
        "url": ledger.address(claim),
        "class_word": CLASSES[claim["class"]],
        "group": claim.get("group", ""),
        "figures": claim.get("figures") or [],
        "word": judged.word,
        "word_v1": claim.get("verdict_v1", ""),
        "word_at_publication": before.word,
        "moved": judged.word != claim.get("verdict_v1", judged.word),
        "reason": why and {k: why[k] for k in ("kind", "why")} | {"words": REASONS[why["kind"]]},
        **graded(judged, *grades[claim["id"]]),
        "sentence": deciding.sentence if deciding else "",
        "line": judged.decision.line,
        "decided_by": judged.decision.place,
        "checks": [
            check_record(ev, check, place == judged.decision.place)
            for place, check in enumerate(judged.checks)
        ],
    }
    out["sources"] = list(dict.fromkeys(key for one in out["checks"] for key in one["sources"]))
    return out | (pair(ev, judged) if ledger.is_pair(claim) else {})


def graded(found: ledger.Judged, grade: str, weakest: bool, maker: bool) -> dict[str, Any]:
    """The caveat of a record or group and the evidence behind it, each with its words."""
    words = [*([GRADES[grade]] if grade else []), *([MAKER] if maker else [])]
    out = {"caveat": found.caveat, "caveat_word": CAVEATS.get(found.caveat, "")}
    return out | {
        "grade": grade,
        "grade_is": "weakest" if weakest else "best",
        "maker": maker,
        "evidence_words": "; ".join(words),
    }


def check_record(ev, check: CheckResult, decided: bool) -> dict[str, Any]:
    """One check with its rows, sources and witnesses."""
    out = {key: getattr(check, key) for key in CHECK_FIELDS}
    out |= {"mark": MARKS[check.result], "decided": decided, "rows": list(check.rows)}
    found = (row for row in map(ev.find, check.rows) if row is not None)
    out["sources"] = list(dict.fromkeys((*(row["source"] for row in found), *check.sources)))
    for side in SIDES:
        by = check.witnesses.get(side) or {}
        out[side] = [{"witness": who, "rows": list(rows)} for who, rows in by.items()]
    return out


def group(now: ledger.Finding, then: ledger.Finding, grades) -> dict[str, Any]:
    """A group: the table applied to all checks of its members."""
    first = now.judged[0].claim
    told = (first.get("groups") or {}).get(now.id) or {}
    sentence = now.deciding.sentence if now.deciding else ""
    if "sentence" in told:
        where = f"groups, {now.id}"
        sentence = ledger.fill(told["sentence"], tally.in_words(now.judged), where)
    return {
        "id": now.id,
        "title": told.get("title", ""),
        "members": [one.claim["id"] for one in now.judged],
        "url": ledger.address(first),
        "word": now.word,
        "word_at_publication": then.word,
        **graded(now, *grades[now.claim["id"]]),
        "sentence": sentence,
        "decided_by": now.claim["id"],
    }


def pair(ev, judged: ledger.Judged) -> dict[str, Any]:
    """What a comparison has beside: its ends, the pair like for like, the share that is left."""
    claim = judged.claim
    checks = dict(ledger.check_items(claim))
    out = {"of": claim["of"], "ends": [], "like": None, "share": None, "since": ""}
    for name in claim["of"]:
        one = ev.claim(name)
        for place, figure in enumerate(one["figures"]):
            found = end(ev, selector_of(ev, one, {"figure": place}))
            out["ends"].append(found | {"claim": name, "printed": figure["printed"]})
    if like := checks.get("like_for_like"):
        out["like"] = [end(ev, like[name]) for name in ("like_first", "like_last")]
        found = next(check for check in judged.checks if check.name == "like_for_like")
        out |= {"share": found.values.get("share"), "since": found.values.get("since", "")}
    return out


def end(ev, selector: Mapping[str, Any]) -> dict[str, Any]:
    """One end of a comparison, with how it was taken."""
    try:
        row = find_rows.one(ev, selector)
    except Unread:
        return {}
    table = ev.instruments.set_index("instrument")
    how = table.loc[row["instrument"]] if row.get("instrument") in table.index else {}
    plain = ("record", "unit", "system", "model", "scaffold", "reporter", "source")
    return {
        **{name: row.get(name, "") for name in plain},
        "value": float(row[selector.get("field", "value")]),
        "date": pd.Timestamp(row["date"]).date().isoformat(),
        **{name: how.get(name, "") for name in ("task_set", "grader", "version")},
    }
