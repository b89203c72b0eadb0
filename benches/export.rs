//! What it takes to export 10,000 annotations: 500 articles with 20 each, and for
//! the format that holds one article, 300 in one of 16,000 words.
//!
//! `cargo bench --bench export`
//!
//! Every export runs in a process of its own, so that its memory is its own. The
//! time is that of the whole command: reading, anchoring, writing; the first row is
//! what all of them share.
#![expect(clippy::disallowed_methods, reason = "a benchmark measures what the edges do")]

mod edition;
mod measure;
mod memory;

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use postil::{
    Options,
    diag::Diagnostics,
    disk::FolderInput,
    edition::Edition,
    export::{self, Format},
    io::Input,
};

use edition::Shape;
use measure::{ms, print_table, time};

/// How often each export runs; the fastest counts.
const N_RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    match arguments.as_slice() {
        [_, mode, format, root] if mode == "child" => child(format, Path::new(root)),
        _ => compare(),
    }
}

fn compare() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let many = folder.path().join("many");
    edition::write(&many, Shape::of_articles(500)).expect("the edition can be written");
    let mut rows = vec![row("nothing", &many)];
    let all = Format::ALL.into_iter().filter(|format| !format.is_of_one_article());
    rows.extend(all.map(|format| row(format.as_str(), &many)));
    print_table("10,000 annotations in 500 articles: time, peak memory, size", &rows);
    let one = folder.path().join("one");
    let shape = Shape { n_words: 16_000, n_annotations: 300, ..Shape::of_articles(1) };
    edition::write(&one, shape).expect("the edition can be written");
    let mut rows = vec![row("nothing", &one)];
    rows.extend(Format::ALL.map(|format| row(format.as_str(), &one)));
    print_table("300 annotations in one article: time, peak memory, size", &rows);
}

/// Exports in a child of its own.
fn row(format: &str, root: &Path) -> Vec<String> {
    let program = env::current_exe().expect("a program knows its own path");
    let run = || {
        let child = Command::new(&program)
            .args(["child", format])
            .arg(root)
            .stderr(Stdio::inherit())
            .output()
            .expect("this program runs");
        assert!(child.status.success(), "{format} failed");
        let printed = String::from_utf8_lossy(&child.stdout);
        let numbers: Vec<u64> = printed.split_whitespace().flat_map(str::parse).collect();
        <[u64; 3]>::try_from(numbers).expect("a child prints three numbers")
    };
    let [wall, peak, size] = (0..N_RUNS).map(|_| run()).min().unwrap_or_default();
    let megabytes = |bytes: u64| format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
    vec![format.to_owned(), ms(Duration::from_micros(wall)), megabytes(peak), megabytes(size)]
}

#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn child(format: &str, root: &Path) {
    let output = root.join("exported");
    let (wall, size) = time(|| {
        let input = FolderInput::new(root);
        let Some(format) = Format::from_name(format) else { return 0 };
        let diagnostics = Diagnostics::default();
        let read = |path: &str| input.read(path).ok();
        let exported = Edition::load(&Options::default(), &input, &diagnostics, |edition| {
            export::export(edition, format, None, &read, &diagnostics).ok()
        });
        let bytes = exported.flatten().expect("the edition is sound");
        fs::write(output, &bytes).expect("the file can be written");
        bytes.len()
    });
    println!("{} {} {size}", wall.as_micros(), memory::peak());
}
