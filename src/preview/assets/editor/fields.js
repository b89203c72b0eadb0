// fields.js — the fields of a card: which kind has which, and what each is made of. A
// field is `{ name, shown, read(), fill(value), focus() }`; what is wrong with it is said
// in its `.postil-said`.

import { state } from "./api.js";
import { button, field, fill, listOf, make, nextId, select } from "../dom.js";

export const LABELS = {
  "fact-check": "Fact check", "counter-source": "Counter-source", note: "Note", gloss: "Term",
};
/** What a new card of a kind is called. */
export const NEW = {
  "fact-check": "New fact check", "counter-source": "New counter-source", note: "New note", gloss: "New term",
};
const COMMON = ["body", "sources", "tags", "by", "status", "lang", "corrections"];
/** The fields that a kind has, besides its kind and quote. */
export const FIELDS = {
  "fact-check": ["claim", "rating", "summary", ...COMMON],
  "counter-source": ["rating", "summary", ...COMMON],
  note: ["rating", "summary", ...COMMON],
  gloss: ["term", ...COMMON],
};
/** Those that stand open in a card; the others are under “More” until they say something. */
export const SHOWN = {
  "fact-check": ["claim", "rating", "summary", "body", "sources"],
  "counter-source": ["rating", "summary", "body", "sources"],
  note: ["body", "sources"],
  gloss: ["term", "body", "sources"],
};

/** Returns a choice of the words that the server knows for a field, or of none. */
export const words = (name, none = "–") => select(["", ...state.words[name]].map((one) => [one, one || none]));

/** Has a field of several lines be as high as its text, where style alone cannot. */
const growing = (area) => {
  if (CSS.supports("field-sizing", "content")) return area;
  const grow = () => {
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight}px`;
  };
  area.addEventListener("input", grow);
  requestAnimationFrame(grow);
  return area;
};
export const area = (placeholder = "", attributes = {}) =>
  growing(make("textarea", { rows: 1, dir: "auto", placeholder, ...attributes }));
export const line = (placeholder = "", attributes = {}) => make("input", { autocomplete: "off", placeholder, ...attributes });

/** Returns the text of a control as a field. */
export const textField = (name, label, control, hint) => ({
  name,
  control,
  shown: field(name, label, control, hint),
  read: () => control.value,
  // The line break at the end of a text in a file is not of its words.
  fill: (value) => fill(control, String(value ?? "").trimEnd()),
  focus: () => control.focus(),
});
/** Returns words that are typed with commas as a field. */
export const listField = (name, label, hint) => {
  const given = textField(name, label, line(), hint);
  return { ...given, read: () => listOf(given.control.value), fill: (value) => given.fill([value ?? []].flat().join(", ")) };
};

const N_PILLS = 4;
/**
 * Returns a choice that is shown whole, each of `all` as `{ id, label, means, tone }`; the
 * chosen one can be let go of if there may be `none`, and several chosen if there may be `many`.
 */
export const pillsField = (name, label, all, { none = false, many = false } = {}) => {
  const group = nextId(name);
  const pills = make("div", { class: "postil-pills" });
  const said = make("div", { id: `${group}-said`, class: "postil-said" });
  const shown = make("fieldset", {
    class: "postil-field", "data-for": name, "aria-label": label, role: many ? null : "radiogroup",
    "aria-describedby": said.id,
  }, pills, said);
  const changed = () => shown.dispatchEvent(new Event("input", { bubbles: true }));
  const pillOf = ({ id, label: text, abbr, means, tone }, at) => {
    const input = make("input", { type: many ? "checkbox" : "radio", name: group, "aria-label": abbr ? text : null });
    input.choice = id;
    if (means) {
      // Beside the label, whose words are the name.
      const told = make("span", { id: `${group}-${at}`, hidden: true }, means);
      said.before(told);
      input.setAttribute("aria-describedby", told.id);
    }
    let wasChecked = false;
    const letGo = () => { input.checked = false; changed(); };
    const clear = (event) => {
      if (!none || many || !["Backspace", "Delete"].includes(event.key)) return;
      event.preventDefault();
      letGo();
    };
    input.addEventListener("keydown", clear);
    const pill = make("label", { class: "postil-pill", title: means ?? null, "data-tone": tone ?? null }, input, make("span", {}, abbr ?? text));
    pill.addEventListener("pointerdown", () => { wasChecked = input.checked; });
    input.addEventListener("click", ({ detail }) => { if (none && !many && detail && wasChecked) letGo(); });
    return pill;
  };
  const inputs = () => [...pills.querySelectorAll("input")];
  const more = button(`… ${all.length - N_PILLS} more`, () => {
    shown.dataset.all = "";
    more.remove();
    inputs()[N_PILLS].focus();
  }, { class: "postil-pill" });
  pills.append(...all.map(pillOf));
  if (all.length > N_PILLS + 1 && !many) pills.append(more);
  else shown.dataset.all = "";
  const chosen = () => inputs().filter((one) => one.checked).map((one) => one.choice);
  const choose = (value) => {
    const ids = [value ?? []].flat().filter(Boolean);
    // What stands in a file and is none of them stays there, and can be seen.
    for (const id of ids) if (!inputs().some((one) => one.choice === id)) pills.prepend(pillOf({ id, label: id }, id));
    for (const one of inputs()) one.checked = ids.includes(one.choice);
  };
  return {
    name, shown,
    read: () => (many ? chosen() : chosen()[0] ?? ""),
    fill: choose,
    focus: () => (inputs().find((one) => one.checked) ?? inputs()[0])?.focus(),
  };
};
export const kindField = () => pillsField("kind", "Kind", state.kinds.toSorted((a, b) => order(a) - order(b)).map((id) =>
  ({ id, label: LABELS[id] ?? id, abbr: id === "counter-source" ? "Counter" : null })));
const order = (kind) => Object.keys(LABELS).indexOf(kind);

/** Returns who wrote it as a field: one editor is a name, several are a list. */
export const editorsField = () => {
  const all = state.editors.map(({ id, name }) => ({ id, label: name }));
  const given = pillsField("by", "Editor", all, { many: true });
  given.shown.prepend(make("div", { class: "postil-label", "aria-hidden": "true" }, "Editor"));
  return { ...given, read: () => { const ids = given.read(); return ids.length > 1 ? ids : ids[0] ?? ""; } };
};

/**
 * Returns a row that shows `old` in controls, by the names of what it holds. What reads as
 * it did stays as it was (a number, say), and so does what is not shown.
 */
export const readRow = (old, controls) => {
  const typed = Object.entries(controls).filter(([name, { value }]) => value.trim() !== String(old[name] ?? "").trim());
  const all = { ...old, ...Object.fromEntries(typed.map(([name, { value }]) => [name, value.trim()])) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
};

/** Returns the corrections as a field. */
export const correctionsField = (changed) => {
  const rows = make("ul", { class: "postil-rows" });
  const rowOf = (old) => {
    const text = area("What was corrected", { "aria-label": "Correction" });
    const date = line("YYYY-MM-DD", { "aria-label": "Corrected on", size: 10 });
    fill(text, String(old.text ?? ""));
    fill(date, String(old.date ?? ""));
    const gone = () => { row.remove(); changed(); };
    const row = make("li", {}, text, date, button("×", gone, { "aria-label": "Remove correction", class: "postil-quiet" }));
    row.read = () => readRow(old, { text, date });
    // The date stands there of itself; whatever else is typed counts, in whichever field.
    row.isGiven = () => Boolean(text.value.trim()) || date.value !== String(old.date ?? "") || Boolean(old.text);
    return row;
  };
  const all = () => [...rows.children];
  const add = (old = { date: state.today }) => {
    rows.append(rowOf(old));
    rows.lastChild.querySelector("textarea").focus();
  };
  const said = make("div", { class: "postil-said" });
  const shown = make("fieldset", { class: "postil-field", "data-for": "corrections", "aria-label": "Corrections" },
    make("div", { class: "postil-label", "aria-hidden": "true" }, "Corrections"), rows, button("Add correction", () => add(), { class: "postil-quiet" }), said);
  return {
    name: "corrections", shown, add,
    read: () => all().map((row) => row.read()),
    given: () => all().filter((row) => row.isGiven()).map((row) => row.read()),
    fill: (list) => rows.replaceChildren(...(list ?? []).map(rowOf)),
    /** Puts a correction there that is known already. */
    put: (one) => rows.append(rowOf({ ...one })),
    focus: () => shown.querySelector("textarea, button").focus(),
  };
};

/**
 * Returns the file that a note stands in as a field; as long as it stands in none it is
 * chosen, among those of its article.
 */
export const fileField = () => {
  const told = make("output", { class: "postil-file", "aria-label": "File" });
  const choice = make("select", { "aria-label": "File" });
  const place = make("div", {}, told);
  return {
    shown: make("div", { class: "postil-field", "data-for": "file" }, make("span", { class: "postil-label", "aria-hidden": "true" }, "File"), place),
    read: () => choice.value,
    show: (file = "", files = []) => {
      const wanted = files.length > 1 ? choice : told;
      if (place.firstChild !== wanted) place.replaceChildren(wanted);
      if (wanted === told) { if (told.textContent !== file) told.textContent = file; return; }
      if ([...choice.options].map(({ value }) => value).join() !== files.join()) {
        // The folder is the article's, the same for all.
        choice.replaceChildren(...files.map((one) => make("option", { label: one.split("/").at(-1) }, one)));
      }
      if (choice.value !== file) choice.value = file;
    },
  };
};
