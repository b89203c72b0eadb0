//! The search index: which word stands where, in files that a script can read
//! from any static server.
//!
//! # What is found
//!
//! There are four sections, numbered in this order, and in each the **places**
//! are numbered from 0:
//!
//! 0. *text*: article by article, first the article as such (its title), then
//!    its blocks by number, then its footnotes;
//! 1. *notes*: article by article, its notes by number (retracted ones have
//!    numbers and no words);
//! 2. *terms*, in the order of `glossary.yaml`;
//! 3. *sources*, in the order of the bibliography.
//!
//! # The files
//!
//! All lie in `search/`, beside the page `index.html`, and are UTF-8. Nothing
//! but `index.json` is needed to know which others are:
//!
//! - `index.json`: `{version, shards, starts, sizes, words}`. `version` names the
//!   state of all files; ask for them as `NAME?VERSION`, so that no cache mixes
//!   two states. `shards` holds the first word of each shard, `sizes` the number
//!   of places in each section, `starts` for each section the first place in each
//!   of its files of places. `words` holds the rules of words as patterns: `word`
//!   and `dropped` for JavaScript's flags `g` and `u`, and `even`.
//! - `words-N.txt`: shard N, one line for each word, sorted by UTF-8: the word
//!   and its postings in each section, separated by a space; sections at the end
//!   that have none are left out. `~` in the place of all postings says that the
//!   word stands nearly everywhere and tells nothing (only where a section has
//!   over two thousand places).
//!   Shards begin with words without characters from U+E000 on, so that
//!   comparing by UTF-16 finds the same shard as comparing by UTF-8.
//! - `places-SECTION-N.json`: a list of `[address, title, places]`, for some pages
//!   of the site: its address below the root, its title, and its places, each
//!   `FRAGMENT`, `FRAGMENT⏎NAME` or `FRAGMENT⏎NAME⏎TEXT`. Texts and notes have no
//!   `TEXT`: what they say stands in the page, in the element whose id is the
//!   fragment, and is not told twice. An empty fragment means the page.
//!
//! A posting is one number: the distance from the place before (from 0, at
//! first), four times, plus the weight: 0 for a word of the body, 1 if the place
//! has it more than once, 2 in headings, claims, other names and titles of
//! sources, 3 in titles of articles and headwords. Numbers are written with five
//! bits a character, the highest first: the character is the value plus 48, and
//! plus 32 more if the number goes on.
//!
//! What a word is, and how it is folded, says `edition::words`.

mod lists;
mod page;
mod shards;

use serde::Serialize;

use crate::edition::words::{N_SECTIONS, Rules, Sheet, narrow};

use shards::{Bases, Shard};

/// Places after which a file of them ends, in bytes: some 4 kB when compressed.
const FILE_SIZE: usize = 12_000;
/// Places in one row of such a file.
const PER_ROW: usize = 16;
/// Places that a section must have before words can be too common in it.
const TOO_COMMON: u32 = 2000;
/// A page of the site, as far as a section lists it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Listed<'a>(
    /// Its address below the site's root.
    pub &'a str,
    /// Its title.
    pub &'a str,
    /// Its places: fragment, name and text, as far as they go, a line each.
    pub &'a [String],
);

/// What is found in one go: an article, or the lists that articles share.
#[derive(Debug)]
pub struct Part<'a> {
    /// Its page in each section.
    pub listed: [Listed<'a>; N_SECTIONS],
    /// Its words.
    pub words: &'a Sheet,
}

/// What a reader must know to find the rest.
#[derive(Debug, Serialize)]
struct Contents {
    version: String,
    shards: Vec<String>,
    starts: [Vec<u32>; N_SECTIONS],
    sizes: Bases,
    words: Rules,
}

/// Returns the files of the index by their names below `search/`.
///
/// # Panics
///
/// Never: texts and numbers are always JSON.
#[must_use]
pub fn files(parts: &[Part<'_>]) -> Vec<(String, Vec<u8>)> {
    let mut sizes = [0; N_SECTIONS];
    let mut sheets = Vec::with_capacity(parts.len());
    for part in parts {
        sheets.push((part.words, sizes));
        for (size, Listed(.., places)) in sizes.iter_mut().zip(&part.listed) {
            *size += narrow(places.len());
        }
    }
    let shards = shards::merge(&sheets, sizes);
    let mut files = Vec::new();
    let starts = std::array::from_fn(|section| list_places(parts, section, &mut files));
    let mut firsts = Vec::with_capacity(shards.len());
    for (number, Shard { first, lines }) in shards.into_iter().enumerate() {
        firsts.push(first);
        files.push((format!("words-{number}.txt"), lines.into_bytes()));
    }
    let version = version(&files);
    let contents = Contents { version, shards: firsts, starts, sizes, words: Rules::new() };
    files.push(("index.json".to_owned(), json(&contents)));
    files
}

/// Writes the places of a section; returns the first place in each file.
///
/// A page with many places stands in several rows, and perhaps in several files.
fn list_places(parts: &[Part<'_>], section: usize, files: &mut Vec<(String, Vec<u8>)>) -> Vec<u32> {
    let rows = parts.iter().flat_map(|part| {
        let Listed(url, title, places) = part.listed[section];
        places.chunks(PER_ROW).map(move |places| Listed(url, title, places))
    });
    let mut starts = Vec::new();
    let (mut n_places, mut size) = (0, FILE_SIZE);
    let mut in_files: Vec<Vec<Listed<'_>>> = Vec::new();
    for row in rows {
        if size >= FILE_SIZE {
            starts.push(n_places);
            in_files.push(Vec::new());
            size = 0;
        }
        n_places += narrow(row.2.len());
        size += row.0.len() + row.1.len() + row.2.iter().map(String::len).sum::<usize>();
        in_files.last_mut().expect("there is a file after the first row").push(row);
    }
    let named = in_files
        .iter()
        .enumerate()
        .map(|(number, rows)| (format!("places-{section}-{number}.json"), json(rows)));
    files.extend(named);
    starts
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("texts and numbers are always JSON")
}

fn version(files: &[(String, Vec<u8>)]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in files {
        hasher.update(name.as_bytes()).update(b"\0");
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.finalize().to_hex()[..12].to_owned()
}
