// editor.js — writes annotations from the open page. Never part of a site, and
// only there where editing is on. A passage is selected (or a paragraph taken, or
// a quote typed), the server says how it is quoted and what would be written, and
// saves it. All that this script adds lies in `[data-postil]`, which preview.js
// leaves alone. Data reaches the page as text; the one exception is the HTML of a
// body, which the server has sanitized.

const main = document.querySelector('main[data-page="article"]');
const article = decodeURIComponent(location.pathname).split("/").findLast(Boolean);
const DRAFT = `postil:draft:${location.pathname}`;
const PAUSE = 200; // ms without a key after which the server is asked
const LABELS = { "fact-check": "Fact check", "counter-source": "Counter-source", note: "Note", gloss: "Gloss" };
const NAMES = ["kind", "quote", "term", "claim", "rating", "summary", "body", "sources", "tags"];
const STANCES = ["", "supports", "contradicts", "context"];
/** The fields that a kind has, in the order of the form. */
const FIELDS = {
  "fact-check": ["claim", "rating", "summary", "body", "sources", "tags"],
  "counter-source": ["rating", "summary", "body", "sources", "tags"],
  note: ["rating", "summary", "body", "sources", "tags"],
  gloss: ["term", "body", "sources", "tags"],
};

let state;
/** The open form: what it edits, and what it asked for last. */
let open = null;

const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
};
const button = (label, act, attributes = {}) => make("button", { type: "button", onclick: act, ...attributes }, label);
const later = (act) => {
  let timer;
  return (...given) => { clearTimeout(timer); timer = setTimeout(act, PAUSE, ...given); };
};

// The server -----------------------------------------------------------------

const answerOf = async (asked) => {
  const answer = await asked;
  const told = await answer.json().catch(() => ({ error: `The preview answers ${answer.status}.` }));
  return { ok: answer.ok, status: answer.status, told };
};
const away = () => ({ ok: false, status: 0, told: { error: "The preview does not answer." } });
const get = (what) => answerOf(fetch(`/_postil/api/${what}`)).catch(away);
const post = async (what, body) => {
  const send = () => answerOf(fetch(`/_postil/api/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-postil-token": state.token },
    body: JSON.stringify(body),
  })).catch(away);
  const { token } = state;
  const answer = await send();
  if (answer.status !== 403) return answer;
  // Another start of the preview has another token.
  state = (await get("state")).told;
  return state.token && state.token !== token ? send() : answer;
};

// Passages -------------------------------------------------------------------

const NOT_PROSE = "[data-postil], [role=doc-noteref], .footnote-ref";
const blocks = () => [...main.querySelectorAll("[data-block]")];

/** Returns the text nodes of a block's own prose. */
const proseOf = (block) => {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("[data-block]") === block && !parent.closest(NOT_PROSE)) nodes.push(walker.currentNode);
  }
  return nodes;
};
const lengthOf = (block) => proseOf(block).map((node) => node.data).join("").trimEnd().length;

/** Returns the points of the API between which a range selects prose. */
const pointsOf = (range) => {
  let start = null, end = null;
  for (const block of blocks().filter((one) => range.intersectsNode(one))) {
    const length = lengthOf(block);
    const number = Number(block.dataset.block);
    let before = 0;
    for (const node of proseOf(block)) {
      if (range.intersectsNode(node)) {
        const from = node === range.startContainer ? range.startOffset : 0;
        const to = node === range.endContainer ? range.endOffset : node.length;
        if (from < to && before + from < length) {
          start ??= { block: number, offset: before + from };
          end = { block: number, offset: Math.min(before + to, length) };
        }
      }
      before += node.length;
    }
  }
  return start && { start, end };
};

const selected = () => {
  const selection = getSelection();
  if (!main || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  return pointsOf(range) && { range, points: pointsOf(range) };
};

const readingOf = (quote) => {
  if (quote == null) return "";
  if (typeof quote === "string") return quote;
  return quote.exact ?? `${quote.from ?? ""} … ${quote.to ?? ""}`;
};

// What is announced, and what can be taken back ---------------------------------

const said = make("p", { role: "status" });
const offers = make("div");
const news = make("div", { "data-postil": true, class: "postil-news" }, said, offers);

const tell = (text, ...buttons) => {
  said.textContent = text;
  offers.replaceChildren(...buttons);
};
const tellSaved = (text, number) => {
  const undo = button("Undo", async () => {
    const { ok, told } = await post("undo", { undo: number });
    tell(ok ? "Undone" : told.error);
  });
  tell(text, undo);
};

// The form -------------------------------------------------------------------

let serial = 0;
const field = (name, label, control, hint = "") => {
  const id = `postil-${name}-${++serial}`;
  control.id = id;
  control.dataset.field = name;
  control.setAttribute("aria-describedby", `${id}-said`);
  const text = make("label", { for: id }, label);
  return make("div", { class: "postil-field", "data-for": name }, text, control,
    make("div", { id: `${id}-said`, class: "postil-said" }, hint));
};
/** Makes a choice. The options' values are their texts: a theme may hide notes by what
    is checked and has `value`, and an option that is not chosen must not do so. */
const select = (pairs) => make("select", {}, ...pairs.map(([value, label]) => make("option", { label }, value)));

/** Returns a text field that offers what the server finds for it. */
const typeAhead = (list, show) => {
  const options = make("datalist", { id: `postil-list-${++serial}` });
  const input = make("input", { list: options.id, autocomplete: "off", spellcheck: "false" });
  const ask = async () => {
    const { ok, told } = await get(`${list}?q=${encodeURIComponent(input.value)}`);
    if (ok) options.replaceChildren(...told.map((one) => make("option", show(one))));
  };
  input.addEventListener("input", later(ask));
  input.addEventListener("focus", ask);
  return { input, options };
};
const ofWork = ({ key, label, title }) => ({ value: key, label: `${label}: ${title}` });
const ofTerm = ({ id, term, expansion }) => ({ value: id, label: expansion ? `${term}: ${expansion}` : term });

const sourceRow = (source = {}) => {
  const { input, options } = typeAhead("sources", ofWork);
  const place = make("input", { size: 8 });
  const stance = select(STANCES.map((one) => [one, one || "–"]));
  input.value = source.ref ?? "";
  place.value = source.at ?? "";
  stance.value = source.stance ?? "";
  const row = make("li", {}, make("label", {}, "Source ", input), options,
    make("label", {}, "Stance ", stance), make("label", {}, "Place ", place),
    button("Remove source", () => { row.remove(); changed(); }));
  // Notes and quotes of a source, which the form does not show, stay with it.
  row.source = () => {
    const at = place.value === String(source.at ?? "") ? source.at ?? "" : place.value.trim();
    const all = { ...source, ref: input.value.trim(), stance: stance.value, at };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
  };
  return row;
};

const build = () => {
  const parts = {
    kind: select(state.kinds.map((kind) => [kind, LABELS[kind] ?? kind])),
    quote: make("textarea", { rows: 3 }),
    claim: make("textarea", { rows: 2 }),
    rating: select([["", "–"], ...state.ratings.map(({ id, label }) => [id, label])]),
    summary: make("textarea", { rows: 2 }),
    body: make("textarea", { rows: 6 }),
    tags: make("input", { autocomplete: "off" }),
  };
  const term = typeAhead("terms", ofTerm);
  parts.term = term.input;
  const sources = make("ul", { class: "postil-sources" });
  const rendered = make("div", { class: "postil-rendered" });
  const general = make("div", { class: "postil-said", role: "alert" });
  const yaml = make("pre", { tabindex: 0, "aria-label": "What will be written" });
  const file = make("p", { class: "postil-file" });
  const conflict = make("section", { class: "postil-conflict", hidden: true, "aria-label": "Conflict" });
  const form = make("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } },
    make("h2", {}, ""),
    field("kind", "Kind", parts.kind), field("quote", "Quote", parts.quote),
    field("term", "Term", parts.term), term.options,
    field("claim", "Claim", parts.claim), field("rating", "Rating", parts.rating),
    field("summary", "Summary", parts.summary), field("body", "Body", parts.body),
    make("details", { class: "postil-preview", ontoggle: () => render() }, make("summary", {}, "Preview of the body"), rendered),
    make("fieldset", { class: "postil-field", "data-for": "sources" }, make("legend", {}, "Sources"), sources,
      button("Add source", () => { sources.append(sourceRow()); sources.lastChild.querySelector("input").focus(); }),
      make("div", { class: "postil-said" })),
    field("tags", "Tags", parts.tags, "Separated by commas"),
    general, file, yaml, conflict,
    make("div", { class: "postil-actions" }, make("button", { type: "submit" }, "Save"), button("Leave", leave)));
  const dialog = make("dialog", { "data-postil": true, class: "postil-editor", "aria-label": "Annotation" }, form);
  form.addEventListener("input", ({ target }) => { touch(target); changed(); });
  return { dialog, form, parts, sources, rendered, general, yaml, file, conflict };
};

const touch = (target) => {
  const name = target.closest("[data-for]")?.dataset.for;
  if (name) open.touched.add(name);
  if (name === "quote") findTyped();
};

/** Returns the values of the form as a sidecar has them; what says nothing is `null`. */
const values = () => {
  const { ui, quote } = open;
  const kind = ui.parts.kind.value;
  const all = { kind, quote: quote.value || null };
  for (const name of FIELDS[kind]) {
    if (name === "sources") {
      const rows = [...ui.sources.children].map((row) => row.source()).filter(({ ref }) => ref);
      all.sources = rows.length ? rows : null;
    } else if (name === "tags") {
      const tags = ui.parts.tags.value.split(",").map((tag) => tag.trim()).filter(Boolean);
      all.tags = tags.length ? tags : null;
    } else {
      const text = ui.parts[name].value;
      all[name] = text.trim() ? text : null;
    }
  }
  return all;
};

const isEqual = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const fillIn = (fields) => {
  const { ui } = open;
  for (const [name, control] of Object.entries(ui.parts)) {
    if (name === "quote") control.value = readingOf(fields.quote);
    else if (name === "tags") control.value = (fields.tags ?? []).join(", ");
    else control.value = fields[name] ?? (name === "kind" ? "note" : "");
  }
  ui.sources.replaceChildren(...(fields.sources?.length ? fields.sources : [{}]).map(sourceRow));
};
const showFields = () => {
  const shown = ["kind", "quote", ...FIELDS[open.ui.parts.kind.value]];
  for (const one of open.ui.form.querySelectorAll("[data-for]")) one.hidden = !shown.includes(one.dataset.for);
  open.ui.form.querySelector(".postil-preview").hidden = !shown.includes("body");
};

/** Returns the edit that the form stands for: of an entry, only what differs. */
const draftOf = () => {
  const fields = values();
  if (!open.id) {
    const given = Object.entries(fields).filter(([, value]) => value !== null);
    return { article, edit: { op: "add", id: "", fields: Object.fromEntries(given) } };
  }
  // What another kind does not have goes with the kind.
  for (const name of ["claim", "term"]) if (fields.kind !== open.entry.kind) fields[name] ??= null;
  const differs = Object.entries(fields).filter(([name, value]) => !isEqual(value, open.entry[name]));
  const edit = { op: "set", id: open.id, fields: Object.fromEntries(differs) };
  return { article, edit, if_match: open.version };
};

const saidOf = (name) => open.ui.form.querySelector(`[data-for="${name}"] > .postil-said`);
const paragraphs = (text) => text.map((one) => make("p", {}, one));

/** Puts each problem beside its field; those of fields nobody has been at wait for “Save”. */
const showProblems = (problems, isAll) => {
  const { ui } = open;
  const rest = [];
  for (const one of ui.form.querySelectorAll("[data-for]:not([data-for=quote], [data-for=tags]) > .postil-said")) one.replaceChildren();
  for (const control of ui.form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const { field: of, severity, message, help } of problems) {
    // What is missing has no line of its own, but is named.
    const named = of && saidOf(of) ? of : NAMES.find((name) => message.includes(`\`${name}\``));
    const text = [`${severity}: ${message}`, help].filter(Boolean);
    if (named === "quote") { sayOfQuote(...text); continue; }
    const place = named && saidOf(named);
    if (!place || place.parentElement.hidden) { rest.push(...text); continue; }
    if (!isAll && !open.touched.has(named)) continue;
    place.append(...paragraphs(text));
    if (severity === "error") ui.parts[named]?.setAttribute("aria-invalid", "true");
  }
  ui.general.replaceChildren(...(isAll ? paragraphs(rest) : []));
};

/** Asks what would be written, and shows it. */
const check = async (isAll = false) => {
  const asking = open;
  const number = ++asking.asked;
  const { ok, told } = await post("check", draftOf());
  if (open !== asking || asking.asked !== number) return null;
  asking.ui.yaml.textContent = ok ? told.yaml : "";
  asking.ui.file.textContent = ok ? `Goes into ${told.file}` : "";
  showProblems(ok ? told.problems : [{ severity: "error", message: told.error, help: told.help }], isAll || !ok);
  if (ok) showLanding(told);
  return ok && told;
};
const soon = later(() => open && check());
const render = later(async () => {
  if (!open?.ui.form.querySelector(".postil-preview").open) return;
  const { ui } = open;
  const { ok, told } = await post("preview", { body: ui.parts.body.value });
  if (ok) ui.rendered.innerHTML = told.html;
});

const keep = () => {
  const { id, entry, version, quote, ui } = open;
  const fields = { ...values(), quote: quote.value };
  sessionStorage.setItem(DRAFT, JSON.stringify({ id, entry, version, quote, fields, typed: ui.parts.quote.value }));
};
const changed = () => {
  open.isDirty = true;
  open.asked += 1; // what is on its way is about what was there before
  showFields();
  keep();
  soon();
  render();
};

const sayOfQuote = (...texts) => saidOf("quote").replaceChildren(...paragraphs(texts));
const showLanding = ({ lands }) => {
  if (!lands) return;
  const surrounded = open.quote.value?.prefix || open.quote.value?.suffix;
  sayOfQuote(`Found in paragraph ${lands.start.block}: “${lands.reads}”`,
    ...(surrounded ? ["Too short or not unique by itself: the quote tells what stands around it, too."] : []));
};

const describe = async (asked) => {
  const asking = open;
  const { ok, told } = await post("describe", { article, ...asked });
  if (open !== asking) return;
  if (ok) {
    open.quote = { value: told.quote, block: told.start.block };
    if (!asked.text) open.ui.parts.quote.value = told.reads;
  } else {
    open.quote = { value: asked.text ?? null, block: open.quote.block };
    sayOfQuote(...[told.error, told.help].filter(Boolean));
  }
  keep();
  await check();
};
const findTyped = () => {
  const { ui, quote } = open;
  const text = ui.parts.quote.value.trim();
  // What is typed counts at once; the server may know a better way to quote it.
  open.quote = { value: text, block: quote.block };
  askTyped(text, quote.block);
};
const askTyped = later((text, block) => {
  if (open && text) describe(block ? { text, block } : { text });
});

// Opening and leaving -----------------------------------------------------------

const show = (what, title) => {
  open?.ui.dialog.remove();
  const before = document.activeElement;
  open = { touched: new Set(), asked: 0, isDirty: false, before, quote: { value: null }, ...what, ui: build() };
  open.ui.form.querySelector("h2").textContent = title;
  document.body.append(open.ui.dialog);
  tell("");
};
const start = (fields) => {
  fillIn(fields);
  showFields();
  open.ui.dialog.show();
};

const annotate = async (points, isParagraph) => {
  if (!open) {
    show({ id: null, entry: {} }, "New annotation");
    start({ kind: "note" });
  }
  const { quote, kind } = open.ui.parts;
  open.touched.add("quote");
  open.isDirty = true;
  (isParagraph ? quote : kind).focus();
  await describe(points);
  // Whoever cannot select types over the paragraph, or cuts it down.
  if (isParagraph && open) quote.select();
};

const edit = async (id) => {
  if (open?.isDirty) {
    tell("Save or leave the open annotation first");
    open.ui.parts.kind.focus();
    return;
  }
  const { ok, told } = await get(`entry?list=annotations&article=${encodeURIComponent(article)}&id=${encodeURIComponent(id)}`);
  if (!ok) { tell(told.error); return; }
  show({ id, entry: told.fields, version: told.version, quote: { value: told.fields.quote } }, `Edit ${id}`);
  start(told.fields);
  open.ui.parts.kind.focus();
  check();
};

const takeUp = () => {
  const kept = JSON.parse(sessionStorage.getItem(DRAFT));
  if (!kept) return;
  const { id, entry, version, quote, fields, typed } = kept;
  show({ id, entry, version, quote }, id ? `Edit ${id}` : "New annotation");
  start({ ...entry, ...fields });
  open.ui.parts.quote.value = typed;
  open.isDirty = true;
  check();
};

const close = () => {
  const { ui, before } = open;
  ui.dialog.remove();
  open = null;
  if (before?.isConnected) before.focus({ preventScroll: true });
};
/** Leaves the form; what was typed can be taken up again until the next draft. */
const leave = () => {
  const { isDirty } = open;
  close();
  if (isDirty) tell("The draft is kept", button("Take up the draft", takeUp), button("Discard the draft", discard));
};
const discard = () => {
  sessionStorage.removeItem(DRAFT);
  tell("The draft is discarded");
};

// Saving ---------------------------------------------------------------------

const save = async () => {
  const saving = open;
  if (saving.isSaving) return;
  saving.isSaving = true;
  const { ok, status, told } = await post("save", draftOf());
  saving.isSaving = false;
  if (open !== saving) return;
  if (ok) {
    sessionStorage.removeItem(DRAFT);
    close();
    tellSaved("Saved", told.undo);
  } else if (status === 409 && told.current !== undefined) {
    showConflict(told);
  } else {
    const problems = told.problems ?? [{ severity: "error", message: told.error, help: told.help }];
    open.asked += 1; // what `check` still says is older
    showProblems(problems, true);
    tell("Not saved");
    open.ui.form.querySelector("[aria-invalid]")?.focus();
  }
};

const showConflict = async ({ current, version }) => {
  const saving = open;
  const { conflict, yaml } = saving.ui;
  // What was shown may be older than the last key.
  const asked = await post("check", draftOf());
  if (open !== saving) return;
  const again = () => { open.version = version; conflict.hidden = true; keep(); save(); };
  const giveUp = () => { sessionStorage.removeItem(DRAFT); close(); tell("Given up; the file stays as it is on disk"); };
  conflict.replaceChildren(
    make("h3", {}, "This annotation was changed on disk"),
    make("h4", {}, "On disk"), make("pre", { tabindex: 0, "aria-label": "On disk" }, current || "It is not there any more."),
    make("h4", {}, "Yours"), make("pre", { tabindex: 0, "aria-label": "Yours" }, asked.ok ? asked.told.yaml : yaml.textContent),
    make("p", {}, "Saving changes only the fields that you have changed."),
    make("div", { class: "postil-actions" }, version ? button("Save on the new version", again) : "", button("Give up", giveUp)));
  conflict.hidden = false;
  conflict.querySelector("button").focus();
  tell("Not saved: changed on disk");
};

const change = async (op, id, done, version) => {
  const { ok, told } = await post("save", { article, edit: { op, id }, if_match: version });
  if (ok) tellSaved(done, told.undo);
  else tell([told.error, ...(told.problems ?? []).map(({ message }) => message)].join(" "));
};
/** Asks once; what was on disk when it asked is what may be removed. */
const remove = async (id, tools) => {
  const { ok, told } = await get(`entry?list=annotations&article=${encodeURIComponent(article)}&id=${encodeURIComponent(id)}`);
  if (!ok) { tell(told.error); return; }
  const keepIt = () => { tools.replaceChildren(...toolsOf(id, tools)); tools.querySelector("button:last-child").focus(); };
  const yes = () => { keepIt(); change("remove", id, "Removed", told.version); };
  tools.replaceChildren(make("span", {}, "Remove it from the file?"), button("Yes, remove", yes), button("Keep", keepIt));
  tools.querySelector("button").focus();
};

// Controls in the page ---------------------------------------------------------

const toolsOf = (id, tools) => [
  button("Edit", () => edit(id)),
  button("Retract", () => change("retract", id, "Retracted")),
  button("Remove", () => remove(id, tools)),
];
const addTools = () => {
  for (const note of main.querySelectorAll("aside.note[id]")) {
    const own = note.querySelector(":scope > .postil-tools");
    if (own?.dataset.of === note.id) continue;
    own?.remove();
    const tools = make("div", { "data-postil": true, "data-of": note.id, class: "postil-tools" });
    tools.append(...toolsOf(note.id, tools));
    note.append(tools);
  }
};

/** Puts the controls of a row's paragraphs after what they are about. */
const addParagraphs = () => {
  for (const row of main.querySelectorAll(".row")) {
    const own = [...row.querySelectorAll("[data-block]")];
    const numbers = own.map((block) => block.dataset.block).join(" ");
    const there = row.querySelector(":scope > .postil-row");
    if (there?.dataset.of === numbers || !own.length) continue;
    there?.remove();
    const box = make("div", { "data-postil": true, "data-of": numbers, class: "postil-row" });
    box.append(...own.map((block) => button("Annotate", () => {
      const number = Number(block.dataset.block);
      annotate({ start: { block: number, offset: 0 }, end: { block: number, offset: lengthOf(block) } }, true);
    }, { title: `Paragraph ${block.dataset.block}` })));
    let last = own.at(-1);
    while (last.parentElement !== row) last = last.parentElement;
    last.after(box);
  }
};

let passage = null;
const atSelection = button("Annotate", () => {
  // A tap may have collapsed the selection already.
  const found = selected() ?? passage;
  atSelection.remove();
  if (found) annotate(found.points, false);
}, { "data-postil": true, class: "postil-selection", title: "The selected passage" });
// A press must not take the selection away that it is about.
atSelection.addEventListener("pointerdown", (event) => event.preventDefault());
atSelection.addEventListener("mousedown", (event) => event.preventDefault());

const followSelection = later(() => {
  if (document.activeElement === atSelection) return;
  const found = selected();
  passage = found;
  if (!found) { atSelection.remove(); return; }
  // Beside the end of the passage in the document too, so that Tab reaches it next.
  const last = main.querySelector(`[data-block="${found.points.end.block}"]`);
  const box = last.closest(".row")?.querySelector(":scope > .postil-row") ?? last;
  if (atSelection.nextSibling !== box) box.before(atSelection);
  const area = [...found.range.getClientRects()].at(-1) ?? found.range.getBoundingClientRect();
  const origin = atSelection.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 };
  const left = Math.min(area.right, innerWidth - atSelection.offsetWidth - 8);
  atSelection.style.left = `${left - origin.left}px`;
  atSelection.style.top = `${area.bottom + 4 - origin.top}px`;
});

document.addEventListener("keydown", (event) => {
  if (!open || document.querySelector("dialog:modal")) return;
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault();
    leave();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save();
  }
});

if (main) {
  document.body.append(news);
  const { ok, told } = await get("state");
  if (ok && told.editing) {
    state = told;
    addParagraphs();
    addTools();
    document.addEventListener("selectionchange", followSelection);
    document.addEventListener("postil:changed", () => { addParagraphs(); addTools(); });
    if (sessionStorage.getItem(DRAFT)) takeUp();
  }
}

const isEditing = () => Boolean(state);
export { article, button, edit, get, isEditing, make, post, tell, tellSaved };
