//! Draws quotes, edits their texts, and looks for them.

use std::ops::Range;

use postil::{
    anchor::{
        Anchor, EarlierText, Key, Locked, Memory, Resolver, State, Strictness, describe,
        fingerprint, widen,
    },
    diag::Problem,
    model::{Selector, TextQuote},
    prose::Prose,
};

use super::{Edit, Outcome, Text, draft::Draft, random::Random};

/// What is known of a quote besides its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Knowledge {
    /// What a lock holds: the text in which it was found.
    Lock,
    /// What stood around it, as the quote itself says.
    Context,
    /// Nothing, unless the quote has to say what stood around it to be the only one.
    QuoteAlone,
}

/// How much context a quote gives on each side, in characters.
const CONTEXT: usize = 32;

/// A quote, and its text after an edit.
pub(crate) struct Case {
    selector: Selector,
    with_context: Selector,
    earlier: EarlierText,
    locked: Locked,
    prose: Prose,
    key: Key,
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
        // Without its surroundings, nothing tells a passage from others that read the same.
        let n_places = key.text().matches(&key.text()[key.of_prose(&passage)]).count();
        if n_places > 1 && matches!(edit, Edit::ContextRewritten | Edit::Shuffled) {
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

/// Returns the quote of a passage with what stands around it.
fn with_context(text: &str, passage: &Range<usize>) -> Selector {
    let before = text[..passage.start].char_indices().rev();
    let start = before.take(CONTEXT).last().map_or(passage.start, |(at, _)| at);
    Selector::Quote(TextQuote {
        prefix: text[start..passage.start].to_owned(),
        exact: text[passage.clone()].to_owned(),
        suffix: text[passage.end..].chars().take(CONTEXT).collect(),
        occurrence: None,
    })
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
        let n_chars = |end: usize| prose.text[..end].chars().count();
        let position = (n_chars(passage.start), n_chars(passage.end));
        let text = fingerprint(&prose.text);
        let of = ("a", &selector);
        let locked = Locked::new(of, prose, &text, &passage, position, State::Exact);
        let earlier = EarlierText::new(&prose.text, std::slice::from_ref(&passage));
        let is_alone = |quote: &TextQuote| quote.prefix.is_empty() && quote.suffix.is_empty();
        let with_context = match &selector {
            Selector::Quote(quote) if !is_alone(quote) => selector.clone(),
            _ => with_context(&prose.text, &passage),
        };
        let mut draft = Draft { text: prose.text.clone(), passage };
        edit.apply(&mut draft, random);
        let is_there = !edit.removes() && !draft.passage.is_empty();
        let mut edited = Prose::default();
        edited.text = draft.text;
        Self {
            selector,
            with_context,
            earlier,
            locked,
            key: Key::new(&edited.text),
            prose: edited,
            passage: is_there.then_some(draft.passage),
        }
    }

    /// Returns what becomes of the quote.
    pub(crate) fn outcome(&self, knowledge: Knowledge) -> Outcome {
        match self.find(knowledge) {
            Ok(found) => self.judge(Some(found.range)),
            Err(Problem::Ambiguous { .. }) => Outcome::Several,
            Err(_) => self.judge(None),
        }
    }

    fn find(&self, knowledge: Knowledge) -> Result<Anchor, Problem> {
        let resolver = Resolver::new(&self.prose, &self.key, &|_| 1);
        let nothing = Memory::nothing(Strictness::Other);
        let (locked, earlier) = (Some(&self.locked), Some(&self.earlier));
        match knowledge {
            Knowledge::Lock => {
                resolver.resolve(&self.selector, Memory { locked, earlier, ..nothing })
            }
            Knowledge::Context => resolver.resolve(&self.with_context, nothing),
            Knowledge::QuoteAlone => resolver.resolve(&self.selector, nothing),
        }
    }

    fn judge(&self, found: Option<Range<usize>>) -> Outcome {
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

    /// Shows the passage as it was, where it is, and what was found.
    pub(crate) fn shown(&self, knowledge: Knowledge) -> String {
        let place = |range: &Range<usize>| {
            let text = &self.prose.text;
            let from = text.floor_char_boundary(range.start.saturating_sub(60));
            let to = text.ceil_char_boundary((range.end + 60).min(text.len()));
            let passage = &text[range.clone()];
            format!("{}⟦{passage}⟧{}", &text[from..range.start], &text[range.end..to])
        };
        let found = match self.find(knowledge) {
            Ok(found) => place(&found.range),
            Err(problem) => problem.to_string(),
        };
        let is = self.passage.as_ref().map_or_else(|| "gone".to_owned(), place);
        let Locked { prefix, exact, suffix, .. } = &self.locked;
        format!("  was {prefix}⟦{exact}⟧{suffix}\n  is {is}\n  found {found}")
    }
}
