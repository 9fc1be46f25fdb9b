"""Choices crossed, against one combination at a time; frozen expectations, and how they are
scored.
"""

import copy
import dataclasses
import datetime as dt

import numpy as np
import pytest

from analysis import evidence, timeline
from analysis.timeline.questions import tripwires
from analysis.timeline.questions.crossing import crossing

EV = evidence.load()
BOOK = timeline.book(EV)


@pytest.mark.parametrize("route", ["dates", "length"])
def test_combinations_are_those_computed_alone(route):
    found = crossing(route, EV)
    sizes = [len(axis["options"]) for axis in found.axes]
    assert found.percents.size == np.prod(sizes) == len(found.choices.drop_duplicates())
    for place in np.random.default_rng(1).integers(found.percents.size, size=12):
        chosen = set(found.choices.iloc[place])
        options = [one for axis in found.axes for one in axis["options"] if one["name"] in chosen]
        values, coder, share = {}, "kokotajlo-2026-04", 0.8
        for option in options:
            values |= option.get("values", {})
            coder, share = option.get("coder", coder), option.get("reliability", share)
        if "h" in values:
            values["h"] *= BOOK.reliability[share] / BOOK.reliability[0.8]
        one = BOOK.set(coder).changed(**values)
        alone = timeline.percent(one, slow_down=values["q"] > 0, ev=EV)
        assert found.percents[place] == pytest.approx(alone, abs=1e-9)


def test_shares_by_option_and_without_options():
    found = crossing("dates", EV)
    rows = found.by_option()
    for axis in found.axes:
        mine = [row for row in rows if row["axis"] == axis["name"]]
        mean = sum(row["share"] * row["n"] for row in mine) / sum(row["n"] for row in mine)
        assert mean == pytest.approx(found.share)
    fewer = found.without(["Kokotajlo, Aug 2026"])
    assert fewer.percents.size == found.percents.size * 4 // 5
    assert fewer.share == 0
    assert 0 < sum(row["share"] for row in found.variance()) <= 100
    with pytest.raises(ValueError, match="option: expected one of the choices"):
        found.without(["none such"])
    with pytest.raises(ValueError, match="route: expected one of dates, length"):
        crossing("task", EV)


def test_the_newest_edition_is_what_the_model_expects():
    edition = EV.tripwires["editions"][-1]
    assert edition["made"] == BOOK.raw["made"]
    assert edition["expected"] == tripwires.expectations(edition, EV)


def test_older_editions_stand_as_they_were_made():
    first, second = (
        {(row["by"], row["observable"], row["path"]): row for row in edition["expected"]}
        for edition in EV.tripwires["editions"][:2]
    )
    assert len(first) == len(second) == 80
    assert first["2027-12-31", "R3", "a 60% path"]["probability"] == 0.2387
    assert first["2026-12-31", "horizon-50", "sceptic"]["middle"] == 28.88
    assert second["2028-12-31", "able", "Halstead, Aug 2026"]["probability"] == 0.3906


def test_a_reading_is_the_mixture_of_its_draws():
    """Against drawing the scatter too."""
    chosen = BOOK.set("kokotajlo-2026-04")
    found = tripwires.reading(chosen.coder, 2027.5, 1.38, 0.55)
    z = np.random.default_rng(0).standard_normal((4, 400_000))
    hours = 1.38 * 2 ** tripwires.doublings_by(chosen.coder, 2027.5, z[:3]) * np.exp(0.55 * z[3])
    for name, share in (("low", 0.1), ("middle", 0.5), ("high", 0.9)):
        assert found[name] == pytest.approx(np.quantile(hours, share), rel=0.03)


def later(day):
    return dataclasses.replace(EV, vintage={**EV.vintage, "as_of": day})


def test_scores_once_a_date_has_passed():
    assert {row["outcome"] for row in tripwires.check(later(dt.date(2026, 11, 1)))} == {"ahead"}
    rows = tripwires.check(later(dt.date(2027, 1, 1)))
    due = [row for row in rows if row["by"] == "2026-12-31"]
    assert len(due) == 20 + 16 + 16
    for row in due:
        if row["observable"].startswith("horizon"):
            assert row["outcome"] in ("not measured", "below", "inside", "above")
        else:
            assert row["outcome"] == "did not happen"
            assert row["score"] == pytest.approx(row["probability"] ** 2)
    spec = copy.deepcopy(EV.tripwires)
    spec["editions"][1]["observables"][2]["happened"] = dt.date(2026, 12, 30)
    ev = dataclasses.replace(later(dt.date(2027, 1, 1)), tripwires=spec)
    came = next(
        row for row in tripwires.check(ev) if row["edition"] == 2 and row["observable"] == "AC"
    )
    assert came["outcome"] == "happened"
    assert came["hit"] is False
