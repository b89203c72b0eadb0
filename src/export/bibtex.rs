//! Works as BibTeX, written by the crate `biblatex`.
//!
//! Fields that only BibLaTeX knows (`url`, `urldate`, `langid`) are kept: BibTeX
//! passes over what it does not know. The archived copy is in `addendum`.

use biblatex::{Chunk, Entry, EntryType as Type, Spanned};
use hayagriva::types::{EntryType, Person};

use super::reference::Reference;
use crate::{model::Source, text::messages::Messages};

/// Its media type.
pub(crate) const MEDIA_TYPE: &str = "application/x-bibtex";

/// Writes works, an empty line between two.
pub(crate) fn list<'a>(
    sources: impl IntoIterator<Item = &'a Source>,
    messages: &Messages,
) -> String {
    let entries: Vec<String> =
        sources.into_iter().map(|source| entry(Reference::new(source), messages) + "\n").collect();
    entries.join("\n")
}

fn entry(work: Reference<'_>, messages: &Messages) -> String {
    let kind = bib_type(&work);
    let holds_title = if kind == Type::Article { "journaltitle" } else { "booktitle" };
    let archived = work.source.archived.as_ref().map(|copy| match copy.date {
        Some(date) => {
            let date = [("date", date.to_string().into())];
            format!("{}: {}", messages.with("archived-on", &date), copy.url)
        }
        None => format!("{} {}", messages.get("archived-at"), copy.url),
    });
    let mut entry = Entry::new(work.source.key().to_owned(), kind);
    set_names(&mut entry, "author", work.authors);
    set_names(&mut entry, "editor", work.editors);
    let texts = [
        ("title", work.title),
        (holds_title, work.container_title),
        ("publisher", work.publisher),
        ("location", work.publisher_place),
        ("volume", work.volume),
        ("number", work.issue.or(work.serial)),
        ("edition", work.edition),
        ("pages", work.pages.map(|pages| pages.replace(['-', '–'], "--"))),
        ("type", work.genre),
        ("isbn", work.isbn),
        ("issn", work.issn),
        ("date", work.date),
        ("urldate", work.accessed),
        ("langid", work.language),
        ("note", work.note),
        ("addendum", archived),
    ];
    for (field, text) in texts {
        set(&mut entry, field, text, Chunk::Normal);
    }
    set(&mut entry, "doi", work.doi, Chunk::Verbatim);
    set(&mut entry, "url", work.url, Chunk::Verbatim);
    // Texts and dates that were read as such.
    entry.to_bibtex_string().unwrap_or_else(|_| entry.to_biblatex_string())
}

fn set(entry: &mut Entry, field: &str, text: Option<String>, chunk: fn(String) -> Chunk) {
    if let Some(text) = text {
        entry.set(field, vec![Spanned::detached(chunk(text))]);
    }
}

/// Sets a list of names; one without a given name stands in braces, taken whole.
fn set_names(entry: &mut Entry, field: &str, persons: &[Person]) {
    let mut chunks = Vec::new();
    for person in persons {
        if !chunks.is_empty() {
            chunks.push(Spanned::detached(Chunk::Normal(" and ".to_owned())));
        }
        let chunk = match &person.given_name {
            Some(_) => Chunk::Normal(person.name_first(false, true)),
            None => Chunk::Verbatim(person.name.clone()),
        };
        chunks.push(Spanned::detached(chunk));
    }
    if !chunks.is_empty() {
        entry.set(field, chunks);
    }
}

fn bib_type(work: &Reference<'_>) -> Type {
    let (kind, container) = work.kind;
    match (kind, container) {
        (EntryType::Article, Some(EntryType::Proceedings | EntryType::Conference)) => {
            Type::InProceedings
        }
        (EntryType::Article, Some(EntryType::Periodical | EntryType::Newspaper)) => Type::Article,
        (EntryType::Article | EntryType::Web | EntryType::Post | EntryType::Blog, _) => {
            Type::Online
        }
        (EntryType::Book, _) => Type::Book,
        (EntryType::Chapter, _) => Type::InBook,
        (EntryType::Anthos, _) => Type::InCollection,
        (EntryType::Anthology, _) => Type::Collection,
        (EntryType::Entry, Some(EntryType::Reference)) => Type::InReference,
        (EntryType::Entry, _) => Type::InCollection,
        (EntryType::Report, _) => Type::Report,
        (EntryType::Thesis, _) => Type::Thesis,
        (EntryType::Proceedings | EntryType::Conference, _) => Type::Proceedings,
        (EntryType::Patent, _) => Type::Patent,
        (EntryType::Reference, _) => Type::Reference,
        (EntryType::Manuscript, _) => Type::Unpublished,
        _ => Type::Misc,
    }
}
