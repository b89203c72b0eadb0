//! The first minute: a new edition, and what its preview says.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    sandbox::{Run, Sandbox},
    serve::Served,
};

#[test]
fn a_new_edition_says_to_look_at_it_first() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "edition"]).expect_said("cd edition\n  postil serve --open\n");
    sandbox.succeed(&["new", "two words"]).expect_said("cd \"two words\"\n");
    let run = Sandbox::empty().succeed(&["new", "."]).expect_said("now:\n  postil serve --open\n");
    assert!(!run.err.contains("cd "), "{run:?}");
}

#[test]
fn a_new_edition_has_what_hosts_and_editors_of_text_read() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "."]);
    for path in [
        "content/first-article/anchors.lock.yaml",
        ".gitignore",
        ".github/workflows/pages.yml",
        ".gitlab-ci.yml",
        ".vscode/extensions.json",
        "schemas/sidecar.schema.json",
    ] {
        assert!(sandbox.has(path), "{path}");
    }
    let settings: Value = serde_json::from_str(&sandbox.read(".vscode/settings.json")).unwrap();
    let schemas = settings["yaml.schemas"].as_object().expect("schemas are named");
    assert!(schemas.len() >= 5, "{schemas:?}");
    for path in schemas.keys() {
        assert!(sandbox.has(path), "{path}");
    }
}

#[test]
fn a_draft_of_a_new_edition_shows_in_the_preview_alone() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "."]);
    sandbox.succeed(&["build"]);
    assert!(!sandbox.read("public/first-article/index.html").contains("your-turn"));
    let served = Served::start(&sandbox, &[]);
    served.until_shows("/first/first-article/", "id=\"your-turn\"");
}

#[test]
fn a_blank_edition_has_no_example_and_nothing_to_complain_of() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "--blank", "."]).expect_said("postil import TEXT --article NAME");
    let files = sandbox.files();
    let content: Vec<&String> = files.keys().filter(|path| path.starts_with("content/")).collect();
    assert_eq!(content, ["content/edition.yaml", "content/pages/corrections.md"]);
    sandbox.succeed(&["check", "--deny", "warnings"]);
    sandbox.succeed(&["build"]);
}

/// Makes an edition of a text; returns what its article reads.
#[track_caller]
fn begun_with(name: &str, text: &str, slug: &str) -> String {
    let sandbox = Sandbox::empty();
    sandbox.write(name, text);
    sandbox.succeed(&["new", "edition", "--from", name]).expect_said("postil serve --open");
    assert!(!sandbox.has("edition/content/first-article"), "the example stays away");
    sandbox.succeed(&["check", "--root", "edition"]);
    sandbox.read(&format!("edition/content/{slug}/index.md"))
}

#[test]
fn a_new_edition_may_begin_with_a_text() {
    let page = "<title>Foxes</title><main><p>A <em>fox</em>.</main>";
    assert!(begun_with("The Fox.html", page, "the-fox").contains("A *fox*."));
    assert!(begun_with("a.md", "# Foxes\n\nA fox.\n", "a").contains("A fox."));
    assert!(begun_with("Rede 1.txt", "A fox.\n", "rede-1").contains("A fox."));
    let cue = "00:00:01,000 --> 00:00:02,000\nANN: A fox.\n";
    assert!(begun_with("talk.srt", &format!("1\n{cue}"), "talk").contains("**ANN:**"));
    let cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>A fox.\n";
    assert!(begun_with("talk.vtt", cue, "talk").contains("**Ann:**"));
}

#[test]
fn a_new_edition_may_begin_with_a_document_of_word() {
    let sandbox = Sandbox::empty();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let draft = fs::read(folder.join("pandoc.docx")).expect("the fixture is there");
    sandbox.write("draft.docx", draft);
    let mut command = sandbox.postil(&["new", "edition", "--from", "draft.docx"]);
    command.env("PATH", sandbox.path("nowhere"));
    let run = Run::of(command.output().expect("the program can be run"));
    run.expect_code(3).expect_said("pandoc.org");
    assert!(!sandbox.has("edition"), "nothing is left of what could not be made");
    sandbox.succeed(&["new", "edition", "--from", "draft.docx"]);
    assert!(sandbox.has("edition/content/draft/index.md"));
    let drafts = sandbox.read("edition/content/draft/notes.yaml");
    assert!(drafts.contains("status: draft"), "{drafts}");
}

#[test]
fn what_is_no_text_begins_no_edition() {
    let sandbox = Sandbox::empty();
    sandbox.write("works.bib", "@book{a, title={T}}\n");
    for (from, code, said) in [
        ("https://example.org/a.html", 2, "save the page, then give its file"),
        ("http://example.org/", 2, "save the page, then give its file"),
        ("works.bib", 2, "a .doc is saved as .docx first"),
        ("missing.md", 2, "there is no file missing.md"),
    ] {
        sandbox.run(&["new", "edition", "--from", from]).expect_code(code).expect_said(said);
        assert!(!sandbox.has("edition"), "{from}");
    }
}

#[test]
fn commands_of_other_programs_are_answered_with_ours() {
    let sandbox = Sandbox::empty();
    for arguments in [&["init"][..], &["start"], &["init", "folder"], &["start", "--open"]] {
        let run = sandbox.run(arguments).expect_code(2);
        assert!(run.out.is_empty(), "{run:?}");
        run.expect_said("a new edition is made by `postil new DIR`");
    }
    let run = sandbox.run(&["biuld"]).expect_code(2).expect_said("'build'");
    assert!(!run.err.contains("postil new"), "{run:?}");
}
