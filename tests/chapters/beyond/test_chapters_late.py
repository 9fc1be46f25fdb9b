"""Training speedups, risks: the functions behind the chapters."""

import pytest

from analysis import evidence
from analysis.chapters.argument import risks
from analysis.chapters.benchmarks import training_speedups

EV = evidence.load()


def test_the_rerun_differs_from_the_printed_values_by_up_to_59_percent():
    table = training_speedups.shift(EV).set_index("model")
    assert table["percent"].abs().max() == pytest.approx(59.1, abs=0.1)
    assert table.loc["Claude Mythos Preview", "again"] == 60.81


def test_acceleration_is_not_decided_in_either_direction():
    line, bend = training_speedups.pace(EV)
    interval = bend.acceleration_interval()
    assert interval.lower < 0 < interval.upper
    assert line.n == 10


def test_readings_of_three_kinds_stay_apart():
    assert training_speedups.readings(EV)["group"].nunique() == 3


def test_errors_compound_and_repair_helps():
    assert risks.remaining(0.999, 500) == pytest.approx(0.6064, abs=5e-5)
    assert risks.remaining(0.999, 500, 1.0) == 1.0
    assert risks.remaining(0.999, 500, 0.5) > risks.remaining(0.999, 500, 0.1)
    with pytest.raises(ValueError, match="repaired: expected a share"):
        risks.remaining(0.9, 3, 2)
