"""Show a verdict as a word and a shape, never by a colour alone."""

from __future__ import annotations

from html import escape

# One drawing a verdict on a 16 by 16 grid, in the colour of the text around it.
SHAPES = {
    "supported": (
        '<path d="M2.5 8.5l4 4 7-8.5" fill="none" stroke="currentColor" stroke-width="2.6"/>'
    ),
    "supported with caveats": (
        '<path d="M1.5 8l3.4 3.6L11 4" fill="none" stroke="currentColor" stroke-width="2.4"/>'
        '<circle cx="13.2" cy="12" r="1.9" fill="currentColor"/>'
    ),
    "misleading": (
        '<path d="M3 13V8.5C3 6 4.5 5 7 5h5M8.8 1.8L12.2 5 8.8 8.3" fill="none" '
        'stroke="currentColor" stroke-width="2.2"/>'
    ),
    "not supported": (
        '<circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" stroke-width="2.2" '
        'stroke-dasharray="3.4 2.25"/>'
    ),
    "contradicted": (
        '<path d="M3.2 3.2l9.6 9.6M12.8 3.2l-9.6 9.6" fill="none" stroke="currentColor" '
        'stroke-width="2.6"/>'
    ),
    "open": (
        '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
        '<path d="M8 4.4V8.4l2.6 1.6" fill="none" stroke="currentColor" stroke-width="1.8"/>'
    ),
    "definition": (
        '<path d="M2.5 5.6h11M2.5 10.4h11" fill="none" stroke="currentColor" stroke-width="2.4"/>'
    ),
    "pending": (
        '<g fill="currentColor"><circle cx="3" cy="8" r="1.5"/><circle cx="8" cy="8" r="1.5"/>'
        '<circle cx="13" cy="8" r="1.5"/></g>'
    ),
}


def css_class(verdict: str) -> str:
    """Return the class that carries a verdict's colour."""
    return "v-" + verdict.replace(" ", "-")


def icon(verdict: str) -> str:
    """Return the verdict's shape as inline SVG, hidden from screen readers: the word is there."""
    return f'<svg class="v-icon" viewBox="0 0 16 16" aria-hidden="true">{SHAPES[verdict]}</svg>'


def badge(verdict: str, word: str) -> str:
    """Return the badge of a verdict as HTML: shape and word."""
    return f'<span class="v-badge {css_class(verdict)}">{icon(verdict)}{escape(word)}</span>'
