//! RIS (Research Information Systems, 2001 and 2011): records of tagged lines.
//!
//! The crate `biblib` (0.10) was looked at: it keeps what decides here — place, editors,
//! the kind of a work — as unread tags, so the reading would have to be done again.

use serde_json::{Map, Value, json};

use super::{Work, csl};
use crate::import::notice::shortened;

/// A tag and what stands after it: `TI  - The title`.
struct Line {
    tag: String,
    value: String,
}

/// Reads all records.
pub(super) fn works(text: &str) -> Vec<Work> {
    let mut records: Vec<Vec<Line>> = vec![Vec::new()];
    for line in text.lines() {
        let is_begun = records.last().is_some_and(|record| !record.is_empty());
        let read = tagged(line);
        let ends = read.as_ref().is_some_and(|line| line.tag == "ER" || line.tag == "TY");
        if ends && is_begun {
            records.push(Vec::new());
        }
        let Some(record) = records.last_mut() else { continue };
        match (read, record.last_mut()) {
            (Some(line), _) if line.tag != "ER" => record.push(line),
            // A long value goes on.
            (None, Some(last)) => last.value += &format!(" {}", line.trim()),
            _ => {}
        }
    }
    records.retain(|record| !record.is_empty());
    records.into_iter().enumerate().map(|(index, record)| work(index + 1, record)).collect()
}

fn tagged(line: &str) -> Option<Line> {
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = rest.strip_prefix("  -")?;
    is_tag.then(|| Line { tag: tag.to_owned(), value: value.trim().to_owned() })
}

/// Makes CSL-JSON of a record, and a work of that.
fn work(number: usize, record: Vec<Line>) -> Work {
    let mut item = Map::new();
    let mut pages = ["", ""];
    let mut unread = Vec::new();
    for Line { tag, value } in record.iter().filter(|line| !line.value.is_empty()) {
        if let Some(name) = people(tag) {
            let names = item.entry(name).or_insert_with(|| json!([]));
            names.as_array_mut().expect("it was made as a list").push(person(value));
            continue;
        }
        // Of several the first one that is given counts.
        if let Some(name) = text(tag).filter(|name| !item.contains_key(*name)) {
            item.insert(name.to_owned(), value.as_str().into());
            continue;
        }
        match tag.as_str() {
            "TY" => drop(item.insert("type".to_owned(), kind(value).into())),
            "SP" => pages[0] = value,
            "EP" => pages[1] = value,
            "SN" => drop(item.insert(serial(value).to_owned(), value.as_str().into())),
            "PY" | "Y1" | "DA" => set_date(&mut item, "issued", value),
            "Y2" => set_date(&mut item, "accessed", value),
            _ => unread.push(format!("{tag} ({})", shortened(value))),
        }
    }
    // Some put the range into the first page.
    let n_pages = if pages[0].contains('-') { 1 } else { 2 };
    let pages: Vec<&str> =
        pages.into_iter().take(n_pages).filter(|page| !page.is_empty()).collect();
    if !pages.is_empty() {
        item.insert("page".to_owned(), pages.join("-").into());
    }
    let mut work = csl::work(number, &item.into());
    unread.into_iter().for_each(|tag| work.leave_out(tag));
    work
}

/// Returns the kind of a work as CSL names it.
fn kind(tag: &str) -> &str {
    match tag {
        "ABST" | "EJOUR" | "JOUR" => "article-journal",
        "AGGR" | "DATA" => "dataset",
        "ART" => "graphic",
        "BILL" => "bill",
        "BLOG" => "post-weblog",
        "BOOK" | "EBOOK" | "EDBOOK" => "book",
        "CASE" => "legal_case",
        "CHAP" | "ECHAP" => "chapter",
        "COMP" => "software",
        "CONF" | "CPAPER" => "paper-conference",
        "DICT" => "entry-dictionary",
        "ELEC" => "webpage",
        "ENCYC" => "entry-encyclopedia",
        "GEN" => "document",
        "GOVDOC" | "RPRT" => "report",
        "HEAR" => "hearing",
        "JFULL" => "periodical",
        "LEGAL" | "STAT" => "legislation",
        "MGZN" => "article-magazine",
        "MPCT" | "VIDEO" => "motion_picture",
        "NEWS" => "article-newspaper",
        "PAT" => "patent",
        "SOUND" => "song",
        "THES" => "thesis",
        "UNPB" => "manuscript",
        other => other,
    }
}

/// Returns the field of CSL for people of a tag.
fn people(tag: &str) -> Option<&'static str> {
    match tag {
        "AU" | "A1" => Some("author"),
        "A2" | "ED" => Some("editor"),
        "A4" | "TA" => Some("translator"),
        _ => None,
    }
}

/// Returns the field of CSL for a text of a tag.
fn text(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "TI" | "T1" | "CT" => "title",
        "ST" => "title-short",
        "T2" | "JO" | "JF" | "BT" | "JA" => "container-title",
        "T3" => "collection-title",
        "VL" => "volume",
        "IS" => "issue",
        "ET" => "edition",
        "PB" => "publisher",
        "CY" | "PP" => "publisher-place",
        "AB" | "N2" => "abstract",
        "N1" => "note",
        "LA" => "language",
        "UR" => "URL",
        "DO" => "DOI",
        "CN" => "call-number",
        "DB" => "archive",
        "M3" => "genre",
        "M1" => "number",
        "ID" => "id",
        _ => return None,
    })
}

/// `Family, Given, Suffix`; an institution has no comma.
fn person(value: &str) -> Value {
    let mut parts = value.split(',').map(str::trim);
    let family = parts.next().unwrap_or_default();
    match (parts.next(), parts.next()) {
        (None, _) => json!({ "literal": family }),
        (Some(given), None) => json!({ "family": family, "given": given }),
        (Some(given), Some(suffix)) => {
            json!({ "family": family, "given": given, "suffix": suffix })
        }
    }
}

/// An ISSN has eight digits, an ISBN more.
fn serial(value: &str) -> &'static str {
    let n_digits = value.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).count();
    if n_digits <= 8 { "ISSN" } else { "ISBN" }
}

/// `2014/06/29/`, or `2014`; the longer of two dates counts.
fn set_date(item: &mut Map<String, Value>, field: &str, value: &str) {
    let parts: Vec<i64> =
        value.split(['/', '-']).map_while(|part| part.trim().parse().ok()).take(3).collect();
    let known =
        item.get(field).and_then(|date| date["date-parts"][0].as_array()).map_or(0, Vec::len);
    if parts.is_empty() && known == 0 {
        item.insert(field.to_owned(), json!({ "literal": value }));
    } else if parts.len() > known {
        item.insert(field.to_owned(), json!({ "date-parts": [parts] }));
    }
}
