"""What the live page starts from, its HTML, and the model read backwards in the chapter."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from audit_site.finish import page as finish
from audit_site.live import directive, form

from analysis import evidence, timeline
from analysis.chapters.beyond import believe

EV = evidence.load()

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def values():
    return directive.start_values(ROOT)


def test_one_belief_at_a_time_starts_and_ends_at_the_two_sets():
    value = believe.taken_alone(EV).set_index("label")["value"]
    ends = [
        100 * timeline.probability(name, "R3", "2028-12-31")
        for name in ("article's own", "published spread")
    ]
    assert [value.iloc[0], value.iloc[-1]] == pytest.approx(ends, abs=0.6)
    assert value.iloc[1:-1].between(0, 100).all()


def test_the_contours_cross_where_the_article_stands():
    table = believe.contours(EV, days=np.array([135.0, 143.0, 150.0]), reliabilities=(0.5,))
    at = table[table["days"] == 143.0]["hours"]
    assert believe.both(table, 143.0, 0.5) == pytest.approx(at.min())
    for _, line in table.groupby("target"):
        assert (np.diff(line.sort_values("days")["hours"]) < 0).all()
    with pytest.raises(ValueError, match="expected a point on the map"):
        believe.both(table, 500.0, 0.5)


def test_the_two_ways_reach_sixty_and_their_halves_do_not():
    with pytest.raises(ValueError, match="hours: expected a length above 0"):
        believe.doublings_beyond(EV, 0)
    for row in believe.ways(EV):
        assert row["shown"][1] >= 0.6, row["name"]
    for changes in ({"rho": 0.5}, {"L": {"median": 0}}):
        assert believe.with_changes(EV, "published spread", **changes) < 55


def test_the_form_can_hold_every_named_set(values):
    bounds = {spec.name: spec for spec in form.INPUTS}
    assert list(bounds) == list(believe.INPUTS)
    for one in [*values["panel"]["sets"], *values["panel"]["ways"]]:
        for name, spec in bounds.items():
            assert spec.low <= one["values"][name] * spec.factor <= spec.high, (one["id"], name)
            if spec.spread:
                assert 0 <= one["values"][f"{name}_spread"] <= spec.spread[0], (one["id"], name)


def test_the_markup_keeps_to_the_policy_and_labels_every_input(values):
    html = directive.markup(values)
    assert finish.inline_scripts(html) == []
    assert finish.refused_attributes(html) == []
    for name in believe.INPUTS:
        assert f'<label for="live-{name}">' in html
        assert f'id="live-{name}-range" aria-label=' in html
    data = json.loads(re.search(r'class="live-data">(.*?)</script>', html, re.S)[1])
    assert [row["said"] for row in data["article"]] == [0.3, 0.6]
    assert set(data["definitions"]) == {"R2", "R3", "R4"}


def test_hostile_words_stay_words(values):
    hostile = '</script><img src=x onerror="alert(1)">'
    panel = json.loads(json.dumps(values["panel"]))
    panel["sets"][0]["name"] = panel["sets"][0]["about"] = hostile
    html = directive.markup({**values, "panel": panel})
    assert "<img" not in html
    assert html.count("</script>") == 1
    assert finish.refused_attributes(html) == []


def test_a_set_of_a_person_is_never_called_their_forecast(values):
    for one in values["panel"]["sets"]:
        if one["person"]:
            assert "not his forecast" in one["about"]
            assert one["own"]


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (0.001, "<1%"), (0.111, "11%"), (0.999, ">99%"), (1, "100%")],
)
def test_probabilities_are_never_falsely_certain(share, words):
    assert form.percent(share) == words


def test_the_table_shows_the_converged_run(values):
    one = next(s for s in values["panel"]["sets"] if s["name"] == "published spread")
    expected = [timeline.probability("published spread", "R3", y) for y in (2028.0, 2029.0)]
    assert one["shown"]["R3"] == pytest.approx(expected, abs=1e-7)
