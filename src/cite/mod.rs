//! The bibliography and citations, through Hayagriva.
//!
//! Labels depend on what is cited together (2018a, 2018b), so the whole
//! bibliography in the order of its keys gives the labels that every page uses
//! (`render.rs`). Hayagriva's own HTML writer trusts what it is given; we walk its
//! elements and write escaped HTML (`write.rs`).

pub mod bibliography;
pub mod bibtex;
mod guard;
mod render;
mod self_citation;
mod typography;
mod write;

use std::collections::HashMap;

use hayagriva::{
    ElemChildren, Entry,
    archive::{ArchivedStyle, LOCALES},
    citationberg::{self, IndependentStyle, Locale, LocaleCode},
};

use typography::{Spaced, masked};
use write::{Foreign, html_text, plain, push_foreign, write};

pub use self_citation::{CiteThis, FILE, Forms, Publication};

use crate::{
    diag::{Problem, nearest_name},
    model::{Date, Source},
    text::{html, language::Collation},
};

/// A work as pages show it.
#[derive(Debug, Clone)]
pub struct Work {
    /// Its key.
    pub key: String,
    /// Its citation as plain text, in the edition's style: `(AFP 2018a)`.
    pub label: String,
    /// Its entry in the bibliography.
    pub entry_html: String,
    /// Its title as plain text.
    pub title: String,
    /// The language of the title, if it is not the edition's.
    pub language: Option<String>,
    /// Who wrote it, or else published it, as plain text.
    pub by: Option<String>,
    /// When it appeared, ISO 8601 as far as known.
    pub date: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// When that was read.
    pub accessed: Option<String>,
    /// A remark on it: a copy, a mirror.
    pub note: Option<String>,
}

impl Work {
    /// Returns the label without its brackets: `AFP 2018a`.
    #[must_use]
    pub fn bare_label(&self) -> &str {
        unbracket(&self.label).1
    }
}

/// A citation style, ready to be applied.
#[derive(Debug)]
pub struct Style {
    pub(crate) csl: IndependentStyle,
    pub(crate) locales: Vec<Locale>,
    /// The language of what is written in it.
    language: String,
    spaced: Spaced,
    /// How many elements of an entry write what a work says; 0 if the style is shipped.
    n_data: u64,
}

impl Style {
    /// Loads a style that Hayagriva ships, or the one in `file`, the text of a `.csl` file.
    ///
    /// # Errors
    ///
    /// [`Problem::UnknownName`] for a style that Hayagriva does not ship,
    /// [`Problem::Bibliography`] for a style file that it cannot use.
    pub fn load(name: &str, file: Option<&str>, language: &str) -> Result<Self, Problem> {
        let (mut csl, n_data) = load_csl(name, file)?;
        // We sort by the rules of the language; Hayagriva renders each work
        // again for every comparison. What stands above an entry is known only
        // after that, so no dash stands for the author of the one above.
        if let Some(bibliography) = &mut csl.bibliography {
            bibliography.sort = None;
            bibliography.subsequent_author_substitute = None;
        }
        Ok(Self {
            csl,
            locales: load_locales(language)?,
            language: language.to_owned(),
            spaced: Spaced::of_file(file),
            n_data,
        })
    }

    /// Checks that the style does not write too much of works, or of the edition's title.
    ///
    /// # Errors
    ///
    /// [`Problem::Bibliography`] with the first that it writes too often for its length.
    pub fn check_length(&self, sources: &[Source], title: &str) -> Result<(), Problem> {
        if self.n_data == 0 {
            return Ok(());
        }
        let size = |source: &Source| serde_json::to_string(&source.entry).unwrap_or_default().len();
        let works = sources.iter().map(|source| (source.key(), size(source)));
        let mut all = works.chain([("title", title.len())]);
        match all.find(|(_, n_bytes)| guard::writes_too_much(self.n_data, *n_bytes)) {
            None => Ok(()),
            Some((key, n_bytes)) => Err(Problem::Bibliography {
                message: format!(
                    "the citation style writes what a work says up to {} times; “{key}” is too \
                     long for that, with {n_bytes} bytes",
                    self.n_data
                ),
            }),
        }
    }

    pub(crate) fn locale(&self) -> Option<LocaleCode> {
        Some(LocaleCode(self.language.clone()))
    }
}

/// All works of an edition, in the order of the bibliography.
#[derive(Debug, Default)]
pub struct Bibliography {
    /// The works, sorted.
    pub works: Vec<Work>,
    by_key: HashMap<String, usize>,
}

impl Bibliography {
    /// Renders all works in a style.
    #[must_use]
    pub fn new(sources: &[Source], style: &Style) -> Self {
        let language = &style.language;
        let rendered = render::render(sources, style);
        let mut works: Vec<Work> = sources
            .iter()
            .zip(&rendered)
            .map(|(source, work)| describe(source, &work.citation, work.entry.as_ref(), language))
            .collect();
        sort(&mut works, language);
        let by_key =
            works.iter().enumerate().map(|(index, work)| (work.key.clone(), index)).collect();
        Self { works, by_key }
    }

    /// Returns the work that a key names.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Work> {
        self.by_key.get(key).map(|&index| &self.works[index])
    }

    /// Returns the place of a work in [`Self::works`].
    #[must_use]
    pub fn index_of(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// Returns a citation of several works as HTML, each a link to its entry.
    ///
    /// `root` is the way to the site's root. Unknown keys are left out.
    #[must_use]
    pub fn cite(&self, citations: &[Cited], root: &str) -> String {
        let mut open = "(";
        let mut close = ")";
        let mut parts = Vec::new();
        for cited in citations {
            let Some(work) = self.get(&cited.key) else { continue };
            let (before, label, after) = unbracket(&work.label);
            (open, close) = (before, after);
            let mut part = format!("<a href=\"{root}sources/#{}\">", html::attribute(&work.key));
            let language = work.language.as_deref();
            let foreign = language.map(|language| Foreign { title: &work.title, language });
            push_foreign(&mut part, label, foreign.as_ref());
            part.push_str("</a>");
            if let Some(locator) = &cited.locator {
                part.push_str(cited.comma);
                html::push_text(&mut part, locator);
            }
            parts.push(part);
        }
        format!("{open}{}{close}", parts.join("; "))
    }
}

/// Returns a work's entry in a bibliography in which no other stands, as HTML; `None`
/// if the style has no bibliography.
pub(crate) fn entry_alone(work: &Entry, style: &Style) -> Option<String> {
    let rendered = render::render_alone(work, 0, style);
    rendered.entry.map(|entry| write(&entry, None))
}

/// One work in a citation, with the place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The key of the work.
    pub key: String,
    /// A page, a paragraph.
    pub locator: Option<String>,
    /// What stands before it, in the script in which it was written: `, ` or `، `.
    pub comma: &'static str,
}

/// What may stand between a key and a locator, and as what it is printed.
const COMMAS: [(char, &str); 4] = [(',', ", "), ('،', "، "), ('，', "，"), ('、', "、")];

/// Reads the inside of `[@key, p. 12; @other]`; `None` if it is something else.
///
/// It may go over the ends of lines, and be written with the marks of Arabic (`، ؛`) or of
/// Chinese and Japanese (`， 、 ；`).
#[must_use]
pub fn parse_citation(inside: &str) -> Option<Vec<Cited>> {
    // Where a bracket is not closed, another's citation may follow.
    if inside.contains('[') {
        return None;
    }
    inside.split([';', '؛', '；']).map(cited).collect()
}

/// Reads one work of a citation, with the place in it.
fn cited(part: &str) -> Option<Cited> {
    let part = part.trim().strip_prefix('@')?;
    let comma = |c: char| COMMAS.iter().find(|(comma, _)| *comma == c);
    let found = part.char_indices().find_map(|(at, c)| Some((at, comma(c)?)));
    let (key, locator, comma) = match found {
        Some((at, (written, printed))) => (&part[..at], &part[at + written.len_utf8()..], *printed),
        None => (part, "", COMMAS[0].1),
    };
    let key = key.trim();
    let locator = locator.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_key = !key.is_empty() && !key.contains(char::is_whitespace);
    is_key.then(|| Cited {
        key: key.to_owned(),
        locator: (!locator.is_empty()).then_some(locator),
        comma,
    })
}

/// Takes the brackets off a label, so that a locator can stand within them.
///
/// Of two closing brackets in a row Hayagriva prints one; then it is the label's own.
fn unbracket(label: &str) -> (&'static str, &str, &'static str) {
    for (open, close) in [("(", ")"), ("[", "]")] {
        if let Some(rest) = label.strip_prefix(open)
            && let Some(inner) = rest.strip_suffix(close)
        {
            let is_whole = inner.matches(open).count() <= inner.matches(close).count();
            return (open, if is_whole { inner } else { rest }, close);
        }
    }
    ("(", label, ")")
}

/// Returns the language of an undecoded locale: the first field of its map, a
/// text of less than 24 bytes (RFC 8949, major type 3).
fn locale_tag(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.get(1..)?.strip_prefix(b"\x69@xml:lang")?;
    let (header, text) = rest.split_first()?;
    let length = usize::from(header.checked_sub(0x60)?);
    std::str::from_utf8(text.get(..length)?).ok()
}

/// Decodes the locales that a language may need: its own and the last resort.
///
/// Hayagriva's own `locales()` decodes all sixty, which takes most of the time
/// of a small build.
fn load_locales(language: &str) -> Result<Vec<Locale>, Problem> {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    LOCALES
        .iter()
        .filter(|bytes| {
            let tag = locale_tag(bytes).unwrap_or_default();
            let language = tag.split('-').next().unwrap_or_default();
            language == primary || language == "en"
        })
        .map(|bytes| {
            ciborium::from_reader(*bytes).map_err(|error| Problem::Bibliography {
                message: format!("a locale of the citation styles cannot be read: {error}"),
            })
        })
        .collect()
}

/// Returns a style, and how many of its elements write what a work says, unless it is shipped.
fn load_csl(name: &str, file: Option<&str>) -> Result<(IndependentStyle, u64), Problem> {
    let (style, n_data) = match file {
        Some(xml) => guard::read(xml).map_err(|error| Problem::Bibliography {
            message: format!("the citation style cannot be read: {error}"),
        })?,
        None => match ArchivedStyle::by_name(name) {
            Some(style) => (style.get(), 0),
            None => return Err(unknown_style(name)),
        },
    };
    match style {
        citationberg::Style::Independent(style) => Ok((style, n_data)),
        citationberg::Style::Dependent(style) => Err(Problem::Bibliography {
            message: format!(
                "the citation style “{}” only points to another: name that one",
                style.info.title.value
            ),
        }),
    }
}

fn unknown_style(name: &str) -> Problem {
    let names = ArchivedStyle::all().iter().flat_map(|style| style.names()).copied();
    let suggestion = nearest_name(name, names);
    Problem::UnknownName { of: "citation style", name: name.to_owned(), suggestion }
}

fn describe(
    source: &Source,
    citation: &ElemChildren,
    entry: Option<&ElemChildren>,
    language: &str,
) -> Work {
    let work = &source.entry;
    let title = work.title().map(ToString::to_string).unwrap_or_default();
    let own_language = work.language().map(|code| code.to_string());
    let language = own_language.filter(|own| own != language);
    let url = work.url_any();
    let label = plain(citation);
    let printed = masked(work).title().map(ToString::to_string).unwrap_or_default();
    let foreign = language.as_deref().map(|language| Foreign { title: &printed, language });
    let entry_html = match entry {
        Some(entry) => write(entry, foreign.as_ref()),
        // Some styles have no bibliography.
        None => {
            let mut html = html::text(&format!("{label} "));
            push_foreign(&mut html, &printed, foreign.as_ref());
            html
        }
    };
    Work {
        key: work.key().to_owned(),
        label,
        entry_html,
        by: byline(work),
        date: work.date_any().map(|date| format_date(*date)),
        url: url.map(|url| url.value.to_string()),
        accessed: url.and_then(|url| url.visit_date).map(format_date),
        note: work.note().map(ToString::to_string),
        title,
        language,
    }
}

fn byline(work: &Entry) -> Option<String> {
    let authors: Vec<String> =
        work.authors().unwrap_or_default().iter().map(|person| person.given_first(false)).collect();
    if !authors.is_empty() {
        return Some(authors.join(", "));
    }
    let publisher = work.publisher().and_then(hayagriva::types::Publisher::name);
    publisher
        .map(ToString::to_string)
        .or_else(|| work.parents().first().and_then(Entry::title).map(ToString::to_string))
}

/// Returns a date as Hayagriva has it, which counts months and days from 0.
pub(crate) fn to_hayagriva(date: Date) -> hayagriva::types::Date {
    let from_zero = |part: Option<i8>| part.and_then(|part| u8::try_from(part - 1).ok());
    hayagriva::types::Date {
        year: i32::from(date.year),
        month: from_zero(date.month),
        day: from_zero(date.day),
        approximate: false,
        season: None,
    }
}

/// Writes a date as far as it is known; Hayagriva counts months and days from 0.
pub(crate) fn format_date(date: hayagriva::types::Date) -> String {
    let mut text = format!("{:04}", date.year);
    if let Some(month) = date.month {
        text.push_str(&format!("-{:02}", month + 1));
        if let Some(day) = date.day {
            text.push_str(&format!("-{:02}", day + 1));
        }
    }
    text
}

/// Sorts by what readers see first, as the edition's language orders letters.
fn sort(works: &mut Vec<Work>, language: &str) {
    let collation = Collation::of_language(language);
    let mut keyed: Vec<(String, Work)> =
        works.drain(..).map(|work| (html_text(&work.entry_html), work)).collect();
    keyed.sort_by(|(a, work_a), (b, work_b)| {
        collation.compare(a, b).then_with(|| work_a.key.cmp(&work_b.key))
    });
    works.extend(keyed.into_iter().map(|(_, work)| work));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_name_several_works_and_places() {
        let cited = |key: &str, locator: Option<&str>| Cited {
            key: key.to_owned(),
            locator: locator.map(str::to_owned),
            comma: ", ",
        };
        assert_eq!(
            parse_citation("@a-1, p. 12, n. 3; @b"),
            Some(vec![cited("a-1", Some("p. 12, n. 3")), cited("b", None)])
        );
        assert_eq!(
            parse_citation("@a,\n  p.\n12;\n@b"),
            Some(vec![cited("a", Some("p. 12")), cited("b", None)])
        );
        assert_eq!(parse_citation("@a, see [@b"), None);
        assert_eq!(parse_citation("see @a"), None);
        assert_eq!(parse_citation("@a b"), None);
    }

    #[test]
    fn citations_may_be_written_with_the_marks_of_other_scripts() {
        let check = |inside: &str, expected: &[(&str, &str, &str)]| {
            let read = parse_citation(inside).unwrap_or_default();
            let parts =
                |one: &Cited| (one.key.clone(), one.comma, one.locator.clone().unwrap_or_default());
            let expected = expected
                .iter()
                .map(|(key, comma, at)| ((*key).to_owned(), *comma, (*at).to_owned()));
            assert!(read.iter().map(parts).eq(expected), "{inside}: {read:?}");
        };
        check("@a، ص 4", &[("a", "، ", "ص 4")]);
        check("@a ، ص 4، 5؛ @b", &[("a", "، ", "ص 4، 5"), ("b", ", ", "")]);
        check("@a，第4页；@b、五頁", &[("a", "，", "第4页"), ("b", "、", "五頁")]);
        check("@a, p. 4، 5", &[("a", ", ", "p. 4، 5")]);
        check("@a، ص 4؛ 5", &[]);
    }

    #[test]
    fn a_locator_stands_within_the_brackets() {
        assert_eq!(unbracket("(AFP 2018a)"), ("(", "AFP 2018a", ")"));
        assert_eq!(unbracket("[1]"), ("[", "1", "]"));
        assert_eq!(unbracket("(War (2019–2020) 2020)"), ("(", "War (2019–2020) 2020", ")"));
        assert_eq!(unbracket("(War (2019–2020)"), ("(", "War (2019–2020)", ")"));
        assert_eq!(unbracket("AFP, Report"), ("(", "AFP, Report", ")"));
    }

    #[test]
    fn every_locale_names_its_language() {
        let tags: Vec<_> = LOCALES.iter().filter_map(|bytes| locale_tag(bytes)).collect();
        assert_eq!(tags.len(), LOCALES.len());
        assert!(tags.contains(&"ar") && tags.contains(&"en-US"), "{tags:?}");
    }
}
