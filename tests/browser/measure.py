"""What a reader's browser loads and how a page appears, measured in Chromium."""

from __future__ import annotations

import gzip
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


@dataclass(frozen=True)
class Appearance:
    """Bytes over the wire (gzip), number of requests, first paint in ms, layout shift."""

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


def appearance(browser, address: str, *, width: int = 1280, wait_ms: int = 200) -> Appearance:
    """Open a page in a fresh context, touch nothing, and measure its first view."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(wait_ms)
    sizes = [wire_size(r.url, r.body()) for r in responses if r.status == 200]
    found = Appearance(
        sum(sizes), len(sizes), page.evaluate(PAINT), round(page.evaluate("window.__shift"), 5)
    )
    context.close()
    return found
