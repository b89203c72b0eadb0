// terms.js — the term that a gloss points to: one of the glossary, found by the words of
// the passage, or a new one, filled in where it stands.

import { get } from "./api.js";
import { make } from "../dom.js";
import { newEntry } from "./entry.js";
import { line, textField } from "./fields.js";
import { ofTerm, picker } from "./picker.js";

/** Returns the term of a gloss as a field. `changed` is told of what is typed. */
export const termField = (changed) => {
  const input = line("Term", { spellcheck: "false" });
  const given = textField("term", "Term", input);
  const place = make("div");
  const entry = () => place.firstChild;
  const begin = (typed) => {
    const entry = newEntry("terms", typed, {
      changed,
      left: () => { place.replaceChildren(); input.focus(); changed(); },
      saved: (id) => { place.replaceChildren(); input.value = id; input.focus(); changed(); },
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
  given.shown.append(place);
  return {
    ...given,
    /** Takes the headword from a passage: a term that is so called, or else a new one. */
    takeFrom: async (words) => {
      const { ok, told } = await get(`terms?q=${encodeURIComponent(words)}`);
      if (!ok || input.value || entry()) return;
      const is = (one) => one?.toLowerCase() === words.toLowerCase();
      const found = told.find(({ id, term, expansion, aliases }) => [id, term, expansion, ...(aliases ?? [])].some(is));
      if (found) take(found.id);
      else {
        const isHere = document.activeElement === input;
        const made = begin({ term: words });
        changed();
        if (isHere) made.begin();
      }
    },
    fresh: () => entry()?.typed() ?? null,
    freshen: (typed) => { if (typed) begin(typed); else place.replaceChildren(); },
    /** Saves the term if it is new; returns whether there is none any more that is not. */
    store: async () => !entry() || Boolean(await entry().store()),
    nNew: () => Number(Boolean(entry())),
  };
};
