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

from analysis.charts import theme

CSS = (Path(__file__).parents[2] / "book" / "_static" / "audit.css").read_text("utf-8")
THEME = [theme.ARTICLE, theme.MAKER, theme.OTHERS, theme.OURS, theme.BAND, theme.INK, theme.MUTED,
         theme.GRID, theme.AXIS, theme.PANEL, theme.GROUND]  # fmt: skip
WORDS = ("chart-ink", "chart-muted", "chart-article", "chart-maker", "chart-others", "ink", "soft")
IN_CHARTS = ("chart-article", "chart-others", "chart-maker", "chart-ours")
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
TO_LMS = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
          (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
TO_LAB = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
          (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip


def palette(mode: str) -> dict[str, str]:
    pairs = re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", CSS)
    return {name: light if mode == "light" else dark for name, light, dark in pairs}


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
    rgb = np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1)
    return 100 * np.array(TO_LAB) @ np.cbrt(np.array(TO_LMS) @ rgb)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_style_sheet_has_every_colour_of_the_theme(mode):
    of_charts = {f"var(--{name})" for name in palette(mode) if name.startswith("chart-")}
    assert of_charts == set(THEME)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_and_marks_stand_out(mode):
    colours = palette(mode)
    for ground in ("chart-ground", "chart-panel"):
        for name in WORDS:
            assert contrast(colours[name], colours[ground]) >= 4.5, name
        assert contrast(colours["chart-ours"], colours[ground]) >= 3.0


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_that_stand_in_one_chart_stay_apart(mode, sight):
    colours = palette(mode)
    for one, other in itertools.combinations(IN_CHARTS, 2):
        apart = math.dist(seen(colours[one], sight), seen(colours[other], sight))
        assert apart >= 9, (one, other, apart)


def test_the_script_side_has_no_colour_of_its_own():
    for path in (Path(theme.__file__).parent).glob("*.py"):
        assert not re.search(r"#[0-9a-f]{6}", path.read_text("utf-8")), path.name
