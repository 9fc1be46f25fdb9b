"""Pooling slopes over benchmarks: random effects, and where a further one would fall.

The variance between benchmarks is Paule and Mandel's (statsmodels). Intervals take Student's t with
k - 1 degrees of freedom for the mean and k - 2 for a further benchmark. The factor by which Hartung
and Knapp widen the error of the mean is one with this variance, which is defined by it, and below
one, where nobody lets it narrow, when there is none: naming them would claim a correction.

References: DerSimonian & Kacker (2007), Contemporary Clinical Trials 28, 105-114, for the variance;
Higgins, Thompson & Spiegelhalter (2009), Journal of the Royal Statistical Society A 172, 137-159,
for the prediction.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arguments import vector
from .trend import student


@dataclass(frozen=True)
class Pooled:
    """Random-effects summary of slopes (same unit as the slopes); ``tau`` lies between them."""

    mean: float
    lower: float
    upper: float
    tau: float
    predicted_lower: float
    predicted_upper: float


def pool(
    slopes: Sequence[float], standard_errors: Sequence[float], *, level: float = 0.90
) -> Pooled:
    """Pool ``k >= 3`` slopes with their standard errors.

    Raises ValueError when the lengths differ, fewer than three are given, or a value is not finite
    (standard errors: positive).
    """
    y = vector("slopes, standard_errors", slopes)
    se = vector("slopes, standard_errors", standard_errors, length=y.size, positive=True)
    if y.size < 3:
        raise ValueError(f"slopes, standard_errors: expected three or more, found {y.size}")
    # Imported here: it costs more time than all the rest of the package, and few callers pool.
    from statsmodels.stats.meta_analysis import combine_effects

    # Equal slopes give Q = 0, by which the library divides for an I2 that is not used here.
    with np.errstate(divide="ignore"):
        fit = combine_effects(y, se**2, method_re="iterated")
    mean, tau, error = float(fit.mean_effect_re), math.sqrt(fit.tau2), float(fit.sd_eff_w_re)
    half = student(level, y.size - 1) * error
    reach = student(level, y.size - 2) * math.hypot(tau, error)
    return Pooled(mean, mean - half, mean + half, tau, mean - reach, mean + reach)
