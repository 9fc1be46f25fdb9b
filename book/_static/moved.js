/* Goes on to where an anchor, or the whole page, has moved. */
(() => {
  "use strict";
  const { moves, page } = document.currentScript.dataset;
  const known = JSON.parse(moves || "{}");

  function go() {
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (Object.hasOwn(known, anchor)) {
      location.replace(known[anchor]);
    } else if (page) {
      const target = new URL(page, location.href);
      if (location.hash) target.hash = location.hash;
      location.replace(target.href);
    }
  }

  go();
  addEventListener("hashchange", go);
})();
