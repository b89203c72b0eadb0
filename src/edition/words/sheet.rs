//! The words of one article, gathered while it is at hand.

use serde::{Deserialize, Serialize};

use crate::text::html::plain;

use super::{
    Section, Weight,
    lexicon::{Lexicon, narrow},
    number,
    split::split,
};

/// Words are merged in parallel by their first byte, in the order of the alphabet:
/// before `a`, the letters, behind `z`.
pub(crate) const N_BUCKETS: usize = 28;

pub(super) fn bucket_of(word: &[u8]) -> usize {
    match word.first() {
        Some(&byte) if byte > b'z' => N_BUCKETS - 1,
        Some(&byte) if byte >= b'a' => usize::from(byte - b'a') + 1,
        _ => 0,
    }
}

/// Where the words of one article stand.
///
/// Kept for every article until the end, so it is small: a run of bytes, which
/// `Sheet::records` reads.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sheet {
    bytes: Box<[u8]>,
    /// Where each bucket starts in `bytes`, and where the last one ends.
    starts: [u32; N_BUCKETS + 1],
}

/// A word in one section: where it stands.
pub(crate) struct Record<'a> {
    /// Its letters, in UTF-8.
    pub word: &'a [u8],
    /// The number of the section.
    pub section: usize,
    /// The first place and its weight, as numbers of postings are written.
    pub first: u32,
    /// From the first place to the last.
    pub length: u32,
    /// In how many places it stands.
    pub n_places: u32,
    /// All postings after the first.
    pub rest: &'a [u8],
}

impl Sheet {
    /// Returns the records of a bucket.
    pub(crate) fn records(&self, bucket: usize) -> impl Iterator<Item = Record<'_>> {
        let [start, end] = [self.starts[bucket], self.starts[bucket + 1]].map(|at| at as usize);
        let mut bytes = &self.bytes[start..end];
        std::iter::from_fn(move || Record::read(&mut bytes))
    }
}

impl<'a> Record<'a> {
    fn read(bytes: &mut &'a [u8]) -> Option<Self> {
        let word_length = number::read(bytes)? as usize;
        let word = bytes.split_off(..word_length)?;
        let section = number::read(bytes)? as usize;
        let [first, length, n_places] =
            [number::read(bytes)?, number::read(bytes)?, number::read(bytes)?];
        let rest_length = number::read(bytes)? as usize;
        let rest = bytes.split_off(..rest_length)?;
        Some(Self { word, section, first, length, n_places, rest })
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        number::push(bytes, narrow(self.word.len()));
        bytes.extend_from_slice(self.word);
        for number in [narrow(self.section), self.first, self.length, self.n_places] {
            number::push(bytes, number);
        }
        number::push(bytes, narrow(self.rest.len()));
        bytes.extend_from_slice(self.rest);
    }
}

/// One word at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    section: Section,
    place: u32,
    weight: Weight,
}

/// Gathers the words of an article, or of the lists that articles share.
#[derive(Debug, Default)]
pub struct Gatherer {
    lexicon: Lexicon,
    postings: Vec<Posting>,
    /// The word of each posting.
    words: Vec<u32>,
    /// The index of each word's latest posting.
    latest: Vec<u32>,
}

impl Gatherer {
    /// Adds a text that stands at a place.
    pub fn text(&mut self, section: Section, place: u32, weight: Weight, text: &str) {
        split(text, |word| self.word(Posting { section, place, weight }, word));
    }

    /// Adds the text of HTML that the core made.
    pub fn html(&mut self, section: Section, place: u32, weight: Weight, html: &str) {
        self.text(section, place, weight, &plain(html));
    }

    fn word(&mut self, posting: Posting, word: &str) {
        let number = self.lexicon.number_of(word.as_bytes());
        let Some(latest) = self.latest.get_mut(number) else {
            self.latest.push(narrow(self.postings.len()));
            return self.push(number, posting);
        };
        let last = &mut self.postings[*latest as usize];
        if (last.section, last.place) == (posting.section, posting.place) {
            last.weight = last.weight.max(posting.weight).max(Weight::Repeated);
        } else {
            *latest = narrow(self.postings.len());
            self.push(number, posting);
        }
    }

    fn push(&mut self, number: usize, posting: Posting) {
        self.postings.push(posting);
        self.words.push(narrow(number));
    }

    /// Returns what was gathered.
    #[must_use]
    pub fn finish(self) -> Sheet {
        let (mut postings, ends) = self.by_word();
        let mut bytes = Vec::with_capacity(self.lexicon.len() * 16);
        let mut starts = [0; N_BUCKETS + 1];
        let mut rest = Vec::new();
        for (bucket, words) in self.by_bucket().iter().enumerate() {
            for &word in words {
                let start = word.checked_sub(1).map_or(0, |before| ends[before]);
                let own = &mut postings[start..ends[word]];
                // A block that another interrupts comes twice.
                if !own.is_sorted() {
                    own.sort_unstable();
                }
                for run in own.chunk_by(|a, b| a.section == b.section) {
                    record_of(self.lexicon.word(word), run, &mut rest).write(&mut bytes);
                }
            }
            starts[bucket + 1] = narrow(bytes.len());
        }
        Sheet { bytes: bytes.into(), starts }
    }

    /// Returns the postings sorted by their word, and where each word's end.
    fn by_word(&self) -> (Vec<Posting>, Vec<usize>) {
        let mut ends = vec![0; self.lexicon.len()];
        for &word in &self.words {
            ends[word as usize] += 1;
        }
        let mut n_before = 0;
        for end in &mut ends {
            n_before += std::mem::replace(end, n_before);
        }
        let mut sorted = self.postings.clone();
        for (&word, &posting) in self.words.iter().zip(&self.postings) {
            let at = &mut ends[word as usize];
            sorted[*at] = posting;
            *at += 1;
        }
        (sorted, ends)
    }

    fn by_bucket(&self) -> [Vec<usize>; N_BUCKETS] {
        let mut buckets = [const { Vec::new() }; N_BUCKETS];
        for word in 0..self.lexicon.len() {
            buckets[bucket_of(self.lexicon.word(word))].push(word);
        }
        buckets
    }
}

/// Returns the record of a word's sorted postings in one section.
fn record_of<'a>(word: &'a [u8], postings: &[Posting], rest: &'a mut Vec<u8>) -> Record<'a> {
    rest.clear();
    let first = postings[0];
    let (mut last, mut n_places) = (first.place, 1);
    for posting in &postings[1..] {
        if posting.place != last {
            number::push(rest, ((posting.place - last) << 2) | posting.weight as u32);
            last = posting.place;
            n_places += 1;
        }
    }
    Record {
        word,
        section: first.section as usize,
        first: (first.place << 2) | first.weight as u32,
        length: last - first.place,
        n_places,
        rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns all records as `word section: first+length (n)`.
    fn shown(gatherer: Gatherer) -> Vec<String> {
        let sheet = gatherer.finish();
        let records = (0..N_BUCKETS).flat_map(|bucket| sheet.records(bucket).collect::<Vec<_>>());
        let show = |record: Record<'_>| {
            let word = String::from_utf8_lossy(record.word).into_owned();
            let Record { section, first, length, n_places, rest, .. } = record;
            let mut rest = rest;
            let rest: Vec<u32> = std::iter::from_fn(|| number::read(&mut rest)).collect();
            format!("{word} {section}: {first}+{length} ({n_places}) {rest:?}")
        };
        records.map(show).collect()
    }

    #[test]
    fn a_word_is_told_once_for_each_place_and_section() {
        let mut gatherer = Gatherer::default();
        gatherer.text(Section::Text, 0, Weight::Title, "Fox");
        gatherer.text(Section::Text, 3, Weight::Body, "a fox, a fox");
        gatherer.html(Section::Notes, 1, Weight::Body, "<p title=\"x\">fox &amp; co</p>");
        assert_eq!(
            shown(gatherer),
            ["a 0: 13+0 (1) []", "co 1: 4+0 (1) []", "fox 0: 3+3 (2) [13]", "fox 1: 4+0 (1) []",]
        );
    }

    #[test]
    fn places_that_come_out_of_order_are_sorted() {
        let mut gatherer = Gatherer::default();
        for place in [5, 7, 5] {
            gatherer.text(Section::Text, place, Weight::Body, "é");
        }
        assert_eq!(shown(gatherer), ["e 0: 20+2 (2) [8]"]);
    }
}
