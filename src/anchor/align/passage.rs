//! Where a passage went within a stretch of text that was edited.
//!
//! Words are compared first ([`similar`], by Myers' algorithm), and characters only
//! between words that stayed on both sides of the passage.

use std::ops::{Range, RangeInclusive};

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::anchor::{
    Key, MIN_ALONE,
    approximate::{Pattern, whole_words},
    describe::{first_chars, last_chars, trim},
    find_all, overlap,
    score::{Score, Scores},
};

/// So many characters before and after the passage tell whether it is still framed …
const CONTEXT: usize = 32;
/// … and so many are sought together with it.
const AROUND: usize = 64;
/// Words beside the passage that stayed mark its place if they have so many letters.
const MIN_STURDY: usize = 6;
/// Stretches of more words are compared by their rare words first.
const MAX_WORDS: usize = 20_000;
/// A passage that grew by more than twice its length and this is not one any more.
const MAX_INSERTED: usize = 40;
/// Stretches whose lengths multiply to more are not compared character by character.
const MAX_TABLE: usize = 16_000_000;

/// A place that may be that of a passage, and what speaks for it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Where it stands, in bytes of the new text.
    pub(super) range: Range<usize>,
    /// Whether it reads as it did.
    pub(super) is_whole: bool,
    /// Whether it is long enough to be known by its words.
    pub(super) is_long: bool,
    /// How like it is to what it was, from 0 to 1 …
    pub(super) quote: f64,
    /// … and by its letters and digits: white space and points between words are alike
    /// anywhere.
    pub(super) letters: f64,
    /// The share of its words that stayed, by their letters …
    pub(super) kept: f64,
    /// … and by their number.
    pub(super) n_kept: f64,
    /// Whether the words before and after it are there.
    pub(super) is_framed: [bool; 2],
    /// How likely it is among others.
    weight: f64,
}

/// A context that shares so much is as it was.
const FRAME: f64 = 0.6;

/// A stretch of text as it was and as it is, compared word by word.
#[derive(Debug)]
pub(super) struct Compared {
    old: Key,
    new: Key,
    old_words: Vec<Range<usize>>,
    new_words: Vec<Range<usize>>,
    /// For each old word, the new one that is the same …
    stayed: Vec<Option<usize>>,
    /// … and for each new word the old one.
    origin: Vec<Option<usize>>,
}

impl Compared {
    /// Compares two states of a stretch.
    pub(super) fn new(old: &str, new: &str) -> Self {
        let (old, new) = (Key::new(old), Key::new(new));
        let (old_words, new_words) = (words(old.text()), words(new.text()));
        let stayed = compare(old.text(), &old_words, new.text(), &new_words);
        let mut origin = vec![None; new_words.len()];
        for (old, new) in stayed.iter().enumerate() {
            if let Some(new) = *new {
                origin[new] = Some(old);
            }
        }
        Self { old, new, old_words, new_words, stayed, origin }
    }

    /// Returns where the passage `range`, in bytes of the stretch as it was, may stand in
    /// `new`, the stretch as it is: the likeliest first, none that overlap.
    pub(super) fn follow(&self, range: &Range<usize>, new: &str) -> Vec<Found> {
        let passage = trim(self.old.text(), self.old.of_prose(range));
        if passage.is_empty() {
            return Vec::new();
        }
        let mut places = Stretch::new(self, passage).places();
        for place in &mut places {
            place.range = self.new.in_prose(place.range.clone(), new);
        }
        places
    }
}

/// A stretch of text as it was and as it is, normalised, with a passage of the first.
struct Stretch<'a> {
    compared: &'a Compared,
    old: &'a str,
    passage: Range<usize>,
    new: &'a str,
    /// The old words of which something lies in the passage.
    within: Range<usize>,
}

impl<'a> Stretch<'a> {
    fn new(compared: &'a Compared, passage: Range<usize>) -> Self {
        let words = &compared.old_words;
        let first = words.partition_point(|word| word.end <= passage.start);
        let end = words.partition_point(|word| word.start < passage.end);
        let (old, new) = (compared.old.text(), compared.new.text());
        Self { compared, old, passage, new, within: first..end }
    }

    fn exact(&self) -> &'a str {
        &self.old[self.passage.clone()]
    }

    /// Returns the places that the passage may have, the likeliest first; of those that
    /// overlap one that reads as the passage did, or else the likeliest.
    fn places(&self) -> Vec<Found> {
        let stayed = self.where_all_stayed().map(|range| self.found(range, true));
        // Among others it may be a copy of what was edited where it stood.
        if let Some(Found { is_framed: [true, true], .. }) = stayed {
            return Vec::from_iter(stayed);
        }
        let mut places: Vec<Found> = self.hits().map(|hit| self.found(hit, true)).collect();
        places.extend(stayed);
        let went = [self.where_words_went(), self.where_characters_went()];
        let went = went.into_iter().flatten().filter(|range| self.is_new(range));
        places.extend(went.map(|range| self.found(range, false)));
        let by_weight = |a: &Found, b: &Found| b.weight.total_cmp(&a.weight);
        places.sort_by(|a, b| b.is_whole.cmp(&a.is_whole).then(by_weight(a, b)));
        let mut apart: Vec<Found> = Vec::new();
        for place in places {
            if apart.iter().all(|other| !overlap(&other.range, &place.range)) {
                apart.push(place);
            }
        }
        apart.sort_by(by_weight);
        apart
    }

    fn found(&self, range: Range<usize>, is_whole: bool) -> Found {
        let score = self.score(&range);
        let (kept, n_kept) = self.kept(&range);
        Found {
            is_whole,
            is_long: self.exact().chars().nth(MIN_ALONE - 1).is_some(),
            quote: score.quote,
            letters: self.letters(&range),
            kept,
            n_kept,
            is_framed: score.frames(FRAME),
            // Words that stayed count for more than what it reads like: others that were
            // inserted make it no other passage.
            weight: score.mean + kept + score.quote / 10.0,
            range,
        }
    }

    /// Returns the places that read as the passage did: near it, or anywhere if it is long
    /// and stood once.
    fn hits(&self) -> impl Iterator<Item = Range<usize>> {
        let exact = self.exact();
        let is_telling = exact.chars().nth(MIN_ALONE - 1).is_some()
            && find_all(self.old, exact).nth(1).is_none();
        let between = self.between_sturdy().map(|(_, new)| new);
        let is_near = move |hit: &Range<usize>| {
            let within = |it: &Range<usize>| it.start <= hit.start && hit.end <= it.end;
            is_telling || (between.as_ref().is_some_and(within) && self.is_new(hit))
        };
        find_all(self.new, exact)
            .map(|at| at..at + exact.len())
            .filter(move |hit| is_near(hit) && is_whole_words(self.new, hit))
    }

    /// Returns whether no more than half of a place, by its letters, stood elsewhere in the
    /// old text than in the passage: what was something else before is not the passage.
    fn is_new(&self, place: &Range<usize>) -> bool {
        let (mut n_elsewhere, mut n_all) = (0, 0);
        let first = self.compared.new_words.partition_point(|word| word.start < place.start);
        let words = self.compared.new_words[first..].iter().zip(&self.compared.origin[first..]);
        for (word, origin) in words.take_while(|(word, _)| word.end <= place.end) {
            let n_letters = self.new[word.clone()].chars().filter(|c| c.is_alphanumeric()).count();
            n_all += n_letters;
            if origin.is_some_and(|old| !self.within.contains(&old)) {
                n_elsewhere += n_letters;
            }
        }
        n_elsewhere * 2 <= n_all
    }

    /// Returns where the passage is if all its words stayed, with nothing between them
    /// that was not there.
    fn where_all_stayed(&self) -> Option<Range<usize>> {
        let within = self.within.clone();
        let (first, last) =
            (self.compared.stayed[within.start]?, self.compared.stayed[within.end - 1]?);
        if last - first != within.len() - 1
            || within.clone().any(|at| self.compared.stayed[at].is_none())
        {
            return None;
        }
        let start = self.passage.start - self.compared.old_words[within.start].start;
        let end = self.compared.old_words[within.end - 1].end - self.passage.end;
        let place =
            self.compared.new_words[first].start + start..self.compared.new_words[last].end - end;
        (&self.new[place.clone()] == self.exact()).then_some(place)
    }

    /// Returns what lies between the nearest words on both sides of the passage that
    /// stayed and tell something, in the old text and in the new.
    fn between_sturdy(&self) -> Option<(Range<usize>, Range<usize>)> {
        let before = (0..self.within.start).rev();
        let before = self.nearest_sturdy(before, |inner, outer| inner == outer + 1);
        let after = self.within.end..self.compared.old_words.len();
        let after = self.nearest_sturdy(after, |inner, outer| inner + 1 == outer);
        let start = before.map_or((0, 0), |(old, new)| {
            (self.compared.old_words[old].end, self.compared.new_words[new].end)
        });
        let end = after.map_or((self.old.len(), self.new.len()), |(old, new)| {
            (self.compared.old_words[old].start, self.compared.new_words[new].start)
        });
        (start.1 < end.1).then_some((start.0..end.0, start.1..end.1))
    }

    /// Returns the nearest of some old words, given from the passage outwards, that begins a
    /// run of words that stayed together and tell something; and the new word it is.
    fn nearest_sturdy(
        &self,
        outwards: impl Iterator<Item = usize>,
        is_next: fn(usize, usize) -> bool,
    ) -> Option<(usize, usize)> {
        // A letter of a script without spaces says as much as three others.
        let weight = |c: char| match c {
            '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' => 3,
            c => usize::from(c.is_alphanumeric()),
        };
        let mut nearest = None;
        let (mut last, mut n_letters) = (0, 0);
        for old in outwards {
            let Some(new) = self.compared.stayed[old] else {
                nearest = None;
                continue;
            };
            if nearest.is_none() || !is_next(last, new) {
                (nearest, n_letters) = (Some((old, new)), 0);
            }
            last = new;
            n_letters +=
                self.old[self.compared.old_words[old].clone()].chars().map(weight).sum::<usize>();
            if n_letters >= MIN_STURDY {
                return nearest;
            }
        }
        None
    }

    /// Returns the whole words into which the characters of the passage went: where it and
    /// the words around it, between those that stayed, are least unlike.
    fn where_characters_went(&self) -> Option<Range<usize>> {
        let (old, new) = self.between_sturdy()?;
        let before = last_chars(&self.old[old.start..self.passage.start], AROUND);
        let after = first_chars(&self.old[self.passage.end..old.end], AROUND);
        let (from, to) = (self.passage.start - before.len(), self.passage.end + after.len());
        if (to - from).saturating_mul(new.len()) > MAX_TABLE {
            return None;
        }
        let count = |range: Range<usize>| self.old[range].chars().count();
        let borders = [count(from..self.passage.start), count(from..self.passage.end)];
        let pattern = Pattern::new(self.old[from..to].chars().collect());
        let text: Vec<char> = self.new[new.clone()].chars().collect();
        let found = pattern.matches(&text, pattern.len());
        let best = found.into_iter().min_by_key(|found| found.errors)?;
        let lies = pattern.align(&text, best, &borders).borders;
        let mut bytes: Vec<usize> =
            self.new[new.clone()].char_indices().map(|(at, _)| at).collect();
        bytes.push(new.len());
        let lie = |lie: &RangeInclusive<usize>| {
            new.start + bytes[*lie.start()]..=new.start + bytes[*lie.end()]
        };
        let words = whole_words(&lie(&lies[0]), &lie(&lies[1]), |at| self.borders(at));
        let place = trim(self.new, words);
        (!place.is_empty()).then_some(place)
    }

    /// Returns what lies between the words that the passage begins and ends with, if they
    /// stayed, or else between those beside it.
    fn where_words_went(&self) -> Option<Range<usize>> {
        let Range { start, end } = self.within;
        let new =
            |at: usize| Some(&self.compared.new_words[*self.compared.stayed.get(at)?.as_ref()?]);
        let first = new(start).map(|word| word.start);
        let first = first.or_else(|| new(start.checked_sub(1)?).map(|word| word.end))?;
        let last = new(end - 1).map(|word| word.end);
        let last = last.or_else(|| new(end).map(|word| word.start))?;
        let place = trim(self.new, first..last.max(first));
        let is_plausible = place.len() <= 2 * self.passage.len() + MAX_INSERTED;
        (!place.is_empty() && is_plausible).then_some(place)
    }

    /// Returns where the new word that holds a byte begins and ends; that byte twice if
    /// none does.
    fn borders(&self, at: usize) -> (usize, usize) {
        let index = self.compared.new_words.partition_point(|word| word.end <= at);
        match self.compared.new_words.get(index) {
            Some(word) if word.start < at => (word.start, word.end),
            _ => (at, at),
        }
    }

    /// Compares a place with the passage, and the words around both.
    fn score(&self, place: &Range<usize>) -> Score {
        let before = last_chars(&self.old[..self.passage.start], CONTEXT);
        let after = first_chars(&self.old[self.passage.end..], CONTEXT);
        let scores = Scores::new(self.exact(), before, after, None);
        let text_before = last_chars(&self.new[..place.start], 3 * CONTEXT);
        let text_after = first_chars(&self.new[place.end..], 3 * CONTEXT);
        let text = [text_before, &self.new[place.clone()], text_after].concat();
        let text: Vec<char> = text.chars().collect();
        let start = text_before.chars().count();
        scores.of(&text, &(start..text.len() - text_after.chars().count()))
    }

    /// Returns how much of the letters and digits of the passage and of a place is alike.
    fn letters(&self, place: &Range<usize>) -> f64 {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect();
        let (old, new): (Vec<char>, Vec<char>) =
            (letters(self.exact()), letters(&self.new[place.clone()]));
        let longer = old.len().max(new.len()).max(1);
        1.0 - Pattern::new(old).distance(&new) as f64 / longer as f64
    }

    /// Returns the share of the passage's words that stayed in a place: by their letters,
    /// and by their number.
    fn kept(&self, place: &Range<usize>) -> (f64, f64) {
        let (mut kept, mut all) = ((0, 0), (0, 0));
        for at in self.within.clone() {
            let word = &self.old[self.compared.old_words[at].clone()];
            if !word.contains(char::is_alphanumeric) {
                continue;
            }
            all = (all.0 + word.len(), all.1 + 1);
            let stayed = self.compared.stayed[at].map(|new| &self.compared.new_words[new]);
            if stayed.is_some_and(|new| place.start <= new.start && new.end <= place.end) {
                kept = (kept.0 + word.len(), kept.1 + 1);
            }
        }
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        (share(kept.0, all.0), share(kept.1, all.1))
    }
}

/// Returns the words of a text and what stands between them, without white space.
fn words(text: &str) -> Vec<Range<usize>> {
    text.split_word_bound_indices()
        .filter(|(_, word)| !word.trim().is_empty())
        .map(|(at, word)| at..at + word.len())
        .collect()
}

/// Returns for each old word the new one that is the same.
fn compare(
    old: &str,
    old_words: &[Range<usize>],
    new: &str,
    new_words: &[Range<usize>],
) -> Vec<Option<usize>> {
    let is_long = old_words.len() + new_words.len() > MAX_WORDS;
    let algorithm = if is_long { Algorithm::Histogram } else { Algorithm::Myers };
    let mut stayed = vec![None; old_words.len()];
    for step in capture_diff_slices(algorithm, &texts(old, old_words), &texts(new, new_words)) {
        if let DiffOp::Equal { old_index, new_index, len } = step {
            for offset in 0..len {
                stayed[old_index + offset] = Some(new_index + offset);
            }
        }
    }
    stayed
}

fn texts<'t>(text: &'t str, words: &[Range<usize>]) -> Vec<&'t str> {
    words.iter().map(|word| &text[word.clone()]).collect()
}

/// Returns whether a range begins and ends between words.
pub(in crate::anchor) fn is_whole_words(text: &str, range: &Range<usize>) -> bool {
    let is_inner = |at: usize| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at..].chars().next().is_some_and(char::is_alphanumeric);
        before && after && {
            let from = at - last_chars(&text[..at], 64).len();
            let to = at + first_chars(&text[at..], 64).len();
            !text[from..to].split_word_bound_indices().any(|(border, _)| from + border == at)
        }
    };
    !is_inner(range.start) && !is_inner(range.end)
}
