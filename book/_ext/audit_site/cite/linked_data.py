"""Describe book, ledger and data in schema.org's words (JSON-LD): Report, ClaimReview, Dataset.

A claim review gives the verdict in words. A number stands beside it only where the verdict says how
true the sentence is; where nothing has been shown, or nothing is decided, a number would pretend to
a knowledge that the audit does not have. The reviewer is the project, never a person.

In all of it ``article`` is the source that is audited, and ``root`` the way to the site's root from
the page that carries the description, for a site without an address.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from . import forms

CONTEXT = "https://schema.org"
#: Verdict -> rating; None where the verdict says nothing about truth. 5 is best and 1 is worst.
RATINGS: dict[str, int | None] = {
    "Holds": 5,
    "Holds with a caveat": 4,
    "Misleads": 2,
    "Wrong": 1,
    "Not shown": None,
    "Open": None,
    "Not checked": None,
}
BEST, WORST = 5, 1
LANGUAGE = "en-GB"
DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
Record = Mapping[str, Any]


def organisation(name: str, url: str = "") -> dict[str, Any]:
    """Return an organisation, with its address only where one is known."""
    return {"@type": "Organization", "name": name} | ({"url": url} if url else {})


def rating(word: str) -> dict[str, Any]:
    """Return a verdict of :data:`RATINGS` as a schema.org rating."""
    numbers = {"ratingValue": RATINGS[word], "bestRating": BEST, "worstRating": WORST}
    known = {"@type": "Rating", "alternateName": word}
    return known if RATINGS[word] is None else known | numbers


def appeared(article: Record) -> dict[str, Any]:
    """Return a source (title, url, publisher) as an article."""
    known = {"@type": "Article", "url": article["url"], "headline": article["title"]}
    publisher = article.get("publisher")
    return known | ({"publisher": organisation(publisher)} if publisher else {})


def work(kind: str, edition: forms.Edition, address: str, root: str) -> dict[str, Any]:
    """Return what book and data have in common."""
    return {
        "@context": CONTEXT,
        "@type": kind,
        "url": forms.full(address, edition, root),
        "version": edition.version,
        "identifier": edition.content,
        "datePublished": edition.released,
        "dateModified": edition.built,
        "license": DATA_LICENCE,
        "creator": organisation(edition.author, edition.base),
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "keywords": list(edition.keywords),
    }


def claim_review(
    record: Record, edition: forms.Edition, article: Record, root: str = ""
) -> dict[str, Any] | None:
    """Return a claim or a comparison as a ClaimReview; None for a definition."""
    if record["word"] not in RATINGS:
        return None
    item = forms.of_claim(record)
    claim = {"@type": "Claim", "name": record["id"], "appearance": appeared(article)}
    if article.get("publisher"):
        claim["author"] = organisation(article["publisher"])
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "name": item.title,
        "url": forms.full(item.address, edition, root),
        "claimReviewed": record["says"],
        "itemReviewed": claim,
        "author": organisation(edition.author, edition.base),
        "datePublished": edition.released,
        "version": edition.version,
        "reviewRating": rating(record["word"]),
        "reviewBody": record["sentence"],
        "inLanguage": LANGUAGE,
        "license": DATA_LICENCE,
    }


def report(
    edition: forms.Edition, description: str, article: Record, root: str = ""
) -> dict[str, Any]:
    """Return the book as a Report about an article."""
    author = organisation(edition.author, edition.base)
    return {
        **work("Report", edition, forms.whole_book(edition).address, root),
        "name": edition.title,
        "headline": edition.title,
        "description": description,
        "author": author,
        "publisher": author,
        "about": appeared(article),
        "citation": article["url"],
    }


def dataset(
    package: Record,
    edition: forms.Edition,
    *,
    page: str,
    files: Sequence[tuple[str, str]],
    days: tuple[str, str],
    root: str = "",
) -> dict[str, Any]:
    """Return the Data Package as a Dataset.

    ``page`` describes it; ``files`` are (address, media type) of its downloads, ``days`` the first
    and the last ISO day that it covers; addresses count from the site's root.
    """
    return {
        **work("Dataset", edition, page, root),
        "name": package["title"],
        "description": package["description"],
        "license": package["licenses"][0]["path"],
        "temporalCoverage": "/".join(days),
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": forms.full(address, edition, root),
                "encodingFormat": kind,
            }
            for address, kind in files
        ],
    }
