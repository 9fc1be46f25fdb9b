"""What only the card of a comparison has: its two ends, like for like, and what is left of them."""

from __future__ import annotations

from html import escape

from docutils import nodes

from analysis.words import day_in_words, length_of_time

from .. import html_nodes
from ..html_nodes import element, text
from ..markup import headings
from . import data

WIDTH = 200
REPORTERS = {
    "vendor": "the maker",
    "benchmark": "the test’s keepers",
    "independent": "an independent party",
}
#: Columns of the table of ends: heading to what fills it.
COLUMNS = {
    "Value": lambda end: value_of(end),
    "Test": lambda end: test_of(end),
    "Program": lambda end: (end.get("scaffold") or "").replace(
        "vendor internal", "its maker’s own"
    ),
    "Graded by": lambda end: end.get("grader") or "",
    "Measured by": lambda end: REPORTERS.get(end.get("reporter"), ""),
    "Date": lambda end: day_in_words(end["date"]),
}


def value_of(end: data.Record) -> str:
    """Return an end's value with its unit in words; a length of time as people say it."""
    unit, value = end.get("unit") or "", end["value"]
    if unit == "minutes":
        return length_of_time(value)
    if unit == "factor":
        return f"{value:.3g} times"
    return f"{value:.4g}%" if unit == "percent" else f"{value:.4g} {unit}".strip()


def test_of(end: data.Record) -> str:
    """Return the task list of an end, with its version."""
    return " ".join(part for part in (end.get("task_set"), end.get("version")) if part)


def row(name: str, end: data.Record, columns: list[str]) -> str:
    """Return one measured end as a table row: what it is, model, and the columns."""
    model = end.get("model") or end.get("system") or ""
    cells = "".join(
        f'<td data-h="{escape(column)}">{escape(COLUMNS[column](end))}</td>' for column in columns
    )
    return (
        f'<tr><th scope="row">{escape(name)}</th>'
        f'<td data-h="Model">{escape(str(model))}</td>{cells}</tr>'
    )


def table(record: data.Record) -> str:
    """Return the printed ends, and the pair that compares like with like beneath them.

    What is the same at all ends is said once, under the table.
    """
    ends = [(f"{end['printed']} in the article", end) for end in record["ends"]]
    ends += [("like for like", end) for end in record["like"] or []]
    found = {column: {read(end) for _, end in ends} for column, read in COLUMNS.items()}
    columns = [column for column, values in found.items() if len(values) > 1]
    same = [
        f"{column[0].lower()}{column[1:]} {min(values)}"
        for column, values in found.items()
        if len(values) == 1 and min(values)
    ]
    body = "".join(row(name, end, columns) for name, end in ends)
    note = f'<p class="claim-same">The same throughout: {escape("; ".join(same))}.</p>\n'
    return (
        f'<table class="stack ends"><thead><tr>{headings("End", "Model", *columns)}</tr></thead>'
        f"<tbody>{body}</tbody></table>\n{note if same else ''}"
    )


def bar(share: float, line: float) -> str:
    """Return how much of the printed change is left, with the line below which a pair misleads."""
    percent, least = round(100 * share), round(100 * line)
    wide, at = round(min(max(share, 0.0), 1.0) * WIDTH), round(line * WIDTH)
    kind = "good" if share >= line else "bad"
    return (
        '<p class="left"><span>Left of the printed change</span>'
        f'<svg viewBox="0 0 {WIDTH} 20" width="{WIDTH}" height="20" aria-hidden="true">'
        f'<path d="M0.5 5.5h{WIDTH - 1}v9H0.5z" fill="none" stroke="var(--line)"/>'
        f'<path d="M0 5h{wide}v10H0z" fill="var(--{kind})"/>'
        f'<path d="M{at} 1v18" stroke="var(--ink)" stroke-width="1.5"/></svg>'
        f"<b>{percent}%</b> <em>(below the line, {least}%, a pair misleads)</em></p>\n"
    )


def reference(record: data.Record, page: str, *, comma: bool = False) -> nodes.Element:
    """Return a link from a page to a record's card, named by its id."""
    link = element("a", "", text(record["id"]), href=data.way_to(record, page))
    return element("span", "", link, text(", ")) if comma else link


def body(record: data.Record, loaded: data.Ledger) -> nodes.Element:
    """Return the ends, the bar where a change is compared, and links to the figures' cards."""
    parts = [html_nodes.ready(table(record))]
    if record["share"] is not None:
        least = 1 - loaded.thresholds["missing_share_near"]
        parts.append(html_nodes.ready(bar(record["share"], least)))
    joined = element("p", "claim-same", text("Joins "))
    for name in record["of"]:
        other, page = loaded.card(name), data.page_of(record)
        joined += reference(other, page, comma=name != record["of"][-1])
    parts.append(joined)
    return element("div", "claim-pair", *parts)
