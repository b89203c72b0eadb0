//! Pandoc's tree of a document, rewritten so that Markdown can say it: images lie in the
//! folder of the article, tables have one line a cell, lists of letters keep them.

use std::{collections::BTreeMap, mem};

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::super::{
    archive::Archive,
    notice::{About, Notice},
    page::{File, file_name_of_image},
};
use crate::text::html::list_label;

/// A tree that Markdown can say.
#[derive(Debug)]
pub struct Sayable {
    /// The tree, for Pandoc.
    pub tree: String,
    pub(super) images: Vec<File>,
    pub(super) notices: Vec<Notice>,
}

/// Rewrites a tree; returns the images in it, and what is to be said.
pub(super) fn make(tree: &mut Json, archive: &Archive) -> (Vec<File>, Vec<Notice>) {
    let mut writer = Writer { archive, images: BTreeMap::new(), left_out: Vec::new() };
    writer.all(&mut tree["blocks"]);
    let about = |what: String| Notice {
        number: 0,
        name: String::new(),
        about: About::NotHeld(format!("the image {what}")),
    };
    let images = writer.images.into_values();
    (images.collect(), writer.left_out.into_iter().map(about).collect())
}

struct Writer<'a> {
    archive: &'a Archive,
    /// By what the document calls them.
    images: BTreeMap<String, File>,
    /// Images that browsers do not show.
    left_out: Vec<String>,
}

impl Writer<'_> {
    /// Rewrites lists of elements, and what they hold.
    fn all(&mut self, value: &mut Json) {
        let Json::Array(items) = value else { return };
        let mut out = Vec::with_capacity(items.len());
        for mut item in mem::take(items) {
            match item["t"].as_str().unwrap_or_default() {
                "" => {
                    self.all(&mut item);
                    out.push(item);
                }
                "Image" => out.extend(self.image(item)),
                kind => {
                    let (is_span, is_list) = (kind == "Span", kind == "OrderedList");
                    let is_table = kind == "Table";
                    if let Some(content) = item.get_mut("c") {
                        self.all(content);
                        if is_table {
                            with_plain_cells(content);
                        }
                    }
                    match item.pointer_mut("/c/1").filter(|_| is_span) {
                        Some(inlines) => out.extend(into_list(inlines.take())),
                        None if is_list => out.extend(ordered_list(item)),
                        None => out.push(item),
                    }
                }
            }
        }
        *items = out;
    }

    /// Puts an image into the folder of the article.
    fn image(&mut self, mut image: Json) -> Option<Json> {
        // Sizes would make raw HTML of it.
        *image.pointer_mut("/c/0")? = json!(["", [], []]);
        let target = image.pointer("/c/2/0")?.as_str()?.to_owned();
        if !self.images.contains_key(&target) {
            let inner = [format!("word/{target}"), target.clone()];
            let Some(bytes) = inner.iter().find_map(|name| self.archive.file(name)) else {
                return Some(image);
            };
            let taken = self.images.values().map(|file| file.name.as_str());
            let Some(name) = file_name_of_image(&target, taken) else {
                self.left_out.push(target);
                return None;
            };
            self.images.insert(target.clone(), File { name, bytes });
        }
        *image.pointer_mut("/c/2/0")? = self.images[&target].name.clone().into();
        Some(image)
    }
}

fn into_list(value: Json) -> Vec<Json> {
    if let Json::Array(items) = value { items } else { Vec::new() }
}

/// Makes paragraphs that begin with `(a)` or `(iv)` of a list that Markdown would number.
fn ordered_list(mut list: Json) -> Vec<Json> {
    let start = list.pointer("/c/0/0").and_then(Json::as_i64).unwrap_or(1);
    let style = match list.pointer("/c/0/1/t").and_then(Json::as_str).unwrap_or_default() {
        "LowerAlpha" => "a",
        "UpperAlpha" => "A",
        "LowerRoman" => "i",
        "UpperRoman" => "I",
        _ => return vec![list],
    };
    let items = list.pointer_mut("/c/1").map(Json::take).map(into_list).unwrap_or_default();
    let mut out = Vec::new();
    for (number, item) in (start..).zip(items) {
        let mut blocks = into_list(item);
        if let Some(label) = list_label(style, number) {
            let first = blocks.first_mut().filter(|block| is_text(block));
            if let Some(Json::Array(inlines)) = first.and_then(|block| block.get_mut("c")) {
                inlines.insert(0, json!({ "t": "Space" }));
                inlines.insert(0, json!({ "t": "Str", "c": label }));
            } else {
                blocks.insert(0, json!({ "t": "Para", "c": [{ "t": "Str", "c": label }] }));
            }
        }
        for block in &mut blocks {
            if block["t"] == "Plain" {
                block["t"] = "Para".into();
            }
        }
        out.extend(blocks);
    }
    out
}

fn is_text(block: &Json) -> bool {
    block["t"] == "Para" || block["t"] == "Plain"
}

/// A cell: its attributes, how it is aligned, how many rows and columns it covers, its blocks.
type Cell = (Json, Json, usize, usize, Json);
type Row = (Json, Vec<Cell>);
/// Its attributes, how many columns are heads, its head, its rows.
type Body = (Json, Json, Vec<Row>, Vec<Row>);
/// Its attributes, caption, columns, head, bodies, foot.
type Table = (Json, Json, Vec<Json>, (Json, Vec<Row>), Vec<Body>, (Json, Vec<Row>));

/// Gives each cell of a table one line, and each place a cell.
fn with_plain_cells(content: &mut Json) {
    // Pandoc before 2.10 had other tables, and these are plain.
    let Ok(mut table) = Table::deserialize(&*content) else { return };
    let (_, _, columns, head, bodies, foot) = &mut table;
    let bodies = bodies.iter_mut().flat_map(|(_, _, heads, rows)| [heads, rows]);
    let parts = [&mut head.1].into_iter().chain(bodies).chain([&mut foot.1]);
    // In each column, how many rows the cell above still covers.
    let mut covered = vec![0_usize; columns.len()];
    for (_, row) in parts.flatten() {
        let mut cells = mem::take(row).into_iter();
        while row.len() < covered.len() {
            let at = row.len();
            let next = if covered[at] > 0 { None } else { cells.next() };
            let Some((attributes, align, n_rows, n_columns, blocks)) = next else {
                covered[at] = covered[at].saturating_sub(1);
                row.push((json!(["", [], []]), json!({ "t": "AlignDefault" }), 1, 1, json!([])));
                continue;
            };
            let end = covered.len().min(at + n_columns.max(1));
            // The places that it covers beside it are those of no other cell.
            covered[at..end].fill(n_rows.saturating_sub(1));
            covered[at + 1..end].iter_mut().for_each(|n| *n += 1);
            let mut inlines = Vec::new();
            gather(&blocks, &mut inlines);
            let line = json!([{ "t": "Plain", "c": inlines }]);
            row.push((attributes, align, 1, 1, line));
        }
    }
    *content = json!(table);
}

/// Gathers the inlines of blocks, with a line break between blocks.
fn gather(value: &Json, out: &mut Vec<Json>) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| gather(item, out)),
        Json::Object(block) if block.contains_key("t") => {
            if !is_text(value) {
                return gather(&value["c"], out);
            }
            if !out.is_empty() {
                // A line break of Markdown would end the row.
                out.push(json!({ "t": "Space" }));
                out.push(json!({ "t": "RawInline", "c": ["html", "<br>"] }));
            }
            out.extend(value["c"].as_array().into_iter().flatten().cloned());
        }
        _ => {}
    }
}
