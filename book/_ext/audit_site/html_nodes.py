"""The two building stones of our own pages: a box with classes and a fold that opens by itself.

Both are ordinary document nodes, so text inside them is escaped by the HTML writer, found by the
search index and reached by cross-references. A fold is a ``<details>`` element: it works without
scripts.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes

HYPHEN_FOR_MINUS = re.compile(r"(?<![\w.,)-])-(?=\d)")  # not "25-28", not "2026-05-04"


class audit_box(nodes.General, nodes.Element):
    """An HTML element around its children: ``tag``, ``classes``, and ``attributes`` as a dict."""


class audit_span(nodes.Inline, nodes.TextElement):
    """Like :class:`audit_box`, but inside a line of text."""


class audit_fold(nodes.General, nodes.Element):
    """A closed ``<details>``; ``summary`` is the visible line."""


class audit_title(nodes.General, nodes.TextElement):
    """A heading whose level follows from the sections around it."""


class audit_markup(nodes.Inline, nodes.Element):
    """Ready HTML made by this extension from escaped text; never indexed, never from a chapter."""


def html_attributes(node: nodes.Element) -> str:
    """Return the node's ids, classes and extra attributes as escaped HTML text."""
    parts = []
    if node.get("ids"):
        parts.append(f'id="{escape(node["ids"][0])}"')
    if node.get("classes"):
        parts.append(f'class="{escape(" ".join(node["classes"]))}"')
    for name, value in node.get("attributes_", {}).items():
        parts.append(f'{name}="{escape(str(value))}"')
    return "".join(f" {part}" for part in parts)


def element(tag: str, classes: str, *children: nodes.Node, **attributes: str) -> nodes.Element:
    """Return a :class:`audit_box` or, for inline tags, a :class:`audit_span`.

    ``aria_label`` becomes aria-label."""
    kind = audit_span if tag in {"a", "b", "em", "span", "strong", "time"} else audit_box
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    node = kind("", tag=tag, classes=classes.split(), attributes_=named)
    node.extend(children)
    return node


def with_minus(value: str) -> str:
    """Return a text with the sign that prose has for negative numbers; formats write a hyphen."""
    return HYPHEN_FOR_MINUS.sub("\u2212", value)


def text(value: object) -> nodes.Text:
    """Return plain text; the writer escapes it."""
    return nodes.Text(str(value))


def heading(classes: str) -> audit_title:
    """Return an empty heading; its level is found when it is written."""
    return audit_title("", classes=classes.split())


def paragraph(value: object, classes: str = "") -> nodes.Element:
    """Return a paragraph of plain text."""
    return element("p", classes, text(value))


def folded(summary: str, classes: str, *children: nodes.Node) -> audit_fold:
    """Return a closed fold with a one-line summary."""
    node = audit_fold("", summary=summary, classes=classes.split())
    node.extend(children)
    return node


def ready(html: str) -> audit_markup:
    """Return a node that writes ``html`` as it stands. Escape before calling."""
    return audit_markup("", html=html)


def visit_element(translator: Any, node: nodes.Element) -> None:
    translator.body.append(f"<{node['tag']}{html_attributes(node)}>")


def depart_box(translator: Any, node: nodes.Element) -> None:
    translator.body.append(f"</{node['tag']}>\n")


def depart_span(translator: Any, node: nodes.Element) -> None:
    translator.body.append(f"</{node['tag']}>")


def heading_tag(node: nodes.Element) -> str:
    """Return h2 to h6, one level below the section that the heading stands in."""
    depth, parent = 1, node.parent
    while parent is not None:
        depth += isinstance(parent, nodes.section)
        parent = parent.parent
    return f"h{min(depth, 6)}"


def visit_title(translator: Any, node: nodes.Element) -> None:
    translator.body.append(f"<{heading_tag(node)}{html_attributes(node)}>")


def depart_title(translator: Any, node: nodes.Element) -> None:
    translator.body.append(f"</{heading_tag(node)}>\n")


def visit_fold(translator: Any, node: nodes.Element) -> None:
    translator.body.append(
        f"<details{html_attributes(node)}><summary>{escape(node['summary'])}</summary>\n"
    )


def depart_fold(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</details>\n")


def visit_markup(translator: Any, node: nodes.Element) -> None:
    translator.body.append(node["html"])
    raise nodes.SkipNode


def pass_through(translator: Any, node: nodes.Element) -> None:
    """Other output formats show the text and leave the box out."""


def leave_out(translator: Any, node: nodes.Element) -> None:
    """Other output formats cannot use ready HTML."""
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Register the nodes with the HTML writer and with the plain ones."""
    plain = dict.fromkeys(("latex", "text", "man", "texinfo"), (pass_through, pass_through))
    app.add_node(audit_box, html=(visit_element, depart_box), **plain)
    app.add_node(audit_span, html=(visit_element, depart_span), **plain)
    app.add_node(audit_title, html=(visit_title, depart_title), **plain)
    app.add_node(audit_fold, html=(visit_fold, depart_fold), **plain)
    nothing = dict.fromkeys(("latex", "text", "man", "texinfo"), (leave_out, None))
    app.add_node(audit_markup, html=(visit_markup, None), **nothing)
