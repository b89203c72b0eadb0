//! BibTeX and BibLaTeX, read by Hayagriva.

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
    check(text).map_err(|refusal| {
        let line = text[..refusal.range.start].matches('\n').count() + 1;
        format!("{}, in line {line}", refusal.message)
    })?;
    if let Ok(bibliography) = biblatex::Bibliography::parse(text) {
        let entries = bibliography.into_vec().into_iter().enumerate();
        return Ok(entries.filter_map(|(index, entry)| work(index + 1, entry, import)).collect());
    }
    let mut works = Vec::new();
    let (strings, entries) = pieces(text);
    for (index, piece) in entries.into_iter().enumerate() {
        let number = index + 1;
        match parse(&[&strings, piece].concat()) {
            Ok(read) => {
                works.extend(read.into_iter().filter_map(|entry| work(number, entry, import)));
            }
            Err(message) => {
                let name = shortened(piece.lines().next().unwrap_or_default());
                import.tell(number, &name, [About::Invalid(message)]);
            }
        }
    }
    Ok(works)
}

fn parse(text: &str) -> Result<Vec<biblatex::Entry>, String> {
    check(text).map_err(|refusal| refusal.message)?;
    let read = biblatex::Bibliography::parse(text).map_err(|error| error.kind.to_string())?;
    Ok(read.into_vec())
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
