"""What drives the answer: switches, Sobol indices, and values that follow the data."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from assumed import BOOK, RAW
from scipy.stats import sobol_indices as scipy_indices
from scipy.stats import uniform

from analysis import evidence, timeline
from analysis.timeline import refit
from analysis.timeline.questions import sensitivity


def test_switches_move_the_published_spread():
    rows = {
        (row["switch"], row["by"]): row["probability"]
        for row in sensitivity.switch_table("published spread", assumptions=BOOK)
    }
    day = "2028-12-31"
    assert rows["as it stands", day] == pytest.approx(
        timeline.probability("published spread", "R3", day, assumptions=BOOK)
    )
    for name in ("shape off", "feedback off", "shape and feedback off", "drag"):
        assert rows[name, day] < rows["as it stands", day]
    assert rows["shape and feedback off", day] < rows["shape off", day]


def test_cut_dates_agree_with_the_probability():
    u = np.random.default_rng(2).random((200_000, 8))
    chosen, event = BOOK.set("published spread"), BOOK.definition("R3")
    dates = sensitivity.dates_at(chosen, event, u)
    assert dates.max() == sensitivity.CUT
    for year in (2029.0, 2035.0):
        direct = timeline.probability(chosen, event, year, assumptions=BOOK)
        assert (dates <= year).mean() == pytest.approx(direct, abs=0.004)
    able = sensitivity.dates_at(chosen, event, u[:, :7])
    assert (able <= 2035).mean() == pytest.approx(
        timeline.probability(chosen.replace(p=0), event, 2035.0, assumptions=BOOK), abs=0.004
    )


@pytest.mark.parametrize("able_only", [False, True])
def test_sobol_indices_agree_with_another_implementation(able_only):
    """SALib's indices against scipy's on the same model, within both Monte Carlo errors."""
    found = sensitivity.sobol_indices(able_only=able_only, assumptions=BOOK)
    chosen, event = BOOK.set("published spread"), BOOK.definition("R3")
    count = 7 if able_only else 8
    other = scipy_indices(
        func=lambda u: sensitivity.dates_at(chosen, event, u.T),
        n=2**14,
        dists=[uniform()] * count,
        rng=np.random.default_rng(3),
    )
    for index, row in enumerate(found):
        near = 0.01 + row["first_half"]
        assert row["first"] == pytest.approx(other.first_order[index], abs=near), row
        near = 0.01 + row["total_half"]
        assert row["total"] == pytest.approx(other.total_order[index], abs=near), row
    assert len(found) == count
    assert sum(row["first"] for row in found) <= 1.02


def test_sobol_refuses_bad_input():
    with pytest.raises(ValueError, match="points: expected a power of two"):
        sensitivity.sobol_indices(points=1000, assumptions=BOOK)
    with pytest.raises(ValueError, match="definition: expected"):
        sensitivity.sobol_indices(definition="R1", assumptions=BOOK)


def test_recorded_lines_are_those_of_the_data():
    ev = evidence.load()
    for row in RAW["lines"]:
        line = refit.fitted_lines(RAW, ev)[row["name"]]
        assert line.h0 == pytest.approx(row["h0"], rel=1e-6)
        assert line.d == pytest.approx(row["d"], rel=1e-6)
    assert timeline.default_assumptions().sets == timeline.assumptions_of(ev).sets == BOOK.sets


def with_reading(hours, date):
    ev = evidence.load()
    row = ev.rows("metr_th_1_1_p50").iloc[-1].copy()
    row["record"], row["value"], row["date"] = "new", 60.0 * hours, pd.Timestamp(date)
    series = pd.concat([ev.series, row.to_frame().T], ignore_index=True).astype(ev.series.dtypes)
    return replace(ev, series=series)


def test_a_new_observation_moves_the_sets_that_follow_its_line():
    before = timeline.assumptions_of(evidence.load())
    after = timeline.assumptions_of(with_reading(15.9, "2026-02-06"))
    assert after.sets["straight line"].d.median < before.sets["straight line"].d.median
    assert after.sets["straight line"].h0.median > before.sets["straight line"].h0.median
    assert after.sets["published spread"].h0.median > before.sets["published spread"].h0.median
    for name in ("Kokotajlo, Apr 2026", "Lifland, Apr 2026", "Kwa-like", "article's own"):
        assert after.sets[name] == before.sets[name]
    assert timeline.probability("straight line", "R2", "2027-12-31", assumptions=after) > (
        timeline.probability("straight line", "R2", "2027-12-31", assumptions=before)
    )


def test_a_reading_above_sixteen_hours_does_not_move_the_line():
    assert timeline.assumptions_of(with_reading(40, "2026-10-01")).sets == (
        timeline.assumptions_of(evidence.load()).sets
    )


def test_an_unknown_unit_is_refused():
    broken = {**RAW["lines"][0], "unit": "hours"}
    with pytest.raises(ValueError, match="METR since 2023: expected minutes, found 'hours'"):
        refit.fitted_line(broken, RAW["origin"]["date"], evidence.load())
