"""Checks of shape in time: does it rise, in which shape, does it speed up, does a gap close."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ... import fits as trends
from ...arguments import vector
from ...fits import pooling
from ...fits.least_squares import fit_linear
from ...fits.trend import student
from ...words import DAYS_PER_YEAR
from . import find_rows
from .result import CheckResult, ClaimError


@dataclass(frozen=True)
class Slope:
    """A fitted slope per year on its scale, with its standard error and degrees of freedom."""

    value: float
    error: float
    dof: int

    def interval(self, level: float) -> tuple[float, float]:
        reach = student(level, self.dof) * self.error
        return self.value - reach, self.value + reach


def on_scale(values: pd.Series, scale: str, unit: str = "percent") -> np.ndarray:
    """Values on the scale where growth is compared: log2, logit or linear.

    ``unit`` is that of the series; the logit scale takes percentages and fractions. Nothing is
    nudged inside the bounds: how far would decide the slope. Raises ClaimError for an unknown scale
    and naming the first value that has no place on it (a score of exactly 0 or 100%, or a value
    that is not positive on the log scale).
    """
    if scale not in ("log2", "logit", "linear"):
        raise ClaimError(f"scale: expected log2, logit or linear, found {scale!r}")
    y = values.to_numpy(float)
    try:
        if scale == "log2":
            return trends.logarithms("values", y)
        if scale == "logit":
            return trends.logit(100.0 * y if unit == "fraction" else y, name="values")
        return vector("values", y)
    except ValueError as error:
        raise ClaimError(f"{error} (scale {scale})") from None


def slope(dates: pd.Series, y: np.ndarray) -> Slope:
    """Straight line by least squares, dates centred."""
    t = years(dates)
    fit = fit_linear(np.vander(t, 2, increasing=True), y)
    return Slope(float(fit.parameters[1]), float(fit.standard_errors[1]), int(fit.dof))


def years(dates: pd.Series) -> np.ndarray:
    days = dates.to_numpy("datetime64[D]").astype(float)
    return (days - days.mean()) / DAYS_PER_YEAR


def too_few(frame: pd.DataFrame, need: int) -> CheckResult | None:
    """Imprecise (or missing, with no row at all) when a trend has too few points or days."""
    n = len(frame)
    if n == 0:
        return CheckResult(
            "missing",
            threshold=float(need),
            unit="points",
            sentence="no point of this series was known.",
        )
    if n < need or frame["date"].nunique() < 3:
        return CheckResult(
            "imprecise",
            float(n),
            float(need),
            "points",
            tuple(frame["record"]),
            {"n": n},
            f"{n} points cannot show it; at least {need} are needed.",
        )
    return None


def points(ev, params) -> pd.DataFrame:
    """The rows of a trend; ``records: true`` keeps those that beat every earlier one."""
    frame = find_rows.rows(ev, params)
    if params.get("records"):
        frame = frame[frame["value"] > frame["value"].cummax().shift(fill_value=-np.inf)]
    return frame


def trend_positive(ev, claim, params, thresholds) -> CheckResult:
    """The 90% interval of the slope lies above 0, with at least 4 points; below 0 it fails."""
    frame = points(ev, params)
    if short := too_few(frame, int(thresholds["trend_min_n"])):
        return short
    y = on_scale(frame["value"], params["scale"], frame["unit"].iloc[0])
    fitted = slope(frame["date"], y)
    low, high = fitted.interval(thresholds["trend_level"])
    result = "pass" if low > 0 else "fail" if high < 0 else "imprecise"
    values = {"slope": fitted.value, "lower": low, "upper": high, "n": len(frame)}
    if params["scale"] == "log2":
        values |= {"doubling_days": DAYS_PER_YEAR / fitted.value}
    return CheckResult(
        result,
        low,
        0.0,
        f"{params['scale']} per year, lower end",
        tuple(frame["record"]),
        values,
        f"over {len(frame)} points the slope is {fitted.value:.2f} a year "
        f"({low:.2f} to {high:.2f}).",
    )


SHAPES = {"exponential": trends.exponential, "kinked": trends.kinked, "quadratic": trends.quadratic}


def shape_preferred(ev, claim, params, thresholds) -> CheckResult:
    """The named shape has the better AICc by 4, with n >= k + 4; worse by 4 fails, else a tie."""
    frame = points(ev, params)
    fits = {
        name: SHAPES[name](frame["date"], frame["value"])
        for name in (params["prefer"], params["over"])
    }
    need = max(fit.k for fit in fits.values()) + int(thresholds["shape_extra_points"])
    if short := too_few(frame, need):
        return short
    lead = fits[params["over"]].aicc - fits[params["prefer"]].aicc
    limit = thresholds["shape_aicc"]
    result = "pass" if lead >= limit else "fail" if lead <= -limit else "imprecise"
    values = {"lead": lead, "n": len(frame)}
    for name, fit in fits.items():
        if name == "exponential":
            values["doubling_days"] = fit.doubling_days
        if name == "kinked":
            values |= {
                "before_days": fit.doubling_days_before,
                "after_days": fit.doubling_days_after,
            }
    word = "better" if lead > 0 else "worse"
    return CheckResult(
        result,
        lead,
        limit,
        "AICc",
        tuple(frame["record"]),
        values,
        f"on {len(frame)} points the {params['prefer']} shape is {abs(lead):.1f} AICc "
        f"{word} than the {params['over']} one.",
    )


def accelerating(ev, claim, params, thresholds) -> CheckResult:
    """The 90% interval of the quadratic term on the log scale lies above 0, n >= 6; below fails."""
    frame = points(ev, params)
    if short := too_few(frame, int(thresholds["acceleration_min_n"])):
        return short
    fit = trends.quadratic(frame["date"], frame["value"])
    interval = fit.acceleration_interval(level=thresholds["trend_level"])
    result = "pass" if interval.lower > 0 else "fail" if interval.upper < 0 else "imprecise"
    values = {
        "acceleration": fit.acceleration,
        "lower": interval.lower,
        "upper": interval.upper,
        "n": len(frame),
    }
    return CheckResult(
        result,
        interval.lower if result != "fail" else interval.upper,
        0.0,
        "doublings a year, per year",
        tuple(frame["record"]),
        values,
        f"over {len(frame)} points growth changes by {fit.acceleration:+.1f} doublings a "
        f"year each year ({interval.lower:+.1f} to {interval.upper:+.1f}).",
    )


def gap_narrowing(ev, claim, params, thresholds) -> CheckResult:
    """The 90% interval of the slope of the gap to the reference, on one version, lies below 0."""
    frame = points(ev, params)
    reference = find_rows.one(ev, params["reference"])
    if reference is None or frame.empty:
        return CheckResult("missing", sentence="reference or points were not known.")
    instruments = {reference["instrument"], *frame["instrument"]}
    if len(instruments) > 1:
        raise ClaimError(f"series: expected one instrument, found {sorted(instruments)}")
    if short := too_few(frame, int(thresholds["trend_min_n"])):
        return short
    gap = reference["value"] - frame["value"].to_numpy(float)
    fitted = slope(frame["date"], gap)
    low, high = fitted.interval(thresholds["trend_level"])
    result = "pass" if high < 0 else "fail" if low > 0 else "imprecise"
    values = {
        "slope_month": fitted.value / 12,
        "lower_month": low / 12,
        "upper_month": high / 12,
        "nearest": float(gap.min()),
        "n": len(frame),
        "reference": float(reference["value"]),
    }
    return CheckResult(
        result,
        high,
        0.0,
        "points a year, upper end",
        (*frame["record"], reference["record"]),
        values,
        f"over {len(frame)} agents the gap changes by {fitted.value / 12:+.1f} points a month; "
        f"the nearest is {gap.min():.1f} short.",
    )


def consistent(ev, claim, params, thresholds) -> CheckResult:
    """The 90% prediction interval of the slopes lies above 0.

    Fails when the lower end of the between-series spread exceeds the mean slope. Slopes are taken
    on the logit scale, so only bounded scores are pooled.
    """
    level = thresholds["trend_level"]
    slopes, rows = {}, []
    for selector in params["members"]:
        frame = points(ev, selector)
        if short := too_few(frame, int(thresholds["trend_min_n"])):
            return short
        y = on_scale(frame["value"], "logit", frame["unit"].iloc[0])
        slopes[frame["series"].iloc[0]] = slope(frame["date"], y)
        rows += list(frame["record"])
    pooled = pooling.pool(
        [s.value for s in slopes.values()], [s.error for s in slopes.values()], level=level
    )
    result = (
        "pass"
        if pooled.predicted_lower > 0
        else "fail"
        if pooled.tau_lower > pooled.mean
        else "imprecise"
    )
    values = {
        "mean": pooled.mean,
        "tau": pooled.tau,
        "predicted_lower": pooled.predicted_lower,
        "predicted_upper": pooled.predicted_upper,
        "k": pooled.k,
        "slowest": min(s.value for s in slopes.values()),
        "fastest": max(s.value for s in slopes.values()),
    }
    return CheckResult(
        result,
        pooled.predicted_lower,
        0.0,
        "logits a year, lower end",
        tuple(rows),
        values,
        f"a further benchmark of this kind is expected to change by "
        f"{pooled.predicted_lower:+.1f} to {pooled.predicted_upper:+.1f} logits a year.",
    )
