//! Where the files of an edition belong: to an article, to a plain page, or on
//! the site as they are.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use unicode_normalization::UnicodeNormalization;

use super::paths::{self, KnownPaths};
use crate::{
    anchor::lock,
    cite,
    diag::{Diagnostic, Diagnostics, Place, Problem, Severity},
    io::Listing,
    model::{
        ArticleFile, Kind,
        parse::{LISTS, nearest_name, portable_problem, slug_problem},
    },
};

/// Where the files of `content/` belong.
#[derive(Debug, Default)]
pub struct Contents {
    /// All files of the edition.
    pub listing: Arc<Listing>,
    /// The articles, by slug.
    pub articles: Vec<ArticleFolder>,
    /// Slug and path of each plain page.
    pub pages: Vec<(String, String)>,
    /// Path → path on the site, of files that are copied.
    pub copied: BTreeMap<String, String>,
}

/// An article's files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ArticleFolder {
    /// The name of the folder.
    pub slug: String,
    /// The path of its text.
    pub text: String,
    /// That of the text as received.
    pub witness: Option<String>,
    /// Those of the files with its annotations.
    pub sidecars: Vec<String>,
    /// That of what is remembered of its annotations' passages.
    pub lock: Option<String>,
    /// Its translations.
    pub translations: Vec<TranslationFiles>,
}

/// The files of a translation of an article.
#[derive(Debug, PartialEq, Eq)]
pub struct TranslationFiles {
    /// The language in the name of its text, by which quotes and addresses name it (BCP 47).
    pub tag: String,
    /// The path of its text: `index.fr.md` beside `index.md`.
    pub text: String,
    /// That of what is remembered of passages in it.
    pub lock: Option<String>,
}

/// What Postil writes itself; `assets` and `search` are folders, and nothing else may be
/// in them.
const OWN_FILES: [&str; 14] = [
    "404.html",
    "assets",
    "checks/index.html",
    "glossary/index.html",
    paths::SKOS,
    "index.html",
    "notes/index.html",
    paths::ROBOTS,
    "search",
    "sitemap.xml",
    "sources/index.html",
    paths::BIBTEX,
    paths::CSL_JSON,
    "timeline/index.html",
];

/// Folders that hold files of Postil's own, and may hold others.
const OWN_FOLDERS: [&str; 5] = ["checks", "glossary", "notes", "sources", "timeline"];

/// So many plain pages stand in the menu: it is on every page. The others are on a list,
/// at `pages/`, unless the edition has a page of that name.
pub const MOST_IN_MENU: usize = 40;

/// Returns whether there are more plain pages than the menu holds, and none that lists them.
#[must_use]
pub fn need_list<'a>(mut slugs: impl ExactSizeIterator<Item = &'a str>) -> bool {
    slugs.len() > MOST_IN_MENU && slugs.all(|slug| slug != "pages")
}

impl ArticleFolder {
    /// Returns the paths of the files that the article is made from.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let others = self.witness.iter().chain(&self.lock).chain(&self.sidecars);
        let translations = self.translations.iter();
        let translations = translations.flat_map(|it| std::iter::once(&it.text).chain(&it.lock));
        std::iter::once(&self.text).chain(others).chain(translations).map(String::as_str)
    }
}

impl Contents {
    /// Returns whether there is a file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.listing.has(path)
    }

    /// Returns the index of an article.
    #[must_use]
    pub fn article(&self, slug: &str) -> Option<usize> {
        self.articles.binary_search_by(|folder| folder.slug.as_str().cmp(slug)).ok()
    }

    /// Sorts a listing; reports names that cannot be addresses and paths that collide.
    pub(super) fn sort(listing: Arc<Listing>, diagnostics: &Diagnostics) -> Self {
        let mut contents = Self { listing: listing.clone(), ..Self::default() };
        let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for path in &listing.files {
            let Some(inner) = path.strip_prefix("content/") else { continue };
            match inner.split_once('/') {
                Some((folder, file)) => folders.entry(folder).or_default().push(file),
                None => check_top_level(path, diagnostics),
            }
        }
        for (folder, files) in folders {
            if folder == "pages" {
                contents.add_pages(&files, diagnostics);
            } else {
                contents.add_article(folder, &files, diagnostics);
            }
        }
        contents.take_collisions_out(diagnostics);
        contents.report_names(diagnostics);
        contents
    }

    /// Reports files that are published under a name that some systems do not take: each
    /// name once, at the first of them.
    fn report_names(&self, diagnostics: &Diagnostics) {
        let mut told = BTreeSet::new();
        for (path, output) in &self.copied {
            let ends = output.match_indices('/').map(|(at, _)| at).chain([output.len()]);
            for end in ends {
                let name = output[..end].rsplit('/').next().unwrap_or_default();
                let Some(reason) = portable_problem(name) else { continue };
                if told.insert(&output[..end]) {
                    let problem = Problem::PortableName { name: name.to_owned(), reason };
                    diagnostics.report(problem, Place::file(path));
                }
            }
        }
    }

    fn add_pages(&mut self, files: &[&str], diagnostics: &Diagnostics) {
        for file in files {
            let path = format!("content/pages/{file}");
            let Some(slug) = file.strip_suffix(".md") else {
                self.copied.insert(path, (*file).to_owned());
                continue;
            };
            match slug_problem(slug) {
                None => self.pages.push((slug.to_owned(), path)),
                Some(reason) => report_slug(slug, reason, &path, diagnostics),
            }
        }
    }

    fn add_article(&mut self, slug: &str, files: &[&str], diagnostics: &Diagnostics) {
        let full = |file: &str| format!("content/{slug}/{file}");
        let is_yaml = |file: &str| file.ends_with(".yaml") || file.ends_with(".yml");
        if !files.contains(&"index.md") {
            if let Some(file) = files.iter().find(|file| is_yaml(file) || is_markdown(file)) {
                diagnostics.report(Problem::MissingText, Place::file(&full(file)));
            }
            return;
        }
        if let Some(reason) = slug_problem(slug) {
            report_slug(slug, reason, &full("index.md"), diagnostics);
            return;
        }
        let mut folder = ArticleFolder { slug: slug.to_owned(), ..ArticleFolder::default() };
        for file in files {
            match *file {
                "index.md" => folder.text = full(file),
                "witness.txt" => folder.witness = Some(full(file)),
                lock::FILE => folder.lock = Some(full(file)),
                file if lock::is_file(file) => {}
                file if is_yaml(file) && !file.contains('/') => folder.sidecars.push(full(file)),
                file if is_markdown(file) => match tag_of(file) {
                    Some(tag) => {
                        let lock = lock::file_of(Some(tag));
                        let lock = files.contains(&&*lock).then(|| full(&lock));
                        let (tag, text) = (tag.to_owned(), full(file));
                        folder.translations.push(TranslationFiles { tag, text, lock });
                    }
                    None => {
                        let unused = Problem::UnusedFile { suggestion: None };
                        diagnostics.report(unused, Place::file(&full(file)));
                    }
                },
                file => {
                    self.copied.insert(full(file), format!("{slug}/{file}"));
                }
            }
        }
        self.articles.push(folder);
    }

    /// Returns each source file with the path of what it is published as.
    fn outputs(&self) -> impl Iterator<Item = (&str, String)> {
        let articles = self
            .articles
            .iter()
            .map(|folder| (folder.text.as_str(), format!("{}/index.html", folder.slug)));
        let pages =
            self.pages.iter().map(|(slug, path)| (path.as_str(), format!("{slug}/index.html")));
        let copied = self.copied.iter().map(|(path, output)| (path.as_str(), output.clone()));
        articles.chain(pages).chain(copied)
    }

    /// Reports paths that collide, and takes out what cannot be written: a file where a
    /// folder is needed, or within a file.
    fn take_collisions_out(&mut self, diagnostics: &Diagnostics) {
        let unwritable = self.report_collisions(diagnostics);
        let is_writable = |path: &str| !unwritable.contains(path);
        self.articles.retain(|folder| is_writable(&folder.text));
        self.pages.retain(|(_, path)| is_writable(path));
        self.copied.retain(|path, _| is_writable(path));
    }

    /// Reports paths that collide; returns the sources of those that cannot be written.
    fn report_collisions(&self, diagnostics: &Diagnostics) -> BTreeSet<String> {
        let slugs = || self.articles.iter().map(|folder| folder.slug.as_str());
        let fixed = OWN_FILES.into_iter().map(str::to_owned);
        let feeds = paths::feeds().map(|of| paths::feed(of).to_owned());
        let checks = slugs().map(|slug| format!("checks/{slug}"));
        let has_list = need_list(self.pages.iter().map(|(slug, _)| slug.as_str()));
        let list = has_list.then(|| "pages/index.html".to_owned());
        let beside = self.articles.iter().flat_map(paths_beside);
        let own = fixed.chain(feeds).chain(beside).chain(checks);
        let own = own.chain(list);
        let mut taken: BTreeMap<String, &str> = own.map(|path| (folded(&path), "")).collect();
        let mut unwritable = BTreeSet::new();
        let mut outputs: Vec<(&str, String)> = self.outputs().collect();
        // The shortest first: a file where a folder is needed is met before the folder.
        outputs.sort_by_key(|(_, output)| output.matches('/').count());
        for (source, output) in outputs {
            // Whoever hosts may know better.
            if output == paths::ROBOTS {
                continue;
            }
            let lowered = folded(&output);
            let is_taken = |path: &str| taken.get(path).map(|first| (path.to_owned(), *first));
            let is_folder =
                OWN_FOLDERS.contains(&lowered.as_str()) || has_list && lowered == "pages";
            let folders = lowered.match_indices('/').map(|(at, _)| &lowered[..at]);
            let first = folders.chain([lowered.as_str()]).find_map(is_taken);
            // Further pages of the front page, of the fact checks and of all notes.
            let inner = ["checks/", "notes/"].iter().find_map(|list| lowered.strip_prefix(list));
            let is_numbered = inner.unwrap_or(&lowered).starts_with('~');
            let first = first.or_else(|| (is_folder || is_numbered).then(|| (lowered.clone(), "")));
            let Some((path, first)) = first else {
                taken.insert(lowered, source);
                continue;
            };
            let is_own = first.is_empty();
            if is_own || path != lowered {
                unwritable.insert(source.to_owned());
            }
            let path = if path == lowered { output } else { path };
            let problem = Problem::OutputCollision { path, is_own };
            let diagnostic = Diagnostic::new(problem, Place::file(source));
            diagnostics.push(match first {
                "" => diagnostic,
                first => diagnostic.with_related(Place::file(first)),
            });
        }
        unwritable
    }

    /// Returns what will be on the site, articles' files aside; `has` are the lists and pages
    /// that it has beside what every site has.
    pub(super) fn known_paths(&self, has: &[&'static [&'static str]]) -> KnownPaths {
        let fixed = ["404.html", "index.html", paths::ROBOTS, "sitemap.xml", paths::feed(None)];
        let own = fixed.iter().chain(has.iter().copied().flatten());
        let own = own.map(|path| (*path).to_owned());
        KnownPaths::new(self.outputs().map(|(_, output)| output).chain(own))
    }
}

/// A file that is made of articles, so that only the end of a build knows whether it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made<'a> {
    /// The list of fact checks.
    Checks,
    /// The list of all notes.
    Notes,
    /// The page of a fact check: the slug of its article and its id.
    Check(&'a str, &'a str),
    /// What other sites show of a fact check, and what tells them how.
    Embed(&'a str, &'a str),
    /// A file that stands beside the page of the article with this slug.
    Beside(&'a str, ArticleFile),
    /// The feed of a kind.
    Feed(Kind),
}

impl<'a> Made<'a> {
    /// Returns what stands at a path if it is made.
    #[must_use]
    pub fn at(path: &'a str) -> Option<Self> {
        match path {
            "checks/index.html" => return Some(Self::Checks),
            "notes/index.html" => return Some(Self::Notes),
            _ => {}
        }
        let check = || {
            let (slug, rest) = path.strip_prefix("checks/")?.split_once('/')?;
            let (id, file) = rest.split_once('/')?;
            match file {
                "index.html" => Some(Self::Check(slug, id)),
                paths::EMBED | paths::OEMBED => Some(Self::Embed(slug, id)),
                _ => None,
            }
        };
        check()
            .or_else(|| article_beside(path).map(|(slug, file)| Self::Beside(slug, file)))
            .or_else(|| paths::feed_at(path)?.map(Self::Feed))
    }
}

/// The files that stand beside an article's page.
const BESIDE: [(&str, ArticleFile); 3] = [
    (paths::ANNOTATIONS, ArticleFile::WebAnnotation),
    (paths::PROSE, ArticleFile::Prose),
    (cite::FILE, ArticleFile::Citations),
];

fn paths_beside(folder: &ArticleFolder) -> impl Iterator<Item = String> {
    let translations = folder.translations.iter().map(|it| paths::prose(Some(&it.tag)));
    let all = BESIDE.into_iter().map(|(name, _)| name.to_owned()).chain(translations);
    all.map(|file| format!("{}/{file}", folder.slug))
}

fn article_beside(path: &str) -> Option<(&str, ArticleFile)> {
    let (slug, name) = path.split_once('/')?;
    let is_translation = name.starts_with("prose.") && name.ends_with(".txt");
    let known = BESIDE.iter().find(|(known, _)| *known == name).map(|(_, file)| *file);
    Some((slug, known.or_else(|| is_translation.then_some(ArticleFile::Prose))?))
}

fn report_slug(slug: &str, reason: &'static str, path: &str, diagnostics: &Diagnostics) {
    let problem = Problem::Slug { slug: slug.to_owned(), reason };
    diagnostics.report(problem, Place::file(path));
}

/// Returns whether a file is published that is copied as it is: what belongs to a draft is
/// not, before the draft is; `is_built` says which articles are there.
pub fn is_published(path: &str, is_built: impl FnOnce(&str) -> bool) -> bool {
    let folder = path.split('/').nth(1).unwrap_or_default();
    folder == "pages" || is_built(folder)
}

/// Returns a path as systems compare it that take no account of case, or of how accents are
/// composed.
fn folded(path: &str) -> String {
    path.to_lowercase().nfc().collect()
}

/// Returns the language in the name of a translation, `index.fr.md`.
fn tag_of(file: &str) -> Option<&str> {
    let tag = file.strip_prefix("index.")?.strip_suffix(".md")?;
    tag.parse::<icu_locale::Locale>().is_ok().then_some(tag)
}

fn is_markdown(path: &str) -> bool {
    path.to_lowercase().ends_with(".md")
}

/// A misspelt `glosary.yaml`, or a text outside of any folder, would be lost in silence.
fn check_top_level(path: &str, diagnostics: &Diagnostics) {
    let name = path.trim_start_matches("content/");
    let is_data = [".yaml", ".yml", ".bib"].iter().any(|ending| name.ends_with(ending));
    if (is_data || is_markdown(name)) && !LISTS.contains(&name) {
        let suggestion = nearest_name(name, LISTS);
        let mut diagnostic = Diagnostic::new(Problem::UnusedFile { suggestion }, Place::file(path));
        if is_data {
            diagnostic.severity = Severity::Error;
        }
        diagnostics.push(diagnostic);
    }
}
