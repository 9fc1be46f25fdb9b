"""A chart to take away says what it shows and where it is from, and is the same everywhere."""

import io
from pathlib import Path

import pytest
import vl_convert
from audit_site import common
from audit_site.figures import drawing, picture
from PIL import Image, ImageChops
from test_charts import MAKERS, make_series

PALETTE = common.light_colours(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def taken(tmp_path_factory) -> str:
    figure = make_series()
    svg = drawing.draw(figure.wide, label="x", cache=tmp_path_factory.mktemp("charts"))
    return picture.picture(
        svg,
        PALETTE,
        title="It rises & <falls>",
        foot="Source: a board, page.html#fig-series",
        legend=[vars(key) for key in figure.legend],
    )


def test_a_picture_stands_alone(taken):
    assert "var(" not in taken
    assert "It rises &amp; &lt;falls&gt;" in taken
    assert "page.html#fig-series" in taken
    assert "its maker" in taken
    assert 'class="tip"' not in taken
    assert "<title>" in taken


def test_each_word_of_a_picture_has_a_rim_that_no_line_runs_through(taken, tmp_path):
    drawn = drawing.draw(make_series().wide, label="x", cache=tmp_path)
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


@pytest.mark.parametrize("make", MAKERS)
def test_a_drawing_in_fewer_signs_is_the_same_picture(make, tmp_path, monkeypatch):
    def drawn() -> tuple[int, Image.Image]:
        svg = drawing.draw(make().wide, label="x", cache=tmp_path)
        shown = picture.picture(svg, PALETTE, title="t", foot="f")
        return len(svg), Image.open(io.BytesIO(vl_convert.svg_to_png(shown))).convert("RGB")

    signs, image = drawn()
    monkeypatch.setattr(drawing, "lean", lambda inside: inside)
    all_signs, whole = drawn()
    assert signs < 0.75 * all_signs
    other = ImageChops.difference(image, whole).convert("L").histogram()
    # Letters may stand a fraction of a pixel aside: their places are rounded once, not twice.
    assert sum(other[64:]) < 0.0005 * image.width * image.height


def test_a_drawing_without_a_size_is_refused():
    with pytest.raises(ValueError, match="has no size"):
        picture.picture("<svg>", PALETTE, title="t", foot="f")
