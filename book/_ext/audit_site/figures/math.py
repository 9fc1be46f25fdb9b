"""Write mathematics as MathML, made at build: no script, no font, nothing fetched."""

import re
from html import escape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.errors import ExtensionError
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)

# The converter writes a command that it does not know as if it were a letter.
UNKNOWN_COMMAND = re.compile(r">(\\[A-Za-z]+)<")


def to_mathml(latex: str, *, block: bool) -> str:
    """Return the MathML of a LaTeX formula, for its own line if ``block``.

    Raises ``ExtensionError`` naming the formula when it cannot be converted.
    """
    try:
        mathml = convert(latex.strip(), display="block" if block else "inline")
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise ExtensionError(f"formula cannot be converted: {latex!r} ({reason})") from error
    if unknown := UNKNOWN_COMMAND.search(mathml):
        raise ExtensionError(f"formula cannot be converted: {latex!r} ({unknown[1]} is unknown)")
    return mathml


def visit(translator: Any, node: nodes.Element) -> None:
    """Write a formula inside a sentence, or on its own line with its anchor and its number.

    One that cannot be converted is told with its place and shown raw. That is a warning, not an
    error: so all faults of a book are listed at once.
    """
    block = isinstance(node, nodes.math_block)
    try:
        html = to_mathml(node.astext(), block=block)
    except ExtensionError as error:
        LOGGER.warning("%s", error, location=node)
        html = f"<code>{escape(node.astext())}</code>"
    if block:
        ids = f' id="{node["ids"][0]}"' if node.get("ids") else ""
        number = node.get("number")
        html += f'<span class="math-number">({number})</span>' if number else ""
        # A wide formula scrolls inside its own box, which the keyboard reaches.
        box = f'<div class="math-block" tabindex="0" role="group" aria-label="Equation"{ids}>'
        html = f"{box}{html}</div>\n"
    translator.body.append(html)
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Register the renderer under the name used in the book's settings."""
    app.add_html_math_renderer("mathml", (visit, None), (visit, None))
