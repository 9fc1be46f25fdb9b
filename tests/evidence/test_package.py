"""The Data Package: what it declares, when it is stale, and that standard tools accept it."""

from __future__ import annotations

import json
import shutil

import pytest

from analysis import evidence
from analysis.evidence import seal
from analysis.evidence.schema import SERIES, TABLES, table


@pytest.fixture
def data(tmp_path):
    target = tmp_path / "data"
    shutil.copytree(evidence.DATA, target)
    seal.seal(target)
    return target


def test_every_column_has_a_description():
    for each in TABLES:
        assert each.title
        assert each.description
        for field in each.fields:
            assert field.description.endswith("."), (each.name, field.name)
        assert set(each.key) <= set(each.columns)
        for column, other, other_column in each.references:
            assert column in each.columns
            assert other_column in table(other).columns


def test_descriptor_has_schema_licence_and_seal(data):
    written = json.loads((data / seal.NAME).read_text(encoding="utf-8"))
    assert written["licenses"][0]["name"] == "CC-BY-4.0"
    by_path = {resource["path"]: resource for resource in written["resources"]}
    for each in TABLES:
        for path in each.paths:
            resource = by_path[path]
            assert resource["hash"].startswith("sha256:")
            assert resource["bytes"] == (data / path).stat().st_size
            assert [f["name"] for f in resource["schema"]["fields"]] == list(each.columns)
    keys = by_path[SERIES.paths[0]]["schema"]["foreignKeys"]
    assert {tuple(key["fields"]) for key in keys} == {("source",), ("instrument",)}


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


@pytest.mark.parametrize("content", ["", "[]", '{"resources": 3}'])
def test_an_unreadable_package_is_a_stale_seal(data, content):
    (data / seal.NAME).write_text(content, encoding="utf-8")
    assert {problem.kind for problem in seal.stale(data)} == {"stale seal"}


def test_missing_package_is_a_stale_seal(data):
    (data / seal.NAME).unlink()
    (problem,) = seal.stale(data)
    assert (problem.file, problem.found) == (seal.NAME, "no file")


def test_a_removed_resource_is_told(data):
    written = json.loads((data / seal.NAME).read_text(encoding="utf-8"))
    gone = written["resources"].pop(0)
    (data / seal.NAME).write_text(json.dumps(written), encoding="utf-8")
    (problem,) = seal.stale(data)
    assert problem.column == gone["path"]


def test_unknown_table_is_named():
    with pytest.raises(ValueError, match="series"):
        table("serie")
