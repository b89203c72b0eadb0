//! Bibliographies: BibTeX, CSL-JSON and RIS → works of `sources.yaml`.
//!
//! Each format is read into works in Hayagriva's fields (`bibtex.rs` by Hayagriva
//! itself, `csl.rs`; `ris.rs` makes CSL-JSON of its records). What is there already is
//! left as it is: the same work is not added again, another one with the same key gets
//! a new key.

mod bibtex;
mod csl;
mod ris;

use std::{collections::BTreeMap, iter};

use serde_yaml::{Mapping, Value};

use super::{Format, Import, notice::About, set};
use crate::{cite::bibliography::yaml_sources, edit::List, model::Source};

/// A work as it comes in.
#[derive(Default)]
struct Work {
    /// Its number in the file, from 1.
    number: usize,
    /// Its key in the file; may be empty.
    key: String,
    /// Hayagriva's fields.
    fields: Mapping,
    /// What is to be said of it.
    notices: Vec<About>,
}

impl Work {
    /// Gives it a field, if that says something.
    fn set(&mut self, field: &str, value: impl Into<Value>) {
        set(&mut self.fields, field, value);
    }

    /// Says that a part of it has no place.
    fn leave_out(&mut self, part: impl Into<String>) {
        self.notices.push(About::NotHeld(part.into()));
    }
}

/// Reads a bibliography; `sources` are the works that are there.
///
/// # Errors
///
/// What is wrong with the file as a whole.
pub fn works(format: Format, text: &str, sources: &[Source]) -> Result<Import, String> {
    let mut import = Import::default();
    let text = text.trim_start_matches('\u{feff}');
    let works = match format {
        Format::Bibtex => bibtex::works(text, &mut import)?,
        Format::Ris => ris::works(text),
        _ => csl::works(text, &mut import).map_err(|error| error.to_string())?,
    };
    let mut known: BTreeMap<String, Identity> =
        sources.iter().map(|own| (own.key().to_owned(), Identity::of(own))).collect();
    for work in works {
        add(work, &mut known, &mut import);
    }
    import.notices.sort_by_key(|notice| notice.number);
    Ok(import)
}

/// Adds a work under a key of its own, if it is new.
fn add(work: Work, known: &mut BTreeMap<String, Identity>, import: &mut Import) {
    let (number, name) = (work.number, citable_key(&work));
    import.tell(number, &work.key, work.notices);
    if work.fields.keys().all(|field| field == "type") {
        return import.tell(number, &work.key, [About::Silent]);
    }
    let entry = ("work".to_owned(), work.fields);
    let Some(source) = import.checked(number, &name, &entry, List::Sources, yaml_sources) else {
        return;
    };
    let identity = Identity::of(&source);
    if let Some((key, _)) = known.iter().find(|(_, own)| own.is_same_as(&identity)) {
        // Under its own key that is what a second import finds.
        let is_told = *key != name;
        import.tell(number, &name, is_told.then(|| About::SameWork(key.clone())));
        import.n_present += 1;
        return;
    }
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut keys = iter::once(name.clone()).chain(numbered);
    let key = keys.find(|key| !known.contains_key(key)).unwrap_or_default();
    import.tell(number, &name, (key != name).then(|| About::NewKey(key.clone())));
    known.insert(key.clone(), identity);
    import.entries.push((key, entry.1));
}

/// Returns a key that `[@key]` can cite: a work's own, as far as that can be.
fn citable_key(work: &Work) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '+');
    let given = if work.key.is_empty() { name_of(&work.fields) } else { work.key.clone() };
    let key: String = given.trim().chars().map(|c| if fits(c) { c } else { '-' }).collect();
    if key.is_empty() { format!("work-{}", work.number) } else { key }
}

/// Returns `author-year`, or the first words of the title.
fn name_of(fields: &Mapping) -> String {
    let first = fields.get("author").map(|author| author.get(0).unwrap_or(author));
    let name = first.map(|author| author.get("name").unwrap_or(author)).and_then(Value::as_str);
    let family = name.and_then(|name| name.split([',', ' ']).next()).map(str::to_lowercase);
    let name = family.unwrap_or_else(|| {
        let title = fields.get("title").map(|title| title.get("value").unwrap_or(title));
        let title = title.and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
        words.take(2).collect::<Vec<_>>().join("-")
    });
    let date = fields.get("date").and_then(Value::as_str).unwrap_or_default();
    let year = date.split('-').next().unwrap_or_default();
    [name.as_str(), year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// What makes a work the same as another one.
struct Identity {
    doi: Option<String>,
    title: String,
    year: Option<i32>,
    author: Option<String>,
}

impl Identity {
    fn of(source: &Source) -> Self {
        let entry = &source.entry;
        let fold = |text: &str| {
            let lowered = text.to_lowercase();
            let words = lowered.split(|c: char| !c.is_alphanumeric());
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let author = entry.authors().and_then(|authors| authors.first());
        Self {
            doi: entry.doi().map(|doi| doi.trim_start_matches("https://doi.org/").to_lowercase()),
            title: entry.title().map(|title| fold(&title.value.to_string())).unwrap_or_default(),
            year: entry.date_any().map(|date| date.year),
            author: author.map(|author| fold(&author.name)),
        }
    }

    /// By the DOI where both have one, else by title, year and first author.
    fn is_same_as(&self, other: &Self) -> bool {
        if let (Some(own), Some(other)) = (&self.doi, &other.doi) {
            return own == other;
        }
        let authors = self.author.as_ref().zip(other.author.as_ref());
        !self.title.is_empty()
            && self.title == other.title
            && self.year == other.year
            && authors.is_none_or(|(own, other)| own == other)
    }
}
