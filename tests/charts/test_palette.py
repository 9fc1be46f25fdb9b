"""One colour, one meaning: the palette stands out, and stays apart for colour-blind eyes.

Colour vision deficiency after Machado, Oliveira and Fernandes (2009, severity 1), distance by
CIEDE2000 (Sharma, Wu and Dalal 2005).
"""

import itertools
import math
import re
from pathlib import Path

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


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    seen = [sum(k * c for k, c in zip(row, rgb, strict=True)) for row in SIGHT[sight]]
    seen = [min(1.0, max(0.0, value)) for value in seen]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1, 1.08883)
    xyz = [
        sum(k * c for k, c in zip(row, seen, strict=True)) / w
        for row, w in zip(to_xyz, white, strict=True)
    ]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    seventh = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    grey = 0.5 * (1 - math.sqrt(seventh / (seventh + 25**7)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if not c1 * c2 else (h1 + h2) / 2 + (180 if abs(h1 - h2) > 180 else 0)
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    t = 1 + sum(size * math.cos(math.radians(n * hm + shift)) for size, n, shift in waves)
    rc = 2 * math.sqrt(cm**7 / (cm**7 + 25**7))
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2)))) * rc
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, hue / sh
    return math.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh)


def test_the_distance_is_the_published_one():
    """Pairs 1, 7 and 17 of Sharma, Wu and Dalal's test data."""
    assert distance((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert distance((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert distance((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)


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
        assert distance(lab(colours[one], sight), lab(colours[other], sight)) >= 15, (one, other)


def test_the_script_side_has_no_colour_of_its_own():
    for path in (Path(theme.__file__).parent).glob("*.py"):
        assert not re.search(r"#[0-9a-f]{6}", path.read_text("utf-8")), path.name
