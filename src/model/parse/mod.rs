//! Input files → model values. Total: any bytes give a value and diagnostics.
//!
//! One file per kind of input: `settings.rs` (`edition.yaml`), `glossary.rs`,
//! `sidecar.rs`, `timeline.rs`, `theme.rs` (`theme.yaml`), `article.rs` (front matter and
//! Markdown).
//! How each field is read is said in `model`; here is what takes more than one.

pub mod article;
mod conflict;
pub mod glossary;
pub mod settings;
pub mod sidecar;
pub mod theme;
pub mod timeline;

use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{SourceFile, Span},
};

pub(crate) use crate::model::texts::url_problem;
pub use crate::{
    diag::nearest_name,
    yaml::{Part, Step, YamlFile},
};

/// Returns the text of a file, or reports what keeps it from being text.
///
/// `limit` is in bytes.
#[must_use]
pub fn text(
    path: &str,
    bytes: Vec<u8>,
    limit: usize,
    diagnostics: &Diagnostics,
) -> Option<SourceFile> {
    if bytes.len() > limit {
        let problem = Problem::TooLarge { size: bytes.len(), limit };
        diagnostics.report(problem, Place::file(path));
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let file = SourceFile::new(path, text);
            if let Some(opening) = conflict::find(&file) {
                let is_lock = path.ends_with(".lock.yaml");
                let place = Place::new(&file, Span::new(opening));
                diagnostics.report(Problem::MergeConflict { is_lock }, place);
                return None;
            }
            report_bidi_controls(&file, diagnostics);
            Some(file)
        }
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[offset];
            let text = String::from_utf8_lossy(&error.as_bytes()[..offset]).into_owned();
            let file = SourceFile::new(path, text);
            let place = Place::new(&file, Span::new(offset..offset));
            diagnostics.report(Problem::NotUtf8 { offset, byte }, place);
            None
        }
    }
}

/// Warns of characters that reorder text unseen (U+202A–202E, U+2066–2069).
///
/// They can make a quotation read as what it does not say; see “Trojan Source”,
/// Boucher and Anderson 2021.
fn report_bidi_controls(file: &SourceFile, diagnostics: &Diagnostics) {
    let Some(first) = first_bidi_control(file.text.as_bytes()) else { return };
    let is_control = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut line_start = file.text[..first].rfind('\n').map_or(0, |at| at + 1);
    for line in file.text[line_start..].split_inclusive('\n') {
        let mut found = line.char_indices().filter(|&(_, c)| is_control(c));
        if let Some((at, c)) = found.next() {
            let names: Vec<_> = std::iter::once(c)
                .chain(found.map(|(_, c)| c))
                .map(|c| format!("U+{:04X}", c as u32))
                .collect();
            let span = Span::new(line_start + at..line_start + at + c.len_utf8());
            let problem = Problem::BidiControl { code_points: names.join(" ") };
            diagnostics.report(problem, Place::new(file, span));
        }
        line_start += line.len();
    }
}

/// Returns where the first direction control begins: E2 80 AA–AE or E2 81 A6–A9.
fn first_bidi_control(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(0xe2, bytes).find(|&at| {
        matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xaa..=0xae] | [0x81, 0xa6..=0xa9]))
    })
}

/// The files that stand in `content/` itself.
pub(crate) const LISTS: [&str; 5] =
    ["edition.yaml", "glossary.yaml", "sources.bib", "sources.yaml", "timeline.yaml"];

/// Returns why a name cannot be a part of an address, if it cannot.
///
/// Names must be safe on every file system and need no judgement by people:
/// letters, digits, `-`, `_` and inner dots, at most 100 bytes.
#[must_use]
pub fn slug_problem(slug: &str) -> Option<&'static str> {
    const RESERVED_BY_POSTIL: [&str; 7] =
        ["assets", "checks", "glossary", "notes", "search", "sources", "timeline"];
    if slug.is_empty() || slug.len() > 100 {
        return Some("it must have 1 to 100 bytes");
    }
    if slug.starts_with('.') || slug.ends_with('.') {
        return Some("it must not begin or end with a dot");
    }
    if !slug.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return Some("only letters, digits, `-`, `_` and dots within are safe everywhere");
    }
    if let Some(reason) = portable_problem(slug) {
        return Some(reason);
    }
    RESERVED_BY_POSTIL
        .contains(&slug.to_lowercase().as_str())
        .then_some("Postil writes a page of that name itself")
}

/// Returns why a file or folder of this name cannot be everywhere, if it cannot.
pub(crate) fn portable_problem(name: &str) -> Option<&'static str> {
    const RESERVED_BY_WINDOWS: [&str; 22] = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
        "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    if RESERVED_BY_WINDOWS.contains(&stem.as_str()) {
        return Some("Windows reserves this name");
    }
    if name.ends_with(['.', ' ']) {
        return Some("on Windows none ends in a dot or a space");
    }
    let is_refused = |c: char| c.is_control() || r#"<>:"|?*"#.contains(c);
    name.contains(is_refused)
        .then_some("Windows takes no < > : \" | ? * and no invisible characters")
}
