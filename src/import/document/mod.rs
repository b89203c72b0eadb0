//! Documents of word processors, as Pandoc reads them: what they say with all changes
//! accepted, and the comments beside it.
//!
//! Pandoc reads a document twice. Of its tree with all changes accepted, `sayable.rs` makes
//! one that Markdown can say, with its title where that belongs (`head.rs`). Its tree with
//! changes and comments in it, `marked.rs` reads as plain text in which the comments have their
//! places; [`comments`] follows these into the article's prose as passages are followed when a
//! text was edited, so equal words elsewhere are never taken for those that were commented. What
//! Pandoc does not tell — comments on a point or on what was deleted, who answers whom —
//! `threads.rs` reads from the file itself.
//!
//! Markdown that Pandoc made of a document has comments and changes as spans (`spans.rs`).
//!
//! A comment whose words are not there any more comes in detached; one that stood on no words
//! becomes a note on the whole article.

mod head;
mod marked;
mod sayable;
mod spans;
mod threads;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

use serde_json::Value as Json;

use super::{
    Destination, Import, Older, again,
    archive::Archive,
    item::{Creator, Item, Target, attach, day_of, threads},
    notice::{About, Notice, shortened},
    page::File,
    selection::Selection,
};
use crate::{
    anchor::{AlignedTexts, EarlierText, Key},
    model::TextQuote,
    text::markdown,
};
use marked::{Comment, Marked};

pub use sayable::Sayable;
pub use spans::has_comments;

/// A file of a word processor.
#[derive(Debug)]
pub struct Document {
    archive: Archive,
}

/// Comments on a document, with the text that they stand in.
#[derive(Debug)]
pub struct Comments {
    marked: Marked,
    /// What answers what: by the number of an answer, that of what it answers.
    answered: HashMap<usize, usize>,
    /// The numbers of those that are resolved.
    resolved: HashSet<usize>,
}

impl Document {
    /// Opens a file; one that is no archive holds nothing.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self { archive: Archive::new(bytes) }
    }

    /// Returns the document as a tree that Markdown can say, given its tree with all changes
    /// accepted, and the images in it.
    ///
    /// # Errors
    ///
    /// What is wrong with the JSON.
    pub fn sayable(&self, accepted: &str) -> Result<Sayable, serde_json::Error> {
        let mut tree: Json = serde_json::from_str(accepted)?;
        spans::accept(&mut tree["blocks"]);
        head::take(&mut tree, &self.archive);
        let (images, notices) = sayable::make(&mut tree, &self.archive);
        Ok(Sayable { tree: tree.to_string(), images, notices })
    }

    /// Returns the comments on the document, given its tree with changes and comments.
    ///
    /// # Errors
    ///
    /// What is wrong with the JSON.
    pub fn comments(&self, marked: &str) -> Result<Comments, serde_json::Error> {
        let mut marked = Marked::read(&serde_json::from_str(marked)?);
        let threads = threads::read(&self.archive);
        let known: HashSet<String> = marked.comments.iter().map(|one| one.id.clone()).collect();
        // Those on a point and on what was deleted.
        for one in &threads {
            if !known.contains(&one.id) {
                let body = markdown::from_plain(&one.paragraphs.join("\n\n"));
                let (id, author, date) = (one.id.clone(), one.author.clone(), one.date.clone());
                marked.comments.push(Comment { id, author, date, body, ..Comment::default() });
            }
        }
        let numbers = marked.comments.iter().enumerate();
        let numbers: HashMap<&str, usize> =
            numbers.map(|(number, comment)| (comment.id.as_str(), number)).collect();
        let number = |id: &str| numbers.get(id).copied();
        let parents = threads
            .iter()
            .filter_map(|one| Some((number(&one.id)?, number(&threads[one.parent?].id)?)));
        let mut answered: HashMap<usize, usize> = parents.collect();
        // LibreOffice and others say nothing of that.
        if !threads.iter().all(|one| one.is_told) {
            answered = marked.on_same_words();
        }
        let resolved = threads.iter().filter(|one| one.is_resolved);
        let resolved = resolved.filter_map(|one| number(&one.id)).collect();
        Ok(Comments { marked, answered, resolved })
    }

    /// Says how many comments there are that Pandoc tells nothing of.
    #[must_use]
    pub fn unread_comments(&self) -> Option<Notice> {
        let n = threads::n_annotations(&self.archive);
        let about = About::UnreadComments(n);
        (n > 0).then_some(Notice { number: 0, name: String::new(), about })
    }
}

impl Comments {
    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marked.comments.is_empty()
    }

    /// Says whose changes were accepted.
    #[must_use]
    pub fn changes(&self) -> Option<Notice> {
        let by = |(name, n): (&String, &usize)| match name.as_str() {
            "" => format!("unnamed ({n})"),
            name => format!("{name} ({n})"),
        };
        let by: Vec<String> = self.marked.changes.iter().map(by).collect();
        let about = About::Accepted(by.join(", "));
        (!by.is_empty()).then_some(Notice { number: 0, name: String::new(), about })
    }
}

/// Makes drafts of comments, each on the words that it stood on.
#[must_use]
pub fn comments(comments: &Comments, destination: &Destination<'_>, older: Older) -> Import {
    let mut import = Import::default();
    let Marked { text, comments: all, .. } = &comments.marked;
    let earlier = EarlierText::whole(text);
    let (prose, key) = destination.text.prose();
    let aligned = AlignedTexts::new(&earlier, prose, key);
    let follow = |range: Range<usize>| {
        let count = |at: usize| text[..at].chars().count();
        let places = aligned.follow(count(range.start), count(range.end));
        let [place] = places.as_slice() else { return None };
        let reads = |text: &str| Key::new(text).text().trim().to_owned();
        (reads(&prose[place.clone()]) == reads(&text[range])).then(|| place.clone())
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let (mut items, mut replies) = (BTreeMap::new(), Vec::new());
    let places = threads(all.len(), |number| comments.answered.get(&number).copied());
    for (number, comment) in all.iter().enumerate() {
        let mut item = item(number, comment);
        // Who said the same twice in one second is told apart by the order.
        let n_before = seen.entry(item.origin.clone()).or_default();
        if *n_before > 0 {
            item.origin += &format!("\n{n_before}");
        }
        *n_before += 1;
        if comments.resolved.contains(&number) {
            item.tags.push(again::RESOLVED.to_owned());
        }
        match places[number] {
            Some((root, depth @ 1..)) => replies.push((root, depth, item)),
            // Those that answer each other stand for themselves.
            _ => {
                let selection = selection_of(comment, text, follow);
                item.targets.push(Target { source: String::new(), selection });
                items.insert(number, item);
            }
        }
    }
    attach(replies, &mut items);
    again::add_all(items.into_values().collect(), destination, older, &mut import);
    import.notices.sort_by_key(|notice| notice.number);
    import
}

/// Makes an item of a comment, without what it is about.
fn item(number: usize, comment: &Comment) -> Item {
    let Comment { author, date, body, deleted, .. } = comment;
    let struck = deleted.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = markdown::quoted(&format!("~~{}~~", markdown::from_plain(&struck)));
    let own = Some(body.clone()).filter(|body| !body.trim().is_empty());
    // What was deleted alone says nothing either.
    let is_on_nothing = comment.range.is_empty() && !struck.is_empty() && own.is_some();
    Item {
        number: number + 1,
        id: author.clone(),
        origin: again::origin(author, date, body),
        body: is_on_nothing.then_some(quoted).into_iter().chain(own).collect(),
        last_time: date.clone(),
        creators: vec![Creator { id: String::new(), name: author.clone() }],
        created: day_of(date),
        time: date.clone(),
        ..Item::default()
    }
}

/// Returns what a comment is about; `follow` finds words of the document in the article.
fn selection_of(
    comment: &Comment,
    text: &str,
    follow: impl Fn(Range<usize>) -> Option<Range<usize>>,
) -> Selection {
    /// Characters around words that are not found.
    const CONTEXT: usize = 32;
    if let Some(number) = comment.footnote {
        return Selection::Footnote(number);
    }
    let given = &text[comment.range.clone()];
    let exact = given.trim();
    if !exact.contains(char::is_alphanumeric) {
        return Selection::Nothing(match comment.deleted.trim() {
            "" => "it stood on no words of the text".to_owned(),
            deleted => format!("what it stood on was deleted (“{}”)", shortened(deleted)),
        });
    }
    let start = comment.range.start + (given.len() - given.trim_start().len());
    let range = start..start + exact.len();
    match follow(range.clone()) {
        Some(place) => Selection::Place(place),
        None => {
            let before = text[..range.start].char_indices().rev().take(CONTEXT).last();
            let prefix = &text[before.map_or(range.start, |(at, _)| at)..range.start];
            let suffix = text[range.end..].chars().take(CONTEXT).collect();
            let (exact, prefix) = (exact.to_owned(), prefix.to_owned());
            Selection::Lost(TextQuote { exact, prefix, suffix, ..TextQuote::default() })
        }
    }
}

impl Sayable {
    /// Returns the images as files of the article's folder.
    #[must_use]
    pub fn into_files(self) -> (Vec<File>, Vec<Notice>) {
        (self.images, self.notices)
    }
}
