//! The kinds of edits, and how each is made.

use std::{collections::BTreeSet, ops::Range};

use unicode_segmentation::UnicodeSegmentation;

use super::{draft::Draft, random::Random};

/// What happens to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit {
    Insert,
    Move,
    Typos5,
    Typos15,
    WordReplaced,
    EndsReplaced,
    ContextRewritten,
    SamePhraseElsewhere,
    EditedWithTwin,
    NeighbourDeleted,
    ParagraphSplit,
    Shuffled,
    Several,
    QuoteDeleted,
    ParagraphDeleted,
    Rewritten,
    DeletedWithTwin,
}

impl Edit {
    /// All of them, those that leave the passage first.
    pub(crate) const ALL: [Self; 17] = [
        Self::Insert,
        Self::Move,
        Self::Typos5,
        Self::Typos15,
        Self::WordReplaced,
        Self::EndsReplaced,
        Self::ContextRewritten,
        Self::SamePhraseElsewhere,
        Self::EditedWithTwin,
        Self::NeighbourDeleted,
        Self::ParagraphSplit,
        Self::Shuffled,
        Self::Several,
        Self::QuoteDeleted,
        Self::ParagraphDeleted,
        Self::Rewritten,
        Self::DeletedWithTwin,
    ];

    /// Returns what a row of the table is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Insert => "words inserted",
            Self::Move => "its paragraph moved",
            Self::Typos5 => "typos 5 %",
            Self::Typos15 => "typos 15 %",
            Self::WordReplaced => "one word replaced",
            Self::EndsReplaced => "first and last word, next paragraph deleted",
            Self::ContextRewritten => "context rewritten",
            Self::SamePhraseElsewhere => "the same phrase elsewhere",
            Self::EditedWithTwin => "edited, an exact twin elsewhere",
            Self::NeighbourDeleted => "edited, a neighbour deleted",
            Self::ParagraphSplit => "edited, its paragraph split or joined",
            Self::Shuffled => "paragraphs shuffled, and typos",
            Self::Several => "two to five edits at once",
            Self::QuoteDeleted => "quote deleted",
            Self::ParagraphDeleted => "paragraph deleted",
            Self::Rewritten => "rewritten",
            Self::DeletedWithTwin => "deleted, a near twin elsewhere",
        }
    }

    /// Returns whether the passage is gone after it.
    pub(crate) const fn removes(self) -> bool {
        matches!(
            self,
            Self::QuoteDeleted | Self::ParagraphDeleted | Self::Rewritten | Self::DeletedWithTwin
        )
    }

    /// Edits a text.
    pub(super) fn apply(self, draft: &mut Draft, random: &mut Random) {
        match self {
            Self::Insert => insert(draft, random),
            Self::Move => move_paragraph(draft, random),
            Self::Typos5 => misspell(draft, draft.around(100), 5, random),
            Self::Typos15 => misspell(draft, draft.around(100), 15, random),
            Self::WordReplaced => replace_word(draft, random),
            Self::EndsReplaced => {
                replace_ends(draft, random);
                delete_neighbour(draft, Side::After);
            }
            Self::ContextRewritten => rewrite_context(draft, random),
            Self::SamePhraseElsewhere => {
                let phrase = draft.text[draft.passage.clone()].to_owned();
                put_elsewhere(draft, &phrase, random);
            }
            Self::EditedWithTwin => {
                let phrase = draft.text[draft.passage.clone()].to_owned();
                edit_passage(draft, random);
                put_elsewhere(draft, &phrase, random);
            }
            Self::NeighbourDeleted => {
                edit_passage(draft, random);
                let side = if random.once_in(2) { Side::Before } else { Side::After };
                delete_neighbour(draft, side);
            }
            Self::ParagraphSplit => {
                edit_passage(draft, random);
                if random.once_in(2) { split(draft, random) } else { join(draft) }
            }
            Self::Shuffled => {
                shuffle(draft, random);
                misspell(draft, draft.around(40), 5, random);
            }
            Self::Several => several(draft, random),
            Self::QuoteDeleted => draft.replace(draft.passage.clone(), ""),
            Self::ParagraphDeleted => draft.replace(draft.paragraphs(), ""),
            Self::Rewritten => {
                let n_words = draft.words(draft.passage.clone()).len();
                // What shares most of its words was edited, not rewritten.
                let was = draft.text[draft.passage.clone()].to_owned();
                let mut other = draft.phrase(n_words, random);
                for _ in 0..MAX_DRAWS {
                    if share_of_words(&was, &other) <= 0.25 {
                        break;
                    }
                    other = draft.phrase(n_words, random);
                }
                draft.replace(draft.passage.clone(), &other);
            }
            Self::DeletedWithTwin => leave_twin(draft, random),
        }
    }
}

/// Words are drawn so often until they differ enough; in a litany, few do.
const MAX_DRAWS: usize = 50;

#[derive(Debug, Clone, Copy)]
enum Side {
    Before,
    After,
}

/// Edits the passage itself, so that it does not read as before.
fn edit_passage(draft: &mut Draft, random: &mut Random) {
    let before = draft.text[draft.passage.clone()].to_owned();
    while draft.text[draft.passage.clone()] == before {
        let passage = draft.passage.clone();
        match random.below(3) {
            0 => misspell(draft, passage, 10, random),
            1 => replace_word(draft, random),
            _ => insert(draft, random),
        }
    }
}

/// Replaces the first and the last word of a passage; one of two, one of one.
fn replace_ends(draft: &mut Draft, random: &mut Random) {
    let words = draft.words(draft.passage.clone());
    let n_words = words.len();
    let ends = if n_words > 2 { vec![n_words - 1, 0] } else { vec![n_words - 1] };
    for at in ends {
        let other = draft.phrase(1, random);
        draft.replace(words[at].clone(), &other);
    }
}

/// Deletes the paragraph before or after those that hold the passage.
fn delete_neighbour(draft: &mut Draft, side: Side) {
    let own = draft.paragraphs();
    let range = match side {
        Side::Before if own.start > 0 => {
            let start = draft.text[..own.start - 1].rfind('\n').map_or(0, |at| at + 1);
            start..own.start
        }
        Side::After if own.end < draft.text.len() => {
            let end = draft.text[own.end + 1..].find('\n');
            own.end..end.map_or(draft.text.len(), |at| own.end + 1 + at)
        }
        Side::Before | Side::After => return,
    };
    draft.replace(range, "");
}

/// Parts the paragraph that holds the passage in two, before or after the passage.
fn split(draft: &mut Draft, random: &mut Random) {
    let own = draft.paragraphs();
    let before = draft.words(own.start..draft.passage.start);
    let after = draft.words(draft.passage.end..own.end);
    let places: Vec<usize> = before.iter().skip(1).chain(&after).map(|word| word.start).collect();
    if !places.is_empty() {
        let at = *random.pick(&places);
        draft.replace(at..at, "\n");
    }
}

/// Joins the paragraph that holds the end of the passage with the next.
fn join(draft: &mut Draft) {
    let end = draft.paragraphs().end;
    if end < draft.text.len() {
        draft.replace(end..end + 1, " ");
    }
}

/// Puts the paragraphs in another order; those that hold the passage stay together.
fn shuffle(draft: &mut Draft, random: &mut Random) {
    let own = draft.paragraphs();
    let within = draft.passage.start - own.start;
    let (before, after) = (&draft.text[..own.start], &draft.text[own.end..]);
    let others = before.split('\n').chain(after.split('\n')).filter(|text| !text.is_empty());
    let mut all: Vec<&str> = others.collect();
    for at in (1..all.len()).rev() {
        all.swap(at, random.below(at + 1));
    }
    let place = random.below(all.len() + 1);
    all.insert(place, &draft.text[own]);
    let start = all[..place].iter().map(|text| text.len() + 1).sum::<usize>() + within;
    let length = draft.passage.len();
    draft.text = all.join("\n");
    draft.passage = start..start + length;
}

/// Makes two to five edits, anywhere.
fn several(draft: &mut Draft, random: &mut Random) {
    let phrase = draft.text[draft.passage.clone()].to_owned();
    for _ in 0..random.between(2, 5) {
        if draft.passage.is_empty() {
            return;
        }
        match random.below(9) {
            0 => misspell(draft, draft.around(100), 8, random),
            1 => edit_passage(draft, random),
            2 => put_elsewhere(draft, &phrase, random),
            3 => delete_neighbour(draft, Side::Before),
            4 => delete_neighbour(draft, Side::After),
            5 => move_paragraph(draft, random),
            6 => {
                let lines: Vec<usize> = draft.text.match_indices('\n').map(|(at, _)| at).collect();
                let at = *random.pick(&lines);
                let paragraph = format!("\n{}", draft.phrase(30, random));
                if !(draft.passage.start < at && at < draft.passage.end) {
                    draft.replace(at..at, &paragraph);
                }
            }
            7 => {
                let at = draft.elsewhere(random);
                let line = draft.text[at..].find('\n').map_or(draft.text.len(), |end| at + end);
                if line <= draft.passage.start || at >= draft.passage.end {
                    misspell(draft, at..line, 5, random);
                }
            }
            _ if random.once_in(3) => draft.replace(draft.paragraphs(), ""),
            _ => replace_word(draft, random),
        }
    }
}

/// Returns the share of a text's letters that are in words which another has, too.
fn share_of_words(text: &str, other: &str) -> f64 {
    let words: BTreeSet<&str> = other.unicode_words().collect();
    let (mut n_shared, mut n_all) = (0, 0);
    for word in text.unicode_words() {
        n_all += word.len();
        n_shared += if words.contains(word) { word.len() } else { 0 };
    }
    n_shared as f64 / n_all.max(1) as f64
}

fn insert(draft: &mut Draft, random: &mut Random) {
    let words = draft.words(draft.passage.clone());
    let n_words = (words.len() / 4).clamp(1, random.between(1, 4));
    if words.len() > 1 {
        let at = random.pick(&words[1..]).start;
        let phrase = draft.phrase(n_words, random);
        let phrase = draft.parted(at, &phrase);
        draft.replace(at..at, &phrase);
    }
    if random.once_in(2) {
        let paragraph = draft.phrase(40, random) + "\n";
        draft.replace(0..0, &paragraph);
    }
}

fn move_paragraph(draft: &mut Draft, random: &mut Random) {
    let old = draft.paragraphs();
    let paragraph = draft.text[old.clone()].to_owned();
    let within = draft.passage.start - old.start;
    let length = draft.passage.len();
    draft.replace(old, "");
    let lines: Vec<usize> = draft.text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let at = *random.pick(&lines);
    draft.text.insert_str(at, &(paragraph + "\n"));
    draft.passage = at + within..at + within + length;
}

/// Gives each character of a range a chance, in percent, to be mistyped.
fn misspell(draft: &mut Draft, range: Range<usize>, percent: usize, random: &mut Random) {
    let letters: Vec<char> = draft.text.chars().filter(|c| c.is_alphanumeric()).collect();
    let places: Vec<(usize, char)> = draft.text[range.clone()].char_indices().collect();
    for &(at, c) in places.iter().rev() {
        if c == '\n' || random.below(100) >= percent {
            continue;
        }
        let at = range.start + at;
        let letter = *random.pick(&letters);
        let typed = match random.below(3) {
            0 => String::new(),
            1 => letter.to_string(),
            _ => format!("{c}{letter}"),
        };
        draft.replace(at..at + c.len_utf8(), &typed);
    }
}

fn replace_word(draft: &mut Draft, random: &mut Random) {
    let words = draft.words(draft.passage.clone());
    let word = random.pick(&words).clone();
    let mut other = draft.phrase(1, random);
    while other == draft.text[word.clone()] {
        other = draft.phrase(1, random);
    }
    draft.replace(word, &other);
}

fn rewrite_context(draft: &mut Draft, random: &mut Random) {
    let around = draft.around(80);
    for side in [draft.passage.end..around.end, around.start..draft.passage.start] {
        let words = draft.words(side);
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        let other = draft.phrase(words.len(), random);
        draft.replace(first.start..last.end, &other);
    }
}

fn put_elsewhere(draft: &mut Draft, phrase: &str, random: &mut Random) {
    let at = draft.elsewhere(random);
    let phrase = draft.parted(at, phrase);
    draft.replace(at..at, &phrase);
}

/// Deletes the passage; elsewhere it stands with one word replaced, and in long
/// ones a few misspellings.
fn leave_twin(draft: &mut Draft, random: &mut Random) {
    let mut twin = draft.clone();
    replace_word(&mut twin, random);
    if twin.passage.len() > 60 {
        let passage = twin.passage.clone();
        misspell(&mut twin, passage, 3, random);
    }
    let phrase = twin.text[twin.passage].replace('\n', " ");
    draft.replace(draft.passage.clone(), "");
    put_elsewhere(draft, &phrase, random);
}
