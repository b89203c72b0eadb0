//! The editor's server where the machine fails it: a full disk, a folder that is renamed under
//! it. Nothing is lost, and the page is told what it can do.

#![cfg(unix)]

use std::{fs, process::Command};

use serde_json::{Value, json};

use crate::{
    sandbox::Sandbox,
    serve::{Answer, Served},
};

fn edition() -> Sandbox {
    let sandbox = Sandbox::empty();
    let files = [
        ("edition.yaml", "title: T\nbase_url: https://example.org/\n"),
        ("first/index.md", "# First\n\nThe brown fox jumps.\n"),
        ("first/notes.yaml", "- { id: fox, kind: note, quote: brown fox, body: A fox. }\n"),
    ];
    for (path, text) in files {
        sandbox.write(&format!("here/content/{path}"), text);
    }
    sandbox
}

/// Serves the edition of a sandbox from a shell that has run `first`.
fn serve(sandbox: &Sandbox, first: &str) -> Served {
    let script = format!("{first} exec \"$0\" --root here serve --port 0");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_postil")]).current_dir(sandbox.path(""));
    Served::run(shell)
}

/// Adds a note with a body; returns the status, and what is told.
fn save(served: &Served, id: &str, body: &str) -> (u16, Value) {
    let state = served.get("/_postil/api/state").body;
    let state: Value = serde_json::from_str(&state).expect("the state is JSON");
    let fields = json!({ "kind": "note", "quote": "jumps", "body": body });
    let edit = json!({ "op": "add", "id": id, "fields": fields });
    let body = json!({ "article": "first", "edit": edit }).to_string();
    let host = format!("127.0.0.1:{}", served.port);
    let Answer { status, body, .. } = served.send(&format!(
        "POST /_postil/api/save HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
         Connection: close\r\nContent-Type: application/json\r\nX-Postil-Token: {}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        state["token"].as_str().unwrap_or_default(),
        body.len()
    ));
    (status, serde_json::from_str(&body).expect("an answer is JSON"))
}

#[test]
fn a_full_disk_says_so_and_loses_nothing() {
    let sandbox = edition();
    let before = sandbox.files();
    // With the signal ignored, a limit of 512 bytes a file fails as a full disk does.
    let served = serve(&sandbox, "trap '' XFSZ; ulimit -f 1;");
    let (status, told) = save(&served, "long", &"A long body. ".repeat(100));
    assert_eq!(status, 500, "{told}");
    assert_eq!(told["say"], "Nothing was written: there is no room for it", "{told}");
    assert_eq!(sandbox.files(), before);
    let (status, told) = save(&served, "short", "Short.");
    assert_eq!(status, 200, "{told}");
    assert!(sandbox.read("here/content/first/notes.yaml").contains("Short."));
}

#[test]
fn an_edition_that_is_renamed_is_not_written_to() {
    let sandbox = edition();
    let served = serve(&sandbox, "");
    let mut events = served.events();
    events.next(|_| true);
    fs::rename(sandbox.path("here"), sandbox.path("there")).expect("a folder can be renamed");
    let told = events.next(|event| event["held"] == true);
    assert_eq!(told["diagnostics"][0]["code"], "missing-edition", "{told}");
    let before = sandbox.files();
    let (status, told) = save(&served, "new", "B.");
    assert_eq!(status, 410, "{told}");
    assert!(told["say"].as_str().is_some_and(|say| say.contains("renamed or removed")), "{told}");
    assert_eq!(sandbox.files(), before);
    fs::rename(sandbox.path("there"), sandbox.path("here")).expect("a folder can be renamed");
    let (status, told) = save(&served, "new", "B.");
    assert_eq!(status, 200, "{told}");
}
