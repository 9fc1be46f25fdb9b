// Runs before anything is painted; the theme finds out about light or dark only after that. A browser
// may keep nothing for a page (storage blocked, or full): then the page remembers, which the theme
// does not expect. Paper is white: a page in dark mode is printed as it looks in light mode.
{
  const remembering = (name) => {
    const kept = new Map();
    let real;
    try { real = window[name]; Object.keys(real).forEach((key) => kept.set(key, real[key])); }
    catch { real = null; }
    return { getItem: (key) => kept.get(key) ?? null, setItem(key, value) {
      kept.set(key, String(value));
      try { real?.setItem(key, value); } catch { real = null; }
    } };
  };
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { value: remembering(name) });

  const { dataset } = document.documentElement;
  const chosen = localStorage.getItem("mode"), dark = matchMedia("(prefers-color-scheme: dark)").matches;
  dataset.mode = chosen || "auto";
  dataset.theme = ["light", "dark"].includes(chosen) ? chosen : dark ? "dark" : "light";

  let shown;
  addEventListener("beforeprint", () => { shown ??= dataset.theme; dataset.theme = "light"; });
  addEventListener("afterprint", () => { dataset.theme = shown ?? dataset.theme; shown = undefined; });
}
