"""The ledger in the browser: chips, search, order, address and Back, and the way to a verdict."""

from __future__ import annotations

import json
from itertools import groupby
from urllib.parse import parse_qs

import pytest

LEDGER = "book/appendix/full_ledger.html"
ROWS = "table.ledger tbody tr"
SHOWN = f"{ROWS}:visible"


@pytest.fixture(scope="module")
def records(site):
    content = json.loads((site / "claims.json").read_text("utf-8"))
    return [*content["claims"], *content["comparisons"]]


def open_ledger(visit, server, query=""):
    seen = visit()
    seen.page.goto(f"{server}/{LEDGER}{query}", wait_until="load")
    return seen


def chip(page, value, name="verdict"):
    return page.locator(f"label.chip:has(input[name={name}][value='{value}'])")


def test_chips_narrow_the_table_and_their_counts_follow_each_other(visit, server, records):
    seen = open_ledger(visit, server)
    page = seen.page
    assert page.locator(SHOWN).count() == len(records) == 71 + 6
    chip(page, "Misleads").click()
    chip(page, "Open").click()
    fitting = [r for r in records if r["word"] in ("Misleads", "Open")]
    assert page.locator(SHOWN).count() == len(fitting)
    assert page.locator(".ledger-status").inner_text() == f"{len(fitting)} of 77 shown"
    moved = [r for r in fitting if r["moved"]]
    assert chip(page, "yes", "moved").locator("b").inner_text() == str(len(moved))
    chip(page, "yes", "moved").click()
    assert page.locator(SHOWN).count() == len(moved) > 0
    # The chips of a row count what the other rows leave, so another verdict can be added.
    holding = [r for r in records if r["word"] == "Holds" and r["moved"]]
    assert chip(page, "Holds").locator("b").inner_text() == str(len(holding))
    chosen = parse_qs(page.evaluate("location.search.slice(1)"))
    assert chosen == {"verdict": ["Misleads", "Open"], "moved": ["yes"]}
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("location.search === ''")
    assert page.locator(SHOWN).count() == 77
    assert seen.said == []


def test_back_undoes_a_choice_and_reload_keeps_it(visit, server, records):
    page = open_ledger(visit, server).page
    chip(page, "Open").click()
    chip(page, "yes", "maker").click()
    page.go_back()
    page.wait_for_function("location.search === '?verdict=Open'")
    opened = [r for r in records if r["word"] == "Open"]
    assert page.locator(SHOWN).count() == len(opened)
    page.reload(wait_until="load")
    assert page.locator(SHOWN).count() == len(opened)
    assert page.locator("input[name=verdict][value=Open]").is_checked()


@pytest.mark.parametrize("words", ["93.9", "93,9", "“reaches 93.9%”", "mythos PREVIEW reaches"])
def test_search_reads_commas_quotation_marks_and_capitals_alike(words, visit, server):
    page = open_ledger(visit, server).page
    page.locator(".ledger-filters input[name=q]").fill(words)
    assert page.locator(f"{ROWS}[data-id=C23]").is_visible()
    assert page.locator(SHOWN).count() < 10
    page.go_back()
    page.wait_for_function("location.search === ''")
    assert page.locator(SHOWN).count() == 77


def test_search_finds_the_names_of_witnesses(visit, server, records):
    page = open_ledger(visit, server, "?q=metr").page
    named = {
        r["id"]
        for r in records
        for check in r["checks"]
        if any(one["witness"] == "METR" for one in check["limits"])
    }
    assert named
    assert named <= {row.get_attribute("data-id") for row in page.locator(SHOWN).all()}


def test_the_table_can_be_sorted_by_verdict_and_back(visit, server):
    page = open_ledger(visit, server, "?sort=verdict").page
    order = page.eval_on_selector_all(ROWS, "rows => rows.map(r => r.dataset.verdict)")
    assert order[0] == "Holds"
    assert order[-1] == "Definition"
    assert len(set(order)) == len(list(groupby(order)))
    page.locator("select[name=sort]").select_option("")
    assert page.locator(ROWS).first.get_attribute("data-id") == "C01"


def test_a_view_can_be_sent_and_nothing_in_an_address_does_harm(visit, server):
    seen = open_ledger(visit, server, "?q=<img src=x onerror=alert(1)>&verdict=x&sort=y")
    assert seen.page.locator(".ledger-status").inner_text() == "Nothing fits"
    assert seen.said == []


def test_the_count_is_announced_and_chips_work_by_keyboard(visit, server):
    page = open_ledger(visit, server).page
    assert page.locator(".ledger-status").get_attribute("role") == "status"
    page.locator("input[name=verdict][value=Open]").focus()
    page.keyboard.press("Space")
    assert 0 < page.locator(SHOWN).count() < 77


def test_without_scripts_it_is_a_plain_table(visit, server):
    page = visit(scripts=False).page
    page.goto(f"{server}/{LEDGER}", wait_until="load")
    assert page.locator(SHOWN).count() == 77
    assert page.locator(".ledger-filters").is_visible() is False
    assert page.locator(".standards").is_visible() is False


def test_on_a_phone_no_row_is_wider_than_the_screen(visit, server):
    page = visit(width=390).page
    page.goto(f"{server}/{LEDGER}", wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(f"{ROWS} >> nth=0").bounding_box()["width"] <= 390


def test_the_way_from_a_row_leads_to_its_card(visit, server, records):
    page = open_ledger(visit, server, "?q=93.9%25+reaches").page
    page.locator(f"{ROWS}[data-id=C23] a").click()
    page.wait_for_url("**/coding.html*#c23-*")
    wanted = next(r for r in records if r["id"] == "C23")
    card = page.locator(".claim-card:target")
    card.wait_for()
    assert wanted["sentence"].replace("'", "’") in card.inner_text()
    assert card.bounding_box()["y"] < 400


def test_the_key_of_the_squares_leads_to_the_rows_of_a_verdict(visit, server, records):
    page = visit().page
    page.goto(f"{server}/book/index.html", wait_until="load")
    page.locator(".squares-key a", has_text="Misleads").click()
    page.wait_for_url("**/full_ledger.html?verdict=Misleads")
    fitting = [r for r in records if r["word"] == "Misleads"]
    assert page.locator(SHOWN).count() == len(fitting)


def test_methods_print_the_table_that_the_code_runs(visit, server, site):
    rule = json.loads((site / "claims.json").read_text("utf-8"))["rule"]
    page = visit().page
    page.goto(f"{server}/book/appendix/methods.html", wait_until="load")
    lines = page.locator("#methods-table table").first.locator("tbody tr").all()
    assert [line.locator("td").last.inner_text() for line in lines] == [
        line["word"] for line in rule["table"]
    ]
