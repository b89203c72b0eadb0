//! ZIP files, bound in memory.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Why writing a file into memory succeeds.
const IN_MEMORY: &str = "an archive in memory takes any file of less than four gigabytes";

/// A ZIP file that is being bound. Every file in it has the same time, so that equal files are
/// equal bytes.
pub(super) struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    /// An archive without files.
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::default()))
    }

    /// Adds a file as it is, whose bytes can so be found by their place.
    pub(super) fn store(&mut self, path: &str, bytes: &[u8]) {
        self.put(path, bytes, CompressionMethod::Stored);
    }

    /// Adds a file, compressed.
    pub(super) fn deflate(&mut self, path: &str, bytes: &[u8]) {
        self.put(path, bytes, CompressionMethod::Deflated);
    }

    fn put(&mut self, path: &str, bytes: &[u8], method: CompressionMethod) {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.0.start_file(path, options).expect(IN_MEMORY);
        self.0.write_all(bytes).expect(IN_MEMORY);
    }

    /// Returns the bytes of the archive.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0.finish().expect(IN_MEMORY).into_inner()
    }
}
