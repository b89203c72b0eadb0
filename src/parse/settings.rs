//! `content/edition.yaml`.

use indexmap::IndexMap;
use serde_yaml::Value;
use url::Url;

use super::{Part, YamlFile, bibliography::EXTENTS, entry::Entry, nearest_name, theme::options};
use crate::{
    diag::{Diagnostics, Problem},
    model::{Editor, Extent, GlossaryLinks, Limits, Markdown, Rating, Search, Settings, Tone},
};

const SETTINGS: (&str, &[&str]) = (
    "edition.yaml",
    &[
        "title",
        "description",
        "findings",
        "base_url",
        "language",
        "theme",
        "theme_options",
        "license",
        "editors",
        "default_editor",
        "glossary_links",
        "citation_style",
        "ratings",
        "limits",
        "check_pages",
        "search",
        "allow",
    ],
);

/// The theme of editions that name none.
pub const DEFAULT_THEME: &str = "folio";

/// The citation style of editions that name none.
pub const DEFAULT_STYLE: &str = "chicago-author-date";

/// Decodes the settings; what is missing or wrong is reported and replaced by a default.
///
/// `base_url` overrides the file's.
#[must_use]
pub fn settings(yaml: &YamlFile, base_url: Option<&Url>, diagnostics: &Diagnostics) -> Settings {
    let Some(entry) = Entry::new(yaml, Vec::new(), &yaml.value, SETTINGS, diagnostics) else {
        return fallback();
    };
    let title = entry.required_text("title").unwrap_or_default();
    let base_url = base_url.cloned().or_else(|| decode_base_url(&entry));
    let editors = decode_editors(&entry);
    let default_editor = entry.text("default_editor");
    if let Some(name) = &default_editor
        && !editors.contains_key(name)
    {
        let suggestion = nearest_name(name, editors.keys().map(String::as_str));
        let problem = Problem::UnknownName { of: "editor", name: name.clone(), suggestion };
        entry.report(problem, "default_editor", Part::Value);
    }
    Settings {
        title,
        description: entry.text("description"),
        findings: entry.texts("findings").into_iter().map(Markdown).collect(),
        base_url: base_url.unwrap_or_else(|| fallback().base_url),
        language: entry.language("language").unwrap_or_else(|| "en".to_owned()),
        theme: entry.text("theme").unwrap_or_else(|| DEFAULT_THEME.to_owned()),
        theme_options: options(&entry, "theme_options"),
        license: entry.text("license"),
        editors,
        default_editor,
        glossary_links: entry
            .choice(
                "glossary_links",
                &[
                    ("first-per-article", GlossaryLinks::FirstPerArticle),
                    ("first-per-section", GlossaryLinks::FirstPerSection),
                    ("every", GlossaryLinks::Every),
                ],
            )
            .unwrap_or(GlossaryLinks::FirstPerSection),
        citation_style: entry.text("citation_style").unwrap_or_else(|| DEFAULT_STYLE.to_owned()),
        ratings: decode_ratings(&entry),
        limits: decode_limits(&entry),
        check_pages: entry.boolean("check_pages").unwrap_or(true),
        search: decode_search(&entry),
        allow: entry.allow(),
    }
}

/// Returns the settings that stand in where the file cannot be read at all.
#[must_use]
pub fn fallback() -> Settings {
    Settings {
        title: String::new(),
        description: None,
        findings: Vec::new(),
        base_url: Url::parse("https://example.org/").expect("a constant address is valid"),
        language: "en".to_owned(),
        theme: DEFAULT_THEME.to_owned(),
        theme_options: Vec::new(),
        license: None,
        editors: IndexMap::new(),
        default_editor: None,
        glossary_links: GlossaryLinks::FirstPerSection,
        citation_style: DEFAULT_STYLE.to_owned(),
        ratings: Vec::new(),
        limits: Limits::default(),
        check_pages: true,
        search: Search::default(),
        allow: Vec::new(),
    }
}

fn decode_base_url(entry: &Entry<'_>) -> Option<Url> {
    let value = entry.required_text("base_url")?;
    match parse_base_url(&value) {
        Ok(url) => Some(url),
        Err(reason) => {
            entry.report(Problem::InvalidUrl { value, reason }, "base_url", Part::Value);
            None
        }
    }
}

/// Returns the address of a site, with `/` at its end.
///
/// # Errors
///
/// Says why the text is not the address of a site.
pub fn parse_base_url(text: &str) -> Result<Url, &'static str> {
    let mut url = Url::parse(text).map_err(|_| "it is not an absolute address")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("a site is served by http or https");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("a site has no query and no fragment");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("every page would show the name and the password in it");
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn decode_editors(entry: &Entry<'_>) -> IndexMap<String, Editor> {
    entry
        .named("editors")
        .into_iter()
        .filter_map(|(id, path, value)| {
            let shape: (_, &[_]) = ("editor", &["name", "url"]);
            let editor = Entry::new(entry.yaml, path, value, shape, entry.diagnostics)?;
            let (name, url) = (editor.required_text("name")?, editor.url("url"));
            Some((id.clone(), Editor { id, name, url }))
        })
        .collect()
}

const TONES: [(&str, Tone); 4] =
    [("good", Tone::Good), ("mixed", Tone::Mixed), ("bad", Tone::Bad), ("neutral", Tone::Neutral)];

fn decode_ratings(entry: &Entry<'_>) -> Vec<Rating> {
    let mut ratings: Vec<Rating> = Vec::new();
    let shape: (_, &[_]) = ("rating", &["id", "label", "value", "tone", "means", "read"]);
    for rating in entry.entries("ratings", shape) {
        let id = rating.required_text("id");
        let label = rating.required_text("label");
        let means = rating.required_text("means");
        let tone = rating.choice("tone", &TONES).unwrap_or(Tone::Neutral);
        let value = rating.integer("value");
        let read = rating.choice("read", &EXTENTS).unwrap_or(match tone {
            Tone::Bad => Extent::Whole,
            _ => Extent::Cover,
        });
        let Some(id) = id else { continue };
        if let Some(reason) = id_problem(&id) {
            rating.report(Problem::InvalidId { id, reason }, "id", Part::Value);
        } else if ratings.iter().any(|known| known.id == id) {
            rating.report(Problem::DuplicateId { id, of: "rating" }, "id", Part::Value);
        } else {
            let (label, means) = (label.unwrap_or_else(|| id.clone()), means.unwrap_or_default());
            ratings.push(Rating { id, label, value, tone, means, read });
        }
    }
    ratings
}

fn decode_limits(entry: &Entry<'_>) -> Limits {
    let mut limits = Limits::default();
    let Some(given) = entry.entry("limits", ("limits", &["article", "sidecar"])) else {
        return limits;
    };
    let bytes = |field| given.integer(field).and_then(|value| usize::try_from(value).ok());
    limits.article = bytes("article").unwrap_or(limits.article);
    limits.sidecar = bytes("sidecar").unwrap_or(limits.sidecar);
    limits
}

/// Decodes `search`: `false`, `true`, or a mapping that says up to how many articles.
fn decode_search(entry: &Entry<'_>) -> Search {
    match entry.get("search") {
        Some(Value::Bool(false)) => return Search::Off,
        None | Some(Value::Bool(true)) => return Search::default(),
        Some(_) => {}
    }
    let given = entry.entry("search", ("search", &["max_articles"]));
    let Some(given) = given else { return Search::default() };
    let Some(max) = given.integer("max_articles") else { return Search::default() };
    usize::try_from(max).map_or_else(
        |_| {
            let expected = "a number from 0, or `search: false`".to_owned();
            let (field, value) = ("max_articles", max.to_string());
            let problem = Problem::InvalidValue { field, value, expected, suggestion: None };
            given.report(problem, field, Part::Value);
            Search::default()
        },
        Search::UpTo,
    )
}

/// Returns why a text cannot be an id, if it cannot.
pub(super) fn id_problem(id: &str) -> Option<&'static str> {
    const MAX: usize = 100;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > MAX {
        return Some("it must have 1 to 100 characters");
    }
    (!id.chars().all(fits)).then_some("only a–z, 0–9 and `-` make a lasting address")
}
