"""Chapters walk: each cell has its place, each number its origin, each first screen its parts.

An origin is found in the chapter's source, and never claimed without cause.
"""

import ast
import json
import re
from pathlib import Path

import pytest
from audit_site.cite.edition import NO_PROSE
from audit_site.figures.code import NAMES
from audit_site.numbers import origins, tracing
from site_project import ROOT

BOOK = ROOT / "book"
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
SORTS = ("sort_values", "argsort")
#: Numbers that neither a row nor a function of the package is behind: the code says what they are.
WITHOUT_ROWS = {
    "time_horizons": {"draws", "limit_hours"},
    "inflection": {"before"},
    "model": {"draws"},
    "watch": {"n_waiting", "n_dated", "first_due"},
}


#: Printed numbers that may lie below zero: changes, gains, ends of an interval around none. A time
#: below zero would be a rate turned over that may be none.
SIGNED = {
    *("coding gap_low", "core_bench rate_low", "risks complements"),
    *("track_record all_low", "track_record line_gain", "track_record line_low"),
    *("training_speedups bend", "training_speedups bend_low", "training_speedups growth_low"),
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


def test_the_recipe_of_a_chapter_runs_and_every_chapter_has_one_header():
    recipe = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("````")[1]
    cells, known = CELL.findall(recipe), {}
    assert [tags for tags, _ in cells] == ["rows", "fit", "numbers", "figure"]
    for _, code in cells:
        exec(compile(code, "the recipe", "exec"), known)
    assert known["curve"].n == len(known["board"])
    assert all(re.search(BLOCK % name, recipe, re.S) for name in ("article-says", "answer"))
    assert len({page.read_text("utf-8").split("---")[1] for page in WALKING}) == 1


def test_no_printed_number_falls_below_zero_that_cannot():
    recorded = json.loads((ROOT / "tests/recorded/record.json").read_text("utf-8"))["numbers"]
    below = {
        f"{page.rpartition('/')[2]} {name}"
        for page, numbers in recorded.items()
        for name, value in numbers.items()
        if value.startswith("-")
    }
    assert below == SIGNED


def test_equal_rows_stand_in_one_order_on_every_processor():
    """Of pandas' sorts by one key only the stable one leaves no choice to the processor."""
    trees = {page: tracing.chapter(page.read_text("utf-8")).tree for page in [*WALKING, *APPENDIX]}
    modules = [*(ROOT / "analysis").rglob("*.py"), *(BOOK / "_ext").rglob("*.py")]
    trees |= {path: ast.parse(path.read_text("utf-8")) for path in modules}
    nodes = [(path, node) for path, tree in trees.items() for node in ast.walk(tree)]
    sorts = [one for one in nodes if getattr(getattr(one[1], "func", None), "attr", "") in SORTS]
    assert len(sorts) > 20
    for path, call in sorts:
        by_several = call.args and isinstance(call.args[0], ast.List)
        assert by_several or "kind" in [k.arg for k in call.keywords], f"{path}:{call.lineno}"


def test_every_number_of_a_chapter_leads_to_what_it_was_made_of(ev, chapter):
    text = chapter.read_text("utf-8")
    found = tracing.chapter(text)
    bare = set()
    for name in set(NAMED.findall(text)):
        origin = origins.origin(found, ev, name, None)
        assert origin, f"{name}: the source does not show where it is made"
        if not any(origin[key] for key in ("claims", "series", "rows", "tables", "function")):
            bare.add(name)
    assert bare == WITHOUT_ROWS.get(chapter.stem, set())


@pytest.mark.parametrize("page", [*WALKING, *APPENDIX], ids=lambda path: path.stem)
def test_a_heading_has_words_alone(page):
    # Citations tell headings by their source: there a number or a sign of markup would stand raw.
    prose = NO_PROSE.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#.*", prose, re.M)
    assert headings
    assert [one for one in headings if set(one) & set("{[*`<$")] == []


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


WRITTEN = [
    "from analysis import evidence\n"
    "from analysis.evidence.records import labels, number, numbers_of, value_of\n"
    "from analysis.horizons import readings\n"
    "from audit_site.notebook import numbers\n"
    "ev = evidence.load()\n"
    "VERIFIED, FULL = 'swe_bench_verified', 'swe_bench_full'\n"
    "agent = value_of(ev, VERIFIED, system='SWE-agent + GPT 4 (1106)')\n"
    "numbers(agent=agent, said=ev.claim('C23')['figures'][0]['value'])\n"
    "numbers(points=len(readings.article_points(ev)))",
    "low, high = 1, 2\n"
    "numbers(**numbers_of(ev, rest='rval-024', other='rval-075'))\n"
    "numbers(**{f'band_{i}_n': i for i in range(3)})\n"
    "numbers(width=high - low)",
    "def best(series, since=None):\n"
    "    '''Rows of swe_bench_lite are not read.'''\n"
    "    rows = ev.rows(series)\n"
    "    return rows['value'].max()\n"
    "rows = ev.rows('metr_th_1_1_p50')\n"
    "numbers(own=best(VERIFIED), full=best(FULL))\n"
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
TRACED = tracing.Chapter(WRITTEN)


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("own", {"swe_bench_verified"}),
        ("full", {"swe_bench_full"}),
        ("before", {"metr_th_1_1_p50"}),
        ("after", {"gso"}),
        ("part_0", {"swe_bench_full"}),
        ("total", set()),
    ],
)
def test_a_name_stands_for_what_it_was_on_the_line_that_uses_it(ev, name, series):
    reach = TRACED.expression(name)
    assert {text for text in reach.texts if text in ev.series_ids} == series


def test_what_a_loop_collects_and_which_tables_are_read_is_followed(ev):
    assert "gso" in TRACED.expression("looped").texts
    assert origins.origin(TRACED, ev, "tasks", None)["tables"] == ["tasks"]


def test_a_name_is_followed_to_its_assignment_and_constants_to_their_series(ev):
    made = TRACED.expression("agent")
    assert made.cell == 1
    assert made.code == "value_of(ev, VERIFIED, system='SWE-agent + GPT 4 (1106)')"
    assert [text for text in made.texts if text in ev.series_ids] == ["swe_bench_verified"]
    assert "value_of" in made.functions

    # Functions that select rows are followed into their code.
    made = TRACED.expression("points")
    assert made.code == "len(readings.article_points(ev))"
    assert {"metr_th_1_1_p50", "metr_th_1_1_p80", "C26"} <= set(made.texts)
    # Of several taken at once each has its own row.
    for name, row in (("rest", "rval-024"), ("other", "rval-075")):
        assert [t for t in TRACED.expression(name).texts if t in ev.places] == [row]
    # A name made by a pattern is found where the pattern stands.
    assert TRACED.expression("band_2_n").cell == 2
    assert "band_" in TRACED.expression("band_2_n").code


def test_an_unknown_name_has_no_origin_and_says_only_that(ev):
    assert TRACED.expression("nowhere") is None
    assert origins.origin(TRACED, ev, "nowhere", 1.0) == {}
    assert "cell" not in origins.HTML.entry({}, {}, "")


def test_a_row_is_named_only_where_it_holds_exactly_the_number(ev):
    value = ev.rows("swe_bench_verified", system="SWE-agent + GPT 4 (1106)")["value"].iloc[0]
    exact = origins.origin(TRACED, ev, "agent", float(value))
    near = origins.origin(TRACED, ev, "agent", float(value) + 0.01)
    (row,) = exact["equal"]
    assert ev.row(re.match("row <a [^>]*>([^<]*)<", row)[1])["value"] == value
    assert near["equal"] == []
    # Small whole numbers are never matched by chance.
    for small in (4.0, None):
        assert origins.value_rows(ev.rows("swe_bench_verified"), small).empty


def test_a_claim_is_linked_only_where_it_has_a_card(ev):
    found = origins.origin(TRACED, ev, "said", 93.9)
    assert found["claims"] == ["C23"]
    assert 'href="coding.html#c23"' in origins.HTML.entry(found, {"C23": "coding.html#c23"}, "")
    assert "<a" not in origins.HTML.entry(found, {}, "").split("Code,")[0]


def test_hostile_texts_stay_text():
    row = {"record": "<b>x</b>", "system": "<script>alert(1)</script>", "source": "s"}
    shown = origins.row_line(row, {"s": {"title": "<img src=x>", "url": "javascript:alert(1)"}})
    found = {"cell": 1, "code": "</code><script>", "what": "<i>", "claims": [], "series": []}
    found |= {"tables": ["<b>"]}
    found |= {"function": "<script>", "defined": ["x"], "rows": [shown], "equal": []}
    html = origins.HTML.entry(found, {}, '"><script>')
    assert not [one for one in ("<script", "<img", "<b>", "javascript") if one in html]
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("code", ["f'{row[\"year\"]:d}'", 'f"{row[1]:d}" if row else "none"'])
def test_code_is_shown_as_it_is_written(code):
    found = tracing.Chapter([f"row = other\nnumbers(\n    year={code},\n)"]).expression("year")
    assert found.code == code
