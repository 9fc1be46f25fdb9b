// What is folded away, which axe leaves out but takes long to, and the inside of charts: axe cannot
// tell on what ground their letters stand. Their colours are tested in ``test_charts.py``, their
// label, data and letters' size in ``test_every_page.py``; folds are opened in ``test_settings.py``.
// Of rows, words of code and items with the same classes in the same place two are asked. Contrast
// and the size of targets take axe longest: they are asked of words and of what can be pressed whose
// place, ink, size or ground are not yet known. So are single rules, if not all are asked.
async ([inside, options, known]) => {
  const unseen = "details:not([open]) > :not(summary), .audit-figure svg g";
  document.querySelectorAll(unseen).forEach((part) => part.remove());
  const own = (e) => `${e.localName}.${e.getAttribute("class")}`;
  const seen = new Map();
  for (const one of document.querySelectorAll("tbody tr, pre span, li")) {
    const kind = [one.parentElement, one, ...one.querySelectorAll("*")].map(own).join();
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (seen.get(kind) > 2) one.remove();
  }
  const grounds = new Map([[null, ""]]);
  const ground = (e) => {
    if (!grounds.has(e)) {
      const s = getComputedStyle(e);
      const part = `${s.backgroundColor} ${s.backgroundImage} ${s.opacity};`;
      grounds.set(e, ground(e.parentElement) + part.replace(/^rgba\(0, 0, 0, 0\) none 1;$/, ""));
    }
    return grounds.get(e);
  };
  const single = options.runOnly.type === "rule";
  const words = [...document.querySelectorAll(`${inside} *`)].filter((e) => {
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const s = getComputedStyle(e);
    const asked = says || e.matches("input, select, a, button, summary")
      || (single && /auto|scroll/.test(s.overflow));
    if (!asked || !e.getClientRects().length) return false;
    const around = getComputedStyle(e.parentElement).color;
    const look = [s.color, around, s.fontSize, s.fontWeight, s.textDecorationLine, ground(e)];
    const kind = [own(e.parentElement), own(e), ...look].join();
    return !known.includes(kind) && known.push(kind);
  });
  if (single && !words.length) return [known, []];
  if (!globalThis.axe) return null;
  const values = ["color-contrast", "link-in-text-block", "target-size"];
  const rules = Object.fromEntries(values.map((one) => [one, { enabled: false }]));
  const found = single ? [] : (await axe.run(inside, { ...options, rules: { ...options.rules, ...rules } })).violations;
  const some = [...new Set([...values, ...(single ? options.runOnly.values : [])])];
  const few = { ...options, runOnly: { type: "rule", values: some } };
  if (words.length) found.push(...(await axe.run(words, few)).violations);
  return [known, found.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 120)}`))];
}
