// Runs before anything is painted: the theme finds out about light or dark after the first paint.
// A browser may keep nothing for a page (storage blocked, or full): then the page remembers, which
// the theme does not expect.
const remembering = (name) => { const kept = new Map(); let real;
try { real = window[name]; Object.keys(real).forEach((key) => kept.set(key, real[key])); }
catch { real = null; }
return { getItem: (key) => kept.get(key) ?? null,
setItem(key, value) { kept.set(key, String(value));
try { real?.setItem(key, value); } catch { real = null; } } }; };
for (const name of ["localStorage", "sessionStorage"])
Object.defineProperty(window, name, { value: remembering(name) });
document.documentElement.dataset.mode = localStorage.getItem("mode") || "auto";
document.documentElement.dataset.theme = ["light", "dark"].includes(localStorage.getItem("mode"))
? localStorage.getItem("mode") :
matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
