//! Merges what articles gathered, and writes it in shards.

use std::mem::take;

use rayon::prelude::*;

use super::TOO_COMMON;
use crate::edition::words::{Lexicon, N_BUCKETS, N_SECTIONS, Record, Sheet, number};

/// Bytes after which a shard ends: some 17 kB when compressed.
const SHARD_SIZE: usize = 32_000;

/// Where the places of a sheet begin among those of the whole edition, by section.
pub(super) type Bases = [u32; N_SECTIONS];

/// A part of all words, in the order of their bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shard {
    /// Its first word.
    pub(super) first: String,
    /// Its lines.
    pub(super) lines: String,
}

/// Merges all sheets, each with its bases, in the order of their places.
pub(super) fn merge(sheets: &[(&Sheet, Bases)], n_places: Bases) -> Vec<Shard> {
    let buckets: Vec<Vec<Shard>> = (0..N_BUCKETS)
        .into_par_iter()
        .map(|bucket| merge_bucket(sheets, bucket).shards(n_places))
        .collect();
    joined(buckets.into_iter().flatten())
}

/// The words of a bucket.
#[derive(Default)]
struct Merged {
    lexicon: Lexicon,
    lists: Vec<[List; N_SECTIONS]>,
}

/// The places of a word in a section.
#[derive(Debug, Default)]
struct List {
    bytes: Vec<u8>,
    /// The last place.
    last: u32,
    n_places: u32,
}

fn merge_bucket(sheets: &[(&Sheet, Bases)], bucket: usize) -> Merged {
    let mut merged = Merged::default();
    for (sheet, bases) in sheets {
        for record in sheet.records(bucket) {
            let word = merged.lexicon.number_of(record.word);
            if word == merged.lists.len() {
                merged.lists.push(Default::default());
            }
            merged.lists[word][record.section].append(&record, bases[record.section]);
        }
    }
    merged
}

impl List {
    /// Appends the places of a record, which follow all those there are: only
    /// the first is written anew.
    fn append(&mut self, record: &Record<'_>, base: u32) {
        let (first, weight) = (base + (record.first >> 2), record.first & 3);
        number::push(&mut self.bytes, ((first - self.last) << 2) | weight);
        self.bytes.extend_from_slice(record.rest);
        self.last = first + record.length;
        self.n_places += record.n_places;
    }
}

impl Merged {
    /// Writes the words in order, cut into shards.
    fn shards(&self, n_places: Bases) -> Vec<Shard> {
        let mut order: Vec<usize> = (0..self.lexicon.len()).collect();
        order.sort_unstable_by_key(|&word| self.lexicon.word(word));
        let mut shards = Vec::new();
        let mut shard = Shard::default();
        for word in order {
            let text = String::from_utf8_lossy(self.lexicon.word(word));
            if shard.lines.len() >= SHARD_SIZE && begins_shard(&text) {
                shards.push(take(&mut shard));
            }
            if shard.lines.is_empty() {
                (*text).clone_into(&mut shard.first);
            }
            shard.lines.push_str(&text);
            push_lists(&mut shard.lines, &self.lists[word], n_places);
            shard.lines.push('\n');
        }
        shards.push(shard);
        shards
    }
}

/// Readers compare words by UTF-16, which puts what lies beyond the first
/// plane before U+E000: no shard begins with a word of either.
fn begins_shard(word: &str) -> bool {
    word.chars().all(|c| c < '\u{e000}')
}

fn push_lists(line: &mut String, lists: &[List; N_SECTIONS], n_places: Bases) {
    // A word that stands in every fourth place tells none from another.
    let is_common =
        |(list, n): (&List, u32)| n > TOO_COMMON && u64::from(list.n_places) * 4 > u64::from(n);
    if lists.iter().zip(n_places).any(is_common) {
        line.push_str(" ~");
        return;
    }
    let n_used = lists.iter().rposition(|list| list.n_places > 0).map_or(0, |last| last + 1);
    for list in &lists[..n_used] {
        line.push(' ');
        line.push_str(&String::from_utf8_lossy(&list.bytes));
    }
}

/// Joins shards that are small to the one before.
fn joined(shards: impl Iterator<Item = Shard>) -> Vec<Shard> {
    let mut joined: Vec<Shard> = Vec::new();
    for shard in shards.filter(|shard| !shard.lines.is_empty()) {
        match joined.last_mut() {
            Some(last)
                if last.lines.len() + shard.lines.len() <= SHARD_SIZE
                    || !begins_shard(&shard.first) =>
            {
                last.lines.push_str(&shard.lines);
            }
            _ => joined.push(shard),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::words::{Gatherer, Section, Weight};

    fn sheet(texts: &[(Section, u32, &str)]) -> Sheet {
        let mut gatherer = Gatherer::default();
        for (section, place, text) in texts {
            gatherer.text(*section, *place, Weight::Body, text);
        }
        gatherer.finish()
    }

    #[test]
    fn places_of_later_sheets_follow() {
        let first = sheet(&[(Section::Text, 1, "fox zebra"), (Section::Notes, 0, "fox")]);
        let second = sheet(&[(Section::Text, 0, "fox ape"), (Section::Terms, 2, "fox")]);
        let shards = merge(&[(&first, [0; 4]), (&second, [10, 5, 0, 0])], [20, 10, 5, 5]);
        // 1<<2; 9<<2 with its five high bits apart; the notes; the terms.
        let lines = "ape Q8\nfox 4Q4 0 8\nzebra 4\n";
        assert_eq!(shards, [Shard { first: "ape".into(), lines: lines.into() }]);
    }

    #[test]
    fn words_of_every_place_are_only_named() {
        let texts: Vec<(Section, u32, &str)> = (0..=TOO_COMMON)
            .map(|place| (Section::Text, place, if place == 7 { "the fox" } else { "the" }))
            .collect();
        let shards = merge(&[(&sheet(&texts), [0; 4])], [TOO_COMMON + 1, 0, 0, 0]);
        assert_eq!(shards[0].lines, "fox L\nthe ~\n");
    }

    #[test]
    fn shards_are_cut_where_both_orders_agree() {
        let word = |letter: char, number: u32| format!("{letter}{number:05}");
        let words: Vec<String> = ['a', 'ж', '𐐨']
            .iter()
            .flat_map(|&letter| (0..9000).map(move |number| word(letter, number)))
            .collect();
        let text = words.join(" ");
        let shards = merge(&[(&sheet(&[(Section::Text, 0, &text)]), [0; 4])], [1, 0, 0, 0]);
        assert!(shards.len() > 3);
        assert!(shards.iter().all(|shard| begins_shard(&shard.first)));
        let lines: String = shards.iter().map(|shard| shard.lines.as_str()).collect();
        let mut sorted = words.clone();
        sorted.sort();
        let found: Vec<&str> = lines.lines().map(|line| line.split_once(' ').unwrap().0).collect();
        assert_eq!(found, sorted);
        for pair in shards.windows(2) {
            assert!(pair[0].lines.lines().all(|line| *line < *pair[1].first));
        }
    }
}
