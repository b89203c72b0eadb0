//! The live preview: the program is started on a free port of the loopback
//! interface, edited under its eyes, and asked as browsers and strangers would.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        mpsc::{self, Receiver},
    },
    thread,
    time::{Duration, Instant},
};

use postil::{Options, build, disk::FolderInput, edition::Drafts, io::MemoryOutput};
use serde_json::Value;

use crate::sandbox::Sandbox;

/// After so long something is not going to happen any more.
const PATIENCE: Duration = Duration::from_secs(30);
/// Whoever waits in a queue is answered in the end: a save of this build takes a tenth of
/// a second of a machine's time, and a hundred come at once where there is little of it.
const QUEUE: Duration = Duration::from_secs(300);
/// The path of the site of [`Sandbox::small`].
const SITE: &str = "/sub/path/";

/// A running preview; ended when it is dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) port: u16,
    said: Mutex<Receiver<String>>,
}

/// An answer of the preview.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Served {
    pub(crate) fn start(sandbox: &Sandbox, options: &[&str]) -> Self {
        let mut arguments = vec!["serve", "--port", "0"];
        arguments.extend(options);
        Self::run(sandbox.postil(&arguments))
    }

    pub(crate) fn run(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be run");
        let mut first = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("the output is a pipe"));
        out.read_line(&mut first).expect("the output can be read");
        let address = first.trim().strip_prefix("http://");
        let port = address.and_then(|address| address.split(['/', ':']).nth(1)?.parse().ok());
        let port = port.unwrap_or_else(|| panic!("the first line is no address: {first:?}"));
        let (sender, said) = mpsc::channel();
        let err = BufReader::new(child.stderr.take().expect("standard error is a pipe"));
        thread::spawn(move || err.lines().map_while(Result::ok).try_for_each(|l| sender.send(l)));
        Self { child, port, said: Mutex::new(said) }
    }

    /// Sends a request as it stands.
    pub(crate) fn send(&self, request: &str) -> Answer {
        self.try_send(request).expect("the preview listens")
    }

    /// Sends a request; `None` if nobody listens.
    fn try_send(&self, request: &str) -> Option<Answer> {
        let mut stream = self.try_connect()?;
        stream.set_read_timeout(Some(QUEUE)).expect("a timeout can be set");
        // A server that refuses may close before all is sent.
        drop(stream.write_all(request.as_bytes()));
        let mut bytes = Vec::new();
        drop(stream.read_to_end(&mut bytes));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Some(Answer { status, head: head.to_lowercase(), body: body.to_owned() })
    }

    pub(crate) fn connect(&self) -> TcpStream {
        self.try_connect().expect("the preview listens")
    }

    fn try_connect(&self) -> Option<TcpStream> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        Some(stream)
    }

    pub(crate) fn get_with(&self, path: &str, headers: &str) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }

    pub(crate) fn post(&self, path: &str, headers: &str, body: &str) -> Answer {
        self.try_post(path, headers, body).expect("the preview listens")
    }

    /// Posts a body; `None` if nobody listens.
    pub(crate) fn try_post(&self, path: &str, headers: &str, body: &str) -> Option<Answer> {
        let host = format!("127.0.0.1:{}", self.port);
        let head = format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        self.try_send(&format!("{head}{headers}\r\n{body}"))
    }

    /// Returns a page as the site has it, without what the preview adds.
    pub(crate) fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
        let start = answer.body.find("<link id=\"postil-style\"");
        let start = start.expect("the preview adds its style");
        let end = answer.body.rfind("</body>").expect("a page ends");
        format!("{}{}", &answer.body[..start], &answer.body[end..])
    }

    #[track_caller]
    pub(crate) fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let started = Instant::now();
        while !holds() {
            assert!(started.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    pub(crate) fn until_shows(&self, path: &str, text: &str) {
        self.until(&format!("{path} shows {text:?}"), || self.get(path).body.contains(text));
    }

    /// Returns how many states of the edition there have been.
    pub(crate) fn generation(&self) -> u64 {
        let event = self.events().next(|_| true);
        event["generation"].as_u64().expect("a generation is a number")
    }

    /// Sends it a signal, as `kill` names it.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.is_ok_and(|status| status.success()), "{signal} cannot be sent");
    }

    /// Returns the bytes of memory that it had at most.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        1024 * kilobytes.unwrap_or_else(|| -> usize { panic!("no memory in {status}") })
    }

    pub(crate) fn events(&self) -> Events {
        let mut stream = self.connect();
        let host = format!("Host: 127.0.0.1:{}", self.port);
        let request = format!("GET /_postil/events HTTP/1.1\r\n{host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        Events(BufReader::new(stream).lines())
    }

    /// Returns what was printed for people until a line holds `text`.
    #[track_caller]
    pub(crate) fn said_until(&self, text: &str) -> String {
        let said = self.said.lock().expect("no reader has failed");
        let mut all = String::new();
        loop {
            let line = said.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("{text:?} is not said:\n{all}"));
            all.push_str(&line);
            all.push('\n');
            if line.contains(text) {
                return all;
            }
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The events of a preview, as they come.
pub(crate) struct Events(std::io::Lines<BufReader<TcpStream>>);

impl Events {
    /// Returns the next event for which `is_wanted`.
    #[track_caller]
    pub(crate) fn next(&mut self, mut is_wanted: impl FnMut(&Value) -> bool) -> Value {
        loop {
            let line = self.0.next().expect("the stream goes on").expect("an event comes");
            let Some(data) = line.strip_prefix("data: ") else { continue };
            let event: Value = serde_json::from_str(data).expect("an event is JSON");
            if is_wanted(&event) {
                return event;
            }
        }
    }
}

fn has_errors(event: &Value) -> bool {
    let all = event["diagnostics"].as_array().expect("an event has diagnostics");
    all.iter().any(|found| found["severity"] == "error")
}

#[test]
fn every_file_is_that_of_a_clean_build_with_drafts() {
    let sandbox = Sandbox::small();
    sandbox.write("content/second/index.md", "---\ndraft: true\n---\n# Second\n\nText.\n");
    sandbox.write("content/first/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    sandbox.write("content/pages/about.md", "# About\n");
    let served = Served::start(&sandbox, &[]);
    sandbox.write("content/first/index.md", "# First\n\nThe slow brown fox. ![](a.svg)\n");
    served.until_shows("/sub/path/first/", "slow");
    let output = MemoryOutput::default();
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let report = build(&options, &FolderInput::new(&sandbox.path("")), &output);
    assert!(!report.is_failed());
    for (path, bytes) in output.into_files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for sign in ["_postil", "EventSource", "data-generation"] {
            assert!(!text.contains(sign), "{path} holds something of the preview: {sign}");
        }
        if path.ends_with(".html") {
            assert_eq!(served.page(&format!("{SITE}{path}")), text, "{path}");
        } else {
            let answer = served.get(&format!("{SITE}{path}"));
            assert_eq!((answer.status, answer.body), (200, text), "{path}");
        }
    }
    assert!(!sandbox.has("public"), "a preview writes no site");
    let without = Served::start(&sandbox, &["--no-drafts"]);
    assert_eq!(without.get("/sub/path/second/").status, 404);
}

#[test]
fn a_page_ends_in_the_script_of_the_preview_which_knows_what_it_stands_for() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &["--no-edit"]);
    for (path, status) in [("first/", 200), ("nowhere/", 404)] {
        let answer = served.get(&format!("{SITE}{path}"));
        assert_eq!(answer.status, status);
        assert!(answer.head.contains(&format!("content-length: {}", answer.body.len())), "{path}");
        let (page, end) = answer.body.rsplit_once("<script ").expect("there is a script");
        assert!(end.contains(" data-generation=\"1\"></script></body>"), "{path}: {end}");
        assert_eq!(end.contains(" data-stands-in "), status != 200, "{path}: {end}");
        assert!(!page.contains("_postil/preview.js"), "{path}");
    }
}

#[test]
fn a_broken_edition_shows_the_last_good_page_and_says_why() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let mut events = served.events();
    let good = served.page("/sub/path/first/");
    sandbox.write("content/first/notes.yaml", "- id: fox\n  kind: <b>\n");
    let event = events.next(has_errors);
    assert_eq!(event["held"], true);
    let found = &event["diagnostics"][0];
    assert_eq!(found["file"], "content/first/notes.yaml");
    assert!(found["line"].as_u64() > Some(0) && found["help"].is_string(), "{found}");
    assert_eq!(found["source"], "- id: fox");
    served.said_until("help: it may be");
    // An edit elsewhere does not make it good.
    sandbox.write("content/pages/about.md", "# About\n");
    events.next(|event| event["changed"].to_string().contains("about.md") && has_errors(event));
    assert_eq!(served.page("/sub/path/first/"), good);
    sandbox.write("content/first/notes.yaml", "- { id: fox, kind: note, quote: fox, body: A. }\n");
    let event = events.next(|event| !has_errors(event));
    assert_eq!(event["held"], false);
    served.until_shows("/sub/path/about/", "About");
    let all: Vec<String> = served.said.lock().unwrap().try_iter().collect();
    assert!(!all.join("\n").contains("notes.yaml"), "said twice: {all:?}");
}

#[test]
fn a_template_that_breaks_is_told_and_recovers() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let mut events = served.events();
    let good = served.page("/sub/path/first/");
    for broken in ["{% if %}", "{{ nothing.of }}"] {
        sandbox.write("themes/folio/templates/article.html", broken);
        events.next(has_errors);
        assert_eq!(served.page("/sub/path/first/"), good);
        sandbox.remove("themes/folio/templates/article.html");
        events.next(|event| !has_errors(event));
        assert_eq!(served.page("/sub/path/first/"), good);
    }
}

#[test]
fn an_edition_that_is_broken_from_the_start_is_served_once_it_is_whole() {
    let sandbox = Sandbox::small();
    let settings = sandbox.read("content/edition.yaml");
    let served = Served::start(&sandbox, &[]);
    drop(served);
    sandbox.write("content/edition.yaml", "title: [\n");
    let served = Served::start(&sandbox, &[]);
    served.events().next(has_errors);
    sandbox.write("content/edition.yaml", settings);
    served.until("the edition is served", || served.get("/sub/path/first/").status == 200);
}

#[test]
fn strangers_are_kept_out() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let own = format!("127.0.0.1:{}", served.port);
    let ask = |host: &str, path: &str, more: &str| {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}");
        served.send(&format!("{head}Connection: close\r\n\r\n")).status
    };
    let page = "/sub/path/first/";
    assert_eq!(ask(&own, page, ""), 200);
    assert_eq!(ask(&format!("localhost:{}", served.port), page, ""), 200);
    for host in ["evil.example", "127.0.0.1", "localhost.evil.example", "", "127.0.0.1:1"] {
        assert_eq!(ask(host, page, ""), 403, "{host}");
    }
    let port = served.port;
    assert_eq!(ask(&format!("evil.example:{port}"), page, ""), 403);
    for path in [page, "/_postil/events", "/_postil/api/state"] {
        for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
            assert_eq!(ask(&own, path, &format!("Origin: {origin}\r\n")), 403, "{path} {origin}");
        }
        let embedded = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
        assert_eq!(ask(&own, path, embedded), 403, "{path}");
    }
    let followed = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
    assert_eq!(ask(&own, page, followed), 200, "a link from elsewhere may lead here");
    let answer = served.get(page);
    assert!(!answer.head.contains("access-control"), "{}", answer.head);
    for header in ["nosniff", "referrer-policy", "content-security-policy", "same-origin"] {
        assert!(answer.head.contains(header), "{header}: {}", answer.head);
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let sandbox = Sandbox::small();
    sandbox.write("secret.txt", "secret");
    let served = Served::start(&sandbox, &[]);
    let long = format!("/sub/path/{}", "a".repeat(8000));
    let paths = [
        "/../../etc/passwd",
        "/sub/path/../../secret.txt",
        "/sub/path/%2e%2e/%2e%2e/secret.txt",
        "/sub/path/..%2fsecret.txt",
        "/sub/path/..%5c..%5csecret.txt",
        "/sub/path//etc/passwd",
        "/sub/path/first/notes.yaml",
        "/sub/path/first/index.html%00.txt",
        "/sub/path/%",
        "/content/first/index.md",
        "/_postil/../secret.txt",
        &long,
    ];
    for path in paths {
        let answer = served.get(path);
        assert!(matches!(answer.status, 400 | 404 | 414 | 431), "{path}: {}", answer.status);
        assert!(!answer.body.contains("secret") && !answer.body.contains("brown fox"), "{path}");
    }
    assert_eq!(served.get("/sub/path/first").status, 307, "a page without its slash is found");
    assert!(served.get("/sub/path/first").head.contains("location: /sub/path/first/"));
}

#[test]
fn a_port_that_is_taken_is_passed_over_or_refused() {
    let sandbox = Sandbox::small();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it has an address").port();
    let number = port.to_string();
    let served = Served::run(sandbox.postil(&["serve", "--port", &number]));
    assert_ne!(served.port, port);
    served.said_until(&format!("port {number} is taken"));
    let refused = sandbox.run(&["serve", "--port", &number, "--strict-port"]);
    refused.expect_code(3).expect_said(&number);
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to_and_leaves_everything() {
    let sandbox = Sandbox::small();
    let before = sandbox.read("content/first/index.md");
    for signal in ["-INT", "-TERM"] {
        let mut served = Served::start(&sandbox, &[]);
        // An open stream is no reason to stay.
        let mut events = served.events();
        events.next(|_| true);
        let told = Instant::now();
        served.signal(signal);
        while served.child.try_wait().expect("a child can be asked").is_none() {
            assert!(told.elapsed() < PATIENCE, "{signal}: it does not end");
            thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(sandbox.read("content/first/index.md"), before);
    }
}

#[test]
fn other_machines_are_warned_of_and_may_not_edit() {
    let sandbox = Sandbox::small();
    for (options, may_edit) in [
        (&["--host", "0.0.0.0"][..], false),
        (&["--host", "0.0.0.0", "--allow-remote-edit"], true),
        (&["--no-edit"], false),
        (&[], true),
    ] {
        let served = Served::start(&sandbox, options);
        let state = served.get("/_postil/api/state");
        let state: Value = serde_json::from_str(&state.body).expect("the state is JSON");
        assert_eq!(state["editing"], may_edit, "{options:?}");
        if options.len() > 1 {
            served.said_until("warning: everybody who can reach 0.0.0.0");
        }
    }
}

#[test]
fn clients_that_send_too_much_or_too_slowly_are_bounded() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    // A stream that is let go may count for a moment longer, so none is.
    let mut open = Vec::new();
    let is_taken = |open: &mut Vec<_>| {
        let mut stream = served.connect();
        let host = format!("Host: 127.0.0.1:{}", served.port);
        let request = format!("GET /_postil/events HTTP/1.1\r\n{host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        let mut status = [0; 12];
        stream.read_exact(&mut status).expect("an answer comes");
        open.push(stream);
        !status.ends_with(b"503")
    };
    while is_taken(&mut open) {
        assert!(open.len() < 200, "streams are not bounded");
    }
    assert_eq!(served.get("/sub/path/first/").status, 200, "pages are served all the same");
    let header = format!("X-Long: {}\r\n", "a".repeat(100_000));
    assert!(matches!(served.get_with("/sub/path/", &header).status, 0 | 431), "long headers");
}
