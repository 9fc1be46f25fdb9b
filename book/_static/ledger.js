/* The filters of the ledger. The table is complete without this script; here rows that do not fit
   are hidden, the count is announced, and the choice stands in the address after #, so that it can
   be sent, and survives going back. Nothing is fetched and nothing is stored. */

(function () {
  "use strict";

  // Accents and capitals do not matter, and "93.9%" finds "93.9 per cent".
  function plain(text) {
    const letters = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    return letters.replace(/\s*per cent\b/g, "%");
  }

  // "#coding" is the name of a place on the page; "#verdict=open" is a choice.
  function chosenInAddress() {
    const hash = window.location.hash.slice(1);
    return hash.includes("=") ? new URLSearchParams(hash) : null;
  }

  function start(whole) {
    const form = whole.querySelector("form.ledger-filters");
    const status = whole.querySelector(".ledger-status");
    const bodies = [...whole.querySelectorAll("table.ledger tbody")];
    const rows = [...whole.querySelectorAll("table.ledger tr[data-verdict]")];
    const words = new Map(rows.map((row) => [row, plain(row.textContent)]));
    const search = form.elements.namedItem("q");
    const lists = ["kind", "strength"].map((name) => form.elements.namedItem(name));
    const boxes = [...form.querySelectorAll("input[name=verdict]")];

    function choice() {
      const chosen = new URLSearchParams();
      boxes.filter((box) => box.checked).forEach((box) => chosen.append("verdict", box.value));
      lists.filter((list) => list.value).forEach((list) => chosen.set(list.name, list.value));
      if (search.value.trim()) chosen.set("q", search.value.trim());
      return chosen;
    }

    function fits(row, chosen) {
      const verdicts = chosen.getAll("verdict");
      if (verdicts.length && !verdicts.includes(row.dataset.verdict)) return false;
      for (const name of ["kind", "strength"]) {
        if (chosen.get(name) && row.dataset[name] !== chosen.get(name)) return false;
      }
      const wanted = plain(chosen.get("q") || "").split(/\s+/).filter(Boolean);
      return wanted.every((word) => words.get(row).includes(word));
    }

    function show() {
      const chosen = choice();
      let left = 0;
      rows.forEach((row) => {
        row.hidden = !fits(row, chosen);
        left += row.hidden ? 0 : 1;
      });
      bodies.forEach((body) => {
        body.hidden = !body.querySelector("tr[data-verdict]:not([hidden])");
      });
      status.textContent = [...chosen.keys()].length
        ? (left === 0 ? "No claim fits" : left + " of " + rows.length + " claims shown")
        : rows.length + " claims";
      return chosen;
    }

    function keep() {
      const chosen = show().toString();
      const place = window.location.pathname + window.location.search;
      if (chosen) {
        window.history.replaceState(null, "", "#" + chosen);
      } else if (chosenInAddress()) {
        window.history.replaceState(null, "", place);
      }
    }

    function take(chosen) {
      const verdicts = chosen.getAll("verdict");
      boxes.forEach((box) => { box.checked = verdicts.includes(box.value); });
      lists.forEach((list) => {
        const wanted = chosen.get(list.name) || "";
        list.value = [...list.options].some((option) => option.value === wanted) ? wanted : "";
      });
      search.value = chosen.get("q") || "";
      show();
    }

    function fromAddress() {
      const chosen = chosenInAddress();
      if (!chosen) return;
      take(chosen);
      whole.scrollIntoView();
    }

    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => window.setTimeout(keep, 0));
    window.addEventListener("hashchange", fromAddress);
    fromAddress();
  }

  document.querySelectorAll(".ledger-whole").forEach(start);
})();
