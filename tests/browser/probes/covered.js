// Whether something lies over the page's button, or the button over a word.
() => {
  const button = document.querySelector("h1 + .cite-open");
  const own = button.getBoundingClientRect();
  const inset = [[3, 3], [own.width / 2, own.height / 2], [own.width - 3, own.height - 3]];
  const above = inset.map(([x, y]) => document.elementFromPoint(own.x + x, own.y + y));
  const words = document.createRange();
  const lines = [...document.querySelectorAll("h1, .chapter-place")];
  const near = (w) => w.right > own.left && w.bottom > own.top + 3 && w.top < own.bottom - 3;
  return above.some((one) => one !== button) || lines.some((line) => {
    words.selectNodeContents(line);
    return [...words.getClientRects()].some(near);
  });
}
