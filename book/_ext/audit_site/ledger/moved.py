"""List every verdict that the second version of the rule moved, by reason: ``{moved-verdicts}``."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import REASONS
from analysis.words import count_in_words

from .. import html_nodes
from . import data, standards

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
        return [html_nodes.ready(listed(data.ledger(self.env.app), self.env.docname), read=True)]


def listed(loaded: data.Ledger, page: str) -> str:
    """Return the summary, then what moved alike in one line: ids with links, both words, why."""
    moves, reasons = loaded.document["moved"], []
    for kind, words in REASONS.items():
        alike: dict[tuple[str, ...], list[data.Record]] = {}
        for move in moves:
            if move["kind"] == kind:
                key = (move["before"], move["after"], move["why"])
                alike.setdefault(key, []).append(move)
        lines = [
            ([(m["id"], data.way_to(loaded.card(m["id"]), page)) for m in group], group[0])
            for group in alike.values()
        ]
        if lines:
            reasons.append((words, lines))
    return standards.HTML.moved(summary(moves), reasons)


def summary(moves: list[data.Record]) -> str:
    """Return how many verdicts moved and which way."""
    counts = Counter(move["direction"] for move in moves)
    said = ", ".join(f"{count_in_words(counts[d])} {w}" for d, w in DIRECTIONS.items() if counts[d])
    verb = "verdict differs" if len(moves) == 1 else "verdicts differ"
    return f"{len(moves)} {verb} from version 1: {said}."


def setup(app: Any) -> None:
    """Add the directive."""
    app.add_directive("moved-verdicts", MovedVerdicts)
