//! A site in a folder: staged, compared, moved into place.
//!
//! Pages are staged as they are made, in `.postil/stage/` below the site, under
//! the paths they will have. When all went well the manifest first lists old and
//! new files together, then what changed is renamed into place (a new folder as
//! a whole), then what only the old manifest listed is removed, then the new
//! manifest stands. Whenever this is interrupted, each file is whole, and the
//! next build knows all that is ours; of what was staged it takes what it would
//! make as well.
//!
//! A site may come with an edition that somebody else made, manifest and links
//! included: nothing is written or removed over a link that leads out of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
    io::{self, BufWriter, IntoInnerError, Write},
    path::{Component, Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;

use super::{
    links::{LEADS_OUT_OF_SITE, leads_below, refuse_links_out},
    read_regular as read, wait,
};
use crate::{
    io::Output,
    site::{MANIFEST, Manifest, Summary, is_below},
};

/// Where the site goes if nothing else is said, below the root.
const DEFAULT: &str = "public";
/// The tool's own folder below the site.
const OWN: &str = ".postil";
const STAGE: &str = ".postil/stage";
/// What a build that was killed had staged: what it is as it would be made anew is not.
const LEFT: &str = ".postil/left";
const LOCK: &str = ".postil/lock";

/// Why a folder is not written to.
#[derive(Debug)]
pub enum Refusal {
    /// It is, holds, or lies in a folder of the edition or of the user.
    Dangerous(PathBuf, &'static str),
    /// It holds files that no build wrote.
    Foreign(PathBuf),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangerous(path, what) => {
                write!(f, "the output cannot be {}: it is {what}", path.display())
            }
            Self::Foreign(path) => write!(
                f,
                "{} is not empty and holds no site of Postil; name an empty or new folder",
                path.display()
            ),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// What publishing changed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Files written.
    pub n_written: usize,
    /// Files that were the same already.
    pub n_unchanged: usize,
    /// Files of an earlier build removed.
    pub n_removed: usize,
}

/// A folder that takes a site; holds its lock while it lives.
#[derive(Debug)]
pub struct FolderOutput {
    folder: PathBuf,
    old: Option<Manifest>,
    taken: Mutex<BTreeMap<String, Taken>>,
    _lock: fs::File,
}

/// A file of the new site.
#[derive(Debug)]
struct Taken {
    /// Of its content; as text it takes three times as much, for each file of the site.
    hash: blake3::Hash,
    /// Whether it lies in the stage; if not, the file on disk is the same.
    is_staged: bool,
}

impl FolderOutput {
    /// Opens a folder for a site of the edition at `root`; waits for another
    /// build of the same site.
    ///
    /// `home` is the user's home folder, which is refused.
    ///
    /// # Errors
    ///
    /// [`Refusal`] if the folder is dangerous, foreign, or cannot be written, or
    /// if a link in it leads out of it; no file of the site has been touched then.
    pub fn open(folder: &Path, root: &Path, home: Option<&Path>) -> Result<Self, Refusal> {
        refuse_dangerous(folder, root, home)?;
        let folder = real_path(folder);
        refuse_own_links(&folder)?;
        refuse_foreign(&folder)?;
        let io = |error| Refusal::Io(folder.clone(), error);
        fs::create_dir_all(folder.join(OWN)).map_err(io)?;
        let mut options = fs::OpenOptions::new();
        let lock = options.write(true).create(true).truncate(false).open(folder.join(LOCK));
        let lock = lock.and_then(|lock| wait::lock(lock, &folder.join(LOCK))).map_err(io)?;
        let old = read(&folder.join(MANIFEST)).ok();
        let old = old.and_then(|bytes| Manifest::from_json(&bytes));
        let known = old.iter().flat_map(|old| old.files.keys().map(String::as_str));
        refuse_links_out(&folder, known, LEADS_OUT_OF_SITE)
            .map_err(|(link, error)| Refusal::Io(link, error))?;
        remove_if_there(fs::remove_dir_all(folder.join(LEFT))).map_err(io)?;
        remove_if_there(fs::rename(folder.join(STAGE), folder.join(LEFT))).map_err(io)?;
        Ok(Self { old, taken: Mutex::default(), folder, _lock: lock })
    }

    /// Makes the staged site the published one.
    ///
    /// # Errors
    ///
    /// The path and the system's words, or that it is a link that leads out of
    /// the site; each file is old or new, and whole.
    pub fn publish(&self, summary: Summary) -> Result<Published, (PathBuf, io::Error)> {
        let taken = std::mem::take(&mut *self.taken.lock().unwrap_or_else(PoisonError::into_inner));
        let is_staged: Vec<bool> = taken.values().map(|file| file.is_staged).collect();
        let files = taken.into_iter().map(|(path, file)| (path, file.hash.to_string()));
        let manifest = Manifest::new(summary, files.collect());
        let mut stale = self.old.as_ref().map(|old| old.files.clone()).unwrap_or_default();
        stale.retain(|path, _| !manifest.files.contains_key(path));
        let staged: Vec<&str> = manifest
            .files
            .keys()
            .zip(is_staged)
            .filter_map(|(path, is_staged)| is_staged.then_some(path.as_str()))
            .collect();
        let n_written = staged.len();
        let published = Published {
            n_written,
            n_unchanged: manifest.files.len() - n_written,
            n_removed: stale.len(),
        };
        let touched = manifest.files.keys().chain(stale.keys()).map(String::as_str);
        refuse_links_out(&self.folder, touched, LEADS_OUT_OF_SITE)?;
        let is_changed = self.old.as_ref() != Some(&manifest) || n_written > 0;
        if is_changed {
            self.write_manifest(&manifest, &stale)?;
            let removed: BTreeSet<&str> = stale.keys().map(String::as_str).collect();
            self.clear_the_way(&removed, &staged)?;
            self.move_into_place("", &staged)?;
            for path in removed {
                self.remove(path)?;
            }
            if !stale.is_empty() {
                self.write_manifest(&manifest, &BTreeMap::new())?;
            }
        }
        for own in [STAGE, LEFT] {
            let removed = remove_if_there(fs::remove_dir_all(self.folder.join(own)));
            removed.map_err(|error| self.at(own, error))?;
        }
        Ok(published)
    }

    /// Returns whether a file that only hosts look for is somebody else's and stays.
    fn is_kept(&self, path: &str) -> bool {
        let is_ours = self.old.as_ref().is_some_and(|old| old.files.contains_key(path));
        let is_own = path.starts_with(".postil/");
        path.starts_with('.') && !is_own && !is_ours && self.folder.join(path).exists()
    }

    /// Stages a file that a killed build left, if its content has this hash; returns whether
    /// it has.
    fn stage_left(&self, path: &str, hash: &blake3::Hash) -> bool {
        let [left, staged] = [LEFT, STAGE].map(|own| self.folder.join(own).join(path));
        let is_whole = read(&left).is_ok_and(|bytes| blake3::hash(&bytes) == *hash);
        let stage = || {
            fs::create_dir_all(staged.parent().unwrap_or(&self.folder))?;
            fs::rename(&left, &staged)
        };
        is_whole && !self.is_kept(path) && stage().is_ok()
    }

    fn at(&self, path: &str, error: io::Error) -> (PathBuf, io::Error) {
        (self.folder.join(path), error)
    }

    /// Writes a manifest that lists `stale` files, with their hashes, as well.
    fn write_manifest(
        &self,
        manifest: &Manifest,
        stale: &BTreeMap<String, String>,
    ) -> Result<(), (PathBuf, io::Error)> {
        self.write_whole(MANIFEST, |file| manifest.write_json(stale, file))
    }

    /// Writes a file of our own folder so that it is the old one or the new one.
    ///
    /// What a killed build leaves of it lies in the stage, which the next one clears.
    fn write_whole(
        &self,
        path: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), (PathBuf, io::Error)> {
        let whole = || -> io::Result<()> {
            let stage = self.folder.join(STAGE);
            fs::create_dir_all(&stage)?;
            let file = tempfile::Builder::new()
                .prefix(".new-")
                .permissions_if_possible()
                .tempfile_in(stage)?;
            let mut buffered = BufWriter::new(file);
            write(&mut buffered)?;
            let file = buffered.into_inner().map_err(IntoInnerError::into_error)?;
            file.persist(self.folder.join(path))?;
            Ok(())
        };
        whole().map_err(|error| self.at(path, error))
    }

    /// Removes our own old files that stand where a folder must stand now, and
    /// our own empty folders that stand where a file must stand.
    fn clear_the_way(
        &self,
        stale: &BTreeSet<&str>,
        staged: &[&str],
    ) -> Result<(), (PathBuf, io::Error)> {
        for path in staged {
            let ends = path.match_indices('/').map(|(at, _)| at);
            for ancestor in ends.map(|at| &path[..at]).filter(|ancestor| stale.contains(ancestor)) {
                self.remove(ancestor)?;
            }
            let prefix = format!("{path}/");
            let from = stale.range(prefix.as_str()..);
            for below in from.take_while(|below| below.starts_with(&prefix)) {
                self.remove(below)?;
            }
        }
        Ok(())
    }

    /// Moves what is staged in a folder (`""`, `a/`, `a/b/`) to where it belongs;
    /// `staged` are the paths of its files, sorted.
    ///
    /// A folder that is new is moved as a whole.
    fn move_into_place(&self, folder: &str, staged: &[&str]) -> Result<(), (PathBuf, io::Error)> {
        let entry = |path: &str| {
            let rest = &path[folder.len()..];
            folder.len() + rest.find('/').map_or(rest.len(), |at| at + 1)
        };
        let entries: Vec<&[&str]> =
            staged.chunk_by(|a, b| a[..entry(a)] == b[..entry(b)]).collect();
        entries.into_par_iter().try_for_each(|files| {
            let path = &files[0][..entry(files[0])];
            // A link to a folder stays: without the slash it is not the folder.
            let name = path.trim_end_matches('/');
            let [source, target] =
                [&self.folder.join(STAGE), &self.folder].map(|root| root.join(name));
            match fs::rename(source, target) {
                Ok(()) => Ok(()),
                Err(_) if path.ends_with('/') => {
                    let made = fs::create_dir_all(self.folder.join(path));
                    made.map_err(|error| self.at(path, error))?;
                    self.move_into_place(path, files)
                }
                Err(error) => Err(self.at(path, error)),
            }
        })
    }

    /// Removes a file of ours, and the folders that it leaves empty.
    fn remove(&self, path: &str) -> Result<(), (PathBuf, io::Error)> {
        let file = self.folder.join(path);
        // Where it was, a folder may stand now, or above it a file.
        if file.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir()) {
            remove_if_there(fs::remove_file(&file)).map_err(|error| self.at(path, error))?;
        }
        for parent in file.ancestors().skip(1).take_while(|parent| *parent != self.folder) {
            // A folder that is not empty holds something that is not ours.
            if fs::remove_dir(parent).is_err() {
                break;
            }
        }
        Ok(())
    }
}

impl Output for FolderOutput {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.put_hashed(path, bytes, &blake3::hash(bytes))
    }

    fn put_hashed(&self, path: &str, bytes: &[u8], hash: &blake3::Hash) -> io::Result<()> {
        if !is_below(path) {
            let message = format!("{path} does not lie below the site");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let is_same = read(&self.folder.join(path)).is_ok_and(|on_disk| on_disk == bytes);
        if !is_same && self.is_kept(path) {
            return Ok(());
        }
        if !is_same {
            let file = self.folder.join(STAGE).join(path);
            // Most files lie in a folder that another has made.
            fs::write(&file, bytes).or_else(|_| {
                fs::create_dir_all(file.parent().unwrap_or(&self.folder))?;
                fs::write(&file, bytes)
            })?;
        }
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(path.to_owned(), Taken { hash: *hash, is_staged: !is_same });
        Ok(())
    }

    fn keep(&self, path: &str, hash: &blake3::Hash) -> bool {
        let has = |bytes: Vec<u8>| blake3::hash(&bytes) == *hash;
        let is_same = is_below(path) && read(&self.folder.join(path)).is_ok_and(has);
        let is_staged = !is_same && is_below(path) && self.stage_left(path, hash);
        if is_same || is_staged {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            taken.insert(path.to_owned(), Taken { hash: *hash, is_staged });
        }
        is_same || is_staged
    }
}

impl Drop for FolderOutput {
    /// Takes away what was staged and not published.
    fn drop(&mut self) {
        [STAGE, LEFT].iter().for_each(|own| drop(fs::remove_dir_all(self.folder.join(own))));
    }
}

/// `tempfile` makes files that only their owner may read; a site is public.
pub(super) trait PermissionsIfPossible {
    fn permissions_if_possible(&mut self) -> &mut Self;
}

impl PermissionsIfPossible for tempfile::Builder<'_, '_> {
    fn permissions_if_possible(&mut self) -> &mut Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            self.permissions(fs::Permissions::from_mode(0o644));
        }
        self
    }
}

fn remove_if_there(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Returns the folder that takes the site of the edition at `root` if none is named.
///
/// # Errors
///
/// [`Refusal`] if it is a link that leads out of the edition: whoever made the
/// edition chose that, not whoever builds it.
pub fn default_output(root: &Path) -> Result<PathBuf, Refusal> {
    let folder = root.join(DEFAULT);
    if folder.is_symlink() && !leads_below(&folder, &real_path(root)) {
        let reason = "the link leads out of the edition; name where the site goes with `--output`";
        return Err(Refusal::Io(folder, io::Error::other(reason)));
    }
    Ok(folder)
}

/// Refuses links in the tool's own folder, and a lock that would block.
///
/// No build makes such links, so they may lead anywhere.
fn refuse_own_links(folder: &Path) -> Result<(), Refusal> {
    let refuse = |path, reason| Err(Refusal::Io(path, io::Error::other(reason)));
    for path in [OWN, STAGE, LEFT, LOCK, MANIFEST].map(|own| folder.join(own)) {
        if path.is_symlink() {
            return refuse(path, "a link where none may be; remove it, and build again");
        }
    }
    let lock = folder.join(LOCK);
    if lock.exists() && !lock.is_file() {
        return refuse(lock, "no file; remove it, and build again");
    }
    Ok(())
}

fn refuse_dangerous(folder: &Path, root: &Path, home: Option<&Path>) -> Result<(), Refusal> {
    let real = real_path(folder);
    let root = real_path(root);
    let refuse = |what| Err(Refusal::Dangerous(folder.to_path_buf(), what));
    if real.parent().is_none() {
        return refuse("the root of the file system");
    }
    if home.is_some_and(|home| real_path(home) == real) {
        return refuse("your home folder");
    }
    if root.starts_with(&real) {
        return refuse("the edition's own folder, or holds it");
    }
    for input in ["content", "themes", "src", "tests", ".git"] {
        if real.starts_with(root.join(input)) {
            return refuse("a folder of the edition's sources");
        }
    }
    Ok(())
}

/// Resolves links as far as a path exists, and `..` altogether: what is missing
/// may be made, and `missing/../content` is `content` then.
fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for ancestor in absolute.ancestors() {
        let Ok(mut real) = fs::canonicalize(ancestor) else { continue };
        let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
        let goes_up = rest.components().any(|part| part == Component::ParentDir);
        for part in rest.components() {
            match part {
                Component::ParentDir => {
                    real.pop();
                }
                Component::Normal(name) => real.push(name),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        // What was missing is out of the way now; the rest may be links again.
        return if goes_up { real_path(&real) } else { real };
    }
    absolute
}

fn refuse_foreign(folder: &Path) -> Result<(), Refusal> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Refusal::Io(folder.to_path_buf(), error)),
    };
    if folder.join(MANIFEST).is_file() {
        return Ok(());
    }
    let is_foreign = |name: &str| !name.starts_with('.') && name != "CNAME";
    let has_foreign =
        entries.flatten().any(|entry| is_foreign(&entry.file_name().to_string_lossy()));
    if has_foreign { Err(Refusal::Foreign(folder.to_path_buf())) } else { Ok(()) }
}
