// conflict.js — shows what is on disk and what is in the form, side by side, when
// somebody else has changed the entry meanwhile. Nothing is lost on either side.

import { button, make } from "../dom.js";
import { tell } from "./news.js";

/** `told` holds both versions; `again` saves on top of the new one, `giveUp` leaves it. */
export const showConflict = ({ conflict, yaml }, told, again, giveUp) => {
  const { current, version, yours } = told;
  const versionOf = (title, text) => make("div", {}, make("h4", {}, title), make("pre", { role: "group", tabindex: 0, "aria-label": title }, text));
  conflict.replaceChildren(
    make("h3", {}, "This annotation was changed on disk"),
    make("div", { class: "postil-versions" },
      versionOf("On disk", current || "It is not there any more."), versionOf("Yours", yours ?? yaml.textContent)),
    make("p", {}, version ? "Saving changes only the fields that you have changed." : "Saving adds it again."),
    make("div", { class: "postil-actions" },
      button(version ? "Save on the new version" : "Save it again", again), button("Give up", giveUp)));
  conflict.hidden = false;
  conflict.querySelector("button").focus();
  tell("Not saved: changed on disk");
};
