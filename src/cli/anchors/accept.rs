//! `postil anchors accept`: quotes of passages that were reworded, brought up to date.

use std::{collections::BTreeSet, path::Path};

use clap::Args;
use serde_yaml::Mapping;

use crate::{
    anchor::State,
    cli::{
        Failure, Result,
        console::Console,
        did_you_mean,
        open_article::OpenArticle,
        passages::{refuse_errors, remember_article, survey},
    },
    disk::sidecar::{self, Expected},
    edit::Operation,
    edition::AnchorStatus,
};

/// Arguments of `anchors accept`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The annotations: ARTICLE/ID, or the id alone if only one article has it
    #[arg(value_name = "ID", required_unless_present = "all_changed")]
    ids: Vec<String>,
    /// Confirm every passage that was reworded, and mend every number that is out of date
    #[arg(long, conflicts_with = "ids")]
    all_changed: bool,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result {
    let report = survey(root);
    refuse_errors(&report)?;
    let wanted: Vec<&AnchorStatus> = if arguments.all_changed {
        report.statuses.iter().filter(|status| is_behind(status)).collect()
    } else {
        arguments.ids.iter().map(|name| named(&report.statuses, name)).collect::<Result<_>>()?
    };
    if wanted.is_empty() {
        console.say("no passage was reworded: there is nothing to confirm");
    }
    let mut articles = BTreeSet::new();
    let mut n_refused = 0;
    for status in wanted {
        let AnchorStatus { article, id, state, .. } = status;
        match state {
            _ if is_behind(status) => {
                accept(root, status, console)?;
                articles.insert(article);
            }
            State::Changed | State::Exact | State::Normalized | State::Moved => {
                let fine = match &status.on {
                    Some(on) => format!("it is on {on}, which is there"),
                    None => "its passage reads as quoted".to_owned(),
                };
                console.say(&format!("{article}/{id}: {fine}"));
            }
            State::Ambiguous | State::Orphan => {
                let what = "its passage was not found, so there is nothing to confirm";
                console.error(&format!("{article}/{id}: {what}"));
                n_refused += 1;
            }
        }
    }
    for article in articles {
        remember_article(root, article, console);
    }
    if n_refused == 0 { Ok(()) } else { Err(Failure::TOLD) }
}

/// Returns the annotation that a person names.
fn named<'a>(statuses: &'a [AnchorStatus], name: &str) -> Result<&'a AnchorStatus> {
    let full = |status: &AnchorStatus| format!("{}/{}", status.article, status.id);
    let mut found = statuses.iter().filter(|status| status.id == name || full(status) == name);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(first), Some(second)) => {
            let names = format!("`{}` or `{}`", full(first), full(second));
            Err(Failure::Usage(format!("more than one article has `{name}`: name {names}")))
        }
        (None, _) => {
            let is_full = name.contains('/');
            let name_of = |it: &AnchorStatus| if is_full { full(it) } else { it.id.clone() };
            let hint = did_you_mean(name, &statuses.iter().map(name_of).collect::<Vec<_>>());
            Err(Failure::Usage(format!("there is no annotation `{name}`{hint}")))
        }
    }
}

/// Returns whether the quote is not that of its passage any more: the words are others by now,
/// or the number is.
fn is_behind(status: &AnchorStatus) -> bool {
    status.state == State::Changed || status.counted.is_some()
}

/// Quotes the passage as it reads now, or only gives its `occurrence` the right number, and
/// changes nothing else.
fn accept(root: &Path, status: &AnchorStatus, console: &Console) -> Result {
    let AnchorStatus { article, id, language, range, text, counted, .. } = status;
    let opened = OpenArticle::open(root, article)?;
    let language = language.as_deref();
    let describe = |range| opened.reading(language, |reading| reading.describe(range)).flatten();
    let new_quote = |fields: &Mapping| match (status.state, counted) {
        (State::Changed, _) => Some(describe(range.as_ref()?)?.to_value()),
        (_, Some(counted)) => {
            let mut quote = fields.get("quote")?.clone();
            quote.as_mapping_mut()?.insert("occurrence".into(), (*counted).into());
            Some(quote)
        }
        (_, None) => None,
    };
    let found = opened.find(id);
    let found = found.and_then(|(sidecar, fields)| Some((sidecar, new_quote(fields)?)));
    let Some((sidecar, quote)) = found else {
        return Err(Failure::Machine(format!("{article}/{id} was changed in the meantime")));
    };
    let operation =
        Operation::Set { id: id.clone(), fields: Mapping::from_iter([("quote".into(), quote)]) };
    let path = &sidecar.file.path;
    sidecar::apply(root, None, path, &operation, Expected::Anything)
        .map_err(|failure| Failure::Machine(failure.to_string()))?;
    let what = match (status.state, counted) {
        (State::Changed, _) | (_, None) => format!("quotes “{text}”"),
        (_, Some(counted)) => format!("says `occurrence: {counted}`"),
    };
    console.say(&format!("{article}/{id}: {path} now {what}"));
    Ok(())
}
