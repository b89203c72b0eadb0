//! The edge to the file system: folders as input and output.
//!
//! `input.rs` lists and reads an edition; `output.rs` stages a site, compares it
//! with the one on disk and moves what changed into place; `sidecar.rs` writes edits
//! into an edition, each file in one step (`target.rs`);
//! `anchors.rs` writes what is remembered of passages, `history.rs` asks git for
//! earlier texts.
#![expect(clippy::disallowed_methods, reason = "this is the edge that reads and writes files")]

pub mod anchors;
pub mod history;
mod input;
mod output;
pub mod sidecar;
mod target;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub use input::{FolderInput, is_ignored_name};
pub use output::{FolderOutput, Published, Refusal};

/// The file by which an edition's root is known.
const EDITION: &str = "content/edition.yaml";

/// Returns the first folder from `start` upwards that holds an edition.
#[must_use]
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| is_root(folder)).map(Path::to_path_buf)
}

/// Returns whether a folder holds an edition.
#[must_use]
pub fn is_root(folder: &Path) -> bool {
    folder.join(EDITION).is_file()
}

/// Reads a regular file; a pipe in its place would block.
fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    if path.metadata()?.is_file() {
        fs::read(path)
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}
