"""Make ``{claim} C23``, the card of a claim, a comparison (``P22-23``) or a group (``G4``).

A card says in order: the verdict, the sentence that decided, the article's words and ours, one line
a check, how good the evidence is, then, each folded under its name, what would change it, what
version 1 of the rule said, the sources, the statistics. A comparison shows between them its two
ends, like for like, and what is left of the change. Its HTML is that of the macros in
``card.html``.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.evidence.records import labels
from analysis.words import count_in_words, day_in_words, length_of_time

from .. import html_nodes
from ..cite import pages
from ..common import up_to_root
from ..html_nodes import ready
from ..markup import is_web, pieces, typeset
from ..tables.rows import row_anchor
from . import data

HTML = pieces("ledger/card.html")
Cite = Callable[[data.Record], str]
SIDES = {"for": "For", "against": "Against", "limits": "Limits it"}


def place_in(address: str, quotation: str) -> str:
    """Return the address of an article, at the place of a quotation.

    Words that the quotation leaves out ("…") become a range from its first to its last piece.
    """
    from analysis.evidence.quotations import parts

    said = parts(quotation)
    ends = [said[0], said[-1]] if len(said) > 1 else said
    # A hyphen or comma as such would end the fragment's directive.
    shown = (quote(piece.strip(), safe="").replace("-", "%2D") for piece in ends)
    return f"{address}#:~:text={','.join(shown)}"


def quoted(record: data.Record, loaded: data.Ledger) -> tuple[str, str]:
    """Return the article's words and the address of their place, "" for none.

    A comparison without words of its own has those of its two ends.
    """
    words = record["quote"]
    if not words and record.get("of"):
        ends = [loaded.card(name)["quote"] for name in (record["of"][0], record["of"][-1])]
        words = " … ".join(ends) if all(ends) else ""
    article = loaded.sources.get(data.ARTICLE, {}).get("url")
    return words, place_in(article, words) if words and is_web(article) else ""


def witnesses(check: data.Record) -> str:
    """Return who speaks for and against in a check that counts them: "For: A, B. Against: C."."""
    named = {side: [w["witness"] for w in check.get(side) or []] for side in SIDES}
    # Of an open sentence whoever speaks for or against stands there alone.
    spoken = {*named["for"], *named["against"]} if check["result"] == "open" else ()
    named["limits"] = [name for name in named["limits"] if name not in spoken]
    # What is left open has no limits yet: some of its witnesses speak for it.
    words = SIDES | ({"limits": "Bears on it"} if check["result"] == "open" else {})
    said = [f"{words[side]}: {', '.join(names)}." for side, names in named.items() if names]
    if said and check["result"] == "unshown":
        asked = count_in_words(round(check["threshold"])).capitalize()
        said.append(f"{asked} independent parties are asked for.")
    return " ".join(said)


def checks_of(
    records: Sequence[data.Record], decided_by: str
) -> list[tuple[data.Record, str, bool, str]]:
    """Return all checks, each once: what was found, whether it decided the record ``decided_by``,
    and in a group the ids of its sentences, where others fared otherwise."""
    alike: dict[tuple[str, str, str], list[tuple[data.Record, data.Record]]] = {}
    for record in records:
        for check in record["checks"]:
            key = (check["title"], check["result"], check["words"])
            alike.setdefault(key, []).append((record, check))
    titles = Counter(title for title, _, _ in alike)
    lines = []
    for (title, _, _), found in alike.items():
        check = found[0][1]
        first = found[0][0]
        # A definition is no verdict that a check could have decided.
        decided = first["id"] == decided_by and check["decided"] and first["word"] != "Definition"
        apart = len(records) > 1 and titles[title] > 1
        whose = data.span([record for record, _ in found]) if apart else ""
        lines.append((check, witnesses(check) or typeset(check["words"]), decided, whose))
    return lines


def history(members: Sequence[data.Record]) -> list[str]:
    """Return what version 1 said otherwise of the sentences of a finding, each saying once."""
    by: dict[str, list[data.Record]] = {}
    for member in members:
        if said := before(member):
            by.setdefault(said, []).append(member)
    lead = len(members) > 1
    return [f"{data.span(found)}: {said}" if lead else said for said, found in by.items()]


def before(record: data.Record) -> str:
    """Return what version 1 of the rule said of a record and why it moved, "" if it did not."""
    word, reason = record["word_v1"], record["reason"] or {}
    if not word:
        return f"No record of its own. {reason['why']}" if reason else ""
    if not record["moved"]:
        return ""
    why = f" Why it moved ({reason['words']}): {reason['why']}" if reason else ""
    return f"{word}.{why}"


def statistic(value: Any, unit: str | None = None) -> str:
    """Return a statistic for people: four significant digits, with its unit."""
    if value is None or isinstance(value, str):
        return value or ""
    shown = f"{value:,.0f}" if abs(value) >= 9999.5 else f"{value:.4g}"
    shown = shown.replace("-", "−")
    return shown + (f" {unit}" if unit and unit not in {"none", "fraction", "number"} else "")


def value_of(end: data.Record) -> str:
    """Return an end's value with its unit in words; a length of time as people say it."""
    unit, value = end.get("unit") or "", end["value"]
    if unit == "minutes":
        return length_of_time(value)
    if unit == "factor":
        return f"{value:.3g} times"
    return f"{value:.4g}%" if unit == "percent" else f"{value:.4g} {unit}".strip()


def cells_of(end: data.Record) -> dict[str, str]:
    """Return what the table of a comparison's ends says of one, by heading."""
    version = end.get("version") and f"version {end['version']}"
    return {
        "Model": (end.get("model") or end.get("system") or "").replace(
            "Official instruct-tuned versions of the same 4 base LLMs",
            "the makers’ own releases of the four models",
        ),
        "Value": value_of(end),
        "Test": ", ".join(filter(None, (end.get("task_set"), version))),
        "Program": (end.get("scaffold") or "")
        .replace("vendor internal", "its maker’s own")
        .replace("RAG", "text search (RAG)"),
        "Graded by": end.get("grader") or "",
        "Measured by": labels("measured_by").get(end.get("reporter"), ""),
        "Date of model or entry": day_in_words(end["date"]),
    }


def ends(record: data.Record) -> dict[str, Any]:
    """Return the ends of a comparison: ``rows`` (name, cells) of each printed one and, beneath it,
    the one like for like, ``columns`` in which they differ, and what is the ``same`` at all."""
    named, sides = [], zip(("start", "end"), record["like"] or (None, None), strict=True)
    for claim, (side, other) in zip((record["of"][0], record["of"][-1]), sides, strict=True):
        printed = [end for end in record["ends"] if end["claim"] == claim]
        named += [(f"{end['printed']} in the article", cells_of(end)) for end in printed]
        named += [(f"{side} on one test", cells_of(other))] if other else []
    names: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name, cells in named:  # an end of both pairs is one row
        names.setdefault(tuple(cells.items()), []).append(name)
    rows = [(", ".join(found), dict(cells)) for cells, found in names.items()]
    values = {column: {cells[column] for _, cells in rows} for column in rows[0][1]}
    columns = [name for name, found in values.items() if len(found) > 1 or name == "Model"]
    same = [
        f"{name[0].lower()}{name[1:]} {min(found)}"
        for name, found in values.items()
        if name not in columns and min(found)
    ]
    return {"rows": rows, "columns": columns, "same": same}


def card(
    finding: data.Record, members: Sequence[data.Record], loaded: data.Ledger, cite: Cite
) -> str:
    """Return the card of a claim or comparison, or of a group with the address of each sentence.

    ``finding`` and ``members`` are as :meth:`Ledger.finding` gives them, ``cite`` gives the link to
    a record's citation.
    """
    page, said, parts = data.page_of(members[0]), {finding["sentence"]}, []
    for one in members:
        own = "" if one["sentence"] in said else one["sentence"]
        said.add(one["sentence"])
        pair = f" · {data.pair_label(one)}" if one.get("of") else ""
        kind, words = one["class_word"] + pair, quoted(one, loaded)
        parts.append((one, data.anchor_of(one), kind, cite(one), *words, own))
    same = loaded.groups.get(finding.get("group", ""), {"members": ()})["members"]
    beside = finding.get("of") or [name for name in same if name != finding["id"]]
    return HTML.card(
        finding,
        parts,
        span=data.span(members),
        ways={name: data.way_to(loaded.card(name), page) for name in beside},
        ends=ends(finding) if finding.get("of") else {},
        least=1 - loaded.thresholds["missing_share_near"],
        checks=checks_of(members, finding["decided_by"] if len(members) > 1 else finding["id"]),
        earlier=history(members),
        records=members,
        sources=loaded.sources,
        statistic=statistic,
        row_link=partial(row_anchor, up=up_to_root(page)),
    )


def claim(directive: SphinxDirective) -> list[nodes.Node]:
    """``{claim} C23``: the card of a claim, comparison or group at its permanent address."""
    name, app, page = directive.arguments[0].strip(), directive.env.app, directive.env.docname
    loaded = data.ledger(app)
    try:
        finding, members = loaded.finding(name)
    except KeyError:
        raise directive.error(f"no claim {name!r} in the ledger") from None
    node = ready(card(finding, members, loaded, partial(pages.claim_opener, app, page)), read=True)
    for member in members:
        place(directive, member, node)
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
