//! How to cite what the site itself publishes: a note, an annotated article.
//!
//! Hayagriva applies the edition's style, once for each date: thousands of notes differ
//! only in names, title and address, in whose place marks stand until then. A style that
//! changes the case of titles or names therefore leaves them as they are written. In
//! BibTeX, texts are escaped by the crate `biblatex`.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use biblatex::{Chunk, ChunksExt, Spanned};
use hayagriva::{
    Entry,
    types::{EntryType, FormatString, Person, QualifiedUrl},
};
use serde_json::{Value, json};

use super::{Style, entry_alone, to_hayagriva};
use crate::{model::Date, text::html};

/// The file beside an article's page with how to cite it and its notes; see [`CiteThis::list`].
pub const FILE: &str = "citations.json";

/// Stands for the title; marks are private characters, so no style changes their case.
const TITLE: char = '\u{f8ff}';
/// Stands for the address.
const ADDRESS: char = '\u{f8fd}';
/// Stands for the address while the style is applied; `.invalid` is nobody's (RFC 2606).
const URL: &str = "https://postil.invalid/";
/// Stands for the first author, the next character for the second, and so on.
const FIRST_AUTHOR: u32 = 0xf0000;

/// Something the site publishes.
#[derive(Debug)]
pub struct Publication<'a> {
    /// Its key in BibTeX.
    pub key: &'a str,
    /// Its title, without a full stop.
    pub title: Cow<'a, str>,
    /// Who wrote it, each name as printed.
    pub authors: Vec<&'a str>,
    /// When it was last changed.
    pub date: Option<Date>,
    /// The title of the edition it stands in.
    pub edition: &'a str,
    /// Its lasting address, absolute.
    pub url: String,
}

/// A citation in all forms that a page shows.
#[derive(Debug)]
pub struct Forms {
    /// In the edition's style, as HTML without links.
    pub html: String,
    /// As BibTeX.
    pub bibtex: String,
    /// As an item of CSL-JSON, which Zotero and Pandoc read in lists.
    pub csl_json: String,
}

/// Writes citations in the style of an edition.
#[derive(Debug)]
pub struct CiteThis {
    style: Style,
    /// Citations with marks, as HTML.
    patterns: Mutex<HashMap<Unmarked, Arc<str>>>,
}

/// What a style is given of a publication beside marks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Unmarked {
    date: Option<Date>,
    edition: String,
    /// Of each author, whether the name ends in a full stop, which no style doubles.
    stops: Vec<bool>,
}

impl CiteThis {
    /// Takes a style.
    #[must_use]
    pub fn new(mut style: Style) -> Self {
        // Only the entry of the bibliography is printed, and it stands alone.
        style.csl.citation.layout.elements.clear();
        Self { style, patterns: Mutex::default() }
    }

    /// Returns how to cite a publication.
    #[must_use]
    pub fn forms(&self, publication: &Publication<'_>) -> Forms {
        Forms {
            html: self.html(publication),
            bibtex: bibtex(publication),
            csl_json: csl_json(publication).to_string(),
        }
    }

    /// Returns a list in CSL-JSON, an item on each line. What the format has no field for
    /// stands below `custom`: `citation_html` and `bibtex`, as in [`Forms`].
    #[must_use]
    pub fn list<'a>(&self, publications: impl Iterator<Item = Publication<'a>>) -> String {
        let items = publications.map(|publication| {
            let mut item = csl_json(&publication);
            let html = self.html(&publication);
            item["custom"] = json!({ "bibtex": bibtex(&publication), "citation_html": html });
            item.to_string()
        });
        format!("[\n{}\n]\n", items.collect::<Vec<_>>().join(",\n"))
    }

    fn html(&self, publication: &Publication<'_>) -> String {
        let Publication { title, authors, url, .. } = publication;
        let pattern = self.pattern(publication);
        let mut html = String::with_capacity(2 * pattern.len() + title.len());
        let author = |mark| u32::from(mark).checked_sub(FIRST_AUTHOR).map(|index| index as usize);
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                TITLE => {
                    html::push_text(&mut html, title);
                    // No full stop follows a question mark.
                    chars.next_if(|next| *next == '.' && title.ends_with(['?', '!']));
                }
                ADDRESS => html::push_text(&mut html, url),
                c => match author(c).and_then(|index| authors.get(index)) {
                    Some(name) => {
                        html::push_text(&mut html, name.strip_suffix('.').unwrap_or(name));
                    }
                    None => html.push(c),
                },
            }
        }
        html
    }

    /// Returns the citation with marks, made when it is first asked for.
    ///
    /// The style is applied outside the lock: two threads may do so for the same
    /// pattern, which is better than that all wait for one.
    fn pattern(&self, publication: &Publication<'_>) -> Arc<str> {
        let unmarked = Unmarked {
            date: publication.date,
            edition: publication.edition.to_owned(),
            stops: publication.authors.iter().map(|name| name.ends_with('.')).collect(),
        };
        let patterns = || self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = patterns().get(&unmarked) {
            return Arc::clone(known);
        }
        let pattern = Arc::from(marked(&unmarked, &self.style));
        patterns().insert(unmarked, Arc::clone(&pattern));
        pattern
    }
}

/// Applies a style, with marks for names, title and address.
fn marked(Unmarked { date, edition, stops }: &Unmarked, style: &Style) -> String {
    let names = stops.iter().zip(FIRST_AUTHOR..).map(|(has_stop, mark)| {
        let mark = char::from_u32(mark).unwrap_or(char::REPLACEMENT_CHARACTER);
        format!("{mark}{}", if *has_stop { "." } else { "" })
    });
    let names: Vec<String> = names.collect();
    let mut parent = Entry::new("edition", EntryType::Book);
    parent.set_title(FormatString::from(edition.clone()));
    let mut entry = Entry::new("publication", EntryType::Chapter);
    entry.set_title(FormatString::from(TITLE.to_string()));
    let persons = names.iter().map(|name| Person {
        name: name.clone(),
        given_name: None,
        prefix: None,
        suffix: None,
        alias: None,
        comma_suffix: false,
    });
    entry.set_authors(persons.collect());
    if let Some(date) = date {
        entry.set_date(to_hayagriva(*date));
    }
    if let Ok(url) = URL.parse::<QualifiedUrl>() {
        entry.set_url(url);
    }
    entry.set_parents(vec![parent]);
    let Some(html) = entry_alone(&entry, style) else {
        // Some styles have no bibliography.
        return format!("{} “{TITLE}”, {}, {ADDRESS}", names.join(", "), html::text(edition));
    };
    let html = html.replace(&format!("<a href=\"{URL}\">"), "").replace("</a>", "");
    html.replace(URL, ADDRESS.encode_utf8(&mut [0; 4]))
}

fn bibtex(publication: &Publication<'_>) -> String {
    let normal = |text: &str| vec![Spanned::detached(Chunk::Normal(text.to_owned()))];
    let verbatim = |text: &str| vec![Spanned::detached(Chunk::Verbatim(text.to_owned()))];
    let mut fields: Vec<(&str, String)> = Vec::new();
    // A desk is not a person with a last name: in braces a name is taken whole.
    let names: Vec<_> = publication.authors.iter().map(|name| verbatim(name)).collect();
    if !names.is_empty() {
        fields.push(("author", names.join(&normal(" and ")[0]).to_biblatex_string(false)));
    }
    // Digits need no escaping.
    let date = publication.date.map(|date| date.to_string()).unwrap_or_default();
    let parts = date.split_terminator('-').map(|part| format!("{{{part}}}"));
    fields.extend(["year", "month", "day"].into_iter().zip(parts));
    fields.extend([
        ("howpublished", normal(publication.edition).to_biblatex_string(false)),
        ("title", normal(&publication.title).to_biblatex_string(false)),
        ("url", verbatim(&publication.url).to_biblatex_string(true)),
    ]);
    let lines = fields.iter().map(|(field, value)| format!("{field} = {value},\n"));
    format!("@misc{{{},\n{}}}", publication.key, lines.collect::<String>())
}

fn csl_json(publication: &Publication<'_>) -> Value {
    let mut item = json!({
        "URL": publication.url,
        "container-title": publication.edition,
        "id": publication.key,
        "title": publication.title,
        "type": "webpage",
    });
    if !publication.authors.is_empty() {
        // A desk is not a person with a last name: a literal name is taken whole.
        item["author"] =
            publication.authors.iter().map(|name| json!({ "literal": name })).collect();
    }
    if let Some(date) = publication.date {
        let rest = [date.month, date.day].into_iter().map_while(|part| part.map(i16::from));
        let parts: Vec<i16> = std::iter::once(date.year).chain(rest).collect();
        item["issued"] = json!({ "date-parts": [parts] });
    }
    item
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn note<'a>(title: &'a str, url: &'a str) -> Publication<'a> {
        Publication {
            key: "peak",
            title: title.into(),
            authors: vec!["Editorial desk"],
            date: "2026-11-22".parse().ok(),
            edition: "An edition & more",
            url: url.to_owned(),
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
        let style = Style::load("dates.csl", Some(WHOLE_DATES), "en").expect("it is sound");
        let cite = CiteThis::new(style);
        let on = |date: &str| {
            cite.html(&Publication { date: date.parse().ok(), ..note("One", "https://a.org/") })
        };
        let dates = ["2026-01-01", "2026-11-28", "2026-03-05", "2026-03", "2026"].map(on);
        assert_eq!(dates.iter().collect::<BTreeSet<_>>().len(), 5, "{dates:?}");
        assert!(dates.iter().all(|date| date.contains("2026")), "{dates:?}");
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
        assert!(by(vec!["Smith & Co."]).starts_with("Smith &amp; Co. 2026."));
        assert!(by(vec!["Desk"]).starts_with("Desk. 2026."));
        assert!(by(vec!["Ann Other", "Bo Desk"]).starts_with("Ann Other, and Bo Desk. 2026."));
    }

    #[test]
    fn a_note_is_cited_as_bibtex() {
        let note = Publication {
            authors: vec!["Editorial desk", "Ann Other"],
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
            csl_json(&note).to_string(),
            "{\"URL\":\"https://example.org/a/#peak\",\
             \"author\":[{\"literal\":\"Editorial desk\"}],\
             \"container-title\":\"An edition & more\",\"id\":\"peak\",\
             \"issued\":{\"date-parts\":[[2026,11,22]]},\
             \"title\":\"50 % & \\\"more\\\"\",\"type\":\"webpage\"}"
        );
        let undated = Publication { date: None, authors: Vec::new(), ..note };
        let item = csl_json(&undated);
        assert!(item["issued"].is_null() && item["author"].is_null(), "{item}");
    }
}
