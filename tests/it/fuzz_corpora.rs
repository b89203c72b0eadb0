//! What fuzzing found worth keeping, run once more: whoever breaks it hears of it here, and
//! not only from the fuzzer.

use std::{fs, path::PathBuf};

#[expect(unreachable_pub, reason = "the fuzz targets are another crate, which uses it, too")]
#[path = "../fuzz/bodies.rs"]
mod bodies;

use bodies::{Body, TARGETS};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(name)
}

/// Returns what a folder holds, sorted.
fn listed(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(self::folder(folder)).expect("each target has a corpus");
    let paths = entries.map(|entry| entry.expect("an entry can be listed").path());
    let mut paths: Vec<PathBuf> = paths.collect();
    paths.sort();
    paths
}

/// Runs a target on all that is kept for it; a test that fails shows the file it came to.
#[expect(clippy::print_stdout, reason = "a test that fails shows which file it was")]
fn check((name, body): (&str, Body)) {
    let paths = listed(&format!("corpus/{name}"));
    assert!(!paths.is_empty(), "nothing is kept for `{name}`");
    for path in paths {
        println!("{}", path.display());
        body(&fs::read(path).expect("what is kept can be read"));
    }
}

#[test]
fn every_target_runs_on_what_is_kept_for_it() {
    TARGETS.into_iter().for_each(check);
}

#[test]
fn every_target_can_be_fuzzed() {
    let stem = |path: PathBuf| path.file_stem().expect("it has a name").to_owned();
    let binaries: Vec<_> = listed("fuzz_targets").into_iter().map(stem).collect();
    assert_eq!(binaries, TARGETS.map(|(name, _)| name));
    let manifest = fs::read_to_string(folder("Cargo.toml")).expect("the manifest can be read");
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
    let corpora: Vec<_> = listed("corpus").into_iter().map(stem).collect();
    assert_eq!(corpora, TARGETS.map(|(name, _)| name));
}
