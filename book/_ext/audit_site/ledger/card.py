"""Make ``{claim} C23``, the card of a claim, a comparison (``P22-23``) or a group (``G4``).

A card says in order: the verdict, the sentence that decided, the article's words and ours, one line
a check, how good the evidence is and what version 1 said, then, each folded under its name, what
would change it, the sources, the statistics. A comparison shows between them its two ends, like for
like, and what is left of the change. Its HTML is that of the macros in ``card.html``.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from analysis.words import day_in_words, length_of_time

from .. import html_nodes
from ..cite import boxes
from ..common import up_to_root
from ..html_nodes import ready
from ..markup import is_web, pieces, typeset
from ..tables.rows import row_anchor
from . import data
from .squares import pair_label, span

LOGGER = logging.getLogger(__name__)
HTML = pieces("ledger/card.html")
Cite = Callable[[data.Record], str]
ARTICLE = "article"
SAID = {
    "essay": "The essay behind the article",
    "primary": "The primary source",
    "differs": "How they differ",
}
SIDES = {"for": "For", "against": "Against", "limits": "Limits it"}
REPORTERS = {
    "vendor": "the maker",
    "benchmark": "the test’s keepers",
    "independent": "an independent party",
}
#: Columns of the table of a comparison's ends: heading to what fills it.
COLUMNS = {
    "Value": lambda end: value_of(end),
    "Test": lambda end: ", ".join(
        filter(None, (end.get("task_set"), end.get("version") and f"version {end['version']}"))
    ),
    "Program": lambda end: (end.get("scaffold") or "").replace(
        "vendor internal", "its maker’s own"
    ),
    "Graded by": lambda end: end.get("grader") or "",
    "Measured by": lambda end: REPORTERS.get(end.get("reporter"), ""),
    "Date": lambda end: day_in_words(end["date"]),
}


def place_in(address: str, quotation: str) -> str:
    """Return the address of an article, at the place of a quotation where one is given.

    Words that the quotation leaves out ("…") become a range from its first to its last piece.
    """
    from analysis.evidence.quotations import parts

    said = parts(quotation) if quotation else []
    if not said:
        return address
    ends = [said[0], said[-1]] if len(said) > 1 else said
    # A hyphen or comma as such would end the fragment's directive.
    shown = (quote(piece.strip(), safe="").replace("-", "%2D") for piece in ends)
    return f"{address}#:~:text={','.join(shown)}"


def quoted(record: data.Record, loaded: data.Ledger) -> str:
    """Return the article's words, linked to their place, and ours behind them.

    A comparison without words of its own has those of its two ends.
    """
    words = record["quote"]
    if not words and record.get("of"):
        ends = [loaded.card(name)["quote"] for name in (record["of"][0], record["of"][-1])]
        words = " … ".join(ends) if all(ends) else ""
    article = loaded.sources.get(ARTICLE, {}).get("url")
    address = place_in(article, words) if is_web(article) else ""
    return HTML.quoted(words, address, record["says"])


def witnesses(check: data.Record) -> str:
    """Return who speaks for and against in a check that counts them: "For: A, B. Against: C."."""
    named = {side: ", ".join(w["witness"] for w in check.get(side) or []) for side in SIDES}
    # What is left open has no limits yet: some of its witnesses speak for it.
    words = SIDES | ({"limits": "Bears on it"} if check["result"] == "open" else {})
    return " ".join(f"{words[side]}: {names}." for side, names in named.items() if names)


def checks_of(records: list[data.Record], decided_by: str) -> str:
    """Return the lines of all checks, each once; ``decided_by`` is the record that decided."""
    lines: dict[tuple[str, str, str], tuple[data.Record, str, bool]] = {}
    for record in records:
        for check in record["checks"]:
            said = witnesses(check) or typeset(check["words"])
            decided = check["decided"] and record["id"] == decided_by
            key = (check["title"], check["result"], check["words"])
            lines.setdefault(key, (check, said, decided))
    return HTML.checks(list(lines.values())) if lines else ""


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


def statistic(value: Any, unit: str | None = None) -> str:
    """Return a statistic for people: four significant digits, with its unit."""
    if value is None or isinstance(value, str):
        return value or ""
    shown = f"{value:,.0f}" if abs(value) >= 9999.5 else f"{value:.4g}"
    shown = shown.replace("-", "−")
    return shown + (f" {unit}" if unit and unit not in {"none", "fraction", "number"} else "")


def folds(records: list[data.Record], sources: dict[str, data.Record]) -> str:
    """Return the folds of a card: what would change it, its sources, the statistics."""
    keys = dict.fromkeys(key for record in records for key in record["sources"])
    said = {who: unique(record.get(name) for record in records) for name, who in SAID.items()}
    return HTML.folds(
        unique(record["would_change"] for record in records),
        [(key, sources.get(key, {})) for key in keys],
        [(who, words) for who, found in said.items() for words in found],
        [check for record in records for check in record["checks"]],
        statistic,
        partial(row_anchor, up=up_to_root(data.page_of(records[0]))),
    )


def unique(values: Any) -> list[str]:
    """Return the texts that are not empty, each once."""
    return list(dict.fromkeys(value for value in values if value))


def value_of(end: data.Record) -> str:
    """Return an end's value with its unit in words; a length of time as people say it."""
    unit, value = end.get("unit") or "", end["value"]
    if unit == "minutes":
        return length_of_time(value)
    if unit == "factor":
        return f"{value:.3g} times"
    return f"{value:.4g}%" if unit == "percent" else f"{value:.4g} {unit}".strip()


def ends(record: data.Record) -> str:
    """Return the printed ends, and the pair that compares like with like beneath them.

    What is the same at all ends is said once, under the table.
    """
    named = [(f"{end['printed']} in the article", end) for end in record["ends"]]
    named += [("like for like", end) for end in record["like"] or []]
    rows = [
        (name, end.get("model") or end.get("system") or "", {c: f(end) for c, f in COLUMNS.items()})
        for name, end in named
    ]
    values = {column: {cells[column] for _, _, cells in rows} for column in COLUMNS}
    differ = [column for column in COLUMNS if len(values[column]) > 1]
    same = [
        f"{column[0].lower()}{column[1:]} {min(values[column])}"
        for column in COLUMNS
        if column not in differ and min(values[column])
    ]
    return HTML.ends(differ, rows, same)


def joined(record: data.Record, loaded: data.Ledger) -> str:
    """Return what joins a record to others: of a comparison its ends and what is left of the
    change, of a sentence the others of its fact."""
    page = data.page_of(record)
    if record.get("of"):
        ways = {name: data.way_to(loaded.card(name), page) for name in record["of"]}
        share, least = record["share"], 1 - loaded.thresholds["missing_share_near"]
        bar = HTML.bar(share, least) if share is not None else ""
        return HTML.pair(ends(record), bar, HTML.same("Joins ", ways))
    if record.get("group"):
        members = loaded.groups[record["group"]]["members"]
        others = (loaded.card(name) for name in members if name != record["id"])
        return HTML.same("Counted once with ", {o["id"]: data.way_to(o, page) for o in others})
    return ""


def right_of(record: data.Record, kind: str, cite: Cite) -> str:
    """Return what stands at the right of a card's head: what it is, its link, its citation."""
    return HTML.right(record["id"], kind, data.anchor_of(record), cite(record))


def card(record: data.Record, loaded: data.Ledger, cite: Cite) -> str:
    """Return the card of a claim or a comparison; ``cite`` gives the link to its citation."""
    pair = f" · {pair_label(record)}" if record.get("of") else ""
    return HTML.card(
        record,
        data.anchor_of(record),
        right_of(record, record["class_word"] + pair, cite),
        quoted(record, loaded),
        joined(record, loaded),
        checks_of([record], record["id"]),
        [before(record)],
        folds([record], loaded.sources),
    )


def group_card(group: data.Record, loaded: data.Ledger, cite: Cite) -> str:
    """Return one card for all sentences of a fact, each with its own address and verdict."""
    members = [loaded.card(name) for name in group["members"]]
    items, said = [], {group["sentence"]}
    for member in members:
        sentence = "" if member["sentence"] in said else member["sentence"]
        said.add(sentence)
        right = right_of(member, member["class_word"], cite)
        items.append((member, data.anchor_of(member), right, quoted(member, loaded), sentence))
    kind = f"{span(tuple(members))} · {members[0]['class_word']}, counted once"
    return HTML.card(
        group,
        "",
        HTML.right("", kind),
        "",
        HTML.members(items),
        checks_of(members, group["decided_by"]),
        history(members),
        folds(members, loaded.sources),
    )


def claim(directive: SphinxDirective) -> list[nodes.Node]:
    """``{claim} C23``: the card of a claim, comparison or group at its permanent address."""
    name, app, page = directive.arguments[0].strip(), directive.env.app, directive.env.docname
    loaded, cite = data.ledger(app), partial(boxes.claim_opener, app, page)
    try:
        if group := loaded.groups.get(name):
            members, html = group["members"], group_card(group, loaded, cite)
        else:
            members, html = [name], card(loaded.card(name), loaded, cite)
    except KeyError:
        raise directive.error(f"no claim {name!r} in the ledger") from None
    node = ready(html, read=True)
    for member in members:
        place(directive, loaded.card(member), node)
    return [node]


def place(directive: SphinxDirective, record: data.Record, node: nodes.Element) -> None:
    """Make a card the target of its record's address; refuse a wrong page and a second card."""
    name, env, document = record["id"], directive.env, directive.state.document
    if data.page_of(record) != env.docname:
        raise directive.error(f"claim {name} belongs to {record['url']}, not to {env.docname}.html")
    anchor = data.anchor_of(record)
    if anchor in document.ids:
        raise directive.error(f"claim {name} has two cards on this page")
    html_nodes.anchored(env, document, anchor, node, f"claim {name}")


def check_complete(app: Any, env: Any) -> None:
    """Warn when a chapter stands without the card of one of its claims or comparisons."""
    labels = env.get_domain("std").anonlabels
    for record in data.ledger(app).cards:
        page, anchor = data.page_of(record), data.anchor_of(record)
        if page in env.found_docs and labels.get(anchor) != (page, anchor):
            LOGGER.warning("claim %s has no card on its page %s", record["id"], page, location=page)
