"""Make ``{claim} C23``, the card of a claim, a comparison (``P22-23``) or a group (``G4``).

A card says in order: the verdict, the sentence that decided, the article's words and ours, one line
a check, how good the evidence is and what version 1 said, then, each folded under its name, what
would change it, the sources, the statistics. All text is plain text of document nodes, so the HTML
writer escapes it.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import MARKS, RESULTS

from .. import article, html_nodes
from ..common import up_to_root
from ..html_nodes import element, paragraph, text, typeset
from ..markup import is_web
from ..tables.rows import row_anchor
from . import badge, comparison, data
from .squares import pair_label, span

LOGGER = logging.getLogger(__name__)
ARTICLE = "article"
SAID = {
    "essay": "The essay behind the article",
    "primary": "The primary source",
    "differs": "How they differ",
}
#: Result to the class of its mark's colour; all others are grey.
COLOURS = {"yes": "good", "no": "bad"}
SIDES = {"for": "For", "against": "Against", "limits": "Limits it"}


def article_link(words: str, sources: dict[str, data.Record]) -> str:
    """Return the address of words in the article, or "" where its own is not known."""
    address = sources.get(ARTICLE, {}).get("url")
    return article.address({"address": address}, words) if is_web(address) else ""


def words_of(record: data.Record, loaded: data.Ledger) -> str:
    """Return the article's words; of a comparison without its own those of its two ends."""
    if record["quote"] or not record.get("of"):
        return record["quote"]
    ends = [loaded.card(name)["quote"] for name in (record["of"][0], record["of"][-1])]
    return " … ".join(ends) if all(ends) else ""


def quoted(record: data.Record, loaded: data.Ledger) -> nodes.Element:
    """Return the article's words, linked to their place, and ours behind them."""
    said = element("p", "quo")
    if words := words_of(record, loaded):
        marked, address = text(f"“{typeset(words)}”"), article_link(words, loaded.sources)
        said += element("a", "external", marked, href=address) if address else marked
        said += text(" ")
    said += element("span", "", text(typeset(f"In our words: {record['says']}")))
    return said


def witnesses(check: data.Record) -> str:
    """Return who speaks for and against in a check that counts them: "For: A, B. Against: C."."""
    said = [
        f"{title}: {', '.join(one['witness'] for one in check[side])}."
        for side, title in SIDES.items()
        if check.get(side)
    ]
    return " ".join(said)


def check_line(check: data.Record, *, decided: bool) -> nodes.Element:
    """Return a check as one line: mark, statement, result with margin or witnesses."""
    colour = COLOURS.get(check["result"], "grey")
    mark = html_nodes.ready(
        f'<span class="chk-mark {colour}" aria-hidden="true">{MARKS[check["result"]]}</span>'
    )
    spoken = element("span", "visually-hidden", text(f"{RESULTS[check['result']]}: "))
    title = element("b", "", text(typeset(f"{check['title'].rstrip('.')}.")))
    words = element("span", "", spoken, title)
    said = witnesses(check) or typeset(check["words"])
    if said:
        words += element("em", "", text(f" {said[:1].upper()}{said[1:].rstrip('.')}."))
    if decided:
        words += text(" ")
        words += element("span", "chk-decided", text("this decided"))
    return element("li", "", mark, words)


def checks_of(records: list[data.Record], decided_by: str) -> nodes.Element:
    """Return the lines of all checks, each once; ``decided_by`` is the record that decided."""
    lines: dict[tuple[str, str, str], nodes.Element] = {}
    for record in records:
        for check in record["checks"]:
            decided = check["decided"] and record["id"] == decided_by
            line = check_line(check, decided=decided)
            lines.setdefault((check["title"], check["result"], check["words"]), line)
    return element("ul", "checks", *lines.values())


def meta(evidence: str, earlier: list[str]) -> nodes.Element:
    """Return how good the evidence is, and what version 1 said."""
    line = element("p", "claim-meta")
    if evidence:
        line += element("span", "", text("Evidence: "), element("b", "", text(typeset(evidence))))
    line.extend(element("span", "", text(typeset(said))) for said in earlier)
    return line


def history(members: list[data.Record]) -> list[str]:
    """Return what version 1 said of the sentences of a group, each saying once."""
    by: dict[str, list[data.Record]] = {}
    for member in members:
        by.setdefault(before(member), []).append(member)
    return [f"{span(tuple(found))}: {said}" for said, found in by.items()]


def before(record: data.Record) -> str:
    """Return what version 1 of the rule said of a record, and why it moved."""
    word, reason = record["word_v1"], record["reason"] or {}
    if not word:
        return f"New as a record of its own. {reason.get('why', '')}".strip()
    if not record["moved"]:
        return "Version 1 gave the same verdict."
    why = f" Why it moved ({reason['words']}): {reason['why']}" if reason else ""
    return f"Verdict in version 1: {word}.{why}"


def source_links(keys: list[str], sources: dict[str, data.Record]) -> nodes.Element:
    """Return a list of linked sources; an address that is not http(s) is shown without a link."""
    items = element("ul", "claim-sources")
    for key in keys:
        source = sources.get(key, {})
        label = text(source.get("title") or key)
        linked = is_web(source.get("url"))
        item = element("li", "")
        item += element("a", "external", label, href=str(source["url"])) if linked else label
        details = ", ".join(str(source[k]) for k in ("publisher", "year") if source.get(k))
        if details:
            item += text(f" ({details})")
        items += item
    return items


def statistic(value: Any, unit: str | None = None) -> str:
    """Return a statistic for people: four significant digits, with its unit."""
    if value is None or isinstance(value, str):
        return value or ""
    shown = f"{value:,.0f}" if abs(value) >= 9999.5 else f"{value:.4g}"
    shown = shown.replace("-", "−")
    return shown + (f" {unit}" if unit and unit not in {"none", "fraction", "number"} else "")


def for_statisticians(records: list[data.Record]) -> nodes.Element:
    """Return each check with its name, role, statistic, mark and rows."""
    items = element("ul", "claim-statistics")
    for record in records:
        for check in record["checks"]:
            facts = [f"{check['name']} ({check['role']}): {RESULTS[check['result']]}"]
            if found := statistic(check["statistic"], check["unit"]):
                facts.append(f"statistic {found}")
            if mark := statistic(check["threshold"]):
                facts.append(f"mark {mark}")
            item = element("li", "", text("; ".join(facts)))
            if check["rows"]:
                up = up_to_root(data.page_of(record))
                rows = ", ".join(row_anchor(row, up) for row in check["rows"])
                item += html_nodes.ready(f"; rows {rows}")
            items += item
    return items


def folds(records: list[data.Record], sources: dict[str, data.Record]) -> nodes.Element:
    """Return the folds of a card, in one line while they are closed."""
    box = element("div", "claim-folds")
    changes = unique(record["would_change"] for record in records)
    change = [paragraph(typeset(words)) for words in changes]
    if change:
        box += html_nodes.folded("What would change this", "", *change)
    keys = list(dict.fromkeys(key for record in records for key in record["sources"]))
    said = [
        element("p", "", element("b", "", text(f"{label}: ")), text(typeset(words)))
        for name, label in SAID.items()
        for words in unique(record.get(name) for record in records)
    ]
    if keys or said:
        title = f"Sources ({len(keys)})" + (", and what they say" if said else "")
        box += html_nodes.folded(title, "", source_links(keys, sources), *said)
    if any(record["checks"] for record in records):
        box += html_nodes.folded("For statisticians", "claim-rows", for_statisticians(records))
    return box


def unique(values: Any) -> list[str]:
    """Return the texts that are not empty, each once."""
    return list(dict.fromkeys(value for value in values if value))


def right_of(record: data.Record, kind: str) -> nodes.Element:
    """Return what stands at the right of a card's head; the button that cites is added later."""
    link = element("a", "", text("link"), href=f"#{data.anchor_of(record)}")
    link["attributes_"]["aria-label"] = f"Link to {record['id']}"
    name = record["id"].replace("-", "–")
    return element("p", "claim-right", text(f"{name} · {kind} · "), link)


def head_of(finding: data.Record, right: nodes.Element) -> nodes.Element:
    """Return a card's head: verdict with the kind of its caveat, and what stands at the right."""
    head = html_nodes.heading("claim-head")
    head += html_nodes.ready(badge.badge(finding["word"], finding["caveat"]))
    return element("div", "claim-top", head, right)


def yours() -> nodes.Element:
    """Return the place where a reader's own standards are shown, empty and hidden."""
    return html_nodes.ready('<p class="yours" hidden></p>\n')


def card(record: data.Record, loaded: data.Ledger) -> nodes.Element:
    """Return the card of a claim or a comparison as document nodes."""
    pair = bool(record.get("of"))
    kind = f"{record['class_word']} · {pair_label(record)}" if pair else record["class_word"]
    box = element("article", f"claim-card {badge.css_class(record['word'])}")
    box["attributes_"]["data-id"] = record["id"]
    box += head_of(record, right_of(record, kind))
    box += paragraph(typeset(record["sentence"]), "say")
    box += yours()
    box += quoted(record, loaded)
    if pair:
        box += comparison.body(record, loaded)
    elif record.get("group"):
        box += same_fact(record, loaded)
    if record["checks"]:
        box += checks_of([record], record["id"])
    box += meta(record["evidence_words"], [before(record)])
    box += folds([record], loaded.sources)
    return box


def same_fact(record: data.Record, loaded: data.Ledger) -> nodes.Element:
    """Return the line that names the other sentences of the same fact."""
    others = [name for name in loaded.groups[record["group"]]["members"] if name != record["id"]]
    line = element("p", "claim-same", text("The same fact, counted once: "))
    for name in others:
        other, page = loaded.card(name), data.page_of(record)
        line += comparison.reference(other, page, comma=name != others[-1])
    return line


def group_card(group: data.Record, loaded: data.Ledger) -> nodes.Element:
    """Return one card for all sentences of a fact, each with its own address and verdict."""
    members = [loaded.card(name) for name in group["members"]]
    box = element("article", f"claim-card {badge.css_class(group['word'])}")
    box["attributes_"]["data-id"] = group["id"]
    ids = span(tuple(members))
    right = element("p", "claim-right", text(f"{ids} · {members[0]['class_word']}, counted once"))
    box += head_of(group, right)
    box += paragraph(typeset(group["sentence"]), "say")
    box += yours()
    items, said = element("ul", "claim-members"), {group["sentence"]}
    for member in members:
        item = element("li", "claim-member")
        item["attributes_"]["data-id"] = member["id"]
        item += html_nodes.ready(badge.badge(member["word"], member["caveat"]))
        item += right_of(member, member["class_word"])
        item += quoted(member, loaded)
        if member["sentence"] not in said:
            item += paragraph(typeset(member["sentence"]), "member-say")
            said.add(member["sentence"])
        item += yours()
        items += item
    box += items
    box += checks_of(members, group["decided_by"])
    box += meta(group["evidence_words"], history(members))
    box += folds(members, loaded.sources)
    return box


def placed(env: Any) -> dict[str, str]:
    """Return the page of each record that has a card, by its id."""
    if not hasattr(env, "audit_claims"):
        env.audit_claims = {}
    return env.audit_claims


class Claim(SphinxDirective):
    """``{claim} C23``: the card of a claim, comparison or group at its permanent address."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0].strip()
        loaded = data.ledger(self.env.app)
        if name in loaded.groups:
            node = group_card(loaded.groups[name], loaded)
            for item in node.findall(html_nodes.audit_box):
                if "claim-member" in item["classes"]:
                    self.place(loaded.card(item["attributes_"]["data-id"]), item)
            return [node]
        try:
            record = loaded.card(name)
        except KeyError:
            raise self.error(f"no claim {name!r} in the ledger") from None
        node = card(record, loaded)
        self.place(record, node)
        return [node]

    def place(self, record: data.Record, node: nodes.Element) -> None:
        """Make a card the target of its record's address; refuse a wrong page and a second card."""
        name, page, document = record["id"], self.env.docname, self.state.document
        if data.page_of(record) != page:
            raise self.error(f"claim {name} belongs to {record['url']}, not to {page}.html")
        if placed(self.env).get(name, page) != page:
            raise self.error(f"claim {name} has a card on {placed(self.env)[name]} already")
        placed(self.env)[name] = page
        anchor = data.anchor_of(record)
        if anchor in document.ids:
            raise self.error(f"claim {name} has two cards on this page")
        html_nodes.anchored(self.env, document, anchor, node, f"claim {name}")


def forget_page(app: Any, env: Any, docname: str) -> None:
    """Forget the cards of a page that is about to be read again."""
    for name in [name for name, page in placed(env).items() if page == docname]:
        del placed(env)[name]


def merge_pages(app: Any, env: Any, docnames: list[str], other: Any) -> None:
    """Take over the cards of the pages that another process has read."""
    placed(env).update({n: page for n, page in placed(other).items() if page in docnames})


def check_complete(app: Any, env: Any) -> None:
    """Warn when a chapter stands without the card of one of its claims or comparisons."""
    for record in data.ledger(app).cards:
        page = data.page_of(record)
        if page in env.found_docs and record["id"] not in placed(env):
            LOGGER.warning("claim %s has no card on its page %s", record["id"], page, location=page)


def setup(app: Any) -> None:
    """Add the directive and its book-keeping."""
    app.add_directive("claim", Claim)
    app.connect("env-purge-doc", forget_page)
    app.connect("env-merge-info", merge_pages)
    app.connect("env-check-consistency", check_complete)
