"""Make the picture that a shared link shows: one card a page, with title and claims' verdicts.

Whoever shows one asks for its whole address: cards are made once the site has one. They are drawn
as the charts' pictures are, so that the same page gives the same bytes on every machine.
"""

import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

from markupsafe import Markup

from analysis.vocabulary import WORDS

from .. import common
from ..cite import edition as editions
from ..figures import picture
from ..ledger import data
from ..ledger.overview import MARKS
from ..markup import pieces

HTML = pieces("publish/share_card.html")
FOLDER = "_cards"
WIDTH, HEIGHT = 1200, 630
#: What fits of a title in letters of the template's size.
TITLE = {"width": 34, "max_lines": 3, "placeholder": "…"}


def name_of(page: str) -> str:
    """Return the path of a page's card below the site's root."""
    return f"{FOLDER}/{page.replace('/', '-')}.png"


def drawing(*, site: str, title: str, foot: str, words: list[str], colours: dict[str, str]) -> str:
    """Return a card as an SVG; ``words`` are the verdicts in article order."""
    counts = Counter(words)
    tally = " · ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])
    # The drawing program takes no size from the symbol around another one.
    marks = MARKS.sprite().replace("<use ", Markup('<use width="20" height="20" '))
    drawn = HTML.card(marks, site, textwrap.wrap(title, **TITLE), words, tally, foot)
    return picture.coloured(drawn, colours)


def files(app: Any) -> dict[str, bytes]:
    """Return the card of every page; the first one shows the verdicts of all claims."""
    root, edition = Path(app.srcdir), editions.edition_of(app)
    colours, records, found = common.light_colours(root), data.ledger(app).records, {}
    first = app.config.master_doc
    for page in sorted(app.env.found_docs if edition.base else ()):
        card = drawing(
            site=app.config.html_title,
            title=app.env.titles[page].astext(),
            foot=f"Version {edition.version} · {edition.days}",
            words=[r["word"] for r in records if page in (first, data.page_of(r))],
            colours=colours,
        )
        found[name_of(page)] = picture.png(card, root)
    return found
