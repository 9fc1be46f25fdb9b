/* Charts of shares over time as SVG: the curve of the live model, the little bar under a number, and
   the plane of both calculators. Colours come from the style sheet by class. */

(function (root) {
  "use strict";

  function shape(name, attributes, text) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /** The plane of a chart in `svg`: its scales, `add` for a shape, `path` of [place, share] points,
      and `show`, which puts all into the page. `ticks` are the shares that have a line. */
  function plane(svg, { width, height, sides, from, to, ticks, label }) {
    const right = width - sides.right, bottom = height - sides.bottom;
    const x = (place) => sides.left + ((place - from) / (to - from)) * (right - sides.left);
    const y = (share) => bottom - share * (bottom - sides.top);
    const parts = ticks.flatMap((share) => [
      shape("path", { class: "grid", d: `M${sides.left} ${y(share)}H${right}` }),
      shape("text", { x: sides.left - 6, y: y(share) + 4, "text-anchor": "end" }, `${100 * share}%`),
    ]);
    const step = ([place, share], i) => `${i ? "L" : ""}${x(place).toFixed(1)} ${y(share).toFixed(1)}`;
    function show() {
      const all = { width, height, viewBox: `0 0 ${width} ${height}`, "aria-label": label };
      for (const [name, value] of Object.entries(all)) svg.setAttribute(name, value);
      svg.replaceChildren(...parts);
    }
    const add = (...one) => parts.push(shape(...one));
    return { right, bottom, x, y, add, path: (points) => `M${points.map(step).join("")}`, show };
  }

  /** Draw into `svg`, `width` pixels wide.

      `now`, `slow`, `floor`, `ceiling` are lists of [year, share] or null; `marks` are {year, p,
      words, who: "article" or "self"}; `years` are the ends of the axis. */
  function draw(svg, { width, now, slow, floor, ceiling, marks, years: [from, to], label }) {
    const sides = { left: 38, right: 16, top: 10, bottom: 34 }, ticks = [0, 0.25, 0.5, 0.75, 1];
    const height = width < 400 ? 168 : 236;
    const { right, bottom, x, y, add, path, show } = plane(
      svg, { width, height, sides, from, to, ticks, label });
    for (let year = Math.ceil(from); year <= to; year += 1) {
      add("path", { class: "axis", d: `M${x(year)} ${bottom}v4` });
      add("text", { x: x(year), y: bottom + 16, "text-anchor": "middle" }, year - 1);
    }
    add("text", { x: sides.left, y: bottom + 30 }, "end of the year");
    if (ceiling) add("path", { class: "band", d: `${path([...ceiling, ...floor.toReversed()])}Z` });
    if (slow) {
      add("path", { class: "slow", d: path(slow) });
      add("text", { x: right, y: bottom + 30, "text-anchor": "end" }, "dashed and shaded: with the slow-down");
    }
    add("path", { class: "now", d: path(now) });
    for (const mark of marks) {
      add("circle", { class: mark.who, cx: x(mark.year), cy: y(mark.p), r: 5.5 });
      const [side, end] = x(mark.year) < 0.6 * width ? [10, "start"] : [-10, "end"];
      const place = { x: x(mark.year) + side, y: y(mark.p) + 4, "text-anchor": end };
      add("text", { class: `mark ${mark.who}`, ...place }, mark.words);
    }
    show();
  }

  /** The little bar under a number: floor to ceiling, the mark, what the essay says (or null). */
  function bar(svg, { floor, mark, ceiling, said }) {
    const x = (p) => (150 * p).toFixed(1);
    const lines = {
      grid: "M0 7h150",
      band: `M${x(floor)} 2H${x(ceiling)}v10H${x(floor)}z`,
      tick: `M${x(mark)} 0v14`,
      ...(said === null ? {} : { said: `M${x(said)} 0v14` }),
    };
    svg.replaceChildren(...Object.entries(lines).map(([name, d]) => shape("path", { class: name, d })));
  }

  root.liveChart = Object.freeze({ bar, draw, plane });
})(globalThis);
