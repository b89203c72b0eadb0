//! Questions to someone at a terminal, where options are missing.

use std::{fmt::Display, io::IsTerminal, path::Path};

use dialoguer::{Confirm, Editor, FuzzySelect, Input, Select, console::Term};
use serde_yaml::{Mapping, Value};

use crate::{
    cli::{
        Failure, Result,
        open_article::{OpenArticle, Reading, choices, slugs},
    },
    diag::{Problem, visible},
    model::{Kind, Quote, Selector, Source, TextQuote},
};

/// Returns whether someone is there to be asked.
pub(super) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// An answer that could not be had: the terminal is gone, or Escape was pressed.
fn unanswered(error: impl Display) -> Failure {
    Failure::Usage(format!("not answered, and nothing was written: {error}"))
}

fn choose(question: &str, items: &[impl AsRef<str>]) -> Result<usize> {
    let items = items.iter().map(|item| visible(item.as_ref()));
    let select = Select::new().with_prompt(question).items(items).default(0);
    select.interact().map_err(unanswered)
}

/// Asks for one of many, which typing narrows.
fn search(question: &str, items: &[&str]) -> Result<usize> {
    let items = items.iter().map(|item| visible(item));
    let select = FuzzySelect::new().with_prompt(question).items(items).default(0);
    select.interact().map_err(unanswered)
}

fn ask(question: &str) -> Result<String> {
    let input = Input::<String>::new().with_prompt(question).allow_empty(true);
    input.interact_text().map_err(unanswered)
}

/// Asks until something is said.
fn ask_for(question: &str) -> Result<String> {
    Input::<String>::new().with_prompt(question).interact_text().map_err(unanswered)
}

/// Asks which article.
pub(super) fn article(root: &Path) -> Result<String> {
    match slugs(root).as_slice() {
        [] => Err(Failure::Usage("the edition has no article yet".to_owned())),
        [only] => Ok(only.clone()),
        slugs => Ok(slugs[choose("Article", slugs)?].clone()),
    }
}

/// Asks for the fields that an annotation still needs, and for those it may have.
pub(super) fn fields(article: &OpenArticle<'_>, fields: &mut Mapping) -> Result {
    let choices = choices(article.root);
    let kinds = Kind::ALL.map(Kind::as_str);
    give(fields, "kind", || Ok(kinds[choose("Kind", &kinds)?].into()))?;
    if !fields.contains_key("on") {
        give(fields, "quote", || quote(article))?;
    }
    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_check = kind == "fact-check";
    if is_check {
        give(fields, "claim", || Ok(ask_for("Claim, in one sentence")?.into()))?;
        let ratings = &choices.settings.ratings;
        let told: Vec<_> =
            ratings.iter().map(|rating| format!("{} – {}", rating.label, rating.means)).collect();
        if !told.is_empty() {
            give(fields, "rating", || Ok(ratings[choose("Rating", &told)?].id.as_str().into()))?;
        }
    }
    if kind == "gloss" && !choices.terms.is_empty() {
        let terms: Vec<_> = choices.terms.iter().map(|term| term.term.as_str()).collect();
        give(fields, "term", || Ok(choices.terms[search("Term", &terms)?].id.as_str().into()))?;
    }
    if is_check || kind == "counter-source" {
        give(fields, "summary", || Ok(ask_for("Summary, in one sentence")?.into()))?;
    }
    give(fields, "body", || Ok(body(kind == "note")?.into()))?;
    let keys: Vec<&str> = choices.sources.iter().map(Source::key).collect();
    give(fields, "sources", || sources(&keys, is_check))?;
    give(fields, "tags", || {
        let tags = ask("Tags, separated by commas (may be empty)")?;
        Ok(tags.split(',').map(|tag| Value::from(tag.trim())).collect::<Vec<_>>().into())
    })
}

/// Gives a field the answer to a question, if it has no value.
fn give(fields: &mut Mapping, name: &str, answer: impl FnOnce() -> Result<Value>) -> Result {
    if !fields.contains_key(name) {
        fields.insert(name.into(), answer()?);
    }
    Ok(())
}

/// Asks for a passage until it is found, and shows where.
fn quote(article: &OpenArticle<'_>) -> Result<Value> {
    loop {
        let exact = ask_for("Quote, in the article's words")?;
        let selector = Selector::Quote(TextQuote { exact, ..TextQuote::default() });
        let found = article.reading(None, |reading| look(reading, &selector)).ok_or_else(|| {
            Failure::Usage("the article cannot be read; postil check says why".to_owned())
        })?;
        if let Some(quote) = found? {
            return Ok(quote.to_value());
        }
    }
}

/// Looks for a passage; of several, one is chosen and then told by the words around it.
fn look(reading: &Reading<'_>, selector: &Selector) -> Result<Option<Quote>> {
    let say = |text: &str| {
        let written = Term::stderr().write_line(&visible(text));
        written.map_err(|error| Failure::at("standard error", error))
    };
    match reading.find(selector) {
        Ok(found) => {
            say(&reading.shown(&found.range))?;
            Ok(Some(Quote { language: None, selector: selector.clone() }))
        }
        Err(Problem::Ambiguous { exact, n_matches, .. }) => {
            let nth = |occurrence| {
                let occurrence = Some(occurrence);
                let quote = TextQuote { exact: exact.clone(), occurrence, ..TextQuote::default() };
                reading.find(&Selector::Quote(quote)).ok()
            };
            let places: Vec<_> = (1..=n_matches).filter_map(nth).collect();
            let told: Vec<_> = places.iter().map(|place| reading.shown(&place.range)).collect();
            let chosen = choose(&format!("It occurs {n_matches} times; which is meant"), &told)?;
            Ok(reading.describe(&places[chosen].range))
        }
        Err(problem) => {
            say(&format!("{problem}; {}", problem.help()))?;
            Ok(None)
        }
    }
}

/// Asks for a body, in the editor that `$VISUAL` or `$EDITOR` names.
fn body(is_needed: bool) -> Result<String> {
    if !is_needed && !confirm("Write a body in your editor", false)? {
        return Ok(String::new());
    }
    let written = Editor::new().extension(".md").edit("").map_err(unanswered)?;
    Ok(written.unwrap_or_default())
}

/// Asks for sources by their keys, as many as wanted.
fn sources(keys: &[&str], with_stance: bool) -> Result<Value> {
    const STANCES: [&str; 4] = ["contradicts", "supports", "context", "(not said)"];
    let mut chosen: Vec<Value> = Vec::new();
    let items = [&["(no more)"], keys].concat();
    while !keys.is_empty() {
        let Some(at) = search("Source", &items)?.checked_sub(1) else { break };
        let mut source = Mapping::from_iter([("ref".into(), keys[at].into())]);
        if with_stance {
            let stance = choose("It", &STANCES)?;
            if stance < 3 {
                source.insert("stance".into(), STANCES[stance].into());
            }
        }
        source.insert("at".into(), ask("Page or paragraph (may be empty)")?.into());
        source.insert("note".into(), ask("What it says (may be empty)")?.into());
        chosen.push(source.into());
    }
    Ok(chosen.into())
}

/// Asks for an id; it is for ever.
pub(super) fn id(suggested: String) -> Result<String> {
    let input = Input::<String>::new().with_prompt("Id, for ever").default(suggested);
    input.interact_text().map_err(unanswered)
}

/// Asks for yes or no.
pub(super) fn confirm(question: &str, is_likely: bool) -> Result<bool> {
    Confirm::new().with_prompt(question).default(is_likely).interact().map_err(unanswered)
}

/// Opens an annotation in an editor; returns nothing if it was left as it is.
pub(super) fn in_editor(text: &str) -> Result<Option<String>> {
    Editor::new().extension(".yaml").trim_newlines(false).edit(text).map_err(unanswered)
}
