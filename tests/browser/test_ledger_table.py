"""The ledger in the browser: filters, address, count, and the way from the index to a verdict."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

LEDGER = "book/appendix/full_ledger.html"
SHOWN = "table.ledger tr[data-verdict]:visible"


@pytest.fixture(scope="module")
def claims(site):
    return json.loads((site / "claims.json").read_text("utf-8"))["claims"]


def open_ledger(visit, server, fragment=""):
    seen = visit()
    seen.page.goto(f"{server}/{LEDGER}{fragment}", wait_until="load")
    return seen


def test_verdicts_kinds_evidence_and_words_narrow_the_table(visit, server, claims):
    seen = open_ledger(visit, server)
    page = seen.page
    assert page.locator(SHOWN).count() == len(claims) == 71
    page.locator("label.ledger-verdict", has_text="Misleads").click()
    page.locator("label.ledger-verdict", has_text="Open").click()
    fitting = [c for c in claims if c["verdict"] in ("misleading", "open")]
    assert page.locator(SHOWN).count() == len(fitting)
    assert page.locator(".ledger-status").inner_text() == f"{len(fitting)} of 71 claims shown"
    page.locator("select[name=kind]").select_option("forecast")
    fitting = [c for c in fitting if c["kind"] == "forecast"]
    assert page.locator(SHOWN).count() == len(fitting) > 0
    chosen = parse_qs(page.evaluate("location.hash.slice(1)"))
    assert chosen == {"verdict": ["misleading", "open"], "kind": ["forecast"]}
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("location.hash === ''")
    assert page.locator(SHOWN).count() == 71
    page.locator("select[name=strength]").select_option("vendor only")
    fitting = [c for c in claims if c["strength"] == "vendor only"]
    assert page.locator(SHOWN).count() == len(fitting) > 0
    assert seen.said == []


def test_no_heading_stands_over_an_empty_section(visit, server):
    page = open_ledger(visit, server, "#verdict=open").page
    for body in page.locator("table.ledger tbody:visible").all():
        assert body.locator("tr[data-verdict]:visible").count() >= 1


def test_a_filtered_view_can_be_sent_and_nothing_in_an_address_does_harm(visit, server, claims):
    page = open_ledger(visit, server, "#verdict=misleading&q=CLAUDE+mythos").page
    assert page.locator(SHOWN).count() >= 1
    assert page.locator(".ledger-filters input[name=q]").input_value() == "CLAUDE mythos"
    seen = open_ledger(visit, server, "#q=<img src=x onerror=alert(1)>&kind=none&verdict=x")
    assert seen.page.locator(".ledger-status").inner_text() == "No claim fits"
    assert seen.said == []


def test_the_count_is_announced_and_the_filters_work_by_keyboard(visit, server):
    page = open_ledger(visit, server).page
    assert page.locator(".ledger-status").get_attribute("role") == "status"
    page.locator("input[name=verdict][value=open]").focus()
    page.keyboard.press("Space")
    shown = page.locator(SHOWN).count()
    assert 0 < shown < 71
    page.locator(".ledger-filters input[name=q]").focus()
    page.keyboard.type("zzz")
    assert page.locator(".ledger-status").inner_text() == "No claim fits"


def test_without_scripts_it_is_a_plain_table(visit, server):
    page = visit(scripts=False).page
    page.goto(f"{server}/{LEDGER}", wait_until="load")
    assert page.locator(SHOWN).count() == 71
    assert page.locator(".ledger-filters").is_visible() is False


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_index_two_clicks_lead_to_the_verdict_on_93_9(width, visit, server, claims):
    page = visit(width=width).page
    page.goto(f"{server}/book/index.html", wait_until="load")
    page.locator(".ledger-filters input[name=q]").fill("93.9%")
    row = page.locator(SHOWN)
    assert row.count() == 1
    row.locator("a").click()
    page.wait_for_url("**/coding.html#c23-*")
    wanted = next(c for c in claims if c["id"] == "C23")
    card = page.locator(".claim-card:target")
    card.wait_for()
    assert wanted["verdict_word"] in card.inner_text()
    assert card.bounding_box()["y"] < 400


def test_the_legend_of_the_strip_leads_to_the_claims_of_a_verdict(visit, server, claims):
    page = visit().page
    page.goto(f"{server}/book/index.html", wait_until="load")
    page.locator(".strip-legend a", has_text="Misleads").click()
    page.wait_for_url("**/full_ledger.html#verdict=misleading")
    fitting = [c for c in claims if c["verdict"] == "misleading"]
    assert page.locator(SHOWN).count() == len(fitting)
