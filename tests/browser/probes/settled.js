// How far the layout has shifted once the fonts are there and the page has been idle.
async () => {
  document.body.getBoundingClientRect();
  await document.fonts.ready;
  await new Promise((done) => setTimeout(done, 150));
  await new Promise((done) => requestIdleCallback(done));
  return window.__shift;
}
