"""METR's published horizons: the series, the models that set records, the article's five points."""

from typing import Any

import pandas as pd

from ..arguments import moment
from ..evidence.records import labels, threshold
from ..words import base_unit

#: Series of suite 1.1 at success half the time and four times in five, and of the older suite.
P50, P80, OLDER = "metr_th_1_1_p50", "metr_th_1_1_p80", "metr_th_1_0_p50"
#: Minutes above which METR calls its own readings unreliable.
LIMIT = threshold("measurable_minutes")
#: First days of the lines that METR and this book draw.
WINDOWS = {"all years": None, "since 2023": "2023-01-01", "since 2024": "2024-01-01"}


def short(model: str) -> str:
    """Return a model's short name, its own where none is listed in ``data/labels.yml``."""
    return labels("models").get(model, model)


def records(ev: Any, series: str = P50, since: Any = None) -> pd.DataFrame:
    """Return the rows of the models that were best when released, none above METR's limit.

    METR's rule for its own line: a record at success half the time, up to 16 hours, optionally from
    the day ``since`` on. For another series, those models' rows in it. ValueError for a series
    that is not in the data.
    """
    best, limit = ev.rows(P50), ev.limits["measurable_minutes"]
    best = best[(best["value"] >= best["value"].cummax()) & (best["value"] <= limit)]
    if since:
        best = best[best["date"] >= moment("since", since)]
    if series == P50:
        return best
    return ev.rows(series)[lambda frame: frame["model"].isin(best["model"])]


def article_points(ev: Any) -> pd.DataFrame:
    """Return the article's five lengths beside METR's, in minutes, by year.

    Columns: year, model, article, date, half, half_lower, half_upper, fifth, fifth_lower,
    fifth_upper (METR's values with 95% intervals, at success half the time and four times in five)
    and percent_off (the article against ``half``).
    """
    said = {
        figure["year"]: base_unit(figure["value"], figure["unit"])[0]
        for claim in ("C26", "C27", "C28", "C29", "C30")
        for figure in ev.claim(claim)["figures"]
    }
    # The essay names a model for each year.
    table = ev.article_points[["year", "model"]].assign(article=lambda t: t["year"].map(said))
    table = table.merge(ev.rows(P50)[["model", "date"]], on="model")
    for name, series in (("half", P50), ("fifth", P80)):
        ends = {"value": name, "lower": f"{name}_lower", "upper": f"{name}_upper"}
        rows = ev.rows(series)[["model", *ends]].rename(columns=ends)
        table = table.merge(rows, on="model")
    return table.assign(percent_off=100 * (table["article"] / table["half"] - 1))
