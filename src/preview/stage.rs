//! What the preview shows: the last good state of the edition, and what is
//! wrong with the current one.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, AtomicUsize, Ordering},
        mpsc::Sender,
    },
    thread,
    time::Duration,
};

use tokio::sync::broadcast;

use super::snapshot::{Folder, Snapshot, Touched};
use crate::{
    diag::Diagnostic,
    edition::{Drafts, Options},
    site::{Findings, Live},
};

/// Pages that are kept as they were made last: they need not be made again
/// while nothing changes, and are shown if a template breaks.
const MAX_GOOD: usize = 64;
/// How long the inspection of the whole edition pauses at a time while somebody waits.
const PAUSE: Duration = Duration::from_millis(2);
/// How long the inspection leaves the machine to the browsers that were just told.
const CALM: Duration = Duration::from_millis(60);
/// News that may wait for a slow listener; one that misses some is told to look at everything.
const MAX_NEWS: usize = 32;

/// Prints what whoever started the preview is to know.
pub type Teller = Box<dyn Fn(&Said<'_>) + Send + Sync>;

/// What whoever started the preview is to know.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    /// What is wrong and was not printed before; perhaps nothing.
    Found(&'a [Diagnostic]),
    /// Files are looked at again and again from now on, and why.
    Polling(&'a str),
}

/// A change, as it is told to pages.
#[derive(Debug, Clone, Default)]
pub(super) struct News {
    /// Counts the states of the edition, from 1.
    pub(super) generation: u64,
    /// The input files that changed; empty if only more is known of what is wrong.
    pub(super) changed: Arc<BTreeSet<String>>,
    /// All that is known to be wrong.
    pub(super) diagnostics: Arc<Vec<Diagnostic>>,
    /// Whether pages show an earlier state because of that.
    pub(super) is_held: bool,
}

/// The state of a preview.
pub(super) struct Stage {
    folder: Folder,
    options: Options,
    tell: Teller,
    /// Where editions go that are to be looked through with [`Stage::inspect`].
    inspector: Sender<(u64, Arc<Live>)>,
    /// Held while changes are taken in.
    updating: Mutex<()>,
    state: Mutex<State>,
    /// That of `state`, to be read without waiting for it.
    generation: AtomicU64,
    /// How many changes and pages somebody waits for.
    n_awaited: AtomicUsize,
    news: broadcast::Sender<News>,
}

#[derive(Default)]
struct State {
    snapshot: Snapshot,
    /// The edition of the last snapshot that could be loaded.
    latest: Option<Arc<Live>>,
    /// Whether the snapshot could not be loaded, so that `latest` is older.
    is_latest_old: bool,
    /// What changed since the edition was last without errors.
    since_sound: BTreeSet<String>,
    /// What pages show, and whether it was without errors.
    shown: Option<Arc<Live>>,
    is_shown_sound: bool,
    last_news: News,
    told: Vec<Diagnostic>,
    good: BTreeMap<String, Good>,
    /// Files that are no pages, as long as they are read: slow readers share them.
    in_use: BTreeMap<String, (Weak<Live>, Weak<[u8]>)>,
}

/// A page as it was made.
struct Good {
    made_of: Weak<Live>,
    bytes: Arc<[u8]>,
}

/// Something that somebody waits for; inspection pauses until it is dropped.
struct Awaited<'a>(&'a AtomicUsize);

impl<'a> Awaited<'a> {
    fn new(all: &'a AtomicUsize) -> Self {
        all.fetch_add(1, Ordering::AcqRel);
        Self(all)
    }
}

impl Drop for Awaited<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Stage {
    /// Prepares the preview of the edition at `root`; [`Self::update`] loads it.
    pub(super) fn new(
        root: &Path,
        drafts: Drafts,
        tell: Teller,
        inspector: Sender<(u64, Arc<Live>)>,
    ) -> Self {
        let options = Options { drafts, ..Options::default() };
        let (news, _) = broadcast::channel(MAX_NEWS);
        let folder = Folder::new(root);
        let (state, generation) = (Mutex::default(), AtomicU64::new(0));
        let (updating, n_awaited) = (Mutex::default(), AtomicUsize::new(0));
        Self { folder, options, tell, inspector, updating, state, generation, n_awaited, news }
    }

    /// Returns the folder that holds the edition.
    pub(super) fn root(&self) -> &Path {
        self.folder.root()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in what was touched; tells of it if anything has changed.
    pub(super) fn update(&self, touched: &Touched) {
        let awaited = Awaited::new(&self.n_awaited);
        // Pages are served meanwhile: the state is locked only to be read and replaced.
        let _updating = self.updating.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, latest, mut suspects) = {
            let state = self.lock();
            (state.snapshot.clone(), state.latest.clone(), state.since_sound.clone())
        };
        let (snapshot, changed) = self.folder.snapshot(&last, touched);
        let is_first = self.generation.load(Ordering::Acquire) == 0;
        if changed.is_empty() && !is_first {
            return;
        }
        suspects.extend(changed.iter().cloned());
        let loaded = Live::load(&self.options, Arc::new(snapshot.clone()), latest.as_deref());
        let live = loaded.live.map(Arc::new);
        let findings = match &live {
            Some(live) if !is_first => live.findings_at(&suspects),
            _ => Findings { diagnostics: loaded.findings, is_complete: false },
        };
        let is_sound = live.is_some() && !findings.has_errors();
        let mut state = self.lock();
        // What nobody shows any more may be large: it goes when all is told.
        let old = (state.latest.clone(), state.shown.clone());
        state.snapshot = snapshot;
        state.since_sound = if is_sound { BTreeSet::new() } else { suspects };
        state.is_latest_old = live.is_none();
        if let Some(live) = &live {
            state.latest = Some(live.clone());
            if is_sound || !state.is_shown_sound {
                state.shown = Some(live.clone());
                state.is_shown_sound = is_sound;
            }
        }
        state.last_news = News {
            generation: state.last_news.generation + 1,
            changed: Arc::new(changed),
            diagnostics: Arc::new(findings.diagnostics),
            is_held: !is_sound,
        };
        let generation = state.last_news.generation;
        self.generation.store(generation, Ordering::Release);
        self.publish(state);
        if let Some(live) = live {
            // Without an inspector, the process is about to end.
            drop(self.inspector.send((generation, live)));
        }
        drop(awaited);
        drop(old);
    }

    /// Looks through a whole edition, unless it is outdated before the end; lets
    /// everything pass that somebody waits for.
    pub(super) fn inspect(&self, generation: u64, live: &Live) {
        thread::sleep(CALM);
        let is_outdated = || {
            while self.n_awaited.load(Ordering::Acquire) > 0 {
                thread::sleep(PAUSE);
            }
            self.generation.load(Ordering::Acquire) != generation
        };
        let findings = live.findings(&is_outdated);
        let mut state = self.lock();
        if !findings.is_complete || state.last_news.generation != generation {
            return;
        }
        if *state.last_news.diagnostics != findings.diagnostics {
            state.last_news = News {
                changed: Arc::default(),
                diagnostics: Arc::new(findings.diagnostics),
                ..state.last_news.clone()
            };
            self.publish(state);
        }
    }

    /// Tells pages, and prints what was not printed before.
    fn publish(&self, mut state: MutexGuard<'_, State>) {
        let news = state.last_news.clone();
        let is_new = |found: &&Diagnostic| !state.told.contains(found);
        let unknown: Vec<Diagnostic> = news.diagnostics.iter().filter(is_new).cloned().collect();
        state.told = news.diagnostics.to_vec();
        drop(state);
        self.say(&Said::Found(&unknown));
        // Nobody may be listening.
        drop(self.news.send(news));
    }

    /// Tells whoever started the preview.
    pub(super) fn say(&self, said: &Said<'_>) {
        (self.tell)(said);
    }

    /// Returns the last news, and a way to learn of those that follow.
    pub(super) fn listen(&self) -> (News, broadcast::Receiver<News>) {
        let state = self.lock();
        (state.last_news.clone(), self.news.subscribe())
    }

    /// Returns what pages show, with its generation.
    pub(super) fn shown(&self) -> (u64, Option<Arc<Live>>) {
        let state = self.lock();
        (state.last_news.generation, state.shown.clone())
    }

    /// Returns whether the edition as it is now can be loaded: if not, nothing can be said
    /// about edits of it.
    pub(super) fn is_loaded(&self) -> bool {
        !self.lock().is_latest_old
    }

    /// Returns the edition as it is now, as far as it can be loaded.
    pub(super) fn latest(&self) -> Option<Arc<Live>> {
        self.lock().latest.clone()
    }

    /// Returns a file of the site: as it is shown, or as it was before a
    /// template broke.
    pub(super) fn file(&self, live: &Arc<Live>, path: &str) -> Option<Arc<[u8]>> {
        if !path.ends_with(".html") {
            return self.in_use(live, path).or_else(|| {
                let bytes = self.make(live, path)?;
                let mut state = self.lock();
                state.in_use.retain(|_, (_, bytes)| bytes.strong_count() > 0);
                let shared = (Arc::downgrade(live), Arc::downgrade(&bytes));
                state.in_use.insert(path.to_owned(), shared);
                Some(bytes)
            });
        }
        if let Some(good) = self.lock().good.get(path)
            && std::ptr::eq(good.made_of.as_ptr(), Arc::as_ptr(live))
        {
            return Some(good.bytes.clone());
        }
        if let Some(bytes) = self.make(live, path) {
            self.keep(path, Good { made_of: Arc::downgrade(live), bytes: bytes.clone() });
            return Some(bytes);
        }
        let state = self.lock();
        let is_broken = !state.last_news.diagnostics.is_empty();
        state.good.get(path).filter(|_| is_broken).map(|good| good.bytes.clone())
    }

    fn in_use(&self, live: &Arc<Live>, path: &str) -> Option<Arc<[u8]>> {
        let state = self.lock();
        let (made_of, bytes) = state.in_use.get(path)?;
        bytes.upgrade().filter(|_| std::ptr::eq(made_of.as_ptr(), Arc::as_ptr(live)))
    }

    fn make(&self, live: &Live, path: &str) -> Option<Arc<[u8]>> {
        let _awaited = Awaited::new(&self.n_awaited);
        live.file(path).map(Into::into)
    }

    fn keep(&self, path: &str, good: Good) {
        let mut state = self.lock();
        if state.good.len() >= MAX_GOOD && !state.good.contains_key(path) {
            state.good.pop_first();
        }
        state.good.insert(path.to_owned(), good);
    }
}
