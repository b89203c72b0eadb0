//! Questions to someone at a terminal, where options are missing.

use std::{fmt::Display, path::Path};

use dialoguer::{Confirm, Editor, FuzzySelect, Input, Select};
use serde_yaml::{Mapping, Value};

use super::{Desk, change, refused};
use crate::{
    cli::{
        Failure, Format,
        console::Console,
        desk::{Reading, articles},
    },
    diag::{Problem, visible},
    disk::sidecar::{self, Saved},
    edit::{self, List, Operation},
    io::SourceFile,
    model::{Kind, Quote, Selector, TextQuote},
};

/// An answer that could not be had: the terminal is gone, or Escape was pressed.
fn unanswered(error: impl Display) -> Failure {
    Failure::Usage(format!("not answered, and nothing was written: {error}"))
}

fn choose(question: &str, items: &[impl AsRef<str>]) -> Result<usize, Failure> {
    let items = items.iter().map(|item| visible(item.as_ref()));
    let select = Select::new().with_prompt(question).items(items).default(0);
    select.interact().map_err(unanswered)
}

/// Asks for one of many, which typing narrows.
fn search(question: &str, items: &[&str]) -> Result<usize, Failure> {
    let items = items.iter().map(|item| visible(item));
    let select = FuzzySelect::new().with_prompt(question).items(items).default(0);
    select.interact().map_err(unanswered)
}

fn ask(question: &str) -> Result<String, Failure> {
    let input = Input::<String>::new().with_prompt(question).allow_empty(true);
    input.interact_text().map_err(unanswered)
}

/// Asks until something is said.
fn ask_for(question: &str) -> Result<String, Failure> {
    Input::<String>::new().with_prompt(question).interact_text().map_err(unanswered)
}

/// Asks which article.
pub(super) fn article(root: &Path) -> Result<String, Failure> {
    let articles = articles(root);
    if articles.is_empty() {
        return Err(Failure::Usage("the edition has no article yet".to_owned()));
    }
    let chosen = if articles.len() > 1 { choose("Article", &articles)? } else { 0 };
    Ok(articles[chosen].clone())
}

/// Asks for the fields that an annotation still needs, and for those it may have.
pub(super) fn fields(desk: &Desk<'_>, fields: &mut Mapping) -> Result<(), Failure> {
    let choices = desk.choices();
    if !fields.contains_key("kind") {
        let kinds = Kind::ALL.map(Kind::as_str);
        fields.insert("kind".into(), kinds[choose("Kind", &kinds)?].into());
    }
    if !fields.contains_key("quote") {
        fields.insert("quote".into(), quote(desk)?);
    }
    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_check = kind == "fact-check";
    let mut give = |name: &str, answer: &mut dyn FnMut() -> Result<Value, Failure>| {
        if !fields.contains_key(name) {
            fields.insert(name.into(), answer()?);
        }
        Ok::<(), Failure>(())
    };
    if is_check {
        give("claim", &mut || Ok(ask_for("Claim, in one sentence")?.into()))?;
        let ratings = &choices.settings.ratings;
        let told: Vec<_> =
            ratings.iter().map(|rating| format!("{} – {}", rating.label, rating.means)).collect();
        if !told.is_empty() {
            give("rating", &mut || Ok(ratings[choose("Rating", &told)?].id.as_str().into()))?;
        }
    }
    if kind == "gloss" && !choices.terms.is_empty() {
        let terms: Vec<_> = choices.terms.iter().map(|term| term.term.as_str()).collect();
        give("term", &mut || Ok(choices.terms[search("Term", &terms)?].id.as_str().into()))?;
    }
    if is_check || kind == "counter-source" {
        give("summary", &mut || Ok(ask_for("Summary, in one sentence")?.into()))?;
    }
    give("body", &mut || Ok(body(kind == "note")?.into()))?;
    let keys: Vec<String> = choices.sources.iter().map(|source| source.key().to_owned()).collect();
    give("sources", &mut || sources(&keys, is_check))?;
    give("tags", &mut || {
        let tags = ask("Tags, separated by commas (may be empty)")?;
        Ok(tags.split(',').map(|tag| Value::from(tag.trim())).collect::<Vec<_>>().into())
    })
}

/// Asks for a passage until it is found, and shows where.
fn quote(desk: &Desk<'_>) -> Result<Value, Failure> {
    loop {
        let exact = ask_for("Quote, in the article's words")?;
        let selector = Selector::Quote(TextQuote { exact, ..TextQuote::default() });
        let found = desk.reading(None, |reading| look(reading, &selector));
        match found {
            Some(Ok(Some(quote))) => return Ok(quote.to_value()),
            Some(Ok(None)) => {}
            Some(Err(failure)) => return Err(failure),
            None => {
                let message = "the article cannot be read; postil check says why";
                return Err(Failure::Usage(message.to_owned()));
            }
        }
    }
}

/// Looks for a passage; of several, one is chosen and then told by the words around it.
fn look(reading: &Reading<'_>, selector: &Selector) -> Result<Option<Quote>, Failure> {
    let say = |text: &str| {
        dialoguer::console::Term::stderr()
            .write_line(&visible(text))
            .map_err(|error| Failure::Machine(format!("standard error: {error}")))
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
fn body(is_needed: bool) -> Result<String, Failure> {
    let question = "Write a body in your editor";
    let wants = is_needed
        || Confirm::new().with_prompt(question).default(false).interact().map_err(unanswered)?;
    if !wants {
        return Ok(String::new());
    }
    let written = Editor::new().extension(".md").edit("").map_err(unanswered)?;
    Ok(written.unwrap_or_default())
}

/// Asks for sources by their keys, as many as wanted.
fn sources(keys: &[String], with_stance: bool) -> Result<Value, Failure> {
    const STANCES: [&str; 4] = ["contradicts", "supports", "context", "(not said)"];
    let mut chosen: Vec<Value> = Vec::new();
    if keys.is_empty() {
        return Ok(chosen.into());
    }
    let items: Vec<&str> =
        std::iter::once("(no more)").chain(keys.iter().map(String::as_str)).collect();
    loop {
        let at = search("Source", &items)?;
        let Some(key) = at.checked_sub(1).map(|at| &keys[at]) else { return Ok(chosen.into()) };
        let mut source = Mapping::from_iter([("ref".into(), key.as_str().into())]);
        if with_stance {
            let stance = choose("It", &STANCES)?;
            if stance < 3 {
                source.insert("stance".into(), STANCES[stance].into());
            }
        }
        for (name, question) in
            [("at", "Page or paragraph (may be empty)"), ("note", "What it says (may be empty)")]
        {
            source.insert(name.into(), ask(question)?.into());
        }
        chosen.push(source.into());
    }
}

/// Asks for an id; it is for ever.
pub(super) fn id(suggested: &str) -> Result<String, Failure> {
    let input = Input::<String>::new().with_prompt("Id, for ever").default(suggested.to_owned());
    input.interact_text().map_err(unanswered)
}

/// Shows what would be written and asks whether it shall be.
pub(super) fn confirm(
    desk: &Desk<'_>,
    path: &str,
    operation: &Operation,
    console: &Console,
) -> Result<bool, Failure> {
    let (edited, said) = sidecar::preview(desk.root, path, operation)
        .map_err(|failure| refused(failure, console))?;
    let lines = edited.changed.clone();
    let text: Vec<&str> =
        edited.text.lines().skip(lines.start - 1).take(lines.end - lines.start).collect();
    console.say(&format!("\n{path}:{}\n{}\n", lines.start, text.join("\n").trim_matches('\n')));
    console.diagnostics(&said, Format::Human)?;
    Confirm::new().with_prompt("Write it").default(true).interact().map_err(unanswered)
}

/// Opens an annotation in an editor, again and again until it can be written.
pub(super) fn edit(desk: &Desk<'_>, id: &str, console: &Console) -> Result<Saved, Failure> {
    let missing = || Failure::Usage(format!("there is no annotation `{id}`"));
    let (sidecar, old) = desk.find(id).ok_or_else(missing)?;
    let lines = edit::lines_of(List::Annotations, &sidecar.file, id).map_err(|_| missing())?;
    let file = &sidecar.file;
    let mut text = file.text[file.line_start(lines.start)..file.line_start(lines.end)].to_owned();
    loop {
        let written = Editor::new().extension(".yaml").trim_newlines(false).edit(&text);
        let Some(written) = written.map_err(unanswered)? else {
            return Err(Failure::Usage("nothing was changed".to_owned()));
        };
        text = written;
        match changes(&text, id, old, console) {
            Some(fields) => match change(desk, &sidecar.file.path, id, fields, console) {
                Err(Failure::Edition) => {}
                saved => return saved,
            },
            None => console.error("this is not one annotation of that id"),
        }
        let again = Confirm::new().with_prompt("Edit it again").default(true);
        if !again.interact().map_err(unanswered)? {
            return Err(Failure::Edition);
        }
    }
}

/// Returns the fields of an edited entry; those that are gone are `Null`.
fn changes(text: &str, id: &str, old: &Mapping, console: &Console) -> Option<Mapping> {
    let file = SourceFile::new("the edited annotation", text.to_owned());
    let entries = match edit::entries(List::Annotations, &file) {
        Ok(entries) => entries,
        Err(edit::EditError::Unreadable(said)) => {
            drop(console.diagnostics(&said, Format::Human));
            Vec::new()
        }
        Err(_) => Vec::new(),
    };
    let [(new_id, fields)] = entries.as_slice() else { return None };
    if new_id != id {
        return None;
    }
    let gone = old.keys().filter(|key| !fields.contains_key(*key));
    let gone = gone.map(|key| (key.clone(), Value::Null));
    Some(fields.clone().into_iter().chain(gone).collect())
}

/// Returns on which passage an annotation lands, for people.
pub(super) fn passage(desk: &Desk<'_>, fields: &Mapping) -> Option<String> {
    let quote = Quote::from_value(fields.get("quote")?)?;
    desk.reading(quote.language.as_deref(), |reading| {
        let found = reading.find(&quote.selector).ok()?;
        Some(reading.shown(&found.range))
    })?
}
