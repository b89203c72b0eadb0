//! Files made to end the program, to multiply, or to lead it elsewhere: catalogues, formulas,
//! archives, pages with images, and links where commands write and look.

use std::{
    fs,
    io::{Cursor, Write},
};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{hostile_works::run, sandbox::Sandbox};

/// Checks that a catalogue is told, at a place, by what looks at an edition and what makes a site.
#[track_caller]
fn check_catalogue(text: &str, place: &str, said: &str) {
    let sandbox = Sandbox::small();
    sandbox.write("content/locales/en.ftl", text);
    for command in ["check", "build"] {
        run(&sandbox, &[command])
            .expect_code(1)
            .expect_said("error[catalogue]")
            .expect_said(&format!("content/locales/en.ftl:{place}"))
            .expect_said(said);
    }
}

#[test]
fn catalogues_that_are_nested_too_deeply_are_told() {
    let nested = |n| format!("foo = {}\"x\"{}\n", "{".repeat(n), "}".repeat(n));
    check_catalogue(&nested(3_000), "1:57", "braces are nested over 50 deep");
    let selects = format!("foo = {}", "{ $n ->\n   *[o] ".repeat(3_000));
    check_catalogue(&selects, "51:9", "braces are nested over 50 deep");
}

#[test]
fn a_message_that_says_nothing_stands_for_none() {
    check_catalogue("glossary =\n    .x = y\n", "1:1", "`glossary` says nothing");
}

#[test]
fn messages_that_multiply_are_told() {
    let long = "x".repeat(60_000);
    let text = format!("l1 = {long}\nsearch = {}\n", "{l1}".repeat(90));
    check_catalogue(&text, "2:1", "`search` and what it names come to too much text");
}

#[test]
fn formulas_that_multiply_are_told() {
    let sandbox = Sandbox::small();
    let formula =
        format!("\\begin{{array}}{{{}c}}{}\\end{{array}}", "|".repeat(90), "\\\\".repeat(90));
    sandbox.write(
        "content/first/index.md",
        format!("---\nmath: true\n---\n# A\n\nA $x$. $${formula}$$\n"),
    );
    sandbox.write("content/first/notes.yaml", "[]\n");
    let told = run(&sandbox, &["check"]).expect_code(1).expect_said("error[formula]");
    told.expect_said("content/first/index.md:6:8").expect_said("times as long");
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("it has room");
        zip.write_all(bytes).expect("it has room");
    }
    zip.finish().expect("it is whole").into_inner()
}

#[test]
fn archives_that_multiply_are_not_opened() {
    let sandbox = Sandbox::small();
    let zeros = vec![0; 10_000_000];
    let bomb =
        archive(&[("word/document.xml", b"<x/>"), ("a", &zeros), ("b", &zeros), ("c", &zeros)]);
    for name in ["bomb.docx", "bomb.odt", "bomb.epub"] {
        sandbox.write(name, &bomb);
        let format = name.rsplit('.').next().expect("it has an ending");
        run(&sandbox, &["import", name, "--article", "first", "--format", format])
            .expect_code(1)
            .expect_said("what is packed in it comes to 31 MB");
    }
    let head = "{\"@context\":\"https://www.w3.org/ns/epub-anno.jsonld\",\"id\":\"urn:uuid:1\",\
                \"type\":\"AnnotationSet\",\"items\":[";
    let set = format!("{head}{}[]]}}", "[],".repeat(5_400_000));
    sandbox.write("set.epub", archive(&[("META-INF/annotations.json", set.as_bytes())]));
    run(&sandbox, &["import", "set.epub", "--article", "first"])
        .expect_code(1)
        .expect_said("its annotations are over 16 MB");
}

#[test]
fn a_quote_that_is_longer_than_the_text_is_not_looked_for() {
    let sandbox = Sandbox::small();
    let set = serde_json::json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:x:1",
        "type": "Annotation",
        "body": { "type": "TextualBody", "value": "hello" },
        "target": { "source": "x", "selector": {
            "type": "TextQuoteSelector", "exact": "brown fox jumps ".repeat(100_000),
        } },
    });
    sandbox.write("set.json", set.to_string());
    run(&sandbox, &["import", "set.json", "--article", "first"])
        .expect_code(1)
        .expect_said("a quote that is longer than the text");
    assert!(!sandbox.read("content/first/notes.yaml").contains("hello"));
}

#[test]
fn an_image_comes_in_once_however_it_is_written() {
    let sandbox = Sandbox::small();
    sandbox.write("big.png", b"\x89PNG\r\n\x1a\n big");
    sandbox.write("same.png", b"\x89PNG\r\n\x1a\n big");
    sandbox.write("other.png", b"\x89PNG\r\n\x1a\n other");
    let images: String =
        ["big.png", "./big.png", "././big.png", ".//big.png", "same.png", "other.png"]
            .map(|path| format!("<figure><img src=\"{path}\"></figure>"))
            .concat();
    sandbox.write("page.html", format!("<article><h1>T</h1><p>one two</p>{images}</article>"));
    sandbox.run(&["import", "page.html", "--article", "new"]);
    let mut names: Vec<String> = sandbox.files().into_keys().collect();
    names.retain(|name| name.starts_with("content/new/") && name.ends_with(".png"));
    assert_eq!(names, ["content/new/big.png", "content/new/other.png"]);
    let text = sandbox.read("content/new/index.md");
    assert_eq!((text.matches("(big.png)").count(), text.matches("(other.png)").count()), (5, 1));
}

#[test]
fn a_note_that_ends_in_a_break_can_be_set() {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/first/notes.yaml",
        "- id: fox\n  kind: note\n  quote: brown fox\n  body: A fox.<br>\n",
    );
    let typst = sandbox.succeed(&["export", "--format", "typst"]).out;
    assert!(typst.contains("A fox."), "{typst}");
    assert!(!typst.contains("\\]"), "{typst}");
}

#[test]
fn no_wildcard_lets_everybody_in() {
    for (host, is_allowed) in [
        ("https://*.com", false),
        ("https://*.com:8443", false),
        ("https://*.localhost", false),
        ("https://*.example.org", true),
    ] {
        let sandbox = Sandbox::small();
        let settings = sandbox.read("content/edition.yaml");
        let csp = format!("{settings}csp: {{ script-src: \"{host}\" }}\n");
        sandbox.write("content/edition.yaml", csp);
        let told = run(&sandbox, &["check"]).expect_code(i32::from(!is_allowed));
        assert_eq!(told.err.contains("content/edition.yaml:4:20"), !is_allowed, "{told:?}");
        assert_eq!(told.err.contains("a domain of somebody's"), !is_allowed, "{told:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_new_says_to_do_is_one_line() {
    let sandbox = Sandbox::empty();
    for name in ["a\nrm -rf b", "a$(rm b)"] {
        let said = sandbox.succeed(&["new", "--blank", name]).err;
        assert!(!said.contains("cd ") && !said.contains("\nrm"), "{said}");
    }
    sandbox.succeed(&["new", "--blank", "a b"]).expect_said("\n  cd \"a b\"\n");
}

#[cfg(unix)]
#[test]
fn commands_that_write_into_a_folder_follow_no_link_out_of_it() {
    for (command, name) in [("schema", "edition.schema.json"), ("man", "postil-build.1")] {
        let (sandbox, outside) = (Sandbox::small(), Sandbox::empty());
        sandbox.succeed(&[command, "--output", "made"]);
        assert!(!sandbox.read(&format!("made/{name}")).is_empty());
        let names: Vec<_> =
            sandbox.files().into_keys().filter(|name| name.starts_with("made/")).collect();
        sandbox.remove(&format!("made/{name}"));
        outside.write("precious", "precious\n");
        for target in [outside.path("precious"), outside.path("missing")] {
            let link = sandbox.path(&format!("made/{name}"));
            std::os::unix::fs::symlink(target, &link).expect("a link can be made");
            sandbox.run(&[command, "--output", "made"]).expect_said("leads out of the folder");
            assert_eq!(outside.files().len(), 1);
            assert_eq!(outside.read("precious"), "precious\n");
            fs::remove_file(link).expect("it can be removed");
        }
        sandbox.succeed(&[command, "--output", "made"]);
        let again: Vec<_> =
            sandbox.files().into_keys().filter(|name| name.starts_with("made/")).collect();
        assert_eq!(again, names);
    }
}

#[cfg(unix)]
#[test]
fn the_doctor_looks_at_nothing_that_has_no_end_or_lies_elsewhere() {
    let sandbox = Sandbox::small();
    let outside = Sandbox::empty();
    outside.write("pages.yml", "pip install postil==0.0.7\n");
    fs::create_dir_all(sandbox.path(".github/workflows")).expect("a folder can be made");
    let link = |target: &str, place: &str| {
        std::os::unix::fs::symlink(target, sandbox.path(place)).expect("a link can be made");
    };
    link(&outside.path("pages.yml").to_string_lossy(), ".github/workflows/pages.yml");
    link("/dev/zero", ".gitlab-ci.yml");
    fs::create_dir_all(sandbox.path("schemas")).expect("a folder can be made");
    link("/dev/zero", "schemas/edition.schema.json");
    let told = run(&sandbox, &["doctor"]);
    assert!(told.out.contains("schemas") && !told.out.contains("0.0.7"), "{told:?}");
    sandbox.remove(".github/workflows/pages.yml");
    sandbox.write(".github/workflows/pages.yml", "pip install postil==0.0.7\n");
    let told = run(&sandbox, &["doctor"]);
    assert!(told.out.contains("builds with 0.0.7"), "{told:?}");
}
