//! Private characters in titles, which keep Hayagriva from touching what stays as it is.
//!
//! Of two equal marks in a row Hayagriva prints one. So where a title ends in a
//! quotation mark, and the style sets titles in quotation marks, the title's own would
//! be taken for the style's. It is masked until the style has been applied.
//!
//! Where a style sets titles in title case, Hayagriva takes a comma or a bracket for
//! the end of a sentence: “Told Anew, And Their History”. A mask before the small word
//! is what begins the word then. And what comes after the last word makes it forget
//! that the word was all capitals: “By the Usa”. Such a word is given as verbatim.

use std::borrow::Cow;

use hayagriva::{
    Entry,
    types::{ChunkKind, StringChunk},
};

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

/// Stands before a word that is not capitalised.
const SMALL: char = '\u{f8e0}';

/// The words that Hayagriva does not capitalise in the middle of a clause.
const SMALL_WORDS: &str = "a above across against among an and around as at behind below \
    beneath beside between but by down during for from front in inside into near nor of on \
    onto or over since so the till to toward under underneath until up via with within yet";

/// Returns a work with masks in its titles and those of what it is part of.
pub(super) fn masked(work: &Entry) -> Cow<'_, Entry> {
    let title = work.title().and_then(|title| {
        let mut masked = title.clone();
        for chunk in masked.value.0.iter_mut().filter(|chunk| chunk.kind == ChunkKind::Normal) {
            mask_small_words(&mut chunk.value);
        }
        if let Some(last) = masked.value.0.last_mut() {
            mask_closing(&mut last.value);
            let acronym = last_acronym(last).map(|start| last.value.split_off(start));
            masked.value.0.extend(acronym.map(StringChunk::verbatim));
        }
        (masked != *title).then_some(masked)
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

/// Masks small words that follow a comma, a semicolon or an opening bracket.
fn mask_small_words(title: &mut String) {
    let is_small = |after: &str| {
        let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
        // Words that are all capitals are left alone, “A” apart.
        let (first, rest) = after[..end].split_at_checked(1).unwrap_or_default();
        let word = first.to_ascii_lowercase() + rest;
        SMALL_WORDS.split(' ').any(|small| small == word)
            && !after[end..].starts_with(['.', '\'', '’', '-'])
    };
    let mut places = Vec::new();
    for (at, before) in title.match_indices([',', ';', '(', '[']) {
        let after = title[at + 1..].trim_start();
        let start = title.len() - after.len();
        let is_bracket = matches!(before, "(" | "[");
        if (is_bracket || start > at + 1) && is_small(after) {
            places.push(start);
        }
    }
    for start in places.into_iter().rev() {
        title.insert(start, SMALL);
    }
}

/// Masks the quotation mark that a title ends in.
fn mask_closing(title: &mut String) {
    let end = title.trim_end().len();
    let Some(closing) = title[..end].chars().next_back() else { return };
    if let Some((_, mask)) = CLOSING.iter().find(|(mark, _)| *mark == closing) {
        title.truncate(end - closing.len_utf8());
        title.push(*mask);
    }
}

/// Returns where the last word begins, if it is all capitals.
fn last_acronym(last: &StringChunk) -> Option<usize> {
    let start = last.value.rfind(|c: char| c.is_whitespace() || "/-–—(“‘".contains(c));
    let start =
        start.map_or(0, |at| at + last.value[at..].chars().next().map_or(0, char::len_utf8));
    let word = &last.value[start..];
    let n_capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let is_acronym = n_capitals > 1 && !word.contains(char::is_lowercase);
    (last.kind == ChunkKind::Normal && is_acronym).then_some(start)
}

/// Returns whether a character stands for another, or for none.
pub(super) fn is_mask(c: char) -> bool {
    c == SMALL || CLOSING.iter().any(|(_, mask)| *mask == c)
}

/// Returns a text without masks.
pub(super) fn unmasked(text: &str) -> Cow<'_, str> {
    if !text.contains(is_mask) {
        return Cow::Borrowed(text);
    }
    let original =
        |c: char| CLOSING.iter().find(|(_, mask)| *mask == c).map_or(c, |(mark, _)| *mark);
    Cow::Owned(text.chars().filter(|c| *c != SMALL).map(original).collect())
}
