//! `edition.yaml` and the front matter of articles and pages.

use indexmap::IndexMap;
use serde::Serialize;
use serde_yaml::Value;
use url::Url;

use super::{
    Allow, Annotation, Csp, Date, Extent, Kind, Markdown, Status,
    decode::{At, Named, Texts, Unread, Written, choice},
    describe::{entry, schema, ways, words},
    texts::{Address, BaseUrl, FeedbackAddress, Id, Language, Placed, PlacedInteger},
};
use crate::{diag::Place, text::form::Form};

/// The theme of editions that name none.
pub const DEFAULT_THEME: &str = "folio";

/// The citation style of editions that name none.
pub const DEFAULT_STYLE: &str = "chicago-author-date";

entry! {
    /// The settings of an edition: `content/edition.yaml`.
    pub struct Settings as Edition = "edition.yaml" {
        /// The edition's title.
        pub title: String = String, required => String::new();
        /// What it is about, in a sentence or two.
        pub description: Option<String> = String;
        /// What the commentary finds, in a few sentences of Markdown, for the front page.
        pub findings: Vec<Markdown> = Texts<Markdown>;
        /// Where the site will stand; a sub-path is fine.
        pub base_url: Url = BaseUrl, required => default_base_url();
        /// The language of the commentary (BCP 47).
        pub language: String = Language => "en".to_owned();
        /// A folder of `themes/`; `folio` is built in.
        pub theme: String = String => DEFAULT_THEME.to_owned();
        /// What the menu holds, in its order: `fact-checks`, `notes`, `timeline`, `glossary`,
        /// `sources`, and plain pages by the names of their files; all that there is if not said.
        pub menu: Vec<(String, Place)> = Vec<Placed>;
        /// What is set of the theme's options, by name.
        pub theme_options: Vec<(String, OptionValue)> = Named<OptionValue>;
        /// The licence of the commentary, as SPDX names it.
        pub license: Option<String> = String;
        /// Who writes annotations.
        pub editors: IndexMap<String, Editor> = Editors;
        /// The editor of annotations that name none.
        pub default_editor: Option<String> = String;
        /// How often a term is linked.
        pub glossary_links: GlossaryLinks = GlossaryLinks => GlossaryLinks::FirstPerSection;
        /// A style that Hayagriva ships, or the path of a `.csl` file below `content/`.
        pub citation_style: String = String => DEFAULT_STYLE.to_owned();
        /// The rating scale, best first.
        pub ratings: Vec<Rating> = Ratings;
        /// Hosts from which pages may load, beside the site's own.
        pub csp: Csp = Csp => Csp::default();
        /// The largest files that are read, and how many a site may have.
        pub limits: Limits = Limits => Limits::default();
        /// Whether each fact check has a page of its own; it has, if not said.
        pub check_pages: bool = bool => true;
        /// Whether each of these pages has a small one beside it, for the pages of other sites.
        pub embeds: bool = bool => false;
        /// The files for other programs that stand beside an article; all there are, if not said.
        pub formats: Vec<ArticleFile> = Vec<ArticleFile> => ArticleFile::ALL.to_vec();
        /// Where readers report errors: `mailto:…`, or the https address of a form for new issues.
        pub feedback: Option<Url> = FeedbackAddress;
        /// Whether the site has a search of its own: `true`, `false`, or up to how many articles.
        pub search: Search = Search => Search::default();
        /// Warnings silenced for the edition as a whole.
        pub allow: Vec<Allow> = Vec<Allow>;
    }
}

impl Settings {
    /// Returns the index of an annotation's rating in the scale; one that was withdrawn has none.
    #[must_use]
    pub fn rating_index(&self, annotation: &Annotation) -> Option<usize> {
        let id = annotation.rating.as_ref().filter(|_| annotation.status != Status::Retracted)?;
        self.ratings.iter().position(|rating| rating.id == *id)
    }

    /// Returns an annotation's rating.
    #[must_use]
    pub fn rating_of(&self, annotation: &Annotation) -> Option<&Rating> {
        Some(&self.ratings[self.rating_index(annotation)?])
    }

    /// Returns the indices of the editors who sign an annotation: those it names, else the
    /// default one, unless somebody else wrote it.
    pub fn editor_indices<'a>(
        &'a self,
        annotation: &'a Annotation,
    ) -> impl Iterator<Item = usize> + 'a {
        let is_unsigned = annotation.by.is_empty() && annotation.author.is_empty();
        let default = self.default_editor.iter().filter(move |_| is_unsigned);
        annotation.by.iter().chain(default).filter_map(|id| self.editors.get_index_of(id))
    }

    /// Returns all who sign an annotation: who wrote it and is no editor, then the editors.
    pub fn signers_of<'a>(
        &'a self,
        annotation: &'a Annotation,
    ) -> impl Iterator<Item = Signer<'a>> + 'a {
        let editors = self.editor_indices(annotation).map(|index| &self.editors[index]);
        annotation.author.iter().map(|name| Signer::author(name)).chain(editors.map(Signer::from))
    }

    /// Returns whether who signs is the desk: the editor who signs what names none.
    #[must_use]
    pub fn is_desk(&self, signer: Signer<'_>) -> bool {
        signer.id.is_some() && signer.id == self.default_editor.as_deref()
    }

    /// Returns whether annotations of a kind have pages of their own.
    #[must_use]
    pub fn has_page(&self, kind: Kind) -> bool {
        kind == Kind::FactCheck && self.check_pages
    }

    /// Returns whether a file stands beside articles.
    #[must_use]
    pub fn has_file(&self, file: ArticleFile) -> bool {
        self.formats.contains(&file)
    }

    /// Returns whether the edition itself says that its menu holds an entry.
    #[must_use]
    pub fn has_in_menu(&self, name: &str) -> bool {
        self.menu.iter().any(|(said, _)| said == name)
    }
}

/// Someone who signs an annotation.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'a> {
    /// The name.
    pub name: &'a str,
    /// Their page, absolute.
    pub url: Option<&'a str>,
    /// The id of an editor; whoever is none has none.
    pub id: Option<&'a str>,
}

impl<'a> Signer<'a> {
    /// Returns who wrote an annotation and is no editor.
    #[must_use]
    pub const fn author(name: &'a str) -> Self {
        Self { name, url: None, id: None }
    }
}

impl<'a> From<&'a Editor> for Signer<'a> {
    fn from(editor: &'a Editor) -> Self {
        Self { name: &editor.name, url: editor.url.as_deref(), id: Some(&editor.id) }
    }
}

fn default_base_url() -> Url {
    Url::parse("https://example.org/").expect("a constant address is valid")
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

impl Written for OptionValue {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        let decoded = match value {
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            Value::Number(number) => number.as_i64().map(Self::Number),
            Value::String(text) => Some(Self::Text(text.clone())),
            _ => None,
        };
        decoded.or_else(|| at.report_type("true or false, a whole number or text", value))
    }
}

schema!(OptionValue, "OptionValue", |_| {
    "description": "A value of an option of a theme.",
    "anyOf": [
        { "type": "boolean" }, { "type": "integer", "format": "int64" }, { "type": "string" },
    ],
});

/// An option of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeOption {
    /// Its value where the edition sets none.
    pub default: OptionValue,
    /// The words that it may be; any text if there are none.
    pub words: Vec<String>,
}

impl Written for ThemeOption {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        if !value.is_sequence() {
            return Some(Self { default: OptionValue::decode(value, at)?, words: Vec::new() });
        }
        let words = Vec::<String>::decode(value, at)?;
        match words.first() {
            Some(first) => Some(Self { default: OptionValue::Text(first.clone()), words }),
            None => at.refuse_value("[]".to_owned(), "a list of words, the default first", &[]),
        }
    }
}

schema!(ThemeOption, "ThemeOption", |generator| {
    "description": "An option: its default, or the words that it may be, the default first.",
    "anyOf": [
        generator.subschema_for::<OptionValue>(),
        { "type": "array", "items": { "type": "string" }, "minItems": 1 },
    ],
});

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

entry! {
    /// A person or desk that writes annotations.
    struct NamedEditor as Editor = "editor" {
        /// The name as printed.
        pub name: String = String, required;
        /// Their page.
        pub url: Option<String> = Address;
    }
}

impl Written for Form {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        choice(value, at, &Self::ALL.map(|form| (form.as_str(), form)))
    }
}

schema!(Form, "Form", |_| { "type": "string", "enum": Form::ALL.map(Form::as_str) });

words! {
    /// How often a term of the glossary is linked in an article.
    pub enum GlossaryLinks {
        /// At its first use in an article.
        FirstPerArticle => "first-per-article",
        /// At its first use after each heading.
        FirstPerSection => "first-per-section",
        /// Everywhere.
        Every => "every",
    }
}

words! {
    /// A file for other programs that stands beside an article.
    pub enum ArticleFile {
        /// How the article and its notes are cited: `citations.json`.
        Citations => "citations",
        /// The prose of each text, in which positions count: `prose.txt`.
        Prose => "prose",
        /// The annotations: `annotations.jsonld`.
        WebAnnotation => "web-annotation",
    }
}

entry! {
    /// One step of the rating scale.
    pub struct Rating as Rating = "rating" {
        /// What annotations give.
        pub id: String = Id, required;
        /// What is printed.
        pub label: String = String, required => id.clone();
        /// A number, where the rating stands on a line from worst to best.
        pub value: Option<i64> = i64;
        /// Colour and glyph.
        pub tone: Tone = Tone => Tone::Neutral;
        /// When it is given, so that two editors agree.
        pub means: String = String, required => String::new();
        /// How far a source must have been read to bear it; `whole` for bad tones, if not said.
        pub read: Extent = Extent => if tone == Tone::Bad { Extent::Whole } else { Extent::Cover };
    }
}

words! {
    /// The colour and glyph of a rating.
    pub enum Tone {
        /// The text holds.
        Good => "good",
        /// It holds in part.
        Mixed => "mixed",
        /// It does not hold.
        Bad => "bad",
        /// Neither: an opinion, a prediction.
        Neutral => "neutral",
    }
}

entry! {
    /// How large files may be, in bytes, and how many there may be.
    #[derive(Copy, PartialEq, Eq)]
    pub struct Limits as Limits = "limits" {
        /// For an article, its witness, and a page.
        pub article: usize = Bytes => Self::default().article;
        /// For each YAML file.
        pub sidecar: usize = Bytes => Self::default().sidecar;
        /// Files of the site, which hosts count; `check` tells when there are more.
        pub files: usize = Bytes => Self::default().files;
    }
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
        // So many files Cloudflare Pages takes on its free plan.
        Self { article: 16 * MEGABYTE, sidecar: 16 * MEGABYTE, files: 20_000 }
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

ways! {
    /// The editors, by their ids.
    Editors(named: Named<NamedEditor>, _at) -> IndexMap<String, Editor> {
        let editor = |(id, NamedEditor { name, url }): (String, NamedEditor)| {
            (id.clone(), Editor { id, name, url })
        };
        Some(named.into_iter().map(editor).collect())
    }

    /// The ratings, each with an id of its own.
    Ratings(value: Value as Vec<Rating>, at) -> Vec<Rating> {
        let ratings = at.items("a list", &value, Rating::decode)?;
        let ratings = at.without_repeated_ids(ratings, "rating", |rating| &rating.id).into_iter();
        Some(ratings.map(|(_, rating)| rating).collect())
    }

    /// A number of bytes or files; one below zero counts as none.
    Bytes(number: i64 as u64, _at) -> usize {
        usize::try_from(number).ok()
    }

    /// A number of articles.
    MaxArticles(max: i64 as u64, at) -> usize {
        let expected = "a number from 0, or `search: false`";
        usize::try_from(max).ok().or_else(|| at.refuse_value(max.to_string(), expected, &[]))
    }
}

impl Written for Search {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        match value {
            Value::Bool(false) => Some(Self::Off),
            Value::Bool(true) => Some(Self::default()),
            _ => SearchLimit::decode(value, at)?.max_articles.map(Self::UpTo),
        }
    }
}

schema!(Search, "Search", |generator| {
    "description": "Whether the site has a search of its own.",
    "anyOf": [{ "type": "boolean" }, generator.subschema_for::<SearchLimit>()],
});

entry! {
    /// An edition up to a size has a search.
    struct SearchLimit as SearchLimit = "search" {
        /// Editions with more articles get none (1,000 if not said).
        pub max_articles: Option<usize> = MaxArticles;
    }
}

entry! {
    /// The front matter of an article.
    #[derive(Default)]
    pub struct FrontMatter as FrontMatter = "front matter" {
        /// The title, if the text does not begin with a heading.
        pub title: Option<String> = String;
        /// Who wrote the text.
        pub authors: Vec<String> = Texts<String>;
        /// When it was first published.
        pub published: Option<Date> = Date;
        /// Who published it.
        pub publisher: Option<Publisher> = Publisher;
        /// Where it was published.
        pub source_url: Option<String> = Address;
        /// The language of the text, if not the edition's (BCP 47).
        pub language: Option<String> = Language;
        /// Copyright and permission.
        pub rights: Option<String> = String;
        /// What it says, in a sentence or two.
        pub summary: Option<String> = String;
        /// Its place among the articles, or among those of its series.
        pub order: Option<(i64, Place)> = PlacedInteger;
        /// The name of the series that it belongs to.
        pub series: Option<String> = String;
        /// What kind of text it is.
        pub form: Form = Form => Form::Prose;
        /// Its recording: a file in the article's folder, or an address.
        pub media: Option<(String, Place)> = Placed;
        /// Whether a table of contents stands above it; if not said, above four headings and more.
        pub contents: Option<bool> = bool;
        /// Whether `$…$` and `$$…$$` are formulas in TeX.
        pub has_math as "math": bool = bool => false;
        /// Where it departs from the text as received (`witness.txt`), and why.
        pub deviations: Vec<Deviation> = Vec<Deviation>;
        /// Not to be published yet.
        pub is_draft as "draft": bool = bool => false;
        /// Warnings silenced for the article.
        pub allow: Vec<Allow> = Vec<Allow>;
    }
}

entry! {
    /// Where an article departs from the text as received, and why.
    pub struct Deviation as Deviation = "deviation" {
        /// What the text as received reads; if not said, it has no such words.
        pub witness: Option<String> = String;
        /// What the article reads instead.
        pub article: (String, Place) = Placed, required;
        /// Why.
        pub reason: String = String, required;
    }
}

entry! {
    /// The front matter of a translation.
    #[derive(Default)]
    pub struct TranslationMatter as TranslationMatter = "front matter of a translation" {
        /// The title, if the text does not begin with a heading.
        pub title: Option<String> = String;
        /// The language of the translation, if not what the file's name says (BCP 47).
        pub language: Option<String> = Language;
        /// Who translated the text.
        pub translators as "translator": Vec<String> = Texts<String>;
        /// What kind of text it is.
        pub form: Option<Form> = Form;
        /// Copyright and permission.
        pub rights: Option<String> = String;
        /// Whether `$…$` and `$$…$$` are formulas in TeX.
        pub has_math as "math": bool = bool => false;
        /// Not to be published yet.
        pub is_draft as "draft": bool = bool => false;
        /// Warnings silenced for the translation.
        pub allow: Vec<Allow> = Vec<Allow>;
    }
}

entry! {
    /// Who first published an article.
    pub struct Publisher as Publisher = "publisher" {
        /// The name.
        pub name: String = String, required;
        /// The home page.
        pub url: Option<String> = Address;
    }
}

entry! {
    /// The front matter of a plain page.
    #[derive(Default)]
    pub struct PageMatter as PageMatter = "front matter" {
        /// The title, if the text does not begin with a heading.
        pub title: Option<String> = String;
        /// What it says, in a sentence.
        pub summary: Option<String> = String;
        /// Its place in the menu; pages without one follow by title.
        pub order: Option<i64> = i64;
        /// The template of the theme that shows it; `page.html` if not said.
        pub template: Option<(String, Place)> = Placed;
        /// Whether `$…$` and `$$…$$` are formulas in TeX.
        pub has_math as "math": bool = bool => false;
        /// Not to be published yet.
        pub is_draft as "draft": bool = bool => false;
        /// Warnings silenced for the page; there are none as yet.
        pub allow: Option<Unread> = Unread;
    }
}

entry! {
    /// What a theme says of itself: `themes/NAME/theme.yaml`.
    #[derive(Default)]
    pub struct ThemeMatter as ThemeMatter = "theme.yaml" {
        /// Its name, for people.
        pub name: Option<Unread> = Unread;
        /// What it is like, for people.
        pub description: Option<Unread> = Unread;
        /// The theme it extends, and where it says so.
        pub extends: Option<(String, Place)> = Placed;
        /// Its options with their defaults.
        pub options: Vec<(String, ThemeOption)> = Named<ThemeOption>;
    }
}
