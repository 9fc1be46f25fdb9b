// Puts the sheets of the theme in their place whole, and waits until they hold.
(names) => Promise.all(names.map((name) => new Promise((done, failed) => {
  const link = document.querySelector(`link[rel=stylesheet][href*="${name}"]`);
  link.onload = done; link.onerror = failed;
  link.href = `${link.href}&whole`;
})))
