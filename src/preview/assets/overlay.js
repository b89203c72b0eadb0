// overlay.js — shows the errors of the edition over the page. Warnings are for the
// terminal: they keep nothing from being published.

import { button, make, paragraphs } from "./dom.js";

const itemOf = ({ file, line, column, severity, message, source, help }) => {
  const place = `${file}:${line}:${column}`;
  return make("li", { "data-severity": severity },
    button(place, () => navigator.clipboard?.writeText(place), { title: "Copy the place" }),
    make("p", {}, `${severity}: ${message}`), source ? make("pre", {}, source) : "", ...paragraphs([help]));
};

/** Shows what an event tells of errors; nothing if there are none. */
export const showErrors = ({ diagnostics, held }) => {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  let box = document.querySelector("postil-overlay");
  if (!errors.length) {
    box?.remove();
    return;
  }
  if (!box) {
    box = make("postil-overlay", { "data-postil": true, role: "region", "aria-label": "Errors in the edition" });
    document.body.append(box);
  }
  const title = held ? "This edition has errors; the page is as it was before them" : "This edition has errors";
  box.replaceChildren(make("h2", { role: "status" }, title), make("ol", {}, ...errors.map(itemOf)));
};
