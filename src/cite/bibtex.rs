//! Refuses BibLaTeX files that the library would not come back from.
//!
//! `biblatex` 0.12 follows `@string`, `crossref` and `xdata` wherever they lead, reads
//! commands by recursion and joins the parts of a value in quadratic time; a file of a
//! few lines ends the program or keeps it busy for ever. Its first step, which cuts a
//! file into entries and values, does none of that. So what the second step would have
//! to do is counted on what the first one gives. Entry point: [`check`].

use std::{collections::HashMap, ops::Range};

use biblatex::{Bibliography, Pair, RawBibliography, RawChunk, RawEntry, Spanned};

/// Braces are nested no deeper, `@string`s, `crossref` and `xdata` lead no further.
/// What people write has three or four levels; a hundred fit well into the 2 MB of
/// stack that a thread has.
const MAX_DEPTH: usize = 100;

/// A file with its `@string`s written out, or its entries with what they take over, is
/// at most so many times as long as it is itself, and [`SPARE_BYTES`] more. Names of
/// journals and data of proceedings make three or four times.
const MAX_GROWTH: u64 = 16;

/// Files that are small may grow more: 16 MB are read in a fraction of a second.
const SPARE_BYTES: u64 = 16_000_000;

/// How many steps joining the parts of values takes at most: each part that is joined
/// moves all that follow. That is a value of 44,000 braces, or 20,000 abstracts of 300
/// each; it takes about a second.
const MAX_STEPS: u64 = 2_000_000_000;

/// What an entry costs beside its text when another takes over from it, in bytes:
/// looking up some sixty fields.
const BYTES_PER_VISIT: u64 = 1000;

/// What a part of a value costs beside its text or what it stands for, in bytes.
const BYTES_PER_PART: u64 = 16;

/// Why a file is not given to the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, with the name of the entry.
    pub message: String,
    /// Where, in bytes of the text.
    pub range: Range<usize>,
}

/// Counts what reading a file would take, by going where the library would go, until that is
/// too much.
///
/// A file that cannot be cut into entries is sound here: the library refuses it itself,
/// before it does anything else.
///
/// # Errors
///
/// Cycles, values and chains over their depth, and a file that grows over its size.
pub fn check(text: &str) -> Result<(), Refusal> {
    let Ok(raw) = RawBibliography::parse(text) else { return Ok(()) };
    check_values(&raw, text.len())?;
    check_links(raw)
}

fn check_values(raw: &RawBibliography<'_>, length: usize) -> Result<(), Refusal> {
    let strings = raw.abbreviations.iter().map(|pair| (pair.key.v, pair)).collect();
    let max_bytes = MAX_GROWTH * length as u64 + SPARE_BYTES;
    let mut values = Values { strings, open: Vec::new(), bytes: 0, steps: 0, max_bytes };
    for entry in &raw.entries {
        for field in &entry.v.fields {
            let of = format!("`{}` of “{}”", field.key.v, entry.v.key.v);
            values.read(field, &of)?;
            let excess = if values.bytes > max_bytes {
                format!("with its @strings written out, the file is over {max_bytes} bytes long")
            } else if values.steps > MAX_STEPS {
                "it has too many braces, formulas and parts joined by `#`".to_owned()
            } else {
                continue;
            };
            return Err(refusal(field, format!("{of}: {excess}")));
        }
    }
    Ok(())
}

/// The values of a file, as far as they were read.
struct Values<'a> {
    /// Of several with one name the last, as in the library.
    strings: HashMap<&'a str, &'a Pair<'a>>,
    /// The strings that are being read, each within the one before.
    open: Vec<&'a str>,
    /// How long all values are, written out.
    bytes: u64,
    /// What joining their parts takes.
    steps: u64,
    max_bytes: u64,
}

impl<'a> Values<'a> {
    /// Reads a value, or as much of it as the file may grow; returns of how many parts it is.
    fn read(&mut self, pair: &'a Pair<'a>, of: &str) -> Result<u64, Refusal> {
        let mut n_parts = 0;
        for part in &pair.value.v {
            if self.bytes > self.max_bytes {
                break;
            }
            self.bytes += BYTES_PER_PART;
            n_parts += match part.v {
                RawChunk::Normal(text) => {
                    self.bytes += text.len() as u64;
                    let message = || format!("{of}: braces are nested over {MAX_DEPTH} deep");
                    n_parts_of(text).ok_or_else(|| refusal(pair, message()))?
                }
                RawChunk::Abbreviation(name) => match self.strings.get(name) {
                    Some(string) => self.read_string(string)?,
                    // The name of a month, or told by the library.
                    None => 1,
                },
            };
        }
        self.steps = self.steps.saturating_add(n_parts * n_parts);
        Ok(n_parts)
    }

    fn read_string(&mut self, string: &'a Pair<'a>) -> Result<u64, Refusal> {
        let name = string.key.v;
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            let message = format!("the @string {} is made of itself", way(&self.open[at..]));
            return Err(refusal(string, message));
        }
        self.open.push(name);
        if self.open.len() > MAX_DEPTH {
            let message = "leads to over 100 others";
            let first = self.strings[self.open[0]];
            return Err(refusal(first, format!("the @string “{}” {message}", first.key.v)));
        }
        let n_parts = self.read(string, &format!("the @string “{name}”"))?;
        self.open.pop();
        Ok(n_parts)
    }
}

fn refusal(pair: &Pair<'_>, message: String) -> Refusal {
    Refusal { message, range: pair.key.span.clone() }
}

/// Returns of how many parts a text is made; `None` if it is nested too deep.
///
/// The argument of a command ends where as many braces are closed as opened, escaped
/// or not; so they count here, too.
fn n_parts_of(text: &str) -> Option<u64> {
    let (mut depth, mut n_parts) = (0_usize, 1);
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'$' => {}
            _ => continue,
        }
        n_parts += 1;
        if depth > MAX_DEPTH {
            return None;
        }
    }
    Some(n_parts)
}

/// Returns names as the way from one to the next: “a” → “b”.
fn way(names: &[&str]) -> String {
    const N_SHOWN: usize = 5;
    let shown = names.iter().take(N_SHOWN).map(|name| format!("“{name}”"));
    let more = (names.len() > N_SHOWN).then(|| "…".to_owned());
    shown.chain(more).collect::<Vec<_>>().join(" → ")
}

/// What `crossref` and `xdata` are called while links are read, lest the library
/// follow them.
const LINKS: [(&str, &str); 2] = [("crossref", "own-crossref"), ("xdata", "own-xdata")];

/// Has the library read the fields that name other entries, and no others, and counts
/// where they lead: a key may be made of strings, and be another name of an entry.
fn check_links(mut raw: RawBibliography<'_>) -> Result<(), Refusal> {
    let own: Vec<(Range<usize>, u64)> = raw
        .entries
        .iter()
        .map(|entry| (entry.v.key.span.clone(), entry.span.len() as u64 + BYTES_PER_VISIT))
        .collect();
    let max_bytes = MAX_GROWTH * own.iter().map(|(_, bytes)| bytes).sum::<u64>() + SPARE_BYTES;
    let n_links: usize = raw.entries.iter_mut().map(keep_links).sum();
    if n_links == 0 {
        return Ok(());
    }
    // What it refuses here it refuses of the whole file, before it follows a link.
    let Ok(works) = Bibliography::from_raw(raw) else { return Ok(()) };
    let indices: HashMap<&str, usize> =
        works.iter().enumerate().map(|(index, entry)| (entry.key.as_str(), index)).collect();
    let entries = works.iter().zip(own).map(|(entry, (place, bytes))| {
        let leads_to = |key: &String| works.get(key).and_then(|entry| indices.get(&*entry.key));
        let crossref = entry.get_as::<String>(LINKS[0].1).ok().into_iter();
        let xdata = entry.get_as::<Vec<String>>(LINKS[1].1).unwrap_or_default();
        let leads_to = crossref.chain(xdata).filter_map(|key| leads_to(&key).copied()).collect();
        Linked { key: &entry.key, place, bytes, leads_to }
    });
    let entries: Vec<Linked<'_>> = entries.collect();
    let mut n_bytes = 0;
    (0..entries.len())
        .try_for_each(|index| follow(&entries, &mut vec![index], &mut n_bytes, max_bytes))
}

/// Returns how many links an entry has, all other fields being gone but its other names.
fn keep_links(entry: &mut Spanned<RawEntry<'_>>) -> usize {
    let mut n_links = 0;
    entry.v.fields.retain_mut(|field| {
        let link = LINKS.iter().find(|(name, _)| field.key.v.eq_ignore_ascii_case(name));
        if let Some((_, name)) = link {
            field.key.v = name;
            n_links += 1;
        }
        link.is_some() || field.key.v.eq_ignore_ascii_case("ids")
    });
    n_links
}

/// An entry, and those that it takes over from.
struct Linked<'a> {
    key: &'a str,
    place: Range<usize>,
    /// What it costs itself.
    bytes: u64,
    leads_to: Vec<usize>,
}

/// Goes from the last of the entries that are `open`, each led to by the one before, to all
/// that it takes over from, and counts their bytes.
fn follow(
    entries: &[Linked<'_>],
    open: &mut Vec<usize>,
    n_bytes: &mut u64,
    max_bytes: u64,
) -> Result<(), Refusal> {
    let last = &entries[open[open.len() - 1]];
    let refuse =
        |entry: &Linked<'_>, message: String| Err(Refusal { message, range: entry.place.clone() });
    *n_bytes += last.bytes;
    if *n_bytes > max_bytes {
        let message = "it takes over too much from others by `crossref` and `xdata`";
        let first = &entries[open[0]];
        return refuse(first, format!("“{}”: {message}", first.key));
    }
    for &index in &last.leads_to {
        if let Some(at) = open.iter().position(|open| *open == index) {
            let names: Vec<&str> = open[at..].iter().map(|open| entries[*open].key).collect();
            let message = "takes over from itself by `crossref` or `xdata`";
            return refuse(&entries[index], format!("{} {message}", way(&names)));
        }
        if open.len() > MAX_DEPTH {
            let message = "leads to over 100 others by `crossref` or `xdata`";
            return refuse(last, format!("“{}” {message}", last.key));
        }
        open.push(index);
        follow(entries, open, n_bytes, max_bytes)?;
        open.pop();
    }
    Ok(())
}
