"""Quotations: whether the words between quotation marks stand in the text that they are from.

The article is not copied into the data. ``article.yml`` holds a fingerprint of each two
neighbouring words of it, in order, which is enough to check a quotation word by word.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

WORD = re.compile(r"\w+(?:[.'&-]\w+)*%?")
#: What a quotation leaves out.
LEFT_OUT = re.compile(r"\s*(?:…|\[…\]|\.\.\.)\s*")
QUOTED = re.compile('["“]([^"“”]+)["”]')
#: Digits of a fingerprint, and words from which on a quoted text is a quotation and not a name.
DIGITS, FEWEST = 5, 4
#: Words that a claim may quote from the article.
MOST = 12
#: Columns in which quotation marks stand round titles and file names.
TITLES = ("seen_in", "title", "words")


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: small letters, no punctuation."""
    return WORD.findall(text.lower().replace("’", "'"))


def fingerprints(text: str) -> list[str]:
    """Return a fingerprint for each two neighbouring words of a text, in order."""
    known = words(text)
    return [
        hashlib.sha256(f"article {first} {second}".encode()).hexdigest()[:DIGITS]
        for first, second in pairwise(known)
    ]


def parts(quotation: str) -> list[str]:
    """Return the pieces of a quotation between which something was left out."""
    return [part for part in LEFT_OUT.split(quotation.strip(' “”"')) if part]


def stands_in(quotation: str, article: Mapping[str, Any]) -> bool:
    """Say whether every piece of a quotation, two words or more each, stands in the article."""
    text = " ".join(article["fingerprints"].split())
    pieces = [fingerprints(part) for part in parts(quotation)]
    return bool(pieces) and all(piece and " ".join(piece) in text for piece in pieces)


def article_faults(
    claims: Sequence[Mapping[str, Any]], article: Mapping[str, Any] | None
) -> Iterator[tuple[str, str, str]]:
    """Faults of the claims' quotations of the article: place, expected, found."""
    quotes = {c["id"]: c["quote"] for c in claims if isinstance(c.get("quote"), str) and c["quote"]}
    if article is None:
        return
    for name, quote in quotes.items():
        if len(words(quote)) > MOST:
            yield f"[{name}].quote", f"at most {MOST} words", f"{len(words(quote))} words"
        if not stands_in(quote, article):
            yield f"[{name}].quote", "the article's own words", repr(quote[:60])
    total = sum(len(words(quote)) for quote in set(quotes.values()))
    if 2 * total >= article["words"]:
        wanted = f"under half of the article's {article['words']} words"
        yield "[all].quote", wanted, f"{total} words"


def unchecked(row: Mapping[str, Any], known: set[str]) -> Iterator[tuple[str, str, str]]:
    """Quotations in a row whose words are none of ``known``: column, expected, found."""
    for column, value in row.items():
        if not isinstance(value, str) or column in TITLES:
            continue
        for quotation in QUOTED.findall(value):
            plain = " ".join(words(quotation))
            if len(plain.split()) >= FEWEST and plain not in known:
                yield column, "a quotation that stands in quotations.csv", repr(quotation[:60])
