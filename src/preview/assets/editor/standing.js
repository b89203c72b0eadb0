// standing.js — how it stands with a card: its state (see card.js), what that is called, what
// is wrong with it, and what is to be done next. All of it is worked out from what is known.

import { isPublished } from "./said.js";

export const stateOf = (card) => {
  if (card.conflicts.size || card.isGone) return "elsewhere";
  if (card.isLost) return "gone";
  if (card.trouble) return "offline";
  if (card.isSaving) return "saving";
  if (card.isDirty) return card.isChecked && errorsOf(card).length ? "needs" : "typing";
  if (card.entry.status === "retracted") return "retracted";
  return card.id ? "saved" : "empty";
};
/** Returns whether a problem is only that a source which is being filled in is not there yet. */
export const isAwaited = ({ ui: { fields } }, { code, message }) =>
  code === "unknown-name" && fields.sources.drafts().some((draft) => message.includes(`“${draft}”`));
export const errorsOf = ({ problems }) => problems.filter(({ severity }) => severity === "error");
const ago = (ms) => {
  const s = Math.round(ms / 1000);
  if (s < 60) return `${s} s`;
  return s < 3600 ? `${Math.round(s / 60)} min` : `${Math.round(s / 3600)} h`;
};
export const whenOf = (card) => {
  const name = isPublished(card) ? { retracted: "Retracted" }[card.entry.status] ?? "Published" : "Draft";
  if (card.isSaving) return `${name} · saving …`;
  if (card.isUnkept) return `${name} · not kept`;
  if (card.isDirty) return isPublished(card) ? "Changed · not published" : `${name} · kept here`;
  return card.savedAt ? `${name} · saved ${ago(Date.now() - card.savedAt)} ago` : name;
};
export const LABELLED = { claim: "the claim", rating: "a rating", summary: "a summary", body: "words", sources: "a source", term: "a term", quote: "its passage" };
export const listed = (names) => names.join(", ").replace(/, ([^,]*)$/, " and $1");
/** Returns the one thing to do next. */
export const adviceOf = (card) => {
  const { fields } = card.ui;
  if (fields.sources.nNew()) return "Save the new source";
  const kind = fields.kind.read();
  if (kind === "gloss" && fields.term.nNew()) return "Save the new term";
  const says = (name) => fields[name].read().length > 0;
  if (kind === "gloss") return says("term") ? "" : "Needs a term";
  if (kind === "note") return says("body") || says("summary") ? "" : "Needs words";
  const wanted = kind === "fact-check" ? ["claim", "rating", "summary"] : ["summary"];
  const missing = wanted.find((name) => !says(name));
  if (missing) return `Needs ${LABELLED[missing]}`;
  return ["Needs a source", "Needs a second source"][fields.sources.given().length] ?? "";
};
