"""``python -m print_edition.pdf``: the built site as one PDF in ``_build/pdf``, through Chromium.

The document of :mod:`print_edition.pages` is printed until the page numbers in its lists are those
of the pages. Chromium makes the text, the tags for screen readers and the bookmarks; pypdf sets the
metadata. The dates in the file are the evidence's. With the same site, Chromium and fonts the file
has the same bytes; another Chromium or another font draws other bytes.
"""

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from audit_site.cite import edition
from audit_site.cite.edition import Edition
from audit_site.common import read_yaml
from rebuild.reuse_pages import is_behind

from analysis import terminal

from . import pages as printing

NAME = "60-by-2028-audit.pdf"
UNFINISHED = ".printing-"
ROUNDS = 4
#: Width and height of the column in CSS pixels: A4 without the margins of the style sheet.
COLUMN = (642, 963)
FIT = (Path(__file__).parent / "fit.js").read_text("utf-8")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def chromium() -> str:
    """Return the path of a Chromium. Raises ``ValueError`` when there is none."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    raise ValueError(
        "a Chromium is needed to print and none was found (chromium, chromium-browser, "
        "google-chrome); set CHROMIUM=/path/to/it"
    )


def pages_of(path: Path) -> dict[str, int]:
    """Return the page of each id that a link of a printed file leads to, counted from 1."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    places, number = reader.named_destinations, reader.get_destination_page_number
    return {name.lstrip("/"): number(place) + 1 for name, place in places.items()}


def print_once(page: Any, html: Path, target: Path, title: str) -> None:
    """Print one HTML file to a PDF.

    Raises ``ValueError`` where something is wider than the column: Chromium would print everything
    smaller, so that it fits.
    """
    page.goto(html.as_uri(), wait_until="load")
    page.emulate_media(media="print")
    if wide := page.evaluate(FIT, COLUMN[0]):
        raise ValueError(f"wider than the print edition's column: {wide[0]}")
    page.pdf(
        path=target,
        prefer_css_page_size=True,
        print_background=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=str(printing.HTML.footer(title)),
        tagged=True,
        outline=True,
    )


def with_metadata(source: Path, target: Path, known: Edition) -> int:
    """Write the file with title, author, dates and language; return its number of pages."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, ByteStringObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=source)
    day = known.built.replace("-", "")
    writer.metadata = {
        "/Title": known.title,
        "/Author": known.author,
        "/Subject": f"Version {known.version}, {known.days}",
        "/CreationDate": f"D:{day}000000Z",
        "/ModDate": f"D:{day}000000Z",
        "/Producer": "Chromium and pypdf",
    }
    writer.root_object[NameObject("/Lang")] = TextStringObject("en-GB")
    # An identifier made from the contents' own facts instead of from the clock.
    mark = ByteStringObject(f"{known.version} {known.built}".encode().ljust(16)[:16])
    writer._ID = ArrayObject([mark, mark])
    part = target.with_suffix(".part")
    writer.write(part)
    pages = len(writer.pages)
    part.replace(target)
    return pages


def make(root: Path, site: Path, target: Path) -> int:
    """Print the site to ``target``; return its number of pages.

    Raises ``ValueError`` without a site or a Chromium, or when the page numbers do not settle.
    """
    from playwright.sync_api import sync_playwright

    from analysis import evidence

    if not (site / "claims.json").is_file():
        raise ValueError(f"there is no site in {site.name} to print: make book")
    known = replace(edition.edition(root), title=read_yaml(root, "_config.yml")["title"])
    sources = {str(s["url"]): s for s in evidence.load().sources.values() if s.get("url")}
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{UNFINISHED}*"):  # by a run that was killed
        shutil.rmtree(left)
    numbers: dict[str, int] = {}
    # Not in the system's folder, where a Chromium in a box of its own sees nothing.
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=target.parent) as name:
        folder = Path(name)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = browser.new_context(
                java_script_enabled=False,
                color_scheme="light",
                locale="en-GB",
                timezone_id="UTC",
                viewport={"width": COLUMN[0], "height": COLUMN[1]},
            ).new_page()
            for turn in range(ROUNDS):
                print(f"printing, turn {turn + 1}", flush=True)
                html = printing.document(root, site, numbers=numbers, sources=sources, facts=known)
                (folder / "book.html").write_text(html, "utf-8")
                print_once(page, folder / "book.html", folder / "book.pdf", known.title)
                found = pages_of(folder / "book.pdf")
                if found == numbers:
                    break
                numbers = found
            else:
                raise ValueError(f"page numbers did not settle in {ROUNDS} turns")
            browser.close()
        return with_metadata(folder / "book.pdf", target, known)


def main() -> int:
    """Command line: print the site of the project in the current folder."""
    root = Path.cwd()
    target = root / "_build" / "pdf" / NAME
    site = root / "_build" / "html"
    if site.is_dir() and is_behind(root, site):
        print("The site is older than the data or the text here: make book renews it.")
    try:
        pages = make(root, site, target)
    except ValueError as error:
        print(f"The PDF was not made: {error}.")
        return 1
    print(f"printed {pages} pages, {target.stat().st_size / 1e6:.1f} MB: {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(terminal.run(main))
