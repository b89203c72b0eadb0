//! What an edition takes that is built in parts, beside one build of the same.
//!
//! `cargo bench --bench shards -- 10000 16` builds 10,000 articles in 16 parts (1,000 in 4 if
//! nothing is said), one after the other, each in a process of its own, and merges them; then
//! one article changes. Editions and sites lie in the folder for temporary files:
//! `TMPDIR=/dev/shm` measures in memory.
#![expect(clippy::disallowed_methods, reason = "a benchmark measures what the edges do")]

mod edition;
mod measure;
mod memory;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use postil::{
    Options,
    disk::{FolderCache, FolderInput, FolderOutput, read_of_site},
    site::{Kept, Manifest, Report, Shard, ShardFolder, build_shard, build_with, merge},
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
        ["child", what, folder] => child(what, Path::new(folder)),
        [n_articles, n_shards] => {
            let numbers = [n_articles, n_shards].map(|number| number.parse().expect("a number"));
            compare(numbers[0], numbers[1]);
        }
        _ => compare(1000, 4),
    }
}

fn compare(n_articles: usize, n_shards: usize) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let folder = folder.path();
    let shape = Shape::of_articles(n_articles);
    edition::write(&folder.join("edition"), shape).expect("the edition can be written");
    let shards: Vec<String> = (1..=n_shards).map(|index| format!("{index}/{n_shards}")).collect();
    let whole = Run::new("whole", folder);
    let first: Vec<Run> = shards.iter().map(|shard| Run::new(shard, folder)).collect();
    let merged = Run::new("merge", folder);
    let is_same = manifest(&folder.join("whole")) == manifest(&folder.join("merged"));
    assert!(is_same, "what is merged is what one build makes");
    let n_files = manifest(&folder.join("whole")).len();
    let lists: u64 = (1..=n_shards)
        .map(|index| folder.join(format!("shard-{index}/.postil/shard")))
        .map(|list| list.metadata().expect("it was written").len())
        .sum();

    change(&folder.join("edition"));
    let all_again: Vec<Run> = shards.iter().map(|shard| Run::new(shard, folder)).collect();
    let merged_again = Run::new("merge", folder);

    let sum = |runs: &[Run]| runs.iter().map(|run| run.wall).sum::<Duration>();
    let peak = |runs: &[Run]| megabytes(runs.iter().map(|run| run.peak).max().unwrap_or_default());
    // The one whose article has changed takes the longest.
    let again = all_again.iter().max_by_key(|run| run.wall).expect("there is a shard");
    let ratio = |a: Duration, b: Duration| format!("{:.3}", a.as_secs_f64() / b.as_secs_f64());
    let all = sum(&first) + merged.wall;
    let rows = [
        ("one build", ms(whole.wall)),
        ("one build, peak memory", megabytes(whole.peak)),
        ("shards, one after the other", ms(sum(&first))),
        ("a shard, peak memory", peak(&first)),
        ("merge", ms(merged.wall)),
        ("merge, peak memory", megabytes(merged.peak)),
        ("merge / shards", ratio(merged.wall, sum(&first))),
        ("shards and merge / one build", ratio(all, whole.wall)),
        (
            "lists of articles, an article",
            format!("{:.1} kB", lists as f64 / 1e3 / n_articles as f64),
        ),
        ("files, an article", format!("{:.2}", n_files as f64 / n_articles as f64)),
        ("one article changed: its shard", ms(again.wall)),
        ("one article changed: merge", ms(merged_again.wall)),
        ("one article changed / all", ratio(again.wall + merged_again.wall, all)),
    ];
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|(name, figure)| vec![name.to_owned(), figure]).collect();
    let title =
        format!("{n_articles} articles of 1,500 words and 20 annotations, {n_shards} shards");
    print_table(&title, &rows);
}

/// Changes the last article.
fn change(root: &Path) {
    let last = fs::read_dir(root.join("content")).expect("it was written");
    let last = last.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).max();
    let file = last.expect("there is an article").join("index.md");
    let text = fs::read_to_string(&file).expect("it was written");
    fs::write(file, text + "\nOne more sentence.\n").expect("it is ours");
}

/// What one process took.
struct Run {
    wall: Duration,
    /// In bytes.
    peak: u64,
}

impl Run {
    /// Runs this program as a child and reads what it prints.
    fn new(what: &str, folder: &Path) -> Self {
        let program = env::current_exe().expect("a program knows its own path");
        let child = Command::new(program)
            .args(["child", what])
            .arg(folder)
            .stderr(Stdio::inherit())
            .output()
            .expect("this program runs");
        assert!(child.status.success(), "{what} failed");
        let printed = String::from_utf8_lossy(&child.stdout);
        let numbers: Vec<u64> = printed.split_whitespace().flat_map(str::parse).collect();
        let [wall, peak] = numbers.try_into().expect("a child prints two numbers");
        Self { wall: Duration::from_micros(wall), peak }
    }
}

#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn child(what: &str, folder: &Path) {
    let (wall, ()) = time(|| build(what, folder));
    println!("{} {}", wall.as_micros(), memory::peak());
}

/// Builds as the command line does.
fn build(what: &str, folder: &Path) {
    let root = folder.join("edition");
    let input = FolderInput::new(&root);
    let output = |name: &str| {
        FolderOutput::open(&folder.join(name), &root, None).expect("the folder is ours")
    };
    let options = Options::default();
    let cache =
        FolderCache::open(&folder.join(if what == "whole" { "cache-of-whole" } else { "cache" }));
    let cache = cache.expect("the folder is ours");
    let kept = Kept { cache: &cache, program: "" };
    match what {
        "whole" => {
            let output = output("whole");
            publish(&output, build_with(&options, &input, &output, Some(kept), &|_| {}));
        }
        "merge" => {
            let output = output("merged");
            let folders = shard_folders(folder);
            let readers: Vec<_> =
                folders.iter().map(|shard| move |path: &str| read_of_site(shard, path)).collect();
            let named = folders.iter().zip(&readers);
            let shards: Vec<_> = named
                .map(|(shard, read)| ShardFolder { name: shard.display().to_string(), read })
                .collect();
            let merged = merge(&options, &input, &output, &shards, "", &|_| {});
            publish(&output, merged.expect("the shards fit"));
        }
        shard => {
            let shard: Shard = shard.parse().expect("it is a shard");
            let name = shard.to_string();
            let output = output(&format!("shard-{}", name.split('/').next().unwrap_or_default()));
            publish(&output, build_shard(shard, &options, &input, &output, kept, &|_| {}));
        }
    }
}

fn shard_folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("it is ours").flatten().map(|entry| entry.path());
    let is_shard = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("shard-"))
    };
    entries.filter(is_shard).collect()
}

fn publish(output: &FolderOutput, report: Report) {
    assert!(report.diagnostics.is_empty(), "the edition is sound");
    output.publish(report.summary).expect("the folder can be written to");
}

/// Returns the files of a site, each with its hash.
fn manifest(site: &Path) -> BTreeMap<String, String> {
    let bytes = fs::read(site.join(".postil/manifest.json")).expect("it was written");
    Manifest::from_json(&bytes).expect("it is sound").files
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
