//! How long it takes from a save to the changed page, beside a full build.
//!
//! The program serves an edition and a file of it is written. As the script of
//! an open page does, the benchmark waits to be told of the change and fetches
//! the page, until that shows it. Everything between counts: the wait for the
//! end of the burst of events, reading, making the page, sending it.
//!
//! Where there are Node, Chromium and the tools of `tests/browser` (`npm ci`
//! there), the same is measured in a real browser, until its open page shows
//! the change, and beside it how long the same page takes to be loaded anew.
#![expect(clippy::disallowed_methods, reason = "a benchmark prepares folders")]

mod edition;
mod measure;

use std::{
    cell::RefCell,
    fs,
    io::{self, BufRead, BufReader, Lines, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use edition::Shape;
use measure::{ms, print_table, time};

const POSTIL: &str = env!("CARGO_BIN_EXE_postil");
/// How often each kind of file is changed.
const N_RUNS: usize = 11;

/// Writes an edition into a folder.
type WriteEdition = dyn Fn(&Path) -> io::Result<()>;

/// An edition, and what is done in it.
struct Case {
    name: String,
    /// The article that is looked at.
    slug: &'static str,
    sidecar: &'static str,
    write: Box<WriteEdition>,
}

struct Served {
    child: Child,
    /// The host and its port.
    address: String,
    /// The path of the address of the page that is looked at.
    page: String,
}

fn main() {
    let made = |n_articles| Case {
        name: format!("{n_articles} articles"),
        slug: "article-00000",
        sidecar: "counter-sources.yaml",
        write: Box::new(move |root| edition::write(root, Shape::of_articles(n_articles))),
    };
    let first = Case {
        name: "the first edition".to_owned(),
        slug: "idlib-2019",
        sidecar: "fact-checks.yaml",
        write: Box::new(copy_first_edition),
    };
    for case in [first, made(1), made(10_000)] {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let root = folder.path();
        (case.write)(root).expect("the folder is ours");
        let (build, ()) = time(|| build(root));
        let (start, served) = time(|| Served::start(root, case.slug));
        let mut rows = vec![
            vec!["full build".to_owned(), ms(build)],
            vec!["start of the preview, to the first page".to_owned(), ms(start)],
        ];
        let mut browser = Browser::open(&served);
        for (name, file, marked) in edits(root, &case) {
            let edit = Edit { file: root.join(&file), marked };
            let mut listener = served.listen(&file);
            let fetched = edit.latency(|_| {}, |mark| listener.wait(&served, mark));
            let mut row = vec![name.to_owned(), ms(fetched)];
            if let Some(browser) = &mut browser {
                let browser = RefCell::new(browser);
                let look = |mark: &str| browser.borrow_mut().ask(&format!("see {mark}"), "looking");
                let shown = edit.latency(look, |_| browser.borrow_mut().hear("seen"));
                row.push(format!("{} in a browser", ms(shown)));
            }
            rows.push(row);
        }
        if let Some(mut browser) = browser {
            // The last file was put back; its news must not come between.
            std::thread::sleep(Duration::from_secs(1));
            rows.push(vec!["page loaded anew in a browser".to_owned(), ms(browser.reload())]);
        }
        drop(served);
        let title = format!("From save to changed page, {}, median of {N_RUNS}", case.name);
        print_table(&title, &rows);
    }
}

/// Copies the edition that this repository holds, without the text as it was
/// received: no edit may depart from that.
fn copy_first_edition(root: &Path) -> io::Result<()> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in walkdir::WalkDir::new(from.join("content")) {
        let entry = entry?;
        let to = root.join(entry.path().strip_prefix(from).map_err(io::Error::other)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(to)?;
        } else if entry.file_name() != "witness.txt" {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Writes a mark into the old text of a file.
type Marked = fn(&str, &str) -> String;

/// Returns what is edited: its name, its file, and how.
fn edits(root: &Path, case: &Case) -> [(&'static str, String, Marked); 5] {
    let slug = case.slug;
    let template = root.join("themes/folio/templates/article.html");
    fs::create_dir_all(template.parent().expect("a file lies in a folder"))
        .expect("the folder is ours");
    fs::write(&template, include_str!("../themes/folio/templates/article.html"))
        .expect("the folder is ours");
    [
        ("text", format!("content/{slug}/index.md"), |text, mark| {
            let mut lines = text.lines().rev();
            let last = lines.find(|line| !line.is_empty() && !line.starts_with("[^"));
            let last = last.expect("an article has a paragraph");
            text.replace(last, &format!("{last} {mark}"))
        }),
        ("new paragraph", format!("content/{slug}/index.md"), |text, mark| {
            format!("{text}\n{mark}\n")
        }),
        ("sidecar", format!("content/{slug}/{}", case.sidecar), |text, mark| {
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
    fn start(root: &Path, slug: &str) -> Self {
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
        let told = first.trim().trim_start_matches("http://");
        let (address, base) = told.split_once('/').expect("an address has a path");
        let (address, page) = (address.to_owned(), format!("/{base}{slug}/"));
        let served = Self { child, address, page };
        served.until("the article", |answer| answer.contains("<main"));
        served
    }

    /// Returns what hears of changes of a file.
    fn listen(&self, file: &str) -> Listener {
        let mut stream = TcpStream::connect(&self.address).expect("the preview listens");
        let host = &self.address;
        let request = format!("GET /_postil/events HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        let mut listener =
            Listener { events: BufReader::new(stream).lines(), name: format!("\"{file}\"") };
        // The first event tells the state as it is.
        listener.hear("data:");
        listener
    }

    fn until(&self, what: &str, holds: impl Fn(&str) -> bool) {
        let started = Instant::now();
        while !holds(&self.get(&self.page)) {
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

/// Hears of changes of one file.
struct Listener {
    events: Lines<BufReader<TcpStream>>,
    name: String,
}

impl Listener {
    /// Waits until a change is told after which the page shows a mark: a file
    /// that is written on a busy machine may be seen while it is empty.
    fn wait(&mut self, served: &Served, mark: &str) {
        let name = self.name.clone();
        loop {
            self.hear(&name);
            if served.get(&served.page).contains(mark) {
                return;
            }
        }
    }

    fn hear(&mut self, text: &str) {
        let has_text = |line: &io::Result<String>| line.as_ref().is_ok_and(|l| l.contains(text));
        assert!(self.events.any(|line| has_text(&line)), "the stream has ended");
    }
}

/// A file, and what is done to it.
struct Edit {
    file: PathBuf,
    marked: Marked,
}

impl Edit {
    /// Returns the median time from a save to the end of `wait`.
    fn latency(&self, mut prepare: impl FnMut(&str), mut wait: impl FnMut(&str)) -> Duration {
        let old = fs::read_to_string(&self.file).expect("the file is there");
        let times = (0..N_RUNS).map(|run| {
            let mark = format!("mark{run}mark");
            let text = (self.marked)(&old, &mark);
            assert_ne!(text, old, "{} is not changed", self.file.display());
            prepare(&mark);
            let (time, ()) = time(|| {
                fs::write(&self.file, &text).expect("the file can be written");
                wait(&mark);
            });
            time
        });
        let median = median(times.collect());
        fs::write(&self.file, old).expect("the file can be written");
        median
    }
}

/// A browser that has the article open; see `tests/browser/latency.mjs`.
struct Browser {
    child: Child,
    asks: ChildStdin,
    says: Lines<BufReader<ChildStdout>>,
}

impl Browser {
    /// Opens the article; `None` where there is no browser to be had.
    fn open(served: &Served) -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/latency.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(format!("http://{}{}", served.address, served.page))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let asks = child.stdin.take().expect("the input is a pipe");
        let says = BufReader::new(child.stdout.take().expect("the output is a pipe")).lines();
        let mut browser = Self { child, asks, says };
        (browser.says.next()?.ok()? == "ready").then_some(browser)
    }

    fn ask(&mut self, what: &str, answer: &str) {
        writeln!(self.asks, "{what}").expect("the browser listens");
        self.hear(answer);
    }

    fn hear(&mut self, answer: &str) {
        let said = self.says.next().expect("the browser is there").expect("it says something");
        assert_eq!(said, answer);
    }

    fn reload(&mut self) -> Duration {
        let times = (0..N_RUNS).map(|_| time(|| self.ask("reload", "loaded")).0);
        median(times.collect())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn build(root: &Path) {
    let status =
        Command::new(POSTIL).args(["build", "--quiet", "--drafts", "--root"]).arg(root).status();
    assert!(status.is_ok_and(|status| status.success()), "the edition cannot be built");
}
