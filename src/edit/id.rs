//! Names new annotations.

use serde_yaml::{Mapping, Value};
use unicode_normalization::UnicodeNormalization;

use crate::model::texts::is_own_fragment;

/// Words that say little.
const SMALL_WORDS: [&str; 30] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has", "have",
    "in", "is", "it", "its", "of", "on", "or", "that", "the", "their", "this", "to", "was", "were",
    "which", "with",
];

/// Words of an id at most, and its length in characters without a number.
const MAX_WORDS: usize = 4;
const MAX_LENGTH: usize = 40;

/// Returns an id for an annotation: the first telling words of its claim, its summary, its
/// quote or what it is on, and a number where another one has that id.
#[must_use]
pub fn new_id(fields: &Mapping, taken: &[String]) -> String {
    let text = |field: &str| fields.get(field).and_then(Value::as_str);
    let quote = fields.get("quote");
    let quoted = ["exact", "from"].iter().find_map(|part| quote?.get(part)?.as_str());
    let kind = text("kind").unwrap_or("note");
    let on = fields.get("on");
    let on = text("on")
        .or_else(|| on?.get("figure")?.as_str())
        .or_else(|| on?.get("footnote").map(|_| "footnote"));
    let name = [text("claim"), text("summary"), text("quote"), quoted, text("term"), on]
        .into_iter()
        .flatten()
        .map(words_of)
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| kind.to_owned());
    let name = if is_own_fragment(&name) { format!("{kind}-{name}") } else { name };
    let is_free = |id: &String| !taken.contains(id);
    let mut numbered = (2..).map(|number| format!("{name}-{number}"));
    if is_free(&name) { name } else { numbered.find(is_free).unwrap_or_default() }
}

/// Returns the first telling words of a text, in the letters of ids.
fn words_of(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c) && *c != '\'' && *c != '’')
        .collect();
    let lowered = plain.to_lowercase();
    let words = words(&lowered).filter(|word| !SMALL_WORDS.contains(word));
    let mut name = String::new();
    for word in words.take(MAX_WORDS) {
        if name.len() + word.len() >= MAX_LENGTH {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&word.replace(['.', ','], "-"));
    }
    name
}

/// Returns the words of a text in small letters; a number is one with all its digits, `3.1`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let is_inner = move |at: usize| match text.as_bytes()[at] {
        b'a'..=b'z' | b'0'..=b'9' => true,
        b'.' | b',' => {
            is_digit(text.as_bytes()[..at].last()) && is_digit(text.as_bytes().get(at + 1))
        }
        _ => false,
    };
    let mut rest = 0..text.len();
    std::iter::from_fn(move || {
        let start = rest.find(|&at| is_inner(at))?;
        let end = rest.find(|&at| !is_inner(at)).unwrap_or(text.len());
        Some(&text[start..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, taken: &[&str], expected: &str) {
        let fields: Mapping = serde_json::from_str(json).expect("fields as JSON");
        let taken: Vec<String> = taken.iter().map(|&id| id.to_owned()).collect();
        assert_eq!(new_id(&fields, &taken), expected);
    }

    #[test]
    fn an_id_says_what_the_note_is_about() {
        let claim = r#"{"claim": "The Islamic State’s peak was in Raqqa in 2014.", "quote": "x"}"#;
        check(claim, &[], "islamic-states-peak-raqqa");
        check(r#"{"quote": {"exact": "Émile Zola"}}"#, &[], "emile-zola");
        check(r#"{"quote": "وحدات", "kind": "fact-check"}"#, &["fact-check"], "fact-check-2");
        let claim = r#"{"claim": "Repairs will cost 3.1 million, or 3,650 a year."}"#;
        check(claim, &[], "repairs-will-cost-3-1");
        check(r#"{"claim": "In 2019, 7.Of 12."}"#, &[], "2019-7-12");
        check(r#"{"on": "article"}"#, &[], "article");
        check(r#"{"on": {"figure": "map of Idlib.png"}}"#, &[], "map-idlib-png");
        check(r#"{"on": {"footnote": 2}}"#, &["footnote"], "footnote-2");
    }

    #[test]
    fn an_id_is_free_and_allowed() {
        check(r#"{"quote": "brown fox"}"#, &["brown-fox", "brown-fox-2"], "brown-fox-3");
        check(r#"{"quote": "P - 5", "kind": "note"}"#, &[], "note-p-5");
    }
}
