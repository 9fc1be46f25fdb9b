"""From evidence to a date: what the sets give, what drives it, and which assumption moves what.

Everything is read off :mod:`analysis.timeline`; probabilities are in percent here, dates in decimal
years. A set or definition that is added to the data appears in all of it.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import pandas as pd

from ... import timeline
from ...timeline.questions import attribution, sensitivity
from ...timeline.sets import Demonstration
from ...words import DAYS_PER_YEAR, day_of, month_of

FIRST, LAST = "2027-12-31", "2028-12-31"
SPREAD = "published spread"
MARK = "contradicted under this definition"
NB = "\N{NO-BREAK SPACE}"
CURVE_DRAWS = 2**15
PAIR_DRAWS = 2**13
ALONE, TOGETHER = "by itself", "with all it works through"


def events(ev) -> list[str]:
    """Names of the definitions of the event, without the one that only serves calibration."""
    rows = timeline.assumptions_of(ev).raw["definitions"]
    return [name for name, row in rows.items() if not row.get("calibration_only")]


def answers(ev) -> pd.DataFrame:
    """Probability of every definition in every set, by both of the article's dates.

    Columns: set, definition, first and last (percent by the end of 2027 and of 2028), article
    (True for the set that is solved for the article's numbers).
    """
    known = timeline.assumptions_of(ev)
    rows = []
    for name in known.sets:
        for event in events(ev):
            first, last = (
                100 * timeline.probability(name, event, day, assumptions=known)
                for day in (FIRST, LAST)
            )
            own = name == known.article_set
            rows.append(
                {"set": name, "definition": event, "first": first, "last": last, "article": own}
            )
    return pd.DataFrame(rows)


def overview(ev) -> pd.DataFrame:
    """One row a set: each definition as "by 2027 / by 2028", even odds on R3, the mark on R2.

    Columns: set, one for each definition, even (when R3 reaches even odds), already (what the set
    gives to R2 having happened by the day in the data, with a mark if that contradicts it).
    """
    known = timeline.assumptions_of(ev)
    found = answers(ev).assign(
        text=lambda t: [
            f"{a:.0f}{NB}/{NB}{b:.0f}" for a, b in zip(t["first"], t["last"], strict=True)
        ]
    )
    wide = found.pivot(index="set", columns="definition", values="text").loc[list(known.sets)]
    even, already = [], []
    for name in known.sets:
        middle = timeline.median(name, known.primary, assumptions=known)
        even.append("not by 3000" if middle is None else month_of(middle))
        seen = timeline.already(name, "R2", assumptions=known)
        text = f"{100 * seen['probability']:.0f}"
        already.append(f"{text}, {MARK}" if seen["contradicted"] else text)
    return wide.reset_index().assign(even=even, already=already)


def bands(ev) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The span from the end of 2027 to the end of 2028 for ``charts.probability_bands``.

    One row a set and in it one band a definition on the axis of task length; R1, the same in every
    set, has a row of its own. The second frame marks the end of 2028.
    """
    known = timeline.assumptions_of(ev)
    found = answers(ev).rename(columns={"set": "label", "first": "lower", "last": "upper"})
    apart = {n for n, event in known.definitions.items() if isinstance(event, Demonstration)}
    once = found[found["definition"].isin(apart)].drop_duplicates("definition")
    rest = found[~found["definition"].isin(apart)]
    rows = pd.concat([once.assign(label="every set"), rest], ignore_index=True)
    rows = rows.rename(columns={"definition": "by"})
    return rows[["label", "by", "lower", "upper"]], rows.assign(value=rows["upper"])[
        ["label", "by", "value"]
    ]


def curves(ev, *, until: float = 2035.0, step: float = 0.25) -> pd.DataFrame:
    """P of the primary definition over time, for every set: line, date, value (percent)."""
    known = timeline.assumptions_of(ev)
    count = round((until - 2026.5) / step) + 1
    years = [2026.5 + step * n for n in range(count)]
    frames = [
        pd.DataFrame(
            {
                "line": name,
                "date": [day_of(year) for year in years],
                "value": 100
                * timeline.curve(name, known.primary, years, draws=CURVE_DRAWS, assumptions=known),
            }
        )
        for name in known.sets
    ]
    return pd.concat(frames, ignore_index=True)


def switches(ev, name: str = SPREAD) -> pd.DataFrame:
    """A set under each structural switch.

    Columns: switch, r2 and r3 (percent by the end of 2028), first (R3 by the end of 2027), even
    (month in which R3 reaches even odds).
    """
    known = timeline.assumptions_of(ev)

    def by_switch(event: str) -> dict[tuple[str, str], dict[str, Any]]:
        rows = sensitivity.switch_table(name, event, draws=2**16, assumptions=known)
        return {(row["switch"], row["by"]): row for row in rows}

    primary, weaker = by_switch(known.primary), by_switch("R2")
    rows = []
    for row in known.raw["switches"]:
        last = primary[row["name"], LAST]
        rows.append(
            {
                "switch": row["name"],
                "first": 100 * primary[row["name"], FIRST]["probability"],
                "r3": 100 * last["probability"],
                "r2": 100 * weaker[row["name"], LAST]["probability"],
                "even": "not by 3000" if last["median"] is None else month_of(last["median"]),
            }
        )
    return pd.DataFrame(rows)


def indices(ev, *, able_only: bool, points: int = sensitivity.POINTS) -> pd.DataFrame:
    """Sobol indices of min(T, 2050) on the published spread, in percent of the variance.

    Columns: input, label, series (by itself: first order; with all it works through: total), value,
    lower, upper (95%, bootstrap). Largest total first.
    """
    known = timeline.assumptions_of(ev)
    found = sensitivity.sobol_indices(
        SPREAD, known.primary, points=points, able_only=able_only, assumptions=known
    )
    found.sort(key=lambda row: -row["total"])
    rows = []
    for row in found:
        for series, order in ((ALONE, "first"), (TOGETHER, "total")):
            value, half = row[order], row[f"{order}_half"]
            rows.append(
                {
                    "input": row["input"],
                    "label": row["name"],
                    "series": series,
                    "value": 100 * value,
                    "lower": 100 * max(0.0, value - half),
                    "upper": 100 * min(1.0, value + half),
                }
            )
    return pd.DataFrame(rows)


def walk(ev, first: str | None = None, second: str = SPREAD, event: str = "R3") -> pd.DataFrame:
    """From one set to another (default: from the article's), one group of assumptions at a time.

    Columns: label, before, after, change (points, in the order of the page), mean (points, over all
    orders). ``change`` and ``mean`` both add up to the difference between the sets.
    """
    known = timeline.assumptions_of(ev)
    start = known.article_set if first is None else first
    options = {"draws": 2**16, "assumptions": known}
    mean = attribution.shapley(start, second, event, LAST, **options)
    return pd.DataFrame(
        [
            {
                "label": step.name,
                "before": 100 * step.before,
                "after": 100 * step.after,
                "change": 100 * (step.after - step.before),
                "mean": 100 * mean[step.name],
            }
            for step in attribution.steps(start, second, event, LAST, **options)
        ]
    )


def pairs(ev, event: str = "R3") -> pd.DataFrame:
    """Between all pairs of sets, what each group of assumptions moves, as the mean over all orders.

    Columns: first, second, start, end (percent by the end of 2028), then one for each group, in
    points. Each pair once, in the order of the data, the article's set first.
    """
    known = timeline.assumptions_of(ev)
    names = sorted(known.sets, key=lambda name: name != known.article_set)
    rows = []
    for first, second in itertools.combinations(names, 2):
        moved = attribution.shapley(first, second, event, LAST, draws=PAIR_DRAWS, assumptions=known)
        start, end = (
            100 * timeline.probability(name, event, LAST, draws=PAIR_DRAWS, assumptions=known)
            for name in (first, second)
        )
        points = {group: 100 * value for group, value in moved.items()}
        rows.append({"first": first, "second": second, "start": start, "end": end, **points})
    return pd.DataFrame(rows)


def largest(table: pd.DataFrame, groups: list[str]) -> pd.Series:
    """In how many pairs each group of assumptions moves most, most often first."""
    return table[groups].abs().idxmax(axis=1).value_counts()


def limit_years(ev, name: str = SPREAD) -> float:
    """Years that all doublings together take, at the middle values of a set that speeds up.

    d / (1 - exp(-r)), the limit of the growth time as the number of doublings rises. Raises
    ValueError for a set without acceleration, where there is no limit.
    """
    chosen = timeline.assumptions_of(ev).set(name)
    r = chosen.a.centre + chosen.f.centre / 10
    if r <= 0:
        raise ValueError(f"name: expected a set whose doublings get shorter, found {name!r}")
    return chosen.d.centre / DAYS_PER_YEAR / -math.expm1(-r)


def since(ev, day: str) -> pd.DataFrame:
    """P by the end of 2028 of each set on the primary event, as it stands and given none by a day.

    Columns: set, plain, given (percent).
    """
    known = timeline.assumptions_of(ev)
    rows = []
    for name in known.sets:
        plain, given = (
            100
            * timeline.probability(name, known.primary, LAST, given_none_by=none, assumptions=known)
            for none in (None, day)
        )
        rows.append({"set": name, "plain": plain, "given": given})
    return pd.DataFrame(rows)
