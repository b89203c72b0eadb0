//! Which format a file has, told by its content.

use clap::ValueEnum;
use serde_json::Value;

use super::{
    captions::Dialect,
    json::{list, texts},
};

/// A format that can come in. Its words here are those of `import --help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Annotations: what the Hypothesis API answers, or its client exports
    Hypothesis,
    /// Annotations: W3C Web Annotation
    WebAnnotation,
    /// Annotations: EPUB Annotations, within a book or alone
    #[value(alias = "epub-annotations")]
    Epub,
    /// Annotations: comments on Markdown, of the Markdown Review Sidecar Format
    Mrsf,
    /// Works: BibTeX or BibLaTeX
    Bibtex,
    /// Works: CSL-JSON
    CslJson,
    /// Works: RIS
    Ris,
    /// A text: an HTML page
    Html,
    /// A text with its comments: a document of Word, read by Pandoc
    Docx,
    /// A text: a document in ODT, read by Pandoc
    Odt,
    /// A text: Markdown
    Markdown,
    /// A transcript: captions in SubRip
    Srt,
    /// A transcript: captions in WebVTT
    Webvtt,
}

impl Format {
    /// Returns what a file is, by its content; its name decides only between texts.
    #[must_use]
    pub fn detect(bytes: &[u8], name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let is = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if bytes.starts_with(b"PK\x03\x04") {
            return match name.rsplit('.').next() {
                Some("docx") => Some(Self::Docx),
                Some("odt") => Some(Self::Odt),
                Some("epub" | "annotations" | "epub-annotations") => Some(Self::Epub),
                _ => None,
            };
        }
        let by_name = match name.rsplit('.').next() {
            Some("srt") => Some(Self::Srt),
            Some("vtt") => Some(Self::Webvtt),
            _ => None,
        };
        // Captions in other encodings are told to be so.
        let Ok(text) = std::str::from_utf8(bytes) else { return by_name };
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with(['{', '['])
            && let Ok(json) = serde_json::from_str(text)
        {
            return Self::of_json(&json);
        }
        match (Dialect::of(text), by_name) {
            (Some(Dialect::WebVtt), _) => return Some(Self::Webvtt),
            (_, Some(_)) => return by_name,
            (Some(Dialect::Srt), None) => return Some(Self::Srt),
            (None, None) => {}
        }
        if text.lines().any(|line| line.starts_with("mrsf_version:")) {
            return Some(Self::Mrsf);
        }
        let is_ris = |line: &str| line.starts_with("TY  -");
        if text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_ris) {
            return Some(Self::Ris);
        }
        if text.lines().any(begins_bibtex) && !text.starts_with('<') {
            return Some(Self::Bibtex);
        }
        if is(&[".md", ".markdown", ".txt"]) {
            return Some(Self::Markdown);
        }
        let start: String = text.chars().take(14).collect::<String>().to_lowercase();
        let is_page = ["<!doctype html", "<html", "<body", "<article", "<main", "<head"]
            .iter()
            .any(|tag| start.starts_with(tag));
        (is_page || (text.starts_with('<') && is(&[".html", ".htm", ".xhtml"])))
            .then_some(Self::Html)
    }

    fn of_json(json: &Value) -> Option<Self> {
        if json.get("mrsf_version").is_some() {
            return Some(Self::Mrsf);
        }
        if json.get("rows").is_some() || json.get("annotations").is_some() {
            return Some(Self::Hypothesis);
        }
        // Bad items do not hide what the others are.
        list(json).iter().find_map(Self::of_item)
    }

    fn of_item(item: &Value) -> Option<Self> {
        let has = |field: &str| item.get(field).is_some();
        if has("uri") && has("user") {
            return Some(Self::Hypothesis);
        }
        let mut kinds = texts(item.get("type").unwrap_or(&item["@type"]));
        let is_of_model = |kind: &str| kind.contains("Annotation") || kind == "List";
        if kinds.any(is_of_model) || has("target") {
            return Some(Self::WebAnnotation);
        }
        // Zotero and Pandoc may wrap the list.
        let wrapped = ["items", "references"].into_iter().find_map(|name| item.get(name));
        let mut works = wrapped.map(list).unwrap_or_default().iter();
        let is_work = ["title", "issued", "author"].into_iter().any(has)
            || works.any(|work| work.get("issued").is_some());
        is_work.then_some(Self::CslJson)
    }
}

/// `@article{`, at the start of a line.
fn begins_bibtex(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('@') else { return false };
    let word = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    word.len() < rest.len() && word.trim_start().starts_with(['{', '('])
}
