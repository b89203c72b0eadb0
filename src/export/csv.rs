//! The fact checks as a table, in CSV as RFC 4180 describes it: UTF-8, lines that
//! end in CRLF, the first of them with the names of the columns.
//!
//! A spreadsheet takes a text that begins with `=`, `+`, `-`, `@`, a tab or a
//! carriage return for a formula, whoever wrote it. Such a text gets a `'` in
//! front, which spreadsheets hide and other programs can take off.

use super::modified;
use crate::{
    edition::{Article, NumberedAnnotation},
    model::{Date, Kind, On},
};

const COLUMNS: &str = "article,id,address,claim,rating,rating_label,rating_value,finding,\
                       passage,paragraph,sources,by,created,modified,on\r\n";

/// Writes the table of rows, article by article.
pub(super) fn table(rows: &[String]) -> String {
    format!("{COLUMNS}{}", rows.concat())
}

/// Writes the fact checks of an article, in the order of their numbers.
pub(super) fn rows(article: &Article<'_>) -> String {
    let checks = article.standing().filter(|one| one.annotation.kind == Kind::FactCheck);
    let rows = checks.map(|one| row(article, one).map(|text| cell(&text)).join(",") + "\r\n");
    rows.collect()
}

fn row(article: &Article<'_>, one: &NumberedAnnotation<'_>) -> [String; 15] {
    let (annotation, shared) = (one.annotation, article.edition.shared);
    let prose = &article.text_of(one).markup.prose;
    let rating = shared.settings.rating_of(annotation);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let place = one
        .locators(prose)
        .map(|locators| locators.paragraphs().unwrap_or_else(|| locators.label(&shared.messages)));
    let signers: Vec<&str> =
        shared.settings.signers_of(annotation).map(|signer| signer.name).collect();
    let keys: Vec<&str> = annotation.sources.iter().map(|cited| cited.key.as_str()).collect();
    [
        article.slug().to_owned(),
        annotation.id.clone(),
        shared.permalink(article.slug(), &annotation.id),
        text(annotation.claim.as_ref()),
        text(annotation.rating.as_ref()),
        rating.map(|rating| rating.label.clone()).unwrap_or_default(),
        rating.and_then(|rating| rating.value).map(|value| value.to_string()).unwrap_or_default(),
        text(annotation.summary.as_ref()),
        one.range().map(|range| prose.text[range.clone()].to_owned()).unwrap_or_default(),
        place.unwrap_or_default(),
        keys.join(" "),
        signers.join("; "),
        date(annotation.created),
        date(modified(annotation)),
        annotation.on.as_ref().map(On::to_string).unwrap_or_default(),
    ]
}

fn cell(text: &str) -> String {
    // Tables look behind spaces, and take the wide signs for the others.
    let begins = |sign: char| "=+-@＝＋－＠".contains(sign);
    // A number may be negative; it is no formula.
    let is_formula = (text.trim_start().starts_with(begins) || text.starts_with(['\t', '\r']))
        && text.parse::<i64>().is_err();
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
        check(" =1", "' =1");
        check("\n\u{a0}@x", "\"'\n\u{a0}@x\"");
        check("＝1+1", "'＝1+1");
        check("－1", "'－1");
        check("a =1", "a =1");
        check("=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"");
    }
}
