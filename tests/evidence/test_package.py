"""The Data Package: what it declares, when it is stale, and that standard tools accept it."""

import json

import pytest

from analysis.evidence import seal
from analysis.evidence.schema import TABLES, table


def test_every_column_has_a_description_and_every_key_its_column():
    for each in TABLES:
        assert all((each.title, each.description))
        assert all(field.description.endswith(".") for field in each.fields), each.name
        assert {*each.key, *(column for column, *_ in each.references)} <= set(each.columns)
        assert all(column in table(other).columns for _, other, column in each.references)


def test_seal_is_idempotent_and_deterministic(data):
    before = (data / seal.NAME).read_bytes()
    assert seal.seal(data) is False
    assert seal.stale(data) == []
    (data / seal.NAME).unlink()
    assert seal.seal(data) is True
    assert (data / seal.NAME).read_bytes() == before


def test_a_changed_byte_is_a_stale_seal_with_its_cure(data):
    path = data / "sources.bib"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (problem,) = seal.stale(data)
    assert problem.kind == "stale seal"
    assert problem.file == "sources.bib"
    assert "python -m analysis seal" in problem.expected


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (None, "no file"),
        ("", "unreadable JSON"),
        ("[]", "unreadable JSON"),
        ('{"resources": 3}', "unreadable JSON"),
    ],
)
def test_a_missing_or_unreadable_package_is_a_stale_seal(data, content, found):
    (data / seal.NAME).unlink()
    if content is not None:
        (data / seal.NAME).write_text(content, encoding="utf-8")
    (problem,) = seal.stale(data)
    assert (problem.file, problem.found, problem.kind) == (seal.NAME, found, "stale seal")


def test_a_removed_resource_is_told(data):
    written = json.loads((data / seal.NAME).read_text(encoding="utf-8"))
    gone = written["resources"].pop(0)
    (data / seal.NAME).write_text(json.dumps(written), encoding="utf-8")
    (problem,) = seal.stale(data)
    assert problem.column == gone["path"]
    with pytest.raises(ValueError, match="series"):
        table("serie")
