// passage.js — what is selected of an article, in the points of the API: a block, and
// how far into its prose, in UTF-16 code units. A passage stands in one text: `in` names
// the language of the translation, if it is one. A passage is marked by a highlight of
// its name: no element of the page changes.

const NOT_PROSE = "[data-postil], [role=doc-noteref], .footnote-ref";
/** Returns the prose of a node: a formula's is its source. */
const proseIn = (node) => node.data ?? node.getAttribute("alttext");
/** Returns the article, if the page shows one. */
export const main = () => document.querySelector('main[data-page="article"]');
const blocks = () => [...main().querySelectorAll("[data-block]")];
/** Returns the translation that holds a block; nothing of the text itself. */
const textNameOf = (block) => block.closest("[data-text]")?.dataset.text;
const numberOf = (block) => Number(block.dataset.block);

/** Returns a block of a text by its number. */
export const blockAt = (number, name) =>
  blocks().find((one) => numberOf(one) === number && textNameOf(one) === name);
/** Tells a block from all others of the page. */
export const nameOfBlock = (block) => [block.dataset.block, textNameOf(block)].filter(Boolean).join(" ");

/** Returns the text nodes and formulas of a block's own prose. */
const proseOf = (block) => {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const nodes = [];
  while (walker.nextNode()) {
    const { currentNode: node } = walker, parent = node.parentElement;
    const isProse = node.data === undefined ? node.localName === "math" : !parent.closest("math");
    if (isProse && parent.closest("[data-block]") === block && !parent.closest(NOT_PROSE)) nodes.push(node);
  }
  return nodes;
};
const textOf = (block) => proseOf(block).map(proseIn).join("").trimEnd();
const lengthOf = (block) => textOf(block).length;

/** Returns the words of a block of a text, by its number. */
export const textAt = (number, name) => textOf(blockAt(number, name));

/** Returns the words between two points of the API, a line for each block. */
export const wordsOf = ({ start, end, in: name }) => {
  const within = blocks().filter((one) =>
    start.block <= numberOf(one) && numberOf(one) <= end.block && textNameOf(one) === name);
  const words = within.map((one) => {
    const number = numberOf(one);
    return textOf(one).slice(number === start.block ? start.offset : 0, number === end.block ? end.offset : undefined);
  });
  return words.join("\n");
};

/** Returns the points of the API between which a range selects prose. */
const pointsOf = (range) => {
  let start = null, end = null, name;
  for (const block of blocks().filter((one) => range.intersectsNode(one))) {
    // What stands beside the text in which the passage begins lies between its blocks.
    if (start && textNameOf(block) !== name) continue;
    const length = lengthOf(block);
    const number = numberOf(block);
    let before = 0;
    for (const node of proseOf(block)) {
      if (range.intersectsNode(node)) {
        const from = node === range.startContainer ? range.startOffset : 0;
        const to = node === range.endContainer ? range.endOffset : proseIn(node).length;
        if (from < to && before + from < length) {
          if (!start) name = textNameOf(block);
          start ??= { block: number, offset: before + from };
          end = { block: number, offset: Math.min(before + to, length) };
        }
      }
      before += proseIn(node).length;
    }
  }
  return start && { start, end, in: name };
};

/** Returns the points of the passage that the page marks for a note; nothing, if it marks none. */
export const pointsOfNote = (id) => {
  const marks = [...main().querySelectorAll(`mark[data-annotations~="${CSS.escape(id)}"]`)];
  if (!marks.length) return null;
  const range = document.createRange();
  range.setStartBefore(marks[0]);
  range.setEndAfter(marks.at(-1));
  return pointsOf(range);
};

/** Returns why a range holds nothing that can be annotated. */
const refusalOf = (range) => {
  const ends = [range.startContainer, range.endContainer].map((node) => (node.closest ? node : node.parentElement));
  const areIn = (selector) => ends.every((end) => end?.closest(selector));
  const isAt = (selector) => ends.some((end) => end?.closest(selector));
  if (isAt(".note, .gloss, .glosses")) return "This is a note. Only the text can be annotated.";
  if (areIn(".footnotes")) return "Words of the text’s own footnotes cannot be marked.";
  if (isAt("[role=doc-noteref], .footnote-ref")) return "The number of a note is no part of the text: select the words before it.";
  if (isAt("[data-block]")) return "No words are selected.";
  return "This belongs to the page. Only the text can be annotated.";
};
/**
 * Returns the footnote of the text itself in which a range lies: a note can be `on` it as a
 * whole, whose `words` are shown for it.
 */
const footnoteOf = ({ startContainer, endContainer }) => {
  const [start, end] = [startContainer, endContainer].map((node) => (node.closest ? node : node.parentElement).closest(".footnotes li[id]"));
  const [, number] = start && start === end ? /^fn-(\d+)$/.exec(start.id) ?? [] : [];
  if (!number) return null;
  const copy = start.cloneNode(true);
  for (const one of copy.querySelectorAll("a[href^='#']")) one.remove();
  return { on: { footnote: Number(number) }, words: copy.textContent.trim(), why: `Its words cannot be marked: the note is on footnote ${number} as a whole.` };
};
/**
 * Returns what is selected of the page: a range with its points, or what else a note can be
 * `on`, or `why` there can be none; nothing, if nothing is selected, or if it is the
 * editor's own.
 */
export const selected = () => {
  const selection = getSelection();
  if (!main() || selection.isCollapsed || !selection.rangeCount || !String(selection).trim()) return null;
  const range = selection.getRangeAt(0);
  const { commonAncestorContainer: node } = range;
  if ((node.closest ? node : node.parentElement)?.closest("[data-postil], input, textarea")) return null;
  const points = pointsOf(range);
  return points ? { range, points } : { range, points: null, why: refusalOf(range), ...footnoteOf(range) };
};
/** Returns the range of the page between two points of the API; nothing if it is not there. */
export const rangeOf = ({ start, end, in: name }) => {
  const placeOf = ({ block, offset }, isEnd) => {
    const found = blockAt(block, name);
    let before = 0;
    for (const node of found ? proseOf(found) : []) {
      const { length } = proseIn(node);
      if (isEnd ? offset <= before + length : offset < before + length) {
        return node.data === undefined ? { node, isEnd } : { node, at: offset - before };
      }
      before += length;
    }
    return null;
  };
  const [from, to] = [placeOf(start, false), placeOf(end, true)];
  if (!from || !to) return null;
  const range = document.createRange();
  if (from.at === undefined) range.setStartBefore(from.node);
  else range.setStart(from.node, from.at);
  if (to.at === undefined) range.setEndAfter(to.node);
  else range.setEnd(to.node, to.at);
  return range;
};
/** Returns the points of a passage block by block: between them stand numbers and notes. */
const piecesOf = ({ start, end, in: name }) =>
  blocks().filter((one) => textNameOf(one) === name && numberOf(one) >= start.block && numberOf(one) <= end.block)
    .map((one) => {
      const { start: first, end: last } = whole(one);
      const number = numberOf(one);
      return { start: number === start.block ? start : first, end: number === end.block ? end : last, in: name };
    });
/** Marks a passage of the page, without a change of its elements; nothing takes the mark away. */
export const highlight = (points) => {
  const ranges = points ? piecesOf(points).map(rangeOf).filter(Boolean) : [];
  if (ranges.length) CSS.highlights?.set("postil-passage", new Highlight(...ranges));
  else CSS.highlights?.delete("postil-passage");
};
/** Returns the points of a whole block. */
export const whole = (block) => {
  const number = numberOf(block);
  return { start: { block: number, offset: 0 }, end: { block: number, offset: lengthOf(block) }, in: textNameOf(block) };
};
/** Returns the slug of the article that the page shows. */
export const article = () => decodeURIComponent(location.pathname).split("/").findLast(Boolean);
