//! Draws quotes, edits their texts, and looks for them.

use std::ops::Range;

use postil::{
    anchor::{
        Anchor, AnchorHints, EarlierText, Key, LockEntry, Resolver, State, Strictness,
        approximate::Pattern, describe, fingerprint, widen,
    },
    diag::Problem,
    model::{Selector, TextQuote},
    text::prose::Prose,
};

use unicode_segmentation::UnicodeSegmentation;

use super::{Edit, LENGTHS, Outcome, Text, draft::Draft, random::Random};

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
    locked: LockEntry,
    /// Whether nothing else read as the passage did.
    stood_once: bool,
    prose: Prose,
    key: Key,
    /// Where the passage is now, in bytes of the prose.
    passage: Option<Range<usize>>,
}

/// How many cases are drawn, and from which of many series of numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draw {
    pub(crate) n_cases: usize,
    pub(crate) series: u64,
}

/// Returns cases of a kind of edit of a text.
pub(crate) fn cases(text: &Text, edit: Edit, length: usize, draw: Draw) -> Vec<Case> {
    let Draw { n_cases, series } = draw;
    // Texts differ, so quotes do; each row of the table has numbers of its own.
    let mut random = Random::new(series << 48 | (edit as u64) << 32 | length as u64);
    let prose = text.prose();
    let key = Key::new(&prose.text);
    let mut cases = Vec::new();
    while cases.len() < n_cases {
        let Some(passage) = draw_passage(&prose, &key, length, &mut random) else { continue };
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
fn draw_passage(
    prose: &Prose,
    key: &Key,
    length: usize,
    random: &mut Random,
) -> Option<Range<usize>> {
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
        let locked = LockEntry::new(of, prose, &text, &passage, position, State::Exact);
        let earlier = EarlierText::new(&prose.text, std::slice::from_ref(&passage));
        let is_alone = |quote: &TextQuote| quote.prefix.is_empty() && quote.suffix.is_empty();
        let with_context = match &selector {
            Selector::Quote(quote) if !is_alone(quote) => selector.clone(),
            _ => with_context(&prose.text, &passage),
        };
        let stood_once = key.text().matches(&key.text()[key.of_prose(&passage)]).count() == 1;
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
            stood_once,
            key: Key::new(&edited.text),
            prose: edited,
            passage: is_there.then_some(draft.passage),
        }
    }

    /// Returns what becomes of the quote.
    pub(crate) fn outcome(&self, knowledge: Knowledge) -> Outcome {
        match self.find(knowledge) {
            Ok(found) if self.is_as_quoted(knowledge, &found.range) => Outcome::AsQuoted,
            Ok(found) => self.judge(Some(found.range)),
            Err(Problem::Ambiguous { .. }) if self.is_open(knowledge) => Outcome::Open,
            Err(Problem::Ambiguous { .. }) => Outcome::Several,
            Err(_) => self.judge(None),
        }
    }

    fn find(&self, knowledge: Knowledge) -> Result<Anchor, Problem> {
        let resolver = Resolver::new(&self.prose, &self.key, &|_| 1);
        let nothing = AnchorHints::nothing(Strictness::Other);
        let (locked, earlier) = (Some(&self.locked), Some(&self.earlier));
        match knowledge {
            Knowledge::Lock => {
                resolver.resolve(&self.selector, AnchorHints { locked, earlier, ..nothing })
            }
            Knowledge::Context => resolver.resolve(&self.with_context, nothing),
            Knowledge::QuoteAlone => resolver.resolve(&self.selector, nothing),
        }
    }

    /// Returns whether the passage is gone.
    pub(crate) const fn is_gone(&self) -> bool {
        self.passage.is_none()
    }

    /// Returns whether a place that is not the passage reads as the quote says, with all that
    /// this gives around it, and no other place does; with a lock, more is known.
    fn is_as_quoted(&self, knowledge: Knowledge, found: &Range<usize>) -> bool {
        let Some(Selector::Quote(quote)) = self.known_quote(knowledge) else { return false };
        let [prefix, exact, suffix] = [&quote.prefix, &quote.exact, &quote.suffix]
            .map(|part| Key::new(part).text().trim().to_owned());
        let key = self.key.text();
        let hits = key.match_indices(&*exact).map(|(at, _)| at..at + exact.len());
        let mut hits = hits.filter(|hit| {
            key[..hit.start].trim_end().ends_with(&prefix)
                && key[hit.end..].trim_start().starts_with(&suffix)
        });
        let is_it = hits.next().is_some_and(|hit| hit == self.key.of_prose(found));
        is_it && hits.next().is_none() && self.judge(Some(found.clone())) == Outcome::Wrong
    }

    /// Returns the quote by which a passage is sought if its text is not remembered.
    const fn known_quote(&self, knowledge: Knowledge) -> Option<&Selector> {
        match knowledge {
            Knowledge::Lock => None,
            Knowledge::Context => Some(&self.with_context),
            Knowledge::QuoteAlone => Some(&self.selector),
        }
    }

    /// Returns whether at least half of the quote's words still stand in what became of the
    /// passage.
    pub(crate) fn keeps_half(&self) -> bool {
        let passage = self.passage.clone().map_or("", |passage| &self.prose.text[passage]);
        let mut left: Vec<&str> = passage.unicode_words().collect();
        let (mut n_kept, mut n_all) = (0, 0);
        for word in self.locked.exact.unicode_words() {
            n_all += 1;
            if let Some(at) = left.iter().position(|it| *it == word) {
                left.swap_remove(at);
                n_kept += 1;
            }
        }
        n_kept * 2 >= n_all
    }

    /// Returns whether no reader could tell where a passage is that is still there.
    ///
    /// With a lock, a reader knows the text as it was, and cannot tell only if the passage's
    /// paragraph stands beside one that reads the same. Without, a reader knows the quote and
    /// what it says of its context, and cannot tell if all that, taken together, is not
    /// nearer to the passage as it reads now than to another place, counted in characters
    /// that were changed.
    fn is_open(&self, knowledge: Knowledge) -> bool {
        let Some(passage) = self.passage.clone() else { return false };
        let quote = match self.known_quote(knowledge) {
            None => return self.stands_beside_its_equal(&passage),
            Some(Selector::Quote(quote)) => quote,
            Some(Selector::Range { .. }) => return false,
        };
        let chars = |text: &str| Key::new(text).text().chars().collect::<Vec<char>>();
        let (before, exact, after) =
            (chars(&quote.prefix), chars(&quote.exact), chars(&quote.suffix));
        let whole = Pattern::new([&before[..], &exact, &after].concat());
        let key = self.key.text();
        let at = self.key.of_prose(&passage);
        let n_chars = |bytes: usize| key[..bytes].chars().count();
        let at = n_chars(at.start)..n_chars(at.end);
        let text: Vec<char> = key.chars().collect();
        let from = at.start.saturating_sub(2 * before.len());
        let to = (at.end + 2 * after.len()).min(text.len());
        let here = whole.matches(&text[from..to], whole.len());
        let n_changed = here.iter().map(|found| found.errors).min().unwrap_or(whole.len());
        whole.matches(&text, n_changed).into_iter().any(|found| {
            let end = found.end.saturating_sub(after.len());
            end.saturating_sub(exact.len()) >= at.end || end <= at.start
        })
    }

    fn stands_beside_its_equal(&self, passage: &Range<usize>) -> bool {
        let text = &self.prose.text;
        let start = text[..passage.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[passage.end..].find('\n').map_or(text.len(), |at| passage.end + at);
        let before = text[..start].trim_end_matches('\n').rsplit('\n').next();
        let after = text[end..].trim_start_matches('\n').split('\n').next();
        [before, after].contains(&Some(&text[start..end]))
    }

    /// Returns whether a long passage that was deleted where it stood, and that stood nowhere
    /// else, reads word for word as before at a place, and only there. It makes the same text
    /// whether somebody moves a passage or copies it and then deletes it, so this is its place.
    fn has_moved_to(&self, found: &Range<usize>) -> bool {
        let key = self.key.text();
        let is_long = self.locked.exact.chars().count() >= LENGTHS[1];
        let words = &key[self.key.of_prose(found)];
        is_long
            && self.stood_once
            && Key::new(&self.locked.exact).text() == words
            && key.matches(words).count() == 1
    }

    fn judge(&self, found: Option<Range<usize>>) -> Outcome {
        match (&self.passage, found) {
            (None, None) => Outcome::Right,
            (Some(_), None) => Outcome::Lost,
            (None, Some(found)) if self.has_moved_to(&found) => Outcome::Right,
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
        let LockEntry { prefix, exact, suffix, .. } = &self.locked;
        format!("  was {prefix}⟦{exact}⟧{suffix}\n  is {is}\n  found {found}")
    }
}
