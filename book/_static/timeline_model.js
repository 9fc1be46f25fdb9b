/* The timeline model in the reader's browser: the same equations and the same 4,096 draws as
   analysis/timeline (model.py, draws.py), so that both give the same probabilities.

   No data travels with the page: the draws are integer arithmetic followed by the normal quantile.
   Everything here is a pure function of its arguments; the page itself is live_model.js. */

(function (root) {
  "use strict";

  const DRAWS = 4096;
  const DAYS_PER_YEAR = 365.25;
  const STRAIGHT = 1e-9; // below this |r| the doublings all take the same time
  const FLOOR_HOURS = 16; // no task length below this makes a coder
  const FACTORS = [0.6, 1.02]; // how much each doubling may shorten or stretch the last
  const SURE = 8.3; // beyond so many standard deviations a double cannot tell a share from 0 or 1
  const GENERATORS = [1, 3737, 1727]; // of the coder's date (or pace), the task length, the change

  function polynomial(coefficients, x) {
    let value = 0;
    for (let i = coefficients.length - 1; i >= 0; i -= 1) value = value * x + coefficients[i];
    return value;
  }

  // Rational approximations of the normal quantile to about 1 in 10^16: M. J. Wichura, "The
  // percentage points of the normal distribution", Applied Statistics 37 (1988), AS 241.
  const CENTRE = [
    [3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
      45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727],
    [1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
      39307.89580009271061, 28729.085735721942674, 5226.495278852854561],
  ];
  const MIDDLE = [
    [1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
      1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833,
      7.7454501427834140764e-4],
    [1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455,
      0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4,
      1.05075007164441684324e-9],
  ];
  const TAIL = [
    [6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
      0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5,
      2.01033439929228813265e-7],
    [1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525,
      7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7,
      2.04426310338993978564e-15],
  ];

  /** The normal score of which a share `p` (0 < p < 1) lies below. */
  function quantileNormal(p) {
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      const r = 0.180625 - q * q;
      return (q * polynomial(CENTRE[0], r)) / polynomial(CENTRE[1], r);
    }
    const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
    const [table, shift] = r <= 5 ? [MIDDLE, 1.6] : [TAIL, 5];
    const value = polynomial(table[0], r - shift) / polynomial(table[1], r - shift);
    return q < 0 ? -value : value;
  }

  // Ratio of polynomials for the normal integral to about 1 in 10^15: J. F. Hart et al., "Computer
  // Approximations" (1968), no. 5666.
  const ABOVE = [220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383,
    6.37396220353165, 0.700383064443688, 0.0352624965998911];
  const BELOW = [440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674,
    86.7807322029461, 16.064177579207, 1.75566716318264, 0.0883883476483184];

  /** The share of a standard normal distribution below `x`. */
  function cumulativeNormal(x) {
    const size = Math.abs(x);
    let tail = 0;
    if (size < 37) {
      const density = Math.exp((-size * size) / 2);
      tail =
        size < 7.07
          ? (density * polynomial(ABOVE, size)) / polynomial(BELOW, size)
          : density /
            (size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))))) /
            2.506628274631;
    }
    return x > 0 ? 1 - tail : tail;
  }

  let table = null;

  /** Three columns of normal scores, each a Float64Array of 4,096; made once. */
  function scores() {
    if (table) return table;
    const quantiles = new Float64Array(DRAWS);
    for (let i = 0; i < DRAWS; i += 1) quantiles[i] = quantileNormal((i + 0.5) / DRAWS);
    table = GENERATORS.map((generator) => {
      const column = new Float64Array(DRAWS);
      for (let i = 0; i < DRAWS; i += 1) column[i] = quantiles[(i * generator) % DRAWS];
      return column;
    });
    return table;
  }

  /** Linear between knots, the end pieces prolonged. */
  function along(z, knots) {
    let place = 1;
    while (place < knots.z.length - 1 && z > knots.z[place]) place += 1;
    const slope =
      (knots.y[place] - knots.y[place - 1]) / (knots.z[place] - knots.z[place - 1]);
    return knots.y[place - 1] + slope * (z - knots.z[place - 1]);
  }

  /** How long n doublings take, in units of the next one: each takes g times the last, and the pace
      never exceeds m times today's. */
  function doublingTimes(n, g, m) {
    const r = -Math.log(g);
    if (Math.abs(r) < STRAIGHT) return n;
    const k = r > 0 ? Math.min(n, Math.log(m) / r) : n;
    return Math.expm1(-r * k) / Math.expm1(-r) + (n - k) / m;
  }

  /** The year in which AI writes all the code, one for each draw.

      `setting`: {coder, ...} with `knots` {t0, z, y} on the route of dates, or {h, d, sd, H, sH, g,
      sg, m} without them on the route of lengths; hours, days, log-SDs, factors. A later coder
      stretches all times since t0 alike. */
  function coderDates(setting, knots, start) {
    const [z0, z1, z2] = scores();
    const dates = new Float64Array(DRAWS);
    if (knots) {
      const stretch = (setting.coder - knots.t0) / Math.exp(along(0, knots));
      for (let i = 0; i < DRAWS; i += 1) {
        dates[i] = knots.t0 + stretch * Math.exp(along(z0[i], knots));
      }
      return dates;
    }
    for (let i = 0; i < DRAWS; i += 1) {
      const days = setting.d * Math.exp(setting.sd * z0[i]);
      const bar = Math.max(FLOOR_HOURS, setting.H * Math.exp(setting.sH * z1[i]));
      const g = Math.min(Math.max(setting.g + setting.sg * z2[i], FACTORS[0]), FACTORS[1]);
      const n = Math.max(0, Math.log2(bar / setting.h));
      dates[i] = start + (days / DAYS_PER_YEAR) * doublingTimes(n, g, setting.m);
    }
    return dates;
  }

  /** A few dates that stand for many: means of as many draws each, in their order. For drawing. */
  function thinned(dates, count = 256) {
    const sorted = Float64Array.from(dates).sort();
    const each = sorted.length / count;
    return Float64Array.from({ length: count }, (_, i) => {
      let total = 0;
      for (let k = i * each; k < (i + 1) * each; k += 1) total += sorted[k];
      return total / each;
    });
  }

  /** Probability that an event a share `share` of the gap behind the coder has come by `year`. */
  function passed(dates, setting, share, year) {
    const lag = share * setting.L;
    let total = 0;
    if (lag === 0 || setting.s === 0) {
      for (let i = 0; i < dates.length; i += 1) if (year - dates[i] > lag) total += 1;
      return total / dates.length;
    }
    const logLag = Math.log(lag);
    for (let i = 0; i < dates.length; i += 1) {
      const left = year - dates[i];
      if (left <= 0) continue;
      const score = (Math.log(left) - logLag) / setting.s;
      if (score > SURE) total += 1;
      else if (score > -SURE) total += cumulativeNormal(score);
    }
    return total / dates.length;
  }

  /** Probability that AI makes research twice as fast by `year`: the gain, whose middle and spread
      were stated on one day, doubles every `u` years. */
  function twice(pace, u, year) {
    const doublings = (year - pace.year) / u;
    return cumulativeNormal((Math.log(pace.median) + Math.LN2 * doublings) / pace.sd);
  }

  /** Probability that an event has come by `year`, without a slow-down.

      `event` is one of AC, able, TED, pace, R3 (a report after either of able and pace) and "R3
      alone" (a report after able). */
  function came(event, dates, setting, pace, year) {
    if (event === "pace") return twice(pace, setting.u, year);
    if (event.startsWith("R3")) {
      const able = passed(dates, setting, setting.c, year - pace.report);
      return event === "R3"
        ? 1 - (1 - able) * (1 - twice(pace, setting.u, year - pace.report))
        : able;
    }
    return passed(dates, setting, { AC: 0, able: setting.c, TED: 1 }[event], year);
  }

  /** The same with a slow-down of D years that comes with the chance q. */
  function slowed(event, dates, setting, pace, year, chance = came(event, dates, setting, pace, year)) {
    if (!setting.q) return chance;
    const later = came(event, dates, setting, pace, year - setting.D);
    return (1 - setting.q) * chance + setting.q * later;
  }

  /** The value between `low` and `high` at which the monotone `at` reaches `target`, or null.

      `at` may rise or fall; 50 halvings, in equal ratios for `log`. */
  function solve(at, target, low, high, log = false) {
    const [first, last] = [at(low), at(high)];
    if ((first - target) * (last - target) > 0) return null;
    let [a, b] = log ? [Math.log(low), Math.log(high)] : [low, high];
    const back = (x) => (log ? Math.exp(x) : x);
    for (let step = 0; step < 40; step += 1) {
      const middle = (a + b) / 2;
      if (at(back(middle)) < target === first < target) a = middle;
      else b = middle;
    }
    return back((a + b) / 2);
  }

  root.timelineModel = Object.freeze({
    DRAWS,
    came,
    coderDates,
    cumulativeNormal,
    doublingTimes,
    quantileNormal,
    scores,
    slowed,
    solve,
    thinned,
  });
})(globalThis);
