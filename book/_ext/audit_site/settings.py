"""Fix whatever could make two builds differ, before anything else runs.

Sphinx reads SOURCE_DATE_EPOCH, Vega lays out dates in the local time zone, numeric libraries split
sums over threads, kernels inherit hash seeds: all of it is set from the day of the build that the
data name or from a constant, for this process and for every kernel that it starts.
"""

import calendar
import os
import time
from pathlib import Path
from typing import Any

from .common import read_yaml

FIXED_ENVIRONMENT = {
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")},
    "VECLIB_MAXIMUM_THREADS": "1",
    # A personal kernel of the same name must not stand in for the environment's own.
    "JUPYTER_PREFER_ENV_PATH": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def fix_environment(root: Path) -> None:
    """Set the variables that this process and its kernels depend on; no clock is asked.

    Raises ``ValueError`` where the data name no day of the build.
    """
    built = read_yaml(root, "data/vintage.yml").get("built")
    if built is None:
        raise ValueError("data/vintage.yml: expected a field built (an ISO day), found none")
    os.environ.update(FIXED_ENVIRONMENT)
    midnight = calendar.timegm(time.strptime(str(built), "%Y-%m-%d"))
    os.environ["SOURCE_DATE_EPOCH"] = str(midnight)
    time.tzset()


def setup(app: Any) -> None:
    """Fix the environment and write pages one after the other (parallel writes may differ)."""
    fix_environment(Path(app.srcdir))
    app.parallel = 1
