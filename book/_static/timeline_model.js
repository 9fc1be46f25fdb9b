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
  const GENERATORS = [1, 3737, 1727]; // of the coder's date (or pace), the task length, the change

  const polynomial = (coefficients, x) => coefficients.reduceRight((value, one) => value * x + one, 0);

  // Ratio of polynomials for the normal integral to about 1 in 10^15: J. F. Hart et al., "Computer
  // Approximations" (1968), no. 5666.
  const ABOVE = [220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383,
    6.37396220353165, 0.700383064443688, 0.0352624965998911];
  const BELOW = [440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674,
    86.7807322029461, 16.064177579207, 1.75566716318264, 0.0883883476483184];

  /** The share of a standard normal distribution below `x`. */
  function cumulativeNormal(x) {
    const size = Math.abs(x);
    const ratio = size < 7.07
      ? polynomial(ABOVE, size) / polynomial(BELOW, size)
      : 1 / (size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))))) / 2.506628274631;
    const tail = Math.exp((-size * size) / 2) * ratio;
    return x > 0 ? 1 - tail : tail;
  }

  /** The normal score of which a share `p` (0 < p < 1) lies below: Newton's steps towards the tail's
      logarithm, which is concave, so that they end at the last digit. */
  function quantileNormal(p) {
    const tail = Math.log(Math.min(p, 1 - p));
    let score = 0;
    for (let step = 0; step < 9; step += 1) {
      const below = cumulativeNormal(score);
      score -= (Math.log(below) - tail) * below * Math.sqrt(2 * Math.PI) * Math.exp((score * score) / 2);
    }
    return p < 0.5 ? score : -score;
  }

  let table = null;

  /** Three columns of normal scores, each a Float64Array of 4,096; made once. */
  function scores() {
    if (table) return table;
    const quantiles = Float64Array.from({ length: DRAWS }, (_, i) => quantileNormal((i + 0.5) / DRAWS));
    table = GENERATORS.map((generator) => quantiles.map((_, i) => quantiles[(i * generator) % DRAWS]));
    return table;
  }

  /** Linear between knots, the end pieces prolonged. */
  function along(z, knots) {
    let place = 1;
    while (place < knots.z.length - 1 && z > knots.z[place]) place += 1;
    const slope = (knots.y[place] - knots.y[place - 1]) / (knots.z[place] - knots.z[place - 1]);
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
    if (knots) {
      const stretch = (setting.coder - knots.t0) / Math.exp(along(0, knots));
      return z0.map((score) => knots.t0 + stretch * Math.exp(along(score, knots)));
    }
    return z0.map((score, i) => {
      const days = setting.d * Math.exp(setting.sd * score);
      const bar = Math.max(FLOOR_HOURS, setting.H * Math.exp(setting.sH * z1[i]));
      const g = Math.min(Math.max(setting.g + setting.sg * z2[i], FACTORS[0]), FACTORS[1]);
      const n = Math.max(0, Math.log2(bar / setting.h));
      return start + (days / DAYS_PER_YEAR) * doublingTimes(n, g, setting.m);
    });
  }

  /** A few dates that stand for many: means of as many draws each, in their order. For drawing. */
  function thinned(dates, count = 256) {
    const sorted = dates.toSorted(), each = sorted.length / count;
    const mean = (_, i) => sorted.slice(i * each, (i + 1) * each).reduce((sum, one) => sum + one) / each;
    return Float64Array.from({ length: count }, mean);
  }

  /** Probability that an event a share `share` of the gap behind the coder has come by `year`. */
  function passed(dates, setting, share, year) {
    const lag = share * setting.L, logLag = Math.log(lag);
    let total = 0;
    for (const date of dates) {
      const left = year - date;
      if (lag === 0 || setting.s === 0) total += left > lag ? 1 : 0;
      else if (left > 0) total += cumulativeNormal((Math.log(left) - logLag) / setting.s);
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
    const share = { AC: 0, TED: 1 }[event] ?? setting.c;
    if (!event.startsWith("R3")) return passed(dates, setting, share, year);
    const able = passed(dates, setting, share, year - pace.report);
    return event === "R3" ? 1 - (1 - able) * (1 - twice(pace, setting.u, year - pace.report)) : able;
  }

  /** The same with a slow-down of D years that comes with the chance q. */
  function slowed(event, dates, setting, pace, year, chance = came(event, dates, setting, pace, year)) {
    if (!setting.q) return chance;
    const later = came(event, dates, setting, pace, year - setting.D);
    return (1 - setting.q) * chance + setting.q * later;
  }

  /** The value between `low` and `high` at which the monotone `at` reaches `target`, or null.

      `at` may rise or fall; 40 halvings, in equal ratios for `log`. */
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
    DRAWS, came, coderDates, cumulativeNormal, quantileNormal, slowed, solve, thinned,
  });
})(globalThis);
