//! Any bytes as an article, front matter included, and as the edition's settings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postil::{
    Options, build,
    files::{MemoryInput, NoOutput},
};

fuzz_target!(|bytes: &[u8]| {
    let mut input = MemoryInput::default();
    let mut add = |path: &str, bytes: &[u8]| input.files.insert(path.to_owned(), bytes.to_vec());
    add("content/edition.yaml", b"title: t\nbase_url: https://example.org/\n");
    let mut article = b"---\n".to_vec();
    article.extend_from_slice(bytes);
    add("content/a/index.md", &article);
    add("content/b/index.md", bytes);
    let report = build(&Options::default(), &input, &NoOutput);
    assert!(report.output_error.is_none());

    let mut input = MemoryInput::default();
    input.files.insert("content/edition.yaml".to_owned(), bytes.to_vec());
    let report = build(&Options::default(), &input, &NoOutput);
    assert!(report.output_error.is_none());
});
