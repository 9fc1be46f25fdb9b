"""Cut from a style sheet what cannot apply to any page of the site.

A selector needs the names of its classes, ids and elements to stand in a page or in a script that
pages load; a rule without any such selector goes, and so do variables that nothing asks for. Where
a name may be absent and the rule still apply (inside ``:not()`` and its like), it does not count.
"""

import re
from collections.abc import Iterable

COMMENT = re.compile(r"/\*.*?\*/", re.S)
#: A string, what stands in brackets or an escaped sign: commas and semicolons in it do not part.
WHOLE = r"\"[^\"]*\"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|\\."
#: A rule without rules in it: its head, and what stands between its braces.
RULE = re.compile(rf"((?:{WHOLE}|[^{{}};])*+)\{{((?:{WHOLE}|[^{{}}])*+)\}}", re.S)
EMPTY = re.compile(r"@[^{};]*\{\s*\}")
SELECTOR = re.compile(rf"(?:{WHOLE}|[^,])+", re.S)
#: A variable's declaration.
DECLARED = re.compile(rf"(?<![\w-])(--[\w-]+)\s*:(?:{WHOLE}|[^;])*;?", re.S)
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


def names_of_page(page: str) -> set[str]:
    """Return the elements, classes and ids of a page."""
    found: set[str] = set()
    for tag, attributes in TAG.findall(page):
        found.add(tag.lower())
        for value in NAMED.findall(attributes):
            found.update(value.split())
    return found


def applies(selector: str, used: set[str]) -> bool:
    """Say whether every name that a selector needs is among those used."""
    bare = ATTRIBUTE.sub("", selector)
    while (less := INNER.sub("", bare)) != bare:
        bare = less
    return all(
        re.sub(r"\\(.)", r"\1", name if kind else name.lower()) in used
        for kind, name in NAME.findall(PSEUDO.sub("", bare))
    )


def cut_rules(css: str, used: set[str]) -> str:
    """Return a style sheet without the rules that apply to nothing."""

    def kept(rule: re.Match[str]) -> str:
        head = rule[1].strip()
        if head.startswith("@"):
            return f"{head}{{{rule[2]}}}"
        selectors = [one for one in SELECTOR.findall(head) if applies(one, used)]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors and rule[2].strip() else ""

    css = RULE.sub(kept, css)
    while (less := EMPTY.sub("", css)) != css:
        css = less
    return css


def cut_variables(sheets: dict[str, str], others: Iterable[str]) -> dict[str, str]:
    """Return style sheets without the variables that neither they nor ``others`` ask for."""
    asked = {name for text in others for name in VARIABLE.findall(text)}
    while True:
        wanted = asked.union(*map(ASKED.findall, sheets.values()))

        def kept(rule: re.Match[str], wanted: set[str] = wanted) -> str:
            body = DECLARED.sub(lambda one: one[0] if one[1] in wanted else "", rule[2])
            return f"{rule[1]}{{{body.rstrip(';')}}}"

        less = {path: RULE.sub(kept, css) for path, css in sheets.items()}
        if less == sheets:
            return sheets
        sheets = less


def lean(css: str) -> str:
    """Return a style sheet without remarks and without blanks that it does not need."""
    short = FORM.sub(lambda part: "".join(filter(None, part.groups())), css)
    return short.replace(";}", "}").strip()


def cut(sheets: dict[str, str], used: set[str], others: Iterable[str]) -> dict[str, str]:
    """Return style sheets by path without what cannot apply.

    ``used`` are all names of pages and scripts, ``others`` texts that may ask for a variable.
    """
    used = used | {"from", "to"}  # of an animation, not of a page
    ruled = {path: cut_rules(COMMENT.sub("", css), used) for path, css in sheets.items()}
    left = cut_variables(ruled, others)
    return {path: cut_rules(css, used) for path, css in left.items()}
