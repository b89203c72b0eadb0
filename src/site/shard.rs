//! Shards: an edition built in parts, on one machine or many, and the parts merged into the
//! very site that one build makes.
//!
//! An article falls to a shard by its name alone, so none moves when others come or go. What a
//! shard hands on is what the memo keeps of its articles: their indexes, and the hashes of
//! their files, under the keys of all that they were made from. A merge reads no article but
//! to hash it; what does not have the key that the edition asks for is not taken, and told.

use std::{
    collections::{BTreeMap, HashMap},
    fmt, io,
    str::FromStr,
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Kept, Phase, Report, Site, Wanted, Writer,
    memo::{Hash, MadeArticle, Memo, Recorder},
    parts::SiteParts,
};
use crate::{
    diag::Diagnostics,
    edition::{ArticleFolder, ArticleIndex, Edition, Keyer, Options},
    io::{Input, Output},
};

/// The path below a shard's folder of what it hands on.
const FILE: &str = ".postil/shard";

/// Shards of another format are not read.
const FORMAT: u32 = 1;

/// A part of an edition: the articles whose names have a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, from 1.
    index: u32,
    /// Of how many.
    of: u32,
}

impl Shard {
    /// Returns that of so many to which an article falls.
    fn of_article(slug: &str, of: u32) -> Self {
        let hash = blake3::hash(slug.as_bytes());
        let number =
            hash.as_bytes().iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte));
        let index = u32::try_from(number % u64::from(of)).expect("it is less than `of`") + 1;
        Self { index, of }
    }

    /// Returns whether an article falls to it.
    #[must_use]
    pub fn holds(self, slug: &str) -> bool {
        self == Self::of_article(slug, self.of)
    }

    /// Returns of how many parts it is one.
    #[must_use]
    pub const fn of(self) -> u32 {
        self.of
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/').map(|(index, of)| (index.parse(), of.parse()));
        match numbers {
            Some((Ok(index), Ok(of))) if (1..=of).contains(&index) => Ok(Self { index, of }),
            Some((Ok(0_u32), Ok(_))) => Err("shards are counted from 1".to_owned()),
            _ => Err("a shard is its number and how many there are, as in 2/16".to_owned()),
        }
    }
}

/// The first line of what a shard hands on, which every version can read.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: u32,
    shard: Shard,
    /// What tells the program that made it from any other.
    program: String,
    /// Where the site will stand if not where the edition says, and what becomes of drafts.
    options: String,
    /// The key of what all articles share.
    shared: String,
    /// How many articles follow.
    n_articles: usize,
    /// The hash of what follows.
    hash: String,
}

/// What a shard made of an article.
#[derive(Debug, Serialize, Deserialize)]
struct Part {
    slug: String,
    key: String,
    made: MadeArticle,
}

/// Builds the articles of a shard as [`build_with`](super::build_with) does, and hands over
/// beside their files what [`merge`] needs to know of them.
#[must_use]
pub fn build_shard(
    shard: Shard,
    options: &Options,
    input: &dyn Input,
    output: &dyn Output,
    kept: Kept<'_>,
    is_over: &(dyn Fn(Phase) + Sync),
) -> Report {
    let diagnostics = Diagnostics::default();
    let (recorder, writer) = (Recorder::new(output), Writer::new(output, Wanted::Everything));
    let keyer = Keyer::default().with(kept.program.as_bytes());
    let memo = Memo { cache: kept.cache, keyer, site: &recorder };
    let steps = super::steps(Some(memo.clone()), is_over);
    let indexes = Edition::load(options, input, &diagnostics, |edition| {
        let parts = SiteParts::new(edition, None, &diagnostics)?;
        let site = Site { edition, parts: &parts, writer: &writer, diagnostics: &diagnostics };
        is_over(Phase::Load);
        let folders = edition.contents.articles.par_iter();
        let folders = folders.filter(|folder| shard.holds(&folder.slug));
        let made: Vec<Part> = folders
            .map(|folder| {
                let (key, made) = site.kept_or_made(folder, &steps, &memo);
                Part { slug: folder.slug.clone(), key: key.name(), made }
            })
            .collect();
        is_over(Phase::Weave);
        let head = head(shard, options, &parts, kept.program);
        writer.put(FILE, &to_bytes(head, &made));
        let indexes: Vec<ArticleIndex> =
            made.into_iter().filter_map(|part| part.made.value).collect();
        let summary = super::summary(edition, &indexes.iter().collect::<Vec<_>>());
        Some((indexes, summary))
    });
    super::report(indexes.flatten(), diagnostics, writer)
}

fn head(shard: Shard, options: &Options, parts: &SiteParts, program: &str) -> Head {
    Head {
        format: FORMAT,
        shard,
        program: program.to_owned(),
        options: said(options),
        shared: parts.files_key().name(),
        n_articles: 0,
        hash: String::new(),
    }
}

/// Returns how the command line asks for options.
fn said(options: &Options) -> String {
    let base_url = options.base_url.as_ref().map(|url| format!("--base-url {url}"));
    let drafts = (options.drafts == crate::edition::Drafts::Include).then(|| "--drafts".to_owned());
    base_url.into_iter().chain(drafts).collect::<Vec<_>>().join(" ")
}

fn to_bytes(head: Head, parts: &[Part]) -> Vec<u8> {
    let one = |part: &Part| postcard::to_stdvec(part).expect("plain values can be written");
    let body = parts.iter().map(one).collect::<Vec<_>>().concat();
    let hash = blake3::hash(&body).to_hex().to_string();
    let head = Head { n_articles: parts.len(), hash, ..head };
    let mut bytes = serde_json::to_vec(&head).expect("texts and numbers are always JSON");
    bytes.push(b'\n');
    bytes.extend(body);
    bytes
}

/// The folder of a shard.
pub struct ShardFolder<'a> {
    /// What it is called in messages.
    pub name: String,
    /// Reads a file by its path below the folder.
    pub read: &'a (dyn Fn(&str) -> io::Result<Vec<u8>> + Sync),
}

/// Why shards are not merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The shard, or its folder.
    pub of: String,
    /// What is wrong with it, and the way out.
    pub what: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.of, self.what)
    }
}

/// Merges the shards of an edition: takes over their files, and makes all that is made of
/// the indexes of articles.
///
/// # Errors
///
/// All that keeps the shards from being those of the edition as it is now, which is not
/// built then.
pub fn merge(
    options: &Options,
    input: &dyn Input,
    output: &dyn Output,
    shards: &[ShardFolder<'_>],
    program: &str,
    is_over: &(dyn Fn(Phase) + Sync),
) -> Result<Report, Vec<Misfit>> {
    let mut misfits = Vec::new();
    let steps = super::steps(None, is_over);
    let report = super::run(options, input, output, &steps, |site| {
        let merge = Merge { site, options, program, output };
        merge.indexes(shards).map_err(|found| misfits = found).ok()
    });
    // What is wrong with the edition itself may be why the shards do not fit.
    if misfits.is_empty() || report.is_failed() { Ok(report) } else { Err(misfits) }
}

/// The keys of articles, by their slugs.
type Keys<'a> = BTreeMap<&'a str, String>;

/// What shards are held against.
struct Merge<'a> {
    site: Site<'a>,
    options: &'a Options,
    program: &'a str,
    output: &'a dyn Output,
}

/// A shard whose first line has been read.
struct Opened<'a> {
    folder: &'a ShardFolder<'a>,
    head: Head,
}

impl Opened<'_> {
    fn misfit(&self, what: impl Into<String>) -> Misfit {
        let of = format!("shard {} in {}", self.head.shard, self.folder.name);
        Misfit { of, what: what.into() }
    }
}

impl Merge<'_> {
    /// Takes over the articles of all shards; returns their indexes in the order of a build.
    fn indexes(&self, shards: &[ShardFolder<'_>]) -> Result<Vec<ArticleIndex>, Vec<Misfit>> {
        let opened: Vec<_> = shards.iter().map(open).collect();
        let (opened, unread): (Vec<_>, Vec<_>) = opened.into_iter().partition(Result::is_ok);
        let opened: Vec<Opened<'_>> = opened.into_iter().flatten().collect();
        let mut misfits: Vec<Misfit> = unread.into_iter().filter_map(Result::err).collect();
        misfits.extend(opened.iter().filter_map(|shard| self.unlike(shard)));
        misfits.extend(incomplete(&opened, misfits.is_empty()));
        if !misfits.is_empty() {
            return Err(misfits);
        }
        let Some(of) = opened.first().map(|shard| shard.head.shard.of) else {
            return Ok(Vec::new());
        };
        let mut keys = self.keys(of);
        let mut indexes = Vec::with_capacity(self.site.edition.contents.articles.len());
        for shard in &opened {
            match self.take(shard, &keys.remove(&shard.head.shard).unwrap_or_default()) {
                Ok(taken) => indexes.extend(taken),
                Err(found) => misfits.extend(found),
            }
        }
        // Articles stand in the order of their folders.
        indexes.par_sort_unstable_by(|a: &ArticleIndex, b| a.slug.cmp(&b.slug));
        if misfits.is_empty() { Ok(indexes) } else { Err(misfits) }
    }

    /// Returns what a shard differs in from what is merged.
    fn unlike(&self, shard: &Opened<'_>) -> Option<Misfit> {
        let Head { format, program, options, shared, .. } = &shard.head;
        let ours = said(self.options);
        let quoted = |said: &str| match said {
            "" => "no options".to_owned(),
            said => format!("`{said}`"),
        };
        if *format != FORMAT || program != self.program {
            let (ours, program) = (self.program, program.trim());
            return Some(shard.misfit(format!(
                "another version of the program made it ({program}; this one is {ours}); build it \
                 with this one"
            )));
        }
        if *options != ours {
            return Some(shard.misfit(format!(
                "it was built with {}, and is merged with {}; give both the same",
                quoted(options),
                quoted(&ours)
            )));
        }
        (*shared != self.site.parts.files_key().name()).then(|| {
            shard.misfit(
                "what articles share has changed since it was built, or is not the same where \
                 it was (settings, theme, glossary, sources, plain pages); build it anew",
            )
        })
    }

    /// Returns the keys of all articles as they are now, by the shards to which they fall.
    fn keys(&self, of: u32) -> HashMap<Shard, Keys<'_>> {
        let keyer = Keyer::default().with(self.program.as_bytes());
        let key = |folder: &ArticleFolder| self.site.key_of(folder, &keyer).name();
        let folders = &self.site.edition.contents.articles;
        let all: Vec<String> = folders.par_iter().map(key).collect();
        let mut keys: HashMap<Shard, Keys<'_>> = HashMap::new();
        for (folder, key) in folders.iter().zip(all) {
            let slug = folder.slug.as_str();
            keys.entry(Shard::of_article(slug, of)).or_default().insert(slug, key);
        }
        keys
    }

    /// Takes over the articles of a shard.
    fn take(&self, shard: &Opened<'_>, keys: &Keys<'_>) -> Result<Vec<ArticleIndex>, Vec<Misfit>> {
        let damaged = || vec![shard.misfit("its list of articles is damaged; build it anew")];
        let bytes = (shard.folder.read)(FILE)
            .map_err(|error| vec![shard.misfit(format!("it cannot be read: {error}"))])?;
        let parts = parts_of(&shard.head, &bytes).ok_or_else(damaged)?;
        drop(bytes);
        let stale = stale(&parts, keys);
        if !stale.is_empty() {
            return Err(vec![
                shard.misfit(format!("it is stale: {}; build it anew", shortened(&stale))),
            ]);
        }
        let files: Vec<&(String, Hash)> = parts.iter().flat_map(|part| &part.made.files).collect();
        let lost: Vec<String> = files
            .into_par_iter()
            .filter_map(|(path, hash)| self.take_file(shard, path, (*hash).into()))
            .collect();
        if !lost.is_empty() {
            let what = format!("{}; build it anew", shortened(&lost));
            return Err(vec![shard.misfit(what)]);
        }
        Ok(parts.into_iter().filter_map(|part| part.made.value).collect())
    }

    /// Takes over a file; returns what is wrong with it.
    fn take_file(&self, shard: &Opened<'_>, path: &str, hash: blake3::Hash) -> Option<String> {
        if self.output.keep(path, &hash) {
            return None;
        }
        match (shard.folder.read)(path) {
            Ok(bytes) if blake3::hash(&bytes) == hash => {
                if let Err(error) = self.output.put_hashed(path, &bytes, &hash) {
                    self.site.writer.fail((path.to_owned(), error));
                }
                None
            }
            Ok(_) => Some(format!("{path} was changed")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Some(format!("{path} is missing"))
            }
            Err(error) => Some(format!("{path} cannot be read: {error}")),
        }
    }
}

fn open<'a>(folder: &'a ShardFolder<'a>) -> Result<Opened<'a>, Misfit> {
    let misfit = |what: String| Misfit { of: folder.name.clone(), what };
    let bytes = (folder.read)(FILE).map_err(|error| {
        misfit(match error.kind() {
            io::ErrorKind::NotFound => format!(
                "it holds no shard; make one with `postil build --shard I/N --output {}`",
                folder.name
            ),
            _ => format!("it cannot be read: {error}"),
        })
    })?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let head = serde_json::from_slice(line);
    let head = head.map_err(|_| misfit("its shard is damaged; build it anew".to_owned()))?;
    Ok(Opened { folder, head })
}

/// Returns what the articles of a shard came to; `None` if it is damaged.
fn parts_of(head: &Head, bytes: &[u8]) -> Option<Vec<Part>> {
    let mut body = &bytes[bytes.iter().position(|byte| *byte == b'\n')? + 1..];
    if blake3::hash(body).to_hex().as_str() != head.hash {
        return None;
    }
    let mut parts = Vec::new();
    while !body.is_empty() {
        let (part, rest) = postcard::take_from_bytes::<Part>(body).ok()?;
        parts.push(part);
        body = rest;
    }
    (parts.len() == head.n_articles).then_some(parts)
}

/// Returns shards that are there twice, and those that are missing.
fn incomplete(opened: &[Opened<'_>], is_all: bool) -> Vec<Misfit> {
    let mut by_shard: BTreeMap<Shard, Vec<&Opened<'_>>> = BTreeMap::new();
    opened.iter().for_each(|shard| by_shard.entry(shard.head.shard).or_default().push(shard));
    let doubled = by_shard.values().filter_map(|same| match same.as_slice() {
        [first, second, ..] => {
            Some(second.misfit(format!("it is in {} as well; name one of them", first.folder.name)))
        }
        _ => None,
    });
    let mut misfits: Vec<Misfit> = doubled.collect();
    let Some(first) = opened.first() else { return misfits };
    let of = first.head.shard.of;
    let others = opened.iter().filter(|shard| shard.head.shard.of != of);
    misfits.extend(others.map(|shard| {
        let (first, name) = (first.head.shard, &first.folder.name);
        shard.misfit(format!("{name} holds shard {first}, of another division; build all of one"))
    }));
    // Which are missing is not known while some cannot be read, or are of another division.
    if is_all && misfits.is_empty() {
        let missing: Vec<String> = (1..=of)
            .map(|index| Shard { index, of })
            .filter(|shard| !by_shard.contains_key(shard))
            .map(|shard| shard.to_string())
            .collect();
        if !missing.is_empty() {
            let what = "it is missing; build it, or name its folder";
            let of = format!("shard {}", shortened(&missing));
            misfits.push(Misfit { of, what: what.to_owned() });
        }
    }
    misfits
}

/// Returns how the articles of a shard differ from those of the edition that fall to it.
fn stale(parts: &[Part], keys: &Keys<'_>) -> Vec<String> {
    let made: HashMap<&str, &str> =
        parts.iter().map(|part| (part.slug.as_str(), part.key.as_str())).collect();
    let mut stale: Vec<(&str, &str)> = Vec::new();
    for (slug, key) in keys {
        match made.get(slug) {
            None => stale.push((slug, "came")),
            Some(made) if made != key => stale.push((slug, "changed")),
            Some(_) => {}
        }
    }
    let gone = made.keys().filter(|slug| !keys.contains_key(*slug));
    stale.extend(gone.map(|slug| (*slug, "went")));
    stale.sort_unstable();
    stale.into_iter().map(|(slug, how)| format!("article `{slug}` {how} since")).collect()
}

/// Returns the first of several things, and how many there are more.
fn shortened(all: &[String]) -> String {
    const MOST: usize = 3;
    let shown = all[..all.len().min(MOST)].join(", ");
    match all.len().saturating_sub(MOST) {
        0 => shown,
        n_more => format!("{shown} and {n_more} more"),
    }
}
