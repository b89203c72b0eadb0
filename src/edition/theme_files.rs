//! The files of the built-in theme as an edition changes them: copies that say in their first
//! lines which file they come from, so that it can be told later whether that has changed since.

use std::collections::{BTreeMap, BTreeSet};

use super::theme::{self, BUILT_IN, Theme};

/// How a file of an edition's theme stands to the one of the same name in the built-in theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was made from the present one, and changed.
    Current,
    /// It was made from one that has changed since.
    Behind,
    /// It says the same.
    Same,
    /// It is another, and does not say which one it was made from.
    Unmarked,
    /// There is no such file in the built-in theme.
    Own,
}

/// Returns the names of the files of the built-in theme, below its folder.
#[must_use]
pub fn names() -> Vec<String> {
    theme::built_in_bytes().into_keys().collect()
}

/// Returns a file of the built-in theme as an edition gets it to change: text says in its first
/// line what it comes from; `None` if there is none of that name.
#[must_use]
pub fn ejected(name: &str) -> Option<Vec<u8>> {
    let bytes = theme::built_in_file(name)?;
    let Some((open, close)) = comment_of(name) else { return Some(bytes.to_vec()) };
    let version = env!("CARGO_PKG_VERSION");
    let mark = format!("{open} {MARK}{BUILT_IN} {version}: {} {close}", hash_of(bytes));
    Some([mark.trim_end().as_bytes(), b"\n", bytes].concat())
}

/// Returns how a file of an edition's theme stands to the built-in one.
#[must_use]
pub fn standing(name: &str, bytes: &[u8]) -> Standing {
    let Some(built_in) = theme::built_in_file(name) else { return Standing::Own };
    let (mark, rest) = match marked(name, bytes) {
        Some((mark, rest)) => (Some(mark), rest),
        None => (None, bytes),
    };
    if rest == built_in {
        return Standing::Same;
    }
    match mark {
        Some(hash) if hash == hash_of(built_in) => Standing::Current,
        Some(_) => Standing::Behind,
        // Every theme has one of its own.
        None if name == "theme.yaml" => Standing::Own,
        // Its messages come beside those that are built in.
        None if name.starts_with("locales/") => Standing::Own,
        None => Standing::Unmarked,
    }
}

/// What the first line of a copy begins with, behind what begins a comment.
const MARK: &str = "ejected from ";

/// Returns what begins and ends a comment in a file, by its ending: one that nobody sees.
fn comment_of(name: &str) -> Option<(&'static str, &'static str)> {
    match name.rsplit_once('.')?.1 {
        "html" => Some(("{#", "-#}")),
        "css" => Some(("/*", "*/")),
        "js" => Some(("//", "")),
        "ftl" | "yaml" => Some(("#", "")),
        _ => None,
    }
}

/// Returns the hash that the first line of a copy holds, and all behind that line.
fn marked<'b>(name: &str, bytes: &'b [u8]) -> Option<(&'b str, &'b [u8])> {
    let (open, close) = comment_of(name)?;
    let end = memchr::memchr(b'\n', bytes)?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?.trim_end();
    let said = line.strip_prefix(open)?.strip_suffix(close)?.trim();
    let (_, hash) = said.strip_prefix(MARK)?.rsplit_once(' ')?;
    Some((hash, &bytes[end + 1..]))
}

fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..12].to_owned()
}

/// The templates that pages are made of.
const OF_PAGES: [&str; 12] = [
    "404.html",
    "article.html",
    "check.html",
    "checks.html",
    "embed.html",
    "glossary.html",
    "index.html",
    "notes.html",
    "page.html",
    "search.html",
    "sources.html",
    "timeline.html",
];

/// Returns whether a plain page may name a template: those of other pages show what it has not.
#[must_use]
pub fn is_of_plain_pages(name: &str) -> bool {
    let is_of_others = OF_PAGES.contains(&name) && name != "page.html";
    let is_part = name.starts_with("parts/") && theme::built_in_file(&at(name)).is_some();
    !is_of_others && !is_part
}

/// Returns where a template lies in its theme.
fn at(name: &str) -> String {
    format!("templates/{name}")
}

/// The component that is rendered by itself.
const ENTRY: &str = "source_entry";

/// Returns which templates of a theme no page comes to; `named` are those that pages name.
#[must_use]
pub fn unused<'t>(theme: &'t Theme, named: &[&str]) -> Vec<&'t str> {
    let texts: BTreeMap<&str, &str> =
        theme.templates.iter().map(|(name, file)| (name.as_str(), file.body())).collect();
    let components: Vec<(&str, &str)> = texts
        .iter()
        .flat_map(|(file, text)| tags(text, "component").map(|name| (name, *file)))
        .collect();
    let with_entry = components.iter().filter(|(name, _)| *name == ENTRY).map(|(_, file)| *file);
    let mut to_visit: Vec<&str> = OF_PAGES.into_iter().chain(named.iter().copied()).collect();
    to_visit.extend(with_entry);
    let mut used = BTreeSet::new();
    while let Some(name) = to_visit.pop() {
        let Some((name, text)) = texts.get_key_value(name) else { continue };
        if !used.insert(*name) {
            continue;
        }
        to_visit.extend(tags(text, "extends").chain(tags(text, "include")));
        let called = components.iter().filter(|(component, _)| calls(text, component));
        to_visit.extend(called.map(|(_, file)| *file));
    }
    texts.into_keys().filter(|name| !used.contains(name)).collect()
}

/// Returns what tags of a kind name: `{% extends "base.html" %}` the template.
fn tags<'t>(text: &'t str, kind: &'static str) -> impl Iterator<Item = &'t str> {
    text.split("{%").skip(1).filter_map(move |tag| {
        let tag = tag.trim_start_matches('-').trim_start();
        let rest = tag.strip_prefix(kind)?.strip_prefix(|c: char| c.is_ascii_whitespace())?;
        let rest = rest.trim_start();
        match rest.chars().next()? {
            quote @ ('"' | '\'') => rest[1..].split(quote).next(),
            _ => rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next(),
        }
    })
}

/// Returns whether a template calls a component: `{{ <name … /> }}`.
fn calls(text: &str, component: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices('<')
        .any(|(at, _)| text[at + 1..].trim_start().strip_prefix(component).is_some_and(is_end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_stands_as_it_was_changed_or_the_original_was() {
        let name = "templates/404.html";
        let copy = ejected(name).unwrap();
        assert_eq!(standing(name, &copy), Standing::Same);
        let changed = [&copy[..], b"<p>More.</p>\n"].concat();
        assert_eq!(standing(name, &changed), Standing::Current);
        let text = String::from_utf8(changed).unwrap();
        let hash = hash_of(theme::built_in_bytes()[name]);
        let earlier = text.replace(&hash, "0123456789ab");
        assert_eq!(standing(name, earlier.as_bytes()), Standing::Behind);
        assert_eq!(standing(name, b"<p>Mine.</p>\n"), Standing::Unmarked);
        assert_eq!(standing("templates/own.html", b""), Standing::Own);
    }

    #[test]
    fn every_kind_of_text_says_what_it_comes_from() {
        for name in names() {
            let copy = ejected(&name).unwrap();
            assert_eq!(standing(&name, &copy), Standing::Same, "{name}");
            assert_eq!(marked(&name, &copy).is_some(), comment_of(&name).is_some(), "{name}");
        }
    }
}
