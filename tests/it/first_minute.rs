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
fn a_text_without_a_title_gets_one() {
    let poem = begun_with("my_poem.txt", "The Fox\n\nA fox\nran by.\n", "my-poem");
    assert_eq!(poem, "---\ntitle: The Fox\n---\n\nA fox\nran by.\n");
    let poem = begun_with("my_poem.txt", "A fox\nran by.\n", "my-poem");
    assert_eq!(poem, "---\ntitle: My poem\n---\n\nA fox\nran by.\n");
    assert_eq!(begun_with("a.md", "# Foxes\n\nA fox.\n", "a"), "# Foxes\n\nA fox.\n");
}

/// Says what a new edition is called, what it holds and where it will stand.
fn name(sandbox: &Sandbox) {
    let path = "edition/content/edition.yaml";
    let own = "title: Of foxes\ndescription: On a fox\nbase_url: https://fox.example.net/\n";
    let rest: Vec<String> = sandbox
        .read(path)
        .lines()
        .filter(|line| {
            !["title:", "description:", "base_url:"].iter().any(|key| line.starts_with(key))
        })
        .map(str::to_owned)
        .collect();
    sandbox.write(path, format!("{own}{}\n", rest.join("\n")));
}

#[test]
fn a_draft_of_ones_own_is_free_to_be_mended() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.md", "# Foxes\n\nA fxo.\n");
    sandbox.succeed(&["new", "edition", "--from", "a.md"]);
    name(&sandbox);
    sandbox.write("edition/content/a/index.md", "# Foxes\n\nA fox.\n");
    sandbox.succeed(&["check", "--deny", "warnings", "--root", "edition"]);
    sandbox.succeed(&["import", "a.md", "--article", "b", "--witness", "--root", "edition"]);
    sandbox.write("edition/content/b/index.md", "# Foxes\n\nA fox.\n");
    sandbox
        .run(&["build", "--root", "edition"])
        .expect_code(1)
        .expect_said("it reads “A fox.” where the witness reads “A fxo.”")
        .expect_said("deviations: [{ witness: \"A fxo.\", article: \"A fox.\", reason: … }]");
    let declared = "---\ndeviations:\n- { witness: fxo, article: fox, reason: <A slip> }\n---\n";
    sandbox.write("edition/content/b/index.md", format!("{declared}\n# Foxes\n\nA fox.\n"));
    sandbox.succeed(&["check", "--deny", "warnings", "--root", "edition"]);
    sandbox.succeed(&["build", "--root", "edition"]);
    let page = sandbox.read("edition/public/b/index.html");
    let list = "<p>Departures from the text as received</p>";
    assert!(page.contains(list) && page.contains("&lt;A slip&gt;"), "{page}");
    assert!(!sandbox.read("edition/public/a/index.html").contains("deviations"));
}

#[test]
fn an_article_whose_name_no_article_can_have_is_told() {
    let sandbox = Sandbox::empty();
    sandbox.write("sources.md", "# Foxes\n\nA fox.\n");
    sandbox
        .succeed(&["new", "edition", "--from", "sources.md"])
        .expect_said("the article is called `first-article` (`sources` cannot be an article");
    assert!(sandbox.has("edition/content/first-article/index.md"));
}

#[test]
fn a_new_edition_may_be_in_another_language() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "edition", "--blank", "--language", "de"]);
    let settings = sandbox.read("edition/content/edition.yaml");
    assert!(settings.contains("language: de\n") && settings.contains("label: Zutreffend\n"));
    sandbox.succeed(&["check", "--deny", "warnings", "--root", "edition"]);
    sandbox.run(&["new", "b", "--language", "de"]).expect_code(2).expect_said("add --blank");
    let run = sandbox.run(&["new", "b", "--blank", "--language", "d e"]);
    run.expect_code(2).expect_said("no tag of a language");
    assert!(!sandbox.has("b"));
}

#[test]
fn drafts_that_are_left_out_are_counted_and_published_together() {
    let sandbox = Sandbox::empty();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    sandbox.write("draft.docx", fs::read(folder.join("word.docx")).expect("the fixture is there"));
    sandbox.succeed(&["new", "edition", "--from", "draft.docx"]);
    name(&sandbox);
    let publish = ["annotate", "edit", "draft", "--all-drafts", "--status", "published"];
    let said = format!(
        "2 drafts are left out; `postil build --drafts` shows them, `postil {}` publishes them\n",
        publish.join(" ")
    );
    sandbox.succeed(&["build", "--root", "edition"]).expect_said(&said);
    // Also where nothing has changed.
    sandbox
        .succeed(&["build", "--root", "edition"])
        .expect_said("nothing changed")
        .expect_said(&said);
    let run = sandbox.succeed(&["build", "--drafts", "--root", "edition"]);
    assert!(!run.err.contains("left out"), "{run:?}");
    let publish = [publish.as_slice(), &["--root", "edition"]].concat();
    sandbox.succeed(&publish);
    let run =
        sandbox.succeed(&["build", "--root", "edition"]).expect_said("1 article with 2 notes");
    assert!(!run.err.contains("left out"), "{run:?}");
    sandbox.run(&publish).expect_code(2).expect_said("`draft` has no drafts");
    let both = ["annotate", "edit", "draft", "a", "--all-drafts", "--root", "edition"];
    sandbox.run(&both).expect_code(2);
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
