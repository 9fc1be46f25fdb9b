"""Make the calculator of the risks page: three labelled inputs, the sentence that answers, a chart.

The HTML carries the answer for its first values, worked out here; ``error_accumulation.js`` works
out the rest in the reader's browser with the same two formulas, which a test compares. Until that
script runs the form is hidden, and the chart beside it says the same for chosen values.
"""

from ..markup import Shown, pieces

#: Label, unit and bounds of the inputs; at exactly 100% right there is nothing to work out.
INPUTS = {
    "right": ("Right in each generation", "%", 0, 99.9999),
    "generations": ("Generations", "", 1, 100_000),
    "mended": ("Errors found and mended", "%", 0, 100),
}


def remaining(accuracy: float, generations: int, repaired: float = 0.0) -> float:
    """Return the share that is still right when an error is mended at once or never.

    Each generation keeps ``accuracy`` of what was right; a share ``repaired`` of its errors is
    found and mended before the next. Errors are taken to be independent, which is the essay's
    assumption, not a finding.
    """
    return (1 - (1 - accuracy) * (1 - repaired)) ** generations


def remaining_if_checked_again(accuracy: float, generations: int, repaired: float = 0.0) -> float:
    """Return the share still right when each generation also mends its share of inherited errors.

    With b the share that is wrong, one generation makes it (b + (1 - b)(1 - accuracy))(1 -
    repaired). Without repair this is the same as :func:`remaining`; with any repair it settles.
    """
    lost = (1 - accuracy) * (1 - repaired)
    if lost == 0:
        return 1.0
    kept = accuracy * (1 - repaired)
    return 1 - lost / (1 - kept) * (1 - kept**generations)


def form(right: float, generations: int, mended: float) -> Shown:
    """Return the form with its first values: per cent right, a count, per cent mended.

    Raises ValueError for a value outside the bounds of :data:`INPUTS`.
    """
    inputs = []
    for (name, about), value in zip(INPUTS.items(), (right, generations, mended), strict=True):
        if not about[2] <= value <= about[3]:
            raise ValueError(f"{name}: expected {about[2]} to {about[3]}, found {value}")
        inputs.append((name, *about, f"{value:g}"))
    said = answer(right / 100, generations, mended / 100)
    return Shown(said, str(pieces("tables/tables.html").error_form(inputs, said)))


def answer(*values: float) -> str:
    """Return the sentence for values as :func:`remaining` takes them, as the script writes it."""
    count = "1 generation" if values[1] == 1 else f"{values[1]:,} generations"
    once, again = percent(remaining(*values)), percent(remaining_if_checked_again(*values))
    return (
        f"After {count} {once} is still right if an error that is missed stays for good, and "
        f"{again} if every later generation can still find it."
    )


def percent(share: float) -> str:
    """Return a share with one decimal of a per cent, never a false nothing or a false all."""
    if share < 0.0005:
        return "<0.1%"
    if 0.9995 <= share < 1:
        return ">99.9%"
    return f"{100 * share:.1f}%"
