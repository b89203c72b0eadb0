//! How to cite what the site itself publishes: a note, an annotated article.
//!
//! A citation in the edition's style comes from Hayagriva; in BibTeX texts are
//! escaped by the crate `biblatex`. Thousands of notes differ only in title and
//! address, so the style is applied once for each date, or for each year if it
//! prints no more of a date, with marks in the place of names, title and address
//! that are replaced for each note. A style that changes the case of titles or
//! names therefore leaves them as they are written.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use biblatex::{Chunk, ChunksExt, Spanned};
use hayagriva::{
    Entry,
    types::{EntryType, FormatString, Person, QualifiedUrl},
};
use serde::Serialize;

use crate::{
    cite::{self, Style},
    html,
    model::Date,
};

/// Stands for the title; marks are private characters, so no style changes their case.
const TITLE: char = '\u{f8ff}';
/// Stands for the address.
const ADDRESS: char = '\u{f8fd}';
/// Stands for the address while the style is applied; `.invalid` is nobody's (RFC 2606).
const URL: &str = "https://postil.invalid/";
/// Stands for the first author, the next character for the second, and so on.
const FIRST_AUTHOR: char = '\u{f0000}';

/// Something the site publishes.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// Its key in BibTeX.
    pub key: &'a str,
    /// Its title, without a full stop.
    pub title: &'a str,
    /// Who wrote it, each name as printed.
    pub authors: &'a [&'a str],
    /// When it was last changed.
    pub date: Option<Date>,
    /// The title of the edition it stands in.
    pub edition: &'a str,
    /// Its lasting address, absolute.
    pub url: &'a str,
}

/// Writes citations in the style of an edition.
#[derive(Debug)]
pub struct CiteThis {
    style: Style,
    /// Citations with marks, by date: few publications share a date and not all else.
    patterns: Mutex<HashMap<Option<Date>, Vec<Pattern>>>,
}

/// A citation with marks, and for whom it stands.
#[derive(Debug)]
struct Pattern {
    /// Of each author, whether the name ends in a full stop, which no style doubles.
    stops: Vec<bool>,
    edition: String,
    html: Arc<str>,
}

/// Two days of each year that have neither month nor day in common.
const DAYS: [(i8, i8); 2] = [(1, 1), (11, 28)];

impl CiteThis {
    /// Takes a style.
    #[must_use]
    pub fn new(mut style: Style) -> Self {
        // Only the entry of the bibliography is printed, and it stands alone.
        style.csl.citation.layout.elements.clear();
        Self { style, patterns: Mutex::default() }
    }

    /// Returns the citation as HTML without links.
    #[must_use]
    pub fn html(&self, publication: &Publication<'_>) -> String {
        let pattern = self.shared(publication);
        let mut html = String::with_capacity(2 * pattern.len() + publication.title.len());
        let ends_itself = publication.title.ends_with(['?', '!']);
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                TITLE => {
                    html::push_text(&mut html, publication.title);
                    // No full stop follows a question mark.
                    chars.next_if(|next| ends_itself && *next == '.');
                }
                ADDRESS => html::push_text(&mut html, publication.url),
                c => match author_of(c, publication) {
                    Some(name) => html::push_text(&mut html, without_stop(name)),
                    None => html.push(c),
                },
            }
        }
        html
    }

    /// Returns the pattern that a publication shares with others.
    ///
    /// A style cannot ask which month or day it prints. So if two days of a year
    /// read the same, it prints neither, and any day reads as the first of them.
    fn shared(&self, publication: &Publication<'_>) -> Arc<str> {
        let Some(date @ Date { month: Some(_), .. }) = publication.date else {
            return self.pattern_of(publication);
        };
        if let Some(known) = self.known(publication) {
            return known;
        }
        let [first, other] = DAYS.map(|(month, day)| {
            let day = Date { month: Some(month), day: date.day.map(|_| day), ..date };
            self.pattern_of(&Publication { date: Some(day), ..*publication })
        });
        if first != other {
            return self.pattern_of(publication);
        }
        self.remember(publication, &first);
        first
    }

    /// Returns a pattern, made when it is first asked for.
    ///
    /// The style is applied outside the lock: two threads may do so for the same
    /// pattern, which is better than that all wait for one.
    fn pattern_of(&self, publication: &Publication<'_>) -> Arc<str> {
        self.known(publication).unwrap_or_else(|| {
            let marks: Vec<String> = publication.authors.iter().enumerate().map(mark_of).collect();
            let authors: Vec<&str> = marks.iter().map(String::as_str).collect();
            let pattern = self.pattern(&Publication { authors: &authors, ..*publication });
            let pattern = Arc::from(pattern);
            self.remember(publication, &pattern);
            pattern
        })
    }

    fn known(&self, publication: &Publication<'_>) -> Option<Arc<str>> {
        let patterns = self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        let of_date = patterns.get(&publication.date)?;
        let found = of_date.iter().find(|pattern| {
            pattern.edition == publication.edition
                && pattern.stops.iter().copied().eq(stops_of(publication))
        });
        found.map(|pattern| Arc::clone(&pattern.html))
    }

    fn remember(&self, publication: &Publication<'_>, html: &Arc<str>) {
        let stops = stops_of(publication).collect();
        let edition = publication.edition.to_owned();
        let pattern = Pattern { stops, edition, html: Arc::clone(html) };
        let mut patterns = self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        patterns.entry(publication.date).or_default().push(pattern);
    }

    fn pattern(&self, publication: &Publication<'_>) -> String {
        match cite::entry_alone(&describe(publication), &self.style) {
            Some(html) => {
                let html = html.replace(&format!("<a href=\"{URL}\">"), "").replace("</a>", "");
                html.replace(URL, ADDRESS.encode_utf8(&mut [0; 4]))
            }
            // Some styles have no bibliography.
            None => {
                let authors = publication.authors.join(", ");
                let edition = html::text(publication.edition);
                format!("{} “{TITLE}”, {edition}, {ADDRESS}", html::text(&authors))
            }
        }
    }
}

/// Returns what stands for a name while the style is applied: its mark, and the full
/// stop that the name ends in, which a style does not double.
fn mark_of((index, name): (usize, &&str)) -> String {
    let mark = u32::try_from(index)
        .ok()
        .and_then(|index| char::from_u32(u32::from(FIRST_AUTHOR) + index))
        .unwrap_or(char::REPLACEMENT_CHARACTER);
    let stop = if name.ends_with('.') { "." } else { "" };
    format!("{mark}{stop}")
}

/// Returns the author for whom a character stands.
fn author_of<'a>(mark: char, publication: &Publication<'a>) -> Option<&'a str> {
    let index = u32::from(mark).checked_sub(u32::from(FIRST_AUTHOR))?;
    publication.authors.get(usize::try_from(index).ok()?).copied()
}

fn stops_of(publication: &Publication<'_>) -> impl Iterator<Item = bool> {
    publication.authors.iter().map(|name| name.ends_with('.'))
}

fn without_stop(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// Describes a publication for Hayagriva, with marks for title and address.
fn describe(publication: &Publication<'_>) -> Entry {
    let mut edition = Entry::new("edition", EntryType::Book);
    edition.set_title(FormatString::from(publication.edition.to_owned()));
    let mut entry = Entry::new(publication.key, EntryType::Chapter);
    entry.set_title(FormatString::from(TITLE.to_string()));
    let authors = publication.authors.iter().map(|name| Person {
        name: (*name).to_owned(),
        given_name: None,
        prefix: None,
        suffix: None,
        alias: None,
        comma_suffix: false,
    });
    entry.set_authors(authors.collect());
    if let Some(date) = publication.date {
        entry.set_date(cite::to_hayagriva(date));
    }
    if let Ok(url) = URL.parse::<QualifiedUrl>() {
        entry.set_url(url);
    }
    entry.set_parents(vec![edition]);
    entry
}

/// Returns a publication as BibTeX.
#[must_use]
pub fn bibtex(publication: &Publication<'_>) -> String {
    let normal = |text: &str| vec![Spanned::detached(Chunk::Normal(text.to_owned()))];
    let verbatim = |text: &str| vec![Spanned::detached(Chunk::Verbatim(text.to_owned()))];
    // A desk is not a person with a last name: in braces a name is taken whole.
    let mut authors: Vec<Spanned<Chunk>> = Vec::new();
    for name in publication.authors {
        if !authors.is_empty() {
            authors.extend(normal(" and "));
        }
        authors.extend(verbatim(name));
    }
    let mut entry = format!("@misc{{{},\n", publication.key);
    let mut set = |field: &str, value: &str| {
        for part in [field, " = ", value, ",\n"] {
            entry.push_str(part);
        }
    };
    if !authors.is_empty() {
        set("author", &authors.to_biblatex_string(false));
    }
    // Digits need no escaping.
    let date = publication.date.map(|date| date.to_string()).unwrap_or_default();
    for (field, part) in ["year", "month", "day"].into_iter().zip(date.split_terminator('-')) {
        set(field, &format!("{{{part}}}"));
    }
    set("howpublished", &normal(publication.edition).to_biblatex_string(false));
    set("title", &normal(publication.title).to_biblatex_string(false));
    set("url", &verbatim(publication.url).to_biblatex_string(true));
    entry + "}"
}

/// The file beside an article's page with it and its notes in CSL-JSON.
pub const FILE: &str = "citations.json";

/// Returns an item in CSL-JSON, which Zotero and Pandoc read in lists.
#[must_use]
pub fn csl_json(publication: &Publication<'_>) -> String {
    let item = Item {
        url: publication.url,
        authors: publication.authors.iter().map(|&literal| Name { literal }).collect(),
        edition: publication.edition,
        key: publication.key,
        issued: publication.date.map(|date| {
            let rest = [date.month, date.day].into_iter().map_while(|part| part).map(i16::from);
            Issued { parts: [std::iter::once(date.year).chain(rest).collect()] }
        }),
        title: publication.title,
        r#type: "webpage",
    };
    serde_json::to_string(&item).expect("texts and numbers are JSON")
}

// The fields of all objects stand in the order of their names.

/// An item of CSL-JSON.
#[derive(Serialize)]
struct Item<'a> {
    #[serde(rename = "URL")]
    url: &'a str,
    #[serde(rename = "author", skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Name<'a>>,
    #[serde(rename = "container-title")]
    edition: &'a str,
    #[serde(rename = "id")]
    key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    title: &'a str,
    r#type: &'static str,
}

/// A desk is not a person with a last name: a literal name is taken whole.
#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

/// Year, month and day, as far as they are known.
#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    parts: [Vec<i16>; 1],
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn note<'a>(title: &'a str, url: &'a str) -> Publication<'a> {
        Publication {
            key: "peak",
            title,
            authors: &["Editorial desk"],
            date: "2026-11-22".parse().ok(),
            edition: "An edition & more",
            url,
        }
    }

    fn in_style(name: &str) -> CiteThis {
        CiteThis::new(Style::load(name, None, "en").expect("Hayagriva ships it"))
    }

    #[test]
    fn a_note_is_cited_in_the_style_of_the_edition() {
        let cite = in_style("chicago-author-date");
        let first = cite.html(&note("One <claim>", "https://example.org/a/#peak"));
        let second = cite.html(&note("Two", "https://example.org/a/#two"));
        assert_eq!(
            first,
            "Editorial desk. 2026. “One &lt;claim&gt;.” In <i>An Edition &amp; More</i>. \
             https://example.org/a/#peak."
        );
        assert_eq!(second, first.replace("One &lt;claim&gt;", "Two").replace("#peak", "#two"));
        let question = cite.html(&note("Who?", "https://example.org/a/#two"));
        assert_eq!(question, second.replace("Two.", "Who?"));
    }

    #[test]
    fn what_a_style_prints_of_a_date_is_printed() {
        let style = |name, file| CiteThis::new(Style::load(name, file, "en").expect("it is sound"));
        for (cite, prints_days) in [
            (style("chicago-author-date", None), false),
            (style("dates.csl", Some(WHOLE_DATES)), true),
        ] {
            let on = |date: &str| {
                cite.html(&Publication { date: date.parse().ok(), ..note("One", "https://a.org/") })
            };
            let dates = ["2026-01-01", "2026-11-28", "2026-03-05", "2026-03", "2026"].map(on);
            let n_readings = dates.iter().collect::<BTreeSet<_>>().len();
            assert_eq!(n_readings, if prints_days { 5 } else { 1 }, "{dates:?}");
            assert!(dates.iter().all(|date| date.contains("2026")), "{dates:?}");
            assert!(on("2027-03-05").contains("2027"));
        }
    }

    const WHOLE_DATES: &str = r#"<style
  xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Dates</title><id>dates</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><date variable="issued" form="text"/></layout></bibliography>
</style>"#;

    #[test]
    fn names_are_written_as_printed_and_full_stops_not_doubled() {
        let cite = in_style("chicago-author-date");
        let by = |authors| {
            cite.html(&Publication { authors, ..note("One", "https://example.org/a/#one") })
        };
        assert!(by(&["Smith & Co."]).starts_with("Smith &amp; Co. 2026."));
        assert!(by(&["Desk"]).starts_with("Desk. 2026."));
        assert!(by(&["Ann Other", "Bo Desk"]).starts_with("Ann Other, and Bo Desk. 2026."));
    }

    #[test]
    fn a_note_is_cited_as_bibtex() {
        let note = Publication {
            authors: &["Editorial desk", "Ann Other"],
            ..note("50 % & more", "https://example.org/a_b/#peak")
        };
        assert_eq!(
            bibtex(&note),
            "@misc{peak,\n\
             author = {{Editorial desk} and {Ann Other}},\n\
             year = {2026},\nmonth = {11},\nday = {22},\n\
             howpublished = {An edition \\& more},\n\
             title = {50 \\% \\& more},\n\
             url = {{https://example.org/a_b/#peak}},\n}"
        );
    }
    #[test]
    fn a_note_is_cited_as_csl_json() {
        let note = note("50 % & \"more\"", "https://example.org/a/#peak");
        assert_eq!(
            csl_json(&note),
            "{\"URL\":\"https://example.org/a/#peak\",\
             \"author\":[{\"literal\":\"Editorial desk\"}],\
             \"container-title\":\"An edition & more\",\"id\":\"peak\",\
             \"issued\":{\"date-parts\":[[2026,11,22]]},\
             \"title\":\"50 % & \\\"more\\\"\",\"type\":\"webpage\"}"
        );
        let undated = Publication { date: None, authors: &[], ..note };
        assert!(!csl_json(&undated).contains("issued") && !csl_json(&undated).contains("author"));
    }
}
