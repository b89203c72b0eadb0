//! Annotations that other programs share: EPUB Annotations, out and in again; MRSF; rows of
//! Hypothesis that find their articles by themselves.

use std::{fs, io::Read};

use serde_json::{Value as Json, json};
use zip::ZipArchive;

use crate::{fixtures::folder, sandbox::Sandbox};

/// Makes an edition of ours with notes of every kind.
fn with_notes() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "content/edition.yaml",
        "title: E\nbase_url: https://example.org/e/\ndefault_editor: desk\nlicense: CC-BY-4.0\n\
         editors:\n  desk: { name: Editorial desk }\n\
         \x20 ann: { name: Ann, url: 'https://ann.example/' }\n\
         ratings:\n  - { id: good, label: Good, tone: good, means: It is., value: 2 }\n",
    );
    sandbox.write(
        "content/sources.yaml",
        "book:\n  type: book\n  title: A book\n  author: Writer, A.\n  date: 2020\n",
    );
    sandbox.write("content/glossary.yaml", "- id: fox\n  term: Fox\n  definition: An animal.\n");
    sandbox.write(
        "content/first/index.md",
        "# First\n\nThe quick brown fox jumps. The quick fox sleeps.[^1]\n\nA last paragraph.\n\n\
         [^1]: So it does.\n",
    );
    sandbox.write(
        "content/first/notes.yaml",
        "- id: sleeps\n  kind: fact-check\n  quote: { exact: quick, prefix: jumps. The }\n\
         \x20 claim: It sleeps.\n  rating: good\n  summary: It does.\n  body: |\n    See *there*.\n\
         \x20 sources:\n    - { ref: book, stance: supports, at: p. 2, quote: it sleeps }\n\
         \x20 by: [ann, desk]\n  created: 2026-01-02\n  updated: 2026-01-03\n  tags: [a, b]\n\
         \x20 corrections:\n    - { date: 2026-01-03, text: Mended. }\n\
         - id: jumps\n  kind: note\n  quote: brown fox jumps\n  body: |\n    High & **far**.\n\
         \x20 author: Cy Dunn\n  created: 2026-01-04\n\
         - id: animal\n  kind: gloss\n  quote: quick fox sleeps\n  term: fox\n\
         \x20 created: 2026-01-05\n\
         - id: whole\n  kind: note\n  on: article\n  body: |\n    On all.\n  created: 2026-01-06\n\
         - id: foot\n  kind: note\n  on: { footnote: 1 }\n  body: |\n    On it.\n\
         \x20 created: 2026-01-07\n\
         - id: long\n  kind: note\n  quote: { from: The quick brown, to: last paragraph }\n\
         \x20 body: |\n    All of it.\n  created: 2026-01-08\n",
    );
    sandbox.succeed(&["check"]);
    sandbox
}

fn in_archive(bytes: &[u8], name: &str) -> Json {
    let mut archive = ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    let mut file = archive.by_name(name).expect("annotations are there");
    file.read_to_string(&mut text).expect("text");
    serde_json::from_str(&text).expect("JSON")
}

fn exported(sandbox: &Sandbox, format: &str, file: &str) -> Vec<u8> {
    sandbox.succeed(&["export", "--format", format, "--output", file, "--drafts"]);
    fs::read(sandbox.path(file)).expect("it was written")
}

#[test]
fn annotations_of_a_book_come_back_as_they_were() {
    let sandbox = with_notes();
    let book = exported(&sandbox, "epub", "book.epub");
    let set = in_archive(&book, "META-INF/annotations.json");
    let alone = exported(&sandbox, "epub-annotations", "notes.annotations");
    assert_eq!(in_archive(&alone, "annotations.json"), set);
    let items = set["items"].as_array().expect("a list");
    assert_eq!(items.len(), 6);
    let before = sandbox.read("content/first/notes.yaml");
    for file in ["book.epub", "notes.annotations"] {
        sandbox.write("content/first/notes.yaml", "");
        let run = sandbox.run(&["import", file, "--into", "notes.yaml"]).expect_code(0);
        run.expect_said("imported 6 drafts into content/first/notes.yaml");
        let again =
            in_archive(&exported(&sandbox, "epub", "again.epub"), "META-INF/annotations.json");
        assert_eq!(again, set, "{file}");
        sandbox.run(&["import", file]).expect_code(0).expect_said("6 there already");
    }
    let after = sandbox.read("content/first/notes.yaml");
    for part in ["by: [ann, desk]", "author: Cy Dunn", "kind: gloss", "stance: supports", "Mended."]
    {
        assert!(before.contains(part) && after.contains(part), "{part}: {after}");
    }
}

#[test]
fn a_set_of_others_comes_in_as_notes() {
    let sandbox = with_notes();
    let set = json!({
        "@context": "https://www.w3.org/ns/epub-anno.jsonld",
        "id": "urn:uuid:1", "type": "AnnotationSet", "about": {},
        "items": [
            {
                "id": "urn:uuid:2", "type": "Annotation", "created": "2026-02-03T04:05:06Z",
                "creator": { "id": "urn:uuid:9", "type": "Person", "name": { "text": "Ann" } },
                "target": { "source": "text/one.xhtml", "selector": [
                    { "type": "CssSelector", "value": "p", "refinedBy":
                        { "type": "TextPositionSelector", "start": 1, "end": 2 } },
                    { "type": "TextQuoteSelector", "exact": "fox", "prefix": "brown " },
                ] },
                "body": {
                    "type": "TextualBody", "tags": ["teacher"], "color": "pink",
                    "value": { "language": "de", "text": "Ein *Fuchs*" },
                },
            },
            { "id": "urn:uuid:3", "type": "Annotation", "created": "2026-02-03T04:05:06Z",
              "motivation": "bookmarking", "target": { "source": "text/one.xhtml" } },
        ],
    });
    sandbox.write("in.json", set.to_string());
    let run = sandbox.run(&["import", "in.json", "--article", "first", "--into", "in.yaml"]);
    let run = run.expect_code(1).expect_said("`color` of its body");
    run.expect_said("item 2 (urn:uuid:3): not imported: it says nothing");
    let notes = sandbox.read("content/first/in.yaml");
    for part in ["quick brown, suffix: jumps", "Ein \\*Fuchs\\*", "author: Ann", "[teacher]"] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
    assert!(notes.contains("lang: de") && notes.contains("created: 2026-02-03"), "{notes}");
}

#[test]
fn a_book_without_annotations_is_told() {
    let sandbox = with_notes();
    sandbox.write("none.epub", "PK\u{3}\u{4}");
    let run = sandbox.run(&["import", "none.epub", "--article", "first"]).expect_code(1);
    run.expect_said("there are no annotations in it");
}

const REVIEW: &str = r#"mrsf_version: "1.0"
document: content/first/index.md
comments:
  - id: a1
    author: Wictor (wictor)
    timestamp: '2026-03-02T18:22:59+00:00'
    text: "Which *one*?"
    type: question
    severity: high
    resolved: false
    line: 3
    selected_text: The quick
  - { id: a2, author: Ann, timestamp: '2026-03-03T18:22:59Z', text: That one., reply_to: a1 }
  - { id: a3, author: Ann, text: Column., resolved: true, line: 3, start_column: 31,
      end_column: 40 }
  - { id: a4, author: Ann, text: Gone., resolved: false, line: 5, selected_text: no such words }
  - { id: a5, author: Ann, timestamp: '2026-03-03T18:22:59Z', text: All., x_score: 1 }
  - { id: a6, author: Ann, timestamp: '2026-03-03T18:22:59Z', text: Lost., reply_to: z }
"#;

#[test]
fn comments_on_markdown_come_in() {
    let sandbox = with_notes();
    sandbox.write("index.md.review.yaml", REVIEW);
    let import = || {
        sandbox.run(&["import", "index.md.review.yaml", "--article", "first", "--into", "r.yaml"])
    };
    let run = import().expect_code(1).expect_said("imported 4 drafts into content/first/r.yaml");
    let run = run.expect_said("came in detached: no one passage reads “no such words”");
    let run = run.expect_said("left out: `x_score`").expect_said("found by its position alone");
    run.expect_said("item 6 (a6): not imported: it answers z");
    let notes = sandbox.read("content/first/r.yaml");
    for part in [
        "exact: The quick, prefix: First, suffix: brown fox",
        "Which \\*one\\*?\n\n    > That one.\n    >\n    > — Ann, 2026-03-03",
        "author: Wictor\n",
        "tags: [question, \"severity: high\"]",
        "tags: [resolved]",
        "quote: quick fox\n",
        "\"on\": article",
    ] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
    import().expect_said("nothing new to import; 4 there already");
    sandbox.write("next.yaml", REVIEW.replace("\"1.0\"", "\"2.0\""));
    let run = sandbox.run(&["import", "next.yaml", "--article", "first"]).expect_code(1);
    run.expect_said("its version is 2.0; 1.0 is read");
}

#[test]
fn rows_find_their_articles_by_their_addresses() {
    let sandbox = with_notes();
    let second =
        "---\ntitle: Second\nsource_url: https://www.news.example/story/\n---\n\nA red hen.\n";
    sandbox.write("content/second/index.md", second);
    let row = |id: &str, uri: &str, exact: &str| {
        json!({ "id": id, "uri": uri, "user": "acct:a@b", "text": "Hm.", "created": "2026-01-02",
            "target": [{ "source": uri, "selector": [
                { "type": "TextQuoteSelector", "exact": exact }] }] })
    };
    let rows = json!({ "rows": [
        row("r1", "http://news.example/story#top", "red hen"),
        row("r2", "https://example.org/e/first/", "last paragraph"),
        row("r3", "https://elsewhere.example/", "red hen"),
    ]});
    sandbox.write("rows.json", rows.to_string());
    let run = sandbox.run(&["import", "rows.json", "--into", "in.yaml"]).expect_code(1);
    let run = run.expect_said("imported 1 draft into content/second/in.yaml");
    let run = run.expect_said("imported 1 draft into content/first/in.yaml");
    run.expect_said("item 3: not imported: no article was published at https://elsewhere.example/");
    assert!(sandbox.read("content/second/in.yaml").contains("quote: red hen"));
    assert!(sandbox.read("content/first/in.yaml").contains("quote: last paragraph"));
    let none = json!({ "rows": [row("r3", "https://elsewhere.example/", "red hen")] });
    sandbox.write("none.json", none.to_string());
    sandbox.run(&["import", "none.json"]).expect_code(2).expect_said("name the article: --article");
}

#[test]
fn dollars_of_others_begin_no_formula() {
    let sandbox = with_notes();
    let text = sandbox.read("content/first/index.md");
    sandbox.write("content/first/index.md", format!("---\nmath: true\n---\n\n{text}"));
    let row = json!({ "rows": [{ "id": "r", "uri": "", "user": "acct:a@b",
        "text": "From $5 to $6, `$a$`, \\$7 and <https://example.org/$x$>.",
        "target": [{ "selector": [{ "type": "TextQuoteSelector", "exact": "last" }] }] }] });
    sandbox.write("rows.json", row.to_string());
    sandbox.succeed(&["import", "rows.json", "--article", "first", "--into", "in.yaml"]);
    let notes = sandbox.read("content/first/in.yaml");
    let expected = "From \\$5 to \\$6, `$a$`, \\$7 and <https://example.org/$x$>.";
    assert!(notes.contains(expected), "{notes}");
    sandbox.succeed(&["build", "--drafts"]);
    let page = sandbox.read("public/first/index.html");
    assert!(
        page.contains("From $5 to $6, <code>$a$</code>, $7") && !page.contains("<math"),
        "{page}"
    );
}

#[test]
fn several_drafts_are_published_at_once() {
    let sandbox = with_notes();
    sandbox.write("index.md.review.yaml", REVIEW);
    let import = ["import", "index.md.review.yaml", "--article", "first", "--into", "r.yaml"];
    sandbox.run(&import).expect_code(1);
    let notes = sandbox.read("content/first/r.yaml");
    let ids: Vec<&str> = notes.lines().filter_map(|line| line.strip_prefix("- id: ")).collect();
    let (found, last) = (&ids[..2], "no-such-id");
    let edit = |ids: &[&str], option: &[&str]| {
        sandbox.run(&[&["annotate", "edit", "first"], ids, option].concat())
    };
    let publish = ["--status", "published"];
    edit(&[found[0], last], &publish).expect_code(2).expect_said("has no annotation `no-such-id`");
    assert_eq!(sandbox.read("content/first/r.yaml"), notes);
    edit(found, &[]).expect_code(2).expect_said("name what to change in all of them");
    edit(found, &publish).expect_code(0);
    assert_eq!(sandbox.read("content/first/r.yaml").matches("status: published").count(), 2);
}

#[test]
fn a_page_says_who_published_it_and_brings_its_images() {
    let sandbox = Sandbox::small();
    let image = fs::read(folder("documents").join("map.png")).expect("an image of ours");
    sandbox.write("saved_files/Map 1.png", &image);
    sandbox.write("secret.png", &image);
    let page = "<html lang=en><head><title>T</title>\
        <link rel=canonical href='https://n.example/a/b'>\
        <meta property='og:site_name' content='The News'>\
        <script type='application/ld+json'>{\"@graph\": [{\"@type\": \"NewsArticle\",\
        \"headline\": \"The headline\", \"author\": [{\"name\": \"Jo Doe\"}],\
        \"datePublished\": \"2026-01-02T03:04:05Z\", \"publisher\": {\"name\": \"News Ltd\",\
        \"url\": \"https://n.example/\"}}]}</script></head>\
        <body><article><h1>Foxes</h1><p class=byline>By Someone Else</p><p>A text<sup>2</sup> with \
        <ins>more</ins>, <del>less</del>, <code>a_b</code> and <a href='#end'>the end</a>.</p>\
        <p><img src='saved_files/Map%201.png' alt='A map'></p>\
        <figure><img src='saved_files/Map%201.png' alt=x><figcaption>The map</figcaption></figure>\
        <p><img src='../secret.png'><img src='gone.png'></p>\
        <pre><code>x = 1\ny</code></pre><h2 id=end>End</h2><p>Over.</article>";
    sandbox.write("in/page.html", page);
    sandbox.write("in/saved_files/Map 1.png", &image);
    let run = sandbox.run(&["import", "in/page.html", "--article", "new"]).expect_code(0);
    run.expect_said("with 1 image").expect_said("left out: images (2 of them)");
    let text = sandbox.read("content/new/index.md");
    for part in [
        "publisher: { url: https://n.example/, name: News Ltd }",
        "text<sup>2</sup> with <ins>more</ins>, ~~less~~, `a_b` and [the end](#end).",
        "## End {#end}",
        "authors:\n- Jo Doe\n",
        "published: 2026-01-02\n",
        "![A map](Map-1.png)",
        "![x](Map-1.png \"The map\")",
        "```\nx = 1\ny\n```",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(sandbox.has("content/new/Map-1.png") && !sandbox.has("content/new/secret.png"));
    sandbox.succeed(&["build"]);
    sandbox.write("in/note.md", "# A\n\n![m](saved_files/Map%201.png) ![n](../secret.png)\n");
    sandbox.run(&["import", "in/note.md", "--article", "other"]).expect_code(0);
    assert!(sandbox.has("content/other/saved_files/Map 1.png"));
    assert!(!sandbox.has("content/secret.png"));
}
