"""The ledger: counted once, honest about mistakes in the data, its texts short, no number typed."""

import copy
import dataclasses
import json
import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from refused import refused

from analysis import evidence
from analysis.claims import ledger, problems, tally
from analysis.claims.checks import ClaimError
from analysis.evidence.load import RECORD_TABLES
from analysis.vocabulary import CAVEATS_TALLIED, RESULTS, WORDS

EV = evidence.load()


@pytest.fixture(scope="module")
def claims(document):
    return {entry["id"]: entry for entry in document["claims"]}


def test_each_claim_and_comparison_is_in_one_finding(document, entries):
    counted = Counter(name for entry in document["findings"] for name in entry["members"])
    assert counted == Counter(entry["id"] for entry in entries)


def test_a_record_leads_with_the_sentence_of_the_check_that_decided(entries):
    for entry in entries:
        decided = [check for check in entry["checks"] if check["decided"]]
        assert [entry["checks"][entry["decided_by"]]] == decided
        template = ledger.check_items(EV.claim(entry["id"]))[entry["decided_by"]][1]["sentence"]
        assert decided[0]["result"] in template, entry["id"]
        if entry["caveat"]:
            assert entry["caveat"] == decided[0]["caveat"]


def test_sources_are_those_of_the_rows_that_the_checks_used(claims):
    for entry in claims.values():
        rows = {row for check in entry["checks"] for row in check["rows"]}
        assert {EV.find(row)["source"] for row in rows} <= set(entry["sources"])
        assert set(entry["sources"]) <= set(EV.sources)
        assert entry["sources"], entry["id"]
    # The source of a correction counts as well.
    assert "card_opus47" in claims["C43"]["sources"]


def test_whoever_shares_an_author_is_one_witness_on_a_side(entries):
    """Surnames in the names of witnesses; houses and groups of authors stand for themselves."""
    for entry in entries:
        for check, side in ((c, s) for c in entry["checks"] for s in ("for", "against")):
            named = [set(re.findall(r"[A-Z]\w+", one["witness"])) for one in check[side]]
            shared = [one & other for n, one in enumerate(named) for other in named[:n]]
            assert not any(shared), (entry["id"], check["title"], side)


def test_tally_and_line_count_findings(document):
    counts = document["tally"]
    judged = [entry for entry in document["findings"] if entry["judged"]]
    assert counts["words"] == {
        word: n for word in WORDS if (n := sum(e["word"] == word for e in judged))
    }
    assert sum(counts["words"].values()) == counts["judged"] == len(judged)
    assert sum(counts["caveats"].values()) == counts["words"]["Holds with a caveat"]
    assert set(counts["caveats"]) <= set(CAVEATS_TALLIED)
    by_class = [sum(row.values()) for row in counts["by_class"].values()]
    assert sum(by_class) == counts["sentences"] + counts["comparisons"]
    begun = "71 sentences and the six comparisons they imply make 66 separate findings, 64 of which"
    assert counts["line"].startswith(begun)
    assert f": {counts['words']['Holds']} hold, " in counts["line"]


def test_what_is_not_in_its_source_is_said_in_the_line():
    one = {"different": 3, "equal": 1, "within": 0.12, "near": [], "unread": 1,
           "beyond": [{"printed": 5, "unit": "percent", "found": 8.0, "off": 60.0}]}  # fmt: skip
    assert tally.figures_line(one) == (
        "Of 3 different figures the sources have 1, within 1%; for one they have 8 percent, not 5; "
        "for 1 no source was found."
    )


def test_a_groups_word_is_the_table_on_all_checks_of_its_members(document):
    by_id = {one.claim["id"]: one for one in ledger.judge_all(EV)}
    for group in document["groups"]:
        checks = [check for name in group["members"] for check in by_id[name].checks]
        assert group["word"] == ledger.decide(checks).word


def test_splitting_a_group_changes_no_total_but_the_sentences():
    before = ledger.judge_all(EV)
    for name in ("C13", "C17", "C28", "C64"):
        twin = next(one for one in before if one.claim["id"] == name)
        again = dataclasses.replace(twin, claim={**twin.claim, "id": f"{name}b"})
        place = before.index(twin) + 1
        split = [*before[:place], again, *before[place:]]
        old, new = (tally.tally(EV, ledger.findings(judged)) for judged in (before, split))
        assert new["sentences"] == old["sentences"] + 1
        for key in set(old) - {"sentences", "by_class", "line"}:
            assert new[key] == old[key], (name, key)


@pytest.mark.parametrize("mark", [4.2, 4.5, 5, 6, 7.5, 9, 10, 11])
def test_three_figures_of_one_kind_get_one_verdict_whatever_the_mark(mark):
    limits = {**EV.limits, "range_factor": mark, "range_near": mark * 7 / 6}
    words = {ledger.judge(EV, EV.claim(name), limits=limits).word for name in ("C27", "C28", "C29")}
    assert words == {"Holds"}


def test_the_moved_list_is_version_1_against_version_2(document, claims):
    moved = {entry["id"]: entry for entry in document["moved"]}
    assert set(moved) == {n for n, e in claims.items() if e["word"] != e["word_v1"]}
    for name, entry in moved.items():
        assert entry["before"] == EV.claim(name)["verdict_v1"] != claims[name]["word"]
        assert entry["after"] == claims[name]["word"]
        assert 0 < len(entry["why"].split()) <= 31
    assert (moved["C13"]["direction"], moved["C23"]["direction"]) == ("against", "towards")


def test_misdeclared_claims_are_told_all_at_once():
    spoilt, labels = copy.deepcopy((EV.claims, EV.labels))
    labels["checks"]["trend"]["yes"] = "the {wdie} interval"
    by_id = {claim["id"]: claim for claim in spoilt}
    by_id["C05"]["checks"][0] = {"figure_matches": {"role": "side"}}
    by_id["C06"]["slug"] = by_id["C07"]["slug"]
    by_id["C22"]["checks"][0]["figure_matches"]["record"] = "swe-9999"
    by_id["C25"]["group"] = "G9"
    by_id["P22-23"]["of"] = ["C22", "C24"]
    by_id["C23"]["checks"][0]["figure_matches"]["sentence"] = {"yes": "It is 93.9."}
    by_id["C28"]["checks"].append({"current": {"role": "main", "caveat": "number"}})
    by_id["C10"]["checks"][3]["trend"]["where"]["instrument"] = "swe_bench_verified_48"
    by_id["C31"]["checks"][1]["shape"]["where"] = {"model": "GPT-2", "date": ">= 2023-01-01"}
    by_id["C02"]["checks"][0]["said_by"]["text"] = "field usage"
    by_id["C32"]["checks"][0]["trend"]["where"] = {"dat": ">= 2023-01-01"}
    by_id["C41"]["checks"][1]["label_matches"]["near"] = {"sistem": ["x"]}
    by_id["C21"]["checks"][0]["judged"]["sentence"] = {"yes": "It is {found}.", "no": "{"}
    by_id["C20"]["checks"][0]["said_by"]["sentence"]["open"] = "It is {found_hour}."
    by_id["C01"]["groups"]["G1"]["sentence"] = "It is {wrong}."
    ev = dataclasses.replace(EV, labels=labels)
    told = problems.problems([c for c in spoilt if c["id"] != "C71"], ev)
    places = [place for place, _, _ in told]
    for part in (
        "C05 checks[0] figure_matches role", "C05 checks[0] figure_matches caveat",
        "C22 checks[0] figure_matches record", "groups G9", "P22-23 of", "sentence yes",
        "claims", "] current", "C10 checks[3] trend where.instrument", "C31 checks[1] shape",
        "C02 checks[0] said_by", "C32, check trend where", "C41 checks[1] label_matches near",
        "C21 checks[0] judged sentence yes", "C20 checks[0] said_by sentence open", "groups G1",
        "C21 checks[0] judged sentence no",
    ):  # fmt: skip
        assert any(part in place for place in places), part
    assert ("C07", "an id and slug of its own", repr(by_id["C07"]["slug"])) in told
    mark = ("labels checks.trend.yes", "a {field} that is known (near: wide)", "'wdie'")
    assert mark in told


def judged_with(**params):
    claim = {**EV.claim("C23"), "checks": [{"figure_matches": {"role": "main", **params}}]}
    return ledger.judge(EV, claim)


FILLED = {"record": "swe-0553", "sentence": dict.fromkeys(RESULTS, "{found.x}")}
test_a_missing_or_unfit_parameter_names_claim_and_check = refused(
    (judged_with, "C23, check figure_matches: expected record, found none"),
    (lambda: judged_with(**FILLED), "C23, check figure_matches: sentence cannot be filled"),
    (lambda: judged_with(record=[]), "C23, check figure_matches: a parameter is not of the"),
    error=ClaimError,
)


def test_a_sentence_may_quote_other_units_differences_and_other_checks():
    numbers = {
        "hours": {"record": "hor-055-p50", "in": "hours"},
        "gain": {"record": "ptb-0016", "minus": {"record": "ptb-0038"}},
        "odds": {"record": "fc-001", "field": "p_by_2028", "miss": True},
        "later": {"record": "no such row"},
    }
    values, rows = ledger.quoted_numbers(EV, numbers)
    assert values["hours"] == pytest.approx(EV.find("hor-055-p50")["value"] / 60)
    gain = EV.find("ptb-0016")["value"] - EV.find("ptb-0038")["value"]
    assert values["gain"] == pytest.approx(gain)
    assert values["odds"] == pytest.approx(2.5)
    assert "later" not in values
    assert rows == ["hor-055-p50", "ptb-0016", "ptb-0038", "fc-001"]


def test_the_command_line_prints_the_object_of_claims_json(document, command):
    code, out, _ = command("verdicts", "--json")
    assert (code, json.loads(out)) == (0, json.loads(json.dumps(document)))
    _, out, _ = command("verdicts")
    assert "P22-23" in out
    assert "66 separate findings" in out.replace("\n", " ")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("c23", ("Holds with a caveat (maker)", "93.9", "In version 1: Misleads", "rows: swe-")),
        ("P33-34", ("79% of the printed change", "this decided", "#p33-34-")),
    ],
)
def test_one_record_can_be_read_by_a_person(name, parts, command):
    code, out, _ = command("claim", name)
    assert code == 0
    for part in (*parts, "https://"):
        assert part in re.sub(r"\s+", " ", out), part
    assert max(map(len, out.splitlines())) < 200
    code, _, err = command("claim", "C99")
    assert (code, err[:44]) == (2, "claim: expected an id C01 to C71 or P22-23, ")


# Its texts

YEAR = re.compile(r"(?:19|20)\d\d")
#: Columns of a claim that are written, not computed.
PROSE = ("essay", "primary", "differs", "would_change")
PRECISE = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?")


def test_no_two_claims_quote_the_same_words_and_a_figure_stands_in_those_of_its_claim():
    """So that both are judged."""
    claims = [claim for claim in EV.claims if not ledger.is_pair(claim)]
    assert len({claim["quote"] for claim in claims}) == len(claims)
    for claim in claims:
        found = re.findall(r"\d+(?:\.\d+)?", claim["quote"])
        for figure in claim.get("figures") or []:
            assert f"{figure['value']:g}" in found, (claim["id"], figure["printed"])


def test_a_comparison_is_counted_after_the_last_of_its_ends(document):
    order = [entry["id"] for entry in document["findings"]]
    members = {name: entry["id"] for entry in document["findings"] for name in entry["members"]}
    for pair in filter(ledger.is_pair, EV.claims):
        last = pair["of"][-1]
        assert order.index(pair["id"]) == order.index(members.get(last, last)) + 1


def test_filled_sentences_have_at_most_31_words_and_end_in_a_full_stop(document, entries):
    for entry in [*entries, *document["groups"]]:
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
    values = np.concatenate([values, values / 60])
    for claim in EV.claims:
        prose = " ".join(claim.get(column) or "" for column in PROSE)
        for printed in PRECISE.findall(re.sub(r"(?<=\d),(?=\d{3})", "", prose)):
            short = len(printed.replace(".", "").lstrip("0")) < 3
            if short or printed in written or YEAR.fullmatch(printed):
                continue
            rounded = np.round(values, len(printed.partition(".")[2]))
            assert np.isclose(rounded, float(printed)).any(), (claim["id"], printed)
