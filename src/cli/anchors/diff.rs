//! `postil anchors diff`: how texts changed, and which annotations that touches.

use std::{collections::BTreeSet, ops::Range, path::Path};

use clap::Args;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::{
    anchor::{self, Key},
    cli::{
        Failure, Format, Result,
        console::{Console, count},
        json_line,
        open_article::{TextName, earlier_prose},
        passages::{by_text, survey},
        print,
    },
    disk::history::{self, NoHistory},
    edition::AnchorStatus,
    text::{
        difference::{Piece, difference},
        prose::{Prose, ProseRange},
    },
};

/// Arguments of `anchors diff`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The commit to compare with, by any name that git knows
    #[arg(default_value = "HEAD")]
    revision: String,
    /// How to print it
    #[arg(long, default_value = "human")]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result {
    let Arguments { revision, format } = arguments;
    let commit = history::commit(root, revision).map_err(|none| match none {
        NoHistory::NoGit => Failure::Machine("there is no `git` command to ask".to_owned()),
        NoHistory::Refused if history::is_repository(root) => Failure::Usage(format!(
            "git knows no commit `{revision}` in this repository: get it with `git fetch`, or name \
             another"
        )),
        NoHistory::Refused => Failure::Usage(format!(
            "git knows no commit `{revision}` here: run this in a repository"
        )),
    })?;
    let (mut n_changes, mut n_apart, mut n_moved, mut lines) = (0, 0, 0, String::new());
    let statuses = survey(root).statuses;
    for (name, statuses) in by_text(&statuses) {
        let Some(then) = earlier_prose(root, name, &commit) else { continue };
        let (changes, n_moved_here) = changes(&then, name, &statuses);
        n_changes += changes.len();
        n_moved += n_moved_here;
        for change in changes {
            match format {
                Format::Json => lines += &json_line(&change),
                Format::Human if change.annotations.is_empty() => n_apart += 1,
                Format::Human => lines += &change.for_people(),
            }
        }
    }
    print(lines.as_bytes())?;
    let changes = count(n_changes, "change", "changes");
    let mut said = format!("{changes} of annotated texts since {revision}");
    if n_apart > 0 {
        said += &format!(", {n_apart} of which touch no annotation");
    }
    if n_moved > 0 {
        said += &format!("; {} moved", count(n_moved, "block", "blocks"));
    }
    console.say(&said);
    Ok(())
}

/// Blocks that were changed, and the annotations on them.
#[derive(Serialize)]
struct Change<'a> {
    article: &'a str,
    /// The language of a translation.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    /// The first changed block, from 1; counted in the new text.
    block: usize,
    was: String,
    now: String,
    /// Those whose passage lies in what was or in what is.
    annotations: Vec<Touched<'a>>,
}

#[derive(Serialize)]
struct Touched<'a> {
    id: &'a str,
    state: &'static str,
}

/// A block of a text, and where it stands, in bytes.
#[derive(Clone)]
struct Block<'a> {
    text: &'a str,
    place: Range<usize>,
}

/// Returns what was changed in an article, and how many blocks only stand elsewhere.
fn changes<'a>(
    then: &Prose,
    (article, language): TextName<'a>,
    statuses: &[&'a AnchorStatus],
) -> (Vec<Change<'a>>, usize) {
    // Where the annotations stood in the earlier text, as they quote it today.
    let key = Key::new(&then.text);
    let stood = |status: &&AnchorStatus| {
        let found = anchor::anchor(then, &key, status.selector.as_ref()?, &|_| 1);
        found.ok().map(|found| found.range)
    };
    let stood: Vec<Option<ProseRange>> = statuses.iter().map(stood).collect();
    let (old, new) = (blocks(&then.text), blocks(&statuses[0].prose));
    let steps = capture_diff_slices(Algorithm::Histogram, &texts(&old), &texts(&new));
    let is_change = |step: &&DiffOp| !matches!(step, DiffOp::Equal { .. });
    let changed: Vec<&DiffOp> = steps.iter().filter(is_change).collect();
    // What went from one place and came to another was moved.
    let gone: BTreeSet<&str> =
        changed.iter().flat_map(|step| texts(&old[step.old_range()])).collect();
    let come: BTreeSet<&str> =
        changed.iter().flat_map(|step| texts(&new[step.new_range()])).collect();
    let is_moved = |it: &&Block<'_>| gone.contains(it.text) && come.contains(it.text);
    let (mut changes, mut n_moved) = (Vec::new(), 0);
    for step in changed {
        let was: Vec<_> =
            old[step.old_range()].iter().filter(|it| !is_moved(it)).cloned().collect();
        let now: Vec<_> =
            new[step.new_range()].iter().filter(|it| !is_moved(it)).cloned().collect();
        n_moved += step.new_range().len() - now.len();
        if was.is_empty() && now.is_empty() {
            continue;
        }
        let touched = statuses.iter().zip(&stood).filter(|(status, stood)| {
            lies_in(stood.as_ref(), &was) || lies_in(status.range.as_ref(), &now)
        });
        changes.push(Change {
            article,
            language,
            block: step.new_range().start + 1,
            was: texts(&was).join("\n"),
            now: texts(&now).join("\n"),
            annotations: touched
                .map(|(status, _)| Touched { id: &status.id, state: status.state.as_str() })
                .collect(),
        });
    }
    (changes, n_moved)
}

/// Returns the blocks of a text.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut at = 0;
    text.split('\n')
        .map(|text| {
            let place = at..at + text.len();
            at = place.end + 1;
            Block { text, place }
        })
        .collect()
}

fn texts<'t>(blocks: &[Block<'t>]) -> Vec<&'t str> {
    blocks.iter().map(|block| block.text).collect()
}

/// Returns whether a passage lies at least partly in some blocks.
fn lies_in(passage: Option<&ProseRange>, blocks: &[Block<'_>]) -> bool {
    let overlaps = |range: &ProseRange| {
        blocks.iter().any(|it| range.start < it.place.end && it.place.start < range.end)
    };
    passage.is_some_and(overlaps)
}

impl Change<'_> {
    fn for_people(&self) -> String {
        let Self { article, language, block, was, now, annotations } = self;
        let within = language.map_or_else(String::new, |language| format!(" ({language})"));
        let mut text = format!("{article}{within}, block {block}: {}\n", inline(was, now));
        for Touched { id, state } in annotations {
            text += &format!("    {state:<10}  {id}\n");
        }
        text
    }
}

/// Shows a difference in one line: `[-gone-]`, `{+new+}`, of each as much as tells what it
/// is, and a little of what stayed.
fn inline(was: &str, now: &str) -> String {
    const AROUND: usize = 30;
    let pieces = difference(was, now);
    let n_pieces = pieces.len();
    let show = |(index, Piece { kind, text }): (usize, &Piece)| match *kind {
        "removed" => format!("[-{}-]", shortened(text, 2 * AROUND, 2 * AROUND)),
        "added" => format!("{{+{}+}}", shortened(text, 2 * AROUND, 2 * AROUND)),
        _ => {
            let (first, last) = (index == 0, index + 1 == n_pieces);
            shortened(text, if first { 0 } else { AROUND }, if last { 0 } else { AROUND })
        }
    };
    pieces.iter().enumerate().map(show).collect()
}

/// Returns the first and the last characters of a text in one line, if it has more.
fn shortened(text: &str, n_first: usize, n_last: usize) -> String {
    let letters: Vec<char> = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    if letters.len() <= n_first + n_last + 1 {
        return letters.into_iter().collect();
    }
    let before: String = letters[..n_first].iter().collect();
    let after: String = letters[letters.len() - n_last..].iter().collect();
    format!("{before}…{after}")
}
