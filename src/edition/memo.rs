//! What came of an earlier run, by the key of what it was made from.
//!
//! A key is a hash of all that a result is a function of; so what has the same key is the same,
//! and nothing else has to be asked. What is not there is made.

use std::{io, ops::Deref, sync::Arc};

use crate::{
    diag::{Diagnostic, Diagnostics},
    files::Input,
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

    /// Adds a file with its path; one that is not there or cannot be read counts, too.
    #[must_use]
    pub fn with_file(self, input: &dyn Input, path: &str) -> Self {
        let this = self.with(path.as_bytes());
        match input.hash(path) {
            Ok(hash) => this.with(hash.as_bytes()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => this.with(b"-"),
            Err(error) => this.with(error.to_string().as_bytes()),
        }
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

    /// Returns the value, shared.
    #[must_use]
    pub fn share(&self) -> Arc<T> {
        self.value.clone()
    }
}
