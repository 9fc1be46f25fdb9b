/* What the live model says in words: values with their units, intervals, months, probabilities.
   Pure functions of numbers; the probabilities read as in audit_site/livemodel_form.py. */

(function (root) {
  "use strict";

  const Z80 = 1.2815515655446004; // ends of a central 80% interval, in standard deviations
  const MONTH_HOURS = 167;
  const YEAR_HOURS = 2000;
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];

  /** A number with three significant digits and thousands marked: 6.95, 129, 6,600. */
  function plain(value, digits = 3) {
    const rounded = Number(value.toPrecision(digits));
    return rounded.toLocaleString("en-GB", { maximumFractionDigits: 6 }).replace("-", "−");
  }

  /** As `plain` for what need not be known so well: 0.61, 3.9, 129. */
  const rough = (value) => plain(value, Math.abs(value) >= 100 ? 3 : 2);

  /** Hours of expert work, with the work-months or work-years they make. */
  function hours(value) {
    if (value < 1) return `${plain(value * 60)} minutes`;
    const said = `${plain(value)} ${value === 1 ? "hour" : "hours"}`;
    if (value < MONTH_HOURS / 2) return said;
    if (value < YEAR_HOURS) return `${said} (${rough(value / MONTH_HOURS)} work-months)`;
    const years = rough(value / YEAR_HOURS);
    return `${said} (${years} work-${years === "1" ? "year" : "years"})`;
  }

  /** A probability: whole per cent, never a false zero or a false certainty. */
  function percent(share) {
    if (share <= 0) return "0%";
    if (share < 0.005) return "<1%";
    if (share > 0.995 && share < 1) return ">99%";
    return `${Math.round(100 * share)}%`;
  }

  /** A decimal year as its month: May 2028. */
  function month(year) {
    const whole = Math.floor(year);
    return `${MONTHS[Math.min(Math.floor((year - whole) * 12), 11)]} ${whole}`;
  }

  /** An ISO day as readers write it: 4 May 2026. */
  function day(iso) {
    const [year, number, date] = iso.split("-").map(Number);
    return `${date} ${MONTHS[number - 1]} ${year}`;
  }

  /** "5 to 13" for the central 80% of a log-normal or (with `normal`) a normal distribution. */
  function between(middle, spread, { normal = false, say = rough } = {}) {
    const ends = [-Z80, Z80].map((z) =>
      normal ? middle + z * spread : middle * Math.exp(z * spread));
    return `${say(ends[0])} to ${say(ends[1])}`;
  }

  function inOneOf(rho) {
    if (Math.abs(rho - 0.5) < 1e-9) return "half the time";
    return `in ${plain(100 * rho)} of 100 tries`;
  }

  const factor = (log) => rough(Math.exp(log));

  /** What each input's value means, as a sentence without its full stop. */
  const VALUES = {
    h0: (s) => `${hours(s.h0)}, at even odds, in ${month(s.origin)}`,
    d: (s) => `${plain(s.d)} days, ${rough(s.d / 30.4375)} months`,
    a: (s) =>
      s.a === 0
        ? "every doubling takes as long as the last: a straight line"
        : `every doubling takes ${factor(-s.a)} of the time of the last`,
    f: (s) =>
      s.f === 0
        ? "no change of pace from AI's own help"
        : `after ten more doublings the pace is ${factor(s.f)} times today's`,
    k: (s) =>
      `${plain(s.k)} doublings; at 80% a model's horizon is ` +
      `1/${rough(2 ** (s.k * Math.log(4)))} of that at even odds`,
    H: (s) => hours(s.H),
    rho: (s) => `done right ${inOneOf(s.rho)}`,
    L: (s) => (s.L === 0 ? "no gap" : `${plain(s.L)} ${s.L === 1 ? "year" : "years"}`),
    p: (s) => `never in ${plain(100 * s.p)} of 100 worlds`,
    w: (s) => `${plain(100 * s.w)} of 100 able worlds; half as many for R4`,
  };

  /** What each uncertainty means: where four draws in five lie. */
  const SPREADS = {
    h0: (s) => `${between(s.h0, s.h0_spread)} hours`,
    d: (s) => `${between(s.d, s.d_spread)} days`,
    a: (s) =>
      `a doubling takes ${between(-s.a, s.a_spread, { normal: true, say: factor })} of the last`,
    f: (s) => `a pace ${between(s.f, s.f_spread, { normal: true, say: factor })} times today's`,
    k: (s) => `${between(s.k, s.k_spread)} doublings`,
    H: (s) => `${between(s.H, s.H_spread)} hours`,
    L: (s) => (s.L === 0 ? "no gap" : `${between(s.L, s.L_spread)} years`),
  };

  /** Words of an input: its value with, where it is uncertain, the range of four draws in five. */
  function words(name, setting) {
    const base = name.replace("_spread", "");
    const spread = SPREADS[base];
    const certain = !spread || setting[`${base}_spread`] === 0;
    if (name !== base) return certain ? "certain" : `four draws in five: ${spread(setting)}`;
    const said = VALUES[base](setting);
    return certain || base === "a" || base === "f" ? said : `${said}; mostly ${spread(setting)}`;
  }

  root.liveWords = Object.freeze({ between, day, hours, month, percent, plain, rough, words });
})(globalThis);
