// drafts.js — what was typed and is not saved yet, in the browser's storage: a record for
// each annotation and each passage of an article, so that none takes another's place.
// It outlives the tab; which of them a tab had open last is the tab's own affair.

import { button, make } from "../dom.js";
import { textAt, wordsOf } from "./passage.js";

const PREFIX = `postil:draft:${location.pathname}:`;
const LAST = `postil:last:${location.pathname}`;
const BEFORE = 24; // characters before a passage, which tell equal words apart
const SHOWN = 40; // characters of a draft's words in the list

/** Returns a text as it is told in a list. */
const short = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
const isWord = (c) => /[\p{L}\p{N}\p{M}]/u.test(c ?? "");

/**
 * Returns what a draft is about: an annotation, or a passage by its words and some before
 * them. (Its block's number is another's as soon as a paragraph is added above.)
 */
export const placeOf = (id, points) => {
  if (id) return `entry:${id}`;
  let { start, end } = points;
  const [first, last] = [textAt(start.block, points.in), textAt(end.block, points.in)];
  while (isWord(first[start.offset]) && isWord(first[start.offset - 1])) start = { ...start, offset: start.offset - 1 };
  while (isWord(last[end.offset - 1]) && isWord(last[end.offset])) end = { ...end, offset: end.offset + 1 };
  const before = first.slice(Math.max(0, start.offset - BEFORE), start.offset);
  return `passage:${before}|${wordsOf({ ...points, start, end })}`;
};

const read = (key) => JSON.parse(localStorage.getItem(PREFIX + key));
/** Returns all drafts of the article, the latest last. */
const all = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  .map((key) => read(key.slice(PREFIX.length))).sort((a, b) => a.at - b.at);

/** Returns the latest draft about an annotation or a passage, if there is one. */
export const draftOf = (place) => all().findLast((draft) => draft.place === place);
/** Returns the draft that this tab had open last, if it is there still. */
export const lastOpen = () => read(sessionStorage.getItem(LAST) ?? "");
/** Returns a key under which a draft takes the place of no other. */
export const freeKey = (place, nth = 1) => (read(`${nth} ${place}`) ? freeKey(place, nth + 1) : `${nth} ${place}`);

/** Returns whether a draft could be kept: there may be no room, or no leave. */
export const put = (draft) => {
  try {
    localStorage.setItem(PREFIX + draft.key, JSON.stringify({ ...draft, at: Date.now() }));
    sessionStorage.setItem(LAST, draft.key);
    return true;
  } catch {
    return false;
  }
};
export const drop = (key) => {
  localStorage.removeItem(PREFIX + key);
  if (sessionStorage.getItem(LAST) === key) sessionStorage.removeItem(LAST);
};

const nameOf = ({ id, controls: { quote, claim, summary, body } }) =>
  [id ?? `“${short(quote)}”`, short(body || claim || summary)].filter(Boolean).join(": ");
const title = make("summary");
const list = make("ul");
/** What the page shows of the drafts. */
export const kept = make("details", { class: "postil-drafts", hidden: true }, title, list);

/** Lists the drafts besides the one that is open; `takeUp` opens one. */
export const showKept = (openKey, takeUp) => {
  const drafts = all().filter(({ key }) => key !== openKey);
  title.textContent = drafts.length === 1 ? "1 draft" : `${drafts.length} drafts`;
  list.replaceChildren(...drafts.map((draft) => make("li", {}, button(nameOf(draft), () => takeUp(draft)))));
  kept.hidden = !drafts.length;
};
