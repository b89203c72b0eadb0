//! Works cited.

use super::{
    Allow, Date,
    decode::Unread,
    describe::{entry, words},
    texts::Address,
};

/// One work of the bibliography.
#[derive(Debug, Clone)]
pub struct Source {
    /// The work as Hayagriva reads it; its key is what citations give.
    pub entry: hayagriva::Entry,
    /// An archived copy of its page.
    pub archived: Option<Archived>,
    /// How much weight it bears.
    pub quality: Option<Quality>,
    /// How far the editors have read it.
    pub read: Option<Extent>,
    /// Warnings silenced for it.
    pub allow: Vec<Allow>,
}

impl Source {
    /// Returns a work of which nothing is said but what Hayagriva reads.
    #[must_use]
    pub fn new(entry: hayagriva::Entry) -> Self {
        Self { entry, archived: None, quality: None, read: None, allow: Vec::new() }
    }

    /// Returns the key that citations give.
    #[must_use]
    pub fn key(&self) -> &str {
        self.entry.key()
    }
}

/// Returns the work that a key names; `sources` are in the order of their keys.
#[must_use]
pub fn source_by_key<'a>(sources: &'a [Source], key: &str) -> Option<&'a Source> {
    let index = sources.binary_search_by(|source| source.key().cmp(key)).ok()?;
    Some(&sources[index])
}

entry! {
    /// A work cited, in Hayagriva's format (its documentation describes all fields), with four
    /// keys more. Hayagriva ignores all others in silence, so that a misspelt one would be lost.
    pub struct Work as Source = "source" {
        /// `article`, `web`, `report`, `book` …
        pub kind as "type": String = String, required;
        /// The title.
        pub title: Option<Unread> = Unread;
        /// The author or authors, family name first.
        pub author: Option<Unread> = Unread;
        /// When it was published.
        pub date: Option<Date> = Date;
        /// The work that it is a part of: a journal, a site.
        pub parent: Option<Unread> = Unread;
        /// What it says, in short.
        pub summary as "abstract": Option<Unread> = Unread;
        /// Its genre.
        pub genre: Option<Unread> = Unread;
        /// The editor or editors.
        pub editor: Option<Unread> = Unread;
        /// Others who had a part in it, by their role.
        pub affiliated: Option<Unread> = Unread;
        /// Where it stands in its library.
        pub call_number as "call-number": Option<Unread> = Unread;
        /// The publisher.
        pub publisher: Option<Unread> = Unread;
        /// Where it was published or is kept.
        pub location: Option<Unread> = Unread;
        /// The organization that it was made at or for.
        pub organization: Option<Unread> = Unread;
        /// The issue of a journal.
        pub issue: Option<Unread> = Unread;
        /// The chapter.
        pub chapter: Option<Unread> = Unread;
        /// The volume.
        pub volume: Option<Unread> = Unread;
        /// How many volumes there are.
        pub volume_total as "volume-total": Option<Unread> = Unread;
        /// The edition.
        pub edition: Option<Unread> = Unread;
        /// The pages, within its parent.
        pub page_range as "page-range": Option<Unread> = Unread;
        /// How many pages it has.
        pub page_total as "page-total": Option<Unread> = Unread;
        /// From when to when, within its parent.
        pub time_range as "time-range": Option<Unread> = Unread;
        /// How long it runs.
        pub runtime: Option<Unread> = Unread;
        /// An address, or `{ value, date }` with the day it was read.
        pub url: Option<Unread> = Unread;
        /// ISBN, ISSN, DOI or the like.
        pub serial_number as "serial-number": Option<Unread> = Unread;
        /// The language of the work (BCP 47).
        pub language: Option<String> = String;
        /// The archive that keeps it.
        pub archive: Option<Unread> = Unread;
        /// Where that archive is.
        pub archive_location as "archive-location": Option<Unread> = Unread;
        /// A remark: a copy, a mirror.
        pub note: Option<Unread> = Unread;
        /// An archived copy of the page.
        pub archived: Option<Archived> = Archived;
        /// How much weight it bears.
        pub quality: Option<Quality> = Quality;
        /// How far it was read.
        pub read: Option<Extent> = Extent;
        /// Warnings silenced for it.
        pub allow: Vec<Allow> = Vec<Allow>;
    }
}

entry! {
    /// An archived copy.
    pub struct Archived as Archived = "archived" {
        /// Where it is.
        pub url: String = Address, required;
        /// When it was made.
        pub date: Option<Date> = Date;
    }
}

words! {
    /// How much weight a source bears, in the editors' judgement.
    pub enum Quality {
        /// Original documents, careful reporting.
        High => "high",
        /// Usable beside others.
        Medium => "medium",
        /// A pointer only.
        Low => "low",
    }
}

words! {
    /// How far a source was read.
    pub enum Extent {
        /// All of it.
        Whole = 3 => "whole",
        /// A part of its text, such as an opening or an excerpt.
        Part = 2 => "part",
        /// Its abstract or a summary of its own.
        Abstract = 1 => "abstract",
        /// Its cover, title or list of contents.
        Cover = 0 => "cover",
    }
}
