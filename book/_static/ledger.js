/* Narrows and sorts the ledger. The table is complete without this script; here rows that do not
   fit are hidden, the chips' counts follow each other, the number of rows is announced, and the
   choice stands in the address, so that it can be sent and Back undoes it. Nothing is fetched. */
(() => {
  "use strict";
  const whole = document.querySelector(".ledger-whole");
  if (!whole) return;
  const form = whole.querySelector("form.ledger-filters");
  const status = whole.querySelector(".ledger-status"), everything = status.textContent;
  const body = whole.querySelector("table.ledger tbody");
  const rows = [...body.rows];
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const names = [...new Set(boxes.map((box) => box.name))];
  const { q: search, sort } = form.elements;
  const verdicts = boxes.filter((box) => box.name === "verdict").map((box) => box.value);

  // Accents, capitals and quotation marks do not matter; 93,9 finds 93.9, "%" finds "per cent".
  function plain(text) {
    const letters = text.normalize("NFKD").replace(/[\u0300-\u036f"'\u2018-\u201f]/g, "").toLowerCase();
    return letters.replace(/(\d),(?=\d)/g, "$1.").replace(/\s*per cent\b/g, "%").replace(/\u2212/g, "-");
  }
  // A comma between digits may part thousands too: the text is searched as written and as changed.
  const words = new Map(rows.map((row) => [row, plain(row.textContent) + row.textContent.replace(/(\d),(?=\d)/g, "$1")]));

  const chosen = (name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);
  function fits(row, without) {
    const wanted = plain(search.value).split(/\s+/).filter(Boolean);
    return wanted.every((word) => words.get(row).includes(word)) && names.every((name) => {
      const values = name === without ? [] : chosen(name);
      return !values.length || values.includes(row.dataset[name]);
    });
  }

  function show() {
    for (const row of rows) row.hidden = !fits(row);
    const left = rows.filter((row) => !row.hidden).length;
    for (const name of names) {
      const others = rows.filter((row) => fits(row, name));
      for (const box of boxes.filter((one) => one.name === name)) {
        const count = others.filter((row) => row.dataset[name] === box.value).length;
        box.parentElement.querySelector("b").textContent = count;
        box.parentElement.classList.toggle("none", !count);
      }
    }
    const order = (row) => (sort.value ? 1000 * verdicts.indexOf(row.dataset.verdict) : 0) + Number(row.dataset.place);
    body.append(...[...rows].sort((one, two) => order(one) - order(two)));
    status.textContent = left === rows.length ? everything : left ? `${left} of ${rows.length} shown` : "Nothing fits";
  }

  // The reader's standards stand in the same address and are left alone.
  function query() {
    const asked = new URLSearchParams(location.search);
    for (const name of [...names, "q", "sort"]) asked.delete(name);
    for (const name of names) chosen(name).forEach((value) => asked.append(name, value));
    if (search.value.trim()) asked.set("q", search.value.trim());
    if (sort.value) asked.set("sort", sort.value);
    return `?${asked}`.replaceAll("%2C", ",").replace(/^\?$/, "");
  }
  function keep(how) {
    show();
    const address = (query() || location.pathname) + location.hash;
    if (query() !== location.search) history[how](null, "", address);
  }
  function take() {
    const asked = new URLSearchParams(location.search);
    for (const box of boxes) box.checked = asked.getAll(box.name).includes(box.value);
    search.value = asked.get("q") || "";
    sort.value = asked.get("sort") === "verdict" ? "verdict" : "";
    const folded = form.querySelector("details");
    folded.open ||= Boolean(folded.querySelector("input:checked"));
    show();
  }

  let typing = false;
  form.addEventListener("input", (event) => {
    // A word being typed is one step back, not one a letter.
    const go = event.target === search && typing ? "replaceState" : "pushState";
    typing = event.target === search;
    keep(go);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => keep("pushState")));
  addEventListener("popstate", () => { typing = false; take(); });
  take();
})();
