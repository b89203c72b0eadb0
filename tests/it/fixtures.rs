//! Fixture editions: each folder below `tests/editions` is an edition, with
//! what building it must come to.
//!
//! `expected/diagnostics.txt` holds all that `check` has to say. Pages below
//! `expected/site/` are compared with those built; only pages that show what
//! the edition is for are kept. Exports lie in `expected/export/`: `edition.tei`
//! is that of all articles, `first.tei` that of one, and files of a book lie in
//! a folder, `edition.epub/EPUB/package.opf`. To keep one more file, add an
//! empty one of its name and bless: `POSTIL_BLESS=1 cargo test --test it
//! fixtures` writes all expectations anew, those of imports (`import_fixtures.rs`) among
//! them.
//!
//! The editions use the theme `bare`, from `tests/theme-bare`, so that work on
//! the real theme does not touch them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

use postil::{
    Options, Report, build,
    diag::{CODES, Diagnostic, Diagnostics, Severity, print},
    disk::FolderInput,
    edition::Edition,
    export::{self, Format},
    io::{Input, MemoryInput, MemoryOutput, NoOutput},
    site,
};

/// Codes that no fixture can show.
const NOT_SHOWN: &[&str] = &[
    // Faults of the file system, which git does not keep: see `output.rs`.
    "unreadable",
    "vanished",
    "link-outside",
    "link-loop",
    "special-file",
    "file-name",
    // Nor is every system able to check these names out: see `output.rs`.
    "portable-name",
    // A bug of pulldown-cmark that nobody has found yet.
    "parser-panic",
];

/// What came of building an edition.
pub(crate) struct Built {
    /// All diagnostics, as `check` prints them, with an empty line between two.
    pub(crate) diagnostics: String,
    /// The files of the site.
    pub(crate) site: BTreeMap<String, Vec<u8>>,
}

/// Builds an edition for a verdict.
pub(crate) fn check(input: &dyn Input) -> Built {
    let output = MemoryOutput::default();
    // A day of the fixtures' own, so that they never grow old.
    let today = "2026-12-31".parse().ok();
    let options = Options { today, ..Options::default() };
    let report = site::check(&options, input, &output);
    Built { diagnostics: printed(&report), site: output.into_files() }
}

/// Returns all diagnostics as people read them.
pub(crate) fn printed(report: &Report) -> String {
    let all: Vec<String> =
        report.diagnostics.iter().map(|diagnostic| print(diagnostic, false) + "\n").collect();
    all.join("\n")
}

/// Returns the names of all fixture editions, sorted.
pub(crate) fn names() -> Vec<String> {
    cases("editions")
}

/// Returns the names of all fixtures in a folder of `tests/`, sorted.
pub(crate) fn cases(kind: &str) -> Vec<String> {
    let entries = fs::read_dir(folder(kind)).expect("a folder of fixtures can be listed");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("a fixture can be listed"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("names of fixtures are ASCII"))
        .collect();
    names.sort();
    names
}

/// Loads a fixture edition, with the bare theme.
pub(crate) fn load(name: &str) -> MemoryInput {
    let mut input = with_bare_theme();
    let folder = FolderInput::new(&folder("editions").join(name));
    let listing = folder.list();
    assert!(listing.faults.is_empty(), "{name}: {:?}", listing.faults);
    for path in &listing.files {
        let bytes = folder.read(path).expect("a listed file of a fixture can be read");
        input.files.insert(path.clone(), bytes);
    }
    input
}

/// Returns an input that holds nothing but the bare theme.
pub(crate) fn with_bare_theme() -> MemoryInput {
    let top = folder("theme-bare");
    let files = files_below(&top)
        .into_iter()
        .map(|path| (format!("themes/bare/{path}"), read(&top.join(&path))))
        .collect();
    MemoryInput { files }
}

/// Returns a path below `tests/`.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the paths of all files below a folder, relative to it, with `/`.
pub(crate) fn files_below(top: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![top.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("an entry of a fixture can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(top).expect("it was found below");
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// Returns where two texts first differ; `None` if they are equal.
fn first_difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let is_same = |(expected, actual): &(&str, &str)| expected == actual;
    let n_same = expected.split('\n').zip(actual.split('\n')).take_while(is_same).count();
    let line = |text: &str| text.split('\n').nth(n_same).unwrap_or("(the end)").to_owned();
    let (expected, actual) = (line(expected), line(actual));
    Some(format!("line {}:\n  expected: {expected}\n  actual:   {actual}", n_same + 1))
}

/// Returns whether expectations are written anew.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("POSTIL_BLESS").is_some()
}

/// Asserts that all is as expected, or says how to make that so.
#[track_caller]
pub(crate) fn assert_none(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{}\n\nIf that is what it should come to: POSTIL_BLESS=1 cargo test --test it fixtures",
        failures.join("\n\n")
    );
}

/// Compares one file below the `expected/` of a fixture (`editions/NAME`) with what came of
/// it, or writes it anew.
pub(crate) fn compare(
    fixture: &str,
    path: &str,
    actual: Option<&[u8]>,
    failures: &mut Vec<String>,
) {
    let file = folder(fixture).join("expected").join(path);
    let Some(actual) = actual else {
        failures.push(format!("{fixture}: no {path} was made"));
        return;
    };
    if is_blessing() {
        fs::create_dir_all(file.parent().expect("it has a folder")).expect("it can be made");
        fs::write(&file, actual).expect("an expectation can be written");
        return;
    }
    let expected = fs::read(&file).unwrap_or_default();
    let (expected, actual) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(actual));
    if let Some(difference) = first_difference(&expected, &actual) {
        failures.push(format!("{fixture}/expected/{path}, {difference}"));
    }
}

fn compare_edition(name: &str, failures: &mut Vec<String>) {
    let input = load(name);
    let built = check(&input);
    let fixture = format!("editions/{name}");
    compare(&fixture, "diagnostics.txt", Some(built.diagnostics.as_bytes()), failures);
    let expected = folder(&fixture).join("expected");
    for path in files_below(&expected) {
        if let Some(page) = path.strip_prefix("site/") {
            compare(&fixture, &path, built.site.get(page).map(Vec::as_slice), failures);
        } else if let Some(file) = path.strip_prefix("export/") {
            compare(&fixture, &path, exported(&input, file).as_deref(), failures);
        } else if path != "diagnostics.txt" {
            failures.push(format!("{fixture}: expected/{path} is compared with nothing"));
        }
    }
}

/// Returns an edition, or one article of it, in a format; `None` if it cannot be exported.
pub(crate) fn export(
    input: &MemoryInput,
    format: Format,
    article: Option<&str>,
) -> Option<Vec<u8>> {
    let diagnostics = Diagnostics::default();
    let read = |path: &str| input.read(path).ok();
    let exported = Edition::load(&Options::default(), input, &diagnostics, |edition| {
        export::export(edition, format, article, &read, &diagnostics).ok()
    });
    exported.flatten().filter(|_| !diagnostics.has_errors())
}

/// Returns the export whose file below `expected/export/` is called so: `edition.tei`,
/// `first.tei`, `edition.epub/mimetype`; `None` if there is no such export.
fn exported(input: &MemoryInput, file: &str) -> Option<Vec<u8>> {
    let (of, path) = file.split_once('/').unwrap_or((file, ""));
    let (of, format) = of.split_once('.')?;
    let bytes = export(input, Format::from_name(format)?, (of != "edition").then_some(of))?;
    if path.is_empty() { Some(bytes) } else { file_of(&bytes, path) }
}

/// Returns a file of a book; `None` if it is not there.
pub(crate) fn file_of(book: &[u8], path: &str) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).expect("a book is a ZIP file");
    let mut bytes = Vec::new();
    zip.by_name(path).ok()?.read_to_end(&mut bytes).expect("a file of a book can be read");
    Some(bytes)
}

#[test]
fn every_edition_comes_to_what_is_expected() {
    let mut failures = Vec::new();
    for name in names() {
        compare_edition(&name, &mut failures);
    }
    assert_none(&failures);
}

#[test]
fn no_edition_is_without_content() {
    for name in names() {
        let n_files = files_below(&folder("editions").join(&name).join("content")).len();
        assert!(n_files > 0, "tests/editions/{name} has no content");
    }
}

/// Returns the codes that all fixtures show.
fn shown_codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for name in names() {
        // What is built is what is expected: another test holds that.
        for line in check(&load(&name)).diagnostics.lines() {
            let head = line.split_once("]: ").and_then(|(head, _)| head.split_once('['));
            if let Some(("error" | "warning" | "info", code)) = head {
                codes.insert(code.to_owned());
            }
        }
    }
    codes
}

#[test]
fn every_kind_of_problem_is_shown_by_an_edition() {
    let shown = shown_codes();
    let missing: Vec<_> =
        CODES.iter().filter(|code| !shown.contains(**code) && !NOT_SHOWN.contains(code)).collect();
    assert!(missing.is_empty(), "no fixture shows {missing:?}");
    let known_after_all: Vec<_> =
        NOT_SHOWN.iter().filter(|code| shown.contains(**code) || !CODES.contains(code)).collect();
    assert!(known_after_all.is_empty(), "take from NOT_SHOWN: {known_after_all:?}");
}

/// Returns what was found, by its kind and its place.
fn names_of(found: impl Iterator<Item = Diagnostic>) -> BTreeSet<(String, String)> {
    found.map(|found| (found.problem.code().to_owned(), format!("{:?}", found.place))).collect()
}

#[test]
fn a_build_tells_every_error_that_a_check_tells() {
    for name in names() {
        let input = load(&name);
        let options = Options { today: "2026-12-31".parse().ok(), ..Options::default() };
        // A passage that is not found holds up a verdict and no site.
        let told = names_of(build(&options, &input, &NoOutput).diagnostics.into_iter());
        let checked = site::check(&options, &input, &NoOutput).diagnostics.into_iter();
        let errors = names_of(checked.filter(|found| found.severity == Severity::Error));
        let missing: Vec<_> = errors.into_iter().filter(|it| !told.contains(it)).collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}
