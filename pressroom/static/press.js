// Draws the charts of a page: loads the charting bundle only where there is a chart, and only when
// the first one comes near. Until then, and without JavaScript, the static picture stands.
(() => {
  const root = new URL("..", document.currentScript.src);
  let bundle;
  const load = () => bundle ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("_vendor/vega.js", root).href;
    script.onload = () => resolve(window.pressEmbed);
    script.onerror = () => reject(new Error("the charting bundle could not be loaded"));
    document.head.append(script);
  });

  // On a phone the marks need the room that long axis labels would take.
  function shorten(node, limit) {
    if (!node || typeof node !== "object" || Array.isArray(node.values)) return;
    if (node.labelLimit > limit) node.labelLimit = limit;
    for (const [key, value] of Object.entries(node)) if (key !== "datasets") shorten(value, limit);
  }

  async function draw(figure) {
    const chart = figure.querySelector(".press-chart");
    const width = Math.round(Math.min(chart.clientWidth, 860));
    if (!width || Number(figure.dataset.width) === width) return;
    figure.dataset.width = width;
    const specification = JSON.parse(figure.querySelector(".press-specification").textContent);
    if (specification.vconcat) for (const part of specification.vconcat) part.width = width - 30;
    else specification.width = width;
    // A map keeps its proportions.
    if (specification.projection) specification.height = Math.round(specification.height * width / 680);
    shorten(specification, Math.round(width * 0.4));
    const host = document.createElement("div");
    // What can be chosen stands beside the picture, not in it, where a keyboard and a screen reader find it.
    const inputs = figure.querySelector(".press-inputs") ?? chart.insertAdjacentElement("beforebegin", document.createElement("form"));
    inputs.className = "press-inputs";
    const embed = await load();
    inputs.replaceChildren();
    await embed(host, specification, { actions: false, renderer: "svg", tooltip: { theme: "press" }, bind: inputs });
    if (!inputs.children.length) inputs.remove();
    // The page describes the whole picture; roles of single marks without a name would only stand in the way.
    for (const mark of host.querySelectorAll("[role]")) { mark.removeAttribute("role"); mark.removeAttribute("aria-roledescription"); }
    chart.querySelector(".press-live").replaceChildren(host);
    figure.dataset.drawn = "live";
  }

  function start() {
    const figures = [...document.querySelectorAll(".press-figure:has(.press-specification)")];
    if (!figures.length) return;
    const near = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
    }, { rootMargin: "600px" });
    figures.forEach((figure) => near.observe(figure));
    let wait;
    window.addEventListener("resize", () => {
      clearTimeout(wait);
      wait = setTimeout(() => figures.filter((figure) => figure.dataset.drawn).forEach(draw), 200);
    });
  }
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
