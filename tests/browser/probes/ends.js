// Where the answer and the key chart's last mark end, and whether words of one drawing overlap.
() => {
  const low = (e) => e.getBoundingClientRect().bottom;
  const svg = [...document.querySelectorAll(".audit-figure svg[role=img]")]
    .find((e) => e.getClientRects().length);
  const marks = [...svg.querySelectorAll(".pt path")].map(low);
  const words = [...svg.querySelectorAll("text:not(.tip)")].filter((t) => t.textContent.trim());
  const place = (t) => ["x", "y", "transform"].map((one) => t.getAttribute(one));
  const seen = new Map(words.map((t) => [t.textContent + place(t), t]));
  const boxes = [...seen.values()].map((t) => t.getBoundingClientRect());
  const frame = svg.getBoundingClientRect();
  const named = (wrong) => [...seen.values()].filter((t, i) => wrong(boxes[i], i))
    .map((t) => t.textContent);
  return {
    answer: low(document.querySelector(".answer")), chart: low(svg), mark: Math.max(...marks),
    outside: named((b) => b.left < frame.left - 1 || b.right > frame.right + 1),
    overlaps: named((b, i) => boxes.some((o, j) => j > i && b.left < o.right - 1 &&
      o.left < b.right - 1 && b.top < o.bottom - 3 && o.top < b.bottom - 3)),
  };
}
