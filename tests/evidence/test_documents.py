"""YAML documents meet their JSON Schema; hostile or broken ones are refused in one line."""

import copy
import datetime as dt
import json

import pytest
from jsonschema import Draft202012Validator

from analysis.evidence import DATA, schema, yaml_files

DOCUMENTS, WRONG = yaml_files.read_documents(DATA)
NAMES = (*yaml_files.DOCUMENTS, "claims")


def spoilt(name, path, value):
    """The faults of a document in which the value at a path of keys and numbers is another."""
    content = copy.deepcopy(DOCUMENTS[name])
    part = content
    for step in path[:-1]:
        part = part[step]
    if value is GONE:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return [
        (p.column, p.expected, p.found) for p in yaml_files.faults(content, name, f"{name}.yml")
    ]


GONE = object()
ORIGIN = ("assumptions", ("start",))
SHARE = ("assumptions", ("pace", "twice"))
CONDITION = ("assumptions", ("sets", 0, "condition"))
JUDGED = (20, "checks", 0, "judged")
WORDS = {"role": "core", "caveat": "mood", "standard": "mild", "text": "rumour"}
EXPECTED = ("editions", 0, "expected", 0)
FAULTS = [
    (*ORIGIN, "2026-05-04", ("start", "a day as YYYY-MM-DD", "'2026-05-04'")),
    (*ORIGIN, dt.datetime(2026, 5, 4), ("start", "a day as YYYY-MM-DD", None)),
    (*ORIGIN, GONE, ("start", "this key", "none")),
    (*SHARE, True, ("pace.twice", "a share from 0 to 1", "True")),
    (*SHARE, 93.9, ("pace.twice", "a share from 0 to 1", "93.9")),
    (*SHARE, float("nan"), ("pace.twice", "a share from 0 to 1", "nan")),
    ("assumptions", ("by",), "one", ("by", "a list", "'one'")),
    (*CONDITION, {}, ("sets[kokotajlo-2026-08].condition", "a text", None)),
    (*CONDITION, dt.date(2026, 5, 4), (None, "a text", None)),
    ("assumptions", ("inputs",), [], ("inputs", "a mapping", "a list of 0")),
    ("claims", (0, "checks", 0, "figure_matches", "numbers"), {1: {}},
     (None, "names as keys", "1")),
    ("assumptions", ("pace", "u"), 0, ("pace.u", "a number above 0", "0")),
    ("tripwires", ("editions", 0, "observables", 0, "kind"), "x",
     (None, "one of reading, event", "'x'")),
    ("tripwires", (*EXPECTED, "by"), dt.date(2026, 1, 1), (None, "a day in quotes", None)),
    ("tripwires", (*EXPECTED, "by"), "2026-02-30", (None, "a day in quotes", None)),
    ("tripwires", (*EXPECTED, "high"), None, None),
    ("claims", (0, "checks"), "none", ("[C01].checks", "a list of one check or more", "'none'")),
    ("claims", (20, "checks"), [], ("[C21].checks", "a list of one check or more", None)),
    ("claims", (20, "class"), "Q", ("[C21].class", "one of F, A, T, …", None)),
    ("claims", (20, "verdict_v1"), "", ("[C21].verdict_v1", "one of Holds, Holds with …", None)),
    ("claims", (20, "reason", "kind"), "mood", ("[C21].reason.kind", "one of new …", None)),
    ("claims", (20, "checks", 1), {}, ("[C21].checks[1]", "one check name with its …", None)),
    ("claims", (20, "checks", 1), {"guessed": {"role": "main"}},
     ("[C21].checks[1]", "one of figure_matches, current, …", None)),
    ("claims", (20, "checks", 1, "judged"), 7, ("[C21].checks[1].judged", "a mapping", None)),
    *(("claims", (*JUDGED, key), GONE, (f"[C21].checks[0].judged.{key}", None, None))
      for key in ("role", "states")),
    *(("claims", (*JUDGED, key), value, (f"[C21].checks[0].judged.{key}", "one of …", None))
      for key, value in WORDS.items()),
    ("claims", (*JUDGED, "text"), ["essay"], ("[C21].checks[0].judged.text", "one of …", None)),
    ("claims", (0, "esay"), "x", ("[C01].esay", "a known key (near: essay)", "an unknown key")),
    *(("claims", (20, key), "Kernels Trial!", (f"[C21].{key}", None, "'Kernels Trial!'"))
      for key in ("slug", "group")),
    ("claims", (0, "checks", 0, "figure_matches", "records"), "x", (None, "a known key (near: …",
     None)),
    ("claims", (0, "checks", 0, "figure_matches", "numbers"), {"a": {"minsu": {}}},
     (None, "one of record, field, …", "'minsu'")),
    ("claims", (0, "figures", 0, "unit"), "percnt", (None, "one of percent, …", "'percnt'")),
    ("claims", (0, "figures", 0, "abuot"), True, (None, "a known key (near: about)", None)),
    ("claims", (*JUDGED, "sentence"), {"yess": "x"}, (None, "one of yes, …", "'yess'")),
    ("claims", (20, "verdict_v1"), GONE, None),
    ("thresholds", ("trend_levl",), {}, ("trend_levl", "a known key (near: trend_level)", None)),
    ("thresholds", ("trend_level", "bounds"), GONE, ("trend_level.bounds", "this key", "none")),
    ("vintage", ("version",), 0.1, ("version", "a text", "0.1")),
    ("corrections", (0, "guard", "value"), 1, ("[core-bench-start].guard.value", None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "path", "value", "fault"), FAULTS)
def test_each_fault_is_one_line_with_its_place(name, path, value, fault):
    found = spoilt(name, path, value)
    if fault is None:
        assert found == []
        return
    ((place, expected, shown),) = found
    for have, want in zip((place, expected, shown), fault, strict=True):
        assert want is None or have == want or (want[-1] == "…" and have.startswith(want[:-1]))


def test_a_number_beyond_quoting_is_a_fault_and_no_traceback():
    ((*_, found),) = spoilt(*SHARE, 10**5000)
    assert found == "a huge number"


def test_the_documents_meet_their_schemas_and_the_schemas_say_something():
    assert WRONG == []
    for name in NAMES:
        Draft202012Validator.check_schema(schema.document(name))
        assert yaml_files.faults(DOCUMENTS[name], name, "") == []
        assert yaml_files.faults({} if name != "claims" else [{}], name, "")


@pytest.mark.parametrize("name", sorted({*NAMES} - {"tripwires"}))
def test_an_object_whose_keys_a_schema_lists_takes_no_others(name):
    objects = []
    json.loads((DATA / f"schema/{name}.json").read_text("utf-8"), object_hook=objects.append)
    for one in objects:
        open_ = {"type", "properties"} <= one.keys()
        assert not open_ or {"additionalProperties", "propertyNames"} & one.keys(), one


BOMB = "a: &a [x, x, x]\n" + "\n".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in ("ab", "bc", "cd", "de")
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "more than 24 repeated parts"),
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
    (tmp_path / "a.yml").write_text(f"one\ntwo{sign}\n", "utf-8")
    content, (problem,) = yaml_files.read_yaml(tmp_path, "a.yml")
    assert content is None
    assert (problem.row, problem.expected[-6:]) == (2, f"U+{ord(sign):04X}")
