//! A text under edit that knows where a passage of it goes.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::random::Random;

/// A text and one passage of it, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) text: String,
    /// Where the passage is now; empty where it was deleted.
    pub(super) passage: Range<usize>,
}

impl Draft {
    /// Puts `with` in the place of a range; a passage that the range reaches over is gone.
    pub(super) fn replace(&mut self, range: Range<usize>, with: &str) {
        let passage = &mut self.passage;
        let moved = |at: usize| at + with.len() - range.len();
        if range.end <= passage.start {
            *passage = moved(passage.start)..moved(passage.end);
        } else if passage.start <= range.start && range.end <= passage.end {
            passage.end = moved(passage.end);
        } else if range.start < passage.end {
            *passage = range.start..range.start;
        }
        self.text.replace_range(range, with);
    }

    /// Returns the words of a range; in Chinese, the characters.
    pub(super) fn words(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let from = range.start;
        let words = self.text[range].unicode_word_indices();
        words.map(|(at, word)| from + at..from + at + word.len()).collect()
    }

    /// Returns the paragraphs, without line breaks, that hold the passage.
    pub(super) fn paragraphs(&self) -> Range<usize> {
        let start = self.text[..self.passage.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[self.passage.end..].find('\n');
        start..end.map_or(self.text.len(), |at| self.passage.end + at)
    }

    /// Returns the place so many characters before the passage, and so many after.
    pub(super) fn around(&self, n_chars: usize) -> Range<usize> {
        let before = self.text[..self.passage.start].char_indices().rev();
        let start = before.take(n_chars).last().map_or(self.passage.start, |(at, _)| at);
        let mut after = self.text[self.passage.end..].char_indices();
        let end = after.nth(n_chars).map_or(self.text.len(), |(at, _)| self.passage.end + at);
        start..end
    }

    /// Returns the beginning of a word that is far from the passage.
    pub(super) fn elsewhere(&self, random: &mut Random) -> usize {
        let near = self.around(200);
        let words = self.words(0..self.text.len());
        let far: Vec<_> = words
            .into_iter()
            .map(|word| word.start)
            .filter(|at| *at < near.start || *at > near.end)
            .collect();
        *random.pick(&far)
    }

    /// Returns so many words that stand together somewhere else in the text.
    pub(super) fn phrase(&self, n_words: usize, random: &mut Random) -> String {
        let from = self.elsewhere(random);
        let to = (from + 40 * n_words.max(1)).min(self.text.len());
        let to = (to..).find(|&at| self.text.is_char_boundary(at)).expect("a text ends");
        let words = self.words(from..to);
        let last = words.get(n_words.saturating_sub(1)).or(words.last());
        self.text[from..last.map_or(from, |word| word.end)].replace('\n', " ")
    }

    /// Returns a phrase with the space that parts it from what follows, if the
    /// text parts its words by spaces there.
    pub(super) fn parted(&self, at: usize, phrase: &str) -> String {
        let has_space = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii());
        let is_spaced = has_space(self.text[..at].chars().next_back());
        if is_spaced { format!("{phrase} ") } else { phrase.to_owned() }
    }
}
