/* A setting of the live model as an address that can be shared, and as lines of Python. */

(function (root) {
  "use strict";

  const exact = (value) => Number(value.toPrecision(8));

  /** Every number input of the form: the ten, then the seven uncertainties. */
  function allInputs(data) {
    const spreads = data.inputs
      .filter((input) => input.spread !== null)
      .map((input) => ({
        name: `${input.name}_spread`,
        low: 0,
        high: input.spread,
        step: input.spreadStep,
        log: false,
        factor: 1,
      }));
    return [...data.inputs, ...spreads];
  }

  /** The part of an address after # for a setting: every number, so that it never changes its
      meaning when a named set is revised. */
  function toHash(setting, event, from, data) {
    const parts = [`from=${from}`, `event=${event}`];
    for (const { name, spread } of data.inputs) {
      const pair = spread === null ? [] : [exact(setting[`${name}_spread`])];
      parts.push(`${name}=${[exact(setting[name]), ...pair].join(",")}`);
    }
    return parts.join("&");
  }

  /** Read such an address: {setting, event, from, moved} or null when it holds no setting.

      What is missing comes from the set that it names; a number outside its input's bounds is moved
      to the nearest one and its name listed in `moved`. */
  function fromHash(hash, data) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const known = ["from", "event", ...data.inputs.map((input) => input.name)];
    if (!known.some((name) => given.has(name))) return null;
    const start =
      data.sets.find((one) => one.id === given.get("from")) ||
      data.sets.find((one) => one.id === data.start);
    const setting = { ...start.values };
    const moved = [];
    for (const input of data.inputs) {
      const texts = (given.get(input.name) || "").split(",");
      const bounds = [
        [input.name, input.low / input.factor, input.high / input.factor],
        [`${input.name}_spread`, 0, input.spread],
      ];
      bounds.forEach(([name, low, high], place) => {
        const text = texts[place];
        if (!text || high === null) return;
        const value = Number(text);
        if (!Number.isFinite(value)) {
          moved.push(name);
          return;
        }
        setting[name] = Math.min(Math.max(value, low), high);
        if (setting[name] !== value) moved.push(name);
      });
    }
    const event = given.get("event") in data.definitions ? given.get("event") : data.primary;
    return { setting, event, from: start.id, moved };
  }

  /** The same setting as lines of Python. */
  function python(setting, event, data) {
    const values = data.inputs.map(({ name, spread }) => {
      const value = exact(setting[name]);
      if (spread === null) return `${name}=${value}`;
      return `${name}=[${value}, ${exact(setting[`${name}_spread`])}]`;
    });
    const dates = data.article.map((row) => `"${row.by}"`).join(", ");
    return [
      "from analysis import timeline",
      'mine = timeline.default_assumptions().base.replace("mine",',
      ...values.map((value) => `    ${value},`),
      ")",
      `[timeline.probability(mine, "${event}", by, draws="page") for by in (${dates})]`,
    ].join("\n");
  }

  root.liveAddress = Object.freeze({ allInputs, exact, fromHash, python, toHash });
})(globalThis);
