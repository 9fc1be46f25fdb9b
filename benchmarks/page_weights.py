"""Every page's first view: bytes over the wire, first paint, layout shift, and axe's violations.

Run with ``python -m benchmarks.page_weights --as-of DATE`` after ``make book``. A local server
sends the files; the bytes are those of gzip, as static hosts send them. Paint is the median of
three visits and depends on the machine. Writes ``benchmarks/recorded/pages.json``.
"""

from __future__ import annotations

import statistics
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from benchmarks import recording

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "browser")]
VISITS = 3


def axe_count(browser, address: str) -> int:
    """Return how many WCAG 2.2 AA violations axe finds, light and dark, wide and narrow."""
    from axe_playwright_python.sync_playwright import Axe
    from measure import SCREENS, TAGS

    options = {"runOnly": {"type": "tag", "values": TAGS}}
    count = 0
    for scheme, width in SCREENS:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        page.goto(address, wait_until="load")
        count += len(Axe().run(page, options=options).response["violations"])
        context.close()
    return count


def measure(browser, server: str, name: str) -> dict:
    """Return one page's figures."""
    from measure import appearance

    visits = [appearance(browser, f"{server}/{name}.html") for _ in range(VISITS)]
    narrow = appearance(browser, f"{server}/{name}.html", width=390)
    return {
        "page": name,
        "bytes": visits[0].bytes,
        "requests": visits[0].requests,
        "paint_ms": round(statistics.median(v.paint_ms for v in visits)),
        "shift": max(v.shift for v in visits),
        "shift_390": narrow.shift,
        "axe_violations": axe_count(browser, f"{server}/{name}.html"),
    }


def main() -> int:
    """Measure all pages and record them."""
    parser = recording.command(__doc__)
    options = parser.parse_args()
    from conftest import CHROMIUM, FLAGS, Quiet
    from measure import PAGES
    from playwright.sync_api import sync_playwright

    site = ROOT / "_build" / "html"
    if not (site / "claims.json").is_file():
        parser.error("there is no site to measure: make book")
    handler = partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd, sync_playwright() as playwright:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        server = f"http://127.0.0.1:{httpd.server_address[1]}"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        rows = []
        for name in [page for page in PAGES if (site / f"{page}.html").is_file()]:
            rows.append(measure(browser, server, name))
            sys.stdout.write(
                "{page:<36}{bytes:>8} B {paint_ms:>5} ms {shift:.4f} axe {axe_violations}\n".format(
                    **rows[-1]
                )
            )
            sys.stdout.flush()
        version = browser.version
        browser.close()
        httpd.shutdown()
    path = recording.write("pages", {"chromium": version, "pages": rows}, options.as_of)
    sys.stdout.write(f"recorded in {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
