//! How a second import knows what the first one brought.
//!
//! An annotation of this edition comes back by its permalink, whose fragment is its id.
//! Any other gets an id that ends in a hash of where it comes from: its address, or its
//! content if it has none. So no record is needed but the sidecar itself, and an
//! entry stays known when an editor has changed its words or moved it to another file.

use std::collections::HashSet;

use serde_yaml::Mapping;

use super::Destination;
use crate::{
    edit,
    model::{
        Settings,
        texts::{id_problem, is_own_fragment},
    },
};

/// How many characters of the hash an id ends in: 50 bits, so that among 100,000
/// annotations two with the same are one in 200,000.
const LENGTH: usize = 10;

/// The letters of hashes.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What is there already: ids, and the hashes that end them.
pub(super) struct Known(HashSet<String>);

impl Known {
    pub(super) fn new(destination: &Destination<'_>) -> Self {
        let ids = || destination.entries.iter().map(|(id, _)| id.as_str());
        Self(ids().chain(ids().filter_map(end_of)).map(str::to_owned).collect())
    }

    /// Returns whether an annotation has come before, by its own id or by the hash of where
    /// it comes from, and notes that it has now.
    pub(super) fn meets(&mut self, name: &str) -> bool {
        !self.0.insert(name.to_owned())
    }
}

/// Returns the end of an id that may be the hash of where its annotation comes from.
pub(super) fn end_of(id: &str) -> Option<&str> {
    let (_, end) = id.rsplit_once('-')?;
    let is_hash = end.len() == LENGTH && end.bytes().all(|byte| LETTERS.contains(&byte));
    is_hash.then_some(end)
}

/// Returns the hash of where an annotation comes from, in the letters of ids.
pub(super) fn hash_of(origin: &str) -> String {
    let hash = blake3::hash(origin.as_bytes());
    let bytes = hash.as_bytes().iter().take(LENGTH);
    bytes.map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// Returns an id that says what an annotation is about, and ends in its hash.
pub(super) fn id_of(fields: &Mapping, hash: &str) -> String {
    format!("{}-{hash}", edit::new_id(fields, &[]))
}

/// Returns the id that a permalink of this article names: `…/sub/path/slug/#id`.
pub(super) fn own_id(address: &str, destination: &Destination<'_>) -> Option<String> {
    let (page, id) = address.split_once('#')?;
    let is_id = id_problem(id).is_none() && !is_own_fragment(id);
    (slug_of(page, destination.settings)? == destination.slug && is_id).then(|| id.to_owned())
}

/// Returns the slug of the page of this edition that an address leads to.
pub(super) fn slug_of<'a>(address: &'a str, settings: &Settings) -> Option<&'a str> {
    let path = address.strip_prefix(settings.base_url.as_str())?;
    path.split(['/', '#', '?']).next().filter(|slug| !slug.is_empty())
}
