// problems.js — tells in the bar what is wrong with the edition: a count, which opens a
// list. What is mended is gone. Warnings keep nothing from being published; they are told
// where somebody writes, and otherwise in the terminal.

import { showCount } from "./bar.js";
import { button, make, paragraphs } from "./dom.js";

export const itemOf = ({ file, line, column, severity, message, source, help }) => {
  const place = `${file}:${line}:${column}`;
  return make("li", { "data-severity": severity },
    button(place, () => navigator.clipboard?.writeText(place), { title: "Copy the place", class: "place" }),
    make("p", {}, `${severity}: ${message}`), source ? make("pre", {}, source) : "", ...paragraphs([help]));
};
/** What has a list of its own at the desk. */
const LISTED = ["orphan", "ambiguous", "changed", "single-source", "unused-source"];
/** Returns how many there are of something, in words. */
export const counted = (n, one, many = `${one}s`) => (n ? `${n} ${n === 1 ? one : many}` : "");

/** Shows what an event tells of problems; nothing if there are none. */
export const showProblems = ({ diagnostics, held }, { isEditing }) => {
  const of = (wanted) => diagnostics.filter(({ severity }) => severity === wanted);
  const errors = of("error");
  const warnings = isEditing ? of("warning").filter(({ code }) => !LISTED.includes(code)) : [];
  const text = [counted(errors.length, "problem"), counted(warnings.length, "warning")].filter(Boolean).join(", ");
  const head = held ? "This edition has errors; the page is as it was before them." : "";
  showCount("problems", { title: "Problems", text, head, isGrave: errors.length > 0, items: [...errors, ...warnings].map(itemOf) });
};
