//! Describes a passage by the shortest quote that selects it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Key;
use crate::{
    model::{Selector, TextQuote},
    text::prose::{Prose, ProseRange},
};

/// Contexts have at least so many characters.
const MIN_CONTEXT: usize = 32;
/// Contexts longer than this nobody reads: a refrain is told by its number instead.
const MAX_CONTEXT: usize = 128;
/// Quotes shorter than this, and of one word, get context even if unique.
const MIN_EXACT: usize = 12;
/// Passages longer than this are described by their ends.
const MAX_EXACT: usize = 400;
/// The ends of a long passage have about so many characters.
const END_LENGTH: usize = 60;

/// Widens a range to whole words and grapheme clusters, without white space at its ends.
///
/// Returns `None` if the range holds no letter and no digit.
#[must_use]
pub fn widen(prose: &Prose, key: &Key, range: &ProseRange) -> Option<ProseRange> {
    let within = key_range(prose, key, range)?;
    Some(key.in_prose(within, &prose.text))
}

/// Returns a selector that selects `widen(range)` and nothing else.
///
/// Returns `None` if the range holds no letter and no digit.
#[must_use]
pub fn describe(prose: &Prose, key: &Key, range: &ProseRange) -> Option<Selector> {
    let within = key_range(prose, key, range)?;
    let text = key.text();
    let passage = &text[within.clone()];
    let is_long = passage.chars().nth(MAX_EXACT).is_some();
    if is_long && let Some(selector) = describe_ends(prose, key, &within) {
        return Some(selector);
    }
    let is_unique = key.places(passage).nth(1).is_none();
    let is_telling = passage.contains(' ') || passage.chars().count() >= MIN_EXACT;
    let quote = if is_unique && is_telling {
        TextQuote { exact: in_prose(prose, key, within), ..TextQuote::default() }
    } else {
        with_context(prose, key, &within)
    };
    Some(Selector::Quote(quote))
}

/// Returns the passage in bytes of the key: whole words, trimmed.
fn key_range(prose: &Prose, key: &Key, range: &ProseRange) -> Option<Range<usize>> {
    if !prose.text[range.clone()].chars().any(char::is_alphanumeric) {
        return None;
    }
    let within = key.of_prose(&widen_to_words(&prose.text, range));
    let within = trim(key.text(), within);
    if within.is_empty() {
        return None;
    }
    // What grapheme clusters add belongs to the quote.
    let whole = key.of_prose(&key.in_prose(within, &prose.text));
    Some(trim(key.text(), whole))
}

/// Returns a range of a text without white space at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let passage = &text[range.clone()];
    let start = range.start + (passage.len() - passage.trim_start().len());
    let end = range.start + passage.trim_end().len();
    start..end.max(start)
}

/// Returns the first `n` characters of a text, or all.
pub(super) fn first_chars(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).map_or(text, |(at, _)| &text[..at])
}

/// Returns the last `n` characters of a text, or all; at least one.
pub(super) fn last_chars(text: &str, n: usize) -> &str {
    text.char_indices().rev().nth(n.saturating_sub(1)).map_or(text, |(at, _)| &text[at..])
}

/// Widens to the word boundaries of UAX #29.
fn widen_to_words(text: &str, range: &ProseRange) -> ProseRange {
    // No word holds a line break.
    word_around(text, range.start, '\n').start..word_around(text, range.end, '\n').end
}

/// Returns a passage as the prose spells it, white space folded; as the key
/// spells it where grapheme clusters reach over its ends.
fn in_prose(prose: &Prose, key: &Key, within: Range<usize>) -> String {
    let passage = &prose.text[key.in_prose(within.clone(), &prose.text)];
    let spelled = passage.split_whitespace().collect::<Vec<_>>().join(" ");
    let normalized = &key.text()[within];
    if Key::new(&spelled).text() == normalized { spelled } else { normalized.to_owned() }
}

/// Extends the context, word by word on both sides, until the quote is unique; where that takes
/// too much, says which of its places it is.
fn with_context(prose: &Prose, key: &Key, within: &Range<usize>) -> TextQuote {
    let text = key.text();
    let passage = &text[within.clone()];
    let (left, right) = (text[..within.start].trim_end(), text[within.end..].trim_start());
    let mut length = MIN_CONTEXT;
    loop {
        let (before, after) = (context_before(left, length), context_after(right, length));
        let fits = |at: &usize| {
            text[..*at].trim_end().ends_with(before)
                && text[at + passage.len()..].trim_start().starts_with(after)
        };
        let is_unique = key.places(passage).filter(fits).nth(1).is_none();
        let is_whole_text =
            before.len() >= left.trim_start().len() && after.len() >= right.trim_end().len();
        if is_unique || is_whole_text {
            let quote = |range: Range<usize>| {
                if range.is_empty() { String::new() } else { in_prose(prose, key, range) }
            };
            let suffix_at = text.len() - right.len();
            let nth = || key.places(passage).position(|at| at == within.start);
            return TextQuote {
                prefix: quote(left.len() - before.len()..left.len()),
                exact: in_prose(prose, key, within.clone()),
                suffix: quote(suffix_at..suffix_at + after.len()),
                occurrence: (!is_unique).then(|| nth().map_or(1, |nth| nth + 1)),
            };
        }
        length *= 2;
        if length > MAX_CONTEXT {
            let nth = key.places(passage).position(|at| at == within.start);
            return TextQuote {
                exact: in_prose(prose, key, within.clone()),
                occurrence: Some(nth.map_or(1, |nth| nth + 1)),
                ..TextQuote::default()
            };
        }
    }
}

/// Returns at least `length` characters from the end of `text`, whole words.
fn context_before(text: &str, length: usize) -> &str {
    let text = text.trim();
    let mut letters = text.char_indices().rev().skip(length - 1);
    let Some((cut, _)) = letters.find(|(_, c)| !c.is_whitespace()) else { return text };
    text[word_around(text, cut, ' ').start..].trim_start()
}

/// Returns at least `length` characters from the start of `text`, whole words.
fn context_after(text: &str, length: usize) -> &str {
    let text = text.trim();
    let mut letters = text.char_indices().skip(length - 1);
    let Some((last, c)) = letters.find(|(_, c)| !c.is_whitespace()) else { return text };
    text[..word_around(text, last + c.len_utf8(), ' ').end].trim_end()
}

/// Returns the word of UAX #29 that has a place within it; nothing if none has. No word
/// holds `separator`. Scripts without spaces have words, too: what lies between spaces may
/// be a page.
fn word_around(text: &str, at: usize, separator: char) -> Range<usize> {
    let start = text[..at].rfind(separator).map_or(0, |space| space + 1);
    let end = text[at..].find(separator).map_or(text.len(), |space| at + space);
    text[start..end]
        .split_word_bound_indices()
        .map(|(from, word)| start + from..start + from + word.len())
        .find(|word| word.start < at && at < word.end)
        .unwrap_or(at..at)
}

/// Describes a long passage by its ends, if `from` selects one place and `to`
/// is right at its first place after it.
fn describe_ends(prose: &Prose, key: &Key, within: &Range<usize>) -> Option<Selector> {
    let text = key.text();
    let passage = &text[within.clone()];
    let from = context_after(passage, END_LENGTH);
    let to = context_before(passage, END_LENGTH);
    let has_word = |end: &str| end.chars().any(char::is_alphanumeric);
    let to_start = within.end - to.len();
    let first_to = text[within.start + from.len()..].find(to)? + within.start + from.len();
    let is_right = key.places(from).nth(1).is_none() && first_to == to_start;
    (is_right && has_word(from) && has_word(to)).then(|| Selector::Range {
        from: in_prose(prose, key, within.start..within.start + from.len()),
        to: in_prose(prose, key, to_start..within.end),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::marks::unmarked;

    /// Checks how the passage in `⟦…⟧` is described: `prefix|exact|suffix`, or `from … to`.
    #[track_caller]
    fn check(article: &str, description: &str) {
        let (prose, passage) = unmarked(article);
        let key = Key::new(&prose.text);
        let actual = match describe(&prose, &key, &passage).expect("the passage has words") {
            Selector::Quote(quote) => [quote.prefix, quote.exact, quote.suffix].join("|"),
            Selector::Range { from, to } => format!("{from} … {to}"),
        };
        assert_eq!(actual, description);
    }

    #[test]
    fn a_telling_passage_needs_no_context() {
        check("The old lighthouse ⟦burned down⟧ in May.", "|burned down|");
        check("The ⟦lighthousekeeper⟧ left.", "|lighthousekeeper|");
    }

    #[test]
    fn one_short_word_gets_context() {
        check("They left the ⟦lamp⟧ on.", "They left the|lamp|on.");
    }

    #[test]
    fn context_is_whole_words_and_no_more_than_needed() {
        check(
            "In those days nobody knew how many boats had left the ⟦port⟧, or who had steered any \
             of them through the narrow strait.",
            "knew how many boats had left the|port|, or who had steered any of them",
        );
        check(
            "晉太元中，武陵人捕魚為業。緣溪行，忘路之遠近。忽逢桃花林，夾岸數百步，中無雜樹，\
             ⟦芳草⟧鮮美，落英繽紛。漁人甚異之。復前行，欲窮其林。林盡水源，便得一山。山有小口。",
            "捕魚為業。緣溪行，忘路之遠近。忽逢桃花林，夾岸數百步，中無雜樹，|芳草|\
             鮮美，落英繽紛。漁人甚異之。復前行，欲窮其林。林盡水源，便得一山",
        );
    }

    #[test]
    fn context_grows_until_one_place_fits() {
        let lead = "they counted every sack on the quay again, and ";
        let tail = ", and then went to sleep in the old shed by the gate.";
        let text = format!("Monday: {lead}⟦wrote it down⟧{tail} Sunday: {lead}wrote it down{tail}");
        let description = format!("Monday: {}|wrote it down|{tail} Sunday: they", lead.trim_end());
        check(&text, &description);
    }

    #[test]
    fn a_refrain_is_told_by_its_number_and_not_by_all_that_stands_around_it() {
        let stanza = "They hauled the nets and sang of home. ".repeat(10);
        let text = format!("First. {stanza}\n\n{stanza}\n\n{stanza} Last.");
        let prose = unmarked(&format!("⟦{text}⟧")).0;
        let key = Key::new(&prose.text);
        let starts: Vec<usize> = prose.text.match_indices("sang").map(|(at, _)| at).collect();
        let passage = starts[14]..starts[14] + "sang of home".len();
        let selector = describe(&prose, &key, &passage).expect("the passage has words");
        let exact = "sang of home".to_owned();
        let quote = TextQuote { exact, occurrence: Some(15), ..TextQuote::default() };
        assert_eq!(selector, Selector::Quote(quote));
        let found = crate::anchor::anchor(&prose, &key, &selector, &|_| 1).expect("it is there");
        assert_eq!(found.range, passage);
    }

    #[test]
    fn a_long_passage_is_described_by_its_ends() {
        let middle = "a word of no weight and then another ".repeat(12);
        check(
            &format!(
                "Before. ⟦This is how the long story of the harbour cat and its owner began: \
                 {middle}, until in the end the harbour master shut the door behind them all.⟧ \
                 After."
            ),
            "This is how the long story of the harbour cat and its owner began … \
             in the end the harbour master shut the door behind them all.",
        );
    }
}
