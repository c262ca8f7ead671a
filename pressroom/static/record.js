// The theme that the reader chose in the book holds here too.
document.documentElement.dataset.theme = ((mode) => mode === "dark" || mode === "light" ? mode
  : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")(localStorage.getItem("mode"));
