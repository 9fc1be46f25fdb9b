"""The calculator of the risks page: one law in Python and in the page's script."""

import math
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from audit_site.live import error_form
from hypothesis import given
from hypothesis import strategies as st

SCRIPT = (Path(__file__).parents[2] / "book/_static/error_accumulation.js").read_text("utf-8")
SHARES = st.floats(0, 1)


def script_formula(name):
    """A function of the page's script. Its one expression reads the same in Python."""
    match = re.search(rf"function {name}\(a, n, c\) \{{\s*return ([^;]+);\s*\}}", SCRIPT)
    assert match, name
    code = compile(match[1], "error_accumulation.js", "eval")
    return lambda a, n, c: eval(
        code, {"__builtins__": {}}, {"Math": SimpleNamespace(pow=math.pow), "a": a, "n": n, "c": c}
    )


@given(SHARES, st.integers(0, 60), SHARES)
def test_checking_again_is_the_same_step_by_step(accuracy, generations, repaired):
    wrong = 0.0
    for _ in range(generations):
        wrong = (wrong + (1 - wrong) * (1 - accuracy)) * (1 - repaired)
    direct = error_form.remaining_if_checked_again(accuracy, generations, repaired)
    assert direct == pytest.approx(1 - wrong, abs=1e-9)


@given(SHARES, st.integers(0, 2000), SHARES)
def test_a_second_look_never_leaves_less(accuracy, generations, repaired):
    once = error_form.remaining(accuracy, generations, repaired)
    again = error_form.remaining_if_checked_again(accuracy, generations, repaired)
    assert again >= once - 1e-12
    assert error_form.remaining(accuracy, generations) <= once + 1e-12


@given(st.floats(0, 0.999999), st.integers(1, 100_000), SHARES)
def test_the_script_has_the_same_formulas(accuracy, generations, repaired):
    values = (accuracy, generations, repaired)
    pairs = {"atOnce": error_form.remaining, "checkedAgain": error_form.remaining_if_checked_again}
    for name, ours in pairs.items():
        assert script_formula(name)(*values) == pytest.approx(ours(*values), abs=1e-12)


def test_the_form_answers_before_any_script_runs_and_in_the_scripts_words():
    form = error_form.form(99.9, 500, 0)
    html = form._repr_html_()
    assert "60.6% is still right" in form.text
    assert html.count("<label for=") == html.count('type="text"') == 3
    assert re.search(r"\son[a-z]+=", html) is None
    assert error_form.percent(0.99999) == ">99.9%"
    written = " ".join(re.findall(r'"([^"\n]+)"', SCRIPT))
    said = error_form.form(99.9, 500, 50).text
    for part in (" is still right if an error that is missed stays for good, and ", " find it."):
        assert part in said
        assert part in written
