// said.js — what a card says: the values of its fields as a sidecar has them, the edit that
// it stands for, the record in which it is kept. Nothing here changes a card.

import { FIELDS, LABELS } from "./fields.js";
import { article } from "./passage.js";

const SHOWN = 80; // characters of a note's words in a list

export const isEqual = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
/** Returns the words of a passage as a quote of its text. */
export const quoted = (text, name) => (name ? { in: name, exact: text } : text);
export const readingOf = (quote) => {
  if (quote == null) return "";
  if (typeof quote === "string") return quote;
  return quote.exact ?? `${quote.from ?? ""} … ${quote.to ?? ""}`;
};
/** Returns whether a note is on something that has no words to quote, and stays there. */
export const isOn = ({ entry, isMoved }) => Boolean(entry.on) && !isMoved;
/** Returns the values of a card as a sidecar has them; what says nothing is `null`. */
export const values = (card) => {
  const { ui: { fields }, entry, quote } = card;
  const kind = fields.kind.read();
  // How a passage is quoted may not be known yet; its words are.
  const words = fields.quote.read().trim() || null;
  const all = { kind, quote: quote.value || (words && quoted(words, quote.in)) };
  if (isOn(card)) delete all.quote;
  else if (entry.on) all.on = null;
  for (const name of FIELDS[kind]) {
    const field = fields[name];
    const given = field.given?.() ?? field.read();
    if (typeof given !== "string") all[name] = given.length ? given : null;
    // What reads as it did stays as it is, down to the line break at its end.
    else if (given.trim() === String(entry[name] ?? "").trim()) all[name] = entry[name] ?? null;
    else all[name] = given.trim() || null;
    if (isEqual([entry[name]].flat(), [all[name]].flat())) all[name] = entry[name] ?? null;
  }
  return all;
};
export const isPublished = ({ id, isGone, entry }) => Boolean(id) && !isGone && entry.status !== "draft";
/** Returns whether a card is written by itself: a draft that is to stay one. */
export const isAuto = (card) => !isPublished(card) && card.ui.fields.status.read() === "draft";

/** Returns the edit that a card stands for: of an entry, only what differs. */
export const editOf = (card, isPublishing = false) => {
  const { id, isGone, entry, version, home, ui } = card;
  const fields = values(card);
  if (isPublishing && fields.status === "draft") fields.status = null;
  if (!id || isGone) {
    const given = Object.entries({ ...entry, ...fields }).filter(([, value]) => value !== null);
    return { article: article(), edit: { op: "add", id: id ?? ui.id.read().trim(), fields: Object.fromEntries(given) }, file: home };
  }
  // What another kind does not have goes with the kind.
  for (const name of ["claim", "term"]) if (fields.kind !== entry.kind) fields[name] ??= null;
  const differs = Object.entries(fields).filter(([name, value]) => !isEqual(value, entry[name]));
  return { article: article(), edit: { op: "set", id, fields: Object.fromEntries(differs) }, if_match: version };
};
/** Returns whether a new source or term is half filled in: it is in no file. */
export const hasFresh = ({ ui: { fields } }) => Boolean(fields.sources.nNew() || fields.term.nNew());
/** Returns a card as it can be taken up again. */
export const recordOf = ({ key, place, id, label, entry, version, isGone, isMoved, home, quote, points, words, undo, base, ui }) => {
  const typed = Object.fromEntries(Object.entries(ui.all).map(([name, field]) => [name, field.read()]));
  return { key, place, id, label, entry, version, isGone, isMoved, home, quote, points, words, undo, ...base, typed, newTerm: ui.fields.term.fresh() };
};
/** Returns what the fields of a card show of an entry. */
export const typedOf = (entry, status) => ({ kind: "note", ...entry, quote: readingOf(entry.quote), status: entry.status ?? status });
/** Returns what a kept card is called in lists, and the first words that were typed. */
export const nameOf = ({ label, typed: { kind, claim, summary, body, quote } }) => {
  const words = (claim || summary || body || quote || "").trim().replace(/\s+/g, " ");
  return { label: label ?? LABELS[kind], words: words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words };
};
