//! What is wrong with a card, in the words of whoever writes it: what to do, not what YAML
//! lacks.
//!
//! A message of `check` names files, keys and values, and is right for a file. In a card there
//! are none: there are a claim, a passage, sources. What a card cannot meet has no words here.

use crate::{
    diag::{MAX_CLAIM, Problem},
    disk::sidecar::Failure,
    edit::EditError,
};

/// Returns what to do about a problem, in the words of the card; `None` if no card meets it.
pub(super) fn advice(problem: &Problem) -> Option<String> {
    of_field(problem).or_else(|| of_passage(problem)).or_else(|| of_texts(problem))
}

/// Returns what to do about what a field lacks, or about what stands in it.
fn of_field(problem: &Problem) -> Option<String> {
    Some(match problem {
        Problem::MissingField { field, of } => return missing(field, of).map(str::to_owned),
        Problem::BothFields { one: "quote", .. } => {
            "It is about words and about something else at once: keep one of the two".to_owned()
        }
        Problem::WrongType { expected, .. } => format!("This has to be {expected}"),
        Problem::InvalidValue { value, expected, suggestion, .. } => {
            format!("“{value}” cannot stand here: {}", meant(suggestion.as_ref(), expected))
        }
        Problem::InvalidDate { value } => {
            format!("“{value}” is not a date: write it as 2018-09-30, 2018-09 or 2018")
        }
        Problem::InvalidUrl { value, reason } if reason.contains("absolute") => {
            format!("“{value}” is not a whole address: begin it with https://")
        }
        Problem::InvalidUrl { value, .. } => {
            format!("“{value}” cannot be linked: only addresses of the web and of mail can")
        }
        Problem::InvalidLanguage { value } => {
            format!("“{value}” is no language: write its code, such as en, ar or ku-Latn")
        }
        Problem::InvalidId { id, reason } => {
            format!("“{id}” cannot be the id: {}", reason.replace('`', ""))
        }
        Problem::DuplicateId { id, of } => taken(of, id),
        Problem::IdOfPlace { id } => {
            format!("“{id}” is a place in the text already: choose another id")
        }
        Problem::DuplicateAlias { alias, other } => {
            format!("“{alias}” is a name of the term “{other}” already: leave it to one of them")
        }
        Problem::UnknownName { of, name, suggestion } => {
            format!("There is no {of} “{name}”: {}", meant(suggestion.as_ref(), otherwise(of)))
        }
        Problem::UnknownKey { key, .. } => {
            format!("Nothing reads the field “{key}”: take it out of the file by hand")
        }
        Problem::DuplicateKey { key } => {
            format!("The field “{key}” is given twice: take one out of the file by hand")
        }
        Problem::FutureDate { date } => format!("{date} is still to come"),
        Problem::LongClaim { n_chars } => {
            format!("Shorten the claim: it has {n_chars} characters, more than {MAX_CLAIM}")
        }
        Problem::SourceTitle { .. } => "Add the title".to_owned(),
        Problem::SourceDate { .. } => "Add when it appeared".to_owned(),
        Problem::SourcePublisher { .. } => "Add who published it".to_owned(),
        Problem::Bibliography { message } => format!("This work cannot be read: {message}"),
        Problem::UnusedTerm { term } => {
            format!("No article uses “{term}” yet: add the names that it has there")
        }
        Problem::SingleSource => "It rests on one source: find a second".to_owned(),
        Problem::LowQuality => "It rests on weak sources alone: find a better one".to_owned(),
        Problem::StanceQuote { .. } => {
            "Quote the words of each source that supports or contradicts it".to_owned()
        }
        Problem::ReadInPart { rating, .. } => format!(
            "“{rating}” needs a source that was read further: read one, or choose a milder rating"
        ),
        _ => return None,
    })
}

/// Returns what to do about a field that is not there, by what lacks it.
fn missing(field: &str, of: &str) -> Option<&'static str> {
    Some(match (field, of) {
        ("claim", _) => "Add the claim that was checked",
        ("rating", _) => "Choose a rating",
        ("summary", "fact-check") => "Say in one sentence what the check found",
        ("summary", _) => "Say in one sentence what differs",
        ("sources", _) => "Add a source",
        ("body", _) => "Write the note",
        ("term", "gloss") => "Choose the term",
        ("term", _) => "Add the headword",
        ("definition", _) => "Say what the term means",
        ("ref", _) => "Choose the source, or take its row out",
        ("date", "correction") => "Add the date of the correction",
        ("text", "correction") => "Say what was corrected",
        ("quote" | "exact" | "from" | "to", _) => "Select the passage that it is about",
        ("figure" | "footnote", _) => "Choose what it is on",
        ("kind", _) => "Choose what kind of note it is",
        ("type", _) => "Choose what kind of work it is",
        ("id", _) => "Give it an id",
        ("url", "archived") => "Add the address of the archived copy",
        ("reason", _) => "Say why the warning is silenced",
        _ => return None,
    })
}

/// Returns what to do about a passage, or about what else a note is on.
fn of_passage(problem: &Problem) -> Option<String> {
    Some(match problem {
        Problem::EmptyQuote => {
            "Choose other words: these have neither a letter nor a digit".to_owned()
        }
        Problem::Orphan { elsewhere, .. } if elsewhere.is_empty() => {
            "The text does not have these words: choose new words".to_owned()
        }
        Problem::Orphan { .. } => {
            "The passage is gone, its words stand elsewhere: choose which are meant".to_owned()
        }
        Problem::OtherText { language: Some(language), .. } => {
            format!("These words stand in the translation ({language}): select them there")
        }
        Problem::OtherText { language: None, .. } => {
            "These words stand in the text itself, not in its translation: select them there"
                .to_owned()
        }
        Problem::Context { .. } => {
            "These words stand elsewhere than where they were selected: select them again"
                .to_owned()
        }
        Problem::Reversed { .. } => "The passage ends before it begins: select it again".to_owned(),
        Problem::NotProse { place, .. } => format!(
            "These words stand in {}, where no words can be marked: select words of the text",
            place.as_str()
        ),
        Problem::Occurrence { n_matches: 1, .. } => {
            "These words occur only once: select them again".to_owned()
        }
        Problem::Occurrence { n_matches, .. } | Problem::Ambiguous { n_matches, .. } => {
            format!("These words occur {n_matches} times: select those that are meant again")
        }
        Problem::Changed { .. } => {
            "The passage was reworded: see whether the note still holds, and confirm the new words"
                .to_owned()
        }
        Problem::NotThere { of, name, .. } => {
            format!("The text does not have the {of} “{name}”: choose another")
        }
        Problem::TwiceThere { .. } => {
            "The text has this figure more than once: select words beside it".to_owned()
        }
        _ => return None,
    })
}

/// Returns what to do about what is written in a body or another text.
fn of_texts(problem: &Problem) -> Option<String> {
    Some(match problem {
        Problem::UnreadCitation { text, is_on_page: false } => {
            format!("“{text}” would be printed as it stands: write a citation as [@key, p. 12]")
        }
        Problem::DeadLink { target, is_draft: true, .. } => {
            format!("The link “{target}” leads to a draft: readers will find nothing there")
        }
        Problem::DeadLink { target, suggestion, is_draft: false } => {
            format!("The link “{target}” leads nowhere: {}", meant(suggestion.as_ref(), "mend it"))
        }
        Problem::MissingImage { target } => {
            format!("The article has no image “{target}” in its folder")
        }
        Problem::DroppedHtml { tag } => {
            format!("HTML is left out ({tag}): write it in Markdown")
        }
        Problem::DroppedTarget { target } => {
            format!("The link “{target}” is left out: only the web and mail can be linked")
        }
        Problem::Formula { reason } => format!("The formula cannot be read: {reason}"),
        Problem::BidiControl { .. } => {
            "It holds invisible characters that change the direction of text: take them out"
                .to_owned()
        }
        _ => return None,
    })
}

/// Returns what to do about an edit that cannot be made.
pub(super) fn advice_on_edit(refusal: &EditError) -> Option<String> {
    Some(match refusal {
        EditError::Duplicate { of, id } => taken(of, id),
        EditError::Missing { .. } => "It is not there any more".to_owned(),
        EditError::Unreadable(_) => {
            "The file it stands in has errors: mend them by hand first".to_owned()
        }
        EditError::Shared { .. } | EditError::Layout => {
            "The file is written in a way that only a hand can change".to_owned()
        }
        EditError::FixedId => "An id never changes: links lead to it".to_owned(),
        EditError::Changed { .. } => {
            "It has been changed since, so nothing was taken back".to_owned()
        }
    })
}

/// Returns what to do where the system refuses to write.
pub(super) fn advice_on_failure(failure: &Failure) -> Option<String> {
    use std::io::ErrorKind::{
        FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    let Failure::Io(_, error) = failure else { return None };
    let reason = match error.kind() {
        StorageFull => "the disk is full",
        QuotaExceeded | FileTooLarge => "there is no room for it",
        PermissionDenied | ReadOnlyFilesystem => "the files may not be written",
        _ => "the system refused",
    };
    Some(format!("Nothing was written: {reason}"))
}

fn taken(of: &str, id: &str) -> String {
    match of {
        "source" => format!("Another source has the key “{id}”: choose another"),
        "term" => format!("Another term has the id “{id}”: choose another"),
        _ => format!("Another note has the id “{id}”: choose another"),
    }
}

fn otherwise(of: &str) -> &'static str {
    match of {
        "source" | "term" => "add it, or choose another",
        "translation" => "select the passage again",
        _ => "choose another",
    }
}

fn meant(suggestion: Option<&String>, otherwise: &str) -> String {
    suggestion.map_or_else(|| otherwise.to_owned(), |name| format!("did you mean “{name}”?"))
}
