/* Paper is white: a page in dark mode is printed as it looks in light mode, charts too. */

"use strict";

(() => {
  const page = document.documentElement;
  let shown = null;

  addEventListener("beforeprint", () => {
    shown ??= page.dataset.theme;
    page.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    if (shown !== null) page.dataset.theme = shown;
    shown = null;
  });
})();
