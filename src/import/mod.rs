//! What others exchange comes in: annotations, bibliographies, texts. Pure: text in,
//! entries and notices out; `cli::import` reads and writes the files.
//!
//! [`Format::detect`] tells what a file is by its content. Annotations are read into
//! items (`item.rs`; `web_annotation.rs`, `hypothesis.rs`), which know nothing of the
//! article; `passage.rs` finds their passages in its prose, by the same anchoring as
//! everything else; `entry.rs` makes entries of a sidecar from them, and `dedup.rs` knows
//! which came before. `works/` reads bibliographies, `page.rs` the text of an article.
//!
//! Nothing is lost in silence: what an item says and Postil cannot hold is a [`Notice`]
//! with its number. One bad item never hides the others.

mod dedup;
mod entry;
mod format;
mod hypothesis;
mod item;
mod json;
mod notice;
pub mod page;
mod passage;
mod sanitize;
mod selection;
mod web_annotation;
pub mod works;

use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

use crate::{
    diag::{Diagnostics, Severity},
    edit::{self, List},
    io::SourceFile,
    model::{Settings, Source, Term, parse::YamlFile},
};
use notice::About;

pub use format::Format;
pub use notice::Notice;
pub use passage::ArticleText;

/// The article that annotations come into, and what they may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Destination<'a> {
    /// Its slug.
    pub slug: &'a str,
    /// The slugs of all articles.
    pub slugs: &'a [String],
    /// Its text.
    pub text: &'a ArticleText<'a>,
    /// The ids of its annotations.
    pub ids: &'a [String],
    /// The edition's settings: address, editors, ratings.
    pub settings: &'a Settings,
    /// The bibliography, in the order of its keys.
    pub sources: &'a [Source],
    /// The glossary.
    pub terms: &'a [Term],
}

/// What an import comes to.
#[derive(Debug, Default)]
pub struct Import {
    /// New entries, each with its id.
    pub entries: Vec<(String, Mapping)>,
    /// What is to be said of single items, in their order.
    pub notices: Vec<Notice>,
    /// How many are there already.
    pub n_present: usize,
    /// How many are private, and left out for that.
    pub n_private: usize,
}

/// An entry that may come in, and what its item is called.
struct Candidate {
    number: usize,
    name: String,
    id: String,
    fields: Mapping,
}

impl Import {
    /// Returns whether something did not come in.
    #[must_use]
    pub fn has_losses(&self) -> bool {
        self.notices.iter().any(Notice::is_loss)
    }

    fn tell(&mut self, number: usize, name: &str, about: impl IntoIterator<Item = About>) {
        let notice = |about| Notice { number, name: name.to_owned(), about };
        self.notices.extend(about.into_iter().map(notice));
    }

    /// Returns the candidates that `read` finds nothing wrong with as entries of a list,
    /// and says of the others what it is.
    ///
    /// All are looked at together; where that finds a fault, halves are, and halves of
    /// halves, so that a few bad ones cost little.
    fn sound(
        &mut self,
        mut candidates: Vec<Candidate>,
        list: List,
        read: &dyn Fn(&YamlFile, &Diagnostics),
    ) -> Vec<Candidate> {
        let Some(fault) = fault_of(&candidates, list, read) else { return candidates };
        if let [one] = candidates.as_slice() {
            self.tell(one.number, &one.name, [About::Invalid(fault)]);
            return Vec::new();
        }
        let second = candidates.split_off(candidates.len() / 2);
        let mut kept = self.sound(candidates, list, read);
        kept.extend(self.sound(second, list, read));
        kept
    }
}

/// Reads a file of annotations.
///
/// # Errors
///
/// What is wrong with the JSON, and where.
pub fn annotations(
    format: Format,
    text: &str,
    destination: &Destination<'_>,
) -> Result<Import, serde_json::Error> {
    let json: Json = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let mut import = Import::default();
    let items = match format {
        Format::Hypothesis => hypothesis::items(json, &mut import),
        _ => web_annotation::items(&json, &mut import),
    };
    entry::add_all(items, destination, &mut import);
    import.notices.sort_by_key(|notice| notice.number);
    Ok(import)
}

/// Returns the first error that reading candidates would bring.
fn fault_of(
    candidates: &[Candidate],
    list: List,
    read: &dyn Fn(&YamlFile, &Diagnostics),
) -> Option<String> {
    let diagnostics = Diagnostics::default();
    match yaml_of(candidates, list, &diagnostics) {
        Ok(Some(yaml)) => read(&yaml, &diagnostics),
        Ok(None) => {}
        Err(refusal) => return Some(refusal.to_string()),
    }
    let mut found = diagnostics.into_sorted().into_iter();
    found.find(|one| one.severity == Severity::Error).map(|error| error.problem.to_string())
}

/// Returns the file that candidates alone would make.
fn yaml_of(
    candidates: &[Candidate],
    list: List,
    diagnostics: &Diagnostics,
) -> Result<Option<YamlFile>, edit::Refusal> {
    let empty = SourceFile::new("import.yaml", String::new());
    let entry = |candidate: &Candidate| (candidate.id.clone(), candidate.fields.clone());
    let entries: Vec<(String, Mapping)> = candidates.iter().map(entry).collect();
    let text = edit::add_all(list, &empty, &entries)?;
    Ok(YamlFile::parse(SourceFile::new(empty.path, text), diagnostics))
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

/// Returns a mapping of those values that say something.
fn mapping<const N: usize>(values: [(&str, Value); N]) -> Mapping {
    let mut fields = Mapping::new();
    values.into_iter().for_each(|(field, value)| set(&mut fields, field, value));
    fields
}
