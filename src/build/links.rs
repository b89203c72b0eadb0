//! Leads the links of articles and pages to where their targets stand on the site,
//! and tells which lead nowhere; those of bodies and definitions, too.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use super::{
    Context,
    apparatus::{EDITION, GLOSSARY, finding_path},
    contents::Made,
    pending::{Pending, PendingLinks, Stands, place_in_field},
    read_again,
};
use crate::{
    address::{decode, page_of},
    body::{self, Body, Location},
    check::KnownPaths,
    diag::{Diagnostics, Place, Problem},
    files::{SourceFile, Span},
    html::TOO_COSTLY,
    parse::{YamlFile, nearest_name},
    prose::{ElementKind, Item, Markup},
    weave::Target,
};

/// What a link within a page may name.
#[derive(Debug, Default)]
pub(super) struct Fragments<'a> {
    /// `h-SLUG` of headings, `p-N` of other blocks, `fn-N` of footnotes.
    pub(super) blocks: BTreeSet<String>,
    entries: HashSet<&'a str>,
    /// How often a dead target was held against one of them.
    n_compared: AtomicUsize,
}

/// After so many comparisons, about half a second, dead links to a page get no suggestion.
const MOST_COMPARED: usize = 1_000_000;

impl<'a> Fragments<'a> {
    /// Takes the ids of the entries of a list.
    pub(super) fn of_entries(entries: impl Iterator<Item = &'a str>) -> Self {
        Self { entries: entries.collect(), ..Self::default() }
    }

    /// Collects those of a text; `notes` are the ids of its annotations.
    pub(super) fn new(markup: &'a Markup<'_>, notes: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self::of_entries(notes);
        for item in &markup.items {
            let Item::Start(element) = item else { continue };
            match (&element.kind, element.block) {
                (ElementKind::Heading { slug, .. }, _) => all.blocks.insert(format!("h-{slug}")),
                (_, Some(number)) => all.blocks.insert(format!("p-{number}")),
                _ => continue,
            };
        }
        all.blocks.extend((1..=markup.footnotes.len()).map(|number| format!("fn-{number}")));
        all
    }

    /// Returns the fragment of the heading with this slug, if there is one.
    fn heading(&self, slug: &str) -> Option<&str> {
        self.blocks.get(&format!("h-{}", decode(slug))).map(String::as_str)
    }

    /// Returns whether a fragment as written is on the page.
    ///
    /// Nothing and `top` lead to the top of every page (HTML, “navigating to a fragment”);
    /// what begins with `_` is the theme's own, and not known.
    pub(super) fn contains(&self, fragment: &str) -> bool {
        let name = &*decode(fragment);
        let entry = name.strip_prefix("ref-").unwrap_or(name);
        // A footnote has one for each reference to it.
        let footnote = name.strip_prefix("fnref-").and_then(|name| name.split('-').next());
        name.is_empty()
            || name.starts_with('_')
            || name == "detached"
            || footnote.is_some_and(|number| self.blocks.contains(&format!("fn-{number}")))
            || name.eq_ignore_ascii_case("top")
            || self.blocks.contains(name)
            || self.entries.contains(name)
            || self.entries.contains(entry)
    }

    /// Returns whether a link within the page leads somewhere.
    fn leads(&self, fragment: &str) -> bool {
        self.heading(fragment).is_some() || self.contains(fragment)
    }

    /// Returns whether a target has no fragment that is missing on this page, the one
    /// at `address`; `found` is where it leads.
    fn has(&self, address: &str, found: &str, target: &str) -> bool {
        let is_here = found.strip_suffix("index.html") == Some(address);
        let fragment = target.split_once('#').filter(|_| is_here);
        fragment.is_none_or(|(_, fragment)| self.contains(fragment))
    }

    /// Returns what is wrong with a target whose fragment is not on the page.
    pub(super) fn dead(&self, target: &str) -> Problem {
        Problem::DeadLink { target: target.to_owned(), suggestion: self.nearest(target) }
    }

    /// Returns the target that was probably meant by one whose fragment is not on the
    /// page; numbers of paragraphs do not resemble each other.
    fn nearest(&self, target: &str) -> Option<String> {
        let n_names = self.blocks.len() + self.entries.len();
        if self.n_compared.fetch_add(n_names, Relaxed) >= MOST_COMPARED {
            return None;
        }
        let (path, fragment) = target.split_once('#')?;
        let headings = self.blocks.iter().filter(|block| block.starts_with("h-"));
        let headings = headings.map(String::as_str);
        let near = self.heading(fragment).map(str::to_owned).or_else(|| {
            nearest_name(fragment, self.entries.iter().copied().chain(headings.clone()))
                .or_else(|| nearest_name(&format!("h-{fragment}"), headings))
        })?;
        Some(format!("{path}#{near}"))
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
    fragments: &'a Fragments<'a>,
}

impl<'a> Links<'a> {
    /// Takes the page at `slug/`, whose text stands in `file`.
    pub(super) fn new(
        (slug, file): (&str, &'a SourceFile),
        fragments: &'a Fragments<'a>,
        (paths, pending): (&'a KnownPaths, &'a PendingLinks),
        diagnostics: &'a Diagnostics,
    ) -> Self {
        Self { page: format!("{slug}/"), file, paths, pending, diagnostics, fragments }
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
            Some(found) if leads_away(&found, &self.page) => self.remember(found, target),
            Some(found) if !self.fragments.has(&self.page, &found, given) => {
                self.report(self.fragments.dead(given), target);
            }
            Some(_) => {}
            None => self.report(dead(given, target.is_image), target),
        }
        encode(&address)
    }

    /// Notes a link to a page, of which only the end of the build knows whether it is a
    /// draft and what is on it.
    fn remember(&self, found: Arc<str>, target: &Target<'_>) {
        self.pending.push(Pending {
            leads_to: found,
            target: target.target.into(),
            file: self.file.path.clone(),
            stands: Stands::Text(Span::new(target.source.clone())),
        });
    }

    fn fragment(&self, fragment: &str, target: &Target<'_>) -> String {
        if let Some(heading) = self.fragments.heading(fragment) {
            return format!("#{heading}");
        }
        if !self.fragments.leads(fragment) {
            self.report(self.fragments.dead(target.target), target);
        }
        encode(target.target)
    }

    fn report(&self, problem: Problem, target: &Target<'_>) {
        let span = Span::new(target.source.clone());
        self.diagnostics.report(problem, Place::new(self.file, span));
    }
}

/// Reports links of an annotation's body that lead nowhere; `place` says where some
/// words of it stand.
///
/// Of a text that cannot be read, the fragments are not known.
pub(super) fn check_body(
    context: &Context<'_>,
    (slug, file, id): (&str, &SourceFile, &str),
    (body, fragments): (&Body, Option<&Fragments<'_>>),
    place: impl Fn(&str) -> Place,
) {
    let page = Page { address: &format!("{slug}/"), file: &file.path, fragments };
    for (problem, target) in page.dead_ends(context, (id, "body"), body) {
        context.diagnostics.report(problem, place(target));
    }
}

/// Reports links of the glossary's definitions that lead nowhere.
pub(super) fn check_definitions(context: &Context<'_>) {
    let path: Arc<str> = GLOSSARY.into();
    let fragments =
        Fragments::of_entries(context.edition.terms.iter().map(|term| term.id.as_str()));
    let page = Page { address: "glossary/", file: &path, fragments: Some(&fragments) };
    let list = LazyLock::new(|| parse_again(context, GLOSSARY));
    for term in &*context.edition.terms {
        let bibliography = &context.edition.bibliography;
        let body = body::render(&term.definition, bibliography, Location::BELOW_ROOT);
        let field = (term.id.as_str(), "definition");
        for (problem, target) in page.dead_ends(context, field, &body) {
            let place = list.as_ref().and_then(|list| place_in_field(list, field, target));
            context.diagnostics.report(problem, place.unwrap_or_else(|| Place::file(GLOSSARY)));
        }
    }
}

/// Reads a list again, what is wrong with which was reported before.
fn parse_again(context: &Context<'_>, path: &str) -> Option<YamlFile> {
    YamlFile::parse(read_again(context.input, path)?, &Diagnostics::default())
}

/// Reports links of the findings that lead nowhere.
pub(super) fn check_findings(context: &Context<'_>) {
    let settings = LazyLock::new(|| parse_again(context, EDITION));
    for (index, text) in context.edition.settings.findings.iter().enumerate() {
        let body = body::render(text, &context.edition.bibliography, Location::default());
        let is_there = |target: &&body::Target| {
            context.edition.paths.find("", &page_of(&target.address)).is_some()
        };
        for target in body.targets.iter().filter(|target| !is_there(target)) {
            let place =
                |yaml: &YamlFile| yaml.place_of(&finding_path(yaml, index), &target.address);
            let place = settings.as_ref().map_or_else(|| Place::file(EDITION), place);
            context.diagnostics.report(dead(&target.address, target.is_image), place);
        }
    }
}

/// A page that links of fields start from.
struct Page<'a> {
    /// Its address: `slug/`.
    address: &'a str,
    /// The file that holds the fields.
    file: &'a Arc<str>,
    /// What links within it may name, if that is known.
    fragments: Option<&'a Fragments<'a>>,
}

impl Page<'_> {
    /// Returns what is wrong with the links of a field of the entry `id`, each with its
    /// target; remembers those that may lead to drafts.
    fn dead_ends<'b>(
        &self,
        context: &Context<'_>,
        (id, field): (&str, &'static str),
        body: &'b Body,
    ) -> Vec<(Problem, &'b str)> {
        let dropped = body.dropped.iter();
        let mut problems: Vec<(Problem, &str)> = dropped
            .map(|target| (Problem::DroppedTarget { target: target.clone() }, target.as_str()))
            .collect();
        if body.is_too_costly {
            let tag = TOO_COSTLY.to_owned();
            problems.push((Problem::DroppedHtml { tag }, "<"));
        }
        for body::Target { address, is_image } in &body.targets {
            if let Some(fragment) = address.strip_prefix('#') {
                let dead = self.fragments.filter(|all| !all.leads(fragment));
                problems.extend(dead.map(|all| (all.dead(address), address.as_str())));
                continue;
            }
            match context.edition.paths.find(self.address, &from_page(address)) {
                None => problems.push((dead(address, *is_image), address)),
                Some(found) if leads_away(&found, self.address) => context.pending.push(Pending {
                    leads_to: found,
                    target: address.as_str().into(),
                    file: self.file.clone(),
                    stands: Stands::Field { id: id.into(), field },
                }),
                Some(found) => {
                    let all = self.fragments.filter(|all| !all.has(self.address, &found, address));
                    problems.extend(all.map(|all| (all.dead(address), address.as_str())));
                }
            }
        }
        problems
    }
}

/// Returns whether a path is that of another page than `page`, or of a file that is
/// made of articles: the end of the build knows whether it is there.
fn leads_away(found: &str, page: &str) -> bool {
    found.ends_with("/index.html") && !found.starts_with(page) || Made::at(found).is_some()
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
    if is_image {
        return Problem::MissingImage { target };
    }
    Problem::DeadLink { target, suggestion: None }
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
