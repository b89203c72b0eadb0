// fields.js — the fields of an annotation: which kind has which, and those that are
// more than one control.

import { get, state } from "./api.js";
import { button, choose, later, labelled, make, nextId, select } from "./dom.js";

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
const STANCES = ["", "supports", "contradicts", "context"];
const nameless = (values) => values.map((one) => [one, one || "–"]);
export const statuses = () => select(nameless(["", "draft", "published", "retracted"]));
export const editors = () => select([["", "–"], ...state.editors.map(({ id, name }) => [id, name])]);

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

/** Returns what is typed, or what was there if it reads the same (a number, say). */
const same = (control, old) => (control.value === String(old ?? "") ? old ?? "" : control.value.trim());
const rowOf = (old, controls) =>
  Object.fromEntries(Object.entries({ ...old, ...controls }).filter(([, value]) => value !== ""));

/** Returns a source as cited; its `read` keeps what the form does not show. */
export const sourceRow = (source, changed) => {
  const { input, options } = typeAhead("sources", ofWork);
  const place = make("input", { size: 8 });
  const note = make("textarea", { rows: 2 });
  const words = make("textarea", { rows: 2 });
  const stance = select(nameless(STANCES));
  input.value = source.ref ?? "";
  place.value = source.at ?? "";
  note.value = source.note ?? "";
  words.value = source.quote ?? "";
  choose(stance, source.stance ?? "");
  const row = make("li", {}, labelled("Source", input), options, labelled("Stance", stance), labelled("Place", place),
    make("details", { open: Boolean(source.note || source.quote) }, make("summary", {}, "Remark and words"),
      labelled("Remark", note), labelled("Its words", words)),
    button("Remove source", () => { row.remove(); changed("sources"); }));
  row.read = () => rowOf(source, {
    ref: input.value.trim(), stance: stance.value, at: same(place, source.at), note: same(note, source.note),
    quote: same(words, source.quote),
  });
  row.first = input;
  // What cites no source yet is not dropped for that: the server says what is missing.
  row.isGiven = () => [input, place, note, words].some(({ value }) => value.trim());
  return row;
};

export const correctionRow = (correction, changed) => {
  const date = make("input", { size: 10, placeholder: "YYYY-MM-DD" });
  const text = make("textarea", { rows: 2 });
  date.value = correction.date ?? "";
  text.value = correction.text ?? "";
  const row = make("li", {}, labelled("Corrected on", date), labelled("Correction", text),
    button("Remove correction", () => { row.remove(); changed("corrections"); }));
  row.read = () => rowOf(correction, { date: same(date, correction.date), text: same(text, correction.text) });
  row.first = text;
  // The date stands there of itself; whatever else is typed counts, in whichever field.
  row.isGiven = () => Boolean(text.value.trim()) || date.value !== String(correction.date ?? "");
  return row;
};

/** Returns a field that is a list of rows; `add` makes a row, whose `first` gets the focus. */
export const rowsField = (name, label, add, ...more) => {
  const rows = make("ul", { class: "postil-rows" });
  const shown = make("fieldset", { class: "postil-field", "data-for": name }, make("legend", {}, label), rows,
    make("div", { class: "postil-actions" }, button(`Add ${name.slice(0, -1)}`, () => {
      const row = add();
      rows.append(row);
      row.first.focus();
    }), ...more), make("div", { class: "postil-said" }));
  const given = () => [...rows.children].filter((row) => row.isGiven()).map((row) => row.read());
  return { rows, shown, given };
};
