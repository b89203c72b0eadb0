//! Saves as the page's editor makes them: what they rest on, and how they are undone.

use postil::{
    disk::sidecar::{Expected, Failure, Saved, apply, undo},
    edit::{self, List, Operation},
    io::SourceFile,
    site::hash,
};
use serde_json::{Value, json};

use crate::sandbox::Sandbox;

const NOTES: &str = "content/first/notes.yaml";

fn save(
    sandbox: &Sandbox,
    path: &str,
    json: Value,
    expected: Expected<'_>,
) -> Result<Saved, Failure> {
    let operation: Operation = serde_json::from_value(json).expect("an operation as JSON");
    apply(&sandbox.path(""), None, path, &operation, expected)
}

fn add(id: &str) -> Value {
    let fields = json!({
        "kind": "note", "quote": "quick brown", "body": "b", "created": "2026-11-22"
    });
    json!({"op": "add", "id": id, "fields": fields})
}

fn version(sandbox: &Sandbox, id: &str) -> String {
    let file = SourceFile::new(NOTES, sandbox.read(NOTES));
    edit::version(List::Annotations, &file, id).expect("it is there")
}

#[test]
fn the_page_and_the_command_line_write_the_same_bytes() {
    let (page, line) = (Sandbox::small(), Sandbox::small());
    let saved = save(&page, NOTES, add("quick"), Expected::Anything).expect("saved");
    line.succeed(&[
        "annotate",
        "add",
        "first",
        "--id",
        "quick",
        "--kind",
        "note",
        "--quote",
        "quick brown",
        "--body",
        "b",
        "--created",
        "2026-11-22",
    ]);
    assert_eq!(page.read(NOTES), line.read(NOTES));
    assert_eq!(saved.hash, hash(page.read(NOTES).as_bytes()));
}

#[test]
fn an_edit_of_a_file_that_has_changed_is_refused_with_the_file_as_it_is() {
    let sandbox = Sandbox::small();
    let first = hash(sandbox.read(NOTES).as_bytes());
    save(&sandbox, NOTES, add("quick"), Expected::File(&first)).expect("nothing has changed");
    let text = sandbox.read(NOTES);
    match save(&sandbox, NOTES, add("quicker"), Expected::File(&first)) {
        Err(Failure::Changed { text: current, hash: now }) => {
            assert_eq!(current, text);
            assert_eq!(now, hash(text.as_bytes()));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(sandbox.read(NOTES), text);
}

#[test]
fn an_edit_of_an_entry_that_nobody_touched_is_merged() {
    let sandbox = Sandbox::small();
    let fox = version(&sandbox, "fox");
    save(&sandbox, NOTES, add("quick"), Expected::Anything).expect("saved");
    let set = |body: &str| json!({"op": "set", "id": "fox", "fields": {"body": body}});
    save(&sandbox, NOTES, set("c"), Expected::Entry(&fox)).expect("the entry is untouched");
    let refused = save(&sandbox, NOTES, set("d"), Expected::Entry(&fox));
    assert!(matches!(refused, Err(Failure::Changed { .. })), "{refused:?}");
    let text = sandbox.read(NOTES);
    assert!(text.contains("body: |\n    c\n") && text.contains("- id: quick\n"), "{text}");
}

/// A program that knows nothing of locks and appends to a file, again and again; what it
/// writes is left to it.
#[cfg(unix)]
#[test]
fn what_another_program_appends_meanwhile_is_neither_lost_nor_in_the_way() {
    const N_SAVES: usize = 10;
    let sandbox = Sandbox::small();
    let script = "i=0; while [ -d content ] && [ ! -e stop ]; do i=$((i+1)); \
                  echo \"# line $i\" >> content/first/notes.yaml; sleep 0.1; done; echo $i";
    let mut other = std::process::Command::new("sh");
    other.args(["-c", script]).current_dir(sandbox.path(""));
    let other = other.stdout(std::process::Stdio::piped()).spawn().expect("there is a shell");
    for index in 0..N_SAVES {
        save(&sandbox, NOTES, add(&format!("quick-{index}")), Expected::Anything).expect("saved");
    }
    sandbox.write("stop", "");
    let other = other.wait_with_output().expect("it ends");
    let n_lines: usize = String::from_utf8_lossy(&other.stdout).trim().parse().expect("a number");
    let text = sandbox.read(NOTES);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("# line ")).collect();
    assert_eq!(lines, (1..=n_lines).map(|n| format!("# line {n}")).collect::<Vec<_>>());
    assert_eq!(text.matches("- id: quick-").count(), N_SAVES);
}

#[test]
fn a_save_is_undone_and_redone() {
    let sandbox = Sandbox::small();
    let root = sandbox.path("");
    let before = sandbox.read(NOTES);
    let saved = save(&sandbox, NOTES, add("quick"), Expected::Anything).expect("saved");
    let after = sandbox.read(NOTES);
    let undone = undo(&root, None, NOTES, &saved.undo).expect("undone");
    assert_eq!(sandbox.read(NOTES), before);
    undo(&root, None, NOTES, &undone.undo).expect("redone");
    assert_eq!(sandbox.read(NOTES), after);
    sandbox.write(NOTES, after.replace("body: |\n    b\n", "body: c\n"));
    assert!(undo(&root, None, NOTES, &saved.undo).is_err(), "what was changed since is not undone");
}

#[test]
fn a_new_file_says_where_its_schema_is_and_goes_with_its_first_entry() {
    let sandbox = Sandbox::small();
    let root = sandbox.path("");
    let path = "content/first/more.yaml";
    let saved = save(&sandbox, path, add("quick"), Expected::Anything).expect("saved");
    assert!(sandbox.read(path).starts_with("- id: quick\n"));
    undo(&root, None, path, &saved.undo).expect("undone");
    assert!(!sandbox.has(path));
    sandbox.write("schemas/sidecar.schema.json", "{}");
    let saved = save(&sandbox, path, add("quick"), Expected::Anything).expect("saved");
    let head = "# yaml-language-server: $schema=../../schemas/sidecar.schema.json\n";
    assert!(sandbox.read(path).starts_with(&format!("{head}\n- id: quick\n")));
    let undone = undo(&root, None, path, &saved.undo).expect("undone");
    assert!(!sandbox.has(path));
    undo(&root, None, path, &undone.undo).expect("redone");
    assert!(sandbox.has(path));
}

#[test]
fn terms_and_sources_are_saved_the_same_way() {
    let sandbox = Sandbox::small();
    let source = json!({"op": "add", "id": "aesop", "fields": {"type": "book", "title": "Fables"}});
    let path = "content/sources.yaml";
    save(&sandbox, path, source, Expected::Anything).expect("saved");
    assert_eq!(sandbox.read(path), "aesop:\n  type: book\n  title: Fables\n");
    let term = json!({"op": "add", "id": "fox", "fields": {
        "term": "fox", "definition": "An animal.", "sources": [{"ref": "aesop"}]}});
    let path = "content/glossary.yaml";
    save(&sandbox, path, term.clone(), Expected::Anything).expect("saved");
    let mut twin = term;
    twin["id"] = "vulpes".into();
    let refused = save(&sandbox, path, twin, Expected::Anything);
    assert!(matches!(refused, Err(Failure::Invalid(_))), "two terms claim one name: {refused:?}");
    let remove = json!({"op": "remove", "id": "aesop"});
    let refused = save(&sandbox, "content/sources.yaml", remove, Expected::Anything);
    assert!(matches!(refused, Err(Failure::Invalid(_))), "a term cites it: {refused:?}");
    sandbox.succeed(&["check"]);
}

#[test]
fn no_path_leads_out_of_the_lists() {
    let sandbox = Sandbox::small();
    let before = sandbox.files();
    for path in [
        "content/edition.yaml",
        "content/first/../../../etc/notes.yaml",
        "content/first/index.md",
        "/etc/notes.yaml",
        "content/none/notes.yaml",
    ] {
        let refused = save(&sandbox, path, add("quick"), Expected::Anything);
        assert!(matches!(refused, Err(Failure::Path(_) | Failure::Io(..))), "{path}: {refused:?}");
    }
    assert!(sandbox.files() == before);
}
