//! Leads the links of articles and pages to where their targets stand on the site.

use std::collections::HashSet;

use crate::{
    check::KnownPaths,
    diag::{Diagnostics, Place, Problem},
    files::{SourceFile, Span},
    prose::{ElementKind, Item, Markup},
    weave::Target,
};

/// Knows where a text's links may lead.
pub(super) struct Links<'a> {
    /// The page's address: `slug/`.
    page: String,
    file: &'a SourceFile,
    paths: &'a KnownPaths,
    diagnostics: &'a Diagnostics,
    slugs: HashSet<&'a str>,
    fragments: HashSet<String>,
}

impl<'a> Links<'a> {
    /// Collects the fragments of a text; `notes` are the ids of its annotations.
    pub(super) fn new(
        slug: &str,
        file: &'a SourceFile,
        markup: &'a Markup<'_>,
        notes: impl Iterator<Item = &'a str>,
        paths: &'a KnownPaths,
        diagnostics: &'a Diagnostics,
    ) -> Self {
        let mut slugs = HashSet::new();
        let mut fragments: HashSet<String> = notes.map(str::to_owned).collect();
        for item in &markup.items {
            let Item::Start(element) = item else { continue };
            match (&element.kind, element.block) {
                (ElementKind::Heading { slug, .. }, _) => {
                    slugs.insert(slug.as_str());
                    fragments.insert(format!("h-{slug}"));
                }
                (_, Some(number)) => {
                    fragments.insert(format!("p-{number}"));
                }
                _ => {}
            }
        }
        fragments.extend((1..=markup.footnotes.len()).map(|number| format!("fn-{number}")));
        Self { page: format!("{slug}/"), file, paths, diagnostics, slugs, fragments }
    }

    /// Returns the address of a target as the page needs it; warns of one that
    /// leads nowhere.
    pub(super) fn resolve(&self, target: &Target<'_>) -> String {
        let given = target.target;
        if given.is_empty() {
            return String::new();
        }
        if let Some(fragment) = given.strip_prefix('#') {
            return self.fragment(fragment, target);
        }
        if is_absolute(given) {
            return encode(given);
        }
        // A path from the root of the site must survive a sub-path.
        let path = match given.strip_prefix('/') {
            Some(rest) => format!("../{rest}"),
            None => given.to_owned(),
        };
        // What links files of the edition to each other links their pages.
        let (path, rest) = path.split_at(path.find(['#', '?']).unwrap_or(path.len()));
        let path = path.strip_suffix("index.md").unwrap_or(path);
        if !self.paths.has(&self.page, path) {
            let target_text = given.to_owned();
            self.report(
                if target.is_image {
                    Problem::MissingImage { target: target_text }
                } else {
                    Problem::DeadLink { target: target_text }
                },
                target,
            );
        }
        encode(&format!("{path}{rest}"))
    }

    fn fragment(&self, fragment: &str, target: &Target<'_>) -> String {
        if self.slugs.contains(fragment) {
            return encode(&format!("#h-{fragment}"));
        }
        if !fragment.is_empty() && !self.fragments.contains(fragment) {
            self.report(Problem::DeadLink { target: target.target.to_owned() }, target);
        }
        encode(target.target)
    }

    fn report(&self, problem: Problem, target: &Target<'_>) {
        let span = Span::new(target.source.clone());
        self.diagnostics.report(problem, Place::new(self.file, span));
    }
}

fn is_absolute(target: &str) -> bool {
    target.starts_with("//")
        || target.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty() && !scheme.contains(['/', '?', '#', '.', ' '])
        })
}

/// Encodes what may not stand in an address and was typed all the same.
fn encode(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            ' ' => encoded.push_str("%20"),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                encoded.push_str(&format!("%{:02X}", c as u32));
            }
            c if c.is_ascii_control() => {}
            c => encoded.push(c),
        }
    }
    encoded
}
