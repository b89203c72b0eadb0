// anchors.js — passages of the open article that need an editor, as items of the desk's
// list: those that were reworded, to be confirmed with one click, and those that were not
// found, for which new words are chosen.

import { post } from "./api.js";
import { edit } from "./card.js";
import { button, make } from "../dom.js";
import { tell, tellDone } from "./news.js";
import { counted } from "../problems.js";
import { article } from "./passage.js";

const STATES = { orphan: "not found", ambiguous: "found more than once", changed: "reworded" };

/** Confirms that a note still holds of its passage as it reads now. */
const accept = async ({ id, reads, label }) => {
  const { ok, told } = await post("accept", { article: article(), id, reads });
  if (ok) tellDone(`Confirmed: ${label}`);
  else tell(told.error);
};
const choose = async ({ id, label }) => {
  await edit(id, null);
  tell(`Select the new words of ${label}, then “Move here”`);
};

const wording = ({ difference, reads }) => {
  if (!difference?.length) return [reads];
  const names = { removed: "del", added: "ins" };
  return difference.map(({ kind, text }) => (names[kind] ? make(names[kind], {}, text) : text));
};
/** Returns the item of a passage; `link` leads to its note. */
export const lostItem = (one, link) => make("li", {}, link, ` ${STATES[one.state]}`,
  make("blockquote", {}, ...wording(one)),
  one.state === "changed" ? button("Confirm new wording", () => accept(one), { title: one.label })
    : button("Choose new words", () => choose(one), { title: one.label }));

/** Returns how many passages there are of each state, in words. */
export const lostText = (lost) => {
  const of = (...states) => lost.filter(({ state }) => states.includes(state)).length;
  const n = of("orphan");
  return [counted(n, "passage not found", "passages not found"),
    counted(of("ambiguous"), "found more than once", "found more than once"),
    counted(of("changed"), "passage reworded", "passages reworded")].filter(Boolean).join(", ");
};
