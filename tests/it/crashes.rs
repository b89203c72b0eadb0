//! Builds that are cut short: full disks, `kill -9`, two at once. What is on disk
//! stays whole, and the next build heals the rest.

#![cfg(unix)]

use std::{
    collections::BTreeMap,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::sandbox::{Run, Sandbox, assert_same_files};

/// How long is waited between two looks; what waits takes no time from what is waited for.
const MOMENT: Duration = Duration::from_micros(200);

/// Makes an edition of many articles, each with a note; `version` shows on each
/// page, and here and there a file of the one is a folder of the other.
fn write_many(sandbox: &Sandbox, version: usize) {
    sandbox.write(
        "content/edition.yaml",
        format!("title: Version {version}\nbase_url: https://example.org/\n"),
    );
    for number in 0..60 {
        let folder = format!("content/article-{number}");
        let text = format!("# Article {number}\n\nThis is version {version} of it.\n");
        sandbox.write(&format!("{folder}/index.md"), text);
        let notes = format!("- {{id: a, kind: note, quote: version {version}, body: One.}}\n");
        sandbox.write(&format!("{folder}/notes.yaml"), notes);
        if number % 10 == 0 {
            swap(
                sandbox,
                &format!("{folder}/own-{version}"),
                &format!("{folder}/own-{}", version ^ 1),
            );
        }
    }
}

/// Makes one path a folder with a file in it, the other a file.
fn swap(sandbox: &Sandbox, folder: &str, file: &str) {
    for taken in [folder, file] {
        if sandbox.has(taken) {
            sandbox.remove(taken);
        }
    }
    sandbox.write(&format!("{folder}/file"), "below a folder");
    sandbox.write(file, "a file");
}

/// Makes an edition of many articles in one version and builds it.
fn many(version: usize) -> Sandbox {
    let sandbox = Sandbox::empty();
    write_many(&sandbox, version);
    sandbox.succeed(&["build"]);
    sandbox
}

const IGNORED: &str = "trap '' XFSZ;";

/// Builds with files limited to so many blocks of 512 bytes. With the signal
/// ignored that fails as a full disk does; otherwise it kills the program.
fn build_with_limit(sandbox: &Sandbox, n_blocks: usize, signal: &str) -> Run {
    let script = format!("{signal} ulimit -c 0; ulimit -f {n_blocks}; exec \"$0\" build");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_postil")]).current_dir(sandbox.path(""));
    Run::of(shell.output().expect("there is a shell"))
}

#[test]
fn a_disk_that_fills_up_while_pages_are_made_leaves_the_old_site() {
    let sandbox = many(0);
    let before = sandbox.site();
    write_many(&sandbox, 1);
    build_with_limit(&sandbox, 1, IGNORED).expect_code(3).expect_said("public");
    assert_same_files(&sandbox.site(), &before);
    sandbox.succeed(&["build"]);
    assert_same_files(&sandbox.site(), &many(1).site());
}

#[test]
fn a_disk_that_fills_up_while_the_manifest_is_written_leaves_the_old_site() {
    let sandbox = with_large_manifest(0);
    let before = sandbox.site();
    write_small_files(&sandbox, 1);
    let limit = blocks_below_manifest(&before);
    build_with_limit(&sandbox, limit, IGNORED).expect_code(3).expect_said("manifest.json");
    assert_same_files(&sandbox.site(), &before);
}

#[test]
fn half_a_manifest_of_a_killed_build_does_not_stay() {
    let sandbox = with_large_manifest(0);
    let limit = blocks_below_manifest(&sandbox.site());
    write_small_files(&sandbox, 1);
    let run = build_with_limit(&sandbox, limit, "");
    assert_eq!(run.code, None, "a signal ends it: {run:?}");
    sandbox.succeed(&["build"]);
    assert_same_files(&sandbox.site(), &with_large_manifest(1).site());
}

/// Makes an edition of so many files that the manifest is larger than any of them.
fn with_large_manifest(version: usize) -> Sandbox {
    let sandbox = Sandbox::small();
    write_small_files(&sandbox, version);
    sandbox.succeed(&["build"]);
    sandbox
}

fn write_small_files(sandbox: &Sandbox, version: usize) {
    for number in 0..1000 {
        sandbox.write(&format!("content/first/{number}.txt"), format!("version {version}"));
    }
}

/// Returns how many blocks each file of a site has room in, but the manifest.
fn blocks_below_manifest(site: &BTreeMap<String, Vec<u8>>) -> usize {
    let mut sizes: Vec<_> = site.iter().map(|(path, bytes)| (bytes.len(), path)).collect();
    sizes.sort_unstable();
    let (_, largest) = sizes.pop().expect("a site has files");
    assert_eq!(largest, ".postil/manifest.json");
    let (next, _) = sizes.pop().expect("a site has pages");
    next / 512 + 2
}

#[test]
fn kill_9_leaves_whole_files_and_the_next_build_heals() {
    let sandbox = many(0);
    let clean = [sandbox.site(), many(1).site()];
    let mut duration = Duration::from_millis(500);
    for round in 0..12_u32 {
        let version = (round as usize + 1) % 2;
        write_many(&sandbox, version);
        let manifest = sandbox.read("public/.postil/manifest.json");
        let mut child = sandbox.postil(&["build", "-q"]).spawn().expect("the program can be run");
        if round % 4 == 0 {
            // At any time, mostly while pages are made.
            thread::sleep(duration * round / 12);
        } else {
            // While they are moved into place: the first that is written is the manifest.
            let started = Instant::now();
            while sandbox.read("public/.postil/manifest.json") == manifest
                && started.elapsed().as_secs() < 60
            {
                thread::sleep(MOMENT);
            }
            thread::sleep(Duration::from_millis(1) * round);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_all_whole(&sandbox.site(), &clean);
        let started = Instant::now();
        sandbox.succeed(&["build"]);
        duration = started.elapsed();
        assert_same_files(&sandbox.site(), &clean[version]);
    }
}

/// Asserts that each file is that of one version, and none is missing that both have.
#[track_caller]
fn assert_all_whole(found: &BTreeMap<String, Vec<u8>>, clean: &[BTreeMap<String, Vec<u8>>; 2]) {
    for (path, bytes) in found.iter().filter(|(path, _)| !path.starts_with(".postil/")) {
        let is_whole = clean.iter().any(|site| site.get(path) == Some(bytes));
        assert!(is_whole, "{path} is neither old nor new");
    }
    let [old, new] = clean;
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(found.contains_key(path), "{path} is missing");
    }
}

#[test]
fn a_first_build_that_was_killed_can_be_repeated() {
    let sandbox = Sandbox::empty();
    write_many(&sandbox, 0);
    let expected = many(0).site();
    for round in 0..6 {
        let mut child = sandbox.postil(&["build", "-q"]).spawn().unwrap();
        let started = Instant::now();
        while !sandbox.has("public/.postil/manifest.json") && started.elapsed().as_secs() < 60 {
            thread::sleep(MOMENT);
        }
        thread::sleep(Duration::from_millis(round));
        child.kill().unwrap();
        child.wait().unwrap();
        sandbox.succeed(&["build"]);
        assert_same_files(&sandbox.site(), &expected);
        sandbox.remove("public");
    }
}

#[test]
fn builds_at_once_all_end_well_and_the_site_is_whole() {
    let sandbox = Sandbox::empty();
    write_many(&sandbox, 0);
    let expected = many(0).site();
    for _ in 0..3 {
        let children: Vec<_> =
            (0..3).map(|_| sandbox.postil(&["build", "-q"]).spawn().unwrap()).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        assert_same_files(&sandbox.site(), &expected);
        sandbox.remove("public");
    }
}

#[test]
fn builds_of_two_versions_at_once_leave_one_of_them() {
    let (one, other) = (many(0), many(1));
    let expected = [one.site(), other.site()];
    let output = one.path("public");
    for _ in 0..3 {
        let mut children: Vec<_> = [&one, &other]
            .map(|edition| {
                let mut build = edition.postil(&["build", "-q", "--output"]);
                build.arg(&output).spawn().unwrap()
            })
            .into();
        for child in &mut children {
            assert!(child.wait().unwrap().success());
        }
        assert!(expected.contains(&one.site()), "the site is a mixture");
    }
}
