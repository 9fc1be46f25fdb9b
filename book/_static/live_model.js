/* The live model on its page: sets, inputs, the two numbers, the reader's own number. The equations
   are in timeline_model.js, reading and saying in live_words.js, the address in live_address.js, the
   drawing in live_chart.js.

   `state` is {from, values, event, slow, mine, by}: the set started from, the inputs, the event, whether
   the slow-down counts, the reader's number in per cent, and the place of its date. */

(function () {
  "use strict";

  const model = globalThis.timelineModel;
  const say = globalThis.liveWords;
  const address = globalThis.liveAddress;
  const GRID = 0.25; // years between the points of the curve
  const QUIET = 180; // milliseconds without a change before the reader's number is solved again

  function start(box) {
    const data = JSON.parse(box.querySelector(".live-data").textContent);
    const one = (selector) => box.querySelector(selector);
    const all = (selector) => [...box.querySelectorAll(selector)];
    const inputs = new Map(data.inputs.map((input) => [input.name, input]));
    const set = (id) => data.sets.find((candidate) => candidate.id === id);
    const grid = [];
    for (let year = data.years[0]; year < data.years[1]; year += GRID) grid.push(year);
    grid.push(data.years[1]);
    let state = address.read(location.search, data);
    let waiting = 0;
    let timer = 0;
    let width = 0;

    const dates = (values) => model.coderDates(values, set(state.from).knots, data.start);
    const at = (drawn, values, year, event = state.event, slow = state.slow) =>
      (slow ? model.slowed : model.came)(event, drawn, values, data.pace, year);

    /* ---- what the page says ---- */

    const said = (by) => (state.event === data.primary ? by.clark : null);
    /** The events between which the chosen one lies, or null. */
    const ends = () => data.events[state.event].ends;

    function showNumbers(drawn) {
      one(".live-range").textContent = data.events[state.event].range;
      data.by.forEach((by, place) => {
        const part = all(".live-number")[place];
        const came = at(drawn, state.values, by.year, state.event, false);
        const slowed = model.slowed(state.event, drawn, state.values, data.pace, by.year, came);
        const [mark, other] = state.slow ? [slowed, came] : [came, slowed];
        const [floor, ceiling] = ends()
          ? ends().map((event) => at(drawn, state.values, by.year, event))
          : [mark, mark];
        part.querySelector(".live-p").textContent = say.percent(mark);
        part.querySelector(".live-p").dataset.value = mark;
        part.querySelector(".live-bracket").textContent = ends()
          ? `${Math.round(100 * floor)} to ${Math.round(100 * ceiling)}`
          : "";
        part.querySelector(".live-clark").hidden = said(by) === null;
        part.querySelector(".live-other").textContent =
          `${say.percent(other)} ${state.slow ? "without the" : "with a"} slow-down`;
        globalThis.liveChart.bar(part.querySelector("svg"), {
          floor, mark, ceiling, said: said(by),
        });
      });
    }

    function showCurve(drawn) {
      const { values } = state;
      const few = model.thinned(drawn);
      const line = (event, slow) => grid.map((year) => [year, at(few, values, year, event, slow)]);
      const own = set(state.from).own.filter((mark) => mark.event === state.event);
      const clark = state.event === data.primary ? data.by : [];
      const by = data.by[data.by.length - 1];
      globalThis.liveChart.draw(one(".live-chart svg"), {
        width,
        now: line(state.event, false),
        slow: state.slow ? line(state.event, true) : null,
        floor: ends() && line(ends()[0], false),
        ceiling: ends() && line(ends()[1], false),
        marks: [
          ...clark.map((row) => ({
            year: row.year, p: row.clark, words: `Clark ${Math.round(100 * row.clark)}`, who: "article",
          })),
          ...own.map((mark) => ({ ...mark, who: "self" })),
          ...data.events[state.event].marks,
        ],
        years: data.years,
        label: `${data.events[state.event].name}: ${say.percent(
          at(drawn, values, by.year, state.event, false),
        )} by the end of ${by.year - 1}`,
      });
    }

    /** Say which value of one input alone gives the reader's number. */
    function wantedOf(name) {
      const input = inputs.get(name);
      const slow = name === "q" || state.slow;
      const { year } = data.by[state.by];
      const chance = (value) => {
        const values = { ...state.values, [name]: value };
        return at(dates(values), values, year, state.event, slow);
      };
      const [low, high] = input.solve;
      const found = model.solve(chance, state.mine / 100, low, high, input.log);
      const item = document.createElement("li");
      if (found === null) {
        const reached = [chance(low), chance(high)];
        const short = reached[0] < state.mine / 100;
        const limit = short ? Math.max(...reached) : Math.min(...reached);
        item.append(`${input.noun}: no value does it, `, strong(`at ${short ? "most" : "least"} ${say.percent(limit)}`));
        return item;
      }
      item.append(
        `${input.wanted} `,
        strong(say.SAY[input.kind](found)),
        ` ${input.after} (now ${say.SAY[input.kind](state.values[name])}) `,
        button("use", () => change({ values: { ...state.values, [name]: found }, slow }, true)),
      );
      return item;
    }

    function showMine() {
      const names = ["coder", "d", "H", "g", "L", "c", "u", "q"].filter(counts);
      one(".live-mine-slow").textContent = state.slow ? "with the slow-down" : "without a slow-down";
      one(".live-mine ul").replaceChildren(...names.map(wantedOf));
    }

    function strong(words) {
      const element = document.createElement("strong");
      element.textContent = words;
      return element;
    }

    function button(words, act) {
      const element = document.createElement("button");
      element.type = "button";
      element.className = "live-link";
      element.textContent = words;
      element.addEventListener("click", act);
      return element;
    }

    /** Whether an input of the set bears on the chosen event. */
    function counts(name) {
      const { without, only } = data.events[state.event];
      return name in state.values && !without.includes(name) && !(only && !only.includes(name));
    }

    function show() {
      waiting = 0;
      const chosen = set(state.from);
      const drawn = dates(state.values);
      for (const pill of all("[data-set]")) {
        pill.setAttribute("aria-pressed", String(pill.dataset.set === state.from));
      }
      one(".live-choose").value = state.from;
      for (const select of all(".live-older, .live-ways")) select.value = "";
      for (const about of all("[data-about]")) {
        about.hidden = about.dataset.about !== (state.event === "pace" ? "" : state.from);
      }
      for (const words of all("[data-said]")) words.hidden = words.dataset.said !== state.event;
      for (const about of all("[data-event]")) about.hidden = about.dataset.event !== state.event;
      one(".live-event").value = state.event;
      one(".live-slow").checked = state.slow;
      one(".live-my").value = String(state.mine);
      one(".live-by").value = String(state.by);
      one(".live-reset").textContent = `Back to ${chosen.short}`;
      for (const part of all("[data-input]")) {
        const { input: name } = part.dataset;
        part.hidden = !counts(name);
        if (part.hidden) continue;
        const input = inputs.get(name);
        const value = state.values[name];
        const field = part.querySelector("input[type=text]");
        if (document.activeElement !== field || !field.dataset.dirty) {
          field.value = say.FIELD[input.kind](value);
        }
        const range = part.querySelector("input[type=range]");
        range.value = String(input.log ? Math.log(Math.max(value, 1e-9)) : value);
        range.setAttribute("aria-valuetext", say.SAY[input.kind](value));
      }
      showNumbers(drawn);
      showCurve(drawn);
      clearTimeout(timer);
      timer = setTimeout(() => {
        showMine();
        if (address.moving()) address.write(state, data, false);
      }, QUIET);
      box.dataset.ready = "yes";
    }

    function later() {
      if (!waiting) waiting = requestAnimationFrame(show);
    }

    /** Take over a change; `keep` makes it a step that Back undoes. */
    function change(part, keep) {
      state = { ...state, ...part };
      // Browsers take longer to write an address than the page to redraw.
      if (keep || !address.moving()) address.write(state, data, keep);
      later();
    }

    /** Say what an address of the first version gave; few bring one, so its script comes only then. */
    function sayVersion1(hash) {
      const script = document.createElement("script");
      script.src = document.querySelector('script[src*="live_model.js"]').src
        .replace(/live_model\.js.*/, "live_version1.js");
      script.addEventListener("load", () => {
        one(".live-old").textContent = globalThis.liveVersion1.said(hash, data);
        one(".live-old").hidden = false;
      });
      document.head.append(script);
      address.write(state, data, false, "");
    }

    const setTo = (id) => change({ from: id, values: { ...set(id).values } }, true);

    /* ---- what the reader does ---- */

    function note(part, words) {
      const place = part.querySelector(".live-refused");
      place.textContent = words;
    }

    function typed(part) {
      const input = inputs.get(part.dataset.input);
      const field = part.querySelector("input[type=text]");
      delete field.dataset.dirty;
      if (field.value === say.FIELD[input.kind](state.values[input.name])) return;
      const value = say.read(input.kind, field.value);
      if (value === null) {
        note(part, `“${field.value.slice(0, 20)}” could not be read: the old value stands.`);
        later();
        return;
      }
      const bound = Math.min(Math.max(value, input.low), input.high);
      note(part, bound === value
        ? ""
        : `Allowed is ${say.SAY[input.kind](input.low)} to ${say.SAY[input.kind](input.high)}.`);
      change({ values: { ...state.values, [input.name]: bound } }, true);
    }

    for (const part of all("[data-input]")) {
      const input = inputs.get(part.dataset.input);
      const field = part.querySelector("input[type=text]");
      const range = part.querySelector("input[type=range]");
      const slide = (keep) => {
        const value = input.log ? Math.exp(Number(range.value)) : Number(range.value);
        note(part, "");
        change({ values: { ...state.values, [input.name]: value } }, keep);
      };
      field.addEventListener("input", () => { field.dataset.dirty = "yes"; });
      field.addEventListener("change", () => typed(part));
      range.addEventListener("input", () => slide(false));
      range.addEventListener("change", () => slide(true));
    }
    for (const pill of all("[data-set]")) {
      pill.addEventListener("click", () => setTo(pill.dataset.set));
    }
    for (const select of all(".live-choose, .live-older")) {
      select.addEventListener("change", () => select.value && setTo(select.value));
    }
    for (const option of [...one(".live-ways").options].slice(1)) {
      const { input: name, value } = data.ways[Number(option.value)];
      const { kind, after } = inputs.get(name);
      option.textContent = option.textContent.replace("…", `${say.SAY[kind](value)} ${after}`.trim());
    }
    one(".live-ways").addEventListener("change", (event) => {
      const way = data.ways[Number(event.target.value)];
      if (!way || event.target.value === "") return;
      change({
        from: way.set,
        values: { ...set(way.set).values, [way.input]: way.value },
        event: "able",
        slow: way.input === "q",
      }, true);
    });
    one(".live-event").addEventListener("change", (event) => change({ event: event.target.value }, true));
    one(".live-slow").addEventListener("change", (event) => change({ slow: event.target.checked }, true));
    one(".live-by").addEventListener("change", (event) => change({ by: Number(event.target.value) }, true));
    one(".live-my").addEventListener("change", (event) => {
      const value = say.digits(event.target.value.trim().replace(/ ?%$/, ""), false);
      const bound = value === null ? state.mine : Math.min(Math.max(value, 1), 99);
      one(".live-my-refused").textContent =
        value === null ? "That could not be read: the old number stands."
          : bound === value ? "" : "Allowed is 1 to 99.";
      change({ mine: bound }, true);
    });
    for (const choice of all("[data-reliability]")) {
      choice.addEventListener("click", () => {
        change({ values: { ...state.values, h: Number(choice.dataset.reliability) } }, true);
      });
    }
    one(".live-reset").addEventListener("click", () => setTo(state.from));
    one(".live-undo").addEventListener("click", () => history.back());
    one(".live-copy").addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        one(".live-copied").textContent = "Copied.";
      } catch {
        one(".live-copied").textContent = location.href;
      }
    });
    one(".live-form").addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("popstate", () => {
      state = address.read(location.search, data);
      later();
    });
    // Asking for the width at each redraw would lay out the page in the middle of it.
    new ResizeObserver(([chart]) => {
      const now = Math.min(Math.round(chart.contentRect.width), 720);
      if (now !== width) later();
      width = now;
    }).observe(one(".live-chart"));

    if (/[#&](?:from|h0|rho)=/.test(location.hash)) sayVersion1(location.hash);
    one(".live-form").hidden = false;
    width = Math.min(one(".live-chart").clientWidth, 720);
    show();
  }

  for (const box of document.querySelectorAll(".live-model")) start(box);
})();
