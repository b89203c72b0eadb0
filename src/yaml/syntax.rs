//! Why a text is not YAML, in words for editors.
//!
//! The parser's own words are for those who know its grammar, and its line
//! numbers count from where the YAML begins. Here they are told again: what
//! usually causes the error, at the place where it begins.

use crate::io::LineColumn;

/// An error of the YAML parser, told again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// What is wrong.
    pub(super) message: String,
    /// What to do about it.
    pub(super) help: &'static str,
    /// Where it begins, in the text that was parsed; `None` if the parser does not say.
    pub(super) at: Option<LineColumn>,
}

const NO_VALUE: &str = "no value can begin at this colon";
const NEW_KEY: &str = "a new key should begin here";
const NEW_ENTRY: &str = "a new entry of the list should begin here";

/// What the parser says → what an editor is told, and what to do about it.
///
/// The first line of which every part occurs in the parser's words decides.
const REASONS: &[(&[&str], &str, &str)] = &[
    (
        &["scanning a quoted scalar", "found unexpected"],
        "this quotation mark is never closed",
        "close it; a text that holds quotation marks is best written as a block: `quote: |` and \
         the text below",
    ),
    (
        &["unknown escape character"],
        "a backslash in double quotes begins an escape, and this is none",
        "put the text in single quotes, or double the backslash",
    ),
    (
        &["did not find expected node content", "flow"],
        "an opening bracket or brace is never closed",
        "close it; put a text that begins with `[` or `{` in quotes",
    ),
    (
        &["parsing a flow sequence"],
        "this list in brackets is not closed, or lacks a comma",
        "separate its items by commas and close it with `]`; put a text that begins with `[` in \
         quotes",
    ),
    (
        &["parsing a flow mapping"],
        "this mapping in braces is not closed, or lacks a comma",
        "separate its keys by commas and close it with `}`; put a text that begins with `{` in \
         quotes",
    ),
    (
        &["scanning a simple key"],
        "a colon is missing after the key",
        "write `key: value`; a text that goes on over several lines is indented further than its \
         key",
    ),
    (&["tab character"], "a tab indents this line", "indent with spaces"),
    (
        &["mapping values are not allowed"],
        NO_VALUE,
        "put a text that holds a colon in quotes, or write it as a block: `quote: |` and the text \
         below; begin keys of one entry in the same column",
    ),
    (
        &["did not find expected key"],
        NEW_KEY,
        "begin keys of one entry in the same column; a text that begins with a quotation mark must \
         end with it, or be written as a block: `quote: |` and the text below",
    ),
    (
        &["did not find expected '-' indicator"],
        NEW_ENTRY,
        "begin each entry with `- `, all in the same column",
    ),
    (
        &["block sequence entries are not allowed"],
        "no list can begin here",
        "begin the list on a line of its own; put a text that begins with `-` in quotes",
    ),
    (
        &["cannot start any token"],
        "no text can begin with this character",
        "put the text in quotes",
    ),
    (
        &["unknown anchor"],
        "`*` refers to an anchor, and there is none of this name",
        "put a text that begins with `*` in quotes",
    ),
    (
        &["scanning an alias"],
        "`*` refers to an anchor",
        "put a text that begins with `*` in quotes",
    ),
    (&["scanning an anchor"], "`&` names an anchor", "put a text that begins with `&` in quotes"),
    (
        &["invalid type: integer", "expected any YAML value"],
        "this number is too large",
        "give a smaller one; put it in quotes if it is a text",
    ),
    (&["duplicate entry"], "a key stands twice in this mapping", "keep one of the two"),
    (
        &["more than one document"],
        "this begins further left than what stands above",
        "begin each entry with `- `, all in the same column, and the keys of one entry in the same \
         column",
    ),
    (&["tag"], "`!` begins a tag", "put a text that begins with `!` in quotes"),
    (
        &["<document start>"],
        "the list ends above, and something else follows",
        "begin each entry with `- `, all in the same column",
    ),
];

/// Errors that begin where the parser's *context* begins: at the quotation mark
/// that is never closed, not at the end of the file.
const BEGIN_AT_CONTEXT: [&str; 4] =
    ["scanning a quoted scalar", "parsing a flow", "scanning a simple key", "scanning an alias"];

/// Tells an error again; `words` are the parser's.
pub(super) fn explain(words: &str) -> SyntaxError {
    let (problem, problem_at) = take_mark(words);
    let (plain, context_at) = take_mark(&problem);
    let begins_at_context =
        BEGIN_AT_CONTEXT.iter().any(|context| plain.contains(context)) && !plain.contains("escape");
    let at = if begins_at_context { context_at.or(problem_at) } else { problem_at };
    let reason = REASONS.iter().find(|(parts, ..)| parts.iter().all(|part| plain.contains(part)));
    match reason {
        Some((_, message, help)) => SyntaxError { message: (*message).to_owned(), help, at },
        None => SyntaxError { message: format!("not YAML: {plain}"), help: "", at },
    }
}

/// Looks at the line of an error for a slip that the parser does not know: a text that begins
/// with a bracket, one space too many or too few, a hyphen without one. `at` is the byte of
/// `text` where the error was found. Returns what to tell instead, and where it begins.
pub(super) fn slip(told: &str, text: &str, at: usize) -> Option<(SyntaxError, usize)> {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let (before, rest) = (&text[line_start..at], text[at..].lines().next().unwrap_or_default());
    let tell = |message: &str, help, at| {
        Some((SyntaxError { message: message.to_owned(), help, at: None }, at))
    };
    if [NEW_KEY, NEW_ENTRY].contains(&told)
        && let Some((bracket, opens)) = bracket_before(before)
    {
        let message = match opens {
            '[' => "this bracket begins a list, and text follows where the list ends",
            _ => "this brace begins a mapping, and text follows where the mapping ends",
        };
        return tell(message, "put quotation marks round the whole text", line_start + bracket);
    }
    match told {
        NO_VALUE if is_key(before.trim_start()) => {
            let above = text[..line_start].lines().rfind(|line| !line.trim().is_empty())?;
            let is_deeper = column_of_text(before) > column_of_text(above);
            let begin = line_start + column_of_text(before);
            let help = "take the spaces away that are too many: the keys of one entry begin in the \
                        same column; put a text that goes on over several lines in quotes";
            is_deeper
                .then(|| tell("this line begins further right than the one above", help, begin))?
        }
        NEW_ENTRY if rest.starts_with('-') && !rest.starts_with("- ") => {
            let help = "begin each entry with a hyphen and a space: `- `";
            tell("a space is missing after this hyphen", help, at)
        }
        NEW_ENTRY if !rest.starts_with('-') && !before.is_empty() => tell(
            "this line belongs to no entry: it begins further left than the one above",
            "begin the keys of one entry in the same column, and a new entry with `- `",
            at,
        ),
        _ => None,
    }
}

/// Returns where the value before an error begins, and with what, if that is a bracket.
fn bracket_before(before: &str) -> Option<(usize, char)> {
    let indent = column_of_text(before);
    let value = before[indent..].split_once(": ").filter(|(key, _)| is_key(key));
    let value = value.map_or(&before[indent..], |(_, value)| value.trim_start());
    let opens = value.chars().next().filter(|c| matches!(c, '[' | '{'))?;
    Some((before.len() - value.len(), opens))
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// Returns the byte at which a line's text begins, behind spaces and hyphens of lists.
fn column_of_text(line: &str) -> usize {
    let text = line.trim_start();
    let text = text.strip_prefix("- ").map_or(text, str::trim_start);
    line.len() - text.len()
}

/// Takes the first ` at line 3 column 10` out of the parser's words.
fn take_mark(words: &str) -> (String, Option<LineColumn>) {
    let Some((before, rest)) = words.split_once(" at line ") else {
        return (words.to_owned(), None);
    };
    let Some((line, rest)) = rest.split_once(" column ") else { return (words.to_owned(), None) };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (column, after) = rest.split_at(digits);
    let (Ok(line), Ok(column)) = (line.parse(), column.parse()) else {
        return (words.to_owned(), None);
    };
    (format!("{before}{after}"), Some(LineColumn { line, column }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, message: &str, at: Option<(usize, usize)>) {
        let told = explain(words);
        assert_eq!(told.message, message);
        assert_eq!(told.at.map(|at| (at.line, at.column)), at);
    }

    #[test]
    fn an_open_quotation_mark_is_placed_where_it_opens() {
        let words = "found unexpected end of stream at line 9 column 1, while scanning a quoted \
                     scalar at line 3 column 10";
        check(words, "this quotation mark is never closed", Some((3, 10)));
    }

    #[test]
    fn a_wrong_colon_is_placed_where_it_stands() {
        let words = "mapping values are not allowed in this context at line 3 column 17";
        check(words, "no value can begin at this colon", Some((3, 17)));
    }

    #[test]
    fn slips_are_told_where_they_begin() {
        let told = |told, text: &str, at| {
            let (error, at) = slip(told, text, at)?;
            Some((error.message.split(' ').take(4).collect::<Vec<_>>().join(" "), at))
        };
        let bracket = Some(("this bracket begins a".to_owned(), 9));
        assert_eq!(told(NEW_KEY, "- quote: [Applause] one", 20), bracket);
        assert_eq!(told(NEW_KEY, "- quote: 'it's", 12), None);
        let right = Some(("this line begins further".to_owned(), 11));
        assert_eq!(told(NO_VALUE, "- id: a\n   kind: b", 15), right);
        assert_eq!(told(NO_VALUE, "- id: a\n  body: b: c", 17), None);
        let hyphen = Some(("a space is missing".to_owned(), 8));
        assert_eq!(told(NEW_ENTRY, "- id: a\n-id: b", 8), hyphen);
        assert_eq!(told(NEW_ENTRY, "- id: a\nid: b", 8), None);
    }

    #[test]
    fn a_number_too_large_is_told_as_such() {
        let words = ".[0].n: invalid type: integer `99999999999999999999999` as u128, expected \
                     any YAML value at line 3 column 36";
        check(words, "this number is too large", Some((3, 36)));
    }

    #[test]
    fn unknown_words_are_passed_on_without_their_numbers() {
        check("something else at line 1 column 2", "not YAML: something else", Some((1, 2)));
        check("something else at position 7", "not YAML: something else at position 7", None);
    }
}
