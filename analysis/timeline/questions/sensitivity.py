"""What drives the answer: structural switches first, then a decomposition of the variance.

The indices are Sobol's (Saltelli's sampling, SALib) of min(T, 2050), the date of the event cut at
2050 so that the worlds in which it never happens count as "not by 2050". Those worlds lie some
twenty years behind all others, so whether it ever happens takes most of the variance; the indices
among able worlds only say what drives the date where there is one.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from ...words import iso_of
from ..draws import COLUMNS, SEED
from ..forecast import Draws, Event, Set, default_assumptions, median, probability
from ..model import able_share, gap_of, growth_years
from ..sets import Assumptions, Definition, ParameterSet

INPUTS = (*COLUMNS, "L", "never")
CUT = 2050.0
POINTS = 2**13


def switch_table(
    set: Set,
    definition: Event = "R3",
    *,
    draws: Draws = "reference",
    assumptions: Assumptions | None = None,
) -> list[dict[str, object]]:
    """A set under each structural switch of the assumptions.

    Records {switch, by, probability, median}, one for each switch and date.
    """
    known = assumptions or default_assumptions()
    chosen, event = known.set(set), known.definition(definition)
    records: list[dict[str, object]] = []
    for row in known.raw["switches"]:
        switched = chosen.replace(**row["values"])
        middle = median(switched, event, draws=draws, assumptions=known)
        records.extend(
            {
                "switch": row["name"],
                "by": iso_of(day),
                "probability": probability(switched, event, day, draws=draws, assumptions=known),
                "median": middle,
            }
            for day in known.raw["by"]
        )
    return records


def dates_at(
    chosen: ParameterSet, definition: Definition, u: np.ndarray, cut: float = CUT
) -> np.ndarray:
    """min(T, cut) at points of the unit cube; u has shape (N, 8), columns in the order of INPUTS.

    The last column decides whether it ever happens: it does not where u exceeds (1-p) w. Without
    that column, shape (N, 7), it always does.
    """
    u = np.clip(u, 2.0**-40, 1 - 2.0**-40)
    z = ndtri(u[:, :7].T)
    years = growth_years(chosen, definition, z[:6]) + gap_of(chosen, definition).at(z[6])
    dates = np.minimum(chosen.origin + years, cut)
    if u.shape[1] == len(INPUTS):
        dates[u[:, 7] > able_share(chosen, definition)] = cut
    return dates


def sobol_indices(
    set: Set = "published spread",
    definition: Event = "R3",
    *,
    points: int = POINTS,
    seed: int = SEED,
    cut: float = CUT,
    able_only: bool = False,
    assumptions: Assumptions | None = None,
) -> list[dict[str, float | str]]:
    """First-order and total Sobol indices of min(T, ``cut``), one record for each input.

    {input, name, first, first_half, total, total_half}: the halves are those of 95% bootstrap
    intervals. ``first`` is the share of the variance that goes if that input were known,
    ``total`` the share left if all others were. ``points`` is a power of two; the model is run
    ``points * 10`` times. ``able_only`` leaves out the worlds in which it never happens.

    Method: Saltelli et al. (2010), Sobol sequence, as implemented in SALib.
    """
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    known = assumptions or default_assumptions()
    chosen, event = known.set(set), known.definition(definition)
    if not isinstance(event, Definition):
        raise ValueError(f"definition: expected one on the axis, found {event.name!r}")
    if points < 2 or points & (points - 1):
        raise ValueError(f"points: expected a power of two, found {points!r}")
    inputs = INPUTS[:-1] if able_only else INPUTS
    problem = {"num_vars": len(inputs), "names": list(inputs), "bounds": [[0.0, 1.0]] * len(inputs)}
    u = sample.sample(problem, points, calc_second_order=False, seed=seed)
    dates = dates_at(chosen, event, u, cut)
    found = analyse.analyze(problem, dates, calc_second_order=False, seed=seed)
    words = {name: row["name"] for name, row in known.raw["parameters"].items()}
    words["never"] = words["p"]
    return [
        {
            "input": name,
            "name": words[name],
            "first": float(found["S1"][index]),
            "first_half": float(found["S1_conf"][index]),
            "total": float(found["ST"][index]),
            "total_half": float(found["ST_conf"][index]),
        }
        for index, name in enumerate(inputs)
    ]
