//! Leads the links of articles and pages to where their targets stand on the site. Whether a
//! link within its page leads somewhere is told at once; one to another page is an
//! [`OutLink`], which only all articles together can be held against.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashSet},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use serde::{Deserialize, Serialize};

use super::{citations::Field, paths::resolve, policy::kept_out_image};
use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{
        SourceFile, Span,
        address::{decode, page_of},
    },
    model::{Settings, parse::nearest_name},
    text::{
        html::TOO_COSTLY,
        prose::{Item, Markup},
    },
    weave::{
        Target,
        body::{self, Body},
    },
};

/// A link to another page or to a file of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutLink {
    /// The path on the site that it leads to: `a/`, `a/b.png`.
    pub path: String,
    /// The target as written.
    pub target: String,
    /// Whether an image is to be there.
    pub is_image: bool,
    /// The file that holds it.
    pub file: String,
    /// Where in the file.
    pub stands: Stands,
}

/// Where in its file a link stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stands {
    /// In a text, from a byte to another.
    Text(usize, usize),
    /// In a field of the entry with this id, in a list.
    Field(String, String),
    /// In the finding with this index, in `edition.yaml`.
    Finding(usize),
    /// In the front matter of a text, which names its recording, from a byte to another.
    Media(usize, usize),
}

impl Stands {
    /// Returns whether it is in a Markdown file.
    pub(super) const fn is_in_text(&self) -> bool {
        matches!(self, Self::Text(..) | Self::Media(..))
    }
}

impl OutLink {
    /// Returns what is wrong with it if it leads nowhere.
    #[must_use]
    pub fn dead(&self) -> Problem {
        match self.stands {
            Stands::Media(..) => {
                Problem::Media { value: self.target.clone(), reason: "there is no such file" }
            }
            _ => dead(&self.target, self.is_image),
        }
    }

    /// Returns the fragment that it names.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.target.split_once('#').map(|(_, fragment)| fragment)
    }
}

/// Collects the links that lead out of a page.
#[derive(Debug, Default)]
pub(super) struct OutLinks(RefCell<Vec<OutLink>>);

impl OutLinks {
    pub(super) fn push(&self, link: OutLink) {
        self.0.borrow_mut().push(link);
    }

    /// Returns all that were collected.
    pub(super) fn into_all(self) -> Vec<OutLink> {
        self.0.into_inner()
    }
}

/// What a link within a page may name.
#[derive(Debug, Default)]
pub struct Fragments<'a> {
    /// Those of headings, blocks and footnotes.
    pub blocks: BTreeSet<String>,
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

    /// Adds those of a text, which end with `suffix`.
    pub fn add(&mut self, markup: &Markup<'_>, suffix: &str) {
        for item in &markup.items {
            let Item::Start(element) = item else { continue };
            let fragment = markup.fragment(element);
            let aliases = markup.aliases(element).iter().map(|alias| alias.as_str().into());
            let fragments = fragment.into_iter().chain(aliases);
            self.blocks.extend(fragments.map(|fragment| format!("{fragment}{suffix}")));
        }
        let footnotes = 1..=markup.footnotes.len();
        self.blocks.extend(footnotes.map(|number| format!("fn-{number}{suffix}")));
    }

    /// Returns the fragment of the heading with this slug, if there is one: in the text whose
    /// fragments end with `suffix`, or else in the article's own.
    fn heading(&self, slug: &str, suffix: &str) -> Option<&str> {
        let slug = decode(slug);
        let own = self.blocks.get(&format!("h-{slug}{suffix}"));
        own.or_else(|| self.blocks.get(&format!("h-{slug}"))).map(String::as_str)
    }

    /// Returns the fragment of a place in a translation that a link in it means: of the names
    /// that its text has too, but for numbers of paragraphs and footnotes.
    fn translated(&self, fragment: &str, suffix: &str) -> Option<&str> {
        let is_number = fragment.starts_with("p-") || fragment.starts_with("fn");
        if suffix.is_empty() || is_number {
            return None;
        }
        self.blocks.get(&format!("{}{suffix}", decode(fragment))).map(String::as_str)
    }

    /// Returns whether a fragment as written is on the page.
    ///
    /// Nothing and `top` lead to the top of every page (HTML, “navigating to a fragment”);
    /// what begins with `_` is the theme's own, and not known.
    pub(super) fn contains(&self, fragment: &str) -> bool {
        let name = &*decode(fragment);
        let entry = name.strip_prefix("ref-").unwrap_or(name);
        // A footnote has one for each reference to it.
        let footnote = name.strip_prefix("fnref-").map(|name| {
            let (numbers, suffix) = name.split_at(name.find('.').unwrap_or(name.len()));
            format!("fn-{}{suffix}", numbers.split('-').next().unwrap_or_default())
        });
        name.is_empty()
            || name.starts_with('_')
            || name == "detached"
            || footnote.is_some_and(|footnote| self.blocks.contains(&footnote))
            || name.eq_ignore_ascii_case("top")
            || self.blocks.contains(name)
            || self.entries.contains(name)
            || self.entries.contains(entry)
    }

    /// Returns whether a link within the page leads somewhere.
    fn leads(&self, fragment: &str) -> bool {
        self.heading(fragment, "").is_some() || self.contains(fragment)
    }

    /// Returns whether a target has no fragment that is missing on this page.
    fn has(&self, target: &str) -> bool {
        target.split_once('#').is_none_or(|(_, fragment)| self.contains(fragment))
    }

    /// Returns what is wrong with a target whose fragment is not on the page.
    pub(super) fn dead(&self, target: &str) -> Problem {
        let suggestion = self.nearest(target);
        Problem::DeadLink { target: target.to_owned(), suggestion, is_draft: false }
    }

    /// Returns the fragment of the provision of a law that would hold one that is missing.
    fn provision_around(&self, fragment: &str) -> Option<String> {
        let fragment = decode(fragment).to_ascii_lowercase();
        let ends = fragment.rmatch_indices('-').map(|(end, _)| end);
        let mut outer = std::iter::once(fragment.len()).chain(ends).map(|end| &fragment[..end]);
        let is_counted = |outer: &str| ["h-", "p-", "fn-"].iter().any(|it| outer.starts_with(it));
        let is_place = |outer: &&str| !is_counted(outer) && self.blocks.contains(*outer);
        outer.find(is_place).map(str::to_owned)
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
        let near = self.heading(fragment, "").map(str::to_owned).or_else(|| {
            let names = self.entries.iter().copied().chain(headings.clone());
            let around = self.provision_around(fragment);
            around
                .or_else(|| nearest_name(fragment, names))
                .or_else(|| nearest_name(&format!("h-{fragment}"), headings))
        })?;
        Some(format!("{path}#{near}"))
    }
}

/// Knows where a text's links may lead.
pub(super) struct Links<'a> {
    slug: &'a str,
    file: &'a SourceFile,
    suffix: &'a str,
    fragments: &'a Fragments<'a>,
    out_links: &'a OutLinks,
    settings: &'a Settings,
    diagnostics: &'a Diagnostics,
}

impl<'a> Links<'a> {
    /// Takes a page, and the file that holds the text, whose fragments end with `suffix`.
    pub(super) fn new(
        page: Page<'a>,
        (file, suffix): (&'a SourceFile, &'a str),
        fragments: &'a Fragments<'a>,
        diagnostics: &'a Diagnostics,
    ) -> Self {
        let Page { slug, out_links, settings, .. } = page;
        Self { slug, file, suffix, fragments, out_links, settings, diagnostics }
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
            let kept_out = target.is_image.then(|| kept_out_image(given, self.settings));
            kept_out.flatten().into_iter().for_each(|problem| self.report(problem, target));
            return encode(given);
        }
        let address = from_page(given);
        match leads(self.slug, &address) {
            Leads::Here if !self.fragments.has(given) => {
                self.report(self.fragments.dead(given), target);
            }
            Leads::Here => {}
            Leads::Out(path) => self.out_links.push(OutLink {
                path,
                target: given.to_owned(),
                is_image: target.is_image,
                file: self.file.path.to_string(),
                stands: Stands::Text(target.source.start, target.source.end),
            }),
            Leads::Nowhere => self.report(dead(given, target.is_image), target),
        }
        encode(&address)
    }

    fn fragment(&self, fragment: &str, target: &Target<'_>) -> String {
        if let Some(heading) = self.fragments.heading(fragment, self.suffix) {
            return format!("#{heading}");
        }
        if let Some(own) = self.fragments.translated(fragment, self.suffix) {
            return format!("#{own}");
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

/// Where an address leads from a page.
enum Leads {
    /// To the page itself.
    Here,
    /// To this path on the site.
    Out(String),
    /// Out of the site.
    Nowhere,
}

/// Returns where an address leads from the page at `slug/`.
fn leads(slug: &str, address: &str) -> Leads {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let Some(resolved) = resolve(&format!("{slug}/"), path) else { return Leads::Nowhere };
    let page = resolved.strip_suffix("/index.html").or_else(|| resolved.strip_suffix('/'));
    if page.unwrap_or(&resolved) == slug { Leads::Here } else { Leads::Out(resolved) }
}

/// A page that links of fields start from.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    /// Its address, without `/`.
    pub(super) slug: &'a str,
    /// What links within it may name, if that is known.
    pub(super) fragments: Option<&'a Fragments<'a>>,
    /// Takes the links to other pages.
    pub(super) out_links: &'a OutLinks,
    /// What says from where it may load images.
    pub(super) settings: &'a Settings,
}

impl Page<'_> {
    /// Reports links of a body that lead nowhere; `at` are the id of its entry and its field.
    pub(super) fn check_body(
        self,
        field: &Field<'_>,
        (id, name): (&str, &str),
        body: &Body,
        diagnostics: &Diagnostics,
    ) {
        let stands = || Stands::Field(id.to_owned(), name.to_owned());
        for (problem, target) in self.dead_ends(&field.yaml.file.path, body, &stands) {
            diagnostics.report(problem, field.yaml.place_of(field.path, target));
        }
    }

    /// Returns what is wrong with the links of a text, each with its target; takes those that
    /// lead to other pages. `stands` says where in the file they stand.
    pub(super) fn dead_ends<'b>(
        self,
        file: &str,
        body: &'b Body,
        stands: &dyn Fn() -> Stands,
    ) -> Vec<(Problem, &'b str)> {
        let dropped = body.dropped.iter();
        let mut problems: Vec<(Problem, &str)> = dropped
            .map(|target| (Problem::DroppedTarget { target: target.clone() }, target.as_str()))
            .collect();
        for address in &body.foreign_images {
            let problem = kept_out_image(address, self.settings);
            problems.extend(problem.map(|problem| (problem, address.as_str())));
        }
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
            match leads(self.slug, &from_page(address)) {
                Leads::Here => {
                    let all = self.fragments.filter(|all| !all.has(address));
                    problems.extend(all.map(|all| (all.dead(address), address.as_str())));
                }
                Leads::Out(path) => self.out_links.push(OutLink {
                    path,
                    target: address.clone(),
                    is_image: *is_image,
                    file: file.to_owned(),
                    stands: stands(),
                }),
                Leads::Nowhere => problems.push((dead(address, *is_image), address)),
            }
        }
        problems
    }
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
    Problem::DeadLink { target, suggestion: None, is_draft: false }
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
