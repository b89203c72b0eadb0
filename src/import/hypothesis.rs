//! Hypothesis: what its API answers (`{"rows": […], "total": n}`, h.readthedocs.io, API
//! 1.0) and what its client exports (`{"annotations": […]}`). Texts are Markdown.
//!
//! A reply is a text under its parent's: it has no passage of its own.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::Value;

use super::{
    Import,
    item::{Creator, Item, Target, day_of},
    json::{Many, Text, list, object, text, texts},
    notice::About,
    selection::{Selection, Unit},
};
use crate::text::markdown;

/// An annotation or a reply. What else it holds describes the page and its moderation.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    id: Text,
    user: Text,
    user_info: Value,
    display_name: Text,
    uri: Text,
    text: Value,
    tags: Many<String>,
    created: Text,
    updated: Text,
    target: Many<Value>,
    permissions: Value,
    references: Many<String>,
}

/// Replies by the id of what they answer.
type Replies = BTreeMap<String, Vec<Item>>;

/// Reads all annotations that are not private, replies within their parents.
pub(super) fn items(json: Value, import: &mut Import) -> Vec<Item> {
    let rows = match json {
        Value::Object(mut fields) if !fields.contains_key("uri") => {
            let rows = fields.remove("rows").or_else(|| fields.remove("annotations"));
            rows.unwrap_or_default()
        }
        other => other,
    };
    let values = list(&rows);
    let rows: Vec<Option<Row>> = values.iter().map(object).collect();
    let public = rows.iter().flatten().filter(|row| !row.is_private());
    let known: HashSet<String> = public.filter_map(|row| row.id.0.clone()).collect();
    let mut replies = Replies::new();
    let mut items: Vec<Item> = Vec::new();
    for (index, (row, value)) in rows.into_iter().zip(values).enumerate() {
        let number = index + 1;
        let Some(row) = row else {
            let about = About::WrongType("it", "an annotation: an object of JSON");
            import.tell(number, "", [about]);
            continue;
        };
        if row.is_private() {
            import.n_private += 1;
            continue;
        }
        // From the first one of the thread to the one that is answered.
        let answered = &row.references.0;
        let nearest = answered.iter().rfind(|id| known.contains(*id)).or(answered.last()).cloned();
        let item = row.into_item(number, value);
        match nearest {
            Some(parent) => replies.entry(parent).or_default().push(item),
            None => items.push(item),
        }
    }
    for item in &mut items {
        for (depth, mut reply) in thread(&item.id, &mut replies) {
            if reply.body.is_empty() {
                reply.notices.push(About::Silent);
            } else {
                item.replies.push(quotation(&reply, depth));
            }
            import.tell(reply.number, &reply.id, reply.notices);
            item.tags.extend(reply.tags);
        }
    }
    tell_left(replies, &known, import);
    items
}

impl Row {
    /// Only the world and groups may read what is meant for others; without a word on it,
    /// an export holds what its user could see.
    fn is_private(&self) -> bool {
        let readers = texts(&self.permissions["read"]).0;
        !readers.is_empty() && !readers.iter().any(|reader| reader.starts_with("group:"))
    }

    fn into_item(self, number: usize, value: &Value) -> Item {
        let id = self.id.0.clone().unwrap_or_default();
        let name = if id.is_empty() { value.to_string() } else { id.clone() };
        let mut item = Item { number, id, origin: format!("hypothesis:{name}"), ..Item::default() };
        match &self.text {
            Value::String(text) if text.trim().is_empty() => {}
            Value::String(text) => item.body.push(text.trim().to_owned()),
            Value::Null => {}
            _ => item.notices.push(About::WrongType("`text`", "text")),
        }
        item.tags = self.tags.0.iter().map(|tag| tag.trim().to_owned()).collect();
        item.creators = self.creator().into_iter().collect();
        item.created = self.created.get().and_then(day_of);
        // The day is all that is kept; the same one says nothing.
        let updated = self.updated.get().and_then(day_of);
        item.updated = updated.filter(|_| updated != item.created);
        item.targets = self.target.0.iter().map(|target| self.target(target)).collect();
        item
    }

    fn target(&self, target: &Value) -> Target {
        let mut selectors = list(&target["selector"]).to_vec();
        // Places in the page as it was then; the words are always given, too.
        selectors.retain(|selector| {
            selector["type"] != "RangeSelector" && selector["type"] != "FragmentSelector"
        });
        let source = text(&target["source"]).or(self.uri.get());
        Target {
            source: source.unwrap_or_default().to_owned(),
            selection: Selection::of(&selectors, Unit::Utf16),
        }
    }

    /// `acct:name@hypothes.is`, and the name that is shown.
    fn creator(&self) -> Option<Creator> {
        let own = self.user.get()?.trim_start_matches("acct:");
        let user = own.split('@').next().unwrap_or(own);
        let shown = text(&self.user_info["display_name"]).or(self.display_name.get());
        let name = shown.unwrap_or(user);
        Some(Creator { id: user.to_owned(), name: name.to_owned() })
    }
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
fn tell_left(mut replies: Replies, known: &HashSet<String>, import: &mut Import) {
    let is_unknown = |parent: &&String| !known.contains(*parent);
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
