//! Fixtures of `postil import`: each folder below `tests/imports` holds files of others,
//! the `commands` that take them in, and what that must come to.
//!
//! `commands` has one run of `postil` per line. They are run in a copy of the edition in
//! `tests/imports-edition`, over which the fixture's own `content/` is laid. What they
//! printed, how they ended and which files they wrote is `expected/said.txt`; every file
//! that is not as it was before stands below `expected/content/`.
//!
//! Expectations are written anew as those of editions are (`fixtures.rs`).

use std::{collections::BTreeMap, fs};

use crate::{
    fixtures::{assert_none, cases, compare, files_below, folder, is_blessing},
    sandbox::Sandbox,
};

/// Puts the files of a folder of `tests/` into a sandbox, but for expectations.
fn lay(sandbox: &Sandbox, name: &str) {
    for path in files_below(&folder(name)) {
        if !path.starts_with("expected/") {
            let bytes = fs::read(folder(name).join(&path)).expect("a fixture can be read");
            sandbox.write(&path, bytes);
        }
    }
}

/// Returns what differs between two states of a sandbox, by path; `None` for what is gone.
fn changes<'a>(
    before: &BTreeMap<String, Vec<u8>>,
    after: &'a BTreeMap<String, Vec<u8>>,
) -> BTreeMap<String, Option<&'a [u8]>> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let written = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
    gone.map(|path| (path.clone(), None))
        .chain(written.map(|(path, bytes)| (path.clone(), Some(bytes.as_slice()))))
        .collect()
}

/// Runs a command; returns what it printed, how it ended and what it wrote.
fn transcript(sandbox: &Sandbox, command: &str) -> String {
    let before = sandbox.files();
    let run = sandbox.run(&command.split(' ').collect::<Vec<_>>());
    let mut text = format!("$ postil {command}\n{}{}", run.out, run.err);
    let code = run.code.expect("no signal ends it");
    text += &format!("= exit code {code}\n");
    for (path, bytes) in changes(&before, &sandbox.files()) {
        text += &format!("= {} {path}\n", if bytes.is_some() { "wrote" } else { "removed" });
    }
    text
}

fn compare_import(name: &str, failures: &mut Vec<String>) {
    let fixture = format!("imports/{name}");
    let sandbox = Sandbox::empty();
    lay(&sandbox, "imports-edition");
    lay(&sandbox, &fixture);
    let before = sandbox.files();
    let commands = sandbox.read("commands");
    let runs: Vec<String> = commands.lines().map(|line| transcript(&sandbox, line)).collect();
    compare(&fixture, "said.txt", Some(runs.join("\n").as_bytes()), failures);
    let after = sandbox.files();
    let changes = changes(&before, &after);
    for (path, bytes) in &changes {
        compare(&fixture, path, *bytes, failures);
    }
    let expected = folder(&fixture).join("expected");
    for path in files_below(&expected) {
        if path == "said.txt" || changes.contains_key(&path) {
            continue;
        }
        if is_blessing() {
            fs::remove_file(expected.join(&path)).expect("an expectation can be removed");
        } else {
            failures.push(format!("{fixture}: {path} was not written"));
        }
    }
}

#[test]
fn every_import_comes_to_what_is_expected() {
    let mut failures = Vec::new();
    for name in cases("imports") {
        compare_import(&name, &mut failures);
    }
    assert_none(&failures);
}
