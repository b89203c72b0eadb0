//! `postil annotate`: what it writes, what it refuses, and that nothing is ever lost.

use std::{
    fs,
    io::Write,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

const NOTES: &str = "content/first/notes.yaml";
const CHECKS: &str = "content/first/fact-checks.yaml";

/// An edition with all that annotations refer to.
fn edition() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/edition.yaml",
        "title: A small edition\nbase_url: https://example.org/\neditors: { me: { name: Me } }\n\
         ratings:\n  - { id: accurate, label: Accurate, means: It is so. }\n",
    );
    sandbox.write("content/sources.yaml", "aesop:\n  type: book\n  title: Fables\n");
    sandbox
        .write("content/glossary.yaml", "- id: vulpes\n  term: Vulpes\n  definition: A genus.\n");
    sandbox.write(
        "content/first/index.md",
        "# First\n\nThe quick brown fox jumps over the lazy dog.\n\n\
         The *quick* fox was not seen again, and the dog slept.\n",
    );
    sandbox
}

/// Runs `annotate` with arguments; the last one may be many words.
fn annotate(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    sandbox.run(&[&["annotate"], arguments].concat())
}

/// Asserts that a run is refused with a code and a word, and changes nothing.
#[track_caller]
fn check_refused(sandbox: &Sandbox, arguments: &[&str], code: i32, said: &str) {
    let before = sandbox.files();
    annotate(sandbox, arguments).expect_code(code).expect_said(said);
    assert!(sandbox.files() == before, "{arguments:?} changed something");
}

#[test]
fn a_fact_check_is_added_as_an_editor_would_write_it() {
    let sandbox = edition();
    let run = annotate(
        &sandbox,
        &[
            "add",
            "first",
            "--kind",
            "fact-check",
            "--quote",
            "jumps over",
            "--claim",
            "The fox jumps: over the dog.",
            "--rating",
            "accurate",
            "--summary",
            "It does.",
            "--body",
            "Said in\nthe fable [@aesop].",
            "--source",
            "{ stance: supports, ref: aesop, at: p. 12 }",
            "--tag",
            "animals",
            "--tag",
            "jumps",
            "--by",
            "me",
            "--created",
            "2026-11-22",
            "--id",
            "the-jump",
        ],
    )
    .expect_code(0);
    assert_eq!(
        sandbox.read(CHECKS),
        "- id: the-jump\n  kind: fact-check\n  quote: jumps over\n  \
         claim: \"The fox jumps: over the dog.\"\n  rating: accurate\n  summary: It does.\n  \
         body: |\n    Said in\n    the fable [@aesop].\n  sources:\n    \
         - { ref: aesop, at: p. 12, stance: supports }\n  by: me\n  created: 2026-11-22\n  \
         tags: [animals, jumps]\n"
    );
    assert!(run.out.is_empty(), "{run:?}");
    run.expect_said("content/first/fact-checks.yaml:1")
        .expect_said("line 3: …First The quick brown fox [jumps over] the lazy dog");
    sandbox.succeed(&["check"]);
}

#[test]
fn what_has_no_words_is_named_in_place_of_a_quote() {
    let sandbox = edition();
    sandbox.write("content/first/index.md", "# First\n\nSee.[^1]\n\n![M](m.png)\n\n[^1]: There.\n");
    sandbox.write("content/first/m.png", "");
    sandbox.write(NOTES, "- { id: hand, kind: note, on: title, body: By hand. } # kept\n");
    let add = |on| {
        ["add", "first", "--kind", "note", "--body", "So.", "--created", "2026-11-22", "--on", on]
    };
    annotate(&sandbox, &add("article")).expect_code(0).expect_said("[article]");
    annotate(&sandbox, &add("figure=m.png")).expect_code(0).expect_said("line 5: [figure=m.png]");
    annotate(&sandbox, &add("footnote=1")).expect_code(0);
    let first = "- { id: hand, kind: note, on: title, body: By hand. } # kept\n";
    let entry = |id, on| {
        let rest = "body: |\n    So.\n  created: 2026-11-22\n";
        format!("\n- id: {id}\n  kind: note\n  \"on\": {on}\n  {rest}")
    };
    let last = entry("footnote", "{ footnote: 1 }");
    let figure = entry("m-png", "{ figure: m.png }");
    assert_eq!(sandbox.read(NOTES), [first, &entry("article", "article"), &figure, &last].concat());
    assert!(!sandbox.has("content/first/anchors.lock.yaml"));
    sandbox.succeed(&["check"]);

    for (on, said) in [
        ("figure=n.png", "the text has no figure “n.png”"),
        ("footnote=2", "the text has no footnote “2”"),
    ] {
        check_refused(&sandbox, &add(on), 1, said);
    }
    for on in ["figure", "footnote=0", "text", "article=1"] {
        check_refused(&sandbox, &add(on), 2, "--on");
    }
    check_refused(&sandbox, &[&add("title")[..], &["--quote", "See."]].concat(), 2, "--quote");

    annotate(&sandbox, &["edit", "first", "hand", "--quote", "See."]).expect_code(0);
    assert!(
        sandbox.read(NOTES).starts_with("- { id: hand, kind: note, quote: See., body: By hand")
    );
    annotate(&sandbox, &["edit", "first", "hand", "--on", "footnote=1"]).expect_code(0);
    let text = sandbox.read(NOTES);
    assert!(text.contains("\"on\": { footnote: 1 }") && !text.contains("quote"), "{text}");

    let status = sandbox.run(&["anchors", "status"]).expect_code(0);
    assert!(status.out.contains("exact       first/m-png  –  figure=m.png\n"), "{status:?}");
    let accept = sandbox.run(&["anchors", "accept", "m-png"]).expect_code(0);
    accept.expect_said("it is on figure=m.png, which is there");
    sandbox.run(&["anchors", "reanchor"]).expect_code(0).expect_said("4 exact");
    let list = annotate(&sandbox, &["list", "first", "--format", "json"]).expect_code(0);
    assert!(list.out.contains("\"on\":{\"figure\":\"m.png\"}"), "{list:?}");
}

#[test]
fn a_note_goes_where_others_of_its_kind_are_and_gets_an_id_and_a_day() {
    let sandbox = edition();
    sandbox.write("content/first/a.yaml", "# of all kinds\n");
    let add = ["add", "first", "--kind", "note", "--quote", "lazy dog", "--body", "Is it?"];
    annotate(&sandbox, &add).expect_code(0);
    annotate(&sandbox, &add).expect_code(0);
    let text = sandbox.read(NOTES);
    assert!(text.starts_with("- id: fox\n  kind: note\n  quote: brown fox\n  body: A fox.\n\n"));
    assert!(text.contains("- id: lazy-dog\n") && text.contains("- id: lazy-dog-2\n"), "{text}");
    let created = text.lines().find_map(|line| line.strip_prefix("  created: "));
    assert!(created.is_some_and(|day| day.len() == 10 && day.starts_with("20")), "{text}");
    annotate(&sandbox, &[&add[..], &["--into", "a.yaml"]].concat()).expect_code(0);
    assert!(sandbox.read("content/first/a.yaml").starts_with("# of all kinds\n\n- id: lazy-dog-3"));
    annotate(
        &sandbox,
        &["add", "first", "--kind", "gloss", "--quote", "brown fox", "--term", "vulpes"],
    )
    .expect_code(0);
    assert!(sandbox.has("content/first/glosses.yaml"));
    sandbox.succeed(&["check"]);
}

#[test]
fn a_body_can_come_from_standard_input() {
    let sandbox = edition();
    let add = ["annotate", "add", "first", "--kind", "note", "--quote", "lazy dog", "--body", "-"];
    let mut child = sandbox.postil(&add).stdin(Stdio::piped()).spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(b"From\nelsewhere.\n").expect("it listens");
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
    assert!(sandbox.read(NOTES).contains("  body: |\n    From\n    elsewhere.\n"));
}

#[test]
fn one_of_several_places_is_told_by_its_words() {
    let sandbox = edition();
    let add = ["add", "first", "--kind", "note", "--body", "b", "--quote", "quick"];
    check_refused(&sandbox, &add, 1, "occurs 2 times");
    check_refused(&sandbox, &add, 1, "line 5: `--prefix '");
    check_refused(&sandbox, &[&add[..], &["--occurrence", "3"]].concat(), 1, "not 3");
    annotate(&sandbox, &[&add[..], &["--occurrence", "2"]].concat()).expect_code(0);
    let text = sandbox.read(NOTES);
    assert!(
        text.contains("quote: { exact: quick, prefix: fox jumps over the lazy dog. The"),
        "{text}"
    );
    annotate(&sandbox, &[&add[..], &["--prefix", "First The"]].concat()).expect_code(0);
    sandbox.succeed(&["check"]);
}

#[test]
fn what_check_would_find_is_refused_and_leaves_every_byte() {
    let sandbox = edition();
    let note =
        |rest: &[&'static str]| [&["add", "first", "--kind", "note", "--body", "b"], rest].concat();
    check_refused(&sandbox, &note(&["--quote", "blue fox"]), 1, "no passage reads");
    check_refused(&sandbox, &note(&["--quote", "brown fox", "--id", "fox"]), 1, "has the id `fox`");
    check_refused(&sandbox, &note(&["--quote", "lazy dog", "--id", "A b"]), 1, "cannot be an id");
    check_refused(&sandbox, &note(&["--quote", "lazy dog", "--by", "you"]), 1, "no editor");
    check_refused(&sandbox, &note(&["--quote", "lazy dog", "--source", "x"]), 1, "no source");
    check_refused(&sandbox, &note(&["--quote", "lazy dog", "--rating", "x"]), 1, "no rating");
    check_refused(&sandbox, &note(&["--quote", "lazy dog", "--created", "x"]), 1, "not a date");
    let kinds =
        [("notes", "cannot be"), ("fact-check", "needs `claim`"), ("gloss", "needs `term`")];
    for (kind, said) in kinds {
        let add = ["add", "first", "--kind", kind, "--quote", "lazy dog"];
        check_refused(&sandbox, &add, 1, said);
    }
    // An id of another file counts, too.
    sandbox.write("content/first/a.yaml", "- id: a\n  kind: note\n  quote: dog slept\n  body: b\n");
    let add = note(&["--quote", "lazy dog", "--id", "a", "--into", "notes.yaml"]);
    check_refused(&sandbox, &add, 1, "has the id “a”");
}

#[test]
fn wrong_usage_is_told_apart_from_wrong_annotations() {
    let sandbox = edition();
    check_refused(&sandbox, &["add"], 2, "name an article");
    check_refused(&sandbox, &["add", "frist", "--kind", "note"], 2, "did you mean `first`");
    check_refused(&sandbox, &["add", "first", "--quote", "lazy dog"], 2, "--kind");
    check_refused(&sandbox, &["add", "first", "--kind", "note"], 2, "--quote");
    check_refused(&sandbox, &["show", "first", "fax"], 2, "did you mean `fox`");
    check_refused(&sandbox, &["edit", "first", "fox"], 2, "name what to change");
    check_refused(&sandbox, &["remove", "first", "none"], 2, "no annotation `none`");
    check_refused(&sandbox, &["add", "first", "--colour", "red"], 2, "--colour");
    let add = ["add", "first", "--kind", "note", "--body", "b", "--quote", "lazy dog", "--into"];
    for name in ["../notes.yaml", "index.md", "sub/notes.yaml", "/tmp/x.yaml", ".x.yaml"] {
        check_refused(&sandbox, &[&add[..], &[name]].concat(), 2, "--into");
    }
    let sources = ["add", "first", "--kind", "note", "--quote", "q", "--source", "{ ref: [ }"];
    check_refused(&sandbox, &sources, 2, "is not YAML");
}

#[test]
fn a_field_is_changed_and_nothing_else() {
    let sandbox = edition();
    let text = "# head\r\n- id: fox   # the fox\r\n  kind: note\r\n  quote: 'brown fox'\r\n  \
                body: A fox.\r\n\r\n# between\r\n- {id: dog, kind: note, quote: lazy dog, body: b}";
    sandbox.write(NOTES, text);
    annotate(&sandbox, &["edit", "first", "fox", "--status", "retracted"]).expect_code(0);
    let retracted = text.replace("A fox.\r\n", "A fox.\r\n  status: retracted\r\n");
    assert_eq!(sandbox.read(NOTES), retracted);
    annotate(&sandbox, &["edit", "first", "dog", "--body", "c: d", "--summary", ""]).expect_code(0);
    let changed = retracted.replace("body: b", "body: \"c: d\\n\"");
    assert_eq!(sandbox.read(NOTES), changed);
    check_refused(&sandbox, &["edit", "first", "dog", "--body", ""], 1, "needs `body`");
    annotate(&sandbox, &["edit", "first", "fox", "--status", ""]).expect_code(0);
    annotate(&sandbox, &["edit", "first", "dog", "--body", "b"]).expect_code(0);
    assert_eq!(sandbox.read(NOTES), text.replace("body: b", "body: \"b\\n\""));
}

#[test]
fn one_editor_is_written_by_itself_and_several_as_a_list() {
    let sandbox = edition();
    let settings = sandbox.read("content/edition.yaml").replace("Me }", "Me }, you: { name: You }");
    sandbox.write("content/edition.yaml", settings);
    sandbox.write(NOTES, "- id: fox # a\n  kind: note\n  quote: brown fox\n  body: b # c\n");
    let check = |given: &[&str], written: &str| {
        annotate(&sandbox, &[&["edit", "first", "fox"], given].concat()).expect_code(0);
        let text = "- id: fox # a\n  kind: note\n  quote: brown fox\n  body: b # c\n";
        assert_eq!(sandbox.read(NOTES), format!("{text}{written}"));
    };
    check(&["--by", "me"], "  by: me\n");
    check(&["--by", "you", "--by", "me"], "  by: [you, me]\n");
    check(&["--by", "you"], "  by: you\n");
    check(&["--by", ""], "");
    let both = |a, b| ["edit", "first", "fox", "--by", a, "--by", b];
    check_refused(&sandbox, &both("me", "yuo"), 1, "did you mean `you`?");
    check_refused(&sandbox, &both("me", "me"), 1, "`by` cannot be “me”");
}

#[test]
fn what_a_command_remembers_itself_is_not_asked_for() {
    let sandbox = edition();
    for quote in ["jumps over", "the dog slept"] {
        let add = ["add", "first", "--kind", "note", "--quote", quote, "--body", "A remark."];
        let run = annotate(&sandbox, &add).expect_code(0);
        assert!(!run.err.contains("lock"), "{}", run.err);
    }
    let check = sandbox.succeed(&["check"]);
    assert!(!check.err.contains("lock"), "{}", check.err);
}

#[test]
fn a_prefix_that_would_decide_is_shown_as_shells_read_it() {
    let sandbox = edition();
    sandbox.write("content/first/index.md", "# First\n\nThe “fox” saw a fox and the fox.\n");
    let add = |quote| ["add", "first", "--kind", "note", "--quote", quote, "--body", "A remark."];
    let refused = annotate(&sandbox, &add("fox")).expect_code(1);
    let (_, prefix) = refused.err.split_once("`--prefix '").expect("a prefix is shown");
    let (prefix, _) = prefix.split_once("'`").expect("it ends");
    assert_eq!(prefix, "\"");
    annotate(&sandbox, &[&add("fox")[..], &["--prefix", prefix]].concat()).expect_code(0);
}

#[test]
fn what_is_refused_is_told_by_options_and_with_what_there_is() {
    let sandbox = edition();
    let add = |quote, more: &[&str]| {
        let add = ["add", "first", "--kind", "fact-check", "--quote", quote, "--summary", "S."];
        let run = annotate(&sandbox, &[&add[..], more].concat()).expect_code(1);
        assert!(!run.err.contains("-->"), "no line of a file was written:\n{}", run.err);
        run
    };
    let run = add("lazy dog", &["--rating", "x", "--source", "nix", "--by", "him"]);
    let run = run.expect_said("--claim: fact-check needs `claim`").expect_said("give `--claim`");
    let run = run.expect_said("--rating: there is no rating").expect_said("there is `accurate`");
    let run = run.expect_said("--source: there is no source").expect_said("there is `aesop`");
    run.expect_said("--by: there is no editor").expect_said("there is `me`");
    let rated = ["--claim", "C", "--rating", "accurate", "--source", "aesop"];
    let run = add("blue cat", &rated).expect_said("--quote: no passage reads");
    assert!(!run.err.contains("retract"), "{}", run.err);
    let id = [&rated[..], &["--id", "Lazy Dog"]].concat();
    add("lazy dog", &id).expect_said("--id: “Lazy Dog”").expect_said("write `lazy-dog`");
    let body = [&rated[..], &["--body", "One.\n\nTwo [@nix]."]].concat();
    add("lazy dog", &body).expect_said("--body: there is no source “nix”");
    annotate(&sandbox, &["add"]).expect_code(2).expect_said("there is `first`");
    annotate(&sandbox, &["add", "q"]).expect_code(2).expect_said("there is `first`");

    let edit = |more: &[&str]| annotate(&sandbox, &[&["edit", "first", "fox"], more].concat());
    let run = edit(&["--by", "him"]).expect_code(1).expect_said("--by: there is no editor");
    assert!(!run.err.contains("-->"), "{}", run.err);
}

#[test]
fn an_annotation_is_removed_unless_something_refers_to_it() {
    let sandbox = edition();
    let before = sandbox.read(NOTES);
    annotate(&sandbox, &["add", "first", "--kind", "note", "--quote", "lazy dog", "--body", "b"])
        .expect_code(0);
    annotate(&sandbox, &["remove", "first", "lazy-dog"]).expect_code(0);
    assert_eq!(sandbox.read(NOTES), before);
    sandbox.write(
        "content/timeline.yaml",
        "- id: e\n  date: 2014\n  event: Seen.\n  annotations: [first/fox]\n",
    );
    check_refused(&sandbox, &["remove", "first", "fox"], 1, "no annotation “first/fox”");
}

#[test]
fn annotations_are_listed_and_shown_for_people_and_programs() {
    let sandbox = edition();
    let added = "- id: dog # d\n  kind: note\n  quote: lazy dog\n  body: |\n    b\n  status: draft";
    sandbox.write(NOTES, format!("# head\n{}\n{added}\n\n# end\n", sandbox.read(NOTES)));
    let list = annotate(&sandbox, &["list", "first"]).expect_code(0);
    assert_eq!(list.out.lines().count(), 2);
    assert!(list.out.contains("dog (draft)"), "{list:?}");
    let list = annotate(&sandbox, &["list", "first", "--format", "json"]).expect_code(0);
    let lines: Vec<Value> =
        list.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["annotation"]["body"], "A fox.");
    let show = annotate(&sandbox, &["show", "first", "dog", "--format", "json"]).expect_code(0);
    let shown: Value = serde_json::from_str(&show.out).expect("JSON");
    assert_eq!(shown, lines[1]);
    for (field, value) in [("id", "dog"), ("file", NOTES), ("state", "exact"), ("text", "lazy dog")]
    {
        assert_eq!(shown[field], value);
    }
    assert_eq!([&shown["line"], &shown["end_line"]], [7, 12]);
    let show = annotate(&sandbox, &["show", "first", "dog"]).expect_code(0);
    assert_eq!(show.out, format!("{added}\n"));
    show.expect_said("notes.yaml:7, exact").expect_said("over the [lazy dog].");
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_left_alone() {
    let sandbox = edition();
    sandbox.write(NOTES, "- id: 'fox\n  kind: note\n");
    check_refused(&sandbox, &["edit", "first", "fox", "--body", "b"], 1, "never closed");
    check_refused(&sandbox, &["list", "first"], 1, "never closed");
    let add = ["add", "first", "--kind", "note", "--quote", "lazy dog", "--body", "b", "--into"];
    check_refused(&sandbox, &[&add[..], &["notes.yaml"]].concat(), 1, "never closed");
    sandbox.write("content/first/list.yaml", "a: b\n");
    check_refused(&sandbox, &[&add[..], &["list.yaml"]].concat(), 1, "by hand");
    sandbox.write("content/edition.yaml", "title: 'broken\n");
    check_refused(&sandbox, &[&add[..], &["new.yaml"]].concat(), 1, "never closed");
}

#[test]
fn a_hundred_notes_at_once_are_all_there() {
    let sandbox = edition();
    let spawn = |number: usize| -> Child {
        let id = format!("n{number}");
        let arguments = ["annotate", "add", "first", "--kind", "note", "--quote", "lazy dog"];
        let mut command = sandbox.postil(&arguments);
        command.args(["--body", "b", "--id", &id]).stdin(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("it runs")
    };
    let children: Vec<Child> = (0..100).map(spawn).collect();
    for mut child in children {
        assert!(child.wait().expect("it ends").success());
    }
    let list = annotate(&sandbox, &["list", "first", "--format", "json"]).expect_code(0);
    let mut ids: Vec<String> = list
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].to_string())
        .collect();
    ids.sort();
    let mut expected: Vec<String> = (0..100).map(|number| format!("\"n{number}\"")).collect();
    expected.push("\"fox\"".into());
    expected.sort();
    assert_eq!(ids, expected);
    sandbox.succeed(&["check"]);
    let names: Vec<_> = sandbox.files().into_keys().collect();
    assert!(!names.iter().any(|name| name.contains(".postil")), "{names:?}");
}

#[test]
fn a_save_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let sandbox = edition();
    let long = "x ".repeat(200_000);
    let mut whole = sandbox.read(NOTES);
    for number in 0..20_u64 {
        let id = format!("n{number}");
        let arguments = ["annotate", "add", "first", "--kind", "note", "--quote", "lazy dog"];
        let mut command = sandbox.postil(&arguments);
        command.args(["--id", &id, "--body", "-"]).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it runs");
        let mut stdin = child.stdin.take().expect("it is piped");
        drop(stdin.write_all(long.as_bytes()));
        drop(stdin);
        std::thread::sleep(Duration::from_millis(number * 15));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let text = sandbox.read(NOTES);
        assert!(text.starts_with(&whole), "what was there is lost");
        let n_new = text.matches("\n- id: n").count() - whole.matches("\n- id: n").count();
        let is_whole = text == whole || (n_new == 1 && text.ends_with('\n'));
        assert!(is_whole && text.len() - whole.len() < long.len() + 1000);
        whole = text;
        sandbox.succeed(&["annotate", "show", "first", "fox"]);
    }
    annotate(&sandbox, &["edit", "first", "fox", "--body", "b"]).expect_code(0);
    let names: Vec<_> = sandbox.files().into_keys().collect();
    assert!(!names.iter().any(|name| name.contains(".postil")), "{names:?}");
}

#[cfg(unix)]
#[test]
fn modes_and_links_are_kept_and_links_that_lead_out_are_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let sandbox = edition();
    let set_mode = |mode| {
        fs::set_permissions(sandbox.path(NOTES), fs::Permissions::from_mode(mode)).expect("a mode");
    };
    let mode = || fs::metadata(sandbox.path(NOTES)).expect("it is there").permissions().mode();
    set_mode(0o640);
    let edit = ["edit", "first", "fox", "--body", "b"];
    annotate(&sandbox, &edit).expect_code(0);
    assert_eq!(mode() & 0o777, 0o640);
    set_mode(0o440);
    check_refused(&sandbox, &["edit", "first", "fox", "--body", "c"], 3, "notes.yaml");
    set_mode(0o640);
    fs::create_dir(sandbox.path("content/first/real")).expect("a folder");
    fs::rename(sandbox.path(NOTES), sandbox.path("content/first/real/n.txt")).expect("moved");
    symlink("real/n.txt", sandbox.path(NOTES)).expect("a link");
    annotate(&sandbox, &["edit", "first", "fox", "--body", "d"]).expect_code(0);
    assert!(sandbox.path(NOTES).is_symlink());
    assert!(sandbox.read("content/first/real/n.txt").contains("body: |\n    d\n"));
    let outside = Sandbox::empty();
    outside.write("n.yaml", "- id: out\n  kind: note\n  quote: lazy dog\n  body: b\n");
    symlink(outside.path("n.yaml"), sandbox.path("content/first/out.yaml")).expect("a link");
    let add = ["add", "first", "--kind", "note", "--quote", "lazy dog", "--body", "b", "--into"];
    let before = outside.files();
    check_refused(&sandbox, &[&add[..], &["out.yaml"]].concat(), 2, "out of the edition");
    assert!(outside.files() == before);
    // What git or another program reads lies in the edition, but not in its content.
    sandbox.write(".git/config", "");
    symlink("../../.git/config", sandbox.path("content/first/git.yaml")).expect("a link");
    check_refused(&sandbox, &[&add[..], &["git.yaml"]].concat(), 2, "out of the edition");
    assert_eq!(sandbox.read(".git/config"), "");
}

#[test]
fn an_edit_stands_where_what_is_remembered_cannot_be_written() {
    let sandbox = edition();
    sandbox.write("content/first/anchors.lock.yaml/x", "");
    let add = ["add", "first", "--kind", "note", "--body", "b", "--quote"];
    let run = annotate(&sandbox, &[&add[..], &["lazy dog"]].concat()).expect_code(0);
    let run = run.expect_said("anchors.lock.yaml was not written").expect_said("added `lazy-dog`");
    run.expect_said("postil anchors reanchor");
    assert!(sandbox.read(NOTES).contains("- id: lazy-dog\n"));
}

/// Runs `annotate` on a terminal of its own, which `script` makes, and types into it.
fn on_a_terminal(sandbox: &Sandbox, arguments: &str, typed: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_postil");
    let mut script = Command::new("script")
        .args(["--quiet", "--return", "--command"])
        .arg(format!("{program} annotate {arguments}"))
        .arg("/dev/null")
        .current_dir(sandbox.path(""))
        .env("VISUAL", sandbox.path("editor.sh"))
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`script` is there; Debian has it in bsdutils");
    let mut stdin = script.stdin.take().expect("it is piped");
    for line in typed {
        // Questions read what is typed once they are asked.
        std::thread::sleep(Duration::from_millis(300));
        drop(stdin.write_all(line.as_bytes()));
        drop(stdin.flush());
    }
    let output = script.wait_with_output().expect("it ends");
    drop(stdin);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[cfg(unix)]
fn with_editor(sandbox: &Sandbox, command: &str) {
    use std::os::unix::fs::PermissionsExt;
    sandbox.write("editor.sh", format!("#!/bin/sh\n{command}\n"));
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(sandbox.path("editor.sh"), mode).expect("a mode");
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_what_is_missing_is_asked() {
    let sandbox = edition();
    with_editor(&sandbox, "echo 'Written in an editor.' > \"$1\"");
    // The kind is given; the quote is wrong first, then found; no source, no tags, the id
    // that is suggested, and yes.
    let typed = ["blue fox\n", "lazy dog\n", "\n", "\n", "\n", "y\n"];
    let said = on_a_terminal(&sandbox, "add first --kind note", &typed);
    assert!(said.contains("no passage reads “blue fox”"), "{said}");
    assert!(said.contains("over the [lazy dog]."), "{said}");
    let text = sandbox.read(NOTES);
    let added = "- id: lazy-dog\n  kind: note\n  quote: lazy dog\n  \
                 body: |\n    Written in an editor.\n";
    assert!(text.contains(added), "{said}\n{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_an_annotation_opens_in_an_editor() {
    let sandbox = edition();
    with_editor(&sandbox, "sed -i 's/A fox/Two foxes/' \"$1\"");
    let said = on_a_terminal(&sandbox, "edit first fox", &[]);
    assert!(sandbox.read(NOTES).contains("body: |\n    Two foxes.\n"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_terminal_is_shown_cannot_command_it() {
    let sandbox = edition();
    sandbox.write(NOTES, "- { id: fox, kind: note, quote: brown fox, body: A \u{202e}fox }\n");
    let said = on_a_terminal(&sandbox, "show first fox", &[]);
    assert!(said.contains("A \\u{202e}fox") && !said.contains('\u{202e}'), "{said:?}");
    // A program gets what is there.
    let run = annotate(&sandbox, &["show", "first", "fox"]).expect_code(0);
    assert!(run.out.contains("A \u{202e}fox"), "{run:?}");
}

#[test]
fn texts_may_begin_with_a_hyphen() {
    let sandbox = edition();
    sandbox.write("content/first/index.md", "# First\n\nIt was -5 degrees, not +5.\n");
    let kind = ["add", "first", "--kind", "note", "--id", "cold"];
    let texts = ["--quote", "-5 degrees", "--body", "- one\n- two", "--summary", "--cold--"];
    annotate(&sandbox, &[&kind[..], &texts].concat()).expect_code(0);
    let written = sandbox.read(NOTES);
    assert!(written.contains("quote: \"-5 degrees\""), "{written}");
    sandbox.succeed(&["build"]);
    let page = sandbox.read("public/first/index.html");
    assert!(page.contains("<li>two</li>") && page.contains("--cold--"), "{page}");
}

#[test]
fn an_event_about_another_article_keeps_nothing_in_the_lock_file() {
    let sandbox = edition();
    sandbox.write("content/second/index.md", "# Second\n\nA hen.\n");
    sandbox
        .write("content/second/notes.yaml", "- { id: hen, kind: note, quote: hen, body: It. }\n");
    sandbox.write(
        "content/timeline.yaml",
        "- { id: e, date: 2014, event: Seen., article: second, annotations: [second/hen] }\n",
    );
    sandbox.succeed(&["anchors", "reanchor"]);
    let add = ["add", "first", "--id", "dog", "--kind", "note", "--quote", "lazy dog"];
    annotate(&sandbox, &[&add[..], &["--body", "It slept."]].concat()).expect_code(0);
    let lock = "content/first/anchors.lock.yaml";
    assert!(sandbox.read(lock).contains("\"dog\""), "{}", sandbox.read(lock));
    annotate(&sandbox, &["remove", "first", "dog"]).expect_code(0);
    assert!(!sandbox.read(lock).contains("\"dog\""), "{}", sandbox.read(lock));
}

#[test]
fn links_of_an_added_note_are_held_against_the_whole_edition() {
    let sandbox = edition();
    sandbox.write("content/second/index.md", "# Second\n\n![A hen.](hen.png)\n");
    sandbox.write("content/second/hen.png", "");
    sandbox.write("content/pages/about.md", "# About\n");
    let add = ["add", "first", "--kind", "note", "--quote", "lazy dog", "--body"];
    let body =
        "[a](../second/) ![b](../second/hen.png) [c](/about/#h-about) [d](../third/) [e](#no)";
    let run = annotate(&sandbox, &[&add[..], &[body]].concat()).expect_code(0);
    let told: Vec<&str> = run.err.lines().filter(|line| line.contains("warning")).collect();
    assert_eq!(told.len(), 2, "{}", run.err);
    assert!(told[0].contains("`../third/`") && told[1].contains("`#no`"), "{}", run.err);
}

#[test]
fn readers_are_told_why_a_note_was_changed_or_retracted() {
    let sandbox = Sandbox::small();
    let edit = |more: &[&str]| {
        let arguments = [&["annotate", "edit", "first", "fox"][..], more].concat();
        sandbox.succeed(&arguments)
    };
    edit(&["--summary", "A fox."]).expect_said("the summary of a published note was changed");
    let quiet = edit(&["--summary", "A dog.", "--correction", "It was no fox."]);
    assert!(!quiet.err.contains("published note"), "{quiet:?}");
    edit(&["--status", "retracted"]).expect_said("`--reason TEXT`");
    edit(&["--status", "published"]);
    edit(&["--status", "retracted", "--reason", "Nor a dog."]);
    let notes = sandbox.read("content/first/notes.yaml");
    let texts: Vec<&str> = notes.lines().filter(|line| line.contains("text: ")).collect();
    assert!(texts.len() == 2 && texts[0].contains("no fox") && texts[1].contains("Nor a dog"));
    sandbox.succeed(&["check"]);
    let removed = sandbox.succeed(&["annotate", "remove", "first", "fox"]);
    removed.expect_said("links to `first/#fox` lead to nothing now").expect_said("retracted");
}

#[test]
fn a_value_that_a_comma_or_a_colon_cuts_is_told_with_the_way_out() {
    let sandbox = Sandbox::small();
    let refused = |source: &str| {
        let arguments =
            ["annotate", "add", "first", "--kind", "note", "--quote", "fox", "--body", "b"];
        sandbox.run(&[&arguments[..], &["--source", source]].concat()).expect_code(2)
    };
    refused("{ ref: a, quote: 3,650 vehicles }")
        .expect_said("a comma ends the value in `3,650 vehicles`");
    refused("{ ref: a, quote: 1,000 }").expect_said("a comma ends the value in `1,000`");
    refused("{ ref: a, quote: 2019: 3.1 }").expect_said("is not YAML: put a value");
}
