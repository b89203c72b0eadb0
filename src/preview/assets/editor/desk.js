// desk.js — what there is to do in the open article, as counts in the bar, and the steps
// that can be undone and done again. The server is asked whenever the page has changed; what
// only this browser has is counted with the drafts.

import { get, post } from "./api.js";
import { lostItem, lostText } from "./anchors.js";
import { showCount, showSteps } from "../bar.js";
import { unsaved } from "./card.js";
import { button, make } from "../dom.js";
import { goToId } from "./cards.js";
import { tell, tellDone } from "./news.js";
import { article } from "./passage.js";
import { counted } from "../problems.js";

let desk = { drafts: [], lost: [], one_source: [], unused_sources: [] };
let steps = { undos: [], redos: [] };
/** How many steps were made or turned back here. */
let nSteps = 0;
/** What is asked for at first; whoever is faster than the answer waits for it. */
let first = null;

// Lists --------------------------------------------------------------------------------

/** Returns what leads to a note: on this page, without its being loaded anew. */
const linkTo = ({ id, url, label }) => make("a", { href: url ?? `#${id}`, onclick: (event) => {
  if (goToId(id)) event.preventDefault();
} }, label);
const noteItem = (one) => make("li", {}, linkTo(one), ` ${one.words ?? ""}`);
const unsavedItem = ({ label, words, open }) =>
  make("li", {}, button(label, open), ` ${words ?? ""} `, make("em", {}, "only in this browser"));
const sourceItem = ({ key, label, title }) =>
  make("li", {}, make("a", { href: new URL(`../sources/#${key}`, location.href).href }, label), ` ${title ?? ""}`);

const showDrafts = () => {
  const items = [...unsaved().map(unsavedItem), ...desk.drafts.map(noteItem)];
  showCount("drafts", { title: "Drafts", text: counted(items.length, "draft"), items });
};
const showDesk = () => {
  const { lost, one_source: single, unused_sources: unused } = desk;
  showDrafts();
  showCount("lost", { title: "Passages not found", text: lostText(lost), items: lost.map((one) => lostItem(one, linkTo(one))) });
  showCount("one-source", { title: "One source", text: `${single.length} with one source`, items: single.map(noteItem) });
  showCount("unused", { title: "Unused sources", text: counted(unused.length, "unused source"), items: unused.map(sourceItem) });
};

// Undoing ------------------------------------------------------------------------------

const stepButton = (verb, sign, step, act) => step && make("button", {
  type: "button",
  class: "step",
  "aria-label": `${verb}: ${step.title}`,
  title: `${verb}: ${step.title}`,
  // A second click, before the first is answered, does not ask for the same again.
  onclick: ({ currentTarget }) => { currentTarget.disabled = true; act(); },
}, make("span", { class: "sign" }, sign), make("span", { class: "long" }, ` ${verb}: ${step.title}`));
/** What is asked for of steps, one after the other: each rests on what came of the last. */
let turn = Promise.resolve();
const inTurn = (act) => (turn = turn.then(async () => { await first; await act(); }));
/** Takes back the last step, or one before it. */
export const undo = (at = 0) => inTurn(async () => {
  const step = steps.undos[at];
  if (!step) { tell("There is nothing to undo"); return; }
  const { ok, status, told } = await post("undo", { undo: step.undo });
  if (ok) tellDone(`Undone: ${step.title}`);
  else if (status === 404) tellDone("It was taken back elsewhere");
  else {
    // What does not fit any more keeps nothing else from being taken back.
    const before = steps.undos[at + 1];
    tell(told.error, ...(before ? [button("Undo the step before", () => undo(at + 1), { title: before.title })] : []));
    showUndo();
  }
});
/** Does again what was undone last. */
export const redo = () => inTurn(async () => {
  const [step] = steps.redos;
  if (!step) { tell("There is nothing to redo"); return; }
  const { ok, told } = await post("redo", { redo: step.redo });
  if (ok) tellDone(`Done again: ${step.title}`);
  else { tell(told.error); showUndo(); }
});
/** Takes note of a step with the answer that tells of it, as the server does. */
const taken = ({ detail: { asked, told: { title, undo: undone, redo: redone } } }) => {
  nSteps += 1;
  const { undos, redos } = steps;
  const turned = undos.find((one) => one.undo === asked.undo) ?? redos.find((one) => one.redo === asked.redo);
  const { list = "annotations", article: of = "" } = turned ?? asked;
  const step = { title, list, article: of, undo: undone, redo: redone };
  const others = (all, name, ...numbers) => all.filter((one) => !numbers.includes(one[name]));
  if (redone) steps = { undos: others(undos, "undo", asked.undo), redos: [step, ...redos] };
  else {
    const again = asked.redo ? others(redos, "redo", asked.redo) : redos.filter((one) => one.article !== of || one.list !== list);
    steps = { undos: [step, ...others(undos, "undo", asked.continues)], redos: again };
  }
  showUndo();
};

let help;
const showUndo = () => showSteps(...[
  stepButton("Undo", "↶", steps.undos[0], () => undo()),
  stepButton("Redo", "↷", steps.redos[0], redo),
  make("a", { href: "/_postil/desk", class: "step", "aria-label": "All articles", title: "The desk of all articles" }, "All"),
  button("?", help, { "aria-label": "Keys", title: "Keys (?)", class: "step" }),
].filter(Boolean));

// Asking -------------------------------------------------------------------------------

let nAsked = 0;
let latest = null;
const ask = async () => {
  const asked = ++nAsked;
  const before = nSteps;
  const of = `article=${encodeURIComponent(article())}`;
  const [todo, done] = await Promise.all([get(`desk?${of}`), get(`undos?${of}`)]);
  // Whoever waits for this waits for what is asked since.
  if (asked !== nAsked) {
    await latest;
    return;
  }
  if (todo.ok) desk = todo.told;
  // An article that was renamed is at another address now.
  else if (todo.told.moved_to) tell(todo.told.say, make("a", { href: `../${todo.told.moved_to}/`, class: "step" }, "Go there"));
  // What has been done since it was asked is known better.
  if (done.ok && before === nSteps) steps = done.told;
  showDesk();
  showUndo();
};
/** Asks what there is to do and to undo, and shows it. */
const refresh = () => (latest = ask());
/** Shows the desk of the article from now on; `showKeys` tells what the keys do. */
export const beginDesk = async (showKeys) => {
  help = showKeys;
  for (const name of ["postil:changed", "postil:done"]) document.addEventListener(name, refresh);
  document.addEventListener("postil:card", showDrafts);
  addEventListener("storage", showDrafts);
  document.addEventListener("postil:step", taken);
  first = refresh();
  await first;
};
