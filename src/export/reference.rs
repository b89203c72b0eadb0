//! What the formats of bibliographies take from a work: plain texts, whatever
//! Hayagriva's types are.

use hayagriva::{
    Entry,
    types::{EntryType, Person},
};

use crate::{cite::format_date, model::Source};

/// A work, its fields as texts; what it lacks is taken from what it stands in.
pub(super) struct Reference<'a> {
    pub(super) source: &'a Source,
    /// What it is, and what it stands in: a newspaper, a book, a website.
    pub(super) kind: (&'a EntryType, Option<&'a EntryType>),
    pub(super) authors: &'a [Person],
    pub(super) editors: &'a [Person],
    pub(super) title: Option<String>,
    pub(super) container_title: Option<String>,
    /// When it was published, as far as that is known.
    pub(super) date: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) publisher_place: Option<String>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) edition: Option<String>,
    pub(super) pages: Option<String>,
    pub(super) genre: Option<String>,
    pub(super) language: Option<String>,
    pub(super) note: Option<String>,
    pub(super) doi: Option<String>,
    pub(super) isbn: Option<String>,
    pub(super) issn: Option<String>,
    /// A number of any other kind.
    pub(super) serial: Option<String>,
    pub(super) url: Option<String>,
    /// When its address was visited.
    pub(super) accessed: Option<String>,
}

impl<'a> Reference<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let entry = &source.entry;
        let container = entry.parents().first();
        let all = || [Some(entry), container].into_iter().flatten();
        let number = |kind: &str| all().find_map(|it| it.serial_number()?.0.get(kind).cloned());
        let publisher = || all().filter_map(Entry::publisher);
        let organization = || entry.organization().map(ToString::to_string);
        let editors = all().filter_map(Entry::editors).find(|editors| !editors.is_empty());
        Self {
            source,
            kind: (entry.entry_type(), container.map(Entry::entry_type)),
            authors: entry.authors().unwrap_or_default(),
            editors: editors.unwrap_or_default(),
            title: entry.title().map(ToString::to_string),
            container_title: container.and_then(Entry::title).map(ToString::to_string),
            date: entry.date_any().map(|date| format_date(*date)),
            publisher: publisher()
                .find_map(|publisher| publisher.name().map(ToString::to_string))
                .or_else(organization),
            publisher_place: publisher()
                .find_map(|publisher| publisher.location().map(ToString::to_string)),
            volume: all().find_map(|it| it.volume().map(ToString::to_string)),
            issue: all().find_map(|it| it.issue().map(ToString::to_string)),
            edition: all().find_map(|it| it.edition().map(ToString::to_string)),
            pages: entry.page_range().map(ToString::to_string),
            genre: entry.genre().map(ToString::to_string),
            language: entry.language().map(ToString::to_string),
            note: entry.note().map(ToString::to_string),
            doi: number("doi"),
            isbn: number("isbn"),
            issn: number("issn"),
            serial: number("serial"),
            url: entry.url_any().map(|url| url.value.to_string()),
            accessed: entry.url_any().and_then(|url| url.visit_date).map(format_date),
        }
    }
}
