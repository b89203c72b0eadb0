// anchors.js — lists the passages of the open article that need an editor: those
// that were reworded, to be confirmed with one click, and those that were not
// found, to be quoted anew. It is asked for again whenever the page has changed.

import { get, post } from "./api.js";
import { button, make } from "../dom.js";
import { edit } from "./card.js";
import { tell, tellDone } from "./news.js";
import { article } from "./passage.js";

const STATES = { orphan: "Not found", ambiguous: "Found more than once" };

const title = make("summary");
const list = make("ul");
const box = make("details", { "data-postil": true, id: "postil-open", class: "postil-open" }, title, list);

/** Confirms that a note still holds of its passage as it reads now. */
const accept = async ({ id, reads }) => {
  const { ok, told } = await post("accept", { article: article(), id, reads });
  if (ok) await tellDone("Confirmed");
  else tell(told.error);
  await showOpen();
  (list.querySelector("button") ?? document.querySelector(".postil-news button"))?.focus();
};

const wording = ({ difference, reads }) => {
  if (!difference.length) return [reads];
  const names = { removed: "del", added: "ins" };
  return difference.map(({ kind, text }) => (names[kind] ? make(names[kind], {}, text) : text));
};

const item = (one) => {
  const isReworded = one.state === "changed";
  const name = document.getElementById(one.id)?.getAttribute("aria-label") ?? one.id;
  const link = make("a", { href: `#${one.id}` }, name);
  const act = isReworded
    ? button("Confirm new wording", () => accept(one), { title: one.id })
    : button("Quote anew", ({ currentTarget }) => edit(one.id, currentTarget), { title: one.id });
  return make("li", {}, link, isReworded ? "" : `: ${STATES[one.state]}`,
    make("blockquote", {}, ...wording(one)), act);
};

let number = 0;
/** Lists what needs an editor now; nothing if nothing does. */
export const showOpen = async () => {
  const asked = ++number;
  const { ok, told } = await get(`anchors?article=${encodeURIComponent(article())}`);
  if (!ok || asked !== number) return;
  title.textContent = told.length === 1 ? "1 passage needs you" : `${told.length} passages need you`;
  list.replaceChildren(...told.map(item));
  if (told.length) document.body.append(box);
  else box.remove();
};
