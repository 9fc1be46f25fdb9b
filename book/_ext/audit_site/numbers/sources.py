"""Make ``{source}`words <key>``` a link to a source by its key in ``data/sources.bib``.

Chapters never type an address; an unknown key is a warning, which stops a gated build.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from ..ledger import data
from ..markup import is_web


class SourceRole(SphinxRole):
    """Link to the source with the words given, or with its title when only a key is given."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        words, bracket, rest = self.text.partition("<")
        key = rest.removesuffix(">").strip() if bracket else self.text.strip()
        source = data.ledger(self.env.app).sources.get(key)
        if source is None or not is_web(source["url"]):
            message = self.inliner.reporter.warning(
                f"source: expected a key with an address in data/sources.bib, found {key!r}",
                line=self.lineno,
            )
            return [nodes.Text(self.text)], [message]
        shown = words.strip() if bracket else source["title"]
        return [nodes.reference(self.rawtext, shown, refuri=source["url"], internal=False)], []


def setup(app: Any) -> None:
    """Add the role."""
    app.add_role("source", SourceRole())
