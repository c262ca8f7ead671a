// Finds pages and records. On a host, the full-text index; from disk, where a browser lets no script read files, a plain list
// of titles, headings and opening lines. The question stands in the address, so that it can be sent to someone.
(() => {
  const form = document.querySelector(".press-find");
  if (!form) return;
  const root = new URL(form.dataset.root, location.href);
  const found = document.querySelector(".press-found"), count = document.querySelector(".press-count");
  const SHOWN = 20;
  let asked = 0;

  async function fullText() {
    const index = await import(new URL("_search/pagefind.js", root).href);
    await index.options({ baseUrl: root.pathname, excerptLength: 28 });
    await index.init();
    return {
      filters: await index.filters(),
      async ask(words, filters) {
        const { results } = await index.search(words || null, { filters });
        return { number: results.length, take: (from, to) => Promise.all(results.slice(from, to).map((result) => result.data())).then((all) => all.map((data) => ({
          title: data.meta.title, address: best(data).url, part: best(data).title, excerpt: data.excerpt, kind: (data.filters.kind || [""])[0] }))) };
      },
    };
  }
  // The section of a page that answers best, if it is not the whole page.
  function best(data) {
    const part = (data.sub_results || []).filter((item) => item.url.includes("#")).sort((a, b) => b.locations.length - a.locations.length)[0];
    return part && part.locations.length ? part : { url: data.url, title: "" };
  }

  function load(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(name, root).href;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${name} could not be loaded`));
      document.head.append(script);
    });
  }
  async function plainList() {
    await load("_search/plain.js");
    const pages = window.pressPages.map(([title, address, kind, part, lead, headings]) => ({ title, address: new URL(address, root).href, kind, part: "", group: part, excerpt: "", lead,
      weighed: [[title, 8], [headings, 3], [lead, 1]].map(([text, weight]) => [text.toLowerCase(), weight]) }));
    const filters = { kind: {}, part: {} };
    for (const page of pages) {
      filters.kind[page.kind] = (filters.kind[page.kind] || 0) + 1;
      if (page.group) filters.part[page.group] = (filters.part[page.group] || 0) + 1;
    }
    return {
      filters,
      async ask(text, chosen) {
        const words = text.toLowerCase().split(/\s+/).filter(Boolean);
        const score = (page) => words.reduce((sum, word) => {
          const hit = page.weighed.reduce((part, [within, weight]) => part + (within.includes(word) ? weight : 0), 0);
          return hit && sum !== null ? sum + hit : null;
        }, 0);
        const hits = pages.filter((page) => (!chosen.kind || page.kind === chosen.kind) && (!chosen.part || page.group === chosen.part))
          .map((page) => [score(page), page]).filter(([points]) => points !== null).sort((a, b) => b[0] - a[0]);
        return { number: hits.length, take: async (from, to) => hits.slice(from, to).map(([, page]) => page) };
      },
    };
  }

  function entry(hit) {
    const item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("small"), text = document.createElement("p");
    link.href = hit.address;
    link.textContent = hit.part && hit.part !== hit.title ? `${hit.title}: ${hit.part}` : hit.title;
    kind.textContent = hit.kind;
    // The excerpt marks the words that were found; anything else in it is text.
    for (const node of new DOMParser().parseFromString(hit.excerpt, "text/html").body.childNodes) {
      const piece = document.createElement(node.nodeName === "MARK" ? "mark" : "span");
      piece.textContent = node.textContent;
      text.append(piece);
    }
    if (hit.lead) text.textContent = hit.lead;
    item.append(kind, " ", link, text);
    return item;
  }

  async function start() {
    const index = location.protocol === "file:" ? await plainList() : await fullText();
    const labels = { kind: "Kind", part: "Part of the book" };
    for (const [name, values] of Object.entries(index.filters).sort()) {
      const label = document.createElement("label"), select = document.createElement("select");
      select.name = name;
      select.append(new Option("any", ""), ...Object.entries(values).sort().map(([value, number]) => new Option(`${value} (${number})`, value)));
      label.append(labels[name] || name, " ", select);
      form.querySelector(".press-kinds").append(label);
    }
    async function ask() {
      const turn = ++asked, state = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      history.replaceState(null, "", state.size ? `#?${state}` : location.pathname + location.search);
      const words = form.elements.q.value.trim();
      const chosen = Object.fromEntries([...form.querySelectorAll("select")].filter((field) => field.value).map((field) => [field.name, field.value]));
      if (!words && !Object.keys(chosen).length) { found.replaceChildren(); count.textContent = ""; return; }
      const answer = await index.ask(words, chosen);
      const hits = await answer.take(0, SHOWN);
      if (turn !== asked) return;
      count.textContent = `${answer.number} found`;
      found.replaceChildren(...hits.map(entry));
      more(answer, hits.length);
    }
    function more(answer, shown) {
      if (shown >= answer.number) return;
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.textContent = `Show ${Math.min(SHOWN, answer.number - shown)} more`;
      button.addEventListener("click", async () => {
        const hits = (await answer.take(shown, shown + SHOWN)).map(entry);
        item.replaceWith(...hits);
        hits[0].querySelector("a").focus();
        more(answer, shown + hits.length);
      });
      item.className = "press-more";
      item.append(button);
      found.append(item);
    }
    const given = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : location.search);
    for (const field of form.elements) if (field.name && given.has(field.name)) field.value = given.get(field.name);
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
    form.addEventListener("input", ask);
    form.elements.q.focus();
    ask();
  }
  start().catch((error) => { count.textContent = `The search could not be loaded: ${error.message}`; });
})();
