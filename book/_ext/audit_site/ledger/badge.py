"""Show a verdict as a word and a shape, never by a colour alone.

Each shape stands once on a page, in the sprite; marks refer to it, so a page of 71 squares stays
small and a script can change a square by changing one address.
"""

from __future__ import annotations

from html import escape

from analysis.vocabulary import CAVEATS_TALLIED, NOTHING_LEFT

LINE = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'
GOOD, BAD, GREY, GROUND = (f"var(--{name})" for name in ("good", "bad", "grey", "ground"))


def filled(colour: str) -> str:
    return f'<rect x="1" y="1" width="18" height="18" rx="3.5" fill="{colour}"/>'


def outlined(colour: str, tint: str = "none", dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<rect x="1.8" y="1.8" width="16.4" height="16.4" rx="3" fill="{tint}" '
        f'stroke="{colour}" stroke-width="1.5"{dashed}/>'
    )


def drawn(path: str, colour: str, width: float = 2.1, more: str = "") -> str:
    return f'<path d="{path}" {LINE} stroke="{colour}" stroke-width="{width}"{more}/>'


def dot(x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="1.5" fill="{colour}"/>'


RING = "M10 5.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6"
#: Verdict to the frame of its square and what stands in it, on a grid of 20 by 20.
SHAPES = {
    "Holds": (filled(GOOD), drawn("M5.2 10.3l3.3 3.4 6.4-7.3", GROUND, 2.3)),
    "Holds with a caveat": (
        outlined(GOOD, "var(--tintg)"),
        drawn("M5 9.9l2.9 3 4.9-6.2", GOOD) + dot(14.9, 14.4, GOOD),
    ),
    "Misleads": (
        outlined(BAD, "var(--tintb)"),
        drawn("M6.2 14.8v-4.2c0-1.7 1.1-2.8 2.8-2.8h4.8M11.2 5l2.9 2.8-2.9 2.9", BAD),
    ),
    "Wrong": (filled(BAD), drawn("M6.3 6.3l7.4 7.4M13.7 6.3l-7.4 7.4", GROUND, 2.3)),
    "Not shown": (outlined(GREY), drawn(RING, GREY, 1.7, ' stroke-dasharray="2.7 2.33"')),
    "Open": (outlined(GREY), drawn(RING, GREY, 1.6) + drawn("M10 7.3v3l2 1.3", GREY, 1.6)),
    "Not checked": (outlined(GREY, dashes="2.4 2"), drawn("M6.8 13.2l6.4-6.4", GREY, 1.8)),
    NOTHING_LEFT: (outlined(GREY, dashes="2.4 2"), drawn("M6.6 10h6.8", GREY, 1.8)),
    "Definition": (outlined(GREY, dashes="1.4 1.8"), drawn("M6.2 8.2h7.6M6.2 11.8h7.6", GREY, 1.6)),
}
#: For a sentence that repeats a fact judged before: an arrow back to it.
SAME = "same"
REPEATED = (
    outlined("var(--line)"),
    drawn("M13 13L7.4 7.4M7.2 11.2V7.2h4", GREY, 1.6),
)


def css_class(word: str) -> str:
    """Return the class that carries a verdict's colour: ``v-holds``, ``v-caveat``, ..."""
    return "v-caveat" if word == "Holds with a caveat" else "v-" + word.lower().replace(" ", "-")


def sprite() -> str:
    """Return the hidden drawing that all marks of a page refer to.

    ``#v-holds`` is the whole square, ``#g-holds`` what stands in it.
    """
    shapes = {css_class(word): parts for word, parts in SHAPES.items()} | {f"v-{SAME}": REPEATED}
    symbols = "".join(
        f'<symbol id="g{name[1:]}" viewBox="0 0 20 20">{sign}</symbol>'
        f'<symbol id="{name}" viewBox="0 0 20 20">{frame}{sign}</symbol>'
        for name, (frame, sign) in shapes.items()
    )
    return f'<svg class="v-sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>\n'


def mark(word: str, *, bare: bool = False) -> str:
    """Return a verdict's square as SVG, hidden from screen readers: its word must stand beside it.

    ``bare`` leaves the frame away, for places that have their own.
    """
    name = f"v-{SAME}" if word == SAME else css_class(word)
    target = f"g{name[1:]}" if bare else name
    return f'<svg class="v-mark" aria-hidden="true"><use href="#{target}"/></svg>'


def badge(word: str, caveat: str = "") -> str:
    """Return a verdict as HTML: square, word, and the kind of its caveat."""
    kind = CAVEATS_TALLIED.get(caveat, "")
    said = f' <span class="v-kind">· {escape(kind)}</span>' if kind else ""
    named = f"<span>{escape(word)}{said}</span>"
    return f'<span class="v-badge {css_class(word)}">{mark(word)}{named}</span>'


def add_sprite(app, page: str, template: str, context: dict, doctree) -> None:
    """Put the sprite at the start of a page that has a mark."""
    if 'class="v-mark"' in context.get("body", ""):
        context["body"] = sprite() + context["body"]


def setup(app) -> None:
    """Add the style, and the sprite once a page is written."""
    app.add_css_file("card.css")
    app.connect("html-page-context", add_sprite)
