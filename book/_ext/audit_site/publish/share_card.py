"""Draw the picture that a shared link shows: one card a page, with title and claims' verdicts.

Drawn by the same program as the charts, in its own copy of the font, and reduced to a few colours,
so that a card weighs about ten kilobytes and the same page gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import textwrap
from collections import Counter
from collections.abc import Sequence
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

from analysis.vocabulary import WORDS

from .. import common, inputs
from ..cite import edition as editions
from ..ledger import badge, data

FOLDER = "_cards"
WIDTH, HEIGHT = 1200, 630
MARGIN = 72
FONT = 'font-family="Liberation Sans, Arial, Helvetica, sans-serif"'
COLOURS = 48
# Sizes of the title with the letters that fit on a line of it, and the lines that fit on the card.
TITLE_SIZES = ((78, 27, 2), (66, 30, 3), (54, 37, 4))
VERDICT_COLOURS = {verdict: f"--{badge.css_class(verdict)}" for verdict in WORDS}
VERDICT_COLOURS["supported with caveats"] = "--v-caveat"


def name_of(page: str) -> str:
    """Return the path of a page's card below the site's root."""
    return f"{FOLDER}/{page.replace('/', '-')}.png"


def title_lines(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits, and its lines; what is too long is cut."""
    for size, letters, most in TITLE_SIZES:
        lines = textwrap.wrap(title, letters, break_long_words=False, break_on_hyphens=False)
        if len(lines) <= most and all(len(line) <= letters for line in lines):
            return size, lines
    lines = [line[:letters] for line in lines[:most]]
    return size, [*lines[:-1], f"{lines[-1][: letters - 1]}…"]


def squares(kinds: Sequence[str], colours: dict[str, str], top: int) -> str:
    """Return one square for each claim, coloured by its verdict, in rows of at most 36."""
    side, gap = (46, 10) if len(kinds) <= 18 else (22, 7)
    row = 18 if len(kinds) <= 18 else 36
    return "".join(
        f'<rect x="{MARGIN + (n % row) * (side + gap)}" y="{top + (n // row) * (side + gap)}" '
        f'width="{side}" height="{side}" rx="3" fill="{colours[VERDICT_COLOURS[kind]]}"/>'
        for n, kind in enumerate(kinds)
    )


def drawing(
    *, site: str, title: str, foot: str, claims: Sequence[tuple[str, str]], colours: dict[str, str]
) -> str:
    """Return a card as SVG; ``claims`` are (verdict, word) in article order."""
    size, lines = title_lines(title)
    ink, soft, mark = (colours[name] for name in ("--ink", "--soft", "--chart-others"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["--ground"]}"/>',
        f'<rect width="20" height="{HEIGHT}" fill="{mark}"/>',
        f'<text x="{MARGIN}" y="96" {FONT} font-size="34" fill="{soft}">{escape(site)}</text>',
    ]
    for n, line in enumerate(lines):
        parts.append(
            f'<text x="{MARGIN}" y="{205 + n * round(size * 1.18)}" {FONT} font-weight="700" '
            f'font-size="{size}" fill="{ink}">{escape(line)}</text>'
        )
    if claims:
        counts = Counter(word for _, word in claims)
        counted = " · ".join(f"{counts[w]} {w}" for w in WORDS.values() if counts[w])
        small = 30 if len(counted) <= 64 else 26
        parts.append(squares([verdict for verdict, _ in claims], colours, 430))
        parts.append(
            f'<text x="{MARGIN}" y="528" {FONT} font-size="{small}" fill="{ink}">'
            f"{escape(counted)}</text>"
        )
    parts.append(
        f'<text x="{MARGIN}" y="582" {FONT} font-size="26" fill="{soft}">{escape(foot)}</text>'
    )
    return "".join(parts) + "</svg>"


def picture(svg: str, cache: Path, *, scale: int = 1) -> bytes:
    """Return a drawing's PNG, drawn or taken from ``cache``; ``scale`` is pixels to a unit."""
    key = f"2 {scale} {version('vl-convert-python')} {version('pillow')}\n{svg}"
    path = cache / f"{hashlib.sha256(key.encode('utf-8')).hexdigest()[:16]}.png"
    if path.is_file():
        return path.read_bytes()
    import vl_convert
    from PIL import Image

    drawn = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=scale))).convert("RGB")
    out = io.BytesIO()
    few = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG")
    common.write_whole(path, out.getvalue())
    return out.getvalue()


def write_cards(app: Any) -> None:
    """Draw the card of every page; the first one shows the verdicts of all claims."""
    root = Path(app.srcdir)
    colours = common.light_colours(root)
    used = {*VERDICT_COLOURS.values(), "--ink", "--soft", "--ground", "--chart-others"}
    missing = used - {*colours}
    if missing:
        raise ExtensionError(f"audit.css: no light value of {', '.join(sorted(missing))}")
    edition = editions.edition_of(app)
    for page in sorted(app.env.found_docs):
        svg = drawing(
            site=app.config.html_title,
            title=app.env.titles[page].astext(),
            foot=f"Version {edition.version} · evidence as of {edition.as_of}",
            claims=[
                (record["verdict"], record["verdict_word"])
                for record in data.ledger(app).records
                if page in (app.config.master_doc, data.page_of(record))
            ],
            colours=colours,
        )
        drawn = picture(svg, inputs.caches_home(root) / "cards")
        common.write_whole(Path(app.outdir) / name_of(page), drawn)
