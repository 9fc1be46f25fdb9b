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


def written(node: nodes.Element, *, block: bool) -> str:
    """Return a formula's MathML; one that cannot be converted is told with its place and shown raw.

    A warning, not an error: so all faults of a book are listed at once.
    """
    try:
        return to_mathml(node.astext(), block=block)
    except ExtensionError as error:
        LOGGER.warning("%s", error, location=node)
        return f"<code>{escape(node.astext())}</code>"


def visit_inline(translator: Any, node: nodes.Element) -> None:
    """Write a formula inside a sentence."""
    translator.body.append(written(node, block=False))
    raise nodes.SkipNode


def visit_block(translator: Any, node: nodes.Element) -> None:
    """Write a formula on its own line, with its label as anchor and its number if any."""
    ids = f' id="{node["ids"][0]}"' if node.get("ids") else ""
    # A wide formula scrolls inside its own box; the box takes focus so that the keyboard can do it.
    number = f'<span class="math-number">({node["number"]})</span>' if node.get("number") else ""
    translator.body.append(
        f'<div class="math-block" tabindex="0" role="group" aria-label="Equation"{ids}>'
        f"{written(node, block=True)}{number}</div>\n"
    )
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Register the renderer under the name used in the book's settings."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
