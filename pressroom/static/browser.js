// Filters the records of a browser page. The choice stands in the address, so that it can be sent to someone.
(() => {
  const start = () => document.querySelectorAll(".press-browser").forEach((browser) => {
    const form = browser.querySelector(".press-filters");
    const fields = [...form.elements].filter((field) => field.name);
    const records = [...browser.querySelectorAll("li[data-day]")].map((node) => ({
      node, day: node.dataset.day, text: node.textContent.toLowerCase(),
      values: node.dataset.values.split("|").map((part) => part.split(",")),
    }));
    const months = [...browser.querySelectorAll(".press-month")];

    function apply() {
      const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      const from = form.elements.from.value, to = form.elements.to.value;
      const chosen = fields.filter((field) => field.dataset.place && field.value);
      let number = 0;
      for (const record of records) {
        const shown = words.every((word) => record.text.includes(word) || record.node.id.includes(word))
          && (!from || record.day >= from) && (!to || record.day <= to)
          && chosen.every((field) => record.values[Number(field.dataset.place)].includes(field.value));
        record.node.hidden = !shown;
        number += shown;
      }
      for (const month of months) month.hidden = !month.querySelector("li:not([hidden])");
      form.querySelector(".press-count").textContent = `${number} of ${records.length} records`;
      const state = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
      history.replaceState(null, "", state.size ? `#?${state}` : location.pathname + location.search);
    }

    const state = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
    for (const field of fields) if (state.has(field.name)) field.value = state.get(field.name);
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    if (state.size) apply();
  });
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
