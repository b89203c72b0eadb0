// fields.js — the fields of an annotation: which kind has which, and those that are
// more than one control.

import { get, state } from "./api.js";
import { button, fill, later, labelled, make, nextId, select } from "../dom.js";

export const LABELS = {
  "fact-check": "Fact check", "counter-source": "Counter-source", note: "Note", gloss: "Gloss",
};
const COMMON = ["body", "sources", "tags", "by", "status", "lang", "corrections"];
/** The fields that a kind has, besides its kind and quote. */
export const FIELDS = {
  "fact-check": ["claim", "rating", "summary", ...COMMON],
  "counter-source": ["rating", "summary", ...COMMON],
  note: ["rating", "summary", ...COMMON],
  gloss: ["term", ...COMMON],
};
/** Returns a choice of the words that the server knows for a field, or of none. */
export const words = (name) => select(["", ...state.words[name]].map((one) => [one, one || "–"]));

/** Returns a text field that offers what the server finds for it. */
export const typeAhead = (list, show) => {
  const options = make("datalist", { id: nextId("list") });
  const input = make("input", { list: options.id, autocomplete: "off", spellcheck: "false" });
  const ask = async () => {
    const { ok, told } = await get(`${list}?q=${encodeURIComponent(input.value)}`);
    if (ok) options.replaceChildren(...told.map((one) => make("option", show(one))));
  };
  input.addEventListener("input", later(ask));
  input.addEventListener("focus", ask);
  return { input, options };
};
export const ofWork = ({ key, label, title }) => ({ value: key, label: `${label}: ${title}` });
export const ofTerm = ({ id, term, expansion }) => ({ value: id, label: expansion ? `${term}: ${expansion}` : term });

/** Returns a row of a list that shows `old`, by the names of what it holds. */
const rowOf = (old, controls, ...shown) => {
  for (const [name, control] of Object.entries(controls)) fill(control, old[name] ?? "");
  const row = make("li", {}, ...shown);
  [row.first] = Object.values(controls);
  // What reads as it did stays as it was (a number, say), and so does what is not shown.
  row.read = () => {
    const typed = Object.entries(controls).filter(([name, { value }]) => value !== String(old[name] ?? ""));
    const all = { ...old, ...Object.fromEntries(typed.map(([name, { value }]) => [name, value.trim()])) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
  };
  return row;
};
const ROWS = {
  sources: (source) => {
    const { input, options } = typeAhead("sources", ofWork);
    const controls = {
      ref: input, stance: words("stance"), at: make("input", { size: 8 }),
      note: make("textarea", { rows: 2 }), quote: make("textarea", { rows: 2 }),
    };
    const { ref, stance, at, note, quote } = controls;
    const row = rowOf(source, controls, labelled("Source", ref), options, labelled("Stance", stance), labelled("Place", at),
      make("details", { open: Boolean(source.note || source.quote) }, make("summary", {}, "Remark and words"),
        labelled("Remark", note), labelled("Its words", quote)));
    // What cites no source yet is not dropped for that: the server says what is missing.
    row.isGiven = () => [ref, at, note, quote].some(({ value }) => value.trim());
    return row;
  },
  corrections: (correction) => {
    const text = make("textarea", { rows: 2 });
    const date = make("input", { size: 10, placeholder: "YYYY-MM-DD" });
    const row = rowOf(correction, { text, date }, labelled("Corrected on", date), labelled("Correction", text));
    // The date stands there of itself; whatever else is typed counts, in whichever field.
    row.isGiven = () => Boolean(text.value.trim()) || date.value !== String(correction.date ?? "");
    return row;
  },
};

/** Returns a field that is a list of rows; `fresh` is what a new one shows. */
export const rowsField = (name, label, fresh, changed, ...more) => {
  const one = name.slice(0, -1);
  const rows = make("ul", { class: "postil-rows" });
  const rowFor = (shown) => {
    const row = ROWS[name](shown);
    row.append(button(`Remove ${one}`, () => { row.remove(); changed(name); }));
    return row;
  };
  const add = () => {
    const row = rowFor(fresh);
    rows.append(row);
    row.first.focus();
  };
  const shown = make("fieldset", { class: "postil-field", "data-for": name }, make("legend", {}, label), rows,
    make("div", { class: "postil-actions" }, button(`Add ${one}`, add), ...more), make("div", { class: "postil-said" }));
  const all = () => [...rows.children];
  return {
    shown,
    fill: (list) => rows.replaceChildren(...list.map(rowFor)),
    read: () => all().map((row) => row.read()),
    given: () => all().filter((row) => row.isGiven()).map((row) => row.read()),
    /** Puts a row in the place of an empty one, or else at the end. */
    put: (shown) => {
      const row = rowFor(shown);
      const empty = all().find((other) => !other.isGiven());
      if (empty) empty.replaceWith(row); else rows.append(row);
      return row;
    },
  };
};
