// form.js — the form of one annotation: what is typed, what the server says about it,
// and what would be written. One at a time; what is typed outlives every way of leaving.

import { entryOf, get, post, state } from "./api.js";
import { showConflict } from "./conflict.js";
import { button, field, fill, later, listOf, make, paragraphs, select } from "../dom.js";
import { draftOf, drop, freeKey, lastOpen, placeOf, put, showKept } from "./drafts.js";
import { newEntry } from "./entry.js";
import { entryForm } from "./entry-form.js";
import { FIELDS, LABELS, ofTerm, rowsField, typeAhead, words } from "./fields.js";
import { ask, tell, tellDone } from "./news.js";
import { article, blockAt, wordsOf } from "./passage.js";

/** The open form: what it edits, its draft's place and key, and what it asked for last. */
let open = null;

// What is in the form --------------------------------------------------------

const build = (title) => {
  const parts = {};
  const of = (name, label, control, hint) => field(name, label, parts[name] = control, hint);
  const lists = {
    sources: rowsField("sources", "Sources", {}, rowGone, button("New source", () => openEntry("sources"))),
    corrections: rowsField("corrections", "Corrections", { date: state.today }, rowGone),
  };
  const rendered = make("div", { class: "postil-rendered" });
  const conflict = make("section", { class: "postil-conflict", hidden: true, "aria-label": "Conflict" });
  const term = typeAhead("terms", ofTerm);
  const termField = of("term", "Term", term.input);
  termField.append(term.options, button("New term", () => openEntry("terms")));
  const fields = [
    of("kind", "Kind", select(state.kinds.map((kind) => [kind, LABELS[kind] ?? kind]))),
    of("quote", "Quote", make("textarea", { rows: 3 })), termField,
    of("claim", "Claim", make("textarea", { rows: 2 })),
    of("rating", "Rating", select([["", "–"], ...state.ratings.map(({ id, label }) => [id, label])])),
    of("summary", "Summary", make("textarea", { rows: 2 })), of("body", "Body", make("textarea", { rows: 6 })),
    make("details", { class: "postil-preview", ontoggle: () => render() }, make("summary", {}, "Preview of the body"), rendered),
    lists.sources.shown, of("tags", "Tags", make("input", { autocomplete: "off" }), "Separated by commas"),
    make("details", { class: "postil-more" }, make("summary", {}, "Editor, status, language, corrections"),
      of("by", "Editor", select([["", "–"], ...state.editors.map(({ id, name }) => [id, name])]), "The edition’s default one if not said"),
      of("status", "Status", words("status"), "Published if not said"),
      of("lang", "Language", make("input", { autocomplete: "off", size: 8 }), "Of these texts, if not the edition’s: de, ar …"),
      lists.corrections.shown),
  ];
  const actions = [make("button", { type: "submit" }, "Save"), button("Leave", leave)];
  const typed = (name) => {
    if (name === "quote") findTyped();
    changed();
  };
  const shown = entryForm({ title, fields, more: [conflict], actions, written: "What will be written", save, changed: typed });
  const dialog = make("dialog", { "data-postil": true, id: "postil-editor", class: "postil-editor", "aria-label": "Annotation" }, shown.form);
  return { ...shown, dialog, parts, lists, rendered, conflict };
};
const rowGone = (name) => {
  open.ui.touched.add(name);
  changed();
};

/** How fields are read that are several things in one control. */
const READ = {
  tags: (typed) => listOf(typed),
  // The form offers one editor; several that stand in the file stay as they are.
  by: (chosen) => {
    const names = listOf(chosen);
    return names.length > 1 || isEqual(names, open.entry.by) ? names : chosen;
  },
};
const textOf = (list) => [list].flat().join(", ");
/** Returns the values of the form as a sidecar has them; what says nothing is `null`. */
const values = () => {
  const { parts, lists } = open.ui;
  const kind = parts.kind.value;
  // How a passage is quoted may not be known yet; its words are.
  const typed = parts.quote.value.trim() || null;
  const all = { kind, quote: open.quote.value || (typed && quoted(typed, open.quote.in)) };
  for (const name of FIELDS[kind]) {
    const given = lists[name]?.given() ?? READ[name]?.(parts[name].value) ?? parts[name].value;
    const says = typeof given === "string" ? given.trim() : given.length;
    all[name] = says ? given : null;
  }
  return all;
};

const readingOf = (quote) => {
  if (quote == null) return "";
  if (typeof quote === "string") return quote;
  return quote.exact ?? `${quote.from ?? ""} … ${quote.to ?? ""}`;
};
/** Returns what the controls show of an entry. */
const shownOf = (fields) => {
  const one = (name) => fields[name] ?? (name === "kind" ? "note" : "");
  const controls = Object.fromEntries(Object.keys(open.ui.parts).map((name) => [name, one(name)]));
  return {
    controls: { ...controls, quote: readingOf(fields.quote), tags: textOf(fields.tags ?? []), by: textOf(fields.by ?? "") },
    rows: { sources: fields.sources?.length ? fields.sources : [{}], corrections: fields.corrections ?? [] },
  };
};
/** Returns what the controls show, finished or not. */
const typedIn = ({ parts, lists }) => {
  const of = (all, value) => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, value(one)]));
  return {
    controls: of(parts, ({ value }) => value),
    rows: of(lists, ({ read }) => read()),
  };
};
const fillIn = ({ controls, rows }) => {
  const { parts, lists, form } = open.ui;
  for (const [name, value] of Object.entries(controls)) fill(parts[name], value);
  for (const [name, list] of Object.entries(rows)) lists[name].fill(list);
  form.querySelector(".postil-more").open = Boolean(controls.status || controls.lang || rows.corrections.length);
};
const showFields = () => {
  // What is `on` something quotes nothing; what it is on stays as it is.
  const shown = ["kind", ...(open.entry.on ? [] : ["quote"]), ...FIELDS[open.ui.parts.kind.value]];
  for (const one of open.ui.form.querySelectorAll("[data-for]")) one.hidden = !shown.includes(one.dataset.for);
};

const isEqual = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
/** Returns the edit that the form stands for: of an entry, only what differs. */
const editOf = () => {
  const fields = values();
  if (!open.id || open.isGone) {
    const given = Object.entries({ ...open.entry, ...fields }).filter(([, value]) => value !== null);
    return { article: article(), edit: { op: "add", id: open.id ?? "", fields: Object.fromEntries(given) } };
  }
  // What another kind does not have goes with the kind.
  for (const name of ["claim", "term"]) if (fields.kind !== open.entry.kind) fields[name] ??= null;
  const differs = Object.entries(fields).filter(([name, value]) => !isEqual(value, open.entry[name]));
  const edit = { op: "set", id: open.id, fields: Object.fromEntries(differs) };
  return { article: article(), edit, if_match: open.version };
};

// What the server says of it ---------------------------------------------------

/** Asks what would be written, and shows it. */
const check = async () => {
  const told = await open.ui.check(editOf());
  if (told) showLanding(told);
};
const soon = later(() => open && check());
const render = later(async () => {
  if (!open?.ui.form.querySelector(".postil-preview").open) return;
  const { ui } = open;
  const { ok, told } = await post("preview", { article: article(), body: ui.parts.body.value });
  if (ok) ui.rendered.innerHTML = told.html;
});

/** Returns the form as it can be taken up again. */
const draft = () => {
  const { key, place, id, entry, version, isGone, quote, entries, isDirty, ui } = open;
  const entryForm = open.entryForm?.kept();
  return { key, place, id, entry, version, isGone, quote, entries, isDirty, entryForm, ...typedIn(ui) };
};
/** Keeps what was typed; a form in which nothing was, needs no keeping. */
const keep = () => {
  if (open.isDirty && !put(draft())) tell("This browser keeps no drafts: save before you leave the page");
};
const listKept = () => showKept(open?.key, (one) => takeUp(one));
const changed = () => {
  open.isDirty = true;
  open.nInputs += 1;
  open.ui.outdate();
  showFields();
  keep();
  soon();
  render();
};

const sayOfQuote = (...texts) => open.ui.said("quote").replaceChildren(...paragraphs(texts));
const showLanding = ({ lands }) => {
  if (!lands) return;
  const surrounded = open.quote.value?.prefix || open.quote.value?.suffix;
  const place = [lands.start.block, open.quote.in].filter(Boolean).join(" ");
  sayOfQuote(`Found in paragraph ${place}: “${lands.reads}”`,
    surrounded && (open.quote.isUnique === false
      ? "Not unique by itself: the quote tells what stands around it, too."
      : "So that it stays found, the quote tells what stands around it, too."));
};

/** Shows a passage as it reads; what is selected as a whole stays so. */
const showQuote = (reads) => {
  const { quote } = open.ui.parts;
  if (quote.value === reads) return;
  const isSelected = quote.selectionEnd > 0 && quote.selectionStart === 0 && quote.selectionEnd === quote.value.length;
  quote.value = reads;
  if (isSelected && document.activeElement === quote) quote.select();
};
/** Returns words as a quote of a text. */
const quoted = (text, name) => (name ? { in: name, exact: text } : text);
/** Asks how a passage is quoted. Whatever is typed into the quote meanwhile counts more. */
const describe = async (asked) => {
  const asking = open;
  const number = ++asking.nQuotes;
  const { ok, told } = await post("describe", { article: article(), ...asked });
  if (open !== asking || asking.nQuotes !== number) return;
  if (ok) {
    open.quote = { value: told.quote, block: told.start.block, in: told.quote.in, isUnique: told.is_unique };
    if (!asked.text) showQuote(told.reads);
  } else {
    open.quote = { ...open.quote, value: quoted(open.ui.parts.quote.value.trim(), open.quote.in) };
    sayOfQuote(...[told.error, told.help]);
  }
  keep();
  await check();
};
const findTyped = () => {
  const { ui, quote } = open;
  const text = ui.parts.quote.value.trim();
  open.nQuotes += 1;
  // What is typed counts at once; the server may know a better way to quote it.
  open.quote = { ...quote, value: quoted(text, quote.in) };
  askTyped(open, open.nQuotes, text);
};
const askTyped = later((asking, number, text) => {
  if (open !== asking || asking.nQuotes !== number || !text) return;
  const { block, in: name } = asking.quote;
  describe({ text, block, in: name });
});

// Opening and leaving -----------------------------------------------------------

/**
 * Opens a form, as it was `typed` or else as the entry is. `home` says where the focus goes
 * afterwards: `{ opener, block, id }`.
 */
const show = (what, typed) => {
  if (open) {
    keep();
    open.ui.dialog.remove();
  }
  const anew = { nQuotes: 0, nInputs: 0, entries: {}, quote: { value: null } };
  open = { ...anew, ...what, ui: build(what.id ? `Edit ${what.id}` : "New annotation") };
  open.key ??= freeKey(open.place);
  const { dialog, parts } = open.ui;
  document.body.append(dialog);
  listKept();
  tell("");
  fillIn(typed ?? shownOf(open.entry));
  showFields();
  dialog.show();
  parts.kind.focus();
};

/** Opens an empty form for a passage. */
const begin = async (points, isParagraph, opener) => {
  show({ id: null, entry: {}, place: placeOf(null, points), home: { opener, block: points.start.block, in: points.in } });
  setQuote(points);
  const { quote } = open.ui.parts;
  if (isParagraph) {
    // Whoever cannot select types over the paragraph, or cuts it down.
    quote.focus();
    quote.select();
  }
  await describe(points);
};
/** Puts a passage into the form: its words are at hand, how they are quoted comes later. */
const setQuote = (points) => {
  open.ui.touched.add("quote");
  open.quote = { value: null, block: points.start.block, in: points.in };
  open.ui.parts.quote.value = wordsOf(points);
};

/** Opens a draft if there is one for this place; else, or once more, `anew`. */
const openAt = async (place, opener, anew) => {
  const kept = draftOf(place);
  if (kept) takeUp(kept, opener, anew);
  else await anew();
};
/** Opens the form for a passage. The open form keeps its own, unless it is told to move. */
export const annotate = async (points, isParagraph, opener) => {
  const asked = open;
  const go = () => openAt(placeOf(null, points), opener, () => begin(points, isParagraph, opener));
  if (!open?.isDirty && !open?.id) await go();
  else {
    ask("The open annotation keeps its passage", button("Annotate the new one", go),
      button("Move it to the new one", () => open === asked && moveTo(points)));
  }
};
const moveTo = async (points) => {
  if (!open.id) {
    drop(open.key);
    open.place = placeOf(null, points);
    open.key = freeKey(open.place);
  }
  setQuote(points);
  changed();
  tell("Moved to the new passage");
  open.ui.parts.kind.focus();
  await describe(points);
};

export const edit = async (id, opener) => {
  if (open?.isDirty) {
    tell("Save or leave the open annotation first");
    open.ui.parts.kind.focus();
    return;
  }
  const anew = async () => {
    const before = open;
    const { ok, told } = await get(entryOf(article(), id));
    // Whoever has gone on to another form meanwhile stays there.
    if (open !== before) return;
    if (!ok) { tell(told.error); return; }
    const { fields, version } = told;
    show({ id, entry: fields, version, quote: { value: fields.quote, in: fields.quote?.in }, place: placeOf(id), home: { opener, id } });
    check();
  };
  await openAt(placeOf(id), opener, anew);
};

/** Opens a draft as it was left; `anew` opens what it is about without it. */
const takeUp = (kept, opener, anew) => {
  const { controls, rows, entryForm, at, ...what } = kept;
  const { id, quote, key } = what;
  show({ ...what, home: { id, block: quote.block, in: quote.in, opener } }, { controls, rows });
  if (quote.value === null) findTyped();
  check();
  if (entryForm) openEntry(entryForm.list, entryForm.typed);
  if (anew) tell("Your draft is taken up", button("Start anew", anew), button("Discard the draft", () => discard(key)));
};
/** Opens what was being typed when the page was left, and lists what was typed before. */
export const resume = () => {
  const kept = !open && lastOpen();
  if (kept) takeUp(kept);
  else listKept();
  addEventListener("storage", listKept);
};

/** Gives the focus back to what opened the form, or to what stands for it now. */
const goHome = ({ opener, id, block, in: name }) => {
  const stand = () => [
    id && document.getElementById(id)?.querySelector(".postil-tools button"),
    opener?.isConnected && opener,
    blockAt(block, name)?.closest(".row")?.querySelector(".postil-row button"),
  ].find(Boolean);
  const isNew = id && !document.getElementById(id);
  stand()?.focus({ preventScroll: true });
  // A new note is there in a moment; until then the focus may have gone elsewhere.
  const before = document.activeElement;
  const toNote = () => { if (document.activeElement === before) stand()?.focus({ preventScroll: true }); };
  if (isNew) document.addEventListener("postil:editable", toNote, { once: true });
};
const close = (id) => {
  const { ui, home } = open;
  ui.dialog.remove();
  open = null;
  listKept();
  goHome({ ...home, id: id ?? home.id });
};
/** Leaves the form; what was typed can be taken up again. */
const leave = () => {
  keep();
  const left = draft();
  close();
  if (!left.isDirty && left.id) return;
  tell("The draft is kept", button("Take up the draft", () => takeUp(left)), button("Discard the draft", () => discard(left.key)));
};
const discard = (key) => {
  drop(key);
  if (open?.key === key) close();
  listKept();
  tell("The draft is discarded");
};

// A new source or term, before the form goes on -----------------------------------

const openEntry = (list, typed = open.entries[list]) => {
  const asking = open;
  const { ui } = asking;
  const opener = document.activeElement;
  const back = (focused) => {
    const { typed: left, isTyped } = asking.entryForm.kept();
    // What is left may be wanted again.
    if (isTyped && !asking.entryForm.isSaved) asking.entries[list] = left;
    else delete asking.entries[list];
    asking.entryForm.remove();
    asking.entryForm = null;
    ui.form.hidden = false;
    (focused?.isConnected && ui.form.contains(focused) ? focused : ui.parts.kind).focus();
    changed();
  };
  const saved = (id) => {
    asking.entryForm.isSaved = true;
    tellDone(list === "sources" ? "Source saved" : "Term saved");
    if (list === "terms") ui.parts.term.value = id;
    const shown = list === "terms" ? ui.parts.term : ui.lists.sources.put({ ref: id }).first;
    ui.touched.add(list === "terms" ? "term" : "sources");
    back(shown);
  };
  asking.entryForm = newEntry(list, typed, { saved, left: () => back(opener), changed: keep });
  ui.form.hidden = true;
  ui.dialog.append(asking.entryForm);
  asking.entryForm.begin();
};

// Saving ---------------------------------------------------------------------

const save = async () => {
  const saving = open;
  if (saving.isSaving) return;
  saving.isSaving = true;
  const sent = editOf();
  const { nInputs, key } = saving;
  const { ok, status, told, problems } = await post("save", sent);
  saving.isSaving = false;
  // A form that was left with something typed since keeps its draft.
  if (ok && (saving.nInputs === nInputs || open === saving)) drop(key);
  if (open !== saving) return;
  if (ok && open.nInputs !== nInputs) {
    goOn(sent.edit, told);
  } else if (ok) {
    close(told.id);
    tellDone("Saved");
  } else if (status === 412) {
    const giveUp = () => { drop(key); close(); tell("Given up; the file stays as it is on disk"); };
    const again = () => {
      open.version = told.version;
      open.isGone = !told.version;
      open.ui.conflict.hidden = true;
      keep();
      save();
    };
    showConflict(saving.ui, told, again, giveUp);
  } else {
    open.ui.refuse(problems);
    tell("Not saved");
  }
};

/** Goes on with what was typed while the rest was being saved: an edit of what is there now. */
const goOn = ({ op, fields }, { id, version }) => {
  const given = Object.entries({ ...(op === "set" && open.entry), ...fields }).filter(([, value]) => value !== null);
  const place = placeOf(id);
  const home = { ...open.home, id };
  Object.assign(open, { id, version, isGone: false, entry: Object.fromEntries(given), place, key: freeKey(place), home });
  open.ui.form.querySelector("h2").textContent = `Edit ${id}`;
  keep();
  tellDone("Saved, but for what you have typed since");
  check();
};

document.addEventListener("keydown", (event) => {
  if (!open || document.querySelector("dialog:modal")) return;
  const { entryForm } = open;
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault();
    if (entryForm) entryForm.left(); else leave();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (entryForm) entryForm.save(); else save();
  }
});
