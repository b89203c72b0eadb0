//! Splits texts into words and folds them, as the module's head says.
//!
//! `search.js` does the same in the browser, by the [`Rules`] that the index
//! holds; `tests/browser/words.json` holds both to it.

use std::collections::BTreeMap;

use serde::Serialize;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer words are cut, in characters: addresses, and what is no word.
const MAX_LENGTH: usize = 40;

/// Characters of scripts that put no spaces between words.
const UNSPACED: [(char, char); 9] = [
    ('\u{e00}', '\u{eff}'),
    ('\u{1000}', '\u{109f}'),
    ('\u{1780}', '\u{17ff}'),
    ('\u{3005}', '\u{3007}'),
    ('\u{3040}', '\u{30ff}'),
    ('\u{31f0}', '\u{31ff}'),
    ('\u{3400}', '\u{9fff}'),
    ('\u{f900}', '\u{faff}'),
    ('\u{20000}', '\u{3ffff}'),
];

/// Apostrophes, the soft hyphen, and invisible characters that do not part words.
const JOINERS: [(char, char); 5] = [
    ('\'', '\''),
    ('’', '’'),
    ('\u{ad}', '\u{ad}'),
    ('\u{200c}', '\u{200f}'),
    ('\u{2060}', '\u{2060}'),
];

/// Accents, vowel points, the tatweel, and modifiers such as the ʿ of `Daʿesh`.
const DROPPED: [(char, char); 17] = [
    ('\u{2b9}', '\u{2df}'),
    ('\u{300}', '\u{36f}'),
    ('\u{483}', '\u{489}'),
    ('\u{591}', '\u{5c7}'),
    ('\u{610}', '\u{61a}'),
    ('\u{640}', '\u{640}'),
    ('\u{64b}', '\u{65f}'),
    ('\u{670}', '\u{670}'),
    ('\u{6d6}', '\u{6ed}'),
    ('\u{711}', '\u{711}'),
    ('\u{730}', '\u{74a}'),
    ('\u{1ab0}', '\u{1aff}'),
    ('\u{1dc0}', '\u{1dff}'),
    ('\u{20d0}', '\u{20ff}'),
    ('\u{3099}', '\u{309a}'),
    ('\u{fe20}', '\u{fe2f}'),
    ('\u{e0100}', '\u{e01ef}'),
];

/// Letters that are written in several ways, and digits.
const EVEN: [(char, &str); 35] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ł', "l"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ς', "σ"),
    ('ٱ', "ا"),
    ('ى', "ي"),
    ('ی', "ي"),
    ('ک', "ك"),
    ('ة', "ه"),
    ('٠', "0"),
    ('١', "1"),
    ('٢', "2"),
    ('٣', "3"),
    ('٤', "4"),
    ('٥', "5"),
    ('٦', "6"),
    ('٧', "7"),
    ('٨', "8"),
    ('٩', "9"),
    ('۰', "0"),
    ('۱', "1"),
    ('۲', "2"),
    ('۳', "3"),
    ('۴', "4"),
    ('۵', "5"),
    ('۶', "6"),
    ('۷', "7"),
    ('۸', "8"),
    ('۹', "9"),
];

/// For each byte of ASCII that belongs to words its small letter, else 0.
const SMALL: [u8; 128] = {
    let mut small = [0; 128];
    let mut byte = 0;
    while byte < 128_u8 {
        if byte.is_ascii_alphanumeric() {
            small[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// Calls `each` with every word of a text, folded, in order.
pub fn split(text: &str, mut each: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut word = String::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() && SMALL[usize::from(byte)] == 0 {
            at += 1;
            continue;
        }
        word.clear();
        let end = plain_end(bytes, at);
        let is_plain = match bytes.get(end) {
            Some(&next) => next.is_ascii() && next != b'\'',
            None => true,
        };
        at = if is_plain && end - at <= MAX_LENGTH {
            word.extend(bytes[at..end].iter().map(|&byte| char::from(SMALL[usize::from(byte)])));
            end
        } else {
            other(text, at, &mut word)
        };
        if !word.is_empty() {
            each(&word);
        }
    }
}

/// Returns where the run of letters and digits of ASCII at `at` ends.
fn plain_end(bytes: &[u8], at: usize) -> usize {
    let belongs = |byte: &u8| byte.is_ascii() && SMALL[usize::from(*byte)] != 0;
    bytes[at..].iter().position(|byte| !belongs(byte)).map_or(bytes.len(), |length| at + length)
}

/// Puts the word at `at`, if there is one, into `word`; returns where to go on.
fn other(text: &str, at: usize, word: &mut String) -> usize {
    let rest = &text[at..];
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return text.len() };
    if !is_part(first) {
        return at + first.len_utf8();
    }
    if is_unspaced(first) {
        let next = chars.next().filter(|&c| is_part(c) && is_unspaced(c));
        let length = first.len_utf8() + next.map_or(0, char::len_utf8);
        fold(&rest[..length], word);
        return at + first.len_utf8();
    }
    let end = run_end(rest);
    fold(without_genitive(&rest[..end]), word);
    at + end
}

/// Returns the length of the run of word characters at the start of a text;
/// joiners belong to it where it goes on after them.
fn run_end(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if is_part(c) && !is_unspaced(c) {
            end = at + c.len_utf8();
        } else if !is_joiner(c) {
            break;
        }
    }
    end
}

/// Takes off the ending of “Turkey’s”.
fn without_genitive(word: &str) -> &str {
    let stem = word.strip_suffix(['s', 'S']);
    stem.and_then(|stem| stem.strip_suffix(['\'', '’', 'ʼ'])).unwrap_or(word)
}

fn fold(raw: &str, word: &mut String) {
    let small =
        raw.nfkd().filter(|&c| is_part(c) && !is_in(&DROPPED, c)).flat_map(char::to_lowercase);
    let mut n_left = MAX_LENGTH;
    for c in small {
        if n_left == 0 {
            break;
        }
        n_left -= 1;
        match even(c) {
            None => word.push(c),
            Some(letters) => word.push_str(letters),
        }
    }
}

/// Returns what stands for a letter that is written in several ways.
fn even(c: char) -> Option<&'static str> {
    let found = EVEN.iter().find(|(letter, _)| *letter == c);
    found.filter(|_| !c.is_ascii()).map(|(_, letters)| *letters)
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

fn is_joiner(c: char) -> bool {
    is_in(&JOINERS, c)
}

/// Returns whether a character is of a script that puts no spaces between words.
fn is_unspaced(c: char) -> bool {
    c >= UNSPACED[0].0 && is_in(&UNSPACED, c)
}

fn is_in(ranges: &[(char, char)], c: char) -> bool {
    ranges.iter().any(|&(first, last)| (first..=last).contains(&c))
}

/// The rules of words, for JavaScript: patterns for its flags `g` and `u`.
#[derive(Debug, Serialize)]
pub(crate) struct Rules {
    /// A word; for unspaced scripts its groups are a character and the next.
    word: String,
    /// What is dropped from a decomposed word.
    dropped: String,
    /// Letters that are written in several ways.
    even: BTreeMap<char, &'static str>,
}

impl Rules {
    /// Writes the rules.
    #[must_use]
    pub(crate) fn new() -> Self {
        const PART: &str = r"\p{Alphabetic}\p{N}\p{M}";
        let unspaced = class(&UNSPACED);
        let joiners = class(&JOINERS);
        let one = format!("(?=[{PART}])[{unspaced}]");
        let others = format!("(?:(?![{unspaced}])[{PART}])+");
        Self {
            word: format!("({one})(?=({one})?)|{others}(?:[{joiners}]+{others})*"),
            dropped: format!("[^{PART}]|[{}]", class(&DROPPED)),
            even: EVEN.into(),
        }
    }
}

/// Returns ranges as they stand within the brackets of a pattern.
fn class(ranges: &[(char, char)]) -> String {
    let point = |c: char| format!("\\u{{{:x}}}", u32::from(c));
    ranges.iter().map(|&(first, last)| format!("{}-{}", point(first), point(last))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut words = Vec::new();
        split(text, |word| words.push(word.to_owned()));
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn case_and_accents_do_not_count() {
        check("Yekîneyên YPG-led, 70,000!", &["yekineyen", "ypg", "led", "70", "000"]);
        check("Straße ΣΊΣΥΦΟΣ ﬁn", &["strasse", "σισυφοσ", "fin"]);
    }

    #[test]
    fn apostrophes_and_invisible_characters_join() {
        check("Da'esh don’t ’tis 'so'", &["daesh", "dont", "tis", "so"]);
        check("Turkey’s TURKEY'S '", &["turkey", "turkey"]);
        check("co\u{ad}op می\u{200c}خواهم", &["coop", "ميخواهم"]);
    }

    #[test]
    fn arabic_is_found_without_points_and_tatweel() {
        check("مُحَمَّد أحمد كـــتاب ٢٠١٩", &["محمد", "احمد", "كتاب", "2019"]);
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        check("维吾尔2019年", &["维吾", "吾尔", "尔", "2019", "年"]);
    }

    #[test]
    fn long_words_are_cut() {
        check(&"a".repeat(50), &[&"a".repeat(40)]);
        check(&"é".repeat(50), &[&"e".repeat(40)]);
    }

    #[test]
    fn nothing_comes_of_nothing() {
        check("", &[]);
        check("— … ـــ '", &[]);
    }
}
