//! Which entries of sidecars changed: an open card learns at once that its own was changed by
//! somebody else, or is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::snapshot::Snapshot;
use crate::{
    diag::Diagnostics,
    disk::sidecar::list_of,
    edit::{self, List},
    io::Input,
    model::parse,
};

/// The versions of entries that changed, by article and id; `None` of one that is gone.
pub(super) type Versions = BTreeMap<String, BTreeMap<String, Option<String>>>;

/// The versions of the entries of sidecars as they were last, by path.
#[derive(Debug, Default)]
pub(super) struct Known(BTreeMap<String, BTreeMap<String, String>>);

impl Known {
    /// Returns the versions that changed between two states of the files. Of a sidecar that
    /// cannot be read nothing is told: its entries may all be there.
    pub(super) fn changed(
        &mut self,
        before: &Snapshot,
        now: &Snapshot,
        changed: &BTreeSet<String>,
    ) -> Versions {
        let mut versions = Versions::new();
        for path in changed.iter().filter(|path| list_of(path) == Some(List::Annotations)) {
            let old = self.0.remove(path).or_else(|| read(before, path)).unwrap_or_default();
            let Some(new) = read(now, path) else {
                self.0.insert(path.clone(), old);
                continue;
            };
            let article = path.split('/').nth(1).unwrap_or_default().to_owned();
            let of_article = versions.entry(article).or_default();
            for id in old.keys().filter(|id| !new.contains_key(*id)) {
                // Another file may have it by now.
                of_article.entry(id.clone()).or_insert(None);
            }
            let is_new = |(id, version): &(&String, &String)| old.get(*id) != Some(version);
            for (id, version) in new.iter().filter(is_new) {
                of_article.insert(id.clone(), Some(version.clone()));
            }
            self.0.insert(path.clone(), new);
        }
        versions.retain(|_, of_article| !of_article.is_empty());
        versions
    }
}

/// Returns the versions of the entries of a sidecar: none if it is not there; `None` if it
/// cannot be read.
fn read(files: &Snapshot, path: &str) -> Option<BTreeMap<String, String>> {
    let Ok(bytes) = files.read(path) else { return Some(BTreeMap::new()) };
    let file = parse::text(path, bytes, usize::MAX, &Diagnostics::default())?;
    edit::versions(List::Annotations, &file).ok()
}
