//! What builds keep for later builds: whatever is edited, damaged, lost or cut off in between,
//! a build that goes by it makes the very site that a clean build makes, and says the same.

use std::{
    collections::BTreeMap,
    io,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use postil::{
    Options,
    edition::Drafts,
    io::{Cache, MemoryInput, MemoryOutput, Output},
    site::{Kept, Report, build_with},
};
use proptest::prelude::*;

use crate::live::{VERSIONS, edition, file};

type Files = BTreeMap<String, Vec<u8>>;

#[derive(Default)]
struct MemoryCache(Mutex<BTreeMap<String, Vec<u8>>>);

impl Cache for MemoryCache {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.0.lock().expect("no build panics").get(key).cloned()
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        self.0.lock().expect("no build panics").insert(key.to_owned(), bytes.to_vec());
    }
}

/// A site in memory over the one that was published last.
struct Site<'a> {
    published: &'a Files,
    new: MemoryOutput,
    n_kept: AtomicUsize,
    /// How many files more are taken; then the build is as good as killed.
    n_left: AtomicUsize,
}

impl Output for Site<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let left =
            self.n_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        left.map_err(|_| io::Error::other("it was killed"))?;
        self.new.put(path, bytes)
    }

    fn keep(&self, path: &str, hash: &blake3::Hash) -> bool {
        let kept = self.published.get(path).filter(|bytes| blake3::hash(bytes) == *hash);
        self.n_kept.fetch_add(usize::from(kept.is_some()), Ordering::Relaxed);
        kept.is_some_and(|bytes| self.new.put(path, bytes).is_ok())
    }
}

/// What a build made: its files, what it said, and how many files it kept.
struct Built {
    files: Files,
    report: Report,
    n_kept: usize,
}

fn build(input: &MemoryInput, cache: &MemoryCache, published: &Files, n_left: usize) -> Built {
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let output = Site {
        published,
        new: MemoryOutput::default(),
        n_kept: AtomicUsize::new(0),
        n_left: AtomicUsize::new(n_left),
    };
    let report = build_with(&options, input, &output, Some(Kept { cache, program: "" }), &|_| {});
    let n_kept = output.n_kept.into_inner();
    Built { files: output.new.into_files(), report, n_kept }
}

/// What happens between two builds.
#[derive(Debug, Clone)]
enum Event {
    /// A file takes another of its versions.
    Edit(usize, usize),
    /// A build is killed after so many files.
    Kill(usize),
    /// A bit of an entry is flipped, or the entry is cut there.
    Damage { entry: usize, at: usize, is_cut: bool },
    /// A file of the site is changed or lost.
    Meddle { file: usize, is_lost: bool },
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (0..VERSIONS.len(), 0..4_usize).prop_map(|(file, version)| Event::Edit(file, version)),
        2 => (0..30_usize).prop_map(Event::Kill),
        1 => (any::<usize>(), any::<usize>(), any::<bool>())
            .prop_map(|(entry, at, is_cut)| Event::Damage { entry, at, is_cut }),
        1 => (any::<usize>(), any::<bool>())
            .prop_map(|(file, is_lost)| Event::Meddle { file, is_lost }),
    ];
    prop::collection::vec(event, 1..14)
}

/// Damages an entry as a disk might; the checksum of `disk::FolderCache` is not in between.
fn damage(cache: &MemoryCache, entry: usize, at: usize, is_cut: bool) {
    let mut entries = cache.0.lock().expect("no build panics");
    let n_entries = entries.len().max(1);
    let Some(key) = entries.keys().nth(entry % n_entries).cloned() else { return };
    // What does not have its checksum is not handed out.
    let bytes = entries.remove(&key).expect("it was listed");
    if is_cut {
        entries.insert(key, bytes[..at % bytes.len()].to_vec());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_build_makes_what_a_clean_build_makes_whatever_was_kept(events in events()) {
        let cache = MemoryCache::default();
        let mut versions = [0; VERSIONS.len()];
        let mut published = Files::new();
        for event in [Event::Edit(0, 0)].into_iter().chain(events) {
            let input = edition(&versions);
            match event {
                Event::Edit(file, version) => versions[file] = version % VERSIONS[file].1.len(),
                Event::Kill(n_files) => drop(build(&input, &cache, &published, n_files)),
                Event::Damage { entry, at, is_cut } => damage(&cache, entry, at, is_cut),
                Event::Meddle { file, is_lost } => {
                    let n_files = published.len().max(1);
                    let path = published.keys().nth(file % n_files).cloned();
                    let Some(path) = path else { continue };
                    if is_lost {
                        published.remove(&path);
                    } else {
                        published.insert(path, b"meddled".to_vec());
                    }
                }
            }
            let input = edition(&versions);
            let made = build(&input, &cache, &published, usize::MAX);
            let clean = build(&input, &MemoryCache::default(), &Files::new(), usize::MAX);
            prop_assert_eq!(&made.report.diagnostics, &clean.report.diagnostics);
            prop_assert_eq!(&made.report.summary, &clean.report.summary);
            let paths = |built: &Built| built.files.keys().cloned().collect::<Vec<_>>();
            prop_assert_eq!(paths(&made), paths(&clean));
            prop_assert!(made.files == clean.files);
            if !made.report.is_failed() {
                published = made.files;
            }
        }
    }
}

#[test]
fn what_did_not_change_is_kept() {
    let mut versions = [0; VERSIONS.len()];
    versions[file("content/third/index.md")] = 1;
    let cache = MemoryCache::default();
    let first = build(&edition(&versions), &cache, &Files::new(), usize::MAX);
    assert_eq!((first.n_kept, first.report.is_failed()), (0, false));
    let again = build(&edition(&versions), &cache, &first.files, usize::MAX);
    assert_eq!(again.files, first.files);
    assert_eq!(again.report.n_kept, Some(first.files.len()), "a whole site is kept");
    let mut changed = edition(&versions);
    changed.files.insert("content/third/index.md".into(), b"# Third\n\nAnother dog.\n".to_vec());
    let changed = build(&changed, &cache, &first.files, usize::MAX);
    assert_eq!(changed.report.n_kept, None);
    let of_first = first.files.keys().filter(|path| path.starts_with("first/")).count();
    assert!(changed.n_kept >= of_first, "{} files of an article are kept", changed.n_kept);
    assert!(changed.files["third/index.html"] != first.files["third/index.html"]);
}

#[test]
fn a_page_is_made_again_when_its_neighbour_has_another_title() {
    let mut versions = [0; VERSIONS.len()];
    versions[file("content/first/index.md")] = 1;
    versions[file("content/second/index.md")] = 2;
    let cache = MemoryCache::default();
    let mut input = edition(&versions);
    let first = build(&input, &cache, &Files::new(), usize::MAX);
    let text = b"---\norder: 2\nseries: S\n---\n# Another\n".to_vec();
    input.files.insert("content/second/index.md".into(), text);
    let made = build(&input, &cache, &first.files, usize::MAX);
    let clean = build(&input, &MemoryCache::default(), &Files::new(), usize::MAX);
    assert!(made.files == clean.files);
    let page =
        |built: &Built| String::from_utf8_lossy(&built.files["first/index.html"]).into_owned();
    assert!(page(&first).contains(">2nd</bdi>") && page(&made).contains(">Another</bdi>"));
}
