"""MLE-bench chapter: known fits of the board, parsing of its notes, two errors, spreads."""

import pytest

from analysis import evidence
from analysis.chapters.benchmarks import mle_bench

EV = evidence.load()


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("time limit 24 h; hardware 24 vCPU, 120GB, 1 H200; SEM", "H200"),
        ("hardware 24 vCPU, 220GB, 2x A100-40GB; x", "A100"),
        ("hardware 36 vCPU/440GB/1 A10 24GB (default)", "A10"),
        ("hardware 36 vCPU, 252GB, 2x RTX 4090", "RTX 4090"),
        ("hardware row for this entry not seen (earlier: A800)", "not stated"),
        ("time limit 24 h; SEM is over seeds", "not stated"),
        ("", "not stated"),
    ],
)
def test_the_card_is_read_from_a_note(note, found):
    assert mle_bench.card(note) == found


def test_the_line_drawn_and_the_slope_printed_are_of_the_same_entries():
    curve, found = mle_bench.entry_curve(EV), mle_bench.entry_trend(EV)
    assert found.by_model.value == pytest.approx(curve.rate, rel=1e-9)
    assert found.clusters < found.n == curve.n


def test_slopes_within_and_between_models_bracket_the_common_one():
    parts = mle_bench.within_and_between(EV, since="2025-01-01")
    late = mle_bench.entry_trend(EV, since="2025-01-01").by_model.value
    ends = sorted([parts["within"].value, parts["between"].value])
    assert ends[0] <= late <= ends[1]


def test_contests_are_a_wider_error_than_runs():
    errors = mle_bench.two_errors(EV)
    width = (errors["upper"] - errors["lower"]).to_numpy()
    assert (width[1::2] > 3 * width[::2]).all()
    # The binomial error of 64.44% of 75 contests.
    assert width[3] / 2 / 1.96 == pytest.approx(100 * (0.6444 * 0.3556 / 75) ** 0.5, rel=0.03)
