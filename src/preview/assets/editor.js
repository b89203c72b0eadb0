// editor.js — writes annotations from the open page. Never part of a site, and
// only there where editing is on. A passage is selected (or a paragraph taken, or
// a quote typed), the server says how it is quoted and what would be written, and
// saves it. All that the editor adds lies in `[data-postil]`, each with an id of its own,
// so that preview.js takes it for nothing that is served. Data reaches the page as text;
// the one exception is the HTML of a body, which the server has sanitized. This file puts
// the controls into the page; the modules in `editor/` are the form, its parts, and what
// talks to the server.

import { showOpen } from "./editor/anchors.js";
import { begin, entryOf, get, post } from "./editor/api.js";
import { button, later, make } from "./dom.js";
import { compose, edit, resume } from "./editor/card.js";
import { news, tell, tellDone, tellLast } from "./editor/news.js";
import { article, blockAt, main, nameOfBlock, selected, whole } from "./editor/passage.js";

const change = async (op, id, done, version) => {
  const { ok, told, problems } = await post("save", { article: article(), edit: { op, id }, if_match: version });
  if (ok) tellDone(done);
  else tell([...new Set([told.error, ...problems.map(({ message }) => message)])].join(" "));
};
/** Asks once; what was on disk when it asked is what may be removed. */
const remove = async (id, tools) => {
  const { ok, told } = await get(entryOf(article(), id));
  if (!ok) { tell(told.error); return; }
  const keepIt = () => {
    tools.replaceChildren(...toolsOf(id, tools));
    tools.querySelector("button:last-child").focus();
  };
  const ref = document.getElementById(`ref-${id}`) ?? tools;
  const row = ref.closest(".row")?.querySelector(":scope > .postil-row button");
  const yes = async () => {
    keepIt();
    await change("remove", id, "Removed", told.version);
    // The note takes its controls with it.
    row?.focus({ preventScroll: true });
  };
  tools.replaceChildren(make("span", {}, "Remove it from the file?"), button("Yes, remove", yes), button("Keep", keepIt));
  tools.querySelector("button").focus();
};

const toolsOf = (id, tools) => [
  button("Edit", ({ currentTarget }) => edit(id, currentTarget)),
  button("Retract", () => change("retract", id, "Retracted")),
  button("Remove", () => remove(id, tools)),
];
const addTools = () => {
  for (const note of main().querySelectorAll("aside.note[id]")) {
    const own = note.querySelector(":scope > .postil-tools");
    const id = `postil-tools-${note.id}`;
    if (own?.id === id) continue;
    own?.remove();
    const tools = make("div", { "data-postil": true, id, class: "postil-tools" });
    tools.append(...toolsOf(note.id, tools));
    note.append(tools);
  }
};

/** Puts the controls of a row's paragraphs after what they are about. */
const addParagraphs = () => {
  for (const row of main().querySelectorAll(".row")) {
    const own = [...row.querySelectorAll("[data-block]")];
    const id = `postil-row-${own.map(nameOfBlock).join("-").replaceAll(" ", "_")}`;
    const there = row.querySelector(":scope > .postil-row");
    if (there?.id === id || !own.length) continue;
    there?.remove();
    const box = make("div", { "data-postil": true, id, class: "postil-row" });
    const buttonOf = (block) => {
      const points = () => whole(block);
      const label = ["Annotate", points().in].filter(Boolean).join(" ");
      return button(label, ({ currentTarget }) => compose({ points: points(), opener: currentTarget }), { title: `Paragraph ${nameOfBlock(block)}` });
    };
    box.append(...own.map(buttonOf));
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
  if (found) compose({ points: found.points });
}, { "data-postil": true, id: "postil-selection", class: "postil-selection", title: "The selected passage" });
// A press must not take the selection away that it is about.
atSelection.addEventListener("pointerdown", (event) => event.preventDefault());
atSelection.addEventListener("mousedown", (event) => event.preventDefault());

const followSelection = later(() => {
  if (document.activeElement === atSelection) return;
  const found = selected();
  passage = found;
  if (!found) { atSelection.remove(); return; }
  // Beside the end of the passage in the document too, so that Tab reaches it next.
  const last = blockAt(found.points.end.block, found.points.in);
  const box = last.closest(".row")?.querySelector(":scope > .postil-row") ?? last;
  if (atSelection.nextSibling !== box) box.before(atSelection);
  const area = [...found.range.getClientRects()].at(-1) ?? found.range.getBoundingClientRect();
  const origin = atSelection.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 };
  const left = Math.min(area.right, innerWidth - atSelection.offsetWidth - 8);
  atSelection.style.left = `${left - origin.left}px`;
  atSelection.style.top = `${area.bottom + 4 - origin.top}px`;
});

// Beginning --------------------------------------------------------------------

const addControls = () => {
  addParagraphs();
  addTools();
  document.dispatchEvent(new Event("postil:editable"));
};
if (main()) {
  document.body.append(news);
  if (await begin()) {
    addControls();
    document.addEventListener("selectionchange", followSelection);
    document.addEventListener("postil:changed", addControls);
    document.addEventListener("postil:changed", showOpen);
    await showOpen();
    await tellLast();
    resume();
  }
}
