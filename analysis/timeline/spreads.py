"""Distributions of one number, each driven by one standard normal score.

Every uncertain parameter of the model is a function of a normal score ``z``: the value at ``z`` is
the quantile at ``Phi(z)``. So one table of scores serves every set of assumptions, and changing a
median or a spread moves every draw the same way (common random numbers).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr

Z80 = 1.2815515655446004  # normal quantile at 90%: the ends of a central 80% interval


@dataclass(frozen=True)
class LogNormal:
    """Log-normal: ``median * exp(sigma z)``. With ``sigma`` 0 a fixed number."""

    median: float
    sigma: float = 0.0

    def at(self, z: np.ndarray) -> np.ndarray:
        """Values at the normal scores ``z`` (any shape, same shape back)."""
        return self.median * np.exp(self.sigma * np.asarray(z))

    @property
    def centre(self) -> float:
        """The median."""
        return self.median


@dataclass(frozen=True)
class Normal:
    """Normal: ``mean + sd z``. ``sd`` 0 is a fixed number."""

    mean: float
    sd: float = 0.0

    def at(self, z: np.ndarray) -> np.ndarray:
        """Values at the normal scores ``z`` (any shape, same shape back)."""
        return self.mean + self.sd * np.asarray(z)

    @property
    def centre(self) -> float:
        """The mean, which is the median."""
        return self.mean


@dataclass(frozen=True)
class Choice:
    """A few values with weights that sum to one, in ascending order of value."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def at(self, z: np.ndarray) -> np.ndarray:
        """Values at the normal scores ``z``: the quantile function at ``Phi(z)``."""
        edges = np.cumsum(self.weights)[:-1]
        return np.asarray(self.values)[np.searchsorted(edges, ndtr(np.asarray(z)), side="right")]

    @property
    def centre(self) -> float:
        """The median."""
        return float(self.at(np.array(0.0)))


Spread = LogNormal | Normal | Choice

_FORMS = {"lognormal": (LogNormal, "median", "sigma"), "normal": (Normal, "mean", "sd")}


def eighty(spread: Spread) -> tuple[float, float]:
    """The central 80% interval of ``spread``."""
    low, high = spread.at(np.array([-Z80, Z80]))
    return float(low), float(high)


def parse_spread(kind: str, value: Any, inherited: Spread | None = None) -> Spread:
    """Read one distribution from data.

    ``kind`` is "lognormal" or "normal". ``value`` is a number (no spread), a pair
    ``[centre, spread]``, a mapping with the keys of the kind (a missing key comes from
    ``inherited``), or ``{choice: [{value, weight}, ...]}``.

    Raises ValueError that says what was expected and found.
    """
    form, centre, width = _FORMS[kind]
    if isinstance(value, LogNormal | Normal | Choice):
        spread: Spread = value
    elif isinstance(value, dict) and "choice" in value:
        spread = _parse_choice(value)
    elif isinstance(value, dict):
        _only_keys(value, {centre, width})
        given = {key: number(item, key) for key, item in value.items()}
        for key in (centre, width):
            if key not in given:
                if not isinstance(inherited, form):
                    raise ValueError(f"expected the key {key!r}, found {sorted(value)}")
                given[key] = getattr(inherited, key)
        spread = form(given[centre], given[width])
    elif isinstance(value, list | tuple):
        if len(value) != 2:
            raise ValueError(f"expected [{centre}, {width}], found {list(value)!r}")
        spread = form(number(value[0], centre), number(value[1], width))
    else:
        spread = form(number(value, centre))
    _in_range(kind, spread)
    return spread


def number(value: Any, what: str) -> float:
    """``value`` as a finite float, or a ValueError that names ``what``."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise ValueError(f"{what}: expected a number, found {value!r}")
    if not math.isfinite(value):
        raise ValueError(f"{what}: expected a finite number, found {value!r}")
    return float(value)


def _parse_choice(value: dict[str, Any]) -> Choice:
    _only_keys(value, {"choice"})
    rows = value["choice"]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"choice: expected a list of {{value, weight}}, found {rows!r}")
    pairs = []
    for row in rows:
        if set(row) != {"value", "weight"}:
            raise ValueError(f"choice: expected the keys value and weight, found {sorted(row)}")
        pairs.append((number(row["value"], "value"), number(row["weight"], "weight")))
    pairs.sort()
    total = sum(weight for _, weight in pairs)
    if any(weight < 0 for _, weight in pairs) or abs(total - 1) > 1e-9:
        raise ValueError(f"choice: expected weights that sum to 1, found a sum of {total:g}")
    return Choice(tuple(v for v, _ in pairs), tuple(w for _, w in pairs))


def _only_keys(value: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(map(str, value)) - allowed)
    if unknown:
        raise ValueError(f"expected keys among {sorted(allowed)}, found {unknown}")


def _in_range(kind: str, spread: Spread) -> None:
    if isinstance(spread, LogNormal | Normal):
        width = spread.sigma if isinstance(spread, LogNormal) else spread.sd
        if width < 0:
            raise ValueError(f"expected a spread of at least 0, found {width:g}")
    lowest = min(spread.values) if isinstance(spread, Choice) else spread.centre
    if kind == "lognormal" and lowest < 0:
        raise ValueError(f"expected a value of at least 0, found {lowest:g}")
