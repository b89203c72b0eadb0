//! How long the program takes to start, and for an edition of one page.
//!
//! The program itself is run, as a person runs it; `/bin/true` says what a
//! process costs here. One edition of one page has no works and no notes that
//! cite them: what is between the two is for locales, style and works, mostly.
#![expect(clippy::disallowed_methods, reason = "a benchmark prepares folders")]

mod measure;
mod repeat;

use std::{
    fs, io,
    path::Path,
    process::{Command, Stdio},
};

use measure::{ms, print_table};
use repeat::{N_RUNS, repeat};

const POSTIL: &str = env!("CARGO_BIN_EXE_postil");

fn main() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let [with, without] = ["with", "without"].map(|name| folder.path().join(name));
    for root in [&with, &without] {
        run(POSTIL, &["new", "--quiet", &root.to_string_lossy()]);
    }
    take_sources_out(&without.join("content")).expect("the folder is ours");
    let mut rows = Vec::new();
    let mut note = |name: &str, work: &dyn Fn()| {
        let time = repeat(work);
        rows.push(vec![name.to_owned(), ms(time)]);
        time
    };
    note("/bin/true", &|| run("/bin/true", &[]));
    note("postil --version", &|| run(POSTIL, &["--version"]));
    let all = note("postil build, one page", &|| build_anew(&with));
    let less = note("postil build, one page without works", &|| build_anew(&without));
    note("postil build, one page, nothing changed", &|| build(&with));
    rows.push(vec!["(for works, and notes that cite them)".into(), ms(all.saturating_sub(less))]);
    print_table(&format!("Starting, median of {N_RUNS} runs"), &rows);
}

/// Takes out the works, the sidecars that cite them, and the citations of terms.
fn take_sources_out(content: &Path) -> io::Result<()> {
    fs::remove_file(content.join("sources.yaml"))?;
    for entry in walkdir::WalkDir::new(content).min_depth(2) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "yaml")
            && fs::read_to_string(&path)?.contains("sources:")
        {
            fs::remove_file(&path)?;
        }
    }
    let glossary = content.join("glossary.yaml");
    fs::write(&glossary, without_sources(&fs::read_to_string(&glossary)?))
}

/// Takes out each `sources:`, with what is indented below it.
fn without_sources(yaml: &str) -> String {
    let mut kept = String::new();
    let mut below = None;
    for line in yaml.lines() {
        let indent = line.len() - line.trim_start().len();
        if below.is_some_and(|outer| indent > outer) {
            continue;
        }
        below = line.trim_start().starts_with("sources:").then_some(indent);
        if below.is_none() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn build_anew(root: &Path) {
    // Deleting a few files takes well below a millisecond.
    drop(fs::remove_dir_all(root.join("public")));
    build(root);
}

fn build(root: &Path) {
    run(POSTIL, &["build", "--quiet", "--root", &root.to_string_lossy()]);
}

fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .expect("the program runs");
    assert!(status.success(), "{program} {arguments:?} failed");
}
