//! MRSF, the Markdown Review Sidecar Format, also called Sidemark: version 1.0 (draft,
//! <https://github.com/wictorwilen/MRSF>), in YAML or JSON.
//!
//! Its comments are on lines and columns of the Markdown, and on the Markdown that was selected
//! there. The latter decides; the former only between equal places, or where nothing else is given.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value as Json;

use super::{
    Import,
    item::{Creator, Item, Target, attach, day_of, threads},
    json::{list, text, unread},
    notice::About,
    selection::{Lines, Selection},
};
use crate::{
    diag::{Diagnostics, Severity},
    io::SourceFile,
    model::parse::YamlFile,
    text::markdown,
};

/// What is read of a comment; or says only where it stood in which version of the text.
const OF_COMMENT: &str = "id author timestamp text resolved type severity selected_text reply_to \
    line end_line start_column end_column commit anchored_text selected_text_hash";

/// Reads all comments, answers within what they answer.
///
/// # Errors
///
/// What is wrong with the file.
pub(super) fn items(text: &str, import: &mut Import) -> Result<Vec<Item>, String> {
    let json = read(text)?;
    let version = match &json["mrsf_version"] {
        Json::String(version) => version.clone(),
        Json::Number(version) => version.to_string(),
        _ => return Err("it does not say its `mrsf_version`".to_owned()),
    };
    if version.split('.').next() != Some("1") {
        return Err(format!("its version is {version}; 1.0 is read"));
    }
    let comments = list(&json["comments"]);
    let ids: HashMap<&str, usize> =
        comments.iter().enumerate().filter_map(|(n, it)| Some((it["id"].as_str()?, n))).collect();
    let answered = |number: usize| ids.get(comments[number]["reply_to"].as_str()?).copied();
    let (mut items, mut replies) = (BTreeMap::new(), Vec::new());
    for (number, place) in threads(comments.len(), answered).into_iter().enumerate() {
        let comment = &comments[number];
        let item = item(number, comment);
        let why_not = match (place, text_of(comment, "reply_to")) {
            _ if !comment.is_object() => About::NoItem("a comment: a mapping"),
            (None, _) => About::Circular,
            (Some((_, 0)), Some(parent)) => About::Dangling(parent.to_owned()),
            (Some((root, depth @ 1..)), _) => {
                replies.push((root, depth, item));
                continue;
            }
            (Some(_), None) => {
                items.insert(number, item);
                continue;
            }
        };
        import.tell(item.number, &item.id, [why_not]);
    }
    attach(replies, &mut items);
    Ok(items.into_values().collect())
}

/// Reads YAML, of which JSON is a part.
fn read(text: &str) -> Result<Json, String> {
    let diagnostics = Diagnostics::default();
    let file = SourceFile::new("review.yaml", text.to_owned());
    let yaml = YamlFile::parse(file, &diagnostics);
    let faults = diagnostics.into_sorted();
    if let Some(fault) = faults.iter().find(|one| one.severity == Severity::Error) {
        return Err(fault.problem.to_string());
    }
    let value = yaml.map(|yaml| yaml.value).unwrap_or_default();
    serde_json::to_value(&*value).map_err(|error| error.to_string())
}

fn text_of<'j>(comment: &'j Json, field: &str) -> Option<&'j str> {
    text(&comment[field])
}

fn item(number: usize, comment: &Json) -> Item {
    let own = |field: &str| text_of(comment, field).unwrap_or_default().to_owned();
    let id = own("id");
    let origin = if id.is_empty() { comment.to_string() } else { id.clone() };
    let mut item =
        Item { number: number + 1, origin: format!("mrsf:{origin}"), id, ..Item::default() };
    item.body.extend(text_of(comment, "text").map(markdown::from_plain));
    item.creators.push(creator(&own("author")));
    item.time = own("timestamp");
    item.created = day_of(&item.time);
    let severity = text_of(comment, "severity").map(|severity| format!("severity: {severity}"));
    let resolved = (comment["resolved"] == true).then(|| "resolved".to_owned());
    item.tags.extend(text_of(comment, "type").map(str::to_owned));
    item.tags.extend(severity.into_iter().chain(resolved));
    unread(comment, OF_COMMENT).for_each(|part| item.leave_out(format!("`{part}`")));
    item.targets.push(Target { source: String::new(), selection: selection(comment) });
    item
}

/// `Display Name (identifier)`, or a name alone.
fn creator(author: &str) -> Creator {
    let parts = author.strip_suffix(')').and_then(|author| author.rsplit_once(" ("));
    match parts {
        Some((name, id)) => Creator { id: id.to_owned(), name: name.trim().to_owned() },
        None => Creator { id: String::new(), name: author.to_owned() },
    }
}

fn selection(comment: &Json) -> Selection {
    let number = |field: &str| usize::try_from(comment[field].as_u64()?).ok();
    let lines = number("line").map(|first| {
        let last = number("end_line").unwrap_or(first);
        Lines { first, last, start: number("start_column").unwrap_or(0), end: number("end_column") }
    });
    match (text_of(comment, "selected_text"), lines) {
        (None, None) => Selection::Whole,
        (selected, lines) => {
            Selection::Source { text: selected.unwrap_or_default().to_owned(), lines }
        }
    }
}
