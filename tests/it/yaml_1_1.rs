//! What the tool writes is read alike by `PyYAML`, which reads YAML 1.1 as most do.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use postil::{
    edit::{self, List, document},
    io::SourceFile,
};
use serde_json::{Value, json};

/// Reads YAML that is given beside what it should say; dates are written as they stand.
const READER: &str = r#"
import datetime, json, sys, yaml
def plain(value):
    if isinstance(value, dict): return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list): return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
for line in sys.stdin:
    given = json.loads(line)
    read = plain(yaml.safe_load(given["yaml"]))
    if read != given["means"]:
        sys.exit(f"{given['yaml']!r} is read as {read!r}")
"#;

/// Asserts that `PyYAML` reads each text as it was meant.
#[track_caller]
fn check(written: impl Iterator<Item = (String, Value)>) {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/validators/python");
    assert!(library.is_dir(), "no PyYAML; run ./tests/run once");
    let mut python = Command::new("python3")
        .args(["-c", READER])
        .env("PYTHONPATH", library)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("there is a Python");
    let mut input = python.stdin.take().expect("it is piped");
    for (yaml, means) in written {
        // Who has heard enough says why.
        drop(writeln!(input, "{}", json!({ "yaml": yaml, "means": means })));
    }
    drop(input);
    let output = python.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What readers may take for something else, alone or between others.
const PARTS: &[&str] = &[
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "true",
    "null",
    "~",
    "=",
    "<<",
    ".inf",
    "+.inf",
    "-.INF",
    ".nan",
    "0o7",
    "017",
    "0x1F",
    "0b10",
    "1_000",
    "1:30",
    "190:20:30",
    "1e3",
    "6.8523015e+5",
    "-.5",
    "+1",
    "2026-11-22",
    "2026-02-30",
    "2026-1-2",
    "2026-11-22t10:30:00Z",
    "2026-11-22 10:30:00.5 +1",
    "? ",
    "?",
    ": ",
    ":",
    "- ",
    "-",
    "--- ",
    "...",
    "#",
    " #",
    "'",
    "\"",
    "\\",
    "\t",
    "\n",
    "\r",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffe}",
    "\u{1b}",
    "\u{9b}",
    "\u{7f}",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%",
    "@",
    "`",
    " ",
    "a",
    "é",
    "Who",
    "😀",
];

/// Returns so many texts of the parts, the same each time.
fn texts(n_texts: usize) -> impl Iterator<Item = String> {
    let mut state = 1_u64;
    let mut next = move |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    let single = PARTS.iter().map(|part| (*part).to_owned());
    single
        .chain(std::iter::repeat_with(move || {
            let n_parts = 1 + next(5);
            (0..n_parts).map(|_| PARTS[next(PARTS.len())]).collect()
        }))
        .take(n_texts)
}

#[test]
fn entries_are_read_alike() {
    let texts: Vec<String> = texts(20_000).collect();
    check(texts.chunks(5).enumerate().map(|(index, five)| {
        let [summary, body, exact, tag, note] = five else { unreachable!("five divides them") };
        let fields = json!({
            "summary": summary, "quote": { "exact": exact }, "body": body, "tags": [tag, exact],
            "sources": [{ "ref": tag, "note": note, "date": note }], "created": "2026-11-22",
        });
        let fields = serde_json::from_value(fields).expect("a mapping");
        let empty = SourceFile::new("content/a/notes.yaml", String::new());
        let text = edit::add(List::Annotations, &empty, &[(format!("n{index}"), fields)])
            .unwrap_or_else(|refusal| panic!("{five:?}: {refusal}"));
        let file = SourceFile::new(empty.path, text);
        let entries = edit::entries(List::Annotations, &file).expect("it can be read");
        let means = entries.into_iter().map(|(_, fields)| fields).collect::<Vec<_>>();
        (file.text, json!(means))
    }));
}

#[test]
fn front_matter_is_read_alike() {
    check(texts(2_000).filter(|text| !text.contains(['\r', '\n'])).map(|text| {
        let matter = json!({ "title": text, "authors": [text, "Ann"], "published": "2026-11-22" });
        let mapping = serde_json::from_value(matter.clone()).expect("a mapping");
        (document(&mapping), matter)
    }));
}
