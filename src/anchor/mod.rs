//! Finds the passage an annotation quotes, and describes passages by quotes.
//!
//! Selectors are written by people and outlive edits to the article, so
//! anchoring never guesses in silence: a quotation is found once, or it is
//! reported. Entry points: [`anchor`] and [`describe`]. Both work on the
//! [`Key`], a normalised form of the prose in which typographic differences
//! (quotes, dashes, white space, composed letters) do not count.
//!
//! A text is edited while notes stand beside it. Where the text is remembered in which a
//! passage was found last ([`EarlierText`], [`LockEntry`]), [`Resolver`] asks where the passage
//! has gone since; where it is not, it looks for the passage as it may read now. What it
//! cannot tell is reported, with the nearest passage, and not anchored on a guess.

mod align;
pub mod approximate;
mod describe;
mod ends;
mod key;
mod line_ends;
pub mod lock;
#[cfg(test)]
mod marks;
mod memory;
mod nearest;
mod resolve;
mod reworded;
mod score;
mod search_text;
mod trigrams;

use std::{cell::OnceCell, ops::Range};

use memchr::memmem;

pub use align::{AlignedTexts, EarlierBlock, EarlierText};
pub use describe::{describe, widen};
pub use ends::reworded_ends;
pub use key::Key;
pub use memory::{CONTEXT, LockEntry, fingerprint, fingerprint_of_selector};
pub use resolve::{AnchorHints, Resolver};
pub use reworded::{Wanted, reworded};
pub use score::Strictness;
pub use search_text::SearchText;

use key::normalized;
use line_ends::without_line_ends;
use nearest::Words;

use crate::{
    diag::{Hit, OutsideProse, Problem},
    model::{Selector, TextQuote},
    text::prose::{Outside, Prose, ProseRange},
};

/// How an annotation's passage was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The prose reads as quoted, character by character.
    Exact,
    /// It reads as quoted once typographic differences are set aside.
    Normalized,
    /// It reads as quoted, and stands elsewhere than when it was found last.
    Moved,
    /// It was reworded since it was quoted.
    Changed,
    /// It occurs more than once and nothing decides.
    Ambiguous,
    /// It does not occur.
    Orphan,
}

impl State {
    /// Returns the word that `anchors status` uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Normalized => "normalized",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Ambiguous => "ambiguous",
            Self::Orphan => "orphan",
        }
    }
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Where it stands in the prose, in bytes.
    pub range: ProseRange,
    /// How it was found.
    pub state: State,
}

/// A quote of fewer characters is not known by its words alone.
const MIN_ALONE: usize = 25;
/// Messages list so many places at most.
const MAX_HITS: usize = 5;

/// Returns the one passage of `prose` that `selector` selects.
///
/// `key` is the prose's own key; `line_of` tells the line of the source from
/// which a byte of the prose comes, for messages.
///
/// # Errors
///
/// [`Problem::EmptyQuote`], [`Problem::Orphan`], [`Problem::Context`], [`Problem::Reversed`],
/// [`Problem::NotProse`], [`Problem::Occurrence`] or [`Problem::Ambiguous`]. An orphan does
/// not name its nearest passage yet: see [`Suggestions`].
pub fn anchor(
    prose: &Prose,
    key: &Key,
    selector: &Selector,
    line_of: &dyn Fn(usize) -> usize,
) -> Result<Anchor, Problem> {
    let selector = &*without_line_ends(prose, key, selector);
    let finder = Finder { prose, key, line_of };
    let place = match selector {
        Selector::Quote(quote) => finder.quote(quote)?,
        Selector::Range { from, to } => {
            let quote = TextQuote { exact: from.clone(), ..TextQuote::default() };
            let Range { start, end } = finder.quote(&quote).map_err(as_beginning)?;
            start..finder.first_after(end, from, to)?
        }
    };
    let range = key.in_prose(place, &prose.text);
    let is_exact = reads(selector, &prose.text[range.clone()], quoted(selector));
    let state = if is_exact { State::Exact } else { State::Normalized };
    Ok(Anchor { range, state })
}

/// Returns the problem of a quote as that of what a long passage begins with, which takes no
/// context.
fn as_beginning(problem: Problem) -> Problem {
    match problem {
        Problem::Ambiguous { exact, n_matches, hits, .. } => {
            Problem::Ambiguous { exact, n_matches, hits, is_beginning: true }
        }
        other => other,
    }
}

/// Returns which of the places that a quote selects, from 1, a passage is; `None` if it is none.
#[must_use]
pub fn occurrence_of(
    prose: &Prose,
    key: &Key,
    quote: &TextQuote,
    passage: &Range<usize>,
) -> Option<usize> {
    let selector = Selector::Quote(quote.clone());
    let selector = without_line_ends(prose, key, &selector);
    let Selector::Quote(quote) = &*selector else { return None };
    let exact = normalize(&quote.exact).ok()?;
    let places = Context::new(&quote.prefix, &quote.suffix).places(key, &exact);
    let is_it = |at: &usize| key.in_prose(*at..at + exact.len(), &prose.text) == *passage;
    places.iter().position(is_it).map(|nth| nth + 1)
}

/// Returns how a selector says that its passage begins and ends; of one that is quoted whole,
/// the whole is both.
fn quoted(selector: &Selector) -> [&str; 2] {
    match selector {
        Selector::Quote(TextQuote { exact, .. }) => [exact.trim(); 2],
        Selector::Range { from, to } => [from.trim(), to.trim()],
    }
}

/// Returns whether a passage reads so.
fn reads(selector: &Selector, passage: &str, [from, to]: [&str; 2]) -> bool {
    match selector {
        Selector::Quote(_) => passage == from,
        Selector::Range { .. } => passage.starts_with(from) && passage.ends_with(to),
    }
}

/// Names the passages that quotes without a place may have meant, in one article.
///
/// That takes longer than to look for the quotes, so it is for problems that somebody is
/// told, not for every passage that turns out to be reworded.
pub struct Suggestions<'a> {
    prose: &'a Prose,
    key: &'a Key,
    words: OnceCell<Words>,
}

impl<'a> Suggestions<'a> {
    /// Takes the prose and its key.
    #[must_use]
    pub fn new(prose: &'a Prose, key: &'a Key) -> Self {
        Self { prose, key, words: OnceCell::new() }
    }

    /// Returns a problem with the passage that is nearest to what was not found.
    #[must_use]
    pub fn complete(&self, problem: Problem) -> Problem {
        let Problem::Orphan { exact, nearest: None, elsewhere } = problem else { return problem };
        let nearest = normalize(&exact).ok().and_then(|exact| {
            let found = self.words.get_or_init(|| Words::new(self.key)).nearest(&exact)?;
            // What only shares its common words is not near.
            let passage: Vec<char> = self.key.text()[found.clone()].chars().collect();
            let pattern = approximate::Pattern::new(exact.chars().collect());
            let longer = passage.len().max(pattern.len());
            (pattern.distance(&passage) * 2 <= longer).then_some(found)
        });
        let text = &self.prose.text;
        let nearest = nearest.map(|range| text[self.key.in_prose(range, text)].to_owned());
        Problem::Orphan { exact, nearest, elsewhere }
    }
}

struct Finder<'a> {
    prose: &'a Prose,
    key: &'a Key,
    line_of: &'a dyn Fn(usize) -> usize,
}

impl Finder<'_> {
    /// Returns the one place, in bytes of the key, that a quote selects.
    fn quote(&self, quote: &TextQuote) -> Result<Range<usize>, Problem> {
        let exact = normalize(&quote.exact)?;
        let places = Context::new(&quote.prefix, &quote.suffix).places(self.key, &exact);
        if places.is_empty() {
            let all: Vec<usize> = self.key.places(&exact).collect();
            if all.is_empty() {
                return Err(self.explain_absence(&quote.exact, &exact));
            }
            return Err(Problem::Context {
                exact: quote.exact.clone(),
                n_matches: all.len(),
                hits: self.describe_hits(&all, exact.len()),
            });
        }
        let whole = |at: usize| at..at + exact.len();
        let n_matches = places.len();
        if let Some(wanted) = quote.occurrence {
            let nth = wanted.checked_sub(1).and_then(|nth| places.get(nth));
            let exact = quote.exact.clone();
            return nth.map(|&at| whole(at)).ok_or(Problem::Occurrence {
                exact,
                wanted,
                n_matches,
            });
        }
        let are_words = |at: &usize| align::is_whole_words(self.key.text(), &whole(*at));
        match places
            .iter()
            .copied()
            .filter(|at| n_matches == 1 || are_words(at))
            .collect::<Vec<_>>()[..]
        {
            [at] => Ok(whole(at)),
            _ => Err(Problem::Ambiguous {
                exact: quote.exact.clone(),
                n_matches,
                hits: self.describe_hits(&places, exact.len()),
                is_beginning: false,
            }),
        }
    }

    /// Returns where the first place of `to` at or after the end of `from` ends.
    fn first_after(&self, from_end: usize, from: &str, to: &str) -> Result<usize, Problem> {
        let exact = normalize(to)?;
        let text = self.key.text();
        if let Some(at) = memmem::find(&text.as_bytes()[from_end..], exact.as_bytes()) {
            return Ok(from_end + at + exact.len());
        }
        if text.contains(&exact) {
            return Err(Problem::Reversed { from: from.to_owned(), to: to.to_owned() });
        }
        Err(self.explain_absence(to, &exact))
    }

    /// Says why a quote finds nothing: it stands outside the prose, or nowhere.
    fn explain_absence(&self, quoted: &str, exact: &str) -> Problem {
        for (kind, text) in &self.prose.outside {
            if Key::new(text).text().contains(exact) {
                let place = match kind {
                    Outside::FrontMatter => OutsideProse::FrontMatter,
                    Outside::Footnote => OutsideProse::Footnote,
                    Outside::AlternativeText => OutsideProse::AlternativeText,
                    Outside::RawHtml => OutsideProse::RawHtml,
                };
                return Problem::NotProse { exact: quoted.to_owned(), place };
            }
        }
        Problem::Orphan { exact: quoted.to_owned(), nearest: None, elsewhere: Vec::new() }
    }

    fn describe_hits(&self, all: &[usize], length: usize) -> Vec<Hit> {
        all.iter()
            .take(MAX_HITS)
            .map(|&at| {
                let prose_at = self.key.in_prose(at..at + length, &self.prose.text).start;
                let (line, verse) = ((self.line_of)(prose_at), self.prose.verse_at(prose_at));
                Hit { line, verse, prefix: self.deciding_prefix(at, all) }
            })
            .collect()
    }

    /// Returns the shortest run of whole words before `at` that stands before
    /// no other of the places.
    fn deciding_prefix(&self, at: usize, all: &[usize]) -> Option<String> {
        const MAX_WORDS: usize = 12;
        // Of more, hardly any is told from all others by a few words.
        const MAX_PLACES: usize = 1000;
        if all.len() > MAX_PLACES {
            return None;
        }
        let text = self.key.text();
        let before = text[..at].trim_end();
        let word_starts = before.rmatch_indices(' ').map(|(space, _)| space + 1);
        word_starts
            .chain(std::iter::once(0))
            .take(MAX_WORDS)
            .map(|start| &before[start..])
            .find(|prefix| {
                let fits = |&&other: &&usize| text[..other].trim_end().ends_with(prefix);
                !prefix.is_empty() && all.iter().filter(fits).count() == 1
            })
            .map(str::to_owned)
    }
}

fn normalize(quoted: &str) -> Result<String, Problem> {
    let exact = normalized(quoted);
    if exact.contains(char::is_alphanumeric) { Ok(exact) } else { Err(Problem::EmptyQuote) }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Returns every place of `exact`, overlapping ones included.
fn find_all<'a>(text: &'a str, exact: &'a str) -> impl Iterator<Item = usize> + 'a {
    let finder = memmem::Finder::new(exact.as_bytes()).into_owned();
    let step = exact.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + finder.find(text.as_bytes().get(from..)?)?;
        from = at + step;
        Some(at)
    })
}

/// The words around a quote; white space between them and the quote is free.
struct Context {
    prefix: String,
    suffix: String,
}

impl Context {
    fn new(prefix: &str, suffix: &str) -> Self {
        Self { prefix: normalized(prefix), suffix: normalized(suffix) }
    }

    /// Returns every place of `exact` in a key between these words.
    fn places(&self, key: &Key, exact: &str) -> Vec<usize> {
        let spaces = |side: &str| if side.is_empty() { &[""][..] } else { &["", " "] };
        let mut places = Vec::new();
        for before in spaces(&self.prefix).iter().map(|space| self.prefix.clone() + space) {
            for after in spaces(&self.suffix).iter().map(|space| format!("{space}{}", self.suffix))
            {
                let all = format!("{before}{exact}{after}");
                places.extend(key.places(&all).map(|at| at + before.len()));
            }
        }
        places.sort_unstable();
        places
    }

    /// Returns whether the words before and after a place agree.
    fn sides(&self, text: &str, at: usize, length: usize) -> (bool, bool) {
        let before = text[..at].trim_end().ends_with(&self.prefix);
        let after = text[at + length..].trim_start().starts_with(&self.suffix);
        (before, after)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        marks::{marked, plain},
        *,
    };

    /// Checks that `prefix|exact|suffix` selects what `⟦…⟧` encloses in `article`.
    ///
    /// With no brackets the quotation must fail, and `article` ends in `!! message`.
    #[track_caller]
    fn check(quote: &str, article: &str) {
        let [prefix, exact, suffix] = quote
            .split('|')
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .try_into()
            .expect("a quote is prefix|exact|suffix");
        check_selector(
            &Selector::Quote(TextQuote { prefix, exact, suffix, occurrence: None }),
            article,
        );
    }

    #[track_caller]
    fn check_selector(selector: &Selector, article: &str) {
        let (shown, message) = article.split_once(" !! ").unwrap_or((article, ""));
        let prose = plain(shown);
        let key = Key::new(&prose.text);

        let actual = match anchor(&prose, &key, selector, &|_| 1) {
            Ok(found) => marked(&prose.text, &[found.range]),
            Err(problem) => {
                format!("{} !! {}", prose.text, Suggestions::new(&prose, &key).complete(problem))
            }
        };
        assert_eq!(actual, if message.is_empty() { shown } else { article });
    }

    #[test]
    fn context_decides_between_repeats() {
        check("in |Idlib|", "Idlib, in ⟦Idlib⟧, near Idlib");
        check("|Idlib|, near", "Idlib, in ⟦Idlib⟧, near Idlib");
        check("|Idlib|", "Idlib and Idlib !! “Idlib” occurs 2 times; add a prefix or suffix");
        check("of |Idlib|", "In Idlib !! “Idlib” does not stand between this prefix and suffix");
    }

    #[test]
    fn occurrence_counts_from_one() {
        let nth = |occurrence| {
            let occurrence = Some(occurrence);
            Selector::Quote(TextQuote { exact: "a b".into(), occurrence, ..TextQuote::default() })
        };
        check_selector(&nth(1), "⟦a b⟧ a b a b");
        check_selector(&nth(3), "a b a b ⟦a b⟧");
        check_selector(&nth(4), "a b a b a b !! “a b” occurs 3 times, not 4");
    }

    #[test]
    fn a_passage_may_cross_paragraphs() {
        check("|over. Then|", "It was ⟦over.\nThen⟧ it was not.");
    }

    #[test]
    fn typography_does_not_count() {
        check("|don't - \"stop\"...|", "We ⟦don’t — “stop”…⟧ now");
        check("|don’t|", "We ⟦don't⟧");
        check("|a b|", "x ⟦a\u{a0}b⟧ y");
        check("|été|", "un ⟦e\u{301}te\u{301}⟧.");
    }

    #[test]
    fn matches_are_widened_to_grapheme_clusters() {
        check("|a 👩|", "so ⟦a 👩\u{200d}💻⟧ is");
        check("|👩 x|", "a ⟦👩 x⟧ b");
    }

    #[test]
    fn long_passages_are_found_by_their_ends() {
        let selector = Selector::Range { from: "It was".into(), to: "end.".into() };
        check_selector(&selector, "end. ⟦It was long. The end.⟧ The end.");
        let selector = Selector::Range { from: "It was".into(), to: "nowhere".into() };
        check_selector(&selector, "It was long. !! no passage reads “nowhere”");
        let selector = Selector::Range { from: "It was".into(), to: "The end".into() };
        check_selector(&selector, "The end. It was. !! “The end” does not stand after “It was”");
    }

    #[test]
    fn a_quote_without_letters_is_refused() {
        check("|…|", "Well … !! the quote holds no letter and no digit");
    }
}
