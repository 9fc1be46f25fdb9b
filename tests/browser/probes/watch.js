// Adds up how far the layout shifts; it runs before the page's own scripts.
window.__shift = 0;
new PerformanceObserver((list) => {
  list.getEntries().forEach((e) => { if (!e.hadRecentInput) window.__shift += e.value; });
}).observe({ type: "layout-shift", buffered: true });
