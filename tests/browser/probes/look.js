// Notes one element of each kind (its name and classes, and its parent's) with all its values.
// A variable that nothing asks for may be cut; what it would give is seen in the values. The
// layout is asked for first: it starts the loading of the fonts, which give elements their widths.
async () => {
  document.body.getBoundingClientRect();
  await document.fonts.ready;
  const kind = (e) => `${e.localName}.${e.getAttribute("class") ?? ""}`;
  const first = new Map();
  for (const e of document.querySelectorAll("*:not(svg *, pre span)")) {
    const name = `${kind(e)} in ${e.parentElement ? kind(e.parentElement) : ""}`;
    if (!first.has(name)) first.set(name, e);
  }
  const values = (e, part) => {
    const style = getComputedStyle(e, part);
    if (part && ["none", "normal"].includes(style.content)) return "nothing";
    return Array.from(style).filter((one) => !one.startsWith("--"))
      .map((one) => `${one}:${style.getPropertyValue(one)}`).join(";");
  };
  return new Map([...first].map(([name, e]) =>
    [name, [undefined, "::before", "::after"].map((part) => values(e, part)).join(" | ")]));
}
