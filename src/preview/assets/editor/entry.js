// entry.js — a new source or a new term, written from within the form of an
// annotation, which waits behind it and is given its key.

import { post } from "./api.js";
import { entryForm } from "./entry-form.js";
import { words } from "./fields.js";
import { button, field, later, listOf, make, select } from "../dom.js";
import { tell } from "./news.js";

const TYPES = ["article", "web", "book", "report", "chapter", "newspaper", "periodical", "thesis", "legislation",
  "post", "video", "audio", "reference", "conference", "manuscript", "misc"];
/** What a work is published in, the most frequent first. */
const PARENTS = ["newspaper", "periodical", "web", "book", "anthology", "proceedings", "blog", "reference"];
const text = (rows) => () => (rows ? make("textarea", { rows }) : make("input", { autocomplete: "off" }));
const one = (values) => () => select(values.map((value) => [value, value]));

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
  const typed = () => Object.fromEntries(Object.entries(controls).map(([name, { value }]) => [name, value.trim()]));
  const draft = () => ({ list, edit: { op: "add", id: controls.id.value.trim(), fields: say(typed()) } });

  // It is about to be cited. What is no field's is about the id: it is taken, mostly.
  const problemsOf = ({ problems }) => problems.filter(({ code }) => code !== "unused-source")
    .map((one) => (one.code === "invalid-id" || !one.code ? { ...one, field: "id" } : one));
  const check = later(() => controls.id.value.trim() && form.isConnected && ui.check(draft(), problemsOf));
  const save = async () => {
    const answer = await post("save", draft());
    if (answer.ok) {
      ui.outdate();
      on.saved(answer.told.id);
    } else {
      ui.refuse(problemsOf(answer));
      tell("Not saved");
    }
  };
  const changed = () => {
    if (!touched.has("id")) controls.id.value = slug(suggest(typed()));
    on.changed();
    check();
  };
  const ui = entryForm({
    title: `New ${of}`,
    fields: [...fields.map(([name, label, , hint]) => field(name, label, controls[name], hint)),
      field("id", idLabel, controls.id, "It never changes: notes and links name it")],
    actions: [make("button", { type: "submit" }, `Save ${of}`), button("Back", on.left)],
    written: `The ${of} that will be written`,
    save,
    changed,
  });
  const { form, touched } = ui;
  form.classList.add("postil-entry");
  if (kept) touched.add("id");
  for (const [name, value] of Object.entries(kept ?? {})) if (controls[name]) controls[name].value = value;
  form.kept = () => ({ list, typed: typed(), isTyped: touched.size > 0 });
  form.begin = () => { form.querySelector("select, input").focus(); check(); };
  form.save = save;
  form.left = on.left;
  return form;
};
