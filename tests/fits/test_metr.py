"""METR's published doubling times, from the package's own evidence."""

import datetime as dt

import pytest

from analysis import evidence, fits


def records(suite, since=None):
    rows = evidence.load().rows(f"metr_th_{suite}_p50")
    rows = rows[(rows["record_then"] == True) & (rows["value"] <= 960.0)]  # noqa: E712
    return rows if since is None else rows[rows["date"] >= since]


@pytest.mark.parametrize(
    ("suite", "since", "n", "days"),
    [
        ("1_1", "2023-01-01", 14, 128.744),
        ("1_1", None, 17, 187.778),
        ("1_0", "2023-01-01", 14, 175.603),
        ("1_0", None, 17, 201.15),
    ],
)
def test_metr_doubling_times_to_three_decimals(suite, since, n, days):
    rows = records(suite, since)
    fit = fits.exponential(rows["date"], rows["value"])
    assert fit.n == n
    assert round(fit.doubling_days, 3) == days
    assert fit.doubling_days_profile.lower < days < fit.doubling_days_profile.upper


def test_metr_shapes_by_aicc():
    rows = records("1_1")
    line, parabola, kink = (
        shape(rows["date"], rows["value"])
        for shape in (fits.exponential, fits.quadratic, fits.kinked)
    )
    assert [round(fit.aicc, 1) for fit in (line, parabola, kink)] == [7.5, -13.8, -19.5]
    assert kink.knot == dt.date(2024, 4, 10)
    assert round(kink.doubling_days_before) == 260
    assert round(kink.doubling_days_after) == 105
    found = fits.lead(rows["date"], rows["value"], draws=1000, seed=1)
    assert found.value == pytest.approx(27.0, abs=0.05)
    # A straight random walk gives such a lead 6 times in 100.
    assert 0.04 < found.chance < 0.09


def test_metr_line_since_2023_read_at_the_end_of_2028():
    rows = records("1_1", "2023-01-01")
    fit = fits.exponential(rows["date"], rows["value"])
    end = fit.predict(["2028-12-31"])
    assert [round(float(v[0]) / 60.0) for v in (end.lower, end.value, end.upper)] == [
        388, 2091, 11263,
    ]  # fmt: skip
    interval = fit.doubling_days_profile
    assert (round(interval.lower, 1), round(interval.upper, 1)) == (110.3, 154.7)
