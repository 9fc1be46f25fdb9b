// A browser whose storage is full; it runs before the page's own scripts.
Storage.prototype.setItem = () => {
  throw new DOMException("full", "QuotaExceededError");
};
