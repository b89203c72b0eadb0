// editor.js — annotates the open page. Never part of a site, and only there where editing is
// on. A passage is selected, or a paragraph taken, and a card opens in the margin, which is
// the form; all else leads there or says what is left to do. Whatever the editor adds lies in
// `[data-postil]`, each with an id of its own, so that preview.js takes it for nothing that is
// served. The modules in `editor/` are:
//
//   card.js and its parts   the card that is written
//   pill.js, paragraph.js   what opens one: at a selection, at a paragraph
//   menu.js, cards.js       what can be done with cards at rest, and how one goes through them
//   keys.js                 what keys do
//   desk.js, anchors.js     what there is to do, in the bar; undo and redo
//   api.js, passage.js      the server, and what is selected

import { begin } from "./editor/api.js";
import { bar, showBar } from "./bar.js";
import { resume } from "./editor/card.js";
import { followCards } from "./editor/cards.js";
import { beginDesk } from "./editor/desk.js";
import { followKeys, showKeys } from "./editor/keys.js";
import { followActions } from "./editor/menu.js";
import { followParagraphs } from "./editor/paragraph.js";
import { main } from "./editor/passage.js";
import { followSelection, selectInLinks } from "./editor/pill.js";

if (main() && await begin()) {
  showBar();
  selectInLinks();
  followSelection();
  followParagraphs();
  followActions();
  followCards();
  followKeys();
  await beginDesk(showKeys);
  await resume();
  bar.dataset.ready = "";
}
