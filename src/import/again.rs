//! Comments of a document that came before: what a later version of it says anew.
//!
//! A comment is known by the end of its entry's id, and if its text has changed since, by what
//! the entry says: that, with the author and the time of the comment, hashes to the same end. If
//! an editor has changed the entry, too, the comment is a new one. Only drafts that read as the
//! document did are changed; whatever else is new is told.

use std::collections::HashSet;

use serde_yaml::{Mapping, Value};

use super::{
    Destination, Import,
    dedup::{self, hash_of},
    entry,
    item::{Item, ORIGIN},
    notice::{About, shortened},
};

/// The keyword of a thread that is resolved.
pub(super) const RESOLVED: &str = "resolved";

/// Returns what tells a comment from all others, the same whenever it comes.
pub(super) fn origin(author: &str, date: &str, body: &str) -> String {
    format!("{ORIGIN}{author}\n{date}\n{body}")
}

/// What becomes of comments that are older than others which came before, and are not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Older {
    /// They come in, which is told: whoever removed them here has them back.
    Add,
    /// They are left out, which is told.
    LeaveOut,
}

/// An entry that a comment came in as.
#[derive(Clone, Copy)]
struct Earlier<'a> {
    id: &'a str,
    fields: &'a Mapping,
    /// Whether the comment says something else now.
    is_reworded: bool,
}

/// Adds the comments of a document to an import: new ones as entries, and what others say anew.
pub(super) fn add_all(
    items: Vec<Item>,
    destination: &Destination<'_>,
    older: Older,
    import: &mut Import,
) {
    let hashes: HashSet<String> = items.iter().map(|item| hash_of(&item.origin)).collect();
    let ends = |id: &str| dedup::end_of(id).map(str::to_owned);
    let came = destination.entries.iter().filter(|(id, _)| ends(id).is_some());
    // Those that no comment is by its words.
    let mut left: Vec<&(String, Mapping)> =
        came.filter(|(id, _)| !ends(id).is_some_and(|end| hashes.contains(&end))).collect();
    let (mut new, mut newest) = (Vec::new(), String::new());
    for item in items {
        let hash = hash_of(&item.origin);
        let is_it = |(id, _): &&(String, Mapping)| ends(id).as_ref() == Some(&hash);
        let known = destination.entries.iter().find(is_it);
        let known = known.map(|(id, fields)| Earlier { id, fields, is_reworded: false });
        let Some(earlier) = known.or_else(|| reworded(&item, &mut left, destination)) else {
            new.push(item);
            continue;
        };
        newest = newest.max(item.last_time.clone());
        compare(item, earlier, destination, import);
    }
    let is_older = |item: &Item| !item.time.is_empty() && item.time < newest;
    let n_older = new.iter().filter(|item| is_older(item)).count();
    match older {
        _ if n_older == 0 => {}
        Older::Add => import.tell(0, "", [About::CameBack(n_older)]),
        Older::LeaveOut => {
            import.n_older = n_older;
            new.retain(|item| !is_older(item));
        }
    }
    if !newest.is_empty() && !left.is_empty() {
        /// So many are named.
        const NAMED: usize = 10;
        let ids: Vec<String> = left.iter().take(NAMED).map(|(id, _)| format!("`{id}`")).collect();
        let more = if left.len() > NAMED { ", …" } else { "" };
        import.n_gone = left.len();
        import.tell(0, "", [About::Gone(ids.join(", ") + more)]);
    }
    entry::add_all(new, destination, import);
}

/// Finds the entry of a comment whose text has changed since, and takes it from those that are
/// left. Others by the same author on the same words are others.
fn reworded<'a>(
    item: &Item,
    left: &mut Vec<&'a (String, Mapping)>,
    destination: &Destination<'_>,
) -> Option<Earlier<'a>> {
    let author = item.creators.first()?.shown();
    let day = item.created?.to_string();
    let is_by = |fields: &Mapping| {
        text(fields, "author") == author && text(fields, "created") == day && !author.is_empty()
    };
    let said = said(item, &[], destination).unwrap_or_default();
    let own = |is_it: &dyn Fn(&str, &Mapping) -> bool| {
        left.iter().position(|(id, fields)| is_by(fields) && is_it(id, fields))
    };
    // What was taken over once reads as the comment does now.
    let is_taken_over =
        |_: &str, fields: &Mapping| !said.is_empty() && begins(text(fields, "body"), &said);
    let is_by_time =
        |id: &str, fields: &Mapping| original(item, id, text(fields, "body")).is_some();
    let taken_over = own(&is_taken_over);
    let at = taken_over.or_else(|| own(&is_by_time))?;
    let (id, fields) = left.remove(at);
    Some(Earlier { id, fields, is_reworded: taken_over.is_none() })
}

/// Returns what the comment read when it came in as an entry; `None` if that reads otherwise
/// now. Answers and what was deleted stand in it as quotations.
fn original<'b>(item: &Item, id: &str, body: &'b str) -> Option<&'b str> {
    let body = body.trim_end();
    let own = match body.split_once("\n\n").filter(|(first, _)| first.starts_with("> ~~")) {
        Some((_, own)) => own,
        None => body,
    };
    let author = item.creators.first()?.name.as_str();
    let ends = own.match_indices("\n\n>").map(|(at, _)| at).chain([own.len()]);
    let mut texts = ends.map(|end| &own[..end]);
    let end = dedup::end_of(id)?;
    texts.find(|text| hash_of(&origin(author, &item.time, text)) == end)
}

/// Returns whether a text begins with another, paragraph by paragraph.
fn begins(text: &str, other: &str) -> bool {
    let rest = text.trim_end().strip_prefix(other.trim_end());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("\n\n"))
}

fn text<'a>(fields: &'a Mapping, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Returns the body that an item would come in with, with some of its answers.
fn said(item: &Item, replies: &[String], destination: &Destination<'_>) -> Option<String> {
    let body = [item.body.as_slice(), replies].concat();
    entry::body_of(&body, item, destination, &mut Vec::new())
}

/// Holds a comment against the entry that it came in as.
fn compare(item: Item, earlier: Earlier<'_>, destination: &Destination<'_>, import: &mut Import) {
    let Earlier { id, fields, is_reworded } = earlier;
    let (number, name) = (item.number, item.id.clone());
    let mut changes = Mapping::new();
    let mut told = Vec::new();
    let status = text(fields, "status");
    if status == "retracted" {
        import.n_retracted += 1;
        return;
    }
    let body = text(fields, "body").trim_end();
    let has = |reply: &String| {
        let own = entry::body_of(std::slice::from_ref(reply), &item, destination, &mut Vec::new());
        own.is_some_and(|own| body.contains(own.trim_end()))
    };
    let (kept, new): (Vec<String>, Vec<String>) = item.replies.iter().cloned().partition(has);
    let is_as_it_came = match original(&item, id, body) {
        Some(own) if is_reworded => {
            let end = &body[own.as_ptr() as usize - body.as_ptr() as usize + own.len()..];
            let answers = [String::new()].iter().chain(&kept).cloned().collect::<Vec<_>>();
            end.trim_end() == answers.join("\n\n").trim_end()
        }
        _ if is_reworded => false,
        _ => said(&item, &kept, destination).is_some_and(|said| said.trim_end() == body),
    };
    if is_reworded || !new.is_empty() {
        let full = said(&item, &item.replies, destination);
        match full.filter(|_| status == "draft" && is_as_it_came) {
            Some(full) => {
                changes.insert("body".into(), full.into());
                told.extend(is_reworded.then(|| About::Reworded(id.to_owned())));
                let answered = About::Answered { id: id.to_owned(), n: new.len() };
                told.extend((!new.is_empty()).then_some(answered));
            }
            None => {
                let own = is_reworded.then(|| item.body.join(" "));
                let texts = own.iter().chain(&new).map(|text| format!("“{}”", excerpt(text)));
                let news = texts.collect::<Vec<_>>().join(", ");
                let why = if status == "draft" { OTHERWISE } else { "is no draft any more" };
                told.push(About::Left { id: id.to_owned(), why, news });
            }
        }
    }
    told.extend(resolution(&item, earlier, &mut changes));
    let is_left = told.iter().any(|about| matches!(about, About::Left { .. }));
    match (changes.is_empty(), is_left) {
        (false, _) => {
            import.n_updated += 1;
            import.updates.push((id.to_owned(), changes));
        }
        (true, true) => import.n_left += 1,
        (true, false) => import.n_present += 1,
    }
    import.tell(number, &name, told);
}

/// Why a draft is left as it is.
const OTHERWISE: &str = "reads otherwise than the comment did";

/// Says whether a thread was resolved since, or opened again; the keyword is set in a draft.
fn resolution(item: &Item, earlier: Earlier<'_>, changes: &mut Mapping) -> Option<About> {
    let id = earlier.id.to_owned();
    let tags = earlier.fields.get("tags").and_then(Value::as_sequence).cloned().unwrap_or_default();
    let was = tags.iter().any(|tag| tag == RESOLVED);
    match (was, item.tags.iter().any(|tag| tag == RESOLVED)) {
        (false, true) if text(earlier.fields, "status") == "draft" => {
            let tags: Vec<Value> = tags.into_iter().chain([RESOLVED.into()]).collect();
            changes.insert("tags".into(), tags.into());
            Some(About::Resolved(id))
        }
        (false, true) => Some(About::ResolvedLeft(id)),
        (true, false) => Some(About::Reopened(id)),
        _ => None,
    }
}

/// Returns the beginning of a text without the marks of quotations.
fn excerpt(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != ">").collect();
    shortened(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_comment_read_is_known_by_the_id_of_its_entry() {
        let item = Item {
            creators: vec![super::super::item::Creator { name: "Ann".into(), id: String::new() }],
            time: "2026-02-03T09:00:00Z".into(),
            ..Item::default()
        };
        let hash = hash_of("comment:Ann\n2026-02-03T09:00:00Z\nWhich?\n\nOr none.");
        let id = format!("which-or-none-{hash}");
        for body in [
            "Which?\n\nOr none.",
            "Which?\n\nOr none.\n",
            "Which?\n\nOr none.\n\n> The old one.\n>\n> — Bo",
            "> ~~gone~~\n\nWhich?\n\nOr none.",
        ] {
            assert_eq!(original(&item, &id, body), Some("Which?\n\nOr none."), "{body}");
        }
        assert_eq!(original(&item, &id, "Which?\n\nOr none!"), None);
        assert_eq!(original(&item, "mine", "Which?\n\nOr none."), None);
    }
}
