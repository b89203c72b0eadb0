// entry-form.js — what every form of an entry has: its fields with what is wrong beside
// each, what would be written below them, and the asking for both.

import { make, paragraphs } from "../dom.js";
import { post } from "./api.js";

/**
 * Returns a form with a title, of fields, more about the entry, and actions; `written` names
 * what would be written, and `touched` are the fields that somebody has been at.
 */
export const entryForm = ({ title, fields, more = [], actions, written, save, changed }) => {
  const touched = new Set();
  const general = make("div", { class: "postil-said", role: "alert" });
  const yaml = make("pre", { role: "group", tabindex: 0, "aria-label": written });
  const file = make("p", { class: "postil-file" });
  const form = make("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } },
    make("h2", {}, title), ...fields, general, file, yaml, ...more, make("div", { class: "postil-actions" }, ...actions));
  form.addEventListener("input", ({ target }) => {
    const name = target.closest("[data-for]")?.dataset.for;
    if (name) touched.add(name);
    changed(name);
  });

  const partOf = (name, part) => form.querySelector(`[data-for="${name}"] > ${part}`);
  /** Puts each problem beside its field; those of fields nobody has been at wait for saving. */
  const showProblems = (problems, isAll) => {
    const rest = [];
    for (const one of form.querySelectorAll("[data-for]:not([data-for=quote]) > .postil-said")) one.replaceChildren();
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    for (const { field, severity, message, help } of problems) {
      const texts = paragraphs([`${severity}: ${message}`, help]);
      const said = field && partOf(field, ".postil-said");
      if (field === "quote") said.replaceChildren(...texts);
      else if (!said || said.parentElement.hidden) rest.push(...texts);
      else if (isAll || touched.has(field)) {
        said.append(...texts);
        const folded = said.closest("details");
        if (folded) folded.open = true;
        if (severity === "error") partOf(field, "[aria-describedby]")?.setAttribute("aria-invalid", "true");
      }
    }
    general.replaceChildren(...(isAll ? rest : []));
  };

  let asked = 0;
  let asking = null;
  /** Has what was asked so far count no more: it is about what was there before. */
  const outdate = () => {
    asked += 1;
  };
  /** Asks what would be written, and shows it; `problemsOf` an answer are shown. */
  const check = async (draft, problemsOf = ({ problems }) => problems) => {
    const number = ++asked;
    // One that still waits in line gives way to this.
    asking?.abort();
    asking = new AbortController();
    const answer = await post("check", draft, asking.signal);
    if (asked !== number || !form.isConnected) return null;
    const { ok, told } = answer;
    yaml.textContent = ok ? told.yaml.trimStart() : "";
    file.textContent = ok ? `Goes into ${told.file}` : "";
    showProblems(problemsOf(answer), !ok);
    return ok && told;
  };
  /** Shows all that keeps an entry from being saved. */
  const refuse = (problems) => {
    outdate();
    showProblems(problems, true);
    form.querySelector("[aria-invalid]")?.focus();
  };
  return { form, touched, yaml, check, outdate, refuse, said: (name) => partOf(name, ".postil-said") };
};
