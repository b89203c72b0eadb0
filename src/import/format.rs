//! Which format a file has, told by its content.

use serde_json::Value;

use super::json;

/// A format that can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// What the Hypothesis API answers, or its client exports.
    Hypothesis,
    /// W3C Web Annotation: one, a list, a page or a collection.
    WebAnnotation,
    /// BibTeX or BibLaTeX.
    Bibtex,
    /// CSL-JSON, as citation managers write it.
    CslJson,
    /// RIS.
    Ris,
    /// An HTML page.
    Html,
    /// A document of Word, read by Pandoc.
    Docx,
    /// Markdown.
    Markdown,
}

impl Format {
    /// Returns what a file is, by its content; its name decides only between texts.
    #[must_use]
    pub fn detect(bytes: &[u8], name: &str) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") {
            return name.to_lowercase().ends_with(".docx").then_some(Self::Docx);
        }
        let text = std::str::from_utf8(bytes).ok()?;
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with(['{', '['])
            && let Ok(json) = serde_json::from_str(text)
        {
            return Self::of_json(&json);
        }
        let is_ris = |line: &str| line.starts_with("TY  -");
        if text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_ris) {
            return Some(Self::Ris);
        }
        if text.lines().any(begins_bibtex) && !text.starts_with('<') {
            return Some(Self::Bibtex);
        }
        let name = name.to_lowercase();
        let is = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
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
        if json.get("rows").is_some() || json.get("annotations").is_some() {
            return Some(Self::Hypothesis);
        }
        // Bad items do not hide what the others are.
        json::list(Some(json)).iter().find_map(Self::of_item)
    }

    fn of_item(item: &Value) -> Option<Self> {
        let kinds = json::texts(json::field(item, "type"));
        let is_of_model = |kind: &&str| kind.contains("Annotation") || *kind == "List";
        let has = |field: &str| item.get(field).is_some();
        if has("uri") && has("user") {
            Some(Self::Hypothesis)
        } else if kinds.iter().any(is_of_model) || has("target") {
            Some(Self::WebAnnotation)
        } else {
            // Zotero and Pandoc may wrap the list.
            let is_work = ["title", "issued", "author"].into_iter().any(has);
            let wrapped = ["items", "references"].into_iter().find_map(|name| item.get(name));
            let is_list = || json::list(wrapped).iter().any(|one| one.get("issued").is_some());
            (is_work || is_list()).then_some(Self::CslJson)
        }
    }
}

/// `@article{`, at the start of a line.
fn begins_bibtex(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('@') else { return false };
    let word = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    word.len() < rest.len() && word.trim_start().starts_with(['{', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_told_by_its_content() {
        for (text, expected) in [
            (r#"{"rows": [], "total": 0}"#, Some(Format::Hypothesis)),
            (r#"{"annotations": [], "export_date": ""}"#, Some(Format::Hypothesis)),
            (r#"[{"uri": "", "user": "acct:a@b"}]"#, Some(Format::Hypothesis)),
            (r#"{"type": "Annotation", "target": "x"}"#, Some(Format::WebAnnotation)),
            (r#"{"@type": ["AnnotationPage"]}"#, Some(Format::WebAnnotation)),
            (r#"[{"id": "a", "type": "book", "title": "T"}]"#, Some(Format::CslJson)),
            ("% a comment\n@book {a, title={T}}", Some(Format::Bibtex)),
            ("\nTY  - JOUR\nER  - \n", Some(Format::Ris)),
            ("<!DOCTYPE html><p>x", Some(Format::Html)),
            ("PK\u{3}\u{4}", None),
            ("just words", None),
            ("[1, 2]", None),
            ("", None),
        ] {
            assert_eq!(Format::detect(text.as_bytes(), "file"), expected, "{text}");
        }
        assert_eq!(Format::detect(b"# Title", "a.md"), Some(Format::Markdown));
        assert_eq!(Format::detect(b"PK\x03\x04", "a.docx"), Some(Format::Docx));
        assert_eq!(Format::detect(b"[a](b) and text", "a.md"), Some(Format::Markdown));
    }
}
