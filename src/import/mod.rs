//! What others exchange comes in: annotations, bibliographies, texts. Pure: text in,
//! entries and notices out; `cli::import` reads and writes the files.
//!
//! [`Format::detect`] tells what a file is by its content. Annotations are read into
//! items (`item.rs`; `web_annotation.rs`, `hypothesis.rs`), which know nothing of the
//! article; `passage.rs` finds their passages in its prose, by the same anchoring as
//! everything else; `entry.rs` makes entries of a sidecar from them, and `dedup.rs` knows
//! which came before. `works/` reads bibliographies, `page.rs` the text of an article, and
//! `transcript.rs` makes one of captions (`captions.rs`).
//!
//! Nothing is lost in silence: what an item says and Postil cannot hold is a [`Notice`]
//! with its number. One bad item never hides the others.

mod captions;
mod dedup;
mod embedded;
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
mod transcript;
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
pub use transcript::{Known, media_problem, transcript};

/// The article that annotations come into, and what they may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Destination<'a> {
    /// Its slug.
    pub slug: &'a str,
    /// The slugs of all articles.
    pub slugs: &'a [String],
    /// Its text.
    pub text: &'a ArticleText<'a>,
    /// Its translations, each with its language.
    pub translations: &'a [(&'a str, ArticleText<'a>)],
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

impl Import {
    fn tell(&mut self, number: usize, name: &str, about: impl IntoIterator<Item = About>) {
        let notice = |about| Notice { number, name: name.to_owned(), about };
        self.notices.extend(about.into_iter().map(notice));
    }

    /// Returns what `read` makes of an entry in a file of its own; says the first error that
    /// this brings, if any.
    fn checked<T>(
        &mut self,
        number: usize,
        name: &str,
        entry: &(String, Mapping),
        list: List,
        read: impl FnOnce(&YamlFile, &Diagnostics) -> Vec<T>,
    ) -> Option<T> {
        let diagnostics = Diagnostics::default();
        let empty = SourceFile::new("import.yaml", String::new());
        let text = edit::add(list, &empty, std::slice::from_ref(entry));
        let read = text.map_err(|refusal| refusal.to_string()).and_then(|text| {
            let yaml = YamlFile::parse(SourceFile::new(empty.path, text), &diagnostics);
            let read = yaml.map(|yaml| read(&yaml, &diagnostics)).unwrap_or_default();
            let mut found = diagnostics.into_sorted().into_iter();
            match found.find(|one| one.severity == Severity::Error) {
                Some(error) => Err(error.problem.to_string()),
                None => Ok(read.into_iter().next()),
            }
        });
        read.unwrap_or_else(|fault| {
            self.tell(number, name, [About::Invalid(fault)]);
            None
        })
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
        Format::Hypothesis => hypothesis::items(&json, &mut import),
        _ => web_annotation::items(&json, &mut import),
    };
    entry::add_all(items, destination, &mut import);
    import.notices.sort_by_key(|notice| notice.number);
    Ok(import)
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
