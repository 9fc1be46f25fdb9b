"""The built site in a real headless Chromium, from disk and from a local server."""

import shutil
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from measure import Visit
from playwright.sync_api import sync_playwright
from rebuild import serve
from site_project import ROOT

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


#: How addresses begin that a page may ask beside its server; the last is a test's own.
OWN = ("file:", "data:", "http://audit.example/")


class Slow(serve.Handler):
    """Sends a page in small pieces, long after its style sheets, as a poor connection may."""

    def copyfile(self, source, outputfile):
        if not self.path.endswith(".html"):
            return super().copyfile(source, outputfile)
        while piece := source.read(2048):
            outputfile.write(piece)
            outputfile.flush()
            time.sleep(0.02)


class Server(ThreadingHTTPServer):
    """A server that says nothing when a browser goes away in the middle of an answer."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def serving(handler, site: Path):
    """Yield the address of a local server of the site."""
    with Server(("127.0.0.1", 0), partial(handler, directory=str(site))) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


@pytest.fixture(scope="session")
def site() -> Path:
    """The site's folder; built first where it is not there."""
    html = ROOT / "_build" / "html"
    if not (html / "claims.json").exists():
        subprocess.run([sys.executable, "-m", "rebuild.build"], cwd=ROOT, check=True)
    return html


@pytest.fixture(scope="session")
def server(site: Path):
    """The address of a local server of the site."""
    yield from serving(serve.Handler, site)


@pytest.fixture(scope="session")
def slow_server(site: Path):
    """The address of a local server that takes its time."""
    yield from serving(Slow, site)


@pytest.fixture(scope="module")  # one Playwright at a time: other files start their own
def browser():
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def kept(browser) -> dict:
    """Pages that stay open for the tests of a file, each with its options."""
    return {}


@pytest.fixture
def visit(browser, kept, server):
    """Open pages: ``visit("book/coding.html", width=390, scripts=False)`` gives a :class:`Visit`.

    A page is kept for the next test with the same options, its files loaded; where a test lets the
    browser store something, or changes its page for good, it goes ``alone``. ``before`` is a script
    that runs before those of the page. No page that a test opens may say anything, not in a dialog
    either, or ask anybody but its own site.
    """
    alone_ones, opened, faults = [], set(), []

    def hear(seen: Visit):
        foreign = [url for url in seen.asked if not url.startswith((server, *OWN))]
        faults.extend((seen.page.url, one) for one in (*seen.said, *foreign))

    def start(
        address: str,
        *,
        width: int = 1280,
        scheme: str = "light",
        before: str = "",
        alone: bool = False,
        scripts: bool = True,
        **more,
    ) -> Visit:
        key = (before, scripts, *sorted(more.items()))
        seen = None if alone else kept.get(key)
        if seen is None:
            context = browser.new_context(java_script_enabled=scripts, **more)
            seen = Visit(context, before=before)
            if alone:
                alone_ones.append(context)
            else:
                kept[key] = seen
        elif seen in opened:
            hear(seen)
        opened.add(seen)
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.emulate_media(media="screen", color_scheme=scheme)
        return seen.open(address if ":" in address else f"{server}/{address}")

    yield start
    for seen in opened:
        hear(seen)
    for context in alone_ones:
        context.close()
    assert faults == []
