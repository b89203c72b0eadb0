//! What earlier builds made, so that a build costs what changed.
//!
//! An entry says what came of an article: its index, and the hashes of its files. It is taken
//! if those files stand in the output as they were made. Only what nothing was found wrong
//! with is kept, so that no message is ever passed over.

use std::{
    collections::BTreeMap,
    io,
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::Summary;
use crate::{
    edition::{ArticleIndex, Key, Keyer, Options},
    io::{Cache, Input, Output},
};

/// The hash of a file of the site (BLAKE3).
pub(super) type Hash = [u8; blake3::OUT_LEN];

/// What was made, with the files that it consists of.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Made<T> {
    pub(super) value: T,
    /// Path and hash of each file.
    pub(super) files: Vec<(String, Hash)>,
}

/// What was made of an article; nothing of one that is left out.
pub(super) type MadeArticle = Made<Option<ArticleIndex>>;
/// What was made of a whole edition, with how many drafts of which article it leaves out.
pub(super) type MadeSite = Made<(Summary, BTreeMap<String, usize>)>;

/// What is needed to keep what is made of articles.
#[derive(Clone)]
pub(super) struct Memo<'a> {
    pub(super) cache: &'a dyn Cache,
    /// What begins each key.
    pub(super) keyer: Keyer,
    /// Takes the files of the whole site.
    pub(super) site: &'a Recorder<'a>,
}

/// Returns what was made of the inputs with a key, if all its files are in the output.
pub(super) fn get<T: DeserializeOwned>(
    cache: &dyn Cache,
    output: &dyn Output,
    key: Key,
) -> Option<Made<T>> {
    let bytes = cache.get(&key.name())?;
    // What another version wrote, or what is damaged, counts as none.
    let made: Made<T> = postcard::from_bytes(&bytes).ok()?;
    let is_there = |(path, hash): &(String, Hash)| output.keep(path, &(*hash).into());
    made.files.par_iter().all(is_there).then_some(made)
}

/// Keeps what was made of the inputs with a key.
pub(super) fn put<T: Serialize>(cache: &dyn Cache, key: Key, made: &Made<T>) {
    if let Ok(bytes) = postcard::to_stdvec(made) {
        cache.put(&key.name(), &bytes);
    }
}

/// Returns the key of all that a site depends on; `program` says what makes it.
pub(super) fn key_of_site(options: &Options, input: &dyn Input, program: &str) -> Key {
    let listing = input.list();
    let looked_at = format!("{options:?} {:?}", listing.faults);
    let keyer = Keyer::default().with(program.as_bytes()).with(looked_at.as_bytes());
    keyer.with_files(input, &listing, listing.files.iter().map(String::as_str)).key()
}

/// Takes files on their way to an output, and remembers their hashes.
pub(super) struct Recorder<'a> {
    pub(super) output: &'a dyn Output,
    files: Mutex<Vec<(String, Hash)>>,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(output: &'a dyn Output) -> Self {
        Self { output, files: Mutex::default() }
    }

    /// Returns path and hash of each file.
    pub(super) fn into_files(self) -> Vec<(String, Hash)> {
        let mut files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.sort_unstable();
        files
    }

    /// Takes files that are in the output.
    pub(super) fn add(&self, files: &[(String, Hash)]) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(files);
    }
}

impl Output for Recorder<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let hash = blake3::hash(bytes);
        self.add(&[(path.to_owned(), hash.into())]);
        self.output.put_hashed(path, bytes, &hash)
    }
}
