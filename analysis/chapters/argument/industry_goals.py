"""Industry goals: what was said, for when, what happened, and how much money followed."""

from __future__ import annotations

import pandas as pd

from ...words import DAYS_PER_YEAR, day_of

MONTH = DAYS_PER_YEAR / 12


def months_from_essay(ev, day) -> float:
    """Months from the day of the essay to a day; negative before it."""
    return (pd.Timestamp(day) - pd.Timestamp(ev.vintage["published"])).days / MONTH


def goals(ev) -> pd.DataFrame:
    """Goals with dates: label, when (said, aimed for, declared met), date, value (months).

    ``value`` counts months from the essay. OpenAI's target dates are those of the forecasts table;
    Anthropic's roadmap gives "as soon as early" in a year, drawn at its first day; the essay's own
    date is the end of 2028.
    """
    forecasts = ev.forecasts.set_index("record")
    intern, researcher, roadmap = (forecasts.loc[name] for name in ("fc-058", "fc-059", "fc-060"))
    earliest = pd.Timestamp(int(ev.find("qual-007")["value"]), 1, 1)
    essay = pd.Timestamp(ev.vintage["published"])
    rows = [
        ("OpenAI: research intern", "said", intern["date"]),
        ("OpenAI: research intern", "aimed for", day_of(intern["q50"])),
        ("OpenAI: research intern", "declared met", ev.find("qual-002")["date"]),
        ("OpenAI: true researcher", "said", researcher["date"]),
        ("OpenAI: true researcher", "aimed for", day_of(researcher["q50"])),
        ("Anthropic: large teams, earliest", "said", roadmap["date"]),
        ("Anthropic: large teams, earliest", "aimed for", earliest),
        ("Clark: no person needed", "said", essay),
        ("Clark: no person needed", "aimed for", pd.Timestamp("2028-12-31")),
    ]
    table = pd.DataFrame(rows, columns=["label", "when", "date"])
    table["date"] = pd.to_datetime(table["date"])
    table["value"] = [months_from_essay(ev, day) for day in table["date"]]
    return table


AIMS = {
    "qual-009": "AI that improves AI",
    "qual-011": "chips, in the same loop",
    "qual-012": "learning without human data",
    "qual-014": "against today's paradigm",
    "qual-013": "no such aim reported",
}
RESEARCH = ("qual-009", "qual-011")  # the two that the claim is about


def funding(ev) -> pd.DataFrame:
    """Rounds reported in 2026, those that aim at automating research first.

    Columns label (company and aim), value (million dollars), text, date, access, record.
    """
    rows = []
    for record, aim in AIMS.items():
        row = ev.find(record)
        rows.append(
            {
                "label": f"{row['party']} ({aim})",
                "value": float(row["value"]),
                "text": f"${row['value']:,.0f}m",
                "date": row["date"],
                "access": row["access"],
                "record": record,
            }
        )
    return pd.DataFrame(rows)


def raised_for_research(ev) -> float:
    """Million dollars raised by the two companies whose reported aim is to automate AI research."""
    table = funding(ev)
    return float(table.loc[table["record"].isin(RESEARCH), "value"].sum())
