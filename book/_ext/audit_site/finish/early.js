document.documentElement.dataset.theme = ["light", "dark"].includes(localStorage.getItem("mode"))
? localStorage.getItem("mode") :
matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
