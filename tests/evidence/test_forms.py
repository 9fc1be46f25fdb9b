"""Documents of data/ have a form; hostile or broken ones are refused in one line, at once."""

import datetime as dt

import pytest
from analysis.evidence.document_forms import ASSUMPTIONS, CLAIMS, THRESHOLDS, TRIPWIRES

from analysis.evidence import DATA, forms, yaml_files
from analysis.evidence.csv_files import read_table, read_text
from analysis.evidence.schema import TABLES

FORM = {
    "day": forms.DAY,
    "share": forms.SHARE,
    "?words": [forms.TEXT],
    "named": forms.each({"value": forms.POSITIVE}),
}
GOOD = {"day": dt.date(2026, 5, 4), "share": 0.5, "named": {"a": {"value": 3, "more": "is free"}}}


def found(**changes):
    return list(forms.faults({**GOOD, **changes}, FORM))


def test_a_document_of_the_form_has_no_fault():
    assert found() == []
    assert found(words=["one"]) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"day": "soon"}, ("day", "a day as YYYY-MM-DD", "'soon'")),
        ({"day": dt.datetime(2026, 5, 4)}, ("day", "a day as YYYY-MM-DD", None)),
        ({"share": True}, ("share", "a share from 0 to 1", "True")),
        ({"share": 93.9}, ("share", "a share from 0 to 1", "93.9")),
        ({"share": float("nan")}, ("share", "a share from 0 to 1", "nan")),
        ({"share": 10**5000}, ("share", "a share from 0 to 1", "a huge number")),
        ({"words": "one"}, ("words", "a list", "'one'")),
        ({"words": ["one", {"name": "x"}]}, ("words[x]", "a text", "a mapping of 1")),
        ({"named": []}, ("named", "a mapping", "a list of 0")),
        ({"named": {1: {"value": 1}}}, ("named", "names as keys", "1")),
        ({"named": {"a": {}}}, ("named.a.value", "this key", "none")),
        ({"named": {"a": {"value": 0}}}, ("named.a.value", "a number above 0", "0")),
    ],
)
def test_each_fault_is_placed(changes, fault):
    (one,) = found(**changes)
    assert one[:2] == fault[:2]
    assert fault[2] is None or one[2] == fault[2]


def test_a_missing_key_is_named():
    assert list(forms.faults({}, {"day": forms.DAY, "?more": forms.DAY})) == [
        ("day", "this key", "none")
    ]


def test_the_documents_have_their_forms_and_the_forms_say_something():
    texts, wrong = yaml_files.read_documents(DATA)
    assert wrong == []
    for name, form in (
        ("thresholds", THRESHOLDS),
        ("assumptions", ASSUMPTIONS),
        ("tripwires", TRIPWIRES),
        ("claims", CLAIMS),
    ):
        assert list(forms.faults(texts[name], form)) == []
        assert list(forms.faults([] if name != "claims" else [{}], form))


def bomb():
    lines = ["a: &a [x, x, x]"]
    lines += [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcd", "bcde", strict=True)
    ]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (bomb(), "more than 24 repeated parts"),
        ("a: " + "[" * 30, "more than 20 levels"),
        ("a: " + "[" * 3000, "nesting depth"),
        ("a: 2026-02-30", "day"),
        ("a: " + "9" * 5000, "digits"),
        ("a: !!python/object/apply:os.system ['true']", "could not determine a constructor"),
        ("a: 1\na: 2", "the key 'a' twice"),
        ("? [1, 2]\n: 3", "a key that is a list or mapping"),
    ],
)
def test_hostile_yaml_is_refused_before_it_does_harm(tmp_path, text, reason):
    (tmp_path / "a.yml").write_text(text + "\n", "utf-8")
    content, problems = yaml_files.read_yaml(tmp_path, "a.yml")
    assert content is None
    assert reason in problems[-1].found


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u200b", "\u2028", "\x85"])
def test_a_character_that_cannot_be_seen_is_refused_with_its_line(tmp_path, sign):
    (tmp_path / "a.csv").write_text(f"one\ntwo{sign}\n", "utf-8")
    text, (problem,) = read_text(tmp_path / "a.csv", "a.csv")
    assert text is None
    assert (problem.row, problem.found) == (2, f"the character U+{ord(sign):04X}")


@pytest.mark.parametrize("digits", ["１２", "٣", "²"])
def test_digits_of_other_scripts_are_no_numbers(tmp_path, digits):
    table = next(t for t in TABLES if t.name == "article_points")
    path = table.paths[0]
    text = (DATA / path).read_text("utf-8")
    header, first, *_ = text.splitlines()
    cells = first.split(",")
    cells[header.split(",").index("year")] = digits
    (tmp_path / path).write_text(f"{header}\n{','.join(cells)}\n", "utf-8")
    _, problems = read_table(tmp_path, path, table)
    assert "a whole number" in {p.expected for p in problems if p.column == "year"}
