"""Place ``{live-model}``, the timeline model that readers change in their browser.

The page carries the inputs of the named sets and no draws: ``timeline_model.js`` makes the same
4,096 draws as the package by formula. Without scripts a table of the named sets stands instead.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from .. import common, html_nodes
from . import form

SCRIPTS = (
    "timeline_model.js",
    "live_words.js",
    "live_address.js",
    "live_chart.js",
    "live_model.js",
)
AS_THEY_ARE = ("origin", "primary", "article", "already", "demonstration", "version")
STYLE = "live_model.css"
ANCHOR = "live-model"
# A year before the model's origin is empty; beyond 2040 the two dates asked about are far away.
CHART_YEARS = (2026, 2041)


class audit_live(nodes.General, nodes.Element):
    """Marks the page on which the live model stands."""


def started() -> dict[str, Any]:
    """Compute what the live model starts from.

    {panel, urls, titles}: the plain values of ``analysis.chapters.beyond.believe.panel`` and the
    addresses and titles of the sources that they name.
    """
    from analysis import evidence
    from analysis.chapters.beyond import believe

    loaded = evidence.load()
    panel = believe.panel(loaded)
    keys = {key for one in panel["sets"] for key in one["sources"]}
    keys |= {own["source"] for one in panel["sets"] for own in one["own"]}
    keys |= {key for row in panel["inputs"].values() for key in row["sources"]}
    known = {key: loaded.sources.get(key, {}) for key in sorted(keys)}
    return {
        "panel": panel,
        "urls": {key: str(row.get("url") or "") for key, row in known.items()},
        "titles": {key: str(row.get("title") or key) for key, row in known.items()},
    }


def start_values(root: Path) -> dict[str, Any]:
    """Return :func:`started`, computed once for a state of package and data."""
    return common.cached_json(root, "livemodel.json", started)


def script_data(panel: dict[str, Any]) -> str:
    """Return the JSON that the script reads, safe inside a script element."""
    kept = {
        **{name: panel[name] for name in AS_THEY_ARE},
        "asOf": panel["as_of"],
        "start": next(one["id"] for one in panel["sets"] if one["name"] == "published spread"),
        "years": list(CHART_YEARS),
        "definitions": {
            name: {key: row[key] for key in ("multiplier", "reliability", "gap", "w")}
            for name, row in panel["definitions"].items()
        },
        "ways": [{key: one[key] for key in ("id", "from", "values")} for one in panel["ways"]],
        "sets": [{key: one[key] for key in ("id", "name", "values")} for one in panel["sets"]],
        "inputs": [
            {
                **{
                    key: getattr(one, key)
                    for key in ("name", "low", "high", "step", "log", "factor")
                },
                "spread": one.spread[0] if one.spread else None,
                "spreadStep": one.spread[1] if one.spread else None,
            }
            for one in form.INPUTS
        ],
    }
    content = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    # Nothing in the data may end the element that holds it.
    return content.replace("<", "\\u003c")


def answer(panel: dict[str, Any]) -> str:
    """Return the box of the two probabilities, empty until the script fills it."""
    parts = "".join(
        f'<span class="live-date"><span class="live-when">by the end of {row["by"][:4]}</span> '
        f'<strong class="live-p" data-date="{n}">…</strong> '
        f'<span class="live-said">the article: {form.percent(row["said"])}</span></span> '
        for n, row in enumerate(panel["article"])
    )
    return f'<output class="live-answer" aria-live="polite" aria-atomic="true">{parts}</output>\n'


def markup(values: dict[str, Any]) -> str:
    """Return the whole live model as escaped HTML; ``values`` as from :func:`start_values`."""
    panel, urls, titles = values["panel"], values["urls"], values["titles"]
    first = panel["demonstration"]
    names = [first["name"], *panel["definitions"]]
    events = {first["name"]: first["event"]} | {
        name: row["event"] for name, row in panel["definitions"].items()
    }
    all_events = "".join(
        f'<tr data-event="{name}"><th scope="row">{name}</th>'
        f'<td>{escape(events[name])}</td><td class="num"></td><td class="num"></td></tr>'
        for name in names
    )
    years = [row["by"][:4] for row in panel["article"]]
    start = next(one for one in panel["sets"] if one["name"] == "published spread")
    return (
        f'<div class="live-model" id="{ANCHOR}">\n'
        f'<script type="application/json" class="live-data">{script_data(panel)}</script>\n'
        '<p class="live-without">With scripts switched on, this place holds the model itself, to '
        "be changed; without them the table below stands instead.</p>\n"
        '<form class="live-form" aria-label="The model" novalidate hidden>\n'
        + form.pills(panel)
        + form.abouts(panel, urls)
        + form.events(panel)
        + answer(panel)
        + '<p class="live-note" role="status"></p>\n'
        '<ul class="fig-legend live-legend" aria-label="Legend"></ul>\n'
        '<div class="live-chart"><svg role="img" aria-label=""></svg></div>\n'
        '<p class="live-middle"></p>\n'
        '<div class="live-actions">'
        f'<button type="button" class="live-reset">Reset to {escape(start["name"])}</button>'
        '<button type="button" class="live-copy">Copy the address of this setting</button>'
        '<span class="live-copied" role="status"></span></div>\n'
        + form.inputs(panel)
        + '<div class="table-box live-every"><table class="live-all"><caption>'
        "The same setting under every definition of the event</caption>"
        '<thead><tr><th scope="col"></th><th scope="col">Event</th>'
        f'<th scope="col">By end of {years[0]}</th><th scope="col">By end of {years[1]}</th></tr>'
        f"</thead><tbody>{all_events}</tbody></table></div>\n"
        '<details class="live-fold live-values"><summary>The curve as a table</summary>'
        '<div class="table-box"><table><thead><tr><th scope="col">by the end of</th>'
        '<th scope="col">probability</th></tr></thead><tbody></tbody></table></div></details>\n'
        '<details class="live-fold live-cite"><summary>Cite or rebuild this setting</summary>'
        '<p class="live-citation"></p><pre class="live-python" tabindex="0"></pre></details>\n'
        "</form>\n" + form.sets_table(panel, urls) + form.reasons(panel, urls, titles) + "</div>\n"
    )


class LiveModel(SphinxDirective):
    """``{live-model}``: the model with its inputs, and the table of named sets."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        try:
            values = start_values(Path(self.env.app.srcdir))
        except ValueError as error:
            raise ExtensionError(f"the live model cannot be made: {error}") from error
        return [audit_live(), html_nodes.ready(markup(values))]


def write_mark(translator: Any, node: nodes.Element) -> None:
    """Write nothing: the mark only says that the model stands here."""
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Add the directive; its assets are loaded on the page that holds it."""
    app.add_node(audit_live, html=(write_mark, None))
    app.add_directive("live-model", LiveModel)
    common.load_where(
        app, lambda page: any(True for _ in page.findall(audit_live)), STYLE, *SCRIPTS
    )
