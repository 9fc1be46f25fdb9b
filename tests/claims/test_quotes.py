"""Texts of the ledger: short quotations, sentences of one breath, no number typed."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis import evidence
from analysis.claims import ledger, records

EV = evidence.load()
CLAIMS = [claim for claim in EV.claims if not ledger.is_pair(claim)]
PAIRS = [claim for claim in EV.claims if ledger.is_pair(claim)]


#: Years, and the name of the one model that a sentence names with its number.
ALLOWED = re.compile(r"\b(?:19|20)\d\d\b|Claude 2")


#: Columns of a claim that are written, not computed.
PROSE = ("essay", "primary", "differs", "would_change")
PRECISE = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def document():
    return records.document(EV)


def test_no_two_claims_quote_the_same_words():
    quotes = [claim["quote"] for claim in CLAIMS]
    assert len(set(quotes)) == len(quotes)


def test_a_quoted_figure_is_printed_in_its_quotation():
    """The figures of a claim stand in the words that it quotes, so that both are judged."""
    for claim in CLAIMS:
        found = re.findall(r"\d+(?:\.\d+)?", claim["quote"])
        for figure in claim.get("figures") or []:
            assert f"{figure['value']:g}" in found, (claim["id"], figure["printed"])


def test_a_comparison_is_named_after_both_ends_and_counted_after_the_last(document):
    order = [entry["id"] for entry in document["findings"]]
    members = {name: entry["id"] for entry in document["findings"] for name in entry["members"]}
    for pair in PAIRS:
        first, last = pair["of"]
        assert pair["id"] == f"P{first[1:]}-{last[1:]}"
        ends = order.index(members.get(last, last))
        assert order.index(pair["id"]) == ends + 1


def test_filled_sentences_have_at_most_31_words_and_end_in_a_full_stop(document):
    for entry in [*document["claims"], *document["comparisons"], *document["groups"]]:
        sentence = entry["sentence"]
        assert len(sentence.split()) <= 31, entry["id"]
        assert re.fullmatch(r"[A-Z\d](?!.*([{}]|\bnan\b)).*\.", sentence), (entry["id"], sentence)


TABLES = (
    *("series", "findings", "qualitative", "forecasts", "horizon_forecasts"),
    *("fits", "statements", "article_points"),
)


@pytest.fixture(scope="module")
def known():
    """Every number in the tables: as a value, and as it is written in their texts."""
    values, written = set(), set()
    for column in (column for name in TABLES for _, column in getattr(EV, name).items()):
        if pd.api.types.is_bool_dtype(column) or column.dtype.kind == "M":
            continue
        if pd.api.types.is_numeric_dtype(column):
            values.update(float(value) for value in column.dropna().unique())
        else:
            for text in column.dropna().astype(str).unique():
                written.update(PRECISE.findall(text.replace(",", "")))
    for correction in EV.corrections:
        written.update(PRECISE.findall(str(correction)))
    return np.array(sorted(values)), written


def test_precise_numbers_in_the_prose_are_numbers_of_the_data(known):
    """Three digits or more: a value of a row, rounded as printed (minutes also as hours)."""
    values, written = known
    missing = []
    for claim in EV.claims:
        for text in (claim.get(column, "") for column in PROSE):
            for printed in PRECISE.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text)):
                decimals = len(printed.partition(".")[2])
                if len(printed.replace(".", "").lstrip("0")) < 3 or ALLOWED.fullmatch(printed):
                    continue
                rounded = np.round(np.concatenate([values, values / 60]), decimals)
                if printed not in written and not np.isclose(rounded, float(printed)).any():
                    missing.append((claim["id"], printed))
    assert missing == []
