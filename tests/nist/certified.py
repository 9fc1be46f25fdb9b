"""How many digits are right: the fitter against certified results of the NIST StRD.

The National Institute of Standards and Technology publishes data sets with parameters and standard
deviations computed in 500-digit arithmetic. A *problem* is a mapping with ``name``, ``kind``
("linear" or "nonlinear"), ``y``, ``x``, ``certified``, ``standard_errors``, ``rss`` and, for the
nonlinear ones, two ``starts`` and the published ``model`` of ``x`` and ``b``, as the files in
``tests/nist`` hold them; ``intercept: false`` marks a line through the origin, ``response: log`` a
model of the logarithm of ``y``. :func:`digits` fits one problem and counts correct digits.

Reference: https://www.itl.nist.gov/div898/strd/
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from analysis.evidence.yaml_files import BASE
from analysis.fits.least_squares import Curve, LeastSquaresFit, fit, fit_linear

FUNCTIONS = {name: getattr(np, name) for name in ("exp", "expm1", "cos", "sin", "arctan", "pi")}
STEP = 1e-200
#: Linear problems first, then by name.
PROBLEMS = sorted(
    (yaml.load(path.read_text("utf-8"), BASE) for path in Path(__file__).parent.glob("*.yml")),
    key=lambda problem: (problem["kind"], problem["name"]),
)


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


def lre(computed: float, certified: float) -> float:
    """Return the number of correct digits, min(15, -log10(|c - t| / |t|)), never below 0.

    The log relative error of ``computed`` against the certified value. Where the certified value
    is zero the absolute error is used.
    """
    if not math.isfinite(computed):
        return 0.0
    error = abs(computed - certified)
    if certified != 0.0:
        error /= abs(certified)
    return 15.0 if error == 0.0 else min(15.0, max(0.0, -math.log10(error)))


def digits(problem: Mapping) -> list[Digits]:
    """Fit one problem from each of its starts and count correct digits (log relative error)."""
    y = response(problem)
    if problem["kind"] == "linear":
        return [_score(problem, None, fit_linear(design(problem), y))]
    curve, x = curve_of(problem), np.asarray(problem["x"], dtype=float)
    return [
        _score(problem, index, fit(curve, x, y, start))
        for index, start in enumerate(problem["starts"], start=1)
    ]


def curve_of(problem: Mapping) -> Curve:
    """Return a problem's model with its Jacobian by complex steps, exact to the last digit.

    Squire & Trapp 1998, SIAM Review 40, 110-112.
    """
    code = compile(problem["model"], problem["name"], "eval")

    def model(x, b):
        return eval(code, FUNCTIONS | {"x": x, "b": b})

    def jacobian(x, b):
        steps = np.asarray(b, dtype=float) + STEP * 1j * np.eye(len(b))
        slopes = [np.broadcast_to(model(x, one).imag, len(x)) for one in steps]
        return np.column_stack(slopes) / STEP

    return Curve(model, jacobian)


def design(problem: Mapping) -> np.ndarray:
    """Design matrix of a linear problem: powers of one predictor, or one plus many predictors."""
    x = np.asarray(problem["x"], dtype=float)
    if not problem.get("intercept", True):
        return x[:, None]
    if x.ndim == 2:
        return np.column_stack([np.ones(len(x)), x])
    return np.vander(x, len(problem["certified"]), increasing=True)


def response(problem: Mapping) -> np.ndarray:
    """The values that the model describes: ``y``, or its logarithm."""
    y = np.asarray(problem["y"], dtype=float)
    return np.log(y) if problem.get("response") == "log" else y


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
