//! Quotes of verse, in which ` / ` is the end of a line and ` // ` that of a stanza.

use std::borrow::Cow;

use super::{Key, key::normalized};
use crate::{
    model::{Selector, TextQuote},
    text::prose::{Locator, Prose},
};

/// Returns a selector as the prose reads: without the ends of lines, if the text is verse. A
/// slash that stands in the text is no end of a line.
pub(super) fn without_line_ends<'s>(
    prose: &Prose,
    key: &Key,
    selector: &'s Selector,
) -> Cow<'s, Selector> {
    let texts: &[&String] = match selector {
        Selector::Quote(TextQuote { prefix, exact, suffix, .. }) => &[prefix, exact, suffix],
        Selector::Range { from, to } => &[from, to],
    };
    let is_line = |locator: &Locator| matches!(locator, Locator::Line(_));
    let is_verse = || prose.loci.iter().any(|locus| is_line(&locus.locator));
    if !texts.iter().any(|text| has_line_ends(text)) || !is_verse() {
        return Cow::Borrowed(selector);
    }
    let plain = |text: &String| {
        let stands = |text: &str| key.places(&normalized(text)).next().is_some();
        if !has_line_ends(text) || stands(text) {
            return text.clone();
        }
        text.split_whitespace().filter(|word| !is_line_end(word)).collect::<Vec<_>>().join(" ")
    };
    Cow::Owned(match selector {
        Selector::Quote(TextQuote { prefix, exact, suffix, occurrence }) => {
            Selector::Quote(TextQuote {
                prefix: plain(prefix),
                exact: plain(exact),
                suffix: plain(suffix),
                occurrence: *occurrence,
            })
        }
        Selector::Range { from, to } => Selector::Range { from: plain(from), to: plain(to) },
    })
}

fn has_line_ends(text: &str) -> bool {
    text.contains('/') && text.split_whitespace().any(is_line_end)
}

fn is_line_end(word: &str) -> bool {
    matches!(word, "/" | "//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        anchor::anchor,
        text::{
            form::{Form, Syntax},
            prose::read_with,
        },
    };

    const VERSE: &str = "By four\nand *more*\nthan / one\n\nnext\nline\n";

    /// Checks which passage `prefix|exact|suffix` selects in a text of a form.
    #[track_caller]
    fn check(form: Form, quote: &str, passage: Option<&str>) {
        let markup = read_with(VERSE, 0, Syntax { form, ..Syntax::default() });
        let prose = markup.expect("the parser does not fail").prose;
        let [prefix, exact, suffix] = quote.split('|').collect::<Vec<_>>()[..] else {
            panic!("a quote is prefix|exact|suffix");
        };
        let quote = TextQuote {
            prefix: prefix.into(),
            exact: exact.into(),
            suffix: suffix.into(),
            occurrence: None,
        };
        let key = Key::new(&prose.text);
        let found = anchor(&prose, &key, &Selector::Quote(quote), &|_| 1).ok();
        assert_eq!(found.map(|found| &prose.text[found.range]), passage, "{exact}");
    }

    #[test]
    fn a_slash_is_the_end_of_a_line_in_verse() {
        check(Form::Verse, "|four / and more|", Some("four and more"));
        check(Form::Verse, "four /|and|more /", Some("and"));
        check(Form::Verse, "|one // next / line|", Some("one\nnext line"));
        check(Form::Verse, "|four and more|", Some("four and more"));
        check(Form::Verse, "|four /and more|", None);
    }

    #[test]
    fn a_slash_that_stands_in_the_text_is_itself() {
        check(Form::Verse, "|than / one|", Some("than / one"));
        check(Form::Prose, "|than / one|", Some("than / one"));
        check(Form::Prose, "|four / and more|", None);
    }
}
