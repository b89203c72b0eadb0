const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);
const make = (name, fields) => Object.assign(document.createElement(name), fields);
const marksOf = (id) => all(`mark[data-annotations~="${id}"]`);
const [rows] = all(".rows");
const GAP = 7;
const LEVELS = { all: 24, 2: 24, 1: 80, 0: Infinity };

const collect = () => all(".rows :is(.note, .glosses):not([data-editing] *)").map((box) =>
({ box, row: box.parentElement, line: box.line ?? marksOf(box.id)[0] ?? byId(`ref-${box.id}`) ?? box.parentElement }));
const isWritten = ({ box }) => "editing" in box.dataset;
const written = () => items.find(isWritten);
const growth = new ResizeObserver(() => written() && beside && place(true));
let items = collect();
const pace = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : { duration: 150, easing: "ease-out" };
const NEAREST = { block: "nearest" };
let beside, active, opened, focused, waiting, frame, width, lit = [];

const topOf = () => rows.getBoundingClientRect().top + 3;
/** Finds how far down a card wants to be. */
function level(item) {
const [line] = [...item.line.getClientRects(), item.row.getBoundingClientRect()];
item.want = Math.max(0, line.top - topOf());
}

/** Unfolds the cards of each row as far as leaves the next row its place. */
function layout(comes = true) {
beside = rows && getComputedStyle(rows).getPropertyValue("--beside");
if (!beside) return;
rows.dataset.placed ??= "";
for (const lines in LEVELS) {
for (const { row } of items) row.dataset.lines = lines;
for (const item of items) item[lines] = item.box.offsetHeight;
}
const shown = items.filter((item) => item[0]);
const bottom = rows.lastElementChild.getBoundingClientRect().bottom - topOf();
shown.forEach(level);
let end = 0;
for (const [row, own] of Map.groupBy(shown, ({ row }) => row)) {
const below = (lines) =>
own.reduce((from, item) => Math.max(from, item.want) + item[lines] + GAP, end);
const limit = shown[shown.indexOf(own.at(-1)) + 1]?.want ?? bottom;
const fits = (lines) => below(lines) <= limit + LEVELS[lines];
row.dataset.lines = Object.keys(LEVELS).findLast(fits);
end = below(row.dataset.lines);
}
place(comes);
if (!rows.dataset.cards) unfold(shown, bottom);
}

/** Opens the cards that have room for it before the next; once, since readers close some. */
function unfold(shown, bottom) {
rows.dataset.cards = "unfolded";
const folded = shown.map(({ box }) => all(":scope > details:not([open])", box));
for (const one of folded.flat()) one.open = true;
const ends = shown.map(({ box, y }) => y + box.offsetHeight + GAP);
folded.forEach((own, i) => {
for (const one of own) one.open = ends[i] <= (shown[i + 1]?.want ?? bottom);
});
}

/** Sets a length, unless it is that: all that is below would be styled anew. */
function set(box, name, length) {
const text = `${length}px`;
if (box.style.getPropertyValue(name) !== text) box.style.setProperty(name, text);
}

/** Sets the cards one below the other, as near to their lines as they can be.
The active one comes to its line if it `comes`, else it stays. */
function place(comes, pace = 0) {
const shown = items.filter((item) => (item.height = item.box.offsetHeight + GAP) > GAP);
for (const item of shown) item.want ?? level(item);
const down = (wish) => shown.reduce(
(end, item, i) => (item.y = Math.max(wish(item, i), end)) + item.height, 0);
const here = shown.indexOf(active);
const goal = comes ? active?.want : active?.y ?? active?.want;
let end = down(({ want }) => want);
if (here >= 0) {
active.y = goal;
for (let i = here; i--;) shown[i].y = Math.min(shown[i].y, shown[i + 1].y - shown[i].height);
end = down(({ want, y }, i) => i > here ? want : y);
}
for (const item of shown) {
const { box, y, shift = y } = item;
set(box, "--shift", item.shift = y);
if (y !== shift) box.animate({ translate: [`0 ${shift - y}px`, "0 0"] }, pace);
}
set(rows, "--height", end);
}

function activate(id, comes) {
const next = written() ?? items.find(({ box }) => box.id === id);
if (!next || next === active && !comes) return;
delete active?.box.dataset.active;
active = next;
active.box.dataset.active = "";
if (beside) place(comes, pace);
}

/** Lights a note, its passage, its reference and its piece of the strip. */
function light(id) {
for (const one of lit) delete one.dataset.lit;
lit = id ? [...marksOf(id), ...all(`[id="${id}"], :is(.reference, .strip a)[href="#${id}"]`)] : [];
for (const one of lit) one.dataset.lit = "";
}
function idAt(target) {
const found = target.closest?.("mark[aria-details], .reference, .strip a, .note");
return found?.getAttribute("aria-details") ?? found?.getAttribute("href")?.slice(1) ?? found?.id;
}
addEventListener("pointerover", ({ target, pointerType }) => {
const id = idAt(target);
light(id ?? focused);
clearTimeout(waiting);
if (!beside || pointerType === "touch") return;
waiting = setTimeout(activate, 80, id, !target.closest(".note, .strip"));
});
addEventListener("focusin", ({ target }) => {
light(focused = idAt(target));
activate(focused, !target.closest(".note") || target.matches(":focus-visible"));
});
addEventListener("focusout", () => light(focused = ""));

/** Opens a note and brings it to its passage. */
function open(note) {
if (!note?.matches(".row .note")) return;
opened = note.id;
for (const one of all(":scope > details", note)) one.open = true;
activate(note.id, true);
light(note.id);
layout();
return note;
}
/** Opens a note and gives it the focus; the text stays where it is if it can. */
function visit(note) {
if (!open(note)) return;
note.tabIndex = -1;
note.focus({ preventScroll: true });
if (!beside) note.scrollIntoView(NEAREST);
}
/** Opens the note that the address names. */
const arrive = () => open(byId(location.hash.slice(1)));
addEventListener("hashchange", () => arrive() ?? layout(false));

/** Opens a note about a marked passage: the innermost, or the next of the one that is open. */
function openAt(mark) {
const length = (id) => marksOf(id).reduce((sum, one) => sum + one.textContent.length, 0);
const ids = mark.dataset.annotations.split(" ").filter((id) => byId(id)?.hidden === false);
ids.sort((a, b) => length(a) - length(b));
visit(byId(ids[(ids.indexOf(opened) + 1) % ids.length]));
}
addEventListener("keydown", ({ key, target, ctrlKey, altKey, metaKey }) => {
const step = { j: 1, k: -1 }[key];
const id = target.closest?.(".row .note:not([data-editing]), .reference") && idAt(target);
if (!step || !id || ctrlKey || altKey || metaKey || target.matches("input, textarea")) return;
const notes = all(".row .note:not([hidden], [data-editing])").toSorted((a, b) => numberOf(a) - numberOf(b));
const next = notes[notes.findIndex((note) => note.id === id) + step];
if (!next) return;
visit(next);
(marksOf(next.id)[0] ?? next).scrollIntoView(NEAREST);
});
const numberOf = (note) => Number(note.querySelector(".number").textContent);
addEventListener("click", (event) => {
const link = event.target.closest("a");
const mark = event.target.closest("mark[data-annotations]");
if (link?.matches(".permalink, .self")) copy(link.href, toast.dataset.link);
else if (link?.matches(".reference")) {
if (!beside) return setTimeout(arrive);
event.preventDefault();
history.pushState(null, "", link.hash);
visit(byId(link.hash.slice(1)));
} else if (!link && mark) {
if (getSelection().isCollapsed) openAt(mark);
} else if (!link) activate(event.target.closest(".note")?.id, false);
});

const switches = () => all(".filters input");
const choices = () => all(".choices select");
function filter(comes) {
for (const tags of all(".note .tags")) tags.closest(".note").dataset.tags = tags.textContent.replaceAll(" · ", "\n");
const off = switches().filter((one) => !one.checked).map((one) => one.value);
const isOn = ({ dataset }) =>
!off.some((one) => ["all", dataset.kind, dataset.rating].includes(one))
&& choices().every(({ name, value }) => !value || dataset[name]?.split("\n").includes(value));
for (const one of all(".note:not([data-editing]), .reference, .strip a, .listed, tr[data-rating]")) {
one.toggleAttribute("hidden", !isOn(byId(one.getAttribute("href")?.slice(1)) ?? one));
}
for (const mark of all("mark[data-annotations]")) {
const { dataset } = mark;
const shown = dataset.annotations.split(" ").filter((id) => isOn(byId(id)));
for (const what of ["kind", "tone"]) dataset[`${what}s`] = shown.map((id) => byId(id).dataset[what]).join(" ");
dataset.single = shown.length < 2;
if (mark.hasAttribute("aria-describedby")) mark.setAttribute("aria-describedby", shown.join(" "));
}
layout(comes);
}
function showFilters() {
for (const one of [...switches(), ...choices()]) one.hidden = one.parentElement.hidden = false;
}
addEventListener("change", ({ target }) => {
if (target.matches(".filters input, .choices select")) filter();
else if (target.matches(".texts input")) layout();
});
addEventListener("selectstart", ({ target }) => {
const nth = (target.closest ? target : target.parentElement)?.closest(".text")?.dataset.nth;
for (const one of all(".text")) one.toggleAttribute("data-apart", (nth ?? one.dataset.nth) !== one.dataset.nth);
});

const [toast] = all(".toast");
const format = (name) => toast.dataset.format?.replaceAll("%", name);
/** What a button says and what is told after it stand in the page, in its language: `say|told`. */
async function copy(text, words) {
await navigator.clipboard?.writeText(text);
toast.textContent = words?.split("|")[1] ?? "";
setTimeout(() => toast.textContent = "", 2000);
}
function offer(one, words, text) {
if (!words) return;
const [textContent] = words.split("|");
const button = make("button", { className: "copy", textContent, onclick: () => copy(text, words) });
one.after(button);
}
/** Puts buttons to copy beside what stands in an open part: a page may have hundreds. */
function equip(part) {
for (const one of all(".cite > :is(p, pre), .note-meta > .self", part)) {
if ("copy" in one.dataset || !navigator.clipboard || one.firstElementChild?.href) continue;
const { link, citation } = toast.dataset;
one.dataset.copy = "";
const source = format({ "@": "BibTeX", "<": "HTML" }[one.textContent[0]] ?? "CSL-JSON");
offer(one, { P: citation, PRE: source }[one.tagName] ?? link, one.href ?? one.textContent);
}
settle();
}
const settle = () => frame ||= requestAnimationFrame(() => frame = layout(false));

const [list] = all(".cite [type$='csl+json']");
async function cite(box, link) {
const { id } = link.closest(".note");
try {
const items = await (await fetch(list.href)).json();
const { custom, ...item } = items.find(({ URL }) => URL.endsWith(`#${id}`));
for (const old of all(":scope > :not(summary)", box)) old.remove();
box.append(make("p", { innerHTML: custom.citation_html }), make("pre", { textContent: custom.bibtex }));
equip(box);
if (navigator.clipboard) offer(box.lastChild, format("CSL-JSON"), JSON.stringify([item]));
} catch {
location = link.href;
}
}
function fill(card) {
for (const link of list ? all("a.cite:not([hidden])", card) : []) {
const box = make("details", { className: "cite", ontoggle: () => box.open && cite(box, link) });
box.append(make("summary", { textContent: link.textContent }));
link.hidden = true;
link.after(box);
}
equip(card);
}
/** Lets the link of a source that is quoted lead to the words (wicg.github.io/scroll-to-text-fragment). */
addEventListener("click", ({ target }) => {
const link = target.closest?.(".note-sources a[href^=http]");
const quote = link?.closest("li").querySelector("q")?.textContent;
if (!quote || link.hash || /\.(?!html?$|php$)[a-z]\w{1,3}$/i.test(link.pathname)) return;
const pieces = quote.split(/…|\.\.\.|\[[^\]]*\]?/).map((piece) => piece.trim().split(/\s+/));
const words = pieces.reduce((longest, piece) => piece.length > longest.length ? piece : longest);
const part = (from, to) => encodeURIComponent(words.slice(from, to).join(" ")
.replace(/^\p{P}+|\p{P}+$/gu, "")).replaceAll("-", "%2D");
link.hash = `:~:text=${words.length > 8 ? [part(0, 4), part(-3)] : part(0)}`;
});
addEventListener("toggle", ({ target }) => {
if (target.localName !== "details") return;
if (target.open) fill(target.parentElement);
settle();
}, true);
for (const one of all(".note:has(> [open])")) fill(one);

showFilters();
if (switches().some((one) => !one.checked) || choices().some(({ value }) => value)) filter();
layout();
arrive()?.scrollIntoView({ behavior: "instant" });
const isOfPage = ({ target, addedNodes, removedNodes }) => {
const isOwn = (one) => (one.closest ? one : one.parentElement ?? target).closest(".copy, .cite, [data-postil]");
const nodes = [...addedNodes, ...removedNodes];
return !isOwn(target) && !(nodes.length && nodes.every(isOwn));
};
const same = (a, b) => a.length === b.length && a.every(({ box, line }, i) => box === b[i].box && line === b[i].line);
new MutationObserver((changes) => {
const before = new Map(items.map((item) => [item.box, item]));
const now = collect();
const others = (list) => list.filter((item) => !isWritten(item));
const areSame = same(now, items);
const isOfOthers = !same(others(now), others(items)) || changes.some(isOfPage);
if (areSame && !isOfOthers) return;
items = now.map((item) => Object.assign(before.get(item.box) ?? {}, item));
active = items.find(({ box }) => box === active?.box);
growth.disconnect();
const card = written();
if (card) {
delete active?.box.dataset.active;
active = card;
growth.observe(card.box);
}
if (isOfOthers || !beside) {
showFilters();
filter(!areSame);
} else {
if (card) level(card);
place(true);
}
}).observe(document.querySelector("main"), {
childList: true, subtree: true, characterData: true, attributeFilter: ["data-kind", "data-rating", "data-tone", "data-annotations"],
});
if (rows) new ResizeObserver(() => width !== (width = rows.clientWidth) && layout()).observe(rows);
document.fonts.ready.then(() => layout());
