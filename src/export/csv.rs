//! The fact checks as a table, in CSV as RFC 4180 describes it: UTF-8, lines that
//! end in CRLF, the first of them with the names of the columns.
//!
//! A spreadsheet takes a text that begins with `=`, `+`, `-`, `@`, a tab or a
//! carriage return for a formula, whoever wrote it. Such a text gets a `'` in
//! front, which spreadsheets hide and other programs can take off.

use super::{Anchored, Apparatus, Article, modified};
use crate::model::{Date, Kind};

const COLUMNS: &str = "article,id,address,claim,rating,rating_label,rating_value,finding,\
                       passage,paragraph,sources,by,created,modified\r\n";

/// Writes the fact checks of some articles, in the order of their numbers.
pub(super) fn table(apparatus: Apparatus<'_>, articles: &[Article<'_>]) -> String {
    let mut csv = COLUMNS.to_owned();
    for article in articles {
        for one in article.standing().filter(|one| one.annotation.kind == Kind::FactCheck) {
            let cells = row(apparatus, article, one).map(|text| cell(&text));
            csv.push_str(&(cells.join(",") + "\r\n"));
        }
    }
    csv
}

fn row(apparatus: Apparatus<'_>, article: &Article<'_>, one: &Anchored<'_>) -> [String; 14] {
    let annotation = &*one.annotation;
    let rating = apparatus.rating(annotation);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let passage = one.passage.as_ref();
    let block = passage.and_then(|it| article.block_at(it.start)).map(|block| block.number);
    let keys: Vec<&str> = annotation.sources.iter().map(|cited| cited.key.as_str()).collect();
    [
        article.slug.clone(),
        annotation.id.clone(),
        apparatus.permalink(&article.slug, &annotation.id),
        text(annotation.claim.as_ref()),
        text(annotation.rating.as_ref()),
        rating.map(|rating| rating.label.clone()).unwrap_or_default(),
        rating.and_then(|rating| rating.value).map(|value| value.to_string()).unwrap_or_default(),
        text(annotation.summary.as_ref()),
        passage.map(|it| article.prose[it.bytes.clone()].to_owned()).unwrap_or_default(),
        block.map(|number| number.to_string()).unwrap_or_default(),
        keys.join(" "),
        apparatus.editor(annotation).map(|editor| editor.name.clone()).unwrap_or_default(),
        date(annotation.created),
        date(modified(annotation)),
    ]
}

fn cell(text: &str) -> String {
    // A number may be negative; it is no formula.
    let is_formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<i64>().is_err();
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(cell(text), expected);
    }

    #[test]
    fn a_cell_holds_any_text() {
        check("plain", "plain");
        check("a, b", "\"a, b\"");
        check("a \"b\"\nc", "\"a \"\"b\"\"\nc\"");
    }

    #[test]
    fn no_text_is_a_formula() {
        check("=1+1", "'=1+1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("-5", "-5");
        check("-5+A1", "'-5+A1");
        check("\t=1", "'\t=1");
        check("=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"");
    }
}
