//! The JSON Schema of each YAML file, for completion and checking in editors.
//!
//! The types here only mirror what `parse` reads, which decodes by hand to go on
//! after a problem. A test holds the two together.

#![expect(dead_code, reason = "the fields are read by the derived schemas alone")]

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, schema_for};

/// The names of the schemas, each for one kind of file.
pub const NAMES: [&str; 6] =
    ["edition", "front-matter", "glossary", "sidecar", "sources", "timeline"];

/// Returns the schema of that name.
#[must_use]
pub fn schema(name: &str) -> Option<Schema> {
    match name {
        "edition" => Some(schema_for!(Edition)),
        "front-matter" => Some(schema_for!(FrontMatter)),
        "glossary" => Some(schema_for!(Vec<Term>)),
        "sidecar" => Some(schema_for!(Vec<Annotation>)),
        "timeline" => Some(schema_for!(Vec<Event>)),
        "sources" => Some(schema_for!(BTreeMap<String, Source>)),
        _ => None,
    }
}

/// The folder of an edition in which editors look for schemas, beside `content/`.
pub const FOLDER: &str = "schemas";

/// Returns the name of a schema's file.
#[must_use]
pub fn file_name(name: &str) -> String {
    format!("{name}.schema.json")
}

/// Returns a schema as the text of its file.
#[must_use]
pub fn json(name: &str) -> Option<String> {
    let json = serde_json::to_string_pretty(&schema(name)?);
    Some(json.expect("a schema is always JSON") + "\n")
}

/// YYYY-MM-DD, YYYY-MM or YYYY.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Date {
    Text(#[schemars(regex(pattern = r"^\d{4}(-\d{2}(-\d{2})?)?$"))] String),
    Year(u16),
}

/// A place in a source: a page, a paragraph.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Place {
    Text(String),
    Number(i64),
}

/// One text, or several.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Texts {
    One(String),
    Several(Vec<String>),
}

/// Silences one warning for this entry.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Allow {
    /// The code of the warning.
    code: String,
    /// Why it may stand.
    reason: String,
}

/// The settings of an edition: `content/edition.yaml`.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Edition {
    /// The edition's title.
    title: String,
    /// What it is about, in a sentence or two.
    description: Option<String>,
    /// What the commentary finds, in a few sentences of Markdown, for the front page.
    findings: Option<Texts>,
    /// Where the site will stand; a sub-path is fine.
    base_url: String,
    /// The language of the commentary (BCP 47).
    language: Option<String>,
    /// A folder of `themes/`; `folio` is built in.
    theme: Option<String>,
    /// What is set of the theme's options, by name.
    theme_options: Option<BTreeMap<String, OptionValue>>,
    /// The licence of the commentary, as SPDX names it.
    license: Option<String>,
    /// Who writes annotations.
    editors: Option<BTreeMap<String, Editor>>,
    /// The editor of annotations that name none.
    default_editor: Option<String>,
    /// How often a term is linked.
    glossary_links: Option<GlossaryLinks>,
    /// A style that Hayagriva ships, or the path of a `.csl` file below `content/`.
    citation_style: Option<String>,
    /// The rating scale, best first.
    ratings: Option<Vec<Rating>>,
    /// The largest files that are read.
    limits: Option<Limits>,
    /// Whether each fact check has a page of its own; it has, if not said.
    check_pages: Option<bool>,
    /// Whether the site has a search of its own: `true`, `false`, or up to how many articles.
    search: Option<Search>,
    allow: Option<Vec<Allow>>,
}

/// Whether the site has a search of its own.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Search {
    Has(bool),
    Limited(SearchLimit),
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct SearchLimit {
    /// Editions with more articles get none (1,000 if not said).
    max_articles: Option<u64>,
}

/// A value of an option of a theme.
#[derive(JsonSchema)]
#[serde(untagged)]
enum OptionValue {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// A person or desk that writes annotations.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Editor {
    /// The name as printed.
    name: String,
    /// Their page.
    url: Option<String>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum GlossaryLinks {
    FirstPerArticle,
    FirstPerSection,
    Every,
}

/// One step of the rating scale.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Rating {
    /// What annotations give.
    id: String,
    /// What is printed.
    label: String,
    /// A number, where the rating stands on a line from worst to best.
    value: Option<i64>,
    /// Colour and glyph.
    tone: Option<Tone>,
    /// When it is given, so that two editors agree.
    means: String,
    /// How far a source must have been read to bear it; `whole` where the tone is bad, if not said.
    read: Option<Extent>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Tone {
    Good,
    Mixed,
    Bad,
    Neutral,
}

/// Bytes.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Limits {
    /// For an article, its witness, and a page.
    article: Option<u64>,
    /// For each YAML file.
    sidecar: Option<u64>,
}

/// The front matter of an article.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    /// The title, if the text does not begin with a heading.
    title: Option<String>,
    /// Who wrote the text.
    authors: Option<Texts>,
    /// When it was first published.
    published: Option<Date>,
    /// Who published it.
    publisher: Option<Publisher>,
    /// Where it was published.
    source_url: Option<String>,
    /// The language of the text, if not the edition's (BCP 47).
    language: Option<String>,
    /// Copyright and permission.
    rights: Option<String>,
    /// What it says, in a sentence or two.
    summary: Option<String>,
    /// Not to be published yet.
    draft: Option<bool>,
    allow: Option<Vec<Allow>>,
}

/// Who first published an article.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Publisher {
    /// The name.
    name: String,
    /// The home page.
    url: Option<String>,
}

/// A term of the glossary: `content/glossary.yaml` is a list of them.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Term {
    /// a–z, 0–9 and `-`; never changes.
    id: String,
    /// The headword.
    term: String,
    /// Other names under which it is found in articles.
    aliases: Option<Texts>,
    /// What an abbreviation stands for.
    expansion: Option<String>,
    /// Its names in other languages.
    original: Option<Vec<Original>>,
    /// One or two neutral sentences, in Markdown.
    definition: String,
    /// When it was founded, in words.
    founded: Option<Place>,
    /// Who lists it as what, since when.
    designations: Option<Texts>,
    /// What has become of it.
    status: Option<String>,
    /// When that was known.
    status_as_of: Option<Date>,
    /// The evidence.
    sources: Option<Vec<TermSource>>,
    /// The ids of related terms.
    see: Option<Texts>,
    allow: Option<Vec<Allow>>,
}

/// A name in its own language and script.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Original {
    /// The language (BCP 47).
    lang: String,
    /// The name.
    text: String,
}

/// A source of a definition.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct TermSource {
    /// A key of the bibliography.
    r#ref: String,
    /// Where in the source.
    at: Option<Place>,
}

/// An annotation: a sidecar is a list of them.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Annotation {
    /// a–z, 0–9 and `-`; unique in the article, never changes: it is the permalink.
    id: String,
    /// What kind of statement.
    kind: Kind,
    /// The passage.
    quote: Quote,
    /// The claim that a fact check checks, in one sentence.
    claim: Option<String>,
    /// A rating of the scale.
    rating: Option<String>,
    /// One sentence, plain text, shown on the closed card.
    summary: Option<String>,
    /// The explanation, in Markdown; it may cite: `[@key, p. 12]`.
    body: Option<String>,
    /// The term that a gloss ties the passage to.
    term: Option<String>,
    /// The evidence.
    sources: Option<Vec<AnnotationSource>>,
    /// An editor of the edition.
    by: Option<String>,
    /// When it was written.
    created: Option<Date>,
    /// When it was last changed.
    updated: Option<Date>,
    /// `published` if not said.
    status: Option<Status>,
    /// Free keywords.
    tags: Option<Texts>,
    /// The language of its texts, if not the edition's (BCP 47).
    lang: Option<String>,
    /// What was corrected after publication.
    corrections: Option<Vec<Correction>>,
    allow: Option<Vec<Allow>>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    FactCheck,
    CounterSource,
    Note,
    Gloss,
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Draft,
    Published,
    Retracted,
}

/// A passage of the article.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Quote {
    /// Its words.
    Words(String),
    Exact(Exact),
    Ends(Ends),
}

/// A passage whose words occur more than once.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Exact {
    /// The words.
    exact: String,
    /// The words before.
    prefix: Option<String>,
    /// The words after.
    suffix: Option<String>,
    /// Which of several, from 1.
    occurrence: Option<u32>,
}

/// A long passage.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ends {
    /// The words at its start.
    from: String,
    /// The words at its end.
    to: String,
}

/// A source with what it says about the passage.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct AnnotationSource {
    /// A key of the bibliography.
    r#ref: String,
    /// Where in the source.
    at: Option<Place>,
    /// How it stands to the claim.
    stance: Option<Stance>,
    /// What it says, in the editor's words.
    note: Option<String>,
    /// What it says, in its own.
    quote: Option<String>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Stance {
    Supports,
    Contradicts,
    Context,
}

/// An event of the timeline: `content/timeline.yaml` is a list of them.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Event {
    /// a–z, 0–9 and `-`; never changes.
    id: String,
    /// When.
    date: Date,
    /// What, in one sentence.
    event: String,
    /// The evidence.
    sources: Option<Vec<TermSource>>,
    /// The annotations it bears on: `article/id`.
    annotations: Option<Texts>,
    /// The ids of terms it is about.
    terms: Option<Texts>,
    /// The article that appeared then.
    article: Option<String>,
    allow: Option<Vec<Allow>>,
}

/// One correction of a published annotation.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Correction {
    date: Date,
    text: String,
}

/// A work cited, in Hayagriva's format (its documentation describes all fields),
/// with three keys more.
#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Source {
    /// `article`, `web`, `report`, `book` …
    r#type: String,
    title: Option<serde_json::Value>,
    author: Option<serde_json::Value>,
    date: Option<Date>,
    parent: Option<serde_json::Value>,
    publisher: Option<serde_json::Value>,
    /// An address, or `{ value, date }` with the day it was read.
    url: Option<serde_json::Value>,
    /// The language of the work (BCP 47).
    language: Option<String>,
    /// A remark: a copy, a mirror.
    note: Option<serde_json::Value>,
    /// An archived copy of the page.
    archived: Option<Archived>,
    /// How much weight it bears.
    quality: Option<Quality>,
    /// How far it was read.
    read: Option<Extent>,
    allow: Option<Vec<Allow>>,
}

/// An archived copy.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct Archived {
    /// Where it is.
    url: String,
    /// When it was made.
    date: Option<Date>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Quality {
    High,
    Medium,
    Low,
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Extent {
    Whole,
    Part,
    Abstract,
    Cover,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_schema() {
        for name in NAMES {
            assert!(schema(name).is_some(), "{name}");
        }
    }
}
