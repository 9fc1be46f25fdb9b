"""Write the form of the live model: sets, the two numbers, the inputs, the reader's own number.

Pure functions lead from the plain values of ``timeline.presets`` to escaped HTML. The form is
hidden until its script runs; the table of named sets stands open until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import log
from typing import Any

from ..markup import headings, table_box, web_link


@dataclass(frozen=True)
class Input:
    """One input of the form.

    ``kind`` says how it is read and said (``SAY`` in live_words.js), ``slider`` are the ends of
    its range, ``log`` ranges move in equal ratios; ``wanted`` and ``after`` put a solved value
    into words.
    """

    name: str
    label: str
    kind: str
    slider: tuple[float, float]
    log: bool = False
    wanted: str = ""
    after: str = ""


INPUTS = (
    Input(
        "coder",
        "AI writes all the code (even odds) by",
        "month",
        (2026.8, 2036),
        wanted="AI writes all the code by",
    ),
    Input(
        "d",
        "the next doubling takes",
        "days",
        (40, 400),
        log=True,
        wanted="the next doubling takes",
    ),
    Input(
        "H",
        "tasks of this length are enough to write all the code",
        "hours",
        (16, 1e6),
        log=True,
        wanted="tasks of",
        after="are enough",
    ),
    Input(
        "g",
        "each doubling takes this many times the last",
        "times",
        (0.6, 1.02),
        wanted="each doubling takes",
        after="the last",
    ),
    Input(
        "L",
        "then AI beats the best experts after",
        "years",
        (0, 5),
        wanted="AI beats the best experts",
        after="after that",
    ),
    Input(
        "c",
        "and does the research alone after this share of that time",
        "share",
        (0, 1),
        wanted="it does the research alone after",
        after="of that time",
    ),
    Input("s", "spread of the time between (log-SD)", "spread", (0, 4)),
    Input("q", "chance of a slow-down", "share", (0, 1), wanted="a slow-down has a chance of"),
    Input("D", "length of a slow-down", "years", (0, 5)),
    Input("h", "task length in February 2026", "hours", (0.1, 100), log=True),
    Input("sd", "spread of the days per doubling (log-SD)", "spread", (0, 1)),
    Input("sH", "spread of the task length (log-SD)", "spread", (0, 6)),
    Input("sg", "spread of that factor (SD)", "spread", (0, 0.2)),
    Input(
        "m", "doublings come at most this many times as fast as today", "times", (1, 1000), log=True
    ),
)
STRONGEST = ("coder", "d", "H", "g", "L", "c")


def percent(share: float) -> str:
    """Return a probability as the live model prints it: whole per cent, never a false zero."""
    if share <= 0:
        return "0%"
    if share < 0.005:
        return "<1%"
    if 0.995 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


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
    ways = [(str(place), one["words"]) for place, one in enumerate(data["ways"])]
    return (
        '<div class="live-starts"><span class="live-lead">Start from</span>'
        f'<span class="live-pills">{pills}</span>'
        '<select class="live-choose" aria-label="Start from what this person published">'
        f"{options([(one['id'], one['name']) for one in data['sets']])}</select>"
        f'<select class="live-older" aria-label="Older inputs">{options(older, "older")}</select>'
        '<select class="live-ways" aria-label="Ways to 60">'
        f"{options(ways, 'ways to 60')}</select></div>\n"
    )


def abouts(data: dict[str, Any], urls: dict[str, str]) -> str:
    """Return one hidden line a set: what its owner says, and what its condition is."""
    boxes = []
    for one in data["sets"]:
        says = (
            "".join(
                f"<strong>{escape(own['sentence'])}</strong> ({escape(own['day'])}, "
                f"{web_link('source', urls.get(own['source']))}). "
                for own in one["says"]
            )
            or f"<strong>{escape(one['owner'])} has stated no number for this event.</strong> "
        )
        boxes.append(
            f'<p class="live-about" data-about="{escape(one["id"])}" hidden>{says}'
            f"Below: our arithmetic on inputs published on {escape(one['day'])}, not a forecast of "
            f"{escape(one['owner'])}; condition: {escape(one['condition'])}.</p>"
        )
    return "\n".join(boxes) + "\n"


def numbers(data: dict[str, Any]) -> str:
    """Return the box of the two numbers, empty until the script fills it."""
    parts = "".join(
        '<span class="live-number" role="group"><span class="live-when">'
        f"by the end of {row['by'][:4]}</span>"
        '<strong class="live-p">…</strong>'
        '<svg viewBox="0 0 150 14" width="150" height="14" aria-hidden="true"></svg>'
        '<span class="live-small"><span class="live-bracket"></span> '
        f'<span class="live-clark">Clark {100 * row["clark"]:.0f}</span></span>'
        '<span class="live-small live-other"></span></span>'
        for row in data["by"]
    )
    events = options([(name, event["name"]) for name, event in data["events"].items()])
    return (
        '<div class="live-out"><label><span class="live-hidden">The event: </span>'
        f'<select class="live-event">{events}</select></label>'
        '<output class="live-numbers" aria-live="polite" aria-atomic="true">'
        f"{parts}</output></div>\n"
    )


def letters(marks: list[dict[str, Any]], spec: Input) -> str:
    """Return the letters of named people under a slider, at the values that they have published."""
    place = log if spec.log else float
    low, high = (place(max(end, 1e-9)) for end in spec.slider)
    out = []
    for mark in marks:
        at = 100 * (place(mark["value"]) - low) / (high - low)
        if 0 <= at <= 100:
            out.append(
                f'<i style="left:{at:.1f}%" title="{escape(mark["words"])}">'
                f"{escape(mark['letter'])}</i>"
            )
    return f'<span class="live-letters" aria-hidden="true">{"".join(out)}</span>' if out else ""


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
    marks = data["letters"]
    reliabilities = "".join(
        f'<button type="button" class="live-link" data-reliability="{hours}">{percent_}%</button> '
        for percent_, hours in data["reliabilities"].items()
    )
    said = f'<span class="live-small">the bar holds at {reliabilities} of tries</span>'
    rows = {
        spec.name: slider(spec, marks.get(spec.name, []), said if spec.name == "h" else "")
        for spec in INPUTS
    }
    strongest = "".join(rows[name] for name in STRONGEST if name not in ("L", "c"))
    gap = "".join(rows[name] for name in ("L", "c"))
    rest = "".join(row for name, row in rows.items() if name not in STRONGEST)
    q, years = data["slow_down"]
    return (
        f'<div class="live-ins"><div class="live-strong">{strongest}{gap}</div>'
        '<label class="live-switch"><input type="checkbox" class="live-slow"> '
        f"with a slow-down: {percent(q)} chance, {years}</label>"
        f'<details class="live-fold"><summary>All inputs</summary>{rest}</details></div>\n'
    )


def mine(data: dict[str, Any]) -> str:
    """Return the box that solves backwards for the reader's own number."""
    by = options([(str(place), row["by"][:4]) for place, row in enumerate(data["by"])])
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
            f'<td data-h="by end of {at["by"][:4]}">{at["mark"]:.0f}% '
            f"({at['floor']:.0f} to {at['ceiling']:.0f}); with a slow-down {at['slow']:.0f}%</td>"
            for at in one["results"]
        )
        + "</tr>"
        for one in data["sets"]
    )
    heads = headings("What was published", *(f"by end of {row['by'][:4]}" for row in data["by"]))
    return (
        '<div class="live-table">'
        + table_box(
            "AI can do the research alone, from floor to ceiling, in our arithmetic",
            f'<table class="stack"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>',
        )
        + "</div>\n"
    )
