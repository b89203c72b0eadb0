//! One file that is asked for by its path: written whole or not at all.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use super::output::PermissionsIfPossible;

/// Writes a file: what was there before is replaced in one step.
///
/// A pipe or a device is written to instead, as a shell would.
///
/// # Errors
///
/// What the file system refuses; the file is then as it was.
pub fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(file).is_ok_and(|known| !known.is_file() && !known.is_dir()) {
        return fs::write(file, bytes);
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut staged = tempfile::Builder::new()
        .prefix(".postil-")
        .permissions_if_possible()
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    staged.write_all(bytes)?;
    staged.persist(file).map_err(|error| error.error)?;
    Ok(())
}
