// picker.js — a list to choose from below a field, as one types: of works or of terms. A
// line of text has it as a combobox; in a body it comes with `[@`, or with an address that
// is pasted.

import { get } from "./api.js";
import { later, make, nextId } from "../dom.js";

/** Returns an address (or a DOI) if a text is nothing but one. */
export const addressIn = (text) => /^(https?:\/\/\S+|(doi:)?10\.\d{4,}\/\S+)$/i.exec(text.trim())?.[0];

const cited = (n) => (n ? `cited ${n}×` : "not cited yet");
/** Returns what an option says of a work. */
export const ofWork = (work) => (work.is_same
  ? [make("span", {}, "You have ", make("b", {}, work.label), ": use it?"), make("small", {}, cited(work.n_cited))]
  : [make("span", {}, make("b", {}, work.label), ` ${work.title ?? ""}`), make("small", {}, cited(work.n_cited))]);
export const ofTerm = ({ term, expansion }) => [make("span", {}, make("b", {}, term), expansion ? ` ${expansion}` : "")];

/**
 * Gives a control a list. `list` is what is asked for, `show` an item as nodes, `typed` what
 * is asked about now (`null` for nothing), `take` is given the chosen item, and `fresh` the
 * words if nothing of it is wanted; `freshly` names that.
 */
export const picker = (control, { label, list, show, typed, take, fresh, freshly, isSame }) => {
  const id = nextId("list");
  const options = make("ul", { id, role: "listbox", "aria-label": label, class: "postil-picker", hidden: true });
  const isBox = control.localName === "input";
  control.setAttribute("aria-controls", id);
  control.setAttribute("aria-autocomplete", "list");
  if (isBox) {
    control.setAttribute("role", "combobox");
    control.setAttribute("aria-expanded", "false");
  } else control.setAttribute("aria-haspopup", "listbox");

  let at = -1;
  let number = 0;
  const isOpen = () => !options.hidden;
  const mark = (next) => {
    at = next;
    [...options.children].forEach((one, i) => one.setAttribute("aria-selected", i === at));
    if (options.children[at]) {
      control.setAttribute("aria-activedescendant", options.children[at].id);
      options.children[at].scrollIntoView?.({ block: "nearest" });
    } else control.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    number += 1;
    isTaking = false;
    if (!isOpen()) return;
    options.hidden = true;
    options.replaceChildren();
    mark(-1);
    if (isBox) control.setAttribute("aria-expanded", "false");
  };
  const optionOf = (nodes, act, i) => {
    const choose = () => { close(); act(); };
    const option = make("li", { id: `${id}-${i}`, role: "option", "aria-selected": false, onclick: choose }, ...nodes);
    option.choose = choose;
    return option;
  };
  /** What the list that is shown is about: whoever is faster than the answer waits for it. */
  let shownFor = null;
  let isTaking = false;
  const open = async () => {
    const asked = ++number;
    const q = typed();
    if (q === null) { close(); return; }
    const { ok, told } = await get(`${list}?q=${encodeURIComponent(q)}`);
    if (!ok || asked !== number || document.activeElement !== control) return;
    const found = told.map((item, i) => optionOf(show(item), () => take(item), i));
    const isKnown = told.some((item) => item.is_same || isSame?.(item, q));
    if (q && fresh && !isKnown) {
      const short = q.length > 40 ? `${q.slice(0, 40)}…` : q;
      found.push(optionOf([make("span", {}, freshly(short)), make("small", { "aria-hidden": "true" }, "⇧⏎")], () => fresh(q), found.length));
    }
    options.replaceChildren(...found);
    options.hidden = !found.length;
    if (isBox) control.setAttribute("aria-expanded", String(isOpen()));
    mark(found.length && q ? 0 : -1);
    if (q && isOpen()) options.scrollIntoView({ block: "nearest", behavior: "instant" });
    shownFor = q;
    if (isTaking) options.children[0]?.choose();
  };
  // What was chosen or closed since is not opened again.
  const soon = later((at) => { if (at === number) open(); }, 80);
  control.addEventListener("input", () => { isTaking = false; soon(number); });
  // Where the caret goes elsewhere, it is about something else.
  control.addEventListener("blur", close);
  // A page that changes may take the focus and give it back, of which nobody has to know.
  if (isBox) control.addEventListener("focus", () => { if (control.closest("[data-editing]")?.focused !== control) open(); });
  options.addEventListener("pointerdown", (event) => event.preventDefault());
  options.addEventListener("mousedown", (event) => event.preventDefault());

  const step = (by) => mark((at + by + options.children.length) % options.children.length);
  control.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, shiftKey } = event;
    if (isBox && key === "Enter" && !shiftKey && typed() && (!isOpen() || shownFor !== typed())) {
      event.preventDefault();
      isTaking = true;
      open();
      return;
    }
    if (!isOpen()) {
      if (isBox && ["ArrowDown", "ArrowUp"].includes(key)) { event.preventDefault(); open(); }
      return;
    }
    if (key === "ArrowDown") step(1);
    else if (key === "ArrowUp") step(at < 0 ? 0 : -1);
    else if (key === "Escape") { close(); event.stopPropagation(); }
    else if (key === "Enter" && shiftKey && fresh && typed()) { const q = typed(); close(); fresh(q); }
    else if (["Enter", "Tab"].includes(key) && options.children[at] && !shiftKey) {
      // Tab takes what was moved to; else it goes on.
      if (key === "Tab" && isBox) { close(); return; }
      options.children[at].choose();
    } else return;
    event.preventDefault();
  });
  return { options, open, close, isOpen };
};

/** Returns what is typed of a citation before the caret of a text, and where it begins. */
export const citationAt = ({ value, selectionStart, selectionEnd }) => {
  if (selectionStart !== selectionEnd) return null;
  const before = value.slice(0, selectionStart);
  // Works and places are set apart by the marks of any script, as the server reads them.
  const found = /\[(?:[^\]\n]*[;؛；]\s*)?@([^\]@;؛；,،，、\n[]*)$/.exec(before);
  return found && { q: found[1], from: selectionStart - found[1].length - 1, to: selectionStart };
};
/** Puts words into a text in the place of others, so that it can be taken back by keys. */
export const replaceIn = (control, from, to, text) => {
  control.focus({ preventScroll: true });
  control.setSelectionRange(from, to);
  // The one way that keeps the browser's own undo.
  if (!document.execCommand("insertText", false, text)) {
    control.setRangeText(text, from, to, "end");
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
};
