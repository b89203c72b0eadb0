//! Documents of word processors, read by Pandoc: what they say, and the comments on it.
//! `tests/documents/README.md` says how each was made.

use std::{fs, path::Path, process::Command};

use serde_json::Value as Json;

use crate::{
    fixtures::folder,
    sandbox::{Run, Sandbox},
};

/// Makes an edition with a document beside it.
fn with_document(name: &str) -> Sandbox {
    let sandbox = Sandbox::small();
    let bytes = fs::read(folder("documents").join(name)).expect("a document of ours");
    sandbox.write(name, bytes);
    sandbox
}

fn import(sandbox: &Sandbox, name: &str) -> Run {
    sandbox.run(&["import", name, "--article", "mill"])
}

/// Returns the drafts of an article: who wrote which words about which, and when.
fn drafts(sandbox: &Sandbox, article: &str) -> Vec<[String; 4]> {
    let run = sandbox.run(&["annotate", "list", article, "--format", "json"]).expect_code(0);
    let text = |value: &Json| value.as_str().unwrap_or_default().replace('\n', " ");
    let draft = |line: &str| {
        let found: Json = serde_json::from_str(line).expect("a line of JSON");
        let annotation = &found["annotation"];
        assert_eq!(annotation["status"], "draft", "{line}");
        assert_eq!(annotation["kind"], "note", "{line}");
        let about = match (text(&found["text"]), &annotation["on"]) {
            (words, Json::Null) => words,
            (_, on) => format!("on {on}"),
        };
        let signed = format!("{} {}", text(&annotation["author"]), text(&annotation["created"]));
        let state = text(&found["state"]);
        [about, text(&annotation["body"]).trim().to_owned(), signed, state]
    };
    run.out.lines().map(draft).collect()
}

#[track_caller]
fn check_drafts(sandbox: &Sandbox, expected: &[[&str; 3]]) {
    let drafts = drafts(sandbox, "mill");
    let shown: Vec<[&str; 3]> = drafts
        .iter()
        .map(|[about, body, signed, _]| [about, body, signed].map(|it| &**it))
        .collect();
    assert_eq!(shown, expected);
    let is_found = |state: &str| ["exact", "normalized"].contains(&state);
    assert!(drafts.iter().all(|draft| is_found(&draft[3])), "{drafts:?}");
}

/// Imports a document a second time, which adds nothing.
#[track_caller]
fn check_second(sandbox: &Sandbox, name: &str) {
    let before = sandbox.files();
    import(sandbox, name).expect_code(0).expect_said("nothing new to import");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn comments_of_pandoc_stand_on_their_words() {
    let sandbox = with_document("pandoc.docx");
    import(&sandbox, "pandoc.docx")
        .expect_code(0)
        .expect_said("changes came in as accepted: by Ann Baker (1), Cy Dunn (3)")
        .expect_said("item 9 (Ann Baker): came in as a note on the article: it stood on no words")
        .expect_said("(Cy Dunn): came in as a note on the article: what it stood on was deleted");
    let text = sandbox.read("content/mill/index.md");
    assert!(text.contains("burned down in winter.[^1]"), "{text}");
    assert!(text.contains("The miller spoke to reporters."), "{text}");
    assert!(!text.contains("Which mill") && !text.contains("quite"), "{text}");
    let map = "Which mill? There are two, see [the map](https://example.org/map).";
    check_drafts(
        &sandbox,
        &[
            ["The mill", map, "Ann Baker 2026-02-03"],
            ["on {\"footnote\":1}", "On a footnote.", "Ann Baker 2026-02-08"],
            ["spoke to reporters. He left", "Name *them*?", "Bo Clark 2026-02-04"],
            ["reporters. He left in May", "Overlaps.", "Ann Baker 2026-02-05"],
            ["on \"article\"", "> ~~quite~~  Gone.", "Cy Dunn 2026-02-13"],
            ["on \"article\"", "Nothing is marked.", "Bo Clark 2026-02-05"],
            ["yes", "Source?", "Ann Baker 2026-02-06"],
            ["second", "Second?", "Ann Baker 2026-02-07"],
            ["on \"article\"", "The punctuation.", "Ann Baker 2026-02-07"],
            ["on \"article\"", "Struck words.", "Bo Clark 2026-02-12"],
        ],
    );
    // The same words stand there twice: it is the first row, and the second sentence.
    let notes = sandbox.read("content/mill/notes.yaml");
    assert!(notes.contains("Nobody saw it. Year Open 1901, suffix: 1902"), "{notes}");
    assert!(notes.contains("suffix: burned down in winter."), "{notes}");
    let n_images = |name: &str| sandbox.files().keys().filter(|path| path.ends_with(name)).count();
    assert_eq!(n_images(".png"), 1);
    sandbox.succeed(&["check"]);
    check_second(&sandbox, "pandoc.docx");
}

#[test]
fn comments_of_libreoffice_stand_on_their_words() {
    let sandbox = with_document("libreoffice.docx");
    import(&sandbox, "libreoffice.docx")
        .expect_code(0)
        .expect_said("changes came in as accepted: by Ann Baker (1), Cy Dunn (1)");
    check_drafts(
        &sandbox,
        &[
            ["The mill", "Which mill?  There are two.", "Ann Baker 2026-02-03"],
            ["reporters. He left", "Name them?", "Bo Clark 2026-02-04"],
            ["yes", "Source?", "Ann Baker 2026-02-06"],
            ["on \"article\"", "Struck.", "Bo Clark 2026-02-12"],
            ["on \"article\"", "A point without a range.", "Bo Clark 2026-02-05"],
        ],
    );
    sandbox.succeed(&["check"]);
    check_second(&sandbox, "libreoffice.docx");
}

#[test]
fn answers_stand_below_what_they_answer() {
    let burned = ["burned", "When?", "Ann Baker 2026-02-03"];
    let thread = |second: &'static str| ["mill", second, "Ann Baker 2026-02-03"];
    let told = "Which?  > The old one. > > — Bo Clark, 2026-02-04  > > Thanks. > > > > — Ann \
                Baker, 2026-02-05";
    let guessed = "Which?  > The old one. > > — Bo Clark, 2026-02-04  > Thanks. > > — Ann \
                   Baker, 2026-02-05";
    for (name, body) in [("word.docx", told), ("libreoffice-replies.docx", guessed)] {
        let sandbox = with_document(name);
        import(&sandbox, name).expect_code(0);
        check_drafts(&sandbox, &[thread(body), burned]);
        let notes = sandbox.read("content/mill/notes.yaml");
        assert_eq!(notes.matches("tags: [resolved]").count(), 1, "{notes}");
        check_second(&sandbox, name);
    }
}

#[test]
fn whoever_commented_is_no_editor_of_the_same_name() {
    let sandbox = with_document("word.docx");
    let settings = sandbox.read("content/edition.yaml");
    let editors = "editors: { ann: { name: Ann Baker } }\ndefault_editor: ann\n";
    sandbox.write("content/edition.yaml", settings + editors);
    import(&sandbox, "word.docx").expect_code(0);
    let notes = sandbox.read("content/mill/notes.yaml");
    assert!(notes.contains("author: Ann Baker") && !notes.contains("by:"), "{notes}");
    sandbox.succeed(&["build", "--drafts"]);
    let page = sandbox.read("public/mill/index.html");
    assert_eq!(page.matches("<span>Ann Baker</span>").count(), 2, "{page}");
}

#[test]
fn comments_follow_their_words_into_a_text_that_was_edited() {
    let sandbox = with_document("pandoc.docx");
    import(&sandbox, "pandoc.docx").expect_code(0);
    sandbox.remove("content/mill/notes.yaml");
    sandbox.remove("content/mill/witness.txt");
    let text = sandbox.read("content/mill/index.md");
    let edited =
        text.replace("He left in May.", "She left. The mill? Yes.").replace("1901", "1899");
    assert_ne!(edited, text);
    sandbox.write("content/mill/index.md", &edited);
    import(&sandbox, "pandoc.docx")
        .expect_code(0)
        .expect_said("its text stays, and only comments come in")
        .expect_said("came in detached: no one passage reads “spoke to reporters. He left”");
    assert_eq!(sandbox.read("content/mill/index.md"), edited);
    let drafts = drafts(&sandbox, "mill");
    let about: Vec<&str> = drafts.iter().map(|draft| draft[0].as_str()).collect();
    assert_eq!(about[0], "The mill");
    assert_eq!(about[6], "yes");
    assert_eq!([&drafts[2][3], &drafts[3][3]], ["orphan", "changed"], "{drafts:?}");
}

#[test]
fn comments_that_pandoc_does_not_read_are_told() {
    let sandbox = with_document("libreoffice.odt");
    import(&sandbox, "libreoffice.odt")
        .expect_code(0)
        .expect_said("comments are left out (5 of them)")
        .expect_said("save the document as .docx");
    assert!(!sandbox.has("content/mill/notes.yaml"));
    assert!(sandbox.read("content/mill/index.md").contains("The miller spoke to reporters."));
    let again = import(&sandbox, "libreoffice.odt").expect_code(2);
    again.expect_said("content/mill is there already");
}

#[test]
fn what_is_no_document_is_told() {
    let sandbox = Sandbox::small();
    sandbox.write("text.docx", "PK\u{3}\u{4}");
    let run = import(&sandbox, "text.docx").expect_code(1);
    run.expect_said("text.docx: Pandoc cannot read it").expect_said("nothing was imported");
    assert!(!sandbox.has("content/mill"));
}

/// Imports a document where programs are looked for in a folder of the sandbox.
fn import_where(sandbox: &Sandbox, programs: &str) -> Run {
    let mut command: Command = sandbox.postil(&["import", "word.docx", "--article", "mill"]);
    command.env("PATH", sandbox.path(programs));
    Run::of(command.output().expect("the program can be run"))
}

#[test]
fn a_document_needs_pandoc() {
    let sandbox = with_document("word.docx");
    import_where(&sandbox, "nowhere").expect_code(3).expect_said("pandoc.org");
    assert!(!sandbox.has("content/mill"));
}

#[cfg(unix)]
#[test]
fn an_old_pandoc_is_told_to_be_old() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = with_document("word.docx");
    let script = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'pandoc 2.9.2.1' && exit 0\n\
                  echo 'Unknown option --sandbox.' >&2\nexit 6\n";
    sandbox.write("bin/pandoc", script);
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(sandbox.path("bin/pandoc"), mode).expect("a file of ours");
    let run = import_where(&sandbox, "bin").expect_code(3);
    run.expect_said("Pandoc 2.9.2.1 is too old").expect_said("2.15 and later");
    assert!(!sandbox.has("content/mill"));
}

/// Makes a document of Markdown; comments are spans of the class `comment-start`.
fn document(sandbox: &Sandbox, markdown: &str) {
    sandbox.write("text.md", markdown);
    let made = Command::new("pandoc")
        .args(["--from=markdown", "--output=text.docx", "text.md"])
        .current_dir(sandbox.path("."))
        .status();
    assert!(made.is_ok_and(|status| status.success()), "Pandoc is installed by tests/run");
    assert!(Path::new(&sandbox.path("text.docx")).is_file());
}

#[test]
fn of_equal_words_those_that_were_commented_are_quoted() {
    let refrain = "The river runs.\n\nAnd so it goes.\n\n";
    let start = "[Here.]{.comment-start id=\"0\" author=\"A\" date=\"2026-01-02T03:04:05Z\"}";
    let end = "[]{.comment-end id=\"0\"}";
    for nth in 0..4 {
        let sandbox = Sandbox::small();
        let marked = format!("The {start}river{end} runs.\n\nAnd so it goes.\n\n");
        let verses: String = (0..4).map(|n| if n == nth { &*marked } else { refrain }).collect();
        document(&sandbox, &verses);
        import(&sandbox, "text.docx").expect_code(0);
        let run = sandbox.run(&["annotate", "list", "mill", "--format", "json"]);
        let found: Json = serde_json::from_str(run.out.trim()).expect("one line of JSON");
        let length = "The river runs.\nAnd so it goes.\n".len();
        assert_eq!(found["start"], nth * length + "The ".len(), "{nth}: {}", run.out);
    }
}

#[test]
fn tables_lists_and_code_of_a_document_survive() {
    let sandbox = Sandbox::small();
    document(
        &sandbox,
        "A text^1^ with ~~struck~~ and `code`.\n\n3. three\n4. four\n\niv) four\nv) five\n\n\
         +---+-------+\n| A | B     |\n+===+=======+\n| x | - one |\n\
         |   | - two |\n+---+-------+\n",
    );
    import(&sandbox, "text.docx").expect_code(0);
    let text = sandbox.read("content/mill/index.md");
    for part in
        ["text<sup>1</sup>", "~~struck~~", "`code`", "3.  three", "(iv", "five", "one <br>two"]
    {
        let is_there = text.contains(part) || text.contains(&part.replace("3.  ", "3. "));
        assert!(is_there, "{part}: {text}");
    }
    assert!(!text.contains("<table"), "{text}");
    sandbox.succeed(&["build"]);
}
