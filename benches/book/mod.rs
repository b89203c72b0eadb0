//! A long text with quotes, before and after each of them was edited.

use std::ops::Range;

use crate::random::Random;
use postil::{
    anchor::{AlignedTexts, Key, SearchText, Strictness, Wanted, anchor, describe, reworded},
    model::{Selector, TextQuote},
    text::prose::Prose,
};

/// A text before and after it was edited, and what was quoted of it before.
pub(crate) struct Book {
    pub(crate) before: Prose,
    pub(crate) after: Prose,
    /// The passages that are quoted, in bytes of the text before.
    pub(crate) places: Vec<Range<usize>>,
    quotes: Vec<Quote>,
}

struct Quote {
    selector: Selector,
    exact: String,
    prefix: String,
    suffix: String,
}

/// How many words quotes have, in turn: about 12, 25, 80 and 250 characters.
const LENGTHS: [usize; 4] = [2, 4, 13, 40];
/// How many characters of context a lock holds on each side.
const CONTEXT: usize = 32;

impl Book {
    /// Writes a book with the words of another text.
    pub(crate) fn new(source: &str, n_words: usize, n_quotes: usize) -> Self {
        let mut random = Random::new(7);
        let vocabulary: Vec<&str> = source.split_whitespace().collect();
        let mut words: Vec<&str> = (0..n_words).map(|_| *random.pick(&vocabulary)).collect();
        let distance = n_words / n_quotes;
        let starts = (0..n_quotes).map(|index| index * distance + random.between(9, distance / 2));
        let places: Vec<_> = starts
            .enumerate()
            .map(|(index, start)| start..start + LENGTHS[index % LENGTHS.len()])
            .collect();
        let before = prose_of(&words);
        let key = Key::new(&before.text);
        let passages: Vec<Range<usize>> = places
            .iter()
            .map(|place| {
                let start = words[..place.start].iter().map(|word| word.len() + 1).sum::<usize>();
                start..start + words[place.clone()].join(" ").len()
            })
            .collect();
        let quotes = passages.iter().map(|it| Quote::new(&before, &key, it.start, it.len()));
        let quotes = quotes.collect();
        for place in places {
            let replaced = random.between(place.start, place.end - 1);
            let old = words[replaced];
            while words[replaced] == old || random.once_in(9) {
                words[replaced] = *random.pick(&vocabulary);
            }
        }
        Self { before, after: prose_of(&words), places: passages, quotes }
    }

    /// Returns how many quotes are found word for word.
    pub(crate) fn find_exactly(&self, key: &Key) -> usize {
        let is_found = |quote: &&Quote| anchor(&self.before, key, &quote.selector, &|_| 1).is_ok();
        self.quotes.iter().filter(is_found).count()
    }

    /// Returns what selects each passage.
    pub(crate) fn selectors(&self) -> impl Iterator<Item = &Selector> {
        self.quotes.iter().map(|quote| &quote.selector)
    }

    /// Returns how many passages are followed to where they went.
    pub(crate) fn follow(&self, aligned: &AlignedTexts<'_>) -> usize {
        // The words are ASCII, or nearly so: what is counted is counted once.
        let starts: Vec<usize> = self.before.text.char_indices().map(|(at, _)| at).collect();
        let n_chars = |byte: usize| starts.partition_point(|&at| at < byte);
        let is_there = |place: &&Range<usize>| {
            aligned.follow(n_chars(place.start), n_chars(place.end)).len() == 1
        };
        self.places.iter().filter(is_there).count()
    }

    /// Returns how many quotes are found in other words.
    pub(crate) fn find_reworded(&self, search_text: &SearchText<'_>) -> usize {
        let is_found = |quote: &&Quote| {
            let wanted = Wanted {
                exact: &quote.exact,
                prefix: &quote.prefix,
                suffix: &quote.suffix,
                near: None,
                strictness: Strictness::Other,
            };
            reworded(search_text, &wanted).len() == 1
        };
        self.quotes.iter().filter(is_found).count()
    }
}

impl Quote {
    fn new(prose: &Prose, key: &Key, start: usize, length: usize) -> Self {
        let passage = start..start + length;
        let selector = describe(prose, key, &passage).unwrap_or_else(|| {
            Selector::Quote(TextQuote {
                exact: prose.text[passage.clone()].to_owned(),
                ..TextQuote::default()
            })
        });
        let within = key.of_prose(&passage);
        let text = key.text();
        let mut prefix: Vec<char> = text[..within.start].chars().rev().take(CONTEXT).collect();
        prefix.reverse();
        Self {
            selector,
            exact: text[within.clone()].to_owned(),
            prefix: prefix.into_iter().collect(),
            suffix: text[within.end..].chars().take(CONTEXT).collect(),
        }
    }
}

/// Joins words to paragraphs.
fn prose_of(words: &[&str]) -> Prose {
    let paragraphs: Vec<String> = words.chunks(60).map(|words| words.join(" ")).collect();
    let mut prose = Prose::default();
    prose.text = paragraphs.join("\n");
    prose
}
