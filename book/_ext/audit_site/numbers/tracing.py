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
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any

from analysis.evidence.records import labels

from ..figures import source_pages

#: Modules whose functions select rows by themselves, so that their code names what is read.
FOLLOWED = ("analysis.evidence.speedrun", "analysis.horizons.readings")
EVIDENCE = "ev"  # what every chapter calls what evidence.load() gives
END = sys.maxsize  # behind every line: what runs there knows all names of its module


@dataclass
class Reach:
    """Texts in the code of a number, the attributes of the evidence that it names, and where the
    functions of the package that it calls are written: (module, name) by what they are called."""

    texts: dict[str, None] = field(default_factory=dict)
    tables: dict[str, None] = field(default_factory=dict)
    functions: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Expression:
    """Where a number is made: number of the code cell (from 1), its code, and what that reaches."""

    cell: int
    code: str
    reach: Reach


class Code:
    """What the names of some source stand for: a module of the package, or a chapter's cells."""

    def __init__(self, tree: ast.AST, package: str = "") -> None:
        self.imported = source_pages.imports(tree, package)
        #: What a name was made of, wherever it is bound outside a function: (line, whether it is
        #: bound anew, from what).
        self.assigned: dict[str, list[tuple[int, bool, ast.expr]]] = {}
        self.defined: dict[str, ast.FunctionDef] = {}
        self._bind(tree)

    def _bind(self, node: ast.AST) -> None:
        """Note what names stand for; those of a function or a class are its own."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                self.defined[child.name] = child
            elif not isinstance(child, ast.ClassDef):
                for target, value in bindings(child):
                    inside = list(ast.walk(target))
                    anew = not any(isinstance(n, (ast.Attribute, ast.Subscript)) for n in inside)
                    for name in (n.id for n in inside if isinstance(n, ast.Name)):
                        self.assigned.setdefault(name, []).append((child.lineno, anew, value))
                self._bind(child)

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
                self._follow_import(owner, inner.attr, reach, seen)

    def _follow_name(self, name: str, reach: Reach, seen: set[Any], at: int, line: int) -> None:
        """Note what a name stands for at a line, and what that reaches, each thing once."""
        self._follow_import(name, "", reach, seen)
        defined = [self.defined[name]] if name in self.defined else []
        for value in [*self.made_of(name, at), *defined]:
            if value not in seen:
                seen.add(value)
                self.follow(value, reach, seen, at if value in defined else line)

    def _follow_import(self, name: str, inner: str, reach: Reach, seen: set[Any]) -> None:
        """Note a function of the package, and follow it where it selects rows; follow a constant.

        ``inner`` is what is named of an imported module, or nothing.
        """
        module, first = self.imported.get(name, ("", ""))
        words = ".".join(filter(None, (first, inner)))
        where, what = source_pages.package().resolve(module, words) or (None, "")
        if where is None or not what or (where.name, what) in seen:
            return
        seen.add((where.name, what))
        code = code_of(where)
        if what in code.defined:
            self.note_function(".".join(filter(None, (name, inner))), (where.name, what), reach)
            if where.name.startswith(FOLLOWED):
                code.follow(code.defined[what], reach, seen, END)
        for value in code.made_of(what, END):
            code.follow(value, reach, seen, END)

    def note_function(self, words: str, place: tuple[str, str], reach: Reach) -> None:
        """Note a function that is called: of a chapter's code alone."""


@cache
def code_of(module: source_pages.Module) -> Code:
    """Return a module's code, read once."""
    return Code(module.tree, module.package)


class Chapter(Code):
    """The code cells of one chapter, read but not run."""

    def __init__(self, cells: list[str]) -> None:
        self.source = "\n".join(cells)
        #: Each cell's last line in the source of all.
        self.ends = list(accumulate(cell.count("\n") + 1 for cell in cells))
        #: The expression of each number, and the ``**{...}`` whose keys are numbers.
        self.given: dict[str, ast.expr] = {}
        self.spread: list[ast.expr] = []
        tree = ast.parse(self.source)
        super().__init__(tree)
        for node in ast.walk(tree):
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

    def expression(self, name: str) -> Expression | None:
        """Return how the number ``name`` is made, or None where the source does not show it."""
        node = self.given.get(name) or next((s for s in self.spread if has_key(s, name)), None)
        if node is None:
            return None
        reach = Reach()
        self.follow(node, reach, set())
        made = self.made_of(node.id, node.lineno) if isinstance(node, ast.Name) else []
        shown = made[0] if len(made) == 1 else node
        cell = bisect_left(self.ends, node.lineno) + 1
        # As written: each Python version writes a parsed expression in its own way.
        code = ast.get_source_segment(self.source, shown) or ""
        return Expression(cell, " ".join(code.split()), reach)

    def texts(self) -> dict[str, None]:
        """Return the texts that any number of the chapter reaches."""
        reach, seen = Reach(), set()
        for node in [*self.given.values(), *self.spread]:
            self.follow(node, reach, seen)
        return reach.texts

    def note_function(self, words: str, place: tuple[str, str], reach: Reach) -> None:
        """Note a function that the chapter's own code names."""
        reach.functions.setdefault(words, place)


@cache
def chapter(*cells: str) -> Chapter:
    """Return a chapter's code, read once for all who ask."""
    return Chapter(list(cells))


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


def what_it_does(module: str, name: str) -> str:
    """Return the first sentence of the documentation of a function of the package."""
    code = code_of(source_pages.package().modules[module])
    return source_pages.first_sentence(code.defined[name])
