//! Where a passage is: asked of the text that is remembered, or else searched.
//!
//! A text that is known from before is aligned with the text as it is ([`AlignedTexts`]):
//! a passage is where its words went, whatever else reads like it. Only a passage of which
//! no text is remembered is searched, by its quote, and by what stood around it where that
//! is known.

use std::{cell::OnceCell, ops::Range};

use super::{
    AlignedTexts, Anchor, Context, EarlierText, Finder, Key, LockEntry, MIN_ALONE, SearchText,
    State, Strictness, Wanted, anchor,
    describe::{first_chars, last_chars},
    fingerprint,
    key::normalized,
    memory::{CONTEXT, fingerprint_of_selector},
    normalize, quoted, reads, reworded, reworded_ends, without_line_ends,
};
use crate::{
    diag::Problem,
    io::CodePoints,
    model::{Selector, TextQuote},
    text::prose::{Prose, ProseRange},
};

/// What is known of an annotation besides its quote.
#[derive(Debug, Clone, Copy)]
pub struct AnchorHints<'a> {
    /// Where its passage was found last.
    pub locked: Option<&'a LockEntry>,
    /// The text in which passages were found last.
    pub earlier: Option<&'a EarlierText>,
    /// How sure a find must be.
    pub strictness: Strictness,
}

impl AnchorHints<'_> {
    /// Nothing is known.
    #[must_use]
    pub const fn nothing(strictness: Strictness) -> Self {
        Self { locked: None, earlier: None, strictness }
    }
}

/// Finds the passages of one article.
///
/// What it needs of the whole text is made when it is first needed.
pub struct Resolver<'a> {
    prose: &'a Prose,
    key: &'a Key,
    line_of: &'a dyn Fn(usize) -> usize,
    text: OnceCell<String>,
    search_text: OnceCell<SearchText<'a>>,
    aligned: OnceCell<AlignedTexts<'a>>,
    code_points: OnceCell<CodePoints>,
}

impl<'a> Resolver<'a> {
    /// Takes the same as [`anchor()`] does.
    #[must_use]
    pub fn new(prose: &'a Prose, key: &'a Key, line_of: &'a dyn Fn(usize) -> usize) -> Self {
        let (text, search_text, aligned, code_points) = Default::default();
        Self { prose, key, line_of, text, search_text, aligned, code_points }
    }

    fn code_points(&self) -> &CodePoints {
        self.code_points.get_or_init(|| CodePoints::new(&self.prose.text))
    }

    /// Returns the fingerprint of the prose.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| fingerprint(&self.prose.text))
    }

    /// Returns the passage that `selector` means.
    ///
    /// # Errors
    ///
    /// Those of [`anchor()`]; [`Problem::Orphan`], too, if the passage is gone from the text
    /// that is remembered, though its words may stand elsewhere, and
    /// [`Problem::Ambiguous`] if it may be one of several.
    pub fn resolve(&self, selector: &Selector, hints: AnchorHints<'a>) -> Result<Anchor, Problem> {
        let written = selector;
        let selector = &*without_line_ends(self.prose, self.key, written);
        // What was remembered of another quote says nothing about this one.
        let about_this = |locked: &&LockEntry| {
            // Whoever changes the file by hand does not move a note by that.
            let is_changed = state_of(selector, &locked.exact) == State::Changed;
            locked.quote == fingerprint_of_selector(written)
                && is_changed == (locked.state == State::Changed)
        };
        let hints = AnchorHints { locked: hints.locked.filter(about_this), ..hints };
        let Some(locked) = hints.locked else { return self.search(selector, hints) };
        if let Some(range) = locked.in_same_text(self.prose, self.text(), self.code_points()) {
            return Ok(self.anchored(selector, range));
        }
        match hints.earlier {
            Some(earlier) if earlier.hash() == locked.text && locked.text != self.text() => {
                self.follow(selector, locked, earlier)
            }
            // It was lost already when the others were remembered.
            Some(_) => self.search_again(selector, hints),
            None => self.search(selector, hints),
        }
    }

    /// Looks where the passage has gone since it was remembered.
    fn follow(
        &self,
        selector: &Selector,
        locked: &LockEntry,
        earlier: &'a EarlierText,
    ) -> Result<Anchor, Problem> {
        let aligned =
            self.aligned.get_or_init(|| AlignedTexts::new(earlier, &self.prose.text, self.key));
        match &aligned.follow(locked.start, locked.end)[..] {
            [] => Err(self.gone(selector)),
            [place] => Ok(self.anchored(selector, place.clone())),
            places => {
                let places: Vec<_> = places.iter().map(|place| self.key.of_prose(place)).collect();
                Err(self.ambiguous(selector, &places))
            }
        }
    }

    /// Looks for a passage of which no text is remembered: by its quote, and by what is
    /// remembered of its surroundings.
    fn search(&self, selector: &Selector, hints: AnchorHints<'_>) -> Result<Anchor, Problem> {
        let problem = match anchor(self.prose, self.key, selector, self.line_of) {
            Err(
                problem @ (Problem::Ambiguous { .. }
                | Problem::Orphan { .. }
                | Problem::Context { .. }
                | Problem::Reversed { .. }),
            ) => problem,
            decided => return decided,
        };
        let is_ambiguous = matches!(problem, Problem::Ambiguous { .. });
        let is_known = |locked: &&LockEntry| is_ambiguous || locked.state == State::Changed;
        let by_words_it_had = |locked| self.by_words_it_had(selector, locked);
        if let Some(found) = hints.locked.filter(is_known).and_then(by_words_it_had) {
            return Ok(found);
        }
        if is_ambiguous {
            return Err(problem);
        }
        match self.reworded(selector, hints, problem) {
            Err(Problem::Context { exact, n_matches: 1, hits }) => self
                .whatever_stands_around(selector)
                .ok_or(Problem::Context { exact, n_matches: 1, hits }),
            found => found,
        }
    }

    /// Looks for a passage that was lost before: where its words stand now, others stood
    /// around it, so these have to agree.
    fn search_again(&self, selector: &Selector, hints: AnchorHints<'_>) -> Result<Anchor, Problem> {
        let by_words_it_had = |locked| self.by_words_it_had(selector, locked);
        if let Some(found) = hints.locked.and_then(by_words_it_had) {
            return Ok(found);
        }
        match self.reworded(selector, hints, self.gone(selector)) {
            // The best of all places reads as the passage did: so do others.
            Ok(found) if found.state != State::Changed => Err(self.gone(selector)),
            found => found,
        }
    }

    /// Returns the only place of a quote that is long enough to be known by its words.
    fn whatever_stands_around(&self, selector: &Selector) -> Option<Anchor> {
        let Selector::Quote(TextQuote { exact, .. }) = selector else { return None };
        let is_long = exact.chars().nth(MIN_ALONE - 1).is_some();
        let alone = TextQuote { exact: exact.clone(), ..TextQuote::default() };
        let alone = Selector::Quote(alone);
        let found = || anchor(self.prose, self.key, &alone, self.line_of).ok();
        is_long.then(found).flatten()
    }

    /// Says that a passage is gone, and where its words stand nevertheless.
    fn gone(&self, selector: &Selector) -> Problem {
        let exact = first_words(selector).clone();
        let hits = |words: String| {
            let all: Vec<usize> = self.key.places(&words).collect();
            self.finder().describe_hits(&all, words.len())
        };
        let elsewhere = normalize(&exact).map(hits).unwrap_or_default();
        Problem::Orphan { exact, nearest: None, elsewhere }
    }

    const fn finder(&self) -> Finder<'_> {
        Finder { prose: self.prose, key: self.key, line_of: self.line_of }
    }

    fn anchored(&self, selector: &Selector, range: ProseRange) -> Anchor {
        let state = state_of(selector, &self.prose.text[range.clone()]);
        Anchor { range, state }
    }

    /// Returns the one place that reads as the passage did when it was found last, if
    /// the words around it are those, or at least those on one side.
    fn by_words_it_had(&self, selector: &Selector, locked: &LockEntry) -> Option<Anchor> {
        let text = self.key.text();
        let exact = normalized(&locked.exact);
        let context = Context::new(&locked.prefix, &locked.suffix);
        let n_sides = |at: &usize| {
            let (before, after) = context.sides(text, *at, exact.len());
            usize::from(before) + usize::from(after)
        };
        let all: Vec<usize> = self.key.places(&exact).collect();
        let most = all.iter().map(n_sides).max().filter(|&most| most > 0)?;
        let mut best = all.into_iter().filter(|at| n_sides(at) == most);
        let at = best.next().filter(|_| best.next().is_none())?;
        let range = self.key.in_prose(at..at + exact.len(), &self.prose.text);
        Some(self.anchored(selector, range))
    }

    /// Looks for the passage as it may read now.
    fn reworded(
        &self,
        selector: &Selector,
        hints: AnchorHints<'_>,
        problem: Problem,
    ) -> Result<Anchor, Problem> {
        let AnchorHints { locked, strictness, .. } = hints;
        let search_text = self.search_text.get_or_init(|| SearchText::new(self.key));
        let near = locked.map(|locked| self.near(locked));
        let search = |[exact, prefix, suffix]: &[String; 3]| {
            reworded(search_text, &Wanted { exact, prefix, suffix, near, strictness })
        };
        let words = words_of(selector, locked);
        let mut found = words.as_ref().map(search).unwrap_or_default();
        if let Selector::Range { from, to } = selector
            && found.len() != 1
        {
            found = by_ends(search_text, [from, to], words.as_ref(), near, strictness);
        }
        match &found[..] {
            [] => Err(problem),
            [place] => {
                let range = self.key.in_prose(place.clone(), &self.prose.text);
                Ok(self.anchored(selector, range))
            }
            places => Err(self.ambiguous(selector, places)),
        }
    }

    /// Returns where the passage would begin if nothing before it had changed, in
    /// bytes of the key.
    fn near(&self, locked: &LockEntry) -> usize {
        let at = locked.near(self.prose, self.code_points());
        self.key.of_prose(&(at..self.prose.text.len())).start
    }

    fn ambiguous(&self, selector: &Selector, places: &[Range<usize>]) -> Problem {
        let starts: Vec<usize> = places.iter().map(|place| place.start).collect();
        let length = places.iter().map(Range::len).min().unwrap_or_default();
        Problem::Ambiguous {
            exact: first_words(selector).clone(),
            n_matches: places.len(),
            hits: self.finder().describe_hits(&starts, length),
            is_beginning: matches!(selector, Selector::Range { .. }),
        }
    }
}

/// Looks for a long passage by its ends; what stood beside them is known if the whole
/// is remembered.
fn by_ends(
    search_text: &SearchText<'_>,
    ends: [&str; 2],
    whole: Option<&[String; 3]>,
    near: Option<usize>,
    strictness: Strictness,
) -> Vec<Range<usize>> {
    let ends = ends.map(|end| normalize(end).ok());
    let [Some(from), Some(to)] = &ends else { return Vec::new() };
    let [exact, prefix, suffix] =
        whole.map_or([""; 3], |words| [&*words[0], &*words[1], &*words[2]]);
    let length = whole.map(|words| words[0].len());
    let after_from = first_chars(exact.strip_prefix(&**from).unwrap_or_default(), CONTEXT);
    let before_to = last_chars(exact.strip_suffix(&**to).unwrap_or_default(), CONTEXT);
    let from = Wanted { exact: from, prefix, suffix: after_from, near, strictness };
    let to = Wanted { exact: to, prefix: before_to, suffix, near: None, strictness };
    reworded_ends(search_text, &from, &to, length)
}

/// Returns whether a passage reads as quoted.
fn state_of(selector: &Selector, passage: &str) -> State {
    let quoted = quoted(selector);
    if reads(selector, passage, quoted) {
        return State::Exact;
    }
    let [from, to] = quoted.map(normalized);
    let is_quoted = reads(selector, &normalized(passage), [&from, &to]);
    if is_quoted { State::Normalized } else { State::Changed }
}

/// Returns what messages call a selector by.
const fn first_words(selector: &Selector) -> &String {
    match selector {
        Selector::Quote(quote) => &quote.exact,
        Selector::Range { from, .. } => from,
    }
}

/// Returns passage, prefix and suffix as keys: what the quote says, completed by what is
/// remembered; `None` for a long passage of which nothing but its ends is known.
fn words_of(selector: &Selector, locked: Option<&LockEntry>) -> Option<[String; 3]> {
    let key = |text: &str| Key::new(text).into_text();
    let remembered = |side: fn(&LockEntry) -> &str| locked.map(|one| key(side(one)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::marks::{marked, plain, unmarked};

    fn quote(exact: &str) -> Selector {
        Selector::Quote(TextQuote { exact: exact.into(), ..TextQuote::default() })
    }

    /// Remembers the passage in `⟦…⟧` as that of a selector.
    fn locked(selector: &Selector, marked: &str, state: State) -> LockEntry {
        let (prose, range) = unmarked(marked);
        let n = |at: usize| prose.text[..at].chars().count();
        let (text, position) = (fingerprint(&prose.text), (n(range.start), n(range.end)));
        LockEntry::new(("a", selector), &prose, &text, &range, position, state)
    }

    /// Checks what a selector finds in `expected` without its brackets, given what is
    /// remembered; without brackets nothing is found.
    #[track_caller]
    fn check(selector: &Selector, locked: &LockEntry, expected: &str) -> Option<State> {
        let prose = plain(expected);
        let key = Key::new(&prose.text);
        let resolver = Resolver::new(&prose, &key, &|_| 1);
        let memory =
            AnchorHints { locked: Some(locked), ..AnchorHints::nothing(Strictness::FactCheck) };
        let found = resolver.resolve(selector, memory).ok();
        let places = Vec::from_iter(found.as_ref().map(|found| found.range.clone()));
        assert_eq!(marked(&prose.text, &places), expected);
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
        assert_eq!(check(&selector, &remembered, after), Some(State::Exact));
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
