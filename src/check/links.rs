//! What exists on the site, for links.

use std::{collections::HashSet, sync::Arc};

use crate::site::decode;

/// What exists on the site, for links.
#[derive(Debug, Default)]
pub struct KnownPaths {
    /// Shared with all who remember where a link leads.
    files: HashSet<Arc<str>>,
}

impl KnownPaths {
    /// Takes the paths of all files of the site, `index.html` included.
    pub fn new(paths: impl IntoIterator<Item = String>) -> Self {
        Self { files: paths.into_iter().map(Into::into).collect() }
    }

    /// Returns the file of the site that an address leads to, resolved from the
    /// page at `page` (`slug/`); `None` if it leads nowhere.
    #[must_use]
    pub fn find(&self, page: &str, target: &str) -> Option<&Arc<str>> {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let resolved = resolve(page, path)?;
        let is_folder = resolved.is_empty() || resolved.ends_with('/');
        let file = (!is_folder).then(|| self.files.get(resolved.as_str())).flatten();
        let slash = if is_folder { "" } else { "/" };
        file.or_else(|| self.files.get(format!("{resolved}{slash}index.html").as_str()))
    }
}

/// Resolves a relative path, percent-encoding undone; `None` if it leaves the site.
fn resolve(page: &str, path: &str) -> Option<String> {
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
        let known = KnownPaths::new(["index.html", "a/index.html", "a/b c.png"].map(str::to_owned));
        assert!(known.find("a/", "b%20c.png").is_some());
        assert!(known.find("a/", "../").is_some());
        assert!(known.find("b/", "../a/#p-1").is_some());
        assert!(known.find("a/", "").is_some());
        assert!(known.find("a/", "../../").is_none());
        assert!(known.find("a/", "c.png").is_none());
    }
}
