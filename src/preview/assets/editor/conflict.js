// conflict.js — what another has changed in an entry while a card was open, field by
// field: what only they have changed is taken in, what both have is told with the words
// that differ. Nothing is lost on either side.

import { button, make } from "../dom.js";

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const isText = (value) => value == null || typeof value === "string";

/**
 * Compares what a card rests on with what is there now and with what the card says: returns
 * the fields that only they have changed, and those that both have.
 */
export const compare = (before, theirs, mine) => {
  const names = Object.keys({ ...before, ...theirs }).filter((name) => name in mine);
  const changed = names.filter((name) => !same(before[name], theirs[name]) && !same(theirs[name], mine[name]));
  return {
    taken: changed.filter((name) => same(mine[name], before[name])),
    both: changed.filter((name) => !same(mine[name], before[name])),
  };
};

const tokens = (text) => text.match(/\s+|[^\s]+/gu) ?? [];
/** Returns a text in pieces `[kind, text]`, as compared with another: `same`, `del` or `ins`. */
const differing = (from, to) => {
  const [a, b] = [tokens(from), tokens(to)];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const pieces = [];
  const put = (kind, text) => {
    if (pieces.at(-1)?.[0] === kind) pieces.at(-1)[1] += text;
    else if (text) pieces.push([kind, text]);
  };
  put("same", a.slice(0, start).join(""));
  if (x.length * y.length > 250_000) {
    put("del", x.join(""));
    put("ins", y.join(""));
  } else {
    // The longest common words, from behind.
    const length = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
    for (let i = x.length; i--;) {
      for (let j = y.length; j--;) {
        length[i][j] = x[i] === y[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    let i = 0, j = 0;
    while (i < x.length || j < y.length) {
      if (i < x.length && j < y.length && x[i] === y[j]) { put("same", x[i]); i++; j++; }
      else if (j >= y.length || i < x.length && length[i + 1][j] >= length[i][j + 1]) put("del", x[i++]);
      else put("ins", y[j++]);
    }
  }
  put("same", a.slice(a.length - end).join(""));
  return pieces;
};

const asText = (value) => {
  if (value == null || value === "") return "nothing";
  if (typeof value !== "object") return String(value).trimEnd();
  if (Array.isArray(value)) return value.map(asText).join("; ");
  return Object.values(value).map(asText).join(", ");
};

/** Returns what is shown of a field that both have changed: their words, and the choice. */
export const conflictOf = (label, theirs, mine, { keep, take }) => {
  const pieces = isText(theirs) && isText(mine)
    ? differing(asText(mine), asText(theirs)) : [["ins", asText(theirs)]];
  const words = pieces.map(([kind, text]) => (kind === "same" ? text : make(kind, {}, text)));
  return make("div", { class: "postil-conflict", role: "group", "aria-label": `${label} was changed elsewhere` },
    make("p", {}, make("b", {}, "Changed elsewhere to: "), make("span", { dir: "auto" }, ...words)),
    make("div", { class: "postil-actions" }, button("Keep mine", keep), button("Take theirs", take)));
};
