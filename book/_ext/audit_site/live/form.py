"""Write the form of the live model: presets, the event, ten inputs with their uncertainty.

Pure functions lead from the plain values of ``believe.panel`` to escaped HTML. What is
written here works without scripts as far as it can: the form itself is hidden until its script
runs, the table of named sets stands open until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from analysis.words import month_of

from ..markup import headings, table_box, web_link
from ..notebook import long_day


@dataclass(frozen=True)
class Input:
    """One input: bounds in the unit shown; ``factor`` turns the model's value into that unit.

    ``log`` inputs move in equal ratios. ``spread`` is (largest, step, what the number is) of the
    input for its uncertainty, or None for one that has none.
    """

    name: str
    unit: str
    low: float
    high: float
    step: float
    log: bool = False
    factor: float = 1
    spread: tuple[float, float, str] | None = None


LOG_SD, SD = "log-SD", "SD"
INPUTS = (
    Input("h0", "hours", 1, 100, 0.1, log=True, spread=(1, 0.01, LOG_SD)),
    Input("d", "days", 40, 400, 1, spread=(0.6, 0.01, LOG_SD)),
    Input("a", "log change", -0.15, 0.25, 0.005, spread=(0.15, 0.005, SD)),
    Input("f", "log change", -1, 1.5, 0.05, spread=(1, 0.05, SD)),
    Input("k", "doublings", 0.5, 4, 0.05, spread=(0.5, 0.01, LOG_SD)),
    Input("H", "expert hours", 1, 1_000_000, 1, log=True, spread=(4.5, 0.05, LOG_SD)),
    Input("rho", "%", 50, 99, 1, factor=100),
    Input("L", "years", 0, 6, 0.05, spread=(1.2, 0.05, LOG_SD)),
    Input("p", "%", 0, 90, 1, factor=100),
    Input("w", "%", 5, 100, 5, factor=100),
)
RELIABILITIES = (50, 80, 90, 99)
SHORT = {
    "R2": "R2: some measured part of AI R&D runs alone",
    "R3": "R3: a lab declares its threshold for automated R&D crossed",
    "R4": "R4: a frontier model trained with no human technical decision",
}


def percent(share: float) -> str:
    """Return a probability as the live model prints it: whole per cent, never a false zero."""
    if share <= 0:
        return "0%"
    if share < 0.005:
        return "<1%"
    if 0.995 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


def month(year: float | None) -> str:
    """Return a decimal year as the model's table prints it."""
    return "later than 2100" if year is None or year > 2100 else month_of(year)


def day_of(iso: str) -> str:
    """Return an ISO day as readers write it."""
    return long_day(date.fromisoformat(iso))


def pills(data: dict[str, Any]) -> str:
    """Return the buttons of the named sets, and of settings that reach the article's number."""
    reaching = f"Or from a setting that reaches {percent(data['article'][-1]['said'])}"
    groups = (("set", "Start from a named set", "sets"), ("way", reaching, "ways"))
    out = []
    for kind, legend, key in groups:
        buttons = "".join(
            f'<button type="button" class="live-pill" data-{kind}="{escape(one["id"])}" '
            f'aria-pressed="false">{escape(one["name"])}</button>'
            for one in data[key]
        )
        out.append(
            f'<fieldset class="live-sets"><legend>{legend}</legend>'
            f'<div class="live-pills">{buttons}</div></fieldset>\n'
        )
    return "".join(out)


def statements(one: dict[str, Any], urls: dict[str, str]) -> str:
    """Return what a set's author has stated, each with its day and its source, or nothing."""
    items = "".join(
        f"<li>{escape(own['words'])} (stated {escape(day_of(own['published']))}, "
        f"{web_link('source', urls.get(own['source']))})</li>"
        for own in one["own"]
    )
    return f"<ul>{items}</ul>" if items else ""


def abouts(data: dict[str, Any], urls: dict[str, str]) -> str:
    """Return one hidden box a set: what it holds, whose inputs, what that person has stated."""
    boxes = []
    for one in data["sets"]:
        said = statements(one, urls)
        person = one["person"]
        if person:
            title = f"What {escape(person)} has stated himself, in his own terms:"
        elif one["article"]:
            title = "What the article states:"
        else:
            title = ""
        said = f"<p>{title}</p>{said}" if said else ""
        boxes.append(
            f'<div class="live-about" data-about="{escape(one["id"])}" hidden>'
            f"<p><strong>{escape(one['name'])}.</strong> {escape(one['about'])}</p>{said}</div>"
        )
    return "\n".join(boxes) + "\n"


def events(data: dict[str, Any]) -> str:
    """Return the choice of the event as radio buttons."""
    rows = []
    for name in data["definitions"]:
        primary = " (primary)" if name == data["primary"] else ""
        rows.append(
            f'<label><input type="radio" name="event" value="{escape(name)}"> '
            f"<span>{escape(SHORT.get(name, name))}{primary}</span></label>"
        )
    return (
        '<fieldset class="live-events"><legend>The event</legend>' + "".join(rows) + "</fieldset>\n"
    )


def slider(name: str, label: str, bounds: str, unit: str, after: str = "") -> str:
    """Return one input: label, number with its unit, range, the value in words."""
    return (
        f'<div class="live-input" data-input="{name}">'
        f'<label for="live-{name}">{escape(label)}</label>'
        f'<span class="live-number"><input type="number" id="live-{name}" {bounds} '
        f'aria-describedby="live-{name}-words"> '
        f'<span class="live-unit">{escape(unit)}</span></span>'
        f'<input type="range" id="live-{name}-range" aria-label="{escape(label)}">'
        f'<p class="live-words" id="live-{name}-words"></p>{after}</div>\n'
    )


def value_slider(spec: Input, label: str) -> str:
    """Return the input for a value; reliabilities that people name have a button each."""
    quick = "".join(
        f'<button type="button" data-quick="{value}">{value}%</button>' for value in RELIABILITIES
    )
    after = f'<span class="live-quick">{quick}</span>' if spec.name == "rho" else ""
    bounds = f'min="{spec.low:g}" max="{spec.high:.7g}" step="{spec.step:g}"'
    return slider(spec.name, label, bounds, spec.unit, after)


def spread_slider(spec: Input, label: str) -> str:
    """Return the input for the uncertainty of one input."""
    high, step, what = spec.spread
    bounds = f'min="0" max="{high:g}" step="{step:g}"'
    return slider(f"{spec.name}_spread", f"Uncertainty of: {label}", bounds, what)


def sentence_case(words: str) -> str:
    """Return words with a capital first letter."""
    return words[:1].upper() + words[1:]


def inputs(data: dict[str, Any]) -> str:
    """Return the ten inputs and, folded, the seven that say how uncertain they are."""
    labels = {name: sentence_case(row["name"]) for name, row in data["inputs"].items()}
    rows = "".join(value_slider(spec, labels[spec.name]) for spec in INPUTS)
    spreads = "".join(spread_slider(s, data["inputs"][s.name]["name"]) for s in INPUTS if s.spread)
    return (
        '<fieldset class="live-inputs"><legend>Change an assumption</legend>'
        f'<div class="live-grid">{rows}</div></fieldset>\n'
        '<details class="live-fold"><summary>How uncertain each of them is</summary>'
        "<p>Every value above is the middle of a distribution. A log-SD of 0.2 means that four "
        "draws in five lie within 1.29 times the middle value or that much below; 0 makes it "
        "certain.</p>"
        f'<div class="live-grid">{spreads}</div></details>\n'
    )


def reasons(data: dict[str, Any], urls: dict[str, str], titles: dict[str, str]) -> str:
    """Return the table of where each input's starting value comes from, in a fold."""
    rows = []
    for row in data["inputs"].values():
        cited = "; ".join(web_link(titles.get(key, key), urls.get(key)) for key in row["sources"])
        rows.append(
            f'<tr><th scope="row">{escape(sentence_case(row["name"]))}</th>'
            f"<td>{escape(row['reason'])}</td><td>{cited or 'none'}</td></tr>"
        )
    head = headings("Input", "Reason", "Sources")
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return (
        '<details class="live-fold live-sources"><summary>Where the inputs come from</summary>'
        f"{table_box('Where the inputs come from', table).rstrip()}</details>\n"
    )


def sets_table(data: dict[str, Any], urls: dict[str, str]) -> str:
    """Return the named sets with their probabilities under every definition, in an open fold."""
    first = data["demonstration"]["name"]
    names = [first, *data["definitions"]]
    years = [row["by"][:4] for row in data["article"]]
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = []
    for one in data["sets"]:
        cells = []
        for name in names:
            mark = "†" if name in one["contradicted"] else ""
            shown = " / ".join(percent(p) for p in one["shown"][name])
            cells.append(f'<td class="num">{escape(shown)}{mark}</td>')
        cells.append(f'<td class="num">{month(one["median"])}</td>')
        cells.append(f"<td>{statements(one, urls)}</td>")
        rows.append(f'<tr><th scope="row">{escape(one["name"])}</th>{"".join(cells)}</tr>')
    return (
        '<details class="live-fold live-table" open><summary>All named sets as a table</summary>'
        f"<p>Probability by the end of {years[0]} / of {years[1]}; the article says "
        f"{percent(data['article'][0]['said'])} / {percent(data['article'][1]['said'])}. {first} "
        f"({escape(data['demonstration']['event'])}) does not depend on the set. A set named after "
        "a person holds inputs which that person published, run through this model; the result is "
        "not that person's forecast. † gives more than "
        f"{percent(data['already']['above'])} to the event by {day_of(data['already']['by'])}, "
        "when it had not happened: contradicted under this definition.</p>"
        '<div class="table-box" tabindex="0" role="region" aria-label="All named sets">'
        f'<table><thead><tr><th scope="col">Set</th>{head}'
        f'<th scope="col">Even odds for {data["primary"]}</th>'
        '<th scope="col">What its author has stated</th></tr></thead>\n'
        f"<tbody>{''.join(rows)}</tbody></table></div></details>\n"
    )
