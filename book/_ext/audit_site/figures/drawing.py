"""Draw a chart's specification as an inline SVG that needs no script.

Charts are drawn with vl-convert, once for a specification and a state of this code. Every colour
must be a CSS variable, so that the reader's light or dark mode applies; a literal colour stops the
build.

The drawing program says of each mark all that it is, and counts each place from the corner. In the
page what the marks of a group share is said once, by the group; an outline goes from place to
place; and what is so anyway or shows nothing is left out: fewer signs, the same picture.
"""

import hashlib
import json
import re
import textwrap
from collections import Counter
from html import escape, unescape
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

from lxml import etree

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
SHIFT = re.compile(r"translate\((-?[\d.]+)(?:, *(-?[\d.]+))?\)")
OUTLINE = re.compile(r"(?:[MLHVCAZ](?:[ ,]*-?\d+\.?\d*)*)*", re.I)
STEP = re.compile(r"([A-Z])([^A-Z]*)", re.I)
NUMBER = re.compile(r"-?[\d.]+")
#: Between numbers that can be told apart without.
BLANK = re.compile(r" (?=-)|(?<=\.\d) (?=\.)")
#: How many numbers a step takes; those of a place, across and down in turn, stand at its end.
TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "a": 7}
#: What an element may leave to its group: what is so where nobody says it, and of which elements.
SHARED = {
    "font-size": ("16px", ("text",)),
    "font-weight": ("normal", ("text",)),
    "text-anchor": ("start", ("text",)),
    "fill": ("black", ("path", "text")),
    "stroke": ("none", ("path", "line")),
    "stroke-width": ("1", ("path", "line")),
    # The rims of letters, which get all else from the style sheet, would be dashed.
    "stroke-dasharray": ("none", ("path", "line", "text")),
}


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
    return root + lean(FINE.sub(lambda place: DIGITS.sub("", place[0]), inside))


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
    return f'<g class="pt" tabindex="-1">{drawn}{tip}</g>'


def tenths(number: str | None) -> int:
    """Return a number of pixels in tenths, which is as fine as drawings are here."""
    return round(float(number or 0) * 10)


def shown(*numbers: int) -> str:
    """Return numbers of tenths with no sign more than they need."""
    texts = [re.sub(r"^(-?)0\.", r"\1.", f"{number / 10:.10g}") for number in numbers]
    return " ".join(texts)


def outline(path: str, across: int, down: int) -> str:
    """Return an outline, moved by tenths of a pixel, with each place counted from the last."""
    at, start, last, written = [0, 0], [0, 0], "", ""
    for letter, text in STEP.findall(path):
        kind, numbers = letter.lower(), [tenths(one) for one in NUMBER.findall(text)]
        if kind == "z":
            at, last, written = [*start], "z", f"{written}z"
            continue
        for n in range(0, len(numbers), TAKES[kind]):
            step, move = numbers[n : n + TAKES[kind]], list(at)
            axes = {"h": (0,), "v": (1,), "a": (0, 1)}.get(kind, (0, 1) * (TAKES[kind] // 2))
            for place, axis in enumerate(axes, start=len(step) - len(axes)):
                if letter.isupper():
                    step[place] += (across, down)[axis] - at[axis]
                move[axis] = at[axis] + step[place]
            at = move
            if kind == "m":
                start, last, written = [*at], "m", f"{written}M{shown(*at)}"
                continue
            written += f"{' ' if kind == last else kind}{shown(*step)}"
            last = kind
    return BLANK.sub("", written)


def settle(element: Any) -> None:
    """Give an element its place, without a shift where it can be without."""
    if element.get("class", "").startswith("mark-"):
        del element.attrib["class"]
    place = SHIFT.fullmatch(element.get("transform", "translate(0)"))
    named = element.getparent().get("class") == "pt"
    if place is None:
        return
    element.attrib.pop("transform", None)
    x, y = tenths(place[1]), tenths(place[2])
    if element.tag == "line" and not named:
        end = element.attrib.pop("x2", "0"), element.attrib.pop("y2", "0")
        element.tag = "path"
        element.set("d", f"M0,0L{','.join(end)}")
    if element.tag == "path" and OUTLINE.fullmatch(element.get("d")):
        element.set("d", outline(element.get("d"), x, y))
    elif element.tag == "text" and not len(element) and not element.get("x"):
        element.attrib.update({"x": shown(x), "y": shown(y)})
    elif x or y:
        element.set("transform", f"translate({shown(x, y)})")


def takes(element: Any, name: str) -> bool:
    """Say whether what a group says of ``name`` could show in an element itself; a tip has all but
    its anchor from the style sheet."""
    return element.tag in SHARED[name][1] and (
        name == "text-anchor" or element.get("class") != "tip"
    )


def is_open(element: Any, name: str) -> bool:
    """Say whether an element or what stands in it leaves ``name`` to what stands around it."""
    if name in element.attrib or element.tag in ("defs", "clipPath"):
        return False
    return takes(element, name) or any(is_open(one, name) for one in element)


def share(group: Any) -> None:
    """Let a group say what most of its elements say."""
    for name in SHARED:
        said = Counter(one.get(name) for one in group if name in one.attrib)
        if said and not any(is_open(one, name) for one in group):
            group.set(name, said.most_common(1)[0][0])
            for one in group:
                if one.get(name) == group.get(name):
                    del one.attrib[name]


def lean(drawing: str) -> str:
    """Return the inside of a drawing, up to the end of its ``svg``, in as few signs as it needs."""
    root = etree.fromstring(f"<svg>{drawing}")
    for one in root.iter("g", "path", "line", "text"):
        settle(one)
    groups = list(root.iter("g"))[::-1]
    for one, (name, (usual, _)) in product(list(root.iter("path", "line", "text")), SHARED.items()):
        if takes(one, name) and one.getparent().tag != "clipPath":
            around = (above.get(name) for above in one.iterancestors())
            one.set(name, one.get(name) or next(filter(None, around), usual))
    for group in groups:
        for name in SHARED:
            group.attrib.pop(name, None)
        share(group)
    for one, (name, (usual, _)) in product(root, SHARED.items()):
        if one.get(name) == usual:
            del one.attrib[name]
    for group in groups:
        if not group.attrib:
            parent = group.getparent()
            at = parent.index(group)
            parent[at : at + 1] = list(group)
    for one in root.iter("text"):
        one.tail = " "  # for who reads the words without the picture
    return "".join(etree.tostring(one, encoding="unicode") for one in root) + "</svg>"


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
