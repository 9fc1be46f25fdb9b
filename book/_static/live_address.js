/* The setting of a calculator in the page's address: its query, so that a link to a place on the page
   keeps it, Back undoes the last step, and a second tab has its own. Only what differs from the set
   that the reader started from is written. Parameters of others are left as they are. */

(function (root) {
  "use strict";

  const exact = (value) => String(Number(value.toPrecision(8)));

  /** What an address gives for an input, held within its bounds; null where it gives no number. */
  function number(given, { name, low, high }) {
    const value = Number(given.get(name) || NaN);
    return Number.isFinite(value) ? Math.min(Math.max(value, low), high) : null;
  }

  /** The state that an address holds; what it does not name or name wrongly is as at the start. */
  function read(search, data) {
    const given = new URLSearchParams(search);
    const from = data.sets.find((one) => one.id === given.get("set")) ||
      data.sets.find((one) => one.id === data.opens);
    const values = { ...from.values };
    for (const input of data.inputs) {
      const value = number(given, input);
      if (value !== null && input.name in values) values[input.name] = value;
    }
    const mine = Number(given.get("my"));
    const by = data.by.findIndex((row) => row.by.slice(0, 4) === given.get("by"));
    return {
      from: from.id,
      values,
      event: Object.hasOwn(data.events, given.get("event")) ? given.get("event") : data.primary,
      slow: given.get("slow") === "1",
      mine: mine >= 1 && mine <= 99 ? mine : data.mine,
      by: by < 0 ? data.by.length - 1 : by,
    };
  }

  /** What an address says of a state by name; undefined where that is as at the start. */
  function words(state, data) {
    const { values } = data.sets.find((one) => one.id === state.from);
    const unless = (start, value, said = value) => (value === start ? undefined : said);
    return {
      set: unless(data.opens, state.from),
      ...Object.fromEntries(data.inputs.map(({ name }) => [
        name, name in values ? unless(exact(values[name]), exact(state.values[name])) : undefined,
      ])),
      event: unless(data.primary, state.event),
      slow: unless(false, state.slow, 1),
      my: unless(data.mine, state.mine),
      by: unless(data.by.length - 1, state.by, data.by[state.by].by.slice(0, 4)),
    };
  }

  /** Whether a slider is on its way: its step stands in the history, to be filled in. */
  const moving = () => history.state?.step === "moving";

  /** Write what is given by name, undefined for what goes; `keep` makes a step that Back undoes. */
  function write(given, keep, hash = location.hash) {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined) query.delete(name);
      else query.set(name, value);
    }
    const to = `${location.pathname}${query.size ? `?${query}` : ""}${hash}`;
    // A slider leaves one step, made when it first moves and filled in when it rests or is let go.
    history[moving() ? "replaceState" : "pushState"]({ step: keep ? "kept" : "moving" }, "", to);
  }

  root.liveAddress = Object.freeze({ moving, number, read, words, write });
})(globalThis);
