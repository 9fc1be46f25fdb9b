"""Texts of the ledger: short quotations, sentences of one breath, no number typed."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis import evidence
from analysis.claims import ledger
from analysis.evidence.load import RECORD_TABLES

EV = evidence.load()
CLAIMS = [claim for claim in EV.claims if not ledger.is_pair(claim)]
PAIRS = [claim for claim in EV.claims if ledger.is_pair(claim)]


YEAR = re.compile(r"(?:19|20)\d\d")
#: Columns of a claim that are written, not computed.
PROSE = ("essay", "primary", "differs", "would_change")
PRECISE = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?")


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


@pytest.fixture(scope="module")
def known():
    """Every number in the tables: as a value, and as it is written in their texts."""
    tables = [getattr(EV, name) for name in (*RECORD_TABLES, "article_points")]
    columns = [column for table in tables for _, column in table.items()]
    values = [column.dropna() for column in columns if column.dtype.kind in "fi"]
    texts = [text for column in columns if column.dtype.kind == "O" for text in set(column)]
    written = " ".join(map(str, [*texts, *EV.corrections])).replace(",", "")
    return pd.concat(values).to_numpy(float), set(PRECISE.findall(written))


def test_precise_numbers_in_the_prose_are_numbers_of_the_data(known):
    """Three digits or more: a value of a row, rounded as printed (minutes also as hours)."""
    values, written = known
    values, missing = np.concatenate([values, values / 60]), []
    for claim in EV.claims:
        prose = " ".join(claim.get(column) or "" for column in PROSE)
        for printed in PRECISE.findall(re.sub(r"(?<=\d),(?=\d{3})", "", prose)):
            short = len(printed.replace(".", "").lstrip("0")) < 3
            if short or printed in written or YEAR.fullmatch(printed):
                continue
            rounded = np.round(values, len(printed.partition(".")[2]))
            if not np.isclose(rounded, float(printed)).any():
                missing.append((claim["id"], printed))
    assert missing == []
