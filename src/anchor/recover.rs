//! What to do about a quote that does not select one place: ask the memory, then
//! look for the passage as it may read now.

use std::{cell::OnceCell, ops::Range};

use super::{
    Anchor, Context, Finder, Haystack, Key, Locked, Reworded, State, Strictness, Wanted, find_all,
    fingerprint,
    memory::{CONTEXT, fingerprint_of_selector},
    normalize, reworded, reworded_ends,
};
use crate::{
    diag::Problem,
    model::{Selector, TextQuote},
    prose::Prose,
};

/// What is known of an annotation besides its quote.
#[derive(Debug, Clone, Copy)]
pub struct Memory<'a> {
    /// Where its passage was found last.
    pub locked: Option<&'a Locked>,
    /// How sure a find must be.
    pub strictness: Strictness,
}

/// Finds the passages of one article that [`anchor`](super::anchor()) did not find.
///
/// What it needs of the whole text is made when it is first needed.
pub struct Recovery<'a> {
    prose: &'a Prose,
    key: &'a Key,
    line_of: &'a dyn Fn(usize) -> usize,
    text: OnceCell<String>,
    haystack: OnceCell<Haystack<'a>>,
}

impl<'a> Recovery<'a> {
    /// Takes the same as `anchor` does.
    #[must_use]
    pub fn new(prose: &'a Prose, key: &'a Key, line_of: &'a dyn Fn(usize) -> usize) -> Self {
        Self { prose, key, line_of, text: OnceCell::new(), haystack: OnceCell::new() }
    }

    /// Returns the fingerprint of the prose.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| fingerprint(&self.prose.text))
    }

    /// Returns the passage that `selector` meant when it was written, if that can be
    /// known though `anchor` did not find it, for the reason `problem`.
    ///
    /// # Errors
    ///
    /// `problem`, or [`Problem::Ambiguous`] if one of several passages may be what was
    /// reworded.
    pub fn recover(
        &self,
        selector: &Selector,
        memory: Memory<'_>,
        problem: Problem,
    ) -> Result<Anchor, Problem> {
        if !matches!(
            problem,
            Problem::Ambiguous { .. }
                | Problem::Orphan { .. }
                | Problem::Context { .. }
                | Problem::Reversed { .. }
        ) {
            return Err(problem);
        }
        // What was remembered of another quote says nothing about this one.
        let about_this = |locked: &&Locked| locked.quote == fingerprint_of_selector(selector);
        let locked = memory.locked.filter(about_this);
        let remembered = locked.and_then(|locked| self.remembered(locked));
        if let Some(found) = remembered {
            return Ok(found);
        }
        if matches!(problem, Problem::Ambiguous { .. }) {
            let found = locked.and_then(|locked| self.by_words_it_had(locked, State::Normalized));
            return found.ok_or(problem);
        }
        let was_changed = |locked: &&Locked| locked.state == State::Changed;
        if let Some(found) = locked
            .filter(was_changed)
            .and_then(|locked| self.by_words_it_had(locked, State::Changed))
        {
            return Ok(found);
        }
        self.reworded(selector, locked, memory.strictness, problem)
    }

    /// The text is the one that is remembered: so is the place.
    fn remembered(&self, locked: &Locked) -> Option<Anchor> {
        let range = locked.in_same_text(self.prose, self.text())?;
        Some(Anchor { range, state: locked.state })
    }

    /// Returns the one place that reads as the passage did when it was found last, if
    /// the words around it are those, or at least those on one side.
    fn by_words_it_had(&self, locked: &Locked, state: State) -> Option<Anchor> {
        let text = self.key.text();
        let exact = Key::new(&locked.exact).into_text();
        let exact = exact.trim();
        let context = Context::new(&TextQuote {
            prefix: locked.prefix.clone(),
            suffix: locked.suffix.clone(),
            ..TextQuote::default()
        });
        let n_sides = |at: &usize| {
            let (before, after) = context.sides(text, *at, exact.len());
            usize::from(before) + usize::from(after)
        };
        let all: Vec<usize> = find_all(text, exact).collect();
        let most = all.iter().map(n_sides).max().filter(|&most| most > 0)?;
        let mut best = all.into_iter().filter(|at| n_sides(at) == most);
        let at = best.next().filter(|_| best.next().is_none())?;
        Some(self.found(at..at + exact.len(), state))
    }

    /// Looks for the passage as it may read now.
    fn reworded(
        &self,
        selector: &Selector,
        locked: Option<&Locked>,
        strictness: Strictness,
        problem: Problem,
    ) -> Result<Anchor, Problem> {
        let haystack = self.haystack.get_or_init(|| Haystack::new(self.key));
        let near = locked.map(|locked| self.near(locked));
        let search = |[exact, prefix, suffix]: &[String; 3]| {
            reworded(haystack, &Wanted { exact, prefix, suffix, near, strictness })
        };
        let words = words_of(selector, locked);
        let found = match (selector, &words) {
            (Selector::Quote(_), None) => Reworded::Nothing,
            (Selector::Quote(_), Some(words)) => search(words),
            (Selector::Range { from, to }, words) => {
                let whole = words.as_ref().map_or(Reworded::Nothing, search);
                match whole {
                    Reworded::Found(_) => whole,
                    _ => self.by_ends(haystack, [from, to], words.as_ref(), near, strictness),
                }
            }
        };
        match found {
            Reworded::Found(range) => Ok(self.found(range, State::Changed)),
            Reworded::Several(places) => Err(self.ambiguous(selector, &places)),
            Reworded::Nothing => Err(problem),
        }
    }

    /// Looks for a long passage by its ends; what stood beside them is known if the whole
    /// is remembered.
    fn by_ends(
        &self,
        haystack: &Haystack<'_>,
        ends: [&str; 2],
        whole: Option<&[String; 3]>,
        near: Option<usize>,
        strictness: Strictness,
    ) -> Reworded {
        let ends = ends.map(|end| normalize(end).ok());
        let [Some(from), Some(to)] = &ends else { return Reworded::Nothing };
        let [exact, prefix, suffix] =
            whole.map_or([""; 3], |words| [&*words[0], &*words[1], &*words[2]]);
        let within = |part: Option<&str>| part.unwrap_or_default().to_owned();
        let (after_from, before_to) =
            (within(exact.strip_prefix(&**from)), within(exact.strip_suffix(&**to)));
        let length = whole.map(|words| words[0].len());
        let from = Wanted {
            exact: from,
            prefix,
            suffix: first_chars(&after_from, CONTEXT),
            near,
            strictness,
        };
        let prefix = last_chars(&before_to, CONTEXT);
        let to = Wanted { exact: to, prefix, suffix, near: None, strictness };
        reworded_ends(haystack, &from, &to, length)
    }

    /// Returns where the passage would begin if nothing before it had changed, in
    /// bytes of the key.
    fn near(&self, locked: &Locked) -> usize {
        let at = locked.near(self.prose);
        self.key.of_prose(&(at..self.prose.text.len())).start
    }

    fn ambiguous(&self, selector: &Selector, places: &[Range<usize>]) -> Problem {
        let exact = match selector {
            Selector::Quote(quote) => &quote.exact,
            Selector::Range { from, .. } => from,
        };
        let finder = Finder { prose: self.prose, key: self.key, line_of: self.line_of };
        let starts: Vec<usize> = places.iter().map(|place| place.start).collect();
        let length = places.iter().map(Range::len).min().unwrap_or_default();
        Problem::Ambiguous {
            exact: exact.clone(),
            n_matches: places.len(),
            hits: finder.describe_hits(&starts, length),
        }
    }

    fn found(&self, range: Range<usize>, state: State) -> Anchor {
        Anchor { range: self.key.in_prose(range, &self.prose.text), state }
    }
}

/// Returns passage, prefix and suffix as keys: what the quote says, completed by what is
/// remembered; `None` for a long passage of which nothing but its ends is known.
fn words_of(selector: &Selector, locked: Option<&Locked>) -> Option<[String; 3]> {
    let key = |text: &str| Key::new(text).into_text();
    let remembered = |side: fn(&Locked) -> &str| locked.map(|one| key(side(one)));
    let (prefix, suffix) = (remembered(|one| &one.prefix), remembered(|one| &one.suffix));
    match selector {
        Selector::Quote(quote) => {
            let or = |own: &str, remembered: Option<String>| match key(own) {
                own if own.trim().is_empty() => remembered.unwrap_or_default(),
                own => own,
            };
            let exact = normalize(&quote.exact).ok()?;
            Some([exact, or(&quote.prefix, prefix), or(&quote.suffix, suffix)])
        }
        Selector::Range { .. } => {
            let exact = remembered(|one| &one.exact)?;
            Some([exact.trim().to_owned(), prefix?, suffix?])
        }
    }
}

fn first_chars(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).map_or(text, |(at, _)| &text[..at])
}

fn last_chars(text: &str, n: usize) -> &str {
    text.char_indices().rev().nth(n - 1).map_or(text, |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::anchor;

    fn prose(text: &str) -> Prose {
        let mut prose = Prose::default();
        text.clone_into(&mut prose.text);
        prose
    }

    fn quote(exact: &str) -> Selector {
        Selector::Quote(TextQuote { exact: exact.into(), ..TextQuote::default() })
    }

    /// Remembers the passage in `⟦…⟧` as that of a selector.
    fn locked(selector: &Selector, marked: &str, state: State) -> Locked {
        let start = marked.find('⟦').expect("a passage begins");
        let end = marked.find('⟧').expect("a passage ends") - '⟦'.len_utf8();
        let prose = prose(&marked.replace(['⟦', '⟧'], ""));
        let n = |at: usize| prose.text[..at].chars().count();
        let (text, position) = (fingerprint(&prose.text), (n(start), n(end)));
        Locked::new(("a", selector), &prose, &text, &(start..end), position, state)
    }

    /// Checks what a selector finds in `expected` without its brackets, given what is
    /// remembered; without brackets nothing is found.
    #[track_caller]
    fn check(selector: &Selector, locked: &Locked, expected: &str) -> Option<State> {
        let prose = prose(&expected.replace(['⟦', '⟧'], ""));
        let key = Key::new(&prose.text);
        let recovery = Recovery::new(&prose, &key, &|_| 1);
        let memory = Memory { locked: Some(locked), strictness: Strictness::FactCheck };
        let found = anchor(&prose, &key, selector, &|_| 1)
            .or_else(|problem| recovery.recover(selector, memory, problem))
            .ok();
        let text = &prose.text;
        let shown = found.as_ref().map_or_else(
            || text.clone(),
            |Anchor { range, .. }| {
                let passage = &text[range.clone()];
                format!("{}⟦{passage}⟧{}", &text[..range.start], &text[range.end..])
            },
        );
        assert_eq!(shown, expected);
        found.map(|found| found.state)
    }

    const BEFORE: &str = "The report says that ⟦about seventy thousand men⟧ fought there in 2014.";

    #[test]
    fn words_around_it_tell_a_reworded_passage() {
        let selector = quote("about seventy thousand men");
        let locked = locked(&selector, BEFORE, State::Exact);
        let after =
            "News. The report says that ⟦about seventeen thousand men⟧ fought there in 2014.";
        assert_eq!(check(&selector, &locked, after), Some(State::Changed));
        check(&selector, &locked, "The report says that nobody fought there in 2014.");
    }

    #[test]
    fn the_place_tells_equal_passages_apart_as_long_as_the_text_is_the_same() {
        let selector = quote("two men");
        let five = ["In the quiet evening all of them saw two men."; 5].join(" ");
        let third = five.match_indices("two men").nth(2).expect("it is there five times").0;
        let (before, after) = five.split_at(third);
        let marked = format!("{before}⟦two men⟧{}", &after["two men".len()..]);
        let remembered = locked(&selector, &marked, State::Exact);
        assert_eq!(check(&selector, &remembered, &marked), Some(State::Exact));
        let after = format!("So: {five}");
        assert_eq!(check(&selector, &remembered, &after), None);
    }

    #[test]
    fn words_around_it_tell_equal_passages_apart() {
        let selector = quote("two men");
        let marked = "In the morning I saw two men. At noon she heard ⟦two men⟧.";
        let remembered = locked(&selector, marked, State::Exact);
        let after = "Once, in the morning I saw two men. At noon she heard ⟦two men⟧.";
        assert_eq!(check(&selector, &remembered, after), Some(State::Normalized));
    }

    #[test]
    fn what_was_reworded_once_is_known_by_its_new_words() {
        let selector = quote("all that was ever said of it");
        let marked = "Then came ⟦quite another sentence⟧, and the end.";
        let locked = locked(&selector, marked, State::Changed);
        let after = "More. Then came ⟦quite another sentence⟧, and the end.";
        assert_eq!(check(&selector, &locked, marked), Some(State::Changed));
        assert_eq!(check(&selector, &locked, after), Some(State::Changed));
    }

    #[test]
    fn what_is_remembered_of_another_quote_does_not_count() {
        let locked = locked(&quote("about seventy thousand men"), BEFORE, State::Exact);
        let text = BEFORE.replace(['⟦', '⟧'], "");
        assert_eq!(check(&quote("about seventy thousand women"), &locked, &text), None);
    }

    #[test]
    fn long_passages_are_known_whole() {
        let selector = Selector::Range { from: "It was".into(), to: "the end.".into() };
        let marked =
            "First words came here. ⟦It was long ago, and that was the end.⟧ And more came.";
        let locked = locked(&selector, marked, State::Exact);
        let after = "First words came here. ⟦It is long ago, and that was an end.⟧ And more came.";
        assert_eq!(check(&selector, &locked, after), Some(State::Changed));
    }
}
