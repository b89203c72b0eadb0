//! Hypothesis: what its API answers (`{"rows": […], "total": n}`, h.readthedocs.io, API
//! 1.0) and what its client exports (`{"annotations": […]}`). Texts are Markdown.
//!
//! A reply is a text under its parent's: it has no passage of its own.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::{
    Import, Said, What,
    item::{Creator, Item, Target, day_of},
    json, passage,
    selection::{self, Selection, Unit},
};
use crate::markdown;

/// Reads all annotations that are not private, replies within their parents.
pub(super) fn items(json: &Value, import: &mut Import) -> Vec<Item> {
    let rows = match json {
        Value::Object(_) if json.get("uri").is_some() => std::slice::from_ref(json),
        Value::Object(_) => json::list(json.get("rows").or_else(|| json.get("annotations"))),
        other => json::list(Some(other)),
    };
    let public = rows.iter().filter(|row| !is_private(row));
    let known: HashSet<&str> = public.filter_map(|row| json::text(row, "id")).collect();
    let mut threads = Threads::default();
    let mut items: Vec<Item> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mut item = Item { number: index + 1, ..Item::default() };
        json::text(row, "id").unwrap_or_default().clone_into(&mut item.id);
        if !row.is_object() {
            let expected = "an annotation: an object of JSON";
            import.said.push(item.said(What::WrongType { part: "it".to_owned(), expected }));
        } else if is_private(row) {
            import.n_private += 1;
        } else {
            read(row, &mut item, &mut import.said);
            // From the first one of the thread to the one that is answered.
            let answered = json::texts(row.get("references"));
            let nearest = answered.iter().rfind(|id| known.contains(*id)).or(answered.last());
            match nearest {
                Some(parent) => threads.add((*parent).to_owned(), item),
                None => items.push(item),
            }
        }
    }
    for item in &mut items {
        threads.append_to(item, &mut import.said);
    }
    threads.tell_left(&known, &mut import.said);
    items
}

/// Only the world and groups may read what is meant for others; without a word on it,
/// an export holds what its user could see.
fn is_private(row: &Value) -> bool {
    let readers = json::texts(row.get("permissions").and_then(|may| may.get("read")));
    !readers.is_empty() && !readers.iter().any(|reader| reader.starts_with("group:"))
}

fn read(row: &Value, item: &mut Item, said: &mut Vec<Said>) {
    let key = if item.id.is_empty() { row.to_string() } else { item.id.clone() };
    item.origin = format!("hypothesis:{key}");
    match row.get("text") {
        Some(Value::String(text)) if !text.trim().is_empty() => {
            item.body.push(text.trim().to_owned());
        }
        None | Some(Value::Null | Value::String(_)) => {}
        Some(_) => {
            said.push(item.said(What::WrongType { part: "`text`".to_owned(), expected: "text" }));
        }
    }
    item.tags = json::texts(row.get("tags")).into_iter().map(|tag| tag.trim().to_owned()).collect();
    item.creators = creator(row).into_iter().collect();
    for (name, place) in [("created", &mut item.created), ("updated", &mut item.updated)] {
        *place = json::text(row, name).and_then(day_of);
    }
    // The day is all that is kept; the same one says nothing.
    if item.updated == item.created {
        item.updated = None;
    }
    item.targets = json::list(row.get("target")).iter().map(|value| target(row, value)).collect();
}

fn target(row: &Value, target: &Value) -> Target {
    let source = json::text(target, "source").or_else(|| json::text(row, "uri"));
    let selectors: Vec<Value> = json::list(target.get("selector"))
        .iter()
        // Places in the page as it was then; the words are always given, too.
        .filter(|selector| {
            !(json::is_a(selector, "RangeSelector") || json::is_a(selector, "FragmentSelector"))
        })
        .cloned()
        .collect();
    let selection = if selectors.is_empty() {
        Selection::Whole
    } else {
        selection::read(Some(&Value::Array(selectors)), Unit::Utf16)
    };
    Target { source: source.unwrap_or_default().to_owned(), selection }
}

/// `acct:name@hypothes.is`, and the name that is shown.
fn creator(row: &Value) -> Option<Creator> {
    let account = json::text(row, "user")?;
    let own = account.trim_start_matches("acct:");
    let shown = row.get("user_info").and_then(|info| json::text(info, "display_name"));
    let shown = shown.or_else(|| json::text(row, "display_name"));
    let user = own.split('@').next().unwrap_or(own);
    Some(Creator { id: user.to_owned(), name: shown.unwrap_or(user).to_owned() })
}

/// Replies by the id of what they answer.
#[derive(Default)]
struct Threads {
    replies: HashMap<String, Vec<Item>>,
}

impl Threads {
    fn add(&mut self, parent: String, reply: Item) {
        self.replies.entry(parent).or_default().push(reply);
    }

    /// Puts the replies to an item, and theirs, under its text, the oldest first.
    fn append_to(&mut self, item: &mut Item, said: &mut Vec<Said>) {
        let mut waiting: Vec<(usize, Item)> = Vec::new();
        self.push_replies(&item.id, 1, &mut waiting);
        while let Some((depth, reply)) = waiting.pop() {
            if reply.body.is_empty() {
                said.push(reply.said(What::Silent));
            } else {
                item.replies.push(quotation(&reply, depth));
            }
            self.push_replies(&reply.id, depth + 1, &mut waiting);
            item.tags.extend(reply.tags);
        }
    }

    fn push_replies(&mut self, id: &str, depth: usize, waiting: &mut Vec<(usize, Item)>) {
        if id.is_empty() {
            return;
        }
        let mut replies = self.replies.remove(id).unwrap_or_default();
        replies.sort_by_key(|reply| (reply.created, reply.number));
        waiting.extend(replies.into_iter().rev().map(|reply| (depth, reply)));
    }

    /// Says of each reply that belongs to nothing why.
    fn tell_left(mut self, known: &HashSet<&str>, said: &mut Vec<Said>) {
        let parents = self.replies.keys().filter(|parent| !known.contains(parent.as_str()));
        let mut parents: Vec<String> = parents.cloned().collect();
        parents.sort();
        for parent in parents {
            let mut waiting = Vec::new();
            self.push_replies(&parent, 1, &mut waiting);
            while let Some((depth, reply)) = waiting.pop() {
                let parent = passage::shortened(&parent);
                said.push(reply.said(What::Dangling { parent }));
                self.push_replies(&reply.id, depth + 1, &mut waiting);
            }
        }
        // What is left hangs on nothing but itself.
        let replies: BTreeMap<String, Vec<Item>> = self.replies.into_iter().collect();
        said.extend(replies.into_values().flatten().map(|reply| reply.said(What::Circular)));
    }
}

/// A reply as a quotation that says whose it is, as deep as it stands in the thread.
fn quotation(reply: &Item, depth: usize) -> String {
    // Deeper than this, nobody sees who answers whom.
    const MAX_DEPTH: usize = 4;
    let mut text = reply.body.join("\n\n");
    if let Some(creator) = reply.creators.first() {
        text = format!("{text}\n\n— {}", markdown::from_plain(creator.shown()));
    }
    (0..depth.min(MAX_DEPTH)).fold(text, |text, _| markdown::quoted(&text))
}
