//! What templates see: the contract with themes.
//!
//! Every page gets `site` ([`Site`]) and `page` ([`Page`]), and one value more
//! that is named after its kind:
//!
//! | template | value | type |
//! |---|---|---|
//! | `index.html` | `front` | [`Front`] |
//! | `article.html` | `article` | [`Article`] |
//! | `checks.html` | `checks` | [`Checks`] |
//! | `check.html` | `check` | [`Check`] |
//! | `embed.html` | `check` | [`Check`] |
//! | `notes.html` | `notes` | [`Notes`] |
//! | `glossary.html` | `glossary` | [`Glossary`] |
//! | `sources.html` | `sources` | [`Sources`] |
//! | `timeline.html` | `timeline` | [`Timeline`] |
//! | `page.html` | `text` | [`Text`] |
//! | `search.html` | – | |
//! | `404.html` | – | |
//!
//! The component `source_entry(source)` is rendered once for each
//! [`SourceEntry`] of the sources page, which may be long.
//!
//! Everything is escaped when printed except fields that end in `_html`: those
//! are HTML that the core made and may be printed with `| safe`. All addresses
//! are relative to the page, unless the field says otherwise. Missing values
//! are null, which is falsy.
//!
//! Words come from catalogues: `t(key="…", n=3)` is a message in the edition's language, with
//! `plain=true` in attributes; `words.full_check` is one that asks for no values, `-` in its key
//! as `_`, in attributes `labels.full_check`; `forms(key="…")` are the plural forms of one, for
//! scripts.
//!
//! What themes print around it is theirs, but these elements must stay, since
//! links, scripts, assistive tools and other programs go by them:
//!
//! | element | selector |
//! |---|---|
//! | block of prose (made by the core) | `[data-block="N"]`, id `p-N`, `h-SLUG`, `turn-N` … |
//! | name, direction, time of a transcript (core) | `.speaker`, `.direction`, `time[datetime]` |
//! | time that is a link to the recording (core) | `a.time[href$="#t=SECONDS"]` |
//! | recording that the edition has | `.recording > :is(audio, video)` |
//! | marked run, or image that a note is on (core) | `mark[data-annotations~="ID"]` |
//! | reference (core) | `a[role="doc-noteref"]#ref-ID[href="#ID"]` |
//! | note | `aside.note#ID[data-kind][data-rating]`, after the row of its passage |
//! | way back | `a[role="doc-backlink"][href="#ref-ID"]` in the note |
//! | term (core) | `a.term[href$="glossary/#TERM"]` |
//! | entries | `#TERM` on `glossary/`, `#KEY` on `sources/` |
//! | detached notes | `section#detached` |
//! | how a fact check is cited, on its own page | `#_cite`, where [`Note::cite_url`] leads |
//! | note whose passage was reworded | `aside.note[data-anchor="changed"]` |
//!
//! A marked run leads assistive tools to its note (`aria-details`); one that several
//! share is described by all of them (`aria-describedby`), so each has an `aria-label`.

mod article;
mod check;
mod counts;
mod note;
mod pages;
mod preserialized;
mod report;
mod strip;

use std::collections::BTreeMap;

use serde::Serialize;

pub use article::{
    Article, ContentsEntry, Permalink, PublisherLink, Recording, Row, article, publication,
};
pub use check::{Check, Embed, Passage};
pub use counts::{Count, count_editors, count_layers, count_ratings, count_tags};
pub use note::{
    Byline, Gloss, Note, NoteContext, NoteCorrection, NoteParts, NoteSource, archived, note,
    note_publication, whole_note,
};
pub use pages::{
    ArticleCard, CheckRow, Checks, CorrectionRow, EventEntry, Front, Glossary, NoteRow, Notes,
    NotesOfArticle, Pager, Place, SourceEntry, Sources, TermEntry, Text, Timeline, Use,
};
pub use preserialized::Preserialized;
pub use strip::StripPiece;

use crate::{
    edition::{Drafts, Edition, MOST_IN_MENU, PlainPage, Shared, paths},
    io::address::encode,
    model::{Date, OptionValue, Rating, Term},
    site::policy,
    text::language::Direction,
};

/// What is the same on every page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Site {
    /// The edition's title.
    pub title: String,
    /// What the edition is about.
    pub description: Option<String>,
    /// The language of the commentary (BCP 47).
    pub language: String,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// Where the site stands, absolute, with `/` at its end.
    pub base_url: String,
    /// The licence of the commentary.
    pub license: Option<String>,
    /// The rating scale, best first.
    pub ratings: Vec<RatingView>,
    /// `assets/HASH/`, from the root: `{{ page.root }}{{ site.assets }}style.css`.
    pub assets: String,
    /// Whether there is a search: the page `search/` and its index.
    pub search: bool,
    /// Whether there are fact checks, and so the page `checks/`.
    pub has_checks: bool,
    /// Whether there are notes of any kind, and so the page `notes/`.
    pub has_notes: bool,
    /// Whether it shows drafts, and so is not for everybody: no page is to be found by searching.
    pub has_drafts: bool,
    /// The menu.
    pub menu: Vec<MenuItem>,
    /// The theme's options, by name, as the edition sets them.
    pub options: BTreeMap<String, OptionValue>,
    /// The path of the feed, from the root.
    pub feed: &'static str,
    /// What pages may load, for the attribute `content` of an element `meta`.
    pub policy_html: String,
    /// The name and version of this tool.
    pub generator: String,
}

impl Site {
    /// Describes the site of an edition.
    #[must_use]
    pub fn new(edition: Edition<'_>) -> Self {
        let shared = edition.shared;
        let settings = &shared.settings;
        let (has_checks, has_notes) = (edition.has_checks(), edition.has_notes());
        let lists = [
            ("fact-checks", "checks/", has_checks),
            ("notes", "notes/", has_notes),
            ("timeline", "timeline/", !shared.timeline.events.is_empty()),
            ("glossary", "glossary/", !shared.glossary.terms.is_empty()),
            ("sources", "sources/", !shared.works.sources.is_empty()),
        ];
        Self {
            title: settings.title.clone(),
            description: settings.description.clone(),
            language: settings.language.clone(),
            dir: Direction::of_language(&settings.language).as_str(),
            base_url: settings.base_url.to_string(),
            license: settings.license.clone(),
            ratings: settings.ratings.iter().map(RatingView::from).collect(),
            assets: shared.theme().assets_path.clone(),
            search: shared.is_searched,
            has_checks,
            has_notes,
            has_drafts: edition.options.drafts == Drafts::Include,
            menu: menu(shared, &lists),
            options: shared.theme_options.iter().cloned().collect(),
            feed: paths::feed(None),
            policy_html: policy::meta(&settings.csp),
            generator: concat!("Postil ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// Returns the menu: what the edition says, or else all that there is. Of a list it knows
/// the name, the path and whether it is there.
fn menu(shared: &Shared, lists: &[(&str, &str, bool)]) -> Vec<MenuItem> {
    let list = |&(name, path, is_there): &(&str, &str, bool)| {
        // “Notes” are the notes of one kind, for readers.
        let key = if name == "notes" { "all-notes" } else { name };
        is_there.then(|| MenuItem { label: shared.messages.get(key), path: path.to_owned() })
    };
    let page =
        |page: &PlainPage| MenuItem { label: page.title.clone(), path: format!("{}/", page.slug) };
    let pages = &shared.pages;
    let said = &shared.settings.menu;
    if !said.is_empty() {
        let named = said.iter().filter_map(|(name, _)| {
            let known = lists.iter().find(|(key, ..)| key == name);
            known.map_or_else(|| pages.iter().find(|it| it.slug == *name).map(page), list)
        });
        return named.collect();
    }
    let shown = pages.iter().take(MOST_IN_MENU).map(page);
    let all = ("all-pages", "pages/", pages.len() > MOST_IN_MENU);
    lists.iter().filter_map(list).chain(shown).chain(list(&all)).collect()
}

/// One entry of the menu.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MenuItem {
    /// What it is called.
    pub label: String,
    /// Its address from the root: `glossary/`.
    pub path: String,
}

/// What differs from page to page.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// The title, without the edition's.
    pub title: String,
    /// What it says, in a sentence.
    pub description: Option<String>,
    /// Its address from the root: `checks/`; empty for the front page.
    pub path: String,
    /// The way from the page to the root: `../`; empty for the front page.
    pub root: String,
    /// Its absolute address.
    pub url: String,
    /// `front`, `article`, `checks`, `check`, `embed`, `notes`, `glossary`, `sources`, `timeline`,
    /// `page`, `search`, `missing`.
    pub kind: &'static str,
    /// What else there is of the page, for `link` elements in its head.
    pub alternates: Vec<Alternate>,
    /// What the page says, for programs: the content of a `script` element of type
    /// `application/ld+json`.
    pub json_ld_html: Option<String>,
}

/// A file that says what a page says, for other programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternate {
    /// Its media type.
    pub media_type: &'static str,
    /// What it is called.
    pub title: String,
    /// Its address.
    pub url: String,
}

impl Page {
    /// Describes the page at `path` (from the root, ending in `/` or empty).
    #[must_use]
    pub fn new(kind: &'static str, path: &str, title: &str, base_url: &str) -> Self {
        Self {
            title: title.to_owned(),
            description: None,
            path: path.to_owned(),
            root: "../".repeat(path.matches('/').count()),
            url: format!("{base_url}{path}"),
            kind,
            alternates: Vec::new(),
            json_ld_html: None,
        }
    }

    /// Adds a file that says the same for other programs, at `path` from the root.
    #[must_use]
    pub fn with_alternate(mut self, media_type: &'static str, title: &str, path: &str) -> Self {
        let url = format!("{}{path}", self.root);
        self.alternates.push(Alternate { media_type, title: title.to_owned(), url });
        self
    }

    /// Adds a file that says the same for other programs, at an absolute address.
    #[must_use]
    pub fn with_alternate_at(mut self, media_type: &'static str, title: &str, url: String) -> Self {
        self.alternates.push(Alternate { media_type, title: title.to_owned(), url });
        self
    }

    /// Adds what the page says as JSON-LD, written so that it is safe in a `script` element.
    #[must_use]
    pub fn with_json_ld(mut self, json_ld_html: Option<String>) -> Self {
        self.json_ld_html = json_ld_html;
        self
    }

    /// Adds what the page says, in a sentence.
    #[must_use]
    pub fn with_description(mut self, description: Option<&str>) -> Self {
        self.description = description.map(str::to_owned);
        self
    }
}

/// A date for machines and for people.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// ISO 8601: `2019-02-09`, `2019-02` or `2019`.
    pub iso: String,
    /// As text writes it: “9 February 2019”; ISO 8601 in languages other than English.
    pub text: String,
}

impl DateView {
    /// Shows a date in a language.
    #[must_use]
    pub fn new(date: &Date, language: &str) -> Self {
        Self { iso: date.to_string(), text: date.in_language(language) }
    }
}

/// A rating of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatingView {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// `good`, `mixed`, `bad` or `neutral`: colour and glyph, never the meaning alone.
    pub tone: &'static str,
    /// Its number, if it has one.
    pub value: Option<i64>,
    /// When it is given.
    pub means: String,
}

impl From<&Rating> for RatingView {
    fn from(rating: &Rating) -> Self {
        Self {
            id: rating.id.clone(),
            label: rating.label.clone(),
            tone: rating.tone.as_str(),
            value: rating.value,
            means: rating.means.clone(),
        }
    }
}

/// A name in its own language and script.
#[derive(Debug, Clone, Serialize)]
pub struct OriginalView {
    /// The language (BCP 47).
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The name.
    pub text: String,
}

/// Returns a term's names in other languages.
#[must_use]
pub fn originals(term: &Term) -> Vec<OriginalView> {
    term.original
        .iter()
        .map(|name| OriginalView {
            lang: name.lang.clone(),
            dir: Direction::of_language(&name.lang).as_str(),
            text: name.text.clone(),
        })
        .collect()
}

/// A link with its text.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// The text.
    pub label: String,
    /// The address.
    pub url: String,
}

/// An article that a page leads to.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleLink {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its language (BCP 47).
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
}

impl ArticleLink {
    /// Describes an article; `root` is the way from the page to the root.
    #[must_use]
    pub fn new(title: &str, root: &str, slug: &str, language: &str) -> Self {
        Self {
            title: title.to_owned(),
            url: format!("{root}{}/", encode(slug)),
            language: language.to_owned(),
            dir: Direction::of_language(language).as_str(),
        }
    }
}
