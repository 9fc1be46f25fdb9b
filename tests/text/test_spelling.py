"""Spelling: no known misspelling, and British forms throughout the text that readers see."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from audit_site.cite.edition import NO_PROSE
from audit_site.numbers import tracing
from breame import spelling
from site_project import ROOT

#: Pages and papers, documents, and modules with what they tell their users.
TEXTS = sorted(
    path
    for pattern in ("book/**/*.md", "*.md", "data/README.md", "data/**/*.yml", "analysis/**/*.py",
                    "book/_ext/**/*.py")
    for path in ROOT.glob(pattern)
)  # fmt: skip

# Words that the list of American forms holds although British texts use them too, and names.
# Of code and markup are an ax(is) and a dialog, of computers a program.
BRITISH_TOO = {
    *("ax", "dialog", "disk", "draft", "drafts", "filter", "filters", "inflection", "install"),
    *("installs", "practice", "program", "programs"),
}
# Words that the list of misspellings mistakes for others: a kind of name in listings, two right
# words, and parts of words in patterns of code.
RIGHT_AS_THEY_ARE = "nd,regraded,regrading,architec,succes"


def prose(text: str) -> str:
    """Return a page's own words: no code, no addresses, no labels, no roles' targets."""
    text = re.sub(r"`[^`]*`", " ", NO_PROSE.sub("", text))
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"^\([\w-]+\)=$|https?://\S+", "", text, flags=re.MULTILINE)


def sentences(code: str) -> str:
    """Return the strings of Python code that are words for a reader: those with a blank."""
    tree = ast.parse(code)
    found = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant))
    texts = "\n".join(text for text in found if isinstance(text, str) and " " in text)
    return re.sub(r"\b[a-z-]+:\S|\bprefers-color-scheme\b", "", texts)  # no declarations of style


def strings(value: object) -> list[str]:
    """Return every text inside a parsed YAML document but quotations, spelt as their author did."""
    if isinstance(value, str):
        return [value] if " " in value else []
    inside = [v for k, v in value.items() if k != "quote"] if isinstance(value, dict) else value
    return [text for v in inside for text in strings(v)] if isinstance(value, dict | list) else []


def words_of(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return sentences(text)
    if path.suffix == ".yml":
        return "\n".join(strings(yaml.safe_load(text)))
    return prose(text) + "\n" + sentences(tracing.chapter(text).source)


def american(text: str) -> dict[str, str]:
    """Return the American forms in a text with the British form of each.

    Capitalised words are names (the Computer Program Center, say) or begin a sentence; only
    lower-case words are looked at.
    """
    found = set(re.findall(r"(?<![\w{.])[a-z]+(?![\w}(=.]\w)", text)) - BRITISH_TOO
    return {
        word: spelling.get_british_spelling(word)
        for word in sorted(found)
        if spelling.american_spelling_exists(word)
    }


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_british_throughout(path):
    assert american(words_of(path)) == {}


def test_the_test_sees_american_forms():
    assert american("A modeled behavior.") == {"behavior": "behaviour", "modeled": "modelled"}
    page = "---\ncolor: x\n---\nText `color` [center](#color).\n\n"
    page += '```{code-cell} python3\n:tags: [x]\nname(color="a favorite thing")\n```\n'
    found = american(prose(page) + sentences(tracing.chapter(page).source))
    assert found == {"center": "centre", "favorite": "favourite"}


def test_no_known_misspelling():
    command = [sys.executable, "-m", "codespell_lib", "-L", RIGHT_AS_THEY_ARE, *TEXTS]
    assert subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout == ""
