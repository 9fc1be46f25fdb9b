"""Cut from a style sheet what cannot apply to any page of the site.

A selector needs the names of its classes, ids and elements to stand in a page or in a script that
pages load; a rule without any such selector goes, and so do variables that nothing asks for. Where
a name may be absent and the rule still apply (inside ``:not()`` and its like), it does not count.
"""

import re
from collections.abc import Callable, Iterable, Iterator

COMMENT = re.compile(r"/\*.*?\*/", re.S)
#: A string, an escaped sign or a bracket, so that braces and commas inside them are not counted.
TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\\.|[(){};,\[\]]", re.S)
INNER = re.compile(r"(?<!\\):(?:not|is|where|has|host|nth-child|nth-last-child|lang|dir)\([^()]*\)")
ATTRIBUTE = re.compile(r"\[[^\]]*\]")
NAME = re.compile(r"([.#]?)((?:\\.|[A-Za-z_-])(?:\\.|[\w-])*)")
PSEUDO = re.compile(r"(?<!\\)::?[\w-]+(?:\([^()]*\))?")
TAG = re.compile(r"<([a-zA-Z][\w-]*)([^>]*)")
NAMED = re.compile(r'\b(?:class|id)="([^"]*)"')
#: Any word of a script may become a class.
WORD = re.compile(r"[A-Za-z_-][\w-]*")
VARIABLE = re.compile(r"--[\w-]+")
ASKED = re.compile(r"var\(\s*(--[\w-]+)")
#: Strings, which stay, and remarks and blanks that only eyes need.
FORM = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s*([{};,>])\s*|(:)\s+|(\s)\s*""", re.S)
#: Blocks that hold rules.
NESTED = ("@media", "@supports", "@layer", "@container")


def names_of_page(page: str) -> set[str]:
    """Return the elements, classes and ids of a page."""
    found: set[str] = set()
    for tag, attributes in TAG.findall(page):
        found.add(tag.lower())
        for value in NAMED.findall(attributes):
            found.update(value.split())
    return found


def split(text: str, at: str) -> Iterator[str]:
    """Give the parts of a text between the signs ``at`` that stand in no string or bracket."""
    depth, start = 0, 0
    for token in TOKEN.finditer(text):
        sign = token[0]
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == at and depth == 0:
            yield text[start : token.start()]
            start = token.end()
    yield text[start:]


def blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Give each rule's head with what stands between its braces, and statements with None."""
    depth, start, inside = 0, 0, 0
    for token in TOKEN.finditer(css):
        sign = token[0]
        if sign == "{":
            if depth == 0:
                inside = token.end()
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start : inside - 1].strip(), css[inside : token.start()]
                start = token.end()
        elif sign == ";" and depth == 0:
            yield css[start : token.start()].strip(), None
            start = token.end()


def applies(selector: str, used: set[str]) -> bool:
    """Say whether every name that a selector needs is among those used."""
    bare = ATTRIBUTE.sub("", selector)
    while (less := INNER.sub("", bare)) != bare:
        bare = less
    return all(
        re.sub(r"\\(.)", r"\1", name if kind else name.lower()) in used
        for kind, name in NAME.findall(PSEUDO.sub("", bare))
    )


def rewritten(css: str, rule: Callable[[str, str], str]) -> str:
    """Return a style sheet with each rule as ``rule(head, body)`` gives it, "" to leave it out."""
    kept = []
    for head, body in blocks(css):
        if body is None:
            kept.append(f"{head};")
        elif not head.startswith(NESTED):
            kept.append(rule(head, body))
        elif inner := rewritten(body, rule):
            kept.append(f"{head}{{{inner}}}")
    return "".join(kept)


def cut_rules(css: str, used: set[str]) -> str:
    """Return a style sheet without the rules that apply to nothing."""

    def rule(head: str, body: str) -> str:
        if head.startswith("@"):
            return f"{head}{{{body}}}"
        selectors = [one for one in split(head, ",") if applies(one, used)]
        return f"{','.join(selectors)}{{{body}}}" if selectors and body.strip() else ""

    return rewritten(css, rule)


def cut_variables(sheets: dict[str, str], others: Iterable[str]) -> dict[str, str]:
    """Return style sheets without the variables that neither they nor ``others`` ask for."""
    asked = {name for text in others for name in VARIABLE.findall(text)}
    while True:
        wanted = asked.union(*map(ASKED.findall, sheets.values()))

        def rule(head: str, body: str, wanted: set[str] = wanted) -> str:
            lines = [line for line in split(body, ";") if line.strip()]
            names = [line.partition(":")[0].strip() for line in lines]
            pairs = zip(lines, names, strict=True)
            left = [line for line, name in pairs if not name.startswith("--") or name in wanted]
            return f"{head}{{{';'.join(left)}}}"

        less = {path: rewritten(css, rule) for path, css in sheets.items()}
        if less == sheets:
            return sheets
        sheets = less


def lean(css: str) -> str:
    """Return a style sheet without remarks and without blanks that it does not need."""
    return FORM.sub(lambda part: "".join(filter(None, part.groups())), css).replace(";}", "}")


def cut(sheets: dict[str, str], used: set[str], others: Iterable[str]) -> dict[str, str]:
    """Return style sheets by path without what cannot apply.

    ``used`` are all names of pages and scripts, ``others`` texts that may ask for a variable.
    """
    ruled = {path: cut_rules(COMMENT.sub("", css), used) for path, css in sheets.items()}
    left = cut_variables(ruled, others)
    return {path: cut_rules(css, used) for path, css in left.items()}
