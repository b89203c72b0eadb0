//! The kinds of edits, and how each is made.

use std::ops::Range;

use super::{draft::Draft, random::Random};

/// What happens to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit {
    Insert,
    Move,
    Typos5,
    Typos15,
    WordReplaced,
    ContextRewritten,
    SamePhraseElsewhere,
    QuoteDeleted,
    ParagraphDeleted,
    Rewritten,
    DeletedWithTwin,
}

impl Edit {
    /// All of them, those that leave the passage first.
    pub(crate) const ALL: [Self; 11] = [
        Self::Insert,
        Self::Move,
        Self::Typos5,
        Self::Typos15,
        Self::WordReplaced,
        Self::ContextRewritten,
        Self::SamePhraseElsewhere,
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
            Self::ContextRewritten => "context rewritten",
            Self::SamePhraseElsewhere => "the same phrase elsewhere",
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
            Self::ContextRewritten => rewrite_context(draft, random),
            Self::SamePhraseElsewhere => {
                let phrase = draft.text[draft.passage.clone()].to_owned();
                put_elsewhere(draft, &phrase, random);
            }
            Self::QuoteDeleted => draft.replace(draft.passage.clone(), ""),
            Self::ParagraphDeleted => draft.replace(draft.paragraphs(), ""),
            Self::Rewritten => {
                let n_words = draft.words(draft.passage.clone()).len();
                let other = draft.phrase(n_words, random);
                draft.replace(draft.passage.clone(), &other);
            }
            Self::DeletedWithTwin => leave_twin(draft, random),
        }
    }
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
