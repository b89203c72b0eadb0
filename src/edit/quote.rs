//! Quotes as values of YAML, and back.

use serde_yaml::{Mapping, Value};

use crate::model::{Selector, TextQuote};

/// Returns the value of `quote` for a selector: a text where the words are enough.
#[must_use]
pub fn quote_of(selector: &Selector) -> Value {
    let text = |text: &str| (!text.is_empty()).then(|| Value::from(text));
    let parts = match selector {
        Selector::Quote(TextQuote { prefix, exact, suffix, occurrence: None })
            if prefix.is_empty() && suffix.is_empty() =>
        {
            return exact.as_str().into();
        }
        Selector::Quote(quote) => vec![
            ("exact", text(&quote.exact)),
            ("prefix", text(&quote.prefix)),
            ("suffix", text(&quote.suffix)),
            ("occurrence", quote.occurrence.map(Value::from)),
        ],
        Selector::Range { from, to } => vec![("from", text(from)), ("to", text(to))],
    };
    let parts = parts.into_iter().filter_map(|(part, value)| Some((part.into(), value?)));
    Value::Mapping(parts.collect::<Mapping>())
}

/// Returns the selector that a value of `quote` stands for; `None` if it is none.
#[must_use]
pub fn selector_of(quote: &Value) -> Option<Selector> {
    let part = |name: &str| quote.get(name).and_then(Value::as_str).map(str::to_owned);
    if let Some(exact) = quote.as_str() {
        return Some(Selector::Quote(TextQuote { exact: exact.into(), ..TextQuote::default() }));
    }
    if let (Some(from), Some(to)) = (part("from"), part("to")) {
        return Some(Selector::Range { from, to });
    }
    let occurrence = quote.get("occurrence").and_then(Value::as_u64);
    Some(Selector::Quote(TextQuote {
        exact: part("exact")?,
        prefix: part("prefix").unwrap_or_default(),
        suffix: part("suffix").unwrap_or_default(),
        occurrence: occurrence.and_then(|number| usize::try_from(number).ok()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_the_same_after_the_way_there_and_back() {
        for yaml in [
            "brown fox",
            "{ exact: fox, prefix: brown }",
            "{ exact: fox, occurrence: 2 }",
            "{ from: The, to: jumps. }",
        ] {
            let value: Value = serde_yaml::from_str(yaml).expect("it is YAML");
            let selector = selector_of(&value).expect("it is a quote");
            assert_eq!(quote_of(&selector), value);
        }
    }
}
