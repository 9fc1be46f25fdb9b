"""A change of words takes up the last build and gives what a clean build would give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rebuild import reuse_pages
from site_project import built_project, edit, make_project, run_build, tree

TAKEN_UP = "only words have changed"
CHAPTER = """\
---
jupytext: {}
---

(coding)=
# Coding

Words with {glue:text}`share:.1f` and [a link](#start), a note[^1].

```{code-cell} python3
share = 1
```

- one
- two
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_project(tmp_path_factory.mktemp("again") / "p")


def clean_build(folder: Path, old: str, new: str) -> dict:
    """The site of the small book with one edit, built from nothing."""
    project = make_project(folder / "clean")
    edit(project / "book" / "coding.md", old, new)
    done = run_build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    return published(project)


def published(project: Path) -> dict:
    """The files of a project's site without Sphinx's note about its last run."""
    files = tree(project / "_build" / "html")
    del files[".buildinfo"]
    return files


def test_words_take_up_the_last_build_and_run_nothing(built: Path, tmp_path: Path):
    old, new = "Maths:", "Mathematics, in other words:"
    edit(built / "book" / "coding.md", old, new)
    done = run_build(built)
    assert done.returncode == 0, done.stdout + done.stderr
    assert TAKEN_UP in done.stdout
    assert "reading 1 pages" in done.stdout
    assert not re.search(r"book/\w+ +\d+\.\d s", done.stdout)
    assert published(built) == clean_build(tmp_path, old, new)


def test_data_changed_while_a_build_runs_are_in_the_next(tmp_path: Path):
    project = make_project(tmp_path / "p")
    value, chapter = project / "data" / "value.txt", project / "book" / "coding.md"
    value.write_text("1.5", "utf-8")
    # The chapter itself stands for somebody who edits the data after they were read.
    edit(
        chapter,
        "numbers(share=93.94321987654321",
        'from pathlib import Path\nvalue = Path("../data/value.txt")\n'
        'read = float(value.read_text())\nvalue.write_text("2.5")\nnumbers(share=read',
    )
    page = project / "_build" / "html" / "book" / "coding.html"
    assert run_build(project).returncode == 0
    assert ">1.5</span>%" in page.read_text("utf-8")
    edit(project / "book" / "index.md", "The first paragraph", "The very first paragraph")
    done = run_build(project)
    assert TAKEN_UP not in done.stdout
    assert ">2.5</span>%" in page.read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    ["Other words with ", "Words,  *more* words, `code` with ", "Words.\n\n1. one\n\nWords with "],
)
def test_plain_words_keep_the_shape(words: str):
    changed = CHAPTER.replace("Words with ", words)
    assert changed != CHAPTER
    assert reuse_pages.shape(changed) == reuse_pages.shape(CHAPTER)


@pytest.mark.parametrize(
    ("old", "new"),
    [
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
def test_everything_else_changes_the_shape(old: str, new: str):
    changed = CHAPTER.replace(old, new, 1)
    assert changed != CHAPTER
    assert reuse_pages.shape(changed) != reuse_pages.shape(CHAPTER)
