// Gives each table that is wider than the column a smaller size, then words that break anywhere;
// returns what is still wider, outermost first.
(column) => {
  const beyond = (e) => e.getClientRects().length && e.getBoundingClientRect().right > column + 1;
  for (const size of ["fit-small", "fit-smaller"]) {
    for (const table of document.querySelectorAll("table")) {
      if (beyond(table)) table.classList.add(size);
    }
  }
  return [...document.querySelectorAll("body *")]
    .filter((e) => !e.closest("svg *") && beyond(e))
    .map((e) => `${e.closest(".chapter")?.id ?? "lists"}: ${e.localName} ${e.className}`.trim());
}
