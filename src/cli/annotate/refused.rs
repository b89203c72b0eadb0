//! Tells what refuses an annotation by the options that it was made of: the lines that a
//! check speaks of were never written.

use std::{ops::Range, path::Path};

use crate::{
    cli::{
        Failure,
        console::{Console, OfOption},
        listed,
        open_article::{Choices, choices},
    },
    diag::{Diagnostic, Hit, Problem},
    disk::sidecar,
    edit::{Edited, Operation},
};

/// Prints what was found of the options of an operation; returns what remains to be told.
pub(super) fn by_options(
    failure: Failure,
    root: &Path,
    path: &str,
    operation: &Operation,
    console: &Console,
) -> Failure {
    let Failure::Edition(found, message) = failure else { return failure };
    let Ok(Edited { text, entry: Some(entry), .. }) = sidecar::edited(root, path, operation) else {
        return Failure::Edition(found, message);
    };
    let choices = choices(root);
    let (mut told, mut others) = (Vec::new(), Vec::new());
    for one in found {
        let is_own = *one.place.path == *path && entry.contains(&one.place.start.line);
        let field = is_own.then(|| field_of(&one, &text, &entry)).flatten();
        match field.and_then(|field| option_of(&field, operation)) {
            Some(option) => {
                let help = help(&one.problem, &option, &choices);
                told.push(OfOption { found: one, option, help });
            }
            None => others.push(one),
        }
    }
    console.of_options(&told);
    Failure::Edition(others, message)
}

/// Returns the field of an entry that is meant: the one that is missing, or the last that
/// begins at or above the place.
fn field_of(found: &Diagnostic, text: &str, entry: &Range<usize>) -> Option<String> {
    if let Problem::MissingField { field, .. } = &found.problem {
        return Some((*field).to_owned());
    }
    let lines: Vec<&str> = text.lines().collect();
    let column = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let first = lines.get(entry.start - 1..)?.iter().find(|line| line.trim().starts_with('-'))?;
    let column_of_keys = column(first);
    let mut above = lines.get(entry.start - 1..found.place.start.line)?.iter().rev();
    let line = above.find(|line| column(line) == column_of_keys && line.contains(':'))?;
    Some(line[column_of_keys..].split(':').next()?.to_owned())
}

/// Returns the option that gives a field; `None` for what no option gave.
fn option_of(field: &str, operation: &Operation) -> Option<String> {
    let is_given = match operation {
        Operation::Add { .. } => true,
        Operation::Set { fields, .. } => fields.contains_key(field),
        Operation::Remove { .. } | Operation::Retract { .. } => false,
    };
    is_given.then(|| match field {
        "sources" => "--source".to_owned(),
        "tags" => "--tag".to_owned(),
        _ => format!("--{field}"),
    })
}

/// Returns the way out in words of the command line.
fn help(problem: &Problem, option: &str, choices: &Choices) -> String {
    match problem {
        Problem::MissingField { .. } if option == "--quote" => {
            "give `--quote`, or `--on` if it is about no words".to_owned()
        }
        Problem::MissingField { .. } => format!("give `{option}`"),
        Problem::UnknownName { of, suggestion: None, .. } => {
            let known = names(of, choices);
            if known.is_empty() { problem.help() } else { format!("there is {}", listed(&known)) }
        }
        Problem::Ambiguous { hits, n_matches, .. } | Problem::Context { hits, n_matches, .. } => {
            places(hits, *n_matches)
        }
        Problem::Orphan { nearest, elsewhere, .. } if elsewhere.len() < 2 => match nearest {
            Some(nearest) => format!("the nearest passage reads “{nearest}”"),
            None => "quote words of the article as they stand there".to_owned(),
        },
        Problem::Occurrence { .. } => problem.help().replace("`occurrence`", "`--occurrence`"),
        Problem::OtherText { language: Some(language), .. } => {
            format!("say so: `--in {language}`")
        }
        Problem::OtherText { language: None, .. } => {
            "leave `--in` away, or quote the words of the translation".to_owned()
        }
        _ => problem.help(),
    }
}

/// Returns the names of what an annotation can refer to.
fn names(of: &str, choices: &Choices) -> Vec<String> {
    match of {
        "rating" => choices.settings.ratings.iter().map(|it| it.id.clone()).collect(),
        "editor" => choices.settings.editors.iter().map(|(id, _)| id.clone()).collect(),
        "source" => choices.sources.iter().map(|it| it.key().to_owned()).collect(),
        "term" => choices.terms.iter().map(|it| it.id.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Returns the options that tell each of several places from the others.
fn places(hits: &[Hit], n_matches: usize) -> String {
    let option = |(index, hit): (usize, &Hit)| match &hit.prefix {
        // As shells read it.
        Some(prefix) => {
            format!("{}: `--prefix '{}'`", hit.place(), prefix.replace('\'', r"'\''"))
        }
        None => format!("{}: `--occurrence {}`", hit.place(), index + 1),
    };
    let mut told: Vec<String> = hits.iter().enumerate().map(option).collect();
    if n_matches > hits.len() {
        told.push(format!("and {} more", n_matches - hits.len()));
    }
    told.join("; ")
}
