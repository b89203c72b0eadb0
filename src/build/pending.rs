//! Links of which only the end of a build knows whether they lead anywhere.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use serde_yaml::Value;

use crate::{
    diag::{Diagnostics, Place, Problem},
    files::{SourceFile, Span},
    parse::{Step, YamlFile},
};

/// Links to pages that may turn out to be drafts.
///
/// Every link between articles is kept until the end, so it is kept small; the
/// few that lead to a draft are looked up in their file again.
#[derive(Debug, Default)]
pub(super) struct PendingLinks(Mutex<Vec<Pending>>);

#[derive(Debug)]
pub(super) struct Pending {
    /// The path on the site that it leads to.
    pub(super) leads_to: Arc<str>,
    /// The target as written.
    pub(super) target: Box<str>,
    /// The file that holds it, and where.
    pub(super) file: Arc<str>,
    pub(super) stands: Stands,
}

/// Where in its file a link stands.
#[derive(Debug)]
pub(super) enum Stands {
    /// In a text, there.
    Text(Span),
    /// In a field of the entry with this id, in a list.
    Field { id: Box<str>, field: &'static str },
}

impl Pending {
    fn place(&self, file: SourceFile) -> Place {
        match &self.stands {
            Stands::Text(span) => Place::new(&file, *span),
            Stands::Field { id, field } => {
                let place = place_in_field(file, (id, field), &self.target);
                place.unwrap_or_else(|| Place::file(&self.file))
            }
        }
    }
}

/// Returns the place of some words in a field of the entry with this id, in a file
/// that holds a list.
pub(super) fn place_in_field(
    file: SourceFile,
    (id, field): (&str, &str),
    words: &str,
) -> Option<Place> {
    let yaml = YamlFile::parse(file, &Diagnostics::default())?;
    let items = yaml.value.as_sequence()?;
    let index = items.iter().position(|item| item.get("id").and_then(Value::as_str) == Some(id))?;
    Some(yaml.place_of(&[Step::Index(index), field.into()], words))
}

impl PendingLinks {
    pub(super) fn push(&self, pending: Pending) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(pending);
    }

    /// Reports the links to pages that were not built; `read` gives a file's text.
    pub(super) fn report(
        &self,
        unbuilt: &HashSet<String>,
        read: impl Fn(&str) -> Option<SourceFile>,
        diagnostics: &Diagnostics,
    ) {
        let pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for link in pending.iter().filter(|link| unbuilt.contains(&*link.leads_to)) {
            let place = match read(&link.file) {
                Some(file) => link.place(file),
                None => Place::file(&link.file),
            };
            let target = link.target.to_string();
            diagnostics.report(Problem::DeadLink { target }, place);
        }
    }
}
