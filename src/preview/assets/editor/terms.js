// terms.js — the term that a gloss points to: one of the glossary, found by the words of
// the passage, or a new one, filled in where it stands.

import { get } from "./api.js";
import { make } from "../dom.js";
import { newEntry } from "./entry.js";
import { line, textField } from "./fields.js";
import { ofTerm, picker } from "./picker.js";
import { reveal } from "./place.js";

/**
 * Returns the term of a gloss as a field. `changed` is told of what is typed, and `given` of
 * what was filled in by itself, which nobody has to keep.
 */
export const termField = (changed, given) => {
  const input = line("Term", { spellcheck: "false" });
  const field = textField("term", "Term", input);
  const place = make("div");
  const entry = () => place.firstChild;
  const begin = (typed) => {
    const entry = newEntry("terms", typed, {
      changed,
      left: () => { place.replaceChildren(); input.focus(); changed(); },
      saved: (id) => { place.replaceChildren(); input.value = id; input.focus(); changed(); reveal(input); },
    });
    place.replaceChildren(entry);
    return entry;
  };
  const take = (id) => {
    const typed = entry()?.typed() ?? {};
    // A new term of which nothing but its headword is there gives way.
    if (["aliases", "expansion", "definition", "sources"].every((name) => !typed[name])) place.replaceChildren();
    input.value = id;
    changed();
  };
  const { options } = picker(input, {
    label: "Terms", list: "terms", show: ofTerm,
    typed: () => input.value.trim(),
    take: ({ id }) => take(id),
    fresh: (q) => { begin({ term: q }).begin(); input.value = ""; changed(); },
    freshly: (q) => `+ New term “${q}”`,
    isSame: ({ id, term }, q) => id === q || term === q,
  });
  input.after(options);
  field.shown.append(place);
  return {
    ...field,
    /** Takes the headword from a passage: a term that is so called, or else a new one. */
    takeFrom: async (words) => {
      const { ok, told } = await get(`terms?q=${encodeURIComponent(words)}`);
      if (!ok || input.value || entry()) return;
      const is = (one) => one?.toLowerCase() === words.toLowerCase();
      const found = told.find(({ id, term, expansion, aliases }) => [id, term, expansion, ...(aliases ?? [])].some(is));
      const isHere = document.activeElement === input;
      if (found) {
        input.value = found.id;
        // Whoever types has another term in mind.
        if (isHere) input.select();
      }
      else if (isHere) begin({ term: words }).begin();
      else begin({ term: words });
      given();
    },
    fresh: () => entry()?.typed() ?? null,
    freshen: (typed) => { if (typed) begin(typed); else place.replaceChildren(); },
    /** Saves the term if it is new; returns whether there is none any more that is not. */
    store: async () => !entry() || Boolean(await entry().store()),
    nNew: () => Number(Boolean(entry())),
  };
};
