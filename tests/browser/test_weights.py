"""The first view of every page is light and stands still. Times are recorded, not tested."""

from __future__ import annotations

import pytest
from measure import appearance
from test_pages import PAGES

MOST_BYTES = 250_000
MOST_SHIFT = 0.01


@pytest.mark.parametrize("name", PAGES)
def test_the_first_view_is_light_and_stands_still(name, browser, server):
    wide = appearance(browser, f"{server}/{name}.html")
    assert wide.bytes <= MOST_BYTES
    assert wide.shift < MOST_SHIFT
    narrow = appearance(browser, f"{server}/{name}.html", width=390)
    assert narrow.shift < MOST_SHIFT


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["book/watch", "book/prediction", "book/appendix/full_ledger"])
def test_a_page_that_arrives_slowly_stands_still(name, width, browser, slow_server):
    assert appearance(browser, f"{slow_server}/{name}.html", width=width).shift < MOST_SHIFT


def test_a_page_that_moves_is_seen_to_move(browser, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><div id=a></div><p>text</p><script>setTimeout(() => {"
        "document.getElementById('a').style.height = '300px'; }, 100)</script>"
    )
    found = appearance(browser, page.as_uri())
    assert found.shift > MOST_SHIFT
