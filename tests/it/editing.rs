//! What the editor in the page does to files through the live preview. (What it is answered:
//! `preview_fixtures.rs`.)

use std::thread;
#[cfg(unix)]
use std::{sync::mpsc, time::Duration};

use serde_json::{Value, json};

use crate::{
    sandbox::{Sandbox, assert_same_files},
    serve::Served,
};

/// A page of the editor: it knows the token.
pub(crate) struct Page<'a> {
    served: &'a Served,
    token: String,
}

impl<'a> Page<'a> {
    pub(crate) fn open(served: &'a Served) -> Self {
        let state = served.get("/_postil/api/state");
        let state: Value = serde_json::from_str(&state.body).expect("the state is JSON");
        let token = state["token"].as_str().expect("the state has a token").to_owned();
        Self { served, token }
    }

    fn headers(&self, body: &str) -> String {
        let (port, token, length) = (self.served.port, &self.token, body.len());
        format!(
            "Origin: http://127.0.0.1:{port}\r\nx-postil-token: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n"
        )
    }

    /// Returns the status of an answer; `None` if none comes.
    #[cfg(unix)]
    fn try_post(&self, what: &str, body: &Value) -> Option<u16> {
        let body = body.to_string();
        let headers = self.headers(&body);
        let answer = self.served.try_post(&format!("/_postil/api/{what}"), &headers, &body)?;
        (answer.status > 0).then_some(answer.status)
    }

    #[track_caller]
    pub(crate) fn succeed(&self, what: &str, body: &Value) -> Value {
        let body = body.to_string();
        let headers = self.headers(&body);
        let answer = self.served.post(&format!("/_postil/api/{what}"), &headers, &body);
        assert_eq!(answer.status, 200, "{what}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("an answer is JSON")
    }

    fn get(&self, what: &str) -> Value {
        let answer = self.served.get(&format!("/_postil/api/{what}"));
        assert_eq!(answer.status, 200, "{what}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("an answer is JSON")
    }
}

fn note(quote: &str) -> Value {
    json!({ "kind": "note", "quote": quote, "body": "Written in the page." })
}

fn add(id: &str, quote: &str) -> Value {
    json!({ "article": "first", "edit": { "op": "add", "id": id, "fields": note(quote) } })
}

#[test]
fn who_asks_after_an_answer_sees_the_edit_and_undoing_all_gives_the_bytes_back() {
    let sandbox = Sandbox::small();
    let path = "content/first/notes.yaml";
    let before = sandbox.read(path);
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let saved = page.succeed("save", &add("quick", "quick"));
    let text = sandbox.read(path);
    let added = saved["yaml"].as_str().expect("the entry is told");
    assert!(text.starts_with(&before) && text.ends_with(added), "{text}");
    assert!(served.get("/sub/path/first/").body.contains("Written in the page."));
    let set = json!({ "op": "set", "id": "quick", "fields": { "body": "Changed." } });
    page.succeed("save", &json!({ "article": "first", "edit": set }));
    assert!(served.get("/sub/path/first/").body.contains("Changed."));
    let fields = json!({ "type": "book", "title": "On Foxes" });
    let source = json!({ "list": "sources", "edit": { "op": "add", "id": "s", "fields": fields } });
    page.succeed("save", &source);
    let steps = page.get("undos?article=first");
    for step in steps["undos"].as_array().expect("a list") {
        page.succeed("undo", &json!({ "undo": step["undo"] }));
    }
    assert_eq!(sandbox.read(path), before);
    assert!(!sandbox.has("content/sources.yaml"), "the edit had made it");
}

#[test]
fn a_body_that_is_too_long_is_not_read() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let huge = format!("{{\"article\": \"{}\"}}", "a".repeat(2_000_000));
    let headers = page.headers(&huge);
    let status = served.post("/_postil/api/save", &headers, &huge).status;
    assert!(matches!(status, 0 | 413), "{status}");
}

#[test]
fn what_is_saved_is_remembered_and_what_is_undone_is_not() {
    const LOCK: &str = "content/first/anchors.lock.yaml";
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let saved = page.succeed("save", &add("jumps", "jumps"));
    assert!(sandbox.read(LOCK).contains("\"id\":\"jumps\""));
    page.succeed("undo", &json!({ "undo": saved["undo"] }));
    assert!(!sandbox.read(LOCK).contains("\"id\":\"jumps\""));
}

#[test]
fn the_page_dates_what_it_writes_as_the_command_line_does() {
    let (page_side, line_side) = (Sandbox::small(), Sandbox::small());
    let path = "content/first/notes.yaml";
    let text = "- id: fox\n  kind: note\n  quote: brown fox\n  body: b\n  created: 2020-01-01\n";
    page_side.write(path, text);
    line_side.write(path, text);
    let served = Served::start(&page_side, &[]);
    let page = Page::open(&served);
    page.succeed("save", &add("", "quick"));
    let set = json!({ "op": "set", "id": "fox", "fields": { "body": "c", "lang": "de" } });
    page.succeed("save", &json!({ "article": "first", "edit": set }));
    let retract = json!({ "article": "first", "edit": { "op": "retract", "id": "fox" } });
    page.succeed("save", &retract);
    let add = "annotate add first --kind note --quote quick --body";
    let add: Vec<&str> = add.split(' ').chain(["Written in the page."]).collect();
    line_side.succeed(&add);
    let edit = ["annotate", "edit", "first", "fox"];
    line_side.succeed(&[&edit[..], &["--body", "c", "--lang", "de"]].concat());
    line_side.succeed(&[&edit[..], &["--status", "retracted"]].concat());
    let written = page_side.read(path);
    assert_eq!(written, line_side.read(path));
    assert!(written.contains("  created: 2020-01-01\n  updated: "), "{written}");
    assert_eq!(written.matches("created:").count(), 2, "{written}");
}

#[test]
fn what_is_saved_while_it_is_typed_is_what_the_command_line_writes() {
    let (page_side, line_side) = (Sandbox::small(), Sandbox::small());
    let path = "content/first/notes.yaml";
    let old = "# Of foxes\r\n- id: fox   # kept\r\n  kind: note\r\n  quote: brown fox\r\n  \
               body: b\r\n";
    for sandbox in [&page_side, &line_side] {
        sandbox.write(path, old);
    }
    let served = Served::start(&page_side, &[]);
    let page = Page::open(&served);
    let mut last = Value::Null;
    let mut save = |edit: Value| {
        let edit = json!({ "article": "first", "edit": edit, "continues": last });
        last = page.succeed("save", &edit)["undo"].clone();
        last.clone()
    };
    let typed = json!({ "kind": "note", "quote": "quick", "body": "T", "status": "draft" });
    save(json!({ "op": "add", "id": "quick", "fields": typed }));
    for body in ["Ty", "Typed.\n\nIn two paragraphs: *é* “x” # y"] {
        save(json!({ "op": "set", "id": "quick", "fields": { "body": body } }));
    }
    let step = save(json!({ "op": "set", "id": "quick", "fields": { "summary": "A: b" } }));
    let add = "annotate add first --id quick --kind note --quote quick --status draft --body";
    let body = "Typed.\n\nIn two paragraphs: *é* “x” # y";
    line_side.succeed(&add.split(' ').chain([body]).collect::<Vec<_>>());
    line_side.succeed(&["annotate", "edit", "first", "quick", "--summary", "A: b"]);
    let below = |sandbox: &Sandbox| {
        let mut files = sandbox.files();
        files.retain(|path, _| path.starts_with("content/"));
        files
    };
    assert_same_files(&below(&page_side), &below(&line_side));
    page.succeed("undo", &json!({ "undo": step }));
    assert_eq!(page_side.read(path), old);
    let redo = &page.get("undos?article=first")["redos"][0]["redo"];
    page.succeed("redo", &json!({ "redo": redo }));
    assert_same_files(&below(&page_side), &below(&line_side));
}

#[test]
fn many_saves_at_once_are_all_there() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    thread::scope(|scope| {
        for number in 0..100 {
            let page = &page;
            scope.spawn(move || page.succeed("save", &add(&format!("n{number}"), "quick")));
        }
    });
    let text = sandbox.read("content/first/notes.yaml");
    for number in 0..100 {
        assert_eq!(text.matches(&format!("- id: n{number}\n")).count(), 1, "{number}");
    }
    sandbox.succeed(&["build"]);
}

#[cfg(unix)]
#[test]
fn a_preview_that_is_killed_in_mid_save_leaves_the_old_bytes_or_the_new() {
    let sandbox = Sandbox::small();
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..20_u64 {
        let served = Served::start(&sandbox, &[]);
        let page = Page::open(&served);
        acknowledged.extend(saved_until_killed(&served, &page, round));
        let text = sandbox.read("content/first/notes.yaml");
        for id in &acknowledged {
            assert_eq!(text.matches(&format!("- id: {id}\n")).count(), 1, "{id} is lost");
        }
        let listed = sandbox.succeed(&["annotate", "list", "first", "--format", "json"]).out;
        assert_eq!(listed.lines().count(), text.matches("- id: ").count(), "an entry is no whole");
    }
    sandbox.succeed(&["build"]);
}

/// Kills the preview while four clients save; returns the ids of acknowledged entries.
#[cfg(unix)]
fn saved_until_killed(served: &Served, page: &Page<'_>, round: u64) -> Vec<String> {
    let (acknowledge, first) = mpsc::channel();
    thread::scope(|scope| {
        let savers: Vec<_> = (0..4)
            .map(|saver| {
                let acknowledge = acknowledge.clone();
                scope.spawn(move || {
                    let ids = (0..1000).map(|number| format!("r{round}-{saver}-{number}"));
                    let is_saved = |id: &String| {
                        let is_saved = page.try_post("save", &add(id, "quick")) == Some(200);
                        is_saved && acknowledge.send(()).is_ok()
                    };
                    ids.take_while(is_saved).collect::<Vec<_>>()
                })
            })
            .collect();
        first.recv_timeout(Duration::from_secs(60)).expect("something is saved");
        // Each round ends at another moment in the life of a save.
        thread::sleep(Duration::from_millis(3 * round));
        served.signal("-KILL");
        savers.into_iter().flat_map(|saver| saver.join().expect("a saver ends")).collect()
    })
}
