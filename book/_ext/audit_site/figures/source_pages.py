"""Publish the package's source: a page a module, an index, and links to where a name is defined.

The address of a module follows from its file (``source/analysis/fits/growth.html``), that of a
definition from its name (``#def-exponential``, ``#def-Fit.rate``), so both outlive what is edited
around them. The source is parsed, never imported.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from docutils import nodes

from .. import common
from ..html_nodes import element
from ..inputs import ROOT
from ..markup import pieces

HTML, TABLES = pieces("figures/figure.html"), pieces("tables/tables.html")
PACKAGE = "analysis"
FOLDER = "source"
INDEX = f"{FOLDER}/index"
TITLE = "Source of the package"
#: Kinds of signs that both of the theme's schemes colour alike, by the one that stands for all;
#: those of "" have the colour of all code. Operators get it too: every second mark was a dot's.
ALIKE = {
    "": ("n", "o", "p", "w", "nn"),
    "s": ("s1", "s2", "sa", "sd", "se", "si", "dl"),
    "k": ("kc", "kn", "ow"),
    "m": ("bp", "mf", "mi", "mo", "nb", "nd"),
}
SAME = {kind: one for one, kinds in ALIKE.items() for kind in kinds}
MARKED = re.compile(r'<span class="(\w+)">([^<]*)</span>|<span></span>')
NEIGHBOURS = re.compile(r'(<span class="(\w+)">)[^<]*</span>(?: *\1[^<]*</span>)+')

# What docstrings mark as code.
MARKUP = re.compile(r"(?::[a-z]+:`~?|``?)([^`]*)``?")


class Module:
    """One module: its dotted ``name``, its ``page`` below the site's root, its ``source``."""

    def __init__(self, root: Path, path: Path) -> None:
        parts = path.relative_to(root).with_suffix("").parts
        self.page = f"{FOLDER}/{'/'.join(parts)}"
        self.name = ".".join(parts).removesuffix(".__init__")
        self.package = self.name if path.stem == "__init__" else ".".join(parts[:-1])
        self.source = path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def definitions(self) -> dict[str, int]:
        """Line of each function and class by its name, of methods as ``Class.method``."""
        kinds = (ast.FunctionDef, ast.ClassDef)
        found = {}
        for node in self.tree.body:
            if isinstance(node, kinds):
                found[node.name] = node.lineno
                inner = node.body if isinstance(node, ast.ClassDef) else []
                found |= {f"{node.name}.{n.name}": n.lineno for n in inner if isinstance(n, kinds)}
        return found

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """What the module's imported names stand for; see :func:`imports`."""
        return imports(self.tree, self.package)

    @property
    def summary(self) -> str:
        """The first sentence of the module's docstring, on one line."""
        return first_sentence(self.tree) + "."


def first_sentence(node: ast.AST) -> str:
    """Return the first sentence of a docstring as plain words on one line, without its stop."""
    paragraph = (ast.get_docstring(node) or "").split("\n\n")[0]
    return MARKUP.sub(r"\1", " ".join(paragraph.split())).split(". ")[0].rstrip(".")


def imports(tree: ast.AST, package: str = "") -> dict[str, tuple[str, str]]:
    """Return (module, name in it or nothing) of each imported name.

    ``package`` is what a dot before a module means.
    """
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                whole = one.name if one.asname else one.name.partition(".")[0]
                found[one.asname or whole] = (whole, "")
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {one.asname or one.name: (base, one.name) for one in node.names}
    return found


class Sources:
    """The modules of the package below ``root`` by their dotted names, in order of their pages."""

    def __init__(self, root: Path) -> None:
        modules = (Module(root, path) for path in sorted((root / PACKAGE).rglob("*.py")))
        self.modules = {module.name: module for module in modules}

    def resolve(self, module: str, name: str = "") -> tuple[Module, str] | None:
        """Return where a module, or a dotted name in it, is written, and its name there.

        A name that the module imports is followed; None for what is not of the package.
        """
        known = self.modules.get(module)
        if known is None:
            return None
        first, _, rest = name.partition(".")
        for defined in (name, first):
            if defined in known.definitions:
                return known, defined
        base, inner = known.imported.get(first, (module, first))
        if (base, inner) != (module, first):  # unlike ``from . import first``
            return self.resolve(base, ".".join(filter(None, (inner, rest))))
        below = f"{module}.{first}"
        return self.resolve(below, rest) if below in self.modules else (known, name)

    def address(self, module: str, name: str = "") -> str:
        """Return the address below the site's root of a module or of a function or class in it;
        what is none of these has no address."""
        known, inner = self.resolve(module, name) or (None, "")
        if known is None or (inner and inner not in known.definitions):
            return ""
        return f"{known.page}.html#def-{inner}" if inner else f"{known.page}.html"

    def called(self, cells: list[str]) -> dict[str, str]:
        """Return the address of each function of the package that the last of a chapter's cells
        names, as written; the imports of those above it count too."""
        known, found = {}, {}
        for cell in cells:
            known |= imports(parsed(cell))
        for node in ast.walk(parsed(cells[-1])):
            words = ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
            first, _, rest = words.partition(".")
            if first in known:
                module, name = known[first]
                address = self.address(module, ".".join(filter(None, (name, rest))))
                if "#" in address:
                    found[words] = address
        return found


@lru_cache(maxsize=128)
def parsed(cell: str) -> ast.Module:
    """Return a cell's code as a tree; each figure of a chapter asks for those above it again."""
    return ast.parse(cell)


@cache
def package() -> Sources:
    """Return the package that the chapters import, whatever book is built."""
    return Sources(ROOT)


def sources(app: Any) -> Sources:
    """Return the build's sources, read on first use."""
    return common.once(app, "audit_sources", lambda: Sources(Path(app.srcdir)), PACKAGE)


def link_line(found: dict[str, str], up: str) -> list[nodes.Node]:
    """Return the line of links below a listing; ``up`` is the way to the site's root."""
    if not found:
        return []
    links = (element("a", "", name, href=up + address) for name, address in found.items())
    listed = [part for link in links for part in (", ", link)]
    return [element("p", "code-sources", "Source: ", *listed[1:])]


def lean(html: str) -> str:
    """Return highlighted code without marks that change nothing; a page of code weighs half."""

    def marked(sign: re.Match[str]) -> str:
        kind = SAME.get(sign[1] or "", sign[1] or "")
        return f'<span class="{kind}">{sign[2]}</span>' if kind else sign[2] or ""

    def joined(signs: re.Match[str]) -> str:
        return f"{signs[1]}{re.sub('<[^>]*>', '', signs[0])}</span>"

    return NEIGHBOURS.sub(joined, MARKED.sub(marked, html))


def lean_listings(app: Any) -> None:
    """Let all code of the site be marked leanly."""
    whole = app.builder.highlighter.highlight_block
    app.builder.highlighter.highlight_block = lambda *of, **how: lean(whole(*of, **how))


def listing(module: Module, highlighter: Any) -> str:
    """Return a module's highlighted source, with an anchor at each of its definitions."""
    html = lean(highlighter.highlight_block(module.source, "python"))
    start, pre, rest = html.partition("<pre>")
    lines = rest.split("\n")
    skipped = len(module.source) - len(module.source.lstrip("\n"))  # the highlighter drops them
    for name, line in module.definitions.items():
        at = line - 1 - skipped
        lines[at] = f'<span class="def" id="def-{name}">{lines[at]}</span>'
    return f'<div class="highlight-python notranslate">{start}{pre}' + "\n".join(lines) + "</div>\n"


def index(modules: list[Module]) -> str:
    """Return the list of modules by folder, each with the first sentence of its docstring."""
    ways = [(module.page.removeprefix(f"{FOLDER}/"), module.summary) for module in modules]
    listed = [(f"{way}.html", *way.rpartition("/")[::2], summary) for way, summary in ways]
    folders = [
        (folder, [(address, name, summary) for address, _, name, summary in group])
        for folder, group in groupby(listed, key=lambda one: one[1])
    ]
    return HTML.source_index(TITLE, folders)


def pages(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the pages to write: none where the last site's are taken up as they are."""
    modules = list(sources(app).modules.values())
    if not modules or common.taken_up(app):
        return
    highlighter = app.builder.highlighter
    listings = common.kept_json(
        Path(app.srcdir),
        "source.json",
        lambda: {module.name: listing(module, highlighter) for module in modules},
    )
    yield INDEX, {"title": TITLE, "body": index(modules)}, "page.html"
    for module in modules:
        way = f"{common.up_to_root(module.page)}{INDEX}.html", TITLE
        body = str(TABLES.listing(module.name, way, listings[module.name]))
        yield module.page, {"title": module.name, "body": body}, "page.html"
