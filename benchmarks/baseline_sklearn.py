"""The usual way: one scikit-learn fit for each bootstrap draw and model, spread over the cores.

    python baseline_sklearn.py TASKS.csv --draws 1000 [--tallies]

A baseline for ``speed.py``, which runs it in an environment of its own: it needs numpy, pandas,
scikit-learn and joblib, and nothing of this project. Every draw resamples families, then tasks in
them, then single runs, and fits a ridge-penalised logistic regression to the runs (with
``--tallies`` to two weighted rows a task instead). Prints JSON: seconds, those of all processors,
and the 2.5% and 97.5% quantiles of each model's horizons.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression

RELIABILITIES = (0.5, 0.8)
PENALTY, JOBS = 1e-5, 2


def one_draw(seed, models, families, tallies):
    """Horizons of every model in one draw, and the processor time that they took."""
    began = time.process_time()
    rng = np.random.default_rng([1, seed])
    chosen = rng.integers(0, len(families), len(families))
    tasks = np.concatenate([rng.choice(families[f], len(families[f])) for f in chosen])
    horizons = []
    for x, runs, wins, weight in models:
        mine = tasks[runs[tasks] > 0]
        if tallies:
            n = runs[mine]
            won = rng.binomial(n, wins[mine] / n)
            design = np.concatenate([x[mine], x[mine]])
            outcome = np.repeat([1, 0], len(mine))
            weights = np.concatenate([won, n - won]) * np.tile(weight[mine], 2)
            used = weights > 0
            design, outcome, weights = design[used], outcome[used], weights[used]
        else:
            # Runs of a task are numbered 0 to n - 1, the successes first.
            repeated = np.repeat(mine, runs[mine])
            design = x[repeated]
            outcome = (rng.random(len(repeated)) * runs[repeated] < wins[repeated]).astype(int)
            weights = weight[repeated]
        regression = LogisticRegression(C=1.0 / PENALTY)
        fit = regression.fit(design[:, None], outcome, sample_weight=weights)
        a, b = float(fit.intercept_[0]), float(fit.coef_[0, 0])
        horizons.append([2.0 ** ((np.log(p / (1 - p)) - a) / b) for p in RELIABILITIES])
    return horizons, time.process_time() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--tallies", action="store_true")
    options = parser.parse_args()
    table = pd.read_csv(options.file)
    suite = table.drop_duplicates("task_id").reset_index(drop=True)
    number = {task: index for index, task in enumerate(suite["task_id"])}
    families = [group.to_numpy() for group in suite.groupby("task_family").groups.values()]
    names, models = [], []
    for name, rows in table.groupby("model", sort=False):
        place = rows["task_id"].map(number).to_numpy()
        size = rows.groupby("task_family")["task_id"].transform("size").to_numpy()
        runs, wins = np.zeros(len(suite), int), np.zeros(len(suite), int)
        weight, x = np.zeros(len(suite)), np.zeros(len(suite))
        runs[place], wins[place] = rows["n_runs"], rows["n_successes"]
        weight[place] = 1.0 / (rows["n_runs"].to_numpy() * np.sqrt(size))
        weight /= (weight * runs).sum()
        x[place] = np.log2(rows["human_minutes"])
        names.append(name)
        models.append((x, runs, wins, weight))
    with Parallel(n_jobs=JOBS) as parallel:

        def drawn(count):
            work = (models, families, options.tallies)
            return parallel(delayed(one_draw)(seed, *work) for seed in range(count))

        drawn(2 * JOBS)  # workers are started and warm before the clock is
        start = time.perf_counter()
        found = drawn(options.draws)
        seconds = time.perf_counter() - start
    ends = np.quantile([horizons for horizons, _ in found], (0.025, 0.975), axis=0)
    quantiles = {
        name: {str(p): ends[:, i, j].tolist() for j, p in enumerate(RELIABILITIES)}
        for i, name in enumerate(names)
    }
    spent = {"seconds": seconds, "processor_seconds": sum(spent for _, spent in found)}
    print(json.dumps({**spent, "draws": options.draws, "jobs": JOBS, "quantiles": quantiles}))


if __name__ == "__main__":
    main()
