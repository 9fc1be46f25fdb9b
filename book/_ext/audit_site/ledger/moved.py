"""List every verdict that the second version of the rule moved, by reason: ``{moved-verdicts}``."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import REASONS
from analysis.words import count_in_words

from .. import html_nodes
from ..html_nodes import element, text
from . import badge, comparison, data

#: Direction of a move to its words behind a count.
DIRECTIONS = {
    "towards": "moved towards the article",
    "against": "moved against it",
    "beside": "moved neither way",
}


class MovedVerdicts(SphinxDirective):
    """``{moved-verdicts}``: which way they moved, then one line a verdict under its reason."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        loaded = data.ledger(self.env.app)
        moves = loaded.document["moved"]
        by = {kind: [move for move in moves if move["kind"] == kind] for kind in REASONS}
        parts = [html_nodes.paragraph(summary(moves))]
        for kind, found in by.items():
            if found:
                head = element("b", "", text(f"{REASONS[kind][:1].upper()}{REASONS[kind][1:]}"))
                parts.append(element("p", "moved-reason", head))
                alike: dict[tuple[str, ...], list[data.Record]] = {}
                for move in found:
                    key = (move["before"], move["after"], move["why"])
                    alike.setdefault(key, []).append(move)
                lines = (line(moves, loaded, self.env.docname) for moves in alike.values())
                parts.append(element("ul", "moved-list", *lines))
        return [element("div", "moved-verdicts", *parts)]


def summary(moves: list[data.Record]) -> str:
    """Return how many verdicts moved and which way."""
    counts = Counter(move["direction"] for move in moves)
    said = ", ".join(f"{count_in_words(counts[d])} {w}" for d, w in DIRECTIONS.items() if counts[d])
    verb = "verdict differs" if len(moves) == 1 else "verdicts differ"
    return f"{len(moves)} {verb} from version 1: {said}."


def line(moves: list[data.Record], loaded: data.Ledger, page: str) -> nodes.Element:
    """Return verdicts that moved alike: ids with links to their cards, both words, and why."""
    item, first = element("li", ""), moves[0]
    for move in moves:
        item += text(", " if move is not first else "")
        item += comparison.reference(loaded.card(move["id"]), page)
    item += html_nodes.ready(f" {escape(first['before'])} → {badge.badge(first['after'])}. ")
    item += text(html_nodes.typeset(first["why"]))
    return item


def setup(app: Any) -> None:
    """Add the directive."""
    app.add_directive("moved-verdicts", MovedVerdicts)
