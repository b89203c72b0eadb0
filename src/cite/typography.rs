//! What Hayagriva 0.10 prints otherwise than CSL and typography have it, mended on both
//! sides: titles are masked before a style is applied, and punctuation is mended after it.
//!
//! Of two equal marks in a row Hayagriva prints one. So where a title ends in a
//! quotation mark, and the style sets titles in quotation marks, the title's own would
//! be taken for the style's. A private character stands for it until the style has been
//! applied.
//!
//! Where a style sets titles in title case, Hayagriva takes a comma or a bracket for
//! the end of a sentence: “Told Anew, And Their History”. A mask before the small word
//! is what begins the word then. And what comes after the last word makes it forget
//! that the word was all capitals: “By the Usa”. Such a word is given as verbatim.
//!
//! A delimiter stands between two parts of a group, and Hayagriva prints one before a
//! part that then turns out to be empty: “News,.”, “3 : 1–10”. And it does not see that
//! a title ends a sentence itself: “Who won?.”, “Etc..”.

use std::borrow::Cow;

use hayagriva::{
    ElemChild, ElemChildren, Entry,
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
fn is_mask(c: char) -> bool {
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

/// Whether a style writes spaces before colons and semicolons, as some do in French.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spaced {
    Yes,
    No,
}

impl Spaced {
    /// Returns what a `.csl` file does; of those that Hayagriva ships none does, but for
    /// spaces that do not break.
    pub(super) fn of_file(file: Option<&str>) -> Self {
        let is_spaced = file.is_some_and(|xml| xml.contains("\" :") || xml.contains("\" ;"));
        if is_spaced { Self::Yes } else { Self::No }
    }
}

/// Takes out what should not be there.
pub(super) fn mend(children: &mut ElemChildren, spaced: Spaced) {
    let mut texts = Vec::new();
    collect(children, &mut texts);
    let mut before = Before::default();
    for index in 0..texts.len() {
        let (done, rest) = texts.split_at_mut(index);
        let text = &mut *rest[0];
        if is_dangling(text) {
            let kept = text.trim_start()[1..].to_owned();
            *text = kept;
            if let Some(last) = done.last_mut() {
                last.truncate(last.trim_end_matches(' ').len());
            }
        }
        if spaced == Spaced::No && text.trim_start_matches(' ').starts_with([':', ';']) {
            *text = text.trim_start_matches(' ').to_owned();
        }
        *text = before.undoubled(text);
    }
}

/// Returns all texts but those of links, in order.
fn collect<'a>(children: &'a mut ElemChildren, texts: &mut Vec<&'a mut String>) {
    for child in &mut children.0 {
        match child {
            ElemChild::Text(text) => texts.push(&mut text.text),
            ElemChild::Elem(element) => collect(&mut element.children, texts),
            _ => {}
        }
    }
}

/// Returns whether a text begins with a delimiter that nothing follows.
fn is_dangling(text: &str) -> bool {
    let rest = text.trim_start_matches(' ').strip_prefix([',', ';']);
    rest.is_some_and(|rest| rest.starts_with('.') && !rest.starts_with(".."))
}

/// The two characters before a text, masks apart.
#[derive(Default)]
struct Before([Option<char>; 2]);

impl Before {
    /// Returns a text without full stops right after what ends a sentence itself.
    fn undoubled(&mut self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let goes_on =
                text[at + c.len_utf8()..].starts_with(|c: char| c == '.' || c.is_alphanumeric());
            if c == '.' && self.ends_sentence() && !goes_on {
                continue;
            }
            kept.push(c);
            if !is_mask(c) {
                self.0 = [self.0[1], Some(c)];
            }
        }
        kept
    }

    /// An abbreviation has one full stop, an ellipsis more.
    fn ends_sentence(&self) -> bool {
        match self.0 {
            [_, Some('?' | '!')] => true,
            [Some(c), Some('.')] => c.is_alphanumeric(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use hayagriva::Formatted;

    use super::*;

    #[track_caller]
    fn check(pieces: &[&str], spaced: Spaced, expected: &str) {
        let text = |piece: &&str| {
            let text = (*piece).to_owned();
            ElemChild::Text(Formatted { text, formatting: hayagriva::Formatting::default() })
        };
        let mut children = ElemChildren(pieces.iter().map(text).collect());
        mend(&mut children, spaced);
        assert_eq!(super::super::plain(&children), expected, "{pieces:?}");
    }

    #[test]
    fn what_ends_a_sentence_needs_no_full_stop() {
        check(&["“Who won?.” In"], Spaced::No, "“Who won?” In");
        check(&["“Who won?", ".", "”"], Spaced::No, "“Who won?”");
        check(&["Stop!. Who?."], Spaced::No, "Stop! Who?");
        check(&["Who", "?", "", ". x."], Spaced::No, "Who? x.");
        check(&["Who?... a. b. Yahoo!.com"], Spaced::No, "Who?... a. b. Yahoo!.com");
        check(&["“The U.S..” It ... ends.", ". "], Spaced::No, "“The U.S.” It ... ends. ");
        check(&["So it ends...", ". cd .. on"], Spaced::No, "So it ends.... cd .. on");
    }

    #[test]
    fn no_style_that_is_shipped_writes_spaces_before_colons() {
        for style in hayagriva::archive::ArchivedStyle::all() {
            let csl = format!("{:?}", style.get());
            assert_eq!(Spaced::of_file(Some(&csl)), Spaced::No, "{:?}", style.names());
        }
    }

    #[test]
    fn delimiters_do_not_dangle() {
        check(&["News", ",. ", "More"], Spaced::No, "News. More");
        check(&["2001 ", ";."], Spaced::No, "2001.");
        check(&["In:. ", "News", ",... "], Spaced::No, "In:. News,... ");
        check(&["3", " : ", "1–10"], Spaced::No, "3: 1–10");
        check(&["One : two", " ; ", "3"], Spaced::No, "One : two; 3");
        check(&["3", " : ", "1–10"], Spaced::Yes, "3 : 1–10");
        check(&["3", "\u{a0}: ", "1–10"], Spaced::No, "3\u{a0}: 1–10");
    }
}
