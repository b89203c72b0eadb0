//! The container of a book: a ZIP file that tells what it is.
//!
//! Every file has the same time, so that equal books are equal bytes.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Why writing a file into memory succeeds.
const IN_MEMORY: &str = "a book in memory takes any file of less than four gigabytes";

/// A book that is being put together.
pub(super) struct Container {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    folder: &'static str,
}

impl Container {
    /// Begins a book whose files go into `folder`.
    pub(super) fn new(folder: &'static str) -> Self {
        let mut container = Self { zip: ZipWriter::new(Cursor::default()), folder };
        // It comes first and uncompressed, so that its bytes have their place.
        container.put("mimetype", b"application/epub+zip", CompressionMethod::Stored);
        let root = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <container version=\"1.0\" \
             xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
             <rootfile full-path=\"{folder}/package.opf\" \
             media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n"
        );
        let method = CompressionMethod::Deflated;
        container.put("META-INF/container.xml", root.as_bytes(), method);
        container
    }

    /// Adds a file of the book.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) {
        let path = format!("{}/{name}", self.folder);
        self.put(&path, bytes, CompressionMethod::Deflated);
    }

    /// Returns the container.
    pub(super) fn finish(self) -> Vec<u8> {
        self.zip.finish().expect(IN_MEMORY).into_inner()
    }

    fn put(&mut self, path: &str, bytes: &[u8], method: CompressionMethod) {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.zip.start_file(path, options).expect(IN_MEMORY);
        self.zip.write_all(bytes).expect(IN_MEMORY);
    }
}
