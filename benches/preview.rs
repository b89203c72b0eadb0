//! How long it takes from a save to the changed page, beside a full build.
//!
//! The program serves an edition; a file of it is written, and the page asked
//! for again and again until it shows the change. Everything between counts:
//! the wait for the end of the burst of events, reading, making the page,
//! sending it.
#![expect(clippy::disallowed_methods, reason = "a benchmark prepares folders")]

mod edition;
mod measure;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use edition::Shape;
use measure::{ms, print_table, time};

const POSTIL: &str = env!("CARGO_BIN_EXE_postil");
/// How often each kind of file is changed.
const N_RUNS: usize = 11;
/// The article that is looked at.
const ARTICLE: &str = "article-00000";

struct Served {
    child: Child,
    address: String,
}

fn main() {
    for n_articles in [1, 10_000] {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let root = folder.path();
        edition::write(root, Shape::of_articles(n_articles)).expect("the folder is ours");
        let (build, ()) = time(|| build(root));
        let (start, served) = time(|| Served::start(root));
        let mut rows = vec![
            vec!["full build".to_owned(), ms(build)],
            vec!["start of the preview, to the first page".to_owned(), ms(start)],
        ];
        for (name, file, marked) in edits(root) {
            rows.push(vec![name.to_owned(), ms(served.latency(&root.join(file), marked))]);
        }
        drop(served);
        let title = format!("From save to changed page, {n_articles} articles, median of {N_RUNS}");
        print_table(&title, &rows);
    }
}

/// Writes a mark into the old text of a file.
type Marked = fn(&str, &str) -> String;

/// Returns what is edited: its name, its file, and how.
fn edits(root: &Path) -> [(&'static str, String, Marked); 4] {
    let sidecar = fs::read_dir(root.join("content").join(ARTICLE))
        .expect("the edition has the article")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".yaml"))
        .min()
        .expect("the article has a sidecar");
    let template = root.join("themes/folio/templates/article.html");
    fs::create_dir_all(template.parent().expect("a file lies in a folder"))
        .expect("the folder is ours");
    fs::write(&template, include_str!("../themes/folio/templates/article.html"))
        .expect("the folder is ours");
    [
        ("text", format!("content/{ARTICLE}/index.md"), |text, mark| format!("{text}\n{mark}\n")),
        ("sidecar", format!("content/{ARTICLE}/{sidecar}"), |text, mark| {
            text.replacen("  summary: >-\n", &format!("  summary: >-\n    {mark}\n"), 1)
        }),
        ("glossary", "content/glossary.yaml".to_owned(), |text, mark| {
            text.replace("  definition: |\n", &format!("  definition: |\n    {mark}\n"))
        }),
        ("template", "themes/folio/templates/article.html".to_owned(), |text, mark| {
            text.replacen("{%- endblock", &format!("<i>{mark}</i>{{%- endblock"), 1)
        }),
    ]
}

impl Served {
    fn start(root: &Path) -> Self {
        let mut child = Command::new(POSTIL)
            .args(["serve", "--quiet", "--port", "0", "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("the output is a pipe"))
            .read_line(&mut first)
            .expect("the address is told");
        let address = first.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let served = Self { child, address };
        served.until("the article", |answer| answer.contains("<main"));
        served
    }

    /// Returns the median time from a save to the page that shows it.
    fn latency(&self, file: &Path, marked: Marked) -> Duration {
        let old = fs::read_to_string(file).expect("the file is there");
        let mut times: Vec<Duration> = (0..N_RUNS)
            .map(|run| {
                let mark = format!("mark{run}mark");
                let text = marked(&old, &mark);
                assert_ne!(text, old, "{} is not changed", file.display());
                let (time, ()) = time(|| {
                    fs::write(file, &text).expect("the file can be written");
                    self.until(&mark, |answer| answer.contains(&mark));
                });
                time
            })
            .collect();
        fs::write(file, old).expect("the file can be written");
        self.until("the end", |answer| !answer.contains(&format!("mark{}mark", N_RUNS - 1)));
        times.sort_unstable();
        times[N_RUNS / 2]
    }

    fn until(&self, what: &str, holds: impl Fn(&str) -> bool) {
        let started = Instant::now();
        while !holds(&self.get(&format!("/{ARTICLE}/"))) {
            assert!(started.elapsed() < Duration::from_secs(60), "{what}: not within a minute");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the preview listens");
        let host = &self.address;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer comes");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn build(root: &Path) {
    let status =
        Command::new(POSTIL).args(["build", "--quiet", "--drafts", "--root"]).arg(root).status();
    assert!(status.is_ok_and(|status| status.success()), "the edition cannot be built");
}
