//! `postil anchors diff`: how texts changed, and which annotations that touches.

use std::{ops::Range, path::Path};

use clap::Args;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{by_article, reanchor::prose_of, survey};
use crate::{
    anchor::{self, Key},
    build::AnchorStatus,
    cli::{
        Failure, Format,
        console::{Console, count},
        print,
    },
    disk::{
        FolderInput,
        history::{self, NoHistory},
    },
    files::Input,
    prose::{Prose, ProseRange},
    view::{Piece, difference},
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
        NoHistory::Refused(_) => Failure::Usage(format!(
            "git knows no commit `{revision}` here: name another, or run this in a repository"
        )),
    })?;
    let report = survey(root);
    let input = FolderInput::new(root);
    let (mut n_changes, mut lines) = (0, String::new());
    for (article, statuses) in by_article(&report.anchors) {
        let path = format!("content/{article}/index.md");
        let now = input.read(&path).ok().and_then(|bytes| prose_of(&path, bytes));
        let then = history::file_at(root, &commit, &path).and_then(|bytes| prose_of(&path, bytes));
        let (Some(then), Some(now)) = (then, now) else { continue };
        let compared = Compared { then: &then, now: &now, was: anchored(&then, &statuses) };
        for change in compared.changes() {
            n_changes += 1;
            lines += &match format {
                Format::Human => change.human(article, &statuses),
                Format::Json => change.json(article, &statuses),
            };
        }
    }
    print(lines.as_bytes())?;
    let changes = count(n_changes, "change", "changes");
    console.say(&format!("{changes} of annotated texts since {revision}"));
    Ok(())
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

/// Blocks that were changed, in bytes of both texts, and the annotations on them.
struct Change<'a> {
    was: &'a str,
    now: &'a str,
    /// The first changed block, from 1; counted in the new text.
    block: usize,
    /// Indices of the annotations whose passage lies in what was or in what is.
    touched: Vec<usize>,
    /// Where it is now, in bytes.
    place: Range<usize>,
}

impl<'a> Compared<'a> {
    fn changes(&self) -> Vec<Change<'a>> {
        let (then, now) = (&self.then.text, &self.now.text);
        let (old, new): (Vec<&str>, Vec<&str>) = (lines(then), lines(now));
        let (old_at, new_at) = (starts(&old), starts(&new));
        let steps = capture_diff_slices(Algorithm::Histogram, &old, &new);
        let is_change = |step: &&DiffOp| !matches!(step, DiffOp::Equal { .. });
        let changed = steps.iter().filter(is_change);
        changed
            .map(|step| {
                let (old_lines, new_lines) = (step.old_range(), step.new_range());
                let was = old_at[old_lines.start]..old_at[old_lines.end];
                let place = new_at[new_lines.start]..new_at[new_lines.end];
                Change {
                    touched: self.touched(&was),
                    was: then[was].trim_end(),
                    now: now[place.clone()].trim_end(),
                    block: new_lines.start + 1,
                    place,
                }
            })
            .collect()
    }

    /// Returns the annotations whose passage lay at least partly in a range.
    fn touched(&self, was: &Range<usize>) -> Vec<usize> {
        let overlaps = |range: &ProseRange| range.start < was.end && was.start < range.end;
        let all = self.was.iter().enumerate();
        all.filter(|(_, range)| range.as_ref().is_some_and(overlaps))
            .map(|(index, _)| index)
            .collect()
    }
}

/// Returns the blocks of a text, each with the `\n` that ends it.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Returns where each piece starts, and the last one ends, in bytes.
fn starts(pieces: &[&str]) -> Vec<usize> {
    let ends = pieces.iter().scan(0, |at, piece| {
        *at += piece.len();
        Some(*at)
    });
    std::iter::once(0).chain(ends).collect()
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

impl Change<'_> {
    /// Returns the annotations that the change touches, those that came with it included.
    fn touched<'s>(&self, statuses: &[&'s AnchorStatus]) -> Vec<&'s AnchorStatus> {
        let is_there = |status: &AnchorStatus| {
            let overlaps =
                |range: &ProseRange| range.start < self.place.end && self.place.start < range.end;
            status.range.as_ref().is_some_and(overlaps)
        };
        let all = statuses.iter().enumerate();
        all.filter(|(index, status)| self.touched.contains(index) || is_there(status))
            .map(|(_, status)| *status)
            .collect()
    }

    fn human(&self, article: &str, statuses: &[&AnchorStatus]) -> String {
        let mut text = format!("{article}, block {}: {}\n", self.block, inline(self.was, self.now));
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
        let (was, now) = (self.was, self.now);
        let line = JsonChange { article, block: self.block, was, now, annotations };
        serde_json::to_string(&line).expect("strings and numbers are always JSON") + "\n"
    }
}

/// Shows a difference in one line: `[-gone-]`, `{+new+}`, and a little of what stayed.
fn inline(was: &str, now: &str) -> String {
    const AROUND: usize = 30;
    let pieces = difference(was, now);
    let n_pieces = pieces.len();
    let show = |(index, Piece { kind, text }): (usize, &Piece)| match *kind {
        "removed" => format!("[-{text}-]"),
        "added" => format!("{{+{text}+}}"),
        _ => {
            let letters: Vec<char> = text.chars().collect();
            let (first, last) = (index == 0, index + 1 == n_pieces);
            let head = if first { 0 } else { AROUND.min(letters.len()) };
            let tail = if last { 0 } else { AROUND.min(letters.len() - head) };
            if head + tail >= letters.len() {
                return text.clone();
            }
            let before: String = letters[..head].iter().collect();
            let after: String = letters[letters.len() - tail..].iter().collect();
            format!("{before}…{after}")
        }
    };
    pieces.iter().enumerate().map(show).collect()
}
