"""Bad input is refused by name, with what was expected and what was found; the command too."""

import argparse
import contextlib
import copy
import io
import json

import pytest
from assumed import BOOK, RAW

from analysis import timeline
from analysis.commands import forecast as cli_forecast


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody", "R3", "2028-12-31"), ("set:", "published spread", "'nobody'")),
        (("", "R3", "2028-12-31"), ("set:", "''")),
        (("sceptic", "R9", "2028-12-31"), ("definition:", "AC; R1; R2; R3; R4", "'R9'")),
        (("sceptic", "R3", "2028-13-31"), ("by:", "2028-12-31", "'2028-13-31'")),
        (("sceptic", "R3", float("nan")), ("by:", "nan")),
        (("sceptic", "R3", 1999.0), ("by:", "1999.0")),
        (("sceptic", "R3", True), ("by:", "True")),
    ],
)
def test_bad_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=r"expected .* found") as caught:
        timeline.probability(*arguments, assumptions=BOOK)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("draws", value) for value in (0, 1, -5, 1.5, "many", True, 2**25)),
        *(("seed", value) for value in (-1, 0.5, "x")),
    ],
)
def test_bad_draws_and_seeds(name, value):
    with pytest.raises(ValueError, match=rf"{name}: expected .* found"):
        timeline.probability(
            "sceptic", "R3", 2030.0, assumptions=BOOK, **{"draws": 64, name: value}
        )


def test_bad_condition_and_share():
    with pytest.raises(ValueError, match="given_none_by: expected"):
        timeline.probability("sceptic", "R3", 2030.0, given_none_by="soon", assumptions=BOOK)
    with pytest.raises(ValueError, match="share: expected"):
        timeline.median("sceptic", "R3", share=1.0, assumptions=BOOK)


@pytest.mark.parametrize("name", ["Published Spread", "published-spread", "published", "PUBLISHED"])
def test_names_are_found_without_their_punctuation(name):
    assert BOOK.set(name).name == "published spread"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"x": 1}, "parameters among"),
        ({"h0": -1}, "h0: expected a value of at least 0, found -1"),
        ({"H": 0}, "H: expected a value above 0, found 0"),
        ({"d": {"median": 100, "sigma": -0.1}}, "d: expected a spread of at least 0"),
        ({"d": {"mean": 100}}, "d: expected keys among"),
        ({"d": [1, 2, 3]}, "d: expected"),
        ({"a": "fast"}, "a: mean: expected a number, found 'fast'"),
        ({"a": {"choice": [{"value": 1, "weight": 0.5}]}}, "weights that sum to 1"),
        ({"a": {"choice": []}}, "choice: expected a list"),
        ({"rho": 1}, "rho: expected a reliability between 0 and 1"),
        ({"p": 1.5}, "p: expected a share from 0 to 1"),
        ({"L": {"choice": [{"value": 1, "weight": 1}]}}, "L: expected"),
    ],
)
def test_bad_values_are_refused(values, words):
    with pytest.raises(ValueError, match="expected") as caught:
        BOOK.base.replace("mine", **values)
    assert words in str(caught.value)


def test_all_problems_of_a_file_are_reported_at_once():
    broken = copy.deepcopy(RAW)
    broken["sets"][0]["values"]["h0"] = "long"
    broken["sets"][1]["values"]["z"] = 1
    broken["definitions"]["R3"].pop("gap")
    errors = timeline.assumption_errors(broken)
    text = "\n".join(errors)
    assert "straight line: h0" in text
    assert "Kokotajlo, Apr 2026" in text
    assert "R3: expected the key 'gap'" in text
    assert timeline.assumption_errors(RAW) == []
    assert len(timeline.assumption_errors({})) >= 10


def test_a_set_is_data(monkeypatch, tmp_path):
    monkeypatch.setattr(cli_forecast.timeline, "default_assumptions", lambda: BOOK)
    path = tmp_path / "sets.yml"
    path.write_text("- {name: mine, values: {h0: 20, d: [100, 0.1], p: 0}}\n", encoding="utf-8")
    code, out, _ = run("--sets", str(path), "--set", "mine", "--definition", "R3", "--json")
    assert code == 0
    assert [row["set"] for row in out] == ["mine", "mine"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("- {name: mine, values: 3}", "mine: values: expected a mapping of parameters, found 3"),
        ("- {name: mine, valves: {p: 0}}", "mine: expected keys among id, name"),
        ("- {name: null, values: {p: 0}}", "sets: expected {name, values}"),
        ("- {name: Sceptic, values: {p: 0}}", "Sceptic: expected a name of its own"),
        (
            "- {name: a, values: {p: 0}}\n- {name: a, values: {p: 1}}",
            "a: expected a name of its own",
        ),
        (
            "- {name: a, values: {d: -3}}\n- {name: b, values: {rho: 1.5}}",
            "a: d: expected a value of at least 0, found -3; sets: b: rho: expected a reliability",
        ),
        ("{name: mine}", "sets: expected a list of {name, values}"),
        ("", "sets: expected a list of {name, values}"),
        ("[", "sets: expected a readable YAML file"),
        (b"\xff\xfe", "sets: expected a readable YAML file"),
    ],
)
@pytest.mark.usefixtures("_data")
def test_a_bad_file_of_sets_is_one_line_that_names_it(tmp_path, content, words):
    path = tmp_path / "sets.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, out, err = run("--sets", str(path), "--set", "mine")
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert words in err


@pytest.mark.usefixtures("_data")
def test_several_sets_and_definitions_after_one_option():
    code, records, _ = run(
        *("--set", "sceptic", "straight line", "--set", "Kwa-like"),
        *("--definition", "R2", "R3", "--by", "2028-12-31", "--draws", "page", "--json"),
    )
    assert code == 0
    assert [(r["set"], r["definition"]) for r in records] == [
        (name, event) for name in ("sceptic", "straight line", "Kwa-like") for event in ("R2", "R3")
    ]


def run(*arguments):
    parser = argparse.ArgumentParser()
    cli_forecast.add_parser(parser.add_subparsers())
    args = parser.parse_args(["forecast", *arguments])
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = args.run(args)
    text = out.getvalue()
    return code, json.loads(text) if "--json" in arguments and code == 0 else text, err.getvalue()


@pytest.fixture
def _data(monkeypatch):
    monkeypatch.setattr(cli_forecast.timeline, "default_assumptions", lambda: BOOK)


@pytest.mark.usefixtures("_data")
class TestCommand:
    def test_all_records(self):
        code, records, err = run("--json", "--draws", "page")
        assert (code, err) == (0, "")
        assert len(records) == len(BOOK.sets) * len(BOOK.definitions) * 2
        for record in records:
            assert list(record) == ["set", "definition", "by", "probability", "median"]
            assert record["probability"] == float(f"{record['probability']:.8g}")
            assert 0 <= record["probability"] <= 1

    def test_text(self):
        code, text, _ = run("--set", "sceptic", "--definition", "R4", "--draws", "1000")
        assert code == 0
        assert "not reached" in text
        assert "2027-12-31" in text

    def test_given_none_by(self):
        asked = [
            "--set",
            "Kwa",
            "--definition",
            "R3",
            "--by",
            "2030-12-31",
            "--draws",
            "page",
            "--json",
        ]
        _, (plain,), _ = run(*asked)
        _, (given,), _ = run(*asked, "--given-none-by", "2028-12-31")
        assert given["probability"] < plain["probability"]
        assert given["median"] > plain["median"]

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--set", "nobody"),
            ("--definition", "R7"),
            ("--by", "tomorrow"),
            ("--draws", "0"),
            ("--draws", "many"),
            ("--seed", "x"),
            ("--given-none-by", "never"),
            ("--sets", "no-such-file.yml"),
        ],
    )
    def test_bad_input_is_one_line_and_code_2(self, arguments):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert "expected" in err
        assert "found" in err
