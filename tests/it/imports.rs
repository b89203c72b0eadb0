//! `postil import`: annotations of others come in as drafts, once, and what cannot come
//! in is said by its number.

use serde_json::{Value, json};

use crate::sandbox::{Run, Sandbox};

const NOTES: &str = "content/first/notes.yaml";

/// An edition with all that annotations refer to; its article has a passage twice.
fn edition() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/edition.yaml",
        "title: A small edition\nbase_url: https://example.org/sub/\nlicense: CC-BY-4.0\n\
         editors: { me: { name: Me Myself } }\n\
         ratings:\n  - { id: accurate, label: Accurate, means: It is so. }\n",
    );
    sandbox.write(
        "content/sources.yaml",
        "aesop:\n  type: book\n  title: Fables\n  url: https://books.example.org/fables\n",
    );
    sandbox
        .write("content/glossary.yaml", "- id: vulpes\n  term: Vulpes\n  definition: A genus.\n");
    sandbox.write(
        "content/first/index.md",
        "# First\n\nThe quick brown fox 🦊 jumps over the lazy dog.\n\n\
         The *quick* fox was not seen again, and the dog slept.\n",
    );
    sandbox
}

/// Returns a sample of `tests/imports/`.
fn sample(name: &str) -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/imports/").to_owned() + name;
    let text = std::fs::read_to_string(path).expect("a sample can be read");
    serde_json::from_str(&text).expect("a sample is JSON")
}

/// Returns the lines that were said of items, without the name of the file.
fn said(run: &Run) -> Vec<String> {
    let lines = run.err.lines().map(|line| line.trim_start_matches("error: "));
    lines.filter_map(|line| Some(line.strip_prefix("in.json: ")?.to_owned())).collect()
}

/// Returns the entries of a sidecar as JSON, without their ids.
fn entries(yaml: &str) -> Value {
    let mut entries: Vec<serde_yaml::Mapping> =
        serde_yaml::from_str(yaml).expect("a sidecar is a list");
    for entry in &mut entries {
        entry.shift_remove("id").expect("an entry has an id");
    }
    serde_json::to_value(entries).expect("an entry can be JSON")
}

/// Imports JSON into the edition's article.
fn import(sandbox: &Sandbox, json: &Value) -> Run {
    sandbox.write("in.json", json.to_string());
    sandbox.run(&["import", "in.json", "--article", "first"])
}

/// Returns an annotation of the W3C's model on a quote, with more fields.
fn annotation(id: &str, exact: &str, more: Value) -> Value {
    let mut annotation = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id,
        "type": "Annotation",
        "target": {
            "source": "https://example.org/sub/first/",
            "selector": { "type": "TextQuoteSelector", "exact": exact },
        },
    });
    let fields = annotation.as_object_mut().expect("it is an object");
    fields.extend(more.as_object().cloned().unwrap_or_default());
    annotation
}

/// Returns what the import added to the notes.
#[track_caller]
fn added(sandbox: &Sandbox) -> String {
    let notes = sandbox.read(NOTES);
    let old = "- id: fox\n  kind: note\n  quote: brown fox\n  body: A fox.\n";
    notes.strip_prefix(old).unwrap_or_else(|| panic!("{notes}")).to_owned()
}

#[test]
fn an_annotation_comes_in_as_an_editor_would_write_it_and_only_once() {
    let sandbox = edition();
    let json = annotation(
        "https://elsewhere.example/a/1",
        "lazy  dog",
        json!({
            "motivation": "commenting",
            "creator": { "id": "https://people.example/x", "name": "X. Y." },
            "created": "2026-01-02T23:59:59Z",
            "modified": "2026-01-03T00:00:00Z",
            "rights": "CC-BY-4.0",
            "body": [
                { "type": "TextualBody", "format": "text/html", "value": "<p>Not <b>so</b> lazy." },
                { "type": "TextualBody", "value": "dogs", "purpose": "tagging" },
            ],
        }),
    );
    import(&sandbox, &json).expect_code(0).expect_said("imported 1 draft into content/first/notes");
    let added = added(&sandbox);
    let (id, rest) = added.trim_start().split_once('\n').expect("an entry has lines");
    assert!(id.starts_with("- id: lazy-dog-"), "{id}");
    assert_eq!(
        rest,
        "  kind: note\n  quote: lazy dog\n  body: |\n    Not **so** lazy.\n\n    \
         — [X. Y.](<https://people.example/x>)\n  created: 2026-01-02\n  updated: 2026-01-03\n  \
         status: draft\n  tags: [dogs]\n"
    );
    let before = sandbox.files();
    import(&sandbox, &json).expect_code(0).expect_said("nothing new to import; 1 there already");
    assert!(sandbox.files() == before, "the second import changed something");
    // An editor may change its words and move it; it stays known.
    let moved = added.replace("Not **so** lazy", "Tired").replace("lazy dog", "the dog slept");
    sandbox.remove(NOTES);
    sandbox.write("content/first/other.yaml", moved);
    import(&sandbox, &json).expect_code(0).expect_said("1 there already");
    sandbox.succeed(&["check"]);
}

#[test]
fn every_kind_of_the_model_comes_in_or_is_told() {
    // Our own annotations after the examples of the model, each with its result.
    let cases = sample("web-annotation.json");
    let cases = cases.as_array().expect("it is a list");
    assert!(cases.len() > 44, "the model has 44 examples");
    for case in cases {
        let sandbox = edition();
        sandbox.write("content/second/index.md", "# Second\n\nA lazy dog.\n");
        sandbox.write("in.json", case["annotation"].to_string());
        let run =
            sandbox.run(&["import", "in.json", "--article", "first", "--into", "imported.yaml"]);
        let path = "content/first/imported.yaml";
        let came_in =
            if sandbox.has(path) { entries(&sandbox.read(path)) } else { Value::Array(vec![]) };
        assert_eq!(came_in, case["entries"], "{}", case["about"]);
        assert_eq!(json!(said(&run)), case["said"], "{}", case["about"]);
        assert_eq!(json!(run.code), case["code"], "{}", case["about"]);
    }
}

#[test]
fn hypothesis_comes_in_with_its_replies() {
    let sandbox = edition();
    let run = import(&sandbox, &sample("hypothesis.json")).expect_code(1);
    let expected = [
        "item 7 (page-note): not imported: it is about the whole page; annotations need a passage",
        "item 8 (dangling): not imported: it answers private, which is not in the file or private",
        "item 9 (gone): came in detached: no one passage reads “a pink elephant”",
    ];
    assert_eq!(said(&run), expected);
    let run = run.expect_said("imported 3 drafts into content/first/notes.yaml");
    run.expect_said("; 1 left out as private");
    let thread = "Was it *really* lazy?\n\n\
        See <script>alert(1)</script>[here](https://example.org/x).\n\n\
        — A \\*Reader\\*\n\n\
        > It was.\n>\n> Very.\n>\n> — other\n\n\
        > > Said again.\n> >\n> > — third\n\n\
        > A later answer.\n>\n> — fourth\n";
    let expected = json!([
        {
            "kind": "note", "quote": "lazy dog", "body": thread, "created": "2025-03-01",
            "updated": "2025-03-04", "status": "draft", "tags": ["dogs", "rest", "answer"],
        },
        {
            "kind": "note", "body": "The first of two dogs.\n", "by": "me",
            "created": "2025-03-01", "status": "draft",
            "quote": {
                "exact": "dog", "prefix": "quick brown fox 🦊 jumps over the lazy",
                "suffix": ". The quick fox was not seen again",
            },
        },
        {
            "kind": "note", "body": "Where is it?\n", "by": "me", "status": "draft",
            "quote": { "exact": "a pink elephant", "prefix": "saw", "suffix": "." },
        },
    ]);
    assert_eq!(entries(&added(&sandbox)), expected);
    let before = sandbox.files();
    let run = import(&sandbox, &sample("hypothesis.json"));
    run.expect_said("nothing new to import; 3 there already");
    assert!(sandbox.files() == before, "the second import changed something");
}

#[test]
fn replies_that_answer_each_other_are_told() {
    let sandbox = edition();
    let reply = |id: &str, parent: &str| {
        json!({
            "id": id, "user": "acct:a@b", "uri": "https://example.org/", "text": "no",
            "references": [parent], "target": [],
        })
    };
    let rows =
        [reply("a", "b"), reply("b", "a"), reply("c", "c"), reply("d", "?"), reply("e", "d")];
    let run = import(&sandbox, &json!({ "annotations": rows })).expect_code(1);
    let circular = "not imported: these replies answer each other";
    let dangling = "not imported: it answers ?, which is not in the file or private";
    let expected =
        [("a", circular), ("b", circular), ("c", circular), ("d", dangling), ("e", dangling)];
    let expected: Vec<String> = expected
        .iter()
        .enumerate()
        .map(|(index, (id, what))| format!("item {} ({id}): {what}", index + 1))
        .collect();
    assert_eq!(said(&run), expected);
    assert_eq!(added(&sandbox), "");
}

#[test]
fn bad_items_do_not_hide_the_good_ones() {
    let sandbox = edition();
    let good = annotation("urn:uuid:1", "lazy dog", json!({ "bodyValue": "Good." }));
    let long = "x".repeat(100_000);
    let items = json!([
        null, 7, "text", [], {}, { "type": "Annotation" },
        { "type": "Annotation", "target": null, "body": null },
        { "type": "Annotation", "target": 7, "body": { "value": 7 } },
        { "type": "Annotation", "target": { "selector": { "type": 7 } }, "bodyValue": "b" },
        { "type": "Annotation", "target": { "selector": [[]] }, "bodyValue": { "a": 1 } },
        annotation("urn:uuid:2", "", json!({ "bodyValue": "b" })),
        annotation("urn:uuid:3", "…", json!({ "bodyValue": "b" })),
        annotation("urn:uuid:4", &long, json!({ "bodyValue": "Long." })),
        annotation("urn:uuid:5", "lazy dog", json!({ "body": "javascript:alert(1)" })),
        annotation("urn:uuid:6", "lazy dog", json!({ "bodyValue": "\u{0}\u{202e}\u{7}" })),
        annotation("urn:uuid:7", "lazy dog", json!({ "bodyValue": "&#91;@nobody]" })),
        annotation("urn:uuid:8", "lazy dog", json!({
            "bodyValue": "Dated.", "created": "never", "modified": 7,
        })),
        good,
    ]);
    let run = import(&sandbox, &items).expect_code(1);
    for said in [
        "item 3: left out: it is not an annotation: an object of JSON",
        "item 6 (urn:uuid:5): left out: javascript:alert(1);",
        "(urn:uuid:5): not imported: it says nothing",
        "(urn:uuid:8): left out: `created` is not a date of ISO 8601",
        "(urn:uuid:4): came in detached: no one passage reads “xxx",
        "(urn:uuid:3): not imported: a quote without a letter or a digit",
    ] {
        let said = said.split_once(" (").map_or(said, |(_, named)| named);
        assert!(run.err.contains(said), "{said} is not in {}", run.err);
    }
    let added = added(&sandbox);
    assert!(added.contains("Good.") && added.contains("Long.") && added.contains("Dated."));
    sandbox.run(&["build", "--drafts"]).expect_code(0);
}

#[test]
fn what_is_no_json_changes_nothing() {
    let sandbox = edition();
    for (text, code, said) in [
        ("{\"rows\": [", 2, "it is not told by its content what this is"),
        ("", 2, "it is not told by its content what this is"),
        ("{\"rows\": [7]}", 1, "item 1: left out: it is not an annotation"),
    ] {
        sandbox.write("in.json", text);
        let before = sandbox.files();
        sandbox
            .run(&["import", "in.json", "--article", "first"])
            .expect_code(code)
            .expect_said(said);
        assert!(sandbox.files() == before, "{text}");
    }
    sandbox.write("in.json", "{\"rows\": [");
    let arguments = ["import", "in.json", "--article", "first", "--format", "hypothesis"];
    sandbox.run(&arguments).expect_code(1).expect_said("line 1 column 10; nothing was imported");
    let usage = |arguments: &[&str], said: &str| {
        sandbox.run(arguments).expect_code(2).expect_said(said);
    };
    sandbox.write("in.json", "{\"rows\": []}");
    usage(&["import", "in.json"], "name the article");
    usage(&["import", "in.json", "--article", "frist"], "did you mean `first`?");
    usage(&["import", "none.json", "--article", "first"], "there is no file none.json");
    usage(&["import", "in.json", "--format", "carrier-pigeon"], "carrier-pigeon");
    usage(&["import", "in.json", "--article", "first", "--into", "../x.yaml"], "--into");
}

#[test]
fn an_annotation_of_this_edition_keeps_its_id() {
    let sandbox = edition();
    let known = annotation(
        "https://example.org/sub/first/#fox",
        "lazy dog",
        json!({ "bodyValue": "Is there." }),
    );
    let gone = annotation(
        "https://example.org/sub/first/#a-lost-one",
        "lazy dog",
        json!({ "bodyValue": "Was lost.", "canonical": "urn:uuid:3" }),
    );
    import(&sandbox, &json!([known, gone, gone])).expect_code(0).expect_said("2 there already");
    assert!(added(&sandbox).contains("- id: a-lost-one\n"), "{}", added(&sandbox));
}
