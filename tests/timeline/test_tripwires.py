"""Tripwires: frozen expectations, and their scoring when observations arrive."""

import copy
import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml
from assumed import BOOK, DATA, RAW

from analysis import evidence, timeline
from analysis.timeline.draws import make_scores
from analysis.timeline.questions import tripwires

SPEC = yaml.safe_load((DATA / "tripwires.yml").read_text(encoding="utf-8"))
Z = make_scores(2**12, 1, columns=8)


def test_frozen_expectations_are_those_of_the_model():
    now = tripwires.expectations(SPEC, BOOK)
    assert len(now) == len(SPEC["expected"]) == 4 * 5 * 4
    for frozen, row in zip(SPEC["expected"], now, strict=True):
        assert set(frozen) == set(row)
        for key, value in row.items():
            if isinstance(value, float):
                assert frozen[key] == pytest.approx(value, rel=1e-3, abs=1e-9), row
            else:
                assert frozen[key] == value, row


@pytest.mark.parametrize("rate", [0.0, 0.08, -0.08])
def test_horizon_inverts_the_time_it_takes(rate):
    """At the date on which the model says that H is reached, the horizon is H."""
    chosen = BOOK.base.replace(a=rate, f=0, h0=8, H=500, rho=0.8)
    z = Z[:, :50]
    years = timeline.model.growth_years(chosen, BOOK.definition("AC"), z)
    for index, wait in enumerate(years):
        one = z[:, index : index + 1]
        hours = tripwires.horizon_at(chosen, chosen.origin + wait, one, 0.8)
        assert hours[0] == pytest.approx(500, rel=1e-6)


def test_horizon_is_infinite_past_the_limit_without_a_warning():
    chosen = BOOK.base.replace(a=0.2, f=0, d=120)
    assert np.isinf(tripwires.horizon_at(chosen, 2040.0, Z, 0.5)).all()


def test_straight_line_reads_what_the_line_reads():
    rows = {
        (row["by"], row["observable"]): row
        for row in SPEC["expected"]
        if row["path"] == "straight line"
    }
    days = (2027.0 - 2026.0959) * 365.25
    assert rows["2026-12-31", "horizon-50"]["middle"] == pytest.approx(
        6.95 * 2 ** (days / 128.7), rel=0.03
    )


def test_restricted_path_runs_ahead_of_its_set():
    paths = {path.name: path for path in tripwires.paths_of(SPEC, BOOK)}
    course = paths["on course for 2028"]
    inside = course.inside(Z)
    share = 0.9 * inside.mean()
    assert share == pytest.approx(
        timeline.probability("published spread", "R3", "2028-12-31", assumptions=BOOK), abs=0.02
    )
    assert paths["sceptic"].inside(Z).all()


def moved(day, **changes):
    ev = evidence.load()
    return replace(ev, vintage={**ev.vintage, "as_of": day}, **changes)


def outcomes(ev, **wanted):
    return [
        row
        for row in tripwires.check(ev)
        if all(row[key] == value for key, value in wanted.items())
    ]


def test_nothing_is_scored_before_its_date():
    rows = tripwires.check(evidence.load())
    assert {row["outcome"] for row in rows} == {"ahead"}
    assert {row["hits"] + row["misses"] for row in tripwires.tally(rows)} == {0}


def test_an_old_reading_is_not_a_reading_of_the_frontier():
    late = outcomes(moved(dt.date(2027, 1, 5)), by="2026-12-31", observable="horizon-50")
    assert {row["outcome"] for row in late} == {"not measured"}
    assert {row["hit"] for row in late} == {None}


def test_a_new_reading_is_scored_against_each_path():
    ev = evidence.load()
    row = ev.rows("metr_th_1_1_p50").iloc[-1].copy()
    row["record"], row["value"] = "new", 30 * 60.0
    row["date"] = pd.Timestamp("2026-11-01")
    series = pd.concat([ev.series, row.to_frame().T], ignore_index=True).astype(ev.series.dtypes)
    late = moved(dt.date(2027, 1, 5), series=series)
    found = {r["path"]: r for r in outcomes(late, by="2026-12-31", observable="horizon-50")}
    assert found["straight line"]["observed"] == pytest.approx(30)
    assert found["straight line"]["outcome"] == "inside"
    assert found["on course for 2028"]["outcome"] == "below"
    assert found["on course for 2028"]["hit"] is False


def test_events_are_scored_by_brier():
    came = copy.deepcopy(RAW)
    came["definitions"]["R2"]["happened"] = dt.date(2027, 3, 1)
    late = moved(dt.date(2027, 7, 1), assumptions=came)
    first, second = (
        outcomes(late, by=by, observable="R2", path="a 60% path")[0]
        for by in ("2026-12-31", "2027-06-30")
    )
    assert (first["outcome"], first["hit"]) == ("did not happen", True)
    assert first["score"] == pytest.approx(first["probability"] ** 2)
    assert (second["outcome"], second["hit"]) == ("happened", second["probability"] >= 0.5)
    assert second["score"] == pytest.approx((second["probability"] - 1) ** 2)
    counts = {row["path"]: row for row in tripwires.tally(tripwires.check(late))}
    sceptic = counts["sceptic"]
    assert sceptic["hits"] + sceptic["misses"] == 6
    assert sceptic["open"] == 20 - 6
    assert 0 < sceptic["score"] < 1


def test_a_path_cannot_be_restricted_to_r1():
    broken = copy.deepcopy(SPEC)
    broken["paths"][3]["given"]["definition"] = "R1"
    with pytest.raises(ValueError, match="given: expected"):
        tripwires.paths_of(broken, BOOK)
