//! What articles refer to.

use std::collections::BTreeSet;

use crate::{
    edition::{Article, Shared},
    text::language::Collation,
};

/// What an article refers to, by indices.
#[derive(Debug, Clone, Default)]
pub(super) struct Uses {
    /// The works that its notes and its terms cite.
    pub(super) works: BTreeSet<usize>,
    /// The terms that it uses, or that glosses tie to its passages.
    pub(super) terms: BTreeSet<usize>,
}

impl Uses {
    /// Returns what an article refers to.
    pub(super) fn new(article: &Article<'_>) -> Self {
        let shared = article.edition.shared;
        let glossed = article.standing().filter_map(|one| {
            let id = one.annotation.term.as_ref()?;
            shared.glossary.index_of(id)
        });
        let named = article.texts.iter().flat_map(|text| &text.terms);
        let terms: BTreeSet<usize> = named.map(|use_| use_.term).chain(glossed).collect();
        let of_terms = terms.iter().flat_map(|&index| &shared.glossary.terms[index].sources);
        let of_terms = of_terms.filter_map(|cited| shared.works.bibliography.index_of(&cited.key));
        let of_notes = article.standing().flat_map(|one| one.works.iter().copied());
        Self { works: of_notes.chain(of_terms).collect(), terms }
    }

    /// Returns the terms by index, in the order of their language.
    pub(super) fn sorted_terms(&self, shared: &Shared) -> Vec<usize> {
        let collation = Collation::of_language(&shared.settings.language);
        let name = |index: usize| &shared.glossary.terms[index].term;
        let mut sorted: Vec<usize> = self.terms.iter().copied().collect();
        sorted.sort_by(|&a, &b| collation.compare(name(a), name(b)));
        sorted
    }
}
