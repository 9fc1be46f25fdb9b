"""From evidence to a date: the tables of the chapter, the inputs behind them, and sets as data."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from audit_site.tables.plain import Linked, plain_table

from analysis import evidence, timeline
from analysis.chapters.argument import prediction
from analysis.chapters.beyond import model, model_inputs
from analysis.chapters.beyond.believe import panel
from analysis.evidence.records import benchmark

ROOT = Path(__file__).parents[3]
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
            "published": evidence.load().vintage["published"],
            "median": 2040.5,
            "source": "metr_benchmark_results_1_1",
        }
    ],
}


@pytest.fixture(scope="module")
def ev():
    return evidence.load()


@pytest.fixture(scope="module")
def more(ev):
    """The evidence with one set more in its data, and no line of code changed."""
    raw = {**ev.assumptions, "sets": [*ev.assumptions["sets"], MORE]}
    return dataclasses.replace(ev, assumptions=raw)


# --- what the sets give ------------------------------------------------------------------------


def test_the_overview_prints_the_specified_table(ev):
    table = model.overview(ev).set_index("set").replace(model.NB, "", regex=True)
    assert table.loc["straight line", "R2"] == "25/82"
    assert table.loc["Kokotajlo, Apr 2026", "R3"] == "3/32"
    assert table.loc["published spread", "R3"] == "1/11"
    assert table.loc["article's own", "R3"] == "30/60"
    assert set(table["R1"]) == {"88/98"}
    assert table.loc["published spread", "even"].endswith("2030")


def test_only_the_articles_set_is_contradicted_and_the_mark_says_under_what(ev):
    already = model.overview(ev).set_index("set")["already"]
    assert already["article's own"] == f"55, {model.MARK}"
    assert not already.drop("article's own").str.contains("contradicted").any()


def test_probabilities_rise_with_time_and_fall_with_the_strength_of_the_event(ev):
    table = model.answers(ev)
    assert (table["last"] >= table["first"]).all()
    wide = table.pivot(index="set", columns="definition", values="last")
    assert (wide["R2"] >= wide["R3"]).all()
    assert (wide["R3"] >= wide["R4"]).all()


def test_the_band_of_r1_stands_once(ev):
    bands, points = model.bands(ev)
    assert (bands["by"] == "R1").sum() == 1
    assert (bands["lower"] <= bands["upper"]).all()
    assert points["value"].to_numpy() == pytest.approx(bands["upper"].to_numpy())


def test_curves_meet_the_table_at_the_end_of_2028(ev):
    lines = model.curves(ev)
    at = lines[lines["date"] == "2029-01-01"].set_index("line")["value"]
    table = model.answers(ev).query("definition == 'R3'").set_index("set")["last"]
    assert (at - table).abs().max() < 0.6
    for _, line in lines.groupby("line"):
        assert (np.diff(line["value"]) >= -1e-9).all()


# --- what drives it ----------------------------------------------------------------------------


def test_straight_growth_costs_more_than_either_switch(ev):
    r3 = model.switches(ev).set_index("switch")["r3"]
    assert r3["as it stands"] == pytest.approx(11.1, abs=0.6)
    assert r3["shape and feedback off"] == pytest.approx(4.5, abs=0.6)
    assert r3["shape and feedback off"] < min(r3["shape off"], r3["feedback off"])
    assert r3["drag"] < r3["feedback off"]


def test_gap_and_requirement_lead_and_the_horizon_of_today_hardly_counts(ev):
    table = model.indices(ev, able_only=True, points=2**10)
    total = table[table["series"] == model.TOGETHER].set_index("input")["value"]
    assert list(total.index[:1]) == ["L"]
    assert total["H"] > total["d"] > total["h0"]
    assert (table["lower"] <= table["value"]).all()
    assert "never" not in set(table["input"])
    whole = model.indices(ev, able_only=False, points=2**10)
    assert whole["input"].iloc[0] == "never"


def test_the_walk_is_the_specified_one_and_both_columns_add_up(ev):
    table = model.walk(ev)
    assert table["after"].to_numpy() == pytest.approx([32, 43, 24, 55, 12, 11], abs=0.6)
    difference = table["after"].iloc[-1] - table["before"].iloc[0]
    assert table["change"].sum() == pytest.approx(difference)
    assert table["mean"].sum() == pytest.approx(difference)


def test_every_pair_of_sets_adds_up_and_turns_round(ev):
    table = model.pairs(ev)
    n = len(timeline.assumptions_of(ev).sets)
    assert len(table) == n * (n - 1) / 2
    groups = list(table.columns[4:])
    moved = table[groups].sum(axis=1)
    assert moved.to_numpy() == pytest.approx((table["end"] - table["start"]).to_numpy(), abs=1e-6)
    assert model.largest(table, groups).sum() == len(table)
    there = model.walk(ev, "Kwa-like", "sceptic").set_index("label")["mean"]
    back = model.walk(ev, "sceptic", "Kwa-like").set_index("label")["mean"]
    assert there.to_numpy() == pytest.approx(-back.to_numpy(), abs=1e-9)


def test_all_doublings_together_take_a_finite_time_only_if_they_get_shorter(ev):
    r = 0.03 + 0.3 / 10
    assert model.limit_years(ev) == pytest.approx(120 / 365.25 / (1 - np.exp(-r)))
    with pytest.raises(ValueError, match="expected a set whose doublings get shorter"):
        model.limit_years(ev, "sceptic")


def test_nothing_by_a_day_lowers_every_probability(ev):
    table = model.since(ev, "2026-10-01").set_index("set")
    assert (table["given"] <= table["plain"]).all()
    # (0.60 - 0.0648) / (1 - 0.0648), from the figure of the inverse: 6.5% before October 2026
    assert table.loc["article's own", "given"] == pytest.approx(57.2, abs=0.6)


# --- what goes in, and what others say ---------------------------------------------------------


def test_every_assumption_has_a_reason_and_a_source_or_says_that_it_has_none(ev):
    table = model_inputs.parameters(ev).set_index("symbol")
    assert list(table.index) == ["h0", "d", "H", "k", "a", "f", "rho", "L", "p", "w"]
    assert table["reason"].str.endswith(".").all()
    without = table.index[table["sources"].map(len) == 0]
    assert list(without) == ["w"]
    assert table.loc["w", "reason"].startswith("No source")
    assert table.loc["H", "value"] == "6,600 (log-SD 2.85)"


def test_sets_print_what_they_compute_with(ev):
    table = model_inputs.set_values(ev).set_index("set")
    assert table.loc["Lifland, Apr 2026", "H"] == "250,000 (log-SD 2.5)"
    assert table.loc["straight line", "a"] == "0"
    assert table.loc["sceptic", "rho"] == "0.9"
    assert table.loc["published spread", "f"] == "0.3 (SD 0.4)"


def test_statements_stand_beside_every_set_named_after_a_person(ev):
    table = model_inputs.stated(ev)
    named = {
        row["name"]
        for row in ev.assumptions["sets"]
        if row.get("person") and not row.get("article")
    }
    assert set(table["set"]) == named
    assert table["said"].str.contains("even odds by December 2028").any()
    assert table["source"].map(lambda link: link.url.startswith("https://")).all()


def test_checks_print_published_and_ours_side_by_side(ev):
    table = model_inputs.checks(ev)
    assert table["within"].all()
    row = table[table["quantity"].str.startswith("by ")].iloc[0]
    assert (row["published"], row["allowed"]) == ("49%", "40 to 60%")
    assert table["months"].max() <= 6


def test_a_mixture_is_written_with_its_weights():
    spread = timeline.Choice((-0.1, 0.0, 0.1), (0.1, 0.45, 0.45))
    assert model_inputs.spread_words(spread) == "-0.1 (10%), 0 (45%), 0.1 (45%)"


def test_links_are_escaped_and_only_for_addresses():
    assert Linked("a <b>", 'https://x.example/?q="1"').html() == (
        '<a class="reference external" href="https://x.example/?q=&quot;1&quot;">a &lt;b&gt;</a>'
    )
    assert Linked("a", "javascript:x").html() == "a"
    folded = plain_table(pd.DataFrame({"a": [1]}), {"a": "A"}, fold="More & more")
    assert folded._repr_html_().startswith(
        '<details class="audit-fold"><summary>More &amp; more</summary>'
    )


# --- a set is data -----------------------------------------------------------------------------


def test_a_set_that_stands_only_in_data_appears_everywhere(more):
    known = timeline.assumptions_of(more)
    assert "slow lab" in timeline.headline(more).values
    assert "slow lab" in set(prediction.by_set(more)["set"])
    assert "slow lab" in set(model.answers(more)["set"])
    assert "slow lab" in set(model.overview(more)["set"])
    assert "slow lab" in set(model.curves(more)["line"])
    assert "slow lab" in set(model_inputs.set_values(more)["set"])
    assert "automated coder" in " ".join(
        model_inputs.stated(more).query("set == 'slow lab'")["said"]
    )
    assert "slow lab" in {row["name"] for row in panel(more)["sets"]}
    assert model.walk(more, "slow lab", "sceptic")["mean"].abs().sum() > 0
    records = timeline.table(sets=["slow lab"], definitions=["R3"], assumptions=known)
    assert [record["set"] for record in records] == ["slow lab", "slow lab"]


def test_a_bad_set_gives_one_clear_error_line(tmp_path):
    path = tmp_path / "sets.yml"
    path.write_text(
        yaml.safe_dump(
            [
                {"name": "one", "values": {"d": -3}},
                {"name": "two", "values": {"speed": 1}},
                {"name": "three", "values": {"rho": 1.5, "p": 0}},
            ]
        ),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "forecast", "--sets", str(path), "--json"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    for words in (
        "one: d: expected a value of at least 0, found -3",
        "two: expected parameters among h0, d",
        "three: rho: expected a reliability between 0 and 1, found 1.5",
    ):
        assert words in line
    assert "Traceback" not in line


# --- speed -------------------------------------------------------------------------------------


def test_a_million_draws_were_recorded_under_two_seconds():
    speed = benchmark("timeline_speed")
    assert speed["draws"] >= 1_000_000
    assert speed["seconds"] <= speed["worst_seconds"] < speed["limit_seconds"] == 2.0
    assert speed["baseline"]["ratio"] > 10
    on_disk = (ROOT / "benchmarks" / "recorded" / "timeline_speed.json").read_text("utf-8")
    assert json.loads(on_disk) == speed
    with pytest.raises(ValueError, match=r"expected one of .*timeline_speed.*, found 'none'"):
        benchmark("none")
