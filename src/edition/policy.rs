//! What templates of a theme, and texts, ask for that the policy of the site keeps out: a
//! browser would say so to readers' consoles alone.

use url::Url;

use super::theme::Theme;
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

/// Warns of what browsers will keep out.
pub(super) fn check(theme: &Theme, settings: &Settings, diagnostics: &Diagnostics) {
    for file in theme.templates.values() {
        for (problem, at) in blocked(file, &settings.csp) {
            if !is_allowed(&settings.allow, problem.code()) {
                diagnostics.report(problem, Place::new(file, Span::new(at)));
            }
        }
    }
}

type Found = (Problem, std::ops::Range<usize>);

/// Returns what a template asks for that would be kept out, with its place in the file.
fn blocked<'a>(file: &'a SourceFile, csp: &'a Csp) -> impl Iterator<Item = Found> + use<'a> {
    let text = file.body();
    let tags = text.match_indices('<').filter_map(move |(at, _)| {
        let rest = &text[at + 1..];
        let name: &str = rest.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let name = name.to_ascii_lowercase();
        let tag = &rest[..end_of_tag(rest)];
        let (problem, within) = match &*name {
            "style" => (inline("style", "style-src"), 0..name.len()),
            "script" if attribute(tag, "src").is_none() => {
                let kind = attribute(tag, "type").map_or("", |(kind, _)| kind);
                let is_run = matches!(kind, "" | "module" | "text/javascript");
                (is_run.then(|| inline("script", "script-src"))?, 0..name.len())
            }
            _ => loaded(&name, tag, csp)?,
        };
        let start = file.start() + at + 1;
        Some((problem, start + within.start..start + within.end))
    });
    tags.collect::<Vec<_>>().into_iter()
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
    let asked = Asked { what, address, directive, home: OF_THEME };
    Some((kept_out(asked, csp)?, at))
}

/// A file that is asked for, and where one's own would stand.
struct Asked<'a> {
    what: &'static str,
    address: &'a str,
    directive: &'static str,
    home: &'static str,
}

const OF_THEME: &str = "the theme's `assets/`";

/// Returns what is wrong with an address if it leads to a host that is not let in.
fn kept_out(asked: Asked<'_>, csp: &Csp) -> Option<Problem> {
    let Asked { what, address, directive, home } = asked;
    let whole = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    // What a template fills in stands behind the host, or else nobody knows it here.
    let url = Url::parse(whole.split("{{").next()?).ok()?;
    let is_kept_out = matches!(url.scheme(), "http" | "https") && !csp.allows(directive, &url);
    let host = Some(format!("https://{}", url.authority()));
    let address = Some(address.to_owned());
    is_kept_out.then_some(Problem::BlockedFile { what, address, directive, host, home })
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
fn attribute<'t>(tag: &'t str, name: &str) -> Option<(&'t str, std::ops::Range<usize>)> {
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
