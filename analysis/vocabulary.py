"""The words of the ledger, each with what it says to people. Imports nothing.

Verdicts, results and roles are those of the rule (:mod:`analysis.claims.verdict_rule`), checks
those of :mod:`analysis.claims.checks`; pages, commands and schema take their words from here.
"""

#: Verdict to what it means, in the order of tables and tallies.
WORDS = {
    "Holds": "the evidence meets the threshold for the sentence",
    "Holds with a caveat": "right, but a careful reader would want to know one thing more",
    "Misleads": "a right figure or word that says something else",
    "Not shown": "nobody has shown it, or chance could have done it",
    "Wrong": "the evidence meets the threshold for the opposite",
    "Open": "evidence on both sides, or the date still lies ahead",
    "Not checked": "we could not read or run it: our limit, not the article's",
    "Definition": "says what is meant; not judged",
}
#: The word that a reader's own choice of evidence puts in place of "Not checked".
NOTHING_LEFT = "Nothing left"
#: Verdict to its words in a tally.
TALLIED = {
    "Holds": "hold",
    "Holds with a caveat": "hold with a caveat",
    "Misleads": "mislead",
    "Not shown": "not shown",
    "Wrong": "wrong",
    "Open": "open",
    "Not checked": "not checked",
}
#: Kind of a caveat to its words.
CAVEATS = {
    "wording": "the wording goes further than the source",
    "test": "the test or its grading",
    "number": "the number or its range",
    "maker": "only the maker measured it",
    "part": "part of it is unsettled",
}
#: Kind of a caveat to its word in a tally.
CAVEATS_TALLIED = {
    "wording": "wording",
    "test": "test",
    "number": "number",
    "maker": "maker only",
    "part": "part unsettled",
}
#: Class of a sentence to its words.
CLASSES = {
    "F": "a figure",
    "A": "who said it",
    "T": "a view it reports",
    "D": "a description",
    "X": "a definition",
    "I": "a trend or inference",
    "W": "how things stand",
    "O": "a forecast, possibility, condition or risk",
    "pair": "a comparison",
}
#: Check to its title on a card, where the claim does not state its own.
CHECKS = {
    "figure_matches": "The figure is its source's",
    "current": "The source still had it on the day of Clark's essay (4 May 2026)",
    "label_matches": "It is what the sentence calls it",
    "said_by": "It was said, and by whom",
    "trend": "It moves as the sentence says",
    "pace_changes": "The pace itself changes",
    "shape": "The curve has the shape described",
    "direction": "On one test the direction is the same",
    "like_for_like": "On one test most of the change remains",
    "same_terms": "Both were measured on the same terms",
    "range_width": "The figure is precise enough",
    "replicated": "Somebody else found the same",
    "still_valid": "The figure still stands",
    "judged": "Judged from witnesses for and against",
}
#: Text in which something was said to what pages call it.
TEXTS = {
    "essay": "Clark's essay",
    "x post": "Clark's post of the same day",
    "oxford": "the Oxford lecture",
    "institute": "the Institute's text",
    "benchmark paper": "the benchmark's own paper",
    "openai": "OpenAI's own statement",
    "anthropic": "Anthropic's own publication",
    "field usage": "the term's use in the field",
}
#: Role of a check to what it decides.
ROLES = {
    "main": "the sentence asserts this",
    "side": "a careful reader would miss it, and it bears on the sentence",
}
#: Result of a check to its words.
RESULTS = {
    "yes": "yes",
    "nearly": "nearly",
    "no": "no",
    "open": "open",
    "unshown": "not shown",
    "unread": "could not be read",
}
#: Result of a check to its mark.
MARKS = {"yes": "✓", "nearly": "≈", "no": "✗", "open": "○", "unshown": "–", "unread": "∅"}
#: Grade of evidence to its words, best first.
GRADES = {
    "P": "author's own text or file",
    "C": "author's text, read in a copy",
    "K": "computed by us",
    "S": "second-hand",
}
#: What "+ m" says beside a grade.
MAKER = "rests on a maker’s own measurement"
#: Why a verdict moved, or has another reason, between versions of the rule.
REASONS = {
    "new fact": "a new fact",
    "apart": "a figure, its comparison and the conclusion are judged one by one",
    "attribution": "what somebody said is checked first",
    "bears": "a caveat must concern what the sentence says",
    "hair": "small differences no longer decide",
    "change": "a change is judged as a change",
    "may": "every “may” is judged alike",
    "if": "an “if” is judged only where its condition is met",
    "word": "each sentence answers for its own words",
    "described": "descriptions are judged too",
    "rule": "the new rule",
}
