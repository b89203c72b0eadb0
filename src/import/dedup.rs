//! How a second import knows what the first one brought.
//!
//! An annotation of this edition comes back by its permalink, whose fragment is its id.
//! Any other gets an id that ends in a hash of where it comes from: its address, or its
//! content if it has none. So no record is needed but the sidecar itself, and an
//! entry stays known when an editor has changed its words or moved it to another file.

use std::collections::HashSet;

use serde_yaml::Mapping;

use super::Home;
use crate::edit;

/// How many characters of the hash an id ends in: 50 bits, so that among 100,000
/// annotations two with the same are one in 200,000.
const LENGTH: usize = 10;

/// What is there already.
pub(super) struct Known<'h> {
    ids: HashSet<&'h str>,
    marks: HashSet<String>,
}

impl<'h> Known<'h> {
    pub(super) fn new(home: &Home<'h>) -> Self {
        let mark = |id: &String| id.rsplit('-').next().unwrap_or_default().to_owned();
        Self {
            ids: home.ids.iter().map(String::as_str).collect(),
            marks: home.ids.iter().map(mark).filter(|mark| mark.len() == LENGTH).collect(),
        }
    }

    /// Returns whether an annotation of this edition is there.
    pub(super) fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Returns whether an annotation has come before, and notes that it has now.
    pub(super) fn meets(&mut self, mark: &str) -> bool {
        !self.marks.insert(mark.to_owned())
    }
}

/// Returns the hash of where an annotation comes from, in the letters of ids.
pub(super) fn mark_of(origin: &str) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let hash = blake3::hash(origin.as_bytes());
    let bytes = hash.as_bytes().iter().take(LENGTH);
    bytes.map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// Returns an id that says what an annotation is about, and ends in its mark.
pub(super) fn id_of(fields: &Mapping, mark: &str) -> String {
    format!("{}-{mark}", edit::new_id(fields, &[]))
}

/// Returns the id that a permalink of this article names: `…/sub/path/slug/#id`.
pub(super) fn own_id(address: &str, home: &Home<'_>) -> Option<String> {
    let (page, id) = address.split_once('#')?;
    (slug_of(page, home)? == home.slug && is_id(id)).then(|| id.to_owned())
}

fn is_id(id: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_reserved = ["p-", "h-", "fn-", "fnref-", "ref-"].iter().any(|own| id.starts_with(own));
    !id.is_empty() && id.chars().all(is_letter) && !is_reserved && id != "detached"
}

/// Returns the slug of the page of this edition that an address leads to.
pub(super) fn slug_of<'a>(address: &'a str, home: &Home<'_>) -> Option<&'a str> {
    let path = address.strip_prefix(home.settings.base_url.as_str())?;
    path.split(['/', '#', '?']).next().filter(|slug| !slug.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_of_ids_and_differ() {
        let (a, b) = (mark_of("https://example.org/1"), mark_of("https://example.org/2"));
        assert_eq!((a.len(), b.len()), (LENGTH, LENGTH));
        assert!(a != b && is_id(&a), "{a} {b}");
    }
}
