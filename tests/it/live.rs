//! The edition that previews keep at hand: after any edits it makes the very
//! files that a clean build of the same input writes, and finds what it finds.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use postil::{
    Options, build,
    diag::Diagnostic,
    edition::Drafts,
    io::{MemoryInput, MemoryOutput},
    site::Live,
};
use proptest::prelude::*;

/// What a file may be changed to; an empty text takes the file away.
pub(crate) const VERSIONS: &[(&str, &[&str])] = &[
    (
        "content/edition.yaml",
        &[
            "title: One\nbase_url: https://example.org/sub/\n",
            "title: Two\nbase_url: https://example.org/sub/\nsearch: false\n",
            "title: Two\nbase_url: https://example.org/\nlanguage: de\ncitation_style: apa\n",
            "title: [\n",
        ],
    ),
    (
        "content/glossary.yaml",
        &[
            "",
            "- { id: fox, term: fox, definition: An animal. }\n",
            "- { id: fox, term: fox, definition: It runs., expansion: Fox of the north, \
             see: [fox], sources: [{ ref: smith }] }\n",
            "- { id: dog, term: dog, definition: Barks. }\n\
             - { id: fox, term: fox, aliases: [quick], definition: 'Red [@smith].' }\n",
        ],
    ),
    (
        "content/sources.yaml",
        &[
            "",
            "smith: { type: book, title: Foxes, author: 'Smith, A.', date: 2001 }\n",
            "smith: { type: book, title: Dogs, author: 'Smith, A.', date: 2002 }\n",
        ],
    ),
    (
        "content/timeline.yaml",
        &[
            "",
            "- { id: jump, date: 2020-01-02, event: It jumped., article: first }\n",
            "- { id: jump, date: 2020-01-02, event: It jumped., \
             annotations: [first/fox, second/none], terms: [dog] }\n",
        ],
    ),
    (
        "content/pages/about.md",
        &[
            "",
            "# About\n\nSee [one](../second/#p-2), [two](/checks/first/claim/), \
             [three](/feed-note.xml).\n",
            "# Us\n",
        ],
    ),
    (
        "content/first/index.md",
        &[
            "# First\n\nThe quick brown fox jumps over the dog.\n",
            "---\nsummary: Short.\norder: 1\nseries: S\n\
             allow: [{ code: dead-link, reason: r }]\n---\n\
             # 1st\n\nThe fox is quick. [Away](../second/) ![it](a.svg)\n",
            "---\ndraft: true\n---\n# Draft\n\nA brown fox.\n",
            "---\ntitle: [\n",
        ],
    ),
    (
        "content/first/index.fr.md",
        &[
            "",
            "---\ntranslator: T\n---\n# Premier\n\nLe renard brun saute. [Là](../second/)\n",
            "---\ntranslator: T\n---\n# Premier\n\nLe renard roux saute. fox\n\nDe trop.\n",
            "---\ndraft: true\nlanguage: fr\n---\n# Premier\n\nLe renard brun saute.\n",
        ],
    ),
    (
        "content/first/notes.yaml",
        &[
            "",
            "- { id: fox, kind: note, quote: brown fox, body: 'See [@smith].', \
             created: 2026-01-02 }\n",
            "- { id: fox, kind: note, quote: quick, body: Fast., status: draft }\n\
             - { id: fox, kind: note, quote: jumps, body: High. }\n\
             - { id: fr, kind: note, quote: { in: fr, exact: renard }, body: Red. }\n",
            "- { id: claim, kind: fact-check, quote: fox, claim: It is a fox., rating: accurate, \
             summary: It is., sources: [{ ref: smith }] }\n",
        ],
    ),
    ("content/first/a.svg", &["", "<svg xmlns='http://www.w3.org/2000/svg'/>"]),
    (
        "content/second/index.md",
        &[
            "",
            "# Second\n\nAnother fox, see [first](../first/#fox), [dog](/glossary/#dog) \
             and [third](../third/).\n",
            "---\ntitle: 2nd\norder: 2\nseries: S\n---\nFox.\n",
        ],
    ),
    ("content/second/witness.txt", &["", "Second\n\nAnother fox.\n"]),
    (
        "content/third/index.md",
        &[
            "",
            "# Third\n\nThe dog.\n",
            "\u{0}",
            "---\norder: 1\nseries: S\n---\n# *Third*\n\nThe dog.\n",
        ],
    ),
    ("themes/folio/templates/404.html", &["", "gone {{ page.title }}\n", "{{ nothing.of }}", "{%"]),
];

/// Returns the index of a file among [`VERSIONS`].
pub(crate) fn file(path: &str) -> usize {
    let found = VERSIONS.iter().position(|(known, _)| *known == path);
    found.expect("the edition has the file")
}

/// Returns an edition with one version of each file, by their indices.
pub(crate) fn edition(versions: &[usize]) -> MemoryInput {
    let chosen = VERSIONS.iter().zip(versions).map(|((path, texts), &n)| (path, texts[n]));
    let files = chosen
        .filter(|(_, text)| !text.is_empty())
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    MemoryInput { files: files.collect() }
}

fn clean_build(input: &MemoryInput, options: &Options) -> Site {
    let output = MemoryOutput::default();
    let report = build(options, input, &output);
    (output.into_files(), report.diagnostics)
}

type Site = (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>);

/// Fails if any file or finding of `live` is not that of a clean build.
#[track_caller]
fn check(live: &Live, (files, diagnostics): &Site) {
    for (path, bytes) in files {
        let made = live.file(path).unwrap_or_else(|| panic!("{path} is not made"));
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(shown(&made), shown(bytes), "{path}");
    }
    let findings = live.findings(&|| false);
    assert!(findings.is_complete);
    assert_eq!(findings.diagnostics, *diagnostics);
}

/// An edit: which file takes which of its versions.
fn edits() -> impl Strategy<Value = Vec<(usize, usize)>> {
    let edit = (0..VERSIONS.len(), 0..4_usize);
    prop::collection::vec(edit, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn files_and_findings_are_those_of_a_clean_build_after_any_edits(edits in edits()) {
        let options = Options { drafts: Drafts::Include, ..Options::default() };
        let mut versions = [0; VERSIONS.len()];
        let mut last: Option<Live> = None;
        let mut changed = BTreeSet::new();
        for (file, version) in [(0, 0)].into_iter().chain(edits) {
            let (path, texts) = VERSIONS[file];
            versions[file] = version % texts.len();
            changed.insert(path.to_owned());
            let input = edition(&versions);
            let clean = clean_build(&input, &options);
            let loaded = Live::load(&options, Arc::new(input), last.as_ref());
            match loaded.live {
                // A file that did not change may be in the list of those that did.
                Some(live) => {
                    // A preview asks this first, and pages may be made for the answer.
                    let at_once = live.findings_at(&changed).diagnostics;
                    prop_assert!(at_once.iter().all(|found| clean.1.contains(found)));
                    check(&live, &clean);
                    last = Some(live);
                    changed.clear();
                }
                None => prop_assert_eq!(loaded.findings, clean.1),
            }
        }
    }
}

#[test]
fn what_is_no_file_of_the_site_is_not_made() {
    let options = Options::default();
    let input = edition(&[0; VERSIONS.len()]);
    let live = Live::load(&options, Arc::new(input), None).live.expect("the edition is sound");
    for path in ["", "first", "../content/edition.yaml", "first/notes.yaml", "second/index.html"] {
        assert_eq!(live.file(path), None, "{path}");
    }
    assert!(live.file("first/index.html").is_some());
}

#[test]
fn a_page_changes_with_its_neighbours() {
    let options = Options::default();
    let mut versions = [0; VERSIONS.len()];
    versions[file("content/first/index.md")] = 1;
    let mut last: Option<Live> = None;
    for (version, leads_on) in [(0, false), (3, true), (1, false), (3, true), (2, false)] {
        versions[file("content/third/index.md")] = version;
        let input = edition(&versions);
        let clean = clean_build(&input, &options);
        let live = Live::load(&options, Arc::new(input), last.as_ref()).live.expect("it is sound");
        check(&live, &clean);
        let page = String::from_utf8_lossy(&clean.0["first/index.html"]).into_owned();
        assert_eq!(page.contains("../third/"), leads_on, "{page}");
        last = Some(live);
    }
}
