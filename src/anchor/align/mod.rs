//! Where the passages of an earlier text have gone.
//!
//! Searching asks “what here resembles the quote?”, and of two equal passages takes the
//! wrong one as soon as the right one is edited. Of a text that is known from before one
//! can ask the right question, “where has this passage gone?”: blocks are paired
//! (`blocks.rs`), then words and characters within them (`passage.rs`), and a passage goes
//! where its words went. What is not there any more is gone, wherever else equal words
//! may stand.

mod blocks;
mod earlier;
mod passage;

use std::{borrow::Cow, cell::RefCell, collections::BTreeMap, ops::Range, rc::Rc};

pub use earlier::{EarlierBlock, EarlierText};
pub(super) use passage::is_whole_words;

use self::{
    blocks::{Block, EDITED, Pairs, dice},
    earlier::EarlierPassage,
    passage::{Compared, Found},
};
use super::{Key, MIN_ALONE, key::normalized, overlap};
use crate::text::prose::ProseRange;

/// A text as it was and as it is, block by block.
#[derive(Debug)]
pub struct AlignedTexts<'a> {
    earlier: &'a EarlierText,
    prose: &'a str,
    key: &'a Key,
    /// Where each new block stands, in bytes of the prose.
    places: Vec<ProseRange>,
    pairs: Pairs<'a>,
    /// What was compared word by word; passages of one block share that.
    compared: RefCell<BTreeMap<[usize; 4], Rc<Compared>>>,
}

/// A place that may be that of a passage, and what speaks for it.
#[derive(Debug)]
struct Claim {
    place: ProseRange,
    /// Whether it reads as the passage did.
    is_whole: bool,
    /// On how many sides it has what the passage had beside it.
    n_frames: usize,
    /// How much of its letters and digits is as in the passage.
    letters: f64,
}

impl Claim {
    /// Returns whether nothing that speaks for another place is wanting here, and more is
    /// there; what stands between its old neighbours, and is still like it, beats a copy
    /// among others.
    fn beats(&self, other: &Self) -> bool {
        let is_no_less = self.is_whole >= other.is_whole && self.n_frames >= other.n_frames;
        let is_equal = self.is_whole == other.is_whole && self.n_frames == other.n_frames;
        (is_no_less && !is_equal)
            || (self.n_frames == 2 && other.n_frames == 0 && self.letters >= 0.6)
    }
}

/// Two stretches of the texts, as ranges of their blocks, that are one.
struct Region {
    old: Range<usize>,
    new: Range<usize>,
    /// Whether it lies in the new text where it lay in the old one.
    is_in_place: bool,
}

impl<'a> AlignedTexts<'a> {
    /// Compares an earlier text with the prose as it is; `key` is the prose's own.
    #[must_use]
    pub fn new(earlier: &'a EarlierText, prose: &'a str, key: &'a Key) -> Self {
        let old: Vec<Block<'a>> = earlier.blocks.iter().map(EarlierBlock::aligned).collect();
        let (mut new, mut places, mut at) = (Vec::new(), Vec::new(), 0);
        for text in prose.split('\n') {
            new.push(Block::new(text));
            places.push(at..at + text.len());
            at += text.len() + 1;
        }
        let pairs = Pairs::new(old, new);
        let compared = RefCell::default();
        Self { earlier, prose, key, places, pairs, compared }
    }

    /// Returns where a passage has gone, in bytes of the prose and in its order: nowhere, to
    /// one place, or to one of several of which nothing decides. `start` and `end` count code
    /// points of the earlier text.
    #[must_use]
    pub fn follow(&self, start: usize, end: usize) -> Vec<ProseRange> {
        let Some(passage) = self.earlier.passage(start, end) else { return Vec::new() };
        let blocks = passage.first..passage.last + 1;
        let is_contested = self.is_contested(&blocks);
        let mut claims: Vec<Claim> = Vec::new();
        for region in self.regions(&blocks) {
            let here = self.follow_in(&region, &passage);
            let is_sure = |claim: &&Claim| {
                let beats = |other: &Claim| other.place == claim.place || claim.beats(other);
                claim.n_frames == 2 && here.iter().all(beats)
            };
            let sure = here.iter().find(is_sure).filter(|_| region.is_in_place && !is_contested);
            if let Some(sure) = sure {
                return vec![sure.place.clone()];
            }
            for claim in here {
                if claims.iter().all(|other| !overlap(&other.place, &claim.place)) {
                    claims.push(claim);
                }
            }
        }
        let is_beaten = |claim: &Claim| claims.iter().any(|other| other.beats(claim));
        let stands = |claim: &&Claim| is_contested || !is_beaten(claim);
        let places = claims.iter().filter(stands).map(|claim| claim.place.clone());
        let mut places: Vec<ProseRange> = places.collect();
        if places.is_empty() {
            places.extend(self.rescue(&passage));
        }
        places.sort_by_key(|place| place.start);
        places
    }

    /// Returns whether other blocks have as good a claim to have been one of these.
    fn is_contested(&self, blocks: &Range<usize>) -> bool {
        let Pairs { rivals, is_guess, .. } = &self.pairs;
        blocks.clone().any(|old| is_guess[old] || !rivals[old].is_empty())
    }

    /// Looks for a passage in a stretch; returns where it may be, the likeliest first.
    fn follow_in(&self, region: &Region, passage: &EarlierPassage) -> Vec<Claim> {
        let &EarlierPassage { first, from, last, to } = passage;
        // Of a block of which only its hash is known, words are, if it is still there.
        let texts = region.old.clone().map(|index| self.old_text(index).unwrap_or_default());
        let texts: Vec<Cow<'_, str>> = texts.collect();
        let begins = |block: usize| {
            texts[..block - region.old.start].iter().map(|text| text.len() + 1).sum::<usize>()
        };
        let range = begins(first) + from..begins(last) + to;
        let text = texts.join("\n");
        let within = self.places[region.new.start].start..self.places[region.new.end - 1].end;
        if text.len().max(within.len()) > MAX_STRETCH {
            return Vec::new();
        }
        let new = &self.prose[within.clone()];
        let name = [region.old.start, region.old.end, region.new.start, region.new.end];
        let compared = self.compared.borrow().get(&name).cloned();
        let compared = compared.unwrap_or_else(|| {
            let compared = Rc::new(Compared::new(&text, new));
            self.compared.borrow_mut().insert(name, compared.clone());
            compared
        });
        let claim = |found: Found| {
            let place = within.start + found.range.start..within.start + found.range.end;
            self.claim(region, passage, place, &found)
        };
        compared.follow(&range, new).into_iter().filter_map(claim).collect()
    }

    /// Returns the claim of a place, if enough speaks for it, and nothing for its having been
    /// another.
    fn claim(
        &self,
        region: &Region,
        passage: &EarlierPassage,
        place: ProseRange,
        found: &Found,
    ) -> Option<Claim> {
        let &Found { is_whole, is_long, quote, letters, kept, n_kept, is_framed, .. } = found;
        let edges = self.shared_edges(passage, &place);
        let sides = is_framed.into_iter().zip(edges);
        let mut n_frames = sides.filter(|(is_framed, edge)| *is_framed || edge.is_some()).count();
        // Many places begin or end a block, without a word beside them.
        let mut edges = edges.into_iter().flatten();
        let has_words =
            is_framed != [false; 2] || edges.any(|edge| edge.contains(char::is_alphanumeric));
        if n_frames == 1 && !region.is_in_place && !has_words {
            n_frames = 0;
        }
        let is_own = || {
            let blocks = passage.first..=passage.last;
            let overlapping = region.new.clone().filter(|&new| overlap(&self.places[new], &place));
            let mut owners = overlapping.filter_map(|new| self.pairs.owner[new]);
            owners.all(|old| blocks.contains(&old) || self.pairs.is_adrift[old])
        };
        let is_stray =
            |new: usize| self.places[new] == place && self.pairs.is_stray(passage.first, new);
        if passage.first == passage.last && region.new.clone().any(is_stray) {
            return None;
        }
        let is_unique = || {
            let words = normalized(&self.prose[place.clone()]);
            self.key.places(&words).nth(1).is_none()
        };
        // The less stands around it as before, the more it must be like the passage. What
        // has left its place and all its surroundings is not told from a near twin. (The
        // numbers were chosen by what `benches/rewording` counts, the wrong ones first.)
        let is_accepted = match (n_frames, region.is_in_place) {
            (_, false) if !is_own() || self.is_put_into_another(passage, &place) => false,
            (1.., _) if is_whole => true,
            (0, true) if is_whole => (is_own() && is_long) || is_unique(),
            (2, true) => quote >= 0.45 || kept >= 0.4 || n_kept >= 0.5,
            (1, true) => (letters >= 0.6 || kept >= 0.6) && is_own(),
            (2, false) => letters >= 0.6,
            (1, false) => letters >= 0.75,
            _ => false,
        };
        is_accepted.then_some(Claim { place, is_whole, n_frames, letters })
    }

    /// Returns whether what stands around a place is what another block of the earlier text
    /// was, which is nowhere else: then the place is a copy that was put into that block. (A
    /// neighbour may have been joined with the passage's own.)
    fn is_put_into_another(&self, passage: &EarlierPassage, place: &ProseRange) -> bool {
        let before = self.prose[..place.start].rsplit('\n').next().unwrap_or_default();
        let after = self.prose[place.end..].split('\n').next().unwrap_or_default();
        let around = format!("{before} {after}");
        if !around.contains(char::is_alphanumeric) {
            return false;
        }
        let (around, Pairs { old, partner, .. }) = (Block::new(&around), &self.pairs);
        let near = passage.first.saturating_sub(1)..=passage.last + 1;
        let is_it =
            |other: usize| old[other].hash == around.hash || dice(&old[other], &around) >= EDITED;
        (0..old.len())
            .any(|other| !near.contains(&other) && partner[other].is_none() && is_it(other))
    }

    /// Returns what the passage had in its block before and after it, if that is little, and
    /// the place has the same: then that is what it is framed by.
    fn shared_edges(&self, passage: &EarlierPassage, place: &ProseRange) -> [Option<&str>; 2] {
        let &EarlierPassage { first, from, last, to } = passage;
        // Of points, typing loses some: “(1)” and “1)” are the same.
        let words = |text: &str| {
            Key::new(text).text().chars().filter(|c| c.is_alphanumeric()).collect::<String>()
        };
        let blocks = &self.earlier.blocks;
        let was = [&blocks[first].text()[..from], &blocks[last].text()[to..]];
        let before = self.prose[..place.start].rsplit('\n').next();
        let after = self.prose[place.end..].split('\n').next();
        let is = [before, after].map(Option::unwrap_or_default);
        let is_shared =
            |side: usize| was[side].len() <= MAX_EDGE && words(was[side]) == words(is[side]);
        [0, 1].map(|side| is_shared(side).then_some(was[side]))
    }

    fn old_text(&self, index: usize) -> Option<Cow<'_, str>> {
        if let EarlierBlock::Text(text) = &self.earlier.blocks[index] {
            return Some(text.into());
        }
        let partner = self.pairs.partner[index]?;
        let is_there = self.pairs.are_equal(index, partner);
        is_there.then(|| self.prose[self.places[partner].clone()].into())
    }

    /// Returns the stretches in which a run of old blocks may be found: where its partners
    /// are, and where rivals of these are that have as good a claim.
    fn regions(&self, blocks: &Range<usize>) -> Vec<Region> {
        let Pairs { partner, rivals, .. } = &self.pairs;
        let only = blocks.start;
        if blocks.len() == 1
            && let Some(here) = partner[only]
            && self.pairs.are_equal(only, here)
        {
            let is_copy = |&new: &usize| self.pairs.are_equal(only, new);
            let others: Vec<usize> = if self.pairs.is_guess[only] {
                (0..self.pairs.new.len()).filter(is_copy).collect()
            } else {
                rivals[only].clone()
            };
            let new = std::iter::once(here).chain(others);
            let region = |new| Region { old: only..only + 1, new: new..new + 1, is_in_place: true };
            return new.map(region).collect();
        }
        let mut regions: Vec<Region> = Vec::new();
        let around = self.around(blocks);
        // What was joined with others is compared with these, too.
        let is_joined = |own: &Region| {
            let n_old: usize = self.pairs.old[own.old.clone()].iter().map(|it| it.text.len()).sum();
            let n_new: usize = self.pairs.new[own.new.clone()].iter().map(|it| it.text.len()).sum();
            around.is_some() && n_new * 4 > n_old * 5
        };
        regions.extend(self.own(blocks).filter(|own| !is_joined(own)));
        regions.extend(around);
        if regions.is_empty() {
            let is_free = |new: &usize| self.pairs.owner[*new].is_none();
            let pair = |old: usize| Some((old, partner[old]?));
            if let Some((old, here)) = (0..blocks.start).rev().find_map(pair) {
                let n_free = (here + 1..self.pairs.new.len()).take_while(is_free).count();
                let new = here..here + 1 + n_free;
                regions.push(Region { old: old..blocks.end, new, is_in_place: false });
            }
            if let Some((old, here)) = (blocks.end..partner.len()).find_map(pair) {
                let n_free = (0..here).rev().take_while(is_free).count();
                let new = here - n_free..here + 1;
                regions.push(Region { old: blocks.start..old + 1, new, is_in_place: false });
            }
        }
        let is_scattered = blocks.len() > 1 && self.own(blocks).is_none();
        for block in blocks.clone() {
            let likely = partner[block].filter(|_| is_scattered && !self.pairs.is_guess[block]);
            for new in likely.into_iter().chain(rivals[block].iter().copied()) {
                // The others stand beside it as they did.
                let start = new.saturating_sub(block - blocks.start);
                let end = (new + blocks.end - block).min(self.pairs.new.len());
                regions.push(Region { old: blocks.clone(), new: start..end, is_in_place: false });
            }
        }
        regions
    }

    /// Returns the new blocks that some old ones became, if these stand together.
    fn own(&self, blocks: &Range<usize>) -> Option<Region> {
        let Pairs { partner, owner, is_in_order, .. } = &self.pairs;
        let (start, end) = (partner[blocks.start]?, partner[blocks.end - 1]?);
        let is_own = |new: usize| owner[new].is_none_or(|old| blocks.contains(&old));
        let is_in_place = blocks.clone().all(|old| partner[old].is_none() || is_in_order[old]);
        let region = Region { old: blocks.clone(), new: start..end + 1, is_in_place };
        (start <= end && region.new.clone().all(is_own)).then_some(region)
    }

    /// Returns the stretch of both texts around some old blocks that is theirs and their
    /// neighbours': from the block before that has a partner to the one after.
    fn around(&self, blocks: &Range<usize>) -> Option<Region> {
        let partner = &self.pairs.partner;
        let start = self.side(blocks.start, Side::Before);
        let end = self.side(blocks.end - 1, Side::After);
        let mut in_order = blocks.clone().filter(|&old| partner[old].is_some());
        let is_in_place = in_order.all(|old| self.pairs.is_in_order[old]);
        let end = (self.pairs.old.len() - end.0, self.pairs.new.len() - end.1);
        let region = Region { old: start.0..end.0, new: start.1..end.1, is_in_place };
        if region.new.start >= region.new.end {
            return None;
        }
        let is_of_these =
            |new: usize| self.pairs.owner[new].is_none_or(|old| region.old.contains(&old));
        let is_whole = region.new.clone().all(is_of_these)
            && blocks.clone().filter_map(|old| partner[old]).all(|new| region.new.contains(&new));
        is_whole.then_some(region)
    }

    /// Returns the outermost old and new block, on one side of an old block, of a stretch in
    /// which it may be: blocks that stayed as they are end it. Blocks on the side after are
    /// counted from the end of the text.
    fn side(&self, block: usize, side: Side) -> (usize, usize) {
        let at = |index: usize, n_blocks: usize| match side {
            Side::Before => index,
            Side::After => n_blocks - 1 - index,
        };
        let (n_old, n_new) = (self.pairs.old.len(), self.pairs.new.len());
        let partner = |old: usize| Some(at(self.pairs.partner[at(old, n_old)]?, n_new));
        let is_free = |new: &usize| self.pairs.owner[at(*new, n_new)].is_none();
        let beyond = |(old, new): (usize, usize)| {
            let stays = self.pairs.are_equal(at(old, n_old), at(new, n_new));
            if stays { (old + 1, new + 1) } else { (old, new) }
        };
        let block = at(block, n_old);
        let neighbour = (0..block).rev().find_map(|old| Some((old, partner(old)?)));
        let Some(here) = partner(block) else { return neighbour.map_or((0, 0), beyond) };
        let free = here - (0..here).rev().take_while(is_free).count();
        match neighbour {
            Some(neighbour) if neighbour.1 + 1 == free => beyond(neighbour),
            None if free == 0 => (0, 0),
            _ => (block, free),
        }
    }

    /// Returns the one block that holds the passage word for word, though nothing else is
    /// left of its block: a block that no earlier one can have become.
    fn rescue(&self, passage: &EarlierPassage) -> Option<ProseRange> {
        let &EarlierPassage { first, from, last, to } = passage;
        if first != last || self.pairs.partner[first].is_some() {
            return None;
        }
        let wanted = normalized(&self.earlier.blocks[first].text()[from..to]);
        if wanted.chars().count() < MIN_ALONE {
            return None;
        }
        let mut places = self.key.places(&wanted);
        let at = places.next().filter(|_| places.next().is_none())?;
        let range = self.key.in_prose(at..at + wanted.len(), self.prose);
        let new = self.places.partition_point(|place| place.end < range.end);
        let is_within = self.places.get(new).is_some_and(|place| place.start <= range.start);
        (is_within && self.pairs.is_new(new)).then_some(range)
    }
}

/// A stretch of more bytes in which nothing stayed was written anew.
const MAX_STRETCH: usize = 200_000;
/// So many bytes beside a passage, up to the end of its block, are all that stands there.
const MAX_EDGE: usize = 64;

#[derive(Debug, Clone, Copy)]
enum Side {
    Before,
    After,
}

#[cfg(test)]
mod tests;
