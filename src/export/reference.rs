//! What the formats of bibliographies take from a work: plain texts, whatever
//! Hayagriva's types are.

use hayagriva::{
    Entry,
    types::{EntryType, Person},
};

use crate::{cite::format_date, model::Source};

/// A work, its fields as texts.
pub(super) struct Reference<'a> {
    pub(super) source: &'a Source,
    entry: &'a Entry,
    /// What it stands in: a newspaper, a book, a website.
    container: Option<&'a Entry>,
}

impl<'a> Reference<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let entry = &source.entry;
        Self { source, entry, container: entry.parents().first() }
    }

    pub(super) fn key(&self) -> &'a str {
        self.source.key()
    }

    pub(super) fn kind(&self) -> (&'a EntryType, Option<&'a EntryType>) {
        (self.entry.entry_type(), self.container.map(Entry::entry_type))
    }

    pub(super) fn authors(&self) -> &'a [Person] {
        self.entry.authors().unwrap_or_default()
    }

    pub(super) fn editors(&self) -> &'a [Person] {
        let of = |entry: &'a Entry| entry.editors().filter(|editors| !editors.is_empty());
        of(self.entry).or_else(|| self.container.and_then(of)).unwrap_or_default()
    }

    /// Returns the date on which it was published, as far as it is known.
    pub(super) fn date(&self) -> Option<String> {
        self.entry.date_any().map(|date| format_date(*date))
    }

    pub(super) fn url(&self) -> Option<String> {
        self.entry.url_any().map(|url| url.value.to_string())
    }

    /// Returns the date on which its address was visited.
    pub(super) fn accessed(&self) -> Option<String> {
        self.entry.url_any().and_then(|url| url.visit_date).map(format_date)
    }

    pub(super) fn title(&self) -> Option<String> {
        self.entry.title().map(ToString::to_string)
    }

    pub(super) fn container_title(&self) -> Option<String> {
        self.container.and_then(Entry::title).map(ToString::to_string)
    }

    pub(super) fn publisher(&self) -> Option<String> {
        let of = |entry: &Entry| entry.publisher()?.name().map(ToString::to_string);
        let organization = self.entry.organization().map(ToString::to_string);
        of(self.entry).or_else(|| self.container.and_then(of)).or(organization)
    }

    pub(super) fn publisher_place(&self) -> Option<String> {
        let of = |entry: &Entry| entry.publisher()?.location().map(ToString::to_string);
        of(self.entry).or_else(|| self.container.and_then(of))
    }

    pub(super) fn volume(&self) -> Option<String> {
        self.text(|entry| entry.volume().map(ToString::to_string))
    }

    pub(super) fn issue(&self) -> Option<String> {
        self.text(|entry| entry.issue().map(ToString::to_string))
    }

    pub(super) fn edition(&self) -> Option<String> {
        self.text(|entry| entry.edition().map(ToString::to_string))
    }

    pub(super) fn pages(&self) -> Option<String> {
        self.entry.page_range().map(ToString::to_string)
    }

    pub(super) fn language(&self) -> Option<String> {
        self.entry.language().map(ToString::to_string)
    }

    pub(super) fn genre(&self) -> Option<String> {
        self.entry.genre().map(ToString::to_string)
    }

    pub(super) fn note(&self) -> Option<String> {
        self.entry.note().map(ToString::to_string)
    }

    /// Returns a number of its own: `doi`, `isbn`, `issn`, `serial` for any other.
    pub(super) fn number(&self, kind: &str) -> Option<String> {
        self.text(|entry| entry.serial_number()?.0.get(kind).cloned())
    }

    /// Returns a field of the work, or else of what it stands in.
    fn text(&self, of: impl Fn(&Entry) -> Option<String>) -> Option<String> {
        of(self.entry).or_else(|| self.container.and_then(&of))
    }
}
