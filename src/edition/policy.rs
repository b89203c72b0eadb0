//! What templates and style sheets of a theme, and texts, ask for that the policy of the site
//! keeps out: a browser would say so to readers' consoles alone.

use std::ops::Range;

use url::Url;

use super::theme::{StyleSheet, Theme};
use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{SourceFile, Span},
    model::{Csp, Settings, is_allowed},
};

/// An element that loads a file: its name, the attribute with the address, the directive that
/// decides, and what it is called.
const LOADERS: [(&str, &str, &str, &str); 8] = [
    ("script", "src", "script-src", "script"),
    ("link", "href", "style-src", "style sheet"),
    ("img", "src", "img-src", "image"),
    ("audio", "src", "media-src", "sound"),
    ("video", "src", "media-src", "film"),
    ("source", "src", "media-src", "recording"),
    ("iframe", "src", "frame-src", "frame"),
    ("form", "action", "form-action", "target of a form"),
];

/// What calls a script from within a page, of what themes have.
const EVENTS: [&str; 9] = [
    "onclick",
    "onchange",
    "oninput",
    "onsubmit",
    "onload",
    "onerror",
    "onkeydown",
    "onmouseover",
    "ontoggle",
];

/// Warns of what browsers will keep out.
pub(super) fn check(theme: &Theme, settings: &Settings, diagnostics: &Diagnostics) {
    let report = |file: &SourceFile, found: Vec<Found>| {
        for (problem, at) in found {
            if !is_allowed(&settings.allow, problem.code()) {
                diagnostics.report(problem, Place::new(file, Span::new(at)));
            }
        }
    };
    for file in theme.templates.values() {
        report(file, blocked(file, &settings.csp));
    }
    for StyleSheet { file, is_joined } in &theme.styles {
        report(file, blocked_in_styles(file, *is_joined, &settings.csp));
    }
}

type Found = (Problem, Range<usize>);

/// Returns what a template asks for that would be kept out, with its place in the file.
fn blocked(file: &SourceFile, csp: &Csp) -> Vec<Found> {
    let text = file.body();
    let mut found = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let name: &str = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if name.is_empty() {
            continue;
        }
        let name = name.to_ascii_lowercase();
        let tag = &rest[..end_of_tag(rest)];
        let start = file.start() + at + 1;
        let in_file =
            |(problem, within): Found| (problem, start + within.start..start + within.end);
        found.extend(element(&name, tag, csp).map(in_file));
        found.extend(unheeded_attributes(tag).map(in_file));
    }
    found
}

/// Returns what an element asks for that would be kept out, with its place in its tag.
fn element(name: &str, tag: &str, csp: &Csp) -> Option<Found> {
    Some(match name {
        "style" => (inline("style", "style-src"), 0..name.len()),
        "script" if attribute(tag, "src").is_none() => {
            let kind = attribute(tag, "type").map_or("", |(kind, _)| kind);
            let is_run = matches!(kind, "" | "module" | "text/javascript");
            (is_run.then(|| inline("script", "script-src"))?, 0..name.len())
        }
        _ => loaded(name, tag, csp)?,
    })
}

/// Returns the attributes of a tag that say how it looks or what it does.
fn unheeded_attributes(tag: &str) -> impl Iterator<Item = Found> {
    let style = attribute(tag, "style").map(|(_, at)| {
        let within = at.start - "style=\"".len()..at.end + 1;
        (inline("attribute `style`", "style-src"), within)
    });
    let event = EVENTS.iter().filter_map(|event| {
        let (_, at) = attribute(tag, event)?;
        let within = at.start - event.len() - 2..at.end + 1;
        Some((inline("attribute of an event", "script-src"), within))
    });
    style.into_iter().chain(event)
}

/// Returns what a style sheet asks for that would be kept out, with its place in the file.
fn blocked_in_styles(file: &SourceFile, is_joined: bool, csp: &Csp) -> Vec<Found> {
    let css = blank_comments(file.body());
    let mut found = Vec::new();
    let in_file = |at: Range<usize>| file.start() + at.start..file.start() + at.end;
    for (at, import) in css.match_indices("@import") {
        let statement = css[at..].split(';').next().unwrap_or_default();
        if is_joined {
            found.push((Problem::LateImport, in_file(at..at + import.len())));
        } else if let Some(quote) =
            statement.find(['"', '\'']).filter(|_| !statement.contains("url("))
        {
            let start = at + quote + 1;
            let address = css[start..].split(['"', '\'']).next().unwrap_or_default();
            let problem = kept_out(of_theme("style sheet", address, "style-src"), csp);
            found.extend(problem.map(|it| (it, in_file(start..start + address.len()))));
        }
    }
    for (at, open) in css.match_indices("url(") {
        let value = css[at + open.len()..].split(')').next().unwrap_or_default();
        let address = value.trim().trim_matches(['"', '\'']);
        let start = at + open.len() + value.find(address).unwrap_or_default();
        let statement = css[..at].rsplit([';', '}', '{']).next().unwrap_or_default();
        let rule = css[..at].rsplit_once('{').map_or("", |(before, _)| before);
        let rule = rule.rsplit([';', '}', '{']).next().unwrap_or_default().trim();
        let (directive, what) = match rule {
            _ if statement.trim_start().starts_with("@import") && is_joined => continue,
            _ if statement.trim_start().starts_with("@import") => ("style-src", "style sheet"),
            "@font-face" => ("font-src", "font"),
            _ => ("img-src", "image"),
        };
        let problem = kept_out(of_theme(what, address, directive), csp);
        found.extend(problem.map(|it| (it, in_file(start..start + address.len()))));
    }
    found
}

/// Returns a style sheet with spaces in the place of its comments.
fn blank_comments(css: &str) -> String {
    let mut blank = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        let length = after.find("*/").map_or(after.len(), |end| end + 2);
        blank.push_str(before);
        blank.push_str(&" ".repeat(2 + length));
        rest = &after[length..];
    }
    blank + rest
}

fn inline(what: &'static str, directive: &'static str) -> Problem {
    Problem::BlockedFile { what, address: None, directive, host: None, home: OF_THEME }
}

/// Returns what an element loads from a host that is not let in.
fn loaded(name: &str, tag: &str, csp: &Csp) -> Option<Found> {
    let (_, key, mut directive, mut what) = *LOADERS.iter().find(|(it, ..)| *it == name)?;
    let (address, at) = attribute(tag, key)?;
    if name == "link" {
        let rel = attribute(tag, "rel").map_or("", |(rel, _)| rel);
        match rel {
            "stylesheet" => {}
            _ if rel.contains("icon") => (directive, what) = ("img-src", "image"),
            _ => return None,
        }
    }
    Some((kept_out(of_theme(what, address, directive), csp)?, at))
}

/// A file that is asked for, and where one's own would stand.
struct Asked<'a> {
    what: &'static str,
    address: &'a str,
    directive: &'static str,
    home: &'static str,
}

const OF_THEME: &str = "the theme's `assets/`";

const fn of_theme<'a>(what: &'static str, address: &'a str, directive: &'static str) -> Asked<'a> {
    Asked { what, address, directive, home: OF_THEME }
}

/// Returns what is wrong with an address if it leads to a host that is not let in.
fn kept_out(asked: Asked<'_>, csp: &Csp) -> Option<Problem> {
    let Asked { what, address, directive, home } = asked;
    let whole = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    // What a template fills in stands behind the host, or else nobody knows it here.
    let url = Url::parse(whole.split("{{").next()?).ok()?;
    let host = match url.scheme() {
        "http" | "https" if !csp.allows(directive, &url) => {
            Some(format!("https://{}", url.authority()))
        }
        "data" if directive == "font-src" => None,
        _ => return None,
    };
    let address = Some(address.to_owned());
    Some(Problem::BlockedFile { what, address, directive, host, home })
}

/// Returns what is wrong with the address of an image in a text if browsers will keep it out.
pub(super) fn kept_out_image(address: &str, settings: &Settings) -> Option<Problem> {
    let home = "the folder of the text";
    let asked = Asked { what: "image", address, directive: "img-src", home };
    let problem = kept_out(asked, &settings.csp)?;
    (!is_allowed(&settings.allow, problem.code())).then_some(problem)
}

/// Returns where a tag ends: at the first `>` outside of quotation marks.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    rest.len()
}

/// Returns the value of an attribute of a tag, and where it stands there.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<(&'t str, Range<usize>)> {
    tag.match_indices(name).find_map(|(at, _)| {
        let is_whole = tag[..at].ends_with(|c: char| c.is_ascii_whitespace());
        let value = tag[at + name.len()..].strip_prefix('=').filter(|_| is_whole)?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = &value[1..];
        let value = &value[..value.find(quote)?];
        let start = at + name.len() + 2;
        Some((value, start..start + value.len()))
    })
}
