"""The words of the ledger, each with what it says to people. Imports nothing.

Verdicts, results and roles are those of the rule (:mod:`analysis.claims.verdict_rule`), checks
those of :mod:`analysis.claims.checks`; pages, commands and schema take their words from here.
"""

#: Verdict to the word on its badge, in the order of tables and tallies.
WORDS = {
    "supported": "Holds",
    "supported with caveats": "Holds with a caveat",
    "misleading": "Misleads",
    "not supported": "Not shown",
    "contradicted": "Wrong",
    "open": "Open",
    "definition": "Definition",
    "pending": "Pending",
}
#: Verdict to what it means.
MEANINGS = {
    "supported": "the evidence meets the rule's threshold for the sentence",
    "supported with caveats": "right, but a careful reader would want to know something more",
    "misleading": "the figure stands, but it does not mean what the sentence says",
    "not supported": "nobody has shown it, or the interval is too wide to tell",
    "contradicted": "the evidence meets the threshold for the opposite",
    "open": "not decided yet: sources conflict or the date lies ahead",
    "definition": "a definition, not a claim about the world",
    "pending": "its checks are not written yet",
}
#: Check to its title on a card.
CHECKS = {
    "figure_matches": "The figure matches its source",
    "interval_width": "The figure is precise enough",
    "label_matches": "The figure is what the sentence calls it",
    "same_instrument": "Both figures come from the same test",
    "same_conditions": "Both were measured under the same conditions",
    "replicated": "Somebody independent found the same",
    "trend_positive": "It rises",
    "shape_preferred": "The curve has the shape described",
    "accelerating": "It accelerates",
    "gap_narrowing": "The gap narrows",
    "consistent": "The benchmarks agree",
    "still_valid": "It has not been corrected since",
    "said_by": "It was said, and by whom",
    "arithmetic_holds": "The arithmetic holds",
    "bayes_factor": "The event would be more likely in the world described",
    "judged": "Judged from sources for and against",
    "resolved": "It has happened by the date",
}
#: Role of a check to what it decides.
ROLES = {
    "core": "the sentence itself",
    "meaning": "what the figure means",
    "context": "what a careful reader would want to know",
    "gate": "must be true before the rest counts",
}
#: Result of a check to its words on a card.
RESULTS = {
    "pass": "pass",
    "fail": "fail",
    "imprecise": "too imprecise to tell",
    "missing": "not measured",
    "conflicting": "sources conflict",
    "too_early": "too early",
}
#: Results that neither support nor contradict.
UNDECIDED = ("imprecise", "missing", "conflicting", "too_early")
#: Kind of a claim to its words.
KINDS = {
    "quantitative": "a figure",
    "forecast": "a forecast",
    "causal": "a cause",
    "definition": "a definition",
    "qualitative": "a judgement",
}
#: How good the evidence is, best first, to its words.
STRENGTHS = {
    "primary": "primary sources",
    "computed": "computed from primary data",
    "vendor only": "the vendor's own measurement only",
    "second-hand": "seen second-hand",
    "none": "no evidence row",
}
