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

/// Returns what drafts say.
fn bodies(drafts: &[[String; 4]]) -> Vec<&str> {
    drafts.iter().map(|draft| draft[1].as_str()).collect()
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
    let text = sandbox.read("content/mill/index.md");
    let edited =
        text.replace("He left in May.", "She left. The mill? Yes.").replace("1901", "1899");
    assert_ne!(edited, text);
    sandbox.write("content/mill/index.md", &edited);
    let run = import(&sandbox, "pandoc.docx")
        .expect_code(0)
        .expect_said("its text stays, and only comments come in")
        .expect_said("came in detached: no one passage reads “spoke to reporters. He left”")
        .expect_said("the passage quoted as “reporters. He left in May” now reads");
    // What reads otherwise now is not said to be nowhere, too.
    assert!(!run.err.contains("no one passage reads “reporters. He left"), "{run:?}");
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

/// A comment of a document of Word that a test makes.
#[derive(Clone, Copy)]
struct Remark<'a> {
    id: usize,
    author: &'a str,
    /// The minute in which it was written.
    minute: usize,
    text: &'a str,
    /// The words that it stands on, which the document has once.
    words: &'a str,
    /// The comment that it answers.
    answers: Option<usize>,
    is_done: bool,
}

const fn remark<'a>(id: usize, author: &'a str, text: &'a str, words: &'a str) -> Remark<'a> {
    Remark { id, author, minute: id, text, words, answers: None, is_done: false }
}

/// Writes a document of Word of one paragraph with comments, as Word itself lays it out.
fn write_word(sandbox: &Sandbox, name: &str, text: &str, remarks: &[Remark<'_>]) {
    let w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let mut body = text.to_owned();
    let mut marks = Vec::new();
    for (nth, remark) in remarks.iter().enumerate() {
        let at = text.find(remark.words).expect("the words are in the text");
        marks.push((at, 1, nth, format!("<w:commentRangeStart w:id=\"{}\"/>", remark.id)));
        let end = format!(
            "<w:commentRangeEnd w:id=\"{0}\"/><w:r><w:commentReference w:id=\"{0}\"/></w:r>",
            remark.id
        );
        marks.push((at + remark.words.len(), 0, nth, end));
    }
    marks.sort();
    for (at, _, _, mark) in marks.iter().rev() {
        let rest = body.split_off(*at);
        body += &format!("\u{1}{mark}\u{1}{rest}");
    }
    let parts = body.split('\u{1}').map(|part| match part {
        part if part.starts_with("<w:") || part.is_empty() => part.to_owned(),
        text => run(text),
    });
    let paragraph: String = parts.collect();
    let comment = |remark: &Remark<'_>| {
        let Remark { id, author, minute, text, .. } = remark;
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{author}\" \
             w:date=\"2026-02-03T09:{minute:02}:00Z\">\
             <w:p w14:paraId=\"{:08X}\">{}</w:p></w:comment>",
            id + 1,
            run(text)
        )
    };
    let told = |remark: &Remark<'_>| {
        let parent = remark.answers.map(|id| format!(" w15:paraIdParent=\"{:08X}\"", id + 1));
        let (name, done) = (remark.id + 1, u8::from(remark.is_done));
        format!(
            "<w15:commentEx w15:paraId=\"{name:08X}\"{} w15:done=\"{done}\"/>",
            parent.unwrap_or_default()
        )
    };
    let comments: String = remarks.iter().map(comment).collect();
    let told: String = remarks.iter().map(told).collect();
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let relations = "application/vnd.openxmlformats-package.relationships";
    let word = "http://schemas.microsoft.com/office/word";
    let files = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"{relations}+xml\"/>\
                 <Override PartName=\"/word/document.xml\" \
                 ContentType=\"{kind}.document.main+xml\"/>\
                 <Override PartName=\"/word/comments.xml\" \
                 ContentType=\"{kind}.comments+xml\"/>\
                 <Override PartName=\"/word/commentsExtended.xml\" \
                 ContentType=\"{kind}.commentsExtended+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"a\" \
                 Type=\"{office}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"a\" \
                 Type=\"{office}/comments\" Target=\"comments.xml\"/></Relationships>"
            ),
        ),
        (
            "word/document.xml",
            format!("<w:document {w}><w:body><w:p>{paragraph}</w:p></w:body></w:document>"),
        ),
        (
            "word/comments.xml",
            format!("<w:comments {w} xmlns:w14=\"{word}/2010/wordml\">{comments}</w:comments>"),
        ),
        (
            "word/commentsExtended.xml",
            format!("<w15:commentsEx xmlns:w15=\"{word}/2012/wordml\">{told}</w15:commentsEx>"),
        ),
    ];
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, text) in files {
        archive.start_file(path, stored).expect("in memory");
        std::io::Write::write_all(&mut archive, text.as_bytes()).expect("in memory");
    }
    sandbox.write(name, archive.finish().expect("in memory").into_inner());
}

const MILL: &str = "The mill burned down in winter. Nobody saw it. The miller left in May.";

const FIRST: [Remark<'_>; 4] = [
    remark(0, "Ann", "Which?", "mill burned"),
    remark(1, "Bo", "Who says so?", "Nobody saw"),
    remark(2, "Ann", "In 1901.", "winter"),
    remark(3, "Cy", "Name them.", "miller"),
];

/// Makes an edition with the comments of the first version of a document.
fn with_first_version() -> Sandbox {
    let sandbox = Sandbox::small();
    write_word(&sandbox, "v1.docx", MILL, &FIRST);
    import(&sandbox, "v1.docx").expect_code(0).expect_said("imported 4 drafts");
    sandbox
}

const fn answer<'a>(id: usize, author: &'a str, text: &'a str, to: usize) -> Remark<'a> {
    Remark { answers: Some(to), ..remark(id, author, text, FIRST[to].words) }
}

#[test]
fn a_second_version_says_what_it_says_anew() {
    let sandbox = with_first_version();
    let [first, second, third, _] = FIRST;
    let later = [
        first,
        answer(10, "Bo", "The old one.", 0),
        Remark { is_done: true, ..second },
        Remark { text: "In 1902.", ..third },
        remark(11, "Ann", "In which year?", "May"),
    ];
    write_word(&sandbox, "v2.docx", MILL, &later);
    import(&sandbox, "v2.docx")
        .expect_code(0)
        .expect_said("item 1 (Ann): came before as `")
        .expect_said("new answers were added to it (1 of them)")
        .expect_said("it was resolved since")
        .expect_said("in other words; the draft has the new ones now")
        .expect_said("came before, are not in the document (removed there, or of another file)")
        .expect_said(
            "imported 1 draft into content/mill/notes.yaml; 3 drafts changed; 1 not in the \
             document any more\n",
        );
    let drafts = drafts(&sandbox, "mill");
    assert_eq!(
        bodies(&drafts),
        [
            "Which?  > The old one. > > — Bo, 2026-02-03",
            "In 1902.",
            "Who says so?",
            "Name them.",
            "In which year?"
        ]
    );
    assert_eq!(sandbox.read("content/mill/notes.yaml").matches("tags: [resolved]").count(), 1);
    // Once more: all of it is known.
    let before = sandbox.files();
    import(&sandbox, "v2.docx")
        .expect_code(0)
        .expect_said("nothing new to import; 4 there already; 1 not in the document any more\n");
    assert_eq!(sandbox.files(), before);
    // A thread that is opened again is told.
    let opened = [first, later[1], second, later[3], later[4]];
    write_word(&sandbox, "v3.docx", MILL, &opened);
    import(&sandbox, "v3.docx").expect_code(0).expect_said("it is not resolved any more");
}

#[test]
fn what_an_editor_changed_stays_and_what_is_new_is_told() {
    let sandbox = with_first_version();
    let notes = sandbox.read("content/mill/notes.yaml");
    let edited = notes.replace("Which?", "Which of the two?").replace("Who says so?", "Who says?");
    sandbox.write("content/mill/notes.yaml", &edited);
    let id = |author: &str| {
        let at = edited.find(&format!("author: {author}")).expect("an author");
        let entry = edited[..at].rfind("id: ").expect("an id") + "id: ".len();
        edited[entry..].lines().next().expect("a line").to_owned()
    };
    let cy = id("Cy");
    sandbox.run(&["annotate", "edit", "mill", &cy, "--status", "published"]).expect_code(0);
    let before = sandbox.read("content/mill/notes.yaml");
    let [first, second, third, fourth] = FIRST;
    let later = [
        first,
        answer(10, "Bo", "The old one.", 0),
        Remark { text: "Who says this?", ..second },
        third,
        fourth,
        answer(11, "Ann", "No.", 3),
    ];
    write_word(&sandbox, "v2.docx", MILL, &later);
    import(&sandbox, "v2.docx")
        .expect_code(0)
        .expect_said(
            "reads otherwise than the comment did and stays as it is; new is “The old one. — Bo",
        )
        .expect_said("came before, are not in the document")
        .expect_said(&format!("`{cy}`, which is no draft any more and stays as it is; new is “No."))
        .expect_said(
            "imported 1 draft into content/mill/notes.yaml; 2 left unchanged, though the \
             document says more; 1 there already; 1 not in the document any more\n",
        );
    let notes = sandbox.read("content/mill/notes.yaml");
    assert!(notes.starts_with(&before) && notes.contains("Who says this?"), "{notes}");
}

#[test]
fn comments_that_were_removed_or_withdrawn_here_do_not_come_back_unseen() {
    let sandbox = with_first_version();
    let listed = sandbox.run(&["annotate", "list", "mill", "--format", "json"]).expect_code(0);
    let ids = listed.out.lines().map(|line| {
        let found: Json = serde_json::from_str(line).expect("a line of JSON");
        found["annotation"]["id"].as_str().expect("an id").to_owned()
    });
    let ids: Vec<String> = ids.collect();
    sandbox.run(&["annotate", "edit", "mill", &ids[0], "--status", "retracted"]).expect_code(0);
    sandbox.run(&["annotate", "remove", "mill", &ids[1]]).expect_code(0);
    let before = sandbox.files();
    let options = ["import", "v1.docx", "--article", "mill", "--only-new"];
    sandbox.run(&options).expect_code(0).expect_said(
        "nothing new to import; 2 there already; 1 withdrawn here, which they stay; \
         1 left out as older",
    );
    assert_eq!(sandbox.files(), before);
    import(&sandbox, "v1.docx")
        .expect_code(0)
        .expect_said("older than others that came before (1 of them)")
        .expect_said("imported 1 draft");
}

#[test]
fn a_comment_that_says_nothing_is_told_and_no_error() {
    let sandbox = Sandbox::small();
    let remarks = [
        remark(0, "Ann", "", "mill"),
        remark(1, "Bo", "", "Nobody"),
        Remark { answers: Some(1), ..remark(2, "Cy", "Not so.", "Nobody") },
        remark(3, "Ann", "See [@x] and [@y, p. 2], a_b.", "winter"),
    ];
    write_word(&sandbox, "v1.docx", MILL, &remarks);
    import(&sandbox, "v1.docx")
        .expect_code(0)
        .expect_said("item 1 (Ann): left out: the comment says nothing")
        .expect_said("imported 2 drafts");
    let drafts = drafts(&sandbox, "mill");
    assert_eq!(
        bodies(&drafts),
        ["See `[@x]` and `[@y, p. 2]`, a\\_b.", "> Not so. > > — Cy, 2026-02-03"]
    );
}

#[test]
fn comments_in_markdown_of_pandoc_come_in() {
    let sandbox = with_document("pandoc.docx");
    let made = Command::new("pandoc")
        .args(["--track-changes=all", "--to=markdown", "--output=draft.md", "pandoc.docx"])
        .current_dir(sandbox.path("."))
        .status();
    assert!(made.is_ok_and(|status| status.success()), "Pandoc is installed by tests/run");
    assert!(sandbox.read("draft.md").contains("{.comment-start"));
    import(&sandbox, "draft.md").expect_code(0).expect_said("imported ");
    let text = sandbox.read("content/mill/index.md");
    assert!(!text.contains("comment-") && !text.contains("quite"), "{text}");
    let all = drafts(&sandbox, "mill");
    let has = |words: &str, body: &str| all.iter().any(|it| it[0] == words && it[1] == body);
    assert!(has("spoke to reporters. He left", "Name *them*?"), "{all:?}");
    assert!(has("yes", "Source?") && has("second", "Second?"), "{all:?}");
}

#[test]
fn the_title_of_a_document_is_the_title_of_the_article() {
    let markdown = "---\ntitle: The Mill\nauthor: [Ann Baker, Bo]\n---\n\nText here.\n\n# One\n\
                    \nMore.\n\n## Deeper\n\n# Two\n\nEnd.\n";
    for ending in ["docx", "odt"] {
        let sandbox = Sandbox::small();
        sandbox.write("text.md", markdown);
        let name = format!("text.{ending}");
        let made = Command::new("pandoc")
            .args(["--from=markdown", "text.md", "--output", &name])
            .current_dir(sandbox.path("."))
            .status();
        assert!(made.is_ok_and(|status| status.success()), "Pandoc is installed by tests/run");
        import(&sandbox, &name).expect_code(0);
        assert_eq!(
            sandbox.read("content/mill/index.md"),
            "---\nauthors:\n- Ann Baker\n- Bo\ntitle: The Mill\n---\n\nText here.\n\n## One\n\n\
             More.\n\n### Deeper\n\n## Two\n\nEnd.\n"
        );
    }
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
