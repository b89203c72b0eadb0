//! What exists on the site, for links.

use std::{collections::HashSet, sync::Arc};

use crate::{address::decode, files::Listing};

/// What exists on the site, for links.
#[derive(Debug)]
pub struct KnownPaths {
    /// Shared with all who remember where a link leads.
    files: HashSet<Arc<str>>,
    /// The whole edition, if only a part of it is looked at.
    whole: Option<Arc<Listing>>,
    /// Whether a path may be that of a file that is made of articles.
    is_made: fn(&str) -> bool,
}

impl KnownPaths {
    /// Takes the paths of all files of the site, `index.html` included; `is_made` tells
    /// those of which only the end of a build knows whether they are. Of a part of an
    /// edition, `whole` tells what else there is.
    pub fn new(
        paths: impl IntoIterator<Item = String>,
        is_made: fn(&str) -> bool,
        whole: Option<Arc<Listing>>,
    ) -> Self {
        Self { files: paths.into_iter().map(Into::into).collect(), whole, is_made }
    }

    /// Returns the file of the site that an address leads to, resolved from the
    /// page at `page` (`slug/`); `None` if it leads nowhere.
    #[must_use]
    pub fn find(&self, page: &str, target: &str) -> Option<Arc<str>> {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let resolved = resolve(page, path)?;
        let is_folder = resolved.is_empty() || resolved.ends_with('/');
        let file = (!is_folder).then(|| self.get(&resolved)).flatten();
        let slash = if is_folder { "" } else { "/" };
        file.or_else(|| self.get(&format!("{resolved}{slash}index.html")))
    }

    fn get(&self, path: &str) -> Option<Arc<str>> {
        let known = self.files.get(path).cloned();
        known.or_else(|| ((self.is_made)(path) || self.is_beside(path)).then(|| path.into()))
    }

    /// Returns whether a path is that of what the rest of the edition publishes.
    fn is_beside(&self, path: &str) -> bool {
        let Some(whole) = &self.whole else { return false };
        ["content", "content/pages"].iter().any(|folder| match path.strip_suffix("/index.html") {
            Some(slug) if *folder == "content" => whole.has(&format!("{folder}/{slug}/index.md")),
            Some(slug) => whole.has(&format!("{folder}/{slug}.md")),
            None => whole.has(&format!("{folder}/{path}")),
        })
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
        let paths = ["index.html", "a/index.html", "a/b c.png"].map(str::to_owned);
        let known = KnownPaths::new(paths, |path| path == "a/made.xml", None);
        assert!(known.find("a/", "b%20c.png").is_some());
        assert!(known.find("a/", "../").is_some());
        assert!(known.find("b/", "../a/#p-1").is_some());
        assert!(known.find("a/", "").is_some());
        assert!(known.find("a/", "../../").is_none());
        assert!(known.find("a/", "c.png").is_none());
        assert!(known.find("a/", "made.xml").is_some());
    }

    #[test]
    fn links_of_a_part_may_lead_to_the_rest() {
        let files = ["content/b/c.png", "content/b/index.md", "content/pages/d.md"];
        let whole = Listing { files: files.map(str::to_owned).into(), ..Listing::default() };
        let known = KnownPaths::new(["a/index.html".to_owned()], |_| false, Some(Arc::new(whole)));
        for target in ["../b/", "../b", "../b/c.png", "../d/#h-d", "../a/"] {
            assert!(known.find("a/", target).is_some(), "{target}");
        }
        for target in ["../c/", "../b/d.png", "../pages/"] {
            assert!(known.find("a/", target).is_none(), "{target}");
        }
    }
}
