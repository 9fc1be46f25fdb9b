"""Every page of the built site: it renders, stays silent, asks nobody, and fits the screen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from measure import Visit, settle

ROOT = Path(__file__).parents[2]
CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
CHAPTERS = [c["file"] for part in CONTENTS["parts"] for c in part["chapters"]]
PAGES = [CONTENTS["root"], *CHAPTERS]
WITH_FIGURES = ["book/index", "book/prediction", "book/coding", "book/time_horizons"]


@pytest.fixture(scope="module")
def offline(browser):
    """One visit without a network, for all pages in turn."""
    context = browser.new_context(offline=True)
    yield Visit(context)
    context.close()


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_a_page_works_from_disk_with_the_network_off(name, offline, site):
    offline.said.clear()
    offline.asked.clear()
    page = offline.page
    page.goto((site / f"{name}.html").as_uri(), wait_until="load")
    assert offline.said == []
    assert [url for url in offline.asked if not url.startswith(("file:", "data:"))] == []
    assert page.locator("h1:visible").count() == 1
    assert page.context.cookies() == []


@pytest.mark.parametrize("name", ["book/index", "book/coding", "book/model"])
def test_with_the_server_gone_a_page_asks_for_nothing_more(name, visit, server):
    seen = visit()
    page = seen.page
    page.goto(f"{server}/{name}.html", wait_until="load")
    settle(page)
    asked = len(seen.asked)
    page.context.set_offline(True)
    page.mouse.wheel(0, 4000)
    page.locator("details > summary").first.click()
    page.wait_for_timeout(300)
    icon = "/_static/favicon.svg"  # browsers ask for it when they like
    assert [url for url in seen.asked[asked:] if not url.endswith(icon)] == []
    assert page.context.cookies() == []


def test_search_works_from_disk(visit, site):
    seen = visit()
    page = seen.page
    page.goto((site / "search.html").as_uri() + "?q=scaffold", wait_until="load")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    assert "core_bench" in " ".join(a.get_attribute("href") for a in found.all())
    found.first.click()
    page.wait_for_load_state()
    assert page.locator("article h1").count() == 1
    assert seen.said == []


def test_the_theme_toggle_changes_the_theme_and_the_charts_follow(visit, server):
    seen = visit(scheme="light")
    page = seen.page
    page.goto(f"{server}/book/coding.html", wait_until="load")
    ink = "getComputedStyle(document.querySelector('figure svg text')).fill"
    mode = "document.documentElement.dataset.theme"
    first = (page.evaluate(mode), page.evaluate(ink))
    for _ in range(2):
        page.locator("button.theme-switch-button:visible").first.click()
        if page.evaluate(mode) != first[0]:
            break
    assert page.evaluate(mode) == "dark"
    assert page.evaluate(ink) != first[1]
    assert seen.said == []


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_charts_cards_and_tables_stand_without_scripts(name, visit, server):
    page = visit(scripts=False).page
    page.goto(f"{server}/{name}.html", wait_until="load")
    figures = page.locator("figure")
    assert figures.count() >= 1
    for n in range(figures.count()):
        if not figures.nth(n).is_visible():
            continue  # a figure that few need stands in a closed fold
        shown = figures.nth(n).locator("svg[role=img]:visible")
        assert shown.count() == 1
        assert len(shown.get_attribute("aria-label")) > 30


def test_no_colour_is_written_into_a_chart(site):
    literal = re.compile(r'(?:fill|stroke)="(?!none|transparent|var\(|url\()[^"]*"')
    for name in WITH_FIGURES:
        html = (site / f"{name}.html").read_text("utf-8")
        charts = re.findall(r"<svg[^>]*role=\"img\".*?</svg>", html, re.S)
        assert charts, name
        assert [found for svg in charts for found in literal.findall(svg)] == []


def test_every_address_of_the_ledger_leads_to_its_claim_and_verdict(site):
    claims = json.loads((site / "claims.json").read_text("utf-8"))["claims"]
    assert len(claims) == 71
    pages = {claim["url"].split("#")[0] for claim in claims}
    text = {page: (site / page).read_text("utf-8") for page in pages}
    for claim in claims:
        page, anchor = claim["url"].split("#")
        card = text[page].partition(f'id="{anchor}"')[2]
        assert claim["word"] in card[:4000], claim["url"]


@pytest.mark.parametrize("name", PAGES)
def test_notebook_and_source_lie_beside_a_page(name, site):
    page = (site / f"{name}.html").read_text("utf-8")
    box = page.partition('class="page-downloads')[2].partition("</p>")[0]
    offered = re.findall(r'href="(?!https?:)([^"]+)"', box)
    assert offered
    for link in offered:
        assert (site / name).parent.joinpath(link).is_file(), link


def test_explicit_labels_own_their_anchors(visit, server):
    page = visit().page
    page.goto(f"{server}/book/coding.html#coding-reporter", wait_until="load")
    assert page.locator("section#coding-reporter > :is(h2, h3)").count() == 1
    link = page.locator("section#coding-reporter > :is(h2, h3) a.headerlink").first
    assert link.get_attribute("href") == "#coding-reporter"


def test_a_policy_names_only_the_site_itself(site):
    html = (site / "book/index.html").read_text("utf-8")
    found = re.search(r'http-equiv="Content-Security-Policy"[^>]*content="([^"]*)"', html)
    assert found
    assert "http" not in found[1].replace("&#39;", "'")
    assert "unsafe-eval" not in found[1]
