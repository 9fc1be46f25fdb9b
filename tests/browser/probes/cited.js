// The texts of each citation by its name and form, as its box shows them.
(names) => Object.fromEntries(names.map((name) => {
  document.querySelector(`button.cite-open[data-cite="${name}"]`).click();
  const box = document.querySelector(".cite-panel[open]");
  const texts = [...box.querySelectorAll(".cite-text")].map((t) => [t.dataset.form, t.textContent]);
  box.close();
  return [name, Object.fromEntries(texts)];
}))
