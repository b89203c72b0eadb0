//! One file that is replaced in one step, while its folder is locked.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{failure::Failure, links::is_openly_below, read_regular, wait};
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
        let staged = self.stage(new, old)?;
        if self.read()?.as_deref() != old {
            return Ok(false);
        }
        self.put(staged, old)
    }

    /// Writes a new file beside the old one, with what the old one lets others do.
    fn stage(&self, new: &[u8], old: Option<&[u8]>) -> io::Result<tempfile::NamedTempFile> {
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
        Ok(file)
    }

    /// Puts a staged file in its place; returns whether what it took the place of was still
    /// `old`. If not, because another program has written since it was compared, that is
    /// there again.
    fn put(&self, staged: tempfile::NamedTempFile, old: Option<&[u8]>) -> io::Result<bool> {
        let Some(old) = old else {
            return match staged.persist_noclobber(&self.file) {
                Ok(_) => {
                    self.make_last();
                    Ok(true)
                }
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
                Err(error) => Err(error.error),
            };
        };
        if exchange(staged.path(), &self.file).is_err() {
            // Not every system can.
            staged.persist(&self.file)?;
            self.make_last();
            return Ok(true);
        }
        let was_old = || Ok::<bool, io::Error>(fs::read(staged.path())? == old);
        // Whoever had opened the old file for writing may write to it even now, so it is
        // looked at twice before it is removed.
        if was_old()? {
            self.make_last();
            if was_old()? {
                return Ok(true);
            }
        }
        exchange(staged.path(), &self.file)?;
        Ok(false)
    }

    /// Has the names in the folder last, too.
    fn make_last(&self) {
        // Not every system can open a folder.
        if let Ok(folder) = fs::File::open(&self.folder) {
            drop(folder.sync_all());
        }
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

/// Has two files take each other's place, in one step.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
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

#[cfg(all(test, any(target_os = "linux", target_vendor = "apple")))]
mod tests {
    use super::*;

    /// Replaces a file while another program appends to it at a moment of that; asserts
    /// that what was appended is still there.
    #[track_caller]
    fn check(append: impl FnOnce(&Target, &mut dyn FnMut())) {
        let root = tempfile::tempdir().expect("a folder can be made");
        let path = root.path().join("content/a/notes.yaml");
        fs::create_dir_all(root.path().join("content/a")).expect("a folder can be made");
        fs::write(&path, "old\n").expect("a file can be written");
        let target = Target::find(root.path(), "content/a/notes.yaml").expect("it can be edited");
        let mut foreign = fs::OpenOptions::new().append(true).open(&path).expect("it is there");
        append(&target, &mut || foreign.write_all(b"foreign\n").expect("it can be written"));
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "old\nforeign\n");
        let names = fs::read_dir(root.path().join("content/a")).expect("it can be listed");
        assert_eq!(names.count(), 1, "nothing is left behind");
    }

    #[test]
    fn what_others_append_between_comparing_and_replacing_stays() {
        check(|target, append| {
            let staged = target.stage(b"new\n", Some(b"old\n")).expect("it can be staged");
            append();
            assert!(!target.put(staged, Some(b"old\n")).expect("it can be put"));
        });
    }

    #[test]
    fn nothing_is_replaced_that_is_not_as_it_was_read() {
        check(|target, append| {
            append();
            assert!(!target.replace(Some(b"old\n"), Some(b"new\n")).expect("it can be asked"));
        });
    }
}
