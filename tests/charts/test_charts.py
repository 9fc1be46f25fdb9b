"""The charts: two sizes, colours left to the page, readable letters, the same bytes everywhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from audit_site.figures import drawing

from analysis import charts
from analysis.charts import axes
from analysis.charts.figure import MIME

ROOT = Path(__file__).parents[2]
TEXTS = {"finding": "It rises.", "caption": "What was measured.", "source": "a board"}


def dated_points() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": ["2023-03-14", "2024-06-20", "2025-08-07", "2026-02-05"],
            "value": [0.5, 9.0, 140.0, 700.0],
            "lower": [0.3, 5.0, 70.0, 300.0],
            "upper": [0.9, 20.0, 300.0, 3000.0],
            "reporter": ["benchmark", "vendor", "independent", "benchmark"],
            "label": [None, None, None, "the newest"],
        }
    )


def fitted_lines() -> pd.DataFrame:
    days = ["2023-01-01", "2025-01-01", "2028-12-31"]
    return pd.DataFrame(
        {
            "date": days * 2,
            "line": ["one line"] * 3 + ["two lines"] * 3,
            "value": [0.4, 30.0, 9000.0, 0.6, 20.0, 2000.0],
            "lower": [0.3, 20.0, 5000.0, None, None, None],
            "upper": [0.6, 50.0, 20000.0, None, None, None],
        }
    )


def make_series() -> charts.Figure:
    return charts.over_time(
        dated_points(),
        name="series",
        unit="minutes",
        scale="log",
        title="task length",
        lines=fitted_lines(),
        rules=[{"at": "2028-12-31", "label": "end of 2028"}],
        levels=[{"at": 60, "label": "an hour"}],
        **TEXTS,
    )


def make_curves() -> charts.Figure:
    lines = pd.DataFrame(
        {
            "date": ["2026-01-01", "2027-12-31", "2028-12-31"] * 2,
            "line": ["low"] * 3 + ["high"] * 3,
            "value": [0, 4, 11, 0, 30, 60],
        }
    )
    return charts.curves(lines, name="curves", unit="percent", title="probability", **TEXTS)


def make_numeric_curves() -> charts.Figure:
    lines = pd.DataFrame({"k": [1, 2, 8], "line": ["a"] * 3, "value": [1.0, 2.0, 4.0]})
    return charts.curves(
        lines, name="gain", unit="times", scale="log", title="gain", x="k", x_title="k", **TEXTS
    )


def make_intervals() -> charts.Figure:
    rows = pd.DataFrame(
        {
            "label": ["GPT-4", "o1", "GPT-4", "o1"],
            "series": ["the article", "the article", "METR", "METR"],
            "value": [5.0, 40.0, 4.0, 39.0],
            "lower": [None, None, 2.0, 20.0],
            "upper": [None, None, 8.0, 80.0],
            "text": [None, None, "4 min", "39 min"],
        }
    )
    return charts.rows(rows, name="rows", unit="minutes", scale="log", title="x", **TEXTS)


def make_before_after() -> charts.Figure:
    rows = pd.DataFrame(
        {
            "label": ["a model", "a model of which the name is rather long"] * 2,
            "when": ["before", "before", "after", "after"],
            "value": [3.0, 18.0, 22.0, 38.0],
        }
    )
    return charts.rows(rows, name="pairs", mark="joined", unit="percent", title="solved", **TEXTS)


def make_bars() -> charts.Figure:
    rows = pd.DataFrame(
        {
            "label": ["one", "two"],
            "value": [93.9, 50.0],
            "lower": [91.0, 45.0],
            "upper": [96.0, 55.0],
            "text": ["93.9%", "50%"],
        }
    )
    rules = [{"at": 60, "label": "60%"}]
    return charts.rows(rows, name="bars", mark="bars", unit="percent", rules=rules, **TEXTS)


def bands_of_two() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": ["R1", "R2", "R1", "R2"],
            "when": ["by the end of 2027"] * 2 + ["by the end of 2028"] * 2,
            "lower": [0, 0, 1, 2],
            "value": [1, 2, 4, 11],
            "upper": [6, 4, 15, 32],
        }
    )


def make_bands() -> charts.Figure:
    rules = [{"at": 30, "label": "30% by 2027"}, {"at": 60, "label": "60% by 2028"}]
    return charts.rows(
        bands_of_two(), name="bands", mark="bands", unit="percent", rules=rules, **TEXTS
    )


MAKERS = [make_series, make_curves, make_numeric_curves, make_intervals, make_before_after,
          make_bars, make_bands]  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("charts")


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(("size", "width"), [("wide", 718), ("narrow", 340)])
def test_a_chart_has_its_width_its_letters_and_no_literal_colour(make, size, width, cache):
    figure = make()
    svg = drawing.draw(getattr(figure, size), label=figure.finding, cache=cache)
    assert svg.startswith(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" ')
    assert f'role="img" aria-label="{figure.finding}"' in svg
    assert drawing.literal_colours(svg) == []
    letters = [float(n) for n in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert letters
    assert min(letters) >= 11
    assert "aria-label" not in svg[svg.index(">") :]  # a mark is described by its title alone
    without_names = make in (make_curves, make_numeric_curves)
    assert svg.count('class="pt"') == svg.count('class="tip"')
    assert (svg.count('class="pt"') == 0) == without_names


@pytest.mark.parametrize("unit", ["number", "percent", "times"])
def test_large_and_small_numbers_on_an_axis_are_written_out(unit, cache):
    for values in ([0, 42_000], [0.0002, 0.0008]):
        rows = pd.DataFrame({"label": ["one", "two"], "value": values})
        figure = charts.rows(rows, **TEXTS, name="digits", unit=unit, title="amount")
        svg = drawing.draw(figure.wide, label=figure.finding, cache=cache)
        texts = re.findall(r"<text (?!class=.tip)[^>]*>([^<]*)</text>", svg)
        assert any("40,000" in text or "0.0008" in text for text in texts)
        assert not any(re.search(r"\de[+-]?\d", text.replace("−", "-")) for text in texts)


def test_a_figure_hands_over_all_its_parts():
    bundle = make_series()._repr_mimebundle_()
    assert bundle["text/plain"] == TEXTS["finding"]
    parts = bundle[MIME]["usermeta"]["figure"]
    assert parts["name"] == "series"
    assert parts["narrow"]["width"] == 340
    assert parts["columns"][:6] == ["date", "value", "lower", "upper", "reporter", "label"]
    assert parts["rows"][0][:6] == ["2023-03-14", 0.5, 0.3, 0.9, "benchmark", None]
    words = [key["label"] for key in parts["legend"]]
    assert words[-2:] == ["one line", "two lines"]
    assert "its maker" in words


def test_a_literal_colour_is_refused(cache):
    spec = make_bars().wide
    spec["layer"][-1]["mark"]["color"] = "steelblue"
    with pytest.raises(ValueError, match="literal colours"):
        drawing.draw(spec, label="x", cache=cache)


def test_the_time_zone_and_the_language_do_not_move_a_chart():
    script = (
        "import sys; sys.path.insert(0, 'tests/charts'); import test_charts as t, vl_convert as v\n"
        "print(v.vegalite_to_svg(t.make_series().wide, vl_version='6.4'))"
    )
    drawn = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "LANG": language, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for zone, language in (("UTC", "C"), ("Pacific/Auckland", "de_DE.UTF-8"))
    ]
    assert b"<svg" in drawn[0]
    assert drawn[0] == drawn[1]


def test_log_axis_of_a_chart_says_seconds_minutes_and_hours(cache):
    figure = make_series()
    svg = drawing.draw(figure.wide, label=figure.finding, cache=cache)
    labels = re.findall(r">([\d,.]+ (?:s|min|h))<", svg)
    assert any(label.endswith(" s") for label in labels)
    assert any(label.endswith(" min") for label in labels)
    assert any(label.endswith(" h") for label in labels)
    assert len(labels) <= 12


ROW = pd.DataFrame({"label": ["a"], "value": [1]})


@pytest.mark.parametrize(
    ("build", "data", "options", "message"),
    [
        (charts.rows, ROW[["label"]], {}, r"rows: expected the columns \['value'\]"),
        (charts.rows, ROW, {"mark": "joined"}, r"rows: expected the columns \['when'\]"),
        (charts.rows, ROW[:0], {}, "rows: expected at least one row"),
        (charts.rows, ROW, {"mark": "pies"}, "mark: expected one of dots, joined, bars"),
        (charts.rows, ROW, {"name": "Not A Name"}, "name: expected lower-case"),
        (charts.rows, ROW, {"unit": "furlongs"}, "unit: expected one of"),
        (charts.rows, ROW, {"scale": "square"}, "scale: expected linear or log"),
        (charts.rows, ROW, {"source": " "}, "source: expected"),
        (charts.over_time, dated_points().assign(reporter="a friend"), {"title": "t"},
         "reporter: expected one of"),
        (charts.over_time, dated_points().assign(value=-1.0, lower=-2.0, upper=-0.5),
         {"title": "t", "scale": "log"}, "log axis needs values above zero"),
    ],
)  # fmt: skip
def test_unfit_input_is_refused_with_a_reason(build, data, options, message):
    with pytest.raises(ValueError, match=message):
        build(data, **{"name": "x", "unit": "percent", **TEXTS, **options})


def test_hostile_words_stay_words(cache):
    hostile = '"><script>alert(1)</script>&<b>'
    rows = pd.DataFrame({"label": [hostile], "value": [1.0]})
    figure = charts.rows(rows, name="x", unit="number", **{**TEXTS, "finding": hostile})
    svg = drawing.draw(figure.wide, label=figure.finding, cache=cache)
    assert "<script" not in svg
    assert "<b>" not in svg


def test_series_can_share_a_lane():
    rows = pd.DataFrame({"label": ["a", "b"], "series": ["x", "y"], "value": [1.0, 2.0]})
    words = {"name": "lanes", "finding": "f", "caption": "c", "source": "s", "unit": "year"}
    apart, together = charts.rows(rows, **words), charts.rows(rows, one_lane=True, **words)
    assert together.wide["height"] < apart.wide["height"]
    assert len(together.legend) == len(apart.legend) == 2
    # Years are whole and carry no comma.
    assert "'.0f'" in str(together.wide)


def test_long_hours_keep_four_digits():
    # Ticks double, so three digits would print 2,048 h as 2,050.
    assert ",.4~r" in axes.LABELS["minutes"]
    ticks = axes.log_ticks(60.0, 60.0 * 5000, unit="minutes", count=20)
    assert 60 * 2048 in ticks
