"""Do intervals cover what they promise? A simulation study of every fit, with known truths.

    python -m benchmarks.coverage --as-of 2026-11-25

Each scenario draws data from a truth, fits them with the package and asks how often the 50%, 90%
and 95% intervals of a quantity hold its true value. The truths include the ones that the fits
assume and some that they do not: scatter that drifts (autocorrelation), a frontier that wanders (a
random walk), models measured more than once, a change of pace that a straight line ignores, and a
series made of records. Those that the checks of this book may meet are also fitted as the checks
fit them, by the wider of two intervals. The result is written to
``benchmarks/recorded/coverage.json``; the seed is fixed, so that a run repeats it.

Growth is 3 doublings a year over three years with a scatter of 0.8 doublings, as in the horizons of
METR; scores run from 10 to 90% in two years with a scatter of 4 points.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.stats import theilslopes

from analysis import fits
from analysis.fits.trend import student
from analysis.horizons import fit as fit_horizon
from analysis.horizons.bootstrap import bootstrap
from analysis.horizons.tallies import Tally
from benchmarks import recording

SEED = 20260504
LEVELS = (0.5, 0.9, 0.95)
SPAN = 3.0
RATE, SCATTER = 3.0, 0.8
START = np.datetime64("2023-01-01")
#: The fit of the checks, in words.
WIDER = "the wider of two intervals"

#: For each quantity of a simulated fit: estimate, truth, and its interval at each level.
Outcome = dict[str, tuple[float, float, list[tuple[float, float]]]]


@dataclass(frozen=True)
class Scenario:
    """A truth, the fit applied to it, and the sample sizes at which both are tried.

    ``number`` seeds its draws and is not given to another scenario after it.
    """

    number: int
    name: str
    truth: str
    fitted: str
    sizes: tuple[int, ...]
    run: Callable[[np.random.Generator, int], Outcome]
    repetitions: int = 500


def days(rng, n: int) -> np.ndarray:
    """Release days: uniform over the span, never twice the same."""
    return np.sort(rng.choice(int(SPAN * 365.25), n, replace=False))


def at(day) -> np.ndarray:
    return START + np.asarray(day).astype("timedelta64[D]")


def years(day) -> np.ndarray:
    return np.asarray(day) / 365.25


def prediction(fit, truth: float, ahead: float, rng, noise: float):
    """A new observation some years after the last: its value and the prediction intervals."""
    date = at([math.ceil((SPAN + ahead) * 365.25)])
    seen = truth + noise * rng.standard_normal()
    mean, scale, dof = fit.distribution(date)
    reach = [student(level, dof) * scale[0] for level in LEVELS]
    return float(mean[0]), seen, [(mean[0] - r, mean[0] + r) for r in reach]


def quantity(fit, name: str, truth: float):
    ends = [fit.interval(name, level=level) for level in LEVELS]
    return fit.parameters[name], truth, [(end.lower, end.upper) for end in ends]


def remembering(noise: np.ndarray, memory: float) -> np.ndarray:
    """Scatter each of which keeps a share of the last."""
    for i in range(1, len(noise)):
        noise[i] = memory * noise[i - 1] + math.sqrt(1.0 - memory**2) * noise[i]
    return noise


def line(rng, n, *, memory=0.0, tails=None, median=False) -> Outcome:
    day = days(rng, n)
    noise = rng.standard_normal(n) if tails is None else rng.standard_t(tails, n)
    noise = remembering(noise, memory)
    y = RATE * years(day) + SCATTER * noise
    if median:
        found = [theilslopes(y, years(day), alpha=level) for level in LEVELS]
        ends = [(float(one.low_slope), float(one.high_slope)) for one in found]
        return {"doublings a year": (float(found[0].slope), RATE, ends)}
    fit = fits.exponential(at(day), np.exp2(y))
    return {
        "doublings a year": quantity(fit, "per_year", RATE),
        "value a year ahead": prediction(fit, RATE * math.ceil(4 * 365.25) / 365.25, 1.0, rng,
                                         SCATTER),
    }  # fmt: skip


def deciding(day, y, models) -> Outcome:
    """The slope, and the change of the slope, as the checks of the book take them."""
    found = {}
    for power, name, truth in ((1, "doublings a year", RATE), (2, "gained in a year", 0.0)):
        fit = fits.rate_of_change(at(day), y, models, power=power)
        ends = [fit.interval(level) for level in LEVELS]
        found[name] = (fit.value, truth, [(end.lower, end.upper) for end in ends])
    return found


def steady(rng, n, *, memory=0.0) -> Outcome:
    """A line, fitted by the wider of two intervals."""
    day, noise = days(rng, n), remembering(rng.standard_normal(n), memory)
    return deciding(day, RATE * years(day) + SCATTER * noise, range(n))


def wandering(rng, n, *, noise: float, ignored: bool = False) -> Outcome:
    """A line that wanders; ``noise`` counts in steps of the walk over a mean gap."""
    day = days(rng, n)
    step = SCATTER / math.sqrt(SPAN / n)
    walk = np.cumsum(np.sqrt(np.diff(years(day))) * rng.standard_normal(n - 1))
    y = RATE * years(day) + step * np.insert(walk, 0, 0.0)
    y += noise * SCATTER * rng.standard_normal(n)
    if not ignored:
        return deciding(day, y, range(n))
    fit = fits.exponential(at(day), np.exp2(y))
    return {"doublings a year": quantity(fit, "per_year", RATE)}


def repeated(rng, n, *, ignored: bool = False) -> Outcome:
    """``n`` models, each measured one to four times; half of the variance lies between models."""
    day = days(rng, n)
    models = np.repeat(np.arange(n), rng.integers(1, 5, n))
    scatter = rng.standard_normal(n)[models] + rng.standard_normal(len(models))
    y = RATE * years(day)[models] + SCATTER * math.sqrt(0.5) * scatter
    if not ignored:
        return deciding(day[models], y, models)
    fit = fits.exponential(at(day[models]), np.exp2(y))
    return {"doublings a year": quantity(fit, "per_year", RATE)}


def records(rng, n, *, chosen: bool) -> Outcome:
    """Four models for each of n; with ``chosen`` only the running best is kept."""
    day = days(rng, 4 * n)
    values = np.exp2(RATE * years(day) + SCATTER * rng.standard_normal(4 * n))
    if chosen:
        keep = fits.running_records(at(day), values)
        day, values = day[keep], values[keep]
    fit = fits.exponential(at(day), values)
    return {"doublings a year": quantity(fit, "per_year", RATE)}


def bent(rng, n, *, fitter) -> Outcome:
    day, knot = days(rng, n), SPAN / 2.0
    t = years(day) - knot
    y = 1.5 * np.minimum(t, 0.0) + 4.0 * np.maximum(t, 0.0) + 0.4 * rng.standard_normal(n)
    fit = fitter(at(day), np.exp2(y))
    ahead = 4.0 * (math.ceil(3.5 * 365.25) / 365.25 - knot)
    found = {"value half a year ahead": prediction(fit, ahead, 0.5, rng, 0.4)}
    if fitter is fits.kinked:
        found["rate before"] = quantity(fit, "before", 1.5)
        found["rate after"] = quantity(fit, "after", 4.0)
        origin = (fit.origin - float(START.astype(int))) / 365.25
        found["knot"] = quantity(fit, "knot", knot - origin)
    else:
        found["rate after"] = quantity(fit, "per_year", 4.0)
    return found


def pace(rng, n) -> Outcome:
    day, a, b0 = days(rng, n), 0.08, 2.0
    y = -np.log1p(-a * b0 * years(day)) / a + 0.3 * rng.standard_normal(n)
    fit = fits.changing_pace(at(day), np.exp2(y))
    ahead = -math.log1p(-a * b0 * math.ceil(3.5 * 365.25) / 365.25) / a
    return {
        "change of pace a": quantity(fit, "a", a),
        "value half a year ahead": prediction(fit, ahead, 0.5, rng, 0.3),
    }


def parabola(rng, n) -> Outcome:
    day = days(rng, n)
    t = years(day)
    fit = fits.quadratic(at(day), np.exp2(2.0 * t + 0.25 * t**2 + 0.4 * rng.standard_normal(n)))
    return {"acceleration / 2": quantity(fit, "half_acceleration", 0.25)}


def scores(rng, n, *, ceiling) -> Outcome:
    day, rate, middle, top = days(rng, n), 2.2, 1.4, 92.0 if ceiling is None else 100.0
    exact = top / (1.0 + np.exp(-rate * (years(day) - middle)))
    seen = np.clip(exact + 4.0 * rng.standard_normal(n), 0.0, 100.0)
    fit = fits.logistic(at(day), seen, ceiling=ceiling, scatter="percent")
    found = on_the_mean_date(fit, rate, middle)
    if ceiling is None:
        found["ceiling"] = quantity(fit, "ceiling", top)
    return found


def odds(rng, n) -> Outcome:
    """Scatter of 0.3 on the log-odds, as between models on one benchmark."""
    day, rate, middle = days(rng, n), 2.2, 1.4
    z = rate * (years(day) - middle) + 0.3 * rng.standard_normal(n)
    fit = fits.logistic(at(day), 100.0 / (1.0 + np.exp(-z)), ceiling=100.0)
    ahead = rate * (math.ceil(3.5 * 365.25) / 365.25 - middle)
    found = on_the_mean_date(fit, rate, middle)
    return found | {"value half a year ahead": prediction(fit, ahead, 0.5, rng, 0.3)}


def on_the_mean_date(fit, rate: float, middle: float) -> Outcome:
    """The log-odds of an S-curve on the mean date, and their growth."""
    origin = (fit.origin - float(START.astype(int))) / 365.25
    level = quantity(fit, "log_odds", rate * (origin - middle))
    return {"log-odds on the mean date": level, "rate": quantity(fit, "rate", rate)}


def suite(rng, families: int) -> Outcome:
    """Tasks whose difficulty varies by family and task beyond their length."""
    minutes, names = [], []
    lift = []
    for family in range(families):
        size = 1 + rng.poisson(2.0)
        centre, shift = rng.uniform(-2.0, 9.0), 0.7 * rng.standard_normal()
        for _ in range(size):
            minutes.append(2.0 ** (centre + rng.normal(0.0, 1.0)))
            names.append(f"f{family}")
            lift.append(shift + 0.7 * rng.standard_normal())
    x = np.log2(minutes)
    wins = rng.binomial(6, 1.0 / (1.0 + np.exp(-(4.0 - 0.7 * x + np.array(lift)))))
    tally = Tally(
        "m", np.array([f"t{i}" for i in range(len(x))], dtype=object),
        np.array(names, dtype=object), np.array(minutes), np.full(len(x), 6), wins,
    )  # fmt: skip
    found = bootstrap([tally], draws=400, seed=int(rng.integers(2**31)))
    truth = 4.0 / 0.7
    ends = [found.interval("m", 0.5, level=level) for level in LEVELS]
    with np.errstate(all="ignore"):
        logs = [(float(np.log2(e.lower)), float(np.log2(e.upper))) for e in ends]
    # By symmetry the median task of this length is solved half the time, so the horizon is known.
    return {"log2 horizon at 50%": (math.log2(fit_horizon(tally).horizon()), truth, logs)}


SCENARIOS = (
    Scenario(0, "line", "a line", "exponential", (5, 8, 14, 30), line),
    Scenario(1, "drift", "a line, scatter with memory 0.5", "exponential", (5, 8, 14, 30),
             lambda rng, n: line(rng, n, memory=0.5)),
    Scenario(2, "tails", "a line, wild scatter (t with 2 df)", "exponential", (14,),
             lambda rng, n: line(rng, n, tails=2)),
    Scenario(3, "tails-robust", "a line, wild scatter (t with 2 df)", "robust", (14,),
             lambda rng, n: line(rng, n, tails=2, median=True)),
    Scenario(4, "records", "a line, only its records kept", "exponential", (14,),
             lambda rng, n: records(rng, n, chosen=True)),
    Scenario(5, "all-models", "a line, every model kept", "exponential", (14,),
             lambda rng, n: records(rng, n, chosen=False)),
    Scenario(6, "kink-ignored", "a kink", "exponential", (17,),
             lambda rng, n: bent(rng, n, fitter=fits.exponential)),
    Scenario(7, "kink", "a kink", "kinked", (12, 17, 30),
             lambda rng, n: bent(rng, n, fitter=fits.kinked), 250),
    Scenario(8, "parabola", "a parabola", "quadratic", (6, 17), parabola),
    Scenario(9, "pace", "doublings 8% shorter each", "changing pace", (12, 17, 30), pace, 250),
    Scenario(10, "scores", "an S-curve to 100, scatter in points", "logistic, points", (5, 8, 17),
             lambda rng, n: scores(rng, n, ceiling=100.0), 250),
    Scenario(11, "ceiling", "an S-curve to 92", "logistic, free ceiling", (12, 30),
             lambda rng, n: scores(rng, n, ceiling=None), 250),
    Scenario(13, "horizon", "tasks and families vary in difficulty", "hierarchical bootstrap",
             (30, 79), suite, 250),
    Scenario(14, "odds", "an S-curve, scatter in log-odds", "logistic, log-odds", (5, 8, 17),
             odds, 250),
    Scenario(15, "walk", "a line that wanders", "exponential", (14, 17, 30),
             lambda rng, n: wandering(rng, n, noise=0.0, ignored=True), 1000),
    Scenario(16, "repeats", "a line, models measured one to four times", "exponential", (14, 22),
             lambda rng, n: repeated(rng, n, ignored=True), 1000),
    Scenario(17, "wider-walk", "a line that wanders", WIDER, (10, 14, 23, 35),
             lambda rng, n: wandering(rng, n, noise=0.0), 1000),
    Scenario(18, "wider-walk-noise", "a line that wanders, and as much scatter", WIDER,
             (10, 14, 23, 35), lambda rng, n: wandering(rng, n, noise=1.0), 1000),
    Scenario(19, "wider-line", "a line", WIDER, (10, 14, 23, 35), steady, 1000),
    Scenario(20, "wider-drift", "a line, scatter with memory 0.5", WIDER, (10, 14, 23, 35),
             lambda rng, n: steady(rng, n, memory=0.5), 1000),
    Scenario(21, "wider-repeats", "a line, models measured one to four times", WIDER, (14, 22),
             repeated, 1000),
)  # fmt: skip


def study() -> Iterator[dict]:
    """One row for each scenario, size and quantity."""
    for scenario in SCENARIOS:
        for n in scenario.sizes:
            rng = np.random.default_rng([SEED, scenario.number, n])
            outcomes, failed = [], 0
            for _ in range(scenario.repetitions):
                try:
                    outcomes.append(scenario.run(rng, n))
                except ValueError:
                    failed += 1
            for name in outcomes[0]:
                yield _row(scenario, n, name, [o[name] for o in outcomes], failed)


def _row(scenario: Scenario, n: int, name: str, found: list, failed: int) -> dict:
    errors = np.array([estimate - truth for estimate, truth, _ in found])
    row = {
        "scenario": scenario.name,
        "truth": scenario.truth,
        "fitted": scenario.fitted,
        "n": n,
        "quantity": name,
        "repetitions": len(found),
        "failed": failed,
        "bias": float(np.median(errors)),
        "spread": float((np.quantile(errors, 0.75) - np.quantile(errors, 0.25)) / 1.349),
    }
    for place, level in enumerate(LEVELS):
        inside = np.mean([ends[place][0] <= truth <= ends[place][1] for _, truth, ends in found])
        row[f"coverage_{round(100 * level)}"] = float(inside)
        row[f"error_{round(100 * level)}"] = math.sqrt(level * (1.0 - level) / len(found))
    return row


def main() -> None:
    options = recording.command(__doc__).parse_args()
    rows = []
    for row in study():
        rows.append(row)
        print(
            f"{row['scenario']:14} n={row['n']:3} {row['quantity']:24} "
            f"bias {row['bias']:+.3f}  "
            + "  ".join(f"{q}%: {100 * row[f'coverage_{q}']:.0f}" for q in (50, 90, 95))
            + (f"  failed {row['failed']}" if row["failed"] else ""),
            flush=True,
        )
    recording.write("coverage", {"seed": SEED, "rows": rows}, options.as_of)


if __name__ == "__main__":
    main()
