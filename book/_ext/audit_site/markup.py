"""Write HTML from the templates beside the modules, and the small pieces that all share.

A template holds macros, each of which a module calls like a function: :func:`pieces`. Values are
escaped where they are printed. A line's end in it, with the blanks around it, is for those who read
the template: the page has only the line ends that ``{{ nl }}`` writes. One without
macros is a file as it stands, and what is no HTML is not escaped: :func:`written`.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context
from jinja2.ext import Extension
from jinja2.nodes import EvalContext
from markupsafe import Markup

from analysis import vocabulary
from analysis.words import day_in_words, month_of

LINE_END = re.compile(r"\s*\n\s*")
HYPHEN_FOR_MINUS = re.compile(r"(?<![\w.,)-])-(?=\d)")  # not "25-28", not "2026-05-04"


class InOneLine(Extension):
    """Takes the line ends out of a template of macros before it is read."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the template in one line; what is no list of macros stays as it is."""
        return LINE_END.sub("", source) if source.startswith("{") else source


def with_minus(value: str) -> str:
    """Return a text with the sign that prose has for negative numbers; formats write a hyphen."""
    return HYPHEN_FOR_MINUS.sub("\u2212", value)


def typeset(value: str) -> str:
    """Return a text of the data as prose is set: quotation marks that open and close, minus."""
    from docutils.utils import smartquotes

    return smartquotes.smartyPants(with_minus(value), attr="q", language="en")


def css_class(verdict: str) -> str:
    """Return the class that carries a verdict's colour: ``v-holds``, ``v-caveat``, ..."""
    caveat = verdict == "Holds with a caveat"
    return "v-caveat" if caveat else "v-" + verdict.lower().replace(" ", "-")


@pass_eval_context
def escaped(template: EvalContext, value: object) -> object:
    """Return a value as HTML, with quotation marks written as everywhere else on the site."""
    as_it_is = hasattr(value, "__html__") or not template.autoescape
    return value if as_it_is else Markup(escape(str(value)))


@cache
def environment(folder: Path) -> Environment:
    """Return the environment of the templates below a folder."""
    found = Environment(
        loader=FileSystemLoader(folder),
        autoescape=lambda name: str(name).endswith(".html"),
        finalize=escaped,
        undefined=StrictUndefined,
        extensions=[InOneLine],
        keep_trailing_newline=True,
    )
    found.globals |= {"nl": "\n", "vocabulary": vocabulary, "web_link": web_link}
    found.filters |= {"typeset": typeset, "css_class": css_class, "whole": "{:.0f}".format}
    found.filters |= {"day": day_in_words, "month": month_of}
    return found


def pieces(name: str, folder: Path = Path(__file__).parent) -> Any:
    """Return a template whose macros are called like functions, by its path below a folder."""
    return environment(folder).get_template(name).module


def written(name: str, **values: object) -> str:
    """Return a template without macros with its values."""
    return environment(Path(__file__).parent).get_template(name).render(values)


@dataclass(frozen=True)
class Shown:
    """What a notebook shows in place of a value: HTML, and a text where none can be shown."""

    text: str
    html: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def is_number(value: object) -> bool:
    """Say whether a table's cell is a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_web(address: object) -> bool:
    """Say whether a text is an http(s) address: nothing else is ever made a link."""
    return str(address or "").startswith(("https://", "http://"))


def web_link(words: str, address: object, *, classes: str = "reference external") -> Markup:
    """Return words as an escaped link, or as plain escaped words where the address is none."""
    if not is_web(address):
        return Markup(escape(words))
    named = f'class="{classes}" ' if classes else ""
    return Markup(f'<a {named}href="{escape(str(address))}">{escape(words)}</a>')


def data_block(content: Any, attributes: str = "", kind: str = "json") -> str:
    """Return a block of data that no browser runs; nothing in it may end the element around it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    named = f" {attributes}" if attributes else ""
    return f'<script type="application/{kind}"{named}>{text}</script>\n'
