//! What exists on the site, for links.

use std::collections::HashSet;

use crate::io::address::decode;

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
