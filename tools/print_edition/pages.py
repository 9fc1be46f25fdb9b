"""The print edition as one HTML document, made from the pages of the built site.

Every page's article is taken over; addresses between pages become addresses inside the document;
links to the outside become numbered references at its end; what only works on a screen (folds of
code, downloads, the live model's inputs) is left out, and what the sources say is opened.
"""

import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from audit_site.cite.edition import Edition
from audit_site.common import contents
from audit_site.markup import pieces
from bs4 import BeautifulSoup, Tag

LEFT_OUT = (
    ".fig-tools, .code-line, .fig-narrow, .headerlink, script, style, button, form, "
    "details.audit-code, .page-origins, details.claim-rows, .ledger-below, "
    ".standards, .standards-moved, .standards-banner, .yours, .tip, "
    ".page-downloads, .chapter-place, .cite-open, .moved-anchor"
)
STYLE = "print_edition.css"
UNUSED_SHEET = "basic.css"
HTML = pieces("print_edition.html", Path(__file__).parent)


@dataclass
class Printed:
    """What the document is made of: its pages, its numbered references and its figures."""

    pages: list[str]
    references: dict[str, str] = field(default_factory=dict)
    figures: list[tuple[str, str]] = field(default_factory=list)

    def number_of(self, address: str, words: str) -> int:
        """Return the number of a reference; its first words stand where its title is unknown."""
        self.references.setdefault(address, words)
        return list(self.references).index(address) + 1


def inner_id(page: str, anchor: str) -> str:
    """Return the id that an anchor of a page has in the document."""
    name = page.rpartition("/")[2].replace("_", "-")
    return f"{name}--{anchor}" if anchor else f"page--{name}"


def target_of(page: str, address: str, pages: list[str]) -> str | None:
    """Return the inner address that a relative link leads to, or None if it leaves the book."""
    path, _, anchor = address.partition("#")
    if not path:
        return f"#{inner_id(page, anchor)}"
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    name = wanted.removesuffix(".html")
    # A fragment such as verdict=open is a choice of the ledger's filter, not a place.
    place = "" if "=" in anchor else anchor
    return f"#{inner_id(name, place)}" if name in pages else None


def printable(article: Tag, page: str, book: Printed, sources: dict[str, dict]) -> str:
    """Return an article as it is printed; notes its references and figures in ``book``."""
    for useless in article.select(LEFT_OUT):
        useless.decompose()
    for fold in article.select("details"):
        fold["open"] = ""
    for marked in article.select("[id]"):
        marked["id"] = inner_id(page, marked["id"])
    for attribute in ("aria-labelledby", "for"):
        for named in article.select(f"[{attribute}]"):
            named[attribute] = inner_id(page, named[attribute])
    for shape in article.select("svg [id][href], svg use[href]"):
        shape["href"] = "#" + inner_id(page, shape["href"].lstrip("#"))
    for box in article.select("[tabindex]"):
        del box["tabindex"]
    for link in article.select("a[href]"):
        resolve(link, page, book, sources)
    for figure in article.select(".audit-figure[id]"):
        finding = figure.select_one(".fig-finding").get_text()
        book.figures.append((figure["id"], " ".join(finding.split())))
    return repaired_svg(article.decode_contents(formatter="minimal"), page)


def repaired_svg(html: str, page: str) -> str:
    """Follow the renamed ids in ``url(#…)`` and restore the capitals that SVG insists on."""
    html = html.replace("url(#", f"url(#{inner_id(page, 'x')[:-1]}")
    for name in ("viewBox", "clipPath", "linearGradient", "preserveAspectRatio", "textLength"):
        lower = name.lower()
        html = html.replace(f"<{lower}", f"<{name}").replace(f"</{lower}", f"</{name}")
        html = html.replace(f" {lower}=", f" {name}=")
    return html


def resolve(link: Tag, page: str, book: Printed, sources: dict[str, dict]) -> None:
    """Turn a link of the site into one of the document."""
    address = link["href"]
    if address.startswith(("http://", "https://")):
        known = sources.get(address)
        number = book.number_of(address, known["title"] if known else link.get_text(" "))
        link.insert_after(BeautifulSoup(HTML.mark(number), "lxml").sup)
        link.unwrap()
        return
    if target := target_of(page, address, book.pages):
        link["href"] = target
    else:
        link.unwrap()


def document(
    root: Path,
    site: Path,
    *,
    numbers: dict[str, int],
    sources: dict[str, dict],
    facts: Edition,
) -> str:
    """Return the whole document as HTML.

    ``numbers`` gives the page of each id as far as it is known (empty on the first run);
    ``sources`` is by address; ``facts`` is what the cover says.
    """
    parts = contents(root)
    book = Printed([page for _, pages in parts for page in pages])
    bodies, lists = [], []
    for caption, pages in parts:
        titles = []
        for page in pages:
            html = (site / f"{page}.html").read_text("utf-8")
            article = BeautifulSoup(html, "lxml").select_one("article.bd-article")
            title = article.h1
            for sign in title.select(".headerlink"):
                sign.decompose()
            anchor = inner_id(page, "")
            titles.append((anchor, title.get_text(" ", strip=True)))
            bodies.append((anchor, printable(article, page, book, sources)))
        lists.append((caption, titles))
    static = (site / "_static").resolve()
    sheets = (path for path in sorted(static.glob("*.css")) if path.name != UNUSED_SHEET)
    return HTML.document(
        facts,
        [path.as_uri() for path in sheets],
        (Path(__file__).parent / STYLE).read_text("utf-8"),
        lists,
        bodies,
        book.figures,
        book.references,
        sources,
        numbers,
    )
