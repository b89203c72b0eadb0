//! The first edition: what a careful editor would have looked at before printing it.

use std::{collections::BTreeSet, path::Path};

use postil::{
    Options,
    anchor::State,
    build,
    diag::{Severity, print},
    disk::FolderInput,
    edition::{Drafts, survey},
    io::{Input, MemoryOutput, NoOutput},
    site,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text agrees with its witness, each citation resolves, each source is
/// cited, each term is used: all of this would be told.
#[test]
fn it_passes_the_check_without_a_warning() {
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let report = site::check(&options, &FolderInput::new(root()), &NoOutput);
    let told: Vec<String> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity != Severity::Info)
        .map(|diagnostic| print(diagnostic, false))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    let has_witness = FolderInput::new(root())
        .list()
        .files
        .iter()
        .any(|path| path == "content/idlib-2019/witness.txt");
    assert!(has_witness, "there is nothing to hold the text against");
}

#[test]
fn every_quote_is_found_character_by_character() {
    let found = survey(&FolderInput::new(root()));
    let loose: Vec<&str> = found
        .statuses
        .iter()
        .filter(|status| status.state != State::Exact)
        .map(|status| status.id.as_str())
        .collect();
    assert!(loose.is_empty(), "{loose:?}");
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let report = build(&options, &FolderInput::new(root()), &NoOutput);
    let n_annotations: usize = report.summary.n_annotations.values().sum();
    assert_eq!(found.statuses.len(), n_annotations);
}

/// Every address that a page leads to outside of the site is one that the
/// edition's own files name.
#[test]
fn its_pages_link_no_address_that_its_files_do_not_name() {
    let input = FolderInput::new(root());
    let named: String = input
        .list()
        .files
        .iter()
        .filter(|path| path.starts_with("content/"))
        .map(|path| String::from_utf8(input.read(path).unwrap()).unwrap())
        .collect();
    let output = MemoryOutput::default();
    let report = build(&Options::default(), &input, &output);
    assert!(!report.is_failed(), "the edition is built");
    let mut linked = BTreeSet::new();
    for (path, bytes) in output.into_files() {
        if path.ends_with(".html") {
            let html = String::from_utf8(bytes).unwrap();
            for part in html.split("href=\"http").skip(1) {
                let address = format!("http{}", part.split('"').next().unwrap());
                // Words on a page are no address of their own.
                let address = address.split("#:~:").next().unwrap();
                linked.insert(address.replace("&amp;", "&").replace("&#39;", "'"));
            }
        }
    }
    assert!(linked.len() > 200, "only {} addresses", linked.len());
    // Hosts may be written in capitals, paths in their own script.
    let normalized: BTreeSet<String> = named
        .split_whitespace()
        .map(|word| word.trim_matches(['<', '>', '"', '\'', ',', '}']))
        .filter_map(|word| url::Url::parse(word).ok())
        .map(|url| url.to_string())
        .collect();
    let is_named = |address: &str| named.contains(address) || normalized.contains(address);
    let strange: Vec<&String> =
        linked.iter().filter(|address| !is_named(address.as_str())).collect();
    assert!(
        strange.iter().all(|address| address.starts_with("https://example.org/idlib/")),
        "{strange:?}"
    );
}
