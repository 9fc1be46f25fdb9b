/* The origin of a number beside the number: on hovering, on a tap or a click, and by keyboard.

   Hundreds of numbers would be hundreds of stops for the Tab key, so they become stops only after
   one button is pressed. The card holds what the list of the page's numbers says, or a link to it;
   Escape closes it, and it stays while the pointer is on it. The first number that is asked loads
   the script with the entries of all; nothing is stored. */

(function () {
  "use strict";

  const DELAY = 350;
  const numbers = [...document.querySelectorAll(".pasted-text[data-n]")];
  const list = document.querySelector(".page-origins a");
  if (!numbers.length || !list) return;

  const page = document.documentElement;
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  let card = null, owner = null, pinned = false, timer = 0, turn = 0, loading = null;

  /* What is known about each number, by its name; nothing where the script cannot be had. */
  function entries() {
    loading ??= new Promise((done) => {
      const onload = () => done(globalThis.auditOrigins);
      const onerror = () => {
        loading = null;
        done({});
      };
      document.head.append(make("script", { src: list.dataset.script, onload, onerror }));
    });
    return loading;
  }

  function mark(on) {
    owner.classList.toggle("origin-open", on);
    if (owner.hasAttribute("role")) owner.setAttribute("aria-expanded", on);
  }

  function close() {
    clearTimeout(timer);
    turn += 1;
    if (!card) return;
    card.remove();
    mark(false);
    card = owner = null;
  }

  async function open(number, pin) {
    if (owner === number) {
      pinned ||= pin;
      return;
    }
    close();
    const own = turn;
    const entry = (await entries())[number.dataset.n];
    if (own !== turn) return;
    card = make("span", { className: "origin-card", innerHTML: entry ?? list.outerHTML });
    card.setAttribute("role", "group");
    card.setAttribute("aria-label", `Where ${number.textContent} comes from`);
    card.addEventListener("pointerleave", () => { if (!pinned) close(); });
    number.after(card);
    owner = number;
    pinned = pin;
    mark(true);
  }

  const numberAt = (event) => event.target.closest?.(".pasted-text[data-n]");
  const toggle = (number) => (owner === number && pinned ? close() : open(number, true));

  document.addEventListener("pointerover", (event) => {
    const number = event.pointerType === "mouse" && numberAt(event);
    if (!number || number.closest("a")) return;
    clearTimeout(timer);
    entries();
    timer = setTimeout(() => open(number, false), DELAY);
  });

  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || !numberAt(event)) return;
    clearTimeout(timer);
    const left = owner;
    timer = setTimeout(() => {
      if (owner === left && !pinned && !card?.matches(":hover")) close();
    }, DELAY);
  });

  document.addEventListener("click", (event) => {
    const number = numberAt(event);
    if (number && !number.closest("a")) toggle(number);
    else if (!card?.contains(event.target)) close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card) {
      const back = card.contains(document.activeElement) && owner;
      close();
      if (back) back.focus();
    } else if (["Enter", " "].includes(event.key) && event.target.dataset.n) {
      event.preventDefault();
      toggle(event.target);
    }
  });

  // A button under the title makes the numbers stops for the Tab key.
  const button = make("button", {
    type: "button",
    className: "origin-toggle",
    textContent: "Reach every number with the Tab key",
    ariaPressed: "false",
    onclick() {
      close();
      const on = page.classList.toggle("origins-keys");
      button.ariaPressed = String(on);
      for (const number of numbers) {
        for (const [name, value] of [["tabindex", 0], ["role", "button"], ["aria-expanded", false]]) {
          if (on) number.setAttribute(name, value);
          else number.removeAttribute(name);
        }
      }
    },
  });
  document.querySelector("article h1").before(button);

  // A link to a number's entry, which once stood on the page itself, leads on to the list.
  function lead() {
    const isHere = document.getElementById(location.hash.slice(1));
    if (!isHere && location.hash.startsWith("#n-")) location.replace(list.href + location.hash);
  }

  addEventListener("hashchange", lead);
  lead();
  page.classList.add("origins-ready");
})();
