//! The edition's files as they were at one moment, all in memory.
//!
//! Pages are functions of a snapshot, so no page mixes the state before an edit
//! with the one after it. After the first reading only touched files are read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    ops::Bound,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    disk::{FolderInput, is_ignored_name},
    io::{Input, Listing},
};

/// How many files may differ from those read together before they are merged.
const MAX_NEWER: usize = 256;

/// All files of an edition, fixed; cheap to copy, as most of it is shared by
/// one snapshot with the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    listing: Arc<Listing>,
    files: Arc<Files>,
    /// Files that have changed since `files` were read.
    newer: Files,
}

type Files = BTreeMap<Arc<str>, Content>;

/// The bytes of a file, or why it could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Bytes(Arc<[u8]>),
    Unreadable(io::ErrorKind, Arc<str>),
}

/// Which files may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Touched {
    /// Any.
    Everything,
    /// Files, and whatever lies in folders, by their paths below the root.
    Paths(BTreeSet<String>),
}

/// The folder of which snapshots are taken.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    input: FolderInput,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), input: FolderInput::new(root) }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Reads what was touched since `last`; returns the paths that differ, too.
    pub(super) fn snapshot(
        &self,
        last: &Snapshot,
        touched: &Touched,
    ) -> (Snapshot, BTreeSet<String>) {
        match touched {
            Touched::Paths(paths) if paths.iter().all(|path| self.is_still(last, path)) => {
                self.read_again(last, paths)
            }
            _ => self.read_all(last, touched),
        }
    }

    /// Reads files that were there before and still are.
    fn read_again(
        &self,
        last: &Snapshot,
        paths: &BTreeSet<String>,
    ) -> (Snapshot, BTreeSet<String>) {
        let mut next = last.clone();
        let mut changed = BTreeSet::new();
        for path in paths {
            let Some((key, old)) = last.entry(path) else { continue };
            let content = self.content(path);
            if content != *old {
                changed.insert(path.clone());
                next.newer.insert(key.clone(), content);
            }
        }
        if next.newer.len() > MAX_NEWER {
            Arc::make_mut(&mut next.files).append(&mut next.newer);
        }
        (next, changed)
    }

    /// Lists the folder, and reads what is new or was touched.
    fn read_all(&self, last: &Snapshot, touched: &Touched) -> (Snapshot, BTreeSet<String>) {
        let listing = self.input.list();
        let is_touched = |path: &str| match touched {
            Touched::Everything => true,
            Touched::Paths(paths) => {
                let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
                folders.chain([path]).any(|part| paths.contains(part))
            }
        };
        let files: Files = listing
            .files
            .par_iter()
            .map(|path| match last.entry(path) {
                Some((key, content)) if !is_touched(path) => (key.clone(), content.clone()),
                _ => (path.as_str().into(), self.content(path)),
            })
            .collect();
        let is_changed = |path: &&Arc<str>| files.get(*path) != last.content(path);
        let mut changed: BTreeSet<String> = BTreeSet::new();
        for path in files.keys().chain(last.files.keys()).filter(is_changed) {
            changed.insert(path.to_string());
        }
        let is_same_list = listing == last.listing;
        let listing = if is_same_list { last.listing.clone() } else { listing };
        (Snapshot { listing, files: files.into(), newer: Files::new() }, changed)
    }

    /// Returns whether a path was a file and is one, or was none and is none.
    ///
    /// What is a link by now is listed anew, which tells whether it may lead where it does.
    fn is_still(&self, last: &Snapshot, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let full = self.root.join(path);
        if last.content(path).is_some() {
            full.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
        } else {
            is_ignored_name(name) || full.symlink_metadata().is_err() && !last.has_below(path)
        }
    }

    fn content(&self, path: &str) -> Content {
        match fs::read(self.root.join(path)) {
            Ok(bytes) => Content::Bytes(bytes.into()),
            Err(error) => Content::Unreadable(error.kind(), error.to_string().into()),
        }
    }
}

impl Snapshot {
    /// Returns a file with its path as it is kept.
    fn entry(&self, path: &str) -> Option<(&Arc<str>, &Content)> {
        self.newer.get_key_value(path).or_else(|| self.files.get_key_value(path))
    }

    fn content(&self, path: &str) -> Option<&Content> {
        self.entry(path).map(|(_, content)| content)
    }

    /// Returns whether there is a file in a folder.
    fn has_below(&self, folder: &str) -> bool {
        let folder = format!("{folder}/");
        let mut after = self.files.range::<str, _>((Bound::Included(&*folder), Bound::Unbounded));
        after.next().is_some_and(|(path, _)| path.starts_with(&folder))
    }
}

impl Input for Snapshot {
    fn list(&self) -> Arc<Listing> {
        self.listing.clone()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.share(path).map(|bytes| bytes.to_vec())
    }

    fn share(&self, path: &str) -> io::Result<Arc<[u8]>> {
        match self.content(path) {
            Some(Content::Bytes(bytes)) => Ok(bytes.clone()),
            Some(Content::Unreadable(kind, reason)) => {
                Err(io::Error::new(*kind, reason.to_string()))
            }
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Case {
        root: tempfile::TempDir,
        last: Snapshot,
    }

    impl Case {
        fn new() -> Self {
            let root = tempfile::tempdir().expect("a temporary folder can be made");
            Self { root, last: Snapshot::default() }
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.root.path().join(path);
            fs::create_dir_all(path.parent().expect("a file lies in a folder"))
                .expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        }

        /// Takes a snapshot after `touched` and returns what differs.
        fn changed(&mut self, touched: &[&str]) -> Vec<String> {
            let paths = touched.iter().map(|path| (*path).to_owned()).collect();
            let folder = Folder::new(self.root.path());
            let (next, changed) = folder.snapshot(&self.last, &Touched::Paths(paths));
            self.last = next;
            changed.into_iter().collect()
        }
    }

    #[test]
    fn only_what_differs_has_changed() {
        let mut case = Case::new();
        case.write("content/a/index.md", "one");
        case.write("content/b/index.md", "one");
        assert_eq!(case.changed(&["content"]), ["content/a/index.md", "content/b/index.md"]);
        case.write("content/a/index.md", "two");
        case.write("content/b/index.md", "one");
        let touched = ["content/a/index.md", "content/b/index.md", "content/a/4913"];
        assert_eq!(case.changed(&touched), ["content/a/index.md"]);
        assert_eq!(case.last.read("content/a/index.md").unwrap(), b"two");
    }

    #[test]
    fn folders_come_and_go_with_all_that_they_hold() {
        let mut case = Case::new();
        case.write("content/a/index.md", "one");
        assert_eq!(case.changed(&["content"]), ["content/a/index.md"]);
        fs::rename(case.root.path().join("content/a"), case.root.path().join("content/b")).unwrap();
        let changed = case.changed(&["content/a", "content/b"]);
        assert_eq!(changed, ["content/a/index.md", "content/b/index.md"]);
        fs::remove_dir_all(case.root.path().join("content")).unwrap();
        assert_eq!(case.changed(&["content"]), ["content/b/index.md"]);
    }

    #[test]
    fn what_editors_leave_beside_a_file_is_no_change() {
        let mut case = Case::new();
        case.write("content/a/index.md", "one");
        assert_eq!(case.changed(&["content"]).len(), 1);
        case.write("content/a/.index.md.swp", "x");
        case.write("content/a/index.md~", "x");
        assert!(case.changed(&["content/a/.index.md.swp", "content/a/index.md~"]).is_empty());
    }
}
