//! Hypothesis: what its API answers (`{"rows": […], "total": n}`, h.readthedocs.io, API
//! 1.0) and what its client exports (`{"annotations": […]}`). Texts are Markdown.
//!
//! A reply is a text under its parent's: it has no passage of its own.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::{
    Import,
    item::{Creator, Item, Target, day_of, reply},
    json::{list, text, texts},
    notice::About,
    selection::{Selection, Unit},
};

/// Replies by the id of what they answer.
type Replies = BTreeMap<String, Vec<Item>>;

/// Reads all annotations that are not private, replies within their parents.
pub(super) fn items(json: &Value, import: &mut Import) -> Vec<Item> {
    let is_answer = json.is_object() && json.get("uri").is_none();
    let rows = json.get("rows").or_else(|| json.get("annotations")).unwrap_or(&Value::Null);
    let rows = list(if is_answer { rows } else { json });
    let public = rows.iter().filter(|row| !is_private(row));
    let known: HashSet<&str> = public.filter_map(|row| text(&row["id"])).collect();
    let mut replies = Replies::new();
    let mut items: Vec<Item> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if !row.is_object() {
            let about = About::NoItem("an annotation: an object of JSON");
            import.tell(index + 1, "", [about]);
        } else if is_private(row) {
            import.n_private += 1;
        } else {
            // From the first one of the thread to the one that is answered.
            let mut answered = texts(&row["references"]);
            let last = answered.clone().next_back();
            match answered.rfind(|id| known.contains(id)).or(last) {
                Some(parent) => {
                    replies.entry(parent.to_owned()).or_default().push(item(index + 1, row));
                }
                None => items.push(item(index + 1, row)),
            }
        }
    }
    for item in &mut items {
        for (depth, mut answer) in thread(&item.id, &mut replies) {
            match reply(&answer, depth) {
                Some(reply) => item.replies.push(reply),
                None => answer.notices.push(About::Silent),
            }
            import.tell(answer.number, &answer.id, answer.notices);
            item.tags.extend(answer.tags);
        }
    }
    tell_left(replies, &known, import);
    items
}

/// Only the world and groups may read what is meant for others; without a word on it, an
/// export holds what its user could see.
fn is_private(row: &Value) -> bool {
    let mut readers = texts(&row["permissions"]["read"]).peekable();
    readers.peek().is_some() && !readers.any(|reader| reader.starts_with("group:"))
}

/// Reads an annotation or a reply. What else it holds describes the page and its moderation.
fn item(number: usize, row: &Value) -> Item {
    let id = text(&row["id"]).unwrap_or_default().to_owned();
    let name = if id.is_empty() { row.to_string() } else { id.clone() };
    let mut item = Item { number, id, origin: format!("hypothesis:{name}"), ..Item::default() };
    match &row["text"] {
        Value::String(text) if text.trim().is_empty() => {}
        Value::String(text) => item.body.push(text.trim().to_owned()),
        Value::Null => {}
        _ => item.notices.push(About::WrongType("`text`", "text")),
    }
    item.tags = texts(&row["tags"]).map(|tag| tag.trim().to_owned()).collect();
    item.creators = creator(row).into_iter().collect();
    item.created = text(&row["created"]).and_then(day_of);
    // The day is all that is kept; the same one says nothing.
    let updated = text(&row["updated"]).and_then(day_of);
    item.updated = updated.filter(|_| updated != item.created);
    item.targets = list(&row["target"]).iter().map(|target| self::target(row, target)).collect();
    if item.targets.is_empty() && row["uri"].is_string() {
        // A page note.
        item.targets.push(target(row, &Value::Null));
    }
    item
}

fn target(row: &Value, target: &Value) -> Target {
    let all = list(&target["selector"]);
    // Places in the page as it was then; the words are always given, too.
    let is_left_out = |selector: &Value| {
        selector["type"] == "RangeSelector" || selector["type"] == "FragmentSelector"
    };
    let mut selectors: Vec<Value> = all.iter().filter(|it| !is_left_out(it)).cloned().collect();
    if selectors.is_empty() {
        // Nothing else is given: what is said is not about the whole page.
        selectors = all.to_vec();
    }
    let source = text(&target["source"]).or(text(&row["uri"]));
    Target {
        source: source.unwrap_or_default().to_owned(),
        selection: Selection::of(&selectors, Unit::Utf16),
    }
}

/// `acct:name@hypothes.is`, and the name that is shown.
fn creator(row: &Value) -> Option<Creator> {
    let own = text(&row["user"])?.trim_start_matches("acct:");
    let user = own.split('@').next().unwrap_or(own);
    let shown = text(&row["user_info"]["display_name"]).or(text(&row["display_name"]));
    Some(Creator { id: user.to_owned(), name: shown.unwrap_or(user).to_owned() })
}

/// Takes out the replies to an item, and theirs below them, the oldest first, each with
/// how deep it stands.
fn thread(id: &str, replies: &mut Replies) -> Vec<(usize, Item)> {
    let mut found = Vec::new();
    let mut waiting = Vec::new();
    let mut answered = (1, id.to_owned());
    loop {
        let (depth, id) = answered;
        let mut next = if id.is_empty() { None } else { replies.remove(&id) }.unwrap_or_default();
        next.sort_by_key(|reply| (reply.created, reply.number));
        waiting.extend(next.into_iter().rev().map(|reply| (depth, reply)));
        let Some((depth, reply)) = waiting.pop() else { return found };
        answered = (depth + 1, reply.id.clone());
        found.push((depth, reply));
    }
}

/// Says of each reply that belongs to nothing why.
fn tell_left(mut replies: Replies, known: &HashSet<&str>, import: &mut Import) {
    let is_unknown = |parent: &&String| !known.contains(parent.as_str());
    let parents: Vec<String> = replies.keys().filter(is_unknown).cloned().collect();
    for parent in parents {
        for (_, reply) in thread(&parent, &mut replies) {
            let notices = reply.notices.into_iter().chain([About::Dangling(parent.clone())]);
            import.tell(reply.number, &reply.id, notices);
        }
    }
    // What is left hangs on nothing but itself.
    for reply in replies.into_values().flatten() {
        import.tell(reply.number, &reply.id, reply.notices.into_iter().chain([About::Circular]));
    }
}
