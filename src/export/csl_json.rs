//! Works as CSL-JSON, version 1.0 of the Citation Style Language's data schema,
//! which Zotero, Pandoc and most word processors' citation tools read.
//!
//! The archived copy is `archive_location` and its date stands in `note`, since
//! CSL has no fields for them.

use hayagriva::types::{EntryType, Person};
use serde_json::{Value, json};

use super::{json::tidy, reference::Reference};
use crate::{
    model::{Date, Source},
    text::messages::Messages,
};

/// Its media type.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.citationstyles.csl+json";

/// Writes works, one a line.
pub(crate) fn list<'a>(
    sources: impl IntoIterator<Item = &'a Source>,
    messages: &Messages,
) -> String {
    let items =
        sources.into_iter().map(|source| tidy(item(&Reference::new(source), messages)).to_string());
    format!("[\n{}\n]\n", items.collect::<Vec<_>>().join(",\n"))
}

pub(super) fn item(work: &Reference<'_>, messages: &Messages) -> Value {
    let archived = work.source.archived.as_ref();
    let archived_on = archived
        .and_then(|copy| copy.date)
        .map(|date| messages.with("archived-on", &[("date", date.to_string().into())]));
    let notes: Vec<String> = work.note.iter().cloned().chain(archived_on).collect();
    json!({
        "id": work.source.key(),
        "type": csl_type(work),
        "title": work.title,
        "author": names(work.authors),
        "editor": names(work.editors),
        "issued": date(work.date.as_ref()),
        "container-title": work.container_title,
        "publisher": work.publisher,
        "publisher-place": work.publisher_place,
        "volume": work.volume,
        "issue": work.issue,
        "edition": work.edition,
        "page": work.pages,
        "genre": work.genre,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "ISSN": work.issn,
        "number": work.serial,
        "URL": work.url,
        "accessed": date(work.accessed.as_ref()),
        "archive_location": archived.map(|copy| &copy.url),
        "language": work.language,
        "note": (!notes.is_empty()).then(|| notes.join(". ")),
    })
}

fn csl_type(work: &Reference<'_>) -> &'static str {
    let (kind, container) = work.kind;
    match (kind, container) {
        (EntryType::Article, Some(EntryType::Newspaper)) => "article-newspaper",
        (EntryType::Article, Some(EntryType::Periodical)) => "article-journal",
        (EntryType::Article, Some(EntryType::Proceedings | EntryType::Conference)) => {
            "paper-conference"
        }
        (EntryType::Article | EntryType::Post, Some(EntryType::Blog)) => "post-weblog",
        (EntryType::Article, Some(EntryType::Web)) => "webpage",
        (EntryType::Article, _) => "article",
        (EntryType::Entry, Some(EntryType::Reference)) => "entry-encyclopedia",
        (EntryType::Web | EntryType::Blog, _) | (EntryType::Entry, Some(EntryType::Web)) => {
            "webpage"
        }
        (EntryType::Entry, _) => "entry",
        (EntryType::Book | EntryType::Anthology | EntryType::Reference, _) => "book",
        (EntryType::Proceedings | EntryType::Conference, _) => "book",
        (EntryType::Chapter | EntryType::Anthos, _) => "chapter",
        (EntryType::Report, _) => "report",
        (EntryType::Thesis, _) => "thesis",
        (EntryType::Periodical | EntryType::Newspaper, _) => "periodical",
        (EntryType::Legislation, _) => "legislation",
        (EntryType::Case, _) => "legal_case",
        (EntryType::Patent, _) => "patent",
        (EntryType::Post | EntryType::Thread, _) => "post",
        (EntryType::Video, _) => "motion_picture",
        (EntryType::Audio, _) => "song",
        (EntryType::Manuscript, _) => "manuscript",
        (EntryType::Repository, _) => "software",
        (EntryType::Artwork | EntryType::Exhibition, _) => "graphic",
        (EntryType::Performance | EntryType::Scene, _) => "performance",
        _ => "document",
    }
}

/// Returns names; one without a given name is an institution's, taken whole.
fn names(persons: &[Person]) -> Vec<Value> {
    let name = |person: &Person| match &person.given_name {
        Some(given) => json!({
            "family": person.name,
            "given": given,
            "non-dropping-particle": person.prefix,
            "suffix": person.suffix,
        }),
        None => json!({ "literal": person.name }),
    };
    persons.iter().map(name).collect()
}

/// Returns a date of ISO 8601 in parts, as far as it is known.
fn date(text: Option<&String>) -> Option<Value> {
    let date: Date = text?.parse().ok()?;
    let mut parts = vec![date.year];
    parts.extend([date.month, date.day].into_iter().map_while(|part| part).map(i16::from));
    Some(json!({ "date-parts": [parts] }))
}
