"""Write the form of the live model: sets, the two numbers, the inputs, the reader's own number.

Pure functions lead from the plain values of ``timeline.presets`` to escaped HTML. The form is
hidden until its script runs; the table of named sets stands open until then.
"""

from __future__ import annotations

from datetime import date
from html import escape
from math import log
from typing import Any

from analysis.words import month_of

from ..markup import headings, table_box, web_link
from ..notebook import long_day
from .spec import INPUTS, STRONGEST, Input

#: Room for a letter under a slider, per cent of its length.
LETTER = 5


def percent(share: float) -> str:
    """Return a probability as the live model prints it: whole per cent, never a false zero."""
    if share <= 0:
        return "0%"
    if share < 0.005:
        return "<1%"
    if 0.995 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


def day_of(iso: str) -> str:
    """Return an ISO day as readers write it."""
    return long_day(date.fromisoformat(iso))


def options(rows: list[tuple[str, str]], first: str = "") -> str:
    """Return options of a choice; ``first`` is what stands there before anything is chosen."""
    head = f'<option value="">{escape(first)}</option>' if first else ""
    return head + "".join(
        f'<option value="{escape(v)}">{escape(words)}</option>' for v, words in rows
    )


def starts(data: dict[str, Any]) -> str:
    """Return the buttons of the newest sets and the choices of older ones and of ways to 60."""
    newest = [one for one in data["sets"] if one["newest"]]
    older = [(one["id"], one["name"]) for one in data["sets"] if not one["newest"]]
    pills = "".join(
        f'<button type="button" class="live-pill" data-set="{escape(one["id"])}" '
        'aria-pressed="false">'
        f"{escape(one['short'])}</button>"
        for one in newest
    )
    named = {spec.name: spec for spec in INPUTS}
    ways = [
        (str(place), f"{one['name']}: {named[one['input']].wanted} …")
        for place, one in enumerate(data["ways"])
    ]
    return (
        '<div class="live-starts"><span class="live-lead">Start from</span>'
        f'<span class="live-pills">{pills}</span>'
        '<select class="live-choose" aria-label="Start from what this person published">'
        f"{options([(one['id'], one['name']) for one in data['sets']])}</select>"
        f'<select class="live-older" aria-label="Older inputs">{options(older, "older")}</select>'
        '<select class="live-ways" aria-label="Ways to 60">'
        f"{options(ways, 'ways to 60')}</select></div>\n"
    )


def stated(own: dict[str, Any], by: str) -> str:
    """Return what a person has stated of one event: the chance by a date, else the even odds."""
    if own["about"]:
        return f"even odds around {month_of(own['median'])}"
    if by in own["percent"]:
        return f"{own['percent'][by]:.0f}% by the end of {by[:4]}"
    return f"even odds in {month_of(own['median'])}" if own["median"] else ""


def stated_points(one: dict[str, Any], years: dict[str, float]) -> list[dict[str, Any]]:
    """Return a set's own statements as points of the curve: {event, year, p, words}."""
    points = []
    for own in one["own"]:
        rows = [(years[day], share / 100) for day, share in own["percent"].items()]
        if own["about"] or (not rows and own["median"]):
            rows = [(own["median"], 0.5)]
        words = "middle date" if own["about"] else "says {:.0f}"
        points += [
            {"event": own["event"], "year": year, "p": share, "words": words.format(100 * share)}
            for year, share in rows
        ]
    return points


def version_1(data: dict[str, Any]) -> dict[str, list[str]]:
    """Return of each set of version 1, by id: what it gave, and what became of it."""
    old = data["withdrawn"]
    years = [day[:4] for day in data["by"]]
    became = {row["id"]: row["became"] for row in old["sets"]}
    gave = {row["id"]: row["old"] for row in old["sets"]} | old["first_version"]
    return {
        name: [
            "For a laboratory's own declaration this set gave "
            + " and ".join(
                f"{percent(p / 100)} by the end of {year}"
                for p, year in zip(ps, years, strict=True)
            )
            + ".",
            became.get(name, "Its inputs now run through version 2."),
        ]
        for name, ps in gave.items()
    }


def own_words(one: dict[str, Any], event: str, by: str, urls: dict[str, str]) -> str:
    """Return what a set's owner has stated of one event, hidden until the event is chosen."""
    said = next((own for own in one["own"] if own["event"] == event), None)
    words, source = f"{escape(one['owner'])} has stated no number for this event.", ""
    if said and (number := stated(said, by)):
        words = f"{escape(one['owner'])} says {escape(number)}"
        source = (
            f" ({escape(day_of(said['day']))}, {web_link('source', urls.get(said['source']))})."
        )
    return f'<span data-said="{event}" hidden><strong>{words}</strong>{source}</span>'


def abouts(data: dict[str, Any], urls: dict[str, str]) -> str:
    """Return one hidden line a set: what its owner says, and what its condition is."""
    by = list(data["by"])[-1]
    boxes = [
        f'<p class="live-about" data-about="{escape(one["id"])}" hidden>'
        + "".join(own_words(one, event["id"], by, urls) for event in data["events"])
        + f" Below: our arithmetic on inputs of {escape(day_of(one['day']))}, not a forecast of "
        f"{escape(one['short'])}. Its condition: {escape(one['condition'])}.</p>"
        for one in data["sets"]
    ]
    return "\n".join([*boxes, *other_events(data, urls)]) + "\n"


def other_events(data: dict[str, Any], urls: dict[str, str]) -> list[str]:
    """Return one hidden line for each event that enters by the pace of research."""
    must = {one["id"]: one["must"].replace("'", "’") for one in data["events"]}
    pace, declared = data["pace"], data["declared"]
    metr = pace["stated"]
    said = {
        "pace": f"{escape(metr['by'])} gives {pace['twice']:.0f}% that this was so at one "
        f"laboratory on {escape(day_of(metr['day']))} "
        f"({web_link('source', urls.get(metr['source']))}; its evidence is not public). No "
        "forecaster’s dates enter. How fast it grows is our assumption.",
        "R3": f"{escape(declared['by'])} put the middle for the hardest such threshold at "
        f"{month_of(declared['median'])} ({escape(day_of(declared['day']))}, "
        f"{web_link('source', urls.get(declared['source']))}). The range runs from research "
        "alone to either of the two.",
    }
    return [
        f'<p class="live-about" data-event="{event}" hidden>'
        f"<strong>{escape(must[event][0].upper() + must[event][1:])}.</strong> {words}</p>"
        for event, words in said.items()
    ]


def numbers(data: dict[str, Any]) -> str:
    """Return the box of the two numbers, empty until the script fills it."""
    parts = "".join(
        '<span class="live-number" role="group"><span class="live-when">'
        f"by the end of {row['by'][:4]}</span>"
        '<strong class="live-p">…</strong>'
        '<svg viewBox="0 0 150 14" width="150" height="14" aria-hidden="true"></svg>'
        '<span class="live-small"><span class="live-bracket"></span> '
        f'<span class="live-clark">Clark {row["percent"]:.0f}</span></span>'
        '<span class="live-small live-other"></span></span>'
        for row in data["essay"]
    )
    choice = options([(one["id"], one["name"]) for one in data["events"]])
    return (
        '<div class="live-out"><label><span class="live-hidden">The event: </span>'
        f'<select class="live-event">{choice}</select></label>'
        '<output class="live-numbers" aria-live="polite" aria-atomic="true">'
        f'{parts}</output><span class="live-small live-range"></span></div>\n'
    )


def letters(marks: list[dict[str, Any]], spec: Input) -> str:
    """Return the letters of named people under a slider, at the values that they have published.

    Letters that would touch stand together at their middle.
    """
    place = log if spec.log else float
    low, high = (place(max(end, 1e-9)) for end in spec.slider)
    groups: list[tuple[list[float], list[str]]] = []
    for mark in sorted(marks, key=lambda mark: mark["value"]):
        at = 100 * (place(mark["value"]) - low) / (high - low)
        if not 0 <= at <= 100:
            continue
        if groups and at - groups[-1][0][-1] < LETTER:
            groups[-1][0].append(at)
            groups[-1][1].append(escape(mark["letter"]))
        else:
            groups.append(([at], [escape(mark["letter"])]))
    out = "".join(
        f'<i style="left:{sum(places) / len(places):.1f}%">{" ".join(dict.fromkeys(names))}</i>'
        for places, names in groups
    )
    return f'<span class="live-letters" aria-hidden="true">{out}</span>' if out else ""


def slider(spec: Input, marks: list[dict[str, Any]], extra: str = "") -> str:
    """Return one input: label, the value as text, its range, letters, what was refused."""
    low, high = (log(max(end, 1e-9)) if spec.log else end for end in spec.slider)
    name = f"live-{spec.name}"
    return (
        f'<div class="live-input" data-input="{spec.name}" hidden>'
        f'<label for="{name}">{escape(spec.label)}</label>'
        f'<input type="text" inputmode="decimal" autocomplete="off" id="{name}" '
        f'aria-describedby="{name}-refused">'
        f'<input type="range" min="{low:.8g}" max="{high:.8g}" step="any" '
        f'aria-label="{escape(spec.label)}, slider">'
        f"{letters(marks, spec)}{extra}"
        f'<span class="live-refused" id="{name}-refused" role="status"></span></div>\n'
    )


def inputs(data: dict[str, Any]) -> str:
    """Return the three strongest inputs, the slow-down, and the rest in a fold."""
    # A person's newest value stands first; an older one is not shown.
    marks = {
        one["id"]: list(
            {mark["letter"]: mark for mark in reversed(one["marks"]) if not mark["ours"]}.values()
        )
        for one in data["inputs"]
    }
    reliabilities = "".join(
        f'<button type="button" class="live-link" data-reliability="{hours}">{percent_}%</button> '
        for percent_, hours in data["reliability"].items()
    )
    said = f'<span class="live-small">the bar holds at {reliabilities} of tries</span>'
    rows = {
        spec.name: slider(spec, marks.get(spec.name, []), said if spec.name == "h" else "")
        for spec in INPUTS
    }
    strongest = "".join(rows[name] for name in STRONGEST if name not in ("L", "c", "u"))
    gap = "".join(rows[name] for name in ("L", "c", "u"))
    rest = "".join(row for name, row in rows.items() if name not in STRONGEST)
    usual = data["sets"][0]["values"]
    return (
        f'<div class="live-ins"><div class="live-strong">{strongest}{gap}</div>'
        '<label class="live-switch"><input type="checkbox" class="live-slow"> '
        f"with a slow-down: {percent(usual['q'])} chance, {usual['D']:g} year</label>"
        f'<details class="live-fold"><summary>All inputs</summary>{rest}</details></div>\n'
    )


def mine(data: dict[str, Any]) -> str:
    """Return the box that solves backwards for the reader's own number."""
    by = options([(str(place), day[:4]) for place, day in enumerate(data["by"])])
    return (
        '<div class="live-mine"><p><label><strong>My number is</strong> '
        '<input type="text" inputmode="decimal" class="live-my" autocomplete="off"> %</label> '
        f'<label>by the end of <select class="live-by">{by}</select>.</label> '
        "<strong>Then one of these has to be so,</strong> all else as above, "
        '<span class="live-mine-slow"></span>: '
        '<span class="live-refused live-my-refused" role="status"></span></p>'
        "<ul></ul></div>\n"
    )


def sets_table(data: dict[str, Any]) -> str:
    """Return the table of the named sets, which stands where no script runs."""
    rows = "".join(
        f'<tr><th scope="row">{escape(one["name"])}</th>'
        + "".join(
            f'<td data-h="by the end of {day[:4]}">{at["plain"][1]:.0f}% '
            f"({at['plain'][0]:.0f} to {at['plain'][2]:.0f}); "
            f"with a slow-down {at['slow'][1]:.0f}%</td>"
            for day, at in one["gives"].items()
        )
        + "</tr>"
        for one in data["sets"]
    )
    heads = headings("What was published", *(f"by the end of {day[:4]}" for day in data["by"]))
    return (
        '<div class="live-table">'
        + table_box(
            "AI can do the research alone, from floor to ceiling, in our arithmetic",
            f'<table class="stack"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>',
        )
        + "</div>\n"
    )
