//! What the editor in the page asks of the live preview: the program is started
//! and asked as the page's script would.

use std::{sync::mpsc, thread, time::Duration};

use serde_json::{Value, json};

use crate::{sandbox::Sandbox, serve::Served};

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

    fn headers(&self, token: &str, kind: &str, body: &str) -> String {
        let length = body.len();
        let origin = format!("Origin: http://127.0.0.1:{}\r\n", self.served.port);
        format!(
            "{origin}x-postil-token: {token}\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n"
        )
    }

    fn post(&self, what: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        let headers = self.headers(&self.token, "application/json", &body);
        let answer = self.served.post(&format!("/_postil/api/{what}"), &headers, &body);
        (answer.status, serde_json::from_str(&answer.body).unwrap_or(Value::Null))
    }

    /// Returns the status of an answer; `None` if none comes.
    #[cfg(unix)]
    fn try_post(&self, what: &str, body: &Value) -> Option<u16> {
        let body = body.to_string();
        let headers = self.headers(&self.token, "application/json", &body);
        let answer = self.served.try_post(&format!("/_postil/api/{what}"), &headers, &body)?;
        (answer.status > 0).then_some(answer.status)
    }

    #[track_caller]
    pub(crate) fn succeed(&self, what: &str, body: &Value) -> Value {
        let (status, answer) = self.post(what, body);
        assert_eq!(status, 200, "{what}: {answer}");
        answer
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
fn a_selected_passage_is_described() {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/first/index.md",
        "# First\n\nThe 🦊 brown *fox* jumps.\n\nA fox and another fox.\n",
    );
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let at = |block: usize, offset: usize| json!({ "block": block, "offset": offset });
    // The fox is one character, and two units of UTF-16.
    let selected = json!({ "article": "first", "start": at(2, 8), "end": at(2, 16) });
    let told = page.succeed("describe", &selected);
    assert_eq!((&told["reads"], &told["quote"]), (&json!("brown fox"), &json!("brown fox")));
    assert_eq!((&told["start"], &told["end"]), (&at(2, 7), &at(2, 16)));
    assert_eq!(told["is_unique"], true);
    let selected = json!({ "article": "first", "start": at(3, 2), "end": at(3, 5) });
    let told = page.succeed("describe", &selected);
    assert_eq!((&told["reads"], &told["is_unique"]), (&json!("fox"), &json!(false)));
    assert!(told["quote"]["prefix"].is_string() || told["quote"]["suffix"].is_string(), "{told}");
    // A word that is told with those around it may be the only one of its kind.
    let selected = json!({ "article": "first", "start": at(2, 17), "end": at(2, 22) });
    let told = page.succeed("describe", &selected);
    assert_eq!((&told["reads"], &told["is_unique"]), (&json!("jumps"), &json!(true)), "{told}");
    let typed = json!({ "article": "first", "text": "fox jumps" });
    assert_eq!(page.succeed("describe", &typed)["start"], at(2, 13));
    let (status, told) = page.post("describe", &json!({ "article": "first", "text": "fox" }));
    assert_eq!(status, 422);
    assert!(told["error"].as_str().is_some_and(|error| error.contains("occurs")), "{told}");
    let typed = json!({ "article": "first", "text": "fox", "block": 3 });
    assert_eq!(page.succeed("describe", &typed)["start"], at(3, 2));
    for nothing in [
        json!({ "article": "first", "start": at(2, 3), "end": at(2, 3) }),
        json!({ "article": "first", "start": at(2, 0), "end": at(9, 0) }),
        json!({ "article": "first", "start": at(2, 0), "end": at(2, 999) }),
    ] {
        assert_eq!(page.post("describe", &nothing).0, 422, "{nothing}");
    }
    for nowhere in ["nowhere", "../first", "first/index.md", ""] {
        let asked = json!({ "article": nowhere, "text": "fox" });
        assert_eq!(page.post("describe", &asked).0, 404, "{nowhere}");
    }
}

#[test]
fn an_edit_is_judged_before_it_is_made() {
    let sandbox = Sandbox::small();
    let before = sandbox.files();
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let told = page.succeed("check", &add("quick", "quick"));
    assert_eq!(told["is_sound"], true, "{told}");
    assert_eq!(told["file"], "content/first/notes.yaml");
    assert!(told["yaml"].as_str().is_some_and(|yaml| yaml.starts_with("- id: quick\n")), "{told}");
    assert_eq!(told["lands"]["reads"], "quick");
    assert_eq!(told["lands"]["start"], json!({ "block": 2, "offset": 4 }));
    let mut wrong = add("quick", "quack");
    wrong["edit"]["fields"]["rating"] = json!("nonsense");
    let told = page.succeed("check", &wrong);
    assert_eq!((&told["is_sound"], &told["lands"]), (&json!(false), &Value::Null));
    let fields: Vec<&str> = told["problems"]
        .as_array()
        .expect("problems are a list")
        .iter()
        .filter_map(|problem| problem["field"].as_str())
        .collect();
    assert!(fields.contains(&"rating") && fields.contains(&"quote"), "{told}");
    let unnamed = page.succeed("check", &add("", "quick brown"));
    assert_eq!(unnamed["id"], "quick-brown");
    assert_eq!(sandbox.files(), before, "nothing is written");
}

#[test]
fn lists_are_searched_and_bodies_rendered() {
    let sandbox = Sandbox::small();
    sandbox.write(
        "content/sources.yaml",
        "smith: { type: book, title: On Foxes, author: 'Smith, A.', date: 2001 }\n",
    );
    sandbox.write(
        "content/glossary.yaml",
        "- { id: fox, term: Fox, aliases: [Vulpes], definition: D. }\n",
    );
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    assert_eq!(page.get("sources?q=foxes%20SMITH")[0]["key"], "smith");
    assert_eq!(page.get("sources?q=dogs"), json!([]));
    assert_eq!(page.get("terms?q=vulp")[0]["id"], "fox");
    let body = json!({ "body": "*a* [@smith] [@nobody] <script>alert(1)</script>" });
    let told = page.succeed("preview", &body);
    let html = told["html"].as_str().expect("a body is HTML");
    assert!(html.contains("<em>a</em>") && html.contains("sources/#smith"), "{html}");
    assert!(!html.contains("<script"), "{html}");
    assert_eq!(told["unknown"], json!(["nobody"]));
}

#[test]
fn edits_are_written_and_taken_back() {
    let sandbox = Sandbox::small();
    let path = "content/first/notes.yaml";
    let before = sandbox.read(path);
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let saved = page.succeed("save", &add("quick", "quick"));
    let text = sandbox.read(path);
    let added = saved["yaml"].as_str().expect("the entry is told");
    assert!(text.starts_with(&before) && text.ends_with(added), "{text}");
    // Whoever asks after the answer sees the edit.
    assert!(served.get("/sub/path/first/").body.contains("Written in the page."));
    let entry = page.get("entry?list=annotations&article=first&id=quick");
    assert_eq!(entry["fields"]["quote"], "quick");
    assert_eq!(entry["version"], saved["version"]);
    let mut change = json!({
        "article": "first",
        "edit": { "op": "set", "id": "quick", "fields": { "body": "Changed." } },
        "if_match": entry["version"],
    });
    page.succeed("save", &change);
    // The version is not that of the entry any more.
    change["edit"]["fields"]["body"] = json!("Overwritten.");
    let (status, told) = page.post("save", &change);
    assert_eq!(status, 412);
    assert!(told["error"].as_str().is_some_and(|e| e.contains("changed on disk")), "{told}");
    assert!(told["current"].as_str().is_some_and(|yaml| yaml.contains("Changed.")), "{told}");
    let yours = told["yours"].as_str().expect("both versions are told");
    assert!(yours.starts_with("- id: quick\n") && yours.contains("Overwritten."), "{told}");
    change["if_match"] = told["version"].clone();
    let saved = page.succeed("save", &change);
    page.succeed("undo", &json!({ "undo": saved["undo"] }));
    assert!(sandbox.read(path).contains("Changed."));
    assert_eq!(page.post("undo", &json!({ "undo": saved["undo"] })).0, 404);
    for op in ["retract", "remove"] {
        page.succeed("save", &json!({ "article": "first", "edit": { "op": op, "id": "quick" } }));
    }
    assert_eq!(sandbox.read(path), before);
}

#[test]
fn all_edits_are_taken_back_one_after_the_other() {
    let sandbox = Sandbox::small();
    let path = "content/first/notes.yaml";
    let before = sandbox.read(path);
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    page.succeed("save", &add("quick", "quick"));
    let set = json!({ "op": "set", "id": "quick", "fields": { "body": "Changed." } });
    page.succeed("save", &json!({ "article": "first", "edit": set }));
    let fields = json!({ "type": "book", "title": "On Foxes" });
    let source = json!({ "list": "sources", "edit": { "op": "add", "id": "s", "fields": fields } });
    page.succeed("save", &source);
    let steps = page.get("undos?article=first");
    let told: Vec<_> = steps.as_array().expect("a list").iter().map(|step| &step["done"]).collect();
    assert_eq!(told, ["added", "changed", "added"], "{steps}");
    assert_eq!((&steps[0]["list"], &steps[0]["id"]), (&json!("sources"), &json!("s")));
    assert_eq!(page.get("undos?article=second").as_array().map(Vec::len), Some(1), "the source");
    // A step that does not fit any more says so, and stays.
    let written = sandbox.read(path);
    sandbox.write(path, written.replace("Changed.", "By hand."));
    let (status, told) = page.post("undo", &json!({ "undo": steps[1]["undo"] }));
    assert_eq!(status, 409);
    assert!(told["error"].as_str().is_some_and(|e| e.contains("changed since")), "{told}");
    assert!(sandbox.read(path).contains("By hand."));
    sandbox.write(path, written);
    for number in 0..3 {
        page.succeed("undo", &json!({ "undo": steps[number]["undo"] }));
    }
    assert_eq!(page.get("undos?article=first"), json!([]));
    assert_eq!(sandbox.read(path), before);
    assert!(!sandbox.path("content/sources.yaml").exists(), "the edit had made it");
}

#[test]
fn what_is_missing_is_told_by_field() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let missing = |list: &str, fields: Value| {
        let edit = json!({ "op": "add", "id": "x", "fields": fields });
        let told =
            page.succeed("check", &json!({ "list": list, "article": "first", "edit": edit }));
        let problems = told["problems"].as_array().expect("a list").clone();
        let is_error = |problem: &&Value| problem["severity"] == "error";
        let field = |problem: &Value| problem["field"].as_str().unwrap_or("none").to_owned();
        problems.iter().filter(is_error).map(field).collect::<Vec<_>>()
    };
    let check = json!({ "kind": "fact-check", "quote": "quick" });
    for field in ["claim", "rating", "summary", "sources"] {
        assert!(
            missing("annotations", check.clone()).iter().any(|other| other == field),
            "{field}"
        );
    }
    assert_eq!(missing("terms", json!({ "definition": "d" })), ["term"]);
    let corrected = json!({ "kind": "note", "quote": "quick", "body": "b",
        "corrections": [{ "text": "t" }] });
    assert_eq!(missing("annotations", corrected), ["corrections"]);
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
fn what_check_refuses_is_not_written() {
    let sandbox = Sandbox::small();
    let before = sandbox.files();
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let (status, told) = page.post("save", &add("quick", "quack"));
    assert_eq!((status, &told["problems"][0]["field"]), (422, &json!("quote")), "{told}");
    assert_eq!(page.post("save", &add("fox", "quick")).0, 422, "the id is taken");
    for id in ["../x", "p-1", "A", "a/b"] {
        assert_eq!(page.post("save", &add(id, "quick")).0, 422, "{id}");
    }
    let mut elsewhere = add("quick", "quick");
    for article in ["../first", "pages", "nowhere", "first/.."] {
        elsewhere["article"] = json!(article);
        assert_eq!(page.post("save", &elsewhere).0, 404, "{article}");
    }
    elsewhere["file"] = json!("content/edition.yaml");
    assert_eq!(page.post("save", &elsewhere).0, 422, "a client names no files");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn only_the_page_itself_may_write() {
    let sandbox = Sandbox::small();
    let before = sandbox.files();
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let body = add("quick", "quick").to_string();
    let save = |headers: &str, body: &str| served.post("/_postil/api/save", headers, body).status;
    let sound = page.headers(&page.token, "application/json", &body);
    for (token, kind) in [
        ("", "application/json"),
        ("0123456789abcdef0123456789abcdef", "application/json"),
        (&page.token, "text/plain"),
        (&page.token, "application/x-www-form-urlencoded"),
        (&page.token, ""),
    ] {
        assert_eq!(save(&page.headers(token, kind, &body), &body), 403, "{token} {kind}");
    }
    let (own, rest) = sound.split_once("\r\n").expect("the origin comes first");
    for origin in ["http://evil.example", "null", "https://localhost"] {
        assert_eq!(save(&format!("Origin: {origin}\r\n{rest}"), &body), 403, "{origin}");
    }
    assert_eq!(save(rest, &body), 403, "whoever asks names its origin");
    for site in ["cross-site", "same-site", "none"] {
        let headers = format!("{sound}Sec-Fetch-Site: {site}\r\n");
        assert_eq!(save(&headers, &body), 403, "{own} {site}");
        let undo = served.post("/_postil/api/undo", &headers, &body);
        assert_eq!(undo.status, 403, "{own} {site}");
    }
    let huge = format!("{{\"article\": \"{}\"}}", "a".repeat(2_000_000));
    let status = save(&page.headers(&page.token, "application/json", &huge), &huge);
    assert!(matches!(status, 0 | 413), "{status}");
    assert_eq!(served.get("/_postil/api/save").status, 405);
    assert_eq!(sandbox.files(), before);
    let reader = Served::start(&sandbox, &["--no-edit"]);
    assert_eq!(Page::open(&reader).post("save", &add("quick", "quick")).0, 403);
    assert_eq!(sandbox.files(), before);
    assert_eq!(save(&format!("{sound}Sec-Fetch-Site: same-origin\r\n"), &body), 200);
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

#[test]
fn terms_and_sources_can_be_added_too() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let fields = json!({ "type": "book", "title": "On Foxes", "date": 2001 });
    let source = json!({ "list": "sources", "edit": { "op": "add", "id": "s", "fields": fields } });
    page.succeed("save", &source);
    let fields = json!({ "term": "fox", "definition": "An animal [@s]." });
    let term = json!({ "list": "terms", "edit": { "op": "add", "id": "fox", "fields": fields } });
    served.until("the source is known", || page.get("sources?q=foxes") != json!([]));
    page.succeed("save", &term);
    served.until_shows("/sub/path/glossary/", "An animal");
}

#[test]
fn new_words_are_confirmed_and_what_is_saved_is_remembered() {
    const LOCK: &str = "content/first/anchors.lock.yaml";
    let sandbox = Sandbox::small();
    let text = "# First\n\nEvery morning the quick brown fox jumps over the gate.\n";
    sandbox.write("content/first/index.md", text);
    sandbox.succeed(&["anchors", "reanchor"]);
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    assert_eq!(page.get("anchors?article=first"), json!([]));

    let saved = page.succeed("save", &add("gate", "over the gate"));
    assert!(sandbox.read(LOCK).contains("\"id\":\"gate\""));
    page.succeed("undo", &json!({ "undo": saved["undo"] }));
    assert!(!sandbox.read(LOCK).contains("\"id\":\"gate\""));

    sandbox.write("content/first/index.md", text.replace("brown fox", "brawn fox"));
    let open = await_open(&page);
    let expected = json!([{
        "id": "fox", "state": "changed", "reads": "brawn fox", "difference": [
            { "kind": "removed", "text": "brown" },
            { "kind": "added", "text": "brawn" },
            { "kind": "same", "text": " fox" },
        ],
    }]);
    assert_eq!(open, expected);
    let of = |reads: &str| json!({ "article": "first", "id": "fox", "reads": reads });
    assert_eq!(page.post("accept", &of("brown fox")).0, 409, "that is not what it reads");
    let saved = page.succeed("accept", &of("brawn fox"));
    assert!(sandbox.read("content/first/notes.yaml").contains("quote: brawn fox\n"));
    assert_eq!(page.get("anchors?article=first"), json!([]));
    sandbox.succeed(&["check", "--deny", "warnings"]);
    page.succeed("undo", &json!({ "undo": saved["undo"] }));
    assert_eq!(page.get("anchors?article=first"), expected);
    let wrong = json!({ "article": "first", "id": "nobody", "reads": "" });
    assert_eq!(page.post("accept", &wrong).0, 404);
}

/// Waits until the preview has seen that a passage was reworded.
fn await_open(page: &Page<'_>) -> Value {
    for _ in 0..200 {
        let open = page.get("anchors?article=first");
        if open != json!([]) {
            return open;
        }
        thread::sleep(Duration::from_millis(25));
    }
    panic!("the change was not seen");
}
