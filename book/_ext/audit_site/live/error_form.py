"""Make the calculator of the risks page: three labelled inputs and the sentence that answers them.

The HTML carries the answer for its first values, worked out here; ``error_accumulation.js`` works
out the rest in the reader's browser. Until that script runs the form is hidden, and the table
beside it says the same for chosen values.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from analysis.chapters.argument.risks import check_share, remaining, remaining_if_checked_again

MOST_GENERATIONS = 100_000
MOST_ACCURATE = 99.9999  # per cent; at exactly 100 there is nothing to work out


@dataclass(frozen=True)
class ErrorForm:
    """The form with its first values: per cent, a count, per cent."""

    accuracy: float
    generations: int
    repaired: float

    def __post_init__(self) -> None:
        check_share(self.accuracy / 100, "accuracy")
        check_share(self.repaired / 100, "repaired")
        if not 1 <= self.generations <= MOST_GENERATIONS:
            raise ValueError(
                f"generations: expected 1 to {MOST_GENERATIONS}, found {self.generations}"
            )

    def __repr__(self) -> str:
        return self.answer

    @property
    def answer(self) -> str:
        """Return the sentence for the form's values, as the script writes it."""
        values = (self.accuracy / 100, self.generations, self.repaired / 100)
        return sentence(
            self.generations,
            100 * remaining(*values),
            100 * remaining_if_checked_again(*values),
        )

    def _repr_html_(self) -> str:
        share = 'min="0" max="{}" step="any" inputmode="decimal"'
        count = f'min="1" max="{MOST_GENERATIONS}" step="1" inputmode="numeric"'
        right, mended = "Right in each generation", "Errors found and mended"
        inputs = (
            field("accuracy", right, "per cent", self.accuracy, share.format(MOST_ACCURATE)),
            field("generations", "Generations", "", self.generations, count),
            field("repaired", mended, "per cent", self.repaired, share.format(100)),
        )
        return (
            '<form class="error-sums" id="error-sums" hidden="" aria-label="Errors over '
            f'generations">{"".join(inputs)}<output id="error-answer" aria-live="polite" '
            'for="error-accuracy error-generations error-repaired">'
            f"{escape(self.answer)}</output></form>"
        )


def field(name: str, label: str, unit: str, value: float, limits: str) -> str:
    """Return one labelled number input; the unit is part of its label."""
    said = f' <span class="unit">({escape(unit)})</span>' if unit else ""
    return (
        f'<p><label for="error-{name}">{escape(label)}{said}</label>'
        f'<input id="error-{name}" type="number" required="" value="{value:g}" {limits} /></p>'
    )


def sentence(generations: int, at_once: float, again: float) -> str:
    """Return what the output says: both percentages with one decimal."""
    count = "1 generation" if generations == 1 else f"{generations:,} generations"
    return (
        f"After {count} {at_once:.1f}% is still right if an error that is missed stays for good, "
        f"and {again:.1f}% if every later generation can still find it."
    )
