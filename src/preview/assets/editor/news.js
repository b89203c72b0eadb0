// news.js — says what was done, for eyes and screen readers, and takes it back. What
// can be taken back is asked of the server, so a reload or another tab loses nothing.

import { get, post } from "./api.js";
import { button, make } from "../dom.js";
import { article } from "./passage.js";

const NAMES = { added: "addition", changed: "change", removed: "removal", retracted: "retraction" };

const said = make("p", { role: "status" });
const offers = make("div");
/** What the page shows of it. */
export const news = make("div", { "data-postil": true, id: "postil-news", class: "postil-news" }, said, offers);

export const tell = (text, ...buttons) => {
  const hadFocus = offers.contains(document.activeElement);
  said.textContent = text;
  offers.replaceChildren(...buttons);
  if (hadFocus) buttons[0]?.focus();
};

/** Asks something of whoever is in the middle of something else. */
export const ask = (text, ...buttons) => {
  tell(text, ...buttons);
  buttons[0].focus();
};

const nameOf = ({ done, id }) => `${NAMES[done]} of “${id}”`;
const undoOf = (steps, at) => {
  // A second click, before the first is answered, does not ask for the same again.
  const act = ({ currentTarget }) => { currentTarget.disabled = true; takeBack(steps, at); };
  return at < steps.length ? [button("Undo", act, { title: `The ${nameOf(steps[at])}` })] : [];
};

/** Says what was done, and offers to take back the last step that there is. */
export const tellDone = async (text) => {
  const { ok, told } = await get(`undos?article=${encodeURIComponent(article())}`);
  tell(text, ...undoOf(ok ? told : [], 0));
};
/** After a reload: offers what can still be taken back. */
export const tellLast = async () => {
  const { ok, told } = await get(`undos?article=${encodeURIComponent(article())}`);
  if (ok && told.length && !said.textContent) tell(`Last: ${nameOf(told[0])}`, ...undoOf(told, 0));
};
const takeBack = async (steps, at) => {
  const { ok, status, told } = await post("undo", { undo: steps[at].undo });
  if (ok) await tellDone(`Undone: ${nameOf(steps[at])}`);
  else if (status === 404) await tellDone("It was taken back elsewhere");
  // What does not fit any more keeps nothing else from being taken back.
  else tell(told.error, ...undoOf(steps, at + 1));
};
