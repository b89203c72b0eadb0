//! Bibliographies: BibTeX, CSL-JSON and RIS → works of `sources.yaml`.
//!
//! Each format is read into works in Hayagriva's fields (`bibtex.rs` by Hayagriva
//! itself, `csl.rs`; `ris.rs` makes CSL-JSON of its records). What is there already is
//! left as it is: the same work is not added again, another one with the same key gets
//! a new key.

mod bibtex;
mod csl;
mod ris;

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use super::{Format, Import, Said, What, valid};
use crate::{
    diag::Diagnostics,
    edit::{self, List},
    files::SourceFile,
    model::Source,
    parse::{YamlFile, bibliography},
};

/// A work as it comes in.
#[derive(Debug, Clone, Default)]
struct Work {
    /// Its number in the file, from 1.
    number: usize,
    /// Its key in the file; may be empty.
    key: String,
    /// Hayagriva's fields.
    fields: Mapping,
}

impl Work {
    fn said(&self, what: What) -> Said {
        Said { number: self.number, name: self.key.clone(), what }
    }

    /// Gives it a text, if there is one.
    fn set(&mut self, field: &str, value: impl Into<Value>) {
        set(&mut self.fields, field, value);
    }
}

/// Gives a mapping a value that says something.
fn set(fields: &mut Mapping, field: &str, value: impl Into<Value>) {
    let value = value.into();
    let is_empty = match &value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(map) => map.is_empty(),
        _ => false,
    };
    if !is_empty {
        fields.insert(field.into(), value);
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
        Format::Bibtex => bibtex::works(text, &mut import.said)?,
        Format::Ris => ris::works(text, &mut import.said),
        _ => csl::works(text, &mut import.said).map_err(|error| error.to_string())?,
    };
    place(works, sources, &mut import);
    import.said.sort_by_key(|said| said.number);
    Ok(import)
}

/// Adds the works that are new, each under a key of its own.
fn place(works: Vec<Work>, sources: &[Source], import: &mut Import) {
    let mut known: BTreeMap<String, Identity> =
        sources.iter().map(|own| (own.key().to_owned(), Identity::of(&own.entry))).collect();
    let (works, empty): (Vec<_>, Vec<_>) =
        works.into_iter().partition(|work| work.fields.keys().any(|field| field != "type"));
    import.said.extend(empty.iter().map(|work| work.said(What::Silent)));
    let works = works.into_iter().map(with_citable_key);
    let works = valid(works.collect(), &fault_of, &mut |work: &Work, message| {
        import.said.push(work.said(What::Invalid { message }));
    });
    for work in works {
        let Some(entry) = read(&work) else { continue };
        let identity = Identity::of(&entry);
        let same = known.iter().find(|(_, own)| own.is_same_as(&identity));
        if let Some((key, _)) = same {
            let what = What::SameWork { key: key.clone() };
            // Under its own key that is what a second import finds.
            import.said.extend((*key != work.key).then(|| work.said(what)));
            import.n_present += 1;
            continue;
        }
        let key = free_key(&work.key, &known);
        if key != work.key {
            import.said.push(work.said(What::NewKey { key: key.clone() }));
        }
        known.insert(key.clone(), identity);
        import.entries.push((key, work.fields));
    }
}

fn free_key(wanted: &str, known: &BTreeMap<String, Identity>) -> String {
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let mut keys = std::iter::once(wanted.to_owned()).chain(numbered);
    keys.find(|key| !known.contains_key(key)).unwrap_or_default()
}

/// Gives a work a key that `[@key]` can cite, where its own cannot be cited.
fn with_citable_key(mut work: Work) -> Work {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '+');
    let given = if work.key.is_empty() { name_of(&work.fields) } else { work.key.clone() };
    let key: String = given.trim().chars().map(|c| if fits(c) { c } else { '-' }).collect();
    work.key = if key.is_empty() { format!("work-{}", work.number) } else { key };
    work
}

/// Returns `author-year`, or the first words of the title.
fn name_of(fields: &Mapping) -> String {
    let first = |value: &Value| match value {
        Value::Sequence(items) => items.first().cloned(),
        other => Some(other.clone()),
    };
    let author = fields.get("author").and_then(first);
    let family = author.as_ref().and_then(|author| {
        let text = author.as_str().or_else(|| author.get("name").and_then(Value::as_str))?;
        text.split([',', ' ']).next().map(str::to_lowercase)
    });
    let date = fields.get("date").and_then(Value::as_str).unwrap_or_default();
    let year = date.split('-').next().unwrap_or_default();
    let title = text_of(fields.get("title"));
    let words = title.to_lowercase();
    let words: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).take(2).collect();
    let name = family.unwrap_or_else(|| words.join("-"));
    [name.as_str(), year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Returns a text that may come with a short form.
fn text_of(value: Option<&Value>) -> &str {
    let value = value.map(|value| value.get("value").unwrap_or(value));
    value.and_then(Value::as_str).unwrap_or_default()
}

/// What makes a work the same as another one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    doi: Option<String>,
    title: String,
    year: Option<i32>,
    author: Option<String>,
}

impl Identity {
    fn of(entry: &hayagriva::Entry) -> Self {
        let fold = |text: &str| {
            let lowered = text.to_lowercase();
            let words = lowered.split(|c: char| !c.is_alphanumeric());
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let authors = entry.authors().and_then(|authors| authors.first());
        Self {
            doi: entry.doi().map(|doi| doi.trim_start_matches("https://doi.org/").to_lowercase()),
            title: entry.title().map(|title| fold(&title.value.to_string())).unwrap_or_default(),
            year: entry.date_any().map(|date| date.year),
            author: authors.map(|author| fold(&author.name)),
        }
    }

    /// By the DOI where both have one, else by title, year and first author.
    fn is_same_as(&self, other: &Self) -> bool {
        if let (Some(own), Some(other)) = (&self.doi, &other.doi) {
            return own == other;
        }
        let agrees = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        !self.title.is_empty()
            && self.title == other.title
            && self.year == other.year
            && agrees(&self.author, &other.author)
    }
}

/// Returns the file that works would make.
fn yaml_of(works: &[Work], diagnostics: &Diagnostics) -> Result<YamlFile, String> {
    let empty = SourceFile::new("import.yaml", String::new());
    // Keys may stand twice; that is for later.
    let entry = |(index, work): (usize, &Work)| (format!("w{index}"), work.fields.clone());
    let new: Vec<(String, Mapping)> = works.iter().enumerate().map(entry).collect();
    let text = edit::add_all(List::Sources, &empty, &new).map_err(|refusal| refusal.to_string())?;
    let yaml = YamlFile::parse(SourceFile::new(empty.path, text), diagnostics);
    yaml.ok_or_else(|| "it cannot be written as YAML".to_owned())
}

/// Returns the first error that reading works would bring.
fn fault_of(works: &[Work]) -> Option<String> {
    let diagnostics = Diagnostics::default();
    match yaml_of(works, &diagnostics) {
        Ok(yaml) => drop(bibliography::yaml_sources(&yaml, &diagnostics)),
        Err(message) => return Some(message),
    }
    super::first_error(diagnostics)
}

/// Reads one work as Hayagriva does.
fn read(work: &Work) -> Option<hayagriva::Entry> {
    let diagnostics = Diagnostics::default();
    let yaml = yaml_of(std::slice::from_ref(work), &diagnostics).ok()?;
    let sources = bibliography::yaml_sources(&yaml, &diagnostics);
    sources.into_iter().next().map(|source| source.entry)
}
