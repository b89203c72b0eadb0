//! What an article leaves behind: small, since it is kept until the end.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::Findable;
use crate::{
    anchor::{Locked, State},
    export,
    model::{Allow, Correction, Kind, Selector},
    prose::ProseRange,
    view::{ArticleCard, Share},
};

/// What an article leaves behind for the pages that articles share.
#[derive(Debug)]
pub struct Facts {
    /// Its address below the root.
    pub slug: String,
    /// The path of its text.
    pub path: String,
    /// Warnings about its text that its front matter allows.
    pub allow: Vec<Allow>,
    /// Its card on the front page.
    pub card: ArticleCard,
    /// Its notes, in the order of their numbers.
    pub notes: Notes,
    /// The ids of drafts that are left out.
    pub hidden: Box<[String]>,
    /// Terms, ascending, each with the number of the block of its first use.
    pub term_uses: Box<[(u32, u32)]>,
    /// Terms that notes tie to passages, ascending, each with the index of the first such
    /// note.
    pub glossed: Box<[(u32, u32)]>,
    /// How each annotation was found; only if that is what the build is for.
    pub anchors: Vec<AnchorStatus>,
    /// The article for other formats; only if that is what the build is for.
    pub exported: Option<Box<export::Article<'static>>>,
    /// What the search finds of it; only if there is a search.
    pub findable: Option<Box<Findable>>,
}

/// What other pages say of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteFacts<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its number in the article, from 1.
    pub number: usize,
    /// The number of its paragraph, from 1; `None` if it is detached.
    pub block: Option<u32>,
    /// Index of its rating in the scale.
    pub rating: Option<u16>,
    /// Where its passage stands in the text, if it was found.
    pub share: Option<Share>,
    /// Whether it was withdrawn.
    pub is_retracted: bool,
    /// Its kind.
    pub kind: Kind,
    /// Indices of the works it cites.
    pub works: &'a [u32],
    /// The claim of a fact check that was not withdrawn, and its finding.
    pub check: Option<(&'a str, &'a str)>,
    /// The language of its texts, if not the edition's.
    pub lang: Option<&'a str>,
    /// What was corrected.
    pub corrections: &'a [Correction],
}

/// What other pages say of the notes of an article.
///
/// Kept of all articles until the end, so the texts of all notes are one string,
/// and of each note there are only the ends of its own.
#[derive(Debug, Default)]
pub struct Notes {
    kept: Vec<Kept>,
    /// Of each note its id, claim, finding and language.
    texts: String,
    works: Vec<u32>,
    /// What was corrected, by index; most notes never are.
    corrections: BTreeMap<usize, Vec<Correction>>,
}

/// A note among others; what is its own begins where that of the one before ends.
#[derive(Debug, Clone, Copy)]
struct Kept {
    /// The ends of its [`TEXTS`] in the texts of all.
    text_ends: [u32; TEXTS],
    works_end: u32,
    block: Option<u32>,
    rating: Option<u16>,
    share: Option<Share>,
    is_retracted: bool,
    kind: Kind,
}

/// How many texts are kept of a note.
const TEXTS: usize = 4;

impl<'a> FromIterator<NoteFacts<'a>> for Notes {
    /// Keeps notes, which have the numbers from 1 on.
    fn from_iter<T: IntoIterator<Item = NoteFacts<'a>>>(notes: T) -> Self {
        let mut all = Self::default();
        for note in notes {
            all.push(note);
        }
        all.kept.shrink_to_fit();
        all.texts.shrink_to_fit();
        all.works.shrink_to_fit();
        all
    }
}

impl Notes {
    fn push(&mut self, note: NoteFacts<'_>) {
        let (claim, finding) = note.check.unwrap_or_default();
        let text_ends = [note.id, claim, finding, note.lang.unwrap_or_default()].map(|text| {
            self.texts.push_str(text);
            small(self.texts.len())
        });
        self.works.extend(note.works);
        if !note.corrections.is_empty() {
            self.corrections.insert(self.kept.len(), note.corrections.to_vec());
        }
        self.kept.push(Kept {
            text_ends,
            works_end: small(self.works.len()),
            block: note.block,
            rating: note.rating,
            share: note.share,
            is_retracted: note.is_retracted,
            kind: note.kind,
        });
    }

    /// Returns a note by its index.
    ///
    /// # Panics
    ///
    /// If there are not so many.
    #[must_use]
    pub fn get(&self, index: usize) -> NoteFacts<'_> {
        let Kept { text_ends, works_end, block, rating, share, is_retracted, kind } =
            self.kept[index];
        let before = index.checked_sub(1).map(|before| self.kept[before]);
        let mut start = before.map_or(0, |before| before.text_ends[TEXTS - 1]);
        let [id, claim, finding, lang] = text_ends.map(|end| {
            let text = &self.texts[range(start, end)];
            start = end;
            text
        });
        NoteFacts {
            id,
            number: index + 1,
            block,
            rating,
            share,
            is_retracted,
            kind,
            works: &self.works[range(before.map_or(0, |before| before.works_end), works_end)],
            check: (kind == Kind::FactCheck && !is_retracted).then_some((claim, finding)),
            lang: Some(lang).filter(|lang| !lang.is_empty()),
            corrections: self.corrections.get(&index).map_or(&[], Vec::as_slice),
        }
    }

    /// Returns all notes, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = NoteFacts<'_>> {
        (0..self.kept.len()).map(|index| self.get(index))
    }

    /// Returns the kinds of all notes.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.kept.iter().map(|note| note.kind)
    }
}

fn range(start: u32, end: u32) -> Range<usize> {
    start as usize..end as usize
}

/// Returns a count or an index in 32 bits: there are never more than bytes in a file.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How an annotation's passage was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorStatus {
    /// The article.
    pub article: String,
    /// The annotation.
    pub id: String,
    /// What it quotes.
    pub selector: Selector,
    /// How it was found.
    pub state: State,
    /// Where the passage starts and ends, in code points of the prose.
    pub position: Option<(usize, usize)>,
    /// The same in bytes.
    pub range: Option<ProseRange>,
    /// The passage as the prose reads, or else as quoted.
    pub text: String,
    /// The passage as it was quoted, if it was reworded since.
    pub was: Option<String>,
    /// What is to be remembered of it, if it was found.
    pub locked: Option<Locked>,
    /// Whether the annotation was withdrawn.
    pub is_retracted: bool,
    /// The prose in which it was looked for.
    pub prose: Arc<str>,
}

impl AnchorStatus {
    /// Returns whether somebody has to find a passage for it; what was withdrawn needs none.
    #[must_use]
    pub const fn is_lost(&self) -> bool {
        self.position.is_none() && !self.is_retracted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    #[test]
    fn notes_are_kept_as_they_are() {
        let correction =
            Correction { date: Date { year: 2024, month: None, day: None }, text: "A.".into() };
        let plain = NoteFacts {
            id: "a",
            number: 1,
            block: None,
            rating: None,
            share: None,
            is_retracted: false,
            kind: Kind::Note,
            works: &[],
            check: None,
            lang: None,
            corrections: &[],
        };
        let check = NoteFacts {
            id: "größer",
            number: 2,
            block: Some(7),
            rating: Some(0),
            share: Some(Share { start: 1, width: 2 }),
            kind: Kind::FactCheck,
            works: &[3, 5],
            check: Some(("claim", "")),
            lang: Some("de"),
            corrections: std::slice::from_ref(&correction),
            ..plain
        };
        let retracted = NoteFacts { number: 3, is_retracted: true, kind: Kind::FactCheck, ..plain };
        let last = NoteFacts { id: "d", number: 4, works: &[9], ..plain };
        let all = [plain, check, retracted, last];
        assert_eq!(Notes::from_iter(all).iter().collect::<Vec<_>>(), all);
    }
}
