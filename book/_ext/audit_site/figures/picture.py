"""Make a drawn chart a picture to take away: its title above, its source and address below.

The SVG names the theme's fonts, and whoever opens it sees his own. The PNG is drawn in a font that
the environment brings along, under a name that no machine has, so that it is the same everywhere.
"""

import functools
import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from importlib.metadata import distribution, version
from pathlib import Path

from PIL import Image

from .. import common, inputs
from ..markup import pieces
from .drawing import SIZE, VARIABLE

# Behind the letters, as on the page: no line runs through a word.
RIMLESS = re.compile(r"<text (?!class=\"tip\"|[^>]*stroke=)")
RIM = 'paint-order="stroke" stroke="var(--chart-ground)" stroke-width="3" stroke-linejoin="round"'
# The name of a mark, which whoever looks at the picture alone sees as its title.
TIP = re.compile(r'<text class="tip"[^>]*>(.*?)</text>', re.S)
LINE = re.compile(r"<tspan[^>]*>(.*?)</tspan>", re.S)
FAMILY = re.compile(r'font-family="[^"]*"')
LETTERS = re.compile(r'font-size="([\d.]+)(?:px)?"')
HTML = pieces("figures/figure.html")
SIDE = 20
COLOURS = 64
SCALE = 2
OWN_FAMILY = "Audit Figures"
#: DejaVu Sans, which matplotlib brings along, is wider than the font that charts are laid out in.
NARROWER = 0.88
FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
#: What the bytes of a PNG depend on beside its SVG.
DRAWN_BY = ("vl-convert-python", "pillow", "matplotlib")
NAMES = (1, 4, 6, 16)  # entries of a font's table of names that hold the family


def picture(
    svg: str,
    palette: dict[str, str],
    *,
    title: str,
    foot: str,
    legend: Sequence[Mapping[str, str]] = (),
) -> str:
    """Return a drawn chart as a whole SVG on its ground, in the colours of ``palette``.

    ``svg`` is what :func:`.drawing.draw` gives, which has a size; ``legend`` has entries of label,
    symbol and colour.
    """
    width, height = map(float, SIZE.findall(svg)[0])
    heads, feet = textwrap.wrap(title, 76), textwrap.wrap(foot, 104)
    keys, x = [], SIDE
    for key in legend:  # side by side, about as wide as their words
        keys.append((x, key))
        x += 44 + round(6.6 * len(key["label"]))
    top, below = 14 + 21 * len(heads) + (22 if keys else 0), 12 + 15 * len(feet)
    rimmed = RIMLESS.sub(f"<text {RIM} ", svg)
    made = HTML.picture(
        f"{width + 2 * SIDE:g}",
        f"{top + height + below + 24:g}",
        rimmed.replace("<svg ", f'<svg x="{SIDE}" y="{top + 10}" ', 1),
        keys,
        30 + 21 * len(heads),
        [(30 + 21 * n, line) for n, line in enumerate(heads)],
        [(f"{top + height + 30 + 15 * n:g}", line) for n, line in enumerate(feet)],
    )
    return coloured(TIP.sub(titled, made), palette)


def coloured(svg: str, palette: dict[str, str]) -> str:
    """Return a drawing with the colours of ``palette`` in place of its variables."""
    return VARIABLE.sub(lambda found: palette.get(found[1], found[0]), svg)


def titled(tip: re.Match[str]) -> str:
    """Return the name of a mark as its title."""
    return f"<title>{LINE.sub(lambda line: ' ' + line[1], tip[1])}</title>"


@functools.cache
def use_own_font(folder: Path) -> None:
    """Let the drawing program know the environment's font under its own name, from ``folder``."""
    import vl_convert
    from fontTools.ttLib import TTFont

    brought = distribution("matplotlib")
    for name in FILES:
        file = brought.locate_file(f"matplotlib/mpl-data/fonts/ttf/{name}")
        font = TTFont(file, recalcTimestamp=False)
        for entry in font["name"].names:
            if entry.nameID in NAMES:
                entry.string = entry.toUnicode().replace("DejaVu Sans", OWN_FAMILY)
                entry.string = entry.toUnicode().replace("DejaVuSans", "AuditFigures")
        out = io.BytesIO()
        font.save(out)
        common.write_whole(folder / name, out.getvalue())
    vl_convert.register_font_directory(str(folder))


def png(svg: str, root: Path) -> bytes:
    """Return a picture's PNG, two pixels to a unit, drawn once for a project."""
    svg = FAMILY.sub(f'font-family="{OWN_FAMILY}"', svg)
    svg = LETTERS.sub(lambda size: f'font-size="{NARROWER * float(size[1]):g}px"', svg)

    def drawn() -> bytes:
        import vl_convert

        use_own_font(inputs.caches_home(root) / "fonts")
        whole = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=SCALE))).convert("RGB")
        few = whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG")
        return out.getvalue()

    return common.kept(root, [svg, *map(version, DRAWN_BY)], drawn)
