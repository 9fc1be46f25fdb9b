"""What each path expects by each date, and whether it came.

``data/tripwires.yml`` holds the expectations as they were frozen, edition by edition, so that later
data cannot move them; :func:`check` scores them once their dates have passed. Two kinds: a
*reading* (the best measured time horizon, with an 80% interval that includes the scatter of single
measurements) and an *event* (with its probability).
"""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from ... import evidence
from ...words import DAYS_PER_YEAR, year_of
from ..forecast import percent
from ..model import Length, page_draws
from ..sets import book


def doublings_by(route: Length, year: float, z: np.ndarray) -> np.ndarray:
    """Return how many doublings each draw of ``z``, (3, N), has made by a year; shape (N,).

    The inverse of :func:`analysis.timeline.model.doublings_time`, infinite past the end of a growth
    without limit.
    """
    tau = (year - route.start) * DAYS_PER_YEAR / (route.d * np.exp(route.sd * z[0]))
    r = -np.log(np.clip(route.g + route.sg * z[2], *route.shapes))
    straight = np.abs(r) < 1e-9
    r = np.where(straight, 1.0, r)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        bent = -np.log(np.maximum(1 + tau * np.expm1(-r), 0)) / r
        most = np.where(r > 0, math.log(route.m) / np.where(r > 0, r, 1.0), np.inf)
        until = np.expm1(-r * most) / np.expm1(-r)
        n = np.where(tau <= until, bent, most + (tau - until) * route.m)
    return np.where(straight, tau, n)


def reading(route: Length, year: float, hours: float, scatter: float) -> dict[str, float | None]:
    """80% interval and middle of the best reading by a year, hours; None past every bound.

    ``hours`` is the horizon on the route's first day at the reliability that is read; the quantiles
    are of the mixture over the page's draws with log-normal ``scatter``.
    """
    logs = math.log(hours) + math.log(2) * doublings_by(route, year, page_draws())
    finite = logs[np.isfinite(logs)]

    def quantile(share: float) -> float | None:
        def short(x: float) -> float:
            return float(ndtr((x - finite) / scatter).sum()) / logs.size - share

        top = finite.max() + 9 * scatter
        if short(top) < 0:
            return None
        return math.exp(brentq(short, finite.min() - 9 * scatter, top, xtol=1e-9))

    return {name: quantile(share) for name, share in (("low", 0.1), ("middle", 0.5), ("high", 0.9))}


def expectations(edition: Mapping[str, Any], ev: Any = None) -> list[dict[str, Any]]:
    """What every path of an edition expects of what it observes, by every date.

    Records {by, observable, path} with {low, middle, high} for readings (hours; None: no limit) or
    {probability} for events, given none by the day of the evidence; four significant digits.
    """
    known = book(ev)
    observables = {row["id"]: row for row in edition["observables"]}
    start = known.reliability[known.raw["reliability"]["used"]]
    records = []
    for day in edition["dates"]:
        for path in edition["paths"]:
            chosen = known.variant(path["set"], path.get("change", {}))
            for name in path["observes"]:
                row = {"by": day.isoformat(), "observable": name, "path": path["name"]}
                one = observables[name]
                if one["kind"] == "reading":
                    hours = chosen.coder.h * (known.reliability[one["reliability"]] / start)
                    row |= reading(chosen.coder, year_of(day), hours, one["scatter"])
                else:
                    p = percent(chosen, name, day, given_none_by=known.until, ev=ev)
                    row["probability"] = p / 100
                records.append(
                    {k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in row.items()}
                )
    return records


def check(ev: Any = None) -> list[dict[str, Any]]:
    """The frozen expectations of every edition, scored on the evidence as of its vintage.

    Each record with {edition, observed, outcome, hit, score}. ``outcome``: "ahead", "not measured"
    (no accepted reading of a model released shortly before), "below", "inside" or "above" the
    interval, "happened" or "did not happen". ``hit``: inside, or an event on its probability's side
    of one half; None while nothing can be said. ``score``: Brier's of an event, (p - outcome)^2.
    """
    ev = ev or evidence.load()
    records = []
    for edition in ev.tripwires["editions"]:
        observables = {row["id"]: row for row in edition["observables"]}
        for row in edition["expected"]:
            day = dt.date.fromisoformat(row["by"])
            scored = {"edition": edition["edition"], **row, "observed": None, "outcome": "ahead"}
            scored |= {"hit": None, "score": None}
            if day <= ev.vintage["as_of"]:
                one = observables[row["observable"]]
                if one["kind"] == "reading":
                    readings = ev.rows(one["series"])
                    since = day - dt.timedelta(days=edition["within_days"])
                    scored |= _score_reading(row, readings, since, day)
                else:
                    scored |= _score_event(row, one["happened"], day)
            records.append(scored)
    return records


def _score_reading(row: Mapping[str, Any], frame: Any, since: dt.date, day: dt.date) -> dict:
    released = frame["date"].dt.date
    recent = (released <= day) & (released > since)
    if not recent.any():
        return {"outcome": "not measured"}
    hours = float(frame["value"][recent].max()) / 60
    high = math.inf if row["high"] is None else row["high"]
    outcome = "below" if hours < row["low"] else "above" if hours > high else "inside"
    return {"observed": hours, "outcome": outcome, "hit": outcome == "inside"}


def _score_event(row: Mapping[str, Any], happened: Any, day: dt.date) -> dict[str, Any]:
    came = isinstance(happened, dt.date) and happened <= day
    return {
        "observed": came,
        "outcome": "happened" if came else "did not happen",
        "hit": (row["probability"] >= 0.5) == came,
        "score": (row["probability"] - came) ** 2,
    }
