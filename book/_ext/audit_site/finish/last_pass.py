"""The last hand on each page, between the theme's template and the file."""

from __future__ import annotations

import re
from typing import Any

from . import no_flash, policy, scrolling, unused_assets

DOUBLE_VIEWPORT = re.compile(
    r'<meta name="viewport" content="width=device-width, initial-scale=1"\s*/>'
)
TRAILING_SPACE = re.compile(r"[ \t]+\n")
BLANK_LINES = re.compile(r"\n{3,}")
# Characters that turn the reading direction, as such or as a reference: no page needs them, and in
# a text from outside they could make a sentence read as another.
TURNING = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    "|&#(?:x(?:61c|200[ef]|202[a-e]|206[6-9])|1564|820[67]|823[4-8]|829[4-7]);",
    re.I,
)


def finish(html: str) -> str:
    """Return the page as it is published: light, under its policy, without doubled declarations."""
    html = unused_assets.lighten(html)
    html = DOUBLE_VIEWPORT.sub("", html)
    html = scrolling.reachable(html)
    html = TURNING.sub("\ufffd", html)
    html = no_flash.painted_once(html)
    html = policy.secure(html)
    return html


def finish_rendered_pages(app: Any) -> None:
    """Put :func:`finish` behind the template engine, so that every page passes through it once."""
    if app.builder.format != "html":
        return
    templates = app.builder.templates
    render = templates.render

    def render_and_finish(template: str, context: dict[str, Any]) -> str:
        html = render(template, context)
        return finish(html) if "<html" in html[:400] else html

    templates.render = render_and_finish


def setup(app: Any) -> None:
    """Connect after the builder has its templates."""
    app.connect("builder-inited", finish_rendered_pages)
