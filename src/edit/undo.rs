//! Takes an edit back.
//!
//! What was changed is kept as whole lines with the lines around them, so that it can
//! be taken back after edits elsewhere in the file, and not after edits to it.

use std::ops::Range;

use serde_yaml::Value;

use super::{Document, EditError, Edited, List, Wanted};
use crate::io::SourceFile;

/// What takes an edit back; see [`undo`].
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    list: List,
    id: String,
    /// What the entry said before the edit, if it was there.
    entry: Option<Value>,
    /// Where the changed lines begin, in bytes of the new text.
    at: usize,
    /// The lines as they were.
    old: String,
    /// The lines as they are now.
    new: String,
    /// The line above, and the one below; empty at the ends of the file.
    around: [String; 2],
}

impl Undo {
    /// Returns what takes the change of a text back, and which lines of the new one
    /// changed (from 1, end exclusive).
    pub(super) fn of(
        list: List,
        id: &str,
        entry: Option<Value>,
        (old, new): (&str, &str),
    ) -> (Self, Range<usize>) {
        let old_lines: Vec<&str> = old.split_inclusive('\n').collect();
        let new_lines: Vec<&str> = new.split_inclusive('\n').collect();
        let (n_above, n_below) = n_common(&old_lines, &new_lines, |a, b| a == b);
        let n_changed = new_lines.len() - n_below - n_above;
        let line = |index: Option<usize>| {
            index
                .and_then(|index| new_lines.get(index))
                .map_or(String::new(), |line| (*line).into())
        };
        let undo = Self {
            list,
            id: id.to_owned(),
            entry,
            at: new_lines[..n_above].iter().map(|line| line.len()).sum(),
            old: old_lines[n_above..old_lines.len() - n_below].concat(),
            new: new_lines[n_above..n_above + n_changed].concat(),
            around: [line(n_above.checked_sub(1)), line(Some(n_above + n_changed))],
        };
        // A last line that only got its line break is not a changed one.
        let bare = |line: &str| line.trim_matches(['\n', '\r', '\u{feff}']).to_owned();
        let is_same = |a: &str, b: &str| bare(a) == bare(b);
        let (n_above, n_below) = n_common(&old_lines, &new_lines, is_same);
        (undo, n_above + 1..new_lines.len() - n_below + 1)
    }

    /// Returns the id of the entry that was changed.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns whether the changed lines stand at a byte of a text, between the same lines.
    fn fits(&self, text: &str, at: usize) -> bool {
        let Some((above, rest)) = text.split_at_checked(at) else { return false };
        let Some(below) = rest.strip_prefix(&self.new) else { return false };
        let last = above.split_inclusive('\n').next_back().unwrap_or_default();
        let next = below.split_inclusive('\n').next().unwrap_or_default();
        (above.is_empty() || above.ends_with('\n')) && [last, next] == self.around
    }

    /// Returns the one place of the changed lines in a text.
    fn place(&self, text: &str) -> Option<usize> {
        if self.old == self.new {
            // Nothing was changed, so nothing is: both are empty.
            return Some(text.len());
        }
        if self.fits(text, self.at) {
            return Some(self.at);
        }
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut places = std::iter::once(0).chain(breaks).filter(|&at| self.fits(text, at));
        let first = places.next()?;
        places.next().is_none().then_some(first)
    }

    /// Returns a text without the edit, if that stands there in one place.
    fn taken_from(&self, text: &str) -> Option<String> {
        let at = self.place(text)?;
        Some([&text[..at], &self.old, &text[at + self.new.len()..]].concat())
    }

    /// Returns what takes two edits of one entry back at once: this one, and a later one that
    /// left `text`. `None` if they are not of one entry, or if what stood around the first was
    /// changed by others in between.
    #[must_use]
    pub fn with_later(&self, later: &Self, text: &str) -> Option<Self> {
        let is_same = (self.list, &self.id) == (later.list, &later.id);
        let between = later.taken_from(text).filter(|_| is_same)?;
        let before = self.taken_from(&between)?;
        Some(Self::of(self.list, &self.id, self.entry.clone(), (&before, text)).0)
    }
}

/// Returns how many lines two texts have in common at the start, and at the end.
fn n_common(old: &[&str], new: &[&str], is_same: impl Fn(&str, &str) -> bool) -> (usize, usize) {
    let same = |(old, new): &(&&str, &&str)| is_same(old, new);
    let n_above = old.iter().zip(new).take_while(&same).count();
    let rest = old[n_above..].iter().rev().zip(new[n_above..].iter().rev());
    (n_above, rest.take_while(&same).count())
}

/// Takes an edit back; what was edited elsewhere in the file since then stays.
///
/// # Errors
///
/// [`EditError::Changed`] if the lines of the edit, or those next to them, have changed.
pub fn undo(file: &SourceFile, undo: &Undo) -> Result<Edited, EditError> {
    let document = Document::new(undo.list, file.clone())?;
    let changed = || EditError::Changed { id: undo.id.clone() };
    let text = undo.taken_from(&file.text).ok_or_else(changed)?;
    let wanted = Wanted::from([(undo.id.as_str(), undo.entry.clone())]);
    let after = document.first_valid(vec![text], &wanted).map_err(|_| changed())?;
    Ok(document.edited(after, &undo.id))
}
