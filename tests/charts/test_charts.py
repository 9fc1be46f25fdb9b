"""The charts: two sizes, colours left to the page, readable letters, a picture to take away."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import vl_convert
from altair.vegalite.v6.schema.core import load_schema
from audit_site import common
from audit_site.figures import drawing, picture
from jsonschema import Draft7Validator
from PIL import Image, ImageChops
from site_project import ROOT

from analysis import charts
from analysis.charts import axes, theme
from analysis.charts.chances import COLUMNS
from analysis.charts.figure import MIME

PALETTE = common.light_colours(ROOT)
TEXTS = {"finding": "It rises.", "caption": "What was measured.", "source": "a board"}

ROW = pd.DataFrame({"label": ["a"], "value": [1]})


HERE = Path(__file__).parent
READINGS, LINES = pd.read_csv(HERE / "readings.csv"), pd.read_csv(HERE / "lines.csv")


def make_series() -> charts.Figure:
    return charts.over_time(
        READINGS,
        name="series",
        unit="minutes",
        scale="log",
        lines=LINES,
        rules=[{"at": "2028-12-31", "label": "end of 2028"}],
        levels=[{"at": 60, "label": "an hour"}],
        **TEXTS,
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("charts")


@pytest.mark.parametrize(("size", "width"), [("wide", 718), ("narrow", 340)])
def test_a_chart_has_its_width_and_says_what_it_shows(size, width, cache):
    figure = make_series()
    svg = drawing.draw(getattr(figure, size), label=figure.finding, root=cache)
    assert svg.startswith(f'<svg width="{width}" ')
    assert f'aria-label="{figure.finding}" role="img"' in svg
    assert "aria-label" not in svg[svg.index(">") :]  # a mark is described by its tip alone
    assert svg.count('class="pt"') == svg.count('class="tip"') > 0


def test_a_year_may_be_named_where_it_ends(cache):
    points = pd.DataFrame({"date": ["2026-06-01", "2030-06-01"], "value": [1, 2]})
    found = []
    for named in (False, True):
        figure = charts.over_time(points, name="years", unit="number", year_ends=named, **TEXTS)
        svg = drawing.draw(figure.wide, label="years", root=cache)
        found.append([int(year) for year in re.findall(r">(20\d\d)<", svg)])
    assert found[0] == [year + 1 for year in found[1]] != []


def test_a_line_that_a_note_names_has_no_key_and_a_short_name_on_a_phone():
    note = {"date": "2026-01-01", "value": 9, "text": "one line", "short": "1"}
    words = {"name": "noted", "unit": "minutes", "lines": LINES, "notes": [note], **TEXTS}
    figure = charts.over_time(READINGS[:1], **words)
    assert [key.label for key in figure.legend] == ["two lines"]
    assert "'text': '1'" in str(figure.narrow)
    assert "'text': '1'" not in str(figure.wide)


@pytest.mark.parametrize("unit", ["number", "percent", "times"])
def test_large_and_small_numbers_on_an_axis_are_written_out(unit, cache):
    for values in ([0, 42_000], [0.0002, 0.0008]):
        rows = pd.DataFrame({"label": ["one", "two"], "value": values})
        figure = charts.rows(rows, **TEXTS, name="digits", unit=unit, title="amount")
        svg = drawing.draw(figure.wide, label=figure.finding, root=cache)
        texts = re.findall(r"<text (?!class=.tip)[^>]*>([^<]*)</text>", svg)
        assert any("40,000" in text or "0.0008" in text for text in texts)
        assert not any(re.search(r"\de[+-]?\d", text.replace("−", "-")) for text in texts)


def test_groups_of_bars_are_named_where_there_is_room_and_ruled_everywhere():
    table = pd.DataFrame({"label": list("abc"), "value": [1, 2, 3], "text": list("123")})
    table["group"] = list("xxy")
    figure = charts.rows(table, **TEXTS, name="groups", mark="bars", unit="percent", compact=True)
    for spec, named in ((figure.wide, ["x", "y"]), (figure.narrow, [])):
        heads = [layer for layer in spec["layer"] if "group" in json.dumps(layer["encoding"])]
        assert [row["group"] for layer in heads for row in layer["data"]["values"]] == named
        lines = [layer for layer in spec["layer"] if layer["mark"].get("color") == theme.AXIS]
        assert [len(layer["data"]["values"]) for layer in lines] == [1]


def test_a_literal_colour_is_refused(cache):
    spec = charts.rows(ROW, name="bars", mark="bars", unit="percent", **TEXTS).wide
    spec["layer"][-1]["mark"]["color"] = "steelblue"
    with pytest.raises(ValueError, match="literal colours"):
        drawing.draw(spec, label="x", root=cache)


def test_the_time_zone_and_the_language_do_not_move_a_chart():
    spec = make_series().wide
    script = (
        "import json, sys, vl_convert as v; "
        "print(v.vegalite_to_svg(json.load(sys.stdin), vl_version='6.4'), end='')"
    )
    command = [sys.executable, "-c", script]
    variables = os.environ | {"TZ": "Pacific/Auckland", "LANG": "de_DE.UTF-8", "PYTHONUTF8": "1"}
    drawn = subprocess.check_output(command, input=json.dumps(spec), env=variables, text=True)
    here = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    # Each drawing of a process counts its clips on from the last one.
    assert re.sub(r"clip\d+", "clip", drawn) == re.sub(r"clip\d+", "clip", here)


def test_log_axis_of_a_chart_says_seconds_minutes_and_hours(cache):
    svg = drawing.draw(make_series().wide, label="x", root=cache)
    labels = re.findall(r">[\d,.]+ (s|min|h)<", svg)
    assert set(labels) == {"s", "min", "h"}
    assert len(labels) <= 12


CHANCE = pd.DataFrame([dict.fromkeys(COLUMNS, "x") | {"value": 101, "lower": 1, "upper": 2}])


@pytest.mark.parametrize(
    ("build", "data", "options", "message"),
    [
        (charts.rows, ROW[["label"]], {}, r"readings: expected the columns \['value'\]"),
        (charts.rows, ROW, {"mark": "joined"}, r"readings: expected the columns \['when'\]"),
        (charts.rows, ROW[:0], {}, "readings: expected at least one row"),
        (charts.rows, ROW, {"mark": "pies"}, "mark: expected one of dots, joined, bars"),
        (charts.rows, ROW, {"name": "Not A Name"}, "name: expected lower-case"),
        (charts.rows, ROW, {"unit": "furlongs"}, "unit: expected one of"),
        (charts.rows, ROW, {"scale": "square"}, "scale: expected one of linear, log"),
        (charts.rows, ROW, {"source": " "}, "source: expected"),
        (charts.chances, CHANCE, {"at": 60}, "rows: expected per cent from 0 to 100, found 101"),
        (charts.over_time, READINGS.assign(reporter="a friend"), {}, "reporter: expected one of"),
        (charts.over_time, READINGS.assign(value=-1.0, lower=-2.0, upper=-0.5),
         {"scale": "log"}, "values: expected some above zero for a log axis"),
    ],
)  # fmt: skip
def test_unfit_input_is_refused_with_a_reason(build, data, options, message):
    with pytest.raises(ValueError, match=message):
        build(data, **{"name": "x", "unit": "percent", **TEXTS, **options})


def test_series_can_share_a_lane():
    rows = pd.DataFrame({"label": ["a", "b"], "series": ["x", "y"], "value": [1.0, 2.0]})
    words = {**TEXTS, "name": "lanes", "unit": "year"}
    apart, together = charts.rows(rows, **words), charts.rows(rows, one_lane=True, **words)
    assert together.wide["height"] < apart.wide["height"]
    assert len(together.legend) == len(apart.legend) == 2
    # Years are whole and carry no comma.
    assert "'.0f'" in str(together.wide)


def test_names_of_rows_are_drawn_after_the_rules_that_they_cross(cache):
    rules = [{"at": 1, "label": "no change"}]
    figure = charts.rows(ROW, **TEXTS, name="rows", unit="times", rules=rules)
    svg = drawing.draw(figure.narrow, label="x", root=cache)
    assert svg.index(">a</text>") > svg.index(">no change</text>")


def test_long_hours_keep_four_digits():
    # Ticks double, so three digits would print 2,048 h as 2,050.
    assert ",.4~r" in axes.LABELS["minutes"]
    ticks = axes.log_ticks(60.0, 60.0 * 5000, unit="minutes", count=20)
    assert 60 * 2048 in ticks


@pytest.fixture(scope="module")
def taken(cache) -> str:
    figure = make_series()
    words = {"title": "It rises & <falls>", "foot": "Source: a board, page.html#fig-series"}
    svg = drawing.draw(figure.wide, label="x", root=cache)
    return picture.picture(svg, PALETTE, legend=[vars(key) for key in figure.legend], **words)


def test_a_picture_stands_alone_and_no_line_runs_through_its_words(taken, cache):
    assert "var(" not in taken
    for words in (
        "It rises &amp; &lt;falls&gt;",
        "page.html#fig-series",
        "the maker itself",
        "<title>",
    ):
        assert words in taken
    assert 'class="tip"' not in taken
    drawn = drawing.draw(make_series().wide, label="x", root=cache)
    words = drawn.count("<text ") - drawn.count('<text class="tip"')
    assert taken.count('<text paint-order="stroke"') == words > 5


def test_a_png_is_drawn_in_the_environments_font_and_twice_as_large(taken, tmp_path):
    one, other = (picture.png(taken, tmp_path / name) for name in ("one", "other"))
    assert one == other
    width = float(drawing.SIZE.match(taken)[1])
    assert Image.open(io.BytesIO(one)).width == pytest.approx(2 * width, abs=1)
    # A name that is no font's draws nothing: the words do come from the environment's font.
    bare = picture.FAMILY.sub('font-family="No Such Font At All"', taken)
    assert picture.png(bare, tmp_path / "one") == one
    with pytest.raises(ValueError, match="has no size"):
        drawing.treat("<svg>", prefix="g", label="l")


def test_a_drawing_in_fewer_signs_is_the_same_picture(tmp_path, monkeypatch):
    def drawn(name: str) -> tuple[int, Image.Image]:
        svg = drawing.draw(make_series().wide, label="x", root=tmp_path / name)
        shown = picture.picture(svg, PALETTE, title="t", foot="f")
        return len(svg), Image.open(io.BytesIO(vl_convert.svg_to_png(shown))).convert("RGB")

    signs, image = drawn("lean")
    monkeypatch.setattr(drawing, "lean", lambda inside: inside)
    all_signs, whole = drawn("whole")
    assert signs < 0.75 * all_signs
    other = ImageChops.difference(image, whole).convert("L").histogram()
    # Letters may stand a fraction of a pixel aside: their places are rounded once, not twice.
    assert sum(other[64:]) < 0.0005 * image.width * image.height


def test_every_figure_of_the_book_follows_the_schema_of_vega_lite():
    """As drawn for wide screens; for narrow ones the same code draws with other sizes."""
    valid, found = Draft7Validator(load_schema()), 0
    for path in sorted((ROOT / "tests/recorded/notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if spec := output.get("data", {}).get(MIME):
                    found += 1
                    valid.validate({key: spec[key] for key in spec.keys() - {"usermeta"}})
    assert found > 30
