"""Write mathematics as MathML, made at build: no script, no font, nothing fetched."""

import re
from html import escape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)

# The converter writes a command that it does not know as if it were a letter.
UNKNOWN_COMMAND = re.compile(r">(\\[A-Za-z]+)<")


def to_mathml(latex: str) -> str:
    """Return the MathML of a LaTeX formula. ``ValueError`` when it cannot be converted."""
    try:
        mathml = convert(latex.strip())
    except Exception as error:
        raise ValueError(str(error) or type(error).__name__) from error
    if unknown := UNKNOWN_COMMAND.search(mathml):
        raise ValueError(f"{unknown[1]} is unknown")
    return mathml


def visit(translator: Any, node: nodes.Element) -> None:
    """Write a formula; formulas of this book stand in sentences.

    One that cannot be converted is told with its place and shown raw. That is a warning, not an
    error: so all faults of a book are listed at once.
    """
    latex = node.astext()
    try:
        translator.body.append(to_mathml(latex))
    except ValueError as error:
        LOGGER.warning("formula cannot be converted: %r (%s)", latex, error, location=node)
        translator.body.append(f"<code>{escape(latex)}</code>")
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Register the renderer under the name used in the book's settings."""
    app.add_html_math_renderer("mathml", (visit, None), (visit, None))
