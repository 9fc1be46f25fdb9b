"""What to watch: words and factors of the sheet, and the claims' own days."""

import datetime as dt
import re
from pathlib import Path

import pytest

from analysis import evidence
from analysis.chapters.beyond import watch, watch_claims

EV = evidence.load()

ROOT = Path(__file__).parents[3]
FIRST = dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"low": 27.1, "middle": 60, "high": 132.7}, "27 to 130 h"),
        ({"low": 2250.0, "middle": 829800, "high": None}, "over 2,200 h"),
        ({"probability": 0.4123}, "41%"),
        ({"probability": 0.0001}, "under 1%"),
        ({"probability": 0.9974}, "over 99%"),
        ({"probability": 0}, "0%"),
    ],
)
def test_an_expectation_is_something_to_score(row, words):
    assert watch.expectation_words(row) == words


def test_the_sheet_has_every_line_once_and_nothing_is_due_yet():
    sheet = watch.score_sheet(EV)
    assert len(sheet) == 4 * 5
    assert set(watch.ORDER) <= set(sheet.columns)
    assert not sheet.isna().any().any()
    assert set(sheet["came"]) == {"ahead"}
    with pytest.raises(ValueError, match="observable: expected one of horizon-50"):
        watch.readings(EV, "temperature")


def test_a_days_reading_is_scored_and_said_in_the_sheet():
    sheet = watch.score_sheet(watch.with_reading(EV, FIRST, 30))
    due = sheet[sheet["date"] == "31 December 2026"].set_index("what")["came"]
    assert due["best METR horizon at 50%"] == "30 h"
    assert due["best METR horizon at 80%"] == "not measured"
    assert set(sheet[sheet["date"] == "30 June 2027"]["came"]) == {"ahead"}


def test_examples_are_scored_by_the_check():
    table = watch.examples(EV, FIRST, [8, 17.4, 60, 150]).set_index("hours")
    assert (table.loc["8.0 h"] == "miss: below").all()
    assert table.loc["17 h", "sceptic"] == "hit"
    assert table.loc["17 h", "straight line"] == "miss: below"
    assert (table.loc["60 h"] == "hit").all()
    assert table.loc["150 h", "on course for 2028"] == "hit"
    assert "zz-example" not in set(evidence.load().series["record"])


def test_odds_are_ratios_of_what_the_two_paths_gave():
    row = watch.odds(EV, "R2").set_index("date").loc["30 June 2027"]
    given = {
        path: line["probability"]
        for (day, path), line in watch.expected(EV, "R2").items()
        if day == "2027-06-30"
    }
    high, low = given["a 60% path"], given["straight line"]
    assert row["came"] == pytest.approx(high / low)
    assert row["not_came"] == pytest.approx((1 - high) / (1 - low))
    # R1 is the same in every set, so it moves nothing.
    assert watch.odds(EV, "R1")["came"].to_numpy() == pytest.approx([1] * 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by the end of 2027, against 24 points in March 2026.", dt.date(2027, 12, 31)),
        ("at 30% or more, reported by 30 June 2027, the figure", dt.date(2027, 6, 30)),
        ("lands within a twentieth, by the middle of 2027", dt.date(2027, 6, 30)),
        ("or the end of March 2027 without one", dt.date(2027, 3, 31)),
        ("a failed date after 4 May 2028; in September 2026", dt.date(2028, 5, 4)),
        ("before the end of 2027; scored on 31 December 2028", dt.date(2027, 12, 31)),
        ("(read in November 2026)", None),
        ("a run with models of 2026 above 90%", None),
    ],
)
def test_the_day_to_look_is_the_first_one_ahead(text, day):
    assert watch_claims.due(text, dt.date(2026, 11, 22)) == day


def test_every_claim_is_listed_with_a_working_address():
    found = watch_claims.watch_list(EV)
    with_text = {c["id"] for c in EV.claims if str(c.get("would_change") or "").strip()}
    assert set(found.rows["claim"]) == with_text
    for row in found.rows.itertuples():
        page, anchor = row.href.split("#")
        source = (ROOT / "book" / page.replace(".html", ".md")).read_text("utf-8")
        assert re.search(rf"```\{{claim\}} {row.claim}\b", source), row.href
        assert anchor.startswith(row.claim.lower() + "-")
    days = [day for day in found.rows["due"] if day]
    assert days == sorted(days)
    assert found.rows["due"].iloc[-1] is None


def test_the_list_folds_by_day_and_keeps_words_words():
    found = watch_claims.watch_list(EV)
    html = found._repr_html_()
    assert html.count("<details>") == found.rows["when"].nunique()
    assert html.index("By 31 March 2027") < html.index("Without a date")
    hostile = watch_claims.WatchList(found.rows.head(1).assign(text="<script>x</script>"))
    assert "<script" not in hostile._repr_html_()
