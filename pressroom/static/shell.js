// The theme switch of every page: as the device has it, light, or dark. The choice is kept on the reader's device alone.
(() => {
  const names = { auto: "Auto", light: "Light", dark: "Dark" };
  const page = document.documentElement, device = matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector(".press-theme");
  function show(mode) {
    page.dataset.mode = mode;
    page.dataset.theme = mode !== "auto" ? mode : device.matches ? "dark" : "light";
    button.lastElementChild.textContent = names[mode];
    button.setAttribute("aria-label", `Colours: ${names[mode]}. Change`);
  }
  button.hidden = false;
  show(page.dataset.mode in names ? page.dataset.mode : "auto");
  device.addEventListener("change", () => show(page.dataset.mode));
  button.addEventListener("click", () => {
    const order = Object.keys(names);
    show(order[(order.indexOf(page.dataset.mode) + 1) % order.length]);
    try { localStorage.setItem("mode", page.dataset.mode); } catch { /* A browser that keeps nothing still shows the choice. */ }
  });
})();
