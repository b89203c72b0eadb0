//! Files that are archives of others: documents, books, sets of annotations.

use std::{
    cell::RefCell,
    fmt,
    io::{Cursor, Read},
};

use zip::ZipArchive;

/// A file of more bytes is no part of a document that somebody commented on.
const MAX_FILE: u64 = 64_000_000;

/// An archive in memory; what is none holds nothing.
pub(super) struct Archive(RefCell<Option<ZipArchive<Cursor<Vec<u8>>>>>);

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Archive")
    }
}

impl Archive {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self(RefCell::new(ZipArchive::new(Cursor::new(bytes.to_vec())).ok()))
    }

    /// Returns the bytes of a file.
    pub(super) fn file(&self, name: &str) -> Option<Vec<u8>> {
        let mut archive = self.0.borrow_mut();
        let file = archive.as_mut()?.by_name(name).ok()?;
        let mut bytes = Vec::new();
        file.take(MAX_FILE + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= MAX_FILE).then_some(bytes)
    }

    /// Returns the text of a file; nothing of one that is not there.
    pub(super) fn text(&self, name: &str) -> String {
        let bytes = self.file(name).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
