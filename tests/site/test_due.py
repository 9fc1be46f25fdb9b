"""What would change each verdict, by the first day on which to look."""

import datetime as dt
import re
from pathlib import Path

import pytest
from audit_site.tables import due

from analysis import evidence

ROOT = Path(__file__).resolve().parents[2]
EV = evidence.load()


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
    assert due.due(text, dt.date(2026, 11, 22)) == day


def test_every_claim_is_listed_with_a_working_address():
    found = due.watch_list(EV)
    with_text = {
        c["id"] for c in EV.claims if str(c.get("would_change") or "").strip() and "of" not in c
    }
    assert set(found.rows["claim"]) == with_text
    groups = {c["id"]: c.get("group") or c["id"] for c in EV.claims}
    for row in found.rows.itertuples():
        page, anchor = row.href.split("#")
        source = (ROOT / "book" / page.replace(".html", ".md")).read_text("utf-8")
        card = rf"```\{{claim\}} ({row.claim}|{groups[row.claim]})\b"
        assert re.search(card, source), row.href
        assert anchor.startswith(row.claim.lower() + "-")
    days = [day for day in found.rows["due"] if day]
    assert days == sorted(days)
    assert found.rows["due"].iloc[-1] is None
