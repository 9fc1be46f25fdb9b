"""Write a drawing with fewer signs and the same picture.

The drawing program says of each mark all that it is, and counts each place from the corner. Here
what the marks of a group share is said once, by the group; an outline goes from place to place; and
what is so anyway or shows nothing is left out.
"""

import re
from collections import Counter
from itertools import product
from typing import Any

from lxml import etree

PLACE = re.compile(r"translate\((-?[\d.]+)(?:, *(-?[\d.]+))?\)")
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
    place = PLACE.fullmatch(element.get("transform", "translate(0)"))
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
    return "".join(etree.tostring(one, encoding="unicode") for one in root) + "</svg>"
