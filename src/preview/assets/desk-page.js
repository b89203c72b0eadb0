// desk-page.js — the desk of the whole edition, for a morning's work: drafts, passages that
// are gone, notes with one source, unused sources and problems, by article and by editor.
// Drafts are published many at once; those that are not sound yet say what they need. What
// is in no file yet, only in this browser, leads to the card in which it goes on.

import { begin, get, post, state } from "./editor/api.js";
import { draftsAnywhere, recover } from "./editor/drafts.js";
import { nameOf } from "./editor/said.js";
import { button, field, make, paragraphs } from "./dom.js";
import { itemOf } from "./problems.js";

const STATES = { orphan: "not found", ambiguous: "found more than once", changed: "reworded" };
const EVERY = "";

let desk = { drafts: [], lost: [], one_source: [], unused_sources: [] };
let problems = [];
/** The drafts that are chosen, and what those need that could not be published. */
const chosen = new Set();
const needs = new Map();

const article = make("select");
const editor = make("select");
const status = make("p", { role: "status" });
const lists = make("div");
const base = document.body.dataset.base ?? "/";

const keyOf = (one) => `${one.article}/${one.id}`;
const editorsOf = ({ by }) => [by ?? []].flat().filter(Boolean);
const isWanted = (one) => (!article.value || one.article === article.value)
  && (!editor.value || editorsOf(one).includes(editor.value));

/** Offers what there is to choose from; the choice stays if it can. */
const offer = (control, first, pairs) => {
  const { value } = control;
  control.replaceChildren(make("option", { value: EVERY }, first),
    ...pairs.map(([key, label]) => make("option", { value: key }, label)));
  control.value = pairs.some(([key]) => key === value) ? value : EVERY;
};
/** Returns what only this browser has, as the server tells of notes. */
const onlyHere = () => {
  const titles = new Map([...desk.drafts, ...desk.lost, ...desk.one_source].map((one) => [one.article, one.title]));
  const name = (id) => state.editors?.find((one) => one.id === id)?.name ?? id;
  return draftsAnywhere().map((draft) => {
    const slug = decodeURIComponent(draft.path).split("/").findLast(Boolean);
    const by = [draft.typed.by].flat().filter(Boolean);
    const { url } = draft;
    return { ...nameOf(draft), url, article: slug, title: titles.get(slug), by: (by.length ? by : [state.default_editor]).map(name) };
  });
};
const offerChoices = () => {
  const notes = [...desk.drafts, ...onlyHere(), ...desk.lost, ...desk.one_source];
  offer(article, "All articles", [...new Map(notes.map((one) => [one.article, one.title ?? one.article]))]);
  offer(editor, "All editors", [...new Set(notes.flatMap(editorsOf))].map((name) => [name, name]));
};

// Lists ------------------------------------------------------------------------------------

const noteItem = (one) => [make("a", { href: one.url }, one.label), ` ${one.words ?? ""}`];
const lostItem = (one) => make("li", {}, ...noteItem(one), make("em", {}, ` ${STATES[one.state]}`));
const singleItem = (one) => make("li", {}, ...noteItem(one));
const draftItem = (one) => {
  const key = keyOf(one);
  const check = make("input", { type: "checkbox", "aria-label": `${one.label}, ${one.title ?? one.article}`, onchange: () => {
    if (check.checked) chosen.add(key); else chosen.delete(key);
    showNumber();
  } });
  check.checked = chosen.has(key);
  const editors = editorsOf(one).join(", ");
  return make("li", {}, make("label", { class: "check" }, check), ...noteItem(one),
    editors ? make("em", {}, ` ${editors}`) : "", ...paragraphs(needs.get(key) ?? []));
};
/** Returns a part of the page: notes by their articles. */
const part = (title, notes, itemOfNote, ...more) => {
  const wanted = notes.filter(isWanted);
  if (!wanted.length) return "";
  const groups = [...Map.groupBy(wanted, (one) => one.article)].map(([slug, own]) => [
    make("h3", {}, own[0].title ?? slug),
    make("ul", { "aria-label": `${title}: ${own[0].title ?? slug}` }, ...own.map(itemOfNote)),
  ]);
  return make("section", { "aria-label": title }, make("h2", {}, `${title} (${wanted.length})`), ...more, ...groups.flat());
};
const publishing = button("", () => publish());
const wantedDrafts = () => desk.drafts.filter(isWanted);
const showNumber = () => {
  const n = wantedDrafts().filter((one) => chosen.has(keyOf(one))).length;
  publishing.textContent = n ? `Publish ${n}` : "Publish";
  publishing.disabled = !n;
};
const chooseAll = () => {
  const drafts = wantedDrafts();
  const isAll = drafts.every((one) => chosen.has(keyOf(one)));
  for (const one of drafts) chosen[isAll ? "delete" : "add"](keyOf(one));
  show();
};
const show = () => {
  const { activeElement: focused } = document;
  const name = focused.getAttribute("aria-label") ?? focused.textContent;
  offerChoices();
  const wrongs = problems.map(itemOf);
  lists.replaceChildren(
    part("Drafts", desk.drafts, draftItem, make("div", { class: "offers" }, button("Choose all", chooseAll), publishing)),
    part("Only in this browser", onlyHere(), singleItem),
    part("Passages not found", desk.lost, lostItem),
    part("One source", desk.one_source, singleItem),
    desk.unused_sources.length ? make("section", { "aria-label": "Unused sources" }, make("h2", {}, `Unused sources (${desk.unused_sources.length})`),
      make("ul", { "aria-label": "Unused sources" }, ...desk.unused_sources.map(({ key, label, title }) => make("li", {}, make("a", { href: `${base}sources/#${key}` }, label), ` ${title ?? ""}`)))) : "",
    wrongs.length ? make("section", { "aria-label": "Problems" }, make("h2", {}, `Problems (${wrongs.length})`), make("ul", { "aria-label": "Problems" }, ...wrongs)) : "");
  showNumber();
  if (!lists.textContent) lists.append(make("p", {}, "There is nothing to do."));
  // What had the focus has been made anew.
  if (!focused.isConnected) {
    const again = [...lists.querySelectorAll("a, button, input")].find((one) => (one.getAttribute("aria-label") ?? one.textContent) === name);
    again?.focus();
  }
};

// Work -------------------------------------------------------------------------------------

const refresh = async () => {
  const [todo, now] = await Promise.all([get("desk"), get("state")]);
  if (!todo.ok) { status.textContent = todo.told.error; return; }
  desk = todo.told;
  if (now.ok) problems = now.told.diagnostics.filter(({ severity }) => severity !== "info");
  show();
};
const publish = async () => {
  const wanted = wantedDrafts().filter((one) => chosen.has(keyOf(one)));
  publishing.disabled = true;
  let nDone = 0;
  let refusal = "";
  for (const [slug, own] of Map.groupBy(wanted, (one) => one.article)) {
    const { ok, told } = await post("publish", { article: slug, ids: own.map(({ id }) => id) });
    if (!ok) { refusal = told.error; continue; }
    for (const one of told) {
      const key = `${slug}/${one.id}`;
      if (one.ok) { nDone += 1; chosen.delete(key); needs.delete(key); } else needs.set(key, one.problems.map(({ say, message }) => say ?? message));
    }
  }
  status.textContent = [refusal, nDone && `${nDone} published`, nDone < wanted.length && `${wanted.length - nDone} not yet`]
    .filter(Boolean).join("; ");
  await refresh();
};

for (const control of [article, editor]) control.addEventListener("change", show);
document.querySelector("main").append(
  make("div", { class: "choices" }, field("article", "Article", article), field("editor", "Editor", editor)), status, lists);
addEventListener("storage", show);
await recover();
await begin();
await refresh();
new EventSource("/_postil/events").addEventListener("message", refresh);
