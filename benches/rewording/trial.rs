//! Draws quotes, edits their texts, and looks for them.

use std::ops::Range;

use postil::{
    anchor::{Haystack, Key, Reworded, Strictness, Wanted, anchor, describe, reworded, widen},
    diag::Problem,
    model::Selector,
    prose::Prose,
};

use super::{Edit, Outcome, Text, draft::Draft, random::Random};

/// What is known of a quote besides its selector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Knowledge {
    /// What a lock holds: where it was, and 32 characters on each side.
    Lock,
    /// Nothing.
    QuoteAlone,
}

/// How much context a lock holds on each side, in characters.
const LOCK_CONTEXT: usize = 32;

/// What stands around a quote, normalised.
#[derive(Default)]
struct Context {
    prefix: String,
    suffix: String,
}

/// A quote, and its text after an edit.
pub(crate) struct Case {
    selector: Selector,
    /// The passage, normalised, as it was.
    pub(crate) exact: String,
    /// The context that the quote gives.
    own: Context,
    /// The context that a lock holds.
    lock: Context,
    /// Where the passage was, in bytes of the key.
    near: usize,
    prose: Prose,
    pub(crate) key: Key,
    /// Where the passage is now, in bytes of the prose.
    passage: Option<Range<usize>>,
}

/// Returns `n` cases of a kind of edit of a text.
pub(crate) fn cases(text: &Text, edit: Edit, length: usize, n: usize) -> Vec<Case> {
    // Texts differ, so quotes do; each row of the table has numbers of its own.
    let mut random = Random::new((edit as u64) << 32 | length as u64);
    let prose = text.prose();
    let key = Key::new(&prose.text);
    let mut cases = Vec::new();
    while cases.len() < n {
        let Some(passage) = draw(&prose, &key, length, &mut random) else { continue };
        // Without its context, nothing tells a passage from others that read the same.
        let n_places = key.text().matches(&key.text()[key.of_prose(&passage)]).count();
        if n_places > 1 && edit == Edit::ContextRewritten {
            continue;
        }
        cases.push(Case::new(&prose, &key, passage, edit, &mut random));
    }
    cases
}

/// Draws a passage of about `length` characters.
fn draw(prose: &Prose, key: &Key, length: usize, random: &mut Random) -> Option<Range<usize>> {
    let n_chars = prose.text.chars().count();
    let first = random.below(n_chars.saturating_sub(length));
    let length = random.between(length * 9 / 10, length * 11 / 10);
    let mut offsets = prose.text.char_indices().map(|(at, _)| at).skip(first);
    let start = offsets.next()?;
    let end = offsets.nth(length)?;
    widen(prose, key, &(start..end))
}

impl Context {
    fn of_selector(selector: &Selector) -> Self {
        let Selector::Quote(quote) = selector else {
            panic!("passages of less than 400 characters are described by quotes")
        };
        let normalized = |text: &str| Key::new(text).into_text();
        Self { prefix: normalized(&quote.prefix), suffix: normalized(&quote.suffix) }
    }

    fn of_lock(text: &str, passage: &Range<usize>) -> Self {
        let before = text[..passage.start].char_indices().rev();
        let start = before.take(LOCK_CONTEXT).last().map_or(passage.start, |(at, _)| at);
        let suffix = text[passage.end..].chars().take(LOCK_CONTEXT).collect();
        Self { prefix: text[start..passage.start].to_owned(), suffix }
    }
}

impl Case {
    fn new(
        prose: &Prose,
        key: &Key,
        passage: Range<usize>,
        edit: Edit,
        random: &mut Random,
    ) -> Self {
        let selector =
            describe(prose, key, &passage).expect("a passage that was widened has words");
        let own = Context::of_selector(&selector);
        let within = key.of_prose(&passage);
        let lock = Context::of_lock(key.text(), &within);
        let mut draft = Draft { text: prose.text.clone(), passage };
        edit.apply(&mut draft, random);
        let mut edited = Prose::default();
        edited.text = draft.text;
        Self {
            selector,
            exact: key.text()[within.clone()].to_owned(),
            own,
            lock,
            near: within.start,
            key: Key::new(&edited.text),
            prose: edited,
            passage: (!edit.removes()).then_some(draft.passage),
        }
    }

    /// Returns what becomes of the quote.
    pub(crate) fn outcome(&self, knowledge: Knowledge) -> Outcome {
        self.judge(self.find(knowledge))
    }

    /// Returns what finding the quote in a place of the key, or nowhere, is worth.
    pub(crate) fn judge(&self, found: Option<Range<usize>>) -> Outcome {
        let found = found.map(|place| self.key.in_prose(place, &self.prose.text));
        match (&self.passage, found) {
            (None, None) => Outcome::Right,
            (Some(_), None) => Outcome::Lost,
            (None, Some(_)) => Outcome::Wrong,
            (Some(passage), Some(found)) => {
                let shared =
                    passage.end.min(found.end).saturating_sub(passage.start.max(found.start));
                let both = passage.len() + found.len() - shared;
                if shared * 2 > both { Outcome::Right } else { Outcome::Wrong }
            }
        }
    }

    fn find(&self, knowledge: Knowledge) -> Option<Range<usize>> {
        match anchor(&self.prose, &self.key, &self.selector, &|_| 1) {
            Ok(found) => return Some(self.key.of_prose(&found.range)),
            Err(Problem::Ambiguous { .. }) if knowledge == Knowledge::Lock => {
                if let Some(found) = self.find_in_lock_context() {
                    return Some(found);
                }
            }
            Err(_) => {}
        }
        match reworded(&Haystack::new(&self.key), &self.wanted(knowledge)) {
            Reworded::Found(place) => Some(place),
            Reworded::Several(_) | Reworded::Nothing => None,
        }
    }

    /// Returns the one place that reads as the lock says, on both sides.
    fn find_in_lock_context(&self) -> Option<Range<usize>> {
        let whole = [&*self.lock.prefix, &self.exact, &self.lock.suffix].concat();
        let mut places = self.key.text().match_indices(&whole);
        let start = places.next()?.0 + self.lock.prefix.len();
        places.next().is_none().then(|| start..start + self.exact.len())
    }

    /// Returns what is looked for: context from the quote, or else from the lock.
    pub(crate) fn wanted(&self, knowledge: Knowledge) -> Wanted<'_> {
        let has_lock = knowledge == Knowledge::Lock;
        let side = |side: fn(&Context) -> &str| {
            let known = [Some(&self.own), has_lock.then_some(&self.lock)];
            known.into_iter().flatten().map(side).find(|side| !side.is_empty()).unwrap_or("")
        };
        Wanted {
            exact: &self.exact,
            prefix: side(|context| &context.prefix),
            suffix: side(|context| &context.suffix),
            near: has_lock.then_some(self.near),
            strictness: Strictness::Other,
        }
    }
}
