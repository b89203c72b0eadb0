//! YAML without end: rows 18 and 19.

use std::fmt::Write;

use super::{EDITION, check_in_time, count, edition, page};

#[test]
fn yaml_that_expands_or_nests_without_end_is_refused() {
    let mut laughs = String::from("a0: &a0 [ha, ha]\n");
    let mut block_laughs = String::from("a0: &a0\n  - ha\n  - ha\n");
    for level in 1..40 {
        let before = level - 1;
        let all = vec![format!("*a{before}"); 10];
        writeln!(laughs, "a{level}: &a{level} [{}]", all.join(", ")).expect("it is a string");
        let items: String = all.iter().map(|alias| format!("  - {alias}\n")).collect();
        write!(block_laughs, "a{level}: &a{level}\n{items}").expect("it is a string");
    }
    let many = 100_000;
    let inputs = [
        ("laughs", laughs),
        ("laughs in blocks", block_laughs),
        ("brackets", "[".repeat(many)),
        ("closed brackets", "[".repeat(many) + &"]".repeat(many)),
        ("braces", "{a: ".repeat(many)),
        ("nested lists", "- ".repeat(many) + "a"),
        ("nested keys", "? ".repeat(many) + "a"),
        ("indented keys", (0..2000).map(|n| format!("{}a:\n", " ".repeat(n))).collect()),
        ("fewer brackets than the guard looks for", "[".repeat(999)),
        ("brackets within a text", format!("- id: \"{}", "[".repeat(many))),
        ("anchors", "&a ".repeat(many)),
        ("tags", "!a ".repeat(many)),
        ("quotation marks", "\"".repeat(many)),
        ("colons", ": ".repeat(many)),
        ("percent signs", "%".repeat(many)),
    ];
    for (what, yaml) in inputs {
        let front_matter = format!("---\nx: {yaml}\n---\n\nOne.\n");
        for (path, text) in [
            ("a/notes.yaml", &yaml),
            ("glossary.yaml", &yaml),
            ("sources.yaml", &yaml),
            ("b/index.md", &front_matter),
        ] {
            let input = edition(&[("a/index.md", "One two."), (path, text)]);
            let built = check_in_time(&format!("{what} in {path}"), input);
            assert!(built.diagnostics.contains(path), "{what} in {path}: {}", built.diagnostics);
            assert!(built.diagnostics.contains("error["), "{what} in {path}");
            assert!(page(&built, "a/index.html").contains("One two."), "{what} in {path}");
        }
    }
}

#[test]
fn files_over_sixteen_megabytes_are_not_read() {
    let long = "word ".repeat(3_300_000);
    let yaml = format!("# {long}\n");
    let input = edition(&[
        ("a/index.md", &long),
        ("a/notes.yaml", &yaml),
        ("glossary.yaml", &yaml),
        ("sources.yaml", &yaml),
        ("pages/about.md", &long),
        ("b/index.md", "One.\n"),
        ("b/witness.txt", &long),
    ]);
    let built = check_in_time("long files", input);
    assert_eq!(count(&built, "too-large"), 6, "{}", built.diagnostics);
    assert!(built.diagnostics.contains("limits:"), "{}", built.diagnostics);
}

#[test]
fn settings_over_sixteen_megabytes_are_not_read() {
    let mut input = edition(&[("a/index.md", "One.\n")]);
    let long = format!("{EDITION}# {}\n", "word ".repeat(3_300_000));
    input.files.insert("content/edition.yaml".to_owned(), long.into());
    assert_eq!(count(&check_in_time("long settings", input), "too-large"), 1);
}
