// cards.js — the cards at rest: which are there, how one goes from one to another, and that
// they are one stop of Tab all together. Nothing is changed before Tab is pressed.

import { main } from "./passage.js";

const STOPS = "a[href], button, summary, input, select, textarea, [tabindex]";
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

const numberOf = (note) => Number(note.querySelector(".number")?.textContent) || Infinity;
/** Returns the cards that are shown, in the order of their numbers. */
export const cards = () => [...main().querySelectorAll(".row .note[id]:not([hidden], [data-editing])")]
  .sort((a, b) => numberOf(a) - numberOf(b));
/** Returns what a card is called: “Fact check 12”. */
export const nameOf = (note) => {
  const number = note.querySelector(".number")?.textContent;
  return number ? `note ${number}` : note.getAttribute("aria-label") || note.id;
};
const markOf = (id) => document.querySelector(`mark[data-annotations~="${CSS.escape(id)}"]`);

/** Returns the card that is meant where none is named: with the focus, or opened last. */
export const cardAtHand = () => {
  const focused = document.activeElement.closest(".note[id]:not([data-editing])");
  return focused ?? main().querySelector(".row .note[data-active]:not([hidden], [data-editing])");
};

let current = null;
/** Gives a card the focus, with its passage in sight. */
export const goTo = (note) => {
  if (!note) return;
  current = note;
  note.tabIndex = 0;
  note.focus({ preventScroll: true });
  const behavior = CALM.matches ? "instant" : "smooth";
  markOf(note.id)?.scrollIntoView({ block: "nearest", behavior });
  note.scrollIntoView({ block: "nearest", behavior });
};
/** Goes to a note by its id; returns whether it is there to be seen. */
export const goToId = (id) => {
  const note = document.getElementById(id);
  if (!note?.matches(".note:not([hidden])")) return false;
  goTo(note);
  return true;
};
/** Goes to the next card of some, or the one before: from the one with the focus, or else from the place in the text. */
export const step = (by, all = cards()) => {
  const here = cardAtHand();
  const focused = document.activeElement;
  let at = all.indexOf(focused.closest(".note") ?? here);
  if (at < 0) {
    // From where the focus is, or else from what is seen.
    const isPast = focused.closest(".row")
      ? (one) => focused.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING
      : (one) => (markOf(one.id) ?? one).getBoundingClientRect().bottom > 0;
    const next = all.findIndex(isPast);
    at = next < 0 ? all.length : next;
    if (by > 0) at -= 1;
  }
  const next = all[at + by];
  goTo(next);
  return Boolean(next);
};

const stopsIn = (part) => [part, ...part.querySelectorAll(STOPS)].filter((one) => one.matches(STOPS));
const KEPT = "data-postil-tab";
/** Leaves one card a stop: that with the focus, with all that is in it, or the last that had it. */
const settle = () => {
  const all = cards();
  const here = document.activeElement.closest(".note, .gloss");
  const stop = all.includes(current) ? current : all[0];
  for (const part of [...all, ...main().querySelectorAll(".row .gloss")]) {
    const isIn = part === here;
    for (const one of stopsIn(part)) {
      if (isIn && one.hasAttribute(KEPT)) {
        one.removeAttribute("tabindex");
        one.removeAttribute(KEPT);
      } else if (!isIn && one.tabIndex >= 0) {
        one.tabIndex = -1;
        one.setAttribute(KEPT, "");
      }
    }
    if (part === stop) { part.tabIndex = 0; part.removeAttribute(KEPT); }
  }
};
const ARROWS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
/** From now on cards are gone through by arrows, and are one stop of Tab. */
export const followCards = () => {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab") { settle(); return; }
    const { target, key } = event;
    if (!target.matches?.(".row .note") || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = cards();
    const to = { Home: all[0], End: all.at(-1) }[key] ?? all[all.indexOf(target) + ARROWS[key]];
    if (!to) return;
    event.preventDefault();
    goTo(to);
  });
  document.addEventListener("focusin", ({ target }) => {
    const note = target.closest?.(".row .note[id]:not([data-editing])");
    if (note) current = note;
  });
};
