//! `postil anchors diff`: how texts changed, and which annotations that touches.

use std::{collections::BTreeSet, ops::Range, path::Path};

use clap::Args;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{TextName, by_text, reanchor::prose_of, survey, text_path};
use crate::{
    anchor::{self, Key},
    cli::{
        Failure, Format,
        console::{Console, count},
        print,
    },
    disk::{
        FolderInput,
        history::{self, NoHistory},
    },
    edition::AnchorStatus,
    io::Input,
    text::{
        difference::{Piece, difference},
        prose::{Prose, ProseRange},
    },
};

/// Arguments of `anchors diff`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The commit to compare with, by any name that git knows
    #[arg(default_value = "HEAD")]
    revision: String,
    /// How to print it
    #[arg(long, default_value = "human")]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result<(), Failure> {
    let Arguments { revision, format } = arguments;
    let commit = history::commit(root, revision).map_err(|none| match none {
        NoHistory::NoGit => Failure::Machine("there is no `git` command to ask".to_owned()),
        NoHistory::Refused => Failure::Usage(format!(
            "git knows no commit `{revision}` here: name another, or run this in a repository"
        )),
    })?;
    let report = survey(root);
    let input = FolderInput::new(root);
    let (mut n_changes, mut n_apart, mut n_moved, mut lines) = (0, 0, 0, String::new());
    for (text, statuses) in by_text(&report.statuses) {
        let path = text_path(text);
        let article = &named(text);
        let now = input.read(&path).ok().and_then(|bytes| prose_of(&path, bytes));
        let then = history::file_at(root, &commit, &path).and_then(|bytes| prose_of(&path, bytes));
        let (Some(then), Some(now)) = (then, now) else { continue };
        let compared = Compared { then: &then, now: &now, was: anchored(&then, &statuses) };
        let (changes, moved) = compared.changes();
        n_moved += moved;
        for change in changes {
            n_changes += 1;
            let is_touched = !change.touched(&statuses).is_empty();
            lines += &match format {
                Format::Human if !is_touched => {
                    n_apart += 1;
                    continue;
                }
                Format::Human => change.human(article, &statuses),
                Format::Json => change.json(article, &statuses),
            };
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

/// Returns the name of a text: of its article, and of a translation its language.
fn named((article, language): TextName<'_>) -> String {
    language.map_or_else(|| article.to_owned(), |language| format!("{article} ({language})"))
}

/// Returns where the annotations stood in an earlier text, as they quote it today.
fn anchored(then: &Prose, statuses: &[&AnchorStatus]) -> Vec<Option<ProseRange>> {
    let key = Key::new(&then.text);
    let find = |status: &&AnchorStatus| {
        anchor::anchor(then, &key, &status.selector, &|_| 1).ok().map(|found| found.range)
    };
    statuses.iter().map(find).collect()
}

/// Two states of a text.
struct Compared<'a> {
    then: &'a Prose,
    now: &'a Prose,
    /// Where each annotation stood.
    was: Vec<Option<ProseRange>>,
}

/// Blocks that were changed, and the annotations on them.
struct Change {
    was: String,
    now: String,
    /// The first changed block, from 1; counted in the new text.
    block: usize,
    /// Indices of the annotations whose passage lies in what was or in what is.
    touched: Vec<usize>,
    /// Where its blocks are now, in bytes.
    places: Vec<Range<usize>>,
}

/// A block of a text, and where it stands, in bytes.
#[derive(Clone)]
struct Line<'a> {
    text: &'a str,
    place: Range<usize>,
}

impl Compared<'_> {
    /// Returns what was changed, and how many blocks only stand elsewhere.
    fn changes(&self) -> (Vec<Change>, usize) {
        let (old, new) = (lines(&self.then.text), lines(&self.now.text));
        let texts = |lines: &[Line<'_>]| lines.iter().map(|it| it.text.to_owned()).collect();
        let (old_texts, new_texts): (Vec<String>, Vec<String>) = (texts(&old), texts(&new));
        let steps = capture_diff_slices(Algorithm::Histogram, &old_texts, &new_texts);
        let is_change = |step: &&DiffOp| !matches!(step, DiffOp::Equal { .. });
        let changed: Vec<&DiffOp> = steps.iter().filter(is_change).collect();
        // What went from one place and came to another was moved.
        let gone: BTreeSet<&str> =
            changed.iter().flat_map(|step| &old[step.old_range()]).map(|it| it.text).collect();
        let come: BTreeSet<&str> =
            changed.iter().flat_map(|step| &new[step.new_range()]).map(|it| it.text).collect();
        let (mut changes, mut n_moved) = (Vec::new(), 0);
        for step in changed {
            let is_moved = |it: &&Line<'_>| gone.contains(it.text) && come.contains(it.text);
            let was: Vec<&Line<'_>> =
                old[step.old_range()].iter().filter(|it| !is_moved(it)).collect();
            let now: Vec<&Line<'_>> =
                new[step.new_range()].iter().filter(|it| !is_moved(it)).collect();
            n_moved += step.new_range().len() - now.len();
            if was.is_empty() && now.is_empty() {
                continue;
            }
            let joined =
                |lines: &[&Line<'_>]| lines.iter().map(|it| it.text).collect::<Vec<_>>().join("\n");
            changes.push(Change {
                touched: self.touched(&was),
                was: joined(&was),
                now: joined(&now),
                block: step.new_range().start + 1,
                places: now.iter().map(|it| it.place.clone()).collect(),
            });
        }
        (changes, n_moved)
    }

    /// Returns the annotations whose passage lay at least partly in some blocks.
    fn touched(&self, was: &[&Line<'_>]) -> Vec<usize> {
        let overlaps = |range: &ProseRange| {
            was.iter().any(|it| range.start < it.place.end && it.place.start < range.end)
        };
        let all = self.was.iter().enumerate();
        all.filter(|(_, range)| range.as_ref().is_some_and(overlaps))
            .map(|(index, _)| index)
            .collect()
    }
}

/// Returns the blocks of a text.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    text.split('\n')
        .map(|text| {
            let place = at..at + text.len();
            at = place.end + 1;
            Line { text, place }
        })
        .collect()
}

#[derive(Serialize)]
struct JsonChange<'a> {
    article: &'a str,
    block: usize,
    was: &'a str,
    now: &'a str,
    annotations: Vec<JsonTouched<'a>>,
}

#[derive(Serialize)]
struct JsonTouched<'a> {
    id: &'a str,
    state: &'static str,
}

impl Change {
    /// Returns the annotations that the change touches, those that came with it included.
    fn touched<'s>(&self, statuses: &[&'s AnchorStatus]) -> Vec<&'s AnchorStatus> {
        let is_there = |status: &AnchorStatus| {
            let overlaps = |range: &ProseRange| {
                self.places.iter().any(|it| range.start < it.end && it.start < range.end)
            };
            status.range.as_ref().is_some_and(overlaps)
        };
        let all = statuses.iter().enumerate();
        all.filter(|(index, status)| self.touched.contains(index) || is_there(status))
            .map(|(_, status)| *status)
            .collect()
    }

    fn human(&self, article: &str, statuses: &[&AnchorStatus]) -> String {
        let mut text =
            format!("{article}, block {}: {}\n", self.block, inline(&self.was, &self.now));
        for status in self.touched(statuses) {
            text += &format!("    {:<10}  {}\n", status.state.as_str(), status.id);
        }
        text
    }

    fn json(&self, article: &str, statuses: &[&AnchorStatus]) -> String {
        let touched = self.touched(statuses).into_iter();
        let annotations = touched
            .map(|status| JsonTouched { id: &status.id, state: status.state.as_str() })
            .collect();
        let (was, now) = (&*self.was, &*self.now);
        let line = JsonChange { article, block: self.block, was, now, annotations };
        serde_json::to_string(&line).expect("strings and numbers are always JSON") + "\n"
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
