"""Every defensible choice: the crossing against the model itself, and its exact decomposition."""

import itertools
import time

import numpy as np
import pytest
from assumed import BOOK, RAW

from analysis import timeline
from analysis.timeline.questions import crossing as choices

DAY = "2028-12-31"


@pytest.fixture(scope="module")
def timed():
    start = time.process_time()
    crossing = choices.cross(assumptions=BOOK)
    return crossing, time.process_time() - start


@pytest.fixture(scope="module")
def crossing(timed):
    return timed[0]


def test_size_and_speed(timed):
    crossing, seconds = timed
    assert crossing.count >= 5000
    assert crossing.count == int(crossing.allowed.sum()) < crossing.allowed.size
    # Twice the promise of 10 s, since tests share the machine.
    assert seconds < 20


@pytest.mark.parametrize("event", ["R2", "R3", "R4"])
def test_cells_are_runs_of_the_model(crossing, event):
    rng = np.random.default_rng(5)
    for _ in range(25):
        place = tuple(rng.integers(len(axis.options)) for axis in crossing.axes)
        values = {}
        for axis, index in zip(crossing.axes, place, strict=True):
            values |= axis.values[index]
        chosen = BOOK.base.replace("one cell", **{**values, "p": 0})
        for day in ("2027-12-31", DAY):
            direct = timeline.probability(chosen, event, day, draws=2**11, assumptions=BOOK)
            assert crossing.p[event, day][place] == pytest.approx(direct, abs=1e-12)


def test_few_draws_are_enough(crossing):
    fine = choices.cross(["R3"], [DAY], draws=2**12, assumptions=BOOK)
    difference = np.abs(fine.p["R3", DAY] - crossing.p["R3", DAY])
    assert difference.max() < 0.03
    assert abs(fine.summary("R3", DAY)["share"] - crossing.summary("R3", DAY)["share"]) < 0.003


def test_impossible_combinations_are_left_out(crossing):
    places = [axis.name for axis in crossing.axes]
    axis = {name: crossing.axes[place] for place, name in enumerate(places)}
    for row in RAW["choices"]["impossible"]:
        index = [slice(None)] * len(places)
        for name in places:
            if name in row:
                index[places.index(name)] = axis[name].options.index(row[name])
        assert not crossing.allowed[tuple(index)].any()
        assert row["reason"].endswith(".")


def test_summary_is_of_the_possible_ones(crossing):
    values = crossing.p["R3", DAY][crossing.allowed]
    found = crossing.summary("R3", DAY)
    assert found["lo"] == values.min()
    assert found["hi"] == values.max()
    assert found["median"] == pytest.approx(np.median(values))
    assert found["share"] == np.mean(values >= 0.6)
    lower = crossing.summary("R3", DAY, never=0.1)
    assert lower["median"] == pytest.approx(0.9 * found["median"])
    assert lower["share"] <= found["share"]


def test_leaving_one_option_out(crossing):
    rows = crossing.leave_one_out("R3", DAY)
    assert len(rows) == sum(len(axis.options) for axis in crossing.axes)
    values, whole = crossing.p["R3", DAY], crossing.summary("R3", DAY)["share"]
    row = next(row for row in rows if row["option"] == "one work-month")
    place = [axis.name for axis in crossing.axes].index("requirement")
    kept = np.delete(crossing.allowed, 0, axis=place)
    rest = np.delete(values, 0, axis=place)[kept]
    assert row["share"] == pytest.approx(np.mean(rest >= 0.6))
    assert row["change"] == pytest.approx(row["share"] - whole)
    fixed = crossing.effects("R3", DAY)
    assert sum(r["count"] for r in fixed if r["axis"] == "gap") == crossing.count


def test_specification_curve_is_sorted_and_points_back(crossing):
    values, places = crossing.specification_curve("R3", DAY)
    assert (np.diff(values) >= 0).all()
    assert places.shape == (crossing.count, len(crossing.axes))
    middle = len(values) // 2
    assert crossing.p["R3", DAY][tuple(places[middle])] == values[middle]


def test_anova_shares_add_up(crossing):
    found = crossing.anova("R3", DAY)
    assert found["left_out"] == [("requirement", "100 work-years, stated at 90%")]
    assert found["count"] == crossing.allowed.size * 6 // 7
    whole = sum(found["main"].values()) + sum(found["pairs"].values()) + found["higher"]
    assert whole == pytest.approx(1)
    assert found["higher"] >= -1e-12
    for name, share in found["main"].items():
        pairs = sum(value for pair, value in found["pairs"].items() if name in pair)
        assert share + pairs <= found["total"][name] + 1e-12


def test_anova_against_a_known_function():
    """y = a + 2 b + a b on three levels, centred: the shares can be done by hand."""
    a, b, c = np.meshgrid([-1, 0, 1], [-1, 0, 1], [5, 6], indexing="ij")
    y = (a + 2 * b + a * b + 0 * c).astype(float)
    # Variances: a 2/3, 2b 8/3, ab 4/9.
    total = 2 / 3 + 8 / 3 + 4 / 9
    found = choices.variance_shares(y, ["a", "b", "c"])
    assert found["variance"] == pytest.approx(total)
    assert found["main"] == pytest.approx({"a": 2 / 3 / total, "b": 8 / 3 / total, "c": 0})
    assert found["pairs"]["a", "b"] == pytest.approx(4 / 9 / total)
    assert found["higher"] == pytest.approx(0, abs=1e-12)
    assert found["total"]["c"] == pytest.approx(0, abs=1e-12)
    with pytest.raises(ValueError, match="names: expected 3"):
        choices.variance_shares(y, ["a", "b"])


def test_r4_does_not_depend_on_the_chosen_reliability(crossing):
    place = [axis.name for axis in crossing.axes].index("reliability")
    panel = crossing.p["R4", DAY]
    assert (np.ptp(panel, axis=place) == 0).all()


def test_every_option_is_sourced_or_is_the_pooled_or_stated_value():
    for axis, option in itertools.chain.from_iterable(
        ((axis, option) for option in axis["options"]) for axis in RAW["choices"]["axes"]
    ):
        stated = option["name"] in ("pooled", "1.5 years") or axis["name"] == "reliability"
        assert stated or option["sources"], option["name"]


def test_bad_requests_are_named(crossing):
    with pytest.raises(ValueError, match=r"definition, by: expected one of R2 by"):
        crossing.summary("R1", DAY)
    with pytest.raises(ValueError, match="definitions: expected some of AC, R2, R3, R4"):
        choices.cross(["R1"], assumptions=BOOK)
    with pytest.raises(ValueError, match="impossible: gap: expected one of"):
        choices.allowed_in(crossing.axes, [{"gap": "a century"}])
