//! How long whole editions take, beside the floor; what a build does with its time.
//!
//! Each run is a process of its own (this program, called with `child`), so that
//! nothing is warm but the file system's cache, and that its memory is its own.
//! Floor and build take turns, both with the program's allocator, and write into
//! new folders; of several runs the fastest counts. Editions and sites lie in the
//! folder for temporary files: `TMPDIR=/dev/shm cargo bench --bench build`
//! measures in memory.
//! With `-- small`, the edition of 10,000 pages is left out.
#![expect(clippy::disallowed_methods, reason = "a benchmark measures what the edges do")]

mod edition;
mod floor;
mod measure;
mod memory;
mod stages;

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use postil::{
    Options,
    diag::Severity,
    disk::{FolderCache, FolderInput, FolderOutput},
    site::{Kept, build_with},
};

use edition::Shape;
use measure::{ms, print_table, time};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // cargo adds `--bench`.
    let arguments: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["child", what, root, output] => child(what, Path::new(root), Path::new(output)),
        ["write", n_articles, extras, root] => write(n_articles, extras, Path::new(root)),
        _ => compare(words.contains(&"small")),
    }
}

/// Writes an edition to look at, or to time with other tools: `write 1000 all DIR`.
fn write(n_articles: &str, extras: &str, root: &Path) {
    let n_articles = n_articles.parse().expect("a number of articles");
    let plain = Shape::of_articles(n_articles);
    let shape = if extras == "all" { Shape { settings: "", ..plain } } else { plain };
    edition::write(root, shape).expect("the edition can be written");
}

/// An edition to build, and how often.
struct Case {
    name: &'static str,
    shape: Shape,
    n_runs: usize,
}

fn compare(is_small: bool) {
    let mut cases = vec![
        Case { name: "1,000 pages", shape: Shape::of_articles(1000), n_runs: 4 },
        Case {
            name: "with code",
            shape: Shape { n_code_blocks: 3, ..Shape::of_articles(1000) },
            n_runs: 3,
        },
        Case {
            name: "checks and search",
            shape: Shape { settings: "", ..Shape::of_articles(1000) },
            n_runs: 3,
        },
    ];
    if !is_small {
        let shape = Shape::of_articles(10_000);
        cases.push(Case { name: "10,000 pages", shape, n_runs: 2 });
    }
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let mut columns = vec![row_names()];
    let mut stages = Vec::new();
    for case in &cases {
        let root = folder.path().join(case.name);
        edition::write(&root, case.shape).expect("the edition can be written");
        columns.push(compare_case(case, &root, folder.path()));
        if case.shape.n_articles == 1000 {
            stages.push((case.name, stages::measure(&root)));
        }
        fs::remove_dir_all(root).expect("the folder is ours");
    }
    let title = format!(
        "Builds: 1,500 words, 20 annotations a page; 3 blocks a page with code; on {}",
        file_system(folder.path())
    );
    print_table(&title, &transposed(&columns));
    for (name, stages) in stages {
        let title = format!("Steps one after the other on one core, {name}");
        print_table(&title, &stages.rows());
    }
}

fn row_names() -> Vec<String> {
    let names = [
        "",
        "floor",
        "build",
        "build / floor",
        "floor, processor time",
        "build, processor time",
        "floor, peak memory",
        "build, peak memory",
        "floor, output",
        "build, output",
        "build, files",
        "nothing changed",
        "nothing changed / build",
        "nothing changed, files written",
    ];
    names.map(str::to_owned).into()
}

/// Lets floor and build take turns on one edition.
fn compare_case(case: &Case, root: &Path, folder: &Path) -> Vec<String> {
    let [mut floors, mut builds, mut again] = [(); 3].map(|()| Vec::new());
    let [mut floor_size, mut build_size] = [(); 2].map(|()| (0, 0));
    for _ in 0..case.n_runs {
        let output = folder.join("site");
        floors.push(Run::new("floor", root, &output));
        floor_size = size_of(&output);
        fs::remove_dir_all(&output).expect("the folder is ours");
        builds.push(Run::new("build", root, &output));
        build_size = size_of(&output);
        again.push(Run::new("build", root, &output));
        fs::remove_dir_all(&output).expect("the folder is ours");
    }
    let [floor, build, again] = [floors, builds, again].map(Run::fastest);
    let ratio = |a: &Run, b: &Run| a.wall.as_secs_f64() / b.wall.as_secs_f64();
    vec![
        case.name.to_owned(),
        ms(floor.wall),
        ms(build.wall),
        format!("{:.2}", ratio(&build, &floor)),
        ms(floor.processor),
        ms(build.processor),
        megabytes(floor.peak),
        megabytes(build.peak),
        megabytes(floor_size.0),
        megabytes(build_size.0),
        build_size.1.to_string(),
        ms(again.wall),
        format!("{:.3}", ratio(&again, &build)),
        again.n_written.to_string(),
    ]
}

/// What one process took.
#[derive(Default)]
struct Run {
    wall: Duration,
    processor: Duration,
    /// In bytes.
    peak: u64,
    n_written: u64,
}

impl Run {
    /// Runs this program as a child and reads what it prints.
    fn new(what: &str, root: &Path, output: &Path) -> Self {
        let program = env::current_exe().expect("a program knows its own path");
        let child = Command::new(program)
            .args(["child", what])
            .args([root, output])
            .stderr(Stdio::inherit())
            .output()
            .expect("this program runs");
        assert!(child.status.success(), "{what} failed");
        let printed = String::from_utf8_lossy(&child.stdout);
        let numbers: Vec<u64> = printed.split_whitespace().flat_map(str::parse).collect();
        let [wall, processor, peak, n_written] =
            numbers.try_into().expect("a child prints four numbers");
        let [wall, processor] = [wall, processor].map(Duration::from_micros);
        Self { wall, processor, peak, n_written }
    }

    fn fastest(runs: Vec<Self>) -> Self {
        runs.into_iter().min_by_key(|run| run.wall).unwrap_or_default()
    }
}

#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn child(what: &str, root: &Path, output: &Path) {
    let (wall, n_written) = time(|| match what {
        "floor" => {
            floor::build(root, output).expect("files can be read and written");
            0
        }
        _ => build(root, output),
    });
    println!(
        "{} {} {} {n_written}",
        wall.as_micros(),
        processor_time().as_micros(),
        memory::peak()
    );
}

/// Builds as the command line does; returns how many files were written.
fn build(root: &Path, output: &Path) -> usize {
    let cache = FolderCache::open(&output.with_extension("cache")).expect("the folder is ours");
    let output = FolderOutput::open(output, root, None).expect("the folder is ours");
    let kept = Some(Kept { cache: &cache, program: "" });
    let report = build_with(&Options::default(), &FolderInput::new(root), &output, kept, &|_| {});
    assert_eq!(report.count(Severity::Warning), 0, "the edition is sound");
    assert!(!report.is_failed(), "the edition is sound");
    let published = output.publish(report.summary);
    published.expect("the folder can be written to").n_written
}

/// Returns the processor time of this process, all threads.
fn processor_time() -> Duration {
    // Fields 14 and 15 of /proc/self/stat, in hundredths of a second (proc(5));
    // the second field, a name in brackets, may hold spaces.
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2).flat_map(str::parse::<u64>);
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// Returns the bytes and the number of a site's files.
fn size_of(site: &Path) -> (u64, u64) {
    let files = walkdir::WalkDir::new(site)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != ".postil")
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    files.fold((0, 0), |(bytes, n), file| {
        (bytes + file.metadata().map_or(0, |metadata| metadata.len()), n + 1)
    })
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// Returns the kind of file system that a path lies on.
fn file_system(path: &Path) -> String {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?, fields.next()?))
    });
    let nearest = mounts
        .filter(|(folder, _)| path.starts_with(folder))
        .max_by_key(|(folder, _)| folder.len());
    nearest.map_or("an unknown file system", |(_, kind)| kind).to_owned()
}

fn transposed(columns: &[Vec<String>]) -> Vec<Vec<String>> {
    let n_rows = columns.first().map_or(0, Vec::len);
    (0..n_rows).map(|row| columns.iter().map(|column| column[row].clone()).collect()).collect()
}
