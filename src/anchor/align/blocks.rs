//! Which block of a text was which block of an earlier one.
//!
//! Equal blocks first, each with its neighbours, so that of two equal ones the right one
//! is met; then, between these, blocks that are most alike, in order; then those that
//! were edited and moved.

use std::{
    borrow::Cow,
    cell::OnceCell,
    collections::{HashMap, VecDeque},
    ops::Range,
};

use crate::anchor::Key;

/// A block as it is compared: typography does not count.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// Its text, normalised; empty if only the hash is known.
    pub(super) text: Cow<'a, str>,
    pub(super) hash: u64,
    /// Whether its text is known.
    is_known: bool,
    /// Hashes of its runs of three characters, sorted, each once.
    trigrams: OnceCell<Vec<u32>>,
}

/// Which blocks belong together.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    pub(super) old: Vec<Block<'a>>,
    pub(super) new: Vec<Block<'a>>,
    /// For each old block the new one.
    pub(super) partner: Vec<Option<usize>>,
    /// For each new block the old one.
    pub(super) owner: Vec<Option<usize>>,
    /// For each old block with a partner, other new blocks with as good a claim.
    pub(super) rivals: Vec<Vec<usize>>,
    /// For each old block with a partner, whether that stands in order among the others.
    pub(super) is_in_order: Vec<bool>,
    /// For each old block with a partner, whether nothing but its words, which other blocks
    /// have, too, speaks for that.
    pub(super) is_guess: Vec<bool>,
    /// For each old block, whether it stands among others than before.
    pub(super) is_adrift: Vec<bool>,
    /// For each new block, whether an unknown old block may have become it.
    is_explained: Vec<bool>,
}

/// A block that shares so much with another was that block: those are paired first …
pub(super) const EDITED: f64 = 0.6;
/// … then those between blocks that stayed, if they share so much …
const IN_PLACE: f64 = 0.2;
/// … and elsewhere if they share so much.
const MOVED: f64 = 0.4;
/// Another block that is less unlike by no more than this has as good a claim.
const RIVAL: f64 = 0.1;
/// Two pairs are crossed, against the order of the text, if that gains so much.
const CROSSING: f64 = 0.04;
/// A block of at most so many characters says what many others may say, as cells of tables do.
const SHORT: usize = 12;
/// All pairs of a gap of at most so many are compared; in larger ones, those that share
/// something rare.
const MAX_CELLS: usize = 10_000;
/// A run of characters in more blocks than this tells nothing of where to look.
const MAX_COMMON: usize = 12;

impl<'a> Block<'a> {
    /// Takes in a block's text.
    pub(super) fn new(text: &'a str) -> Self {
        let text = Key::new(text).into_text();
        let hash = blake3::hash(text.trim().as_bytes());
        let first: [u8; 8] = hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes");
        let hash = u64::from_be_bytes(first);
        Self { text: text.into(), hash, is_known: true, trigrams: OnceCell::new() }
    }

    /// Takes in a block of which nothing is known but its hash, in hexadecimal.
    pub(super) fn of_hash(hash: &str) -> Self {
        Self {
            text: "".into(),
            // A hash that is none is that of no block.
            hash: u64::from_str_radix(hash, 16).unwrap_or_default(),
            is_known: false,
            trigrams: OnceCell::from(Vec::new()),
        }
    }

    fn trigrams(&self) -> &[u32] {
        self.trigrams.get_or_init(|| {
            let mut window = [0_u32; 3];
            let mut trigrams: Vec<u32> = Vec::with_capacity(self.text.len());
            for (index, c) in self.text.trim().chars().enumerate() {
                window = [window[1], window[2], u32::from(c)];
                if index >= 2 {
                    let mixed = window.iter().fold(0_u32, |hash, &c| {
                        (hash.rotate_left(11) ^ c).wrapping_mul(0x9e37_79b1)
                    });
                    trigrams.push(mixed);
                }
            }
            trigrams.sort_unstable();
            trigrams.dedup();
            trigrams
        })
    }
}

fn n_shared(a: &Block<'_>, b: &Block<'_>) -> usize {
    let (mut a, mut b) = (a.trigrams(), b.trigrams());
    let mut n = 0;
    while let (Some(x), Some(y)) = (a.first(), b.first()) {
        if x <= y {
            a = &a[1..];
        }
        if y <= x {
            b = &b[1..];
        }
        n += usize::from(x == y);
    }
    n
}

/// Returns how much two blocks share, from 0 to 1 (Dice's coefficient of their runs of
/// three characters).
pub(super) fn dice(a: &Block<'_>, b: &Block<'_>) -> f64 {
    let n_all = a.trigrams().len() + b.trigrams().len();
    if n_all == 0 {
        return f64::from(u8::from(a.hash == b.hash && a.is_known && b.is_known));
    }
    (2 * n_shared(a, b)) as f64 / n_all as f64
}

/// Which blocks have which runs of characters.
pub(super) struct BlockIndex {
    places: HashMap<u32, Vec<usize>>,
    max_common: usize,
}

impl BlockIndex {
    /// Takes in blocks by their index; runs that more than `max_common` have do not count.
    pub(super) fn new<'b, 't: 'b>(
        blocks: impl Iterator<Item = (usize, &'b Block<'t>)>,
        max_common: usize,
    ) -> Self {
        let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, block) in blocks {
            for &gram in block.trigrams() {
                places.entry(gram).or_default().push(index);
            }
        }
        Self { places, max_common }
    }

    /// Returns the few blocks that share most rare runs with one.
    pub(super) fn likeliest(&self, block: &Block<'_>) -> impl Iterator<Item = usize> + use<> {
        const MOST: usize = 8;
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for gram in block.trigrams() {
            let rare = self.places.get(gram).filter(|it| it.len() <= self.max_common);
            for &index in rare.into_iter().flatten() {
                *counts.entry(index).or_default() += 1;
            }
        }
        let mut likely: Vec<(usize, usize)> = counts.into_iter().map(|(at, n)| (n, at)).collect();
        likely.sort_unstable_by(|a, b| b.cmp(a));
        likely.into_iter().take(MOST).map(|(_, at)| at)
    }
}

impl<'a> Pairs<'a> {
    pub(super) fn new(old: Vec<Block<'a>>, new: Vec<Block<'a>>) -> Self {
        let mut pairs = Self {
            partner: vec![None; old.len()],
            owner: vec![None; new.len()],
            rivals: vec![Vec::new(); old.len()],
            is_in_order: vec![false; old.len()],
            is_guess: vec![false; old.len()],
            is_adrift: vec![true; old.len()],
            is_explained: vec![false; new.len()],
            old,
            new,
        };
        pairs.pair_equal();
        let mut gaps = pairs.gaps();
        if pairs.prefer_in_place(&gaps) {
            gaps = pairs.gaps();
        }
        for (in_place, moved) in [(EDITED, EDITED), (IN_PLACE, MOVED)] {
            let free = pairs.new.iter().enumerate().filter(|(at, _)| pairs.owner[*at].is_none());
            let places = BlockIndex::new(free, MAX_COMMON);
            for gap in &gaps {
                pairs.pair_in_order(gap, in_place, &places);
            }
            pairs.pair_moved(moved, &places);
        }
        for gap in &gaps {
            // What only a hash is known of may have become anything.
            let is_unknown = |&at: &usize| pairs.partner[at].is_none() && !pairs.old[at].is_known;
            if gap.old.clone().any(|at| is_unknown(&at)) {
                pairs.is_explained[gap.new.clone()].fill(true);
            }
        }
        pairs.part_short();
        for (a, _) in longest_row(&pairs.all()) {
            pairs.is_in_order[a] = true;
        }
        pairs.find_rivals(&gaps);
        pairs
    }

    /// Returns whether a new block is one that no earlier block can have become.
    pub(super) fn is_new(&self, new: usize) -> bool {
        self.owner[new].is_none() && !self.is_explained[new]
    }

    fn join(&mut self, old: usize, new: usize) {
        self.partner[old] = Some(new);
        self.owner[new] = Some(old);
    }

    fn is_free(&self, old: usize, new: usize) -> bool {
        self.partner[old].is_none() && self.owner[new].is_none()
    }

    pub(super) fn are_equal(&self, old: usize, new: usize) -> bool {
        self.old[old].hash == self.new[new].hash
    }

    fn alike(&self, old: usize, new: usize) -> f64 {
        dice(&self.old[old], &self.new[new])
    }

    /// Pairs equal blocks that stand once in each text, and from them on their neighbours.
    fn pair_equal(&mut self) {
        let mut places: HashMap<u64, [Vec<usize>; 2]> = HashMap::new();
        for (side, blocks) in [&self.old, &self.new].into_iter().enumerate() {
            for (index, block) in blocks.iter().enumerate() {
                places.entry(block.hash).or_default()[side].push(index);
            }
        }
        let only = self.old.iter().enumerate().filter_map(|(index, block)| {
            let [olds, news] = &places[&block.hash];
            let is_telling = !block.is_known || block.text.contains(char::is_alphanumeric);
            let ([_], [other]) = (&olds[..], &news[..]) else { return None };
            is_telling.then_some((index, *other))
        });
        let queue: VecDeque<_> = only.collect();
        for &(a, b) in &queue {
            self.join(a, b);
        }
        self.pair_neighbours(queue);
        // Both ends of the texts are neighbours of what stands there.
        let last = self.old.len().checked_sub(1).zip(self.new.len().checked_sub(1));
        let first = last.map(|_| (0, 0));
        for (a, b) in first.into_iter().chain(last) {
            if self.is_free(a, b) && self.are_equal(a, b) {
                self.join(a, b);
                self.pair_neighbours([(a, b)].into());
            }
        }
    }

    fn pair_neighbours(&mut self, mut queue: VecDeque<(usize, usize)>) {
        let (n_old, n_new) = (self.old.len(), self.new.len());
        while let Some((a, b)) = queue.pop_front() {
            let before = a.checked_sub(1).zip(b.checked_sub(1));
            let after = Some((a + 1, b + 1)).filter(|(a, b)| *a < n_old && *b < n_new);
            for (a, b) in before.into_iter().chain(after) {
                if self.is_free(a, b) && self.are_equal(a, b) {
                    self.join(a, b);
                    queue.push_back((a, b));
                }
            }
        }
    }

    fn all(&self) -> Vec<(usize, usize)> {
        self.partner.iter().enumerate().filter_map(|(a, b)| Some((a, (*b)?))).collect()
    }

    /// Returns what lies between the pairs that stand in order: the longest row of them.
    fn gaps(&self) -> Vec<Gap> {
        let row = longest_row(&self.all());
        let ends = [(self.partner.len(), self.owner.len())];
        let (mut gaps, mut a, mut b) = (Vec::new(), 0, 0);
        for (next_a, next_b) in row.into_iter().chain(ends) {
            if next_a > a || next_b > b {
                gaps.push(Gap { old: a..next_a, new: b..next_b });
            }
            (a, b) = (next_a + 1, next_b + 1);
        }
        gaps
    }

    /// Parts equal blocks that stand elsewhere among other neighbours, if what stands in
    /// the place of the old one is what became of it: the equal one is a copy then. Returns
    /// whether there are such.
    fn prefer_in_place(&mut self, gaps: &[Gap]) -> bool {
        let mut is_any = false;
        for gap in gaps {
            for a in gap.old.clone() {
                let Some(b) = self.partner[a].filter(|b| !gap.new.contains(b)) else { continue };
                let edited =
                    |other: usize| self.owner[other].is_none() && self.alike(a, other) >= EDITED;
                if self.old[a].is_known
                    && self.n_neighbours(a, b) == 0
                    && gap.new.clone().any(edited)
                {
                    (self.partner[a], self.owner[b]) = (None, None);
                    is_any = true;
                }
            }
        }
        is_any
    }

    /// Parts equal blocks of a word or a number that have no neighbour in common: a cell of a
    /// table or an answer says the same as many others, and what stands beside it is all that
    /// tells which it is.
    fn part_short(&mut self) {
        let is_stray = |&(a, b): &(usize, usize)| self.are_equal(a, b) && self.is_stray(a, b);
        for (a, b) in Vec::from_iter(self.all().into_iter().filter(is_stray)) {
            (self.partner[a], self.owner[b]) = (None, None);
        }
    }

    /// Returns whether a block is so short that its words do not tell which it is, and a new one
    /// has no neighbour in common with it.
    pub(super) fn is_stray(&self, old: usize, new: usize) -> bool {
        let block = &self.old[old];
        let is_short = block.is_known && block.text.trim().chars().nth(SHORT).is_none();
        is_short && self.n_neighbours(old, new) == 0
    }

    /// Pairs what is most alike in a gap, in order, as far as it shares at least so much and
    /// nothing elsewhere is much more like it; two that changed places are crossed.
    fn pair_in_order(&mut self, gap: &Gap, least: f64, places: &BlockIndex) {
        let is_free = |at: &usize| self.partner[*at].is_none() && self.old[*at].is_known;
        let olds: Vec<usize> = gap.old.clone().filter(is_free).collect();
        let news: Vec<usize> = gap.new.clone().filter(|&at| self.owner[at].is_none()).collect();
        if olds.is_empty() || news.is_empty() || olds.len() * news.len() > MAX_CELLS {
            return;
        }
        let alike: Vec<Vec<f64>> =
            olds.iter().map(|&a| news.iter().map(|&b| self.alike(a, b)).collect()).collect();
        let mut chosen = best_in_order(&alike);
        // Whoever exchanged two paragraphs, and edited them, gets them crossed.
        for first in 0..chosen.len() {
            for second in first + 1..chosen.len() {
                let ((a, b), (c, d)) = (chosen[first], chosen[second]);
                let crossed = alike[a][d] + alike[c][b];
                if crossed > alike[a][b] + alike[c][d] + CROSSING {
                    (chosen[first], chosen[second]) = ((a, d), (c, b));
                }
            }
        }
        for (row, column) in chosen {
            let (a, b, alike) = (olds[row], news[column], alike[row][column]);
            let is_better =
                |other: usize| self.owner[other].is_none() && self.alike(a, other) > alike + RIVAL;
            let mut elsewhere = places.likeliest(&self.old[a]).filter(|at| !gap.new.contains(at));
            if alike >= least && !elsewhere.any(is_better) {
                self.join(a, b);
            }
        }
    }

    /// Pairs what is left and shares at least so much, wherever it stands.
    fn pair_moved(&mut self, least: f64, places: &BlockIndex) {
        let mut found: Vec<(f64, usize, usize)> = Vec::new();
        for a in (0..self.old.len()).filter(|&at| self.partner[at].is_none()) {
            let likely = places.likeliest(&self.old[a]).map(|b| (self.alike(a, b), a, b));
            found.extend(likely.filter(|(alike, ..)| *alike >= least));
        }
        // Of equals, the one that stands nearer to where it stood.
        let (n_old, n_new) = (self.old.len(), self.new.len());
        let off = |&(_, a, b): &(f64, usize, usize)| (a * n_new).abs_diff(b * n_old);
        found.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| off(x).cmp(&off(y))));
        for (_, a, b) in found {
            if self.is_free(a, b) {
                self.join(a, b);
            }
        }
    }

    /// Finds new blocks that an old one may have become as well as its partner.
    fn find_rivals(&mut self, gaps: &[Gap]) {
        // Where most blocks changed places, one neighbour that is the same says nothing.
        let n_in_order = self.is_in_order.iter().filter(|it| **it).count();
        let least = if n_in_order * 2 < self.all().len() { 2 } else { 1 };
        // Of one equal block that stands among others than before, the rest tell which it is.
        let mut adrift: HashMap<u64, Vec<usize>> = HashMap::new();
        for (a, block) in self.old.iter().enumerate() {
            self.is_adrift[a] = self.partner[a].is_none_or(|b| self.n_neighbours(a, b) < least);
            if self.is_adrift[a] {
                adrift.entry(block.hash).or_default().push(a);
            }
        }
        for guesses in adrift.into_values().filter(|blocks| blocks.len() > 1) {
            for a in guesses {
                self.is_guess[a] = self.partner[a].is_some_and(|b| self.are_equal(a, b));
            }
        }
        self.doubt_equal_neighbours();
        let mut copies: HashMap<u64, Vec<usize>> = HashMap::new();
        let is_free = |new: &usize| self.owner[*new].is_none();
        for new in (0..self.new.len()).filter(is_free) {
            copies.entry(self.new[new].hash).or_default().push(new);
        }
        let rivals_of = |(a, b): (usize, Option<usize>)| -> Vec<usize> {
            let Some(b) = b else { return Vec::new() };
            if self.are_equal(a, b) {
                let claim = self.n_neighbours(a, b);
                let others = copies.get(&self.old[a].hash).into_iter().flatten().copied();
                return others.filter(|&other| self.n_neighbours(a, other) >= claim).collect();
            }
            let gap = gaps.iter().find(|gap| gap.old.contains(&a) && gap.new.contains(&b));
            let alike = self.alike(a, b);
            let others = gap.map_or(0..self.new.len(), |gap| gap.new.clone()).filter(is_free);
            others.filter(|&other| self.alike(a, other) > alike - RIVAL).collect()
        };
        self.rivals = self.partner.iter().copied().enumerate().map(rivals_of).collect();
    }

    /// Of equal blocks beside each other, one of which has come from elsewhere, none tells
    /// which it is.
    fn doubt_equal_neighbours(&mut self) {
        for (b, pair) in self.new.windows(2).enumerate() {
            let owners = self.owner[b].zip(self.owner[b + 1]);
            if let Some((first, second)) = owners.filter(|_| pair[0].hash == pair[1].hash)
                && (self.is_adrift[first] || self.is_adrift[second])
            {
                (self.is_guess[first], self.is_guess[second]) = (true, true);
            }
        }
    }

    /// Returns how many neighbours two blocks share.
    fn n_neighbours(&self, old: usize, new: usize) -> usize {
        let is_first = old == 0 && new == 0;
        let is_last = old + 1 == self.partner.len() && new + 1 == self.owner.len();
        let before = old.checked_sub(1).and_then(|old| self.partner[old]);
        let has_before = is_first || (before.is_some() && before == new.checked_sub(1));
        let after = self.partner.get(old + 1).copied().flatten();
        let has_after = is_last || after == Some(new + 1);
        usize::from(has_before) + usize::from(has_after)
    }
}

/// What lies between two pairs of blocks that stand in order.
#[derive(Debug)]
struct Gap {
    old: Range<usize>,
    new: Range<usize>,
}

/// Returns the longest row of pairs in which both sides increase, given them by their
/// first sides (M. L. Fredman, “On computing the length of longest increasing
/// subsequences”, Discrete Mathematics 11, 1975).
fn longest_row(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Of each length, the pair with the least second side that ends such a row.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, &(_, b)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < b);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut row: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |&at| before[at]).map(|at| pairs[at]).collect();
    row.reverse();
    row
}

/// Returns the pairs, in order, that are most alike all together.
fn best_in_order(alike: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let (n_rows, n_columns) = (alike.len(), alike[0].len());
    // One pair that is much alike counts for more than two that hardly are.
    let gain = |a: usize, b: usize| match alike[a][b] {
        alike if alike >= IN_PLACE => alike - IN_PLACE / 2.0,
        _ => 0.0,
    };
    // How much can be gained from a row and a column on.
    let mut best = vec![vec![0.0_f64; n_columns + 1]; n_rows + 1];
    for a in (0..n_rows).rev() {
        for b in (0..n_columns).rev() {
            let paired = gain(a, b) + best[a + 1][b + 1];
            best[a][b] = paired.max(best[a + 1][b]).max(best[a][b + 1]);
        }
    }
    let (mut chosen, mut a, mut b) = (Vec::new(), 0, 0);
    while a < n_rows && b < n_columns {
        if gain(a, b) > 0.0 && best[a][b] == gain(a, b) + best[a + 1][b + 1] {
            chosen.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if best[a][b] == best[a + 1][b] {
            a += 1;
        } else {
            b += 1;
        }
    }
    chosen
}
