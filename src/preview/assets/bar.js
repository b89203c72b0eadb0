// bar.js — the line at the lower edge of the page: how much there is to do, each count a
// button that opens its list above the line; beside them what is told, and what can be done
// about it. Of a page that has nothing to tell it is no part.

import { button, make, nextId, shaded } from "./dom.js";

/** The counts, in the order in which they stand. */
const ORDER = ["problems", "drafts", "lost", "one-source", "unused"];

const counts = make("div", { class: "counts", role: "group", "aria-label": "To do" });
const said = make("p", { role: "status" });
const offers = make("div", { class: "offers" });
const steps = make("div", { class: "steps" });
/** What can be done by keys, for as long as nothing is told. */
export const hint = make("p", { class: "hint", "aria-hidden": "true" });
const line = make("div", { class: "line" },
  counts, make("div", { class: "postil-news" }, said, offers, hint), steps);
const desk = make("section", { "aria-label": "Desk" }, line);
/** What the page shows of it. */
export const bar = shaded("desk", desk);
export const showBar = () => { if (!bar.isConnected) document.body.append(bar); };
// Whatever must not be covered by the bar knows how high it is.
new ResizeObserver(() => document.documentElement.style.setProperty("--postil-bar", `${bar.offsetHeight}px`)).observe(bar);
document.addEventListener("postil:card", () => bar.toggleAttribute("data-writing", Boolean(document.querySelector("[data-editing]"))));

// What is told ---------------------------------------------------------------------

/** Says something, for eyes and screen readers; `buttons` are what can be done about it. */
export const tell = (text, ...buttons) => {
  const hadFocus = offers.contains(bar.shadowRoot.activeElement);
  said.textContent = text;
  offers.replaceChildren(...buttons);
  // What was answered has been said; what comes of it says so itself.
  for (const one of buttons) one.addEventListener("click", () => { if (one.isConnected) tell(""); }, { once: true });
  if (text) showBar();
  if (hadFocus) (buttons[0] ?? line.querySelector("button"))?.focus();
};
/** Takes back what was said, if nothing else has been since. */
export const untell = (text) => { if (said.textContent === text) tell(""); };
/** Shows the buttons of what can always be done. */
export const showSteps = (...buttons) => {
  const focused = [...steps.children].indexOf(bar.shadowRoot.activeElement);
  steps.replaceChildren(...buttons);
  if (focused >= 0) (buttons[focused] ?? buttons.at(-1))?.focus();
};

// Counts and their lists --------------------------------------------------------------

const shown = new Map();
let opened = null;

const itemsOf = ({ list }) => [...list.children];
/** Opens the list of a count, or closes the one that is open if there is none of that name. */
const open = (name) => {
  opened = shown.has(name) ? name : null;
  for (const [one, { toggle, box }] of shown) {
    toggle.setAttribute("aria-expanded", String(one === opened));
    box.hidden = one !== opened;
  }
};
/** Closes the list that is open, and gives the focus back to its count. */
export const closeList = () => {
  if (!opened) return false;
  const { toggle, box } = shown.get(opened);
  const hadFocus = box.contains(bar.shadowRoot.activeElement);
  open(null);
  if (hadFocus) toggle.focus();
  return true;
};
desk.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && closeList()) {
    event.preventDefault();
    event.stopPropagation();
  }
});
const partOf = (name, title) => {
  const id = nextId("list");
  const list = make("ul", { "aria-label": title });
  const head = make("p", { class: "head" });
  const box = make("div", { class: "drawer", id, hidden: true, "data-name": name }, head,
    button("Close", closeList, { class: "close" }), list);
  const toggle = button("", () => open(opened === name ? null : name),
    { "aria-expanded": "false", "aria-controls": id, "data-name": name });
  return { toggle, box, head, list };
};

/**
 * Shows a count as `text`, with the items of the list that it opens; none, if there are no
 * items. `title` names the list, `head` says more about it; what `isGrave` is seen to be so.
 */
export const showCount = (name, { title, text, items, head = "", isGrave = false }) => {
  let part = shown.get(name);
  if (!items.length) {
    if (!part) return;
    const hadFocus = bar.shadowRoot.activeElement && (part.toggle.matches(":focus") || part.box.matches(":focus-within"));
    if (opened === name) open(null);
    part.toggle.remove();
    part.box.remove();
    shown.delete(name);
    if (hadFocus) line.querySelector("button")?.focus();
    return;
  }
  showBar();
  if (!part) {
    part = partOf(name, title);
    shown.set(name, part);
    const after = ORDER.slice(ORDER.indexOf(name) + 1).map((one) => shown.get(one)?.toggle).find(Boolean);
    const place = after ?? null;
    counts.insertBefore(part.toggle, place);
    counts.insertBefore(part.box, place);
  }
  part.toggle.textContent = text;
  part.toggle.toggleAttribute("data-grave", isGrave);
  part.head.textContent = head || title;
  const at = itemsOf(part).findIndex((one) => one.contains(bar.shadowRoot.activeElement));
  part.list.replaceChildren(...items);
  // Whoever works through a list goes on with what has taken the place of what is done.
  if (at >= 0) focusItem(items[Math.min(at, items.length - 1)]);
};
const focusItem = (item) => item?.querySelector("a, button")?.focus();

/** Opens a list and goes to the next of its items; returns whether there is one. */
export const nextOf = (name) => {
  const part = shown.get(name);
  if (!part) return false;
  const items = itemsOf(part);
  const at = opened === name ? items.findIndex((one) => one.contains(bar.shadowRoot.activeElement)) : -1;
  open(name);
  focusItem(items[(at + 1) % items.length]);
  return true;
};
