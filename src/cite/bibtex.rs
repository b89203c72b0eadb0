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

/// Why a file is not given to the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, with the name of the entry.
    pub message: String,
    /// Where, in bytes of the text.
    pub range: Range<usize>,
}

/// Counts what reading a file would take.
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

/// What reading a value takes.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// How far its `@string`s lead.
    depth: usize,
    /// Its length, written out.
    bytes: u64,
    /// The parts it is made of.
    parts: u64,
    /// What joining them takes, and those of the strings within.
    steps: u64,
}

fn check_values(raw: &RawBibliography<'_>, length: usize) -> Result<(), Refusal> {
    let named = raw.abbreviations.iter().map(|pair| (pair.key.v, pair));
    let mut strings = Strings { by_name: named.collect(), known: HashMap::new(), open: Vec::new() };
    for pair in &raw.abbreviations {
        strings.cost_of_string(pair.key.v)?;
    }
    let max_bytes = MAX_GROWTH * length as u64 + SPARE_BYTES;
    let (mut bytes, mut steps) = (0_u64, 0_u64);
    for (entry, field) in raw.entries.iter().flat_map(|entry| {
        let fields = entry.v.fields.iter();
        fields.map(move |field| (&entry.v, field))
    }) {
        let of = || format!("`{}` of “{}”", field.key.v, entry.key.v);
        let cost = strings.cost_of(field, &of)?;
        bytes = bytes.saturating_add(cost.bytes);
        steps = steps.saturating_add(cost.steps);
        let excess = if bytes > max_bytes {
            format!("with its @strings written out, the file is over {max_bytes} bytes long")
        } else if steps > MAX_STEPS {
            "it has too many braces, formulas and parts joined by `#`".to_owned()
        } else {
            continue;
        };
        return Err(Refusal { message: format!("{}: {excess}", of()), range: place_of(field) });
    }
    Ok(())
}

/// The `@string`s of a file, and what they were found to cost.
struct Strings<'a> {
    by_name: HashMap<&'a str, &'a Pair<'a>>,
    known: HashMap<&'a str, Cost>,
    /// Those that are being counted, each within the one before.
    open: Vec<&'a str>,
}

impl<'a> Strings<'a> {
    fn cost_of(&mut self, pair: &'a Pair<'a>, of: &dyn Fn() -> String) -> Result<Cost, Refusal> {
        let mut cost = Cost::default();
        for part in &pair.value.v {
            let one = match part.v {
                RawChunk::Normal(text) => cost_of_text(text).ok_or_else(|| Refusal {
                    message: format!("{}: braces are nested over {MAX_DEPTH} deep", of()),
                    range: place_of(pair),
                })?,
                RawChunk::Abbreviation(name) => self.cost_of_string(name)?,
            };
            cost.depth = cost.depth.max(one.depth);
            cost.bytes = cost.bytes.saturating_add(one.bytes);
            cost.parts = cost.parts.saturating_add(one.parts);
            cost.steps = cost.steps.saturating_add(one.steps);
        }
        cost.steps = cost.steps.saturating_add(cost.parts.saturating_mul(cost.parts));
        Ok(cost)
    }

    /// A name that is not defined is that of a month, or told by the library.
    fn cost_of_string(&mut self, name: &'a str) -> Result<Cost, Refusal> {
        let Some(&pair) = self.by_name.get(name) else {
            return Ok(Cost { depth: 0, bytes: 16, parts: 1, steps: 0 });
        };
        if let Some(&cost) = self.known.get(name) {
            return Ok(cost);
        }
        let refuse = |message| Err(Refusal { message, range: place_of(pair) });
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            return refuse(format!("the @string {} is made of itself", way(&self.open[at..])));
        }
        self.open.push(name);
        let mut cost = if self.open.len() > MAX_DEPTH {
            Cost { depth: MAX_DEPTH, ..Cost::default() }
        } else {
            self.cost_of(pair, &|| format!("the @string “{name}”"))?
        };
        self.open.pop();
        cost.depth += 1;
        if cost.depth > MAX_DEPTH {
            return refuse(format!("the @string “{name}” leads to over {MAX_DEPTH} others"));
        }
        self.known.insert(name, cost);
        Ok(cost)
    }
}

/// Returns what reading a text takes; `None` if it is nested too deep.
///
/// The argument of a command ends where as many braces are closed as opened, escaped
/// or not; so they count here, too.
fn cost_of_text(text: &str) -> Option<Cost> {
    let (mut depth, mut parts) = (0_usize, 1_u64);
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'$' => {}
            _ => continue,
        }
        parts += 1;
        if depth > MAX_DEPTH {
            return None;
        }
    }
    Some(Cost { depth: 0, bytes: text.len() as u64, parts, steps: 0 })
}

fn place_of(pair: &Pair<'_>) -> Range<usize> {
    pair.key.span.clone()
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
    let n_links: usize = raw.entries.iter_mut().map(keep_links).sum();
    if n_links == 0 {
        return Ok(());
    }
    // What it refuses here it refuses of the whole file, before it follows a link.
    let Ok(works) = Bibliography::from_raw(raw) else { return Ok(()) };
    let indices: HashMap<&str, usize> =
        works.iter().enumerate().map(|(index, entry)| (entry.key.as_str(), index)).collect();
    let keys = works.keys().collect();
    let links = works.iter().map(|entry| {
        let leads_to = |key: &String| works.get(key).and_then(|entry| indices.get(&*entry.key));
        let crossref = entry.get_as::<String>(LINKS[0].1).ok().into_iter();
        let xdata = entry.get_as::<Vec<String>>(LINKS[1].1).unwrap_or_default();
        crossref.chain(xdata).filter_map(|key| leads_to(&key).copied()).collect()
    });
    let known = vec![None; own.len()];
    let mut links = Links { keys, own: &own, links: links.collect(), known, open: Vec::new() };
    let max = MAX_GROWTH * own.iter().map(|(_, bytes)| bytes).sum::<u64>() + SPARE_BYTES;
    let mut bytes = 0_u64;
    for index in 0..own.len() {
        bytes = bytes.saturating_add(links.cost_of(index)?.1);
        if bytes > max {
            let message = "it takes over too much from others by `crossref` and `xdata`";
            return Err(links.refusal(index, format!("“{}”: {message}", links.keys[index])));
        }
    }
    Ok(())
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

/// Which entries take over from which, by index.
struct Links<'a> {
    keys: Vec<&'a str>,
    /// The place of the key, and what the entry itself costs.
    own: &'a [(Range<usize>, u64)],
    links: Vec<Vec<usize>>,
    /// How far an entry leads, and what it costs with all that it takes over.
    known: Vec<Option<(usize, u64)>>,
    open: Vec<usize>,
}

impl Links<'_> {
    fn cost_of(&mut self, index: usize) -> Result<(usize, u64), Refusal> {
        if let Some(known) = self.known[index] {
            return Ok(known);
        }
        if let Some(at) = self.open.iter().position(|open| *open == index) {
            let names: Vec<&str> = self.open[at..].iter().map(|open| self.keys[*open]).collect();
            let message = "takes over from itself by `crossref` or `xdata`";
            return Err(self.refusal(index, format!("{} {message}", way(&names))));
        }
        self.open.push(index);
        let (mut depth, mut bytes) = (0, self.own[index].1);
        for at in 0..self.links[index].len() {
            if self.open.len() > MAX_DEPTH {
                depth = MAX_DEPTH;
                break;
            }
            let (further, more) = self.cost_of(self.links[index][at])?;
            depth = depth.max(further);
            bytes = bytes.saturating_add(more);
        }
        self.open.pop();
        if depth >= MAX_DEPTH {
            let message = "leads to over 100 others by `crossref` or `xdata`";
            return Err(self.refusal(index, format!("“{}” {message}", self.keys[index])));
        }
        self.known[index] = Some((depth + 1, bytes));
        Ok((depth + 1, bytes))
    }

    fn refusal(&self, index: usize, message: String) -> Refusal {
        Refusal { message, range: self.own[index].0.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what is refused: its message and the text at its place.
    #[track_caller]
    fn check_refusal(text: &str, message: &str, at: &str) {
        let refusal = check(text).expect_err("it is hostile");
        assert!(refusal.message.contains(message), "{refusal:?}");
        assert_eq!(&text[refusal.range], at);
    }

    #[test]
    fn circles_are_named_with_their_way() {
        let strings = "@string{a = b # \"x\"}@string{b = a}";
        check_refusal(strings, "the @string “a” → “b” is made of itself", "a");
        let text = "@book{a, CROSSREF={b}}\n@book{b, xdata = {c, a}}";
        check_refusal(text, "“a” → “b” takes over from itself", "a");
        // By another name of the entry, and a key that is made of strings.
        let text = "@string{k = \"al\"}@book{a, ids={alias}, crossref = k # \"ias\"}";
        check_refusal(text, "“a” takes over from itself", "a");
    }

    #[test]
    fn chains_and_nesting_have_an_end() {
        let chain = |n: usize| {
            let one = |n| format!("@book{{k{n}, crossref={{k{}}}}}\n", n + 1);
            (0..n).map(one).collect::<String>()
        };
        assert_eq!(check(&chain(90)), Ok(()));
        check_refusal(&chain(110), "leads to over 100 others", "k100");
        let strings: String = (0..110).map(|n| format!("@string{{s{} = s{n}}}", n + 1)).collect();
        check_refusal(&strings, "leads to over 100 others", "s101");
        let deep = |n: usize| format!("@book{{a, title={{{}{}}}}}", "{".repeat(n), "}".repeat(n));
        assert_eq!(check(&deep(90)), Ok(()));
        check_refusal(&deep(101), "`title` of “a”: braces are nested over 100 deep", "title");
    }
}
