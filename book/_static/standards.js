/* A reader's own standards of evidence: looks up verdicts that the build worked out, shows them
   beside ours, keeps the choice in the address and carries it along the site's links. */
(() => {
  "use strict";
  const block = document.getElementById("standards-data");
  const data = block && JSON.parse(block.textContent);
  const form = document.querySelector(".standards-form");
  const banner = document.querySelector(".standards-banner");
  const PARTS = ["maker", "second", "later"], STRICT = { 0.5: "half", 2: "twice" };
  const all = (selector, start = document) => [...start.querySelectorAll(selector)];

  function chosen() {
    const asked = new URLSearchParams(location.search), parts = (asked.get("leave") || "").split(",");
    const leave = PARTS.filter((part) => parts.includes(part)).join(), strict = asked.get("strict");
    return { leave, strict: Object.hasOwn(STRICT, strict) ? strict : "" };
  }
  function withChoice(search, state) {
    const query = new URLSearchParams(search);
    for (const name of ["leave", "strict"]) state[name] ? query.set(name, state[name]) : query.delete(name);
    return `?${query}`.replaceAll("%2C", ",").replace(/^\?$/, "");
  }
  function carry(state) {
    for (const link of all("a[href]:not([href^='#'], [download])")) {
      const url = new URL(link.href);
      if (url.protocol + url.host !== location.protocol + location.host || !/\.html$/.test(url.pathname)) continue;
      const search = withChoice(url.search, state);
      if (search !== url.search) { url.search = search; link.href = url.href; }
    }
  }
  function make(tag, ...children) { const made = document.createElement(tag); made.append(...children); return made; }
  function badge(letter) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "v-mark");
    svg.innerHTML = `<use href="#${data.classes[letter]}"/>`;
    const made = make("span", svg, data.words[letter]);
    made.className = `v-badge ${data.classes[letter]}`;
    return made;
  }
  const word = (n) => (n < data.numbers.length ? data.numbers[n] : n);
  const counted = (n, total) => `${word(n)} of ${word(total)}`;
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  function paint(mark, ours, theirs, why) {
    mark.classList.toggle("moved", ours !== theirs);
    const yours = mark.querySelector(".yours"), use = mark.querySelector("use"), tip = mark.querySelector(".tip");
    if (yours) {
      yours.hidden = ours === theirs;
      yours.replaceChildren("Under your standards: ", badge(theirs), ` ${why}`);
    } else if (use) {
      mark.classList.remove(...Object.values(data.classes));
      mark.classList.add(data.classes[theirs]);
      use.setAttribute("href", `#${use.getAttribute("href")[1]}${data.classes[theirs].slice(1)}`);
      if (tip) {
        tip.ours ??= [...tip.childNodes];
        tip.replaceChildren(...tip.ours);
        const said = tip.querySelector("b");
        said.textContent = data.words[theirs];
        if (ours !== theirs && why) {
          while (said.nextSibling) said.nextSibling.remove();
          said.after(`: ${why}`);
        }
      }
    }
  }
  function show() {
    const state = chosen(), active = Boolean(state.leave || state.strict);
    carry(state);
    if (!data) return;
    const base = data.letters["|set"], now = data.letters[`${state.leave}|${STRICT[state.strict] || "set"}`];
    const at = Object.fromEntries(data.ids.map((id, n) => [id, n]));
    const why = (id) => (data.why[id] || {})[now[at[id]]] || "";
    for (const mark of all("[data-id]")) {
      const n = at[mark.dataset.id];
      if (n !== undefined) paint(mark, base[n], now[n], why(mark.dataset.id));
    }
    document.querySelector(".standards-ours")?.toggleAttribute("hidden", !active);
    const moved = (form ? data.findings : data.ids).filter((id) => now[at[id]] !== base[at[id]]);
    if (banner) {
      banner.hidden = !active;
      const back = make("a", "Back to ours");
      back.href = withChoice(location.search, {}) || location.pathname;
      banner.replaceChildren(`Read under your standards: ${counted(moved.length, data.ids.length)} verdicts here differ; the text stays ours. `, back);
    }
    if (!form) return;
    form.parentElement.open ||= active;
    for (const input of form.elements) {
      if (input.name) input.checked = input.name === "leave" ? state.leave.split(",").includes(input.value) : input.value === state.strict;
    }
    form.querySelector("[role=status]").textContent = active
      ? capital(`${counted(moved.length, data.findings.length)} findings get another verdict; the answer about the 60% stays ours.`) : "Nothing left out: our own reading.";
    const back = form.querySelector(".standards-back");
    back.hidden = !active;
    for (const item of all(".squares-key li")) {
      const number = data.findings.filter((id) => data.words[now[at[id]]] === item.dataset.word).length;
      item.hidden = !number;
      item.querySelector("b").textContent = number;
    }
    const table = document.querySelector(".standards-moved");
    table.hidden = !moved.length;
    table.querySelector("tbody").replaceChildren(...moved.map((id) => {
      const head = make("th", data.names[id]);
      head.scope = "row";
      const cells = [badge(base[at[id]]), badge(now[at[id]]), why(id)].map((content) => make("td", content));
      ["Ours", "Under yours", "Why"].forEach((words, n) => { cells[n].dataset.h = words; });
      return make("tr", head, ...cells);
    }));
  }
  function choose(state) {
    history.pushState(null, "", (withChoice(location.search, state) || location.pathname) + location.hash);
    show();
  }
  form?.addEventListener("change", () => choose({
    leave: PARTS.filter((part) => form.querySelector(`[value=${part}]`).checked).join(),
    strict: form.querySelector("[name=strict]:checked").value,
  }));
  form?.querySelector(".standards-back").addEventListener("click", (event) => { event.preventDefault(); choose({}); });
  addEventListener("popstate", show);
  show();
})();
