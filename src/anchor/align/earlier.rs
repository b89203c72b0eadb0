//! A text as a lock file remembers it.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::blocks::{Block, BlockIndex, dice};
use crate::{
    anchor::{
        describe::{first_chars, last_chars},
        fingerprint,
    },
    io::CodePoints,
    text::prose::ProseRange,
};

/// A text in which passages were found, block by block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierText {
    /// [`fingerprint`] of the whole prose.
    pub(super) hash: String,
    /// Its blocks: what `\n` parts in the prose.
    pub(super) blocks: Vec<EarlierBlock>,
    /// Where each block starts, in code points of the prose.
    starts: Vec<usize>,
    /// Those of each block.
    code_points: Vec<CodePoints>,
}

/// Where a passage stands in an earlier text, in blocks of which the text is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct EarlierPassage {
    /// The block in which it begins …
    pub(super) first: usize,
    /// … at this byte of it.
    pub(super) from: usize,
    /// The block in which it ends …
    pub(super) last: usize,
    /// … before this byte of it.
    pub(super) to: usize,
}

/// A block of an earlier text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EarlierBlock {
    /// One in which a passage lies, or that is like one of these: its text.
    Text(String),
    /// Any other.
    Hash {
        /// The beginning of the BLAKE3 hash of its text, normalised, in hexadecimal.
        hash: String,
        /// Its length in code points.
        length: usize,
    },
}

/// A block that is so much like one with a passage could be taken for it once both are
/// edited, so its text is kept, too. Less than what two blocks must share to be paired.
const ALIKE: f64 = 0.35;
/// A run of characters that more blocks have does not tell which are alike.
const MAX_COMMON: usize = 64;

impl EarlierText {
    /// Takes in a text as it was written down: its [`fingerprint`] and its blocks.
    #[must_use]
    pub fn from_parts(hash: String, blocks: Vec<EarlierBlock>) -> Self {
        let starts = blocks.iter().scan(0_usize, |at, block| {
            let start = *at;
            *at = at.saturating_add(block.length()).saturating_add(1);
            Some(start)
        });
        let starts = starts.collect();
        let code_points = blocks.iter().map(|block| CodePoints::new(block.text()));
        Self { starts, hash, code_points: code_points.collect(), blocks }
    }

    /// Remembers a text of which every block is known.
    #[must_use]
    pub fn whole(prose: &str) -> Self {
        let blocks = prose.split('\n').map(|text| EarlierBlock::Text(text.to_owned())).collect();
        Self::from_parts(fingerprint(prose), blocks)
    }

    /// Returns the [`fingerprint`] of the whole prose.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Returns the blocks, in order.
    #[must_use]
    pub fn blocks(&self) -> &[EarlierBlock] {
        &self.blocks
    }

    /// Remembers a text with passages, in bytes: of blocks that are not like any that holds
    /// one, only the hash.
    #[must_use]
    pub fn new(prose: &str, passages: &[ProseRange]) -> Self {
        let mut passages = passages.to_vec();
        passages.sort_unstable_by_key(|passage| passage.start);
        let mut coming = passages.iter().peekable();
        let (mut at, mut furthest) = (0, 0);
        let blocks: Vec<(Block<'_>, &str, bool)> = prose
            .split('\n')
            .map(|text| {
                let place = at..at + text.len();
                at = place.end + 1;
                while let Some(passage) = coming.next_if(|passage| passage.start < place.end) {
                    furthest = furthest.max(passage.end);
                }
                (Block::new(text), text, place.start < furthest)
            })
            .collect();
        let annotated = || blocks.iter().enumerate().filter(|(_, (.., it))| *it);
        let equal: HashSet<u64> = annotated().map(|(_, (block, ..))| block.hash).collect();
        let index = BlockIndex::new(annotated().map(|(at, (block, ..))| (at, block)), MAX_COMMON);
        let remember = |(block, text, is_annotated): &(Block<'_>, &str, bool)| {
            let is_like = || {
                let mut likely = index.likeliest(block);
                equal.contains(&block.hash)
                    || likely.any(|other| dice(block, &blocks[other].0) >= ALIKE)
            };
            if *is_annotated || is_like() {
                return EarlierBlock::Text((*text).to_owned());
            }
            let hash = format!("{:016x}", block.hash);
            EarlierBlock::Hash { hash, length: text.chars().count() }
        };
        Self::from_parts(fingerprint(prose), blocks.iter().map(remember).collect())
    }

    /// Returns where a passage stands, of which the code points are given; `None` if it
    /// reaches into blocks that are not known, or is none.
    pub(super) fn passage(&self, start: usize, end: usize) -> Option<EarlierPassage> {
        let ((first, from), (last, to)) = (self.block_of(start)?, self.block_of_end(end)?);
        let passage = EarlierPassage { first, from, last, to };
        ((first, from) < (last, to)).then_some(passage)
    }

    /// Returns the block in which a passage begins, and the byte in it; `None` if that block
    /// is not known, or no letter of it is there.
    fn block_of(&self, start: usize) -> Option<(usize, usize)> {
        let index = self.starts.partition_point(|&at| at <= start).checked_sub(1)?;
        let (block, within) = (&self.blocks[index], start - self.starts[index]);
        let at = self.code_points[index].byte(block.text(), within)?;
        (at < block.text().len()).then_some((index, at))
    }

    /// Returns the block in which a passage ends, and the byte after it; likewise.
    fn block_of_end(&self, end: usize) -> Option<(usize, usize)> {
        let (index, _) = self.block_of(end.checked_sub(1)?)?;
        let byte =
            self.code_points[index].byte(self.blocks[index].text(), end - self.starts[index]);
        Some((index, byte?))
    }

    /// Returns the words beside a passage, at most `n_chars` on each side, as far as its
    /// blocks are known.
    #[must_use]
    pub fn around(&self, start: usize, end: usize, n_chars: usize) -> [String; 2] {
        let Some(passage) = self.passage(start, end) else { return Default::default() };
        let EarlierPassage { first, from, last, to } = passage;
        let text = |index: usize| self.blocks[index].text();
        [last_chars(&text(first)[..from], n_chars), first_chars(&text(last)[to..], n_chars)]
            .map(str::to_owned)
    }

    /// Returns the words between two code points, if they are known.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Option<String> {
        let EarlierPassage { first, from, last, to } = self.passage(start, end)?;
        let text = |block: &EarlierBlock| match block {
            EarlierBlock::Text(text) => Some(text.clone()),
            EarlierBlock::Hash { .. } => None,
        };
        let mut texts: Vec<String> =
            self.blocks[first..=last].iter().map(text).collect::<Option<_>>()?;
        texts[last - first].truncate(to);
        Some(texts.join("\n").split_off(from))
    }
}

impl EarlierBlock {
    fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.chars().count(),
            Self::Hash { length, .. } => *length,
        }
    }

    /// Returns it as blocks are aligned.
    pub(super) fn aligned(&self) -> Block<'_> {
        match self {
            Self::Text(text) => Block::new(text),
            Self::Hash { hash, .. } => Block::of_hash(hash),
        }
    }

    /// Returns its text; nothing if that is not known.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Hash { .. } => "",
        }
    }
}
