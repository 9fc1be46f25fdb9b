"""Results that are worked out once for each state of the evidence."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from . import evidence


def once(make: Callable) -> Callable:
    """Return ``make``, a function of the evidence and what tells its results apart, with a memory.

    Results are kept on the evidence, so that they go with it; other states have their own. Of the
    project's own evidence where none is given.
    """

    @wraps(make)
    def kept(ev: Any = None, *apart: Any) -> Any:
        ev = evidence.load() if ev is None else ev
        if (make, apart) not in ev.kept:
            ev.kept[make, apart] = make(ev, *apart)
        return ev.kept[make, apart]

    return kept
