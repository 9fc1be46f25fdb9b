/* The live model on its page: inputs, named sets, the address, the answer. The equations are in
   timeline_model.js, the texts in live_words.js, the address in live_address.js, the drawing in
   live_chart.js.

   One setting is one plain object (see growthYears in timeline_model.js). It is changed by `change`
   only, which asks for one redraw per frame, however many steps a slider makes. */

(function () {
  "use strict";

  const model = globalThis.timelineModel;
  const say = globalThis.liveWords;
  const { allInputs, exact, fromHash, python, toHash } = globalThis.liveAddress;
  const LAST = 2100; // where the search for even odds ends
  const QUIET = 300; // milliseconds without a change before the address is rewritten

  /** A slider's position in its own scale and back; equal ratios for log inputs. */
  const toScale = (input, value) => (input.log ? Math.log10(Math.max(value, input.low)) : value);
  const fromScale = (input, position) => {
    if (!input.log) return position;
    const value = 10 ** position;
    return Number(value.toPrecision(value < 100 ? 2 : 3));
  };
  const shown = (value) => String(Number(value.toPrecision(4)));

  function start(box) {
    const data = JSON.parse(box.querySelector(".live-data").textContent);
    const one = (selector) => box.querySelector(selector);
    const form = one(".live-form");
    const inputs = new Map(allInputs(data).map((input) => [input.name, input]));
    const fields = new Map();
    const set = (id) => data.sets.find((candidate) => candidate.id === id);
    const way = (id) => data.ways.find((candidate) => candidate.id === id);
    let state = { setting: { ...set(data.start).values }, event: data.primary, from: data.start };
    let waiting = 0;
    let timer = 0;
    let startCurve = { key: "", points: null };

    const equals = (values) =>
      Object.keys(values).every((name) => exact(values[name]) === exact(state.setting[name]));
    const unchanged = () => equals(set(state.from).values);
    const grid = [];
    for (let year = data.years[0]; year <= data.years[1]; year += 0.25) grid.push(year);
    const curveOf = (setting, event) => {
      const growth = model.growthYears(setting, event);
      const points = grid.map((year) => ({
        year,
        p: model.probabilityFrom(growth, setting, event, year),
      }));
      return { growth, points };
    };

    /** Middle values only: how many doublings, until when, and the limit of an accelerating path. */
    function middle(setting, event) {
      const rho = model.reliabilityOf(setting, event);
      const need = event.multiplier * setting.H;
      const n = Math.max(
        0,
        Math.log2(need / setting.h0) + setting.k * Math.log(rho / (1 - rho)),
      );
      const r = setting.a + setting.f / 10;
      const pace = setting.d / model.DAYS_PER_YEAR;
      const reached = setting.origin + pace * model.doublingTimes(n, r);
      const end = reached + event.gap * setting.L;
      const parts = [
        `With every input at its middle, ${say.hours(need)} of work at ${say.percent(rho)} ` +
          `${n === 1 ? "is" : "are"} ${say.rough(n)} doublings away from ${say.hours(setting.h0)} ` +
          "at even odds",
      ];
      parts.push(
        reached < LAST
          ? `, reached in ${say.month(reached)}` +
            (event.gap * setting.L > 0 && end < LAST
              ? `; the event follows in ${say.month(end)}.`
              : "; that is the event.")
          : ", not reached in this century.",
      );
      if (r > 1e-3) {
        const limit = setting.origin + pace / -Math.expm1(-r);
        if (limit < LAST) {
          parts.push(
            ` At this acceleration all doublings there can ever be are over by ${say.month(limit)}: ` +
              "the arithmetic has a limit which the world need not have.",
          );
        }
      }
      return parts.join("");
    }

    function fill() {
      for (const [name, input] of inputs) {
        const field = fields.get(name);
        const value = state.setting[name] * input.factor;
        if (document.activeElement !== field.number) {
          field.number.value = shown(value);
          field.number.removeAttribute("aria-invalid");
        }
        field.range.value = toScale(input, value);
        const words = say.words(name, state.setting);
        field.words.textContent = words;
        field.range.setAttribute("aria-valuetext", words);
      }
      const same = unchanged();
      for (const pill of box.querySelectorAll("[data-way]")) {
        pill.setAttribute("aria-pressed", String(equals(way(pill.dataset.way).values)));
      }
      for (const pill of box.querySelectorAll("[data-set]")) {
        const from = pill.dataset.set === state.from;
        pill.setAttribute("aria-pressed", String(from && same));
        pill.classList.toggle("live-from", from && !same);
      }
      for (const about of box.querySelectorAll(".live-about")) {
        about.hidden = about.dataset.about !== state.from;
        about.classList.toggle("live-changed", !same);
      }
      for (const radio of form.elements.event) radio.checked = radio.value === state.event;
    }

    function legend(same) {
      const entries = [["now", same ? set(state.from).name : "your setting"]];
      if (!same) entries.push(["start", `${set(state.from).name}, where you started`]);
      entries.push(["said", "the article"]);
      one(".live-legend").replaceChildren(
        ...entries.map(([kind, text]) => {
          const item = document.createElement("li");
          const key = document.createElement("span");
          key.className = `live-key live-key-${kind}`;
          item.append(key, text);
          return item;
        }),
      );
    }

    function redraw() {
      waiting = 0;
      const { setting } = state;
      const event = data.definitions[state.event];
      const name = set(state.from).name;
      const same = unchanged();
      fill();
      const { growth, points } = curveOf(setting, event);
      const answer = data.article.map((row) =>
        model.probabilityFrom(growth, setting, event, row.year));
      answer.forEach((p, n) => {
        const place = one(`.live-p[data-date="${n}"]`);
        place.textContent = say.percent(p);
        place.dataset.value = p;
      });
      let started = null;
      if (!same) {
        const key = `${state.from} ${state.event}`;
        if (startCurve.key !== key) {
          startCurve = { key, points: curveOf(set(state.from).values, event).points };
        }
        started = startCurve.points;
      }
      legend(same);
      const even = model.yearOf(0.5, growth, setting, event, LAST);
      const whose = same ? name : `your setting (changed from ${name})`;
      const said = answer.map((p, n) => `${say.percent(p)} by the end of ` +
        `${data.article[n].by.slice(0, 4)} (the article: ${say.percent(data.article[n].said)})`);
      globalThis.liveChart.draw(one(".live-chart svg"), {
        width: Math.max(one(".live-chart").clientWidth, 260),
        curve: points,
        start: started,
        marks: data.article.map((row, n) => ({ year: row.year, p: answer[n], said: row.said })),
        years: data.years,
        label: `Probability of ${state.event} over the years for ${whose}: ${said.join(", ")}.`,
      });
      const odds =
        even === null
          ? " Over all draws, even odds are not reached in this century."
          : ` Over all draws, even odds are reached in ${say.month(even)}.`;
      one(".live-middle").textContent = middle(setting, event) + odds;
      allEvents(setting, answer);
      const before = model.probabilityFrom(growth, setting, event, data.already.year);
      note(before);
      if (one(".live-values").open) values(points);
      if (one(".live-cite").open) cite(whose, said);
      box.dataset.redrawn = String(Number(box.dataset.redrawn || 0) + 1);
    }

    function note(before) {
      const parts = [];
      if (state.moved && state.moved.length) {
        parts.push("Some numbers of this address lay outside their inputs and were moved.");
      }
      if (before > data.already.above) {
        parts.push(
          `This setting gives ${say.percent(before)} to the event by ${say.day(data.already.by)}, ` +
            "when it had not happened: it is contradicted under this definition.",
        );
      }
      const text = parts.join(" ");
      if (one(".live-note").textContent !== text) one(".live-note").textContent = text;
    }

    function allEvents(setting, answer) {
      for (const row of box.querySelectorAll(".live-all tbody tr")) {
        const name = row.dataset.event;
        const event = data.definitions[name];
        let found = data.demonstration.probabilities;
        if (name === state.event) found = answer;
        else if (event) {
          found = model.probabilities(setting, event, data.article.map((date) => date.year));
        }
        row.classList.toggle("live-chosen", name === state.event);
        found.forEach((p, n) => {
          row.cells[2 + n].textContent = say.percent(p);
        });
      }
    }

    function values(points) {
      const rows = points
        .filter((point) => Number.isInteger(point.year) && point.year > data.years[0])
        .map((point) => {
          const row = document.createElement("tr");
          for (const text of [point.year - 1, say.percent(point.p)]) {
            row.insertCell().textContent = text;
          }
          return row;
        });
      one(".live-values tbody").replaceChildren(...rows);
    }

    function cite(whose, said) {
      one(".live-citation").textContent =
        `60% by 2028: an audit, version ${data.version}, evidence of ${data.asOf}, live model, ` +
        `${state.event}, ${whose}: ${said.join(", ")}. ${address()}`;
      one(".live-python").textContent = python(state.setting, state.event, data);
    }

    function address() {
      const page = globalThis.location.href.replace(/#.*$/, "");
      return `${page}#${toHash(state.setting, state.event, state.from, data)}`;
    }

    function change(next, { remember = true } = {}) {
      state = { ...state, moved: [], ...next };
      if (!waiting) waiting = requestAnimationFrame(redraw);
      if (!remember) return;
      clearTimeout(timer);
      timer = setTimeout(() => globalThis.history.replaceState(null, "", address()), QUIET);
    }

    const changeValue = (name, value) => {
      change({ setting: { ...state.setting, [name]: value / inputs.get(name).factor } });
    };

    function connect(name, input) {
      const row = one(`[data-input="${name}"]`);
      const field = {
        number: row.querySelector("input[type=number]"),
        range: row.querySelector("input[type=range]"),
        words: row.querySelector(".live-words"),
      };
      fields.set(name, field);
      field.range.min = toScale(input, input.low);
      field.range.max = toScale(input, input.high);
      field.range.step = input.log ? 0.01 : input.step;
      field.range.addEventListener("input", () => {
        changeValue(name, fromScale(input, Number(field.range.value)));
      });
      field.number.addEventListener("input", () => {
        const value = field.number.valueAsNumber;
        const fits = value >= input.low && value <= input.high;
        if (fits) field.number.removeAttribute("aria-invalid");
        else field.number.setAttribute("aria-invalid", "true");
        if (fits) changeValue(name, value);
        else field.words.textContent = `from ${say.plain(input.low)} to ${say.plain(input.high)}`;
      });
      field.number.addEventListener("blur", fill);
      for (const quick of row.querySelectorAll("[data-quick]")) {
        quick.addEventListener("click", () => changeValue(name, Number(quick.dataset.quick)));
      }
    }

    function readAddress() {
      const read = fromHash(globalThis.location.hash, data);
      if (read) change(read, { remember: false });
      return read !== null;
    }

    for (const [name, input] of inputs) connect(name, input);
    for (const pill of box.querySelectorAll("[data-way]")) {
      pill.addEventListener("click", () => {
        const { values, from } = way(pill.dataset.way);
        change({ setting: { ...values }, from, event: data.primary });
      });
    }
    for (const pill of box.querySelectorAll("[data-set]")) {
      pill.addEventListener("click", () => {
        change({ setting: { ...set(pill.dataset.set).values }, from: pill.dataset.set });
      });
    }
    for (const radio of form.elements.event) {
      radio.addEventListener("change", () => change({ event: radio.value }));
    }
    one(".live-reset").addEventListener("click", () => {
      const values = { ...set(data.start).values };
      change({ setting: values, event: data.primary, from: data.start });
    });
    one(".live-copy").addEventListener("click", async () => {
      const place = one(".live-copied");
      try {
        await globalThis.navigator.clipboard.writeText(address());
        place.textContent = "Copied.";
      } catch {
        globalThis.history.replaceState(null, "", address());
        place.textContent = "It stands in the address line of your browser.";
      }
    });
    for (const fold of [one(".live-values"), one(".live-cite")]) {
      fold.addEventListener("toggle", () => change({}, { remember: false }));
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    globalThis.addEventListener("hashchange", readAddress);
    globalThis.addEventListener("resize", () => change({}, { remember: false }));

    one(".live-without").hidden = true;
    one(".live-table").open = false;
    form.hidden = false;
    const shared = readAddress();
    redraw();
    if (shared) box.scrollIntoView();
  }

  for (const box of document.querySelectorAll(".live-model")) start(box);
})();
