//! `anchors.lock.yaml`: where the passages of an article's annotations were found last.
//!
//! A list of entries, sorted by id, one for each annotation:
//!
//! ```yaml
//! - id: "peak-strength"
//!   state: exact               # exact, normalized, changed
//!   start: 2314                # code points of the prose, its blocks joined by \n
//!   end: 2347
//!   text: "1f0c3a9be27d5e44"   # the beginning of the BLAKE3 hash of that prose
//!   quote: "93d1c2aa07be1f50"  # the same of the quote in the sidecar, normalised
//!   prefix: "32 characters before the passage"
//!   exact: "the passage"
//!   suffix: "32 characters after it"
//! ```
//!
//! The tool writes it (`anchors reanchor`, `anchors accept`, `annotate`, the editor in
//! the page), it is committed with the edition, and nothing needs it: without it every
//! passage is found again by its quote. With it a passage that was reworded is known by
//! the words around it, and one of several equal passages by its place. A file that
//! cannot be read counts as none.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use crate::{
    anchor::{Locked, State},
    diag::Diagnostics,
    files::SourceFile,
    parse::YamlFile,
};

/// The name of the file in an article's folder.
pub const FILE: &str = "anchors.lock.yaml";

const HEAD: &str = "\
# Where each annotation's passage was found last; see `postil anchors --help`.
# Postil writes this file. Commit it; nothing breaks without it.
";

/// Which entries may stay when nothing was found for them.
#[derive(Debug, Clone, Copy)]
pub enum Keep<'a> {
    /// All: not every annotation may have been read.
    All,
    /// Those of these annotations, which are all there are.
    Only(&'a BTreeSet<&'a str>),
}

/// The entries of a file, by id.
#[derive(Debug, Default)]
pub struct Lock {
    entries: BTreeMap<String, (Locked, String)>,
}

impl Lock {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be read.
    pub fn parse(file: SourceFile) -> Result<Self, String> {
        let diagnostics = Diagnostics::default();
        let Some(yaml) = YamlFile::parse(file, &diagnostics) else {
            let first = diagnostics.into_sorted().into_iter().next();
            return Err(first.map_or_else(String::new, |found| found.problem.to_string()));
        };
        let written = chunks(yaml.file.body());
        let list = match &yaml.value {
            Value::Sequence(list) => list.as_slice(),
            Value::Null => &[],
            _ => return Err("it is not a list".to_owned()),
        };
        let mut entries = BTreeMap::new();
        for (index, value) in list.iter().enumerate() {
            let locked = value.as_mapping().and_then(locked);
            let locked = locked.ok_or_else(|| format!("its entry {} is incomplete", index + 1))?;
            // As it stands, unless somebody has laid the file out in another way.
            let is_as_written = written.len() == list.len();
            let text = if is_as_written { written[index].to_owned() } else { entry(&locked) };
            entries.insert(locked.id.clone(), (locked, text));
        }
        Ok(Self { entries })
    }

    /// Returns what is remembered of an annotation.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Locked> {
        self.entries.get(id).map(|(locked, _)| locked)
    }

    /// Returns the ids of all entries.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Takes up what was found now; an annotation that was not found keeps its entry,
    /// byte for byte.
    pub fn update(&mut self, found: impl IntoIterator<Item = Locked>, keep: Keep<'_>) {
        if let Keep::Only(ids) = keep {
            self.entries.retain(|id, _| ids.contains(id.as_str()));
        }
        for locked in found {
            if self.get(&locked.id) != Some(&locked) {
                let text = entry(&locked);
                self.entries.insert(locked.id.clone(), (locked, text));
            }
        }
    }

    /// Returns the text of the file; `None` if there is nothing to remember.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        if self.entries.is_empty() {
            return None;
        }
        Some(HEAD.chars().chain(self.entries.values().flat_map(|(_, text)| text.chars())).collect())
    }
}

/// Cuts the text of a list into its entries, comments before the first left aside.
fn chunks(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text.match_indices("\n- ").map(|(at, _)| at + 1).collect();
    if text.starts_with("- ") {
        starts.insert(0, 0);
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &text[start..end]).collect()
}

fn locked(fields: &Mapping) -> Option<Locked> {
    let text = |name: &str| Some(fields.get(name)?.as_str()?.to_owned());
    let number = |name: &str| usize::try_from(fields.get(name)?.as_u64()?).ok();
    let state = [State::Exact, State::Normalized, State::Changed];
    let named = text("state")?;
    Some(Locked {
        id: text("id")?,
        state: state.into_iter().find(|state| state.as_str() == named)?,
        start: number("start")?,
        end: number("end")?,
        text: text("text")?,
        quote: text("quote")?,
        prefix: text("prefix")?,
        exact: text("exact")?,
        suffix: text("suffix")?,
    })
}

/// Writes an entry.
fn entry(locked: &Locked) -> String {
    let Locked { id, state, start, end, text, quote, prefix, exact, suffix } = locked;
    let state = state.as_str();
    let [id, text, quote] = [id, text, quote].map(|text| quoted(text));
    let [prefix, exact, suffix] = [prefix, exact, suffix].map(|text| quoted(text));
    format!(
        "- id: {id}\n  state: {state}\n  start: {start}\n  end: {end}\n  text: {text}\n  \
         quote: {quote}\n  prefix: {prefix}\n  exact: {exact}\n  suffix: {suffix}\n"
    )
}

/// JSON's strings are YAML's, but for what its `\u` escapes of half characters would say,
/// which no `str` holds. Line and paragraph separators break lines in YAML.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a string is always JSON");
    json.replace('\u{85}', "\\N")
        .replace('\u{2028}', "\\L")
        .replace('\u{2029}', "\\P")
        .replace('\u{7f}', "\\x7F")
        .replace('\u{feff}', "\\uFEFF")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile { path: "a".into(), text: text.to_owned() }
    }

    fn example(id: &str) -> Locked {
        let text = |text: &str| text.to_owned();
        Locked {
            id: text(id),
            state: State::Changed,
            start: 3,
            end: 9,
            text: text("0123456789012345"),
            quote: text("00000000000000e1"),
            prefix: text("- a\n\"b\" \u{2028}\u{85}"),
            exact: text(" \\ # no: comment"),
            suffix: text("\u{feff}\u{7f}\u{1}\u{fffd}"),
        }
    }

    fn lock_of(text: &str) -> Lock {
        Lock::parse(file(text)).expect("it can be read")
    }

    #[test]
    fn what_is_written_is_read() {
        let mut lock = Lock::default();
        assert_eq!(lock.text(), None);
        let ids = ["0", "null", "a"];
        lock.update(ids.map(example), Keep::All);
        let text = lock.text().expect("it has entries");
        let read = lock_of(&text);
        for id in ids {
            assert_eq!(read.get(id), Some(&example(id)));
        }
        assert_eq!(read.text(), Some(text));
    }

    #[test]
    fn what_was_not_found_again_stays_as_it_stands() {
        let mut lock = Lock::default();
        let ids = ["a", "b", "c"];
        lock.update(ids.map(example), Keep::All);
        let text = lock.text().expect("it has entries");
        let text = text.replacen("\"a\"", "a # by hand", 1);
        let mut lock = lock_of(&text);
        lock.update([Locked { start: 4, ..example("b") }], Keep::Only(&["a", "b"].into()));
        let after = lock.text().expect("it has entries");
        let a_until = text.find("- id: \"b\"").expect("it is there");
        assert_eq!(after[..a_until], text[..a_until]);
        assert!(after.contains("start: 4") && !after.contains("\"c\""));
    }

    #[test]
    fn a_file_that_was_laid_out_anew_is_read() {
        let mut lock = Lock::default();
        let (prefix, suffix) = ("before".to_owned(), "after".to_owned());
        let plain = Locked { prefix, suffix, ..example("a") };
        lock.update([plain.clone()], Keep::All);
        let value: Value =
            serde_yaml::from_str(&lock.text().expect("it has an entry")).expect("it is YAML");
        let anew = serde_json::to_string_pretty(&value).expect("it is JSON");
        assert_eq!(lock_of(&anew).get("a"), Some(&plain));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let why = |text: &str| Lock::parse(file(text)).map(drop).expect_err("it is broken");
        assert_eq!(why("a: b"), "it is not a list");
        assert_eq!(why("- id: a"), "its entry 1 is incomplete");
        assert!(!why("- 'a").is_empty());
        assert!(Lock::parse(file("")).is_ok_and(|lock| lock.ids().count() == 0));
    }
}
