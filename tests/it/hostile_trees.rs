//! Editions that come with links in their output: nothing outside changes when
//! somebody clones and builds them.

#![cfg(unix)]

use std::{collections::BTreeMap, fs, os::unix::fs::symlink, path::PathBuf};

use crate::sandbox::Sandbox;

const MANIFEST: &str = "public/.postil/manifest.json";

/// Where the links lie: files, folders and the tool's own folder, at every depth.
const PLACES: [&str; 14] = [
    "public",
    "public/.postil",
    "public/.postil/lock",
    "public/.postil/stage",
    "public/.postil/manifest.json",
    "public/index.html",
    "public/404.html",
    "public/first",
    "public/first/index.html",
    "public/first/prose.txt",
    "public/first/deep",
    "public/first/deep/er",
    "public/first/deep/er/still",
    "public/first/deep/er/still/a.txt",
];

/// Where they lead, below the victim's folder; the last ones are not there.
const TARGETS: [&str; 4] = ["precious.txt", "folder", "missing", "folder/missing/er"];

fn edition() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write("content/first/deep/er/still/a.txt", "a file");
    sandbox
}

/// A folder beside the edition, with names that builds write and remove.
fn victim() -> Sandbox {
    let victim = Sandbox::empty();
    let below = [
        "index.html",
        "prose.txt",
        "a.txt",
        "lock",
        "stage/a",
        "manifest.json",
        "er/still/a.txt",
        "still/a.txt",
        "deep/er/still/a.txt",
        ".postil/stage/a",
    ];
    for path in below {
        victim.write(&format!("folder/{path}"), "precious");
    }
    victim.write("precious.txt", "precious");
    victim
}

/// Returns all files with their bytes, and all folders and links.
fn state(sandbox: &Sandbox) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let entries = walkdir::WalkDir::new(sandbox.path("")).into_iter().map(|entry| {
        let entry = entry.expect("it can be listed");
        let bytes = entry.file_type().is_file().then(|| fs::read(entry.path()));
        (entry.into_path(), bytes.transpose().expect("it can be read"))
    });
    entries.collect()
}

/// Puts a link in a place of the edition, over what is there: an absolute one, or one
/// that is relative to its place.
fn link(sandbox: &Sandbox, place: &str, victim: &Sandbox, target: &str, is_absolute: bool) {
    if sandbox.has(place) {
        sandbox.remove(place);
    }
    let link = sandbox.path(place);
    fs::create_dir_all(link.parent().expect("it lies in the edition")).expect("a folder");
    let absolute = victim.path(target);
    let up = "../".repeat(place.matches('/').count() + 1);
    let root = sandbox.path("");
    let beside = absolute.strip_prefix(root.parent().expect("it lies in a folder"));
    let relative = PathBuf::from(up).join(beside.expect("both lie in one folder"));
    symlink(if is_absolute { absolute } else { relative }, link).expect("a link");
}

/// Builds an edition with each link in each place, over what `prepare` makes.
fn check(prepare: impl Fn(&Sandbox)) {
    let victim = victim();
    let before = state(&victim);
    for (number, place) in PLACES.into_iter().enumerate() {
        for (at, target) in TARGETS.into_iter().enumerate() {
            let sandbox = edition();
            prepare(&sandbox);
            link(&sandbox, place, &victim, target, (number + at) % 2 == 0);
            let run = sandbox.run(&["build"]);
            assert!(state(&victim) == before, "{place} to {target} changes what it leads to");
            assert_eq!(run.code, Some(3), "{place} to {target}: {run:#?}");
            assert!(run.err.contains(place), "{place} to {target}: {run:#?}");
        }
    }
}

#[test]
fn no_link_in_the_place_of_the_cache_is_followed() {
    let victim = victim();
    let before = state(&victim);
    for target in TARGETS {
        let sandbox = edition();
        link(&sandbox, ".postil-cache", &victim, target, true);
        sandbox.succeed(&["build"]);
        assert!(state(&victim) == before, "a link to {target} is followed");
    }
}

#[test]
fn links_that_come_with_an_edition_are_never_followed_out_of_its_output() {
    let built = edition();
    built.succeed(&["build"]);
    let manifest = built.read(MANIFEST);
    check(|sandbox| sandbox.write(MANIFEST, &manifest));
}

#[test]
fn links_that_appear_between_two_builds_are_never_followed_out_of_the_output() {
    check(|sandbox| {
        sandbox.succeed(&["build"]);
        sandbox.write("content/first/index.md", "# First\n\nThe slow brown fox sits.\n");
        sandbox.write("content/first/deep/er/b.txt", "a new file");
        // What is gone would be removed from the site.
        sandbox.remove("content/first/deep/er/still");
    });
}

#[test]
fn what_a_manifest_lists_is_not_removed_over_a_link() {
    let (sandbox, victim) = (edition(), victim());
    sandbox.succeed(&["build"]);
    let listed = sandbox.read(MANIFEST).replacen("\"404.html\"", "\"v/precious.txt\"", 1);
    sandbox.write(MANIFEST, listed);
    symlink(victim.path(""), sandbox.path("public/v")).expect("a link");
    let before = state(&victim);
    let run = sandbox.run(&["build"]).expect_code(3).expect_said("public/v: the link leads out");
    run.expect_said("remove it, and build again");
    assert!(state(&victim) == before);
}

#[test]
fn no_link_within_the_output_leads_to_hidden_files() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    sandbox.write("public/.git/index.html", "mine");
    sandbox.remove("public/first");
    symlink(".git", sandbox.path("public/first")).expect("a link");
    sandbox.run(&["build"]).expect_code(3).expect_said("public/first: the link leads out");
    assert_eq!(sandbox.read("public/.git/index.html"), "mine");
}

#[test]
fn an_output_that_is_named_may_be_a_link() {
    let (sandbox, elsewhere) = (edition(), Sandbox::empty());
    symlink(elsewhere.path(""), sandbox.path("site")).expect("a link");
    sandbox.succeed(&["build", "--output", "site"]);
    assert!(elsewhere.has("first/index.html"));
}
