"""The forecasters chapter: one axis for all, nothing put into anybody's mouth."""

import math

import pandas as pd
import pytest

from analysis import evidence
from analysis.chapters.beyond import forecasters as others

EV = evidence.load()
PLACED = others.placed(EV).set_index("record")


def test_every_comparable_forecast_is_shown_or_left_out_with_a_reason():
    comparable = EV.forecasts[EV.forecasts["closeness"].isin(others.CLOSENESS)]
    assert set(comparable["record"]) == set(others.SHORT) | set(others.LEFT_OUT)
    assert not set(others.SHORT) & set(others.LEFT_OUT)
    table = others.complete(EV)
    assert len(table) == len(comparable)
    assert (table["why"] != "").sum() == len(others.LEFT_OUT)
    # A later number by the same person on the same event is the one that is shown.
    shown = EV.forecasts[EV.forecasts["record"].isin(others.SHORT)]
    assert not shown.duplicated(["forecaster", "event"]).any()


def test_a_dot_is_a_stated_number_and_a_range_is_what_dates_imply():
    for record, row in PLACED.iterrows():
        stated = EV.forecasts.set_index("record").loc[record, "p_by_2028"]
        if math.isnan(row["value"]):
            assert pd.isna(stated)
            assert 0 <= row["lower"] <= row["upper"] <= 100
        else:
            assert row["value"] == 100 * stated
            assert math.isnan(row["lower"])
    # Median November 2027, 90% point April 2030; median January 2030, 10% point June 2027.
    assert PLACED.loc["fc-009", ["lower", "upper"]].tolist() == [50, 90]
    assert PLACED.loc["fc-010", ["lower", "upper"]].tolist() == [10, 50]


def number(**known):
    empty = dict.fromkeys([*others.DAYS, *others.QUANTILES], math.nan)
    return pd.Series(empty | known)


def test_bounds_from_dates():
    assert others.bounds(number()) == (0, 100)
    assert others.bounds(number(p_by_2028=0.6)) == (60, 60)
    assert others.bounds(number(p_by_2027=0.3)) == (30, 100)
    assert others.bounds(number(q50=2027.9)) == (50, 100)
    assert others.bounds(number(q50=2029.04)) == (0, 50)
    # A bare year is some day of that year.
    assert others.bounds(number(q50=2028.0)) == (50, 100)
    assert others.bounds(number(q25=2029.0)) == (0, 25)
    with pytest.raises(ValueError, match="row: expected probabilities that never fall"):
        others.bounds(number(p_by_2027=0.4, p_by_2030=0.2))


def test_where_sixty_stands():
    found = others.standing(EV)
    assert found["below"] + found["above"] + found["open"] == found["shown"] == len(PLACED) - 1
    # The page names these three, and only these, as possibly higher.
    either = PLACED[(PLACED["lower"] < 60) & (PLACED["upper"] >= 60)]
    assert sorted(either.index) == ["fc-009", "fc-012", "fc-039"]
    assert others.standing(EV, 0.0)["below"] == 0
    assert others.standing(EV, 100.5)["below"] == found["shown"]


def test_persons_and_models_are_kept_apart():
    people = PLACED[PLACED["own"]]
    assert not people["who"].str.contains("model|code|preset", case=False).any()
    assert PLACED.loc["fc-008", ["implied", "second_hand"]].all()


def test_rows_of_the_figure_have_a_heading_for_each_closeness():
    rows = others.figure_rows(EV)
    headings = rows[rows["label"].isin(others.CLOSENESS.values())]
    assert headings["label"].tolist() == list(others.CLOSENESS.values())
    assert headings["value"].isna().all()
    assert len(rows) == len(PLACED) + len(headings)
    assert not rows["label"].duplicated().any()
    # Longer names would stand above their rows and double the figure's height.
    assert rows["label"].str.len().max() <= 34


def test_sets_stand_beside_their_authors_own_numbers():
    table = others.own_and_set(EV).set_index("who")
    for row in table.itertuples():
        assert row.low <= row.coder <= row.high
        assert row.r3 < row.coder


def test_a_percentage_of_a_definition_is_read_from_the_words_of_its_row():
    assert others.share_named(EV, "fc-002") == 5
    assert others.share_named(EV, "fc-034") == 99
    with pytest.raises(ValueError, match="one percentage"):
        others.share_named(EV, "fc-001")
