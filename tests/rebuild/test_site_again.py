"""A change of words takes up the last build and gives what a clean build would give."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rebuild import reuse_pages
from site_project import add_chapter, bare_project, edit, site, sound_build

TAKEN_UP = "only words have changed"
CHAPTER = Path(__file__).with_name("chapter.md").read_text("utf-8")


def test_words_take_up_the_last_build_and_run_nothing(built: Path, copy: Path):
    chapter, other = copy / "book" / "coding.md", "Mathematics, in other words:"
    for old, new in (("Maths:", other), (other, "Maths:")):
        edit(chapter, old, new)
        said = sound_build(copy)
        assert TAKEN_UP in said
        assert not re.search(r"book/\w+ +\d+\.\d s", said)
        assert (site(copy) == site(built)) == (new == "Maths:")
    assert "reading 1 pages" in said


def test_a_site_that_stands_needs_neither_the_package_nor_its_libraries():
    heavy = "{'analysis.evidence', 'numpy', 'pandas', 'sphinx.application'}"
    code = f"import sys, rebuild.build; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-P", "-c", code], stdout=-1, text=True, check=True)
    assert done.stdout == "[]\n"


def test_data_changed_while_a_build_runs_are_in_the_next(tmp_path: Path):
    project = bare_project(tmp_path / "p")
    (project / "data" / "value.txt").write_text("1.25", "utf-8")
    # The chapter itself stands for somebody who edits the data after they were read.
    add_chapter(
        project,
        "diary",
        'from pathlib import Path\nvalue = Path("../data/value.txt")\n'
        'print("read", value.read_text())\nvalue.write_text("2.5")',
    )
    page = project / "_build" / "html" / "book" / "diary.html"
    sound_build(project)
    assert "read 1.25" in page.read_text("utf-8")
    edit(project / "book" / "index.md", "The first paragraph", "The very first paragraph")
    assert TAKEN_UP not in sound_build(project)
    assert "read 2.5" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Words with ", "Other words with "),
        ("Words with ", "Words,  *more* words, `code` with "),
        ("Words with ", "Words.\n\n1. one\n\nWords with "),
        ("jupytext: {}", "jupytext: {a: 1}"),
        ("(coding)=", "(codes)="),
        ("# Coding", "# Code"),
        ("share:.1f", "share:.2f"),
        ("[a link]", "[a word]"),
        ("(#start)", "(#coding)"),
        ("[^1]", "[^2]"),
        ("share = 1", "share = 2"),
        ("{code-cell}", "{code-block}"),
        ("(coding)=", "(coding)=\n\nA text before the heading."),
        ("- two", "- two\n\nA heading\n---------"),
        ("- two", "- two\n\n> # A heading in a quotation"),
        ("- two", "- two{.class}"),
        ("- two", "- two\n\n[term]: https://example.org"),
        ("Words with {glue:text}`share:.1f`", "Words with {glue:text}`share:.1f\n more`"),
        ("```\n\n-", "```\n\n| a |\n\n-"),
    ],
)
def test_plain_words_keep_the_shape_and_everything_else_changes_it(old: str, new: str):
    changed = CHAPTER.replace(old, new, 1)
    assert changed != CHAPTER
    same = reuse_pages.shape(changed) == reuse_pages.shape(CHAPTER)
    assert same == (old == "Words with ")
