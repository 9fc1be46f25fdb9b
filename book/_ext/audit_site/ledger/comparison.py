"""What only the card of a comparison has: its two ends, like for like, and what is left of them."""

from __future__ import annotations

from html import escape

from docutils import nodes

from analysis.words import day_in_words

from .. import html_nodes
from ..html_nodes import element, text
from ..markup import headings
from . import data

WIDTH = 200
#: Columns of the table of ends: heading to what fills it.
COLUMNS = {
    "Value": lambda end: value_of(end),
    "Test": lambda end: test_of(end),
    "Program": lambda end: end.get("scaffold") or "",
    "Graded by": lambda end: end.get("grader") or "",
    "Measured by": lambda end: end.get("reporter") or "",
    "Date": lambda end: day_in_words(end["date"]) if end.get("date") else "",
}


def value_of(end: data.Record) -> str:
    """Return an end's value with its unit in words."""
    shown = f"{end['value']:.4g}"
    unit = end.get("unit") or ""
    return f"{shown}%" if unit == "percent" else f"{shown} {unit}".strip()


def test_of(end: data.Record) -> str:
    """Return the task list of an end, with its version."""
    return " ".join(part for part in (end.get("task_set"), end.get("version")) if part)


def row(name: str, end: data.Record, columns: list[str]) -> str:
    """Return one measured end as a table row: what it is, model, and the columns."""
    model = end.get("model") or end.get("system") or ""
    cells = "".join(
        f'<td data-h="{escape(column)}">{escape(str(COLUMNS[column](end)))}</td>'
        for column in columns
    )
    return (
        f'<tr><th scope="row">{escape(name)}</th>'
        f'<td data-h="Model">{escape(str(model))}</td>{cells}</tr>'
    )


def table(record: data.Record) -> str:
    """Return both ends, and the pair that compares like with like beneath them."""
    ends = [(f"{end['printed']} in the article", end) for end in record["ends"]]
    like = [("like for like", end) for end in record.get("like") or []]
    columns = [c for c, read in COLUMNS.items() if any(read(end) for _, end in [*ends, *like])]
    body = "".join(row(name, end, columns) for name, end in [*ends, *like])
    return (
        f'<table class="stack ends"><thead><tr>{headings("", "Model", *columns)}</tr></thead>'
        f"<tbody>{body}</tbody></table>\n"
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
    marks = [c["threshold"] for c in record["checks"] if c["name"] == "like_for_like"]
    if record.get("share") is not None and marks:
        parts.append(html_nodes.ready(bar(record["share"], marks[0])))
    joined = element("p", "claim-same", text("Joins "))
    for name in record["of"]:
        other, page = loaded.card(name), data.page_of(record)
        joined += reference(other, page, comma=name != record["of"][-1])
    parts.append(joined)
    return element("div", "claim-pair", *parts)
