// face.js — what a card looks like while it is written in: the fields in the order in
// which readers will see them, the rest under “More”, and the foot. It knows nothing of
// saving; `on` says what its buttons do.

import { state } from "./api.js";
import { button, make, nextId } from "../dom.js";
import { sayOf } from "./entry.js";
import { FIELDS, SHOWN, area, correctionsField, editorsField, fileField, kindField, line, listField, pillsField, textField, words } from "./fields.js";
import { sourcesField } from "./sources.js";
import { termField } from "./terms.js";

const keyName = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl ";

/** Returns a card with its fields by name. */
export const face = (on) => {
  const sources = sourcesField({ changed: () => on.changed("sources"), saved: on.cited });
  const body = area("What is to be said", {});
  const claim = area("Claim: what does the text say?", {});
  const summary = area("Summary: what is the case?", {});
  const fields = {
    kind: kindField(),
    claim: textField("claim", "Claim", claim),
    rating: pillsField("rating", "Rating", state.ratings, { none: true }),
    term: termField(() => on.changed("term"), on.given),
    summary: textField("summary", "Summary", summary),
    body: textField("body", "Body", body),
    sources,
    quote: textField("quote", "Passage", area()),
    by: editorsField(),
    status: textField("status", "Status", words("status", "published")),
    lang: textField("lang", "Language", line("de, ar …", { size: 8 }), "Of these texts, if not the edition’s"),
    tags: listField("tags", "Tags", "Separated by commas"),
    corrections: correctionsField(() => on.changed("corrections")),
  };
  for (const one of [claim, summary]) sources.watch(one);
  body.after(sources.citing(body));

  const when = document.createTextNode("");
  const notice = make("div", { class: "postil-notice", hidden: true });
  const question = make("div", { class: "postil-question", hidden: true });
  const found = make("p", { class: "postil-hint" });
  fields.quote.control.after(found);
  const pinned = make("p", { class: "postil-pinned", dir: "auto" });
  const advice = make("span", { class: "postil-advice" });
  const id = textField("id", "Id", line("", { spellcheck: "false" }), "Permalinks name it; it never changes once it is saved");
  const file = fileField();
  const rendered = make("div", { class: "postil-rendered", hidden: true });
  const preview = button("Preview", () => on.preview(rendered), { class: "postil-quiet", "aria-pressed": "false" });
  const more = make("div", { class: "postil-more", id: nextId("more"), hidden: true, role: "group", "aria-label": "More" },
    ...["quote", "by", "status", "lang", "tags", "corrections"].map((name) => fields[name].shown), id.shown,
    file.shown, make("div", { class: "postil-actions" }, preview));
  const unfold = button("⋯ More", () => open(more.hidden), { class: "postil-quiet", "aria-expanded": "false", "aria-controls": more.id });
  const saveDraft = button("Save draft", on.save, { class: "postil-quiet", title: `${keyName}S` });
  const publish = make("button", { type: "submit", class: "postil-publish", title: `${keyName}Enter` }, "Publish",
    make("kbd", { "aria-hidden": "true" }, `${keyName}⏎`));
  const form = make("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); on.publish(); } },
    make("div", { class: "postil-top" }, fields.kind.shown, make("span", { class: "postil-when" }, when),
      button("×", on.fold, { "aria-label": "Close", class: "postil-quiet", title: "Esc" })),
    pinned, notice, ...["claim", "rating", "term", "summary", "body", "sources"].map((name) => fields[name].shown),
    rendered, question, more, make("div", { class: "postil-foot" }, advice, unfold, saveDraft, publish));
  // Enter in a line of text is for what that line is about.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.localName === "input" && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });
  const card = make("aside", { class: "note", "data-postil": true, "data-editing": true, id: nextId("card") }, form);

  const open = (isOpen) => {
    more.hidden = !isOpen;
    unfold.setAttribute("aria-expanded", String(isOpen));
    show();
  };
  /** Shows the fields that the kind has; what it rarely needs, once it says something. */
  const show = () => {
    const kind = fields.kind.read();
    const has = FIELDS[kind] ?? [];
    for (const name of ["claim", "rating", "term", "summary", "body", "sources"]) {
      const says = fields[name].read();
      fields[name].shown.hidden = !has.includes(name)
        || !SHOWN[kind].includes(name) && more.hidden && !(says && says.length);
    }
  };

  const all = { ...fields, id };
  const saidOf = (name) => all[name]?.shown.querySelector(":scope > .postil-said");
  /** Puts each problem beside its field, and returns what belongs to none. */
  const showProblems = (problems, isShown) => {
    const rest = [];
    for (const [name, { shown }] of Object.entries(all)) {
      const told = problems.filter(({ field }) => field === name).filter((one) => isShown(one));
      const said = saidOf(name);
      const lines = new Map(told.flatMap((one) => sayOf(one).filter(Boolean).map((text) => [text, one.severity])));
      const texts = [...lines.keys()];
      const text = texts.join("\n");
      // What stays the same is not said again.
      if (said.dataset.text !== text) {
        said.dataset.text = text;
        said.replaceChildren(...[...lines].map(([line, severity]) => make("p", { "data-severity": severity }, line)));
      }
      const isWrong = told.some(({ severity }) => severity === "error");
      for (const control of shown.querySelectorAll(":scope > :is(input, textarea, select)")) {
        if (isWrong) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      }
      shown.toggleAttribute("data-wrong", isWrong);
      if (told.length && more.contains(shown)) open(true);
      if (told.length && shown.hidden) rest.push(...texts);
    }
    const others = problems.filter(({ field }) => !all[field]).filter((one) => isShown(one));
    return [...rest, ...others.flatMap(sayOf)].filter(Boolean);
  };
  return { card, form, fields, all, when, notice, question, pinned, found, advice, id, file, rendered, preview, more, open, show, saveDraft, publish, showProblems };
};
