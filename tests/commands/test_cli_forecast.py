"""The command ``forecast``: records, tables, the inverse, and one line for what cannot be."""

import json

import pytest

from analysis import timeline


def test_records_hold_set_event_day_and_bracket(command):
    words = ("--set", "halstead-2026-08", "--event", "able", "--by", "2028-12-31", "--json")
    code, out, _ = command("forecast", *words)
    (record,) = json.loads(out)
    found = timeline.bracket("halstead-2026-08")
    assert (code, record["set"]) == (0, "halstead-2026-08")
    assert record["probability"] == pytest.approx(found.mark)
    assert (record["floor"], record["ceiling"]) == pytest.approx((found.floor, found.ceiling))


def test_a_slow_down_and_none_so_far_move_the_number(command):
    plain, slow, none = (
        json.loads(
            command("forecast", "--set", "greenblatt-2026-04", "--event", "AC", "--json", *more)[1]
        )
        for more in ((), ("--slow-down",), ("--given-none-by", "2026-10-06"))
    )
    assert slow[1]["probability"] < plain[1]["probability"]
    assert none[0]["probability"] < plain[0]["probability"]
    assert slow[0]["slow_down"] is True
    assert none[0]["given_none_by"] == "2026-10-06"


def test_the_table_has_every_set_and_event(command):
    _, out, _ = command("forecast")
    lines = out.strip().splitlines()
    assert len(lines) == 1 + 7 * 5
    assert "39.1% [23.8, 49.5]" in next(line for line in lines if "halstead" in line)


def test_backwards(command):
    _, out, _ = command("forecast", "--needs", "60", "--set", "lifland-2026-08")
    assert "2027.49 gives 60%" in out
    assert "no value does it; the nearest gives 37.0%" in out
    _, out, _ = command("forecast", "--needs", "60", "--set", "kokotajlo-2026-04", "--json")
    assert {row["input"] for row in json.loads(out)} >= {"d", "H", "g", "L"}


def test_own_values_for_inputs(command):
    words = ("--set", "halstead-2026-08", "--event", "able", "--json", "--with", "L=0,5", "c=1")
    _, out, _ = command("forecast", *words)
    changed = timeline.book().set("halstead-2026-08").changed(L=0.5, c=1)
    assert json.loads(out)[1]["probability"] == pytest.approx(timeline.percent(changed))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "sceptic"], "set: sceptic was withdrawn. It was ours and nobody's view."),
        (["--event", "R1"], "event: R1 was withdrawn."),
        (["--definition", "R4"], "event: R4 was withdrawn."),
        (["--set", "nobody"], "set: expected one of"),
        (["--with", "L=many"], "with: L: expected a number, found 'many'"),
        (["--with", "L=1e9"], "with: L: expected 0 to 20, found 1e9"),
        (["--with", "L=nan"], "with: L: expected 0 to 20, found nan"),
        (["--with", "f=1"], "with: expected one of coder, d"),
        (["--with", "H=100"], "input: expected coder on the date route, found H"),
        (["--by", "2028"], "by: expected a day such as"),
        (["--needs", "101"], "needs: expected a number between 0 and 100"),
        (["--needs", "60", "--event", "pace"], "an event that depends on the set"),
        (["--needs", "60", "--given-none-by", "2026-10-06"], "given-none-by: expected none"),
    ],
)
def test_what_cannot_be_is_one_line(command, words, told):
    code, out, err = command("forecast", *words)
    assert code == 2
    assert out == ""
    assert told in err
    assert len(err.strip().splitlines()) == 1
