/* The timeline model in the reader's browser: the same equations and the same 4,096 draws as
   analysis/timeline (model.py, draws.py), so that both give the same probabilities.

   No data travels with the page: the draws are integer arithmetic followed by the normal quantile.
   Everything here is a pure function of its arguments; the page itself is live_model.js. */

(function (root) {
  "use strict";

  const DRAWS = 4096;
  const DAYS_PER_YEAR = 365.25;
  const STRAIGHT = 1e-9; // below this |r| the doublings all take the same time
  const FIXED = 1e-9; // a log-SD below this is no spread
  const SURE = 8.3; // beyond so many standard deviations a double cannot tell a share from 0 or 1
  const GENERATORS = { h0: 1, d: 205, H: 1065, k: 1237, a: 3729, f: 2589 };

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

  /** Normal scores by parameter, each a Float64Array of 4,096; made once. */
  function scores() {
    if (table) return table;
    const quantiles = new Float64Array(DRAWS);
    for (let i = 0; i < DRAWS; i += 1) quantiles[i] = quantileNormal((i + 0.5) / DRAWS);
    table = {};
    for (const [name, generator] of Object.entries(GENERATORS)) {
      table[name] = new Float64Array(DRAWS);
      for (let i = 0; i < DRAWS; i += 1) table[name][i] = quantiles[(i * generator) % DRAWS];
    }
    return table;
  }

  /** The reliability an event asks for in a setting: at least the setting's own. */
  function reliabilityOf(setting, event) {
    return event.reliability === null ? setting.rho : Math.max(event.reliability, setting.rho);
  }

  /** How long n doublings take, in units of the first, when each takes exp(-r) of the last. */
  function doublingTimes(n, r) {
    return Math.abs(r) < STRAIGHT ? n : Math.expm1(-r * n) / Math.expm1(-r);
  }

  /** Years from the origin until the required horizon is reached, one for each draw.

      `setting`: {h0, h0_spread, d, d_spread, H, H_spread, k, k_spread, a, a_spread, f, f_spread,
      rho, L, L_spread, p, w, origin} in hours, days, doublings, years and shares; spreads are
      log-SDs (SDs of a and f). `event`: {multiplier, reliability or null, gap, w}. */
  function growthYears(setting, event) {
    const z = scores();
    const rho = reliabilityOf(setting, event);
    const logOdds = Math.log(rho / (1 - rho));
    const logRatio = Math.log((event.multiplier * setting.H) / setting.h0);
    const years = new Float64Array(DRAWS);
    for (let i = 0; i < DRAWS; i += 1) {
      let n = (logRatio + setting.H_spread * z.H[i] - setting.h0_spread * z.h0[i]) / Math.LN2;
      if (logOdds !== 0) n += setting.k * Math.exp(setting.k_spread * z.k[i]) * logOdds;
      if (n < 0) n = 0;
      const r = setting.a + setting.a_spread * z.a[i] + (setting.f + setting.f_spread * z.f[i]) / 10;
      const days = setting.d * Math.exp(setting.d_spread * z.d[i]);
      years[i] = (days / DAYS_PER_YEAR) * doublingTimes(n, r);
    }
    return years;
  }

  /** The share of worlds in which the event ever happens: the limit of its probability. */
  function ableShare(setting, event) {
    return (1 - setting.p) * setting.w * event.w;
  }

  /** Probability of the event by the decimal `year`, given growthYears of the same two. */
  function probabilityFrom(growth, setting, event, year) {
    const since = year - setting.origin;
    const median = event.gap * setting.L;
    const spread = setting.L_spread;
    let total = 0;
    if (median === 0 || spread < FIXED) {
      for (let i = 0; i < DRAWS; i += 1) if (since - growth[i] > median) total += 1;
    } else {
      const logMedian = Math.log(median);
      for (let i = 0; i < DRAWS; i += 1) {
        const left = since - growth[i];
        if (left <= 0) continue;
        const score = (Math.log(left) - logMedian) / spread;
        if (score > SURE) total += 1;
        else if (score > -SURE) total += cumulativeNormal(score);
      }
    }
    return (ableShare(setting, event) * total) / DRAWS;
  }

  /** Probabilities by each of several decimal years. */
  function probabilities(setting, event, years) {
    const growth = growthYears(setting, event);
    return Array.from(years, (year) => probabilityFrom(growth, setting, event, year));
  }

  /** The year in which the probability reaches `share`, or null if not before `last`. */
  function yearOf(share, growth, setting, event, last) {
    const at = (year) => probabilityFrom(growth, setting, event, year);
    if (at(last) < share) return null;
    let low = setting.origin;
    let high = last;
    for (let step = 0; step < 12; step += 1) {
      const middle = (low + high) / 2;
      if (at(middle) < share) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }

  root.timelineModel = Object.freeze({
    DAYS_PER_YEAR,
    DRAWS,
    ableShare,
    cumulativeNormal,
    doublingTimes,
    growthYears,
    probabilities,
    probabilityFrom,
    quantileNormal,
    reliabilityOf,
    scores,
    yearOf,
  });
})(globalThis);
