//! What differs between a page as a browser has it and as it is now.
//!
//! An edit changes some lines of a page of hundreds of kilobytes; these alone
//! are sent, with the news, so that nobody has to ask for the page again. Where
//! they lie within one element, it is sent as a whole, so that nobody has to parse
//! the page again either.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

use super::element;

/// How long it is looked for the fewest lines that differ.
const PATIENCE: Duration = Duration::from_millis(20);
/// Where more runs differ, all from the first to the last is sent as one.
const MAX_RUNS: usize = 32;

/// How one page becomes another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Change {
    /// The [`version`] of the page that was.
    since: String,
    /// That of the page that comes of it.
    version: String,
    /// In the order of the text, and apart from each other.
    splices: Vec<Splice>,
}

/// One run of a page's characters, and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Splice {
    /// Where the run begins in the page that was, in UTF-16 code units.
    start: usize,
    /// Where it ends.
    end: usize,
    text: String,
}

/// A run of bytes in one page, and the one that it corresponds to in the other.
#[derive(Debug, Clone)]
struct Run {
    old: Range<usize>,
    new: Range<usize>,
}

impl Change {
    /// Returns how `old` becomes `new`, both UTF-8; `None` if they are no text, or
    /// differ behind the place where the preview adds its script.
    pub(super) fn new(old: &[u8], new: &[u8]) -> Option<Self> {
        let [since, version] = [old, new].map(version);
        if since == version {
            return Some(Self { since, version, splices: Vec::new() });
        }
        let ((old, old_end), (new, new_end)) = (split(old)?, split(new)?);
        if old_end != new_end {
            return None;
        }
        let mut splices = Vec::new();
        let (mut at, mut units) = (0, 0);
        let mut units_to = |to: usize| {
            units += old[at..to].encode_utf16().count();
            at = to;
            units
        };
        for run in Alignment::new(old, new).runs(old, new) {
            let (start, end) = (units_to(run.old.start), units_to(run.old.end));
            splices.push(Splice { start, end, text: new[run.new].to_owned() });
        }
        Some(Self { since, version, splices })
    }
}

/// How two pages lie beside each other.
struct Alignment {
    different: Vec<Run>,
    /// What lies before, between and behind.
    alike: Vec<Run>,
}

impl Alignment {
    /// Compares pages line by line, and lines that differ by their ends.
    fn new(old: &str, new: &str) -> Self {
        let different = differing_lines(old, new);
        let different: Vec<Run> = different.iter().map(|run| run.trimmed(old, new)).collect();
        let ends = different.iter().map(|run| (run.old.start, run.new.start));
        let starts = different.iter().map(|run| (run.old.end, run.new.end));
        let alike = [(0, 0)].into_iter().chain(starts).zip(ends.chain([(old.len(), new.len())]));
        let alike = alike.map(|(start, end)| Run { old: start.0..end.0, new: start.1..end.1 });
        Self { alike: alike.collect(), different }
    }

    /// Returns what differs, in few runs that are elements where they can be.
    fn runs(&self, old: &str, new: &str) -> Vec<Run> {
        if self.different.len() > MAX_RUNS {
            return joined(self.different.iter().cloned(), usize::MAX);
        }
        joined(self.different.iter().map(|run| self.widened(run, old, new)), 0)
    }

    /// Returns the element around a run, if it is one in both pages; else the run.
    fn widened(&self, run: &Run, old: &str, new: &str) -> Run {
        let found = element::around(old, &run.old).zip(element::around(new, &run.new));
        let elements = found.map(|(old, new)| Run { old, new });
        let ends_alike = |run: &Run| {
            self.is_same_place(run.old.start, run.new.start)
                && self.is_same_place(run.old.end, run.new.end)
        };
        elements.filter(ends_alike).unwrap_or_else(|| run.clone())
    }

    fn is_same_place(&self, old: usize, new: usize) -> bool {
        self.alike.iter().any(|run| {
            (run.old.start..=run.old.end).contains(&old)
                && new.checked_sub(run.new.start) == Some(old - run.old.start)
        })
    }
}

impl Run {
    /// Returns the run without what is the same in both pages at its ends.
    fn trimmed(&self, old: &str, new: &str) -> Self {
        let (old, new) = (&old[self.old.clone()], &new[self.new.clone()]);
        let pairs = old.chars().zip(new.chars());
        let n_before: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let pairs = old[n_before..].chars().rev().zip(new[n_before..].chars().rev());
        let n_after: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let trimmed = |range: &Range<usize>| range.start + n_before..range.end - n_after;
        Self { old: trimmed(&self.old), new: trimmed(&self.new) }
    }
}

fn differing_lines(old: &str, new: &str) -> Vec<Run> {
    let [old, new] = [old, new].map(|page| page.split_inclusive('\n').collect::<Vec<_>>());
    let deadline = Instant::now() + PATIENCE;
    let steps = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline));
    let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let mut runs = Vec::new();
    let [mut old_at, mut new_at] = [0; 2];
    for step in steps {
        let old_end = old_at + length(&old[step.old_range()]);
        let new_end = new_at + length(&new[step.new_range()]);
        if step.tag() != DiffTag::Equal {
            runs.push(Run { old: old_at..old_end, new: new_at..new_end });
        }
        (old_at, new_at) = (old_end, new_end);
    }
    runs
}

/// Joins runs that overlap, or lie within `gap` bytes of each other.
fn joined(runs: impl Iterator<Item = Run>, gap: usize) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        let is_within =
            |last: &Run| last.old.start >= run.old.start && last.new.start >= run.new.start;
        while joined.last().is_some_and(is_within) {
            joined.pop();
        }
        match joined.last_mut() {
            Some(last)
                if last.old.end.saturating_add(gap) > run.old.start
                    || last.new.end > run.new.start =>
            {
                last.old.end = last.old.end.max(run.old.end);
                last.new.end = last.new.end.max(run.new.end);
            }
            _ => joined.push(run),
        }
    }
    joined
}

/// Returns a name for a page's text, of letters and digits.
pub(super) fn version(page: &[u8]) -> String {
    blake3::hash(page).to_hex()[..16].to_owned()
}

/// Returns where the preview adds its own tags to a page, in bytes.
pub(super) fn place_of_tags(page: &[u8]) -> usize {
    memchr::memmem::rfind(page, b"</body>").unwrap_or(page.len())
}

/// Divides a page where the preview adds its own tags to it.
fn split(page: &[u8]) -> Option<(&str, &str)> {
    let (before, after) = page.split_at(place_of_tags(page));
    let before = std::str::from_utf8(before).ok()?;
    // Browsers drop a mark of the byte order, and count from behind it.
    let before = before.strip_prefix('\u{FEFF}').unwrap_or(before);
    Some((before, std::str::from_utf8(after).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Does what the script in the page does.
    fn spliced(old: &str, change: &Change) -> String {
        let old: Vec<u16> = old.encode_utf16().collect();
        let (mut at, mut new) = (0, Vec::new());
        for splice in &change.splices {
            new.extend(&old[at..splice.start]);
            new.extend(splice.text.encode_utf16());
            at = splice.end;
        }
        new.extend(&old[at..]);
        String::from_utf16(&new).unwrap()
    }

    fn change(old: &str, new: &str) -> Option<Change> {
        Change::new(old.as_bytes(), new.as_bytes())
    }

    #[test]
    fn only_the_elements_that_differ_are_sent() {
        let old =
            "<div id=\"a\">\n<p id=\"b\">𝒜</p>\n<i>a</i>\n<p id=\"c\">\nd\n</p>\n</div></body>";
        let new = old.replace("𝒜", "ℬ").replace("\nd\n", "\nd\ne\n");
        let change = change(old, &new).unwrap();
        let texts: Vec<&str> = change.splices.iter().map(|splice| &*splice.text).collect();
        assert_eq!(texts, ["<p id=\"b\">ℬ</p>", "<p id=\"c\">\nd\ne\n</p>"]);
        assert_eq!(spliced(old, &change), new);
    }

    #[test]
    fn what_cannot_be_spliced_is_not() {
        assert_eq!(change("a</body>b", "a</body>c"), None);
        assert_eq!(Change::new(&[0xFF], &[0xFE]), None);
    }

    /// Returns pages of few kinds of lines.
    fn pages() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            Just("<p id=\"a\">é</p>\n"),
            Just("<p id=\"a\">😀</p>"),
            Just("<div id=\"b\">\n"),
            Just("</div>\n"),
            Just("<i>"),
            Just("</i>\n"),
            Just("😁\n"),
        ];
        proptest::collection::vec(line, 0..12).prop_map(|lines| lines.concat())
    }

    proptest! {
        #[test]
        fn a_change_makes_the_new_page_of_the_old_one(old in pages(), new in pages()) {
            let [old, new] = [old, new].map(|page| format!("{page}</body>\n"));
            let change = change(&old, &new).unwrap();
            prop_assert_eq!(&change.version, &version(new.as_bytes()));
            prop_assert_eq!(spliced(&old, &change), new);
        }
    }
}
