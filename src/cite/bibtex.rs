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

/// What reading a value or an entry takes.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// How far it leads to others.
    depth: usize,
    /// Its length, written out.
    bytes: u64,
    /// The parts it is made of.
    parts: u64,
    /// What joining them takes, and those of the strings within.
    steps: u64,
}

impl Cost {
    fn and(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            bytes: self.bytes.saturating_add(other.bytes),
            parts: self.parts.saturating_add(other.parts),
            steps: self.steps.saturating_add(other.steps),
        }
    }

    fn joined(self) -> Self {
        let steps = self.steps.saturating_add(self.parts.saturating_mul(self.parts));
        Self { steps, ..self }
    }
}

/// A string or an entry, and those that it leads to.
struct Node<'a> {
    name: &'a str,
    place: Range<usize>,
    /// What it costs itself.
    own: Cost,
    leads_to: Vec<usize>,
}

/// Strings that are made of others, or entries that take over from others.
struct Graph<'a> {
    nodes: Vec<Node<'a>>,
    /// What they were found to cost, with all that they lead to.
    known: Vec<Option<Cost>>,
    /// Those that are being counted, each led to by the one before.
    open: Vec<usize>,
    /// What a node is called, and what is said of a circle and of a long way.
    words: [&'static str; 3],
}

impl<'a> Graph<'a> {
    fn new(nodes: Vec<Node<'a>>, words: [&'static str; 3]) -> Self {
        Self { known: vec![None; nodes.len()], nodes, open: Vec::new(), words }
    }

    fn cost_of(&mut self, index: usize) -> Result<Cost, Refusal> {
        if let Some(known) = self.known[index] {
            return Ok(known);
        }
        let [kind, is_circle, is_long] = self.words;
        if let Some(at) = self.open.iter().position(|open| *open == index) {
            let names: Vec<&str> = self.open[at..].iter().map(|&at| self.nodes[at].name).collect();
            return Err(self.refusal(index, format!("{kind}{} {is_circle}", way(&names))));
        }
        self.open.push(index);
        let mut cost = self.nodes[index].own;
        for at in 0..self.nodes[index].leads_to.len() {
            if self.open.len() > MAX_DEPTH {
                cost.depth = MAX_DEPTH;
                break;
            }
            cost = cost.and(self.cost_of(self.nodes[index].leads_to[at])?);
        }
        self.open.pop();
        if cost.depth >= MAX_DEPTH {
            let name = self.nodes[index].name;
            let message = format!("{kind}“{name}” leads to over {MAX_DEPTH} others{is_long}");
            return Err(self.refusal(index, message));
        }
        let cost = Cost { depth: cost.depth + 1, ..cost.joined() };
        self.known[index] = Some(cost);
        Ok(cost)
    }

    fn refusal(&self, index: usize, message: String) -> Refusal {
        Refusal { message, range: self.nodes[index].place.clone() }
    }
}

/// Returns names as the way from one to the next: “a” → “b”.
fn way(names: &[&str]) -> String {
    const N_SHOWN: usize = 5;
    let shown = names.iter().take(N_SHOWN).map(|name| format!("“{name}”"));
    let more = (names.len() > N_SHOWN).then(|| "…".to_owned());
    shown.chain(more).collect::<Vec<_>>().join(" → ")
}

fn check_values(raw: &RawBibliography<'_>, length: usize) -> Result<(), Refusal> {
    // Of several with one name the last is used, as in the library.
    let strings = raw.abbreviations.iter().enumerate();
    let strings: HashMap<&str, usize> = strings.map(|(at, pair)| (pair.key.v, at)).collect();
    let nodes = raw.abbreviations.iter().map(|pair| {
        node(pair, &strings).ok_or_else(|| nested(pair, &format!("the @string “{}”", pair.key.v)))
    });
    let nodes = nodes.collect::<Result<_, _>>()?;
    let mut graph = Graph::new(nodes, ["the @string ", "is made of itself", ""]);
    for index in 0..graph.nodes.len() {
        graph.cost_of(index)?;
    }
    let max_bytes = MAX_GROWTH * length as u64 + SPARE_BYTES;
    let mut sum = Cost::default();
    for entry in &raw.entries {
        for field in &entry.v.fields {
            let of = || format!("`{}` of “{}”", field.key.v, entry.v.key.v);
            let node = node(field, &strings).ok_or_else(|| nested(field, &of()))?;
            let led = node.leads_to.iter().filter_map(|&at| graph.known[at]);
            sum = sum.and(Cost { parts: 0, ..led.fold(node.own, Cost::and).joined() });
            let excess = if sum.bytes > max_bytes {
                format!("with its @strings written out, the file is over {max_bytes} bytes long")
            } else if sum.steps > MAX_STEPS {
                "it has too many braces, formulas and parts joined by `#`".to_owned()
            } else {
                continue;
            };
            return Err(Refusal { message: format!("{}: {excess}", of()), range: node.place });
        }
    }
    Ok(())
}

/// Returns what a value costs, and which strings it is made of; `None` if its braces are
/// nested too deep.
fn node<'a>(pair: &Pair<'a>, strings: &HashMap<&str, usize>) -> Option<Node<'a>> {
    let (mut own, mut leads_to) = (Cost::default(), Vec::new());
    for part in &pair.value.v {
        match part.v {
            RawChunk::Normal(text) => own = own.and(cost_of_text(text)?),
            RawChunk::Abbreviation(name) => match strings.get(name) {
                Some(&index) => leads_to.push(index),
                // The name of a month, or told by the library.
                None => own = own.and(Cost { bytes: 16, parts: 1, ..Cost::default() }),
            },
        }
    }
    Some(Node { name: pair.key.v, place: pair.key.span.clone(), own, leads_to })
}

fn nested(pair: &Pair<'_>, of: &str) -> Refusal {
    let message = format!("{of}: braces are nested over {MAX_DEPTH} deep");
    Refusal { message, range: pair.key.span.clone() }
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
    Some(Cost { bytes: text.len() as u64, parts, ..Cost::default() })
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
    let nodes = works.iter().zip(own).map(|(entry, (place, bytes))| {
        let leads_to = |key: &String| works.get(key).and_then(|entry| indices.get(&*entry.key));
        let crossref = entry.get_as::<String>(LINKS[0].1).ok().into_iter();
        let xdata = entry.get_as::<Vec<String>>(LINKS[1].1).unwrap_or_default();
        let leads_to = crossref.chain(xdata).filter_map(|key| leads_to(&key).copied()).collect();
        Node { name: &entry.key, place, own: Cost { bytes, ..Cost::default() }, leads_to }
    });
    let words =
        ["", "takes over from itself by `crossref` or `xdata`", " by `crossref` or `xdata`"];
    let mut graph = Graph::new(nodes.collect(), words);
    let mut bytes = 0_u64;
    for index in 0..graph.nodes.len() {
        bytes = bytes.saturating_add(graph.cost_of(index)?.bytes);
        if bytes > max_bytes {
            let message = "it takes over too much from others by `crossref` and `xdata`";
            let name = graph.nodes[index].name;
            return Err(graph.refusal(index, format!("“{name}”: {message}")));
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
