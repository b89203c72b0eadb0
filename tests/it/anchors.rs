//! `postil anchors`: what becomes of annotations when texts change.

use std::process::Command;

use crate::sandbox::{Run, Sandbox};

const LOCK: &str = "content/first/anchors.lock.yaml";
const TEXT: &str = "content/first/index.md";
const NOTES: &str = "content/first/notes.yaml";

const BEFORE: &str = "# First

In spring the old harbour was full of small boats, and about seventy men worked on them.

Nobody counted the boats that came in by night, or said who had sent them there.
";

const SIDECAR: &str = "# kept by the desk
- id: men
  kind: note
  quote: about seventy men worked on them  # as printed
  body: The register has sixty-eight.

- id: night
  kind: note
  quote: 'the boats that came in by night'
  body: Two lists differ.
";

/// An edition whose passages are remembered.
fn edition() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write(TEXT, BEFORE);
    sandbox.write(NOTES, SIDECAR);
    sandbox.succeed(&["anchors", "reanchor"]).expect_said("2 exact; 1 lock file written");
    sandbox
}

/// Returns the state of each annotation, as `id state`, sorted.
fn states(sandbox: &Sandbox) -> Vec<String> {
    let run = sandbox.succeed(&["anchors", "status"]);
    let mut states: Vec<String> = run
        .out
        .lines()
        .map(|line| {
            let mut words = line.split_whitespace();
            let mut word = || words.next().expect("a line has state and id");
            let (state, id) = (word(), word());
            format!("{} {state}", id.trim_start_matches("first/"))
        })
        .collect();
    states.sort();
    states
}

fn git(sandbox: &Sandbox, arguments: &[&str]) {
    let run = Command::new("git")
        .args(["-C", sandbox.path("").to_str().expect("the path is Unicode")])
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
        .args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .expect("git can be run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

fn commit_all(sandbox: &Sandbox) {
    git(sandbox, &["init", "-q"]);
    git(sandbox, &["add", "-A"]);
    git(sandbox, &["commit", "-q", "-m", "a"]);
}

#[test]
fn what_is_remembered_is_written_once() {
    let sandbox = edition();
    let lock = sandbox.read(LOCK);
    sandbox.succeed(&["anchors", "reanchor"]).expect_said("0 lock files written");
    assert_eq!(sandbox.read(LOCK), lock);
    sandbox.succeed(&["check", "--deny", "warnings"]);
    let with: Vec<_> = site(&sandbox);
    sandbox.remove(LOCK);
    assert_eq!(site(&sandbox), with, "nothing needs it");
    assert!(!sandbox.has(LOCK), "a build writes none");
}

fn site(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    sandbox.succeed(&["build"]);
    sandbox.site().into_iter().filter(|(path, _)| !path.starts_with('.')).collect()
}

#[test]
fn a_text_that_grew_moves_its_passages() {
    let sandbox = edition();
    sandbox.write(TEXT, BEFORE.replace("In spring", "A word before.\n\nIn spring"));
    assert_eq!(states(&sandbox), ["men moved", "night moved"]);
    sandbox.succeed(&["check"]).expect_said("lock-outdated");
    sandbox.succeed(&["anchors", "reanchor"]).expect_said("2 exact; 1 lock file written");
    sandbox.succeed(&["check", "--deny", "warnings"]);
}

#[test]
fn new_words_are_quoted_once_an_editor_accepts_them() {
    let sandbox = edition();
    sandbox.write(TEXT, BEFORE.replace("seventy men", "seventeen men"));
    assert_eq!(states(&sandbox), ["men changed", "night moved"]);
    sandbox.succeed(&["check"]).expect_said("warning[changed]");
    sandbox.succeed(&["build"]).expect_said("warning[changed]");
    let page = String::from_utf8(sandbox.site()["first/index.html"].clone()).unwrap();
    assert!(page.contains("<del>seventy</del><ins>seventeen</ins>"), "{page}");

    // To remember is not to confirm.
    sandbox.succeed(&["anchors", "reanchor"]);
    assert_eq!(states(&sandbox), ["men changed", "night exact"]);

    sandbox.succeed(&["anchors", "accept", "men"]).expect_said("about seventeen men");
    let expected = SIDECAR.replace("seventy men", "seventeen men");
    assert_eq!(sandbox.read(NOTES), expected, "the quote and nothing else");
    assert_eq!(states(&sandbox), ["men exact", "night exact"]);
    sandbox.succeed(&["check", "--deny", "warnings"]);
}

#[test]
fn all_new_words_can_be_accepted_at_once() {
    let sandbox = edition();
    let text = BEFORE.replace("seventy men", "seventeen men").replace("by night", "at night");
    sandbox.write(TEXT, text);
    assert_eq!(states(&sandbox), ["men changed", "night changed"]);
    sandbox.succeed(&["anchors", "accept", "--all-changed"]);
    assert_eq!(states(&sandbox), ["men exact", "night exact"]);
    assert!(sandbox.read(NOTES).contains("  quote: the boats that came in at night\n"));
}

#[test]
fn what_is_not_found_is_remembered_as_it_was() {
    let sandbox = edition();
    let before = sandbox.read(LOCK);
    let of_night = |lock: &str| {
        lock.lines().find(|line| line.contains("\"id\":\"night\"")).unwrap().to_owned()
    };
    sandbox.write(TEXT, "# First\n\nA new text, and about seventy men worked on them.\n");
    sandbox.run(&["anchors", "reanchor"]).expect_code(1).expect_said("orphan");
    let after = sandbox.read(LOCK);
    assert_ne!(after, before, "what was found is remembered anew");
    let words = ["\"exact\":\"the boats that came in by night\"", "\"text\":"];
    assert!(words.iter().all(|words| of_night(&after).contains(words)), "{after}");
    // Whatever becomes of the text, that stays as it stands.
    sandbox.write(TEXT, "# First\n\nAnother one, and about seventy men worked on them.\n");
    sandbox.run(&["anchors", "reanchor"]).expect_code(1);
    assert_eq!(of_night(&sandbox.read(LOCK)), of_night(&after));
    // And nobody can confirm it.
    sandbox.run(&["anchors", "accept", "night"]).expect_code(1).expect_said("not found");
    assert_eq!(sandbox.read(NOTES), SIDECAR);
    sandbox.write(TEXT, BEFORE);
    assert_eq!(states(&sandbox), ["men moved", "night exact"]);
}

#[test]
fn a_deleted_passage_is_not_put_elsewhere() {
    let sandbox = edition();
    let text = BEFORE.replace("and about seventy men worked on them.", "and none of them sailed.");
    sandbox.write(TEXT, format!("{text}\nElsewhere about seventeen men worked on it.\n"));
    assert_eq!(states(&sandbox), ["men orphan", "night moved"]);
    sandbox.run(&["check"]).expect_code(1).expect_said("error[orphan]");
}

#[test]
fn an_edition_with_errors_keeps_what_is_remembered() {
    let sandbox = edition();
    let before = sandbox.read(LOCK);
    sandbox.write(NOTES, "- id: 'men\n");
    sandbox.run(&["anchors", "reanchor"]).expect_code(1);
    sandbox.write(TEXT, BEFORE.replace("seventy", "seventeen"));
    sandbox.run(&["anchors", "accept", "--all-changed"]).expect_code(1);
    assert_eq!(sandbox.read(LOCK), before);
}

#[test]
fn a_text_that_departs_from_its_witness_can_be_anchored() {
    let sandbox = edition();
    sandbox.write("content/first/witness.txt", BEFORE);
    sandbox.write(TEXT, BEFORE.replace("seventy men", "seventeen men"));
    sandbox.run(&["check"]).expect_code(1).expect_said("error[witness]");
    sandbox.succeed(&["anchors", "reanchor"]);
    sandbox.succeed(&["anchors", "accept", "men"]);
    assert!(sandbox.read(NOTES).contains("seventeen men"));
}

#[test]
fn a_lock_file_that_says_nothing_is_made_anew() {
    let sandbox = edition();
    let whole = sandbox.read(LOCK);
    for broken in ["", "\u{0}", "- 'a", "a: 1\n", "- id: men\n  state: new\n", &whole[..200]] {
        sandbox.write(LOCK, broken);
        sandbox.succeed(&["build"]);
        sandbox.succeed(&["anchors", "reanchor"]);
        assert_eq!(sandbox.read(LOCK), whole, "{broken:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_lock_file_that_is_a_link_out_of_the_content_is_not_written() {
    let (sandbox, outside) = (edition(), Sandbox::empty());
    outside.write("precious.txt", "precious");
    for target in [outside.path("precious.txt"), "../../.envrc".into()] {
        sandbox.write(".envrc", "precious");
        sandbox.remove(LOCK);
        std::os::unix::fs::symlink(&target, sandbox.path(LOCK)).expect("a link");
        let run = sandbox.run(&["anchors", "reanchor"]);
        assert!(matches!(run.code, Some(1..=3)), "{run:#?}");
        run.expect_said("the link leads out of the edition");
        assert_eq!(outside.read("precious.txt"), "precious");
        assert_eq!(sandbox.read(".envrc"), "precious");
    }
}

#[test]
fn annotate_remembers_what_it_writes() {
    let sandbox = edition();
    let before = sandbox.read(LOCK);
    sandbox.succeed(&[
        "annotate",
        "add",
        "first",
        "--id",
        "boats",
        "--kind",
        "note",
        "--quote",
        "small boats",
        "--body",
        "Of oak.",
    ]);
    let after = sandbox.read(LOCK);
    assert!(after.contains("- {\"id\":\"boats\",\"state\":\"exact\""), "{after}");
    let kept: Vec<&str> = before.lines().filter(|line| !after.contains(line)).collect();
    assert_eq!(kept, Vec::<&str>::new(), "the other entries are as they were");
    sandbox.succeed(&["check", "--deny", "warnings"]);
    sandbox.succeed(&["annotate", "remove", "first", "boats"]);
    assert_eq!(sandbox.read(LOCK), before);
}

#[test]
fn without_a_lock_file_the_last_commit_tells_what_a_passage_became() {
    let sandbox = edition();
    sandbox.remove(LOCK);
    let edited = BEFORE.replace("seventy men worked on", "ninety folk laboured at");
    sandbox.write(TEXT, &edited);
    assert_eq!(states(&sandbox)[0], "men orphan", "nothing is known of it");
    sandbox.succeed(&["build"]).expect_said("warning[orphan]");
    sandbox.run(&["check"]).expect_code(1).expect_said("error[orphan]");
    sandbox.run(&["anchors", "reanchor"]).expect_code(1);
    assert_eq!(states(&sandbox)[0], "men orphan", "there is no history");

    sandbox.remove(LOCK);
    sandbox.write(TEXT, BEFORE);
    commit_all(&sandbox);
    sandbox.write(TEXT, &edited);
    sandbox.succeed(&["anchors", "reanchor"]).expect_said("1 changed");
    assert_eq!(states(&sandbox)[0], "men changed");
    sandbox.succeed(&["anchors", "accept", "first/men"]);
    assert!(sandbox.read(NOTES).contains("about ninety folk laboured"));
}

#[test]
fn a_passage_that_was_edited_is_not_its_twin() {
    let sandbox = edition();
    let twin = "\nElsewhere, too, about seventy men worked on them, it is said.\n";
    let text = BEFORE.replace("seventy men", "seventeen men") + twin;
    sandbox.write(TEXT, &text);
    assert_eq!(states(&sandbox)[0], "men changed");
    // It stays so once that is remembered, in builds, too, which read only what they need.
    sandbox.succeed(&["anchors", "reanchor"]);
    assert_eq!(states(&sandbox)[0], "men changed");
    sandbox.succeed(&["build"]).expect_said("warning[changed]");
    let page = String::from_utf8(sandbox.site()["first/index.html"].clone()).unwrap();
    assert!(page.contains(">about seventeen men worked on them</mark>"), "{page}");

    // What is gone is not what reads like it, however often somebody looks.
    sandbox.write(TEXT, BEFORE.replace("about seventy men worked on them", "none sailed") + twin);
    for _ in 0..2 {
        assert_eq!(states(&sandbox)[0], "men orphan");
        let said = sandbox.run(&["anchors", "reanchor"]).expect_code(1);
        said.expect_said("stands elsewhere").expect_said("line 7: `prefix: \"too,\"`");
    }
    let sidecar = sandbox.read(NOTES);
    let meant = "quote: { exact: about seventy men worked on them, prefix: 'too,' }";
    let quote = "quote: about seventy men worked on them  # as printed";
    sandbox.write(NOTES, sidecar.replace(quote, meant));
    sandbox.succeed(&["anchors", "reanchor"]);
    assert_eq!(states(&sandbox)[0], "men exact");
}

#[test]
fn what_was_retracted_needs_no_passage() {
    let sandbox = edition();
    let text = BEFORE.replace("about seventy men worked on them", "nobody sailed");
    sandbox.write(TEXT, text);
    sandbox.run(&["check"]).expect_code(1).expect_said("retract the annotation");
    let retracted = SIDECAR.replace("body: The", "status: retracted\n  body: The");
    sandbox.write(NOTES, retracted);
    sandbox.succeed(&["anchors", "reanchor"]);
    sandbox.succeed(&["check", "--deny", "warnings"]);
    sandbox.succeed(&["build"]);
    let page = String::from_utf8(sandbox.site()["first/index.html"].clone()).unwrap();
    let (_, detached) = page.split_once("<section id=\"detached\"").expect("it keeps its place");
    assert!(detached.contains("id=\"men\""), "{detached}");
}

#[test]
fn a_lock_file_of_the_first_format_is_read() {
    let sandbox = edition();
    let fields = |id: &str, quote: &str, exact: &str| {
        format!(
            "- id: \"{id}\"\n  state: exact\n  start: 60\n  end: 70\n  \
             text: \"0123456789abcdef\"\n  quote: \"{quote}\"\n  \
             prefix: \"full of small boats, and \"\n  exact: \"{exact}\"\n  \
             suffix: \".\\nNobody counted the boats\"\n"
        )
    };
    let quote = sandbox.read(LOCK);
    let (_, quote) = quote.split_once("\"quote\":\"").expect("the quote has a hash");
    let old = fields("men", &quote[..16], "about seventy men worked on them");
    sandbox.write(LOCK, old);
    sandbox.write(TEXT, BEFORE.replace("seventy men", "seventeen men"));
    assert_eq!(states(&sandbox)[0], "men changed");
    sandbox.succeed(&["anchors", "reanchor"]);
    assert!(sandbox.read(LOCK).contains("\nblocks:\n"));
    assert_eq!(states(&sandbox)[0], "men changed");
}

#[test]
fn a_new_edition_follows_its_passages_from_the_first_edit_on() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "edition"]);
    let text = "edition/content/first-article/index.md";
    let at = sandbox.read(text);
    assert!(at.contains("one of the oldest there are"));
    sandbox.write(text, at.replace("one of the oldest there are", "one of the oldest still read"));
    let told = sandbox.succeed(&["check", "--root", "edition"]);
    told.expect_said("warning[changed]").expect_said("now reads “one of the oldest still read”");
}

#[test]
fn changes_since_a_commit_are_shown_with_the_notes_they_touch() {
    let sandbox = edition();
    let expect_usage = |run: Run| run.expect_code(2).expect_said("no commit");
    expect_usage(sandbox.run(&["anchors", "diff"]));
    commit_all(&sandbox);
    assert_eq!(sandbox.succeed(&["anchors", "diff"]).out, "");
    sandbox.write(TEXT, BEFORE.replace("seventy men", "seventeen men"));
    let run = sandbox.succeed(&["anchors", "diff"]);
    assert!(run.out.contains("about [-seventy-]{+seventeen+} men worked"), "{run:?}");
    assert!(run.out.contains("changed") && run.out.contains("men"), "{run:?}");
    assert!(!run.out.contains("night"), "{run:?}");
    let run = sandbox.succeed(&["anchors", "diff", "HEAD", "--format", "json"]);
    let line: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
    assert_eq!(line["article"], "first");
    assert_eq!(line["annotations"], serde_json::json!([{"id": "men", "state": "changed"}]));
    // What only moved is counted, what touches no annotation, too; and nothing is shown whole.
    let long = "Of it nothing more was ever heard. ".repeat(200);
    let moved = BEFORE.replace("# First\n\n", "# First\n\nNobody cared.\n\n") + "\n" + &long;
    let (head, last) = moved.split_once("\nNobody counted").expect("it is there");
    sandbox.write(TEXT, format!("Nobody counted{last}\n\n{head}"));
    let run = sandbox.succeed(&["anchors", "diff"]);
    assert!(run.out.len() < 1000, "{run:?}");
    run.expect_said("moved");
    expect_usage(sandbox.run(&["anchors", "diff", "--", "--output=x"]));
    expect_usage(sandbox.run(&["anchors", "diff", "no-such"]));
}

#[test]
fn a_number_that_is_out_of_date_is_mended_and_nothing_else() {
    let sandbox = Sandbox::small();
    let verse = |line: &str| format!("{line}\nStill the mill goes round.\n\n");
    let text = |lines: &[&str]| {
        lines.iter().fold("# First\n\n".to_owned(), |text, line| text + &verse(line))
    };
    sandbox.write(TEXT, text(&["Water is high.", "Corn is in.", "Bread is made."]));
    let notes = "- id: corn
  kind: note
  quote: { exact: Still the mill goes round, occurrence: 2 }  # the second stanza
  body: A pause.

- id: bread
  kind: note
  quote:
    exact: 'Still the mill goes round'
    # counted from the top
    occurrence: 3 # the last
  body: The end.
";
    sandbox.write(NOTES, notes);
    sandbox.succeed(&["anchors", "reanchor"]);
    sandbox
        .write(TEXT, text(&["Snow is gone.", "Water is high.", "Corn is in.", "Bread is made."]));
    let told = sandbox.succeed(&["check"]);
    told.expect_said("`occurrence: 3`, by hand or with `postil anchors accept corn`");
    let places = |sandbox: &Sandbox| {
        let status = sandbox.succeed(&["anchors", "status"]).out;
        let place = |line: &str| line.split_whitespace().nth(2).map(str::to_owned);
        status.lines().map(place).collect::<Vec<_>>()
    };
    let stood = places(&sandbox);

    let said = sandbox.succeed(&["anchors", "accept", "corn"]);
    said.expect_said("first/corn: content/first/notes.yaml now says `occurrence: 3`");
    let mended = notes.replace("occurrence: 2 }", "occurrence: 3 }");
    assert_eq!(sandbox.read(NOTES), mended);
    // What was remembered of the other note was made anew with it; it is still out of date.
    sandbox.succeed(&["anchors", "accept", "--all-changed"]);
    assert_eq!(sandbox.read(NOTES), mended.replace("occurrence: 3 #", "occurrence: 4 #"));
    assert_eq!(places(&sandbox), stood);
    sandbox.succeed(&["check", "--deny", "warnings"]);
    sandbox.succeed(&["anchors", "accept", "corn"]).expect_said("reads as quoted");
}
