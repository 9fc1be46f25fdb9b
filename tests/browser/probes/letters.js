// The size of each word in a chart, and whether its letters have a rim of the ground's colour, so
// that no line runs through it.
() => [...document.querySelectorAll("figure svg text")]
  .filter((t) => t.textContent.trim() && t.getClientRects().length).map((t) => {
    const s = getComputedStyle(t), svg = t.ownerSVGElement;
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return [parseFloat(s.fontSize) * scale,
      s.paintOrder.startsWith("stroke") && parseFloat(s.strokeWidth) >= 3];
  })
