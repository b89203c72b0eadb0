//! Files that are archives of others: documents, books, sets of annotations.

use std::{
    cell::RefCell,
    fmt,
    io::{Cursor, Read},
};

use zip::ZipArchive;

/// A file of more bytes is no part of a document that somebody commented on.
const MAX_FILE: u64 = 64_000_000;

/// What all files of an archive may come to: documents with many photographs do, and these are
/// hardly smaller in it.
const MAX_ALL: u64 = 256_000_000;

/// How many times as large as the archive they may be, beyond some megabytes: texts of word
/// processors come to ten or twenty times.
const MAX_GROWTH: u64 = 200;
const MAX_ALL_OF_SMALL: u64 = 16_000_000;

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

    /// Returns what its files come to, by its directory.
    fn size(&self) -> Option<u64> {
        let mut archive = self.0.borrow_mut();
        let archive = archive.as_mut()?;
        (0..archive.len()).try_fold(0_u64, |all, index| {
            Some(all.saturating_add(archive.by_index_raw(index).ok()?.size()))
        })
    }

    /// Returns the bytes of a file; nothing of one that is larger than the directory has it.
    pub(super) fn file(&self, name: &str) -> Option<Vec<u8>> {
        let mut archive = self.0.borrow_mut();
        let file = archive.as_mut()?.by_name(name).ok()?;
        let most = file.size().min(MAX_FILE);
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= most).then_some(bytes)
    }

    /// Returns the text of a file; nothing of one that is not there.
    pub(super) fn text(&self, name: &str) -> String {
        let bytes = self.file(name).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Says why an archive is not opened whose files come to more than memory or its own size has
/// room for; what is no archive, or a broken one, is told by what reads it.
#[must_use]
pub fn too_large(bytes: &[u8]) -> Option<String> {
    let size = Archive::new(bytes).size()?;
    let allowed = MAX_ALL.min(MAX_ALL_OF_SMALL + MAX_GROWTH * bytes.len() as u64);
    (size > allowed).then(|| {
        format!(
            "what is packed in it comes to {} MB, over the {} MB that are unpacked of a file of \
             its size; make its images smaller, or split it",
            size.div_ceil(1_000_000),
            allowed / 1_000_000
        )
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn packed(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("it has room");
            zip.write_all(bytes).expect("it has room");
        }
        zip.finish().expect("it is whole").into_inner()
    }

    /// Bytes that cannot be packed, as those of photographs.
    fn noise(n: usize) -> Vec<u8> {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn what_is_packed_has_a_measure() {
        let all = |bytes: &Vec<u8>| packed(&["a", "b", "c", "d"].map(|name| (name, bytes.clone())));
        // Zeros are packed to a thousandth, noise is not packed at all.
        let said = too_large(&all(&vec![0; 8_000_000])).expect("it is a bomb");
        assert!(said.contains("comes to 32 MB"), "{said}");
        assert_eq!(too_large(&all(&vec![0; 3_000_000])), None);
        assert_eq!(too_large(&all(&noise(8_000_000))), None);
        assert_eq!(too_large(b"no archive"), None);
    }

    #[test]
    fn a_file_is_as_large_as_the_directory_has_it() {
        let mut bytes = packed(&[("a", vec![b'x'; 1000])]);
        assert_eq!(Archive::new(&bytes).file("a").map(|it| it.len()), Some(1000));
        // The size of what is unpacked, in the directory.
        let entry = memchr::memmem::rfind(&bytes, b"PK\x01\x02").expect("it has a directory");
        bytes[entry + 24..entry + 28].copy_from_slice(&10_u32.to_le_bytes());
        assert_eq!(Archive::new(&bytes).file("a"), None);
    }
}
