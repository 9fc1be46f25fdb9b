"""Draw the picture that a shared link shows: one card a page, with title and claims' verdicts.

Drawn with a font that the environment brings along, so that no font of the machine shows in it, and
reduced to a few colours: a card weighs about ten kilobytes, and the same page gives the same bytes.
"""

import functools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from sphinx.errors import ExtensionError

from analysis.vocabulary import WORDS

from .. import common, inputs
from ..cite import edition as editions
from ..figures.picture import font_file, kept_png
from ..ledger import data

FOLDER = "_cards"
WIDTH, HEIGHT = 1200, 630
MARGIN = 72
ROOM = WIDTH - 2 * MARGIN
COLOURS = 48
# Sizes of the title, and the lines that fit on the card at each.
TITLE_SIZES = ((70, 2), (58, 3), (46, 4))
#: Verdict to the colours of its square and of its rim; squares of the same hue differ by filling.
COLOURS_OF = {
    "Holds": ("--good", "--good"),
    "Holds with a caveat": ("--tintg", "--good"),
    "Misleads": ("--tintb", "--bad"),
    "Wrong": ("--bad", "--bad"),
}
OTHERS = ("--ground", "--grey")


def name_of(page: str) -> str:
    """Return the path of a page's card below the site's root."""
    return f"{FOLDER}/{page.replace('/', '-')}.png"


@functools.cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the cards' font."""
    path = font_file("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    # The other layout engine is a library of the machine's on some systems.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def wrapped(title: str, size: int) -> list[str]:
    """Return the lines of a title at a size, broken between words."""
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font(size, bold=True).getlength(longer) <= ROOM:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def title_lines(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits, or else the smallest, and its lines."""
    for size, most in TITLE_SIZES:
        lines = wrapped(title, size)
        face = font(size, bold=True)
        if len(lines) <= most and all(face.getlength(line) <= ROOM for line in lines):
            break
    return size, lines[:most]


def drawing(
    *, site: str, title: str, foot: str, words: Sequence[str], colours: dict[str, str]
) -> Image.Image:
    """Return a card; ``words`` are the verdicts in article order."""
    card = Image.new("RGB", (WIDTH, HEIGHT), colours["--ground"])
    draw = ImageDraw.Draw(card)

    def write(y: float, text: str, face: ImageFont.FreeTypeFont, colour: str) -> None:
        draw.text((MARGIN, y), text, font=face, fill=colours[colour], anchor="ls")

    draw.rectangle((0, 0, 19, HEIGHT), fill=colours["--chart-others"])
    write(96, site, font(32), "--soft")
    size, lines = title_lines(title)
    for n, line in enumerate(lines):
        write(205 + n * round(size * 1.18), line, font(size, bold=True), "--ink")
    if words:
        looks = [COLOURS_OF.get(word, OTHERS) for word in words]
        squares(draw, [(colours[fill], colours[rim]) for fill, rim in looks], top=430)
        counts = Counter(words)
        counted = " · ".join(f"{counts[w]} {w}" for w in WORDS if counts[w])
        small = next((s for s in (28, 24) if font(s).getlength(counted) <= ROOM), 20)
        write(528, counted, font(small), "--ink")
    write(582, foot, font(24), "--soft")
    return card


def squares(draw: ImageDraw.ImageDraw, looks: Sequence[tuple[str, str]], *, top: int) -> None:
    """Draw one square for each sentence in its (fill, rim), in rows of at most 36."""
    few = len(looks) <= 18
    (side, gap), row = ((46, 10), 18) if few else ((22, 7), 36)
    for n, (fill, rim) in enumerate(looks):
        x, y = MARGIN + (n % row) * (side + gap), top + (n // row) * (side + gap)
        box = (x, y, x + side - 1, y + side - 1)
        draw.rounded_rectangle(box, radius=3, fill=fill, outline=rim, width=2)


def picture(facts: dict[str, Any], cache: Path) -> bytes:
    """Return the PNG of a card of these arguments of :func:`drawing`, or that in ``cache``."""
    made_by = f"2 {version('matplotlib')} {version('pillow')}"
    key = f"{made_by}\n{json.dumps(facts, sort_keys=True)}"
    method = Image.Quantize.MEDIANCUT
    return kept_png(cache, key, COLOURS, method, lambda: drawing(**facts), optimize=True)


def cards(app: Any) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Give each page with what draws its card; the first one shows the verdicts of all claims."""
    root = Path(app.srcdir)
    colours = common.light_colours(root)
    named = {name for pair in (*COLOURS_OF.values(), OTHERS) for name in pair}
    missing = {*named, "--ink", "--soft", "--ground", "--chart-others"} - {*colours}
    if missing:
        raise ExtensionError(f"audit.css: no light value of {', '.join(sorted(missing))}")
    edition = editions.edition_of(app)
    for page in sorted(app.env.found_docs):
        facts = {
            "site": app.config.html_title,
            "title": app.env.titles[page].astext(),
            "foot": f"Version {edition.version} · {edition.days}",
            "words": [
                record["word"]
                for record in data.ledger(app).records
                if page in (app.config.master_doc, data.page_of(record))
            ],
            "colours": colours,
        }
        yield page, functools.partial(picture, facts, inputs.caches_home(root) / "cards")


def draw_ahead(app: Any, env: Any) -> None:
    """Let the process that draws figures draw the cards after them."""
    if app.audit_drawings is not None:
        for _, draw in cards(app):
            app.audit_drawings.put((False, draw))


def write_cards(app: Any) -> None:
    """Write the card of every page."""
    for page, draw in cards(app):
        common.write_whole(Path(app.outdir) / name_of(page), draw())
