//! Where links may lead: an edition is a document that one clones and builds, so no
//! link that comes with it makes the tool read, write or remove anything elsewhere.
//!
//! Links are looked at before anything is changed. Somebody who swaps one while a
//! build runs can write into the edition already, and is not what this is against.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

/// Why a link on the way to a file of the site is refused, and the way out.
pub(super) const LEADS_OUT_OF_SITE: &str =
    "the link leads out of the site; remove it, and build again";
/// The same of a file of the edition.
pub(super) const LEADS_OUT_OF_EDITION: &str =
    "the link leads out of the edition; put a folder or a file in its place";

/// The same of a file of a folder that was named.
pub(super) const LEADS_OUT_OF_FOLDER: &str =
    "the link leads out of the folder; remove it, or name another folder";

/// Returns whether `path` lies below `folder`, and no part of the way has a hidden name.
///
/// Both are real paths: no part of them is a link.
pub(super) fn is_openly_below(path: &Path, folder: &Path) -> bool {
    path != folder
        && path.strip_prefix(folder).is_ok_and(|way| {
            way.components().all(|part| !part.as_os_str().as_encoded_bytes().starts_with(b"."))
        })
}

/// Returns whether a link, or what it lies behind, leads to a place openly below `folder`,
/// which is a real path.
pub(super) fn leads_below(link: &Path, folder: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|target| is_openly_below(&target, folder))
}

/// Refuses files in `folder`, a real path, that are reached over a link that does not lead to
/// another place in it; `why` says so.
///
/// # Errors
///
/// The first such link and the way out.
pub(super) fn refuse_links_out<'a>(
    folder: &Path,
    files: impl Iterator<Item = &'a str>,
    why: &str,
) -> Result<(), (PathBuf, io::Error)> {
    let mut places = BTreeSet::new();
    for file in files {
        places.extend(file.match_indices('/').map(|(at, _)| &file[..at]).chain([file]));
    }
    let link = places
        .into_par_iter()
        .map(|place| folder.join(place))
        .find_first(|place| place.is_symlink() && !leads_below(place, folder));
    link.map_or(Ok(()), |link| Err((link, io::Error::other(why))))
}
