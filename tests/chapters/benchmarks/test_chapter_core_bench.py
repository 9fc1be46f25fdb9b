"""CORE-Bench chapter: figures of the sources, and what the steps must add up to."""

import pytest

from analysis import evidence
from analysis.chapters.benchmarks import core_bench
from analysis.evidence import records


@pytest.fixture(scope="module")
def ev():
    return evidence.load()


def test_the_start_is_the_papers_and_its_correction_the_mean_of_three_trials(ev):
    start = core_bench.start(ev)
    assert (start.printed, start.corrected) == (21.48, 19.26)
    assert sum(start.trials) / 3 == pytest.approx(start.corrected, abs=0.005)
    assert start.between_trials.upper - start.corrected == pytest.approx(2.60)
    # Nine of 45, as worked out in the research notes.
    assert start.of_tasks.lower == pytest.approx(10.9, abs=0.05)
    assert start.of_tasks.upper == pytest.approx(33.8, abs=0.05)


def test_steps_lead_from_one_printed_figure_to_the_other_without_a_gap(ev):
    steps = core_bench.steps(ev)
    assert steps["start"].iloc[0] == 21.48
    assert steps["end"].iloc[-1] == pytest.approx(100 * 42 / 44, abs=0.005)
    assert steps["start"].iloc[1:].tolist() == steps["end"].iloc[:-1].tolist()
    assert steps["end"].round().tolist() == [19, 42, 78, 95]


def test_the_other_agent_helps_three_models_and_hurts_one(ev):
    effects = core_bench.agent_effects(ev).set_index("model")["change"]
    assert effects.round().to_dict() == {
        "Claude Opus 4.5": 36,
        "Claude Sonnet 4.5": 18,
        "Claude Sonnet 4": 13,
        "Claude Opus 4.1": -10,
    }


def test_every_model_stands_once_on_the_fixed_agent(ev):
    table = core_bench.fixed_agent(ev)
    assert len(table) == 22
    assert table["model"].is_unique
    assert table["n_runs"].sum() == 37
    assert (table["lower"] < table["value"]).all()
    assert (table["value"] < table["upper"]).all()


def test_with_the_agent_fixed_no_trend_and_no_ceiling_can_be_told(ev):
    trend = core_bench.fixed_trend(ev)
    assert trend.interval.lower < 0 < trend.rate < trend.interval.upper
    assert not trend.ceiling_known
    assert trend.fit.dispersion > 1


def test_the_repaired_test_has_one_row_a_model_and_agent(ev):
    table = core_bench.repaired(ev)
    assert not table.duplicated(["model", "scaffold"]).any()
    score = table.set_index(["model", "scaffold"])["value"]
    assert score["Claude Opus 4.5", "CORE-Agent"] == 82.05
    assert score["GPT-5.4", "Codex CLI"] == 94.87  # medium effort, not the highest
    assert score["GPT-5.4", "CORE-Agent"] == 51.28


def test_five_right_of_five_is_never_more_than_the_mean_of_five(ev):
    table = core_bench.repeats(ev)
    assert len(table) == 5
    assert (table["all_five"] <= table["mean"]).all()


def test_the_audits_counts_add_up(ev):
    audit = core_bench.audit(ev)
    assert audit["removed"] + audit["kept"] == core_bench.N_TASKS
    assert audit["kept"] + audit["added"] - audit["dropped"] == audit["left"] == 39
    assert audit["edited"] <= audit["kept"]


def test_numbers_in_a_findings_text_are_counted(ev):
    assert records.figures(ev, "rval-013", count=3) == (14, 12, 31)
    assert records.ends(ev, "rval-018") == (84.2, 100)
    with pytest.raises(ValueError, match="rval-013: expected 2 numbers"):
        records.figures(ev, "rval-013", count=2)
    with pytest.raises(ValueError, match="record: expected the id of a finding"):
        records.figures(ev, "rval-999", count=1)
    with pytest.raises(ValueError, match="two ends"):
        records.ends(ev, "rval-013")
