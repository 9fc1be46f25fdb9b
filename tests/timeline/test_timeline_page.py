"""What the live page starts from, and how far its 4,096 draws are from a converged run."""

import itertools

import pytest
from assumed import BOOK, RAW

from analysis import timeline
from analysis.chapters.beyond import believe
from analysis.timeline import live_presets

SETTINGS = list(
    itertools.product(
        ("published spread", "straight line", "Kwa-like", "article's own"),
        (80, 120, 200),  # days per doubling
        (170, 6600, 250_000),  # hours required
        (0.5, 0.99),
    )
)


def largest_difference(gap):
    worst = 0.0
    for name, d, hours, rho in SETTINGS:
        chosen = BOOK.set(name).replace(
            d={"median": d}, H={"median": hours}, L={"median": gap}, rho=rho
        )
        for event, year in itertools.product(("R2", "R3", "R4"), (2028.0, 2029.0)):
            ours, converged = (
                timeline.probability(chosen, event, year, draws=draws, assumptions=BOOK)
                for draws in ("page", 2**15)
            )
            worst = max(worst, abs(ours - converged))
    return 100 * worst


@pytest.mark.parametrize("gap", [believe.PAGE_GAP, 1.5, 3])
def test_page_is_as_near_to_a_converged_run_as_it_says(gap):
    assert largest_difference(gap) < believe.PAGE_WITHIN


def test_page_without_a_gap_counts_whole_draws_and_is_a_little_rougher():
    assert largest_difference(0) < 1.1


def test_presets_are_the_sets():
    rows = {row["set"]: row for row in live_presets.presets(assumptions=BOOK)}
    assert list(rows) == list(BOOK.sets)
    for name, row in rows.items():
        again = BOOK.base.replace(
            name,
            **{
                key: [row[key], row[f"{key}_spread"]]
                for key in ("h0", "d", "H", "k", "a", "f", "L")
            },
            **{key: row[key] for key in ("rho", "p", "w", "origin")},
        )
        assert again == BOOK.sets[name]


def test_presets_refuse_a_set_that_the_page_cannot_show():
    mixed = {"id": "m", "name": "m", "values": {"a": {"choice": [{"value": 0, "weight": 1}]}}}
    book = timeline.Assumptions.from_mapping({**RAW, "sets": [*RAW["sets"], mixed]})
    with pytest.raises(ValueError, match="m: a: expected a value with a spread"):
        live_presets.presets(assumptions=book)
