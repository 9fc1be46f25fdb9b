// Of each button for citing its width, height and right end, and how far its top lies below the
// bottom of its line and its bottom below the line's top: a heading's, or the one above a page's.
() => [...document.querySelectorAll(".cite-open")].map((button) => {
  const own = button.getBoundingClientRect();
  const head = button.previousElementSibling;
  const beside = head.localName === "h1" ? document.querySelector(".chapter-place") : head;
  const line = beside.getBoundingClientRect();
  return [own.width, own.height, own.right, own.top - line.bottom, own.bottom - line.top];
})
