//! `content/glossary.yaml`.

use std::collections::BTreeMap;

use crate::{
    diag::{Diagnostics, Problem},
    model::{
        Source, Term,
        decode::{Known, Reading, Written},
    },
    yaml::YamlFile,
};

/// Decodes the terms; entries that lack an id are reported and left out, as are those whose
/// id another one has.
#[must_use]
pub fn terms(yaml: &YamlFile, sources: &[Source], diagnostics: &Diagnostics) -> Vec<Term> {
    let known = Known { sources, ..Known::default() };
    let reading = Reading { yaml, known, diagnostics };
    let terms = reading.list("a list of terms", Term::decode);
    let terms = reading.root().without_repeated_ids(terms, "term", |term| &term.id);
    check_see(&reading, &terms);
    check_names(&reading, &terms);
    terms.into_iter().map(|(_, term)| term).collect()
}

fn check_see(reading: &Reading<'_>, terms: &[(usize, Term)]) {
    let ids = terms.iter().map(|(_, term)| term.id.as_str());
    for (index, term) in terms {
        for (at, name) in term.see.iter().enumerate() {
            let root = reading.root();
            root.item(*index).key("see").item(at).one_of("term", name.clone(), ids.clone());
        }
    }
}

/// A name that two terms claim would lead readers to one of them by chance.
fn check_names(reading: &Reading<'_>, terms: &[(usize, Term)]) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (index, term) in terms {
        let root = reading.root();
        let entry = root.item(*index);
        let (headword, aliases) = (entry.key("term"), entry.key("aliases"));
        let names = term.aliases.iter().enumerate().map(|(at, alias)| (aliases.item(at), alias));
        for (at, name) in std::iter::once((headword, &term.term)).chain(names) {
            let owner = *owners.entry(name.to_lowercase()).or_insert(&term.id);
            if owner != term.id {
                let other = owner.to_owned();
                at.refuse::<()>(Problem::DuplicateAlias { alias: name.clone(), other });
            }
        }
    }
}
