// keys.js — what keys do. Letters by themselves do something outside of fields only, and
// can be switched off: who speaks to a browser types them unawares.

import { closeList, hint, nextOf } from "../bar.js";
import { current, fold, publish, save } from "./card.js";
import { cardAtHand, cards, step } from "./cards.js";
import { redo, undo } from "./desk.js";
import { button, make, originOf, shaded } from "../dom.js";
import { editNote } from "./menu.js";
import { tell } from "./news.js";
import { annotateBlock, blockAtHand } from "./paragraph.js";
import { beginBy, isShown, unselect } from "./pill.js";

const OFF = "postil:no-letters";
const PATIENCE = 3000; // ms that a card may take to open
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";

const nextDraft = () => {
  const drafts = cards().filter(({ dataset }) => dataset.status === "draft");
  if (step(1, drafts)) return;
  // After the last comes the first; and those that only this browser has stand in the list.
  if (!(drafts.length && step(-drafts.length, drafts)) && !nextOf("drafts")) tell("There are no drafts");
};
const nextProblem = () => {
  if (!["problems", "lost", "one-source"].some((name) => nextOf(name))) tell("There are no problems");
};
const LETTERS = {
  j: { says: "Next note", act: () => step(1) },
  k: { says: "Note before", act: () => step(-1) },
  a: { says: "Annotate the paragraph", act: () => { const block = blockAtHand(); if (block) annotateBlock(block); } },
  e: { says: "Edit the note", act: () => { const card = cardAtHand(); if (card) editNote(card); else tell("Go to a note first: J"); } },
  d: { says: "Next draft", act: nextDraft },
  p: { says: "Next problem", act: nextProblem },
  "?": { says: "Show the keys", act: () => showKeys() },
};
const OTHERS = [
  ["N, C, S, T", "At a selection: note, fact check, counter-source, term"],
  ["Ctrl+Enter", "Publish"], ["Ctrl+S", "Save the draft"],
  ["Ctrl+Z", "Undo, outside of fields"], ["Ctrl+Shift+Z", "Redo, outside of fields"],
  ["Esc", "Fold the card; nothing is lost"], ["Arrows", "From card to card, once one has the focus"],
];

// The list of keys -------------------------------------------------------------------------

const letters = make("input", { type: "checkbox", onchange: () => {
  if (letters.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "yes");
} });
const dialog = make("dialog", { "aria-label": "Keys" }, make("h2", {}, "Keys"),
  make("dl", {}, ...[...Object.entries(LETTERS).map(([key, { says }]) => [key.toUpperCase(), says]), ...OTHERS]
    .map(([key, says]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, says)))),
  make("label", {}, letters, " Letters by themselves do something"),
  button("Close", () => dialog.close(), { autofocus: true }));
const host = shaded("keys", dialog);
dialog.addEventListener("close", () => host.remove());
export const showKeys = () => {
  document.body.append(host);
  letters.checked = !localStorage.getItem(OFF);
  dialog.showModal();
};

// Keys -----------------------------------------------------------------------------------

/** Goes back by one step: closes what was opened last. */
const escape = () => {
  if (current() && document.activeElement.closest("[data-editing]")) fold();
  else if (isShown()) unselect();
  else if (closeList()) return true;
  else if (current()) fold();
  else return false;
  return true;
};
const withControl = ({ key, shiftKey }, isField) => {
  const letter = key.toLowerCase();
  if (key === "Enter" && current()) publish();
  else if (letter === "s" && current()) save();
  else if (letter === "z" && !isField) { if (shiftKey) redo(); else undo(); } else return false;
  return true;
};
/** What is typed while a card opens on a letter: it is meant for the card. */
let typed = null;
const awaitCard = () => {
  typed = "";
  // One that does not come must not keep the keys.
  setTimeout(() => { typed = null; }, PATIENCE);
};
const giveTyped = () => {
  if (typed === null || !current()) return;
  if (typed) document.execCommand("insertText", false, typed);
  typed = null;
};
// The card says so before it has the focus.
document.addEventListener("postil:card", () => queueMicrotask(giveTyped));
const onKey = (event) => {
  const { key, ctrlKey, metaKey, altKey, isComposing, defaultPrevented } = event;
  if (defaultPrevented || isComposing || altKey || document.querySelector("dialog:modal") || dialog.open) return;
  const isField = originOf(event).matches?.(FIELDS);
  if (typed !== null && key.length === 1 && !isField && !ctrlKey && !metaKey) {
    typed += key;
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  let isDone = false;
  if (ctrlKey || metaKey) isDone = withControl(event, isField);
  else if (key === "Escape") isDone = !document.querySelector("postil-menu:popover-open") && escape();
  else if (!isField && !localStorage.getItem(OFF)) {
    const letter = key.length === 1 ? key.toLowerCase() : "";
    isDone = beginBy(letter);
    if (isDone) awaitCard();
    // Whoever has selected words means them.
    else if (Object.hasOwn(LETTERS, letter) && (getSelection().isCollapsed || !"aedp".includes(letter))) {
      LETTERS[letter].act();
      isDone = true;
    }
  }
  if (!isDone) return;
  event.preventDefault();
  // The theme has keys of its own for the same.
  event.stopPropagation();
};
/** From now on keys do what the list of them says. */
export const followKeys = () => {
  hint.textContent = "J/K next · A annotate · E edit";
  document.addEventListener("keydown", onKey);
};
