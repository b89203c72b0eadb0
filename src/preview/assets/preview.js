// preview.js — keeps an open page as the edition is on disk. Never part of a site.
// Listens to /_postil/events, which tell what differs between the page as served
// before and now (or else fetches it anew), and changes the open one in place, by
// the same: scroll position, focus, open details and what is being typed stay, too.
// Elements in `[data-postil]` belong to the preview and its editor, and are never touched.

const scriptOf = (page) => page.querySelector('script[src="/_postil/preview.js"]');
// What stands in for a page that is not there yet has none of its styles and scripts.
const standsIn = (page) => scriptOf(page)?.hasAttribute("data-stands-in") ?? false;
let generation = Number(scriptOf(document)?.dataset.generation ?? 0);
let run = null;
let last = null;

const isOwn = (node) =>
  node.nodeType === 1 &&
  (node.hasAttribute("data-postil") || (node.getAttribute("src") ?? node.getAttribute("href") ?? "").startsWith("/_postil/"));

// Ids that count: they name something else once a paragraph is added above.
const COUNTED = /^(p|fn|fnref)-\d+$/;
const nameOf = (node) => (node.nodeType === 1 && node.id && !COUNTED.test(node.id) ? `#${node.id}` : "");

// What an element is known by among its siblings: its name, or how its text begins.
const keyOf = (node) => {
  if (node.nodeType !== 1) return node.nodeName;
  const text = node.querySelector("[data-block]") ?? node;
  return `${node.nodeName}${nameOf(node) || ` ${text.textContent.trim().slice(0, 40)}`}`;
};

// Returns for each wanted node the old one that it continues, if there is one:
// of the same key, or else of the same kind, in its place.
const matchUnlike = (olds, wanteds) => {
  const byKey = new Map();
  for (const old of olds) byKey.set(keyOf(old), [...(byKey.get(keyOf(old)) ?? []), old]);
  const free = new Set(olds);
  const take = (old) => (free.delete(old), old);
  const sure = wanteds.map((wanted) => take(byKey.get(keyOf(wanted))?.shift()));
  const isAlike = (wanted) => (old) => old.nodeName === wanted.nodeName && nameOf(old) === nameOf(wanted);
  return wanteds.map((wanted, index) => sure[index] ?? take([...free].find(isAlike(wanted))));
};

// The same, with how many at the beginning and at the end are equal: most of a page
// stays as it is, and needs no looking through.
const match = (olds, wanteds) => {
  const most = Math.min(olds.length, wanteds.length);
  let head = 0;
  while (head < most && olds[head].isEqualNode(wanteds[head])) head += 1;
  let tail = 0;
  while (tail < most - head && olds.at(-1 - tail).isEqualNode(wanteds.at(-1 - tail))) tail += 1;
  const middle = (nodes) => nodes.slice(head, nodes.length - tail);
  const found = matchUnlike(middle(olds), middle(wanteds));
  return { found: [...olds.slice(0, head), ...found, ...olds.slice(olds.length - tail)], head, tail };
};
const childrenOf = (node) => [...node.childNodes].filter((child) => !isOwn(child));

// The page as it was served last, and for each node of it the one on the screen.
// Only what differs between two served pages is changed on the screen: what
// scripts and readers did to it (positions, buttons, open details) stays.
const twins = new WeakMap();

const pair = (node, shown) => {
  twins.set(node, shown);
  const children = childrenOf(node);
  const { found } = match(childrenOf(shown), children);
  children.forEach((child, index) => found[index] && pair(child, found[index]));
};

const patchAttributes = (shown, from, to) => {
  for (const { name } of from.attributes) if (!to.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
};

// Puts a node behind another one of its parent, or first, unless it stands somewhere there.
const place = (parent, node, before) => {
  const follows = !before || before.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (node.parentNode !== parent || !follows) parent.insertBefore(node, before ? before.nextSibling : parent.firstChild);
};

// Makes what was served what is served now, and changes what is on the screen by the
// same steps. What is equal in both is not touched in either.
const patch = (from, to) => {
  const shown = twins.get(from);
  if (from.nodeType !== 1) {
    for (const node of [shown, from]) if (node && from.nodeValue !== to.nodeValue) node.nodeValue = to.nodeValue;
    return;
  }
  patchAttributes(shown, from, to);
  patchAttributes(from, from.cloneNode(), to);
  const olds = childrenOf(from);
  const wanteds = childrenOf(to);
  const { found, head, tail } = match(olds, wanteds);
  const kept = new Set(found);
  for (const old of olds) if (!kept.has(old)) (twins.get(old)?.remove(), old.remove());
  let before = null;
  let beforeShown = null;
  wanteds.forEach((wanted, index) => {
    let old = found[index];
    const isEqual = index < head || index >= wanteds.length - tail;
    if (!twins.has(old)) {
      old?.remove();
      old = wanted;
      pair(old, document.importNode(wanted, true));
    } else if (!isEqual && !old.isEqualNode(wanted)) {
      patch(old, wanted);
    }
    place(from, old, before);
    place(shown, twins.get(old), beforeShown);
    before = old;
    beforeShown = twins.get(old);
  });
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
  // What is written anew, though the same, has the browser restyle the whole page.
  const title = to.querySelector("title")?.textContent ?? document.title;
  if (document.querySelector("title")?.textContent !== title) document.title = title;
  for (const meta of to.querySelectorAll('meta[name="description"]')) {
    const old = document.head.querySelector('meta[name="description"]');
    if (old && old.content !== meta.content) old.content = meta.content;
  }
};

// The block nearest to the top of the window stays where it is.
const anchored = (change) => {
  const block = [...document.querySelectorAll("main [data-block]")].find(
    (element) => element.getBoundingClientRect().bottom > 0,
  );
  const before = block?.getBoundingClientRect().top;
  const focused = document.activeElement;
  change();
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  if (block?.isConnected) scrollBy({ top: block.getBoundingClientRect().top - before, behavior: "instant" });
};

// A page as it is served: its text, which the news say how to change, and its nodes.
const asServed = (text, generation, version) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const script = scriptOf(page);
  return {
    page,
    text,
    generation: generation ?? (script ? Number(script.dataset.generation) : null),
    version: version ?? script?.dataset.version,
  };
};
const fetchPage = async () => {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  return asServed(await answer.text());
};
const spliced = (text, splices) => {
  let at = 0;
  const pieces = splices.flatMap(({ start, end, text: piece }) => {
    const before = text.slice(at, start);
    at = end;
    return [before, piece];
  });
  return pieces.join("") + text.slice(at);
};

// The page as it came is fetched once more: scripts have changed it already. If
// the edition has changed meanwhile, what is on the screen is of no use.
let served = null;
let refreshing = (async () => {
  served = await fetchPage();
  if (served.generation === generation) pair(served.page.body, document.body);
  else location.reload();
})();

// Returns the one element that a text is, by itself; null if it is anything else.
const elementOf = (text) => {
  const template = document.createElement("template");
  template.innerHTML = text;
  const { childNodes, firstElementChild } = template.content;
  return childNodes.length === 1 ? firstElementChild : null;
};
// Returns the elements that differ, as served before and now; null if something else
// does, or one cannot be told from others. To parse the whole page takes ten times as long.
const differing = (splices) => {
  const pairs = splices.map(({ start, end, text }) => {
    const [before, after] = [served.text.slice(start, end), text].map(elementOf);
    if (!before || before.nodeName !== after?.nodeName) return null;
    const alike = [...served.page.getElementsByTagName(before.nodeName)].filter((node) => node.isEqualNode(before));
    return alike.length === 1 && twins.has(alike[0]) ? [alike[0], after] : null;
  });
  return pairs.includes(null) ? null : pairs;
};

// Brings the page on the screen to the state that the news tell of.
const show = async ({ page: change, generation: target }) => {
  const fits = change && change.since === served.version;
  const pairs = fits ? differing(change.splices) : null;
  const text = fits ? spliced(served.text, change.splices) : null;
  if (pairs) {
    generation = change.generation;
    anchored(() => pairs.forEach(([from, to]) => patch(from, to)));
    served = { ...served, text, version: change.version };
    return;
  }
  const next = fits ? asServed(text, change.generation, change.version) : await fetchPage();
  if (standsIn(document) && !standsIn(next.page)) {
    location.reload();
    return;
  }
  generation = next.generation ?? target;
  morphHead(next.page.head);
  anchored(() => patch(served.page.body, next.page.body));
  // What was served is by now, node for node, what is served.
  served = { ...next, page: served.page };
};
const refresh = (news) => {
  refreshing = refreshing.then(async () => {
    if (news.generation <= generation) return;
    await show(news);
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
  if (found.source) item.append(element("pre", found.source));
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
  const events = new EventSource(`/_postil/events?page=${location.pathname}`);
  events.addEventListener("message", async (event) => {
    const news = JSON.parse(event.data);
    if (run !== null && run !== news.run) generation = 0;
    run = news.run;
    last = news;
    await refresh(news);
    if (last === news) overlay(news);
    document.dispatchEvent(new CustomEvent("postil:news", { detail: news }));
  });
};

listen();
