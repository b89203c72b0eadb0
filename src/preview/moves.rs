//! Where articles went whose folders were renamed: a page that is open, and a card in it, know
//! only the old name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::snapshot::Snapshot;
use crate::io::Input;

/// The articles that were renamed since the preview was started.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// Names that no folder has any more, by the hash of the text that stood there.
    gone: HashMap<blake3::Hash, String>,
    /// The name that an article has now, by an earlier one.
    to: BTreeMap<String, String>,
}

impl Moves {
    /// Notes which articles went and came, by their texts.
    pub(super) fn note(&mut self, before: &Snapshot, now: &Snapshot, changed: &BTreeSet<String>) {
        let texts = changed.iter().filter_map(|path| Some((path, slug_of_text(path)?)));
        for (path, slug) in texts.clone() {
            if let (Ok(hash), Err(_)) = (before.hash(path), now.hash(path)) {
                self.gone.insert(hash, slug.to_owned());
            }
        }
        for (path, slug) in texts {
            let Ok(hash) = now.hash(path) else { continue };
            self.to.remove(slug);
            if let Some(old) = self.gone.remove(&hash).filter(|old| old != slug) {
                self.to.insert(old, slug.to_owned());
            }
        }
    }

    /// Returns the name that an article has now, if it has another than this one.
    pub(super) fn find(&self, slug: &str) -> Option<String> {
        let mut now = self.to.get(slug)?;
        // Each name leads to one that came later, so there is an end.
        while let Some(next) = self.to.get(now) {
            now = next;
        }
        Some(now.clone())
    }
}

/// Returns the article whose text stands at a path.
fn slug_of_text(path: &str) -> Option<&str> {
    let slug = path.strip_prefix("content/")?.strip_suffix("/index.md")?;
    (!slug.contains('/')).then_some(slug)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::preview::snapshot::Touched;

    #[test]
    fn a_name_leads_to_the_last_one() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = |slug: &str| root.path().join("content").join(slug);
        fs::create_dir_all(folder("a")).expect("a folder can be made");
        fs::write(folder("a").join("index.md"), "# A\n").expect("a file can be written");
        let (mut snapshot, mut moves) = (Snapshot::new(root.path()), Moves::default());
        let mut renamed = |from: &str, to: &str| {
            fs::rename(folder(from), folder(to)).expect("a folder can be renamed");
            let before = snapshot.clone();
            let changed = snapshot.refresh(&Touched::Everything);
            moves.note(&before, &snapshot, &changed);
            ["a", "b", "c"].map(|slug| moves.find(slug).unwrap_or_default())
        };
        assert_eq!(renamed("a", "a"), ["", "", ""]);
        assert_eq!(renamed("a", "b"), ["b", "", ""]);
        assert_eq!(renamed("b", "c"), ["c", "c", ""]);
        assert_eq!(renamed("c", "a"), ["", "a", "a"]);
    }
}
