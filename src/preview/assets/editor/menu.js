// menu.js — the one “⋯” of the card that is pointed at or has the focus, and its menu: what
// can be done with an annotation. It goes from card to card, so a page has no more than one.

import { edit, moveTo } from "./card.js";
import { entryOf, get, post, state } from "./api.js";
import { button, make, nextId, originOf, shaded } from "../dom.js";
import { cards, goTo, nameOf } from "./cards.js";
import { tell, tellDone } from "./news.js";
import { article } from "./passage.js";
import { atHand, unselect } from "./pill.js";

let note = null;
const dots = make("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false" }, "⋯");
const host = shaded("actions", dots);
const list = make("div", { role: "menu" });
const box = shaded("menu", list);
box.popover = "auto";

// What is done ---------------------------------------------------------------------

/** Changes fields of an annotation as it is on disk now. */
const change = async (id, fieldsOf, done) => {
  const { ok, told } = await get(entryOf(article(), id));
  if (!ok) { tell(told.error); return; }
  const fields = fieldsOf(told.fields);
  const saved = await post("save", { article: article(), edit: { op: "set", id, fields }, if_match: told.version });
  report(saved, done);
};
const report = ({ ok, told, problems }, done) => {
  if (ok) tellDone(done);
  else tell([...new Set([told.error, ...problems.map(({ message }) => message)])].join(" "));
};
const retract = (id, reason, name) => change(id, ({ corrections = [] }) => ({
  status: "retracted",
  corrections: [...corrections, { date: state.today, text: reason }],
}), `Retracted: ${name}`);
const restore = (id, name) => change(id, () => ({ status: null }), `Restored: ${name}`);
const remove = async (id, name) => {
  const next = cards()[cards().findIndex((one) => one.id === id) + 1];
  const { ok, told } = await get(entryOf(article(), id));
  if (!ok) { tell(told.error); return; }
  const removed = await post("save", { article: article(), edit: { op: "remove", id }, if_match: told.version });
  report(removed, `Removed: ${name}`);
  // The note has taken its button with it.
  if (removed.ok && (document.activeElement === document.body || !document.activeElement.isConnected)) goTo(next);
};
const move = async (id, opener) => {
  const { points } = atHand();
  unselect();
  await edit(id, opener);
  await moveTo(points);
};
const copyLink = async (id) => {
  await navigator.clipboard?.writeText(new URL(`#${id}`, location.href).href);
  tell("Link copied");
};

// The menu -------------------------------------------------------------------------

const close = () => { if (box.matches(":popover-open")) box.hidePopover(); };
const item = (label, act, attributes = {}) => button(label, () => { close(); act(); }, { role: "menuitem", tabindex: -1, ...attributes });
/** Asks for the one thing that is missing, in place of the menu. */
const asking = (title, control, yes, act) => {
  const form = make("form", { onsubmit: (event) => {
    event.preventDefault();
    if (control && !control.value.trim()) { control.focus(); return; }
    close();
    act();
  } }, title, make("div", { class: "offers" }, make("button", { type: "submit" }, yes), button("Keep it", close)));
  list.hidden = true;
  list.after(form);
  (control ?? form.querySelector("button")).focus();
  place();
};
/** Reasons that were begun and not given yet, by the note. */
const reasons = new Map();
const askReason = (id, name) => {
  const reason = make("textarea", { rows: 3, id: nextId("reason"), required: true, oninput: () => reasons.set(id, reason.value) });
  reason.value = reasons.get(id) ?? "";
  const title = make("div", {}, make("label", { for: reason.id }, `Why is ${name} retracted?`), reason,
    make("p", { class: "hint" }, "Readers see the reason, as a correction."));
  asking(title, reason, "Retract", () => {
    reasons.delete(id);
    retract(id, reason.value.trim(), name);
  });
};
const itemsOf = ({ id, dataset }, name) => [
  item("Edit", () => edit(id, dots), { "aria-keyshortcuts": "e" }),
  dataset.status === "retracted" ? item("Restore", () => restore(id, name))
    : button("Retract…", () => askReason(id, name), { role: "menuitem", tabindex: -1 }),
  button("Remove…", () => asking(make("p", {}, `Remove ${name} from its file?`), null, "Remove", () => remove(id, name)),
    { role: "menuitem", tabindex: -1 }),
  item("Move to selection", () => move(id, dots), atHand() ? {} : { disabled: true, title: "Select the new words first" }),
  item("Copy link", () => copyLink(id)),
];
/** Sets the menu beside its button, within the window. */
const place = () => {
  const area = dots.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  box.style.setProperty("--x", `${Math.max(8, Math.min(area.right - width, innerWidth - width - 8))}px`);
  box.style.setProperty("--y", `${area.bottom + height + 8 < innerHeight ? area.bottom + 4 : Math.max(8, area.top - height - 4)}px`);
};
const open = () => {
  const name = dots.getAttribute("aria-label").replace("Actions for ", "");
  list.parentNode.querySelector("form")?.remove();
  list.hidden = false;
  list.setAttribute("aria-label", dots.getAttribute("aria-label"));
  list.replaceChildren(...itemsOf(note, name));
  note.append(box);
  box.showPopover();
  dots.setAttribute("aria-expanded", "true");
  place();
  list.querySelector("button").focus();
};
// The selection is what “Move to selection” is about.
dots.addEventListener("pointerdown", (event) => event.preventDefault());
dots.addEventListener("click", (event) => {
  event.stopPropagation();
  if (box.matches(":popover-open")) close(); else open();
});
box.addEventListener("beforetoggle", ({ newState }) => {
  if (newState === "open") return;
  dots.setAttribute("aria-expanded", "false");
  if (box === document.activeElement) dots.focus({ preventScroll: true });
});
box.addEventListener("toggle", ({ newState }) => { if (newState === "closed") box.remove(); });
// Keys that are pressed here are no keys of the card around it.
box.addEventListener("keydown", (event) => event.stopPropagation());
list.addEventListener("keydown", (event) => {
  const all = [...list.children].filter((one) => !one.disabled);
  const at = all.indexOf(originOf(event));
  const typed = event.key.length === 1 && all.find((one) => one.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
  const to = typed || { ArrowDown: all[at + 1] ?? all[0], ArrowUp: all.at(at - 1), Home: all[0], End: all.at(-1) }[event.key];
  if (event.key === "Tab") { close(); return; }
  if (!to) return;
  event.preventDefault();
  to.focus();
});

/** Puts the “⋯” into a card, after all that it holds. */
const show = (card) => {
  if (box.matches(":popover-open") || host.matches(":focus-within") || card === host.parentElement) return;
  note = card;
  const name = `Actions for ${nameOf(card)}`;
  dots.setAttribute("aria-label", name);
  dots.title = name;
  card.append(host);
};
/** Shows the “⋯” in whatever card is pointed at or has the focus from now on. */
export const followActions = () => {
  const follow = ({ target }) => {
    const card = target.closest?.("main .note[id]:not([data-editing])");
    if (card) show(card);
    else if (host.parentElement && !host.parentElement.matches(":hover, :focus-within")) host.remove();
  };
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
};
/** Opens the card of a note to be edited. */
export const editNote = (card) => edit(card.id, card);
