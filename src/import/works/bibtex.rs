//! BibTeX and BibLaTeX, read by Hayagriva.

use std::collections::{HashMap, HashSet};

use biblatex::{Bibliography, Pair, RawBibliography, RawChunk, RawEntry, Spanned};
use hayagriva::Library;
use serde_yaml::{Mapping, Value};

use super::Work;
use crate::{
    cite::bibtex::check,
    import::{
        Import,
        notice::{About, shortened},
    },
    model::parse::url_problem,
};

/// The fields that Hayagriva 0.10 takes over (src/interop.rs), and those that only steer
/// how a work is looked up or typeset.
const KNOWN: &str = "abstract addendum address afterword annotation annotator annote \
    archiveprefix author bookauthor booktitle chapter commentator crossref date day doi \
    edition editor editora editoratype editorb editorbtype editorc editorctype editortype \
    eprint eprinttype eventdate eventtitle foreword holder howpublished ids institution \
    introduction isan isbn ismn issn issue issuetitle iswc journal journaltitle key label \
    langid language location maintitle month note number options organization pages \
    pagetotal presort publisher school series shorthand shorttitle sortkey title translator \
    type url urldate venue version volume volumes xdata xref year";

/// Reads all works of a file; one that cannot be read does not hide the others.
///
/// # Errors
///
/// What makes the file one that nobody would wait for.
pub(super) fn works(text: &str, import: &mut Import) -> Result<Vec<Work>, String> {
    let mut left_out = Vec::new();
    let text = match RawBibliography::parse(text) {
        Ok(_) => text.to_owned(),
        Err(_) => without_unreadable(text, &mut left_out, import),
    };
    check(&text).map_err(|refusal| {
        let line = text[..refusal.range.start].matches('\n').count() + 1;
        format!("{}, in line {line}", refusal.message)
    })?;
    let raw = RawBibliography::parse(&text).map_err(|error| error.kind.to_string())?;
    let mut works = Vec::new();
    for (index, (read, entry)) in entries(&raw).into_iter().zip(&raw.entries).enumerate() {
        let start = entry.span.start;
        let number = index + 1 + left_out.partition_point(|at| *at < start);
        match read {
            Ok(read) => works.extend(work(number, read, import)),
            Err(message) => {
                import.tell(number, &first_line(&text[start..]), [About::Invalid(message)]);
            }
        }
    }
    Ok(works)
}

/// Returns a file with blanks for what cannot be cut into entries, which is said; files are
/// cut where lines begin with `@`.
fn without_unreadable(text: &str, left_out: &mut Vec<usize>, import: &mut Import) -> String {
    let mut pieces = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('@') {
            pieces.push(String::new());
        }
        pieces.last_mut().expect("it is never empty").push_str(line);
    }
    let (mut number, mut sound) = (0, String::with_capacity(text.len()));
    for piece in pieces {
        match RawBibliography::parse(&piece) {
            Ok(raw) => {
                number += raw.entries.len();
                sound.push_str(&piece);
            }
            Err(error) => {
                let start = piece.trim_start().to_lowercase();
                let no_entries = ["@string", "@comment", "@preamble"];
                if start.starts_with('@') && !no_entries.iter().any(|kind| start.starts_with(kind))
                {
                    number += 1;
                    left_out.push(sound.len());
                    let invalid = About::Invalid(error.kind.to_string());
                    import.tell(number, &first_line(&piece), [invalid]);
                }
                sound.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            }
        }
    }
    sound
}

fn first_line(text: &str) -> String {
    shortened(text.lines().next().unwrap_or_default())
}

/// Reads all entries, each on its own if they cannot be read together, with the `@string`s
/// that it is made of and no others: all of them each time would take too long.
fn entries(raw: &RawBibliography<'_>) -> Vec<Result<biblatex::Entry, String>> {
    if let Ok(all) = Bibliography::from_raw(raw.clone()) {
        return all.into_iter().map(Ok).collect();
    }
    let named = raw.abbreviations.iter().map(|pair| (pair.key.v, pair));
    let strings: HashMap<&str, &Pair<'_>> = named.collect();
    let alone = |entry: &Spanned<RawEntry<'_>>| {
        let (mut abbreviations, mut known) = (Vec::new(), HashSet::new());
        let mut waiting: Vec<&Pair<'_>> = entry.v.fields.iter().collect();
        while let Some(pair) = waiting.pop() {
            let names = pair.value.v.iter().filter_map(|part| match part.v {
                RawChunk::Abbreviation(name) => strings.get(name).copied(),
                RawChunk::Normal(_) => None,
            });
            for string in names.filter(|string| known.insert(string.key.v)) {
                abbreviations.push(string.clone());
                waiting.push(string);
            }
        }
        let (entries, preamble) = (vec![entry.clone()], String::new());
        let read = Bibliography::from_raw(RawBibliography { preamble, entries, abbreviations });
        let mut read = read.map_err(|error| error.kind.to_string())?.into_vec();
        Ok(read.swap_remove(0))
    };
    raw.entries.iter().map(alone).collect()
}

fn work(number: usize, mut entry: biblatex::Entry, import: &mut Import) -> Option<Work> {
    let mut work = Work { number, key: entry.key.clone(), ..Work::default() };
    if let biblatex::EntryType::Unknown(kind) = &entry.entry_type {
        work.leave_out(format!("the type `{kind}`"));
    }
    let is_unknown = |field: &&String| !KNOWN.split(' ').any(|known| known == field.as_str());
    entry.fields.keys().filter(is_unknown).for_each(|field| work.leave_out(format!("`{field}`")));
    drop_unreadable(&mut entry, &mut work);
    match hayagriva::Entry::try_from(&entry) {
        Ok(read) => {
            work.fields = fields_of(&read).unwrap_or_default();
            tell_lost(&entry, &mut work);
            Some(work)
        }
        Err(error) => {
            let invalid = About::Invalid(error.kind.to_string());
            import.tell(number, &work.key, work.notices.into_iter().chain([invalid]));
            None
        }
    }
}

/// Says what Hayagriva leaves out in silence; takes addresses out that must not be linked.
fn tell_lost(entry: &biblatex::Entry, work: &mut Work) {
    let date = if entry.get("date").is_some() { "date" } else { "year" };
    for (field, own) in [(date, "date"), ("url", "url"), ("language", "language")] {
        if entry.get(field).is_some() && !work.fields.contains_key(own) {
            work.leave_out(format!("`{field}` (cannot be read)"));
        }
    }
    if entry.get("eprint").is_some() && !work.fields.contains_key("serial-number") {
        work.leave_out("`eprint`");
    }
    let url = work.fields.get("url").map(|url| url.get("value").unwrap_or(url));
    let url = url.and_then(Value::as_str).unwrap_or_default().to_owned();
    if !url.is_empty() && url_problem(&url).is_some() {
        work.fields.shift_remove("url");
        work.notices.push(About::Address(url));
    }
}

/// Takes the one field out without which an entry can be read, if there is one.
fn drop_unreadable(entry: &mut biblatex::Entry, work: &mut Work) {
    if hayagriva::Entry::try_from(&*entry).is_ok() {
        return;
    }
    let without = entry.fields.keys().find_map(|name| {
        let mut without = entry.clone();
        without.remove(name);
        hayagriva::Entry::try_from(&without).is_ok().then(|| (name.clone(), without))
    });
    if let Some((name, without)) = without {
        work.leave_out(format!("`{name}` (cannot be read)"));
        *entry = without;
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
