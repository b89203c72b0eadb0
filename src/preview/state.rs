//! What the preview shows and tells: the edition as it is now, the last one without errors,
//! what is wrong, and the files of the site that were made of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread,
    time::Duration,
};

use tokio::{
    sync::{
        Semaphore,
        broadcast::{self, error::RecvError},
    },
    task::spawn_blocking,
};

use super::{
    guard::Guard,
    moves::Moves,
    snapshot::{Snapshot, Touched},
    undos::Undos,
    versions::{Known, Versions},
};
use crate::{
    diag::{Diagnostic, Severity},
    edition::{Drafts, Options},
    site::{Findings, Live},
};

/// Streams of events at a time: one for each open page.
const MAX_STREAMS: usize = 64;
/// Files that are made at a time: what a browser asks for at once.
const MAX_MADE: usize = 6;
/// What is done for the editor at a time; each looks at much of the edition. The others
/// wait in line.
const MAX_EDITS: usize = 2;
/// Files that are kept as they were made last: they need not be made again while nothing
/// changes, readers share them, and pages are shown if a template breaks.
const MAX_CACHED: usize = 64;
/// How long the inspection of the whole edition pauses at a time while somebody waits.
const PAUSE: Duration = Duration::from_millis(2);
/// How long the inspection leaves the machine to the browsers that were just told.
const DEBOUNCE: Duration = Duration::from_millis(60);
/// Events that may wait for a slow listener; one that misses some is told to look at everything.
const MAX_EVENTS: usize = 32;

/// Prints what whoever started the preview is to know.
pub type Teller = Box<dyn Fn(&Said<'_>) + Send + Sync>;

/// What whoever started the preview is to know.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    /// What is wrong and was not printed before; perhaps nothing.
    Found(&'a [Diagnostic]),
    /// Files are looked at again and again from now on, and why.
    Polling(&'a str),
    /// The errors that were printed are gone, and there are no others.
    Mended,
    /// A change could not be taken in, by a fault of the program; the next one is.
    Failed,
}

/// A change of the edition, or of what is known of it.
#[derive(Debug, Clone, Default)]
pub(super) struct ChangeEvent {
    /// Counts the states of the edition, from 1.
    pub(super) generation: u64,
    /// The input files that changed; empty if only more is known of what is wrong.
    pub(super) changed: Arc<BTreeSet<String>>,
    /// The entries of sidecars that changed.
    pub(super) versions: Arc<Versions>,
    /// All that is known to be wrong.
    pub(super) diagnostics: Arc<Vec<Diagnostic>>,
    /// Whether pages show an earlier state because of that.
    pub(super) is_held: bool,
}

/// The state of a preview, which all handlers share.
pub(super) struct PreviewState {
    pub(super) guard: Guard,
    /// Tells this process from an earlier one at the same address.
    pub(super) run: String,
    /// Places for streams of events, for making files, and for what the editor asks.
    pub(super) streams: Arc<Semaphore>,
    pub(super) making: Arc<Semaphore>,
    pub(super) editing: Arc<Semaphore>,
    /// What the editor can take back.
    pub(super) undos: Undos,
    /// The folder that holds the edition.
    pub(super) root: PathBuf,
    /// Tells whoever started the preview.
    pub(super) tell: Teller,
    options: Options,
    /// Locked while changes are taken in.
    input: Mutex<Files>,
    /// Locked only to be read and replaced: pages are served while changes are taken in.
    shown: Mutex<Shown>,
    events: broadcast::Sender<ChangeEvent>,
    /// A copy is held for each change and page that somebody waits for.
    pending: Arc<()>,
}

/// The files of the edition.
struct Files {
    snapshot: Snapshot,
    /// What changed since the edition was last without errors.
    since_good: BTreeSet<String>,
    /// The versions of entries.
    known: Known,
    /// The articles that were renamed.
    moves: Moves,
}

#[derive(Default)]
struct Shown {
    /// The edition as it is now, or was when it could last be loaded.
    latest: Option<Arc<Live>>,
    /// Whether the edition can be loaded as it is now.
    is_loaded: bool,
    /// The last edition without errors.
    good: Option<Arc<Live>>,
    last: ChangeEvent,
    /// Whether errors were told of, and not yet that they are gone.
    has_told_errors: bool,
    cache: BTreeMap<String, CachedFile>,
}

/// A file of the site as it was made.
struct CachedFile {
    made_of: Weak<Live>,
    bytes: Arc<[u8]>,
}

impl PreviewState {
    /// Prepares the preview of the edition at `root`; [`Self::update`] loads it.
    pub(super) fn new(root: &Path, drafts: Drafts, guard: Guard, tell: Teller) -> Self {
        let places = |n: usize| Arc::new(Semaphore::new(n));
        let files = Files {
            snapshot: Snapshot::new(root),
            since_good: BTreeSet::new(),
            known: Known::default(),
            moves: Moves::default(),
        };
        Self {
            run: blake3::hash(guard.token.as_bytes()).to_hex()[..8].to_owned(),
            guard,
            streams: places(MAX_STREAMS),
            making: places(MAX_MADE),
            editing: places(MAX_EDITS),
            undos: Undos::default(),
            root: root.to_path_buf(),
            options: Options { drafts, ..Options::default() },
            tell,
            input: Mutex::new(files),
            shown: Mutex::default(),
            events: broadcast::channel(MAX_EVENTS).0,
            pending: Arc::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works apart from the threads that serve, once there is a place for that; waits in line,
    /// unless the client goes away. `None` if the work panics.
    pub(super) async fn run<T: Send + 'static>(
        places: &Arc<Semaphore>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let place = places.clone().acquire_owned().await.ok()?;
        let done = spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.ok()
    }

    /// Takes in what was touched; tells of it if anything has changed.
    pub(super) fn update(&self, touched: &Touched) {
        let pending = self.pending.clone();
        let mut input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        let (latest, n_states) = {
            let shown = self.lock();
            (shown.latest.clone(), shown.last.generation)
        };
        let Files { snapshot, since_good, known, moves } = &mut *input;
        let before = snapshot.clone();
        let changed = snapshot.refresh(touched);
        let is_first = n_states == 0;
        if changed.is_empty() && !is_first {
            return;
        }
        since_good.extend(changed.iter().cloned());
        let mut versions = Versions::new();
        if !is_first {
            moves.note(&before, snapshot, &changed);
            versions = known.changed(&before, snapshot, &changed);
        }
        let files = Arc::new(snapshot.clone());
        let loaded = Live::load(&self.options, files, latest.as_deref());
        let live = loaded.live.map(Arc::new);
        let findings = match &live {
            Some(live) if !is_first => live.findings_at(since_good),
            _ => Findings { diagnostics: loaded.findings, is_complete: false },
        };
        let is_good = live.is_some() && !findings.has_errors();
        if is_good {
            since_good.clear();
        }
        let mut shown = self.lock();
        // What nobody shows any more may be large: it goes when all is told.
        let old = (latest, shown.good.clone());
        shown.is_loaded = live.is_some();
        if is_good {
            shown.good.clone_from(&live);
        }
        shown.latest = live.or(shown.latest.take());
        let event = ChangeEvent {
            generation: n_states + 1,
            changed: Arc::new(changed),
            versions: Arc::new(versions),
            diagnostics: Arc::new(findings.diagnostics),
            is_held: !is_good,
        };
        self.publish(shown, event);
        drop(pending);
        drop(old);
    }

    /// Does what may end in a fault of the program, and tells of that.
    ///
    /// Whoever writes has the preview open for hours: a thread that ended would leave it
    /// answering with what was there before, whatever is saved. What is locked here is
    /// replaced as a whole, so the next change finds it sound.
    pub(super) fn survive(&self, work: impl FnOnce(&Self)) {
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_err() {
            // Telling may be what failed.
            drop(catch_unwind(AssertUnwindSafe(|| (self.tell)(&Said::Failed))));
        }
    }

    /// Looks through what [`Self::update`] loads, whatever fails in that.
    pub(super) fn inspect_all(&self, mut events: broadcast::Receiver<ChangeEvent>) {
        let mut inspected = 0;
        let mut is_over = false;
        while !is_over {
            self.survive(|state| {
                state.inspect(&mut events, &mut inspected);
                is_over = true;
            });
        }
    }

    /// Looks through each whole edition that [`Self::update`] loads, until there will be no
    /// more; lets everything pass that somebody waits for.
    fn inspect(&self, events: &mut broadcast::Receiver<ChangeEvent>, inspected: &mut u64) {
        while !matches!(events.blocking_recv(), Err(RecvError::Closed)) {
            thread::sleep(DEBOUNCE);
            // The state by now is the only one that counts.
            *events = events.resubscribe();
            let (generation, live) = {
                let shown = self.lock();
                (shown.last.generation, shown.latest.clone().filter(|_| shown.is_loaded))
            };
            let Some(live) = live.filter(|_| generation > *inspected) else { continue };
            // Counted at once: what fails is not tried again and again.
            let before = mem::replace(inspected, generation);
            let is_outdated = || {
                while Arc::strong_count(&self.pending) > 1 {
                    thread::sleep(PAUSE);
                }
                self.lock().last.generation != generation
            };
            let findings = live.findings(&is_outdated);
            let shown = self.lock();
            if !findings.is_complete || shown.last.generation != generation {
                *inspected = before;
                continue;
            }
            let has_errors = findings.has_errors();
            if *shown.last.diagnostics != findings.diagnostics {
                let (changed, diagnostics) = (Arc::default(), Arc::new(findings.diagnostics));
                let event = ChangeEvent { changed, diagnostics, ..shown.last.clone() };
                self.publish(shown, event);
            } else {
                drop(shown);
            }
            // Only who has looked at the whole can say that.
            if !has_errors && mem::take(&mut self.lock().has_told_errors) {
                (self.tell)(&Said::Mended);
            }
        }
    }

    /// Tells pages, and prints what was not printed before.
    fn publish(&self, mut shown: MutexGuard<'_, Shown>, event: ChangeEvent) {
        let last = mem::replace(&mut shown.last, event.clone());
        let is_error = |found: &Diagnostic| found.severity == Severity::Error;
        shown.has_told_errors |= event.diagnostics.iter().any(is_error);
        drop(shown);
        let is_new = |found: &&Diagnostic| !last.diagnostics.contains(found);
        let new: Vec<Diagnostic> = event.diagnostics.iter().filter(is_new).cloned().collect();
        (self.tell)(&Said::Found(&new));
        // Nobody may be listening.
        drop(self.events.send(event));
    }

    /// Returns the last event, and a way to learn of those that follow.
    pub(super) fn listen(&self) -> (ChangeEvent, broadcast::Receiver<ChangeEvent>) {
        let shown = self.lock();
        (shown.last.clone(), self.events.subscribe())
    }

    /// Returns what pages show, with the generation: the last edition without errors, or
    /// the latest if there was none.
    pub(super) fn shown(&self) -> (u64, Option<Arc<Live>>) {
        let shown = self.lock();
        (shown.last.generation, shown.good.as_ref().or(shown.latest.as_ref()).cloned())
    }

    /// Returns the name that an article has now, if its folder was renamed.
    pub(super) fn moved(&self, slug: &str) -> Option<String> {
        self.input.lock().unwrap_or_else(PoisonError::into_inner).moves.find(slug)
    }

    /// Returns whether the edition can be loaded as it is now: if not, nothing can be said
    /// about edits of it.
    pub(super) fn is_loaded(&self) -> bool {
        self.lock().is_loaded
    }

    /// Returns the edition as it is now, as far as it can be loaded.
    pub(super) fn latest(&self) -> Option<Arc<Live>> {
        self.lock().latest.clone()
    }

    /// Returns a file of the site: as it is shown or, of a page, as it was before a template
    /// broke.
    pub(super) fn file(&self, live: &Arc<Live>, path: &str) -> Option<Arc<[u8]>> {
        let made_of = Arc::downgrade(live);
        let is_of_live = |cached: &&CachedFile| cached.made_of.ptr_eq(&made_of);
        let cached = self.lock().cache.get(path).filter(is_of_live).map(|it| it.bytes.clone());
        if cached.is_some() {
            return cached;
        }
        let pending = self.pending.clone();
        let made = live.file(path);
        drop(pending);
        let mut shown = self.lock();
        let Some(bytes) = made.map(Arc::<[u8]>::from) else {
            let is_broken = !shown.last.diagnostics.is_empty() && path.ends_with(".html");
            return shown.cache.get(path).filter(|_| is_broken).map(|it| it.bytes.clone());
        };
        if shown.cache.len() >= MAX_CACHED && !shown.cache.contains_key(path) {
            shown.cache.pop_first();
        }
        shown.cache.insert(path.to_owned(), CachedFile { made_of, bytes: bytes.clone() });
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        net::Ipv4Addr,
        sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    };

    use super::*;

    #[test]
    fn a_fault_is_told_and_the_next_change_is_shown() {
        let root = tempfile::tempdir().expect("a folder can be made");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        };
        write("content/edition.yaml", "title: A\nbase_url: https://example.org/\n");
        write("content/first/index.md", "# First\n\nThe quick fox.\n");
        let (is_faulty, n_told) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
        let (fault, told) = (is_faulty.clone(), n_told.clone());
        let tell = Box::new(move |said: &Said<'_>| match said {
            Said::Found(_) if fault.swap(false, Ordering::SeqCst) => panic!("a fault"),
            Said::Failed => _ = told.fetch_add(1, Ordering::SeqCst),
            _ => {}
        });
        let guard = Guard::new(Ipv4Addr::LOCALHOST.into(), 1, false).expect("it is one");
        let state = PreviewState::new(root.path(), Drafts::Include, guard, tell);
        let change = |text: &str| {
            write("content/first/index.md", text);
            state.survive(|state| state.update(&Touched::Everything));
            let live = state.shown().1.expect("it is loaded");
            let page = state.file(&live, "first/index.html").expect("it is there");
            String::from_utf8_lossy(&page).contains("hare")
        };
        assert!(!change("# First\n\nThe quick fox.\n"));
        is_faulty.store(true, Ordering::SeqCst);
        change("# First\n\nThe slow and lazy fox.\n");
        assert_eq!(n_told.load(Ordering::SeqCst), 1);
        assert!(change("# First\n\nThe hare is quicker still.\n"));
        assert_eq!(n_told.load(Ordering::SeqCst), 1);
    }
}
