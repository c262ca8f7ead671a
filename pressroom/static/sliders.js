// Moves the small models of a page: the same sums as pressroom/sliders.py, which the tests hold to three digits.
(() => {
  function values(model, settings, base) {
    const scores = model.bases.find((item) => item.name === base).values.map((start, column) =>
      model.matrix.reduce((sum, row, index) => sum + settings[index] * row[column], start));
    if (model.form === "mean") {
      const total = settings.reduce((sum, value) => sum + value, 0);
      return scores.map((score) => total ? score / total : 0);
    }
    const top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - top));
    const total = powers.reduce((sum, value) => sum + value, 0);
    return powers.map((power) => power / total);
  }

  const start = () => document.querySelectorAll(".press-sliders").forEach((figure) => {
    const model = JSON.parse(figure.querySelector(".press-model").textContent);
    const form = figure.querySelector("form");
    const inputs = model.levers.map((lever) => form.elements[lever.id]);
    const body = figure.querySelector("tbody");
    const cells = [...body.querySelectorAll("td.number")];

    function show(moved) {
      const base = form.elements.base ? form.elements.base.value : model.bases[0].name;
      const found = values(model, inputs.map((input) => Number(input.value)), base);
      const top = Math.max(...found, 1e-9);
      inputs.forEach((input) => { form.querySelector(`output[for="${input.id}"]`).textContent = String(Number(input.value)); });
      cells.forEach((cell, index) => {
        cell.textContent = model.form === "share" ? `${(found[index] * 100).toFixed(1)}%` : found[index].toFixed(2);
        cell.dataset.value = found[index];
        cell.nextElementSibling.firstElementChild.value = found[index] / top;
      });
      const order = cells.map((cell, index) => [found[index], cell]).sort((a, b) => b[0] - a[0]);
      if (moved) figure.querySelector(".press-count").textContent = `First: ${order[0][1].previousElementSibling.textContent}, ${order[0][1].textContent}.`;
      if (model.form === "mean") body.append(...order.map(([, cell]) => cell.parentElement));
    }
    form.hidden = false;
    form.addEventListener("input", () => show(true));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => show(true)));
    show(false);
  });
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
