//! Private characters in titles, which keep Hayagriva from touching what stays as it is.
//!
//! Of two equal marks in a row Hayagriva prints one. So where a title ends in a
//! quotation mark, and the style sets titles in quotation marks, the title's own would
//! be taken for the style's. It is masked until the style has been applied.

use std::borrow::Cow;

use hayagriva::Entry;

/// Marks that end quotations in some language, and what stands for each.
const CLOSING: [(char, char); 8] = [
    ('”', '\u{f8e1}'),
    ('“', '\u{f8e2}'),
    ('’', '\u{f8e3}'),
    ('‘', '\u{f8e4}'),
    ('»', '\u{f8e5}'),
    ('«', '\u{f8e6}'),
    ('›', '\u{f8e7}'),
    ('‹', '\u{f8e8}'),
];

/// Returns a work with masks in its titles and those of what it is part of.
pub(super) fn masked(work: &Entry) -> Cow<'_, Entry> {
    let title = work.title().and_then(|title| {
        let mut masked = title.clone();
        let last = masked.value.0.last_mut()?;
        let closing = last.value.trim_end().chars().next_back()?;
        let mask = CLOSING.iter().find(|(mark, _)| *mark == closing)?.1;
        last.value.truncate(last.value.trim_end().len() - closing.len_utf8());
        last.value.push(mask);
        Some(masked)
    });
    let parents: Vec<Cow<'_, Entry>> = work.parents().iter().map(masked).collect();
    let has_parents = parents.iter().any(|parent| matches!(parent, Cow::Owned(_)));
    if title.is_none() && !has_parents {
        return Cow::Borrowed(work);
    }
    let mut work = work.clone();
    if let Some(title) = title {
        work.set_title(title);
    }
    if has_parents {
        work.set_parents(parents.into_iter().map(Cow::into_owned).collect());
    }
    Cow::Owned(work)
}

/// Returns whether a character stands for another.
pub(super) fn is_mask(c: char) -> bool {
    CLOSING.iter().any(|(_, mask)| *mask == c)
}

/// Returns a text without masks.
pub(super) fn unmasked(text: &str) -> Cow<'_, str> {
    if !text.contains(is_mask) {
        return Cow::Borrowed(text);
    }
    let original =
        |c: char| CLOSING.iter().find(|(_, mask)| *mask == c).map_or(c, |(mark, _)| *mark);
    Cow::Owned(text.chars().map(original).collect())
}
