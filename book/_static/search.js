/* The search page: every text of the book and every row of the data, looked through as it is.
   Words are found by their beginning, numbers and ids whole; accents and capitals do not count. */

(() => {
  "use strict";

  const SHOWN = 8;
  const SCRAP = 40; // letters
  const NAME = 4; // words
  const FOLDED = new Map(Object.entries({
    ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", "×": "x",
    "’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-",
  }));
  const PERCENT = /[ \u00a0\u202f]?(?:%|percent\b|per cent\b)/iy;
  const THOUSAND = /[,\u00a0\u202f\u2009]\d{3}(?!\d)/y;
  const DIGIT = /\d/;
  const LETTER = /[\p{L}\p{N}]/u;

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const plain = (number) => number.toLocaleString("en-GB");

  // A text without accents, capitals, marks between thousands and kinds of quotes and dashes;
  // `at` takes the place in the text of each of its letters.
  function fold(text, at) {
    let folded = "";
    for (let i = 0; i < text.length; ) {
      const sign = String.fromCodePoint(text.codePointAt(i));
      const low = sign.toLowerCase();
      PERCENT.lastIndex = THOUSAND.lastIndex = i;
      const inNumber = DIGIT.test(folded.slice(-1));
      const percent = inNumber && PERCENT.exec(text);
      const put = percent ? "%"
        : inNumber && THOUSAND.test(text) ? ""
        : low < "\u0080" ? low
        : FOLDED.get(low) ?? low.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
      at?.push(...Array(put.length).fill(i));
      folded += put;
      i += percent ? percent[0].length : sign.length;
    }
    at?.push(text.length);
    return folded;
  }

  function terms(query) {
    // A comma between digits is a decimal one, unless it marks thousands.
    const found = fold(query.replace(/(\d),(\d{1,2})(?!\d)/g, "$1.$2")).match(/"[^"]+"|\S+/g) ?? [];
    const bare = found.map((word) => word.replace(/^["'([.,;:]+|["')\].,;:?!]+$/g, "").trim());
    return [...new Set(bare)].filter((word) => LETTER.test(word));
  }

  // Where a term stands in a folded text, from a place on; -1 for nowhere.
  function find(term, text, from = 0) {
    for (let i = text.indexOf(term, from); i >= 0; i = text.indexOf(term, i + 1)) {
      const before = text[i - 1] ?? " ";
      const next = text.slice(i + term.length, i + term.length + 2);
      const inNumber = DIGIT.test(term[0]) && /[.,]/.test(before) && DIGIT.test(text[i - 2] ?? "");
      const goesOn = DIGIT.test(term.slice(-1)) && /^(?:\d|[.,]\d)/.test(next);
      if (!(LETTER.test(before) && LETTER.test(term[0])) && !inNumber && !goesOn) return i;
    }
    return -1;
  }

  const has = (term, text) => find(term, text) >= 0;
  function hasWhole(term, text, from = 0) {
    const i = find(term, text, from);
    return i >= 0 && (!LETTER.test(text[i + term.length] ?? " ") || hasWhole(term, text, i + 1));
  }
  const count = (words, text) => words.filter((word) => has(word, text)).length;

  // All that can be found, once: kind, heading, where it stands, address, texts.
  function things(index) {
    const sections = index.pages.flatMap(([where, address, parts]) =>
      parts.map(([heading, anchor, claim, texts]) => {
        const link = anchor ? `${address}#${anchor}` : address;
        return { kind: claim ? "claims" : "pages", heading, where, link, texts };
      }));
    const rows = index.tables.flatMap(([where, address, records]) =>
      records.map(([heading, text]) => {
        const link = address ? `${address}#${heading}` : "";
        return { kind: "rows", heading, where, link, texts: [text] };
      }));
    return [...sections, ...rows].map((one) =>
      ({ ...one, head: fold(one.heading), plain: one.texts.map((text) => fold(text)) }));
  }

  // How well a thing fits; 0 where it lacks more than `lacking` of the words.
  function fit(one, words, whole, lacking) {
    const all = [one.head, ...one.plain];
    const there = words.filter((word) => all.some((text) => has(word, text))).length;
    if (there === 0 || there < words.length - lacking) return 0;
    const ids = one.head.split(" ");
    const best = Math.max(0, ...one.plain.map((text) => count(words, text)));
    return 100 * there
      + (words.length === 1 && ids.includes(words[0]) ? 60 : 0)
      + 10 * count(words, one.head)
      + (one.head === whole ? 10 : 0)
      + 10 * (best / words.length)
      + 5 * words.filter((word) => all.some((text) => hasWhole(word, text))).length
      + (words.length > 1 && all.some((text) => has(whole, text)) ? 20 : 0);
  }

  // Whether a section is called so: its short heading has all of the words, and they are no numbers.
  const isNamed = (one, words) => one.kind === "pages" && one.head.split(" ").length <= NAME
    && !words.some((word) => DIGIT.test(word)) && count(words, one.head) === words.length;

  function search(found, query) {
    const words = terms(query);
    const whole = words.join(" ");
    for (const lacking of words.length > 1 ? [0, words.length - 1] : [0]) {
      const hits = found
        .map((one) => [fit(one, words, whole, lacking), one])
        .filter(([points]) => points > 0)
        .sort((a, b) => b[0] - a[0])
        .map(([, one]) => one);
      if (hits.length) return { words, hits, some: lacking > 0 };
    }
    return { words, hits: [], some: false };
  }

  // The sentence of a thing that holds most of the words, rather a full one than a scrap; the first
  // where only its heading does.
  function sentence(one, words) {
    const sentences = one.texts.flatMap((text) => text.split(/(?<=[.!?”])\s+(?=[\p{Lu}\p{N}“])/u));
    let best = sentences[0] ?? "";
    let most = 0;
    for (const text of sentences) {
      const there = count(words, fold(text));
      const fuller = there === most && best.length < SCRAP && text.length >= SCRAP;
      if (there > most || (there > 0 && fuller)) [best, most] = [text, there];
    }
    return best;
  }

  // A text with its words marked, cut around the first of them where it is long.
  function marked(text, words) {
    const at = [];
    const folded = fold(text, at);
    const spans = [];
    for (const word of words) {
      for (let i = find(word, folded); i >= 0; i = find(word, folded, i + word.length)) {
        let end = i + word.length;
        while (/\p{L}/u.test(word.slice(-1)) && LETTER.test(folded[end] ?? " ")) end += 1;
        spans.push([at[i], at[end]]);
      }
    }
    spans.sort((a, b) => a[0] - b[0]);
    const first = spans[0]?.[0] ?? 0;
    const start = first > 220 ? text.lastIndexOf(" ", first - 80) + 1 : 0;
    const stop = text.length - start > 340 ? text.lastIndexOf(" ", start + 320) : text.length;
    const line = document.createElement("p");
    let done = start;
    if (start > 0) line.append("… ");
    for (const [from, to] of spans) {
      if (from < done || to > stop) continue;
      line.append(text.slice(done, from), make("mark", { textContent: text.slice(from, to) }));
      done = to;
    }
    line.append(text.slice(done, stop), stop < text.length ? " …" : "");
    return line;
  }

  function item(one, words) {
    const li = document.createElement("li");
    const textContent = one.where === one.heading ? "" : ` ${one.where}`;
    li.append(
      make(one.link ? "a" : "b", { textContent: one.heading, ...(one.link && { href: one.link }) }),
      make("span", { textContent }),
      marked(sentence(one, words), words),
    );
    return li;
  }

  function group(name, hits, words) {
    const box = document.createElement("section"), list = document.createElement("ol");
    const items = (some) => some.map((one) => item(one, words));
    list.append(...items(hits.slice(0, SHOWN)));
    box.append(make("h2", { textContent: `${name} (${plain(hits.length)})` }), list);
    if (hits.length > SHOWN) {
      const textContent = `Show all ${plain(hits.length)}`;
      box.append(make("button", { type: "button", textContent, onclick() {
        const rest = items(hits.slice(SHOWN));
        list.append(...rest);
        this.remove();
        rest[0].querySelector("a")?.focus();
      } }));
    }
    return box;
  }

  const index = globalThis.auditTexts ?? { pages: [], tables: [] };
  const field = document.getElementById("find-words");
  const said = document.querySelector(".find-said");
  const results = document.getElementById("search-results");
  const NAMES = { named: "Of this name", claims: "Claims", rows: "Rows of the data", pages: "Pages" };
  let found;

  function show(query) {
    results.replaceChildren();
    said.textContent = "";
    if (!query.trim()) return;
    found ??= things(index);
    const { words, hits, some } = search(found, query);
    const number = (kind) => plain(found.filter((one) => one.kind === kind).length);
    const many = `${plain(hits.length)} place${hits.length === 1 ? "" : "s"}`;
    said.textContent = !hits.length
      ? `Nothing here has “${query.trim()}”. Looked through: ${index.pages.length} pages,`
        + ` ${number("claims")} claims, ${number("rows")} rows of the data.`
        + " Not looked through: code, and the data of charts."
      : some ? `Nothing has all of these words. ${many} with some of them:`
      : `${many} for “${query.trim()}”:`;
    const groups = Object.groupBy(hits, (one) => (isNamed(one, words) ? "named" : one.kind));
    for (const [kind, name] of Object.entries(NAMES)) {
      if (groups[kind]) results.append(group(name, groups[kind], words));
    }
  }

  // Arrows go through the results, from the field and back to it.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...results.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    if (!step || here < 0 || !stops[here + step]) return;
    event.preventDefault();
    stops[here + step].focus();
  });

  let soon;
  field.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => show(field.value), 120);
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  show(field.value);
  field.focus();
})();
