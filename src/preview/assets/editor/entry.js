// entry.js — a new source or a new term, filled in where it stands in the card: the fields
// that everyone knows, and the rest folded. What is typed is kept with the card's own.

import { post } from "./api.js";
import { words } from "./fields.js";
import { button, field, fill, later, listOf, make, paragraphs, select } from "../dom.js";

const TYPES = ["article", "web", "book", "report", "chapter", "newspaper", "periodical", "thesis", "legislation",
  "post", "video", "audio", "reference", "conference", "manuscript", "misc"];
/** What a work is published in, the most frequent first. */
const PARENTS = ["newspaper", "periodical", "web", "book", "anthology", "proceedings", "blog", "reference"];
const text = (rows) => () => (rows ? make("textarea", { rows, dir: "auto" }) : make("input", { autocomplete: "off" }));
const one = (values) => () => select(values.map((value) => [value, value]));

/**
 * Each list with what an entry is called, the id's name, its fields (name, label, control,
 * hint), how many of them are not folded, and what they say.
 */
const LISTS = {
  sources: {
    of: "source",
    id: "Key",
    nShown: 3,
    fields: [
      ["title", "Title", text()],
      ["author", "Author", text(), "Family name, given name; more of them after a semicolon"],
      ["date", "Date", text(), "2018, 2018-09 or 2018-09-30"],
      ["url", "URL", text()],
      ["type", "Type", one(TYPES)],
      ["parent", "Published in", text(), "The title of the newspaper, journal, book or site"],
      ["parent-type", "Which is a", one(PARENTS)],
      ["publisher", "Publisher", text()],
      ["visited", "Visited on", text()],
      ["archived", "Archived copy", text(), "Its URL"],
      ["archived-date", "Archived on", text()],
      ["quality", "Quality", () => words("quality")],
      ["read", "Read", () => words("read")],
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
    nShown: 2,
    fields: [
      ["term", "Headword", text()],
      ["definition", "Definition", text(2)],
      ["aliases", "Aliases", text(), "Separated by commas"],
      ["expansion", "Expansion", text()],
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
const slug = (typed) => typed.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase()
  .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);

/** Returns what is said of a problem, in the editor's words if there are any. */
export const sayOf = ({ say, message, help }) => (say ? [say] : [message, help]);

/**
 * Returns the fields of a new entry of a list. `kept` is what was typed before; `on` has
 * `saved(id)`, `left()` and `changed()`.
 */
export const newEntry = (list, kept, on) => {
  const { of, id: idLabel, nShown, fields, suggest, say } = LISTS[list];
  const controls = { id: make("input", { autocomplete: "off", spellcheck: "false" }) };
  for (const [name, , control] of fields) controls[name] = control();
  for (const [name, value] of Object.entries(kept ?? {})) if (controls[name]) fill(controls[name], value);
  const touched = new Set(kept?.id ? ["id"] : []);
  const typed = () => Object.fromEntries(Object.entries(controls).map(([name, { value }]) => [name, value.trim()]));
  const draft = () => ({ list, edit: { op: "add", id: controls.id.value.trim(), fields: say(typed()) } });

  const fieldOf = ([name, label, , hint]) => field(name, label, controls[name], hint);
  const rest = make("details", { class: "postil-rest" }, make("summary", {}, "More of it"),
    ...fields.slice(nShown).map(fieldOf), field("id", idLabel, controls.id, "It never changes: notes and links name it"));
  const general = make("div", { class: "postil-said" });
  const save = make("button", { type: "button", onclick: () => store() }, `Save ${of}`);
  const box = make("div", { class: "postil-entry", role: "group", "aria-label": `New ${of}` },
    make("div", { class: "postil-entry-head" }, make("b", {}, `New ${of}`),
      button("×", on.left, { "aria-label": `Remove new ${of}`, class: "postil-quiet" })),
    ...fields.slice(0, nShown).map(fieldOf), rest, general, make("div", { class: "postil-actions" }, save));

  // It is about to be cited. What is no field's is about the id: it is taken, mostly.
  const problemsOf = ({ problems }) => problems.filter(({ code }) => code !== "unused-source")
    .map((problem) => (problem.code === "invalid-id" || !problem.code ? { ...problem, field: "id" } : problem));
  const showProblems = (problems, isAll) => {
    for (const said of box.querySelectorAll(".postil-said")) said.replaceChildren();
    for (const control of box.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    for (const problem of problems) {
      const said = problem.field && box.querySelector(`[data-for="${CSS.escape(problem.field)}"] > .postil-said`);
      if (!isAll && !touched.has(problem.field)) continue;
      (said ?? general).append(...paragraphs(sayOf(problem)));
      if (said && problem.severity === "error") controls[problem.field]?.setAttribute("aria-invalid", "true");
      if (said?.closest("details")) rest.open = true;
    }
  };
  let asked = 0;
  const check = later(async () => {
    const number = ++asked;
    if (!controls.id.value.trim() || !box.isConnected) return;
    const answer = await post("check", draft());
    if (number === asked) showProblems(problemsOf(answer), false);
  });
  /** Saves it, and returns its id; nothing if it cannot be. */
  const store = async () => {
    if (save.disabled) return null;
    asked += 1;
    save.disabled = true;
    const answer = await post("save", draft());
    save.disabled = false;
    if (answer.ok) {
      on.saved(answer.told.id);
      return answer.told.id;
    }
    showProblems(problemsOf(answer), true);
    box.querySelector("[aria-invalid]")?.focus();
    return null;
  };
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    touched.add(event.target.closest("[data-for]")?.dataset.for);
    if (!touched.has("id")) controls.id.value = slug(suggest(typed()));
    on.changed();
    check();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.target.localName !== "input") return;
    event.preventDefault();
    store();
  });
  if (!controls.id.value) controls.id.value = slug(suggest(typed()));
  box.typed = () => ({ ...typed(), id: touched.has("id") ? controls.id.value.trim() : "" });
  box.begin = () => controls[fields.find(([name]) => !controls[name].value)?.[0] ?? fields[0][0]].focus();
  box.store = store;
  return box;
};
