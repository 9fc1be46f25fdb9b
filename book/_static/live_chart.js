/* The curve of the live model as an SVG: probability by year, the article's two figures, and the
   curve of the set that the reader started from. Colours come from the style sheet by class. */

(function (root) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const SIDES = { left: 44, right: 14, top: 12, bottom: 28 };

  function shape(name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function path(points, x, y) {
    return points
      .map((point, i) => `${i ? "L" : "M"}${x(point.year).toFixed(1)} ${y(point.p).toFixed(1)}`)
      .join("");
  }

  /** Draw into `svg`, `width` pixels wide.

      `curve` and `start` (or null) are lists of {year, p}; `marks` are {year, p, said}: this
      setting's probability on a date and the article's; `years` are the ends of the axis. */
  function draw(svg, { width, curve, start, marks, years, label }) {
    const narrow = width < 520;
    const height = narrow ? 250 : 310;
    const right = width - SIDES.right;
    const bottom = height - SIDES.bottom;
    const x = (year) =>
      SIDES.left + ((year - years[0]) / (years[1] - years[0])) * (right - SIDES.left);
    const y = (p) => bottom - p * (bottom - SIDES.top);
    const parts = [];
    for (const p of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
      parts.push(
        shape("path", { class: p ? "grid" : "axis", d: `M${SIDES.left} ${y(p)}H${right}` }),
        shape("text", { x: SIDES.left - 7, y: y(p) + 4, "text-anchor": "end" },
          `${Math.round(100 * p)}%`),
      );
    }
    const step = narrow ? 4 : 2;
    for (let year = years[0]; year <= years[1]; year += step) {
      parts.push(
        shape("path", { class: "axis", d: `M${x(year)} ${bottom}v4` }),
        shape("text", { x: x(year), y: bottom + 19, "text-anchor": "middle" }, year),
      );
    }
    if (start) parts.push(shape("path", { class: "start", d: path(start, x, y) }));
    parts.push(shape("path", { class: "now", d: path(curve, x, y) }));
    for (const mark of marks) {
      const at = x(mark.year);
      parts.push(shape("path", { class: "drop", d: `M${at} ${y(mark.said)}V${y(mark.p)}` }));
      parts.push(
        shape("path", { class: "said", d: `M${at} ${y(mark.said) - 6}l6 6-6 6-6-6z` }),
        shape("text", { class: "said", x: at - 10, y: y(mark.said) + 4, "text-anchor": "end" },
          root.liveWords.percent(mark.said)),
        shape("circle", { class: "now", cx: at, cy: y(mark.p), r: 4.5 }),
      );
    }
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-label", label);
    svg.replaceChildren(...parts);
  }

  root.liveChart = Object.freeze({ draw });
})(globalThis);
