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
from . import form, spec

#: The number in "My number" at first: the essay's own.
MINE = 60
SCRIPTS = (
    "timeline_model.js",
    "live_words.js",
    "live_address.js",
    "live_version1.js",
    "live_chart.js",
    "live_model.js",
)
STYLE = "live_model.css"
ANCHOR = "live-model"
#: Decimal years of the curve's ends: September 2026 and the end of 2031.
CHART_YEARS = (2026.7, 2032.0)


class audit_live(nodes.General, nodes.Element):
    """Marks the page on which the live model stands."""


def started() -> dict[str, Any]:
    """Compute what the live model starts from.

    {panel, urls}: the values of ``analysis.timeline.presets`` and the addresses of the sources that
    they name.
    """
    from analysis import evidence, timeline

    loaded = evidence.load()
    panel = timeline.presets(loaded)
    ways = [
        {"set": one.id, "name": one.name, "input": need.input, "value": need.value}
        for one in timeline.book(loaded).sets.values()
        for need in timeline.needs(one, "able", MINE)
        if need.value is not None and need.input in spec.STRONGEST
    ]
    keys = {own["source"] for one in panel["sets"] for own in one["own"]}
    keys |= {panel["pace"]["stated"]["source"], panel["declared"]["source"]}
    return {
        "panel": {**panel, "ways": ways},
        "urls": {key: str(loaded.sources.get(key, {}).get("url") or "") for key in sorted(keys)},
    }


def start_values(root: Path) -> dict[str, Any]:
    """Return :func:`started`, computed once for a state of package and data."""
    return common.cached_json(root, "livemodel.json", started)


def script_data(panel: dict[str, Any]) -> str:
    """Return the JSON that the script reads, safe inside a script element."""
    low, high = panel["pace"]["bounds"]
    bounds = {one["id"]: one for one in panel["inputs"]} | {"u": {"low": low, "high": high}}
    year = panel["by"]
    kept = {
        "start": panel["start"],
        "opens": panel["opens_on"],
        "primary": panel["primary"],
        "mine": MINE,
        "years": list(CHART_YEARS),
        "by": [
            {"by": row["by"], "year": year[row["by"]], "clark": row["percent"] / 100}
            for row in panel["essay"]
        ],
        "events": spec.sent_events(panel),
        "pace": {key: panel["pace"][key] for key in ("year", "median", "sd", "report")},
        "ways": [{key: one[key] for key in ("set", "input", "value")} for one in panel["ways"]],
        "version1": form.version_1(panel),
        "sets": [
            {
                **{key: one[key] for key in ("id", "name", "short")},
                "values": {**one["values"], "u": panel["pace"]["u"]},
                "knots": one.get("knots"),
                "own": form.stated_points(one, year),
            }
            for one in panel["sets"]
        ],
        "inputs": [
            {
                **{key: getattr(one, key) for key in spec.SENT},
                "low": bounds[one.name]["low"],
                "high": bounds[one.name]["high"],
                "solve": [bounds[one.name]["low"], 2100] if one.name == "coder" else one.slider,
            }
            for one in spec.INPUTS
        ],
    }
    content = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    # Nothing in the data may end the element that holds it.
    return content.replace("<", "\\u003c")


def markup(values: dict[str, Any]) -> str:
    """Return the whole live model as escaped HTML; ``values`` as from :func:`start_values`."""
    panel, urls = values["panel"], values["urls"]
    return (
        f'<div class="live-model" id="{ANCHOR}">\n'
        f'<script type="application/json" class="live-data">{script_data(panel)}</script>\n'
        '<form class="live-form" aria-label="The model" novalidate hidden>\n'
        '<p class="live-old" role="status" hidden></p>\n'
        + form.starts(panel)
        + form.abouts(panel, urls)
        + '<div class="live-panel">'
        + form.numbers(panel)
        + '<div class="live-chart"><svg role="img" aria-label=""></svg></div>\n'
        + form.inputs(panel)
        + "</div>\n"
        + form.mine(panel)
        + '<div class="live-actions">'
        '<button type="button" class="live-link live-undo">Undo</button>'
        '<button type="button" class="live-link live-reset">Back</button>'
        '<button type="button" class="live-link live-copy">Copy this link</button>'
        '<span class="live-copied" role="status"></span><span class="live-small">'
        f"Letters under a slider: {escape(letters_said(panel))}. "
        "A comma or a point: 0,5 is 0.5.</span></div>\n"
        "</form>\n" + form.sets_table(panel) + "</div>\n"
    )


def letters_said(panel: dict[str, Any]) -> str:
    """Return whose published values the letters under the sliders show."""
    known = {one["name"][0]: one["short"] for one in panel["sets"]}
    said = [f"{letter} {short}" for letter, short in known.items()]
    return f"{', '.join(said[:-1])}, {said[-1]}"


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
    """Write the places of labels alone: the mark says that the model stands here."""
    translator.body += [f'<span id="{escape(one)}"></span>\n' for one in node["ids"]]
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Add the directive; its assets are loaded on the page that holds it."""
    app.add_node(audit_live, html=(write_mark, None))
    app.add_directive("live-model", LiveModel)
    common.load_where(
        app, lambda page: any(True for _ in page.findall(audit_live)), STYLE, *SCRIPTS
    )
