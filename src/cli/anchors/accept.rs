//! `postil anchors accept`: quotes of passages that were reworded, brought up to date.

use std::{collections::BTreeSet, path::Path};

use clap::Args;
use serde_yaml::Mapping;

use super::{failed, refuse_errors, remember_article, survey};
use crate::{
    anchor::State,
    cli::{Failure, console::Console, desk::Desk},
    diag::nearest_name,
    disk::sidecar::{self, Expected},
    edit::Operation,
    edition::AnchorStatus,
};

/// Arguments of `anchors accept`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The annotations: ARTICLE/ID, or the id alone if only one article has it
    #[arg(value_name = "ID", required_unless_present = "all_changed")]
    ids: Vec<String>,
    /// Confirm every passage that was reworded
    #[arg(long, conflicts_with = "ids")]
    all_changed: bool,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result<(), Failure> {
    let report = survey(root);
    refuse_errors(&report, console)?;
    let wanted: Vec<&AnchorStatus> = if arguments.all_changed {
        report.statuses.iter().filter(|status| status.state == State::Changed).collect()
    } else {
        arguments.ids.iter().map(|name| named(&report.statuses, name)).collect::<Result<_, _>>()?
    };
    let mut articles = BTreeSet::new();
    let mut n_refused = 0;
    for status in wanted {
        match status.state {
            State::Changed => {
                accept(root, status, console)?;
                articles.insert(status.article.as_str());
            }
            State::Exact | State::Normalized | State::Moved => {
                let AnchorStatus { article, id, .. } = status;
                console.say(&format!("{article}/{id}: its passage reads as quoted"));
            }
            State::Ambiguous | State::Orphan => {
                let AnchorStatus { article, id, .. } = status;
                let what = "its passage was not found, so there is nothing to confirm";
                console.error(&format!("{article}/{id}: {what}"));
                n_refused += 1;
            }
        }
    }
    for article in articles {
        remember_article(root, article, console)?;
    }
    if n_refused == 0 { Ok(()) } else { Err(Failure::Edition) }
}

/// Returns the annotation that a person names.
fn named<'a>(statuses: &'a [AnchorStatus], name: &str) -> Result<&'a AnchorStatus, Failure> {
    let full = |status: &AnchorStatus| format!("{}/{}", status.article, status.id);
    let is_meant = |status: &&AnchorStatus| status.id == name || full(status) == name;
    let mut found = statuses.iter().filter(is_meant);
    let Some(first) = found.next() else {
        let known: Vec<String> = statuses
            .iter()
            .map(|status| if name.contains('/') { full(status) } else { status.id.clone() })
            .collect();
        let hint = nearest_name(name, known.iter().map(String::as_str))
            .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
        return Err(Failure::Usage(format!("there is no annotation `{name}`{hint}")));
    };
    if let Some(second) = found.next() {
        let names = format!("`{}` or `{}`", full(first), full(second));
        return Err(Failure::Usage(format!("more than one article has `{name}`: name {names}")));
    }
    Ok(first)
}

/// Quotes the passage as it reads now, and changes nothing else.
fn accept(root: &Path, status: &AnchorStatus, console: &Console) -> Result<(), Failure> {
    let AnchorStatus { article, id, language, range, text, .. } = status;
    let desk = Desk::open(root, article)?;
    let described = range.as_ref().and_then(|range| {
        desk.reading(language.as_deref(), |reading| reading.describe(range)).flatten()
    });
    let (Some(quote), Some((sidecar, _))) = (described, desk.find(id)) else {
        return Err(Failure::Machine(format!("{article}/{id} was changed in the meantime")));
    };
    let fields = Mapping::from_iter([("quote".into(), quote.to_value())]);
    let operation = Operation::Set { id: id.clone(), fields };
    let expected = Expected::Anything;
    let saved =
        sidecar::apply(root, None, &sidecar.file.path, &operation, expected).map_err(failed)?;
    console.say(&format!("{article}/{id}: {} now quotes “{text}”", saved.path));
    Ok(())
}
