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

  let card = null;
  let owner = null;
  let pinned = false;
  let timer = 0;
  let turn = 0;
  let loading = null;

  /* What is known about each number, by its name; nothing where the script cannot be had. */
  function entries() {
    loading ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = list.dataset.script;
      script.onload = () => done(globalThis.auditOrigins);
      script.onerror = () => {
        loading = null;
        done({});
      };
      document.head.append(script);
    });
    return loading;
  }

  function close() {
    window.clearTimeout(timer);
    turn += 1;
    if (!card) return;
    card.remove();
    owner.classList.remove("origin-open");
    if (owner.hasAttribute("role")) owner.setAttribute("aria-expanded", "false");
    card = null;
    owner = null;
    pinned = false;
  }

  function place() {
    if (!card) return;
    const at = owner.getClientRects()[0];
    if (!at || at.bottom < 0 || at.top > window.innerHeight) {
      close();
      return;
    }
    const width = card.offsetWidth;
    const height = card.offsetHeight;
    const left = Math.min(Math.max(12, at.left), document.documentElement.clientWidth - width - 12);
    const below = at.bottom + 6 + height <= window.innerHeight;
    card.style.left = left + "px";
    card.style.top = (below ? at.bottom + 6 : Math.max(6, at.top - height - 6)) + "px";
  }

  async function open(number, pin) {
    if (owner === number) {
      pinned = pinned || pin;
      return;
    }
    close();
    const own = turn;
    const entry = (await entries())[number.dataset.n];
    if (own !== turn) return;
    card = document.createElement("span");
    card.className = "origin-card";
    card.setAttribute("role", "group");
    card.setAttribute("aria-label", "Where " + number.textContent + " comes from");
    if (entry) card.innerHTML = entry;
    else card.append(list.cloneNode(true));
    number.classList.add("origin-open");
    if (number.hasAttribute("role")) number.setAttribute("aria-expanded", "true");
    number.after(card);
    owner = number;
    pinned = pin;
    place();
    card.addEventListener("pointerleave", () => { if (!pinned) close(); });
  }

  function numberAt(event) {
    return event.target.closest ? event.target.closest(".pasted-text[data-n]") : null;
  }

  document.addEventListener("pointerover", (event) => {
    const number = event.pointerType === "mouse" ? numberAt(event) : null;
    if (!number || number.closest("a")) return;
    window.clearTimeout(timer);
    entries();
    timer = window.setTimeout(() => open(number, false), DELAY);
  });

  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || !numberAt(event)) return;
    window.clearTimeout(timer);
    const left = owner;
    timer = window.setTimeout(() => {
      if (owner === left && !pinned && card && !card.matches(":hover")) close();
    }, DELAY);
  });

  document.addEventListener("click", (event) => {
    const number = numberAt(event);
    if (number && !number.closest("a")) {
      if (owner === number && pinned) close();
      else open(number, true);
    } else if (card && !card.contains(event.target)) {
      close();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card) {
      const back = card.contains(document.activeElement) ? owner : null;
      close();
      if (back) back.focus();
    } else if ((event.key === "Enter" || event.key === " ") && event.target.dataset.n) {
      event.preventDefault();
      if (owner === event.target) close();
      else open(event.target, true);
    }
  });

  window.addEventListener("scroll", place, { passive: true });
  window.addEventListener("resize", place);

  // A button under the title makes the numbers stops for the Tab key.
  const button = document.createElement("button");

  function setKeys(on) {
    close();
    document.documentElement.classList.toggle("origins-keys", on);
    numbers.forEach((number) => {
      if (on) {
        number.tabIndex = 0;
        number.setAttribute("role", "button");
        number.setAttribute("aria-expanded", "false");
      } else {
        number.removeAttribute("tabindex");
        number.removeAttribute("role");
        number.removeAttribute("aria-expanded");
      }
    });
    button.setAttribute("aria-pressed", String(on));
  }

  button.type = "button";
  button.className = "origin-toggle";
  button.textContent = "Reach every number with the Tab key";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    setKeys(button.getAttribute("aria-pressed") !== "true");
  });
  document.querySelector("article h1").before(button);

  // A link to a cell of the chapter's code opens the fold that holds it; one to a number's entry,
  // which once stood on the page itself, leads on to the list.
  function reveal() {
    const hash = window.location.hash;
    const target = document.getElementById(hash.slice(1));
    if (!target && hash.startsWith("#n-")) window.location.replace(list.href + hash);
    const closed = target && target.closest("details:not([open])");
    if (closed) {
      closed.open = true;
      target.scrollIntoView();
    }
  }

  window.addEventListener("hashchange", reveal);
  reveal();
  document.documentElement.classList.add("origins-ready");
})();
