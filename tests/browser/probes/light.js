// Boxes of the text whose ground is light; a mark of a few pixels may be.
() => [...document.querySelectorAll(".bd-article *")].filter((e) => {
  const [red, green, blue, alpha = 1] =
    getComputedStyle(e).backgroundColor.match(/[\d.]+/g).map(Number);
  const box = e.getBoundingClientRect();
  return alpha > 0.5 && red + green + blue > 480 && box.width > 60 && box.height > 20;
}).map((e) => e.outerHTML.slice(0, 120))
