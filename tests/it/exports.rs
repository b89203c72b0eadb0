//! Other formats: what `postil export` prints, and the files beside the pages.
//!
//! What each holds is expected word for word in the fixture editions; here is
//! what a file cannot show: that files agree, what is refused, and why.

use serde_json::Value;

use crate::{fixtures, sandbox::Sandbox};

/// Makes an edition of which all other programs read something.
fn edition() -> Sandbox {
    let sandbox = Sandbox::empty();
    for (path, bytes) in fixtures::load("other-programs-read-what-an-edition-says").files {
        sandbox.write(&path, bytes);
    }
    sandbox
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("an export in JSON is JSON")
}

/// Returns the annotations of the edition's article, by their ids.
fn annotation(collection: &Value, id: &str) -> Value {
    let items = collection["first"]["items"].as_array().expect("a page has items");
    let permalink = format!("https://example.org/sub/first/#{id}");
    let found = items.iter().find(|item| item["id"] == permalink.as_str());
    found.unwrap_or_else(|| panic!("there is no {id}")).clone()
}

/// Returns what the script for other programs on a page says.
#[track_caller]
fn json_ld(page: &str) -> Value {
    let mark = "<script type=\"application/ld+json\">";
    assert_eq!(page.matches(mark).count(), 1, "{page}");
    let (_, after) = page.split_once(mark).expect("it was counted");
    json(after.split_once("</script>").expect("a script ends").0)
}

#[test]
fn what_stands_beside_a_page_is_linked_from_it_and_is_what_is_exported() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let all = [
        ("first/", "first/annotations.jsonld", &["web-annotation", "first"][..]),
        ("glossary/", "glossary/skos.ttl", &["skos"]),
        ("sources/", "sources/sources.bib", &["bibtex"]),
        ("sources/", "sources/sources.json", &["csl-json"]),
    ];
    for (page, file, arguments) in all {
        let page = sandbox.read(&format!("public/{page}index.html"));
        assert!(page.contains(&format!("href=\"../{file}\"")), "{file}");
        let beside = sandbox.read(&format!("public/{file}"));
        let arguments = [&["export", "--format"], arguments].concat();
        assert_eq!(sandbox.succeed(&arguments).out, beside);
        sandbox.succeed(&[&arguments[..], &["--output", "out"]].concat());
        assert_eq!(sandbox.read("out"), beside);
    }
}

#[test]
fn positions_count_code_points_of_the_text_that_is_published() {
    use sha2::{Digest, Sha256};
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let prose = sandbox.read("public/first/prose.txt");
    let hash: String =
        Sha256::digest(prose.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let collection = json(&sandbox.read("public/first/annotations.jsonld"));
    let letters: Vec<char> = prose.chars().collect();
    for (id, exact) in [("pack", "a pack"), ("sleeps", "The fox"), ("other", "jumps")] {
        let target = &annotation(&collection, id)["target"];
        let [quote, position] = target["selector"].as_array().unwrap().as_slice() else {
            panic!("two selectors: {target}")
        };
        let at = |name: &str| position[name].as_u64().unwrap() as usize;
        assert_eq!(letters[at("start")..at("end")].iter().collect::<String>(), exact);
        assert_eq!(quote["exact"], exact);
        let before = letters[..at("start")].iter().collect::<String>();
        assert!(before.ends_with(quote["prefix"].as_str().unwrap()));
        let text = &target["source"]["https://schema.org/encoding"];
        assert_eq!(text["https://schema.org/sha256"], hash.as_str());
    }
}

#[test]
fn what_was_retracted_goes_nowhere_and_drafts_only_if_told() {
    let sandbox = edition();
    for format in ["web-annotation", "tei", "epub", "csv", "markdown"] {
        let all = exported(&sandbox, format, &[]);
        assert!(!all.contains("Secret") && !all.contains("A draft"), "{format}: {all}");
        let drafts = exported(&sandbox, format, &["--drafts"]);
        assert!(!drafts.contains("Secret"), "{format}: {drafts}");
        assert_eq!(drafts.contains("A draft"), format != "csv", "{format}: {drafts}");
    }
}

#[test]
fn a_long_passage_of_which_the_ends_are_quoted_is_selected_by_them() {
    let sandbox = Sandbox::small();
    // 5 bytes a word: of the two passages, one is longer than 10,000 bytes.
    let words: String = (0..3000).map(|n| format!("{n:04} ")).collect();
    sandbox.write("content/long/index.md", format!("---\ntitle: Long\n---\n\nOf {words}.\n"));
    let note = |id: &str, from: &str, to: &str| {
        let quote = format!("{{ from: '{from}', to: '{to}' }}");
        format!("- id: {id}\n  kind: note\n  quote: {quote}\n  body: So many.\n")
    };
    let notes = note("all", "0000 0001", "2998 2999") + &note("some", "0100 0101", "1999 2000");
    sandbox.write("content/long/notes.yaml", notes);
    let collection = json(&sandbox.succeed(&["export", "--format", "web-annotation", "long"]).out);
    let selectors = |index: usize| {
        let item = &collection["first"]["items"][index];
        (item["id"].as_str().expect("it has an id").to_owned(), item["target"]["selector"].clone())
    };
    let prose = format!("Of {words}.");
    let at = |position: &Value| {
        let at = |name: &str| position[name].as_u64().expect("a place is a number") as usize;
        &prose[at("start")..at("end")]
    };
    let (id, all) = selectors(0);
    assert!(id.ends_with("#all"), "{id}");
    assert_eq!(all[0]["type"], "RangeSelector");
    assert_eq!(all[0]["startSelector"]["exact"], "0000 0001");
    // A range ends before its end, so that is the empty place behind the last words.
    assert_eq!(all[0]["endSelector"]["exact"], "");
    assert_eq!(all[0]["endSelector"]["prefix"], "2998 2999");
    assert_eq!(at(&all[1]), words.trim_end());
    let (id, some) = selectors(1);
    assert!(id.ends_with("#some"), "{id}");
    assert_eq!(some[0]["type"], "TextQuoteSelector");
    assert_eq!(some[0]["exact"], at(&some[1]));
    assert!(at(&some[1]).starts_with("0100 0101") && at(&some[1]).ends_with("1999 2000"));
}

#[test]
fn an_annotation_has_a_name_that_lasts_and_its_texts_have_none() {
    let sandbox = edition();
    let collection = json(&sandbox.succeed(&["export", "--format", "web-annotation"]).out);
    let pack = annotation(&collection, "pack");
    // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "…#pack"))'
    assert_eq!(pack["canonical"], "urn:uuid:2feb4e82-d92c-5ba4-81a5-90def7c85840");
    // A text that stands in the annotation has no address (test 3.3.5 of the W3C's suite).
    let bodies = pack["body"].as_array().expect("it has bodies");
    assert!(bodies.iter().all(|body| body["id"].is_null()), "{bodies:?}");
}

#[test]
fn only_who_says_how_it_checks_is_a_news_organization() {
    let sandbox = edition();
    let publisher = || {
        sandbox.succeed(&["build"]);
        let page = sandbox.read("public/checks/first/pack/index.html");
        json_ld(&page)["publisher"].clone()
    };
    assert_eq!(publisher()["@type"], "NewsMediaOrganization");
    sandbox.remove("content/pages/method.md");
    assert_eq!(publisher()["@type"], "Organization");
    assert_eq!(publisher()["verificationFactCheckingPolicy"], Value::Null);
}

#[test]
fn only_kinds_that_there_are_have_feeds() {
    let small = Sandbox::small();
    small.succeed(&["build"]);
    assert!(small.has("public/feed-note.xml") && !small.has("public/feed-fact-check.xml"));
    assert!(small.read("public/index.html").contains("href=\"feed-note.xml\""));
}

#[test]
fn wrong_exports_end_as_other_commands_do_and_write_nothing() {
    let sandbox = edition();
    for arguments in [
        &["export"][..],
        &["export", "--format", "docx"],
        &["export", "--format", "skos", "--output", "out", "frist"],
    ] {
        let run = sandbox.run(arguments).expect_code(2);
        assert!(run.out.is_empty() && !sandbox.has("out"), "{arguments:?}");
    }
    sandbox.run(&["export", "--format", "skos", "frist"]).expect_code(2).expect_said("`first`");
    // The footnotes of two articles could not be told apart.
    let run = sandbox.run(&["export", "--format", "markdown"]);
    run.expect_code(2).expect_said("say which: first, second");
    sandbox
        .run(&["export", "--format", "skos", "--output", "no/such/folder/out"])
        .expect_code(3)
        .expect_said("no/such/folder/out");
    sandbox.write("content/first/notes.yaml", "- id: [\n");
    sandbox.run(&["export", "--format", "skos", "--output", "out"]).expect_code(1);
    assert!(!sandbox.has("out"));
}

#[test]
fn files_that_exports_need_are_not_taken_by_others() {
    let sandbox = edition();
    sandbox.write("content/first/prose.txt", "mine");
    sandbox.run(&["build"]).expect_code(1).expect_said("first/prose.txt");
}

#[test]
fn bibtex_is_read_by_others_as_it_was_meant() {
    let sandbox = edition();
    let bibtex = sandbox.succeed(&["export", "--format", "bibtex"]).out;
    let read = biblatex::Bibliography::parse(&bibtex).expect("BibTeX can be read");
    let book = read.get("book").expect("the work is there");
    assert_eq!(book.author().expect("it has authors")[0].name, "Lopez");
    assert_eq!(book.url().expect("it has an address"), "https://books.example/wolves");
}

/// Exports to a file and returns it; of a book, the chapter of the first article.
fn exported(sandbox: &Sandbox, format: &str, more: &[&str]) -> String {
    let article = if sandbox.has("content/first") { "first" } else { "a" };
    let arguments = ["export", "--format", format, "--output", "out", article];
    sandbox.succeed(&[&arguments[..], more].concat());
    if format != "epub" {
        return sandbox.read("out");
    }
    let book = std::fs::read(sandbox.path("out")).expect("it was written");
    let chapter = fixtures::file_of(&book, "EPUB/article.xhtml").expect("it has a chapter");
    String::from_utf8(chapter).expect("it is UTF-8")
}

#[test]
fn a_note_leads_to_a_heading_wherever_it_is_printed() {
    let sandbox = Sandbox::empty();
    let ratings = "ratings: [{ id: so, label: So, tone: good, means: It is. }]\n";
    let settings = "title: A\nbase_url: https://example.org/sub/\n";
    sandbox.write("content/edition.yaml", format!("{settings}{ratings}"));
    sandbox.write("content/a/index.md", "---\ntitle: A\n---\n\n# A\n\nText.\n\n## The end\n");
    sandbox.write(
        "content/a/notes.yaml",
        "- id: n\n  kind: fact-check\n  quote: Text\n  claim: C.\n  rating: so\n  summary: S.\n  \
         sources: [{ ref: book }]\n  body: \"See [there](#the-end), [term](/glossary/#t).\"\n\
         - { id: the-end, kind: gloss, quote: Text, term: t }\n",
    );
    sandbox.write("content/sources.yaml", "book: { type: book, title: Book, date: 1978 }\n");
    sandbox.write(
        "content/glossary.yaml",
        "- { id: t, term: T, definition: \"See [u](#u).\" }\n\
         - { id: u, term: U, definition: U. }\n",
    );
    sandbox.succeed(&["build"]);
    let check = |text: String, href: &str| assert!(text.contains(href), "no {href} in\n{text}");
    check(sandbox.read("public/a/index.html"), "<a href=\"#h-the-end\">there</a>");
    check(sandbox.read("public/a/index.html"), "<a href=\"../glossary/#u\">u</a>");
    let page = sandbox.read("public/checks/a/n/index.html");
    check(page, "<a href=\"../../../a/#h-the-end\">there</a>");
    check(exported(&sandbox, "markdown", &[]), "[there](https://example.org/sub/a/#h-the-end)");
    check(exported(&sandbox, "epub", &[]), "<a href=\"#h-the-end\">there</a>");
    let tei = exported(&sandbox, "tei", &[]);
    assert!(tei.contains("<head xml:id=\"p-3\">The end</head>"), "{tei}");
    check(tei, "<ref target=\"#p-3\">there</ref>");
}
