//! Bad input, row by row of the list that says what it must lead to.
//!
//! [`ROWS`] tells where each row is shown: by a fixture edition, or by a test
//! here, where the input has to be generated. Nothing here may panic, hang or
//! be lost in silence, and one bad file never hides what is wrong with others.

mod bytes;
mod markdown;
mod names;
mod passages;
mod yaml;

use std::{collections::BTreeSet, sync::mpsc, thread, time::Duration};

use postil::io::MemoryInput;

use crate::fixtures::{self, Built, check, load, with_bare_theme};

/// The text of all tests here, to find them by name.
const OWN: [&str; 6] = [
    include_str!("mod.rs"),
    include_str!("bytes.rs"),
    include_str!("markdown.rs"),
    include_str!("names.rs"),
    include_str!("passages.rs"),
    include_str!("yaml.rs"),
];

/// Where a row is shown.
enum Shown {
    /// By fixture editions.
    By(&'static [&'static str]),
    /// By tests here.
    Here(&'static [&'static str]),
    /// In another module, which is named.
    In(&'static str),
}

use Shown::{By, Here, In};

/// Row of the list → where it is shown.
const ROWS: &[(u8, &[Shown])] = &[
    (1, &[By(&["an-empty-text-and-an-empty-sidecar-are-told"])]),
    (2, &[By(&["bytes-that-are-not-utf-8-are-named"])]),
    (3, &[By(&["byte-order-marks-and-all-line-ends-are-read"])]),
    (4, &[By(&["typography-does-not-hide-a-quote"])]),
    (5, &[By(&["invisible-direction-controls-are-told"])]),
    (6, &[By(&["right-to-left-and-mixed-scripts-are-marked-in-their-place"])]),
    (7, &[By(&["a-quote-that-is-not-found-is-shown-the-nearest-passage"])]),
    (8, &[By(&["a-quote-that-is-found-often-is-shown-what-would-decide"])]),
    (9, &[By(&["a-quote-may-cross-blocks-and-markup"])]),
    (10, &[By(&["a-quote-outside-the-prose-is-told-why"])]),
    (
        11,
        &[
            By(&["overlapping-nested-and-equal-passages-share-marks"]),
            Here(&["five_hundred_notes_fit_one_sentence", "forty_passages_overlap"]),
        ],
    ),
    (12, &[By(&["a-quote-that-begins-within-a-letter-is-widened"])]),
    (13, &[By(&["one-id-for-two-entries-shows-both-places"])]),
    (
        14,
        &[By(&[
            "misspelt-keys-and-names-are-recognised",
            "values-of-the-wrong-type-and-missing-fields-are-told",
            "texts-that-say-nothing-count-as-missing",
            "names-and-addresses-that-cannot-be-used-are-told",
        ])],
    ),
    (15, &[By(&["a-key-that-stands-twice-is-told-at-the-second"])]),
    (16, &[By(&["a-colon-in-a-text-needs-quotation-marks"])]),
    (17, &[By(&["yaml-that-cannot-be-read-is-told-where-it-begins"])]),
    (18, &[Here(&["yaml_that_expands_or_nests_without_end_is_refused"])]),
    (
        19,
        &[
            By(&["files-over-their-limit-are-not-read"]),
            Here(&["files_over_sixteen_megabytes_are_not_read"]),
        ],
    ),
    (20, &[By(&["anchors-aliases-and-merge-keys-are-read"])]),
    (21, &[By(&["script-in-any-text-is-neutralised"]), Here(&["no_page_holds_a_live_script"])]),
    (22, &[By(&["markup-in-titles-stays-text"])]),
    (
        23,
        &[
            By(&["names-and-addresses-that-cannot-be-used-are-told"]),
            Here(&["names_of_folders_are_safe_or_refused"]),
        ],
    ),
    (
        24,
        &[
            By(&[
                "folder-and-file-names-that-collide-are-told",
                "texts-that-would-be-lost-are-told",
            ]),
            Here(&["names_that_differ_in_case_alone_collide"]),
        ],
    ),
    (25, &[By(&["terms-are-found-whole-and-longest-first"])]),
    (26, &[By(&["dates-that-are-on-no-calendar-are-told"])]),
    (27, &[By(&["front-matter-that-is-not-closed-is-told-at-its-first-line"])]),
    (
        28,
        &[Here(&[
            "pathological_markdown_is_read_in_linear_time",
            "pathological_bodies_are_read_in_linear_time",
        ])],
    ),
    (29, &[By(&["fragments-never-collide"])]),
    (
        30,
        &[By(&[
            "a-template-with-a-fault-in-its-syntax-is-told-at-its-line",
            "a-template-that-is-not-closed-is-told",
            "an-undefined-variable-in-a-template-is-told-at-its-line",
            "an-undefined-field-in-a-component-is-told-at-its-line",
            "a-missing-component-in-a-template-is-told",
        ])],
    ),
    (
        31,
        &[
            By(&[
                "a-template-that-includes-itself-is-told",
                "templates-that-extend-each-other-are-told",
            ]),
            Here(&["an_endless_component_is_told"]),
        ],
    ),
    (
        32,
        &[By(&[
            "a-theme-that-is-missing-is-told-where-it-is-named",
            "a-theme-that-extends-a-missing-theme-is-told",
            "themes-that-extend-each-other-are-told",
        ])],
    ),
    (33, &[In("output")]),
    (58, &[Here(&["two_builds_give_the_same_bytes"])]),
    (60, &[Here(&["random_bytes_are_never_too_much"])]),
];

#[test]
fn every_row_is_shown_where_the_table_says() {
    let numbers: BTreeSet<u8> = ROWS.iter().map(|(number, _)| *number).collect();
    for number in 1..=33 {
        assert!(numbers.contains(&number), "row {number} is shown nowhere");
    }
    let editions = fixtures::names();
    for (number, places) in ROWS {
        for place in *places {
            match place {
                By(names) => {
                    for name in *names {
                        assert!(editions.iter().any(|known| known == name), "{number}: {name}");
                    }
                }
                Here(tests) => {
                    for test in *tests {
                        let is_here = OWN.iter().any(|text| text.contains(&format!("fn {test}()")));
                        assert!(is_here, "{number}: {test}");
                    }
                }
                In(module) => {
                    let main = include_str!("../main.rs");
                    assert!(main.contains(&format!("mod {module};")), "{number}: {module}");
                }
            }
        }
    }
}

const EDITION: &str = "title: T\nbase_url: https://example.org/\ntheme: bare\n\
    allow: [{ code: no-lock, reason: nothing is edited }]\n";

/// Returns an edition of these files, by path below `content/`, in the bare theme.
fn edition(files: &[(&str, &str)]) -> MemoryInput {
    let mut input = with_bare_theme();
    input.files.insert("content/edition.yaml".to_owned(), EDITION.into());
    for (path, text) in files {
        input.files.insert(format!("content/{path}"), (*text).into());
    }
    input
}

/// Builds an edition, or fails where that takes so long that it hangs.
///
/// It runs in a thread of its own, with the small stack that such threads have.
#[track_caller]
fn check_in_time(what: &str, input: MemoryInput) -> Built {
    // Far above what a slow machine needs for the debug build.
    const HANGS: Duration = Duration::from_secs(20);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(check(&input)));
    receiver.recv_timeout(HANGS).unwrap_or_else(|error| panic!("{what}: {error}"))
}

fn page<'a>(built: &'a Built, path: &str) -> &'a str {
    let bytes = built.site.get(path).unwrap_or_else(|| panic!("{path} is not built"));
    std::str::from_utf8(bytes).expect("pages are UTF-8")
}

/// Returns how many diagnostics have a code.
fn count(built: &Built, code: &str) -> usize {
    built.diagnostics.matches(&format!("[{code}]: ")).count()
}

#[test]
fn no_page_holds_a_live_script() {
    let built = check(&load("script-in-any-text-is-neutralised"));
    for (path, bytes) in &built.site {
        if !path.ends_with(".html") {
            continue;
        }
        // Tags and attributes as a browser sees them: what is escaped is text.
        let html = String::from_utf8_lossy(bytes).to_lowercase();
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let name = tag.split([' ', '/']).next().unwrap_or_default();
            let is_code = ["script", "svg", "animate", "iframe", "math", "style", "object"];
            assert!(!is_code.contains(&name), "{path}: <{tag}>");
            // Values of attributes stand at the odd places between quotation marks.
            let outside: String = tag.split('"').step_by(2).collect();
            assert!(!outside.contains(" on"), "{path}: <{tag}>");
            for scheme in ["javascript:", "data:", "vbscript:"] {
                let given = [format!("href=\"{scheme}"), format!("src=\"{scheme}")];
                assert!(!given.iter().any(|given| tag.contains(given)), "{path}: <{tag}>");
            }
        }
    }
}

#[test]
fn an_endless_component_is_told() {
    let mut input = edition(&[("a/index.md", "One.\n")]);
    let article = "{% extends \"base.html\" %}{% block main %}{{ <one /> }}{% endblock main %}";
    let parts = "{% component one() %}\n{{ <two /> }}\n{% endcomponent one %}\n\
                 {% component two() %}{{ <one /> }}{% endcomponent two %}\n";
    for (name, text) in [("article.html", article), ("parts/endless.html", parts)] {
        input.files.insert(format!("themes/bare/templates/{name}"), text.into());
    }
    let built = check_in_time("an endless component", input);
    assert_eq!(count(&built, "template"), 1, "{}", built.diagnostics);
}
