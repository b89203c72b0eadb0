//! What reading HTML takes, known before it is read in earnest.

use std::collections::HashMap;

use html5ever::{
    LocalName,
    tokenizer::{TagKind, Token, TokenSinkResult},
};

use super::tokenize;

/// What is wrong with HTML that would take too long to read, in words.
pub const TOO_COSTLY: &str = "its elements are nested too deep, or have too many attributes";

/// Steps that reading a text may take: half a second's.
const MAX_STEPS: u64 = 100_000_000;
/// Attributes of one tag, each of which a parser compares with those before.
const MAX_ATTRIBUTES: usize = 10_000;
/// Making an element takes so many steps of looking at one.
const STEPS_OF_MAKING: u64 = 64;

/// Elements that hold nothing, or end by themselves where the next of their kind begins:
/// they are nested no deeper than others.
const FLAT: [&str; 24] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
];
/// Elements that go on in every block until they are closed, made anew in each.
const GOING_ON: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Returns whether elements are nested so deep, or have so many attributes, that reading
/// HTML would take far longer than its length explains: at each tag a parser looks through
/// the elements that are open.
#[must_use]
pub fn is_too_costly(html: &str) -> bool {
    if has_long_tag(html) {
        return true;
    }
    let mut open = Open::default();
    tokenize(html, |token| {
        if let Token::TagToken(tag) = token {
            open.read(tag.kind, tag.name);
        }
        TokenSinkResult::Continue
    });
    open.n_steps > MAX_STEPS
}

/// Returns whether a tag may have more than [`MAX_ATTRIBUTES`], by the gaps before them.
fn has_long_tag(html: &str) -> bool {
    let (mut n_gaps, mut is_tag, mut quote, mut before) = (0, false, None, b' ');
    for byte in html.bytes() {
        let is_value = is_tag && before == b'=';
        match (byte, quote) {
            (_, Some(open)) if byte != open => continue,
            (_, Some(_)) => quote = None,
            (b'"' | b'\'', None) if is_value => quote = Some(byte),
            (b'>', None) => is_tag = false,
            (_, None) if before == b'<' => {
                (is_tag, n_gaps) = (byte.is_ascii_alphabetic(), 0);
            }
            (_, None) if is_tag => {
                let is_gap = |byte: u8| byte.is_ascii_whitespace() || b"/\"'".contains(&byte);
                n_gaps += usize::from(is_gap(before) && !is_gap(byte));
            }
            _ => {}
        }
        if n_gaps > MAX_ATTRIBUTES {
            return true;
        }
        // Space between a name, its `=` and its value is no gap that matters here.
        if !(before == b'=' && byte.is_ascii_whitespace()) {
            before = byte;
        }
    }
    false
}

/// The elements that are open, as many as there could be, and the steps taken so far.
#[derive(Default)]
struct Open {
    names: HashMap<LocalName, u64>,
    n_open: u64,
    n_going_on: u64,
    n_steps: u64,
}

impl Open {
    fn read(&mut self, kind: TagKind, name: LocalName) {
        self.n_steps += self.n_open + STEPS_OF_MAKING * self.n_going_on;
        let goes_on = u64::from(GOING_ON.contains(&&*name));
        let is_flat = FLAT.contains(&&*name);
        match (kind, self.names.get_mut(&name)) {
            (TagKind::StartTag, _) if is_flat => {}
            (TagKind::StartTag, _) => {
                *self.names.entry(name).or_default() += 1;
                self.n_open += 1;
                self.n_going_on += goes_on;
            }
            (TagKind::EndTag, Some(n_open @ 1..)) => {
                *n_open -= 1;
                self.n_open -= 1;
                self.n_going_on -= goes_on;
            }
            (TagKind::EndTag, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag_of(n_attributes: usize, value: &str) -> String {
        let attributes: String = (0..n_attributes).map(|n| format!(" a{n}{value}")).collect();
        format!("<p{attributes}>x")
    }

    #[test]
    fn what_takes_too_long_is_told() {
        let blocks = "<p>x</p>".repeat(30_000);
        for hostile in [
            "<div>".repeat(50_000),
            "<div></span>".repeat(20_000),
            "<table><tr><td>".repeat(20_000),
            (0..1000).map(|n| format!("<b id={n}>")).collect::<String>() + &blocks,
            tag_of(20_000, "=x"),
            tag_of(20_000, "= \"x > y\""),
            tag_of(20_000, "='\"'/"),
        ] {
            assert!(is_too_costly(&hostile), "{}", &hostile[..30]);
        }
        for harmless in [
            "<div><b>".repeat(1_000) + "x",
            "<p>a<br>b".repeat(50_000),
            tag_of(1_000, "=x"),
            format!("<p title=\"{}\">", "a b ".repeat(50_000)),
            format!("a<b {}", "a < b ".repeat(50_000)),
            format!("<p>{}", "one word, 'another', ".repeat(50_000)),
            "<ul><li>a<li>b</ul>".repeat(50_000),
            format!("<article><em>a</em>{blocks}{blocks}</article>"),
        ] {
            assert!(!is_too_costly(&harmless), "{}", &harmless[..30]);
        }
    }
}
