"""Sets hold what the rows hold; what cannot be is refused in one line; the page gets enough."""

import copy
import datetime as dt
import math
import re

import pytest
from refused import refused

from analysis import evidence, timeline
from analysis.timeline import sets

EV = evidence.load()
BOOK = timeline.book(EV)
HALSTEAD = "halstead-2026-08"


def test_knots_are_those_of_the_note():
    """Those that stand in columns are the validator's."""
    ends = re.findall(r"(20\d\d) (\d+)%", EV.find("fc-004")["note"])
    knots = {(int(year) + 1, round(int(p) / 100, 2)) for year, p in ends}
    assert {(year, p) for p, year in BOOK.set("greenblatt-2026-04").coder.knots} == knots
    starts = re.findall(r"(\d+)% by Jan (20\d\d)", EV.find("fc-011")["note"])
    assert {(int(p) / 100, int(year)) for p, year in starts} < {*BOOK.set(HALSTEAD).coder.knots}


def test_every_input_of_a_set_has_its_source():
    for one in BOOK.sets.values():
        lines = one.about["inputs"]
        named = {name for line in lines for name in line["input"].split(", ")}
        assert named >= ({"coder"} if one.route == "dates" else {"d", "H"}) | {"L", "s"}
        assert all("record" in line or line["source"] for line in (*lines, *one.about["own"]))


def test_the_solved_inputs_give_what_they_were_solved_for():
    """Gap spreads of Kokotajlo and Lifland, Halstead's gap, and the middle of the two spreads."""
    k, li, h = (BOOK.set(f"{name}-2026-08") for name in ("kokotajlo", "lifland", "halstead"))
    for one, record in ((k, "fc-012"), (li, "fc-013"), (h, "fc-014")):
        assert timeline.median(one, "TED") == pytest.approx(EV.find(record)["q50"], abs=0.02)
    assert h.s == pytest.approx((k.s + li.s) / 2, abs=0.01)
    slack = [timeline.percent(h.changed(s=s, L=L)) for s, L in ((0.7, 1.594), (1.1, 1.226))]
    assert slack == pytest.approx([timeline.percent(h)] * 2, abs=0.2)


def test_the_start_is_the_mean_of_the_record_lines():
    """80%: through the models with records at 50%; 90%: so many doublings per log-odds less."""
    lines = {(line.name, line.reliability): line for line in BOOK.lines}
    for share, hours in ((0.5, 8.11), (0.8, 1.38)):
        pair = [line.h for (_, at), line in lines.items() if at == share]
        assert math.sqrt(pair[0] * pair[1]) == pytest.approx(hours, abs=0.01)
        assert BOOK.reliability[share] == pytest.approx(hours, rel=1e-9)
    lost = BOOK.raw["reliability"]["lost"] * (math.log(9) - math.log(4))
    assert BOOK.reliability[0.8] * 2**-lost == pytest.approx(BOOK.reliability[0.9], abs=0.005)


@pytest.mark.parametrize(
    ("name", "call", "told"),
    [
        ("nobody", {}, "set: expected one of kokotajlo-2026-08, "),
        ("straight-line", {}, "set: straight line was withdrawn. It was ours."),
        ("Published spread", {}, "set: published spread was withdrawn."),
        ("articles-own", {}, "set: article's own was withdrawn."),
        (HALSTEAD, {"event": "R4"}, "event: R4 was withdrawn."),
        (HALSTEAD, {"event": "r2"}, "event: R2 was withdrawn."),
        (HALSTEAD, {"event": "SAR"}, "event: expected one of able, AC"),
        (HALSTEAD, {"by": "soon"}, "by: expected a day"),
        (HALSTEAD, {"by": 1999}, "by: expected a day"),
        (HALSTEAD, {"given_none_by": float("nan")}, "given_none_by: expected a day"),
    ],
)
def test_what_cannot_be_or_was_withdrawn_is_told_in_one_line(name, call, told):
    with pytest.raises(ValueError, match=re.escape(told)) as error:
        timeline.percent(name, **call)
    assert "\n" not in str(error.value)


def test_a_record_has_its_date_as_it_was_given():
    days = [dt.datetime(2028, 12, 31), 2028.5]
    found = timeline.forecast([HALSTEAD], ["able"], days, given_none_by=2027.0)
    assert [row["by"] for row in found] == ["2028-12-31", 2028.5]


def with_knots(*knots):
    row = copy.deepcopy(EV.assumptions["sets"][0]) | {"knots": knots}
    return sets._set(row, {"c": 0.36, "q": 0.25, "D": 1}, 2026.1)


KNOTS, LENGTH = "kokotajlo-2026-08: expected knots that rise", "kokotajlo-2026-04"
test_a_wrong_input_and_knots_that_do_not_rise_are_refused = refused(
    (lambda: BOOK.set(HALSTEAD).changed(H=5), "coder"),
    (lambda: BOOK.set(HALSTEAD).changed(coder=2020.0), "after"),
    (lambda: BOOK.set(HALSTEAD).changed(L=None), "number"),
    (lambda: BOOK.set(LENGTH).changed(coder=2028.0), "found coder"),
    (lambda: BOOK.set(LENGTH).changed(d=float("nan")), "d: expected a number .*, found nan"),
    (lambda: BOOK.set(LENGTH).changed(h=0), "h: expected a number above 0, found 0"),
    (lambda: BOOK.set(HALSTEAD).changed(q=5), "q: expected a number from 0 to 1, found 5"),
    (lambda: BOOK.set(HALSTEAD).changed(L=-1), "L: expected a number from 0, found -1"),
    (lambda: timeline.percent(HALSTEAD, "pace", u=0), "u: expected a number between 0 and inf"),
    (lambda: with_knots([0.1, 2027], [0.1, 2028]), KNOTS),
    (lambda: with_knots([0.1, 2029], [0.5, 2028]), KNOTS),
    (lambda: with_knots([0.5, 2028]), KNOTS),
    (lambda: with_knots([0.1, 2020], [0.5, 2028]), KNOTS),
)
