"""The forms of the YAML documents of ``data/``, in the language of :mod:`analysis.evidence.forms`.

They say what the package reads; further keys are free. That values make sense together (a set
differs from the table of parameters only in parameters, a check names rows that exist) is checked
where they are used.
"""

from __future__ import annotations

from typing import Any

from .forms import (
    DAY,
    DAY_TEXT,
    MAPPING,
    NUMBER,
    NUMBER_OR_NULL,
    POSITIVE,
    SHARE,
    TEXT,
    TRUTH,
    TRUTH_OR_DAY,
    each,
    one_of,
)

THRESHOLD = {"value": POSITIVE, "unit": TEXT, "means": TEXT, "?bounds": [NUMBER]}
THRESHOLDS = dict.fromkeys(
    (
        "figure_relative_tolerance",
        "interval_factor",
        "replication_points",
        "replication_se",
        "trend_level",
        "trend_min_n",
        "shape_aicc",
        "shape_extra_points",
        "acceleration_min_n",
        "bayes_factor",
        "judged_rows",
        "headline_supported",
        "headline_contradicted",
    ),
    THRESHOLD,
)

LINE = {
    "name": TEXT,
    "series": TEXT,
    "since": DAY,
    "at_most": POSITIVE,
    "unit": TEXT,
    "h0": POSITIVE,
    "d": POSITIVE,
}
PARAMETER = {
    "name": TEXT,
    "unit": TEXT,
    "kind": TEXT,
    "eighty": TEXT,
    "sources": [TEXT],
    "reason": TEXT,
    "?follows": [TEXT],
}
NAMED_VALUES = {"name": TEXT, "values": MAPPING}
ASSUMPTIONS = {
    "origin": {"date": DAY, "year": POSITIVE, "reason": TEXT},
    "by": [DAY],
    "lines": [LINE],
    "article": [{"by": DAY, "probability": SHARE, "source": TEXT}],
    "already": {"date": DAY, "above": SHARE, "reason": TEXT},
    "parameters": each(PARAMETER),
    "definitions": each(
        {
            "event": TEXT,
            "reason": TEXT,
            "?happened": TRUTH_OR_DAY,
            "?primary": TRUTH,
            "?calibration_only": TRUTH,
            "?kind": one_of("demonstration"),
        }
    ),
    "demonstration": {"start": DAY, "year": POSITIVE, "target": NUMBER, "pace_at_least": NUMBER},
    "sets": [
        {
            **NAMED_VALUES,
            "id": TEXT,
            "about": TEXT,
            "?person": TEXT,
            "?sources": [TEXT],
            "?article": TRUTH,
            "?follows": each([TEXT]),
            "?own": [
                {
                    "event": TEXT,
                    "closeness": TEXT,
                    "?published": DAY,
                    "?median": NUMBER,
                    "?source": TEXT,
                }
            ],
        }
    ],
    "steps": {"from": TEXT, "to": TEXT, "groups": [{"name": TEXT, "values": [TEXT]}]},
    "switches": [NAMED_VALUES],
    "calibration": [{**NAMED_VALUES, "definition": TEXT, "source": TEXT}],
    "weaknesses": [TEXT],
    "inverse": [{**NAMED_VALUES, "set": TEXT}],
    "choices": {
        "at_least": SHARE,
        "never": [SHARE],
        "axes": [{"name": TEXT, "options": [MAPPING]}],
        "impossible": [{"reason": TEXT}],
    },
}

TRIPWIRES = {
    "made": DAY,
    "dates": [DAY],
    "within_days": POSITIVE,
    "observables": [
        {
            "id": TEXT,
            "kind": one_of("reading", "event"),
            "name": TEXT,
            "?unit": TEXT,
            "?reliability": SHARE,
            "?series": TEXT,
            "?scatter": POSITIVE,
            "?definition": TEXT,
        }
    ],
    "paths": [
        {"name": TEXT, "set": TEXT, "about": TEXT, "?given": {"definition": TEXT, "by": DAY}}
    ],
    "expected": [
        {
            "by": DAY_TEXT,
            "observable": TEXT,
            "path": TEXT,
            "?low": NUMBER,
            "?middle": NUMBER,
            "?high": NUMBER_OR_NULL,
            "?probability": SHARE,
        }
    ],
}

CHECK = {
    "?role": TEXT,
    "?sentence": each(TEXT),
    "?numbers": each(MAPPING),
    "?where": MAPPING,
    "?says": MAPPING,
    "?revised": MAPPING,
    "?reference": MAPPING,
    "?for": [TEXT],
    "?against": [TEXT],
    "?qualifies": [TEXT],
    "?members": [MAPPING],
    "?record": TEXT,
    "?field": TEXT,
    "?figure": NUMBER,
    "?records": TRUTH,
    "?scale": TEXT,
    "?by": TEXT,
    "?as": TEXT,
    "?text": TEXT,
}
CLAIMS: list[dict[str, Any]] = [
    {
        "id": TEXT,
        "slug": TEXT,
        "kind": TEXT,
        "says": TEXT,
        "section": TEXT,
        "section_title": TEXT,
        "page": TEXT,
        "?essay": TEXT,
        "?primary": TEXT,
        "?differs": TEXT,
        "?would_change": TEXT,
        "?sources": [TEXT],
        "?figures": [
            {"value": NUMBER, "unit": TEXT, "printed": TEXT, "?about": TRUTH, "?year": NUMBER}
        ],
        "checks": [each(CHECK)],
    }
]

FORMS: dict[str, Any] = {
    "thresholds": THRESHOLDS,
    "assumptions": ASSUMPTIONS,
    "tripwires": TRIPWIRES,
}
