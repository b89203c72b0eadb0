//! The edge to the file system: folders as input and output.
//!
//! `input.rs` lists and reads an edition; `output.rs` stages a site, compares it
//! with the one on disk and moves what changed into place; `sidecar.rs` writes edits
//! into an edition, each file in one step (`target.rs`), or says why not (`failure.rs`);
//! `cache.rs` keeps what builds made; builds and edits wait for each other (`wait.rs`);
//! `links.rs` says where links may lead; `anchors.rs` writes what is remembered of
//! passages, `history.rs` asks git for earlier texts, `clock.rs` knows the day.
#![expect(clippy::disallowed_methods, reason = "this is the edge that reads and writes files")]

pub mod anchors;
mod cache;
mod clock;
mod failure;
pub mod history;
mod input;
mod links;
mod output;
pub mod sidecar;
mod single;
mod target;
mod wait;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

pub use cache::{FolderCache, default_cache};
pub use clock::today;
pub use input::{FolderInput, is_ignored_name};
pub use output::{FolderOutput, Published, Refusal, default_output};
pub use single::write_whole;
pub use wait::tell_waiting;

use crate::site::is_below;

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

/// Makes the folder of a new article with its files, all of them or none; returns whether
/// there was none of that name.
///
/// # Errors
///
/// What the system says; nothing is left behind then.
pub fn add_article(root: &Path, slug: &str, files: &[(&str, &[u8])]) -> io::Result<bool> {
    let content = root.join("content");
    let folder = content.join(slug);
    if !links::leads_below(&content, &fs::canonicalize(root)?) {
        return Err(io::Error::other(
            "content leads out of the edition; put a folder in its place",
        ));
    }
    if folder.symlink_metadata().is_ok() {
        return Ok(false);
    }
    // A name that nothing reads, until all is there.
    let staged = tempfile::Builder::new().prefix(".postil-").tempdir_in(&content)?;
    for (name, bytes) in files {
        let path = staged.path().join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A temporary folder is its maker's alone; others may read an article.
        let permissions = fs::metadata(&content)?.permissions();
        fs::set_permissions(staged.path(), fs::Permissions::from_mode(permissions.mode()))?;
    }
    fs::rename(staged.path(), &folder)?;
    // It has moved: there is nothing to clean up.
    drop(staged.keep());
    Ok(true)
}

/// Writes files of an edition by their paths below its root, unless a link on the way to one
/// leads out of it; then none is written.
///
/// # Errors
///
/// The path that the system refuses or that leads out, and why.
pub fn write_files(root: &Path, files: &[(String, Vec<u8>)]) -> Result<(), (PathBuf, io::Error)> {
    write_below(root, files, links::LEADS_OUT_OF_EDITION)
}

/// Writes files into a folder that was named, which is made if it is not there, unless a link in
/// it leads out of it; then none is written.
///
/// # Errors
///
/// The path that the system refuses or that leads out, and why.
pub fn write_folder(
    folder: &Path,
    files: &[(String, Vec<u8>)],
) -> Result<(), (PathBuf, io::Error)> {
    fs::create_dir_all(folder).map_err(|error| (folder.to_path_buf(), error))?;
    write_below(folder, files, links::LEADS_OUT_OF_FOLDER)
}

fn write_below(
    root: &Path,
    files: &[(String, Vec<u8>)],
    why: &str,
) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_path_buf();
        move |error| (path, error)
    };
    let root = fs::canonicalize(root).map_err(at(root))?;
    let paths = files.iter().map(|(path, _)| path.as_str());
    links::refuse_links_out(&root, paths, why)?;
    for (path, bytes) in files {
        let path = root.join(path);
        if fs::metadata(&path).is_ok_and(|known| !known.is_file()) {
            // A pipe would keep whoever writes to it waiting.
            return Err((path, io::Error::other("this is no regular file; remove it")));
        }
        fs::create_dir_all(path.parent().unwrap_or(&root)).map_err(at(&path))?;
        write_whole(&path, bytes).map_err(at(&path))?;
    }
    Ok(())
}

/// Reads a file of a site in a folder, by its path below it.
///
/// # Errors
///
/// What the system says, or that the path leads out of the folder.
pub fn read_of_site(folder: &Path, path: &str) -> io::Result<Vec<u8>> {
    if !is_below(path) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    read_regular(&folder.join(path))
}

/// Reads a small file of an edition that is no part of its content, by its path below the root.
///
/// # Errors
///
/// If a link on the way to it leads out of the edition, if it is no regular file or of more than
/// a million bytes, and what the system says.
pub fn read_small(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    const MAX_SIZE: u64 = 1_000_000;
    let root = fs::canonicalize(root)?;
    links::refuse_links_out(&root, [path].into_iter(), links::LEADS_OUT_OF_EDITION)
        .map_err(|(_, error)| error)?;
    let path = root.join(path);
    if path.metadata()?.len() > MAX_SIZE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    read_regular(&path)
}

/// Reads a regular file; a pipe in its place would block.
fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    if path.metadata()?.is_file() {
        fs::read(path)
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}
