"""Draw a chart's specification as an inline SVG that needs no script.

Charts are drawn with vl-convert, once for a specification and a state of this code. Every colour
must be a CSS variable, so that the reader's light or dark mode applies; a literal colour stops the
build.

The drawing program says of each mark all that it is. In the page what marks share is said once, and
what shows nothing is left out: fewer signs, the same picture.
"""

import hashlib
import json
import re
import textwrap
from html import escape, unescape
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from scour import scour

from .. import common

VEGA_LITE = "6.4"

COLOUR_ATTRIBUTE = re.compile(
    r'\b(fill|stroke|color|stop-color|flood-color|lighting-color)\s*[=:]\s*["\']?([^"\';]+)'
)
COLOURS_ALLOWED = re.compile(
    r"^(none|transparent|currentColor|inherit|var\(--[a-z0-9-]+\)|url\(#.*)$"
)
MARK_DESCRIPTIONS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")
ID_PLACES = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')
# A mark with a name, as the drawing program writes it.
NAMED = re.compile(r'<(?:path|line) aria-label="([^"]*)"([^>]*)/>')
PLACE = re.compile(r'transform="translate\((-?[\d.]+),\s*(-?[\d.]+)\)"')
CORNER = re.compile(r' d="M(-?[\d.]+),(-?[\d.]+)')
INHERITED = re.compile(r' (?:fill|stroke|stroke-width)="[^"]*"')
TIP_LETTERS = {"wide": 52, "narrow": 34}
TIP_LINE = 15
# What the drawing program writes and no browser needs: shapes without a size or a colour, texts
# without a word, what is so anyway, more than a tenth of a pixel.
NOTHING = re.compile(
    r'<path class="(?:back|fore)ground"(?= )(?:[^>]*? )?d="(?:M0,0h0v0h0Z)?"[^>]*/>| opacity="1"'
    r'|<path class="(?:back|fore)ground" d="[^"]*"/>|<text[^>]*(?:/>|></text>)'
)
FAMILY = re.compile(r' font-family="([^"]*)"')
FINE = re.compile(r'(?<= )(?:d|transform|[xy][12]?)="[^"]*"')
DIGITS = re.compile(r"(?<=\d\.\d)\d+")
SIZE = re.compile(r'^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')
GROUP_NAMES = re.compile(r' class="mark-[^"]*"')
#: A mark with its name is numbered meanwhile, for groups that say the same are joined.
NAMED_GROUP, NUMBERED = re.compile('<g class="pt"'), re.compile(r' data-n="\d+"')
#: What scour does beside its custom; five digits are a tenth of a pixel.
OPTIONS = "--set-precision=5 --create-groups --no-line-breaks --indent=none -q"


def literal_colours(svg: str) -> list[str]:
    """Return the colours in an SVG that are not left to the style sheet, sorted."""
    found = {value.strip() for _, value in COLOUR_ATTRIBUTE.findall(svg)}
    return sorted(value for value in found if not COLOURS_ALLOWED.match(value))


def treat(svg: str, *, prefix: str, label: str) -> str:
    """Make a drawn SVG fit for a page.

    Ids get ``prefix`` because many charts share a page; marks with a name get it as words that show
    on hover and tap; other descriptions of marks go, and the whole gets one label instead; the
    width adapts to narrower screens; what is said many times is said once.
    """
    size = SIZE.match(svg.strip())
    if size is None:
        raise ValueError(f"the drawn chart has no size: {svg[:80]!r}")
    width, height = size[1], size[2]
    family = FAMILY.search(svg)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"{family[0] if family else ""} role="img" '
        f'aria-label="{escape(label)}">'
    )
    inside = NAMED.sub(lambda mark: named_mark(mark, float(width)), svg.strip()[size.end() :])
    numbers: dict[str, int] = {}  # the drawing program goes on counting from chart to chart
    inside = ID_PLACES.sub(
        lambda m: f"{m[1]}{prefix}-{numbers.setdefault(m[2], len(numbers) + 1)}",
        MARK_DESCRIPTIONS.sub("", inside),
    )
    inside = FAMILY.sub("", NOTHING.sub("", inside))
    return lean(root + FINE.sub(lambda place: DIGITS.sub("", place[0]), inside))


def named_mark(mark: re.Match[str], width: float) -> str:
    """Return a mark with its name as words beside it for whoever points at it."""
    name, drawn = mark[1], mark[0].replace(f' aria-label="{mark[1]}"', "")
    place = PLACE.search(mark[2]) or CORNER.search(mark[2])
    if place is None:
        return f'<g class="pt"><title>{name}</title>{drawn}</g>'
    x, y = float(place[1]), float(place[2])
    letters = TIP_LETTERS["wide" if width > 400 else "narrow"]
    lines = textwrap.wrap(unescape(name), letters, break_on_hyphens=False)
    anchor = "start" if x < width * 0.3 else "end" if x > width * 0.62 else "middle"
    top = y - 12 - TIP_LINE * (len(lines) - 1) if y > 20 + TIP_LINE * len(lines) else y + 24
    first, *more = map(escape, lines)
    words = first + "".join(f'<tspan x="{x:g}" dy="{TIP_LINE}">{line}</tspan>' for line in more)
    tip = f'<text class="tip" x="{x:g}" y="{top:g}" text-anchor="{anchor}">{words}</text>'
    # What a tip has from the style sheet stands at the group, where marks of one kind share it.
    shared = "".join(INHERITED.findall(drawn))
    return f'<g class="pt" tabindex="-1"{shared}>{INHERITED.sub("", drawn)}{tip}</g>'


def lean(svg: str) -> str:
    """Return a drawing in fewer signs by the library scour: what neighbours share stands at their
    group, outlines are short. The groups' own names, of which no style knows, go first."""
    number = count()
    svg = NAMED_GROUP.sub(lambda g: f'{g[0]} data-n="{next(number)}"', GROUP_NAMES.sub("", svg))
    short = scour.scourString(svg, scour.parse_args(OPTIONS.split())).partition("?>")[2]
    # The blank is for who reads the words without the picture.
    return NUMBERED.sub("", short).replace("</text>", "</text> ").strip()


def draw(spec: dict[str, Any], *, label: str, root: Path) -> str:
    """Return the inline SVG of a Vega-Lite specification, drawn once for a project.

    Raises ``ValueError`` when the chart carries a literal colour.
    """
    content = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key = f"{VEGA_LITE} {version('vl-convert-python')}\n{content}"
    identity = hashlib.sha256(key.encode()).hexdigest()[:12]

    def drawn() -> bytes:
        import vl_convert

        raw = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
        if literal := literal_colours(raw):
            raise ValueError(
                f"the chart {label!r} carries literal colours {literal}; "
                "every colour must be a CSS variable of the theme"
            )
        return treat(raw, prefix=f"g{identity}", label=label).encode()

    return common.kept(root, [identity, label], drawn).decode()
