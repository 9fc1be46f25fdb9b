"""The risks chapter: the sums of errors in Python and in the page, returns, and slow steps."""

import math
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from audit_site.live import error_form
from hypothesis import given
from hypothesis import strategies as st

from analysis import evidence
from analysis.chapters.argument import risks

EV = evidence.load()
STATIC = Path(__file__).parents[3] / "book" / "_static"
SCRIPT = (STATIC / "error_accumulation.js").read_text("utf-8")
SHARES = st.floats(0, 1)
COUNTS = st.integers(0, 2000)


def script_formula(name):
    """A function of the page's script. Its one expression reads the same in Python."""
    match = re.search(rf"function {name}\(a, n, c\) \{{\s*return ([^;]+);\s*\}}", SCRIPT)
    assert match, name
    code = compile(match[1], "error_accumulation.js", "eval")
    return lambda a, n, c: eval(
        code, {"__builtins__": {}}, {"Math": SimpleNamespace(pow=math.pow), "a": a, "n": n, "c": c}
    )


def by_steps(accuracy, generations, repaired):
    """The share still right, generation by generation, with inherited errors mended too."""
    wrong = 0.0
    for _ in range(generations):
        wrong = (wrong + (1 - wrong) * (1 - accuracy)) * (1 - repaired)
    return 1 - wrong


@given(st.floats(0, 1), st.integers(0, 60), SHARES)
def test_checking_again_is_the_same_step_by_step(accuracy, generations, repaired):
    direct = risks.remaining_if_checked_again(accuracy, generations, repaired)
    assert direct == pytest.approx(by_steps(accuracy, generations, repaired), abs=1e-9)


def test_the_essays_sum_and_what_undoes_it():
    assert round(100 * risks.remaining(0.999, 50), 2) == 95.12
    assert round(100 * risks.remaining(0.999, 500), 1) == 60.6
    needed = risks.accuracy_needed(0.9, 200, 0.5)
    assert risks.remaining(needed, 200, 0.5) == pytest.approx(0.9)


@given(SHARES, COUNTS, SHARES)
def test_a_second_look_never_leaves_less(accuracy, generations, repaired):
    once = risks.remaining(accuracy, generations, repaired)
    again = risks.remaining_if_checked_again(accuracy, generations, repaired)
    assert again >= once - 1e-12
    assert 0 <= once <= 1
    plain = risks.remaining(accuracy, generations)
    assert plain <= once + 1e-12
    assert risks.remaining_if_checked_again(accuracy, generations) == pytest.approx(plain, abs=1e-9)


@given(st.floats(0, 0.999999), st.integers(1, 100_000), SHARES)
def test_the_page_uses_the_same_formulas(accuracy, generations, repaired):
    values = (accuracy, generations, repaired)
    pairs = (
        ("atOnce", risks.remaining),
        ("checkedAgain", risks.remaining_if_checked_again),
    )
    for name, ours in pairs:
        assert script_formula(name)(*values) == pytest.approx(ours(*values), abs=1e-12)


@pytest.mark.parametrize("function", [risks.remaining, risks.remaining_if_checked_again])
@pytest.mark.parametrize(
    ("values", "word"),
    [((1.1, 5, 0), "per_generation"), ((0.9, -1, 0), "generations"), ((0.9, 5, 2), "repaired")],
)
def test_bad_input_is_named(function, values, word):
    with pytest.raises(ValueError, match=rf"{word}.*expected .* found"):
        function(*values)


def test_the_form_answers_before_any_script_runs():
    form = error_form.ErrorForm(99.9, 500, 0)
    html = form._repr_html_()
    assert "60.6% is still right" in form.answer
    assert form.answer in html
    assert html.count("<label for=") == html.count("<input") == 3
    assert 'aria-live="polite"' in html
    assert re.search(r"\son[a-z]+=", html) is None
    for bad, word in (((101, 5, 0), "accuracy"), ((99, 0, 0), "gen"), ((99, 5, -1), "repaired")):
        with pytest.raises(ValueError, match=f"{word}.*: expected"):
            error_form.ErrorForm(*bad)


def test_the_script_asks_nothing_of_others():
    assert "://" not in SCRIPT
    for banned in ("fetch(", "import", "XMLHttpRequest", "innerHTML", "eval(", "localStorage"):
        assert banned not in SCRIPT
    for name in ("error-sums", "error-answer"):
        assert f'"{name}"' in SCRIPT


def test_the_scripts_sentence_is_that_of_the_form():
    written = " ".join(re.findall(r'"([^"\n]+)"', SCRIPT))
    for part in ("is still right if an error that is missed stays for good", "can still find it."):
        assert part in error_form.sentence(3, 50.0, 60.0)
        assert part in written


def test_a_row_without_interval_is_refused():
    with pytest.raises(
        ValueError, match="expected an interval or a standard error, found qual-058"
    ):
        risks.bounds(EV.find("qual-058"))


def test_speed_limit():
    assert risks.speed_limit(10, 5) == 2
    assert risks.speed_limit(10, 10) == 1
    with pytest.raises(ValueError, match="whole, fixed: expected"):
        risks.speed_limit(5, 10)
