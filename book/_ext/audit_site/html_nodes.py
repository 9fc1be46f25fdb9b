"""Define the document nodes of our own HTML: a box, a span, a heading, ready markup.

They are ordinary nodes, so text inside them is escaped by the HTML writer, found by the search
index and reached by cross-references.
"""

from collections.abc import Callable
from html import escape
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class audit_box(nodes.General, nodes.Element):
    """An HTML element around its children: ``tag``, ``classes``, and ``attributes`` as a dict."""


class audit_span(nodes.Inline, nodes.TextElement):
    """Like :class:`audit_box`, but inside a line of text."""


class audit_markup(nodes.Inline, nodes.Element):
    """Ready HTML made by this extension from escaped text; never indexed, never from a chapter."""


class audit_later(nodes.General, nodes.Element):
    """Stands for what ``fill(app, page, **facts)`` gives once all pages are read."""


def fill_in(app: Any, doctree: nodes.document, page: str) -> None:
    """Put what waited for all pages into a page that is about to be written."""
    for node in list(doctree.findall(audit_later)):
        node.replace_self(node["fill"](app, page, **node["facts"]))


def element(
    tag: str, classes: str, *children: nodes.Node | str, **attributes: str
) -> nodes.Element:
    """Return a :class:`audit_box` or, for inline tags, a :class:`audit_span`.

    Strings become text, which the writer escapes; ``aria_label`` becomes aria-label.
    """
    kind = audit_span if tag in {"a", "b", "em", "span", "strong", "time"} else audit_box
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    node = kind("", tag=tag, classes=classes.split(), attributes_=named)
    node.extend(nodes.Text(one) if isinstance(one, str) else one for one in children)
    return node


def folded(summary: str, classes: str, *children: nodes.Node) -> nodes.Element:
    """Return a closed fold with a one-line summary; it opens without scripts."""
    line = ready(f"<summary>{escape(summary)}</summary>\n")
    return element("details", classes, line, *children)


def ready(html: str, *, read: bool = False) -> audit_markup:
    """Return a node that writes ``html`` as it stands. Escape before calling.

    ``read`` says that its words count in the time that a page takes to read.
    """
    return audit_markup("", html=str(html), read=read)


def later(fill: Callable[..., nodes.Element], **facts: Any) -> audit_later:
    """Return a node that ``fill`` replaces when pages are written; both are kept with the page."""
    return audit_later("", fill=fill, facts=facts)


def directive(run: Callable[[Any], list[nodes.Node]], **settings: Any) -> type[SphinxDirective]:
    """Return the directive whose nodes ``run`` gives; ``settings`` are those of docutils."""
    return type(run.__name__, (SphinxDirective,), {"run": run, **settings})


def inner(place: SphinxDirective) -> list[nodes.Node]:
    """Return the text of a directive as nodes."""
    place.assert_has_content()
    holder = nodes.container()
    place.state.nested_parse(place.content, place.content_offset, holder)
    return holder.children


def anchored(env: Any, document: nodes.document, anchor: str, node: Any, title: str) -> None:
    """Make ``node``, which writes the anchor, the target of ``{ref}`` at it; it must be free."""
    document.ids[anchor] = node
    standard = env.get_domain("std")
    standard.anonlabels[anchor] = (env.docname, anchor)
    standard.labels[anchor] = (env.docname, anchor, title)


def visit(translator: Any, node: nodes.Element) -> None:
    """Open an element, after the places of all labels before it but the one that it bears."""
    before, node["ids"] = node["ids"][1:], node["ids"][:1]
    translator.body += [f'<span id="{one}"></span>\n' for one in before]
    translator.body.append(translator.starttag(node, node["tag"], "", **node["attributes_"]))


def depart(translator: Any, node: nodes.Element) -> None:
    """Close an element, and its line unless it stands in one."""
    translator.body.append(f"</{node['tag']}>" + ("" if isinstance(node, audit_span) else "\n"))


def visit_markup(translator: Any, node: nodes.Element) -> None:
    """Write ready HTML, after the places of labels that stand before it."""
    translator.body += [f'<span id="{one}"></span>\n' for one in node["ids"]]
    translator.body.append(node["html"])
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Register the nodes with the HTML writer, the only one that the book is written by."""
    for kind in (audit_box, audit_span):
        app.add_node(kind, html=(visit, depart))
    app.add_node(audit_markup, html=(visit_markup, None))
    app.add_node(audit_later)
