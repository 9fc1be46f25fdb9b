"""The picture that a shared link shows: one card a page, with its title and its claims' verdicts.

Drawn by the same program as the charts, in its own copy of the font, and reduced to a few colours,
so that a card weighs about ten kilobytes and the same page gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections import Counter
from collections.abc import Sequence
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rebuild import execution
from sphinx.errors import ExtensionError

from ..cite import editions
from ..ledger import badge, data

FOLDER = "_cards"
WIDTH, HEIGHT = 1200, 630
MARGIN = 72
FONT = 'font-family="Liberation Sans, Arial, Helvetica, sans-serif"'
COLOURS = 48
# Sizes of the title with the letters that fit on a line of it, and the lines that fit on the card.
TITLE_SIZES = ((78, 27, 2), (66, 30, 3), (54, 37, 4))
VARIABLE = re.compile(r"(--[a-z0-9-]+):\s*(#[0-9a-f]{6})\b")
VERDICT_COLOURS = {
    "supported": "--v-supported",
    "supported with caveats": "--v-caveat",
    "misleading": "--v-misleading",
    "not supported": "--v-not-supported",
    "contradicted": "--v-contradicted",
    "open": "--v-open",
    "definition": "--v-definition",
    "pending": "--v-pending",
}


def name_of(page: str) -> str:
    """Return the path of a page's card below the site's root."""
    return f"{FOLDER}/{page.replace('/', '-')}.png"


def light_colours(css: str) -> dict[str, str]:
    """Return the colours that the style sheet's first block, the light one, defines."""
    return dict(VARIABLE.findall(css.partition("}")[0]))


def wrapped(words: str, letters: int) -> list[str]:
    """Return ``words`` in lines of at most ``letters`` signs; a longer word stands alone."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def title_lines(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits, and its lines; what is too long is cut."""
    for size, letters, most in TITLE_SIZES:
        lines = wrapped(title, letters)
        if len(lines) <= most and all(len(line) <= letters for line in lines):
            return size, lines
    size, letters, most = TITLE_SIZES[-1]
    lines = [line[:letters] for line in wrapped(title, letters)[:most]]
    return size, [*lines[:-1], f"{lines[-1][: letters - 1]}…"]


def tally(words: Sequence[str]) -> str:
    """Return how many claims have each verdict: "2 Misleads · 1 Holds"."""
    counts = Counter(words)
    return " · ".join(f"{counts[w]} {w}" for w in badge.WORDS.values() if counts[w])


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
    ink, soft, mark = (colours[name] for name in ("--ink", "--soft", "--chart-1"))
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
        counted = tally([word for _, word in claims])
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


def picture(svg: str, cache: Path) -> bytes:
    """Return a card's PNG, drawn or taken from ``cache``."""
    key = f"1 {version('vl-convert-python')} {version('pillow')}\n{svg}"
    path = cache / f"{hashlib.sha256(key.encode('utf-8')).hexdigest()[:16]}.png"
    if path.is_file():
        return path.read_bytes()
    import vl_convert
    from PIL import Image

    drawn = Image.open(io.BytesIO(vl_convert.svg_to_png(svg))).convert("RGB")
    out = io.BytesIO()
    few = drawn.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    cache.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(out.getvalue())
    part.replace(path)
    return out.getvalue()


def claims_shown(app: Any, page: str) -> list[tuple[str, str]]:
    """Return verdict and word of a page's claims; the first page shows those of all."""
    return [
        (record["verdict"], record["verdict_word"])
        for record in data.ledger(app).records
        if page == app.config.master_doc or data.page_of(record) == page
    ]


def write_cards(app: Any, exception: Exception | None) -> None:
    """Draw the card of every page that has a title."""
    if exception is not None or app.builder.format != "html":
        return
    root = Path(app.srcdir)
    colours = light_colours((root / "book" / "_static" / "audit.css").read_text("utf-8"))
    missing = {*VERDICT_COLOURS.values(), "--ink", "--soft", "--ground", "--chart-1"} - {*colours}
    if missing:
        raise ExtensionError(f"audit.css: no light value of {', '.join(sorted(missing))}")
    edition = editions.edition(app)
    foot = f"Version {edition.version} · evidence as of {edition.as_of}"
    cache = execution.caches_home(root) / "cards"
    (Path(app.outdir) / FOLDER).mkdir(exist_ok=True)
    for page in sorted(app.env.found_docs):
        svg = drawing(
            site=app.config.html_title,
            title=app.env.titles[page].astext(),
            foot=foot,
            claims=claims_shown(app, page),
            colours=colours,
        )
        (Path(app.outdir) / name_of(page)).write_bytes(picture(svg, cache))


def setup(app: Any) -> None:
    """Draw when all pages stand."""
    app.connect("build-finished", write_cards, priority=700)
