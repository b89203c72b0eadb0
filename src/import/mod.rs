//! What others exchange comes in: annotations, bibliographies, texts. Pure: text in,
//! entries and notices out; `cli::import` reads and writes the files.
//!
//! [`Format::detect`] tells what a file is by its content. Annotations are read into
//! items (`item.rs`; `web_annotation.rs`, `hypothesis.rs`, `mrsf.rs`), which know nothing of the
//! article; `passage.rs` finds their passages in its prose, by the same anchoring as
//! everything else; `entry.rs` makes entries of a sidecar from them, and `dedup.rs` knows
//! which came before. `works/` reads bibliographies, `page.rs` the text of an article,
//! `document/` the comments of a document of Word (`again.rs` those that came before), and
//! `transcript.rs` makes a text of captions (`captions.rs`).
//!
//! Nothing is lost in silence: what an item says and Postil cannot hold is a [`Notice`]
//! with its number. One bad item never hides the others.

mod again;
mod archive;
mod captions;
mod dedup;
pub mod document;
mod embedded;
mod entry;
mod format;
mod head;
mod hypothesis;
mod item;
mod json;
mod mrsf;
mod notice;
pub mod page;
mod passage;
mod sanitize;
mod selection;
mod transcript;
mod web_annotation;
pub mod works;

use std::collections::BTreeMap;

use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

use crate::{
    diag::{Diagnostics, Severity},
    edit::{self, List},
    io::SourceFile,
    model::{Settings, Source, Term, parse::YamlFile},
};
use item::Item;
use notice::About;

pub use again::Older;
pub use archive::too_large;
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
    /// Its annotations, each with its id and its fields.
    pub entries: &'a [(String, Mapping)],
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
    /// What entries that are there are to say anew, each with its id.
    pub updates: Vec<(String, Mapping)>,
    /// How many are there already, and say nothing new.
    pub n_present: usize,
    /// How many are there already, and say something new now.
    pub n_updated: usize,
    /// How many would say something new, but are left as they are.
    pub n_left: usize,
    /// How many were withdrawn here, and stay so.
    pub n_retracted: usize,
    /// How many came before and do not now.
    pub n_gone: usize,
    /// How many are left out since others that are newer came before.
    pub n_older: usize,
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

/// Reads a file of annotations; of all items, or those of some numbers.
///
/// # Errors
///
/// What is wrong with the file, and where.
pub fn annotations(
    format: Format,
    text: &str,
    numbers: Option<&[usize]>,
    destination: &Destination<'_>,
) -> Result<Import, String> {
    let mut import = Import::default();
    let mut items = items(format, text, &mut import)?;
    if let Some(numbers) = numbers {
        items.retain(|item| numbers.contains(&item.number));
        import.notices.retain(|notice| numbers.contains(&notice.number));
    }
    entry::add_all(items, destination, &mut import);
    import.notices.sort_by_key(|notice| notice.number);
    Ok(import)
}

fn items(format: Format, text: &str, import: &mut Import) -> Result<Vec<Item>, String> {
    let text = text.trim_start_matches('\u{feff}');
    if format == Format::Mrsf {
        return mrsf::items(text, import);
    }
    let json: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(match format {
        Format::Hypothesis => hypothesis::items(&json, import),
        _ => web_annotation::items(&json, import),
    })
}

/// The items of a file of annotations by the articles that they are about.
#[derive(Debug, Default)]
pub struct ByArticle {
    /// The numbers of items, by the slugs of articles.
    pub found: BTreeMap<String, Vec<usize>>,
    /// The numbers of those that are about no article, each with the address that it names.
    pub others: Vec<(usize, String)>,
}

/// Tells which items of a file of annotations are about which article, by the addresses of
/// pages.
///
/// `articles` are their slugs, with the addresses at which they were published first.
///
/// # Errors
///
/// What is wrong with the file, and where.
pub fn by_article(
    format: Format,
    text: &str,
    articles: &[(String, Option<String>)],
    settings: &Settings,
) -> Result<ByArticle, String> {
    let mut by_article = ByArticle::default();
    for item in items(format, text, &mut Import::default())? {
        let named = item.targets.iter().map(|target| target.source.as_str()).chain([&*item.id]);
        let of = |address: &str| {
            let own = dedup::slug_of(address, settings);
            let is_it = |(slug, url): &&(String, Option<String>)| {
                let is_same = |url: &String| without_scheme(url) == without_scheme(address);
                own == Some(slug.as_str()) || url.as_ref().is_some_and(is_same)
            };
            articles.iter().find(is_it).map(|(slug, _)| slug.clone())
        };
        match named.clone().find_map(of) {
            Some(slug) => by_article.found.entry(slug).or_default().push(item.number),
            None => {
                let address = named.clone().find(|name| !name.is_empty()).unwrap_or_default();
                by_article.others.push((item.number, address.to_owned()));
            }
        }
    }
    Ok(by_article)
}

/// Returns an address without what differs between addresses of one page.
fn without_scheme(address: &str) -> &str {
    let page = address.split('#').next().unwrap_or_default();
    let page = page.strip_prefix("https://").or(page.strip_prefix("http://")).unwrap_or(page);
    page.strip_prefix("www.").unwrap_or(page).trim_end_matches('/')
}

/// Returns the set of annotations within a book, or within a file `.annotations`; `None` if
/// there is none.
#[must_use]
pub fn annotations_in(bytes: &[u8]) -> Option<String> {
    let archive = archive::Archive::new(bytes);
    let names = ["annotations.json", "META-INF/annotations.json"];
    let found = names.iter().find_map(|name| archive.file(name))?;
    Some(String::from_utf8_lossy(&found).into_owned())
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
