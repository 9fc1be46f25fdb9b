// How many elements obey a hostile text: listeners, addresses that run, a formula, a picture.
() => [...document.querySelectorAll("*")].filter((e) =>
  [...e.attributes].some((a) => a.name.startsWith("on")
    || /^\s*javascript:/i.test(a.value) && ["href", "src", "action"].includes(a.name))
  || e.localName === "math" && e.textContent.includes("javascript")
  || e.localName === "img" && e.getAttribute("src") === "x").length
