//! Writes what is remembered of passages: `anchors.lock.yaml`.

use std::{fs, path::Path};

use super::{failure::Failure, target::Target};
use crate::{
    anchor::lock::{self, Lock},
    diag::Diagnostics,
    edition::Record,
    model::{Limits, parse},
};

/// Remembers what was found of the annotations of an article's text; returns whether the file
/// was written.
///
/// A file that cannot be read is made anew; one that would say nothing is removed.
///
/// # Errors
///
/// [`Failure`]; the file is as it was.
pub fn remember(
    root: &Path,
    article: &str,
    Record { language, found, prose, keep }: Record<'_>,
) -> Result<bool, Failure> {
    let path = format!("content/{article}/{}", lock::file_of(language));
    let target = Target::find(root, &path)?;
    let _guard = target.lock()?;
    let failed = |error| target.failed(error);
    let old = target.read().map_err(failed)?;
    let mut lock = old.clone().and_then(|bytes| parsed(&path, bytes)).unwrap_or_default();
    lock.update(found.iter().cloned(), prose, keep);
    let new = lock.to_text();
    let new = new.as_deref().map(str::as_bytes);
    // Who changed the file meanwhile was the tool, at another place, or `git`.
    let is_replaced = target.replace(old.as_deref(), new).map_err(failed)?;
    Ok(is_replaced && new != old.as_deref())
}

/// Returns what is remembered of the passages of an article, or of its translation into a
/// language, if that can be read.
#[must_use]
pub fn remembered(root: &Path, article: &str, language: Option<&str>) -> Option<Lock> {
    let path = format!("content/{article}/{}", lock::file_of(language));
    parsed(&path, fs::read(root.join(&path)).ok()?)
}

fn parsed(path: &str, bytes: Vec<u8>) -> Option<Lock> {
    let limit = Limits::default().lock();
    let file = parse::text(path, bytes, limit, &Diagnostics::default())?;
    Lock::parse(file).ok()
}
