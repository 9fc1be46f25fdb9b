"""From evidence to a date: the tables of the chapter, the inputs behind them, and sets as data."""

import dataclasses

import numpy as np
import pytest

from analysis import evidence, timeline
from analysis.chapters.argument import prediction
from analysis.chapters.beyond import model, model_inputs
from analysis.chapters.beyond.believe import panel

EV = evidence.load()

MORE = {
    "id": "slow-lab",
    "name": "slow lab",
    "person": "somebody",
    "about": "A set that stands in data only.",
    "sources": ["metr_benchmark_results_1_1"],
    "values": {"d": {"median": 240}, "L": {"median": 4}, "p": 0.2},
    "own": [
        {
            "event": "automated coder",
            "closeness": "weaker",
            "published": EV.vintage["published"],
            "median": 2040.5,
            "source": "metr_benchmark_results_1_1",
        }
    ],
}


def test_the_overview_prints_what_the_model_gives_and_marks_what_is_contradicted():
    table = model.overview(EV).set_index("set").replace(model.NB, "", regex=True)
    for name in ("straight line", "article's own"):
        years = [timeline.probability(name, "R3", f"{y}-12-31") for y in (2027, 2028)]
        assert table.loc[name, "R3"] == "/".join(f"{100 * p:.0f}" for p in years)
    # The mark at the contradicted set, and only there, says under what.
    assert table.loc["article's own", "already"].endswith(f", {model.MARK}")
    assert not table["already"].drop("article's own").str.contains("contradicted").any()


def test_curves_meet_the_table_at_the_end_of_2028():
    lines = model.curves(EV)
    at = lines[lines["date"] == "2029-01-01"].set_index("line")["value"]
    table = model.answers(EV).query("definition == 'R3'").set_index("set")["last"]
    assert (at - table).abs().max() < 0.6


def test_every_pair_of_sets_adds_up_and_turns_round():
    table = model.pairs(EV)
    n = len(timeline.assumptions_of(EV).sets)
    assert len(table) == n * (n - 1) / 2
    groups = list(table.columns[4:])
    moved = table[groups].sum(axis=1)
    assert moved.to_numpy() == pytest.approx((table["end"] - table["start"]).to_numpy(), abs=1e-6)
    assert model.largest(table, groups).sum() == len(table)
    walk = model.walk(EV)
    difference = walk["after"].iloc[-1] - walk["before"].iloc[0]
    assert [walk["change"].sum(), walk["mean"].sum()] == pytest.approx([difference] * 2)
    there = model.walk(EV, "Kwa-like", "sceptic").set_index("label")["mean"]
    back = model.walk(EV, "sceptic", "Kwa-like").set_index("label")["mean"]
    assert there.to_numpy() == pytest.approx(-back.to_numpy(), abs=1e-9)


def test_all_doublings_together_take_a_finite_time_only_if_they_get_shorter():
    r = 0.03 + 0.3 / 10
    assert model.limit_years(EV) == pytest.approx(120 / 365.25 / (1 - np.exp(-r)))
    with pytest.raises(ValueError, match="expected a set whose doublings get shorter"):
        model.limit_years(EV, "sceptic")


def test_statements_stand_beside_every_set_named_after_a_person():
    table = model_inputs.stated(EV)
    named = {
        row["name"]
        for row in EV.assumptions["sets"]
        if row.get("person") and not row.get("article")
    }
    assert set(table["set"]) == named
    assert table["source"].map(lambda link: link.url.startswith("https://")).all()


def test_a_set_that_stands_only_in_data_appears_everywhere():
    few = [row for row in EV.assumptions["sets"] if row.get("article") or not row.get("person")]
    raw = {**EV.assumptions, "sets": [*few, MORE]}
    more = dataclasses.replace(EV, assumptions=raw)
    for shown in (
        timeline.headline(more).values,
        prediction.by_set(more)["set"].tolist(),
        model.answers(more)["set"].tolist(),
        model.overview(more)["set"].tolist(),
        model.curves(more)["line"].tolist(),
        model_inputs.set_values(more)["set"].tolist(),
        [row["name"] for row in panel(more)["sets"]],
    ):
        assert "slow lab" in shown
    said = model_inputs.stated(more).query("set == 'slow lab'")["said"]
    assert "automated coder" in " ".join(said)
