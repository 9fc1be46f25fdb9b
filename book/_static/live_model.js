/* The live model on its page: sets, inputs, the two numbers, the reader's own number. The equations
   are in timeline_model.js, reading and saying in live_words.js, the address in live_address.js, the
   drawing in live_chart.js.

   `state` is {from, values, event, slow, mine, by}: the set started from, the inputs, the event, whether
   the slow-down counts, the reader's number in per cent, and the place of its date. */

(function () {
  "use strict";

  const { timelineModel: model, liveWords: say, liveAddress: address, liveChart: chart } = globalThis;
  const GRID = 0.25; // years between the points of the curve
  const QUIET = 180; // milliseconds without a change before the reader's number is solved again

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  function start(box) {
    const data = JSON.parse(box.querySelector(".live-data").textContent);
    const one = (selector) => box.querySelector(selector);
    const all = (selector) => [...box.querySelectorAll(selector)];
    const inputs = new Map(data.inputs.map((input) => [input.name, input]));
    const set = (id) => data.sets.find((candidate) => candidate.id === id);
    const [first, last] = data.years;
    const grid = Array.from({ length: Math.ceil((last - first) / GRID) }, (_, i) => first + i * GRID);
    grid.push(last);
    const parts = all("[data-input]").map((part) => ({
      part,
      input: inputs.get(part.dataset.input),
      field: part.querySelector("input[type=text]"),
      range: part.querySelector("input[type=range]"),
      refused: part.querySelector(".live-refused"),
    }));
    let state = address.read(location.search, data);
    let waiting = 0, timer = 0, width = 0, moved = location.search !== "";

    /** Whether a value is a date before its slider begins, which is where the evidence ends. */
    const passed = (name, value) => name === "coder" && value < one("[data-input=coder] [type=range]").min;
    const dates = (values) => model.coderDates(values, set(state.from).knots, data.start);
    const at = (drawn, values, year, event = state.event, slow = state.slow) =>
      (slow ? model.slowed : model.came)(event, drawn, values, data.pace, year);

    /* ---- what the page says ---- */

    /** The events between which the chosen one lies, or null. */
    const ends = () => data.events[state.event].ends;
    const isPrimary = () => state.event === data.primary;

    function showNumbers(drawn) {
      one(".live-range").textContent = data.events[state.event].range;
      data.by.forEach((by, place) => {
        const part = all(".live-number")[place];
        const came = at(drawn, state.values, by.year, state.event, false);
        const slowed = model.slowed(state.event, drawn, state.values, data.pace, by.year, came);
        const [mark, other] = state.slow ? [slowed, came] : [came, slowed];
        const [floor, ceiling] =
          ends()?.map((event) => at(drawn, state.values, by.year, event)) ?? [mark, mark];
        Object.entries({
          ".live-p": say.percent(mark),
          ".live-bracket": ends() ? `${Math.round(100 * floor)} to ${Math.round(100 * ceiling)}` : "",
          ".live-other": `${say.percent(other)} ${state.slow ? "without the" : "with a"} slow-down`,
        }).forEach(([name, words]) => { part.querySelector(name).textContent = words; });
        part.querySelector(".live-p").dataset.value = mark;
        part.querySelector(".live-clark").hidden = !isPrimary();
        chart.bar(part.querySelector("svg"), { floor, mark, ceiling, said: isPrimary() ? by.clark : null });
      });
    }

    function showCurve(drawn) {
      const { values } = state;
      const few = model.thinned(drawn);
      const line = (event, slow) => grid.map((year) => [year, at(few, values, year, event, slow)]);
      const from = set(state.from), own = from.own.filter((mark) => mark.event === state.event);
      const { year: end } = data.by.at(-1);
      const now = say.percent(at(drawn, values, end));
      chart.draw(one(".live-chart svg"), {
        width,
        now: line(state.event, false),
        slow: state.slow ? line(state.event, true) : null,
        floor: ends() && line(ends()[0], state.slow),
        ceiling: ends() && line(ends()[1], state.slow),
        marks: [
          ...(isPrimary() ? data.by : []).map(({ year, clark }) => ({
            year, p: clark, words: `Clark ${Math.round(100 * clark)}`, who: "article",
          })),
          ...own.map((mark) => ({ ...mark, words: `${from.short}: ${mark.words}`, who: "self" })),
          ...data.events[state.event].marks,
        ],
        years: data.years,
        label: `${data.events[state.event].name}: ${now} by the end of ${end - 1}`,
      });
    }

    /** Say which value of one input alone gives the reader's number. */
    function wantedOf(name) {
      const { solve: [low, high], ...input } = inputs.get(name);
      const wanted = state.mine / 100, words = say.SAY[input.kind], now = words(state.values[name]);
      const chance = (value) => {
        const values = { ...state.values, [name]: value };
        return at(dates(values), values, data.by[state.by].year);
      };
      const found = model.solve(chance, wanted, low, high, input.log);
      const item = document.createElement("li");
      const strong = (textContent) => make("strong", { textContent });
      if (found === null) {
        const reached = [chance(low), chance(high)];
        const limit = reached[0] < wanted
          ? `at most ${say.percent(Math.max(...reached))}`
          : `at least ${say.percent(Math.min(...reached))}`;
        item.append(`${input.noun}: whatever it is, `, strong(limit), " comes out");
        return item;
      }
      const onclick = () => setValue(name, found), past = passed(name, found);
      const use = make("button", { type: "button", className: "live-link", textContent: "use", onclick });
      item.append(`${input.wanted} `, strong(words(found)), ` ${input.after}`, past ? ", which has passed" : "",
        ...(words(found) === now ? [] : [` (now ${now}) `, past ? "" : use]));
      return item;
    }

    function showMine() {
      const names = ["coder", "d", "H", "g", "L", "c", "u", ...(state.slow ? ["q"] : [])].filter(counts);
      one(".live-mine-slow").textContent = state.slow ? "with the slow-down" : "without a slow-down";
      one(".live-mine ul").replaceChildren(...names.map(wantedOf));
    }

    /** Whether an input of the set bears on the chosen event. */
    function counts(name) {
      const { without, only } = data.events[state.event];
      return name in state.values && !without.includes(name) && (!only || only.includes(name));
    }

    function show() {
      waiting = 0;
      const drawn = dates(state.values);
      for (const pill of all("[data-set]")) pill.ariaPressed = String(pill.dataset.set === state.from);
      one(".live-choose").value = state.from;
      for (const select of all(".live-older, .live-ways")) select.value = "";
      for (const about of all("[data-about]")) {
        about.hidden = state.event === "pace" || about.dataset.about !== state.from;
      }
      for (const words of all("[data-said]")) words.hidden = words.dataset.said !== state.event;
      for (const about of all("[data-event]")) about.hidden = about.dataset.event !== state.event;
      one(".live-event").value = state.event;
      one(".live-slow").checked = state.slow;
      one(".live-my").value = state.mine;
      one(".live-by").value = state.by;
      one(".live-reset").textContent = `Back to ${set(state.from).short}`;
      one(".live-undo").hidden = one(".live-reset").hidden = !moved;
      for (const { part, input, field, range } of parts) {
        part.hidden = !counts(input.name);
        if (part.hidden) continue;
        const value = state.values[input.name];
        const isTyped = document.activeElement === field && field.dataset.dirty;
        if (!isTyped) field.value = say.FIELD[input.kind](value);
        range.value = input.log ? Math.log(Math.max(value, 1e-9)) : value;
        range.ariaValueText = say.SAY[input.kind](value);
      }
      showNumbers(drawn);
      showCurve(drawn);
      clearTimeout(timer);
      timer = setTimeout(() => {
        showMine();
        if (address.moving()) address.write(address.words(state, data), false);
      }, QUIET);
      box.dataset.ready = "yes";
    }

    const later = () => { waiting ||= requestAnimationFrame(show); };

    /** Take over a change; `keep` makes it a step that Back undoes, and old refusals go. */
    function change(part, keep = true) {
      if (keep) forget();
      state = { ...state, ...part };
      moved = true;
      // Browsers take longer to write an address than the page to redraw.
      if (keep || !address.moving()) address.write(address.words(state, data), keep);
      later();
    }

    /** Say what an address of the first version gave; few bring one, so its script comes only then. */
    function sayVersion1(hash) {
      const src = document.querySelector('script[src*="live_model.js"]').src
        .replace(/live_model\.js.*/, "live_version1.js");
      document.head.append(make("script", { src, onload() {
        one(".live-old").textContent = globalThis.liveVersion1.said(hash, data);
        one(".live-old").hidden = false;
      } }));
      address.write(address.words(state, data), false, "");
    }

    const forget = () => all(".live-refused").forEach((words) => { words.textContent = ""; });
    const setTo = (id) => change({ from: id, values: { ...set(id).values } });
    const setValue = (name, value, keep) => change({ values: { ...state.values, [name]: value } }, keep);

    /* ---- what the reader does ---- */

    function typed({ input, field, refused }) {
      delete field.dataset.dirty;
      if (field.value === say.FIELD[input.kind](state.values[input.name])) return;
      const [value, words] = say.taken(input, field.value);
      if (value === null) later();
      else setValue(input.name, value);
      refused.textContent = words;
    }

    function typedMine(text) {
      const [mine, words] = say.taken({ kind: "percent", low: 1, high: 99 }, text);
      change({ mine: mine ?? state.mine });
      one(".live-my-refused").textContent =
        mine === null ? "That could not be read: the old number stands." : words;
    }

    function goTo({ set: from, input, value }) {
      const values = { ...set(from).values, [input]: value };
      change({ from, values, event: "able", slow: false });
    }

    for (const each of parts) {
      const { input, field, range, refused } = each;
      const slide = (keep) => {
        refused.textContent = "";
        setValue(input.name, input.log ? Math.exp(range.value) : Number(range.value), keep);
      };
      field.addEventListener("input", () => { field.dataset.dirty = "yes"; });
      field.addEventListener("change", () => typed(each));
      range.addEventListener("input", () => slide(false));
      range.addEventListener("change", () => slide(true));
    }
    for (const option of [...one(".live-ways").options].slice(1)) {
      const { input: name, value } = data.ways[option.value];
      const { kind, after } = inputs.get(name);
      option.textContent = option.textContent.replace("…", `${say.SAY[kind](value)} ${after}`.trim());
      if (passed(name, value)) option.remove();
    }
    /** What a choice does with the value that it now has. */
    const choices = {
      ".live-choose": setTo,
      ".live-older": (id) => id && setTo(id),
      ".live-ways": (place) => place && goTo(data.ways[place]),
      ".live-event": (event) => change({ event }),
      ".live-by": (place) => change({ by: Number(place) }),
      ".live-my": typedMine,
    };
    for (const [name, act] of Object.entries(choices)) {
      one(name).addEventListener("change", (event) => act(event.target.value));
    }
    one(".live-slow").addEventListener("change", (event) => change({ slow: event.target.checked }));
    one(".live-form").addEventListener("click", ({ target: { dataset } }) => {
      if (dataset.set) setTo(dataset.set);
      if (dataset.reliability) setValue("h", Number(dataset.reliability));
    });
    one(".live-reset").addEventListener("click", () => setTo(state.from));
    one(".live-undo").addEventListener("click", () => history.back());
    one(".live-copy").addEventListener("click", async () => {
      const copied = navigator.clipboard?.writeText(location.href).then(() => "Copied.");
      one(".live-copied").textContent = await copied?.catch(() => null) ?? location.href;
    });
    one(".live-form").addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", () => {
      forget();
      state = address.read(location.search, data);
      later();
    });
    // Asking for the width at each redraw would lay out the page in the middle of it.
    new ResizeObserver(([place]) => {
      const now = Math.min(Math.round(place.contentRect.width), 720);
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
