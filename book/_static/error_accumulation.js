/* The calculator of the risks page: what is left of an accuracy after many generations.

   The two formulas are those of book/_ext/audit_site/live/error_form.py; a test holds them together.
   Shares run from 0 to 1: a is what each generation gets right, c the share of errors found and
   mended, n the number of generations. Numbers are read, the setting is kept in the address and the
   chart is drawn as by the live model. */

(() => {
  "use strict";

  const { liveWords: say, liveAddress: address, liveChart: chart } = globalThis;
  const form = document.getElementById("error-sums");
  const slider = form.querySelector("input[type=range]");
  const inputs = [...form.querySelectorAll("[data-input]")].map((part) => ({
    name: part.dataset.input,
    kind: part.dataset.input === "generations" ? "count" : "percent",
    low: Number(part.dataset.low),
    high: Number(part.dataset.high),
    field: part.querySelector("input[type=text]"),
    opens: Number(part.querySelector("input[type=text]").value),
    refused: part.querySelector(".refused"),
  }));
  let state = read();

  // An error is mended in the generation in which it arises, or never.
  function atOnce(a, n, c) {
    return Math.pow(1 - (1 - a) * (1 - c), n);
  }

  // Every generation also mends its share of the errors that it inherits. Not for a = 1.
  function checkedAgain(a, n, c) {
    return 1 - (1 - a) * (1 - c) / (1 - a * (1 - c)) * (1 - Math.pow(a * (1 - c), n));
  }

  function percent(share) {
    if (share < 0.0005) return "<0.1%";
    if (share >= 0.9995 && share < 1) return ">99.9%";
    return (100 * share).toFixed(1) + "%";
  }

  const counted = (n) => say.counted(say.plain(n, 6), "generation");

  function sentence(a, n, c) {
    return (
      "After " + counted(n) + " " + percent(atOnce(a, n, c)) +
      " is still right if an error that is missed stays for good, and " +
      percent(checkedAgain(a, n, c)) + " if every later generation can still find it."
    );
  }

  function draw(svg, a, n, c, label) {
    const width = Math.min(svg.parentElement.clientWidth - 36, 680);
    const height = width < 420 ? 170 : 200;
    const sides = { left: 38, right: 14, top: 22, bottom: 30 };
    const { right, bottom, x, y, add, path, show } = chart.plane(
      svg, { width, height, sides, from: 0, to: n, ticks: [0, 0.5, 1], label });
    const steps = [...new Set(Array.from({ length: 121 }, (_, i) => Math.round((i * n) / 120)))];
    const line = (left) => path(steps.map((m) => [m, left(a, m, c)]));
    add("text", { x: x(0), y: bottom + 18, "text-anchor": "start" }, "0");
    add("text", { x: right, y: bottom + 18, "text-anchor": "end" }, counted(n));
    add("path", { class: "once", d: line(atOnce) });
    add("path", { class: "again", d: line(checkedAgain) });
    const [upper, lower] = [y(checkedAgain(a, n, c)), y(atOnce(a, n, c))];
    const room = lower + 18 < bottom; // below the lower line, else both names stand above
    const name = (words, place) =>
      add("text", { class: "name", x: right, y: place, "text-anchor": "end" }, words);
    name("found later", room || lower - upper > 34 ? upper - 8 : lower - 24);
    name("a miss stays", room ? lower + 18 : lower - 8);
    show();
  }

  /** A value as its input takes it: a count is whole. */
  function whole(value, { kind }) {
    return kind === "count" ? Math.round(value) : value;
  }

  function read() {
    const given = new URLSearchParams(location.search);
    return Object.fromEntries(inputs.map((input) => {
      const value = address.number(given, input);
      return [input.name, value === null ? input.opens : whole(value, input)];
    }));
  }

  function show() {
    for (const { name, field } of inputs) field.value = state[name];
    slider.value = state.mended;
    const values = [state.right / 100, state.generations, state.mended / 100];
    const answer = sentence(...values);
    document.getElementById("error-answer").textContent = answer;
    draw(form.querySelector("svg"), ...values, answer);
  }

  function take(input, value, keep, words = "") {
    input.refused.textContent = words;
    state[input.name] = value;
    const given = inputs.map(({ name, opens }) => [name, state[name] === opens ? undefined : state[name]]);
    address.write(Object.fromEntries(given), keep);
    show();
  }

  function typed(input) {
    const [value, words] = say.taken(input, input.field.value);
    if (value === null) {
      input.refused.textContent = words;
      show();
      return;
    }
    const taken = whole(value, input);
    take(input, taken, true, taken === value ? words : "Generations are whole numbers.");
  }

  const slide = (keep) => take(inputs.find(({ name }) => name === "mended"), Number(slider.value), keep);
  for (const input of inputs) input.field.addEventListener("change", () => typed(input));
  slider.addEventListener("input", () => slide(false));
  slider.addEventListener("change", () => slide(true));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => {
    state = read();
    for (const { refused } of inputs) refused.textContent = "";
    show();
  });
  addEventListener("resize", show);
  form.hidden = false;
  show();
})();
