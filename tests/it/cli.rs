//! The command line: exit codes, what is printed where, what each command does.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::sandbox::{Run, Sandbox, assert_same_files};

/// Makes an edition with an error on line 5 of a sidecar.
fn broken() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/first/notes.yaml",
        "- id: fox\n  kind: note\n  quote: brown fox\n  body: A fox.\n  tgas: [a]\n",
    );
    sandbox
}

/// Makes an edition with one dead link, which is a warning.
fn dubious() -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write("content/first/index.md", "# First\n\nThe brown fox [jumps](nowhere.png).\n");
    sandbox
}

#[test]
fn a_good_edition_ends_with_0() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["check"]);
    sandbox.succeed(&["build"]).expect_said("1 article with 1 note");
    assert!(sandbox.has("public/first/index.html"));
}

#[test]
fn errors_of_the_edition_end_with_1() {
    let sandbox = broken();
    for command in ["build", "check"] {
        sandbox.run(&[command]).expect_code(1).expect_said("annotation has no key `tgas`");
    }
    sandbox.run(&["anchors", "status"]).expect_code(1).expect_said("no key `tgas`");
}

#[test]
fn wrong_usage_ends_with_2() {
    let sandbox = Sandbox::small();
    for arguments in [
        &[][..],
        &["bild"],
        &["build", "--nonsense"],
        &["build", "surplus"],
        &["build", "--format", "xml"],
        &["build", "--base-url", "example.org"],
        &["build", "--base-url", "ftp://example.org/"],
        &["build", "--base-url", "https://example.org/?a"],
        &["build", "--color", "sometimes"],
        &["build", "-q", "-v"],
        &["check", "--deny", "errors"],
        &["schema", "nonsense"],
        &["completions", "nonsense"],
        &["new"],
    ] {
        let run = sandbox.run(arguments).expect_code(2);
        assert!(run.out.is_empty() && !run.err.is_empty(), "{arguments:?}: {run:?}");
    }
    assert!(!sandbox.has("public"), "wrong usage writes nothing");
}

#[test]
fn no_edition_ends_with_2_and_leaves_no_trace() {
    let sandbox = Sandbox::empty();
    fs::create_dir(sandbox.path("folder")).unwrap();
    for command in ["build", "check"] {
        sandbox.run(&[command]).expect_code(2).expect_said("no edition in").expect_said("--root");
        sandbox.run(&[command, "--root", "folder"]).expect_code(2).expect_said("no edition in");
        sandbox.run(&[command, "--root", "missing"]).expect_code(2).expect_said("missing");
    }
    assert!(fs::read_dir(sandbox.path("folder")).unwrap().next().is_none());
}

#[test]
fn an_output_that_cannot_be_written_ends_with_3() {
    let sandbox = Sandbox::small();
    sandbox.write("file", "mine");
    for output in ["file", "file/site"] {
        sandbox.run(&["build", "--output", output]).expect_code(3).expect_said("file");
    }
    assert_eq!(sandbox.read("file"), "mine");
    sandbox.write("public/.postil", "a file where the stage should be");
    sandbox.run(&["build"]).expect_code(3).expect_said("public");
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_cannot_be_written_ends_with_3() {
    let sandbox = Sandbox::small();
    for arguments in [&["schema"][..], &["anchors", "status"], &["completions", "bash"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let run = Run::of(sandbox.postil(arguments).stdout(full).output().unwrap());
        run.expect_code(3).expect_said("standard output");
    }
}

#[test]
fn a_reader_who_has_heard_enough_is_no_failure() {
    let sandbox = Sandbox::empty();
    let mut child = sandbox.postil(&["schema"]).stdout(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn json_is_one_object_a_line_with_exactly_these_fields() {
    let fields = "severity code file line column end_line end_column message help";
    let fields: BTreeSet<&str> = fields.split(' ').collect();
    let sandbox = broken();
    for command in ["build", "check"] {
        let run = sandbox.run(&[command, "--format", "json"]).expect_code(1);
        assert!(!run.err.contains("tgas"), "people are not told twice: {run:?}");
        assert_eq!(run.out.lines().count(), 1, "{run:?}");
        let found: Value = serde_json::from_str(run.out.trim()).unwrap();
        let names = found.as_object().unwrap().keys().map(String::as_str);
        assert_eq!(names.collect::<BTreeSet<_>>(), fields);
    }
}

#[test]
fn json_counts_lines_from_1_and_columns_in_code_points() {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/first/notes.yaml",
        "- {id: fox, kind: note, quote: brown fox, body: «ü𝒳», tgas: [a]}\n",
    );
    let run = sandbox.run(&["check", "--format", "json"]).expect_code(1);
    let found: Value = serde_json::from_str(run.out.trim()).unwrap();
    assert_eq!(found["severity"], "error");
    assert_eq!(found["code"], "unknown-key");
    assert_eq!(found["file"], "content/first/notes.yaml");
    let place = ["line", "column", "end_line", "end_column"].map(|key| found[key].as_u64());
    assert_eq!(place, [Some(1), Some(55), Some(1), Some(59)]);
    assert_eq!(found["help"], "did you mean `tags`?");
}

#[test]
fn json_of_a_good_edition_is_nothing_at_all() {
    let sandbox = Sandbox::small();
    for command in ["check", "build", "build"] {
        let run = sandbox.succeed(&[command, "--format", "json"]);
        assert!(run.out.is_empty(), "{command}: {run:?}");
    }
}

#[test]
fn json_has_no_colours() {
    let run = broken().run(&["check", "--format", "json", "--color", "always"]);
    assert!(!run.out.contains('\u{1b}'), "{run:?}");
    serde_json::from_str::<Value>(run.out.trim()).unwrap();
}

#[test]
fn people_read_place_source_line_and_way_out_on_standard_error() {
    let run = broken().run(&["build"]).expect_code(1);
    assert!(run.out.is_empty(), "{run:?}");
    run.expect_said("content/first/notes.yaml:5:3")
        .expect_said("tgas: [a]")
        .expect_said("^^^^")
        .expect_said("did you mean `tags`?")
        .expect_said("1 error");
}

#[test]
fn colours_come_when_asked_for() {
    let sandbox = broken();
    let colored = sandbox.run(&["check", "--color", "always"]);
    assert!(colored.err.contains("\u{1b}["), "{colored:?}");
    for plain in [&["check"][..], &["check", "--color", "never"]] {
        let run = sandbox.run(plain);
        assert!(!run.err.contains('\u{1b}'), "{run:?}");
    }
    let usage = Sandbox::empty().run(&["build", "--color", "always"]);
    assert!(usage.err.contains("\u{1b}["), "{usage:?}");
}

#[cfg(unix)]
#[test]
fn names_and_quotes_cannot_command_a_terminal() {
    let sandbox = Sandbox::small();
    let hostile = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}";
    sandbox.write(&format!("content/{hostile}/index.md"), "# A\n\nText.\n");
    sandbox.write(
        "content/first/more.yaml",
        "- id: gone\n  kind: note\n  body: b\n  \
         quote: \"gone \\e]0;owned\\a\\x9b31m\\u202e\"\n  \
         \u{202e}\u{9b}tgas: [a]\n",
    );
    let calls: [&[&str]; 5] = [
        &["build"],
        &["check"],
        &["anchors", "reanchor"],
        &["annotate", "list", "\u{1b}]0;owned\u{7}"],
        &["annotate", "show", "first", hostile],
    ];
    for arguments in calls {
        let run = sandbox.run(arguments);
        let is_command = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!run.err.contains(is_command), "{arguments:?}: {:?}", run.err);
        assert!(!run.err.is_empty(), "{arguments:?}");
    }
    sandbox.run(&["build"]).expect_said("\\u{1b}]0;owned\\u{7}\\u{9b}31m\\u{202e}");
    // Colours are our own.
    let run = sandbox.run(&["check", "--color", "always"]).expect_code(1);
    assert!(run.err.contains("\u{1b}[") && !run.err.contains(['\u{7}', '\u{9b}', '\u{202e}']));
}

#[test]
fn quiet_prints_nothing_on_success_and_errors_all_the_same() {
    let sandbox = dubious();
    for arguments in [&["build", "-q"][..], &["build", "-q"], &["check", "-q"], &["new", "n", "-q"]]
    {
        let run = sandbox.succeed(arguments);
        assert!(run.out.is_empty() && run.err.is_empty(), "{arguments:?}: {run:?}");
    }
    broken().run(&["check", "-q"]).expect_code(1).expect_said("no key `tgas`");
}

#[test]
fn verbose_adds_what_is_only_worth_knowing() {
    let sandbox = Sandbox::small();
    sandbox.write("content/first/witness.txt", "# First\n\nThe quick brown fox jumps.\n\nShare!\n");
    let told = "the article leaves out 1 passage of the witness";
    sandbox.succeed(&["check", "-v"]).expect_said(told);
    let run = sandbox.succeed(&["check"]);
    assert!(!run.err.contains(told), "{run:?}");
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let sandbox = dubious();
    sandbox.succeed(&["check"]).expect_said("1 warning");
    sandbox.run(&["check", "--deny", "warnings"]).expect_code(1).expect_said("nowhere.png");
    Sandbox::small().succeed(&["check", "--deny", "warnings"]);
}

#[test]
fn warnings_are_told_at_each_build() {
    let sandbox = dubious();
    for _ in 0..2 {
        sandbox.succeed(&["build"]).expect_said("nowhere.png");
    }
}

#[test]
fn check_and_anchors_write_nothing() {
    let sandbox = Sandbox::small();
    let before = sandbox.files();
    sandbox.succeed(&["check"]);
    sandbox.succeed(&["anchors", "status"]);
    assert_same_files(&sandbox.files(), &before);
}

#[test]
fn build_writes_nothing_but_the_output() {
    let sandbox = Sandbox::small();
    let before = sandbox.files();
    sandbox.succeed(&["build", "--output", "deep/er/site"]);
    assert!(sandbox.has("deep/er/site/first/index.html"));
    sandbox.remove("deep");
    assert_same_files(&sandbox.files(), &before);
}

#[test]
fn the_edition_is_found_from_a_folder_below() {
    let sandbox = Sandbox::small();
    let mut build = sandbox.postil(&["build"]);
    Run::of(build.current_dir(sandbox.path("content/first")).output().unwrap()).expect_code(0);
    assert!(sandbox.has("public/first/index.html"));
}

#[test]
fn the_edition_is_found_by_root() {
    let sandbox = Sandbox::small();
    let elsewhere = Sandbox::empty();
    let root = sandbox.path("");
    elsewhere.succeed(&["build", "--root", root.to_str().unwrap()]);
    elsewhere.succeed(&["--root", root.to_str().unwrap(), "check"]);
    assert!(sandbox.has("public/first/index.html"));
    assert!(!elsewhere.has("public"));
}

#[test]
fn an_edition_within_an_edition_is_built_by_itself() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["new", "inner"]);
    let mut build = sandbox.postil(&["build"]);
    Run::of(build.current_dir(sandbox.path("inner")).output().unwrap()).expect_code(0);
    assert!(sandbox.has("inner/public/index.html") && !sandbox.has("public"));
}

#[test]
fn drafts_are_built_only_when_asked_for() {
    let sandbox = Sandbox::small();
    sandbox.write("content/late/index.md", "---\ndraft: true\n---\n\n# Late\n\n![](p.svg)\n");
    sandbox.write("content/late/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    sandbox.write("content/pages/secret.md", "---\ntitle: Secret\ndraft: true\n---\n\nNo.\n");
    sandbox.write(
        "content/first/drafts.yaml",
        "- {id: quick, kind: note, quote: quick, body: Unripe., status: draft}\n",
    );
    sandbox.succeed(&["build"]);
    let site = sandbox.site();
    for (path, bytes) in site.into_iter().filter(|(path, _)| !path.starts_with("assets/")) {
        let text = String::from_utf8(bytes).unwrap();
        let shows = ["late", "Late", "ecret", "quick\"", "Unripe"].map(|word| text.contains(word));
        assert_eq!(shows, [false; 5], "{path} shows a draft");
    }
    sandbox.succeed(&["build", "--drafts"]);
    assert!(sandbox.has("public/late/index.html") && sandbox.has("public/late/p.svg"));
    assert!(sandbox.read("public/first/index.html").contains("Unripe"));
    sandbox.succeed(&["build"]);
    assert!(!sandbox.has("public/late"));
}

#[test]
fn an_error_in_a_draft_keeps_nothing_from_being_published() {
    let sandbox = Sandbox::small();
    let text = "---\ndraft: true\npublished: soon\n---\n\n# Late\n\nWords.\n";
    sandbox.write("content/late/index.md", text);
    sandbox.write("content/late/notes.yaml", "- id: UPPER\n  knid: note\n");
    sandbox.write("content/late/witness.txt", "Other words.\n");
    sandbox.write("content/pages/late-page.md", "---\ndraft: true\norder: first\n---\n\nNo.\n");
    let build = sandbox.succeed(&["build"]);
    assert!(!build.err.contains("late"), "{build:?}");
    for arguments in [&["build", "--drafts"][..], &["check"]] {
        let run = sandbox.run(arguments).expect_code(1);
        run.expect_said("content/late/notes.yaml").expect_said("content/pages/late-page.md");
    }
}

#[test]
fn drafts_are_checked() {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/first/drafts.yaml",
        "- {id: gone, kind: note, quote: no such words, body: Unripe., status: draft}\n",
    );
    sandbox.run(&["check"]).expect_code(1).expect_said("no passage reads “no such words”");
}

/// Checks what the commands make of a quote that does not select one passage.
#[track_caller]
fn check_unanchored(quote: &str, code: &str) {
    let sandbox = Sandbox::small();
    sandbox.write("content/first/index.md", "# First\n\nA fox, a fox.\n");
    let sidecar = format!("- id: lost\n  kind: note\n  quote: {quote}\n  body: It was here.\n");
    sandbox.write("content/first/notes.yaml", sidecar);

    let run = sandbox.succeed(&["build", "--format", "json"]);
    let found: Value = serde_json::from_str(run.out.trim()).expect("one line of JSON");
    assert_eq!([&found["severity"], &found["code"]], ["warning", code]);
    let page = sandbox.read("public/first/index.html");
    let (_, detached) = page.split_once("<section id=\"detached\"").expect("it is detached");
    let detached = &detached[..detached.find("</section>").expect("a section ends")];
    assert!(detached.contains("<aside class=\"note\" id=\"lost\""), "{detached}");
    assert!(detached.contains("It was here."), "{detached}");
    assert!(!page.contains("<mark"), "nothing is marked by a guess");
    assert!(page.contains("<p class=\"byline\">1 note without a passage</p>"), "{page}");

    let run = sandbox.run(&["check", "--format", "json"]).expect_code(1);
    let found: Value = serde_json::from_str(run.out.trim()).expect("one line of JSON");
    assert_eq!([&found["severity"], &found["code"]], ["error", code]);
}

#[test]
fn an_orphan_is_printed_as_detached_and_fails_the_check() {
    check_unanchored("a wolf", "orphan");
}

#[test]
fn an_ambiguous_quote_is_printed_as_detached_and_fails_the_check() {
    check_unanchored("fox", "ambiguous");
}

#[test]
fn an_occurrence_too_many_is_printed_as_detached_and_fails_the_check() {
    check_unanchored("{ exact: fox, occurrence: 3 }", "occurrence");
}

#[test]
fn anchors_status_prints_a_line_per_annotation() {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/first/more.yaml",
        "- {id: gone, kind: note, quote: no such words, body: Lost.}\n",
    );
    let run = sandbox.succeed(&["anchors", "status"]);
    assert_eq!(run.out.lines().count(), 2, "{run:?}");
    assert!(run.out.contains("first/fox") && run.out.contains("first/gone"), "{run:?}");

    let run = sandbox.succeed(&["anchors", "status", "--format", "json"]);
    let lines: Vec<Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let fox = lines.iter().find(|line| line["id"] == "fox").unwrap();
    // “First\nThe quick ” has 16 code points.
    let expected = serde_json::json!({
        "article": "first", "id": "fox", "state": "exact",
        "start": 16, "end": 25, "text": "brown fox",
    });
    assert_eq!(fox, &expected);
    let gone = lines.iter().find(|line| line["id"] == "gone").unwrap();
    assert_eq!([&gone["state"], &gone["start"]], [&Value::from("orphan"), &Value::Null]);
}

#[test]
fn a_new_edition_builds_and_checks_without_a_word_of_warning() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "edition"]);
    sandbox.succeed(&["check", "--root", "edition", "--deny", "warnings"]).expect_said("0 warn");
    let build = ["build", "--root", "edition"];
    sandbox.succeed(&build).expect_said("0 warnings (`postil check` asks more, of drafts too)");
    let build = [&build[..], &["--drafts", "--no-cache"]].concat();
    sandbox.succeed(&build).expect_said("0 warnings (`postil check` asks more)");
    assert!(sandbox.has("edition/public/index.html"));
}

#[test]
fn a_wrong_quote_in_a_new_edition_is_told_as_the_readme_shows() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "edition"]);
    let path = "edition/content/first-article/fact-checks.yaml";
    sandbox.write(path, sandbox.read(path).replace("one of the oldest", "one of the eldest"));
    let told = sandbox.succeed(&["build", "--root", "edition"]).err;
    let readme = include_str!("../../README.md");
    let (_, example) = readme.split_once("```text\nwarning[orphan]").expect("there is an example");
    let (example, after) = example.split_once("```").expect("it ends");
    assert!(told.contains(&format!("warning[orphan]{example}")), "{told}");
    let (_, heading) = after.split_once('“').expect("the heading is named");
    let (heading, _) = heading.split_once('”').expect("and ends");
    let page = sandbox.read("edition/public/first-article/index.html");
    assert!(page.contains(&format!(">{heading}</h2>")), "{heading}");
}

#[test]
fn the_files_of_a_new_edition_lead_editors_to_their_schemas() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "edition"]);
    let files = sandbox.files();
    let is_written_by_people =
        |path: &&String| path.ends_with(".yaml") && !path.ends_with("anchors.lock.yaml");
    let yaml: Vec<_> = files.keys().filter(is_written_by_people).collect();
    assert!(yaml.len() >= 5, "{yaml:?}");
    for path in yaml {
        let text = sandbox.read(path);
        let first = text.lines().next().unwrap_or_default();
        let target = first.strip_prefix("# yaml-language-server: $schema=").expect(path);
        let folder = sandbox.path(path);
        let schema = folder.parent().expect("a file has a folder").join(target);
        let schema = fs::read_to_string(schema).expect("the schema is there");
        let name = target.rsplit('/').next().expect("a name").trim_end_matches(".schema.json");
        assert_eq!(schema, sandbox.succeed(&["schema", name]).out);
    }
    sandbox.succeed(&["schema", "--output", "again"]);
    assert_eq!(
        sandbox.read("again/sidecar.schema.json"),
        sandbox.read("edition/schemas/sidecar.schema.json")
    );
}

#[test]
fn a_new_edition_may_be_made_in_an_empty_folder() {
    let sandbox = Sandbox::empty();
    sandbox.succeed(&["new", "."]);
    assert!(sandbox.has("content/edition.yaml"));
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_leaves_nothing_of_a_new_edition() {
    let sandbox = Sandbox::empty();
    fs::create_dir(sandbox.path("empty")).unwrap();
    // With the signal ignored, a limit of 512 bytes a file fails as a full disk does.
    for folder in ["new", "empty"] {
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" new \"$1\"";
        let mut shell = Command::new("sh");
        shell.args(["-c", script, env!("CARGO_BIN_EXE_postil"), folder]);
        let run = Run::of(shell.current_dir(sandbox.path("")).output().unwrap());
        run.expect_code(3).expect_said(folder);
        assert!(sandbox.files().is_empty());
        sandbox.succeed(&["new", folder]);
        fs::remove_dir_all(sandbox.path(folder)).unwrap();
        fs::create_dir(sandbox.path("empty")).ok();
    }
}

#[test]
fn a_new_edition_never_lands_among_other_files() {
    let sandbox = Sandbox::empty();
    sandbox.write("folder/mine.txt", "mine");
    sandbox.write("file", "mine");
    let before = sandbox.files();
    for taken in [".", "folder", "file"] {
        sandbox.run(&["new", taken]).expect_code(2).expect_said("not an empty folder");
    }
    assert_same_files(&sandbox.files(), &before);
}

#[test]
fn whoever_waits_for_a_lock_is_told() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["build"]);
    let held = fs::File::open(sandbox.path("public/.postil/lock")).unwrap();
    held.lock().unwrap();
    let mut build = sandbox.postil(&["build"]);
    let mut running = build.stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(running.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(line.contains("waiting for another build") && line.contains(".postil/lock"), "{line}");
    held.unlock().unwrap();
    assert!(running.wait().unwrap().success());
}

#[test]
fn completions_know_every_command() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = sandbox.succeed(&["completions", shell]);
        for command in ["build", "check", "new", "anchors", "doctor", "schema", "completions"] {
            assert!(run.out.contains(command), "{shell} does not complete `{command}`");
        }
    }
}

#[test]
fn help_and_version_end_with_0() {
    let sandbox = Sandbox::empty();
    for arguments in [&["--help"][..], &["build", "--help"], &["--version"], &["help", "check"]] {
        let run = sandbox.succeed(arguments);
        assert!(run.out.contains("ostil") && run.err.is_empty(), "{run:?}");
    }
}

#[test]
fn help_shows_the_options_of_a_command_before_those_of_all() {
    let sandbox = Sandbox::empty();
    for (command, option) in [("build", "--output"), ("serve", "--port"), ("new", "--from")] {
        for help in ["-h", "--help"] {
            let run = sandbox.succeed(&[command, help]);
            let (own, of_all) = run.out.split_once("Global options:").expect("they are apart");
            assert!(own.contains(option) && !own.contains("--root"), "{}", run.out);
            assert!(of_all.contains("--root") && of_all.contains("--color"), "{}", run.out);
        }
    }
}

#[test]
fn verbose_builds_say_where_the_time_went() {
    let sandbox = Sandbox::small();
    let times = |run: Run| {
        let line = run.err.lines().find(|line| line.starts_with("time: ")).expect("it is said");
        let parts = line["time: ".len()..].split(", ");
        let name = |part: &str| {
            let [name, number, "ms"] = part.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{part}")
            };
            number.parse::<u64>().expect("a number");
            name.to_owned()
        };
        parts.map(name).collect::<Vec<_>>()
    };
    assert_eq!(times(sandbox.succeed(&["build", "-v"])), ["load", "weave", "pages", "write"]);
    assert_eq!(times(sandbox.succeed(&["build", "-v"])), ["compare", "write"]);
    let run = sandbox.succeed(&["build", "--no-cache"]);
    assert!(!run.err.contains("time:"), "{run:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_book_is_not_written_to_a_terminal() {
    let sandbox = Sandbox::small();
    let on_a_terminal = |format: &str| {
        let program = env!("CARGO_BIN_EXE_postil");
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command"]);
        script.arg(format!("{program} export --format {format}")).arg("/dev/null");
        Run::of(script.current_dir(sandbox.path("")).output().expect("`script` is there"))
    };
    let run = on_a_terminal("epub").expect_code(2);
    assert!(run.out.contains("--output FILE") && !run.out.contains("PK"), "{run:?}");
    assert!(on_a_terminal("markdown").expect_code(0).out.contains("The quick"));
    sandbox.succeed(&["export", "--format", "epub", "--output", "book.epub"]);
    assert!(fs::read(sandbox.path("book.epub")).unwrap().starts_with(b"PK"));
}

#[test]
fn nothing_to_accept_is_said() {
    let sandbox = Sandbox::small();
    sandbox.succeed(&["anchors", "accept", "--all-changed"]).expect_said("nothing to confirm");
}

#[test]
fn a_workflow_of_github_is_told_where_the_problems_are() {
    let sandbox = broken();
    let run = |arguments: &[&str]| {
        let mut command = sandbox.postil(arguments);
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_WORKSPACE", sandbox.path(".."));
        Run::of(command.output().expect("the program can be run")).expect_code(1)
    };
    let folder = sandbox.path("").file_name().expect("it has a name").to_owned();
    let folder = folder.to_string_lossy().into_owned();
    for command in ["check", "build"] {
        let told = run(&[command]);
        let start = format!("::error file={folder}/content/first/notes.yaml,line=5,col=3,");
        assert!(told.out.starts_with(&start), "{told:?}");
        assert!(
            told.out.contains("title=unknown-key::annotation has no key `tgas`%0A"),
            "{told:?}"
        );
        assert!(told.err.contains("error[unknown-key]"), "people read it all the same: {told:?}");
        assert!(!run(&[command, "--format", "json"]).out.contains("::error"));
    }
    let quiet = sandbox.run(&["check"]);
    assert!(quiet.out.is_empty(), "{quiet:?}");
}

#[test]
fn a_page_of_the_guide_is_printed() {
    let sandbox = Sandbox::empty();
    assert!(sandbox.succeed(&["guide", "host"]).out.starts_with("# Host it\n"));
    sandbox.run(&["guide", "hosts"]).expect_code(2).expect_said("did you mean `host`?");
}
