/* The curve of the live model as an SVG: the band from floor to ceiling, the event's line, the line
   with a slow-down, and what named people have said. Colours come from the style sheet by class. */

(function (root) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const SIDES = { left: 38, right: 16, top: 10, bottom: 34 };

  function shape(name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const path = (points, x, y, first = "M") =>
    points
      .map(([year, p], i) => `${i ? "L" : first}${x(year).toFixed(1)} ${y(p).toFixed(1)}`)
      .join("");

  /** Draw into `svg`, `width` pixels wide.

      `now`, `slow`, `floor`, `ceiling` are lists of [year, share] or null; `marks` are {year, p,
      words, who: "article" or "self"}; `years` are the ends of the axis. */
  function draw(svg, { width, now, slow, floor, ceiling, marks, years, label }) {
    const height = width < 400 ? 168 : 236;
    const right = width - SIDES.right;
    const bottom = height - SIDES.bottom;
    const x = (year) =>
      SIDES.left + ((year - years[0]) / (years[1] - years[0])) * (right - SIDES.left);
    const y = (p) => bottom - p * (bottom - SIDES.top);
    const parts = [];
    for (const p of [0, 0.25, 0.5, 0.75, 1]) {
      parts.push(
        shape("path", { class: "grid", d: `M${SIDES.left} ${y(p)}H${right}` }),
        shape("text", { x: SIDES.left - 6, y: y(p) + 4, "text-anchor": "end" }, `${100 * p}%`),
      );
    }
    for (let year = Math.ceil(years[0]); year <= years[1]; year += 1) {
      parts.push(
        shape("path", { class: "axis", d: `M${x(year)} ${bottom}v4` }),
        shape("text", { x: x(year), y: bottom + 16, "text-anchor": "middle" }, year - 1),
      );
    }
    parts.push(shape("text", { x: SIDES.left, y: bottom + 30 }, "end of the year"));
    if (ceiling) {
      const back = path([...floor].reverse(), x, y, "L");
      parts.push(shape("path", { class: "band", d: `${path(ceiling, x, y)}${back}Z` }));
    }
    if (slow) {
      parts.push(
        shape("path", { class: "slow", d: path(slow, x, y) }),
        shape("text", { x: right, y: bottom + 30, "text-anchor": "end" }, "dashed: with a slow-down"),
      );
    }
    parts.push(shape("path", { class: "now", d: path(now, x, y) }));
    for (const mark of marks) {
      parts.push(
        shape("circle", { class: mark.who, cx: x(mark.year), cy: y(mark.p), r: 5.5 }),
        shape("text", { class: `mark ${mark.who}`, x: x(mark.year) + 10, y: y(mark.p) + 4 }, mark.words),
      );
    }
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-label", label);
    svg.replaceChildren(...parts);
  }

  /** The little bar under a number: floor to ceiling, the mark, what the essay says (or null). */
  function bar(svg, { floor, mark, ceiling, said }) {
    const x = (p) => (150 * p).toFixed(1);
    const parts = [
      shape("path", { class: "grid", d: "M0 7h150" }),
      shape("path", { class: "band", d: `M${x(floor)} 2H${x(ceiling)}v10H${x(floor)}z` }),
      shape("path", { class: "tick", d: `M${x(mark)} 0v14` }),
    ];
    if (said !== null) parts.push(shape("path", { class: "said", d: `M${x(said)} 0v14` }));
    svg.replaceChildren(...parts);
  }

  root.liveChart = Object.freeze({ bar, draw });
})(globalThis);
