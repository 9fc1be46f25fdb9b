"""What is odd about new rows though it is no fault: names that nobody used, values far off."""

import difflib
from collections.abc import Iterator

import pandas as pd

#: How many times a value must lie beyond its series to be told.
FAR = 100
#: Readings before a new one that say in which unit it fits, and how near a fit must be.
RECENT, NEAR = 5, 10
MINUTES_AN_HOUR = 60


def notes(new: pd.DataFrame, known: pd.DataFrame, every: pd.DataFrame) -> list[str]:
    """One line for each oddity of ``new`` rows beside those ``known`` before and ``every`` one."""
    found = []
    for _, row in new.iterrows():
        others = every[(every["series"] == row["series"]) & (every["record"] != row["record"])]
        said = (*of_names(row, known), *of_value(row, others))
        found += [f"{row['record']}: {note}" for note in said]
    return found


def of_names(row: pd.Series, known: pd.DataFrame) -> Iterator[str]:
    """A series or model that no row has, with the name nearest to it."""
    for column in ("series", "model"):
        names = sorted({name for name in known[column] if name})
        name = row[column]
        if name and name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0)[0]
            yield f"the {column} {name!r} is new; nearest is {near!r}"


def of_value(row: pd.Series, others: pd.DataFrame) -> Iterator[str]:
    """A second reading of a model, a value far beyond its series, hours where minutes stand."""
    same = others[others["model"] == row["model"]]
    if row["model"] and not same.empty:
        first = same.iloc[0]
        yield (
            f"{row['series']} has {row['model']} already: {first['record']}, "
            f"{first['value']:g} {first['unit']}"
        )
    if others.empty:
        return
    value, low, high = float(row["value"]), others["value"].min(), others["value"].max()
    if value > FAR * high or 0 < value < low / FAR:
        yield (
            f"{value:g} {row['unit']} is more than {FAR} times off the series, which runs from "
            f"{low:g} to {high:g}"
        )
    earlier = others[others["date"] <= row["date"]].sort_values("date")["value"].tail(RECENT)
    if row["unit"] == "minutes" and len(earlier):
        usual, hours = float(earlier.median()), MINUTES_AN_HOUR * value
        if value < usual / (2 * NEAR) and usual / NEAR <= hours <= usual * NEAR:
            yield (
                f"{value:g} stands as minutes; the readings before it have a median of "
                f"{usual:.0f}, and {value:g} hours would be {hours:g}"
            )
