/* Goes on to where an anchor, or the whole page, has moved. */
(() => {
  const { moves, page } = document.currentScript.dataset;
  const known = JSON.parse(moves || "{}");

  function go() {
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (Object.hasOwn(known, anchor)) location.replace(known[anchor]);
    else if (page) location.replace(new URL(page + location.hash, location.href));
  }

  go();
  addEventListener("hashchange", go);
})();
