//! BibTeX and BibLaTeX, read by Hayagriva.

use hayagriva::Library;
use serde_yaml::Mapping;

use super::Work;
use crate::{
    import::{Said, What},
    parse::bibtex::check,
};

/// The fields that Hayagriva 0.10 takes over (src/interop.rs), and those that only steer
/// how a work is looked up or typeset.
const KNOWN: &[&str] = &[
    "abstract",
    "addendum",
    "address",
    "afterword",
    "annotation",
    "annotator",
    "annote",
    "author",
    "bookauthor",
    "booktitle",
    "chapter",
    "commentator",
    "crossref",
    "date",
    "day",
    "doi",
    "edition",
    "editor",
    "editora",
    "editoratype",
    "editorb",
    "editorbtype",
    "editorc",
    "editorctype",
    "editortype",
    "eprint",
    "eprinttype",
    "archiveprefix",
    "eventdate",
    "eventtitle",
    "foreword",
    "holder",
    "howpublished",
    "ids",
    "institution",
    "introduction",
    "isan",
    "isbn",
    "ismn",
    "issn",
    "issue",
    "issuetitle",
    "iswc",
    "journal",
    "journaltitle",
    "key",
    "langid",
    "language",
    "location",
    "maintitle",
    "month",
    "note",
    "number",
    "organization",
    "pages",
    "pagetotal",
    "presort",
    "publisher",
    "school",
    "series",
    "shorthand",
    "shorttitle",
    "sortkey",
    "title",
    "translator",
    "type",
    "url",
    "urldate",
    "venue",
    "version",
    "volume",
    "volumes",
    "xdata",
    "xref",
    "year",
    "options",
    "label",
];

/// Reads all works of a file; one that cannot be read does not hide the others.
///
/// # Errors
///
/// What makes the file one that nobody would wait for.
pub(super) fn works(text: &str, said: &mut Vec<Said>) -> Result<Vec<Work>, String> {
    check(text).map_err(|refusal| {
        let line = text[..refusal.range.start].matches('\n').count() + 1;
        format!("{}, in line {line}", refusal.message)
    })?;
    if let Ok(bibliography) = biblatex::Bibliography::parse(text) {
        let entries = bibliography.into_vec().into_iter().enumerate();
        return Ok(entries.filter_map(|(index, entry)| work(index + 1, entry, said)).collect());
    }
    let mut works = Vec::new();
    let (strings, entries) = pieces(text);
    for (index, piece) in entries.into_iter().enumerate() {
        let number = index + 1;
        match parse(&[&strings, piece].concat()) {
            Ok(one) => {
                let entries = one.into_vec().into_iter();
                works.extend(entries.filter_map(|entry| work(number, entry, said)));
            }
            Err(message) => {
                let first = piece.lines().next().unwrap_or_default();
                let name = crate::import::passage::shortened(first);
                let what = What::Invalid { message };
                said.push(Said { number, name, what });
            }
        }
    }
    Ok(works)
}

fn parse(text: &str) -> Result<biblatex::Bibliography, String> {
    check(text).map_err(|refusal| refusal.message)?;
    biblatex::Bibliography::parse(text).map_err(|error| error.kind.to_string())
}

/// Cuts a file where lines begin with `@`; `@string`s apart, which all others may use.
fn pieces(text: &str) -> (String, Vec<&str>) {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('@') {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pieces = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]);
    let is_of = |piece: &str, kind: &str| piece.trim_start().to_lowercase().starts_with(kind);
    let strings: Vec<&str> = pieces.clone().filter(|piece| is_of(piece, "@string")).collect();
    let is_entry =
        |piece: &&str| !["@string", "@comment", "@preamble"].iter().any(|kind| is_of(piece, kind));
    // A string that cannot be read would take all others with it.
    let sound = strings.into_iter().filter(|one| parse(one).is_ok());
    (sound.collect(), pieces.filter(is_entry).collect())
}

fn work(number: usize, mut entry: biblatex::Entry, said: &mut Vec<Said>) -> Option<Work> {
    let mut work = Work { number, key: entry.key.clone(), fields: Mapping::new() };
    if let biblatex::EntryType::Unknown(kind) = &entry.entry_type {
        said.push(work.said(What::not_held(format!("the type `{kind}`"))));
    }
    let unknown = entry.fields.keys().filter(|field| !KNOWN.contains(&field.as_str()));
    said.extend(unknown.map(|field| work.said(What::not_held(format!("`{field}`")))));
    drop_unreadable(&mut entry, &work, said);
    match hayagriva::Entry::try_from(&entry) {
        Ok(read) => {
            work.fields = fields_of(&read).unwrap_or_default();
            tell_lost(&entry, &mut work, said);
            Some(work)
        }
        Err(error) => {
            said.push(work.said(What::Invalid { message: error.kind.to_string() }));
            None
        }
    }
}

/// Says what Hayagriva leaves out in silence; takes addresses out that must not be linked.
fn tell_lost(entry: &biblatex::Entry, work: &mut Work, said: &mut Vec<Said>) {
    let lost = [("date", "date"), ("year", "date"), ("url", "url"), ("language", "language")];
    for (field, own) in lost {
        let is_lost = entry.get(field).is_some() && !work.fields.contains_key(own);
        let is_told = own == "date" && field == "year" && entry.get("date").is_some();
        if is_lost && !is_told {
            said.push(work.said(What::not_held(format!("`{field}` (cannot be read)"))));
        }
    }
    if entry.get("eprint").is_some() && !work.fields.contains_key("serial-number") {
        said.push(work.said(What::not_held("`eprint`")));
    }
    let url = work.fields.get("url").map(|url| url.get("value").unwrap_or(url));
    let url = url.and_then(serde_yaml::Value::as_str).unwrap_or_default().to_owned();
    if !url.is_empty() && crate::parse::url_problem(&url).is_some() {
        work.fields.shift_remove("url");
        let what = What::Address { url: crate::import::passage::shortened(&url) };
        said.push(work.said(what));
    }
}

/// Takes the one field out without which an entry can be read, if there is one.
fn drop_unreadable(entry: &mut biblatex::Entry, work: &Work, said: &mut Vec<Said>) {
    if hayagriva::Entry::try_from(&*entry).is_ok() {
        return;
    }
    let names: Vec<String> = entry.fields.keys().cloned().collect();
    for name in names {
        let mut without = entry.clone();
        without.remove(&name);
        if hayagriva::Entry::try_from(&without).is_ok() {
            said.push(work.said(What::not_held(format!("`{name}` (cannot be read)"))));
            *entry = without;
            return;
        }
    }
}

/// Returns the fields of a work in Hayagriva's own notation.
fn fields_of(entry: &hayagriva::Entry) -> Option<Mapping> {
    let mut library = Library::new();
    library.push(entry);
    let yaml = hayagriva::io::to_yaml_str(&library).ok()?;
    let all: Mapping = serde_yaml::from_str(&yaml).ok()?;
    all.into_iter().next()?.1.as_mapping().cloned()
}
