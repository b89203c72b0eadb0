// card.js — the card in which a note is written, in the margin, beside its passage. One is
// open at a time. What it is in (`data-state`) is worked out from what is known, never set:
//
//            compose ──▶ EMPTY                    edit ──▶ SAVED, or RETRACTED
//                          │ a key                           │ a key
//                          ▼                                 ▼
//      ┌─────────────▶  TYPING ◀──────────────────────────────────────────────┐
//      │ a key             │ a pause: `check`                                  │
//      │       has errors  │  sound                                            │
//      ├──── NEEDS ◀───────┴───────▶ (a draft: a longer pause; else: Publish)  │
//      │       ▲                        ▼                                      │
//      │       │ 422                 SAVING ──────────────── written ──▶ SAVED ┤ a key
//      │       └────────────────────────┤                                      │
//      │                                ├─ no answer, no room ──▶ OFFLINE ─────┤ tries again
//      │                                └─ 412, or an event ──▶ ELSEWHERE ─────┘ mine, or theirs
//      └──── GONE: the passage is not in the text; “Choose new words” ─────────┘
//
// Wherever it is, what was typed and is in no file is in the browser's storage before
// anything else happens (`keep`), and leaves it only once it is written: so no way out of
// the card loses a word. Esc, another passage and another note fold it.
// A new note is a draft, and written by itself; what is published is changed by Publish only.

import { entryOf, get, post, state } from "./api.js";
import { compare, conflictOf } from "./conflict.js";
import { button, later, make } from "../dom.js";
import { adopt, allDrafts, askedFor, draftOf, drop, freeKey, hold, lastOpen, leave, placeOf, put, recover } from "./drafts.js";
import { face } from "./face.js";
import { FIELDS, NEW, area } from "./fields.js";
import { tell, tellDone, untell } from "./news.js";
import { article, blockAt, highlight, main, pointsOfNote, selected, wordsOf } from "./passage.js";
import { editOf, hasFresh, isAuto, isEqual, isOn, isPublished, nameOf, quoted, readingOf, recordOf, typedOf, values } from "./said.js";
import { LABELLED, adviceOf, errorsOf, isAwaited, listed, stateOf, whenOf } from "./standing.js";
import { follow, hide, noteOf, show as bringIntoView, stand } from "./place.js";

const PAUSE = 900; // ms without a key after which a sound draft is saved
const AGAIN = 3000; // ms after which what was not answered is tried again
/** Fields that readers of a published note are told of if they change. */
const TOLD = ["rating", "claim", "summary"];

/** The open card: what it edits, its record, what the server said of it last. */
let open = null;
const announce = () => document.dispatchEvent(new Event("postil:card"));

// What is kept ---------------------------------------------------------------------

const keep = (card) => {
  if (!card.isDirty) return;
  card.isUnkept = !put(recordOf(card));
  if (card.isUnkept) tell("This browser keeps no drafts: publish or save before you leave the page");
};
const fill = (card, typed, newTerm) => {
  for (const [name, value] of Object.entries(typed)) card.ui.all[name]?.fill(value);
  card.ui.fields.term.freshen(newTerm);
  card.ui.show();
};
/** Lists what lives only in this browser. */
export const unsaved = () => allDrafts().filter(({ key }) => key !== open?.key).map((record) => {
  return { key: record.key, ...nameOf(record), open: () => takeUp(record) };
});

// What it shows --------------------------------------------------------------------

/** Returns what the card has to say above all else, and what can be done about it. */
const noticeOf = (card) => {
  if (card.isGone) {
    return ["It is not in the file any more. What you have written is kept here.",
      button("Save it again", () => { card.isAsked = true; card.isDirty = true; write(card); }), button("Discard", () => discard(card))];
  }
  if (card.conflicts.size) {
    return ["Changed elsewhere: choose which words stay. ",
      button("Choose", () => card.ui.form.querySelector(".postil-conflict button").focus())];
  }
  if (card.isLost) {
    const choose = card.isChoosing
      ? [make("span", {}, "Select them in the text, then: "), useSelection(card), button("Leave it", () => { card.isChoosing = false; draw(card); })]
      : [button("Choose new words", () => { card.isChoosing = true; draw(card); })];
    return ["Its passage is not in the text any more. It read: ", make("q", { dir: "auto" }, card.words || readingOf(card.quote.value)), " ", ...choose];
  }
  if (isOn(card) && !card.id) return [`On footnote ${card.entry.on.footnote} as a whole: `, make("q", { dir: "auto" }, card.words)];
  if (card.trouble) return [card.trouble, button("Try again", () => tryAgain(card))];
  if (card.entry.status === "retracted") return ["Retracted: readers see that it was withdrawn. ", button("Restore", () => restore(card))];
  return null;
};
const useSelection = () => {
  const use = button("Use the selection", () => {
    const found = selected();
    if (found?.points) moveTo(found.points);
    else tell("Nothing is selected in the text");
  });
  // A press must not take the selection away.
  for (const type of ["pointerdown", "mousedown"]) use.addEventListener(type, (event) => event.preventDefault());
  return use;
};

/** Brings what is seen to what is known; what is the same already is not touched. */
const draw = (card) => {
  const { ui } = card;
  const { fields } = ui;
  const kind = fields.kind.read();
  const rating = state.ratings.find(({ id }) => id === fields.rating.read() && FIELDS[kind]?.includes("rating"));
  const set = (name, value) => {
    if (value && ui.card.getAttribute(name) !== value) ui.card.setAttribute(name, value);
    else if (!value) ui.card.removeAttribute(name);
  };
  set("data-kind", kind);
  set("data-tone", rating?.tone);
  set("data-state", stateOf(card));
  set("aria-label", card.label ?? NEW[kind]);
  ui.show();
  tick(card);
  const say = (node, text) => { if (node.textContent !== text) node.textContent = text; };
  say(ui.advice, adviceOf(card));
  ui.saveDraft.hidden = fields.status.read() !== "draft";
  ui.file.show(card.file, card.id ? [] : card.files);
  fields.quote.shown.hidden = isOn(card);
  ui.id.control.readOnly = Boolean(card.id);
  const wanted = [card.isGone, card.conflicts.size > 0, card.isLost, card.isChoosing, card.trouble, card.entry.status, card.words, isOn(card), card.id].join();
  if (card.noticed !== wanted) {
    const hadFocus = ui.notice.contains(document.activeElement);
    card.noticed = wanted;
    const notice = noticeOf(card);
    ui.notice.replaceChildren(...(notice ?? []));
    ui.notice.hidden = !notice;
    if (hadFocus) (ui.notice.querySelector("button") ?? fields.kind).focus();
  }
  say(ui.pinned, card.words ?? "");
  say(ui.found, card.found ?? "");
  announce();
};
// A text that changes in place is no change of the page's elements.
const tick = (card) => {
  const text = whenOf(card);
  if (card.ui.when.data !== text) card.ui.when.data = text;
};
setInterval(() => open && tick(open), 5000);

const touchedOr = (card, isAll) => ({ field }) => isAll || card.touched.has(field) || field === "quote";
const showProblems = (card, isAll = false) => {
  card.isAll = card.isAll || isAll;
  const rest = card.ui.showProblems(card.problems, touchedOr(card, card.isAll));
  const said = card.isAll ? [...new Set(rest)] : [];
  if (said.length) tell(said.join(" "));
};

// What the server says -------------------------------------------------------------

/** Asks what would be written; the last one counts. */
const check = async (card) => {
  card.asking?.abort();
  card.asking = new AbortController();
  const number = ++card.nChecks;
  card.pending = number;
  const answer = await post("check", editOf(card), card.asking.signal);
  if (open !== card || number !== card.nChecks) return;
  card.pending = null;
  hear(card, answer);
  if (!answer.ok && !answer.told.problems) { draw(card); return; }
  const { told } = answer;
  card.isChecked = true;
  card.file = told.file ?? card.file;
  card.files = told.files ?? [];
  if (!card.id) card.futureId = told.id;
  if (told.lands) landed(card, told.lands);
  const isMissing = errorsOf(card).some(({ field }) => field === "quote") || !told.lands && await isOrphan(card);
  if (open !== card || number !== card.nChecks) return;
  if (told.lands || isMissing) missed(card, isMissing);
  showProblems(card);
  draw(card);
  if (answer.ok && told.is_sound && card.isDirty) saveSoon(card);
};
const checkSoon = later((card) => open === card && check(card));
const saveSoon = later((card) => {
  if (open === card && card.isDirty && isAuto(card) && !card.conflicts.size && !card.isGone) write(card);
}, PAUSE);

const landed = (card, { start, end, reads, shown, in: name }) => {
  card.points = { start, end, in: name };
  card.words = reads;
  card.isLost = false;
  const { prefix, suffix } = card.quote.value ?? {};
  const why = card.quote.isUnique === false ? "Not unique by itself: the quote" : "So that it stays found, the quote";
  card.found = `Found in paragraph ${[start.block, name].filter(Boolean).join(" ")}: “${shown}”. `
    + (prefix || suffix ? `${why} tells what stands around it, too.` : "");
  stand(card.ui.card, card);
};
/** Returns whether the passage of a note was lost before: a check tells only what is new. */
const isOrphan = async (card) => {
  const { id, entry, quote } = card;
  if (!id || isOn(card) || !isEqual(quote.value, entry.quote)) return false;
  const { ok, told } = await get(`anchors?article=${encodeURIComponent(article())}`);
  return ok && told.some((one) => one.id === id && ["orphan", "ambiguous"].includes(one.state));
};
/** Whoever types the quote is told beside it; else it is the text that has changed. */
const missed = (card, isMissing) => {
  card.isLost = isMissing && !card.isQuoteTyped;
  if (!isMissing) return;
  card.found = "";
  highlight(null);
};
/** Learns from an answer what is wrong, if only that there is none; `isSave` says of what. */
const hear = (card, { ok, status, told, problems }, isSave = false) => {
  const isTrouble = status === 0 || status >= 500 || [403, 404, 409, 410].includes(status);
  const what = status === 0 ? "The preview does not answer" : told.say ?? told.error;
  if (isTrouble) {
    card.trouble = `${what.replace(/\.$/, "")}. What you write is kept here, and tried again by itself. `;
    card.isRefused = isSave;
  // What could not be written is only once it is.
  } else if (isSave || !card.isRefused) card.trouble = null;
  const { quoteProblem } = card;
  const isSaid = !quoteProblem || problems.some(({ field }) => field === "quote");
  card.problems = isTrouble ? [] : [...problems.filter((one) => !isAwaited(card, one)), ...(isSaid ? [] : [quoteProblem])];
  if (card.needed && !errorsOf(card).length) untell(card.needed);
  clearTimeout(card.again);
  if (isTrouble) card.again = setTimeout(tryAgain, AGAIN, card);
  return ok;
};
const tryAgain = async (card) => {
  if (open !== card) return;
  if (card.isWaiting) await publish();
  else await check(card);
};

/** Asks how a passage is quoted. What is typed into the quote meanwhile counts more. */
const describe = async (card, asked) => {
  const number = ++card.nQuotes;
  const { ok, status, told } = await post("describe", { article: article(), ...asked });
  if (card.nQuotes !== number) return;
  if (ok) {
    card.quote = { value: told.quote, block: told.start.block, in: told.quote.in, isUnique: told.is_unique };
    card.points = { start: told.start, end: told.end, in: told.quote.in };
    card.words = told.reads;
    card.quoteProblem = null;
    card.isLost = false;
    if (!asked.text) card.ui.fields.quote.fill(told.shown);
    if (open === card) stand(card.ui.card, card);
  } else if (status) {
    card.quote = { ...card.quote, value: quoted(card.ui.fields.quote.read().trim(), card.quote.in) };
    // An entry that is not whole is not looked for: what is told here is all there is.
    card.quoteProblem = { field: "quote", severity: "error", message: told.error, help: told.help, say: told.say };
    missed(card, true);
  }
  keep(card);
  if (open === card) await check(card);
};
const describeSoon = later((card, number, text) => {
  if (open !== card || card.nQuotes !== number || !text) return;
  const { block, in: name } = card.quote;
  describe(card, { text, block, in: name });
});
const quoteTyped = (card) => {
  const text = card.ui.fields.quote.read().trim();
  card.nQuotes += 1;
  card.isQuoteTyped = true;
  // What is typed counts at once; the server may know a better way to quote it.
  card.quote = { ...card.quote, value: quoted(text, card.quote.in) };
  describeSoon(card, card.nQuotes, text);
};

const changed = (card, name) => {
  card.isDirty = true;
  card.isWaiting = false;
  card.isChecked = false;
  card.nInputs += 1;
  card.nChecks += 1;
  if (name) card.touched.add(name);
  keep(card);
  draw(card);
  checkSoon(card);
};

/** Something was filled in by itself: it is shown and judged; to be kept is what was typed. */
const given = (card) => {
  if (open !== card) return;
  keep(card);
  draw(card);
  checkSoon(card);
};

// Saving ---------------------------------------------------------------------------

/** Writes a card, after what is being written of it; returns whether it could be. */
const write = (card, isPublishing = false) => {
  card.writing = (card.writing ?? Promise.resolve()).catch(() => {}).then(() => writeNow(card, isPublishing));
  return card.writing;
};
const writeNow = async (card, isPublishing) => {
  const sent = editOf(card, isPublishing);
  if (sent.edit.op === "set" && !Object.keys(sent.edit.fields).length) {
    settled(card);
    return true;
  }
  if (!sent.edit.id && card.futureId) sent.edit.id = card.futureId;
  const { nInputs } = card;
  card.isSaving = true;
  if (open === card) {
    // The page may show it before the answer is here.
    hide(sent.edit.id);
    draw(card);
  }
  const continues = card.undo ? { continues: card.undo } : {};
  const answer = await post("save", { ...sent, ...continues });
  card.isSaving = false;
  // A check that is still asked for is of what was there before: it is asked for again.
  const isCut = card.pending === card.nChecks;
  card.nChecks += 1;
  if (isCut) checkSoon(card);
  const { ok, status, told } = answer;
  if (ok) {
    written(card, sent.edit, told);
    if (card.nInputs === nInputs) settled(card);
    else keep(card);
  } else if (status === 412) {
    await look(card);
  } else {
    hear(card, answer, true);
    card.isChecked = true;
    if (open === card) showProblems(card, isPublishing || card.isAsked);
  }
  if (open === card) draw(card);
  return ok;
};
/** Takes note of what is in the file now. */
const written = (card, { op, fields }, { id, version, undo, file }) => {
  const given = Object.entries({ ...(op === "set" && card.entry), ...fields }).filter(([, value]) => value !== null);
  Object.assign(card, { id, version, file, undo: undo ?? card.undo, entry: Object.fromEntries(given), isGone: false, isMoved: false, trouble: null, isRefused: false, problems: [] });
  card.place = placeOf(id);
  card.savedAt = Date.now();
  card.ui.id.fill(id);
  if (fields.status === null) card.ui.fields.status.fill("");
  if (open === card) hide(id);
};
/** Nothing of a card is only here any more, but for what is new in it. */
const settled = (card) => {
  if (hasFresh(card)) { keep(card); return; }
  card.isDirty = false;
  card.isAsked = false;
  drop(card.key);
  if (open === card) draw(card);
};

/** Saves a draft now; of what is published only Publish changes anything. */
export const save = async () => {
  const card = open;
  if (!card) return;
  keep(card);
  if (!(await store(card))) return;
  if (card.conflicts.size) { refuseConflict(card); return; }
  if (card.ui.fields.status.read() !== "draft") {
    tell("Kept in this browser: Publish changes what readers see");
    return;
  }
  card.isAsked = true;
  if (await write(card)) tellDone("Draft saved");
  else if (open === card) needs(card);
};
/** Saves the sources and terms that are new; they are needed first. */
const store = async ({ ui: { fields } }) => {
  const isDone = (await fields.sources.store()) && (fields.kind.read() !== "gloss" || await fields.term.store());
  if (!isDone) tell("Needs the rest of what is new");
  return isDone;
};
const refuseConflict = (card) => {
  tell("Needs your choice: it was changed elsewhere");
  card.ui.form.querySelector(".postil-conflict button").focus();
};
/** Says what keeps a card from being saved, and goes there. */
const needs = (card) => {
  if (card.trouble) { tell(card.trouble); return; }
  const names = [...new Set(errorsOf(card).map(({ field }) => LABELLED[field]).filter(Boolean))];
  if (names.length) tell(card.needed = `Needs ${listed(names)}`);
  const wrong = card.ui.form.querySelector("[aria-invalid], [data-wrong] input");
  wrong?.focus();
};

/** Publishes what is in the card, and closes it. */
export const publish = async () => {
  const card = open;
  if (!card || card.isBusy) return;
  keep(card);
  if (card.conflicts.size) { refuseConflict(card); return; }
  if (!(await store(card)) || open !== card) return;
  if (asksForCorrection(card)) return;
  card.isBusy = true;
  const before = card.entry.status;
  const isDone = await write(card, true);
  card.isBusy = false;
  // What was not answered is published once it is.
  card.isWaiting = !isDone && Boolean(card.trouble);
  if (!isDone) {
    if (open === card) needs(card);
    return;
  }
  tellDone(before === "retracted" && card.entry.status !== "retracted" ? "Restored" : "Published");
  // What was typed while it was published is not yet.
  if (open !== card || card.isDirty) return;
  await shownBy(card);
  if (open === card && !card.isDirty) close();
};
/** Waits until the page shows what was written, if that does not take long. */
const shownBy = () => new Promise((resolve) => {
  document.addEventListener("postil:changed", resolve, { once: true });
  setTimeout(resolve, 1500);
});

/** Asks once whether readers are to be told of a change; returns whether it asks now. */
const asksForCorrection = (card) => {
  const { entry, ui } = card;
  if (!isPublished(card) || entry.status === "retracted" || card.hasAsked) return false;
  const mine = values(card);
  const what = TOLD.filter((name) => entry[name] && !isEqual(mine[name], entry[name]));
  if (!what.length || !isEqual(mine.corrections, entry.corrections)) return false;
  card.hasAsked = true;
  const text = area("What was wrong, for readers", { "aria-label": "Correction for readers" });
  const labelOf = (id) => state.ratings.find((one) => one.id === id)?.label ?? id;
  if (what.includes("rating")) text.value = `The rating was “${labelOf(entry.rating)}”.`;
  const done = (isLogged) => {
    ui.question.hidden = true;
    if (isLogged && text.value.trim()) {
      ui.fields.corrections.put({ date: state.today, text: text.value.trim() });
      changed(card, "corrections");
    }
    ui.publish.focus();
    publish();
  };
  ui.question.replaceChildren(make("p", {}, make("b", {}, "Log a correction?"), ` The ${listed(what)} of a published note changes.`),
    text, make("div", { class: "postil-actions" }, button("Log it and publish", () => done(true)), button("Publish without", () => done(false))));
  ui.question.hidden = false;
  text.focus();
  tell("Log a correction?");
  return true;
};
const restore = (card) => {
  card.ui.fields.status.fill("");
  changed(card, "status");
  publish();
};

/** Shows the note as readers will see it, or the fields again. */
const preview = async (card, rendered) => {
  const isOn = rendered.hidden;
  card.ui.preview.setAttribute("aria-pressed", String(isOn));
  rendered.hidden = !isOn;
  if (!isOn) return;
  const { ok, told } = await post("render-note", editOf(card));
  if (open !== card) return;
  if (!ok) { rendered.textContent = told.error; return; }
  rendered.innerHTML = told.html;
  for (const one of rendered.querySelectorAll("[id]")) one.removeAttribute("id");
  for (const one of rendered.querySelectorAll("details")) one.open = true;
};

// What others change ---------------------------------------------------------------

/** Looks what is in the file now, and takes in what only others have changed. */
const look = async (card) => {
  const { ok, status, told } = await get(entryOf(article(), card.id));
  if (status === 404) {
    card.isGone = true;
    card.version = null;
    if (!card.isDirty) { card.isDirty = true; keep(card); }
  } else if (ok && told.version !== card.version) {
    rebase(card, told);
  }
  if (open === card) draw(card);
};
const rebase = (card, { fields: theirs, version }) => {
  const mine = values(card);
  const { taken, both } = compare(card.entry, theirs, mine);
  const { all } = card.ui;
  // Until one has chosen, a card that is left rests on what it did: it is asked again.
  if (both.length) card.base ??= { entry: card.entry, version: card.version };
  Object.assign(card, { entry: theirs, version, isGone: false });
  const take = (name) => {
    if (name === "quote") card.quote = { ...card.quote, value: theirs.quote };
    const fresh = name === "sources" ? all.sources.read().filter((one) => one.fresh) : [];
    const shown = typedOf(theirs, "")[name];
    all[name].fill(fresh.length ? [...(shown ?? []), ...fresh] : shown);
  };
  taken.forEach(take);
  for (const name of Object.keys(mine).filter((one) => isEqual(mine[one], theirs[one]))) settle(card, name);
  for (const name of both) {
    card.conflicts.get(name)?.remove();
    const field = all[name];
    const done = (isTheirs) => {
      settle(card, name);
      if (isTheirs) take(name);
      tell(isTheirs ? "Theirs is taken" : "Yours is kept");
      changed(card, name);
      field.focus();
    };
    const label = field.shown.getAttribute("aria-label") ?? field.shown.querySelector("label").textContent;
    const shown = conflictOf(label, theirs[name], mine[name], { keep: () => done(false), take: () => done(true) });
    card.conflicts.set(name, shown);
    field.shown.append(shown);
    if (card.ui.more.contains(field.shown)) card.ui.open(true);
  }
  if (both.length) tell("Changed elsewhere: choose below which words stay");
  else if (taken.length) tell("Changed elsewhere: taken in");
  keep(card);
  if (!both.length && card.isDirty) checkSoon(card);
};
const settle = (card, name) => {
  card.conflicts.get(name)?.remove();
  card.conflicts.delete(name);
  if (!card.conflicts.size) card.base = null;
};

const heard = async ({ detail: { versions } }) => {
  const card = open;
  if (!card) return;
  if (card.trouble) tryAgain(card);
  await card.writing;
  if (open !== card || !card.id || card.isGone) return;
  const told = versions?.[article()];
  if (versions && (!told || !(card.id in told) || told[card.id] === card.version)) return;
  await look(card);
};
/** The page was changed: the card stands where its passage is now. */
const moved = () => {
  const card = open;
  if (!card) return;
  if (!main()) {
    // The article has another name, or is gone: what was written waits for it (`adopt`).
    keep(card);
    close();
    return;
  }
  const { points, words } = card;
  const isThere = points && blockAt(points.start.block, points.in) && blockAt(points.end.block, points.in) && wordsOf(points) === words;
  stand(card.ui.card, isThere ? card : { ...card, isLost: true });
  if (isThere && !card.isLost || isOn(card) || card.isGone) return;
  if (card.id) check(card);
  else describe(card, { text: words, block: card.quote.block, in: card.quote.in });
};
document.addEventListener("postil:news", heard);
document.addEventListener("postil:changed", moved);
addEventListener("storage", announce);

// Opening and folding --------------------------------------------------------------

/** Opens a card as it was `typed`. `opener` is what the focus goes back to. */
const show = (what, typed, newTerm) => {
  const card = {
    id: null, entry: {}, version: null, quote: { value: null }, problems: [], conflicts: new Map(), touched: new Set(),
    nInputs: 0, nChecks: 0, nQuotes: 0, isDirty: false, key: freeKey(what.place), ...what,
  };
  card.ui = face({
    changed: (name) => card.isFilled && changed(card, name),
    cited: (draft, key) => {
      const { control } = card.ui.fields.body;
      // A place in it may have been given already.
      control.value = control.value.replace(new RegExp(`@${draft}(?![\\w-])`, "g"), `@${key}`);
    },
    given: () => given(card),
    save, publish, fold, preview: (rendered) => preview(card, rendered),
  });
  open = card;
  card.release = hold(card.key);
  fill(card, typed, newTerm);
  card.isFilled = true;
  card.ui.form.addEventListener("input", ({ target }) => {
    const name = target.closest("[data-for]")?.dataset.for;
    if (!name) return;
    if (name === "quote") quoteTyped(card);
    if (name === "file") card.home = card.ui.file.read();
    changed(card, name);
    if (name === "kind" && card.ui.fields.kind.read() === "gloss") card.ui.fields.term.takeFrom(card.words);
  });
  hide(card.id);
  draw(card);
  stand(card.ui.card, card);
  card.unfollow = follow(card.ui.card);
  firstOf(card).focus({ preventScroll: true });
  bringIntoView(card.ui.card);
  return card;
};
/** Returns the field to begin with. */
const firstOf = ({ ui: { fields } }) => {
  const kind = fields.kind.read();
  const names = { "fact-check": ["claim"], "counter-source": ["summary"], note: ["body"], gloss: ["term"] };
  return fields[names[kind]?.[0] ?? "body"].control;
};

const begin = async (points, kind, opener) => {
  const words = wordsOf(points);
  const card = show({ place: placeOf(null, points), points, words, quote: { value: null, block: points.start.block, in: points.in }, opener },
    typedOf({ kind, quote: words }, "draft"));
  if (kind === "gloss") card.ui.fields.term.takeFrom(words);
  await describe(card, points);
};
/** Returns the draft on the page that is about just this passage. */
const draftNoteAt = (points) => {
  const words = wordsOf(points);
  return [...main().querySelectorAll('aside.note[data-status="draft"]')].find(({ id }) =>
    [...document.querySelectorAll(`mark[data-annotations~="${CSS.escape(id)}"]`)].map((mark) => mark.textContent).join("") === words)?.id;
};
/** Opens a card for what has no words to quote: a footnote, as a whole. */
const beginOn = ({ on, words }, place, kind, opener) =>
  void show({ place, words, entry: { on }, points: null, opener }, typedOf({ kind }, "draft"));
/**
 * Opens a card for a passage, or for what a note is `on` that quotes none; what was begun
 * there is taken up.
 */
export const compose = async ({ points, on, words, kind = "note", opener }) => {
  fold();
  const place = on ? `footnote:${on.footnote}` : placeOf(null, points);
  const start = () => (on ? beginOn({ on, words }, place, kind, opener) : begin(points, kind, opener));
  const anew = () => { fold(); start(); };
  const record = await draftOf(place);
  const draft = record || on ? null : draftNoteAt(points);
  if (open) return;
  if (!record && !draft) {
    await start();
    return;
  }
  if (record) takeUp(record, opener);
  else await edit(draft, opener);
  tell("Your draft is taken up", button("Start anew", anew), ...(record ? [button("Discard the draft", () => open && discard(open))] : []));
};

let nEdits = 0;
/** Opens a note that is there, in its place. */
export const edit = async (id, opener) => {
  if (open?.id === id) {
    firstOf(open).focus({ preventScroll: true });
    bringIntoView(open.ui.card);
    return;
  }
  const asked = ++nEdits;
  const before = open;
  // The text may change before the server has said where the passage is.
  const points = pointsOfNote(id);
  const [record, { ok, told }] = await Promise.all([draftOf(placeOf(id)), get(entryOf(article(), id))]);
  // Whoever has gone on to another card meanwhile stays there.
  if (asked !== nEdits || open !== before) return;
  if (record) { takeUp(record, opener); return; }
  if (!ok) { tell(told.error); return; }
  fold();
  const { fields, version, file } = told;
  const name = told.label ?? noteOf(id)?.getAttribute("aria-label") ?? id;
  const card = show({ id, label: name, entry: fields, version, file, points, quote: { value: fields.quote, in: fields.quote?.in }, place: placeOf(id), opener, words: readingOf(fields.quote) },
    { ...typedOf(fields, ""), id });
  await check(card);
};

/** Opens a card as it was left. */
const takeUp = (record, opener) => {
  fold();
  nEdits += 1;
  const { typed, newTerm, at, ...what } = record;
  const card = show({ ...what, isDirty: true, opener }, typed, newTerm);
  keep(card);
  for (const name of Object.keys(typed)) card.touched.add(name);
  if (card.id) look(card).then(() => open === card && check(card));
  // How a passage is quoted was not known yet, or not asked since the text changed.
  else if (!isOn(card) && (card.quote.value === null || card.points)) describeSoon(card, card.nQuotes, typed.quote.trim());
  else check(card);
  return card;
};
/** Opens what was being written when the page was left. */
export const resume = async () => {
  await recover();
  const here = main().textContent;
  await adopt(({ id, words }) => (id ? Boolean(noteOf(id)) : Boolean(words) && here.includes(words)));
  const record = open ? null : await askedFor() ?? await lastOpen();
  if (record && !open) takeUp(record);
  announce();
};

/** Gives the open card another passage; only ever because an editor says so. */
export const moveTo = async (points) => {
  const card = open;
  if (!card) return;
  if (!card.id) card.place = placeOf(null, points);
  Object.assign(card, { points, words: wordsOf(points), isMoved: Boolean(card.entry.on), isLost: false, isChoosing: false, isQuoteTyped: false, quoteProblem: null, quote: { value: null, block: points.start.block, in: points.in } });
  card.ui.fields.quote.fill(card.words);
  changed(card, "quote");
  stand(card.ui.card, card);
  tell("Moved to the new passage");
  firstOf(card).focus({ preventScroll: true });
  bringIntoView(card.ui.card);
  await describe(card, points);
};

/** Closes the card; all that was typed is kept, and a draft that is sound is written. */
export const fold = () => {
  const card = open;
  if (!card) return;
  keep(card);
  const isSaving = card.isDirty && isAuto(card) && !card.conflicts.size && !card.isGone && !card.isLost
    && (!card.isChecked || !errorsOf(card).length) && !card.trouble;
  close();
  if (!card.isDirty) return;
  if (isSaving) {
    write(card).then((isDone) => {
      // Whoever has gone on to another card is told of that one; the bar counts both.
      if (open) announce();
      else if (isDone && !hasFresh(card)) tellDone("Draft saved");
      else tellKept(card);
    });
  } else tellKept(card);
};
const tellKept = ({ key }) => {
  const record = () => allDrafts().find((one) => one.key === key);
  announce();
  tell("The draft is kept", button("Take up the draft", () => record() && takeUp(record())),
    button("Discard the draft", () => { drop(key); announce(); tell("The draft is discarded"); }));
};
const close = () => {
  const card = open;
  const hadFocus = card.ui.card.contains(document.activeElement) || document.activeElement === document.body;
  open = null;
  clearTimeout(card.again);
  card.unfollow();
  card.release();
  leave(card.key);
  hide(null);
  highlight(null);
  card.ui.card.remove();
  announce();
  if (hadFocus && main()) goHome(card);
};
/** Gives the focus back to what opened the card, or to what stands for it now. */
const goHome = ({ opener, id, points }) => {
  const stands = () => [
    noteOf(id),
    opener?.isConnected && opener,
    points && blockAt(points.start.block, points.in)?.closest(".row")?.querySelector(".permalink"),
  ].find(Boolean);
  const goBack = () => {
    const stand = stands();
    if (stand?.matches(".note")) stand.tabIndex = 0;
    stand?.focus({ preventScroll: true });
  };
  goBack();
  if (!id || noteOf(id)) return;
  // A new note is there in a moment; until then the focus may have gone elsewhere.
  const before = document.activeElement;
  document.addEventListener("postil:changed", () => {
    if (document.activeElement === before) goBack();
  }, { once: true });
};
const discard = (card) => {
  drop(card.key);
  card.isDirty = false;
  if (open === card) close();
  announce();
  tell("The draft is discarded");
};

/** Returns what is open. */
export const current = () => {
  if (!open) return null;
  const kind = open.ui.fields.kind.read();
  return { id: open.id, kind, label: open.label ?? NEW[kind], isDirty: open.isDirty };
};
