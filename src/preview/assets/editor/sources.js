// sources.js — the sources of a card: a row for each, and a field that finds more of them,
// known or new. An address that is pasted anywhere in the card is one, too.

import { get } from "./api.js";
import { button, fill, make } from "../dom.js";
import { newEntry } from "./entry.js";
import { area, line, readRow, words } from "./fields.js";
import { addressIn, citationAt, ofWork, picker, replaceIn } from "./picker.js";
import { reveal } from "./place.js";

/** What is known of works, by key: they are named so in rows. */
const known = new Map();
const learn = (works) => {
  for (const work of works) known.set(work.key, work);
  return works;
};
const workOf = async (key) => {
  if (!known.has(key)) {
    const { ok, told } = await get(`sources?q=${encodeURIComponent(key)}`);
    if (ok) learn(told);
  }
  return known.get(key);
};

/** Returns a row of a source that the note cites. */
const rowOf = (old, gone) => {
  const named = make("span", { class: "postil-work" }, make("b", {}, old.ref ?? "No source"));
  const stance = words("stance", "Stance");
  stance.setAttribute("aria-label", "Stance");
  stance.className = "postil-stance";
  const of = (label, placeholder) => area(placeholder, { "aria-label": label });
  const controls = { stance, at: line("Place", { "aria-label": "Place" }), quote: of("Quotation", "Quotation"), note: of("Remark", "Remark") };
  for (const [name, control] of Object.entries(controls)) fill(control, String(old[name] ?? ""));
  const show = () => { stance.dataset.stance = stance.value; };
  stance.addEventListener("change", show);
  show();
  const row = make("li", { class: "postil-source" }, stance, named,
    button("×", () => gone(row), { "aria-label": "Remove source", class: "postil-quiet" }),
    make("div", { class: "postil-details" }, controls.at, controls.quote, controls.note));
  row.read = () => readRow(old, controls);
  // A press on its words leads to what can be said of it.
  named.addEventListener("click", () => controls.at.focus());
  row.first = stance;
  workOf(old.ref).then((work) => {
    if (!work) return;
    named.replaceChildren(make("b", {}, work.label), work.title ? `: ${work.title}` : "");
    row.setAttribute("aria-label", work.label);
  });
  return row;
};

/**
 * Returns the sources as a field. `on` has `changed()`, and `saved(draft, key)` for a new
 * source that `draft` stood for in the body.
 */
export const sourcesField = (on) => {
  const rows = make("ul", { class: "postil-rows" });
  const input = line("Add a source: title, author, year, address", { "aria-label": "Add a source", spellcheck: "false" });
  const said = make("div", { class: "postil-said" });
  const all = () => [...rows.children];
  const gone = (row) => {
    const next = row.nextElementSibling?.first ?? input;
    row.remove();
    next.focus();
    // Nobody has asked for its list, which would lie over what stands below.
    if (next === input) finder.close();
    on.changed();
  };
  const has = (key) => all().find((row) => row.read?.().ref === key);
  const add = (key) => {
    if (!has(key)) rows.append(rowOf({ ref: key }, gone));
    on.changed();
    return has(key);
  };
  /** Begins a new source; `draft` is what stands for it in the body until it has a key. */
  const addNew = (typed, draft = "") => {
    const row = make("li", {});
    const entry = newEntry("sources", typed, {
      changed: on.changed,
      left: () => gone(row),
      saved: (key) => {
        known.delete(key);
        const given = rowOf({ ref: key }, gone);
        row.replaceWith(given);
        if (draft) on.saved(draft, key);
        on.changed();
        given.first.focus();
        reveal(given.first);
      },
    });
    row.entry = entry;
    row.draft = draft;
    row.append(entry);
    rows.append(row);
    return entry;
  };
  const begin = (q, draft) => {
    const typed = addressIn(q) ? { url: q.replace(/^(doi:)?(10\.)/i, "https://doi.org/$2"), type: "web" } : { title: q };
    const entry = addNew(typed, draft);
    on.changed();
    entry.begin();
  };
  const freshly = (q) => (addressIn(q) ? `+ New source: ${q}` : `+ New source “${q}”`);
  const asked = { label: "Sources", list: "sources", freshly, isSame: ({ key }, q) => key === q };
  const show = (work) => { learn([work]); return ofWork(work); };

  const finder = picker(input, {
    ...asked, show,
    typed: () => input.value.trim(),
    take: ({ key }) => { input.value = ""; add(key); },
    fresh: (q) => { input.value = ""; begin(q); },
  });
  const shown = make("fieldset", { class: "postil-field", "data-for": "sources", "aria-label": "Sources" },
    rows, make("div", { class: "postil-finder" }, input, finder.options), said);
  // What is looked for is no part of the note.
  input.addEventListener("input", (event) => event.stopPropagation());

  /** Gives a body the list of works at `[@`, and at an address that is pasted. */
  const citing = (body) => {
    let pasted = null;
    const place = () => {
      // Whoever goes on typing after an address wants it as it is.
      if (pasted?.to === body.selectionStart && body.value.slice(pasted.from, pasted.to) === pasted.q) return pasted;
      pasted = null;
      return citationAt(body);
    };
    let at = null;
    const cite = (key) => {
      const { from, to } = at;
      const isPasted = Boolean(pasted);
      const open = isPasted || body.value[from - 1] === "[" ? "[" : "";
      const start = open && !isPasted ? from - 1 : from;
      const hasEnd = !isPasted && body.value[to] === "]";
      replaceIn(body, start, to + (hasEnd ? 1 : 0), `${open}@${key}]`);
      pasted = null;
    };
    const draftName = () => {
      for (let nth = 1; ; nth++) if (!body.value.includes(`@new-source-${nth}`)) return `new-source-${nth}`;
    };
    const found = picker(body, {
      ...asked, show,
      typed: () => { at = place(); return at && at.q.trim(); },
      take: ({ key }) => cite(key),
      fresh: (q) => { const name = draftName(); cite(name); begin(q, name); },
    });
    body.addEventListener("paste", (event) => {
      const q = addressIn(event.clipboardData?.getData("text/plain") ?? "");
      // Within a citation that is typed it is what is looked for.
      if (!q || citationAt(body)) return;
      const from = body.selectionStart;
      setTimeout(() => { pasted = { q, from, to: from + q.length }; found.open(); });
    });
    return found.options;
  };
  /** Has an address that is pasted into another field looked for; the text itself keeps it. */
  const watch = (control) => control.addEventListener("paste", (event) => {
    const q = addressIn(event.clipboardData?.getData("text/plain") ?? "");
    if (!q) return;
    event.preventDefault();
    input.value = q;
    input.focus();
    finder.open();
  });

  return {
    name: "sources", shown, citing, watch, add,
    read: () => all().map((row) => (row.entry ? { fresh: row.entry.typed(), draft: row.draft } : row.read())),
    given: () => all().filter((row) => !row.entry).map((row) => row.read()),
    fill: (list) => {
      rows.replaceChildren();
      for (const one of list ?? []) {
        if (one.fresh) addNew(one.fresh, one.draft);
        else rows.append(rowOf(one, gone));
      }
    },
    /** Saves the sources that are new; returns whether all could be. */
    store: async () => {
      for (const row of all()) if (row.entry && !await row.entry.store()) return false;
      return true;
    },
    nNew: () => all().filter((row) => row.entry).length,
    /** Returns what stands in the body for sources that are still filled in. */
    drafts: () => all().map((row) => row.entry && row.draft).filter(Boolean),
    focus: () => (all()[0]?.first ?? input).focus(),
  };
};
