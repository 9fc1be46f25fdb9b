/* Opens the box with a citation's forms and puts the first of them on the clipboard, and does so
   with the code of a listing. The texts are data of the page; without this script the links lead to
   the page about citing. */
(() => {
  "use strict";

  const NAMES = { apa: "APA", bibtex: "BibTeX", csl: "CSL-JSON", link: "Plain link" };
  const LOCAL = /^(localhost|127\.|\[::1\]|$)/;
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const button = (className, textContent, ariaLabel, onclick) =>
    make("button", { type: "button", className, textContent, ariaLabel, onclick });

  /* Puts an element's text on the clipboard, or selects it where that cannot be. */
  async function isCopied(text) {
    try {
      await navigator.clipboard.writeText(text.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(text);
      return document.execCommand("copy");
    }
  }

  for (const code of document.querySelectorAll("details.audit-code .highlight pre")) {
    const copier = button("cite-copy", "Copy", "Copy the code", async () => {
      copier.textContent = await isCopied(code) ? "Copied" : "Selected";
    });
    code.after(copier);
  }

  const data = document.getElementById("cite_texts");
  const box = make("dialog", { className: "cite-panel", ariaLabel: "Citation" });
  if (!data || !box.showModal) return;
  const { forms, relative, items } = JSON.parse(data.textContent);

  /* An item's citation in a form. Where the site's address is not part of the build, the reader's
     own is filled in. */
  function cited(item, form) {
    const own = { ...item, name: item.name.toLowerCase() };
    const text = item[form] ?? forms[form].replace(/zz(name|title|address)/g, (_, part) => own[part]);
    if (!relative || !location.protocol.startsWith("http") || LOCAL.test(location.hostname)) {
      return text;
    }
    const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
    return text.replace(item.address, () => new URL(item.address, root).href);
  }

  async function copy(text, form, status) {
    status.textContent = await isCopied(text)
      ? `Copied: ${NAMES[form]}.`
      : `Selected: ${NAMES[form]}. Copy it with Ctrl+C.`;
  }

  function open(item) {
    const status = make("p", { className: "cite-status", role: "status" });
    const texts = Object.entries(NAMES).map(([form, name]) => {
      const own = { textContent: cited(item, form), ariaLabel: `Citation as ${name}` };
      const text = make("div", { className: "cite-text", role: "group", tabIndex: 0, ...own });
      text.dataset.form = form;
      const row = make("div", { className: "cite-form" });
      const again = button("cite-copy", "Copy", `Copy ${name}`, () => copy(text, form, status));
      row.append(make("p", { className: "cite-name", textContent: name }), again, text);
      return row;
    });
    box.replaceChildren(
      button("cite-close", "Close", null, () => box.close()),
      make("p", { className: "cite-title", textContent: item.title }), status, ...texts,
    );
    box.showModal();
    copy(texts[0].lastChild, "apa", status);
  }

  box.setAttribute("closedby", "any");
  data.after(box);

  /* What opens a box is a button; without this script it is a link. */
  for (const link of document.querySelectorAll("a.cite-open")) {
    const opener = button("cite-open", link.textContent, link.ariaLabel);
    opener.title = link.title;
    opener.dataset.cite = link.dataset.cite;
    link.replaceWith(opener);
  }
  document.addEventListener("click", (event) => {
    const name = event.target.closest("button.cite-open")?.dataset.cite;
    if (items[name]) open({ name, ...items[name] });
  });
})();
