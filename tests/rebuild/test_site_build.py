"""Building a site: same bytes, never stale, a failed build leaves the last good site."""

import json
import re
from pathlib import Path

from forked_build import run_build
from rebuild import reports
from site_project import edit, site

CHAPTER = Path("book", "coding.md")
CELL = "```{code-cell} python3\n"


def test_progress_and_the_pages_address_are_shown(built: Path):
    said = built.with_suffix(".said").read_text("utf-8")
    assert re.search(r"book/coding +\d+\.\d s", said)
    assert said.strip().splitlines()[-1].startswith("open file://")


def test_numbers_are_rounded_and_marked(page: str):
    assert re.search(r"It is <span [^>]*>93\.9</span>% of", page)


def test_a_figures_rows_and_drawing_can_be_taken_away(html: Path, page: str):
    assert "the figure</summary>" in page
    data = (html / "_data" / "book" / "coding" / "two-bars.csv").read_text("utf-8")
    assert data == "label,value\none,1\n<b>two</b>,2.5\n"
    spec = json.loads((html / "_data" / "book" / "coding" / "two-bars.json").read_text("utf-8"))
    assert "var(--" not in json.dumps(spec)
    assert "usermeta" not in spec


def test_the_ledger_is_published_with_sums(built: Path):
    files = site(built)
    claims = json.loads(files["claims.json"])
    assert [record["id"] for record in claims["claims"]] == ["C01", "C02", "C03", "C04", "C05"]
    assert [record["id"] for record in claims["comparisons"]] == ["P01-02"]
    assert set(json.loads(files["manifest.json"])["files"]) == set(files) - {"manifest.json"}


def failed_build(project: Path) -> str:
    """Build a broken project on top of a good site; return what was said."""
    before = site(project)
    done = run_build(project)
    assert done.returncode == 1
    assert site(project) == before
    assert "The last good site stays in _build/html." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout


def test_a_failing_cell_is_told_in_five_lines(copy: Path):
    edit(copy / CHAPTER, "```{squares}", f"{CELL}# 1 / 0\n```\n{CELL}1 / 0\n```\n```{{squares}}")
    said = failed_build(copy)
    assert "chapter  book/coding.md" in said
    assert "heading  A heading that may be reworded" in said
    assert "cell     5, beginning: 1 / 0" in said
    assert "cause    ZeroDivisionError: division by zero" in said
    assert "alone    " in said


def test_a_chapter_that_myst_nb_ran_is_named(tmp_path: Path):
    error = type("ExecutionError", (Exception,), {})(f"{tmp_path}/book/coding.md")
    error.__cause__ = type("CellExecutionError", (Exception,), {"traceback": ""})("In:\nE: why")
    assert reports.failing_cell(tmp_path, error)[1] == "cause    E: why"


def test_all_faults_of_a_chapter_are_listed(copy: Path):
    chapter = copy / CHAPTER
    edit(chapter, "$P = 1", "$\\nosuch = 1")
    edit(chapter, "```{claim} C01\n```\n", "```{claim} C01\n```\n```{claim} C01\n```\n")
    edit(chapter, "{glue:text}`share:.1f`", "{glue:text}`missing:.1f`")
    edit(chapter, "{ref}`c02-second`", "{ref}`c98-nowhere` {source}`words <nobody>`")
    edit(chapter, "```{claim} C02\n```\n", "```{claim} C99\n```\n```{claim} C05\n```\n")
    said = failed_build(copy)
    for message in (
        "No key 'missing' found",
        "c98-nowhere",
        "found 'nobody'",
        "no claim 'C99' in the ledger",
        "claim C05 belongs to book/later.html",
        "claim C01 has two cards",
        "formula cannot be converted",
    ):
        assert message in said


def test_a_published_address_cannot_disappear(copy: Path):
    (copy / "data" / "anchors.txt").write_text("# all\nbook/coding.html#coding-kept\n", "utf-8")
    (copy / "data" / "redirects.txt").unlink()
    edit(copy / CHAPTER, "(coding-kept)=", "(coding-renamed)=")
    said = failed_build(copy)
    assert "1 published address(es) would disappear" in said
    assert "book/coding.html#coding-kept" in said
