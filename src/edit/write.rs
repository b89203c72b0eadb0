//! Writes values as an editor would: plain where that is safe, in double quotes
//! where it is not, texts of several lines as blocks, long ones folded.
//!
//! A scalar is read again before it is used, so that none can mean something
//! else than it should; the last resort are double quotes, which hold anything.

use serde_yaml::{Mapping, Value};

use crate::model::Date;

/// A line has at most so many characters, if what stands in it can be broken.
const MAX_LINE: usize = 100;

/// Fields that are Markdown: always written as a block.
const MARKDOWN: [&str; 2] = ["body", "definition"];

/// Fields that are dates: those are written without quotes, by custom. Readers of
/// YAML 1.1 take them for dates, too.
const DATES: [&str; 5] = ["created", "updated", "published", "status_as_of", "date"];

/// The order of keys within a field; keys that are not listed follow.
const INNER_KEYS: [&str; 23] = [
    "ref",
    "at",
    "stance",
    "in",
    "exact",
    "prefix",
    "suffix",
    "occurrence",
    "from",
    "to",
    "code",
    "reason",
    "type",
    "title",
    "lang",
    "value",
    "url",
    "date",
    "name",
    "given-name",
    "text",
    "note",
    "quote",
];

/// How the lines of a file are laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// The column of an entry's keys.
    pub(super) column: usize,
    /// How much further right than their key lists within an entry begin: 0 or more.
    pub(super) list_indent: usize,
}

impl Style {
    /// Returns a field in the block notation: `key: value`.
    pub(super) fn field(self, key: &str, value: &Value) -> Vec<String> {
        let mut lines = self.value(key, value);
        lines[0] = format!("{}{}:{}", " ".repeat(self.column), scalar(key), lines[0]);
        lines
    }

    /// Returns the value of a field in the block notation: what stands on the key's line
    /// after the colon, and the lines below.
    pub(super) fn value(self, key: &str, value: &Value) -> Vec<String> {
        let one_line = |text: String| vec![format!(" {text}")];
        match value {
            Value::String(text) if text.contains('\n') || MARKDOWN.contains(&key) => {
                self.block(text).unwrap_or_else(|| one_line(scalar(text)))
            }
            Value::String(text) if is_date(key, text) => one_line(text.clone()),
            Value::String(text) => {
                let line = scalar(text);
                let is_long = self.column + key.len() + 2 + line.chars().count() > MAX_LINE;
                let folded = if is_long { self.folded(text) } else { None };
                folded.unwrap_or_else(|| one_line(line))
            }
            Value::Sequence(items) => {
                let line = flow(value);
                let length = self.column + key.len() + 2 + line.chars().count();
                let is_long = items.iter().any(Value::is_mapping) || length > MAX_LINE;
                if is_long { self.list(items) } else { one_line(line) }
            }
            _ => one_line(flow(value)),
        }
    }

    fn list(self, items: &[Value]) -> Vec<String> {
        std::iter::once(String::new()).chain(items.iter().map(|item| self.item(item))).collect()
    }

    /// Returns the line of an item of a list within an entry.
    pub(super) fn item(self, item: &Value) -> String {
        let indent = " ".repeat(self.column + self.list_indent);
        let item = match item {
            Value::String(text) => scalar(text),
            _ => flow(item),
        };
        format!("{indent}- {item}")
    }

    /// Returns a text of one line as a block whose lines are read as one; `None` if none can
    /// hold it, or if it cannot be broken: between two words, where one space stands.
    fn folded(self, text: &str) -> Option<Vec<String>> {
        if text.chars().any(needs_escape) || text.trim_matches(' ') != text {
            return None;
        }
        let indent = " ".repeat(self.column + 2);
        let mut lines = vec![" >-".to_owned()];
        let (mut line, mut length) = (String::new(), 0);
        for part in unbroken(text) {
            let n_chars = part.chars().count();
            if length > 0 && length + 1 + n_chars > MAX_LINE.saturating_sub(indent.len()) {
                lines.push(format!("{indent}{line}"));
                line.clear();
                length = 0;
            } else if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(part);
            length += n_chars;
        }
        lines.push(format!("{indent}{line}"));
        let yaml = format!("{}k:{}\n", &indent[2..], lines.join("\n"));
        (lines.len() > 2 && reads_as(&yaml, text)).then_some(lines)
    }

    /// Returns a text as a block that keeps its lines; `None` if none can hold it.
    fn block(self, text: &str) -> Option<Vec<String>> {
        if text.chars().any(|c| c != '\n' && c != '\t' && needs_escape(c)) {
            return None;
        }
        let chomping = match text.trim_end_matches('\n').len() {
            0 => return None,
            length if length == text.len() => "-",
            length if length + 1 == text.len() => "",
            _ => "+",
        };
        let body = text.strip_suffix('\n').unwrap_or(text);
        let first = body.lines().find(|line| !line.is_empty()).unwrap_or_default();
        let width = if first.starts_with([' ', '\t']) { "2" } else { "" };
        let indent = " ".repeat(self.column);
        let indented =
            |line: &str| if line.is_empty() { String::new() } else { format!("{indent}  {line}") };
        let lines: Vec<String> = std::iter::once(format!(" |{width}{chomping}"))
            .chain(body.split('\n').map(indented))
            .collect();
        reads_as(&format!("{indent}k:{}\n", lines.join("\n")), text).then_some(lines)
    }
}

/// Returns the parts of a text between which one space stands: of several in a row none can
/// be broken at.
fn unbroken(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let bytes = text.as_bytes();
        let is_one = |&at: &usize| {
            bytes[at - 1..at + 2].iter().map(|byte| *byte == b' ').eq([false, true, false])
        };
        let found = (1..text.len().saturating_sub(1)).find(is_one);
        rest = found.map(|at| &text[at + 1..]);
        Some(found.map_or(text, |at| &text[..at]))
    })
}

/// Returns whether a mapping of one key reads as a text.
fn reads_as(yaml: &str, text: &str) -> bool {
    let value = serde_yaml::from_str::<Value>(yaml);
    value.is_ok_and(|value| value.get("k").and_then(Value::as_str) == Some(text))
}

/// Returns a text as one line, fit for the block notation.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) && reads_as(&format!("k: {text}"), text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Returns a value as one line, fit for brackets and braces.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => flow_scalar(text),
        Value::Sequence(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Value::Mapping(map) if map.is_empty() => "{}".to_owned(),
        Value::Mapping(map) => {
            let pair = |(key, value): (&Value, &Value)| {
                let date = value.as_str().filter(|text| is_date(key.as_str().unwrap_or(""), text));
                format!("{}: {}", flow(key), date.map_or_else(|| flow(value), str::to_owned))
            };
            let pairs: Vec<_> = ordered(map, &INNER_KEYS).into_iter().map(pair).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        Value::Tagged(tagged) => format!("{} {}", tagged.tag, flow(&tagged.value)),
    }
}

fn flow_scalar(text: &str) -> String {
    // A question mark ends a text in brackets, to readers of YAML 1.1.
    let has_mark = text.contains([',', '[', ']', '{', '}', '?']);
    if !has_mark && is_plain(text) && reads_as(&format!("{{ k: {text} }}"), text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Returns a mapping as a document of its own, its fields in their order, each item of a
/// list on its line.
#[must_use]
pub fn document(map: &Mapping) -> String {
    let style = Style { column: 0, list_indent: 0 };
    let field = |(key, value): (&Value, &Value)| {
        let key = key.as_str().unwrap_or_default();
        let Some(items) = value.as_sequence() else { return style.field(key, value) };
        let mut lines = style.list(items);
        lines[0] = format!("{key}:");
        lines
    };
    map.iter().flat_map(field).map(|line| line + "\n").collect()
}

/// Returns the pairs of a mapping, those with a known key first and in that order.
pub(super) fn ordered<'m>(map: &'m Mapping, keys: &[&str]) -> Vec<(&'m Value, &'m Value)> {
    let rank = |key: &Value| {
        let known = key.as_str().and_then(|key| keys.iter().position(|known| *known == key));
        known.unwrap_or(keys.len())
    };
    let mut pairs: Vec<_> = map.iter().collect();
    pairs.sort_by(|a, b| (rank(a.0), a.0.as_str()).cmp(&(rank(b.0), b.0.as_str())));
    pairs
}

/// Returns whether a text can stand without quotes, for any reader of YAML 1.1 or 1.2.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 11] =
        ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    let first = text.chars().next();
    let begins_well =
        first.is_some_and(|c| !c.is_whitespace() && !"-?:,[]{}#&*!|>'\"%@`=~<.".contains(c));
    let ends_well = !text.ends_with(|c: char| c.is_whitespace() || c == ':');
    let has_marker = text.contains(": ") || text.contains(" #") || text.contains(":\t");
    // `+.inf` is infinity.
    let word = text.trim_start_matches(['+', '.']).to_lowercase();
    let is_word = WORDS.contains(&word.as_str());
    let is_visible = !text.chars().any(needs_escape);
    let is_other = is_number_like(text) || is_time_like(text);
    begins_well && ends_well && !has_marker && !is_word && !is_other && is_visible
}

fn is_date(key: &str, text: &str) -> bool {
    DATES.contains(&key) && text.contains('-') && text.parse::<Date>().is_ok()
}

/// `012`, `1_000`, `12:30`, `2026-11-22`: numbers or dates to some readers, texts to others.
fn is_number_like(text: &str) -> bool {
    let is_of_digits = text.bytes().all(|byte| {
        byte.is_ascii_digit() || byte.is_ascii_hexdigit() || b"_+-.:,xXoOpP".contains(&byte)
    });
    is_of_digits && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// `2026-11-22 10:30:00 Z`: a moment to some readers.
fn is_time_like(text: &str) -> bool {
    text.contains('-')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.+ tTzZ".contains(&byte))
}

/// Characters that are not seen, or that some readers take for a line break.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
                | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns a value as it is written: line breaks as `\n`, no white space at the ends
/// of texts, one line break at the end of Markdown; `Null` if it says nothing.
pub(super) fn normal(key: &str, value: &Value) -> Value {
    let is_empty = |value: &Value| match value {
        Value::String(text) => text.is_empty(),
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(map) => map.is_empty(),
        _ => false,
    };
    let kept = match value {
        Value::String(text) => {
            let unified = text.replace("\r\n", "\n").replace('\r', "\n");
            let markdown = unified.trim_end().trim_start_matches('\n');
            if MARKDOWN.contains(&key) && !markdown.is_empty() {
                format!("{markdown}\n").into()
            } else {
                unified.trim().into()
            }
        }
        Value::Sequence(items) => {
            items.iter().map(|item| normal("", item)).filter(|item| !item.is_null()).collect()
        }
        Value::Mapping(map) => {
            let pairs = map.iter().map(|(key, value)| (key.clone(), normal("", value)));
            Value::Mapping(pairs.filter(|(_, value)| !value.is_null()).collect())
        }
        other => other.clone(),
    };
    if is_empty(&kept) { Value::Null } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(scalar(text), expected);
        assert!(reads_as(&format!("k: {expected}"), text), "{expected}");
        let in_braces = flow(&text.into());
        assert!(reads_as(&format!("{{ k: {in_braces} }}"), text), "{in_braces}");
    }

    #[test]
    fn texts_are_plain_where_that_is_safe() {
        for text in ["used to have 70,000 jihadists", "it's “so”", "Who?", "a#b", "p. 12"] {
            check(text, text);
        }
    }

    #[test]
    fn dates_are_plain_in_their_fields_and_texts_elsewhere() {
        let style = Style { column: 0, list_indent: 2 };
        let value = |key: &str, text: &str| style.value(key, &text.into()).concat();
        assert_eq!(value("created", "2026-11-22"), " 2026-11-22");
        assert_eq!(value("created", "2026-02-30"), " \"2026-02-30\"");
        assert_eq!(value("quote", "2026-11-22"), " \"2026-11-22\"");
        let map = Mapping::from_iter(["date", "text"].map(|key| (key.into(), "2026-11".into())));
        assert_eq!(flow(&map.into()), "{ date: 2026-11, text: \"2026-11\" }");
    }

    #[test]
    fn a_question_mark_is_quoted_in_brackets_alone() {
        assert_eq!(scalar("Who? They."), "Who? They.");
        assert_eq!(flow(&"Who? They.".into()), "\"Who? They.\"");
    }

    #[test]
    fn what_would_be_read_otherwise_is_quoted() {
        check("He said: \"no\"", r#""He said: \"no\"""#);
        let words = ["no", "False", "y", "On", "~", "=", "<<", "+.inf", ".NaN", "Null"];
        let numbers = ["012", "0o7", "0b1", "1_000", "12:30", "1e3", "+1.5", "685.230_15e+03"];
        let times = ["2026-11-22", "2026-1-2 3:4:5", "2001-12-14t21:59:43.10-05:00"];
        let marks = ["- a", "# b", "a #b", "[x", "a: b", "a:", "? a", "?a", "*a", "&a", "@a", "%a"];
        for text in words.iter().chain(&numbers).chain(&times).chain(&marks) {
            check(text, &format!("\"{text}\""));
        }
    }

    #[test]
    fn invisible_characters_are_written_out() {
        check("a\u{202e}b\u{2028}", "\"a\\u202eb\\u2028\"");
    }

    #[test]
    fn a_long_text_is_folded_between_words() {
        let style = Style { column: 2, list_indent: 2 };
        let words = |n: usize| ["word"; 40][..n].join(" ");
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(style.field("summary", &text.into()), expected, "{text}");
        };
        let one_line = |text: &str| check(text, &[&format!("  summary: {text}")]);
        one_line(&(words(17) + " ends"));
        check(
            &format!("{} # no: {}", words(18), words(3)),
            &["  summary: >-", &format!("    {} # no:", words(18)), &format!("    {}", words(3))],
        );
        // Where several spaces stand, or none, it is not broken.
        one_line(&words(25).replace(' ', "  "));
        one_line(&"語".repeat(120));
        check(
            &format!("a {} b", "x".repeat(120)),
            &["  summary: >-", "    a", &format!("    {}", "x".repeat(120)), "    b"],
        );
        let hidden = format!("{}\u{202e}", words(30));
        check(&hidden, &[&format!("  summary: \"{}\\u202e\"", words(30))]);
    }

    #[test]
    fn a_block_keeps_indented_first_lines() {
        let style = Style { column: 2, list_indent: 2 };
        let lines = style.value("body", &"  code\n\ntext\n".into());
        assert_eq!(lines, [" |2", "      code", "", "    text"]);
    }
}
