//! Clients of the live preview that are up to no good, or only slow, and what browsers ask
//! of it that play a film.

use std::{
    io::{Read, Write},
    thread,
    time::Duration,
};

use serde_json::json;

use crate::{editing::Page, sandbox::Sandbox, serve::Served};

const PAGE: &str = "/sub/path/first/";

/// An edition with a file of `n_bytes`, each of which differs from its neighbours.
fn with_film(n_bytes: usize) -> (Sandbox, Vec<u8>) {
    let sandbox = Sandbox::small();
    let film: Vec<u8> =
        (0..n_bytes).map(|byte| b'a' + u8::try_from(byte % 26).expect("it is small")).collect();
    sandbox.write("content/first/film.webm", &film);
    (sandbox, film)
}

#[test]
fn a_part_of_a_file_is_answered_with() {
    let (sandbox, film) = with_film(1000);
    let served = Served::start(&sandbox, &[]);
    let film = String::from_utf8(film).expect("its bytes are letters");
    let path = "/sub/path/first/film.webm";
    let ask = |headers: &str| served.get_with(path, headers);
    let all = ask("");
    assert_eq!((all.status, &all.body), (200, &film));
    assert!(all.head.contains("accept-ranges: bytes") && all.head.contains("video/webm"));
    for (range, part) in [
        ("0-0", 0..1),
        ("100-199", 100..200),
        ("990-", 990..1000),
        ("990-99999999999999999999999", 990..1000),
        ("-5", 995..1000),
        ("-9999", 0..1000),
    ] {
        let answer = ask(&format!("Range: bytes={range}\r\n"));
        assert_eq!((answer.status, &*answer.body), (206, &film[part.clone()]), "{range}");
        let told = format!("content-range: bytes {}-{}/1000", part.start, part.end - 1);
        assert!(answer.head.contains(&told), "{range}: {}", answer.head);
        assert!(answer.head.contains(&format!("content-length: {}", part.len())), "{range}");
    }
    for beyond in ["1000-", "99999999999999999999999-", "-0"] {
        let answer = ask(&format!("Range: bytes={beyond}\r\n"));
        assert_eq!((answer.status, &*answer.body), (416, ""), "{beyond}");
        assert!(answer.head.contains("content-range: bytes */1000"), "{}", answer.head);
    }
    // What is no single range of bytes, or is of a state of the file that has no name.
    for whole in ["bytes=5-2", "bytes=0-1,5-6", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=+1-2"] {
        assert_eq!(ask(&format!("Range: {whole}\r\n")).status, 200, "{whole}");
    }
    assert_eq!(ask("Range: bytes=0-1\r\nIf-Range: \"x\"\r\n").status, 200);
    // The site's own files, too; pages, which the preview adds to, are whole.
    let style = served.get("/sub/path/search/index.json").body;
    let part = served.get_with("/sub/path/search/index.json", "Range: bytes=1-9\r\n");
    assert_eq!((part.status, &*part.body), (206, &style[1..10]));
    assert_eq!(served.get_with(PAGE, "Range: bytes=0-1\r\n").status, 200);
}

#[test]
fn who_asks_and_whom_is_said_once() {
    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let own = format!("127.0.0.1:{}", served.port);
    for doubled in [
        format!("Host: {own}\r\n"),
        "Host: evil.example\r\n".to_owned(),
        format!("Origin: http://{own}\r\nOrigin: http://{own}\r\n"),
        format!("Origin: http://{own}\r\nOrigin: http://evil.example\r\n"),
    ] {
        assert_eq!(served.get_with(PAGE, &doubled).status, 400, "{doubled}");
    }
    assert_eq!(served.get_with(PAGE, &format!("Origin: http://{own}\r\n")).status, 200);
}

#[test]
fn what_came_with_an_edition_has_no_part_in_the_preview() {
    let sandbox = Sandbox::small();
    sandbox.write("content/first/evil.html", "<body><script src=evil.js></script></body>");
    for file in ["evil.svg", "evil.xhtml", "evil.what", "good.png", "film.mp4", "evil.js"] {
        sandbox.write(&format!("content/first/{file}"), "x");
    }
    let served = Served::start(&sandbox, &[]);
    let policy = |file: &str| {
        let answer = served.get(&format!("{PAGE}{file}"));
        assert_eq!(answer.status, 200, "{file}");
        assert!(!answer.body.contains("_postil") || file.is_empty(), "{file}: {}", answer.body);
        let line = answer
            .head
            .lines()
            .find_map(|line| line.strip_prefix("content-security-policy: ").map(str::to_owned));
        line.expect("every answer has a policy")
    };
    for file in ["evil.html", "evil.svg", "evil.xhtml", "evil.what"] {
        assert!(policy(file).starts_with("sandbox; default-src 'none'; "), "{file}");
    }
    // Players and viewers of the browser's own must work.
    for file in ["good.png", "film.mp4", "evil.js"] {
        assert!(!policy(file).contains("sandbox"), "{file}");
    }
    let own = format!("http://127.0.0.1:{}", served.port);
    let scripts = format!("script-src {own}/_postil/ {own}/sub/path/assets/; ");
    assert!(policy("").contains(&scripts), "{}", policy(""));
}

#[cfg(target_os = "linux")]
#[test]
fn clients_that_do_not_read_take_neither_memory_nor_place() {
    const N_BYTES: usize = 8_000_000;
    let (sandbox, film) = with_film(N_BYTES);
    let served = Served::start(&sandbox, &[]);
    let before = served.memory();
    let mut stalled = Vec::new();
    for _ in 0..300 {
        let mut stream = served.connect();
        let host = format!("Host: 127.0.0.1:{}", served.port);
        let request = format!("GET /sub/path/first/film.webm HTTP/1.1\r\n{host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        stalled.push(stream);
    }
    // Whoever comes later is answered, within the time that a client has patience.
    for _ in 0..3 {
        let mut stream = served.connect();
        let request = format!("GET {PAGE} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\n\r\n", served.port);
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer comes");
        assert!(answer.contains("brown fox"), "{answer}");
    }
    let grown = served.memory().saturating_sub(before);
    assert!(grown < 20 * N_BYTES, "{} MB for {} clients", grown / 1_000_000, stalled.len());
    // Who reads late gets all of it all the same.
    let mut last = stalled.pop().expect("there are many");
    let mut all = Vec::new();
    last.set_read_timeout(Some(Duration::from_secs(2))).expect("a timeout can be set");
    drop(last.read_to_end(&mut all));
    assert!(all.ends_with(&film), "{} bytes", all.len());
}

#[cfg(target_os = "linux")]
#[test]
fn other_users_of_the_machine_are_kept_out() {
    use std::os::unix::{fs::MetadataExt, process::CommandExt};

    let sandbox = Sandbox::small();
    let served = Served::start(&sandbox, &[]);
    let ask = |user: u32| {
        let own = format!("127.0.0.1:{}", served.port);
        let request = format!("GET /_postil/api/state HTTP/1.0\\r\\nHost: {own}\\r\\n\\r\\n");
        let script =
            format!("exec 3<>/dev/tcp/127.0.0.1/{}; printf '{request}' >&3; cat <&3", served.port);
        let run = std::process::Command::new("bash").args(["-c", &script]).uid(user).output();
        String::from_utf8(run.expect("bash can be run").stdout).expect("an answer is UTF-8")
    };
    let own = std::fs::metadata("/proc/self").expect("it is there").uid();
    assert!(ask(own).contains("\"token\""));
    // Only the system's own user can be another.
    if own == 0 {
        let answer = ask(65534);
        assert!(answer.starts_with("HTTP/1.0 403") && !answer.contains("token"), "{answer}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn checks_wait_in_line_for_memory() {
    let sandbox = Sandbox::small();
    let text = "The quick brown fox jumps over the lazy dog.\n\n".repeat(4_000);
    sandbox.write("content/first/index.md", format!("# First\n\nOne red fox.\n\n{text}"));
    sandbox.write("content/first/notes.yaml", "[]\n");
    let served = Served::start(&sandbox, &[]);
    let page = Page::open(&served);
    let check = || {
        let fields = json!({ "kind": "note", "quote": "red fox", "body": "b" });
        let edit = json!({ "op": "add", "id": "red", "fields": fields });
        page.succeed("check", &json!({ "article": "first", "edit": edit }));
    };
    let before = served.memory();
    check();
    let of_one = served.memory().saturating_sub(before).max(4_000_000);
    thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(check);
        }
    });
    let grown = served.memory().saturating_sub(before);
    assert!(grown < 4 * of_one, "{grown} bytes for many, {of_one} for one");
}
