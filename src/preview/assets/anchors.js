// anchors.js — lists the passages of the open article that need an editor: those
// that were reworded, to be confirmed with one click, and those that were not
// found, to be quoted anew. Only there where editing is on. Its list lies in
// `[data-postil]`, which preview.js leaves alone, and is asked for again whenever
// the page has changed.
import { article, button, edit, get, isEditing, make, post, tell, tellSaved } from "/_postil/editor.js";

const STATES = { orphan: "Not found", ambiguous: "Found more than once" };

const title = make("summary");
const list = make("ul");
const box = make("details", { "data-postil": true, class: "postil-open" }, title, list);

/** Confirms that a note still holds of its passage as it reads now. */
const accept = async ({ id, reads }) => {
  const { ok, told } = await post("accept", { article, id, reads });
  if (ok) tellSaved("Confirmed", told.undo);
  else tell(told.error);
  await ask();
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
    : button("Quote anew", () => edit(one.id), { title: one.id });
  return make("li", {}, link, isReworded ? "" : `: ${STATES[one.state]}`,
    make("blockquote", {}, ...wording(one)), act);
};

let number = 0;
async function ask() {
  const asked = ++number;
  const { ok, told } = await get(`anchors?article=${encodeURIComponent(article)}`);
  if (!ok || asked !== number) return;
  title.textContent = told.length === 1 ? "1 passage needs you" : `${told.length} passages need you`;
  list.replaceChildren(...told.map(item));
  if (told.length) document.body.append(box);
  else box.remove();
}

if (isEditing()) {
  await ask();
  document.addEventListener("postil:changed", ask);
}
