// pill.js — what stands at a selection: a toolbar with the kinds of annotation, each of
// which opens a card, by a click or by its letter; or else why there can be none.

import { compose, current, moveTo } from "./card.js";
import { button, make, originOf, shaded } from "../dom.js";
import { blockAt, main, selected } from "./passage.js";

const PAUSE = 40; // ms without a change of the selection after which it counts as made
const EDGE = 8; // px between the pill and the edges of the window

const KINDS = [
  { kind: "note", label: "Note", name: "Note", letter: "n" },
  { kind: "fact-check", label: "Check", name: "Fact check", letter: "c" },
  { kind: "counter-source", label: "Counter", name: "Counter-source", letter: "s" },
  { kind: "gloss", label: "Term", name: "Term", letter: "t" },
];
const why = make("p", { role: "status" });
const tools = make("div", { role: "toolbar", "aria-label": "Annotate" });
const pill = shaded("pill", tools, why);

let passage = null;
/** Returns the passage that is selected, if it can be annotated. */
export const atHand = () => {
  const found = selected() ?? passage;
  return found?.points ? found : null;
};
const hide = () => {
  passage = null;
  pill.remove();
};
export const isShown = () => pill.isConnected;
/** Takes the selection back, and the pill with it. */
export const unselect = () => {
  getSelection().removeAllRanges();
  hide();
};

/** Returns what is selected, if a note can be on it, be it as a whole. */
const startAtHand = () => {
  const found = selected() ?? passage;
  return found?.points || found?.on ? found : null;
};
/** Opens a card for what is selected. */
const begin = (kind) => {
  // A tap may have collapsed the selection already.
  const found = startAtHand();
  // In this order: a page that was changed is laid out before its selection is.
  unselect();
  if (found) compose({ ...found, kind, opener: null });
};
/** Opens a card by the letter of a kind; returns whether there is something to open it for. */
export const beginBy = (letter) => {
  const one = KINDS.find((kind) => kind.letter === letter);
  // A busy page may not have shown the pill yet.
  const found = startAtHand();
  if (!one || !found || found.on && one.kind === "gloss") return false;
  begin(one.kind);
  return true;
};

const buttons = KINDS.map(({ kind, label, name, letter }) =>
  make("button", { type: "button", onclick: () => begin(kind),  "aria-label": name, "aria-keyshortcuts": letter, title: `${name} (${letter.toUpperCase()})` },
    make("span", { class: "long" }, name), make("span", { class: "short" }, label)));
const move = button("", () => {
  const found = atHand();
  hide();
  if (found) moveTo(found.points);
}, { class: "move" });
tools.append(...buttons, move);

// One stop of Tab, moved through by arrows.
const stops = () => [...tools.children].filter((one) => !one.hidden);
const settleStops = (at = 0) => stops().forEach((one, index) => { one.tabIndex = index === at ? 0 : -1; });
tools.addEventListener("keydown", (event) => {
  const all = stops();
  const at = all.indexOf(originOf(event));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = (to + all.length) % all.length;
  settleStops(next);
  all[next].focus();
});
// A press must not take the selection away that it is about.
for (const name of ["pointerdown", "mousedown"]) pill.addEventListener(name, (event) => event.preventDefault());

/** Sets the pill below the end of what is selected, or above its beginning. */
const place = ({ range, points }) => {
  // Beside the end of the passage in the document too, so that Tab reaches it next.
  const block = points && blockAt(points.end.block, points.in);
  let last = block;
  while (last && !last.parentElement.matches(".row, .text")) last = last.parentElement;
  if (!last) main().append(pill);
  else if (last.nextSibling !== pill) last.after(pill);
  const areas = [...range.getClientRects()];
  const [first, end] = [areas[0], areas.at(-1)].map((one) => one ?? range.getBoundingClientRect());
  const origin = pill.offsetParent?.getBoundingClientRect() ?? { left: -scrollX, top: -scrollY };
  const { offsetWidth: width, offsetHeight: height } = pill;
  const view = document.documentElement.clientWidth;
  const left = Math.max(EDGE, Math.min(end.right - width / 2, view - width - EDGE));
  const isBelow = end.bottom + height + 2 * EDGE < innerHeight - 48 || first.top < height + EDGE;
  const top = isBelow ? end.bottom + 6 : first.top - height - 6;
  pill.style.setProperty("--x", `${left - origin.left}px`);
  pill.style.setProperty("--y", `${Math.min(top, innerHeight - 48 - height - EDGE) - origin.top}px`);
};
const follow = () => {
  if (pill.matches(":focus-within")) return;
  const found = selected();
  passage = found;
  if (!found) { pill.remove(); return; }
  const open = current();
  tools.hidden = !found.points && !found.on;
  // A term has its words in the text.
  buttons.at(-1).hidden = Boolean(found.on);
  why.textContent = found.why ?? "";
  move.hidden = !open || !found.points;
  if (!move.hidden) {
    move.textContent = "Move here";
    move.setAttribute("aria-label", `Move ${open.label} here`);
    move.title = move.getAttribute("aria-label");
  }
  settleStops();
  place(found);
};

let isPressed = false;
let timer;
const soon = (pause) => {
  clearTimeout(timer);
  timer = setTimeout(() => isPressed || follow(), pause);
};
/** Shows the pill at whatever is selected from now on. */
export const followSelection = () => {
  document.addEventListener("pointerdown", ({ target, button: which }) => { isPressed = which === 0 && target !== pill; }, true);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, ({ target }) => {
      isPressed = false;
      if (target !== pill) soon(0);
    }, true);
  }
  document.addEventListener("selectionchange", () => soon(PAUSE));
  addEventListener("resize", () => passage && soon(PAUSE));
};

// Words of a link are selected like others: it is not dragged, nor followed for that. A
// browser that begins no selection in a link, dragged or not, has it begun here.
const FAR = 4; // px from where a button was pressed after which something is selected
const linkOf = (target) => target.closest?.("[data-block] a");
const caretAt = ({ clientX, clientY }) => {
  const place = document.caretPositionFromPoint?.(clientX, clientY);
  if (place) return [place.offsetNode, place.offset];
  const range = document.caretRangeFromPoint?.(clientX, clientY);
  return range && [range.startContainer, range.startOffset];
};
let pressed = null;
const press = (event) => {
  const { target, pointerType, button: which, shiftKey, altKey, ctrlKey, metaKey, clientX, clientY } = event;
  const link = linkOf(target);
  const isPlain = pointerType !== "touch" && which === 0 && !shiftKey && !altKey && !ctrlKey && !metaKey;
  pressed = link && isPlain ? { link, caret: caretAt(event), clientX, clientY, isFar: false } : null;
  if (pressed) link.draggable = false;
};
const drag = (event) => {
  const far = pressed?.caret && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) >= FAR;
  if (!far && !pressed?.isFar) return;
  const caret = caretAt(event);
  if (!caret) return;
  // Whoever watches where selections begin hears of this one.
  if (!pressed.isFar) pressed.link.dispatchEvent(new Event("selectstart", { bubbles: true }));
  pressed.isFar = true;
  getSelection().setBaseAndExtent(...pressed.caret, ...caret);
};
export const selectInLinks = () => {
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("pointermove", (event) => { if (event.buttons & 1) drag(event); }, true);
  // What has been selected so far is not dragged either.
  document.addEventListener("dragstart", (event) => { if (pressed) event.preventDefault(); }, true);
  document.addEventListener("click", (event) => {
    if (!pressed?.isFar || !linkOf(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
};
