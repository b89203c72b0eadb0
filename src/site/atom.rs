//! The Atom feeds of annotations: what is new, changed or corrected.
//!
//! The format is that of RFC 4287. One feed lists all kinds, and each kind that
//! there is has one of its own. An annotation has one entry, whose id is its
//! permalink and whose link leads to the passage; a change or a correction
//! makes it newer, so that readers see it again. Editors give days, so every
//! time is the day's first moment in UTC, and nothing asks a clock.

use std::{cmp::Reverse, collections::BTreeSet};

use serde_json::json;

use crate::{
    edition::paths,
    model::{Date, Kind},
    text::xml::Templates,
};

/// The media type of feeds.
pub(super) const MEDIA_TYPE: &str = "application/atom+xml";

/// How many entries a feed has at most.
const MAX_ENTRIES: usize = 100;

/// An annotation in the feed.
///
/// Ordered as the feed lists them: the latest first, then by address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    /// When it was last changed or corrected.
    pub updated: Reverse<Date>,
    /// Its permalink, absolute.
    pub id: String,
    /// The address of its passage, absolute.
    pub url: String,
    /// What it is: “Fact check 3: imprecise”.
    pub title: String,
    /// What it says, in a sentence.
    pub summary: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was written.
    pub published: Option<Date>,
    /// The title of its article.
    pub article: String,
}

/// A feed: what it lists, in words, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Feed<'a> {
    /// Its title.
    pub title: &'a str,
    /// Where the site stands, with `/` at its end.
    pub base_url: &'a str,
    /// The kind it lists; all of them if not said.
    pub of: Option<Kind>,
    /// The editors.
    pub authors: &'a [&'a str],
}

/// The newest entries of an edition, by kind; articles add theirs in any order.
#[derive(Debug, Default)]
pub(super) struct Newest([BTreeSet<Entry>; Kind::ALL.len()]);

impl Newest {
    /// Adds an entry, or drops it if there are enough before it.
    ///
    /// `make` is called only if the entry, whose permalink is `id`, is to be kept.
    pub(super) fn add(
        &mut self,
        kind: Kind,
        updated: Date,
        id: &str,
        make: impl FnOnce() -> Entry,
    ) {
        let kept = &mut self.0[kind as usize];
        let is_full = kept.len() >= MAX_ENTRIES;
        let is_before = |last: &Entry| (&last.updated, last.id.as_str()) <= (&Reverse(updated), id);
        if is_full && kept.last().is_some_and(is_before) {
            return;
        }
        kept.insert(make());
        if kept.len() > MAX_ENTRIES {
            kept.pop_last();
        }
    }

    /// Returns a feed in Atom.
    #[must_use]
    pub(super) fn atom(&self, feed: &Feed<'_>) -> String {
        let kinds = Kind::ALL.into_iter().filter(|&kind| feed.of.is_none_or(|of| of == kind));
        let mut entries: Vec<&Entry> = kinds.flat_map(|kind| &self.0[kind as usize]).collect();
        entries.sort_unstable();
        entries.truncate(MAX_ENTRIES);
        atom(feed, &entries)
    }
}

fn atom(feed: &Feed<'_>, entries: &[&Entry]) -> String {
    let Feed { title, base_url, of, authors } = *feed;
    // An entry without an author takes the feed's, and one of them must have one.
    let authors = if authors.is_empty() { &[title] } else { authors };
    let address = format!("{base_url}{}", paths::feed(of));
    let updated = entries.first().map_or(NEVER, |newest| newest.updated.0);
    let entries = entries.iter().map(|entry| {
        json!({
            "id": entry.id,
            "title": format!("{} – {}", entry.title, entry.article),
            "updated": entry.updated.0.first_moment(),
            "url": entry.url,
            "published": entry.published.map(Date::first_moment),
            "authors": entry.authors,
            // An entry without content must have a summary for those who can't follow the link.
            "summary": entry.summary.as_deref().unwrap_or(&entry.title),
        })
    });
    let view = json!({
        // Two feeds are two things, so each has an id of its own; that of all has the site's.
        "id": if of.is_none() { base_url } else { &address },
        "title": title,
        "updated": updated.first_moment(),
        "site": base_url,
        "address": address,
        "authors": authors,
        "entries": entries.collect::<Vec<_>>(),
    });
    Templates::new([("atom.xml", include_str!("atom.xml"))]).render("atom.xml", &view)
}

/// Stands in a feed without entries, which must have a time all the same.
const NEVER: Date = Date { year: 1970, month: Some(1), day: Some(1) };

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: Feed<'_> =
        Feed { title: "E & F", base_url: "https://example.org/", of: None, authors: &[] };

    fn add(newest: &mut Newest, id: usize, date: &str) {
        let date: Date = date.parse().unwrap();
        let kind = if id.is_multiple_of(2) { Kind::Note } else { Kind::FactCheck };
        let permalink = format!("https://example.org/a/#n{id:03}");
        newest.add(kind, date, &permalink, || Entry {
            updated: Reverse(date),
            id: permalink.clone(),
            url: format!("https://example.org/a/#ref-n{id:03}"),
            title: format!("Note {id}"),
            summary: Some("1 < 2\u{c}".to_owned()),
            authors: Vec::new(),
            published: None,
            article: "A".to_owned(),
        });
    }

    #[test]
    fn the_newest_are_kept_in_whatever_order_they_come() {
        let (mut forwards, mut backwards) = (Newest::default(), Newest::default());
        let date = |id: usize| format!("20{:02}-01-01", id / 3 + 10);
        for id in 0..150 {
            add(&mut forwards, id, &date(id));
            add(&mut backwards, 149 - id, &date(149 - id));
        }
        let feed = Feed { authors: &["Desk"], ..EMPTY };
        for of in paths::feeds() {
            let feed = Feed { of, ..feed.clone() };
            assert_eq!(forwards.atom(&feed), backwards.atom(&feed));
        }
        let checks = forwards.atom(&Feed { of: Some(Kind::FactCheck), ..feed.clone() });
        assert_eq!(checks.matches("<entry>").count(), 75);
        assert!(checks.contains("#ref-n149") && !checks.contains("#ref-n148"));
        let feed = forwards.atom(&feed);
        assert_eq!(feed.matches("<entry>").count(), 100);
        assert!(feed.contains("<updated>2059-01-01T00:00:00Z</updated>"));
        assert!(feed.contains("#ref-n149") && !feed.contains("#ref-n010"));
        assert!(feed.contains("1 &lt; 2\u{fffd}<"), "XML 1.0 holds no form feed");
    }

    #[test]
    fn a_feed_without_entries_is_a_feed() {
        let feed = Newest::default().atom(&EMPTY);
        assert!(feed.contains("<title>E &amp; F</title>"));
        assert!(feed.contains("<author><name>E &amp; F</name></author>"));
    }
}
