"""Chapters walk: each cell has its place, each number its origin, each first screen its parts."""

import ast
import re
from pathlib import Path

import pytest
from audit_site.figures.code import NAMES, code_cells
from audit_site.numbers import origins, tracing

from analysis import evidence

BOOK = Path(__file__).parents[2] / "book"
#: Chapters; the code of each is in sight.
WALKING = sorted(BOOK.glob("*.md"))
APPENDIX = [
    path
    for path in sorted((BOOK / "appendix").glob("*.md"))
    if "{code-cell}" in path.read_text("utf-8")
]
CELL = re.compile(r"```\{code-cell\} python3\n(?::tags: \[([^\]]*)\]\n)?(.*?)```", re.S)
NAMED = re.compile(r"\{glue:text\}`([^`:]*)")
BLOCK = r"```\{%s\}\n(.*?)```"
#: Pages that check no sentence of the article.
OWN_FIRST_SCREEN = {"index", "believe", "model", "choices", "track_record", "forecasters", "watch"}
MOST_LINES, MOST_LETTERS = 60, 140
#: Numbers that neither a row nor a function of the package is behind: the code says what they are.
WITHOUT_ROWS = {
    "time_horizons": {"draws", "limit_hours"},
    "core_bench": {"n", "fair_rise", "lifted_start"},
    "inflection": {"before"},
    "model": {"draws"},
    "track_record": {"limit"},
    "watch": {"n_waiting", "n_dated", "first_due"},
}


@pytest.fixture(params=WALKING, ids=lambda path: path.stem)
def chapter(request) -> Path:
    return request.param


@pytest.mark.parametrize("page", [*WALKING, *APPENDIX], ids=lambda path: path.stem)
def test_every_cell_is_one_step_of_the_walk(page):
    cells = CELL.findall(page.read_text("utf-8"))
    assert cells
    for tags, code in cells:
        steps = [tag for tag in tags.split(", ") if tag in NAMES]
        assert len(steps) == 1, code[:80]
        calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
        hands_over = any(tracing.name_of(call.func) == "numbers" for call in calls)
        assert hands_over == (steps == ["numbers"]), code[:80]
        assert len(code.splitlines()) <= MOST_LINES, code[:80]
        assert max(map(len, code.splitlines())) <= MOST_LETTERS, code[:80]
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.FunctionDef):
                assert ast.get_docstring(node), f"{node.name} says nothing about itself"


def test_every_number_of_a_chapter_leads_to_what_it_was_made_of(chapter):
    ev, text = evidence.load(), chapter.read_text("utf-8")
    found = tracing.Chapter(code_cells(text))
    bare = set()
    for name in set(NAMED.findall(text)):
        origin = origins.origin(found, ev, name, None)
        assert origin, f"{name}: the source does not show where it is made"
        if not any(origin[key] for key in ("claims", "series", "rows", "tables", "function")):
            bare.add(name)
    assert bare == WITHOUT_ROWS.get(chapter.stem, set())


def test_the_first_screen_quotes_and_answers_in_few_words(chapter):
    text = chapter.read_text("utf-8")
    assert "{chapter-code}" not in text
    said, answer = (re.search(BLOCK % name, text, re.S) for name in ("article-says", "answer"))
    if said is None:
        assert chapter.stem in OWN_FIRST_SCREEN
        return
    assert said[1].startswith("“")
    assert answer[1].startswith("**")
    words = re.sub(r"\{glue:text\}`[^`]*`", "1", answer[1]).replace("**", "").split()
    assert len(words) <= 45
    assert said.start() < answer.start() < text.index("{code-cell}")


CELLS = [
    "from analysis import evidence\n"
    "from analysis.evidence.records import labels, number, value_of\n"
    "ev = evidence.load()\n"
    "VERIFIED, FULL = 'swe_bench_verified', 'swe_bench_full'\n"
    "def best(series, since=None):\n"
    "    '''Rows of swe_bench_lite are not read.'''\n"
    "    rows = ev.rows(series)\n"
    "    return rows['value'].max()\n",
    "rows = ev.rows('metr_th_1_1_p50')\n"
    "numbers(own=best(VERIFIED), other=best(FULL))\n"
    "numbers(before=rows['value'].max())\n"
    "rows = ev.rows('gso')\n"
    "numbers(after=rows['value'].max())\n",
    "found = []\n"
    "for series in labels('successors'):\n"
    "    found.append(ev.rows(series))\n"
    "numbers(looped=len(found), tasks=len(ev.tasks))\n"
    "for n, part in enumerate([ev.rows(FULL)]):\n"
    "    numbers(**{f'part_{n}': part['value'].max(), f'text_{n}': f'{n:d} to {n:d}'})\n"
    "total = sum(rows for rows in [1, 2])\n"
    "numbers(total=total)\n",
]


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("own", {"swe_bench_verified"}),
        ("other", {"swe_bench_full"}),
        ("before", {"metr_th_1_1_p50"}),
        ("after", {"gso"}),
        ("part_0", {"swe_bench_full"}),
        ("total", set()),
    ],
)
def test_a_name_stands_for_what_it_was_on_the_line_that_uses_it(name, series):
    ev = evidence.load()
    reach = tracing.Chapter(CELLS).expression(name).reach
    assert {text for text in reach.texts if text in ev.series_ids} == series


def test_what_a_loop_collects_and_which_tables_are_read_is_followed():
    ev, chapter = evidence.load(), tracing.Chapter(CELLS)
    assert "gso" in chapter.expression("looped").reach.texts
    assert origins.origin(chapter, ev, "tasks", None)["tables"] == ["tasks"]
