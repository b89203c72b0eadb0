// paragraph.js — the one “+” that stands in the gutter of a paragraph, at its number, while
// it is pointed at or has the focus, and annotates all of it. It goes from paragraph to
// paragraph, so a page has no more than one.

import { compose } from "./card.js";
import { make, shaded } from "../dom.js";
import { main, nameOfBlock, whole } from "./passage.js";

const [HALF, NARROW] = [12, 9]; // px, of the width of the “+”, and where a gutter has no room
const EDGE = 2; // px between it and the edges of the window
let at = null;
let isMoving = false;
const plus = make("button", { type: "button", "aria-keyshortcuts": "a" }, "+");
const host = shaded("plus", plus);

const numberOf = (block) => (block.closest(".text") ?? block.closest(".row"))?.querySelector(":scope > .permalink")
  ?? block.closest(".row")?.querySelector(".permalink");
/** Opens a card for a whole paragraph. */
export const annotateBlock = (block, opener = null) => compose({ points: whole(block), kind: "note", opener });

/** Puts the “+” to a paragraph, after its number in the document too: Tab goes from one to the other. */
const show = (block) => {
  if (at === block && host.isConnected) return;
  at = block;
  const permalink = numberOf(block);
  if (!permalink) { host.remove(); return; }
  const name = `Annotate paragraph ${nameOfBlock(block)}`;
  plus.setAttribute("aria-label", name);
  plus.title = `${name} (A)`;
  isMoving = true;
  if (permalink.nextSibling !== host) permalink.after(host);
  isMoving = false;
  const area = permalink.getBoundingClientRect();
  // A row may hold several paragraphs: the others have no number of their own.
  const own = block.closest(".row").querySelector("[data-block]") === block ? area.bottom : block.getBoundingClientRect().top;
  const origin = host.offsetParent?.getBoundingClientRect() ?? { left: -scrollX, top: -scrollY };
  // Numbers stand at the end of their gutter, or in the middle of one that is no wider.
  const half = Math.min(HALF, area.width / 2);
  const middle = getComputedStyle(permalink).direction === "rtl" ? area.left + half : area.right - half;
  const { left, right } = block.getBoundingClientRect();
  const { clientWidth } = document.documentElement;
  const isNarrow = (getComputedStyle(permalink).direction === "rtl" ? clientWidth - right : left) < 2 * HALF + EDGE;
  host.toggleAttribute("data-narrow", isNarrow);
  const room = (isNarrow ? NARROW : HALF) + EDGE;
  const x = Math.max(room, Math.min(middle, clientWidth - room));
  host.style.setProperty("--x", `${x - origin.left}px`);
  host.style.setProperty("--y", `${own - origin.top}px`);
};
plus.addEventListener("click", () => annotateBlock(at, plus));
// The paragraphs of a row that has several are gone through by arrows.
plus.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = [...main().querySelectorAll("[data-block]")].filter((one) => one.getClientRects().length);
  const next = step && all[all.indexOf(at) + step];
  if (!next) return;
  event.preventDefault();
  show(next);
  plus.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
});

/** Returns the paragraph that is meant where none is named: with the focus, pointed at, or seen. */
export const blockAtHand = () => {
  const focused = document.activeElement.closest(".row");
  if (focused && !document.activeElement.closest("[data-editing]")) {
    return focused.contains(at) && document.activeElement === host ? at : focused.querySelector("[data-block]");
  }
  if (at?.isConnected && host.isConnected && at.matches(":hover")) return at;
  return [...main().querySelectorAll("[data-block]")].find((one) => one.getBoundingClientRect().bottom > innerHeight / 4);
};

/** Shows the “+” at whatever paragraph is pointed at or has the focus from now on. */
export const followParagraphs = () => {
  document.addEventListener("pointerover", ({ target }) => {
    const block = target.closest?.("main [data-block]") ?? target.closest?.(".row > .permalink")?.parentElement.querySelector("[data-block]");
    if (block && !host.matches(":focus-within")) show(block);
    else if (!target.closest?.(".row") && !host.matches(":focus-within, :hover")) leave();
  });
  document.addEventListener("focusin", ({ target }) => {
    const number = target.closest?.(".row .permalink");
    const row = number && (number.closest(".text") ?? number.closest(".row"));
    if (row?.querySelector("[data-block]")) show(row.querySelector("[data-block]"));
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (target === host && !isMoving && !relatedTarget?.closest?.(".row")) leave();
  });
  document.addEventListener("postil:changed", leave);
  addEventListener("resize", leave);
};
/** Takes the “+” away; one that has the focus stays with its paragraph. */
const leave = () => {
  const block = at;
  at = null;
  if (host.matches(":focus-within") && block?.isConnected) show(block);
  else host.remove();
};
