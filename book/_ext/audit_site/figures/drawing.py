"""Draw a chart's specification as an inline SVG that needs no script.

Charts are drawn with vl-convert in the Sphinx process, once per specification: the result is kept
on disk under the hash of the specification. Every colour must be a CSS variable, so that the
reader's light or dark mode applies; a literal colour stops the build.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .. import common

VEGA_LITE = "6.4"
# Part of the cache key: raise it when what happens to an SVG after drawing changes.
TREATMENT = "2"

COLOUR_ATTRIBUTE = re.compile(
    r'\b(fill|stroke|color|stop-color|flood-color|lighting-color)\s*[=:]\s*["\']?([^"\';]+)'
)
COLOURS_ALLOWED = re.compile(
    r"^(none|transparent|currentColor|inherit|var\(--[a-z0-9-]+\)|url\(#.*)$"
)
MARK_DESCRIPTIONS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
ID_PLACES = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')
SIZE = re.compile(r'^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')


def spec_hash(spec: dict[str, Any]) -> str:
    """Return 12 hexadecimal digits that stand for a specification and the programs that draw it."""
    content = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key = f"{TREATMENT} {VEGA_LITE} {version('vl-convert-python')}\n{content}"
    return hashlib.sha256(key.encode("utf-8")).hexdigest()[:12]


def literal_colours(svg: str) -> list[str]:
    """Return the colours in an SVG that are not left to the style sheet, sorted."""
    found = {value.strip() for _, value in COLOUR_ATTRIBUTE.findall(svg)}
    return sorted(value for value in found if not COLOURS_ALLOWED.match(value))


def treat(svg: str, *, prefix: str, label: str) -> str:
    """Make a drawn SVG fit for a page.

    Ids get ``prefix`` because many charts share a page; the marks lose their own descriptions, and
    the whole gets one label instead; the width adapts to narrower screens.
    """
    svg = MARK_DESCRIPTIONS.sub("", svg.strip())
    svg = ID_PLACES.sub(lambda m: f"{m[1]}{prefix}-{m[2]}", svg)
    size = SIZE.match(svg)
    if size is None:
        raise ValueError(f"the drawn chart has no size: {svg[:80]!r}")
    width, height = size[1], size[2]
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'
    )
    return root + svg[size.end() :]


def draw(spec: dict[str, Any], *, label: str, cache: Path) -> str:
    """Return the inline SVG of a Vega-Lite specification, drawn or taken from ``cache``.

    Raises ``ValueError`` when the chart carries a literal colour.
    """
    identity = spec_hash(spec)
    path = cache / f"{identity}.svg"
    if path.is_file():
        raw = path.read_text("utf-8")
        os.utime(path)  # what is used stays when old drawings are cleared away
    else:
        import vl_convert

        raw = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
        common.write_whole(path, raw)
    literal = literal_colours(raw)
    if literal:
        raise ValueError(
            f"the chart {label!r} carries literal colours {literal}; "
            "every colour must be a CSS variable of the theme"
        )
    return treat(raw, prefix=f"g{identity}", label=label)
