"""How many digits are right: the fitter against certified results of the NIST StRD.

The National Institute of Standards and Technology publishes data sets with parameters and standard
deviations computed in 500-digit arithmetic. A *problem* is a mapping with ``name``, ``kind``
("linear" or "nonlinear"), ``y``, ``x``, ``certified``, ``standard_errors``, ``rss`` and, for the
nonlinear ones, two ``starts``, as the files in ``tests/nist`` hold them. :func:`digits` fits one
problem and counts correct digits.

Reference: https://www.itl.nist.gov/div898/strd/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from .leastsquares import LeastSquaresFit, fit, fit_linear, lre

__all__ = ["MODELS", "Digits", "design", "digits", "digits_table"]


@dataclass(frozen=True)
class Digits:
    """Fewest correct digits over all parameters, over all standard errors, and of the rss."""

    name: str
    kind: str
    level: str
    start: int | None
    parameters: float
    standard_errors: float
    rss: float
    evaluations: int


def digits_table(problems: Iterable[Mapping]) -> list[Digits]:
    """One row for each problem and start, linear problems first, then by name."""
    ordered = sorted(problems, key=lambda problem: (problem["kind"], problem["name"]))
    return [row for problem in ordered for row in digits(problem)]


def digits(problem: Mapping) -> list[Digits]:
    """Fit one problem from each of its starts and count correct digits (log relative error)."""
    if problem["kind"] == "linear":
        return [_score(problem, None, fit_linear(design(problem), problem["y"]))]
    model, jacobian = MODELS[problem["name"]]
    return [
        _score(problem, index, fit(model, jacobian, problem["x"], problem["y"], start))
        for index, start in enumerate(problem["starts"], start=1)
    ]


def design(problem: Mapping) -> np.ndarray:
    """Design matrix of a linear problem: powers of one predictor, or one plus many predictors."""
    x = np.asarray(problem["x"], dtype=float)
    if x.ndim == 2:
        return np.column_stack([np.ones(len(x)), x])
    return np.vander(x, len(problem["certified"]), increasing=True)


def _score(problem: Mapping, start: int | None, result: LeastSquaresFit) -> Digits:
    pairs = zip(result.parameters, problem["certified"], strict=True)
    errors = zip(result.standard_errors, problem["standard_errors"], strict=True)
    return Digits(
        name=problem["name"],
        kind=problem["kind"],
        level=problem["level"],
        start=start,
        parameters=min(lre(float(found), float(true)) for found, true in pairs),
        standard_errors=min(lre(float(found), float(true)) for found, true in errors),
        rss=lre(result.rss, float(problem["rss"])),
        evaluations=result.evaluations,
    )


# Models with exact Jacobians, in the parameters of the certified tables.


def _columns(*columns) -> np.ndarray:
    return np.stack(np.broadcast_arrays(*columns), axis=1)


def _saturating(x, b):
    return b[0] * -np.expm1(-b[1] * x)


def _saturating_jacobian(x, b):
    return _columns(-np.expm1(-b[1] * x), b[0] * x * np.exp(-b[1] * x))


def _chwirut(x, b):
    return np.exp(-b[0] * x) / (b[1] + b[2] * x)


def _chwirut_jacobian(x, b):
    f, below = _chwirut(x, b), b[1] + b[2] * x
    return _columns(-x * f, -f / below, -x * f / below)


def _lanczos(x, b):
    return sum(b[i] * np.exp(-b[i + 1] * x) for i in (0, 2, 4))


def _lanczos_jacobian(x, b):
    columns = []
    for i in (0, 2, 4):
        decay = np.exp(-b[i + 1] * x)
        columns += [decay, -b[i] * x * decay]
    return _columns(*columns)


def _rat42(x, b):
    return b[0] / (1.0 + np.exp(b[1] - b[2] * x))


def _rat42_jacobian(x, b):
    share = 1.0 / (1.0 + np.exp(b[1] - b[2] * x))
    bend = b[0] * share * (1.0 - share)
    return _columns(share, -bend, bend * x)


def _rat43(x, b):
    return b[0] * (1.0 + np.exp(b[1] - b[2] * x)) ** (-1.0 / b[3])


def _rat43_jacobian(x, b):
    growth = np.exp(b[1] - b[2] * x)
    unit = (1.0 + growth) ** (-1.0 / b[3])
    bend = b[0] * unit / b[3] * growth / (1.0 + growth)
    return _columns(unit, -bend, bend * x, b[0] * unit * np.log1p(growth) / b[3] ** 2)


def _thurber(x, b):
    above = b[0] + x * (b[1] + x * (b[2] + x * b[3]))
    return above / (1.0 + x * (b[4] + x * (b[5] + x * b[6])))


def _thurber_jacobian(x, b):
    below = 1.0 + x * (b[4] + x * (b[5] + x * b[6]))
    f = _thurber(x, b)
    return _columns(
        *(x**power / below for power in range(4)),
        *(-f * x**power / below for power in range(1, 4)),
    )


def _mgh09(x, b):
    return b[0] * (x**2 + x * b[1]) / (x**2 + x * b[2] + b[3])


def _mgh09_jacobian(x, b):
    below = x**2 + x * b[2] + b[3]
    f = _mgh09(x, b)
    return _columns((x**2 + x * b[1]) / below, b[0] * x / below, -f * x / below, -f / below)


def _mgh10(x, b):
    return b[0] * np.exp(b[1] / (x + b[2]))


def _mgh10_jacobian(x, b):
    unit = np.exp(b[1] / (x + b[2]))
    f = b[0] * unit
    return _columns(unit, f / (x + b[2]), -f * b[1] / (x + b[2]) ** 2)


def _mgh17(x, b):
    return b[0] + b[1] * np.exp(-x * b[3]) + b[2] * np.exp(-x * b[4])


def _mgh17_jacobian(x, b):
    first, second = np.exp(-x * b[3]), np.exp(-x * b[4])
    return _columns(np.ones_like(first), first, second, -b[1] * x * first, -b[2] * x * second)


def _eckerle(x, b):
    return b[0] / b[1] * np.exp(-0.5 * ((x - b[2]) / b[1]) ** 2)


def _eckerle_jacobian(x, b):
    z = (x - b[2]) / b[1]
    f = _eckerle(x, b)
    return _columns(f / b[0], f * (z**2 - 1.0) / b[1], f * z / b[1])


#: Model and exact Jacobian by the name of the data set.
MODELS = {
    "BoxBOD": (_saturating, _saturating_jacobian),
    "Chwirut2": (_chwirut, _chwirut_jacobian),
    "Eckerle4": (_eckerle, _eckerle_jacobian),
    "Lanczos3": (_lanczos, _lanczos_jacobian),
    "MGH09": (_mgh09, _mgh09_jacobian),
    "MGH10": (_mgh10, _mgh10_jacobian),
    "MGH17": (_mgh17, _mgh17_jacobian),
    "Misra1a": (_saturating, _saturating_jacobian),
    "Rat42": (_rat42, _rat42_jacobian),
    "Rat43": (_rat43, _rat43_jacobian),
    "Thurber": (_thurber, _thurber_jacobian),
}
