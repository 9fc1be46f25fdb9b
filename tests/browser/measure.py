"""The site's pages, and what a reader's browser loads, says and shows of one, in Chromium."""

from pathlib import Path

import yaml
from axe_playwright_python.sync_playwright import Axe

CONTENTS = yaml.safe_load((Path(__file__).parents[2] / "_toc.yml").read_text("utf-8"))
CHAPTERS = [c["file"] for part in CONTENTS["parts"] for c in part["chapters"]]
PAGES = [CONTENTS["root"], *CHAPTERS]
AXE = Axe().axe_script
#: A phone's screen and a wide one, by their widths.
HEIGHTS = {390: 844, 1280: 900}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: What WCAG asks of voices and of who jumps from place to place, and axe only on request.
BESIDE = {"label-content-name-mismatch": {"enabled": True}, "region": {"enabled": True}}
#: The rules beside contrast that a scheme of colours or a width can break where another does not.
OF_THE_SCREEN = ["target-size", "scrollable-region-focusable"]


def probe(name: str) -> str:
    """Return a question to an open page, a function of ``probes`` in the page's own language."""
    return (Path(__file__).parent / "probes" / f"{name}.js").read_text("utf-8")


def violations(
    page, rules: list[str] | None = None, inside: str = "html", known: list[str] | None = None
) -> list[str]:
    """Return what axe finds on an open page, a line each, and leave the page cut.

    Contrast is asked always, and all other rules or those named. ``known`` holds the kinds of words
    whose contrast has been asked, and takes up those of the page. No rule of WCAG 2.2 AA needs the
    style sheets loaded once more (``preload``).
    """
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
    options["rules"] = {} if rules else BESIDE
    known = [] if known is None else known
    asked = [inside, options, known]
    answer = page.evaluate(probe("axe"), asked)
    if answer is None:  # something is to be asked, and axe is not there yet
        page.evaluate(AXE)
        answer = page.evaluate(probe("axe"), asked)
    known[:], found = answer
    return found


class Visit:
    """A browser's page with what it said, asked for and was answered since it was opened."""

    def __init__(self, context, *, cold: bool = False, before: str = ""):
        self.page = context.new_page()
        self.page.add_init_script(probe("watch") + before)
        if cold:  # as if nothing had been loaded before
            session = context.new_cdp_session(self.page)
            session.send("Network.enable")
            session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.known: list[str] = []
        self.said: list[str] = []
        self.asked: list[str] = []
        self.answers: list = []
        self.page.on("console", self._heard)
        self.page.on("dialog", self._spoken_to)
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", lambda answer: self.answers.append(answer))

    def _heard(self, message):
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text}")

    def _spoken_to(self, dialog):
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, address: str, *, wait: str = "load") -> "Visit":
        """Open an address as a new document; what was noted before is forgotten."""
        same = self.page.url.partition("#")[0] == address.partition("#")[0]
        if same:  # another place on a page is no new document
            self.page.goto("about:blank")
        for notes in (self.said, self.asked, self.answers):
            notes.clear()
        self.page.goto(address, wait_until=wait)
        return self

    def frames(self) -> None:
        """Wait until two more frames are drawn: what was begun before has been done."""
        self.page.evaluate(
            "() => new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)))"
        )

    def turn(self, width: int, scheme: str) -> None:
        """Show the page on a phone or wide, light or dark, and wait until scripts have followed."""
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        self.page.emulate_media(color_scheme=scheme)
        theme = "s => document.documentElement.dataset.theme === s"
        self.page.wait_for_function(theme, arg=scheme)

    def shift(self) -> float:
        """Return how far the layout shifted until its fonts were there and it had been idle."""
        return round(self.page.evaluate(probe("settled")), 5)

    def width(self) -> float:
        """Return how wide the page is, which is more than its screen where it scrolls sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth")
