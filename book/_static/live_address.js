/* The setting of the live model in the page's address: its query, so that a link to a place on the page
   keeps it, Back undoes the last step, and a second tab has its own. Only what differs from the set
   that the reader started from is written. Parameters of others are left as they are. */

(function (root) {
  "use strict";

  const OWN = ["set", "event", "slow", "my", "by"];
  const exact = (value) => String(Number(value.toPrecision(8)));

  /** The state that an address holds; what it does not name or name wrongly is as at the start. */
  function read(search, data) {
    const given = new URLSearchParams(search);
    const from = data.sets.find((one) => one.id === given.get("set")) ||
      data.sets.find((one) => one.id === data.opens);
    const values = { ...from.values };
    for (const input of data.inputs) {
      const text = given.get(input.name);
      const value = Number(text);
      if (text === null || text === "" || !Number.isFinite(value) || !(input.name in values)) continue;
      values[input.name] = Math.min(Math.max(value, input.low), input.high);
    }
    const mine = Number(given.get("my") || data.mine);
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

  function query(state, data, search) {
    const out = new URLSearchParams(search);
    for (const name of [...OWN, ...data.inputs.map((input) => input.name)]) out.delete(name);
    const from = data.sets.find((one) => one.id === state.from);
    if (state.from !== data.opens) out.set("set", state.from);
    for (const input of data.inputs) {
      const value = state.values[input.name];
      if (value !== undefined && exact(value) !== exact(from.values[input.name])) {
        out.set(input.name, exact(value));
      }
    }
    if (state.event !== data.primary) out.set("event", state.event);
    if (state.slow) out.set("slow", "1");
    if (state.mine !== data.mine) out.set("my", String(state.mine));
    if (state.by !== data.by.length - 1) out.set("by", data.by[state.by].by.slice(0, 4));
    return out.toString();
  }

  /** Whether a slider is on its way: its step stands in the history, to be filled in. */
  const moving = () => Boolean(history.state) && history.state.live === "moving";

  /** Write the state; `keep` makes a step that Back undoes. */
  function write(state, data, keep, hash = location.hash) {
    const text = query(state, data, location.search);
    const to = `${location.pathname}${text ? `?${text}` : ""}${hash}`;
    // A slider leaves one step, made when it first moves and filled in when it rests or is let go.
    history[moving() ? "replaceState" : "pushState"]({ live: keep ? "kept" : "moving" }, "", to);
  }

  root.liveAddress = Object.freeze({ moving, query, read, write });
})(globalThis);
