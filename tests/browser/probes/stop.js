// What holds the focus: whether it is marked, named and large enough to be seen.
() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const s = getComputedStyle(e), host = e.closest('label') || e;
  const h = getComputedStyle(host);
  const ring = [s, h].some(c =>
    (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0) || c.boxShadow !== 'none');
  const name = e.getAttribute('aria-label') || e.innerText || e.title
    || (e.labels && e.labels.length && e.labels[0].innerText) || e.placeholder || e.textContent;
  const box = host.getBoundingClientRect();
  return {tag: e.outerHTML.slice(0, 90), ring, name: (name || '').trim(),
    size: box.width * box.height};
}
