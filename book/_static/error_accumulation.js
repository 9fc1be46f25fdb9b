/* The calculator of the risks page: what is left of an accuracy after many generations.

   The two formulas are those of book/_ext/audit_site/live/error_form.py; a test holds them together.
   Shares run from 0 to 1: a is what each generation gets right, c the share of errors found and
   mended, n the number of generations. The setting stands in the address's query, so that a link keeps
   it and Back undoes a step. Numbers are read by live_words.js: a decimal comma is a point. */

(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const NAMES = ["right", "generations", "mended"];
  const SIDES = { left: 38, right: 14, top: 22, bottom: 30 };

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

  const plain = (count) => count.toLocaleString("en-GB", { maximumFractionDigits: 4 });

  function sentence(a, n, c) {
    const count = n === 1 ? "1 generation" : plain(n) + " generations";
    return (
      "After " + count + " " + percent(atOnce(a, n, c)) +
      " is still right if an error that is missed stays for good, and " +
      percent(checkedAgain(a, n, c)) + " if every later generation can still find it."
    );
  }

  function shape(name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function draw(svg, a, n, c, label) {
    const width = Math.min(svg.parentElement.clientWidth - 36, 680);
    const height = width < 420 ? 170 : 200;
    const [right, bottom] = [width - SIDES.right, height - SIDES.bottom];
    const x = (count) => SIDES.left + (count / n) * (right - SIDES.left);
    const y = (share) => bottom - share * (bottom - SIDES.top);
    const steps = [...new Set(Array.from({ length: 121 }, (_, i) => Math.round((i * n) / 120)))];
    const line = (left) =>
      steps.map((m, i) => `${i ? "L" : "M"}${x(m).toFixed(1)} ${y(left(a, m, c)).toFixed(1)}`).join("");
    const parts = [0, 0.5, 1].flatMap((share) => [
      shape("path", { class: "grid", d: `M${SIDES.left} ${y(share)}H${right}` }),
      shape("text", { x: SIDES.left - 6, y: y(share) + 4, "text-anchor": "end" }, `${100 * share}%`),
    ]);
    for (const [count, anchor] of [[0, "start"], [n, "end"]]) {
      parts.push(shape("text", { x: x(count), y: bottom + 18, "text-anchor": anchor },
        count ? `${plain(count)} generation${count === 1 ? "" : "s"}` : "0"));
    }
    parts.push(shape("path", { class: "once", d: line(atOnce) }));
    parts.push(shape("path", { class: "again", d: line(checkedAgain) }));
    const [upper, lower] = [y(checkedAgain(a, n, c)), y(atOnce(a, n, c))];
    const room = lower + 18 < bottom; // below the lower line, else both names stand above
    const names = [
      [room || lower - upper > 34 ? upper - 8 : lower - 24, "found later"],
      [room ? lower + 18 : lower - 8, "a miss stays"],
    ];
    for (const [place, words] of names) {
      parts.push(shape("text", { class: "name", x: right, y: place, "text-anchor": "end" }, words));
    }
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-label", label);
    svg.replaceChildren(...parts);
  }

  function start() {
    const form = document.getElementById("error-sums");
    if (!form) return;
    const parts = new Map(NAMES.map((name) => [name, form.querySelector(`[data-input="${name}"]`)]));
    const field = (name) => parts.get(name).querySelector("input[type=text]");
    const slider = form.querySelector("input[type=range]");
    const opens = Object.fromEntries(NAMES.map((name) => [name, Number(field(name).value)]));
    let state = read();

    /** A value within its bounds, a count as a whole number. */
    function bounded(name, value) {
      const { low, high } = parts.get(name).dataset;
      const inside = Math.min(Math.max(value, Number(low)), Number(high));
      return name === "generations" ? Math.round(inside) : inside;
    }

    function read() {
      const given = new URLSearchParams(location.search);
      return Object.fromEntries(NAMES.map((name) => {
        const value = Number(given.get(name) || NaN);
        return [name, Number.isFinite(value) ? bounded(name, value) : opens[name]];
      }));
    }

    function write(keep) {
      const query = new URLSearchParams(location.search);
      for (const name of NAMES) {
        if (state[name] === opens[name]) query.delete(name);
        else query.set(name, String(state[name]));
      }
      const text = query.toString();
      const to = location.pathname + (text ? "?" + text : "") + location.hash;
      const moving = history.state && history.state.errors === "moving";
      // A slider leaves one step, made when it first moves and filled in until it is let go.
      history[moving ? "replaceState" : "pushState"]({ errors: keep ? "kept" : "moving" }, "", to);
    }

    function show() {
      for (const name of NAMES) field(name).value = String(state[name]);
      slider.value = String(state.mended);
      const values = [state.right / 100, state.generations, state.mended / 100];
      const answer = sentence(...values);
      document.getElementById("error-answer").textContent = answer;
      draw(form.querySelector("svg"), ...values, answer);
    }

    function note(name, words) {
      parts.get(name).querySelector(".refused").textContent = words;
    }

    function typed(name) {
      const text = field(name).value.trim().replace(/ ?%$/, "");
      const value = globalThis.liveWords.digits(text.toLowerCase(), name === "generations");
      if (value === null) {
        note(name, `“${text.slice(0, 20)}” could not be read: the old value stands.`);
        show();
        return;
      }
      const taken = bounded(name, value);
      const { low, high } = parts.get(name).dataset;
      note(name, taken === value ? "" : Math.abs(taken - value) <= 0.5 && name === "generations"
        ? "Generations are whole numbers." : `Allowed is ${plain(Number(low))} to ${plain(Number(high))}.`);
      take({ [name]: taken }, true);
    }

    function take(part, keep) {
      state = { ...state, ...part };
      write(keep);
      show();
    }

    for (const name of NAMES) field(name).addEventListener("change", () => typed(name));
    for (const [event, keep] of [["input", false], ["change", true]]) {
      slider.addEventListener(event, () => {
        note("mended", "");
        take({ mended: Number(slider.value) }, keep);
      });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("popstate", () => {
      state = read();
      NAMES.forEach((name) => note(name, ""));
      show();
    });
    window.addEventListener("resize", show);
    form.hidden = false;
    show();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
