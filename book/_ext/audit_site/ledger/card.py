"""Make ``{claim} C23``, a claim's card, from its record alone.

The card says in order: the verdict, what the article says, the sentence of the deciding check, how
strong the evidence is, and, folded, every check with its numbers, what the sources say, and where
it all comes from. All text is plain text of document nodes, so the HTML writer escapes it.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import CHECKS, KINDS, RESULTS, ROLES, STRENGTHS, WORDS

from .. import html_nodes
from ..html_nodes import element, text
from ..markup import headings, is_web, table_box
from . import badge, data

LOGGER = logging.getLogger(__name__)

SAID = {
    "essay": "The essay behind the article",
    "primary": "The primary source",
    "differs": "How they differ",
    "would_change": "What would change this verdict",
}


def number(value: Any, unit: str | None = None) -> str:
    """Return a statistic for people: four significant digits, with its unit."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        shown = f"{value:,.0f}" if abs(value) >= 9999.5 else f"{value:.4g}"
        shown = shown.replace("-", "−")
        return shown + (f" {unit}" if unit and unit not in {"none", "fraction", "number"} else "")
    return str(value)


def checks_table(record: dict[str, Any]) -> str:
    """Return the escaped table of a claim's checks."""
    rows = []
    for check in record["checks"]:
        name = check["name"]
        title = CHECKS.get(name, name.replace("_", " ").capitalize())
        decided = " (this one decided)" if name == record.get("decided_by") else ""
        rows.append(
            f'<tr class="check-{escape(check["result"])}">'
            f'<th scope="row">{escape(title)}'
            f"<code>{escape(name)}</code></th>"
            f"<td>{escape(ROLES.get(check['role'], check['role']))}</td>"
            f"<td>{escape(RESULTS.get(check['result'], check['result']))}{decided}</td>"
            f'<td class="num">{escape(number(check["statistic"], check["unit"]))}</td>'
            f'<td class="num">{escape(number(check["threshold"]))}</td>'
            f"<td>{escape(check['sentence'])}</td>"
            f'<td class="rows">{escape(", ".join(check["rows"]))}</td></tr>'
        )
    titles = ("Check", "Role", "Result", "Statistic", "Threshold", "In words", "Rows used")
    return table_box(
        f"Checks of {record['id']}",
        f'<table class="checks"><thead><tr>{headings(*titles)}</tr></thead><tbody>\n'
        + "\n".join(rows)
        + "\n</tbody></table>",
    )


def source_links(keys: list[str], sources: dict[str, dict[str, Any]]) -> nodes.Element:
    """Return a list of linked sources; an address that is not http(s) is shown without a link."""
    items = element("ul", "claim-sources")
    for key in keys:
        source = sources.get(key, {})
        label = str(source.get("title") or key)
        details = ", ".join(str(source[k]) for k in ("publisher", "year") if source.get(k))
        item = element("li", "")
        if is_web(source.get("url")):
            item += element("a", "external", text(label), href=str(source["url"]))
        else:
            item += text(label)
        if details:
            item += text(f" ({details})")
        items += item
    return items


def all_sources(record: dict[str, Any]) -> list[str]:
    """Return the keys of a claim's sources, its own first, then those of its checks."""
    keys = list(record.get("sources", []))
    for check in record["checks"]:
        keys.extend(check.get("sources", []))
    return list(dict.fromkeys(keys))


def head_of(record: dict[str, Any]) -> nodes.Element:
    """Return a card's heading: badge, id, and the link to itself."""
    head = html_nodes.heading("claim-head")
    head += html_nodes.ready(badge.badge(record["verdict"], record["verdict_word"]))
    head += element("span", "claim-id", text(record["id"]))
    link = element("a", "headerlink", text("#"), href=f"#{data.anchor_of(record)}")
    link["attributes_"]["title"] = f"Link to claim {record['id']}"
    head += link
    return head


def labelled(label: str, words: str, classes: str = "") -> nodes.Element:
    """Return a paragraph that begins with what it is about."""
    return element("p", classes, element("span", "claim-label", text(f"{label}: ")), text(words))


def card(record: dict[str, Any], sources: dict[str, dict[str, Any]]) -> nodes.Element:
    """Return the card of one claim as document nodes."""
    word = record["verdict_word"]
    box = element("article", f"claim-card {badge.css_class(record['verdict'])}", head_of(record))
    box += labelled("The article", record["says"], "claim-says")
    sentence = record["sentence"].removeprefix(f"{word}: ")
    if sentence != word:
        box += html_nodes.paragraph(
            html_nodes.with_minus(sentence[:1].upper() + sentence[1:]), "claim-sentence"
        )
    box += facts(record)

    folds = element("div", "claim-folds")
    if count := len(record["checks"]):
        title = "1 check, with its numbers" if count == 1 else f"{count} checks, with their numbers"
        folds += html_nodes.folded(title, "claim-checks", html_nodes.ready(checks_table(record)))
    said = [labelled(label, record[key]) for key, label in SAID.items() if record.get(key)]
    if said:
        folds += html_nodes.folded("What the essay and the sources say", "claim-said", *said)
    keys = all_sources(record)
    if keys:
        count = f"{len(keys)} source{'s' if len(keys) != 1 else ''}"
        folds += html_nodes.folded(count, "claim-source-fold", source_links(keys, sources))
    if folds.children:
        box += folds
    return box


def facts(record: dict[str, Any]) -> nodes.Element:
    """Return the line of plain facts: kind, strength of evidence, earlier verdict."""
    line = element("p", "claim-facts")
    parts = [KINDS.get(record["kind"], record["kind"]).capitalize()]
    if record["verdict"] != "pending":
        parts.append("evidence: " + STRENGTHS.get(record["strength"], record["strength"]))
    if record.get("judged"):
        parts.append("judged, not computed")
    line += text(" · ".join(parts))
    before = record.get("verdict_at_publication")
    if before:
        line += text(" · when the essay appeared: ")
        line += element("strong", "", text(WORDS.get(before, before)))
    return line


def placed(env: Any) -> dict[str, str]:
    """Return the page of each claim that has a card, by claim id."""
    if not hasattr(env, "audit_claims"):
        env.audit_claims = {}
    return env.audit_claims


class Claim(SphinxDirective):
    """``{claim} C23``: the card of a claim at its permanent anchor."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0].strip()
        loaded = data.ledger(self.env.app)
        try:
            record = loaded.claim(name)
        except KeyError:
            raise self.error(f"no claim {name!r} in the ledger") from None
        page = self.env.docname
        if data.page_of(record) != page:
            raise self.error(f"claim {name} belongs to {record['url']}, not to {page}.html")
        if placed(self.env).get(name, page) != page:
            raise self.error(f"claim {name} has a card on {placed(self.env)[name]} already")
        placed(self.env)[name] = page
        document, anchor = self.state.document, data.anchor_of(record)
        if anchor in document.ids:
            raise self.error(f"claim {name} has two cards on this page")
        node = card(record, loaded.sources)
        html_nodes.anchored(self.env, document, anchor, node, f"claim {name}")
        return [node]


def forget_page(app: Any, env: Any, docname: str) -> None:
    """Forget the cards of a page that is about to be read again."""
    for name in [name for name, page in placed(env).items() if page == docname]:
        del placed(env)[name]


def merge_pages(app: Any, env: Any, docnames: list[str], other: Any) -> None:
    """Take over the cards of the pages that another process has read."""
    placed(env).update({n: page for n, page in placed(other).items() if page in docnames})


def check_complete(app: Any, env: Any) -> None:
    """Warn when a chapter stands without the card of one of its claims."""
    for record in data.ledger(app).records:
        page = data.page_of(record)
        if page in env.found_docs and record["id"] not in placed(env):
            LOGGER.warning("claim %s has no card on its page %s", record["id"], page, location=page)


def setup(app: Any) -> None:
    """Add the directive and its book-keeping."""
    app.add_directive("claim", Claim)
    app.connect("env-purge-doc", forget_page)
    app.connect("env-merge-info", merge_pages)
    app.connect("env-check-consistency", check_complete)
