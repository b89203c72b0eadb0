// preview.js — keeps an open page as the edition is on disk. Never part of a site.
// Listens to /_postil/events, fetches the page anew after a change, and changes
// the open one in place: elements that stay are kept, so scroll position, focus,
// open details and what is being typed stay, too. Elements in `[data-postil]`
// belong to the preview and its editor, and are never touched.

const own = document.querySelector('script[src="/_postil/preview.js"]');
let generation = Number(own?.dataset.generation ?? 0);
let run = null;
let last = null;

// State that belongs to the reader, not to the page.
const KEPT = new Set(["open", "data-postil-kept"]);

const isOwn = (node) =>
  node.nodeType === 1 &&
  (node.hasAttribute("data-postil") || (node.getAttribute("src") ?? node.getAttribute("href") ?? "").startsWith("/_postil/"));

// What an element is known by among its siblings.
const keyOf = (node) =>
  node.nodeType !== 1 ? node.nodeName : `${node.nodeName} ${node.id || node.dataset?.block || node.getAttribute("href") || node.getAttribute("name") || ""}`;

const sameAttributes = (from, to) => {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !KEPT.has(name) && !name.startsWith("data-postil")) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (!KEPT.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
};

// Makes `from` equal to `to`, keeping every node that has a counterpart.
export const morph = (from, to) => {
  if (from.nodeType !== 1) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.isEqualNode(to)) return;
  sameAttributes(from, to);
  const byKey = new Map();
  for (const child of [...from.childNodes]) {
    if (isOwn(child)) continue;
    const key = keyOf(child);
    if (!byKey.has(key)) byKey.set(key, []);
    byKey.get(key).push(child);
  }
  let at = from.firstChild;
  const skip = () => {
    while (at && isOwn(at)) at = at.nextSibling;
  };
  for (const wanted of [...to.childNodes]) {
    if (isOwn(wanted)) continue;
    skip();
    const candidates = byKey.get(keyOf(wanted));
    const kept = candidates?.shift();
    if (!kept) {
      from.insertBefore(document.importNode(wanted, true), at);
      continue;
    }
    if (kept === at) at = at.nextSibling;
    else from.insertBefore(kept, at);
    morph(kept, wanted);
  }
  for (const left of byKey.values()) for (const node of left) node.remove();
};

// A style sheet is exchanged only once the new one has come, so nothing flashes.
const morphHead = (to) => {
  const sheets = (head) => [...head.querySelectorAll('link[rel="stylesheet"]')].filter((link) => !isOwn(link));
  const wanted = sheets(to).map((link) => link.getAttribute("href"));
  const old = sheets(document.head);
  wanted.forEach((href, index) => {
    const link = old[index];
    if (!link || link.getAttribute("href") === href) return;
    const fresh = link.cloneNode();
    fresh.setAttribute("href", href);
    fresh.addEventListener("load", () => link.remove());
    fresh.addEventListener("error", () => link.remove());
    link.after(fresh);
  });
  document.title = to.querySelector("title")?.textContent ?? document.title;
  for (const meta of to.querySelectorAll('meta[name="description"]')) {
    document.head.querySelector('meta[name="description"]')?.setAttribute("content", meta.content);
  }
};

// The block nearest to the top of the window stays where it is.
const anchored = (change) => {
  const block = [...document.querySelectorAll("main [data-block], main [id]")].find(
    (element) => element.getBoundingClientRect().bottom > 0,
  );
  const before = block?.getBoundingClientRect().top;
  const focused = document.activeElement;
  change();
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  if (block?.isConnected) scrollBy({ top: block.getBoundingClientRect().top - before, behavior: "instant" });
};

let refreshing = Promise.resolve();
const refresh = (target) => {
  refreshing = refreshing.then(async () => {
    if (target <= generation) return;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const script = page.querySelector('script[src="/_postil/preview.js"]');
    generation = Number(script?.dataset.generation ?? target);
    morphHead(page.head);
    anchored(() => morph(document.body, page.body));
    document.dispatchEvent(new CustomEvent("postil:changed", { detail: { generation } }));
  }).catch(() => {
    // The server went away in between; the stream comes back by itself, and tells.
    generation = 0;
  });
  return refreshing;
};

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const entry = (found) => {
  const place = `${found.file}:${found.line}:${found.column}`;
  const item = element("li", "", { "data-severity": found.severity });
  const copy = element("button", place, { type: "button", title: "Copy the place" });
  copy.addEventListener("click", () => navigator.clipboard?.writeText(place));
  item.append(copy, element("p", `${found.severity}: ${found.message}`));
  if (found.help) item.append(element("p", found.help));
  return item;
};

// Shows errors; warnings are for the terminal, they keep nothing from being published.
const overlay = (news) => {
  const errors = news.diagnostics.filter((found) => found.severity === "error");
  let box = document.querySelector("postil-overlay");
  if (!errors.length) {
    box?.remove();
    return;
  }
  if (!box) {
    box = element("postil-overlay", "", { "data-postil": "", role: "region", "aria-label": "Errors in the edition" });
    document.body.append(box);
  }
  const title = news.held ? "This edition has errors; the page is as it was before them" : "This edition has errors";
  const list = element("ol");
  list.append(...errors.map(entry));
  box.replaceChildren(element("h2", title, { role: "status" }), list);
};

const listen = () => {
  const events = new EventSource("/_postil/events");
  events.addEventListener("message", async (event) => {
    const news = JSON.parse(event.data);
    if (run !== null && run !== news.run) generation = 0;
    run = news.run;
    last = news;
    await refresh(news.generation);
    if (last === news) overlay(news);
    document.dispatchEvent(new CustomEvent("postil:news", { detail: news }));
  });
};

listen();
