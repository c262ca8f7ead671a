// Brings a chart to life when the reader points at it, touches it or reaches it by keyboard, and one that offers a
// choice as soon as it is near: only then is the charting bundle loaded. Until then, and without JavaScript, the static
// picture stands.
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

  async function draw(figure) {
    const chart = figure.querySelector(".press-chart");
    const width = Math.round(Math.min(chart.clientWidth, 860));
    if (!width || Number(figure.dataset.width) === width) return;
    figure.dataset.width = width;
    // Two forms are stored, fitted to a desk and to a phone; the second shares the rows of the first.
    const slim = width < 500, drawn = slim ? 340 : 680;
    const [wide, narrow] = [".press-specification", ".press-slim"].map((form) => JSON.parse(figure.querySelector(form).textContent));
    const specification = slim ? { ...narrow, datasets: wide.datasets } : wide;
    // As high as the static picture in its place, which the page stretches to the same width: nothing below it moves.
    for (const part of specification.vconcat ?? [specification]) {
      part.width = specification.vconcat ? part.width + width - drawn : width;
      if (part.height) part.height = Math.round(part.height * width / drawn);
    }
    const host = document.createElement("div");
    // What can be chosen stands beside the picture, not in it, where a keyboard and a screen reader find it.
    const inputs = figure.querySelector(".press-inputs");
    const embed = await load();
    inputs?.replaceChildren();
    await embed(host, specification, { actions: false, ast: true, renderer: "svg", tooltip: { theme: "press" }, ...(inputs && { bind: inputs }) });
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
    for (const figure of figures) {
      if (figure.querySelector(".press-specification").textContent.includes('"bind": {')) {
        const inputs = document.createElement("form");
        inputs.className = "press-inputs";
        figure.querySelector(".press-chart").before(inputs);
        near.observe(figure);
      }
      for (const sign of ["pointerenter", "touchstart", "focusin"]) figure.addEventListener(sign, () => draw(figure), { passive: true });
    }
    let wait;
    window.addEventListener("resize", () => {
      clearTimeout(wait);
      wait = setTimeout(() => figures.filter((figure) => figure.dataset.drawn).forEach(draw), 200);
    });
  }
  start();
})();
