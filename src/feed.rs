//! The Atom feed of annotations: what is new, changed or corrected.
//!
//! The format is that of RFC 4287. An annotation has one entry, whose id is its
//! permalink and whose link leads to the passage; a change or a correction
//! makes it newer, so that readers see it again. Editors give days, so every
//! time is the day's first moment in UTC, and nothing asks a clock.

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use crate::{html, model::Date};

/// The feed's path below the site's root.
pub const PATH: &str = "feed.xml";

/// How many entries a feed has at most.
const MAX_ENTRIES: usize = 100;

/// An annotation in the feed.
///
/// Ordered as the feed lists them: the latest first, then by address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
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
    pub author: Option<String>,
    /// When it was written.
    pub published: Option<Date>,
    /// The title of its article.
    pub article: String,
}

/// What entries are ordered by: when they were last changed, and their permalink.
pub type Name = (Reverse<Date>, String);

/// Returns which of several lists of entries hold any that a feed of all would have.
pub fn with_newest<'a>(lists: impl Iterator<Item = &'a [Name]>) -> BTreeSet<usize> {
    let all = lists.enumerate().flat_map(|(index, list)| list.iter().map(move |n| (n, index)));
    let mut all: Vec<(&Name, usize)> = all.collect();
    if all.len() > MAX_ENTRIES {
        all.select_nth_unstable(MAX_ENTRIES);
        all.truncate(MAX_ENTRIES);
    }
    all.into_iter().map(|(_, index)| index).collect()
}

/// The newest entries of an edition; articles add theirs in any order.
#[derive(Debug, Default)]
pub struct Newest(Mutex<BTreeSet<Entry>>);

impl Newest {
    /// Adds an entry, or drops it if there are enough that are newer.
    ///
    /// `make` is called only if the entry is new enough to be kept.
    pub fn add(&self, updated: Date, make: impl FnOnce() -> Entry) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = kept.len() >= MAX_ENTRIES;
        if is_full && kept.last().is_some_and(|oldest| oldest.updated.0 > updated) {
            return;
        }
        kept.insert(make());
        if kept.len() > MAX_ENTRIES {
            kept.pop_last();
        }
    }

    /// Returns the names of the entries, in their order.
    #[must_use]
    pub fn into_names(self) -> Vec<Name> {
        let kept = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        kept.into_iter().map(|entry| (entry.updated, entry.id)).collect()
    }

    /// Returns the feed of the edition `title` at `base_url`, whose editors are `authors`.
    #[must_use]
    pub fn atom(&self, title: &str, base_url: &str, authors: &[&str]) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let updated = kept.first().map_or(NEVER, |newest| newest.updated.0);
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
             <id>{base}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
             <link href=\"{base}\"/>\n<link rel=\"self\" href=\"{base}{PATH}\"/>\n",
            base = html::attribute(base_url),
            title = html::text(title),
            updated = moment(updated),
        );
        // An entry without an author takes the feed's, and one of them must have one.
        let authors = if authors.is_empty() { &[title] } else { authors };
        for author in authors {
            xml.push_str(&format!("<author><name>{}</name></author>\n", html::text(author)));
        }
        for entry in kept.iter() {
            push_entry(&mut xml, entry);
        }
        xml.push_str("</feed>\n");
        xml
    }
}

/// Stands in a feed without entries, which must have a time all the same.
const NEVER: Date = Date { year: 1970, month: Some(1), day: Some(1) };

fn push_entry(xml: &mut String, entry: &Entry) {
    let title = format!("{} – {}", entry.title, entry.article);
    xml.push_str(&format!(
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link href=\"{}\"/>\n",
        html::text(&entry.id),
        html::text(&title),
        moment(entry.updated.0),
        html::attribute(&entry.url),
    ));
    if let Some(published) = entry.published {
        xml.push_str(&format!("<published>{}</published>\n", moment(published)));
    }
    if let Some(author) = &entry.author {
        xml.push_str(&format!("<author><name>{}</name></author>\n", html::text(author)));
    }
    // An entry without content must have a summary for those who can't follow the link.
    let summary = entry.summary.as_deref().unwrap_or(&entry.title);
    xml.push_str(&format!("<summary>{}</summary>\n</entry>\n", html::text(summary)));
}

/// Returns the first moment of a date, as RFC 3339 writes it.
fn moment(date: Date) -> String {
    let (month, day) = (date.month.unwrap_or(1), date.day.unwrap_or(1));
    format!("{:04}-{month:02}-{day:02}T00:00:00Z", date.year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(newest: &Newest, id: usize, date: &str) {
        let date: Date = date.parse().unwrap();
        newest.add(date, || Entry {
            updated: Reverse(date),
            id: format!("https://example.org/a/#n{id:03}"),
            url: format!("https://example.org/a/#ref-n{id:03}"),
            title: format!("Note {id}"),
            summary: Some("1 < 2".to_owned()),
            author: None,
            published: None,
            article: "A".to_owned(),
        });
    }

    #[test]
    fn the_newest_are_kept_in_whatever_order_they_come() {
        let (forwards, backwards) = (Newest::default(), Newest::default());
        let date = |id: usize| format!("20{:02}-01-01", id / 3 + 10);
        for id in 0..150 {
            add(&forwards, id, &date(id));
            add(&backwards, 149 - id, &date(149 - id));
        }
        let feed = forwards.atom("E", "https://example.org/", &["Desk"]);
        assert_eq!(feed, backwards.atom("E", "https://example.org/", &["Desk"]));
        assert_eq!(feed.matches("<entry>").count(), 100);
        assert!(feed.contains("<updated>2059-01-01T00:00:00Z</updated>"));
        assert!(feed.contains("#ref-n149") && !feed.contains("#ref-n010"));
        assert!(feed.contains("1 &lt; 2"));
    }

    #[test]
    fn the_newest_are_known_by_their_names() {
        let lists =
            [(0, "2020-01-01"), (1, "2021-01-01"), (2, "2021-01-01")].map(|(list, date)| {
                let newest = Newest::default();
                (0..60).for_each(|id| add(&newest, list * 60 + id, date));
                newest.into_names()
            });
        let held = |lists: &[Vec<Name>]| with_newest(lists.iter().map(Vec::as_slice));
        assert_eq!(held(&lists), BTreeSet::from([1, 2]));
        assert_eq!(held(&lists[..2]), BTreeSet::from([0, 1]));
        assert!(held(&[]).is_empty());
    }

    #[test]
    fn a_feed_without_entries_is_a_feed() {
        let feed = Newest::default().atom("E & F", "https://example.org/", &[]);
        assert!(feed.contains("<title>E &amp; F</title>"));
        assert!(feed.contains("<author><name>E &amp; F</name></author>"));
    }
}
