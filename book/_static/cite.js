/* Puts citations on the clipboard. Without it the boxes open all the same and their text can be
   selected. */
(() => {
  "use strict";

  const LOCAL = /^(localhost|127\.|\[::1\]|$)/;

  /* Where the site's address is not part of the build, the reader's own is filled in. */
  function fillAddress(panel) {
    const relative = panel.dataset.relative;
    if (!relative || !location.protocol.startsWith("http") || LOCAL.test(location.hostname)) return;
    const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
    const full = new URL(relative, root).href;
    for (const text of panel.querySelectorAll(".cite-text")) {
      text.textContent = text.textContent.replace(relative, () => full);
    }
    delete panel.dataset.relative;
  }

  function addButtons(panel) {
    if (panel.querySelector(".cite-copy")) return;
    for (const form of panel.querySelectorAll(".cite-form")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cite-copy";
      button.textContent = "Copy";
      button.setAttribute("aria-label", `Copy ${form.querySelector(".cite-name").textContent}`);
      form.insertBefore(button, form.querySelector(".cite-text"));
    }
  }

  function select(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  async function copy(element, panel) {
    const name = element.closest(".cite-form").querySelector(".cite-name").textContent;
    let done = false;
    try {
      await navigator.clipboard.writeText(element.textContent);
      done = true;
    } catch {
      select(element);
      done = document.execCommand("copy");
    }
    panel.querySelector(".cite-status").textContent = done
      ? `Copied: ${name}.`
      : `Selected: ${name}. Copy it with Ctrl+C.`;
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest(".cite-open");
    if (opener) {
      const panel = document.getElementById(opener.getAttribute("popovertarget"));
      if (panel.matches(":popover-open")) return;
      fillAddress(panel);
      addButtons(panel);
      /* The box opens after this event; selecting inside it needs it open. */
      setTimeout(() => copy(panel.querySelector('[data-form="apa"]'), panel));
      return;
    }
    const button = event.target.closest(".cite-copy");
    if (button) copy(button.parentElement.querySelector(".cite-text"), button.closest(".cite-panel"));
  });
})();
