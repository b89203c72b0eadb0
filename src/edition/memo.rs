//! What came of an earlier run, by the key of what it was made from.
//!
//! A key is a hash of all that a result is a function of; so what has the same key is the same,
//! and nothing else has to be asked. What is not there is made.

use std::{ops::Deref, sync::Arc};

use rayon::prelude::*;

use crate::{
    diag::{Diagnostic, Diagnostics},
    io::{Input, Listing},
};

/// A hash of all that a result is a function of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(blake3::Hash);

impl Key {
    /// Returns the key as a name for a file, in hexadecimal.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.to_hex().to_string()
    }
}

/// Gathers what a result is a function of.
#[derive(Debug, Default, Clone)]
pub struct Keyer(blake3::Hasher);

impl Keyer {
    /// Adds a value.
    #[must_use]
    pub fn with(mut self, value: &[u8]) -> Self {
        self.0.update(&(value.len() as u64).to_le_bytes()).update(value);
        self
    }

    /// Adds what has a key.
    #[must_use]
    pub fn with_key(self, key: Key) -> Self {
        self.with(key.0.as_bytes())
    }

    /// Adds files with their paths; that one is not listed, or why it cannot be read, counts
    /// as well.
    #[must_use]
    pub fn with_files<'p>(
        self,
        input: &dyn Input,
        listing: &Listing,
        paths: impl IntoIterator<Item = &'p str>,
    ) -> Self {
        let paths: Vec<&str> = paths.into_iter().collect();
        let hash = |path: &&str| listing.has(path).then(|| input.hash(path));
        let hashes: Vec<_> = paths.par_iter().map(hash).collect();
        paths.iter().zip(hashes).fold(self, |keyer, (path, hash)| {
            let keyer = keyer.with(path.as_bytes());
            match hash {
                None => keyer.with(b""),
                Some(Ok(hash)) => keyer.with(hash.as_bytes()),
                Some(Err(error)) => keyer.with(error.to_string().as_bytes()),
            }
        })
    }

    /// Returns the key of all that was added.
    #[must_use]
    pub fn key(&self) -> Key {
        Key(self.0.finalize())
    }
}

/// A result with its key, and what was found in making it.
#[derive(Debug)]
pub struct Kept<T> {
    key: Key,
    value: Arc<T>,
    found: Arc<[Diagnostic]>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self { key: self.key, value: self.value.clone(), found: self.found.clone() }
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Kept<T> {
    /// Returns what was kept if it has the key, or else makes it; reports what was found.
    pub fn get(
        kept: Option<&Self>,
        key: Key,
        diagnostics: &Diagnostics,
        make: impl FnOnce(&Diagnostics) -> T,
    ) -> Self {
        let this = kept.filter(|kept| kept.key == key).cloned().unwrap_or_else(|| {
            let own = Diagnostics::default();
            let value = Arc::new(make(&own));
            Self { key, value, found: own.into_sorted().into() }
        });
        this.found.iter().cloned().for_each(|found| diagnostics.push(found));
        this
    }

    /// Returns the key.
    #[must_use]
    pub const fn key(&self) -> Key {
        self.key
    }

    /// Returns the result to whoever holds on to it.
    #[must_use]
    pub fn shared(&self) -> Arc<T> {
        self.value.clone()
    }
}
