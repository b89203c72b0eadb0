//! A selected passage → the quote that finds it again.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::fault::Fault;
use crate::{
    anchor::{self, Key},
    diag::Problem,
    edition::OpenEdition,
    io::SourceFile,
    model::{Quote, Selector, TextQuote},
    preview::state::PreviewState,
    text::prose::{Prose, ProseRange},
};

/// A passage that someone selected or typed.
///
/// Either `start` and `end`, the last exclusive, or `text`; a text that stands in several
/// places may say in which block it is meant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Selection {
    article: String,
    /// The language of the translation that holds it; none of the text itself.
    #[serde(rename = "in")]
    language: Option<String>,
    start: Option<Point>,
    end: Option<Point>,
    text: Option<String>,
    block: Option<usize>,
}

/// A place in the prose: in the block with this `data-block`, after so many
/// UTF-16 code units of its text (marks, term links and code count by their
/// text; references do not count).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Point {
    /// The number of the block.
    block: usize,
    /// How far into its text.
    offset: usize,
}

/// Answers `POST describe`: with the quote as a sidecar has it, and the passage as the text
/// reads, and as it is shown (in verse with the ends of lines), widened to whole words.
///
/// `is_unique` says whether its words alone find it. If not, or if they are few, the quote
/// tells what surrounds it.
pub(super) fn describe(
    _: &PreviewState,
    edition: &OpenEdition,
    asked: Selection,
) -> Result<Value, Fault> {
    let (article, language) = (&asked.article, asked.language.as_deref());
    let missing = || match language {
        Some(language) => Fault::missing("translation", language),
        None => Fault::no_article(article),
    };
    let (file, prose) = edition.prose(article, language).ok_or_else(missing)?;
    let key = Key::new(&prose.text);
    let range = match (asked.start, asked.end, &asked.text) {
        (Some(start), Some(end), _) => between(&prose, start, end)?,
        (_, _, Some(text)) => find(&file, &prose, &key, text, asked.block)?,
        _ => return Err(Fault::unusable("name a passage: `start` and `end`, or `text`")),
    };
    let empty = || Fault::unusable("a passage needs a letter or a digit");
    let wide = anchor::widen(&prose, &key, &range).ok_or_else(empty)?;
    let selector = anchor::describe(&prose, &key, &wide).ok_or_else(empty)?;
    let is_unique = match &selector {
        Selector::Quote(quote) => find(&file, &prose, &key, &quote.exact, None).is_ok(),
        Selector::Range { .. } => true,
    };
    let quote = Quote { language: asked.language, selector };
    Ok(json!({
        "quote": quote.to_value(),
        "reads": prose.text[wide.clone()],
        "shown": prose.quoted(&wide),
        "is_unique": is_unique,
        "start": point(&prose, wide.start),
        "end": point(&prose, wide.end),
    }))
}

fn between(prose: &Prose, start: Point, end: Point) -> Result<ProseRange, Fault> {
    let missing = || Fault::unusable("the text has changed; select the passage again");
    let start = byte_of(prose, start).ok_or_else(missing)?;
    let end = byte_of(prose, end).ok_or_else(missing)?;
    if start < end { Ok(start..end) } else { Err(Fault::unusable("nothing is selected")) }
}

/// Returns the byte of the prose at a point; a half of a pair counts as the whole.
fn byte_of(prose: &Prose, point: Point) -> Option<usize> {
    let block = prose.blocks.iter().find(|block| block.number == point.block)?;
    let text = &prose.text[block.range.clone()];
    let mut left = point.offset;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return Some(block.range.start + at);
        }
        left = left.saturating_sub(c.len_utf16());
    }
    (left == 0).then_some(block.range.end)
}

/// Returns the point at a byte of the prose.
pub(super) fn point(prose: &Prose, byte: usize) -> Point {
    match prose.blocks.iter().take_while(|block| block.range.start <= byte).last() {
        Some(block) => {
            let end = byte.min(block.range.end);
            let text = &prose.text[block.range.start..end];
            Point { block: block.number, offset: text.encode_utf16().count() }
        }
        None => Point { block: 1, offset: 0 },
    }
}

fn find(
    file: &SourceFile,
    prose: &Prose,
    key: &Key,
    text: &str,
    block: Option<usize>,
) -> Result<ProseRange, Fault> {
    let quote = TextQuote { exact: text.to_owned(), ..TextQuote::default() };
    let line_of = |at: usize| file.line_column(prose.source_of(at)).line;
    match anchor::anchor(prose, key, &Selector::Quote(quote), &line_of) {
        Ok(found) => Ok(found.range),
        Err(problem) => {
            let within = block.filter(|_| matches!(problem, Problem::Ambiguous { .. }));
            within.and_then(|number| find_in_block(prose, text, number)).ok_or_else(|| {
                let problem = anchor::Suggestions::new(prose, key).complete(problem);
                Fault::unusable(problem.to_string()).with("help", problem.help())
            })
        }
    }
}

fn find_in_block(prose: &Prose, text: &str, number: usize) -> Option<Range<usize>> {
    let block = prose.blocks.iter().find(|block| block.number == number)?;
    let within = &prose.text[block.range.clone()];
    let without_line_ends = text.replace(" / ", " ");
    let mut ways = [text, &without_line_ends].into_iter().map(str::trim);
    let (at, length) = ways.find_map(|words| Some((within.find(words)?, words.len())))?;
    let start = block.range.start + at;
    Some(start..start + length)
}
