// passage.js — what is selected of an article, in the points of the API: a block, and
// how far into its prose, in UTF-16 code units.

const NOT_PROSE = "[data-postil], [role=doc-noteref], .footnote-ref";
/** Returns the article, if the page shows one. */
export const main = () => document.querySelector('main[data-page="article"]');
const blocks = () => [...main().querySelectorAll("[data-block]")];

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
const textOf = (block) => proseOf(block).map((node) => node.data).join("").trimEnd();
export const lengthOf = (block) => textOf(block).length;

/** Returns the text of a block by its number. */
export const textAt = (number) => textOf(main().querySelector(`[data-block="${number}"]`));

/** Returns the words between two points of the API, a line for each block. */
export const wordsOf = ({ start, end }) => {
  const within = blocks().filter(({ dataset: { block } }) => start.block <= block && block <= end.block);
  const words = within.map((one) => {
    const number = Number(one.dataset.block);
    return textOf(one).slice(number === start.block ? start.offset : 0, number === end.block ? end.offset : undefined);
  });
  return words.join("\n");
};

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

/** Returns what is selected of the article, as a range and as points. */
export const selected = () => {
  const selection = getSelection();
  if (!main() || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const points = pointsOf(range);
  return points && { range, points };
};
/** Returns the points of a whole block. */
export const whole = (block) => {
  const number = Number(block.dataset.block);
  return { start: { block: number, offset: 0 }, end: { block: number, offset: lengthOf(block) } };
};
/** Returns the slug of the article that the page shows. */
export const article = () => decodeURIComponent(location.pathname).split("/").findLast(Boolean);
