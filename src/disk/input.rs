//! An edition in a folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use walkdir::{DirEntry, WalkDir};

use super::links::{is_openly_below, leads_below};
use crate::{
    io::{Fault, FaultKind, Input, Listing},
    model::parse::LISTS,
};

/// The folders of an edition that hold input.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// An edition below a root folder.
#[derive(Debug, Clone)]
pub struct FolderInput {
    root: PathBuf,
}

impl FolderInput {
    /// Takes the folder that holds `content/`.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    fn walk(&self, folder: &str, listing: &mut Listing) {
        let top = self.root.join(folder);
        if top.symlink_metadata().is_err() {
            return;
        }
        let targets = self.targets();
        let mut walk = WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
        while let Some(next) = walk.next() {
            match next {
                Ok(entry) if entry.depth() > 0 && is_ignored(&entry) => {
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) => {
                    let is_folder = entry.file_type().is_dir();
                    if self.take(&entry, &targets, listing).is_err() && is_folder {
                        walk.skip_current_dir();
                    }
                }
                Err(error) => self.take_error(&error, listing),
            }
        }
    }

    /// Returns the real folders into which links may lead: what else lies in an edition,
    /// its history say, is not for the site.
    fn targets(&self) -> Vec<PathBuf> {
        let real_root = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        let real =
            FOLDERS.iter().filter_map(|folder| fs::canonicalize(self.root.join(folder)).ok());
        real.filter(|folder| is_openly_below(folder, &real_root)).collect()
    }

    /// Lists one entry, or the fault that keeps it from being used.
    fn take(
        &self,
        entry: &DirEntry,
        targets: &[PathBuf],
        listing: &mut Listing,
    ) -> Result<(), FaultKind> {
        let relative = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
        let name = relative.to_str().map(|name| name.replace('\\', "/"));
        let is_clean = relative.to_str().is_some_and(|name| cfg!(windows) || !name.contains('\\'));
        let path = name.unwrap_or_else(|| relative.to_string_lossy().into_owned());
        let kind = entry.file_type();
        let is_needed = is_place_of_text(&path);
        let is_folder_of_input = entry.depth() == 0;
        let leads_to_input = || match fs::canonicalize(entry.path()) {
            Ok(target) if is_folder_of_input => targets.contains(&target),
            _ => targets.iter().any(|folder| leads_below(entry.path(), folder)),
        };
        let fault = if entry.path_is_symlink() && !leads_to_input() {
            Some(FaultKind::LinkOutside)
        } else if !is_clean {
            Some(FaultKind::Name)
        } else if kind.is_dir() && is_needed {
            Some(FaultKind::Unreadable("it is a folder".to_owned()))
        } else if kind.is_file() || kind.is_dir() {
            None
        } else if is_needed {
            // Left out in silence, a commentary would be missing from the site.
            Some(FaultKind::Unreadable("it is neither a file nor a folder".to_owned()))
        } else {
            Some(FaultKind::Special)
        };
        match fault {
            Some(kind) => {
                listing.faults.push(Fault { path, kind: kind.clone() });
                Err(kind)
            }
            None => {
                if kind.is_file() {
                    listing.files.push(path);
                }
                Ok(())
            }
        }
    }

    fn take_error(&self, error: &walkdir::Error, listing: &mut Listing) {
        let path = error.path().unwrap_or(&self.root);
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let kind = if error.loop_ancestor().is_some() {
            FaultKind::LinkLoop
        } else {
            let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            FaultKind::Unreadable(reason)
        };
        listing.faults.push(Fault { path: relative.to_string_lossy().into_owned(), kind });
    }
}

impl Input for FolderInput {
    fn list(&self) -> Arc<Listing> {
        let mut listing = Listing::default();
        for folder in FOLDERS {
            self.walk(folder, &mut listing);
        }
        listing.files.sort();
        listing.faults.sort();
        Arc::new(listing)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.root.join(path))
    }
}

fn is_ignored(entry: &DirEntry) -> bool {
    is_ignored_name(&entry.file_name().to_string_lossy()) && !entry.path().ends_with(WELL_KNOWN)
}

/// Where hosts, and those who ask them, look for files about a site (RFC 8615): of dot files it
/// alone is published.
const WELL_KNOWN: &str = "content/pages/.well-known";

/// Returns whether a path below the root is one where an edition has a text or a list.
fn is_place_of_text(path: &str) -> bool {
    let Some(inner) = path.strip_prefix("content/") else { return false };
    match inner.split_once('/') {
        None => LISTS.contains(&inner),
        Some((_, name)) => {
            let is_text = [".md", ".yaml", ".yml"].iter().any(|ending| name.ends_with(ending));
            !name.contains('/') && (is_text || name == "witness.txt")
        }
    }
}

/// Returns whether a file or folder of this name is no part of an edition: dot
/// files, and what editors leave beside a file while they write it.
#[must_use]
pub fn is_ignored_name(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}
