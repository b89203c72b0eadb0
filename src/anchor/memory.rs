//! What is remembered of an annotation's passage between two states of a text.

use super::{
    State,
    describe::{first_chars, last_chars},
    key::normalized,
};
use crate::{
    io::CodePoints,
    model::{Selector, TextQuote},
    text::prose::{Prose, ProseRange},
};

/// The length of the remembered context on each side, in code points.
pub const CONTEXT: usize = 32;

/// Where an annotation's passage was found last, and how it read.
///
/// It rests on two texts, the article's and the quote; of both it has a
/// fingerprint, so that it is known what it still says once they change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockEntry {
    /// The annotation.
    pub id: String,
    /// How the passage was found: exact, normalized or changed.
    pub state: State,
    /// Where it starts, in code points of the prose.
    pub start: usize,
    /// Where it ends, in code points of the prose.
    pub end: usize,
    /// [`fingerprint`] of the prose.
    pub text: String,
    /// [`fingerprint_of_selector`] of the quote.
    pub quote: String,
    /// The words before the passage.
    pub prefix: String,
    /// The passage.
    pub exact: String,
    /// The words after it.
    pub suffix: String,
    /// Whether its place has to be asked for, as its quote alone does not lead there.
    pub by_place: bool,
}

/// Returns a fingerprint of an article's prose, in hexadecimal.
#[must_use]
pub fn fingerprint(prose: &str) -> String {
    shortened(blake3::hash(prose.as_bytes()))
}

/// Returns a fingerprint of a selector; typography does not count.
#[must_use]
pub fn fingerprint_of_selector(selector: &Selector) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |name: &str, text: &str| {
        hasher.update(name.as_bytes());
        hasher.update(normalized(text).as_bytes());
        hasher.update(b"\0");
    };
    match selector {
        Selector::Quote(TextQuote { prefix, exact, suffix, occurrence }) => {
            part("prefix ", prefix);
            part("exact ", exact);
            part("suffix ", suffix);
            part("occurrence ", &occurrence.map_or_else(String::new, |nth| nth.to_string()));
        }
        Selector::Range { from, to } => {
            part("from ", from);
            part("to ", to);
        }
    }
    shortened(hasher.finalize())
}

/// Sixteen digits tell the states of one text apart, and keep lines short.
fn shortened(hash: blake3::Hash) -> String {
    hash.to_hex()[..16].to_owned()
}

impl LockEntry {
    /// Remembers a passage: `range` in bytes of the prose, `position` the same in
    /// code points.
    #[must_use]
    pub fn new(
        (id, selector): (&str, &Selector),
        prose: &Prose,
        text: &str,
        range: &ProseRange,
        position: (usize, usize),
        state: State,
    ) -> Self {
        let whole = &prose.text;
        Self {
            id: id.to_owned(),
            state,
            start: position.0,
            end: position.1,
            text: text.to_owned(),
            quote: fingerprint_of_selector(selector),
            prefix: last_chars(&whole[..range.start], CONTEXT).to_owned(),
            exact: whole[range.clone()].to_owned(),
            suffix: first_chars(&whole[range.end..], CONTEXT).to_owned(),
            by_place: false,
        }
    }

    /// Returns the passage in a prose with the fingerprint `text`, in bytes; `None`
    /// if that is another text than it was found in.
    pub(super) fn in_same_text(
        &self,
        prose: &Prose,
        text: &str,
        code_points: &CodePoints,
    ) -> Option<ProseRange> {
        if self.text != text || self.start >= self.end {
            return None;
        }
        let byte = |index| code_points.byte(&prose.text, index);
        let range = byte(self.start)?..byte(self.end)?;
        // Whoever changes the file by hand does not move a note by that.
        (prose.text[range.clone()] == self.exact).then_some(range)
    }

    /// Returns where the passage would begin if nothing before it had changed, in
    /// bytes of the prose.
    pub(super) fn near(&self, prose: &Prose, code_points: &CodePoints) -> usize {
        code_points.byte(&prose.text, self.start).unwrap_or(prose.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(exact: &str) -> Selector {
        Selector::Quote(TextQuote { exact: exact.into(), ..TextQuote::default() })
    }

    #[test]
    fn a_passage_is_where_it_was_as_long_as_the_text_is_the_same() {
        let mut prose = Prose::default();
        prose.text = "Ein Fuß, née Fuss.".into();
        let text = fingerprint(&prose.text);
        let at = prose.text.find("née").expect("it is there");
        let range = at..at + "née".len();
        let code_points = CodePoints::new(&prose.text);
        let selector = quote("née");
        let locked =
            LockEntry::new(("a", &selector), &prose, &text, &range, (9, 12), State::Normalized);
        assert_eq!((&*locked.prefix, &*locked.suffix), ("Ein Fuß, ", " Fuss."));
        assert_eq!(locked.in_same_text(&prose, &text, &code_points), Some(range));
        assert_eq!(locked.in_same_text(&prose, "another", &code_points), None);
        let moved_by_hand = LockEntry { start: 8, end: 11, ..locked };
        assert_eq!(moved_by_hand.in_same_text(&prose, &text, &code_points), None);
        let beyond = LockEntry { start: 80, end: 90, ..moved_by_hand };
        assert_eq!(beyond.in_same_text(&prose, &text, &code_points), None);
    }

    #[test]
    fn the_fingerprint_of_a_quote_is_that_of_its_words() {
        let of = fingerprint_of_selector;
        assert_eq!(of(&quote("a “b”")), of(&quote(" a  \"b\" ")));
        assert_ne!(of(&quote("a b")), of(&quote("a c")));
        let range = Selector::Range { from: "a".into(), to: "b".into() };
        assert_ne!(of(&range), of(&quote("a b")));
    }
}
