//! What a site is built from, as one hash: if it is the same, so is the site.

use std::{
    io,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use crate::files::{Input, Listing};

/// An input that is listed once, and whose files are hashed as they are read.
#[derive(Debug)]
pub struct HashedInput<I> {
    input: I,
    listing: Arc<Listing>,
    /// Of each file listed, the hash of what was read of it first.
    hashes: Vec<OnceLock<blake3::Hash>>,
}

impl<I: Input> HashedInput<I> {
    /// Lists an input.
    #[must_use]
    pub fn new(input: I) -> Self {
        let listing = input.list();
        let hashes = listing.files.iter().map(|_| OnceLock::new()).collect();
        Self { input, listing, hashes }
    }

    /// Returns a hash of all its files and of `options`, which says what else the
    /// output depends on. Reads the files that were not read yet.
    ///
    /// # Errors
    ///
    /// The first file that cannot be read.
    pub fn fingerprint(&self, options: &str) -> io::Result<String> {
        let files = self.listing.files.par_iter().zip(&self.hashes);
        let hashes = files.map(|(path, hash)| match hash.get() {
            Some(hash) => Ok(*hash),
            None => self.input.read(path).map(|bytes| *hash.get_or_init(|| blake3::hash(&bytes))),
        });
        let hashes: Vec<blake3::Hash> = hashes.collect::<io::Result<_>>()?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes()).update(b"\0");
        hasher.update(options.as_bytes()).update(b"\0");
        for fault in &self.listing.faults {
            hasher.update(format!("{fault:?}").as_bytes()).update(b"\0");
        }
        for (path, hash) in self.listing.files.iter().zip(&hashes) {
            hasher.update(path.as_bytes()).update(b"\0").update(hash.as_bytes());
        }
        Ok(hasher.finalize().to_hex().to_string())
    }
}

impl<I: Input> Input for HashedInput<I> {
    fn list(&self) -> Arc<Listing> {
        self.listing.clone()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = self.input.read(path)?;
        if let Ok(index) = self.listing.files.binary_search_by(|listed| listed.as_str().cmp(path)) {
            self.hashes[index].get_or_init(|| blake3::hash(&bytes));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::files::MemoryInput;

    /// Two files, and how often any was read.
    struct Counted {
        input: MemoryInput,
        n_read: AtomicUsize,
    }

    impl Input for Counted {
        fn list(&self) -> Arc<Listing> {
            self.input.list()
        }

        fn read(&self, path: &str) -> io::Result<Vec<u8>> {
            self.n_read.fetch_add(1, Ordering::Relaxed);
            self.input.read(path)
        }
    }

    fn files(b: &str) -> HashedInput<Counted> {
        let files = [("content/a", "a"), ("content/b", b)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let input = MemoryInput { files: files.into() };
        HashedInput::new(Counted { input, n_read: AtomicUsize::new(0) })
    }

    #[test]
    fn what_was_read_is_not_read_again() {
        let (read, unread) = (files("b"), files("b"));
        read.read("content/b").unwrap();
        assert_eq!(read.fingerprint("").unwrap(), unread.fingerprint("").unwrap());
        for input in [read, unread] {
            assert_eq!(input.input.n_read.into_inner(), 2);
        }
    }

    #[test]
    fn files_and_options_count() {
        let of = |b, options| files(b).fingerprint(options).unwrap();
        assert_ne!(of("b", ""), of("c", ""));
        assert_ne!(of("b", ""), of("b", "--drafts"));
    }
}
