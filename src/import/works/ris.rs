//! RIS (Research Information Systems, 2001 and 2011): records of tagged lines.
//!
//! The crate `biblib` (0.10) was looked at: it keeps what decides here — place, editors,
//! the kind of a work — as unread tags, so the reading would have to be done again.

use serde_json::{Map, Value, json};

use super::{Work, csl};
use crate::import::{Said, What, passage};

/// Kinds of works, as CSL names them.
const KINDS: [(&str, &str); 35] = [
    ("ABST", "article-journal"),
    ("AGGR", "dataset"),
    ("ART", "graphic"),
    ("BILL", "bill"),
    ("BLOG", "post-weblog"),
    ("BOOK", "book"),
    ("CASE", "legal_case"),
    ("CHAP", "chapter"),
    ("COMP", "software"),
    ("CONF", "paper-conference"),
    ("CPAPER", "paper-conference"),
    ("DATA", "dataset"),
    ("DICT", "entry-dictionary"),
    ("EBOOK", "book"),
    ("ECHAP", "chapter"),
    ("EDBOOK", "book"),
    ("EJOUR", "article-journal"),
    ("ELEC", "webpage"),
    ("ENCYC", "entry-encyclopedia"),
    ("GEN", "document"),
    ("GOVDOC", "report"),
    ("HEAR", "hearing"),
    ("JFULL", "periodical"),
    ("JOUR", "article-journal"),
    ("LEGAL", "legislation"),
    ("MGZN", "article-magazine"),
    ("MPCT", "motion_picture"),
    ("NEWS", "article-newspaper"),
    ("PAT", "patent"),
    ("RPRT", "report"),
    ("SOUND", "song"),
    ("STAT", "legislation"),
    ("THES", "thesis"),
    ("UNPB", "manuscript"),
    ("VIDEO", "motion_picture"),
];

/// Tags that become one field of CSL; of several the first one that is given counts.
const TEXTS: [(&str, &str); 27] = [
    ("TI", "title"),
    ("T1", "title"),
    ("CT", "title"),
    ("ST", "title-short"),
    ("T2", "container-title"),
    ("JO", "container-title"),
    ("JF", "container-title"),
    ("BT", "container-title"),
    ("JA", "container-title"),
    ("T3", "collection-title"),
    ("VL", "volume"),
    ("IS", "issue"),
    ("ET", "edition"),
    ("PB", "publisher"),
    ("CY", "publisher-place"),
    ("PP", "publisher-place"),
    ("AB", "abstract"),
    ("N2", "abstract"),
    ("N1", "note"),
    ("LA", "language"),
    ("UR", "URL"),
    ("DO", "DOI"),
    ("CN", "call-number"),
    ("DB", "archive"),
    ("M3", "genre"),
    ("M1", "number"),
    ("ID", "id"),
];

/// Tags for people.
const NAMES: [(&str, &str); 6] = [
    ("AU", "author"),
    ("A1", "author"),
    ("A2", "editor"),
    ("ED", "editor"),
    ("A4", "translator"),
    ("TA", "translator"),
];

/// Reads all records.
pub(super) fn works(text: &str, said: &mut Vec<Said>) -> Vec<Work> {
    let mut works = Vec::new();
    let mut record: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match tagged(line) {
            Some(("ER", _)) => finish(&mut record, &mut works, said),
            Some((tag, value)) => {
                if tag == "TY" && !record.is_empty() {
                    // The end of the one before is missing.
                    finish(&mut record, &mut works, said);
                }
                record.push((tag.to_owned(), value.to_owned()));
            }
            // A long value goes on.
            None => {
                if let Some((_, value)) = record.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
        }
    }
    finish(&mut record, &mut works, said);
    works
}

/// `TI  - The title`
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = rest.strip_prefix("  -")?;
    is_tag.then_some((tag, value.trim()))
}

fn finish(record: &mut Vec<(String, String)>, works: &mut Vec<Work>, said: &mut Vec<Said>) {
    let tags = std::mem::take(record);
    if tags.is_empty() {
        return;
    }
    let number = works.len()
        + said.iter().filter(|one| matches!(one.what, What::Invalid { .. })).count()
        + 1;
    let mut unread = Vec::new();
    let item = item(tags, &mut unread);
    let work = csl::work(number, &item, said);
    said.extend(unread.into_iter().map(|tag| work.said(What::not_held(tag))));
    works.push(work);
}

/// Makes CSL-JSON of a record; returns tags without a place by the way.
fn item(tags: Vec<(String, String)>, unread: &mut Vec<String>) -> Value {
    let mut item = Map::new();
    let (mut start, mut end) = (String::new(), String::new());
    for (tag, value) in tags.into_iter().filter(|(_, value)| !value.is_empty()) {
        let find = |table: &[(&str, &'static str)]| {
            table.iter().find(|(own, _)| *own == tag).map(|(_, name)| *name)
        };
        if let Some(name) = find(&NAMES) {
            let names = item.entry(name).or_insert_with(|| json!([]));
            names.as_array_mut().expect("it was made as a list").push(person(&value));
        } else if let Some(name) = find(&TEXTS).filter(|name| !item.contains_key(*name)) {
            item.insert(name.to_owned(), value.into());
        } else {
            match tag.as_str() {
                "TY" => drop(item.insert("type".to_owned(), kind(&value).into())),
                "SP" => start = value,
                "EP" => end = value,
                "SN" => drop(item.insert(serial(&value).to_owned(), value.into())),
                "PY" | "Y1" | "DA" => set_date(&mut item, "issued", &value),
                "Y2" => set_date(&mut item, "accessed", &value),
                _ => unread.push(format!("{tag} ({})", passage::shortened(&value))),
            }
        }
    }
    let pages: Vec<&str> =
        [&start, &end].into_iter().map(String::as_str).filter(|page| !page.is_empty()).collect();
    // Some put the range into the first page.
    let pages = if start.contains('-') { start.clone() } else { pages.join("-") };
    if !pages.is_empty() {
        item.insert("page".to_owned(), pages.into());
    }
    Value::Object(item)
}

fn kind(tag: &str) -> &str {
    KINDS.iter().find(|(own, _)| *own == tag).map_or(tag, |(_, kind)| kind)
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
