"""Place ``{live-model}``, the timeline model that readers change in their browser.

The page carries the inputs of the named sets and no draws: ``timeline_model.js`` makes the same
4,096 draws as the package by formula. Its form is hidden until the script runs; a table of the
named sets stands until then.
"""

from collections.abc import Mapping
from math import log
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.words import significant

from .. import common, html_nodes
from ..ledger import data
from ..markup import data_block, pieces

HTML = pieces("live/live.html")
#: What a reader may change, and the events that can be shown: ``inputs.yml``.
SPEC = common.read_yaml(Path(__file__).parent, "inputs.yml")
INPUTS = {one["name"]: one for one in SPEC["inputs"]}
#: What the script knows of an input, each with what stands where the input has none.
SENT = {"name": "", "kind": "", "log": False, "wanted": "", "after": "", "noun": ""}
#: The number in "My number" at first: the essay's own.
MINE = 60
#: Room for a letter under a slider, per cent of its length.
LETTER = 5
SCRIPTS = (
    "timeline_model.js",
    "live_words.js",
    "live_address.js",
    "live_chart.js",
    "live_model.js",
)
STYLE = "live_model.css"
#: Significant digits of what the page's script starts from: the rest differs between processors.
DIGITS = 12
#: Decimal years of the curve's ends: September 2026 and the end of 2031.
CHART_YEARS = (2026.7, 2032.0)


def started() -> dict[str, Any]:
    """Compute what the live model starts from: the values of ``analysis.timeline.presets`` and the
    ways of each set to :data:`MINE`."""
    from analysis import evidence, timeline

    loaded = evidence.load()
    ways = [
        {"set": one.id, "name": one.name, "input": need.input, "value": need.value}
        for one in timeline.book(loaded).sets.values()
        for need in timeline.needs(one, "able", MINE)
        if need.value is not None and need.input in SPEC["strongest"]
    ]
    return significant({**timeline.presets(loaded), "ways": ways}, DIGITS)


def start_values(root: Path) -> dict[str, Any]:
    """Return :func:`started`, computed once for a state of package and data."""
    return common.kept_json(root, "livemodel.json", started)


def percent(share: float) -> str:
    """Return a probability as the live model prints it: whole per cent, never a false zero."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 < share < 1 else f"{100 * share:.0f}%"


def stated_points(one: dict[str, Any], years: dict[str, float]) -> list[dict[str, Any]]:
    """Return a set's own statements as points of the curve: {event, year, p, words}."""
    points = []
    for own in one["own"]:
        rows = [(years[day], share / 100) for day, share in own["percent"].items()]
        if own["about"] or (not rows and own["median"]):
            rows = [(own["median"], 0.5)]
        words = "even odds" if own["about"] else "said {:.0f}"
        points += [
            {"event": own["event"], "year": year, "p": share, "words": words.format(100 * share)}
            for year, share in rows
        ]
    return points


def version_1(panel: dict[str, Any]) -> dict[str, list[str]]:
    """Return of each set of version 1, by id: what it gave, and what became of it."""
    old, found = panel["withdrawn"], {}
    became = {row["id"]: row["became"] for row in old["sets"]}
    gave = {row["id"]: row["old"] for row in old["sets"]} | old["first_version"]
    for name, shares in gave.items():
        by = zip(shares, panel["by"], strict=True)
        said = " and ".join(f"{percent(p / 100)} by the end of {day[:4]}" for p, day in by)
        found[name] = [
            f"For a laboratory's own declaration this set gave {said}.",
            became.get(name, "Its inputs now run through version 2."),
        ]
    return found


def events(panel: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what the script knows of each event: name, ends, inputs, what others have stated."""
    pace = panel["pace"]
    by = pace["stated"]["by"]
    metr = {"year": pace["year"], "p": pace["twice"] / 100, "words": by, "who": "others"}
    return {
        one["id"]: {
            "name": one["name"],
            "ends": None,
            "range": "",
            "marks": [metr] if one["id"] == "pace" else [],
            **SPEC["events"][one["id"]],
        }
        for one in panel["events"]
    }


def script_data(panel: dict[str, Any]) -> dict[str, Any]:
    """Return what the script reads."""
    low, high = panel["pace"]["bounds"]
    bounds = {one["id"]: one for one in panel["inputs"]} | {"u": {"low": low, "high": high}}
    year = panel["by"]
    return {
        "start": panel["start"],
        "opens": panel["opens_on"],
        "primary": panel["primary"],
        "mine": MINE,
        "years": list(CHART_YEARS),
        "by": [
            {"by": row["by"], "year": year[row["by"]], "clark": row["percent"] / 100}
            for row in panel["essay"]
        ],
        "events": events(panel),
        "pace": {key: panel["pace"][key] for key in ("year", "median", "sd", "report")},
        "ways": [{key: one[key] for key in ("set", "input", "value")} for one in panel["ways"]],
        "version1": version_1(panel),
        "sets": [
            {
                **{key: one[key] for key in ("id", "name", "short")},
                "values": {**one["values"], "u": panel["pace"]["u"]},
                "knots": one.get("knots"),
                "own": stated_points(one, year),
            }
            for one in panel["sets"]
        ],
        "inputs": [
            {
                **{key: one.get(key, none) for key, none in SENT.items()},
                "low": bounds[name]["low"],
                "high": bounds[name]["high"],
                "solve": [bounds[name]["low"], 2100] if name == "coder" else one["slider"],
            }
            for name, one in INPUTS.items()
        ],
    }


def slider(one: dict[str, Any], panel: dict[str, Any]) -> dict[str, Any]:
    """Return an input with the ends of its range and the letters of named people under it.

    Letters stand at the values that people have published, of each the newest; those that would
    touch stand together at their middle.
    """
    place = log if one.get("log") else float
    low, high = (place(max(end, 1e-9)) for end in one["slider"])
    marks = next((known["marks"] for known in panel["inputs"] if known["id"] == one["name"]), [])
    newest = {m["letter"]: place(m["value"]) for m in reversed(marks) if not m["ours"]}
    groups: list[tuple[list[float], list[str]]] = []
    for letter, value in sorted(newest.items(), key=lambda pair: pair[1]):
        at = 100 * (value - low) / (high - low)
        if not 0 <= at <= 100:
            continue
        if not groups or at - groups[-1][0][-1] >= LETTER:
            groups.append(([], []))
        groups[-1][0].append(at)
        groups[-1][1].append(letter)
    letters = [(sum(places) / len(places), " ".join(names)) for places, names in groups]
    shown = [f"{log(end) if one.get('log') else end:.8g}" for end in one["slider"]]
    return {**one, "low": shown[0], "high": shown[1], "letters": letters}


def markup(panel: dict[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the whole live model as escaped HTML; ``panel`` as from :func:`start_values`."""
    usual, inputs = panel["sets"][0]["values"], {n: slider(i, panel) for n, i in INPUTS.items()}
    strongest = [inputs.pop(name) for name in SPEC["strongest"]]
    ways = (f"{one['name']}: {INPUTS[one['input']]['wanted']} …" for one in panel["ways"])
    return HTML.whole(
        panel,
        sources,
        data_block(script_data(panel), 'class="live-data"'),
        [{"id": place, "name": words} for place, words in enumerate(ways)],
        [{"id": place, "name": day[:4]} for place, day in enumerate(panel["by"])],
        strongest,
        list(inputs.values()),
        f"with a slow-down: {percent(usual['q'])} chance, {usual['D']:g} year",
        {one["name"][0]: f"{one['name'][0]} = {one['short']}" for one in panel["sets"]}.values(),
    )


def live_model(place: SphinxDirective) -> list[nodes.Node]:
    """``{live-model}``: the model with its inputs, and the table of named sets."""
    app = place.env.app
    panel = start_values(Path(app.srcdir))
    return [html_nodes.ready(markup(panel, data.ledger(app).sources))]
