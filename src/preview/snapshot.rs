//! The edition's files as they were at one moment, all in memory.
//!
//! Pages are functions of a snapshot, so no page mixes the state before an edit
//! with the one after it. After the first reading only touched files are read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    disk::{FolderInput, is_ignored_name},
    io::{Input, Listing},
};

/// All files of an edition, fixed until it is refreshed; cheap to copy.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    root: PathBuf,
    listing: Arc<Listing>,
    files: Arc<BTreeMap<Arc<str>, Content>>,
}

/// The bytes of a file, with their hash, or why it could not be read.
type Content = Result<(Arc<[u8]>, blake3::Hash), (io::ErrorKind, Arc<str>)>;

/// Which files may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Touched {
    /// Any.
    Everything,
    /// Files, and whatever lies in folders, by their paths below the root.
    Paths(BTreeSet<String>),
}

impl Snapshot {
    /// Returns the snapshot of a folder in which nothing was seen yet.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), listing: Arc::default(), files: Arc::default() }
    }

    /// Reads what was touched; returns the paths that differ.
    pub(super) fn refresh(&mut self, touched: &Touched) -> BTreeSet<String> {
        let listing = match touched {
            Touched::Paths(paths) if paths.iter().all(|path| self.is_still(path)) => None,
            _ => Some(FolderInput::new(&self.root).list()),
        };
        let is_touched = |path: &str| match touched {
            Touched::Everything => true,
            Touched::Paths(paths) => {
                let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
                folders.chain([path]).any(|part| paths.contains(part))
            }
        };
        let content = |path: &String| match self.files.get_key_value(&**path) {
            Some((key, content)) if !is_touched(path) => (key.clone(), content.clone()),
            _ => (path.as_str().into(), self.read_anew(path)),
        };
        let listed = listing.as_ref().unwrap_or(&self.listing);
        let files: BTreeMap<Arc<str>, Content> = listed.files.par_iter().map(content).collect();
        let all = files.keys().chain(self.files.keys());
        let differs = |path: &&Arc<str>| files.get(*path) != self.files.get(*path);
        let mut changed: BTreeSet<String> = all.filter(differs).map(ToString::to_string).collect();
        let (now, before) = (&listed.faults, &self.listing.faults);
        let new = now.iter().filter(|fault| !before.contains(fault));
        let gone = before.iter().filter(|fault| !now.contains(fault));
        changed.extend(new.chain(gone).map(|fault| fault.path.clone()));
        self.files = Arc::new(files);
        // A list that is the same is known to be so by where it lies.
        self.listing = listing.filter(|new| *new != self.listing).unwrap_or(self.listing.clone());
        changed
    }

    /// Returns whether a path was a file and is one, or was nothing and is nothing.
    ///
    /// What is a link by now is listed anew, which tells whether it may lead where it does.
    fn is_still(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let now = self.root.join(path).symlink_metadata();
        if self.files.contains_key(path) {
            return now.is_ok_and(|metadata| metadata.is_file());
        }
        let is_below = |file: &Arc<str>| Path::new(&**file).starts_with(path);
        let is_fault = self.listing.faults.iter().any(|fault| fault.path == path);
        is_ignored_name(name) || now.is_err() && !is_fault && !self.files.keys().any(is_below)
    }

    fn read_anew(&self, path: &str) -> Content {
        let read = fs::read(self.root.join(path));
        let with_hash = |bytes: Vec<u8>| {
            let hash = blake3::hash(&bytes);
            (bytes.into(), hash)
        };
        read.map(with_hash).map_err(|error| (error.kind(), error.to_string().into()))
    }

    fn get(&self, path: &str) -> io::Result<&(Arc<[u8]>, blake3::Hash)> {
        match self.files.get(path) {
            Some(Ok(file)) => Ok(file),
            Some(Err((kind, reason))) => Err(io::Error::new(*kind, reason.to_string())),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Input for Snapshot {
    fn list(&self) -> Arc<Listing> {
        self.listing.clone()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.get(path).map(|(bytes, _)| bytes.to_vec())
    }

    fn share(&self, path: &str) -> io::Result<Arc<[u8]>> {
        self.get(path).map(|(bytes, _)| bytes.clone())
    }

    fn hash(&self, path: &str) -> io::Result<blake3::Hash> {
        self.get(path).map(|(_, hash)| *hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_has_changed() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let full = |path: &str| root.path().join(path);
        let write = |path: &str, text: &str| {
            let path = full(path);
            fs::create_dir_all(path.parent().expect("it is below the root")).unwrap();
            fs::write(path, text).unwrap();
        };
        let mut snapshot = Snapshot::new(root.path());
        let mut check = |touched: &[&str], expected: &[&str]| {
            let paths = touched.iter().map(|path| (*path).to_owned()).collect();
            let changed = snapshot.refresh(&Touched::Paths(paths));
            assert!(changed.iter().eq(expected), "{changed:?} of {touched:?}");
        };
        let (a, b) = ("content/a/index.md", "content/b/index.md");
        write(a, "one");
        write(b, "one");
        check(&["content"], &[a, b]);
        write(a, "two");
        write(b, "one");
        check(&[a, b, "content/a/4913"], &[a]);
        // What editors leave beside a file is none.
        write("content/a/.index.md.swp", "x");
        write("content/a/index.md~", "x");
        check(&["content/a/.index.md.swp", "content/a/index.md~"], &[]);
        // Folders come and go with all that they hold.
        fs::remove_dir_all(full("content/b")).unwrap();
        fs::rename(full("content/a"), full("content/c")).unwrap();
        check(&["content/a", "content/b", "content/c"], &[a, b, "content/c/index.md"]);
        fs::remove_dir_all(full("content")).unwrap();
        check(&["content"], &["content/c/index.md"]);
        // What cannot be used comes and goes, too.
        #[cfg(unix)]
        {
            fs::create_dir(full("content")).unwrap();
            std::os::unix::fs::symlink("nowhere", full("content/link")).unwrap();
            check(&["content/link"], &["content/link"]);
            fs::remove_file(full("content/link")).unwrap();
            check(&["content/link"], &["content/link"]);
        }
    }
}
