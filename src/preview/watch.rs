//! Watches the folders of an edition, and says which paths were touched.
//!
//! Folders are watched, never single files, so that the ways in which editors
//! save (a new file renamed over the old one) and branch switches are seen, and
//! the root itself, so that `content/` may go away and come back. Where the
//! system has no more watches, or no events, the folders are polled.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, SystemTime},
};

use notify::{Config, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use super::snapshot::Touched;
use crate::{disk::FolderInput, io::Input};

/// How long a path must be left alone before a change of it counts: one save is
/// several events, within a few milliseconds.
const BURST: Duration = Duration::from_millis(15);
/// How often it is looked whether the burst is over.
const TICK: Duration = Duration::from_millis(2);
/// How often folders are looked at where there are no events.
const POLL: Duration = Duration::from_millis(400);
/// The folders of an edition that hold input.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// Tells what is touched below a root, for as long as it lives.
pub(super) struct Watch {
    root: PathBuf,
    means: Means,
    /// Why the folders are polled, if not because it was asked for.
    polls_because: Option<String>,
}

enum Means {
    Events(Debouncer<RecommendedWatcher, NoCache>, Receiver<DebounceEventResult>),
    /// What the files looked like when they were last looked at.
    Poll(Stamps),
}

/// Size and time of each file. (The polling watcher of `notify` knows times to
/// the second only, and takes two saves within one for the same.)
type Stamps = BTreeMap<String, (u64, Option<SystemTime>)>;

impl Watch {
    /// Begins to watch, or to look again and again.
    ///
    /// # Errors
    ///
    /// If there is no such folder.
    pub(super) fn new(root: &Path, is_polling: bool) -> io::Result<Self> {
        let root = root.canonicalize()?;
        let events = || watch(&root).map_err(|error| Some(error.to_string()));
        let means = if is_polling { Err(None) } else { events() };
        Ok(Self::with(root, means))
    }

    /// Watches by the system's events, or polls, and says why.
    fn with(root: PathBuf, means: Result<Means, Option<String>>) -> Self {
        match means {
            Ok(means) => Self { root, means, polls_because: None },
            Err(polls_because) => Self { means: Means::Poll(stamps(&root)), root, polls_because },
        }
    }

    /// Returns why the folders are polled from now on, once.
    pub(super) fn take_reason(&mut self) -> Option<String> {
        self.polls_because.take()
    }

    /// Waits for the next changes; `None` when there will be no more.
    pub(super) fn next(&mut self) -> Option<Touched> {
        loop {
            let touched = match &mut self.means {
                Means::Events(_, events) => {
                    let mut results = vec![events.recv().ok()?];
                    results.extend(events.try_iter());
                    self.poll_if_exhausted(&results);
                    self.touched(results)
                }
                Means::Poll(last) => {
                    thread::sleep(POLL);
                    let now = stamps(&self.root);
                    let paths = now.keys().chain(last.keys());
                    let differs = |path: &&String| now.get(*path) != last.get(*path);
                    let touched = Touched::Paths(paths.filter(differs).cloned().collect());
                    *last = now;
                    touched
                }
            };
            if touched != Touched::Paths(BTreeSet::new()) {
                return Some(touched);
            }
        }
    }

    /// Polls from now on if the system has no watch for a folder that is new.
    fn poll_if_exhausted(&mut self, results: &[DebounceEventResult]) {
        let errors = results.iter().filter_map(|result| result.as_ref().err()).flatten();
        let mut exhausted = errors.filter(|error| matches!(error.kind, ErrorKind::MaxFilesWatch));
        if let Some(error) = exhausted.next() {
            self.polls_because = Some(error.to_string());
            self.means = Means::Poll(stamps(&self.root));
        }
    }

    /// Returns the paths of events, as they are below the root.
    fn touched(&mut self, results: Vec<DebounceEventResult>) -> Touched {
        let events: Result<Vec<_>, _> = results.into_iter().collect();
        // After an error anything may have been missed.
        let Ok(events) = events else { return Touched::Everything };
        let mut touched = BTreeSet::new();
        for event in events.iter().flatten() {
            if event.need_rescan() {
                return Touched::Everything;
            }
            let paths = event.paths.iter().filter(|_| !matches!(event.kind, EventKind::Access(_)));
            for path in paths {
                let Ok(inner) = path.strip_prefix(&self.root) else { continue };
                if inner.as_os_str().is_empty() {
                    // The root itself was renamed, perhaps.
                    return Touched::Everything;
                }
                if FOLDERS.iter().any(|folder| inner == Path::new(folder)) {
                    self.watch_again(path);
                }
                if FOLDERS.iter().any(|folder| inner.starts_with(folder)) {
                    touched.insert(inner.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        Touched::Paths(touched)
    }

    /// Watches a folder that may be another one of the same name.
    fn watch_again(&mut self, folder: &Path) {
        if let Means::Events(debouncer, _) = &mut self.means
            && folder.is_dir()
        {
            // That there was no watch any more, or that there is one again, is fine.
            drop(debouncer.unwatch(folder));
            drop(debouncer.watch(folder, RecursiveMode::Recursive));
        }
    }
}

fn watch(root: &Path) -> notify::Result<Means> {
    let (sender, events) = mpsc::channel();
    let mut debouncer = new_debouncer_opt(BURST, Some(TICK), sender, NoCache, Config::default())?;
    debouncer.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS.map(|folder| root.join(folder)) {
        if folder.is_dir() {
            debouncer.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(Means::Events(debouncer, events))
}

fn stamps(root: &Path) -> Stamps {
    let stamp = |path: &String| {
        let metadata = fs::metadata(root.join(path)).ok();
        let size = metadata.as_ref().map_or(0, fs::Metadata::len);
        let modified = metadata.and_then(|metadata| metadata.modified().ok());
        (path.clone(), (size, modified))
    };
    FolderInput::new(root).list().files.iter().map(stamp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition() -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir_all(root.path().join("content/a")).expect("a folder can be made");
        fs::write(root.path().join("content/a/index.md"), "one").expect("a file can be written");
        root
    }

    /// Fails unless a new file is seen by looking for it, and it is said why, if not because
    /// it was asked for.
    #[track_caller]
    fn check_polls(root: &Path, watch: &mut Watch, reason: Option<&str>) {
        assert!(matches!(watch.means, Means::Poll(_)));
        let said = watch.take_reason();
        assert_eq!(said.is_some(), reason.is_some());
        assert!(said.unwrap_or_default().contains(reason.unwrap_or_default()));
        assert_eq!(watch.take_reason(), None, "it is said twice");
        fs::write(root.join("content/a/notes.yaml"), "[]").expect("a file can be written");
        let touched = watch.next().expect("there are more changes");
        assert_eq!(touched, Touched::Paths(["content/a/notes.yaml".to_owned()].into()));
    }

    #[test]
    fn a_system_without_watches_is_polled() {
        let root = edition();
        let error = notify::Error::new(ErrorKind::MaxFilesWatch).to_string();
        let mut watch = Watch::with(root.path().to_path_buf(), Err(Some(error)));
        check_polls(root.path(), &mut watch, Some("limit"));
    }

    #[test]
    fn a_system_that_runs_out_of_watches_is_polled_from_then_on() {
        let root = edition();
        let (sender, events) = mpsc::channel();
        let means = watch(root.path()).expect("it is there");
        let Means::Events(debouncer, _) = means else { unreachable!("it watches") };
        let mut watch =
            Watch::with(root.path().to_path_buf(), Ok(Means::Events(debouncer, events)));
        let exhausted = Err(vec![notify::Error::new(ErrorKind::MaxFilesWatch)]);
        sender.send(exhausted).expect("the watch listens");
        assert_eq!(watch.next(), Some(Touched::Everything), "anything may have been missed");
        check_polls(root.path(), &mut watch, Some("limit"));
    }

    #[test]
    fn polling_that_was_asked_for_needs_no_reason() {
        let root = edition();
        let mut watch = Watch::new(root.path(), true).expect("it is there");
        check_polls(root.path(), &mut watch, None);
    }
}
