// A browser that lets a page store nothing; it runs before the page's own scripts.
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { configurable: true,
    get() { throw new DOMException("blocked", "SecurityError"); } });
}
