//! `edition.yaml` and the front matter of articles and pages.

use indexmap::IndexMap;
use serde::Serialize;
use url::Url;

use super::{Allow, Date, Extent, Markdown};

/// What `content/edition.yaml` says.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The edition's title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub description: Option<String>,
    /// What the commentary finds, in a few sentences of Markdown.
    pub findings: Vec<Markdown>,
    /// Where the site will stand; always ends in `/`.
    pub base_url: Url,
    /// The language of the commentary, and of articles that name none (BCP 47).
    pub language: String,
    /// The theme's name.
    pub theme: String,
    /// What it sets of the theme's options, by name.
    pub theme_options: Vec<(String, OptionValue)>,
    /// The licence of the commentary, as SPDX names it.
    pub license: Option<String>,
    /// Who writes annotations, by id.
    pub editors: IndexMap<String, Editor>,
    /// The id of the editor of annotations that name none.
    pub default_editor: Option<String>,
    /// How often a term is linked.
    pub glossary_links: GlossaryLinks,
    /// A style that Hayagriva ships, or the path of a `.csl` file below `content/`.
    pub citation_style: String,
    /// The rating scale, best first.
    pub ratings: Vec<Rating>,
    /// Largest files.
    pub limits: Limits,
    /// Whether each fact check has a page of its own.
    pub check_pages: bool,
    /// Whether the site has a search of its own.
    pub search: Search,
    /// Warnings silenced for the edition as a whole.
    pub allow: Vec<Allow>,
}

/// A value of an option of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text, which may be empty.
    Text(String),
}

/// A person or desk that writes annotations.
#[derive(Debug, Clone)]
pub struct Editor {
    /// The key under `editors:`.
    pub id: String,
    /// The name as printed.
    pub name: String,
    /// Their page.
    pub url: Option<String>,
}

/// How often a term of the glossary is linked in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GlossaryLinks {
    /// At its first use in an article.
    FirstPerArticle,
    /// At its first use after each heading.
    FirstPerSection,
    /// Everywhere.
    Every,
}

/// One step of the rating scale.
#[derive(Debug, Clone)]
pub struct Rating {
    /// The id that annotations give.
    pub id: String,
    /// The label as printed.
    pub label: String,
    /// A number, where the rating stands on a line from worst to best.
    pub value: Option<i64>,
    /// What colour and glyph it has.
    pub tone: Tone,
    /// When it is given.
    pub means: String,
    /// How far a source must have been read to bear it.
    pub read: Extent,
}

/// The colour and glyph of a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The text holds.
    Good,
    /// It holds in part.
    Mixed,
    /// It does not hold.
    Bad,
    /// Neither: an opinion, a prediction.
    Neutral,
}

impl Tone {
    /// Returns the word that settings and themes use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Mixed => "mixed",
            Self::Bad => "bad",
            Self::Neutral => "neutral",
        }
    }
}

/// The largest files that are read, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For an article, its witness, and a page.
    pub article: usize,
    /// For each YAML file.
    pub sidecar: usize,
}

impl Limits {
    /// Returns the limit for a lock, which holds an article's text and a line or two for
    /// each annotation.
    #[must_use]
    pub const fn lock(self) -> usize {
        self.article + self.sidecar
    }
}

impl Default for Limits {
    fn default() -> Self {
        const MEGABYTE: usize = 1_000_000;
        Self { article: 16 * MEGABYTE, sidecar: 16 * MEGABYTE }
    }
}

/// Whether a site has a search of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// It has none.
    Off,
    /// It has one, unless there are more articles than this.
    UpTo(usize),
}

impl Default for Search {
    fn default() -> Self {
        // The index of so many articles has about a hundred shards; beyond, a
        // tool made for nothing else serves readers better.
        Self::UpTo(1000)
    }
}

/// What an article's front matter says.
#[derive(Debug, Clone, Default)]
pub struct FrontMatter {
    /// The title, if given.
    pub title: Option<String>,
    /// Who wrote the text.
    pub authors: Vec<String>,
    /// When it was first published.
    pub published: Option<Date>,
    /// Who published it.
    pub publisher: Option<Publisher>,
    /// Where it was published.
    pub source_url: Option<String>,
    /// The language of the text, if it is not the edition's.
    pub language: Option<String>,
    /// Copyright and permission, as plain text.
    pub rights: Option<String>,
    /// What it says, in a sentence or two.
    pub summary: Option<String>,
    /// Not to be published yet.
    pub is_draft: bool,
    /// Warnings silenced for this article.
    pub allow: Vec<Allow>,
}

/// Who first published an article.
#[derive(Debug, Clone)]
pub struct Publisher {
    /// The name.
    pub name: String,
    /// Their home page.
    pub url: Option<String>,
}

/// What a plain page's front matter says.
#[derive(Debug, Clone, Default)]
pub struct PageMatter {
    /// The title, if given.
    pub title: Option<String>,
    /// What it says, in a sentence.
    pub summary: Option<String>,
    /// Its place in the menu; pages without one follow by title.
    pub order: Option<i64>,
    /// Not to be published yet.
    pub is_draft: bool,
}
