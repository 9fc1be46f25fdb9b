"""Write the small pieces of escaped HTML that pages and notebooks share; imports nothing heavy."""

from __future__ import annotations

from html import escape


def is_web(address: object) -> bool:
    """Say whether a text is an http(s) address: nothing else is ever made a link."""
    return str(address or "").startswith(("https://", "http://"))


def web_link(words: str, address: object, *, classes: str = "reference external") -> str:
    """Return words as an escaped link, or as plain escaped words where the address is none."""
    if not is_web(address):
        return escape(words)
    named = f'class="{classes}" ' if classes else ""
    return f'<a {named}href="{escape(str(address))}">{escape(words)}</a>'


def headings(*titles: str) -> str:
    """Return the escaped heading cells of a table's columns."""
    return "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)


def table_box(label: str, table: str) -> str:
    """Return a table in a box that scrolls on its own, named for and reached by the keyboard."""
    return (
        f'<div class="table-box" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"{table}</div>\n"
    )
