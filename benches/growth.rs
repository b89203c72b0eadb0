//! How time grows as an edition does: each case at three sizes, each twice the one before.
//!
//! `cargo bench --bench growth`; words after `--` choose the cases whose names hold one of
//! them. A ratio of 2 is linear, of 4 quadratic. `-- write CASE SIZE DIR` writes an edition
//! to look at, or to time with other tools.
#![expect(clippy::disallowed_methods, reason = "a benchmark writes what is to be looked at")]

mod large;
mod measure;

use std::{env, fs, path::Path, time::Duration};

use postil::io::MemoryInput;

use large::{CASES, Case};
use measure::{ms, print_table, time};

/// How often each size is measured; the fastest counts.
const N_RUNS: usize = 2;

fn main() {
    // cargo adds `--bench`.
    let arguments: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["write", name, size, folder] => write(name, size, Path::new(folder)),
        _ => compare(&words),
    }
}

fn compare(words: &[&str]) {
    let is_chosen =
        |case: &&Case| words.is_empty() || words.iter().any(|word| case.name.contains(word));
    let head = ["", "smallest", "", "", "", "ratios", ""].map(str::to_owned);
    let rows = CASES.iter().filter(is_chosen).map(row);
    let rows: Vec<Vec<String>> = std::iter::once(head.to_vec()).chain(rows).collect();
    print_table("Builds of what doubles twice", &rows);
}

fn row(case: &Case) -> Vec<String> {
    let times: Vec<Duration> = [1, 2, 4].map(|times| fastest(case, case.smallest * times)).into();
    let ratios = times.windows(2).map(|pair| pair[1].as_secs_f64() / pair[0].as_secs_f64());
    let mut row = vec![case.name.to_owned(), case.smallest.to_string()];
    row.extend(times.iter().copied().map(ms));
    row.extend(ratios.map(|ratio| format!("{ratio:.2}")));
    row
}

fn fastest(case: &Case, size: usize) -> Duration {
    let input = MemoryInput { files: (case.files)(size) };
    let run = || time(|| (case.run)(&input)).0;
    (0..N_RUNS).map(|_| run()).min().unwrap_or_default()
}

fn write(name: &str, size: &str, folder: &Path) {
    let case = CASES.iter().find(|case| case.name == name).expect("a case of that name");
    let files = (case.files)(size.parse().expect("a size is a number"));
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("it is ours");
        fs::write(path, bytes).expect("it can be written");
    }
}
