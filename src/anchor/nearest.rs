//! Suggests the passage that a quote without a place may have meant.
//!
//! Only for messages: nothing is ever anchored here.

use std::{collections::HashMap, ops::Range};

use super::Key;

/// Returns the passage of `key`, in bytes, that shares most words with `exact`,
/// if it shares at least half of them.
///
/// A window as long as the quote moves over the text once, so that the time is
/// that of reading the text.
#[must_use]
pub fn nearest(key: &Key, exact: &str) -> Option<Range<usize>> {
    let mut wanted: HashMap<String, i32> = HashMap::new();
    let mut n_wanted = 0;
    for (_, word) in words(exact) {
        *wanted.entry(word.to_lowercase()).or_default() += 1;
        n_wanted += 1;
    }
    let text: Vec<(usize, &str)> = words(key.text()).collect();
    let length = n_wanted.min(text.len());
    let first_word = words(exact).next().map(|(_, word)| word.to_lowercase());
    let mut best: Option<((i32, bool), usize)> = None;
    let mut shared = 0;
    for (index, (_, word)) in text.iter().enumerate() {
        if let Some(left) = wanted.get_mut(&word.to_lowercase()) {
            shared += i32::from(*left > 0);
            *left -= 1;
        }
        if index >= length
            && let Some(left) = wanted.get_mut(&text[index - length].1.to_lowercase())
        {
            *left += 1;
            shared -= i32::from(*left > 0);
        }
        if index + 1 >= length {
            let first = index + 1 - length;
            // Of equals, the one that begins like the quote.
            let begins_alike = Some(text[first].1.to_lowercase()) == first_word;
            if best.is_none_or(|(most, _)| (shared, begins_alike) > most) {
                best = Some(((shared, begins_alike), first));
            }
        }
    }
    let ((most, _), first) = best?;
    let (start, (last, word)) = (text[first].0, text[first + length - 1]);
    (most > 0 && most as usize * 2 >= n_wanted).then_some(start..last + word.len())
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
        let found = nearest(&key, exact).map(|range| &key.text()[range]);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_reworded_passage_is_suggested() {
        let text = "At its peak in 2014 the group had 70,000 fighters in its ranks.";
        check("the group has 70,000 men", text, Some("the group had 70,000 fighters"));
        check("nothing of the kind stands anywhere", text, None);
    }
}
