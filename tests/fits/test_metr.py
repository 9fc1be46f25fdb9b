"""METR's published doubling times, from the package's own evidence."""

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
