//! One annotation as it comes in, whatever its format: what it says and what about.

use std::collections::BTreeMap;

use super::{notice::About, selection::Selection};
use crate::{model::Date, text::markdown};

/// What the origin of a comment of a document begins with.
pub(super) const ORIGIN: &str = "comment:";

/// An annotation, not yet tied to the article.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    /// What it calls itself: an address, or nothing.
    pub(super) id: String,
    /// What tells it from all others, the same whenever it comes.
    pub(super) origin: String,
    /// What is to be said of it.
    pub(super) notices: Vec<About>,
    /// What it is about: one passage or several.
    pub(super) targets: Vec<Target>,
    /// What it is for, in the words of the W3C.
    pub(super) motivations: Vec<String>,
    /// Its text, Markdown, paragraph by paragraph.
    pub(super) body: Vec<String>,
    /// What others answered, Markdown.
    pub(super) replies: Vec<String>,
    /// One sentence that sums it up.
    pub(super) summary: Option<String>,
    /// The claim that it checks.
    pub(super) claim: Option<String>,
    /// What it classifies its passage as: a rating, or a tag.
    pub(super) classes: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) corrections: Vec<Correction>,
    pub(super) links: Vec<Link>,
    pub(super) creators: Vec<Creator>,
    pub(super) created: Option<Date>,
    /// When it was written, to the second, as the format has it; nothing if nobody knows.
    pub(super) time: String,
    /// When the last answer to it was written, or it.
    pub(super) last_time: String,
    pub(super) updated: Option<Date>,
    pub(super) languages: Vec<String>,
    /// Under which terms it may be used.
    pub(super) rights: Option<String>,
}

/// What an annotation is about.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The address of the page; empty if it is not given.
    pub(super) source: String,
    pub(super) selection: Selection,
}

/// What was corrected, and when.
#[derive(Debug)]
pub(super) struct Correction {
    pub(super) date: Date,
    pub(super) text: String,
}

/// A page that an annotation links to.
#[derive(Debug, Default)]
pub(super) struct Link {
    pub(super) url: String,
    /// Its title, or nothing.
    pub(super) label: String,
    /// Its key in the bibliography, where one is given.
    pub(super) key: Option<String>,
    /// What it says, in its own words.
    pub(super) quote: Option<String>,
    /// How it stands to the claim: `supports`, `contradicts`, `context`.
    pub(super) stance: Option<&'static str>,
    /// Where in it: a page, a paragraph.
    pub(super) at: Option<String>,
    /// What it says, in the editor's words.
    pub(super) note: Option<String>,
    /// An archived copy.
    pub(super) archived: Option<String>,
}

/// Someone who wrote.
#[derive(Debug, Default)]
pub(super) struct Creator {
    /// An address or an account; may be empty.
    pub(super) id: String,
    /// A name; may be empty.
    pub(super) name: String,
}

impl Creator {
    /// Returns what to call them.
    pub(super) fn shown(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }
}

impl Item {
    /// Returns whether it is made for something.
    pub(super) fn is_for(&self, motivation: &str) -> bool {
        self.motivations.iter().any(|own| own == motivation)
    }

    /// Returns whether it is a comment of a document.
    pub(super) fn is_comment(&self) -> bool {
        self.origin.starts_with(ORIGIN)
    }

    /// Says that a part of it has no place.
    pub(super) fn leave_out(&mut self, part: impl Into<String>) {
        self.notices.push(About::NotHeld(part.into()));
    }
}

/// Returns the day of a date of ISO 8601, whose time is left out; `None` if it is none.
pub(super) fn day_of(text: &str) -> Option<Date> {
    text.split(['T', ' ']).next()?.trim_end_matches('Z').parse().ok()
}

/// Returns an answer as a quotation that says whose it is and of when, as deep as it stands in
/// the thread; `None` if it says nothing.
pub(super) fn reply(answer: &Item, depth: usize) -> Option<String> {
    // Deeper than this, nobody sees who answers whom.
    const MAX_DEPTH: usize = 4;
    let mut text = answer.body.join("\n\n");
    if text.trim().is_empty() {
        return None;
    }
    let name = answer.creators.first().map(|creator| markdown::from_plain(creator.shown()));
    let date = answer.created.map(|date| date.to_string());
    let signed: Vec<String> = [name, date].into_iter().flatten().collect();
    if !signed.is_empty() {
        text = format!("{text}\n\n— {}", signed.join(", "));
    }
    Some((0..depth.min(MAX_DEPTH)).fold(text, |text, _| markdown::quoted(&text)))
}

/// Adds answers to the items that their threads begin with: each with the number of that item,
/// and how deep it stands below it; the oldest first, and those of no date behind all others.
pub(super) fn attach(mut replies: Vec<(usize, usize, Item)>, items: &mut BTreeMap<usize, Item>) {
    let age = |it: &Item| (it.time.is_empty(), it.time.clone(), it.number);
    replies.sort_by_key(|(_, _, answer)| age(answer));
    for (root, depth, answer) in replies {
        let Some(item) = items.get_mut(&root) else { continue };
        match reply(&answer, depth) {
            Some(reply) => item.replies.push(reply),
            None => item.notices.push(About::SilentAnswer(answer.id.clone())),
        }
        item.last_time = item.last_time.clone().max(answer.time.clone());
    }
}

/// Returns for each of several texts of threads the number of the one that its thread begins with,
/// and how deep it stands below that; `None` for those that answer each other. `answered` says
/// which text another one answers.
pub(super) fn threads(
    n_texts: usize,
    answered: impl Fn(usize) -> Option<usize>,
) -> Vec<Option<(usize, usize)>> {
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); n_texts];
    let mut found = vec![None; n_texts];
    let mut waiting = Vec::new();
    for text in 0..n_texts {
        match answered(text) {
            Some(above) => answers[above].push(text),
            None => waiting.push((text, text, 0)),
        }
    }
    while let Some((text, first, depth)) = waiting.pop() {
        found[text] = Some((first, depth));
        waiting.extend(answers[text].iter().map(|&answer| (answer, first, depth + 1)));
    }
    found
}
