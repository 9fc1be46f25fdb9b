"""Find what the code behind a number reads, in the source and without running it.

``numbers(share=coding.value(ev, coding.VERIFIED))`` names an expression. Its names are followed to
their assignments in the chapter, through functions that a cell defines and those of the package
that select rows, and every series, evidence row and claim that this code names is listed. That is
what the code *can* read; where a row of these holds exactly the number printed, the caller may say
so.
"""

import ast
import inspect
import pkgutil
import re
import types
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any

from analysis.evidence.records import labels

from ..figures.source_pages import imports

#: Modules whose functions select rows by themselves, so that their code names what is read.
FOLLOWED = ("analysis.evidence.speedrun", "analysis.horizons.readings")
EVIDENCE = "ev"  # what every chapter calls what evidence.load() gives


@dataclass
class Reach:
    """Texts in the code of a number, the attributes of the evidence that it names, and the
    functions of the package that it calls."""

    texts: dict[str, None] = field(default_factory=dict)
    tables: dict[str, None] = field(default_factory=dict)
    functions: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Expression:
    """Where a number is made: number of the code cell (from 1), its code, and what that reaches."""

    cell: int
    code: str
    reach: Reach


class Chapter:
    """The code cells of one chapter, read but not run."""

    def __init__(self, cells: list[str]):
        self.source = "\n".join(cells)
        #: Each cell's last line in the source of all.
        self.ends = list(accumulate(cell.count("\n") + 1 for cell in cells))
        self.imported: dict[str, Any] = {}
        #: What a name was made of, wherever a cell binds it outside a function: (line of
        #: the source, whether it is bound anew, from what).
        self.assigned: dict[str, list[tuple[int, bool, ast.expr]]] = {}
        #: The functions that the cells define.
        self.defined: dict[str, ast.FunctionDef] = {}
        #: The expression of each number, and the ``**{...}`` whose keys are numbers.
        self.given: dict[str, ast.expr] = {}
        self.spread: list[ast.expr] = []
        tree = ast.parse(self.source)
        for name, (module, attribute) in imports(tree).items():
            if module.split(".")[0] == "analysis":
                self.imported[name] = pkgutil.resolve_name(f"{module}.{attribute}".rstrip("."))
        self._bind(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node.func) == "numbers":
                for keyword in node.keywords:
                    self._give(keyword)

    def _bind(self, node: ast.AST) -> None:
        """Note what the names of a cell stand for; a function's own names are not the cell's."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                self.defined[child.name] = child
                continue
            for target, value in bindings(child):
                for name in names_in(target):
                    known = self.assigned.setdefault(name, [])
                    known.append((child.lineno, is_bound_whole(target), value))
            self._bind(child)

    def made_of(self, name: str, line: int) -> list[ast.expr]:
        """Return what a name was made of at a line: since it was last bound anew, or ever."""
        known = [one for one in self.assigned.get(name, []) if one[0] < line]
        anew = [place for place, (_, whole, _) in enumerate(known) if whole]
        return [value for _, _, value in known[anew[-1] if anew else 0 :]]

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
        self._follow(node, reach, set())
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
            self._follow(node, reach, seen)
        return reach.texts

    def _follow(self, node: ast.AST, reach: Reach, seen: set[ast.AST | str], line: int = 0) -> None:
        """Note what an expression or a function of a cell reaches; docstrings do not count.

        ``line`` is where the function around the node is called, or 0.
        """
        own = {name for inner in ast.walk(node) for name in bound_inside(inner)}
        parts: list[ast.AST] = [node]
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            parts = [*body, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        for inner in (inner for part in parts for inner in ast.walk(part)):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                reach.texts[inner.value] = None
            elif isinstance(inner, ast.Call) and name_of(inner.func) == "labels":
                for part in inner.args:
                    look_into(labels(ast.literal_eval(part)), reach)
            elif isinstance(inner, ast.Name) and inner.id not in own:
                self._follow_name(inner.id, reach, seen, line or inner.lineno, line)
            elif isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
                if inner.value.id == EVIDENCE:
                    reach.tables[inner.attr] = None
                owner = self.imported.get(inner.value.id)
                if isinstance(owner, types.ModuleType) and hasattr(owner, inner.attr):
                    look_into(getattr(owner, inner.attr), reach, f"{inner.value.id}.{inner.attr}")

    def _follow_name(
        self, name: str, reach: Reach, seen: set[ast.AST | str], at: int, line: int
    ) -> None:
        """Note what a name stands for at a line, and what that reaches, each thing once."""
        if name in self.imported and name not in seen:
            seen.add(name)
            look_into(self.imported[name], reach, name)
        defined = [self.defined[name]] if name in self.defined else []
        for value in [*self.made_of(name, at), *defined]:
            if value not in seen:
                seen.add(value)
                self._follow(value, reach, seen, at if value in defined else line)


@cache
def chapter(*cells: str) -> Chapter:
    """Return a chapter's code, read once for all who ask."""
    return Chapter(list(cells))


def name_of(node: ast.AST) -> str:
    """Return the name that a node is, or nothing."""
    return node.id if isinstance(node, ast.Name) else ""


def names_in(target: ast.AST) -> list[str]:
    """Return the names that a target binds or changes: those of ``a, b`` and of ``a["x"]``."""
    return [inner.id for inner in ast.walk(target) if isinstance(inner, ast.Name)]


def has_key(node: ast.expr, name: str) -> bool:
    """Say whether a dictionary has a key, as written, that can be a name."""
    keys = [node.key] if isinstance(node, ast.DictComp) else getattr(node, "keys", [])
    return any(
        key.value == name
        if isinstance(key, ast.Constant)
        else isinstance(key, ast.JoinedStr) and bool(re.fullmatch(pattern(key), name))
        for key in keys
    )


def is_bound_whole(target: ast.AST) -> bool:
    """Say whether a target binds its names anew, unlike ``a["x"]``."""
    whole = (ast.Name, ast.Tuple, ast.List, ast.Starred, ast.Store)
    return all(isinstance(inner, whole) for inner in ast.walk(target))


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


def bound_inside(node: ast.AST) -> list[str]:
    """Return the names that a lambda, a function or a comprehension binds for itself."""
    found = names_in(node.target) if isinstance(node, ast.comprehension) else []
    if isinstance(node, (ast.Lambda, ast.FunctionDef)):
        found += [inner.arg for inner in ast.walk(node.args) if isinstance(inner, ast.arg)]
    if isinstance(node, ast.FunctionDef):
        bound = (target for inner in ast.walk(node) for target, _ in bindings(inner))
        found += [name for target in bound for name in names_in(target)]
    return found


def pattern(text: ast.JoinedStr) -> str:
    """Return the regular expression of what an f-string can give."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+"
        for part in text.values
    )


def look_into(value: Any, reach: Reach, name: str = "") -> None:
    """Note the texts in a constant; note a function, and follow it within the chapters' code."""
    if isinstance(value, str):
        reach.texts[value] = None
    elif isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            if isinstance(item, (str, tuple)):
                look_into(item, reach)
    elif isinstance(value, dict):
        look_into([*value, *value.values()], reach)
    elif callable(value) and inspect.isroutine(function := inspect.unwrap(value)):
        where = str(getattr(function, "__module__", ""))
        if name and where.split(".")[0] == "analysis":
            reach.functions.setdefault(name, function)
        if where.startswith(FOLLOWED) and hasattr(function, "__code__"):
            follow_code(function, function.__code__, reach, set())


def follow_code(function: Any, code: types.CodeType, reach: Reach, seen: set[Any]) -> None:
    """Note the texts in a function's code, its inner functions and those of its module it calls."""
    if code in seen:
        return
    seen.add(code)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            follow_code(function, constant, reach, seen)
        elif isinstance(constant, (str, tuple, frozenset)):
            look_into(constant, reach)
    for name in code.co_names:
        value = function.__globals__.get(name)
        if callable(value) and hasattr(inner := inspect.unwrap(value), "__code__"):
            if str(getattr(inner, "__module__", "")).startswith(FOLLOWED):
                follow_code(inner, inner.__code__, reach, seen)
        elif isinstance(value, (str, tuple, list, set, frozenset, dict)):
            look_into(value, reach)


def first_line(function: Any) -> str:
    """Return the first sentence of a function's documentation, as one line."""
    text = inspect.getdoc(function) or ""
    paragraph = " ".join(text.split("\n\n")[0].split()).replace("``", "")
    return paragraph.split(". ")[0].rstrip(".")
