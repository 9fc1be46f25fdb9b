"""Find what the code behind a number reads, in the source and without running it.

``numbers(share=coding.value(ev, coding.VERIFIED))`` names an expression. Its names are followed to
their assignments in the chapter, its functions into the chapter's own module, and every series,
evidence row and claim that this code names is listed. That is what the code *can* read; where a row
of these holds exactly the number printed, the caller may say so.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import types
from dataclasses import dataclass, field
from typing import Any

from ..figures.source_pages import imports

FOLLOWED = (
    "analysis.chapters",
    "analysis.evidence.records",
    "audit_site.tables",
    "audit_site.live.error_form",
)


@dataclass
class Reach:
    """Texts and f-strings (as patterns) in the code of a number, and the functions it calls."""

    texts: dict[str, None] = field(default_factory=dict)
    patterns: list[str] = field(default_factory=list)
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
        self.cells = cells
        self.imported: dict[str, Any] = {}
        self.assigned: dict[str, list[ast.expr]] = {}
        self.given: dict[str, tuple[int, ast.expr]] = {}
        self.spread: list[tuple[int, ast.expr]] = []
        #: As written: each Python version writes a parsed expression in its own way.
        self.written: dict[ast.AST, str] = {}
        for position, source in enumerate(cells, start=1):
            tree = ast.parse(source)
            for name, (module, attribute) in imports(tree).items():
                if module.split(".")[0] == "analysis":
                    self.imported[name] = loaded(module, attribute)
            for node in ast.walk(tree):
                self._note(node, position)
                if isinstance(node, ast.expr):
                    self.written[node] = ast.get_source_segment(source, node) or ""

    def _note(self, node: ast.AST, cell: int) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        self.assigned.setdefault(name.id, []).append(node.value)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "numbers"
        ):
            for keyword in node.keywords:
                self._give(keyword, cell)

    def _give(self, keyword: ast.keyword, cell: int) -> None:
        if keyword.arg is not None:
            self.given.setdefault(keyword.arg, (cell, keyword.value))
            return
        inner = keyword.value.keywords if isinstance(keyword.value, ast.Call) else []
        named = [one.arg for one in inner if one.arg and isinstance(one.value, ast.Constant)]
        if named:
            for name in named:
                self.given.setdefault(name, (cell, keyword.value))
        else:
            self.spread.append((cell, keyword.value))

    def expression(self, name: str) -> Expression | None:
        """Return how the number ``name`` is made, or None where the source does not show it."""
        if name in self.given:
            cell, node = self.given[name]
        else:
            found = self._spread_with(name)
            if found is None:
                return None
            cell, node = found
        reach = Reach()
        shown = node
        if isinstance(node, ast.Call) and name in {one.arg for one in node.keywords}:
            # One of several taken at once: numbers_of(ev, gap="sval-074").
            shown = next(one.value for one in node.keywords if one.arg == name)
        self._follow(shown, reach, set())
        if isinstance(shown, ast.Name) and len(self.assigned.get(shown.id, [])) == 1:
            shown = self.assigned[shown.id][0]
        return Expression(cell, " ".join(self.written[shown].split()), reach)

    def _spread_with(self, name: str) -> tuple[int, ast.expr] | None:
        """Return the ``**values`` whose code writes the name; None where several or none may."""
        fitting = []
        for cell, node in self.spread:
            reach = Reach()
            self._follow(node, reach, set())
            if name in reach.texts or any(re.fullmatch(p, name) for p in reach.patterns):
                fitting.append((cell, node))
        candidates = fitting or self.spread
        return candidates[0] if len(candidates) == 1 else None

    def _follow(self, node: ast.AST, reach: Reach, seen: set[str]) -> None:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                reach.texts[inner.value] = None
            elif isinstance(inner, ast.JoinedStr):
                reach.patterns.append(pattern(inner))
            elif isinstance(inner, ast.Name) and inner.id not in seen:
                seen.add(inner.id)
                if inner.id in self.imported:
                    look_into(self.imported[inner.id], reach, inner.id)
                for value in self.assigned.get(inner.id, []):
                    self._follow(value, reach, seen)
            elif isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
                owner = self.imported.get(inner.value.id)
                if isinstance(owner, types.ModuleType) and hasattr(owner, inner.attr):
                    look_into(getattr(owner, inner.attr), reach, f"{inner.value.id}.{inner.attr}")


def loaded(module: str, name: str) -> Any:
    """Return a module of the package, or what stands under a name in it."""
    found = importlib.import_module(module)
    if name and not hasattr(found, name):
        return importlib.import_module(f"{module}.{name}")
    return getattr(found, name) if name else found


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
