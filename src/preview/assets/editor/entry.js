// entry.js — a new source or a new term, written from within the form of an
// annotation, which waits behind it and is given its key.

import { post } from "./api.js";
import { button, field, later, listOf, make, paragraphs, select } from "./dom.js";
import { tell } from "./news.js";

const TYPES = ["article", "web", "book", "report", "chapter", "newspaper", "periodical", "thesis", "legislation",
  "post", "video", "audio", "reference", "conference", "manuscript", "misc"];
/** What a work is published in, the most frequent first. */
const PARENTS = ["newspaper", "periodical", "web", "book", "anthology", "proceedings", "blog", "reference"];
const text = (rows) => () => (rows ? make("textarea", { rows }) : make("input", { autocomplete: "off" }));
const one = (values) => () => select(values.map((value) => [value, value || "–"]));

/** Each list with the id's name, its fields (name, label, control, hint) and what they say. */
const LISTS = {
  sources: {
    of: "source",
    id: "Key",
    fields: [
      ["type", "Type", one(TYPES)],
      ["title", "Title", text()],
      ["author", "Author", text(), "Family name, given name; more of them after a semicolon"],
      ["date", "Date", text(), "2018, 2018-09 or 2018-09-30"],
      ["parent", "Published in", text(), "The title of the newspaper, journal, book or site"],
      ["parent-type", "Which is a", one(PARENTS)],
      ["publisher", "Publisher", text()],
      ["url", "URL", text()],
      ["visited", "Visited on", text()],
      ["archived", "Archived copy", text(), "Its URL"],
      ["archived-date", "Archived on", text()],
      ["quality", "Quality", one(["", "high", "medium", "low"])],
      ["read", "Read", one(["", "whole", "part", "abstract", "cover"])],
    ],
    suggest: ({ author, title, date }) => `${author.split(/[,;]/)[0] || title} ${date.slice(0, 4)}`,
    say: (typed) => ({
      type: typed.type,
      title: typed.title,
      author: listOf(typed.author, ";").map(nameOf),
      date: /^\d{4}$/.test(typed.date) ? Number(typed.date) : typed.date,
      parent: typed.parent && { type: typed["parent-type"], title: typed.parent },
      publisher: typed.publisher,
      url: typed.visited ? { value: typed.url, date: typed.visited } : typed.url,
      archived: { url: typed.archived, date: typed["archived-date"] },
      quality: typed.quality,
      read: typed.read,
    }),
  },
  terms: {
    of: "term",
    id: "Id",
    fields: [
      ["term", "Headword", text()],
      ["aliases", "Aliases", text(), "Separated by commas"],
      ["expansion", "Expansion", text()],
      ["definition", "Definition", text(4)],
      ["sources", "Source keys", text(), "Separated by commas"],
    ],
    suggest: ({ term }) => term,
    say: (typed) => ({
      term: typed.term,
      aliases: listOf(typed.aliases),
      expansion: typed.expansion,
      definition: typed.definition,
      sources: listOf(typed.sources).map((ref) => ({ ref })),
    }),
  },
};

/** A name of several words without a comma is that of an institution, to be kept whole. */
const nameOf = (name) => (name.includes(",") || !name.includes(" ") ? name : { name });
const slug = (words) => words.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase()
  .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);

/**
 * Returns a form for a new entry of a list. `kept` is what was typed before; `on` has
 * `saved(id)`, `left()` and `changed()`.
 */
export const newEntry = (list, kept, on) => {
  const { of, id: idLabel, fields, suggest, say } = LISTS[list];
  const controls = { id: make("input", { autocomplete: "off", spellcheck: "false" }) };
  for (const [name, , control] of fields) controls[name] = control();
  const touched = new Set(kept ? ["id"] : []);
  const general = make("div", { class: "postil-said", role: "alert" });
  const yaml = make("pre", { role: "group", tabindex: 0, "aria-label": `The ${of} that will be written` });
  const file = make("p", { class: "postil-file" });
  const typed = () => Object.fromEntries(Object.entries(controls).map(([name, { value }]) => [name, value.trim()]));
  const draft = () => ({ list, edit: { op: "add", id: controls.id.value.trim(), fields: say(typed()) } });

  const showProblems = (problems, isAll) => {
    general.replaceChildren();
    for (const said of form.querySelectorAll("[data-for] > .postil-said")) said.replaceChildren();
    for (const control of Object.values(controls)) control.removeAttribute("aria-invalid");
    for (const { field: about, code, severity, message, help } of problems) {
      // It is about to be cited.
      if (code === "unused-source") continue;
      const name = code === "invalid-id" || !about && code === undefined ? "id" : about;
      const said = form.querySelector(`[data-for="${name}"] > .postil-said`);
      if (said && !isAll && !touched.has(name)) continue;
      if (said || isAll) (said ?? general).append(...paragraphs([`${severity}: ${message}`, help]));
      if (said && severity === "error") controls[name].setAttribute("aria-invalid", "true");
    }
  };
  const problemsOf = ({ problems, error, help }) => problems ?? [{ severity: "error", message: error, help }];
  let asked = 0;
  const check = later(async () => {
    const number = ++asked;
    if (!controls.id.value.trim()) return;
    const { ok, told } = await post("check", draft());
    if (number !== asked || !form.isConnected) return;
    yaml.textContent = ok ? told.yaml.trim() : "";
    file.textContent = ok ? `Goes into ${told.file}` : "";
    showProblems(problemsOf(told), false);
  });
  const save = async () => {
    const { ok, told } = await post("save", draft());
    asked += 1; // what is on its way is older
    if (ok) { on.saved(told.id); return; }
    showProblems(problemsOf(told), true);
    tell("Not saved");
    form.querySelector("[aria-invalid]")?.focus();
  };

  const form = make("form", { novalidate: true, class: "postil-entry", onsubmit: (event) => { event.preventDefault(); save(); } },
    make("h2", {}, `New ${of}`),
    ...fields.map(([name, label, , hint]) => field(name, label, controls[name], hint)),
    field("id", idLabel, controls.id, "It never changes: notes and links name it"),
    general, file, yaml,
    make("div", { class: "postil-actions" }, make("button", { type: "submit" }, `Save ${of}`), button("Back", () => on.left())));
  form.addEventListener("input", ({ target }) => {
    touched.add(target.closest("[data-for]").dataset.for);
    if (!touched.has("id")) controls.id.value = slug(suggest(typed()));
    on.changed();
    check();
  });
  for (const [name, value] of Object.entries(kept ?? {})) if (controls[name]) controls[name].value = value;
  form.kept = () => ({ list, typed: typed(), isTyped: touched.size > 0 });
  form.begin = () => { form.querySelector("select, input").focus(); check(); };
  form.save = save;
  return form;
};
