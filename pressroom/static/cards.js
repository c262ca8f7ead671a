// Cards: what a link leads to, seen without leaving the page. A card is a script beside its page, so that it also loads from a disk.
// It opens on hover, keyboard focus and tap, can be pointed at, stays until left, and closes with Escape. Tab goes on past a card that
// focus opened, so that a page full of links is not made longer; the arrow down goes into it.
(() => {
  const root = new URL("..", document.currentScript.src);
  const ways = [
    [/\/records\/(\w+\/[\w.-]+)\.html$/, (found) => found],
    [/#fact-([\w.]+)$/, (found) => `facts/${found}`],
    [/#footcite-([\w-]+)$/, (found) => `sources/${found.replaceAll("-", "_")}`],
    [/\/(chapters\/[\w/]+)\.html(?:#(?!fact-|footcite-).*)?$/, (found) => `pages/${found.replaceAll("/", ".")}`],
  ];
  const loaded = new Map(), waiting = new Map();
  let card, trigger, timer, touched;

  window.pressCard = (name, content) => waiting.get(name)(content);
  const load = (name) => {
    if (!loaded.has(name)) loaded.set(name, new Promise((resolve) => {
      const script = document.createElement("script");
      waiting.set(name, resolve);
      script.src = new URL(`records/${name}.js`, root).href;
      script.onerror = () => resolve("");
      document.head.append(script);
    }));
    return loaded.get(name);
  };

  function named(link) {
    if (!link || link.closest(".press-card, nav, .headerlink")) return "";
    const here = link.pathname === location.pathname;
    for (const [pattern, name] of ways) {
      const found = link.href.match(pattern);
      if (found && !(here && found[1].startsWith("chapters/"))) return name(found[1]);
    }
    return "";
  }

  function close(back) {
    clearTimeout(timer);
    if (!card) return;
    const link = trigger, inside = card.contains(document.activeElement);
    card.remove();
    link.removeAttribute("aria-describedby");
    card = trigger = undefined;
    if (back && inside) { touched = link; link.focus(); touched = undefined; }
  }

  function place() {
    const line = trigger.getClientRects()[0] ?? trigger.getBoundingClientRect(), gap = 6;
    const width = card.offsetWidth, height = card.offsetHeight;
    if (innerWidth < 600) return;
    const below = line.bottom + gap + height <= innerHeight || line.top - gap - height < 0;
    card.style.left = `${Math.max(8, Math.min(line.left, innerWidth - width - 8))}px`;
    card.style.top = `${below ? Math.min(line.bottom + gap, Math.max(8, innerHeight - height - 8)) : line.top - gap - height}px`;
  }

  const within = () => [...card.querySelectorAll("a, button:not([hidden])")];
  function enter() {
    for (const item of within()) item.tabIndex = 0;
    within()[1].focus();
  }

  async function open(link, byKey) {
    const name = named(link);
    if (!name || trigger === link) return;
    close();
    trigger = link;
    const content = await load(name);
    if (trigger !== link) return;
    if (!content) { trigger = undefined; return; }
    card = document.createElement("div");
    card.className = "press-card";
    card.id = "press-card";
    card.setAttribute("role", "group");
    card.setAttribute("aria-label", `About: ${link.textContent.trim()}`);
    card.innerHTML = `<button type="button" class="press-card-close" aria-label="Close">×</button>${content}${byKey ? '<p class="press-card-hint">Arrow down goes into this card, Escape closes it.</p>' : ""}`;
    for (const inner of card.querySelectorAll("a[href]")) inner.href = new URL(inner.getAttribute("href"), root).href;
    ready(card);
    // Browsers make a box that scrolls a stop for Tab unless told otherwise.
    card.tabIndex = -1;
    if (byKey) for (const item of within()) item.tabIndex = -1;
    // Beside its link in the order of the page, so that Tab leads into it; in the top layer, so that nothing cuts it off.
    link.after(card);
    if (card.showPopover) { card.popover = "manual"; card.showPopover(); }
    link.setAttribute("aria-describedby", "press-card");
    place();
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(() => close(), 300); });
    card.addEventListener("focusout", (event) => { if (event.relatedTarget && !card?.contains(event.relatedTarget) && event.relatedTarget !== trigger) close(); });
    card.querySelector(".press-card-close").addEventListener("click", () => { const back = trigger; close(); touched = back; back.focus(); touched = undefined; });
  }

  function later(act, delay) { clearTimeout(timer); timer = setTimeout(act, delay); }
  const linked = (event) => event.target.closest?.("a[href]");

  document.addEventListener("pointerover", (event) => {
    const link = linked(event);
    if (event.pointerType === "mouse" && named(link)) later(() => open(link), 250);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && linked(event) && !card?.contains(event.relatedTarget)) later(() => close(), 300);
  });
  document.addEventListener("focusin", (event) => {
    const link = linked(event);
    if (link && link !== touched && link.matches(":focus-visible")) open(link, true);
    else if (card && !card.contains(event.target) && event.target !== trigger) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
    if (event.key === "ArrowDown" && card && document.activeElement === trigger) { event.preventDefault(); enter(); }
  });
  // A first tap opens the card, a second follows the link; a tap elsewhere closes.
  document.addEventListener("click", (event) => {
    const link = linked(event);
    if (event.pointerType === "touch" && named(link) && link !== trigger) { event.preventDefault(); open(link); }
    else if (card && !link && !card.contains(event.target)) close();
  }, true);
  addEventListener("scroll", () => card && trigger.isConnected && place(), { passive: true });

  // Buttons that copy a citation; the page knows where it stands, the citation does not.
  function ready(scope) { for (const button of scope.querySelectorAll(".press-copy")) button.hidden = false; }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".press-copy");
    if (!button) return;
    const place = location.protocol === "file:" ? button.dataset.address : new URL(button.dataset.address, root).href;
    const cited = button.dataset.copy ?? button.closest("details").querySelector(button.dataset.copyFrom ?? "p").textContent;
    const text = cited.startsWith("@") ? cited.replace(/\}$/, `  url = {${place}},\n}`) : `${cited} ${place}`;
    const said = button.textContent;
    try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; } catch { button.textContent = "Could not copy"; }
    setTimeout(() => { button.textContent = said; }, 2000);
  });
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", () => ready(document)) : ready(document);
})();
