"""Checks of a course in time: which way it goes, whether its pace changes, in which shape."""

import math
from functools import lru_cache

import numpy as np
import pandas as pd

from ... import fits
from ...arguments import one_of, vector
from ...words import DAYS_PER_YEAR
from . import find_rows
from .result import CheckResult, ClaimError

#: Draws that a chance in the check of a shape rests on, and where they start.
DRAWS, SEED = 4000, 2026
STRAIGHT, LINE, BENT = "exponential", "linear", "kinked"
DOUBLINGS, ODDS, CLOSING = "doublings a year", "log-odds a year", "points a month"
#: Unit of a slope by the scale of the values.
UNITS = {"log2": DOUBLINGS, "logit": ODDS, "linear": "a year"}


def on_scale(values: pd.Series, scale: str, unit: str = "percent") -> np.ndarray:
    """Values on the scale where growth is compared: log2, logit or linear.

    ``unit`` is that of the series; the logit scale takes percentages and fractions. Nothing is
    nudged inside the bounds: how far would decide the slope. Raises ClaimError for an unknown scale
    and for the first value that has no place on it.
    """
    y = values.to_numpy(float)
    try:
        one_of("scale", scale, UNITS)
        if scale == "log2":
            return fits.logarithms("values", y)
        if scale == "logit":
            return fits.logit(100.0 * y if unit == "fraction" else y, name="values")
        return vector("values", y)
    except ValueError as error:
        raise ClaimError(f"{error} (scale {scale})") from None


def heights(ev, params, frame: pd.DataFrame) -> np.ndarray:
    """What a trend is about: the values on their scale, or how far a reference lies above them."""
    if "reference" in params:
        return find_rows.one(ev, params["reference"])["value"] - frame["value"].to_numpy(float)
    return on_scale(frame["value"], params["scale"], frame["unit"].iloc[0])


def said_up(params) -> bool:
    """Whether a trend is said to rise; a gap is said to close unless a claim says otherwise."""
    return params.get("goes", "down" if "reference" in params else "up") == "up"


def one_instrument(frame: pd.DataFrame) -> None:
    """ClaimError where rows of several instruments are fitted as one."""
    if frame["instrument"].nunique() > 1:
        found = sorted(set(frame["instrument"]))
        raise ClaimError(f"series: expected one instrument, found {found}")


def too_few(frame: pd.DataFrame, need: int, power: int = 1) -> CheckResult | None:
    """Unshown where a trend has too few points, models or days."""
    n, least = len(frame), power + 2
    if n >= need and min(frame["model"].nunique(), frame["date"].nunique()) >= least:
        return None
    told = f"{n} points" if n else "no point"
    words = f"{told}; at least {need} are needed, of {least} models on {least} days"
    return CheckResult(
        "unshown", float(n), float(need), "points", tuple(frame["record"]), words=words
    )


#: Worked out once for the same rows, whatever thresholds they are held against.
rate, lead = lru_cache(maxsize=512)(fits.rate_of_change), lru_cache(maxsize=64)(fits.lead)


def days_of(frame: pd.DataFrame) -> tuple:
    return tuple(frame["date"].dt.date)


def rate_of(frame: pd.DataFrame, y: np.ndarray, power: int = 1) -> fits.RateOfChange:
    """The rate of change of ``y`` over the rows of ``frame``."""
    return rate(days_of(frame), tuple(map(float, y)), tuple(frame["model"]), power=power)


def band_level(level: float) -> float:
    """The level of the band's interval, which leaves out twice as much."""
    return 1 - 2 * (1 - level)


def clears(found: fits.RateOfChange, level: float, up: bool) -> str:
    """The result of a rate: on which side of zero its interval and that of the band lie."""
    # A level of one half leaves the band none, and an interval needs one.
    wide, narrow = (found.interval(one) for one in (level, max(band_level(level), 0.01)))
    sign = 1 if up else -1
    if min(sign * wide.lower, sign * wide.upper) > 0:
        return "yes"
    if min(sign * narrow.lower, sign * narrow.upper) > 0:
        return "nearly"
    return "no" if max(sign * narrow.lower, sign * narrow.upper) < 0 else "unshown"


def rate_in_words(unit: str, value: float, low: float, high: float, models: int) -> str:
    """A rate of change with the ends of its interval, as people say it."""
    of = f"{models} models"
    if unit == ODDS:
        return (
            f"the odds of success are multiplied by {math.exp(value):.1f} a year (probably between "
            f"{math.exp(low):.1f} and {math.exp(high):.1f}; {of})"
        )
    if unit == DOUBLINGS and low > 0:
        days, fast, slow = (DAYS_PER_YEAR / one for one in (value, high, low))
        return (
            f"a doubling takes {days:.0f} days (probably between {fast:.0f} and {slow:.0f}; {of})"
        )
    return f"{value:+.1f} {unit} (probably between {low:+.1f} and {high:+.1f}; {of})"


def clearance(found, thresholds, up: bool, rows, unit: str) -> CheckResult:
    """The result of a rate of change with its interval in words."""
    level = thresholds["trend_level"]
    wide = found.interval(level)
    fit = "a frontier that wanders" if found.decides == "walk" else "one model counted once"
    words = rate_in_words(unit, found.value, wide.lower, wide.upper, found.clusters)
    detail = (
        f"{found.value:+.2f} {unit}, {100 * level:g}% interval {wide.lower:+.2f} to "
        f"{wide.upper:+.2f}; wider of two fits: {fit}"
    )
    values = {"n": found.n, "lower": wide.lower, "upper": wide.upper}
    if unit == CLOSING:
        values |= {"closing_low": -wide.upper, "closing_high": -wide.lower}
        values |= {"closing_month": -found.value}
    if unit == DOUBLINGS and wide.lower > 0:
        values |= {"fast_days": DAYS_PER_YEAR / wide.upper, "slow_days": DAYS_PER_YEAR / wide.lower}
    near, result = wide.lower if up else wide.upper, clears(found, level, up)
    said = {"values": values, "words": words, "detail": detail}
    return CheckResult(result, near, 0.0, unit, rows, **said)


def trend(ev, claim, params, thresholds) -> CheckResult:
    """The slope of a score, a horizon or a gap, against zero."""
    frame, need = find_rows.rows(ev, params), int(thresholds["trend_min_n"])
    rows, unit = tuple(frame["record"]), UNITS.get(params["scale"], "")
    if short := too_few(frame, need):
        return short
    if "reference" in params:
        reference = find_rows.one(ev, params["reference"])
        one_instrument(pd.concat([frame, reference.to_frame().T]))
        rows, unit = (*rows, reference["record"]), CLOSING
    found = rate_of(frame, heights(ev, params, frame) / (12 if unit == CLOSING else 1))
    return clearance(found, thresholds, said_up(params), rows, unit)


def pace_changes(ev, claim, params, thresholds) -> CheckResult:
    """The change of the slope on the scale of doublings, within one suite, against zero."""
    frame, up = find_rows.rows(ev, params), params.get("goes", "up") == "up"
    if short := too_few(frame, int(thresholds["pace_min_n"]), power=2):
        return short
    one_instrument(frame)
    found = rate_of(frame, on_scale(frame["value"], "log2"), power=2)
    rows, unit = tuple(frame["record"]), "doublings a year, from one year to the next"
    return clearance(found, thresholds, up, rows, unit)


def shape(ev, claim, params, thresholds) -> CheckResult:
    """The lead of a bent curve over a straight one in AICc, and how often chance gives such a lead.

    A straight random walk is what chance means; for a straight shape, *no* is a lead of the bent
    one that chance does not give. Growth by factors over growth by equal amounts (``linear``) is
    judged by the smaller lead, with and without a frontier that wanders.
    """
    frame = find_rows.rows(ev, params)
    names = {params["prefer"], params["over"]}
    if names not in ({STRAIGHT, LINE}, {STRAIGHT, BENT}):
        wanted = f"{STRAIGHT} and one of {LINE}, {BENT}"
        raise ClaimError(f"prefer, over: expected {wanted}, found {sorted(names)}")
    if short := too_few(frame, int(thresholds["shape_min_n"]), power=3):
        return short
    one_instrument(frame)
    if LINE in names:
        return factors_over_amounts(frame, thresholds["shape_aicc"], params["prefer"] == STRAIGHT)
    days, values = days_of(frame), tuple(map(float, frame["value"]))
    found = lead(days, values, draws=DRAWS, seed=SEED)
    ahead, likely = thresholds["shape_aicc"], thresholds["shape_chance"]
    leads, rare = found.value >= ahead, found.chance <= likely
    behind = found.value <= -ahead and not rare
    if params["prefer"] == STRAIGHT:
        result = "no" if leads and rare else "yes" if behind else "unshown"
    elif leads and rare:
        result = "yes"
    else:
        result = "nearly" if leads or rare else "no" if behind else "unshown"
    words = (
        f"over {found.n} points a bend fits {'better' if found.value > 0 else 'no better'}; a "
        f"steady pace with chance alone would look so in {100 * found.chance:.0f} of 100 tries"
    )
    detail = (
        f"the bent curve leads by {found.value:.1f} AICc ({ahead:g} decide), as a straight random "
        f"walk does in {100 * found.chance:.0f}% of draws ({100 * likely:g}% decide)"
    )
    rows = tuple(frame["record"])
    said = {"values": {"p": found.chance, "n": found.n}, "words": words, "detail": detail}
    return CheckResult(result, found.value, ahead, "AICc", rows, **said)


def factors_over_amounts(frame: pd.DataFrame, ahead: float, factors: bool) -> CheckResult:
    """The lead in AICc of growth by factors over growth by equal amounts, or the other way."""
    of = (frame["date"], frame["value"])
    here, there = fits.exponential(*of), fits.linear(*of)
    if not factors:
        here, there = there, here
    plain, wandering = there.aicc - here.aicc, fits.factors_lead(*of) * (1 if factors else -1)
    found, times = min(plain, wandering, key=abs), there.scatter / here.scatter
    result = "yes" if found >= ahead else "no" if found <= -ahead else "unshown"
    one, other = ("factors", "equal amounts")[:: 1 if factors else -1]
    line = {"factors": "multiplies by", "equal amounts": "adds"}[other]
    words = f"a line that {line} the same each year misses the points by {times:.1f} times as much"
    detail = (
        f"growth by {one} leads by {plain:.1f} AICc, by {wandering:.1f} if the frontier may wander "
        f"({ahead:g} decide)"
    )
    said = {"values": {"n": here.n}, "words": words, "detail": detail}
    return CheckResult(result, found, ahead, "AICc", tuple(frame["record"]), **said)
