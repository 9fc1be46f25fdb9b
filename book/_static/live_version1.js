/* Addresses of the live model's first version, `#from=...&event=...&h0=...`: they carry every input, and
   here the equations of that version give what they gave, with the draws of the present one. */

(function (root) {
  "use strict";

  const { DRAWS, cumulativeNormal, quantileNormal } = root.timelineModel;
  const ORIGIN = 2026.0959; // 5 February 2026, the day for which h0 was stated
  const PAIRS = ["h0", "d", "H", "k", "a", "f", "L"]; // each a middle value and its spread
  const SINGLE = ["rho", "p", "w"];
  const GENERATORS = { h0: 1, d: 205, H: 1065, k: 1237, a: 3729, f: 2589 };
  const EVENTS = {
    AC: { says: "an automated coder", multiplier: 1, gap: 0, w: 1 },
    R2: { says: "a laboratory's report of some measured part of its research done with full autonomy",
      multiplier: 0.025, gap: 0.5, w: 1 },
    R3: { says: "a laboratory's own declaration", multiplier: 1, gap: 1, w: 1 },
    R4: { says: "a model trained end to end with no human technical decision", multiplier: 1, gap: 1.5,
      w: 0.5, reliability: 0.99 },
  };

  /** The inputs in an address by name, each [middle, spread]; null unless all are there. */
  function inputs(given) {
    const numbers = (name) => (given.get(name) || "").split(",").map((text) => (text ? Number(text) : NaN));
    const values = Object.fromEntries([...PAIRS, ...SINGLE].map((name) => [name, numbers(name)]));
    const count = (name) => (PAIRS.includes(name) ? 2 : 1);
    const isStated = ([name, all]) => all.length === count(name) && all.every(Number.isFinite);
    return Object.entries(values).every(isStated) ? values : null;
  }

  /** The share of draws in which the event came by each of `years`, decimal. */
  function probabilities(input, event, years) {
    const [rho, p, w] = SINGLE.map((name) => input[name][0]);
    const asked = Math.max(event.reliability || rho, rho);
    const sums = years.map(() => 0);
    for (let i = 0; i < DRAWS; i += 1) {
      const drawn = (name) =>
        input[name][1] * quantileNormal((((i * GENERATORS[name]) % DRAWS) + 0.5) / DRAWS);
      const ratio = Math.log((event.multiplier * input.H[0]) / input.h0[0]);
      const doublings = Math.max(0, (ratio + drawn("H") - drawn("h0")) / Math.LN2 +
        input.k[0] * Math.exp(drawn("k")) * Math.log(asked / (1 - asked)));
      const r = input.a[0] + drawn("a") + (input.f[0] + drawn("f")) / 10;
      const times = Math.abs(r) < 1e-9 ? doublings : Math.expm1(-r * doublings) / Math.expm1(-r);
      const reached = ORIGIN + ((input.d[0] * Math.exp(drawn("d"))) / 365.25) * times;
      const [gap, spread] = [event.gap * input.L[0], input.L[1]];
      years.forEach((year, n) => {
        const left = year - reached;
        if (gap === 0 || spread < 1e-9) sums[n] += left > gap ? 1 : 0;
        else if (left > 0) sums[n] += cumulativeNormal(Math.log(left / gap) / spread);
      });
    }
    return sums.map((sum) => ((1 - p) * w * event.w * sum) / DRAWS);
  }

  /** What to say about an address of the first version. */
  function said(hash, data) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const parts = ["This address was made with version 1 of the model, which has been replaced."];
    const event = EVENTS[Object.hasOwn(EVENTS, given.get("event")) ? given.get("event") : "R3"];
    const input = inputs(given);
    if (input) {
      const found = probabilities(input, event, data.by.map((row) => row.year)).map((p, n) =>
        `${root.liveWords.percent(p)} by the end of ${data.by[n].by.slice(0, 4)}`);
      parts.push(`For ${event.says} its inputs gave ${found.join(" and ")}.`);
    }
    const was = data.version1[given.get("from")];
    if (was) parts.push(...(input ? was.slice(1) : was));
    return parts.join(" ");
  }

  root.liveVersion1 = Object.freeze({ EVENTS, inputs, probabilities, said });
})(globalThis);
