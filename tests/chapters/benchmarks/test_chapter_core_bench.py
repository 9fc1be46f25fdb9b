"""CORE-Bench chapter: figures of the sources, and what the steps must add up to."""

import pytest

from analysis import evidence
from analysis.chapters.benchmarks import core_bench
from analysis.evidence import records

EV = evidence.load()


def test_the_start_is_the_papers_and_its_correction_the_mean_of_three_trials():
    start = core_bench.start(EV)
    assert (start.printed, start.corrected) == (21.48, 19.26)
    assert sum(start.trials) / 3 == pytest.approx(start.corrected, abs=0.005)


def test_steps_lead_from_one_printed_figure_to_the_other_without_a_gap():
    steps = core_bench.steps(EV)
    assert steps["start"].iloc[0] == 21.48
    assert steps["end"].iloc[-1] == pytest.approx(100 * 42 / 44, abs=0.005)
    assert steps["start"].iloc[1:].tolist() == steps["end"].iloc[:-1].tolist()


def test_the_repaired_test_has_one_row_a_model_and_agent():
    assert core_bench.fixed_agent(EV)["model"].is_unique
    table = core_bench.repaired(EV)
    assert not table.duplicated(["model", "scaffold"]).any()


def test_the_audits_counts_add_up():
    audit = core_bench.audit(EV)
    assert audit["removed"] + audit["kept"] == core_bench.N_TASKS
    assert audit["kept"] + audit["added"] - audit["dropped"] == audit["left"] == 39
    assert audit["edited"] <= audit["kept"]


def test_numbers_in_a_findings_text_are_counted():
    assert records.figures(EV, "rval-013", count=3) == (14, 12, 31)
    assert records.ends(EV, "rval-018") == (84.2, 100)
    with pytest.raises(ValueError, match="rval-013: expected 2 numbers"):
        records.figures(EV, "rval-013", count=2)
    with pytest.raises(ValueError, match="record: expected the id of a finding"):
        records.figures(EV, "rval-999", count=1)
    with pytest.raises(ValueError, match="two ends"):
        records.ends(EV, "rval-013")
