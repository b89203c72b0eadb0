// place.js — where a card that is written in stands: in the row of its passage, among the
// notes there, level with its line (notes.js sees to that); in the place of the note that
// it edits; or, on a phone, as a sheet from below. Nothing of the page's own is changed.

import { blockAt, highlight, main, rangeOf } from "./passage.js";

const sheet = matchMedia("(max-width: 48rem), (pointer: coarse)");
/** Takes the note from view that a card stands for; what the page may do to it, it stays so. */
const hiding = new CSSStyleSheet();
document.adoptedStyleSheets.push(hiding);
let hidden = null;
export const hide = (id) => {
  if (id === hidden) return;
  hidden = id;
  hiding.replaceSync(id ? `aside.note#${CSS.escape(id)}:not([data-editing]) { display: none !important; }` : "");
};

const markOf = (id) => document.querySelector(`mark[data-annotations~="${CSS.escape(id)}"]`);
/** Returns the note at rest. */
export const noteOf = (id) => (id && main() ? main().querySelector(`aside.note#${CSS.escape(id)}:not([data-editing])`) : null);

/**
 * Returns after what a card belongs: its note, the note before it in its row, or the text. A
 * card whose passage has gone stays where that stood, not where its note went.
 */
const home = (id, points, range) => {
  const note = noteOf(id);
  const isLost = note?.closest("#detached") && points && !range;
  if (note && !isLost) return note;
  const row = points && blockAt(points.end.block, points.in)?.closest(".row");
  if (!row) return note;
  const isBefore = (note) => {
    const mark = markOf(note.id);
    return !mark || !range || range.comparePoint(mark, 0) < 0;
  };
  const notes = [...row.querySelectorAll(":scope > .note:not([data-editing])")];
  const before = notes.filter(isBefore).at(-1);
  if (before) return before;
  let last = [...row.querySelectorAll("[data-block]")].at(-1);
  while (last.parentElement !== row) last = last.parentElement;
  while (last.nextElementSibling?.matches("[data-postil]:not(.note)")) last = last.nextElementSibling;
  return last;
};

/** Puts a card where it belongs, if it is not there; whoever types in it may go on. */
export const stand = (card, { id, points, isLost }) => {
  const range = points && !isLost && rangeOf(points) || null;
  card.line = range ?? undefined;
  highlight(range && points);
  const after = home(id, points, range);
  // A row that has gone took the card along, and the focus out of it.
  const isTorn = !card.isConnected && Boolean(card.focused);
  const writing = isTorn ? card.focused : document.activeElement;
  const isWriting = card.contains(writing);
  if (after && after.nextElementSibling !== card) after.after(card);
  else if (!card.isConnected) (main().querySelector(".rows .row:last-child") ?? main()).append(card);
  else {
    // Whoever watches the rows (notes.js does) hears that its line is another.
    const news = document.createComment("");
    card.append(news);
    news.remove();
  }
  fit(card);
  if (isWriting && document.activeElement !== writing) writing.focus({ preventScroll: true });
  if (isTorn) show(card);
};
/** Makes a card a sheet where there is no room for it in the margin. */
export const fit = (card) => {
  if (!card.isConnected) return;
  if (!sheet.matches) card.removeAttribute("popover");
  else if (!card.matches(":popover-open")) {
    card.setAttribute("popover", "manual");
    card.showPopover();
  }
};
/** Has a card follow the window, and what covers it: the keys of a phone. */
export const follow = (card) => {
  const off = new AbortController();
  const { signal } = off;
  sheet.addEventListener("change", () => fit(card), { signal });
  // What had the focus, until somebody goes elsewhere.
  const note = ({ target }) => { card.focused = card.contains(target) ? document.activeElement : null; };
  document.addEventListener("focusin", note, { signal });
  document.addEventListener("pointerdown", ({ target }) => { if (!card.contains(target)) card.focused = null; }, { signal, capture: true });
  const keys = () => {
    const { height, offsetTop } = visualViewport;
    card.style.setProperty("--keys", `${Math.max(0, innerHeight - height - offsetTop)}px`);
  };
  visualViewport?.addEventListener("resize", keys, { signal });
  visualViewport?.addEventListener("scroll", keys, { signal });
  return () => off.abort();
};
/** Brings a control that was given the focus into view, once all stands where it will. */
export const reveal = (control) => requestAnimationFrame(() => requestAnimationFrame(() => {
  if (control === document.activeElement) control.scrollIntoView({ block: "nearest", behavior: "instant" });
}));
/** Brings the passage and its card into view. */
export const show = (card) => requestAnimationFrame(() => {
  if (!card.isConnected) return;
  const area = card.line?.getBoundingClientRect();
  if (sheet.matches && area) {
    const room = innerHeight * 0.4;
    if (area.top < 8 || area.bottom > room) scrollBy({ top: area.bottom > room ? Math.min(area.top - 48, area.bottom - room) : area.top - 48, behavior: "instant" });
    return;
  }
  const { top, bottom } = card.getBoundingClientRect();
  if (top < 0 || top > innerHeight - 160 || bottom > innerHeight && bottom - top < innerHeight - 64) {
    card.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
});
