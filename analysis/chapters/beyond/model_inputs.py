"""What goes into the model, where each value comes from, and what others' models say to it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from audit_site.tables.plain import Linked

from ... import timeline
from ...timeline.sets import KINDS
from ...timeline.spreads import Choice, LogNormal, Normal
from ...words import month_of
from .believe import own_words


def sources_of(ev, keys) -> tuple[Linked, ...]:
    """The sources of a value as links, short names first."""
    return tuple(Linked(_short(ev.sources[key]), ev.sources[key]["url"]) for key in keys)


def _short(source: dict[str, Any]) -> str:
    who = source.get("publisher") or source["title"]
    return f"{who}, {source['year']}" if source.get("year") else str(who)


def spread_words(value: Any) -> str:
    """A distribution in words: "median 120, log-SD 0.2", "mean 0.03, SD 0.05", or the number."""
    if isinstance(value, LogNormal):
        return f"{value.median:,g}" + (f" (log-SD {value.sigma:g})" if value.sigma else "")
    if isinstance(value, Normal):
        return f"{value.mean:g}" + (f" (SD {value.sd:g})" if value.sd else "")
    if isinstance(value, Choice):
        pairs = zip(value.values, value.weights, strict=True)
        return ", ".join(f"{one:g} ({100 * weight:.0f}%)" for one, weight in pairs)
    return f"{value:g}"


def parameters(ev) -> pd.DataFrame:
    """Every parameter: symbol, name, unit, value (the published spread), eighty, reason, sources.

    ``what`` (name, symbol, unit) and ``spread`` (value, eighty) say the same in fewer columns.
    ``sources`` are links, empty where there is no published one.
    """
    known = timeline.assumptions_of(ev)
    return pd.DataFrame(
        [
            {
                "symbol": name,
                "name": row["name"],
                "unit": row["unit"],
                "what": f"{row['name']} ({name}, {row['unit']})",
                "value": spread_words(getattr(known.base, name)),
                "eighty": row["eighty"],
                "spread": f"{spread_words(getattr(known.base, name))}; {row['eighty']}",
                "reason": row["reason"],
                "sources": sources_of(ev, row["sources"]),
            }
            for name, row in known.raw["parameters"].items()
        ]
    )


def set_values(ev) -> pd.DataFrame:
    """What each set takes for each parameter, as words; columns: set, the symbols, sources."""
    known = timeline.assumptions_of(ev)
    symbols = [*KINDS, "rho", "p", "w"]
    rows = []
    for row in known.raw["sets"]:
        name = str(row.get("name", row["id"]))
        chosen = known.set(name)
        values = {symbol: spread_words(getattr(chosen, symbol)) for symbol in symbols}
        rows.append({"set": name, **values, "sources": sources_of(ev, row.get("sources", []))})
    return pd.DataFrame(rows)


def definitions(ev) -> pd.DataFrame:
    """The definitions of the event and how each scales a draw.

    Columns: name, event, requirement (times H), reliability, gap (times L), share (w), reason.
    """
    rows = []
    for name, row in timeline.assumptions_of(ev).raw["definitions"].items():
        rows.append(
            {
                "name": name,
                "event": row["event"],
                "requirement": row.get("multiplier"),
                "reliability": str(row.get("reliability", "–")).replace("set", "the set's"),
                "gap": row.get("gap"),
                "share": row.get("w"),
                "reason": row["reason"],
            }
        )
    return pd.DataFrame(rows)


def stated(ev) -> pd.DataFrame:
    """What the authors of the named sets have stated themselves, beside what the set gives.

    Columns: set, gives (the set's own result for R3 by the end of 2028, percent), label (both in
    words), said, source (link, with the day of publication). The article's set is left out: its
    author's two numbers are what it is solved for.
    """
    known = timeline.assumptions_of(ev)
    rows = []
    for row in known.raw["sets"]:
        if row.get("article"):
            continue
        name = str(row.get("name", row["id"]))
        gives = 100 * timeline.probability(name, known.primary, "2028-12-31", assumptions=known)
        for own in row.get("own", []):
            source, day = ev.sources[own["source"]], own["published"]
            who = source.get("publisher") or source["title"]
            link = Linked(f"{who}, {day.day} {day:%B %Y}", source["url"])
            rows.append(
                {
                    "set": name,
                    "gives": gives,
                    "label": f"{name}: the set gives R3 {gives:.0f}% by the end of 2028",
                    "said": own_words(own),
                    "source": link,
                }
            )
    return pd.DataFrame(rows)


def checks(ev) -> pd.DataFrame:
    """Other people's published results and what this model gives on their inputs.

    Columns: name, quantity, published, ours, gap (all words), within (True if near enough),
    source (link).
    """
    rows = []
    for row in timeline.calibration_table(assumptions=timeline.assumptions_of(ev)):
        dated = not row["quantity"].startswith("by ")
        published, ours = row["published"], row["ours"]
        (link,) = sources_of(ev, [row["source"]])
        rows.append(
            {
                "name": row["name"],
                "quantity": row["quantity"],
                "published": month_of(published) if dated else f"{100 * published:.0f}%",
                "ours": month_of(ours) if dated else f"{100 * ours:.0f}%",
                "allowed": f"within {12 * (row['high'] - published):.0f} months"
                if dated
                else f"{100 * row['low']:.0f} to {100 * row['high']:.0f}%",
                "months": 12 * abs(ours - published) if dated else None,
                "within": row["within"],
                "source": link,
            }
        )
    return pd.DataFrame(rows)
