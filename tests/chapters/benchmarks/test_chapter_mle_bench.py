"""MLE-bench chapter: known fits of the board, parsing of its notes, two errors, spreads."""

import numpy as np
import pandas as pd
import pytest

from analysis import evidence
from analysis.chapters.benchmarks import mle_bench


@pytest.fixture(scope="module")
def ev():
    return evidence.load()


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


def test_the_board_has_28_entries_of_which_14_were_records(ev):
    board = mle_bench.board(ev)
    assert len(board) == 28
    assert board["best"].sum() == 14
    assert (board.loc[board["best"], "record_then"] == True).all()  # noqa: E712  (nullable)
    assert board["llm"].nunique() == 14
    assert board["hours"].isin([12, 24, 36]).all()


def test_records_rise_as_the_research_notes_found(ev):
    fit = mle_bench.record_trend(ev)
    assert fit.rate == pytest.approx(1.73, abs=0.005)
    assert fit.standard_errors["rate"] == pytest.approx(0.16, abs=0.005)
    assert fit.r_squared == pytest.approx(0.91, abs=0.005)


def test_every_entry_rises_too_and_the_model_adds_no_spread_since_2025(ev):
    every = mle_bench.entry_trend(ev)
    assert (every.n, every.groups) == (28, 14)
    assert every.interval("years").lower > 0
    late = mle_bench.entry_trend(ev, since="2025-01-01")
    assert late.between_sd == pytest.approx(0.0, abs=1e-4)
    # With no spread between models the slope is that of a plain line through the same entries.
    board = mle_bench.board(ev)
    board = board[board["date"] >= "2025-01-01"]
    score = board["value"].to_numpy(float)
    plain = np.polyfit(board["years"], np.log(score / (100 - score)), 1)[0]
    assert late.coefficients["years"] == pytest.approx(plain, rel=1e-5)


def test_slopes_within_and_between_models_bracket_the_common_one(ev):
    parts = mle_bench.within_and_between(ev, since="2025-01-01").coefficients
    late = mle_bench.entry_trend(ev, since="2025-01-01").coefficients["years"]
    assert min(parts["within"], parts["between"]) <= late <= max(parts["within"], parts["between"])


def test_newer_cards_and_more_hours_do_not_lower_scores(ev):
    fit = mle_bench.with_machines(ev, since="2025-01-01")
    assert fit.interval("newer_card").lower > 0
    assert fit.coefficients["doubled_time"] > 0
    assert fit.interval("years").lower > 0


def test_the_band_of_entries_lies_inside_the_scale(ev):
    days = pd.date_range("2024-10-08", "2026-04-24", freq="30D")
    line = mle_bench.entry_line(ev, mle_bench.entry_trend(ev), days)
    assert (line["lower"] > 0).all()
    assert (line["upper"] < 100).all()
    assert line["value"].is_monotonic_increasing


def test_contests_are_a_wider_error_than_runs(ev):
    errors = mle_bench.two_errors(ev)
    width = (errors["upper"] - errors["lower"]).to_numpy()
    assert (width[1::2] > 3 * width[::2]).all()
    # 5.5 points of standard error for 64.44% of 75 contests (research notes).
    assert width[3] / 2 / 1.96 == pytest.approx(5.5, abs=0.15)


def test_models_entered_more_than_once(ev):
    table = mle_bench.same_model(ev).set_index("llm")
    assert table.loc["Gemini 2.5 Pro", ["lowest", "highest"]].tolist() == [38.67, 59.56]
    assert table.loc["Gemini 3 Pro", ["lowest", "highest"]].tolist() == [50.67, 64.44]
    assert table.loc["o1-preview", "spread"] == pytest.approx(22.40 - 17.12)
    assert (table["entries"] > 1).all()
    assert mle_bench.same_agent_two_limits(ev) == (52.0, 61.33)


def test_splits_add_up_to_the_set_and_the_easy_one_has_stopped(ev):
    table = mle_bench.splits(ev).set_index("split")
    assert table["contests"].sum() == mle_bench.N_CONTESTS
    assert table["best"].tolist() == [80.30, 64.04, 46.67]
    assert table.loc["low", "last_record"] == pd.Timestamp("2026-01-05")


def test_self_reports_after_the_freeze_are_vendor_figures_inside_the_band(ev):
    table = mle_bench.after_freeze(ev)
    assert (table["reporter"] == "vendor").all()
    assert ((table["lower"] < table["value"]) & (table["value"] < table["upper"])).all()
    assert (table["date"] > pd.Timestamp("2026-04-24")).all()
