"""Where a number comes from: found in a chapter's source, and never claimed without cause."""

import re

import pytest
from audit_site.numbers import origins, tracing

from analysis import evidence

CELLS = [
    "from analysis import evidence\n"
    "from analysis.evidence.records import number, numbers_of, value_of\n"
    "from analysis.horizons import readings\n"
    "from audit_site.notebook import numbers\n"
    "ev = evidence.load()\n"
    "VERIFIED = 'swe_bench_verified'\n"
    "agent = value_of(ev, VERIFIED, system='SWE-agent + GPT 4 (1106)')\n"
    "numbers(agent=agent, said=ev.claim('C23')['figures'][0]['value'])\n"
    "numbers(points=len(readings.article_points(ev)))",
    "low, high = 1, 2\n"
    "numbers(**numbers_of(ev, rest='rval-024', other='rval-075'))\n"
    "numbers(**{f'band_{i}_n': i for i in range(3)})\n"
    "numbers(width=high - low)",
]


@pytest.fixture(scope="module")
def chapter():
    return tracing.Chapter(CELLS)


@pytest.fixture(scope="module")
def ev():
    return evidence.load()


def test_a_name_is_followed_to_its_assignment_and_constants_to_their_series(chapter, ev):
    made = chapter.expression("agent")
    assert made.cell == 1
    assert made.code == "value_of(ev, VERIFIED, system='SWE-agent + GPT 4 (1106)')"
    assert [text for text in made.reach.texts if text in ev.series_ids] == ["swe_bench_verified"]
    assert "value_of" in made.reach.functions

    # Functions that select rows are followed into their code.
    made = chapter.expression("points")
    assert made.code == "len(readings.article_points(ev))"
    assert {"metr_th_1_1_p50", "metr_th_1_1_p80", "C26"} <= set(made.reach.texts)
    # Of several taken at once each has its own row.
    for name, row in (("rest", "rval-024"), ("other", "rval-075")):
        assert [t for t in chapter.expression(name).reach.texts if t in ev.places] == [row]
    # A name made by a pattern is found where the pattern stands.
    assert chapter.expression("band_2_n").cell == 2
    assert "band_" in chapter.expression("band_2_n").code


def test_an_unknown_name_has_no_origin_and_says_only_that(chapter, ev):
    assert chapter.expression("nowhere") is None
    assert origins.origin(chapter, ev, "nowhere", 1.0) == {}
    assert "cell" not in origins.HTML.entry({}, {}, "")


def test_a_row_is_named_only_where_it_holds_exactly_the_number(chapter, ev):
    value = ev.rows("swe_bench_verified", system="SWE-agent + GPT 4 (1106)")["value"].iloc[0]
    exact = origins.origin(chapter, ev, "agent", float(value))
    near = origins.origin(chapter, ev, "agent", float(value) + 0.01)
    (row,) = exact["equal"]
    assert ev.row(re.match("row <a [^>]*>([^<]*)<", row)[1])["value"] == value
    assert near["equal"] == []
    # Small whole numbers are never matched by chance.
    for small in (4.0, None):
        assert origins.value_rows(ev.rows("swe_bench_verified"), small).empty


def test_a_claim_is_linked_only_where_it_has_a_card(chapter, ev):
    found = origins.origin(chapter, ev, "said", 93.9)
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
