"""One colour, one meaning: the palette stands out, and stays apart for colour-blind eyes.

Colour vision deficiency after Machado, Oliveira and Fernandes (2009, severity 1), distance in
Oklab (Ottosson 2020).
"""

import itertools
import math
import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from analysis.charts import theme

CSS = (Path(__file__).parents[2] / "book" / "_static" / "audit.css").read_text("utf-8")
THEME = [theme.ARTICLE, theme.MAKER, theme.OTHERS, theme.OURS, theme.BAND, theme.INK, theme.MUTED,
         theme.GRID, theme.AXIS, theme.PANEL, theme.GROUND]  # fmt: skip
WORDS = ("chart-ink", "chart-muted", "chart-article", "chart-maker", "chart-others")
IN_CHARTS = ("chart-article", "chart-others", "chart-maker", "chart-ours")
EYES = yaml.safe_load(Path(__file__).with_name("sight.yml").read_text("utf-8"))


@pytest.fixture(params=["light", "dark"])
def colours(request) -> dict[str, str]:
    pairs = re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", CSS)
    return {name: light if request.param == "light" else dark for name, light, dark in pairs}


def linear(colour: str) -> list[float]:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))

    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def seen(colour: str, sight: str) -> np.ndarray:
    """The colour in Oklab, in hundredths, as somebody of that sight sees it."""
    rgb = np.clip(np.array(EYES["sight"][sight]) @ linear(colour), 0, 1)
    return 100 * np.array(EYES["to_lab"]) @ np.cbrt(np.array(EYES["to_lms"]) @ rgb)


def test_the_style_sheet_has_every_colour_of_the_theme(colours):
    of_charts = {f"var(--{name})" for name in colours if name.startswith("chart-")}
    assert of_charts == set(THEME)


def test_words_and_marks_stand_out(colours):
    for ground in ("chart-ground", "chart-panel"):
        for name in WORDS:
            assert contrast(colours[name], colours[ground]) >= 4.5, name
        assert contrast(colours["chart-ours"], colours[ground]) >= 3.0


@pytest.mark.parametrize("sight", EYES["sight"])
def test_colours_that_stand_in_one_chart_stay_apart(colours, sight):
    for one, other in itertools.combinations(IN_CHARTS, 2):
        apart = math.dist(seen(colours[one], sight), seen(colours[other], sight))
        assert apart >= 9, (one, other, apart)
