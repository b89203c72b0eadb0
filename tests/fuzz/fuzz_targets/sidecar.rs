//! Any bytes as a sidecar: the build ends, with a site or with diagnostics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postil::{
    Options, build,
    files::{MemoryInput, NoOutput},
};

const EDITION: &str = "title: t\nbase_url: https://example.org/\nratings:\n  - { id: a, label: A, means: m }\n";

fuzz_target!(|bytes: &[u8]| {
    let mut input = MemoryInput::default();
    let mut add = |path: &str, bytes: &[u8]| input.files.insert(path.to_owned(), bytes.to_vec());
    add("content/edition.yaml", EDITION.as_bytes());
    add("content/a/index.md", b"# Title\n\nSome *text* to quote, and [more](x).\n");
    add("content/a/notes.yaml", bytes);
    let report = build(&Options::default(), &input, &NoOutput);
    assert!(report.output_error.is_none());
});
