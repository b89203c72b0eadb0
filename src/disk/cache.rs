//! What builds keep for later builds, in a folder of its own that may be deleted at any time.
//!
//! Each entry is a file named by its key, written in one step; it begins with a hash of the
//! rest, so that what is damaged is known and counts as none. Nothing that goes wrong here
//! keeps a build from being made.

use std::{
    collections::HashSet,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::read_regular;
use crate::io::Cache;

/// The folder below the edition's root.
const DEFAULT: &str = ".postil-cache";

/// As many entries that a build had no use for may stay: another build may have.
const MOST_UNUSED: usize = 1000;

/// What the name of an entry begins with until it is whole.
const STAGED: &str = ".new-";

/// A folder of entries.
#[derive(Debug)]
pub struct FolderCache {
    folder: PathBuf,
    /// The keys that were asked for or written.
    used: Mutex<HashSet<String>>,
}

/// Returns where the builds of the edition at `root` keep what they made; `None` if a link
/// stands there: whoever made the edition chose that, not whoever builds it.
#[must_use]
pub fn default_cache(root: &Path) -> Option<PathBuf> {
    Some(root.join(DEFAULT)).filter(|folder| !folder.is_symlink())
}

impl FolderCache {
    /// Opens a folder, which is made if need be.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let folder = fs::canonicalize(folder)?;
        let ignore = folder.join(".gitignore");
        if ignore.symlink_metadata().is_err() {
            fs::write(ignore, "*\n")?;
        }
        Ok(Self { folder, used: Mutex::default() })
    }

    /// Removes entries that nothing asked for, if there are many more than a build of an
    /// edition asks for that was built in `n_parts`, each of which asks for its own.
    pub fn tidy(&self, n_parts: usize) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let unused = entries.filter_map(Result::ok).filter(|entry| {
            let name = entry.file_name();
            name.to_str().is_some_and(|name| is_ours(name) && !used.contains(name))
        });
        let unused: Vec<_> = unused.map(|entry| entry.path()).collect();
        if unused.len() > MOST_UNUSED.max(used.len() * n_parts) {
            unused.iter().for_each(|path| drop(fs::remove_file(path)));
        }
    }

    fn use_of(&self, key: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned());
    }
}

/// Returns whether a file is an entry, or what a build that was killed left of one.
fn is_ours(name: &str) -> bool {
    let is_key = name.len() == 2 * blake3::OUT_LEN && name.bytes().all(|b| b.is_ascii_hexdigit());
    is_key || name.starts_with(STAGED)
}

impl Cache for FolderCache {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.use_of(key);
        let mut bytes = read_regular(&self.folder.join(key)).ok()?;
        let entry = bytes.split_off(bytes.len().min(blake3::OUT_LEN));
        (blake3::hash(&entry).as_bytes()[..] == bytes[..]).then_some(entry)
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        self.use_of(key);
        let write = || -> io::Result<()> {
            let mut file = tempfile::Builder::new().prefix(STAGED).tempfile_in(&self.folder)?;
            file.write_all(blake3::hash(bytes).as_bytes())?;
            file.write_all(bytes)?;
            file.persist(self.folder.join(key))?;
            Ok(())
        };
        // Without it, the next build makes it again.
        drop(write());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache() -> (tempfile::TempDir, FolderCache) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let cache = FolderCache::open(&folder.path().join("cache")).expect("it can be made");
        (folder, cache)
    }

    #[test]
    fn an_entry_is_whole_or_none() {
        let (_folder, cache) = cache();
        let key = "a".repeat(64);
        assert_eq!(cache.get(&key), None);
        cache.put(&key, b"entry");
        assert_eq!(cache.get(&key).as_deref(), Some(&b"entry"[..]));
        let path = cache.folder.join(&key);
        let whole = fs::read(&path).expect("it was written");
        for damage in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[damage] ^= 1;
            fs::write(&path, &bytes).expect("it can be written");
            assert_eq!(cache.get(&key), None, "flipped at {damage}");
            fs::write(&path, &whole[..damage]).expect("it can be written");
            assert_eq!(cache.get(&key), None, "cut at {damage}");
        }
    }

    #[test]
    fn what_nothing_asks_for_goes_once_it_is_much() {
        let (_folder, cache) = cache();
        (0..=MOST_UNUSED).for_each(|n| cache.put(&format!("{n:064x}"), b""));
        let later = FolderCache::open(&cache.folder).expect("it is there");
        later.put(&"b".repeat(64), b"");
        later.tidy(1);
        let n_left = fs::read_dir(&cache.folder).expect("it is there").count();
        assert_eq!(n_left, 2, "the entry that was used, and .gitignore");
    }

    #[cfg(unix)]
    #[test]
    fn no_link_that_comes_with_an_edition_is_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let link = folder.path().join(DEFAULT);
        std::os::unix::fs::symlink("elsewhere", link).expect("a link can be made");
        assert_eq!(default_cache(folder.path()), None);
    }
}
