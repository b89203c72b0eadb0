//! What exists on the site, for links: where the files stand that programs read.

use std::collections::HashSet;

use crate::{io::address::decode, model::Kind};

/// The path of what crawlers are told; one of an edition's own takes its place.
pub const ROBOTS: &str = "robots.txt";
/// The path of the glossary in SKOS, below the site's root.
pub const SKOS: &str = "glossary/skos.ttl";
/// That of the sources in BibTeX.
pub const BIBTEX: &str = "sources/sources.bib";
/// That of the sources in CSL-JSON.
pub const CSL_JSON: &str = "sources/sources.json";
/// The name of the file of an article's annotations, beside its page.
pub const ANNOTATIONS: &str = "annotations.jsonld";
/// That of its prose.
pub const PROSE: &str = "prose.txt";

/// The name of the page that other sites show of a fact check, below that of the check.
pub const EMBED: &str = "embed/index.html";
/// That of what tells them how, in oEmbed's JSON.
pub const OEMBED: &str = "oembed.json";

/// Returns the name of the file of the prose of a translation, by its language, or of the
/// article's own text.
#[must_use]
pub fn prose(language: Option<&str>) -> String {
    language.map_or_else(|| PROSE.to_owned(), |language| format!("prose.{language}.txt"))
}

/// Returns the path of the feed of one kind, or of all, below the site's root.
#[must_use]
pub const fn feed(of: Option<Kind>) -> &'static str {
    match of {
        None => "feed.xml",
        Some(Kind::FactCheck) => "feed-fact-check.xml",
        Some(Kind::CounterSource) => "feed-counter-source.xml",
        Some(Kind::Note) => "feed-note.xml",
        Some(Kind::Gloss) => "feed-gloss.xml",
    }
}

/// Returns what feeds there can be: that of all kinds, and one of each.
pub fn feeds() -> impl Iterator<Item = Option<Kind>> {
    std::iter::once(None).chain(Kind::ALL.into_iter().map(Some))
}

/// Returns which feed the file at a path is, if it is one: that of a kind, or of all.
#[must_use]
pub fn feed_at(file: &str) -> Option<Option<Kind>> {
    feeds().find(|&of| feed(of) == file)
}

/// What exists on the site, for links.
#[derive(Debug, Default)]
pub struct KnownPaths {
    files: HashSet<String>,
}

impl KnownPaths {
    /// Takes the paths of all files of the site, `index.html` included.
    pub fn new(paths: impl IntoIterator<Item = String>) -> Self {
        Self { files: paths.into_iter().collect() }
    }

    /// Returns the file at a path, or in the folder there; `None` if there is neither.
    ///
    /// `is_made` tells the files of which the edition alone does not know whether they are.
    #[must_use]
    pub fn find(&self, path: &str, is_made: impl Fn(&str) -> bool) -> Option<String> {
        let is_there = |file: &String| self.files.contains(file) || is_made(file);
        let is_folder = path.is_empty() || path.ends_with('/');
        let file = (!is_folder).then(|| path.to_owned()).filter(is_there);
        let slash = if is_folder { "" } else { "/" };
        file.or_else(|| Some(format!("{path}{slash}index.html")).filter(is_there))
    }
}

/// Resolves a relative path from the page at `page` (`slug/`), percent-encoding undone;
/// `None` if it leaves the site.
pub(super) fn resolve(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').filter(|part| !part.is_empty()).collect();
    let decoded = decode(path);
    let is_folder = matches!(decoded.rsplit('/').next(), Some("" | "." | ".."));
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    Some(if is_folder && !joined.is_empty() { format!("{joined}/") } else { joined })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_resolved_from_their_page() {
        let paths = ["index.html", "a/index.html", "a/b c.png"].map(str::to_owned);
        let known = KnownPaths::new(paths);
        let find =
            |page: &str, path: &str| known.find(&resolve(page, path)?, |path| path == "a/made.xml");
        assert!(find("a/", "b%20c.png").is_some());
        assert!(find("a/", "../").is_some());
        assert!(find("b/", "../a/").is_some());
        assert!(find("b/", "../a").is_some());
        assert!(find("a/", "").is_some());
        assert!(find("a/", "../../").is_none());
        assert!(find("a/", "c.png").is_none());
        assert!(find("a/", "made.xml").is_some());
    }
}
