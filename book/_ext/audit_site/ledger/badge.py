"""Show a verdict as a word and a shape, never by a colour alone.

Each shape stands once on a page, in the sprite; marks refer to it, so a page of 71 squares stays
small and a script can change a square by changing one address.
"""

from typing import Any

from ..markup import pieces

MARKS = pieces("ledger/marks.html")
badge, mark, sprite = MARKS.badge, MARKS.mark, MARKS.sprite


def add_sprite(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put the sprite at the start of a page that has a mark."""
    if 'class="v-mark"' in context.get("body", ""):
        context["body"] = str(sprite()) + context["body"]
