//! `anchors.lock.yaml`: the text in which an article's passages were found last, and where.
//!
//! ```yaml
//! prose: "4bb0622ab26da7d3"      # the beginning of the BLAKE3 hash of the prose
//! by_place: []                   # annotations whose quote alone does not lead there
//! blocks:                        # the prose, block by block, which positions refer to
//! - "A block in which a passage lies, or that is like one of these."
//! - {"hash":"93d1c2aa07be1f50","length":314}
//! annotations:                   # sorted by id
//! - {"id":"peak-strength","state":"exact","start":2314,"end":2347,"quote":"93d1c2aa07be1f50"}
//! ```
//!
//! Of a block that no passage lies in, the hash is that of its text, normalised as for
//! anchoring, and the length counts code points, as `start` and `end` do (blocks are joined
//! by `\n`). `quote` is the hash of the quote in the sidecar, normalised. An annotation whose
//! passage was reworded has the new words as `exact`; one that was lost before this text
//! keeps what was known of it: `text`, the hash of the prose it was found in, and `prefix`,
//! `exact` and `suffix`, its words and those around it. A file that is a list of such
//! entries, as earlier versions wrote, is read, too.
//!
//! The tool writes it (`anchors reanchor`, `anchors accept`, `annotate`, `import`, `new`, the
//! editor in the page), it is committed with the edition, and no annotation needs it as
//! long as its text stays as it is. Once a text is edited, it tells where each passage has
//! gone. A file that cannot be read counts as none.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use memchr::memmem;
use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use crate::{
    anchor::{CONTEXT, EarlierBlock, EarlierText, LockEntry, State, fingerprint},
    diag::Diagnostics,
    io::{CodePoints, SourceFile},
    model::parse::YamlFile,
};

/// The name of the file in an article's folder.
pub const FILE: &str = "anchors.lock.yaml";

/// Returns the name of the file of a text: of an article's own, or of its translation into a
/// language, `anchors.fr.lock.yaml`.
#[must_use]
pub fn file_of(language: Option<&str>) -> String {
    language.map_or_else(|| FILE.to_owned(), |language| format!("anchors.{language}.lock.yaml"))
}

/// Returns whether a file of an article's folder has such a name.
#[must_use]
pub fn is_file(name: &str) -> bool {
    name == FILE || name.starts_with("anchors.") && name.ends_with(".lock.yaml")
}

const HEAD: &str = "\
# Where each annotation's passage was found last; see `postil anchors --help`.
# Postil writes this file. Commit it: it tells where passages go when texts are edited.
";

/// As many bytes of a file say whether the rest has to be read.
const HEAD_LENGTH: usize = 256;

/// Which entries may stay when nothing was found for them.
#[derive(Debug, Clone, Copy)]
pub enum Keep<'a> {
    /// All: not every annotation may have been read.
    All,
    /// Those of these annotations, which are all there are.
    Only(&'a BTreeSet<&'a str>),
}

/// What a file says.
#[derive(Debug, Default)]
pub struct Lock {
    text: Option<EarlierText>,
    entries: BTreeMap<String, Remembered>,
}

/// An entry; as it stands in the file, if it is about an earlier text.
#[derive(Debug)]
struct Remembered {
    locked: LockEntry,
    written: Option<String>,
}

#[derive(Deserialize)]
struct File {
    prose: String,
    blocks: Vec<EarlierBlock>,
    annotations: Vec<Entry>,
    #[serde(default)]
    by_place: BTreeSet<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    id: String,
    state: String,
    start: usize,
    end: usize,
    quote: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suffix: Option<String>,
}

/// Returns whether the first lines of a file say that every passage of a prose is where its
/// quote alone leads, so that nothing else has to be understood. What a merge left further down
/// is to be told all the same.
#[must_use]
pub fn says_nothing_more(file: &[u8], prose: &str) -> bool {
    let Ok(head) = std::str::from_utf8(&file[..file.len().min(HEAD_LENGTH)]) else { return false };
    if memmem::find(file, b"\n<<<<<<< ").is_some() {
        return false;
    }
    let Some((_, rest)) = head.split_once("\nprose: \"") else { return false };
    rest.split_once('"').is_some_and(|(hash, rest)| {
        rest.starts_with("\nby_place: []\n") && hash == fingerprint(prose)
    })
}

impl Lock {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be read.
    pub fn parse(file: SourceFile) -> Result<Self, String> {
        if let Some((read, lines)) = as_written(file.body()) {
            return Self::of_file(read, &lines);
        }
        let diagnostics = Diagnostics::default();
        let Some(yaml) = YamlFile::parse(file, &diagnostics) else {
            let first = diagnostics.into_sorted().into_iter().next();
            return Err(first.map_or_else(String::new, |found| found.problem.to_string()));
        };
        let body = yaml.file.body();
        match &*yaml.value {
            Value::Sequence(list) => {
                let entry = |(index, value): (usize, &Value)| {
                    serde_yaml::from_value(value.clone()).map_err(|_| incomplete(index))
                };
                let entries = list.iter().enumerate().map(entry);
                Self::new(None, entries, &BTreeSet::new(), &chunks(body))
            }
            Value::Mapping(_) => {
                let read: File = serde_yaml::from_value((*yaml.value).clone())
                    .map_err(|error| error.to_string())?;
                Self::of_file(
                    read,
                    &chunks(body.split_once("\nannotations:\n").map_or("", |it| it.1)),
                )
            }
            Value::Null => Ok(Self::default()),
            _ => Err("it is not a list".to_owned()),
        }
    }

    fn of_file(file: File, written: &[&str]) -> Result<Self, String> {
        let File { prose, blocks, annotations, by_place } = file;
        let text = EarlierText::from_parts(prose, blocks);
        Self::new(Some(text), annotations.into_iter().map(Ok), &by_place, written)
    }

    /// Takes in entries; `written` is how they stand in the file, if it could be cut.
    ///
    /// A list of entries has no text: each holds all that is known.
    fn new(
        text: Option<EarlierText>,
        read: impl ExactSizeIterator<Item = Result<Entry, String>>,
        by_place: &BTreeSet<String>,
        written: &[&str],
    ) -> Result<Self, String> {
        let mut entries = BTreeMap::new();
        let is_cut = written.len() == read.len();
        for (index, entry) in read.enumerate() {
            let entry = entry?;
            let is_earlier = text.is_none() || entry.text.is_some();
            let written = (is_earlier && is_cut).then(|| written[index].to_owned());
            match entry.into_locked(text.as_ref())? {
                Some(mut locked) => {
                    locked.by_place = by_place.contains(&locked.id);
                    entries.insert(locked.id.clone(), Remembered { locked, written });
                }
                None if text.is_none() => return Err(incomplete(index)),
                None => {}
            }
        }
        Ok(Self { text, entries })
    }

    /// Returns the text that positions refer to; an earlier version of the file has none.
    #[must_use]
    pub const fn text(&self) -> Option<&EarlierText> {
        self.text.as_ref()
    }

    /// Returns what is remembered of an annotation.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&LockEntry> {
        self.entries.get(id).map(|one| &one.locked)
    }

    /// Returns the ids of all entries.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Returns whether all that is known of an annotation that was found is what `found` says.
    #[must_use]
    pub fn agrees(&self, found: &LockEntry) -> bool {
        self.get(&found.id).is_some_and(|known| {
            let LockEntry { prefix, suffix, .. } = found.clone();
            LockEntry { prefix, suffix, ..known.clone() } == *found
        })
    }

    /// Takes up what was found now, in `prose`; an annotation that was not found keeps what
    /// was known of it. Without a prose, the text that is remembered stays.
    pub fn update(
        &mut self,
        found: impl IntoIterator<Item = LockEntry>,
        prose: Option<&str>,
        keep: Keep<'_>,
    ) {
        if let Keep::Only(ids) = keep {
            self.entries.retain(|id, _| ids.contains(id.as_str()));
        }
        if let Some(prose) = prose {
            self.leave_behind(prose);
        }
        for locked in found {
            self.entries.insert(locked.id.clone(), Remembered { locked, written: None });
        }
        if let Some(prose) = prose {
            self.text = Some(EarlierText::new(prose, &self.passages_in(prose)));
        }
    }

    /// Gives entries that refer to another text than this all that is known from there.
    fn leave_behind(&mut self, prose: &str) {
        let Some(text) = &self.text else { return };
        if text.hash() == fingerprint(prose) {
            return;
        }
        for Remembered { locked, .. } in self.entries.values_mut() {
            if locked.text == text.hash() {
                [locked.prefix, locked.suffix] = text.around(locked.start, locked.end, CONTEXT);
            }
        }
    }

    /// Returns the passages in a prose, in bytes.
    fn passages_in(&self, prose: &str) -> Vec<Range<usize>> {
        let (hash, code_points) = (fingerprint(prose), CodePoints::new(prose));
        let byte = |index| code_points.byte(prose, index);
        let here = self.entries.values().filter(|one| one.locked.text == hash);
        here.filter_map(|one| Some(byte(one.locked.start)?..byte(one.locked.end)?)).collect()
    }

    /// Returns the text of the file; `None` if there is nothing to remember.
    #[must_use]
    pub fn to_text(&self) -> Option<String> {
        if self.entries.is_empty() {
            return None;
        }
        let Some(text) = &self.text else {
            let all = self.entries.values().map(|one| one.line(None));
            return Some(HEAD.to_owned() + &all.collect::<String>());
        };
        let is_by_place = |one: &&Remembered| one.locked.by_place || one.locked.text != text.hash();
        let by_place: Vec<&str> =
            self.entries.values().filter(is_by_place).map(|one| one.locked.id.as_str()).collect();
        let (hash, by_place) = (json(&text.hash()), json(&by_place));
        let mut file = format!("{HEAD}prose: {hash}\nby_place: {by_place}\nblocks:\n");
        for block in text.blocks() {
            file += &format!("- {}\n", json(block));
        }
        file += "annotations:\n";
        for one in self.entries.values() {
            file += &one.line(Some(text.hash()));
        }
        Some(file)
    }
}

impl Remembered {
    /// Returns the line of the entry in a file whose text has a hash.
    fn line(&self, hash: Option<&str>) -> String {
        let LockEntry { state, text, exact, .. } = &self.locked;
        let is_elsewhere = hash != Some(text);
        if let Some(written) = self.written.as_ref().filter(|_| is_elsewhere) {
            return written.clone();
        }
        let elsewhere = |part: &String| is_elsewhere.then(|| part.clone());
        let entry = Entry {
            id: self.locked.id.clone(),
            state: state.as_str().to_owned(),
            start: self.locked.start,
            end: self.locked.end,
            quote: self.locked.quote.clone(),
            text: elsewhere(text),
            prefix: elsewhere(&self.locked.prefix),
            exact: (is_elsewhere || *state == State::Changed).then(|| exact.clone()),
            suffix: elsewhere(&self.locked.suffix),
        };
        format!("- {}\n", json(&entry))
    }
}

impl Entry {
    /// Returns what an entry remembers; `None` if it refers to what the text does not have.
    fn into_locked(self, file_text: Option<&EarlierText>) -> Result<Option<LockEntry>, String> {
        let state = [State::Exact, State::Normalized, State::Changed]
            .into_iter()
            .find(|state| state.as_str() == self.state)
            .ok_or_else(|| format!("`{}` has no state that is remembered", self.id))?;
        let (text, exact) = match (self.text, file_text) {
            (Some(text), _) => (text, self.exact),
            (None, Some(file_text)) => {
                let words = file_text.slice(self.start, self.end);
                // What was written down beside its place has to stand there.
                let is_there = self.exact.is_none() || self.exact == words;
                (file_text.hash().to_owned(), words.filter(|_| is_there))
            }
            (None, None) => return Ok(None),
        };
        Ok(exact.map(|exact| LockEntry {
            id: self.id,
            state,
            start: self.start,
            end: self.end,
            text,
            quote: self.quote,
            prefix: self.prefix.unwrap_or_default(),
            exact,
            suffix: self.suffix.unwrap_or_default(),
            by_place: false,
        }))
    }
}

fn incomplete(index: usize) -> String {
    format!("its entry {} is incomplete", index + 1)
}

/// Reads a file laid out as it is written, line by line, with the lines of its annotations:
/// much faster than YAML. `None` if somebody has laid it out anew.
fn as_written(body: &str) -> Option<(File, Vec<&str>)> {
    let mut lines = body.split_inclusive('\n').skip_while(|line| line.starts_with('#'));
    let prose = serde_json::from_str(lines.next()?.strip_prefix("prose: ")?).ok()?;
    let by_place = serde_json::from_str(lines.next()?.strip_prefix("by_place: ")?).ok()?;
    if lines.next()? != "blocks:\n" {
        return None;
    }
    let mut blocks = Vec::new();
    for line in lines.by_ref().take_while(|line| *line != "annotations:\n") {
        blocks.push(serde_json::from_str(line.strip_prefix("- ")?).ok()?);
    }
    let entries: Vec<&str> = lines.collect();
    let mut annotations = Vec::with_capacity(entries.len());
    for line in &entries {
        annotations.push(serde_json::from_str(line.strip_prefix("- ")?).ok()?);
    }
    Some((File { prose, blocks, annotations, by_place }, entries))
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

/// JSON is YAML, but for separators that break lines in YAML, and what it does not print.
fn json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("strings and numbers are always JSON");
    let is_refused = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    if !json.contains(is_refused) {
        return json;
    }
    let escaped = |c: char| {
        if is_refused(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }
    };
    json.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "Of boats.\nIn spring – they said – it was full of \u{2028}boats.\nEnd.";

    fn file(text: &str) -> SourceFile {
        SourceFile::new("a", text.to_owned())
    }

    fn example(id: &str) -> LockEntry {
        let text = |text: &str| text.to_owned();
        LockEntry {
            id: text(id),
            state: State::Changed,
            start: 10,
            end: 19,
            text: fingerprint(PROSE),
            quote: text("00000000000000e1"),
            prefix: String::new(),
            exact: text("In spring"),
            suffix: String::new(),
            by_place: true,
        }
    }

    fn lock_of(text: &str) -> Lock {
        Lock::parse(file(text)).expect("it can be read")
    }

    fn lock(ids: &[&str]) -> Lock {
        let mut lock = Lock::default();
        lock.update(ids.iter().map(|id| example(id)), Some(PROSE), Keep::All);
        lock
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Lock::default().to_text(), None);
        let ids = ["0", "null", "a"];
        let text = lock(&ids).to_text().expect("it has entries");
        assert!(!text.contains("End."), "only blocks with passages are written out: {text}");
        assert!(text.lines().count() == 12 && text.contains("\\u2028"), "{text}");
        let read = lock_of(&text);
        for id in ids {
            assert_eq!(read.get(id), Some(&example(id)));
        }
        assert_eq!(read.to_text(), Some(text));
    }

    #[test]
    fn a_file_that_was_laid_out_anew_is_read() {
        let text = lock(&["a"]).to_text().expect("it has an entry");
        let value: Value = serde_yaml::from_str(&text).expect("it is YAML");
        let anew = serde_yaml::to_string(&value).expect("it is YAML");
        assert!(as_written(&anew).is_none());
        assert_eq!(lock_of(&anew).get("a"), Some(&example("a")));
    }

    #[test]
    fn what_was_lost_keeps_its_words_and_stays_as_it_stands() {
        let mut lock = lock(&["a", "b"]);
        let found = LockEntry { text: fingerprint("Other."), start: 0, end: 5, ..example("b") };
        let ids = ["a", "b"].into();
        lock.update([found.clone()], Some("Other."), Keep::Only(&ids));
        let text = lock.to_text().expect("it has entries");
        assert!(text.contains(r#"by_place: ["a","b"]"#), "{text}");
        let mut again = lock_of(&text);
        let lost = again.get("a").expect("it is kept");
        assert_eq!(
            (&*lost.exact, &*lost.suffix),
            ("In spring", " – they said – it was full of \u{2028}b")
        );
        again.update([], Some("Yet another."), Keep::Only(&["a"].into()));
        let after = again.to_text().expect("it has an entry");
        let line =
            |text: &str| text.lines().find(|line| line.contains("\"id\":\"a\"")).map(str::to_owned);
        assert_eq!(line(&after), line(&text));
    }

    #[test]
    fn the_first_lines_tell_whether_the_rest_matters() {
        let mut lock = lock(&["a"]);
        let text = lock.to_text().expect("it has an entry");
        assert!(!says_nothing_more(text.as_bytes(), PROSE), "its place has to be asked for");
        let plain = LockEntry { by_place: false, state: State::Exact, ..example("a") };
        lock.update([plain], Some(PROSE), Keep::All);
        let text = lock.to_text().expect("it has an entry");
        assert!(says_nothing_more(text.as_bytes(), PROSE));
        assert!(!says_nothing_more(text.as_bytes(), "Another text."));
        assert!(!says_nothing_more(b"- id: a", PROSE));
    }

    #[test]
    fn a_list_as_earlier_versions_wrote_is_read_and_kept() {
        let old = "# head\n- id: \"a\"  # by hand\n  state: exact\n  start: 3\n  end: 9\n  text: \
                   \"0123456789012345\"\n  quote: \"00000000000000e1\"\n  prefix: \"x\"\n  exact: \
                   \"passage\"\n  suffix: \"y\"\n";
        let mut lock = lock_of(old);
        let locked = lock.get("a").expect("it is there");
        assert_eq!((&*locked.exact, locked.by_place), ("passage", false));
        lock.update([example("b")], Some(PROSE), Keep::All);
        let text = lock.to_text().expect("it has entries");
        assert!(text.contains("- id: \"a\"  # by hand\n  state: exact\n"), "{text}");
        let read = lock_of(&text);
        assert_eq!(read.get("a").map(|it| &*it.exact), Some("passage"));
        assert_eq!(read.to_text(), Some(text), "and once more");
    }

    #[test]
    fn a_place_that_was_changed_by_hand_says_nothing() {
        let text = lock(&["a"]).to_text().expect("it has an entry");
        assert!(lock_of(&text.replace("\"start\":10", "\"start\":13")).get("a").is_none());
        assert!(lock_of(&text.replace("\"end\":19", "\"end\":9999")).get("a").is_none());
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let why = |text: &str| Lock::parse(file(text)).map(drop).expect_err("it is broken");
        assert!(why("a: b").contains("prose"));
        assert_eq!(why("just words"), "it is not a list");
        assert_eq!(why("- id: a"), "its entry 1 is incomplete");
        assert!(!why("- 'a").is_empty());
        assert!(Lock::parse(file("")).is_ok_and(|lock| lock.ids().count() == 0));
    }
}
