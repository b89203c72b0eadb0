//! One file that is replaced in one step, while its folder is locked.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{links::is_openly_below, read_regular, sidecar::Failure, wait};
use crate::site::hash;

/// The beginning of the names of new files, which nothing reads and the next edit removes.
const TEMPORARY: &str = ".postil-";

/// The file that is replaced: a link's target, if it lies openly in `content/`.
pub(super) struct Target {
    file: PathBuf,
    folder: PathBuf,
}

impl Target {
    pub(super) fn find(root: &Path, path: &str) -> Result<Self, Failure> {
        let named = root.join(path);
        let failed = |error| Failure::Io(named.clone(), error);
        let real_root = fs::canonicalize(root).map_err(failed)?;
        let file = match fs::canonicalize(&named) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !named.is_symlink() => {
                let parent = named.parent().unwrap_or(root);
                let name = named.file_name().unwrap_or_default();
                fs::canonicalize(parent).map_err(failed)?.join(name)
            }
            real => real.map_err(failed)?,
        };
        let content = fs::canonicalize(real_root.join("content")).map_err(failed)?;
        if !is_openly_below(&content, &real_root) || !is_openly_below(&file, &content) {
            return Err(Failure::Path("the link leads out of the edition's content"));
        }
        let folder = file.parent().unwrap_or(&real_root).to_path_buf();
        Ok(Self { file, folder })
    }

    /// Locks its folder against other edits, and waits for them; until the result is
    /// dropped. Removes what edits that were killed left behind.
    pub(super) fn lock(&self) -> Result<fs::File, Failure> {
        let lock = lock(&self.folder).map_err(|error| self.failed(error))?;
        remove_leftovers(&self.folder);
        Ok(lock)
    }

    pub(super) fn failed(&self, error: io::Error) -> Failure {
        Failure::Io(self.file.clone(), error)
    }

    pub(super) fn read(&self) -> io::Result<Option<Vec<u8>>> {
        match read_regular(&self.file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// Puts `new` in the place of `old`, `None` being no file at all; returns whether
    /// `old` was still there.
    pub(super) fn replace(&self, old: Option<&[u8]>, new: Option<&[u8]>) -> io::Result<bool> {
        match new {
            _ if old == new => Ok(true),
            Some(new) => self.write(new, old),
            None if self.read()?.as_deref() == old => fs::remove_file(&self.file).map(|()| true),
            None => Ok(false),
        }
    }

    fn write(&self, new: &[u8], old: Option<&[u8]>) -> io::Result<bool> {
        let mut file = self.temporary()?;
        if old.is_some() {
            let permissions = self.file.metadata()?.permissions();
            if permissions.readonly() {
                // A new file in its place would not ask.
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            file.as_file().set_permissions(permissions)?;
        }
        file.write_all(new)?;
        file.as_file().sync_all()?;
        if self.read()?.as_deref() != old {
            return Ok(false);
        }
        if old.is_some() {
            file.persist(&self.file)?;
        } else if let Err(error) = file.persist_noclobber(&self.file) {
            let is_taken = error.error.kind() == io::ErrorKind::AlreadyExists;
            return if is_taken { Ok(false) } else { Err(error.error) };
        }
        // The new name must last, too. Not every system can open a folder.
        if let Ok(folder) = fs::File::open(&self.folder) {
            drop(folder.sync_all());
        }
        Ok(true)
    }

    /// Makes a new file beside the old one; what it lets others do is for the user's mask.
    fn temporary(&self) -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY).suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        builder.tempfile_in(&self.folder)
    }
}

/// Locks a folder against other edits, and waits for them; until the result is dropped.
///
/// The folder itself is locked, since a file that is replaced cannot be. Where folders
/// cannot be locked, a file named after it in the system's temporary folder is.
fn lock(folder: &Path) -> io::Result<fs::File> {
    if cfg!(unix) {
        match fs::File::open(folder).and_then(|file| wait::lock(file, folder)) {
            Err(error) if error.kind() != io::ErrorKind::TimedOut => {}
            locked => return locked,
        }
    }
    let name = hash(folder.as_os_str().as_encoded_bytes());
    let path = std::env::temp_dir().join(format!("postil-{name}.lock"));
    let file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    file.and_then(|file| wait::lock(file, &path))
}

/// Removes what edits that were killed left behind. Only who holds the lock may.
fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(TEMPORARY) && name.ends_with(".tmp") {
            // It does no harm if it stays.
            drop(fs::remove_file(entry.path()));
        }
    }
}
