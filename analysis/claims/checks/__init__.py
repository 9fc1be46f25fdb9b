"""The vocabulary of checks.

A check is a small function ``(ev, claim, params, thresholds) -> CheckResult``. Its result is one of
*yes* (the evidence meets the mark), *nearly* (in the band beyond it), *no* (it meets the mark for
the opposite), *open* (good evidence on both sides, or date or condition ahead), *unshown* (no
effect, fewer witnesses than needed, or nobody has measured) and *unread* (our limit).
:data:`VOCABULARY` is what the methods page prints and what the ledger runs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import figures, pairs, trends, words
from .result import CheckResult, ClaimError, Unread


@dataclass(frozen=True)
class Check:
    """A word of the vocabulary: its function, the roles it may play, and its marks in words.

    The marks name thresholds as ``{figure_equal}``; :meth:`marks` fills them in.
    """

    function: Callable[..., CheckResult]
    roles: tuple[str, ...]
    yes: str
    nearly: str
    no: str
    otherwise: str

    @property
    def rule(self) -> str:
        """The first paragraph of the function's docstring: what it compares."""
        return (self.function.__doc__ or "").split("\n\n")[0].replace("\n    ", " ").strip()

    def marks(self, limits) -> dict[str, str]:
        """The marks with the thresholds of ``limits`` in them: yes, nearly, no, otherwise."""
        numbers = {
            name: f"{100 * value:g}%" if name in SHARES else f"{value:g}"
            for name, value in limits.items()
        }
        numbers |= {
            "wide": f"{100 * limits['trend_level']:g}%",
            "narrow": f"{100 * trends.band_level(limits['trend_level']):g}%",
        }
        texts = {name: getattr(self, name) for name in ("yes", "nearly", "no", "otherwise")}
        return {name: text.format(**numbers) for name, text in texts.items()}


SHARES = ("figure_equal", "figure_near", "missing_share", "missing_share_near", "shape_chance")
MAIN, SIDE, BOTH = ("main",), ("side",), ("main", "side")
LATER = (
    "within {figure_equal}",
    "to {figure_near}",
    "beyond",
    "unread: the source row was not found",
)
SLOPE = (
    "only the {narrow} interval",
    "the {narrow} interval lies on the other side",
    "unshown",
)

VOCABULARY: dict[str, Check] = {
    "figure_matches": Check(
        *(figures.figure_matches, MAIN),
        *("equal as printed or within {figure_equal}", "to {figure_near}", "beyond"),
        "unread: the source was not found",
    ),
    "current": Check(figures.current, MAIN, *LATER),
    "label_matches": Check(
        *(figures.label_matches, BOTH),
        "unit, subject, year and condition as in the source",
        "the same kind: a qualifier or the test's subset dropped, or the source's own loose name",
        "another kind",
        "unread",
    ),
    "said_by": Check(
        *(words.said_by, BOTH),
        "found, as strong",
        "in part, or of a narrower event",
        "a text read whole says otherwise or lacks it, and no other text of his has it",
        "unread: not found in a text read in part",
    ),
    "trend": Check(
        *(trends.trend, BOTH),
        "the {wide} interval of the slope lies on the claimed side of zero, with {trend_min_n} "
        "points or more",
        *SLOPE,
    ),
    "pace_changes": Check(
        *(trends.pace_changes, BOTH),
        "the same for the change of the slope, with {pace_min_n} points or more of one suite",
        *SLOPE,
    ),
    "shape": Check(
        *(trends.shape, BOTH),
        "ahead by {shape_aicc} AICc; a bend also of all but {shape_chance} of straight walks",
        "only one of the two",
        "behind by both",
        "unshown",
    ),
    "direction": Check(
        *(pairs.direction, BOTH),
        "both ends on one instrument go the way that is said",
        "never",
        "the other way",
        "unread",
    ),
    "like_for_like": Check(
        *(pairs.like_for_like, MAIN),
        "at most {missing_share} of the printed change is lost with task set, grader and version "
        "held (points; logarithms for factors)",
        "to {missing_share_near}",
        "more is lost",
        "unread: no such pair exists",
    ),
    "same_terms": Check(
        *(pairs.same_terms, MAIN),
        "task set, grader, version, time and machines are alike",
        "one of them is unknown",
        "one differs in kind",
        "unread",
    ),
    "range_width": Check(
        *(figures.range_width, SIDE),
        "the 95% interval spans at most a factor of {range_factor}",
        "to {range_near}",
        "never",
        "unshown beyond",
    ),
    "replicated": Check(
        *(figures.replicated, SIDE),
        "another party within {replication_points} points or {replication_se} standard errors",
        "to {replication_near} points",
        "beyond",
        "unshown: nobody else has run it",
    ),
    "still_valid": Check(figures.still_valid, SIDE, *LATER),
    "judged": Check(
        *(words.judged, BOTH),
        "{witnesses} witnesses or more for, none against",
        "{outvoted} times as many for as against",
        "the mirror image of yes; on the side, one witness that limits the sentence",
        "open: both sides, and under “may” and “if” whatever is not settled; unshown: fewer",
    ),
}
