//! Fixtures of the live preview: each folder below `tests/preview` holds `requests` that are
//! made of it one after the other, and `expected/answers.txt`.
//!
//! The preview serves a copy of the edition in `tests/preview-edition`, over which the
//! fixture's own `content/` is laid. A line of `requests` is one of
//!
//! - `GET what` or `POST what JSON`, below `/_postil/api` (`GET events` is the first event);
//!   indented lines that follow are headers that take the place of those that a page of
//!   the preview sends, or take them away if they are empty
//! - `WRITE path JSON-string`, which changes a file and waits until the preview has seen it,
//!   and `TELL path JSON-string`, which shows what pages are told of that, too
//! - `MOVE path path`, which moves a file or a folder and waits for that
//! - `COMMAND …` and `SERVE …`, at the top: a command to be run first, and options of `serve`
//! - `# …`, which says why
//!
//! What differs from run to run stands in answers as `<token>`, `<version 1>` and the like;
//! of these a request may name versions and the numbers of undos. Below each answer stands
//! which files it has changed. Expectations are written anew as those of editions are
//! (`fixtures.rs`).

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use postil::disk::today;
use serde_json::Value;

use crate::{sandbox::Sandbox, serve::Served};

/// After so long an answer is not going to become what is expected; what is wrong with an
/// edition as a whole is found in the background.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long expectations wait for that before they are written.
const PAUSE: Duration = Duration::from_secs(1);
/// The header that carries the token.
const TOKEN: &str = "X-Postil-Token";

/// A preview that is asked, and what was said so far.
struct Case {
    sandbox: Sandbox,
    options: Vec<String>,
    served: Option<Served>,
    token: String,
    /// The versions, and the numbers of undos and redos, that were told so far.
    versions: Vec<String>,
    undos: Vec<String>,
    redos: Vec<String>,
    expected: String,
    answers: String,
}

impl Case {
    fn new(folder: &Path) -> Self {
        let sandbox = Sandbox::empty();
        lay(&sandbox, &tests().join("preview-edition"));
        lay(&sandbox, folder);
        let expected = fs::read_to_string(folder.join("expected/answers.txt")).unwrap_or_default();
        Self {
            sandbox,
            options: Vec::new(),
            served: None,
            token: String::new(),
            versions: Vec::new(),
            undos: Vec::new(),
            redos: Vec::new(),
            expected,
            answers: String::new(),
        }
    }

    /// Does what a line of `requests` says, and notes what comes of it.
    fn run(&mut self, line: &str, headers: &[(&str, &str)]) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "#" => self.answers += &format!("{line}\n"),
            "SERVE" => self.options.extend(rest.split(' ').map(str::to_owned)),
            "COMMAND" => drop(self.sandbox.succeed(&rest.split(' ').collect::<Vec<_>>())),
            "TELL" => {
                let (path, text) = rest.split_once(' ').expect("TELL names a file and its text");
                let mut events = self.served().events();
                events.next(|_| true);
                self.write(path, &serde_json::from_str::<String>(text).expect("a text as JSON"));
                let event = events.next(|_| true);
                let told = self.masked(event);
                self.answers += &format!("{line}\n{told}\n");
            }
            "MOVE" => {
                let (from, to) = rest.split_once(' ').expect("MOVE names two paths");
                let before = self.served().generation();
                let (from, to) = (self.sandbox.path(from), self.sandbox.path(to));
                fs::rename(from, to).expect("it can be moved");
                let served = self.served();
                served.until("the move is seen", || served.generation() > before);
                self.answers += &format!("{line}\n\n");
            }
            "WRITE" => {
                let (path, text) = rest.split_once(' ').expect("WRITE names a file and its text");
                self.write(path, &serde_json::from_str::<String>(text).expect("a text as JSON"));
                self.answers += &format!("{line}\n\n");
            }
            _ => {
                let text = self.answer(word, rest, headers);
                self.answers += &text;
            }
        }
    }

    fn served(&mut self) -> &Served {
        if self.served.is_none() {
            let options: Vec<&str> = self.options.iter().map(String::as_str).collect();
            let served = Served::start(&self.sandbox, &options);
            let state = served.get("/_postil/api/state").body;
            let state: Value = serde_json::from_str(&state).expect("the state is JSON");
            self.token = state["token"].as_str().expect("there is a token").to_owned();
            self.served = Some(served);
        }
        self.served.as_ref().expect("it was started")
    }

    /// Writes a file in one step, so that no half of it is ever seen.
    fn write(&mut self, path: &str, text: &str) {
        let before = self.served().generation();
        self.sandbox.write("content/.new", text);
        let to = self.sandbox.path(path);
        fs::rename(self.sandbox.path("content/.new"), to).expect("a file can be renamed");
        let served = self.served();
        served.until("the change is seen", || served.generation() > before);
    }

    /// Returns a request, its answer and what that has changed; what is only read is asked
    /// for again until it is as expected.
    fn answer(&mut self, method: &str, what: &str, headers: &[(&str, &str)]) -> String {
        let started = Instant::now();
        self.served();
        if is_blessing() && method == "GET" {
            thread::sleep(PAUSE);
        }
        loop {
            let before = self.sandbox.files();
            let mut text = format!("{method} {what}\n");
            for (name, value) in headers {
                text += &format!("  {name}: {value}\n");
            }
            text += &self.ask(method, what, headers);
            for path in changed(&before, &self.sandbox.files()) {
                text += &format!("= changed {path}\n");
            }
            text.push('\n');
            let is_told = self.expected.starts_with(&format!("{}{text}", self.answers));
            let is_lost = method != "GET" || !self.expected.starts_with(&self.answers);
            if is_told || is_lost || is_blessing() || started.elapsed() > PATIENCE {
                return text;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Returns the status and the body of an answer, without what differs between runs.
    fn ask(&mut self, method: &str, what: &str, headers: &[(&str, &str)]) -> String {
        if what == "events" {
            let event = self.served().events().next(|_| true);
            return self.masked(event);
        }
        let (what, body) = what.split_once(' ').unwrap_or((what, ""));
        let body = self.unmasked(body);
        let (own, token) = (format!("127.0.0.1:{}", self.served().port), self.token.clone());
        let mut all = vec![("Host", own.clone()), ("Connection", "close".to_owned())];
        if method == "POST" {
            all.push(("Origin", format!("http://{own}")));
            all.push((TOKEN, token));
            all.push(("Content-Type", "application/json".to_owned()));
            all.push(("Content-Length", body.len().to_string()));
        }
        all.retain(|(name, _)| headers.iter().all(|(other, _)| name != other));
        let given = headers.iter().filter(|(_, value)| !value.is_empty());
        all.extend(given.map(|(name, value)| (*name, (*value).to_owned())));
        let head: String = all.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!("{method} /_postil/api/{what} HTTP/1.1\r\n{head}\r\n{body}");
        let answer = self.served().send(&request);
        let body = match serde_json::from_str(&answer.body) {
            Ok(value) => self.masked(value),
            Err(_) if answer.body.ends_with('\n') => answer.body,
            Err(_) => answer.body + "\n",
        };
        format!("{} {body}", answer.status)
    }

    /// Returns what was told, with names for what differs from run to run.
    fn masked(&mut self, mut value: Value) -> String {
        self.mask(&mut value);
        let text = serde_json::to_string_pretty(&value).expect("a value can be written");
        text.replace(&today().to_string(), "<today>") + "\n"
    }

    fn mask(&mut self, value: &mut Value) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(|value| self.mask(value)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    let name = match (name.as_str(), &value) {
                        ("token" | "run" | "generation", _) => format!("<{name}>"),
                        ("version", Value::String(hash)) => {
                            format!("<version {}>", nth(&mut self.versions, hash))
                        }
                        ("undo", Value::Number(number)) => {
                            format!("<undo {}>", nth(&mut self.undos, &number.to_string()))
                        }
                        ("redo", Value::Number(number)) => {
                            format!("<redo {}>", nth(&mut self.redos, &number.to_string()))
                        }
                        // By article and id.
                        ("versions", Value::Object(_)) => {
                            self.mask_versions(value);
                            continue;
                        }
                        _ => {
                            self.mask(value);
                            continue;
                        }
                    };
                    *value = name.into();
                }
            }
            Value::String(text) => {
                for (name, numbers) in [("undo", &self.undos), ("redo", &self.redos)] {
                    for (index, number) in numbers.iter().enumerate() {
                        *text = text.replace(number, &format!("<{name} {}>", index + 1));
                    }
                }
            }
            _ => {}
        }
    }

    /// Names the versions of entries, by article and id.
    fn mask_versions(&mut self, value: &mut Value) {
        let articles = value.as_object_mut().expect("there are articles").values_mut();
        for of_article in articles.filter_map(Value::as_object_mut) {
            for version in of_article.values_mut().filter(|version| version.is_string()) {
                let hash = version.as_str().unwrap_or_default().to_owned();
                *version = format!("<version {}>", nth(&mut self.versions, &hash)).into();
            }
        }
    }

    fn unmasked(&self, body: &str) -> String {
        let mut body = body.to_owned();
        for (index, hash) in self.versions.iter().enumerate() {
            body = body.replace(&format!("<version {}>", index + 1), hash);
        }
        for (name, numbers) in [("undo", &self.undos), ("redo", &self.redos)] {
            for (index, number) in numbers.iter().enumerate() {
                body = body.replace(&format!("\"<{name} {}>\"", index + 1), number);
            }
        }
        body
    }
}

/// Returns the place of a text among those told so far, from 1.
fn nth(told: &mut Vec<String>, text: &str) -> usize {
    let place = told.iter().position(|other| other == text).unwrap_or_else(|| {
        told.push(text.to_owned());
        told.len() - 1
    });
    place + 1
}

fn changed(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let written = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
    gone.chain(written.map(|(path, _)| path)).cloned().collect()
}

fn is_blessing() -> bool {
    std::env::var_os("POSTIL_BLESS").is_some()
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Puts the `content/` of a fixture into a sandbox.
fn lay(sandbox: &Sandbox, folder: &Path) {
    for entry in walkdir::WalkDir::new(folder.join("content")).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("it lies below the folder");
            let bytes = fs::read(entry.path()).expect("a fixture can be read");
            sandbox.write(&path.to_string_lossy(), bytes);
        }
    }
}

/// Makes the requests of a fixture; returns how the answers differ from what is expected.
fn compare(folder: &Path) -> Option<String> {
    let requests = fs::read_to_string(folder.join("requests")).expect("there are requests");
    let mut case = Case::new(folder);
    let mut lines = requests.lines().peekable();
    while let Some(line) = lines.next() {
        let mut headers = Vec::new();
        while let Some(header) = lines.next_if(|line| line.starts_with("  ")) {
            let (name, value) = header.trim().split_once(':').expect("a header has a name");
            headers.push((name, value.trim()));
        }
        case.run(line, &headers);
    }
    if is_blessing() {
        fs::create_dir_all(folder.join("expected")).expect("a folder can be made");
        fs::write(folder.join("expected/answers.txt"), &case.answers).expect("it can be written");
        return None;
    }
    let (expected, actual) = (case.expected.lines(), case.answers.lines());
    let n_same = expected.clone().zip(actual.clone()).take_while(|(a, b)| a == b).count();
    (case.expected != case.answers).then(|| {
        let line =
            |mut lines: std::str::Lines<'_>| lines.nth(n_same).unwrap_or("(the end)").to_owned();
        let (expected, actual) = (line(expected), line(actual));
        let name = folder.display();
        format!("{name}, line {}:\n  expected: {expected}\n  actual:   {actual}", n_same + 1)
    })
}

#[test]
fn every_request_is_answered_as_expected() {
    let folders = fs::read_dir(tests().join("preview")).expect("tests/preview can be listed");
    let folders = folders.map(|entry| entry.expect("an entry can be listed").path());
    let failures: Vec<String> = folders.filter_map(|folder| compare(&folder)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
