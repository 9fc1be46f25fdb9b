"""Shares of tasks: how far a score may lie from what the same kind of task would give again."""

import math

from scipy.special import ndtri

from ..arguments import number
from .trend import Interval


def wilson(share: float, n: float, *, level: float = 0.95) -> Interval:
    """Wilson's interval of a share, in per cent.

    ``share`` is a score in per cent (0 to 100, both allowed), ``n`` the number of tasks behind it.
    The interval treats the tasks as a sample of such tasks; it says nothing about run-to-run luck.
    It inverts the score test, so it stays inside 0 and 100 and is not empty at the ends.
    Raises ValueError for a share outside 0 to 100, a count not above 0 or a level outside 0 to 1.

    Reference: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    share = number("share", share, above=-1e-9, below=100 + 1e-9)
    n = number("n", n, above=0.0)
    level = number("level", level, above=0.0, below=1.0)
    p = min(max(share / 100, 0.0), 1.0)
    z = float(ndtri(0.5 + level / 2))
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Interval(100 * max(centre - reach, 0.0), 100 * min(centre + reach, 1.0), level)
