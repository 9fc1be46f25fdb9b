"""METR's published horizons as the chapters select them."""

import pytest

from analysis import evidence
from analysis.horizons import readings

EV = evidence.load()


def test_the_articles_five_figures_lie_inside_metrs_intervals():
    five = readings.article_points(EV)
    assert five["year"].tolist() == [2022, 2023, 2024, 2025, 2026]
    assert five["article"].between(five["half_lower"], five["half_upper"]).all()
    assert five["width"].iloc[-1] == pytest.approx(3633.786163 / 316.685725)  # METR's ends
    assert (five["fifth"] < five["half"]).all()


def test_records_rise_up_to_metrs_limit_and_other_series_follow_the_same_models():
    best = readings.records(EV)
    assert best["value"].is_monotonic_increasing
    assert best["value"].max() <= readings.LIMIT
    fifth = readings.records(EV, readings.P80, "2024-01-01")
    assert set(fifth["model"]) == set(best.loc[best["date"] >= "2024-01-01", "model"])


def test_a_model_without_a_short_name_keeps_its_own():
    assert readings.short("Claude Opus 4.6") == "Opus 4.6"
    assert readings.short("GPT-5.2") == "GPT-5.2"
