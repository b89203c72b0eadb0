// drafts.js — what was typed and is in no file yet, in the browser's storage: a record for
// each card, named by its article and its note or passage, so that none takes another's
// place. It outlives the tab; which of them a tab had open last is the tab's own affair,
// and one that a tab has open is taken up by no other. The browser writes this storage to
// the disk some seconds later, so a copy goes into a database, which it writes at once: what
// is missing after the browser was killed is taken from there.

import { textAt, wordsOf } from "./passage.js";

const ALL = "postil:draft:";
const PREFIX = `${ALL}${location.pathname}:`;
const LAST = `postil:last:${location.pathname}`;
const ASKED = "#postil-draft="; // what the address of a page ends with that is to open one
const BEFORE = 24; // characters before a passage, which tell equal words apart

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

const database = new Promise((resolve, reject) => {
  const asked = indexedDB.open("postil", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("drafts");
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = reject;
});
/** Returns what comes of a request to the copies; nothing where the browser has no database. */
const copies = (mode, ask) => database.then((all) => new Promise((resolve, reject) => {
  const asked = ask(all.transaction("drafts", mode).objectStore("drafts"));
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = reject;
})).catch(() => {});
const write = (name, text) => {
  localStorage.setItem(name, text);
  copies("readwrite", (all) => all.put(text, name));
};
const remove = (name) => {
  localStorage.removeItem(name);
  copies("readwrite", (all) => all.delete(name));
};
/** Takes back what was kept, and was not on the disk yet when the browser was killed. */
export const recover = async () => {
  const [names, texts] = await Promise.all([copies("readonly", (all) => all.getAllKeys()), copies("readonly", (all) => all.getAll())]);
  names?.forEach((name, index) => {
    const at = (text) => JSON.parse(text ?? null)?.at ?? 0;
    if (at(texts[index]) > at(localStorage.getItem(name))) localStorage.setItem(name, texts[index]);
  });
};

const read = (key) => JSON.parse(localStorage.getItem(PREFIX + key));
/** Returns all drafts of the article, the latest last. */
export const allDrafts = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  .map((key) => read(key.slice(PREFIX.length))).sort((a, b) => a.at - b.at);

/** What this tab has let go of; that others hear of it takes a moment. */
const released = new Set();
/** Returns the keys of the drafts that tabs have open. */
const held = async () => {
  const { held: locks = [] } = await navigator.locks?.query() ?? {};
  return new Set(locks.map(({ name }) => name).filter((name) => !released.has(name)));
};
/** Holds a draft for this tab, until what is returned is called. */
export const hold = (key) => {
  const name = PREFIX + key;
  released.delete(name);
  let release;
  const isOver = new Promise((resolve) => { release = resolve; });
  navigator.locks?.request(name, () => isOver).catch(() => {});
  return () => { released.add(name); release(); };
};

/** Returns the latest draft about an annotation or a passage that no tab has open. */
export const draftOf = async (place) => {
  const drafts = allDrafts().filter((draft) => draft.place === place);
  if (!drafts.length) return undefined;
  const open = await held();
  return drafts.findLast(({ key }) => !open.has(PREFIX + key));
};
const free = async (draft) => (draft && !(await held()).has(PREFIX + draft.key) ? draft : null);
/** Returns the draft that this tab had open last, if it is there still, and not in another. */
export const lastOpen = () => {
  return free(read(sessionStorage.getItem(LAST) ?? ""));
};
/** Returns the drafts of all articles, each with its address; the latest last. */
export const draftsAnywhere = () => Object.keys(localStorage).filter((name) => name.startsWith(ALL)).map((name) => {
  const draft = JSON.parse(localStorage.getItem(name));
  const path = name.slice(ALL.length, -draft.key.length - 1);
  return { ...draft, path, url: `${path}${ASKED}${encodeURIComponent(draft.key)}` };
}).sort((a, b) => a.at - b.at);
/** Returns the draft that the address of the page asks for: it is there, and no tab has it open. */
export const askedFor = async () => {
  if (!location.hash.startsWith(ASKED)) return null;
  const key = decodeURIComponent(location.hash.slice(ASKED.length));
  history.replaceState(history.state, "", location.pathname + location.search);
  return free(read(key));
};
/** Returns a key under which a draft takes the place of no other, in whatever tab. */
export const freeKey = (place) => `${place} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

/** Returns whether a draft could be kept: there may be no room, or no leave. */
export const put = (draft) => {
  try {
    write(PREFIX + draft.key, JSON.stringify({ ...draft, at: Date.now() }));
    sessionStorage.setItem(LAST, draft.key);
    return true;
  } catch {
    return false;
  }
};
export const drop = (key) => {
  remove(PREFIX + key);
  if (sessionStorage.getItem(LAST) === key) sessionStorage.removeItem(LAST);
};
/** Has this tab open no draft any more. */
export const leave = (key) => {
  if (sessionStorage.getItem(LAST) === key) sessionStorage.removeItem(LAST);
};

/**
 * Takes in what was written at an address at which there is no article any more: it was
 * renamed, or the edition's root was, if this page has what was written about.
 */
export const adopt = async (isHere) => {
  const paths = new Map();
  for (const name of Object.keys(localStorage).filter((key) => key.startsWith(ALL) && !key.startsWith(PREFIX))) {
    const draft = JSON.parse(localStorage.getItem(name));
    const path = name.slice(ALL.length, -draft.key.length - 1);
    if (!isHere(draft)) continue;
    if (!paths.has(path)) {
      paths.set(path, await fetch(path, { method: "HEAD" }).then(({ status, url }) => status === 404 || url === location.href, () => false));
    }
    if (!paths.get(path)) continue;
    write(PREFIX + draft.key, JSON.stringify(draft));
    remove(name);
  }
};
