"""Find what the code behind a number reads, in the source and without running it.

``numbers(share=coding.value(ev, coding.VERIFIED))`` names an expression. Each name in it is
followed to where it is written: to its assignments in the chapter, into functions that a cell
defines, to the constants of the package, and into those of its functions that select rows. Every
series, evidence row and claim that is named there is listed. That is what the code *can* read;
where a row of these holds exactly the number printed, the caller may say so.
"""

import ast
import re
import sys
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from analysis.evidence.records import labels

from ..inputs import ROOT

#: Modules whose functions select rows by themselves, so that their code names what is read.
FOLLOWED = ("analysis.evidence.speedrun", "analysis.horizons.readings")
PACKAGE = "analysis"
FOLDER = "source"  # of the site, where the package is shown
# What docstrings mark as code.
MARKUP = re.compile(r"(?::[a-z]+:`~?|``?)([^`]*)``?")
EVIDENCE = "ev"  # what every chapter calls what evidence.load() gives
END = sys.maxsize  # behind every line: what runs there knows all names of its module


@dataclass
class Reach:
    """What the code of a number reaches: texts, attributes of the evidence, and where functions of
    the package are written, (module, name) by what they are called. ``cell`` (from 1) and ``code``
    say where and how the number itself is made."""

    cell: int = 0
    code: str = ""
    texts: dict[str, None] = field(default_factory=dict)
    tables: dict[str, None] = field(default_factory=dict)
    functions: dict[str, tuple["Module", str]] = field(default_factory=dict)


class Code:
    """Source whose names are followed: the cells of a chapter, or a module of the package.

    ``package`` is what a dot before an imported module means.
    """

    def __init__(self, source: str, package: str = "") -> None:
        self.source, self.package = source, package

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """What imported names stand for: (module, name in it or nothing)."""
        return imports(self.tree, self.package)

    @cached_property
    def defined(self) -> dict[str, ast.FunctionDef]:
        """The functions by their names, without methods."""
        return {n.name: n for n in statements(self.tree) if isinstance(n, ast.FunctionDef)}

    @cached_property
    def assigned(self) -> dict[str, list[tuple[int, bool, ast.expr]]]:
        """What a name was made of, wherever it is bound outside a function: (line, whether it is
        bound anew, from what)."""
        found = {}
        for node in statements(self.tree):
            for target, value in bindings(node):
                inside = list(ast.walk(target))
                anew = not any(isinstance(n, (ast.Attribute, ast.Subscript)) for n in inside)
                for name in (n.id for n in inside if isinstance(n, ast.Name)):
                    found.setdefault(name, []).append((node.lineno, anew, value))
        return found

    def made_of(self, name: str, line: int) -> list[ast.expr]:
        """Return what a name was made of at a line: since it was last bound anew, or ever."""
        known = [one for one in self.assigned.get(name, []) if one[0] < line]
        anew = [place for place, (_, whole, _) in enumerate(known) if whole]
        return [value for _, _, value in known[anew[-1] if anew else 0 :]]

    def follow(self, node: ast.AST, reach: Reach, seen: set[Any], line: int = 0) -> None:
        """Note what an expression or a function reaches; docstrings do not count.

        ``line`` is where the function around the node is called, or 0.
        """
        own = {name for inner in ast.walk(node) if (name := bound_by(inner))}
        parts: list[ast.AST] = [node]
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            parts = [*body, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        for inner in (inner for part in parts for inner in ast.walk(part)):
            if isinstance(inner, ast.Constant):
                note_texts(inner.value, reach)
            elif isinstance(inner, ast.Call) and name_of(inner.func) == "labels":
                for part in inner.args:
                    note_texts(labels(ast.literal_eval(part)), reach)
            elif isinstance(inner, ast.Name) and inner.id not in own:
                self._follow_name(inner.id, reach, seen, line or inner.lineno, line)
            elif isinstance(inner, ast.Attribute) and (owner := name_of(inner.value)):
                if owner == EVIDENCE:
                    reach.tables[inner.attr] = None
                self._follow_import(owner, inner.attr, reach, seen, line)

    def _follow_name(self, name: str, reach: Reach, seen: set[Any], at: int, line: int) -> None:
        """Note what a name stands for at a line, and what that reaches, each thing once."""
        self._follow_import(name, "", reach, seen, line)
        defined = [self.defined[name]] if name in self.defined else []
        for value in [*self.made_of(name, at), *defined]:
            if value not in seen:
                seen.add(value)
                self.follow(value, reach, seen, at if value in defined else line)

    def _follow_import(
        self, name: str, inner: str, reach: Reach, seen: set[Any], line: int
    ) -> None:
        """Note a function of the package, and follow it where it selects rows; follow a constant.

        ``inner`` is what is named of an imported module, or nothing.
        """
        module, first = self.imported.get(name, ("", ""))
        words = ".".join(filter(None, (first, inner)))
        where, what = package().resolve(module, words) or (None, "")
        if where is None or not what or (where, what) in seen:
            return
        seen.add((where, what))
        if what in where.defined:
            if line < END:  # named by the chapter's own code
                reach.functions[".".join(filter(None, (name, inner)))] = where, what
            if where.name.startswith(FOLLOWED):
                where.follow(where.defined[what], reach, seen, END)
        for value in where.made_of(what, END):
            where.follow(value, reach, seen, END)


class Module(Code):
    """One module: its dotted ``name``, its ``page`` below the site's root, its ``source``."""

    def __init__(self, root: Path, path: Path) -> None:
        parts = path.relative_to(root).with_suffix("").parts
        self.page = f"{FOLDER}/{'/'.join(parts)}"
        self.name = ".".join(parts).removesuffix(".__init__")
        super().__init__(path.read_text("utf-8"), ".".join(parts[:-1]))

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

    @property
    def summary(self) -> str:
        """The first sentence of the module's docstring, on one line."""
        return first_sentence(self.tree) + "."


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


@cache
def package(root: Path = ROOT) -> Sources:
    """Return the package of a project: that which chapters import, whatever book is built."""
    return Sources(root)


class Chapter(Code):
    """The code cells of one chapter, read but not run."""

    def __init__(self, cells: list[str]) -> None:
        super().__init__("\n".join(cells))
        self.cells = cells
        #: Each cell's last line in the source of all.
        self.ends = list(accumulate(cell.count("\n") + 1 for cell in cells))
        #: The expression of each number, and the ``**{...}`` whose keys are numbers.
        self.given: dict[str, ast.expr] = {}
        self.spread: list[ast.expr] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and name_of(node.func) == "numbers":
                for keyword in node.keywords:
                    self._give(keyword)

    def _give(self, keyword: ast.keyword) -> None:
        """Note what ``numbers`` is given: a name, those of ``**numbers_of(ev, gap="sval-074")``,
        each with its own row, or a dictionary."""
        if keyword.arg is not None:
            self.given.setdefault(keyword.arg, keyword.value)
        elif isinstance(keyword.value, ast.Call):
            for one in keyword.value.keywords:
                self.given.setdefault(one.arg, one.value)
        else:
            self.spread.append(keyword.value)

    def expression(self, name: str) -> Reach | None:
        """Return how the number ``name`` is made, or None where the source does not show it."""
        node = self.given.get(name) or next((s for s in self.spread if has_key(s, name)), None)
        if node is None:
            return None
        made = self.made_of(node.id, node.lineno) if isinstance(node, ast.Name) else []
        # As written: each Python version writes a parsed expression in its own way.
        code = ast.get_source_segment(self.source, made[0] if len(made) == 1 else node) or ""
        reach = Reach(self.cell_of(node) + 1, " ".join(code.split()))
        self.follow(node, reach, set())
        return reach

    def cell_of(self, node: ast.AST) -> int:
        """Return the number of the cell, from 0, in which an expression stands."""
        return bisect_left(self.ends, node.lineno)

    def called(self, at: int, sources: Sources) -> dict[str, str]:
        """Return the address of each function of the package that a cell names, as written."""
        found = {}
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.Name, ast.Attribute)) and self.cell_of(node) == at:
                first, _, rest = (words := ast.unparse(node)).partition(".")
                module, name = self.imported.get(first, ("", ""))
                address = sources.address(module, ".".join(filter(None, (name, rest))))
                if "#" in address:
                    found[words] = address
        return found

    def texts(self) -> dict[str, None]:
        """Return the texts that any number of the chapter reaches."""
        reach, seen = Reach(), set()
        for node in [*self.given.values(), *self.spread]:
            self.follow(node, reach, seen)
        return reach.texts


@cache
def chapter(text: str) -> Chapter:
    """Return a chapter by its MyST source, read once for all who ask."""
    import jupytext

    notebook = jupytext.reads(text, fmt="md:myst")
    return Chapter([cell.source for cell in notebook.cells if cell.cell_type == "code"])


def name_of(node: ast.AST) -> str:
    """Return the name that a node is, or nothing."""
    return node.id if isinstance(node, ast.Name) else ""


def bound_by(node: ast.AST) -> str:
    """Return the name that a parameter or a target inside an expression or a function binds."""
    if isinstance(node, ast.arg):
        return node.arg
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else ""


def has_key(node: ast.expr, name: str) -> bool:
    """Say whether a dictionary has a key, as written, that can be a name."""
    keys = [node.key] if isinstance(node, ast.DictComp) else getattr(node, "keys", [])
    return any(
        key.value == name
        if isinstance(key, ast.Constant)
        else isinstance(key, ast.JoinedStr) and bool(re.fullmatch(pattern(key), name))
        for key in keys
    )


def bindings(node: ast.AST) -> list[tuple[ast.AST, ast.expr]]:
    """Return (target, what it is made of) of a statement that binds names."""
    if isinstance(node, ast.Assign):
        return [pair for target in node.targets for pair in paired(target, node.value)]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        function = node.value.func
        added = isinstance(function, ast.Attribute) and function.attr == "append"
        return [(function, value) for value in node.value.args] if added else []
    if isinstance(node, ast.For):
        return [(node.target, node.iter)]
    return []


def paired(target: ast.AST, value: ast.expr) -> list[tuple[ast.AST, ast.expr]]:
    """Return each target with its own value where both are written side by side: a, b = 1, 2."""
    sides = (ast.Tuple, ast.List)
    if isinstance(target, sides) and isinstance(value, sides):
        plain = not any(isinstance(one, ast.Starred) for one in [*target.elts, *value.elts])
        if plain and len(target.elts) == len(value.elts):
            return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def pattern(text: ast.JoinedStr) -> str:
    """Return the regular expression of what an f-string can give."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+"
        for part in text.values
    )


def note_texts(value: Any, reach: Reach) -> None:
    """Note the texts in a constant or in a value of the data's labels."""
    if isinstance(value, str):
        reach.texts[value] = None
    elif isinstance(value, (tuple, list)):
        for item in value:
            note_texts(item, reach)
    elif isinstance(value, dict):
        note_texts([*value, *value.values()], reach)


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Give what a source does, outside of its functions and classes."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            yield from statements(child)


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


def first_sentence(node: ast.AST) -> str:
    """Return the first sentence of a docstring as plain words on one line, without its stop."""
    paragraph = (ast.get_docstring(node) or "").split("\n\n")[0]
    return MARKUP.sub(r"\1", " ".join(paragraph.split())).split(". ")[0].rstrip(".")
