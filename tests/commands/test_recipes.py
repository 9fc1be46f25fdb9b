"""The recipes of CONTRIBUTING.md, followed to the letter on a copy of the data."""

import pandas as pd
import yaml

from analysis import evidence
from analysis.__main__ import main
from analysis.claims import ledger, records
from analysis.commands import validate, what_if


def append(path, **values):
    columns = pd.read_csv(path, nrows=0).columns
    assert set(values) <= set(columns)
    pd.DataFrame([values], columns=columns).to_csv(path, mode="a", header=False, index=False)


def sound(data):
    main(["seal", "--data", str(data)])
    return validate.problems(data)


def results(ev, claim):
    """What each check of a claim says; of two of one kind the last."""
    return {check.name: check.result for check in ledger.judge(ev, ev.claim(claim)).checks}


def edit_yaml(path, change):
    content = yaml.safe_load(path.read_text("utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")


def test_adding_an_observation_with_a_new_source_moves_the_verdict_it_bears_on(data):
    append(
        data / "sources.csv", key="zz-independent-run", type="online", title="An independent run",
        organization="Somebody", year="2026", url="https://example.org/run",
    )  # fmt: skip
    append(
        data / "series/swe_bench.csv", record="swe-9001", series="swe_bench_verified",
        system="open scaffold + Mythos Preview", model="Claude Mythos Preview",
        developer="Anthropic", date="2026-10-01", date_kind="submission", value="92.4",
        unit="percent", instrument="swe_bench_verified", conditions="agent/standard/1",
        reporter="independent", reported_by="third_party", human_baseline="false",
        source="zz-independent-run", seen_in="the page itself", access="primary",
        known_from="2026-10-01", known_basis="board entry", n_tasks="500",
    )  # fmt: skip
    assert sound(data) == []
    assert results(evidence.read(data), "C23")["replicated"] == "yes"
    assert results(evidence.load(), "C23")["replicated"] == "unshown"


def test_adding_a_claim_needs_its_checks_and_a_free_id(data):
    path = data / "claims/coding.yml"
    claim = {
        "id": "C72", "slug": "a-new-claim", "class": "F",
        "quote": "Claude 2 scored ~2% on SWE-Bench", "says": "A thing is so.",
        "figures": [{"value": 2, "unit": "percent", "printed": "~2%", "about": True}],
        "checks": [{"figure_matches": {"role": "main", "caveat": "number",
                                       "record": "swe-0070"}}],
    }  # fmt: skip
    edit_yaml(path, lambda content: content["claims"].append(claim))
    told = [str(problem) for problem in sound(data)]
    assert len(told) == 1
    assert "C01 to C71" in told[0]
    ev = evidence.read(data)
    entry = records.records(ev)[-1]
    assert [entry[key] for key in ("word", "word_v1", "moved")] == ["Holds", "", False]


def test_retiring_a_series_names_every_check_that_still_uses_it(data):
    path = data / "series/training_speedup.csv"
    text = path.read_text("utf-8").replace(",llm_training_rerun_june2026,", ",llm_training_new,")
    path.write_text(text, "utf-8")
    told = [str(problem) for problem in sound(data)]
    assert told
    assert all("llm_training_rerun_june2026" in line for line in told)
    assert any("C44" in line for line in told)


def test_changing_a_threshold_moves_the_verdicts_that_were_said(data):
    said = what_if.whatif(limits=[("trend_level", 0.8)])
    assert said["thresholds"] == {"trend_level": {"before": "0.95", "after": "0.8"}}
    assert said["verdicts"]["C10"] == {"before": "Holds with a caveat", "after": "Holds"}
    edit_yaml(data / "thresholds.yml", lambda all_: all_["trend_level"].update(value=0.8))
    assert sound(data) == []
    told = what_if.verdicts(evidence.read(data))
    assert all(told[name] == move["after"] for name, move in said["verdicts"].items())


def test_a_corrected_source_ends_a_figures_validity_and_its_guard_watches_the_row(data):
    entry = {
        "id": "a-new-error", "what": "The end point", "where": "mle-0113", "reported": 64.44,
        "corrected": 55.0, "reason": "Made for this test.", "source": "mlebench_readme",
        "guard": {"record": "mle-0113", "column": "value", "equals": 64.44},
    }  # fmt: skip
    edit_yaml(data / "corrections.yml", lambda content: content.append(entry))
    edit_yaml(
        data / "claims/mle_bench.yml",
        lambda content: content["claims"][1]["checks"].append(
            {"still_valid": {"role": "side", "caveat": "number"}}
        ),
    )
    assert sound(data) == []
    assert results(evidence.read(data), "C36")["still_valid"] == "nearly"

    path = data / "series/mle_bench.csv"
    path.write_text(path.read_text("utf-8").replace(",64.44,", ",55.0,", 1), "utf-8")
    told = "\n".join(map(str, sound(data)))
    assert "corrections.yml:[a-new-error].guard: " in told
    assert "55 in C10.primary, as mle-0113 has it" in told
