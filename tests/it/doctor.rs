//! `doctor`, which says what is missing, and `man`, which says everything.

use std::{collections::BTreeSet, fs, process::Command};

use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

/// Returns what `doctor` finds, by what it looks at: the state and the way out.
fn found(sandbox: &Sandbox, code: i32) -> Vec<(String, String, String)> {
    let run = sandbox.run(&["doctor", "--format", "json"]).expect_code(code);
    let line = |line: &str| {
        let found: Value = serde_json::from_str(line).expect("a line is an object");
        let keys: BTreeSet<&str> =
            found.as_object().expect("it is one").keys().map(String::as_str).collect();
        assert_eq!(keys, BTreeSet::from(["check", "found", "help", "state"]));
        let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        (text("check"), text("state"), text("help"))
    };
    run.out.lines().map(line).collect()
}

/// Asserts that `doctor` finds something in a state, with a way out.
#[track_caller]
fn expect_found(sandbox: &Sandbox, code: i32, check: &str, state: &str, help: &str) {
    let found = found(sandbox, code);
    let fits = |it: &&(String, String, String)| it.0 == check && it.1 == state;
    let fitting = found.iter().find(fits).unwrap_or_else(|| panic!("{check} {state}: {found:?}"));
    assert!(fitting.2.contains(help), "{fitting:?}");
}

fn new_edition() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "."]);
    let made = Command::new("git").args(["init", "-q"]).current_dir(sandbox.path("")).status();
    assert!(made.expect("git can be run").success());
    sandbox
}

#[test]
fn doctor_finds_nothing_missing_in_a_new_edition() {
    let sandbox = new_edition();
    for (check, state, help) in found(&sandbox, 0) {
        // Pandoc is the only thing that the machine of a test may lack.
        assert!(state == "ok" || check == "pandoc", "{check} {state} {help}");
    }
    let run = sandbox.succeed(&["doctor"]);
    assert!(run.out.contains("ok       locks      1 file, up to date\n"), "{run:?}");
}

#[test]
fn doctor_says_the_way_out_of_what_is_missing() {
    let sandbox = new_edition();
    let lock = "content/first-article/anchors.lock.yaml";
    let remembered = sandbox.read(lock);
    sandbox.remove(lock);
    expect_found(&sandbox, 0, "locks", "warning", "postil anchors reanchor");
    sandbox.write(lock, remembered.replace("which-grapes", "gone"));
    expect_found(&sandbox, 0, "locks", "warning", "postil anchors reanchor");
    sandbox.write(lock, "{");
    expect_found(&sandbox, 0, "locks", "warning", "postil anchors reanchor");
    sandbox.succeed(&["anchors", "reanchor"]);
    expect_found(&sandbox, 0, "locks", "ok", "");

    sandbox.write("schemas/sidecar.schema.json", "{}");
    expect_found(&sandbox, 0, "schemas", "warning", "postil schema --output schemas");
    sandbox.remove("schemas");
    expect_found(&sandbox, 0, "schemas", "missing", "postil schema --output schemas");
    sandbox.succeed(&["schema", "--output", "schemas"]);
    expect_found(&sandbox, 0, "schemas", "ok", "");

    let workflow = ".github/workflows/pages.yml";
    sandbox.write(workflow, sandbox.read(workflow).replace("postil==", "postil==0.0."));
    expect_found(&sandbox, 0, "workflow", "warning", "postil==");

    sandbox.remove(".git");
    expect_found(&sandbox, 0, "git", "missing", "git init");
    sandbox.write("content/first-article/notes.yaml", "- id: a\n");
    expect_found(&sandbox, 1, "edition", "error", "postil check");
}

#[cfg(unix)]
#[test]
fn doctor_needs_neither_git_nor_pandoc_nor_an_edition() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::empty();
    expect_found(&sandbox, 0, "edition", "missing", "postil new DIR");
    sandbox.run(&["doctor", "--root", "missing"]).expect_code(2);
    let doctor = |programs: &str| {
        let mut command = sandbox.postil(&["doctor"]);
        command.env("PATH", sandbox.path(programs));
        Run::of(command.output().expect("the program can be run")).expect_code(0).out
    };
    let said = doctor("nowhere");
    for missing in ["missing  git", "git-scm.com", "missing  pandoc", "pandoc.org"] {
        assert!(said.contains(missing), "{said}");
    }
    sandbox.write("bin/pandoc", "#!/bin/sh\necho pandoc 2.9.2.1\n");
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(sandbox.path("bin/pandoc"), mode).expect("a file of ours");
    let said = doctor("bin");
    assert!(said.contains("missing  pandoc     pandoc 2.9.2.1: ") && said.contains("2.15"));
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let sandbox = Sandbox::empty();
    let page = sandbox.succeed(&["man"]).out;
    assert!(page.contains(".TH postil 1") && page.contains("postil\\-build(1)"), "{page}");
    sandbox.succeed(&["man", "--output", "man"]);
    assert!(sandbox.read("man/postil-build.1").contains("\\-\\-base\\-url"));
    assert!(sandbox.has("man/postil.1") && sandbox.has("man/postil-anchors-accept.1"));
}
