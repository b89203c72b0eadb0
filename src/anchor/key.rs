//! The key: prose, normalised for searching, with a map back.

use std::{
    ops::Range,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick,
};
use unicode_segmentation::GraphemeCursor;

use super::{find_all, trigrams::Buckets};
use crate::text::prose::ProseRange;

/// A normalised text that knows where each of its bytes came from.
///
/// Normalised means: Unicode NFC; every run of white space one space; soft
/// hyphens, zero-width characters and direction controls dropped; typographic
/// quotes, dashes and ellipses as ASCII. Case is kept.
#[derive(Debug, Default)]
pub struct Key {
    text: String,
    runs: Vec<Run>,
    /// How often something was looked for in it.
    n_searches: AtomicUsize,
    /// Made once so much was looked for that it is worth it.
    index: OnceLock<Buckets>,
}

/// A run of the key that comes from one run of the prose.
///
/// A run of equal length is a copy, byte by byte; any other is taken whole.
#[derive(Debug, Clone, Copy)]
struct Run {
    key: usize,
    prose: usize,
    key_len: usize,
    prose_len: usize,
    is_copy: bool,
}

impl Key {
    /// Normalises `prose`.
    #[must_use]
    pub fn new(prose: &str) -> Self {
        let mut key = Self { text: String::with_capacity(prose.len()), ..Self::default() };
        let bytes = prose.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plain = plain_prefix(&bytes[at..]);
            if plain > 0 {
                key.copy(prose, at, plain);
                at += plain;
            } else {
                at += key.unit(prose, at);
            }
        }
        key
    }

    /// Returns the normalised text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the normalised text alone.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// Returns every place of some words, overlapping ones included, in order.
    ///
    /// Whoever looks for a few reads the text; for many there is an index, so that the
    /// notes of a long article do not cost their number times its length.
    pub(super) fn places<'a>(&'a self, words: &'a str) -> Box<dyn Iterator<Item = usize> + 'a> {
        let is_worth_it = words.len() >= RUN
            && self.text.len() >= MIN_INDEXED
            && self.n_searches.fetch_add(1, Relaxed) >= MAX_READINGS;
        if !is_worth_it {
            return Box::new(find_all(&self.text, words));
        }
        let index = self.index.get_or_init(|| {
            let bits = self.text.len().next_power_of_two().trailing_zeros().min(20);
            Buckets::new(self.text.as_bytes().windows(RUN).map(number), bits)
        });
        // The rarest of its runs has the fewest places to look at.
        let runs = words.as_bytes().windows(RUN).take(MAX_RUNS).enumerate();
        let places = runs.map(|(offset, run)| (index.places(number(run)), offset));
        let (places, offset) = places.min_by_key(|(places, _)| places.len()).unwrap_or_default();
        let starts = places.iter().filter_map(move |&at| (at as usize).checked_sub(offset));
        let text = self.text.as_bytes();
        Box::new(starts.filter(move |&start| text[start..].starts_with(words.as_bytes())))
    }

    /// Returns the prose from which a range of the key comes, widened to
    /// grapheme clusters.
    #[must_use]
    pub fn in_prose(&self, range: Range<usize>, prose: &str) -> ProseRange {
        if range.is_empty() {
            return 0..0;
        }
        let first = self.run_at(range.start);
        let start =
            if first.is_copy { first.prose + (range.start - first.key) } else { first.prose };
        let last = self.run_at(range.end - 1);
        let end = if last.is_copy {
            last.prose + (range.end - last.key)
        } else {
            last.prose + last.prose_len
        };
        widen_to_graphemes(start..end, prose)
    }

    /// Returns the range of the key that comes from a range of the prose, as far
    /// as it has any; the range may begin and end within a run that is taken whole.
    #[must_use]
    pub fn of_prose(&self, range: &ProseRange) -> Range<usize> {
        let first = self.runs.partition_point(|run| run.prose + run.prose_len <= range.start);
        let after = self.runs.partition_point(|run| run.prose < range.end);
        if first >= after {
            return 0..0;
        }
        let (first, last) = (self.runs[first], self.runs[after - 1]);
        let start = if first.is_copy {
            first.key + range.start.saturating_sub(first.prose)
        } else {
            first.key
        };
        let end = if last.is_copy {
            last.key + (range.end - last.prose).min(last.key_len)
        } else {
            last.key + last.key_len
        };
        start..end.max(start)
    }

    fn run_at(&self, at: usize) -> Run {
        let index = self.runs.partition_point(|run| run.key <= at).saturating_sub(1);
        self.runs[index]
    }

    fn copy(&mut self, prose: &str, at: usize, len: usize) {
        let key = self.text.len();
        self.text.push_str(&prose[at..at + len]);
        match self.runs.last_mut() {
            Some(last) if last.is_copy && last.prose + last.prose_len == at => {
                last.key_len += len;
                last.prose_len += len;
            }
            _ => {
                self.runs.push(Run { key, prose: at, key_len: len, prose_len: len, is_copy: true });
            }
        }
    }

    /// Takes in one unit that is not plain: a run of white space, a character to
    /// drop or to fold, or a letter with its combining marks. Returns its bytes.
    fn unit(&mut self, prose: &str, at: usize) -> usize {
        let rest = &prose[at..];
        let Some(first) = rest.chars().next() else { return 1 };
        let (replacement, len) = if first.is_whitespace() {
            let len = rest
                .char_indices()
                .find(|&(_, c)| !c.is_whitespace() && !is_dropped(c))
                .map_or(rest.len(), |(end, _)| end);
            // Two runs with nothing kept between them are one.
            let space = if self.text.ends_with(' ') { "" } else { " " };
            (space.to_owned(), len)
        } else if is_dropped(first) {
            (String::new(), first.len_utf8())
        } else {
            composed(rest)
        };
        if replacement == rest[..len] {
            self.copy(prose, at, len);
        } else if !replacement.is_empty() {
            let key = self.text.len();
            let key_len = replacement.len();
            self.text.push_str(&replacement);
            self.runs.push(Run { key, prose: at, key_len, prose_len: len, is_copy: false });
        }
        len
    }
}

/// Returns a text normalised, without white space at its ends.
pub(super) fn normalized(text: &str) -> String {
    Key::new(text).text.trim().to_owned()
}

/// The length of the runs that are indexed, in bytes.
const RUN: usize = 4;
/// So many runs of a pattern are looked at.
const MAX_RUNS: usize = 128;
/// A shorter text, in bytes, is read as fast.
const MIN_INDEXED: usize = 16_384;
/// To make the index takes as long as to read the text about so often.
const MAX_READINGS: usize = 64;

fn number(run: &[u8]) -> u64 {
    run.iter().fold(0, |number, &byte| (number << 8) | u64::from(byte))
}

/// Returns the length of the ASCII text that stands for itself.
///
/// Single spaces are plain; the last character is left to [`Key::unit`] if what
/// follows might combine with it.
fn plain_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let is_plain = match byte {
            b'!'..=b'~' => true,
            b' ' => bytes.get(at + 1).is_some_and(u8::is_ascii_graphic),
            _ => false,
        };
        if !is_plain {
            break;
        }
        at += 1;
    }
    if bytes.get(at).is_some_and(|byte| !byte.is_ascii()) { at.saturating_sub(1) } else { at }
}

/// Returns the first character of `text` with all that combines with it, composed
/// and folded, and how many bytes of `text` that takes.
fn composed(text: &str) -> (String, usize) {
    let len = text
        .char_indices()
        .skip(1)
        .find(|&(_, c)| begins_unit(c))
        .map_or(text.len(), |(end, _)| end);
    let mut folded = String::new();
    for c in text[..len].nfc() {
        match c {
            '‘' | '’' | 'ʼ' => folded.push('\''),
            '“' | '”' | '„' | '«' | '»' => folded.push('"'),
            '‐' | '‑' | '–' | '—' | '−' => folded.push('-'),
            '…' => folded.push_str("..."),
            c if is_dropped(c) => {}
            c => folded.push(c),
        }
    }
    (folded, len)
}

/// Returns whether no normalisation joins `c` to what stands before it.
fn begins_unit(c: char) -> bool {
    c.is_ascii()
        || c.is_whitespace()
        || (canonical_combining_class(c) == 0
            && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes)
}

/// Soft hyphen, zero-width characters, direction controls.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

fn widen_to_graphemes(range: ProseRange, prose: &str) -> ProseRange {
    let is_boundary = |at: usize| {
        let mut cursor = GraphemeCursor::new(at, prose.len(), true);
        cursor.is_boundary(prose, 0).unwrap_or(true)
    };
    let mut start = range.start;
    while !prose.is_char_boundary(start) || !is_boundary(start) {
        start -= 1;
    }
    let mut end = range.end;
    while !prose.is_char_boundary(end) || !is_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(prose: &str, key: &str) {
        assert_eq!(Key::new(prose).text(), key);
    }

    #[test]
    fn white_space_folds_to_one_space() {
        check("a  b\n\tc\u{a0}\u{2003}d", "a b c d");
        check("a \u{200b} b", "a b");
        check(" a ", " a ");
    }

    #[test]
    fn typography_folds_to_ascii() {
        check("‘a’ “b” „c“ «d» – — − …", "'a' \"b\" \"c\" \"d\" - - - ...");
        check("co\u{ad}op\u{200d}x", "coopx");
    }

    #[test]
    fn letters_are_composed() {
        check("e\u{301}", "é");
        check("x e\u{301}\u{327}", "x ȩ\u{301}");
        check("\u{1112}\u{1161}\u{11ab}", "한");
        check("Å", "Å");
    }

    #[test]
    fn ranges_lead_back_to_the_prose() {
        let prose = "a — “b”…  c";
        let key = Key::new(prose);
        assert_eq!(key.text(), "a - \"b\"... c");
        let at = key.text().find("\"b\"").unwrap();
        let range = key.in_prose(at..at + 3, prose);
        assert_eq!(&prose[range.clone()], "“b”");
        assert_eq!(key.of_prose(&range), at..at + 3);
    }

    #[test]
    fn places_are_the_same_read_or_looked_up() {
        let text = "one two, the other two; aaaa é漢, ".repeat(600);
        let key = Key::new(&text);
        for words in ["two", "the other", "other two; aaaa é", "aaa", "aa", "漢, one", "none", " "]
        {
            let read: Vec<usize> = find_all(key.text(), words).collect();
            for _ in 0..2 {
                let found: Vec<usize> = key.places(words).collect();
                assert_eq!(found, read, "{words}");
                key.n_searches.fetch_add(MAX_READINGS, Relaxed);
            }
        }
        assert!(key.index.get().is_some());
    }

    #[test]
    fn a_part_of_an_ellipsis_is_the_ellipsis() {
        let prose = "so… on";
        let key = Key::new(prose);
        assert_eq!(&prose[key.in_prose(0..3, prose)], "so…");
    }
}
