const root = new URL("../../", import.meta.url);
const loaded = {};
const load = (path, as, cache) => loaded[path] ??= fetch(new URL(path, root), { cache })
.then(async (got) => got.ok ? as ? got[as]() : parse(await got.text()) : Promise.reject(got.url))
.catch((error) => { delete loaded[path]; throw error; });
const index = () => load("search/index.json", "json", "no-cache");
const file = async (name, as) => load(`search/${name}?${(await index()).version}`, as);
const make = (name, more) => Object.assign(document.createElement(name), more);

const frame = ".number, .verdict, .kind, [data-stance], summary, .cite, .note-change, .note-meta";
const inline = "a,abbr,b,bdi,bdo,cite,code,del,dfn,em,i,ins,kbd,mark,q,rp,rt,ruby,s,samp,small,span,strong,"
+ "sub,sup,time,u,var,wbr";
/** Returns a page with the texts of its passages and notes as a result shows them. */
export function parse(html) {
const page = new DOMParser().parseFromString(html, "text/html");
const all = `[role=doc-noteref], .footnote-ref, .note :is(${frame})`;
page.querySelectorAll(all).forEach((one) => one.remove());
page.querySelectorAll("math").forEach((one) => one.replaceWith(one.getAttribute("alttext")));
for (const label of page.querySelectorAll(".claim > b")) {
const claim = label.parentNode;
label.remove();
claim.textContent = `${label.textContent}: “${claim.textContent.trim()}”`;
}
page.querySelectorAll(".note-sources :is(li, p)").forEach((one) => one.prepend("· "));
for (const one of page.querySelectorAll(`body :not(${inline})`)) {
one.before(" ");
one.append(" ");
}
return page;
}

/** Returns the words of a text, folded, each with its start and end. */
export const split = (text, { word, dropped, even }) =>
[...text.matchAll(RegExp(word, "gu"))].map(({ 0: all, 1: one, 2: next = "", index: at }) => [
[...((one ?? all.replace(/['’ʼ]s$/i, "")) + next).normalize("NFKD").replace(RegExp(dropped, "gu"), "")
.toLowerCase()].slice(0, 40).map((c) => even[c] ?? c).join(""), at, at + all.length,
]).filter(([own]) => own);

const before = ["", "ال", "و", "وال", "ب", "بال", "ل", "لل", "ف", "فال", "ك", "كال"];
const forms = (word) => {
const base = word.match(/^(?:[وبكف]?ال|لل)?([\u0621-\u064a]{3,})$/)?.[1];
return base ? [...new Set([word, ...before.map((prefix) => prefix + base)])] : [word];
};

const ask = (query, rules) => split(query, rules).map(([word], nth, { length }) => {
const words = forms(word);
const begins = word > "\u0e00" || word.length > (nth + 1 < length ? 3 : 1);
return { words, means: (own) => words.some((one) => own === one || begins && own.startsWith(one)) };
});

async function find(words, sections) {
const { shards } = await index(), found = {};
for (const { words: wanted, means } of words) {
const best = {};
const texts = shards.map((first, n) => wanted.some((word) => !(shards[n + 1] <= word)
&& (first <= word || first.startsWith(word))) ? file(`words-${n}.txt`, "text") : "");
for (const line of (await Promise.all(texts)).join("").split("\n")) {
const [own, ...lists] = line.split(" ");
if (!means(own)) continue;
if (lists[0] === "~" && wanted.includes(own)) break;
for (const section of sections) {
const list = lists[section]?.match(/[P-o]*[0-O]/g) ?? [];
const worth = (wanted.includes(own) ? 2 : 1) / (section > 2 ? 2 : 1) / Math.log(2 + list.length);
let place = 0;
for (const digits of list) {
const number = [...digits].reduce((n, c) => n * 32 + (c.charCodeAt() - 48) % 32, 0);
const key = (place += number >> 2) * 4 + section;
best[key] = Math.max(best[key] ?? 0, [1, 1.5, 3, 9][number & 3] * worth);
}
}
}
for (const key in best) found[key] = (found[key] ?? 0) + 1e3 + best[key];
}
const keys = Object.keys(found).sort((a, b) => found[b] - found[a] || a - b);
return keys.filter((key) => found[key] / 1e3 >= Math.floor(found[keys[0]] / 1e3));
}

async function describe(key) {
const section = key % 4, starts = (await index()).starts[section];
const nth = starts.findLastIndex((first) => first <= key >> 2);
let place = (key >> 2) - starts[nth];
const rows = await file(`places-${section}-${nth}.json`, "json");
const [url, title, places] = rows.find(([, , all]) => place < all.length || void (place -= all.length));
const [id, name = "", text] = places[place].split("\n");
const page = id && !text && await load(url).catch(() => null);
const at = page ? page.getElementById(id) : null;
return [url + (id && `#${id}`), title + name, text ?? at?.textContent, at?.closest("[lang]").lang];
}

function show(element, text, words, rules) {
text = text.replace(/\s+/g, " ").trim();
const hits = split(text, rules).filter(([own]) => words.some(({ means }) => means(own)));
const first = hits[0]?.[1] ?? 0;
let at = first > 90 ? Math.min(first, text.indexOf(" ", first - 80) + 1) : 0;
const space = text.lastIndexOf(" ", at + 250);
const end = text.length < at + 250 ? text.length : space > at + 200 ? space : at + 250;
element.append(at ? "… " : "");
for (const [, from, to] of hits) {
if (to > end) break;
element.append(text.slice(at, from), make("mark", { textContent: text.slice(from, at = to) }));
}
element.append(text.slice(at, end) + (end < text.length ? " …" : ""));
return element;
}

function mount(box, isPage) {
const [form, count, list, more] = box.children;
const { q: input, in: kinds } = form.elements;
let run = 0, timer;
const item = async (key, words, rules) => {
const [href, title, text = "", lang = ""] = await describe(key);
const hit = make("li", { className: "search-hit" });
hit.append(
make("span", { className: "search-kind", textContent: kinds[key % 4].parentNode.textContent.trim() }), " ",
show(make("a", { href: new URL(href, root) }), title, words, rules),
show(make("p", { className: "search-passage", lang, dir: "auto" }), text, words, rules),
);
return hit;
};
async function update(from = 0) {
const own = ++run, query = input.value.trim();
if (isPage) history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : "./");
try {
const { words: rules } = await index();
const words = ask(query, rules);
const keys = await find(words, [...kinds].flatMap((kind) => kind.checked ? +kind.value : []));
const hits = await Promise.all(keys.slice(from, from + 20).map((key) => item(key, words, rules)));
if (own !== run) return;
if (!from) list.replaceChildren();
list.append(...hits);
more.hidden = keys.length <= from + 20;
const forms = JSON.parse(count.dataset.results), n = keys.length;
const form = forms[new Intl.PluralRules(document.documentElement.lang).select(n)];
count.textContent = !query ? "" : n ? (form ?? forms.other).replace("%", n) : count.dataset.none;
} catch (error) {
count.textContent = count.dataset.fail;
throw error;
}
}
form.oninput = () => { clearTimeout(timer); timer = setTimeout(update, 150); };
form.onsubmit = async (event) => {
event.preventDefault();
clearTimeout(timer);
await update();
list.querySelector("a")?.click();
};
more.onclick = () => update(list.children.length);
box.hidden = false;
if (isPage && (input.value = new URLSearchParams(location.search).get("q") ?? "")) update();
input.focus();
}

const here = document.querySelector("main [data-search]");
if (here) mount(here, true);
let dialog;

/** Opens the search over the page; on its own page, goes to its field. */
export async function open() {
const page = here ?? dialog ?? await load("search/");
if (!here && !dialog) {
dialog = make("dialog", { className: "search", ariaLabel: page.querySelector("h1").textContent });
dialog.append(document.importNode(page.querySelector("[data-search]"), true));
document.body.append(dialog);
dialog.querySelector(".search-close").hidden = false;
dialog.onkeydown = (event) => {
if (event.key === "Escape") { event.preventDefault(); dialog.close(); }
};
dialog.onclick = ({ target }) => target.closest("a, .search-close") && dialog.close();
dialog.showModal();
mount(dialog.firstElementChild);
}
if (!here && !dialog.open) dialog.showModal();
(dialog ?? here).querySelector("[type=search]").select();
}
