"""What a reader's browser loads and says, and how a page appears, measured in Chromium."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

# Already compressed: sent as they are.
PACKED = (".woff2", ".png", ".jpg", ".zip")
WATCH = """
window.__shift = 0;
new PerformanceObserver((list) => {
  list.getEntries().forEach((e) => { if (!e.hadRecentInput) window.__shift += e.value; });
}).observe({ type: "layout-shift", buffered: true });
"""
PAINT = """() => { const e = performance.getEntriesByName("first-contentful-paint")[0];
  return e ? e.startTime : null; }"""


class Visit:
    """A page with what it said and asked for while it was open."""

    def __init__(self, context):
        self.page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _heard(self, message):
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text}")


@dataclass(frozen=True)
class Appearance:
    """The answer's status, bytes over the wire (gzip), requests, first paint in ms, shift."""

    status: int | None
    bytes: int
    requests: int
    paint_ms: float | None
    shift: float


@cache  # pages share most of their files
def wire_size(url: str, body: bytes) -> int:
    """Return the bytes that an ordinary static host sends for a file."""
    if url.split("?")[0].endswith(PACKED):
        return len(body)
    return len(gzip.compress(body, compresslevel=6, mtime=0))


def settle(page) -> None:
    """Wait until an open page has all that it asks for, its fonts too."""
    page.evaluate(
        "async () => { document.body.getBoundingClientRect(); await document.fonts.ready }"
    )
    page.wait_for_load_state("networkidle")


@dataclass(frozen=True)
class FirstView:
    """A page that stays open and that nobody touched."""

    visit: Visit
    status: int | None
    responses: list

    def appeared(self) -> Appearance:
        """Return how the page appeared, once it asks for nothing more for half a second."""
        page = self.visit.page
        settle(page)
        sizes = [wire_size(r.url, r.body()) for r in self.responses if r.status == 200]
        shift = round(page.evaluate("window.__shift"), 5)
        return Appearance(self.status, sum(sizes), len(sizes), page.evaluate(PAINT), shift)


@contextmanager
def first_view(browser, address: str, *, width: int = 1280) -> Iterator[FirstView]:
    """Open a page in a fresh context, touch nothing, and keep it open."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    try:
        visit = Visit(context)
        visit.page.add_init_script(WATCH)
        responses = []
        visit.page.on("response", lambda response: responses.append(response))
        answer = visit.page.goto(address, wait_until="load")
        yield FirstView(visit, answer.status if answer else None, responses)
    finally:
        context.close()


def appearance(browser, address: str, *, width: int = 1280) -> Appearance:
    """Return how a page appears in a fresh context, then close it."""
    with first_view(browser, address, width=width) as view:
        return view.appeared()
