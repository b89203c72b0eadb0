//! What others exchange comes in: annotations, bibliographies, texts. Pure: text in,
//! entries and a report out; `cli::import` reads and writes the files.
//!
//! [`Format::detect`] tells what a file is by its content. Annotations are read into
//! items (`item.rs`; `web_annotation.rs`, `hypothesis.rs`), which know nothing of the
//! article; `passage.rs` finds their passages in its prose, by the same anchoring as
//! everything else; `entry.rs` makes entries of a sidecar from them. `works/` reads
//! bibliographies, `page.rs` the text of an article.
//!
//! Nothing is lost in silence: what an item says and Postil cannot hold is [`Said`] of
//! it by its number. One bad item never hides the others.

mod entry;
mod foreign;
mod format;
mod hypothesis;
mod item;
mod json;
mod origin;
pub mod page;
mod passage;
mod said;
mod selection;
mod web_annotation;
pub mod works;

use serde_json::Value;
use serde_yaml::Mapping;

use crate::{
    diag::{Diagnostics, Severity},
    model::{Settings, Source, Term},
};

pub use format::Format;
pub use passage::Ground;
pub use said::{Said, What};

/// The article that annotations come into, and what they may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Home<'a> {
    /// Its slug.
    pub slug: &'a str,
    /// The slugs of all articles.
    pub slugs: &'a [String],
    /// Its text.
    pub ground: &'a Ground<'a>,
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
    pub said: Vec<Said>,
    /// How many are there already.
    pub n_present: usize,
    /// How many are private, and left out for that.
    pub n_private: usize,
}

impl Import {
    /// Returns whether something did not come in.
    #[must_use]
    pub fn has_losses(&self) -> bool {
        self.said.iter().any(|said| said.what.is_loss())
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
    home: &Home<'_>,
) -> Result<Import, serde_json::Error> {
    let json: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let mut import = Import::default();
    let items = match format {
        Format::Hypothesis => hypothesis::items(&json, &mut import),
        _ => web_annotation::items(&json, &mut import),
    };
    entry::add_all(items, home, &mut import);
    import.said.sort_by_key(|said| said.number);
    Ok(import)
}

/// Returns what `fault_of` finds nothing wrong with; hands the others to `refuse`.
///
/// All are looked at together; where that finds a fault, halves are, and halves of
/// halves, so that a few bad ones cost little.
fn valid<T>(
    all: Vec<T>,
    fault_of: &dyn Fn(&[T]) -> Option<String>,
    refuse: &mut dyn FnMut(&T, String),
) -> Vec<T> {
    let Some(message) = fault_of(&all) else { return all };
    if let [one] = all.as_slice() {
        refuse(one, message);
        return Vec::new();
    }
    let mut first = all;
    let second = first.split_off(first.len() / 2);
    let mut kept = valid(first, fault_of, refuse);
    kept.extend(valid(second, fault_of, refuse));
    kept
}

/// Returns the first error among diagnostics.
fn first_error(diagnostics: Diagnostics) -> Option<String> {
    let said = diagnostics.into_sorted();
    let error = said.into_iter().find(|one| one.severity == Severity::Error)?;
    Some(error.problem.to_string())
}
