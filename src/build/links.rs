//! Leads the links of articles and pages to where their targets stand on the site,
//! and tells which lead nowhere; those of bodies and definitions, too.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use serde_yaml::Value;

use super::{Context, apparatus::GLOSSARY, read_again};
use crate::{
    body::{self, Location},
    check::KnownPaths,
    diag::{Diagnostics, Place, Problem},
    files::{SourceFile, Span},
    parse::{Part, Step, YamlFile},
    prose::{ElementKind, Item, Markup},
    site::page_of,
    weave::Target,
};

/// Links to pages that may turn out to be drafts.
///
/// Every link between articles is kept until the end, so it is kept small; the
/// few that lead to a draft are looked up in their file again.
#[derive(Debug, Default)]
pub(super) struct PendingLinks(Mutex<Vec<Pending>>);

#[derive(Debug)]
struct Pending {
    /// The path on the site that it leads to.
    leads_to: Arc<str>,
    /// The target as written.
    target: Box<str>,
    /// The file that holds it, and where.
    file: Arc<str>,
    stands: Stands,
}

/// Where in its file a link stands.
#[derive(Debug)]
enum Stands {
    /// In a text, there.
    Text(Span),
    /// In a field of the entry with this id, in a list.
    Field { id: Box<str>, field: &'static str },
}

impl Stands {
    fn place(&self, file: SourceFile) -> Place {
        match self {
            Self::Text(span) => Place::new(&file, *span),
            Self::Field { id, field } => {
                let path = file.path.clone();
                let place = place_of_field(file, id, field);
                place.unwrap_or_else(|| Place::file(&path))
            }
        }
    }
}

/// Returns the place of a field of the entry with this id, in a file that holds a list.
fn place_of_field(file: SourceFile, id: &str, field: &str) -> Option<Place> {
    let yaml = YamlFile::parse(file, &Diagnostics::default())?;
    let items = yaml.value.as_sequence()?;
    let index = items.iter().position(|item| item.get("id").and_then(Value::as_str) == Some(id))?;
    Some(yaml.place(&[Step::Index(index), field.into()], Part::Value))
}

impl PendingLinks {
    fn push(&self, pending: Pending) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(pending);
    }

    /// Reports the links to pages that were not built; `read` gives a file's text.
    pub(super) fn report(
        &self,
        unbuilt: &HashSet<String>,
        read: impl Fn(&str) -> Option<SourceFile>,
        diagnostics: &Diagnostics,
    ) {
        let pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for link in pending.iter().filter(|link| unbuilt.contains(&*link.leads_to)) {
            let place = match read(&link.file) {
                Some(file) => link.stands.place(file),
                None => Place::file(&link.file),
            };
            let target = link.target.to_string();
            diagnostics.report(Problem::DeadLink { target }, place);
        }
    }
}

/// Knows where a text's links may lead.
pub(super) struct Links<'a> {
    /// The page's address: `slug/`.
    page: String,
    file: &'a SourceFile,
    paths: &'a KnownPaths,
    pending: &'a PendingLinks,
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
        (paths, pending): (&'a KnownPaths, &'a PendingLinks),
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
        Self { page: format!("{slug}/"), file, paths, pending, diagnostics, slugs, fragments }
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
        let address = from_page(given);
        match self.paths.find(&self.page, &address) {
            Some(found) => self.remember(found, target),
            None => self.report(dead(given, target.is_image), target),
        }
        encode(&address)
    }

    /// Notes a link to an article, of which only the end of the build knows
    /// whether it is a draft.
    fn remember(&self, found: &Arc<str>, target: &Target<'_>) {
        if leads_away(found, &self.page) {
            self.pending.push(Pending {
                leads_to: found.clone(),
                target: target.target.into(),
                file: self.file.path.clone(),
                stands: Stands::Text(Span::new(target.source.clone())),
            });
        }
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

/// Reports links of an annotation's body that lead nowhere; `place` says where it stands.
pub(super) fn check_body(
    context: &Context<'_>,
    (slug, file, id): (&str, &SourceFile, &str),
    targets: &[body::Target],
    place: impl Fn() -> Place,
) {
    let at = (&*format!("{slug}/"), &file.path, id, "body");
    for problem in dead_ends(context, at, targets) {
        context.diagnostics.report(problem, place());
    }
}

/// Reports links of the glossary's definitions that lead nowhere.
pub(super) fn check_definitions(context: &Context<'_>) {
    let path: Arc<str> = GLOSSARY.into();
    for term in &*context.edition.terms {
        let bibliography = &context.edition.bibliography;
        let body = body::render(&term.definition, bibliography, Location::BELOW_ROOT);
        for problem in
            dead_ends(context, ("glossary/", &path, &term.id, "definition"), &body.targets)
        {
            let file = read_again(context.input, GLOSSARY);
            let place = file.and_then(|file| place_of_field(file, &term.id, "definition"));
            context.diagnostics.report(problem, place.unwrap_or_else(|| Place::file(GLOSSARY)));
        }
    }
}

/// Returns what is wrong with the links of a field; remembers those that may lead to drafts.
fn dead_ends(
    context: &Context<'_>,
    (page, file, id, field): (&str, &Arc<str>, &str, &'static str),
    targets: &[body::Target],
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for body::Target { address, is_image } in targets {
        match context.edition.paths.find(page, &from_page(address)) {
            None => problems.push(dead(address, *is_image)),
            Some(found) if leads_away(found, page) => context.pending.push(Pending {
                leads_to: found.clone(),
                target: address.as_str().into(),
                file: file.clone(),
                stands: Stands::Field { id: id.into(), field },
            }),
            Some(_) => {}
        }
    }
    problems
}

/// Returns whether a path is that of another page than `page`.
fn leads_away(found: &str, page: &str) -> bool {
    found.ends_with("/index.html") && !found.starts_with(page)
}

/// Returns an address on the site as it is from a page one level below the root.
///
/// A path from the root must survive a sub-path, and what links files of the edition
/// to each other links their pages.
fn from_page(address: &str) -> String {
    match address.strip_prefix('/') {
        Some(rest) => format!("../{}", page_of(rest)),
        None => page_of(address).into_owned(),
    }
}

/// Returns what is wrong with an address on the site that leads nowhere.
fn dead(address: &str, is_image: bool) -> Problem {
    let target = address.to_owned();
    if is_image { Problem::MissingImage { target } } else { Problem::DeadLink { target } }
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
