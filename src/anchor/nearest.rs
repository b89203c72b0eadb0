//! Suggests the passage that a quote without a place may have meant.
//!
//! Only for messages: nothing is ever anchored here.

use std::{collections::HashMap, ops::Range};

use super::Key;

/// The words of a key, read once for all quotes that may have meant one of its passages.
pub(super) struct Words {
    /// Where each word stands in the key, and its number; equal words have the same.
    words: Vec<(Range<usize>, usize)>,
    numbers: HashMap<String, usize>,
}

impl Words {
    pub(super) fn new(key: &Key) -> Self {
        let mut numbers = HashMap::new();
        let number = |(at, word): (usize, &str)| {
            let n_known = numbers.len();
            let number = *numbers.entry(word.to_lowercase()).or_insert(n_known);
            (at..at + word.len(), number)
        };
        let words = words(key.text()).map(number).collect();
        Self { words, numbers }
    }

    /// Returns the passage of the key, in bytes, that shares most words with `exact`,
    /// if it shares at least half of them.
    ///
    /// A window as long as the quote moves over the text once, so that the time is
    /// that of reading the text.
    pub(super) fn nearest(&self, exact: &str) -> Option<Range<usize>> {
        let quoted: Vec<Option<usize>> =
            words(exact).map(|(_, word)| self.numbers.get(&word.to_lowercase()).copied()).collect();
        // How often each word is still wanted; less than nothing where there are too many.
        let mut wanted = vec![0_i32; self.numbers.len()];
        quoted.iter().flatten().for_each(|&word| wanted[word] += 1);
        let is_wanted: Vec<bool> = wanted.iter().map(|n| *n > 0).collect();
        let length = quoted.len().min(self.words.len());
        let mut best: Option<((i32, bool), usize)> = None;
        let mut shared = 0;
        for (index, &(_, word)) in self.words.iter().enumerate() {
            if is_wanted[word] {
                shared += i32::from(wanted[word] > 0);
                wanted[word] -= 1;
            }
            if index >= length
                && let word = self.words[index - length].1
                && is_wanted[word]
            {
                wanted[word] += 1;
                shared -= i32::from(wanted[word] > 0);
            }
            if index + 1 >= length {
                let first = index + 1 - length;
                // Of equals, the one that begins like the quote.
                let begins_alike =
                    self.words.get(first).map(|&(_, word)| Some(word)) == quoted.first().copied();
                if best.is_none_or(|(most, _)| (shared, begins_alike) > most) {
                    best = Some(((shared, begins_alike), first));
                }
            }
        }
        let ((most, _), first) = best?;
        let (start, end) = (self.words.get(first)?.0.start, self.words[first + length - 1].0.end);
        (most > 0 && most as usize * 2 >= quoted.len()).then_some(start..end)
    }
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(exact: &str, text: &str, expected: Option<&str>) {
        let key = Key::new(text);
        let found = Words::new(&key).nearest(exact).map(|range| &key.text()[range]);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_reworded_passage_is_suggested() {
        let text = "At its peak in 2014 the group had 70,000 fighters in its ranks.";
        check("the group has 70,000 men", text, Some("the group had 70,000 fighters"));
        check("nothing of the kind stands anywhere", text, None);
    }
}
