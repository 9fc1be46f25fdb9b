// What the names of the site's colours stand for.
() => {
  const tint = (name) => {
    const box = document.createElement("div");
    box.style.cssText = `forced-color-adjust:none;color:var(${name})`;
    document.body.append(box);
    return getComputedStyle(box).color;
  };
  return ["--chart-ink", "--chart-ground", "--link", "--chart-grid"].map(tint);
}
