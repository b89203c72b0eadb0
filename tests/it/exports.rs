//! Other formats: what `postil export` prints, and the files beside the pages.

use serde_json::Value;

use crate::sandbox::Sandbox;

/// Makes an edition with one annotation of each kind, one detached, one retracted.
fn edition() -> Sandbox {
    let sandbox = Sandbox::empty();
    let files = [
        (
            "content/edition.yaml",
            "title: All kinds\nbase_url: https://example.org/sub/\nlicense: CC-BY-4.0\n\
             editors: { desk: { name: Desk, url: https://example.org/desk/ } }\n\
             default_editor: desk\n\
             ratings:\n  - { id: right, label: Right, tone: good, value: 5, means: It is so. }\n  \
             - { id: split, label: Split, tone: mixed, means: Sources differ. }\n  \
             - { id: wrong, label: Wrong, tone: bad, value: 1, means: It is not so. }\n",
        ),
        (
            "content/first/index.md",
            "---\ntitle: First\nauthors: [Ann Other]\npublished: 2019-02-09\n\
             source_url: https://elsewhere.example/first\n---\n\n\
             Über 70 wolves — a *pack*.\n\nThe fox 🦊 jumps. The fox sleeps.\n",
        ),
        (
            "content/first/notes.yaml",
            "- id: pack\n  kind: fact-check\n  quote: a pack\n  claim: Wolves </script> pack.\n  \
             rating: right\n  summary: They do.\n  created: 2026-01-02\n  \
             sources: [{ ref: book, stance: supports, at: p. 1, quote: a pack }]\n  \
             corrections: [{ date: 2026-02-03, text: A word. }]\n  tags: [wolves]\n\
             - id: split\n  kind: fact-check\n  quote: \"70\"\n  claim: There were 70.\n  \
             rating: split\n  summary: Or 71.\n  sources: [{ ref: book }]\n\
             - id: sleeps\n  kind: note\n  quote: { exact: The fox, occurrence: 2 }\n  \
             body: \"It *sleeps*.\"\n\
             - id: canis\n  kind: gloss\n  quote: wolves\n  term: wolf\n\
             - id: other\n  kind: counter-source\n  quote: jumps\n  summary: No.\n  \
             sources: [{ ref: book }]\n\
             - id: lost\n  kind: note\n  quote: no such words\n  body: Lost.\n\
             - id: gone\n  kind: note\n  quote: Über\n  body: Secret.\n  status: retracted\n\
             - id: later\n  kind: note\n  quote: Über\n  body: A draft.\n  status: draft\n",
        ),
        (
            "content/glossary.yaml",
            "- id: wolf\n  term: Wolf\n  aliases: [wolf pack]\n  definition: \"A *canid*.\"\n  \
             original: [{ lang: de, text: Wolf }]\n  sources: [{ ref: book }]\n",
        ),
        (
            "content/sources.yaml",
            "book:\n  type: book\n  title: On Wolves & Men\n  author: [\"Lopez, Barry\"]\n  \
             date: 1978\n  publisher: Scribner\n  \
             url: { value: https://books.example/wolves, date: 2026-01-01 }\n  \
             archived: { url: https://archive.example/wolves, date: 2026-01-05 }\n",
        ),
        ("content/pages/method.md", "# Method\n\nWe read.\n"),
    ];
    for (path, text) in files {
        sandbox.write(path, text);
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
fn a_page_links_its_annotations_which_are_those_that_are_exported() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let page = sandbox.read("public/first/index.html");
    assert!(page.contains("href=\"../first/annotations.jsonld\""));
    let beside = sandbox.read("public/first/annotations.jsonld");
    for _ in 0..2 {
        let run = sandbox.succeed(&["export", "--format", "web-annotation", "first"]);
        assert_eq!(run.out, beside);
    }
    sandbox.succeed(&["export", "--format", "web-annotation", "--output", "all.json", "first"]);
    assert_eq!(sandbox.read("all.json"), beside);
}

#[test]
fn positions_count_code_points_of_the_text_that_is_published() {
    use sha2::{Digest, Sha256};
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let prose = sandbox.read("public/first/prose.txt");
    assert_eq!(prose, "Über 70 wolves — a pack.\nThe fox 🦊 jumps. The fox sleeps.");
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
    let sleeps = annotation(&collection, "sleeps");
    assert_eq!(sleeps["target"]["selector"][1]["start"], 42);
}

#[test]
fn a_detached_note_is_selected_by_its_words_alone_and_a_retracted_one_left_out() {
    let sandbox = edition();
    let all = sandbox.succeed(&["export", "--format", "web-annotation"]).out;
    let collection = json(&all);
    let lost = annotation(&collection, "lost");
    let quote = serde_json::json!([{ "type": "TextQuoteSelector", "exact": "no such words" }]);
    assert_eq!(lost["target"]["selector"], quote);
    assert!(!all.contains("Secret") && !all.contains("A draft"));
    assert_eq!(collection["total"], 6);
    let drafts = sandbox.succeed(&["export", "--format", "web-annotation", "--drafts"]).out;
    assert!(drafts.contains("A draft"));
}

#[test]
fn an_annotation_says_what_its_entry_says() {
    let sandbox = edition();
    let collection = json(&sandbox.succeed(&["export", "--format", "web-annotation"]).out);
    let pack = annotation(&collection, "pack");
    assert_eq!(pack["motivation"], "assessing");
    assert_eq!(pack["created"], "2026-01-02T00:00:00Z");
    assert_eq!(pack["modified"], "2026-02-03T00:00:00Z");
    assert_eq!(pack["rights"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(pack["creator"]["name"], "Desk");
    // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "…#pack"))'
    assert_eq!(pack["canonical"], "urn:uuid:2feb4e82-d92c-5ba4-81a5-90def7c85840");
    let bodies = pack["body"].as_array().unwrap();
    let purposes: Vec<&str> = bodies.iter().map(|body| body["purpose"].as_str().unwrap()).collect();
    assert_eq!(purposes, ["describing", "classifying", "commenting", "tagging", "linking"]);
    // A text that stands in the annotation has no address (test 3.3.5 of the W3C's suite).
    assert!(bodies.iter().all(|body| body["id"].is_null()), "{bodies:?}");
    assert_eq!(bodies[4]["source"], "https://books.example/wolves");
    assert_eq!(bodies[4]["state"]["cached"], "https://archive.example/wolves");
    assert_eq!(bodies[4]["state"]["sourceDate"], "2026-01-05T00:00:00Z");
    for (id, motivation) in
        [("sleeps", "commenting"), ("canis", "identifying"), ("other", "linking")]
    {
        assert_eq!(annotation(&collection, id)["motivation"], motivation);
    }
}

#[test]
fn the_page_of_a_check_says_it_once_for_programs() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let review = json_ld(&sandbox.read("public/checks/first/pack/index.html"));
    assert_eq!(review["@type"], "ClaimReview");
    assert_eq!(review["claimReviewed"], "Wolves </script> pack.");
    let rating = &review["reviewRating"];
    assert_eq!(rating["alternateName"], "Right");
    assert_eq!(rating["ratingExplanation"], "They do.");
    let numbers = ["ratingValue", "bestRating", "worstRating"].map(|name| rating[name].as_i64());
    assert_eq!(numbers, [Some(5), Some(5), Some(1)]);
    let claim = &review["itemReviewed"];
    assert_eq!(claim["author"][0]["name"], "Ann Other");
    assert_eq!(claim["firstAppearance"]["url"], "https://elsewhere.example/first");
    assert_eq!(claim["appearance"].as_array().map(Vec::len), Some(2));
    assert_eq!(review["citation"][0]["archivedAt"], "https://archive.example/wolves");
    assert_eq!(review["correction"][0]["text"], "A word.");
    let method = "https://example.org/sub/method/";
    assert_eq!(review["publisher"]["verificationFactCheckingPolicy"], method);
    assert_eq!(review["publisher"]["@type"], "NewsMediaOrganization");
    assert_eq!(review["publisher"]["correctionsPolicy"], Value::Null);
    let split = json_ld(&sandbox.read("public/checks/first/split/index.html"));
    assert_eq!(split["reviewRating"]["ratingValue"], Value::Null);
    assert_eq!(split["reviewRating"]["bestRating"], Value::Null);
    sandbox.remove("content/pages/method.md");
    sandbox.succeed(&["build"]);
    let review = json_ld(&sandbox.read("public/checks/first/pack/index.html"));
    assert_eq!(review["publisher"]["@type"], "Organization");
    assert_eq!(review["publisher"]["verificationFactCheckingPolicy"], Value::Null);
}

#[test]
fn article_and_glossary_say_what_they_are() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let article = json_ld(&sandbox.read("public/first/index.html"));
    assert_eq!(article["@type"], "Article");
    assert_eq!(article["headline"], "First");
    assert_eq!(article["isBasedOn"], "https://elsewhere.example/first");
    let page = sandbox.read("public/glossary/index.html");
    assert!(page.contains("href=\"../glossary/skos.ttl\""));
    let term = &json_ld(&page)["hasDefinedTerm"][0];
    assert_eq!(term["@id"], "https://example.org/sub/glossary/#wolf");
    assert_eq!(term["description"], "A canid.");
    assert_eq!(term["alternateName"][1]["@language"], "de");
    let turtle = sandbox.read("public/glossary/skos.ttl");
    assert_eq!(turtle, sandbox.succeed(&["export", "--format", "skos"]).out);
    for line in [
        "<https://example.org/sub/glossary/#wolf> a skos:Concept ;",
        "  skos:prefLabel \"Wolf\"@en ;",
        "  skos:altLabel \"Wolf\"@de ;",
        "  skos:definition \"A canid.\"@en ;",
        "  dct:source <https://example.org/sub/sources/#book> .",
    ] {
        assert!(turtle.contains(line), "{line}\n{turtle}");
    }
}

#[test]
fn each_kind_that_there_is_has_a_feed_of_its_own() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let checks = sandbox.read("public/feed-fact-check.xml");
    assert!(checks.contains("<id>https://example.org/sub/feed-fact-check.xml</id>"));
    assert!(
        checks.contains("#ref-pack") && checks.contains("<title>All kinds: Fact checks</title>")
    );
    assert!(sandbox.read("public/checks/index.html").contains("href=\"../feed-fact-check.xml\""));
    assert!(sandbox.read("public/index.html").contains("href=\"feed-note.xml\""));
    let small = Sandbox::small();
    small.succeed(&["build"]);
    assert!(small.has("public/feed-note.xml") && !small.has("public/feed-fact-check.xml"));
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
fn sources_are_handed_to_reference_managers() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let page = sandbox.read("public/sources/index.html");
    let bibtex = sandbox.read("public/sources/sources.bib");
    let csl = sandbox.read("public/sources/sources.json");
    assert!(page.contains("../sources/sources.bib") && page.contains("../sources/sources.json"));
    for (format, beside) in [("bibtex", &bibtex), ("csl-json", &csl)] {
        assert_eq!(sandbox.succeed(&["export", "--format", format]).out, *beside);
        // A work that no article cites belongs to the edition all the same.
        let of_article = sandbox.succeed(&["export", "--format", format, "first"]).out;
        assert_eq!(of_article, *beside);
    }
    let read = biblatex::Bibliography::parse(&bibtex).expect("BibTeX can be read");
    let book = read.get("book").expect("the work is there");
    assert_eq!(book.author().unwrap()[0].name, "Lopez");
    assert_eq!(book.url().unwrap(), "https://books.example/wolves");
    assert!(bibtex.contains("title = {On Wolves \\& Men}"), "{bibtex}");
    let csl = json(&csl);
    let expected = serde_json::json!([{
        "id": "book",
        "type": "book",
        "title": "On Wolves & Men",
        "author": [{ "family": "Lopez", "given": "Barry" }],
        "issued": { "date-parts": [[1978]] },
        "publisher": "Scribner",
        "URL": "https://books.example/wolves",
        "accessed": { "date-parts": [[2026, 1, 1]] },
        "archive_location": "https://archive.example/wolves",
        "note": "Archived 2026-01-05",
    }]);
    assert_eq!(csl, expected);
}

#[test]
fn only_what_an_article_cites_is_exported_with_it() {
    let sandbox = edition();
    sandbox.write("content/second/index.md", "# Second\n\nNothing.\n");
    let of = |format: &str| sandbox.succeed(&["export", "--format", format, "second"]).out;
    assert_eq!(of("bibtex"), "");
    assert_eq!(json(&of("csl-json")), serde_json::json!([]));
}

#[test]
fn fact_checks_are_a_table() {
    let sandbox = edition();
    let csv = sandbox.succeed(&["export", "--format", "csv"]).out;
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(lines.len(), 4, "{csv}");
    assert_eq!(
        lines[2],
        "first,pack,https://example.org/sub/first/#pack,Wolves </script> pack.,right,Right,5,\
         They do.,a pack,1,book,Desk,2026-01-02,2026-02-03"
    );
    assert!(lines[0].starts_with("article,id,address,claim,") && lines[3].is_empty());
}

#[test]
fn an_article_is_printed_with_its_notes_as_footnotes() {
    let sandbox = edition();
    let text = sandbox.read("content/first/index.md").replace("*pack*", "*pack*[^Pack]");
    sandbox.write("content/first/index.md", text + "\n[^Pack]: The author's own.\n");
    let text = sandbox.succeed(&["export", "--format", "markdown"]).out;
    for expected in [
        "---\ntitle: \"First\"\nauthor: [\"Ann Other\"]\ndate: \"2019-02-09\"\n",
        "Über 70[^split] wolves[^canis] — a *pack*[^note-pack][^Pack].",
        "The fox 🦊 jumps[^other]. The fox[^sleeps] sleeps.",
        "\n[^note-pack]: **[Fact check 4: right](https://example.org/sub/first/#pack)**, on “a",
        "\n    **Claim:** Wolves \\</script> pack.\n",
        "\n    - [Lopez 1978](https://example.org/sub/sources/#book), p. 1 (supports): “a pack”\n",
        "\n    It *sleeps*.\n",
        "\n    Corrected 3 February 2026: A word.\n",
        "\n## Notes without a place in the text\n\n**[Note 7]",
        "no longer found in the text: “no such words”",
        "\n## Glossary\n\n### Wolf, Wolf\n\nA *canid*.\n",
        "\n## Sources\n\n- Lopez",
    ] {
        assert!(text.contains(expected), "{expected}\n---\n{text}");
    }
    assert!(!text.contains("Secret") && !text.contains("A draft"), "{text}");
    sandbox.write("content/second/index.md", "# Second\n");
    let run = sandbox.run(&["export", "--format", "markdown"]);
    run.expect_code(2).expect_said("say which: first, second");
    assert_eq!(sandbox.succeed(&["export", "--format", "markdown", "first"]).out, text);
}

#[test]
fn an_article_and_its_notes_are_cited_in_csl_json() {
    let sandbox = edition();
    sandbox.succeed(&["build"]);
    let items = json(&sandbox.read("public/first/citations.json"));
    let ids: Vec<&Value> = items.as_array().expect("a list").iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, ["first", "split", "canis", "pack", "other", "sleeps", "lost"]);
    let note = &items[3];
    assert_eq!(note["URL"], "https://example.org/sub/first/#pack");
    assert_eq!(note["author"][0]["literal"], "Desk");
    assert_eq!(note["container-title"], "All kinds");
    let page = sandbox.read("public/checks/first/pack/index.html");
    assert!(page.contains("<pre>[{&quot;URL&quot;"), "{page}");
}

/// Exports to a file and returns it; of a book, the chapter.
fn exported(sandbox: &Sandbox, format: &str) -> String {
    sandbox.succeed(&["export", "--format", format, "--output", "out"]);
    if format != "epub" {
        return sandbox.read("out");
    }
    let book = std::fs::File::open(sandbox.path("out")).expect("it was written");
    let mut book = zip::ZipArchive::new(book).expect("it is a book");
    let mut chapter = book.by_name("EPUB/article.xhtml").expect("it has a chapter");
    std::io::read_to_string(&mut chapter).expect("it is UTF-8")
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
    check(exported(&sandbox, "markdown"), "[there](https://example.org/sub/a/#h-the-end)");
    check(exported(&sandbox, "epub"), "<a href=\"#h-the-end\">there</a>");
    let tei = exported(&sandbox, "tei");
    assert!(tei.contains("<head xml:id=\"p-3\">The end</head>"), "{tei}");
    check(tei, "<ref target=\"#p-3\">there</ref>");
}

#[test]
fn citations_that_go_over_lines_go_out() {
    let sandbox = Sandbox::empty();
    sandbox.write("content/edition.yaml", "title: A\nbase_url: https://example.org/sub/\n");
    sandbox.write("content/a/index.md", "# A\n\nText.\n");
    sandbox.write("content/sources.yaml", "book: { type: book, title: Book, date: 1978 }\n");
    sandbox.write(
        "content/a/notes.yaml",
        "- id: n\n  kind: note\n  quote: Text\n  body: |\n    \
         So it says [@book,\n    p. 2;\n    @book].\\\n    And\n    more.\n\n        [@book]\n",
    );
    let tei = exported(&sandbox, "tei");
    let cited = "<ref type=\"citation\" target=\"#work-1\">";
    let expected =
        format!("So it says ({cited}Book 1978</ref>, p. 2; {cited}Book 1978</ref>).<lb/>");
    assert!(tei.contains(&expected) && tei.contains(" And more."), "{tei}");
    assert!(tei.contains(">[@book]\n</code>"), "{tei}");
}
