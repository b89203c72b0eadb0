//! Refuses style files that Hayagriva would not come back from.
//!
//! `citationberg` 0.7 reads elements by recursion, and Hayagriva 0.10 renders a macro
//! wherever it is called, once to see whether it prints anything and once to print it,
//! at every level: a macro that calls itself ends the program, eight calls on each of
//! twelve levels keep it busy for ever. Before and after each element it looks at all that
//! it has written. So tags are counted before a style is read, and calls before it is used.

use std::{collections::HashMap, thread};

use hayagriva::citationberg::{
    self, Affixes, CslMacro, IndependentStyle, LayoutRenderingElement as Element, NamesChild,
    TextTarget,
};
use quick_xml::{Reader, events::Event};

/// Elements of the file are nested no deeper; shipped styles have 14 levels.
const MAX_TAGS: usize = 64;

/// A tag, and a text between tags, has no more bytes: it is printed again at every call, and
/// `quick-xml` 0.38 compares each attribute with all others, and keeps every name space.
const MAX_PIECE: usize = 1_000;

/// Elements are nested no deeper with what macros stand for; shipped styles have up to
/// 39 levels.
const MAX_DEPTH: usize = 200;

/// One citation or one entry takes at most so many looks at elements; shipped styles take
/// up to 48,000. So many take some hundredths of a second for each work.
const MAX_STEPS: u64 = 500_000;

/// One citation or one entry is written by so many elements at most, as all that were
/// written are looked at again for each; that is the time of as many steps.
const MAX_ELEMENTS: u64 = 4_000;

/// One citation or one entry holds at most so many bytes that the style itself writes,
/// beside the data of the work and terms.
const MAX_BYTES: u64 = 10_000;

/// One citation or one entry holds at most so many bytes of what the work says, if all
/// that it says were written by each element that writes some of it: a fifth of a second.
const MAX_WRITTEN: u64 = 4_000_000;

/// Reading takes some kilobytes of stack a level, more without optimisation than a
/// worker's 2 MB hold.
const STACK: usize = 64 << 20;

/// Reads a style file; returns how many elements of an entry may write what a work says, too.
///
/// # Errors
///
/// What is wrong with it, in words.
pub(super) fn read(xml: &str) -> Result<(citationberg::Style, u64), String> {
    if let Some((at, message)) = first_excess(xml) {
        return Err(format!("{message}, {}", line_column(xml, at)));
    }
    let style = thread::scope(|scope| {
        let read = || citationberg::Style::from_xml(xml).map_err(|error| error.to_string());
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        match thread {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err("its reader failed".to_owned())),
            Err(error) => Err(error.to_string()),
        }
    })?;
    let n_data = match &style {
        citationberg::Style::Independent(style) => check(style, xml)?,
        citationberg::Style::Dependent(_) => 0,
    };
    Ok((style, n_data))
}

/// Returns whether a style with so many elements that write what a work says would write
/// too much of a work that says so many bytes.
pub(super) fn writes_too_much(n_data: u64, n_bytes: usize) -> bool {
    n_data.saturating_mul(n_bytes as u64) > MAX_WRITTEN
}

/// Returns the first tag that is nested too deep or too long, or stands after too long a
/// text, and which of these.
fn first_excess(xml: &str) -> Option<(usize, String)> {
    let mut reader = Reader::from_str(xml);
    let place = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).ok();
    let (mut depth, mut n_text) = (0_usize, 0);
    loop {
        let start = place(&reader)?;
        // What cannot be read is refused later, by the same reader.
        let event = reader.read_event().ok()?;
        let length = place(&reader)? - start;
        match event {
            Event::Eof => return None,
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                n_text += length;
                continue;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Empty(_) => {}
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
        }
        if n_text.max(length) > MAX_PIECE {
            return Some((start, format!("a tag or a text is over {MAX_PIECE} bytes long")));
        }
        if depth > MAX_TAGS {
            return Some((start, format!("elements are nested over {MAX_TAGS} deep")));
        }
        n_text = 0;
    }
}

fn line_column(xml: &str, at: usize) -> String {
    let before = &xml[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("in line {line}, column {column}")
}

/// Returns where a macro is defined, in words; its name as it stands may be escaped.
fn place_of(name: &str, xml: &str) -> String {
    let named = xml.match_indices("<macro").find(|(at, _)| {
        let tag = &xml[*at..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        tag.contains(&format!("\"{name}\"")) || tag.contains(&format!("'{name}'"))
    });
    named.map(|(at, _)| format!(" ({})", line_column(xml, at))).unwrap_or_default()
}

/// What rendering elements takes, with all that macros stand for.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    depth: usize,
    /// How many elements are written, and looked at to see whether they print anything.
    n: u64,
    /// What they write of their own.
    bytes: u64,
    /// How many of them write what a work says.
    data: u64,
    /// How many looks at elements printing them takes.
    print: u64,
}

impl Cost {
    fn join(self, other: Self, join: fn(u64, u64) -> u64) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            n: join(self.n, other.n),
            bytes: join(self.bytes, other.bytes),
            data: join(self.data, other.data),
            print: join(self.print, other.print),
        }
    }

    fn and(self, other: Self) -> Self {
        self.join(other, u64::saturating_add)
    }

    /// Returns the cost of whichever of the two costs more.
    fn or(self, other: Self) -> Self {
        self.join(other, u64::max)
    }

    /// Returns the cost of an element around these that writes `bytes` itself; it looks at
    /// each again before it prints it, and at all of them before it begins.
    fn within(self, element: &Element) -> Self {
        let print = self.print.saturating_add(self.n.saturating_mul(2)).saturating_add(1);
        let bytes = self.bytes.saturating_add(own_bytes(element) as u64);
        let data = self.data.saturating_add(u64::from(writes_data(element)));
        Self { depth: self.depth + 1, n: self.n.saturating_add(1), bytes, data, print }
    }

    /// Returns what there is too much of, in words.
    fn excess(self) -> Option<String> {
        if self.print > MAX_STEPS {
            Some("calls too many macros, each of which calls others".to_owned())
        } else if self.n > MAX_ELEMENTS {
            let with = "with those of the macros it calls";
            Some(format!("is written by over {MAX_ELEMENTS} elements, {with}"))
        } else if self.bytes > MAX_BYTES {
            Some(format!("writes over {MAX_BYTES} bytes beside what a work says"))
        } else {
            None
        }
    }
}

/// Returns whether an element writes what a work says.
fn writes_data(element: &Element) -> bool {
    match element {
        Element::Text(text) => matches!(text.target, TextTarget::Variable { .. }),
        Element::Names(_) | Element::Number(_) => true,
        _ => false,
    }
}

/// Returns how many bytes an element writes beside what stands in it.
fn own_bytes(element: &Element) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let around = |it: &Affixes| length(&it.prefix) + length(&it.suffix);
    match element {
        Element::Text(text) => {
            let value = match &text.target {
                TextTarget::Value { val } => val.len(),
                _ => 0,
            };
            around(&text.affixes) + value
        }
        Element::Date(date) => {
            let parts = date.date_part.iter();
            let parts = parts.map(|part| around(&part.affixes) + length(&part.range_delimiter));
            around(&date.affixes) + 3 * length(&date.delimiter) + parts.sum::<usize>()
        }
        Element::Number(number) => around(&number.affixes),
        Element::Label(label) => around(&label.label.affixes),
        Element::Group(it) => {
            let n = it.children.len();
            length(&it.prefix) + length(&it.suffix) + n * length(&it.delimiter)
        }
        Element::Names(it) => length(&it.prefix) + length(&it.suffix),
        Element::Choose(_) => 0,
    }
}

/// Counts the calls of macros in a style; returns how many elements of an entry may write
/// what a work says.
fn check(style: &IndependentStyle, xml: &str) -> Result<u64, String> {
    let mut macros = Macros::of(style, xml);
    for one in &style.macros {
        macros.cost_of_macro(&one.name)?;
    }
    let bibliography = style.bibliography.as_ref().map(|list| &list.layout);
    let layouts = [("citation", Some(&style.citation.layout)), ("bibliography", bibliography)];
    let mut n_data = 0;
    for (name, layout) in layouts.into_iter().filter_map(|(name, layout)| Some((name, layout?))) {
        let cost = macros.cost_of(&layout.elements)?;
        let too_deep = format!("is nested over {MAX_DEPTH} deep by its macros");
        let too_deep = (cost.depth > MAX_DEPTH).then_some(too_deep);
        if let Some(excess) = cost.excess().or(too_deep) {
            return Err(format!("its {name} {excess}"));
        }
        n_data = n_data.max(cost.data);
    }
    Ok(n_data)
}

/// The macros of a style, and what they were found to cost.
struct Macros<'a> {
    all: HashMap<&'a str, &'a CslMacro>,
    known: HashMap<&'a str, Cost>,
    /// Those that are being counted, each called by the one before.
    open: Vec<&'a str>,
    xml: &'a str,
}

impl<'a> Macros<'a> {
    /// Of two with one name the first is used.
    fn of(style: &'a IndependentStyle, xml: &'a str) -> Self {
        let all = style.macros.iter().rev().map(|one| (one.name.as_str(), one)).collect();
        Self { all, known: HashMap::new(), open: Vec::new(), xml }
    }

    fn cost_of(&mut self, elements: &'a [Element]) -> Result<Cost, String> {
        let mut sum = Cost::default();
        for element in elements {
            let mut within = Cost::default();
            match element {
                Element::Text(text) => {
                    if let TextTarget::Macro { name } = &text.target {
                        within = self.cost_of_macro(name)?;
                    }
                }
                Element::Names(names) => {
                    for child in &names.children {
                        if let NamesChild::Substitute(other) = child {
                            within = within.and(self.cost_of(&other.children)?);
                        }
                    }
                }
                Element::Group(group) => within = self.cost_of(&group.children)?,
                Element::Choose(choose) => {
                    let branches = choose.branches().map(|branch| &branch.children);
                    for one in branches.chain(choose.otherwise.iter().map(|last| &last.children)) {
                        within = within.or(self.cost_of(one)?);
                    }
                }
                Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
            }
            sum = sum.and(within.within(element));
        }
        Ok(sum)
    }

    fn cost_of_macro(&mut self, name: &'a str) -> Result<Cost, String> {
        let Some(&one) = self.all.get(name) else { return Ok(Cost::default()) };
        if let Some(&cost) = self.known.get(name) {
            return Ok(cost);
        }
        let refuse =
            |excess| Err(format!("the macro “{name}”{} {excess}", place_of(name, self.xml)));
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            let others = self.open[at + 1..].iter().take(5).map(|other| format!("“{other}”"));
            let others = others.collect::<Vec<_>>().join(", ");
            let by = if others.is_empty() { "" } else { " by way of " };
            return refuse(format!("calls itself{by}{others}"));
        }
        let too_deep = format!("leads over {MAX_DEPTH} deep");
        if self.open.len() >= MAX_DEPTH {
            return refuse(too_deep);
        }
        self.open.push(name);
        let cost = self.cost_of(&one.children)?;
        self.open.pop();
        let too_deep = (cost.depth > MAX_DEPTH).then_some(too_deep);
        if let Some(excess) = too_deep.or_else(|| cost.excess()) {
            return refuse(excess);
        }
        self.known.insert(name, cost);
        Ok(cost)
    }
}

#[cfg(test)]
mod tests {
    use hayagriva::archive::ArchivedStyle;

    use super::*;

    #[test]
    fn shipped_styles_keep_far_from_the_limits() {
        let mut most = Cost::default();
        for style in ArchivedStyle::all() {
            let citationberg::Style::Independent(style) = style.get() else { continue };
            let mut macros = Macros::of(&style, "");
            let list = style.bibliography.as_ref().map(|list| &list.layout);
            for layout in [&style.citation.layout].into_iter().chain(list) {
                let cost = macros.cost_of(&layout.elements).expect("it is honest");
                most = most.or(cost);
            }
        }
        assert!(most.depth * 5 < MAX_DEPTH && most.print * 10 < MAX_STEPS, "{most:?}");
        assert!(most.n * 3 < MAX_ELEMENTS && most.bytes * 5 < MAX_BYTES, "{most:?}");
        assert!(most.data * 10_000 < MAX_WRITTEN, "{most:?}");
    }

    #[test]
    fn tags_are_counted_as_they_are_nested() {
        let deep =
            |n: usize, within: &str| format!("{}{within}{}", "<g>".repeat(n), "</g>".repeat(n));
        let rest = "<!-- </g> --><a b='/>' c=\">\"/><?x </g>?><![CDATA[</g>]]>";
        let first = |xml: &str| first_excess(xml).map(|(at, _)| at);
        assert_eq!(first(&deep(MAX_TAGS, rest)), None);
        assert_eq!(first(&deep(MAX_TAGS, &format!("{rest}<g></g>"))), Some(64 * 3 + rest.len()));
        assert_eq!(first(&"<g/>".repeat(100)), None);
        let long = "x".repeat(MAX_PIECE - 3);
        assert_eq!(first(&format!("<g><!--{long}-->{long}</g>")), None);
        assert_eq!(first(&format!("<g>{long}xxx</g>")), None);
        assert_eq!(first(&format!("<g>{long}&x;x</g>")), Some(MAX_PIECE + 4));
        assert_eq!(first(&format!("<g/><g a='{long}'/>")), Some(4));
    }
}
