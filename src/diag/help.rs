//! The way out of every kind of problem: what an editor can do about it.

use super::{
    message::short,
    problem::{Hit, Problem},
};

impl Problem {
    /// Returns the way out: what to do about it; empty where the message says it all.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "the ways out of all problems stand in one place")]
    pub fn help(&self) -> String {
        match self {
            Self::MissingEdition => {
                "make an edition with `postil new DIR`, or name its folder with `--root`".into()
            }
            Self::NotUtf8 { .. } => "save the file as UTF-8".into(),
            Self::TooLarge { .. } => {
                "split the file, or raise the limit: `limits:` in edition.yaml".into()
            }
            Self::Empty => "write something into it, or delete it".into(),
            Self::LinkOutside => "put a copy in the place of the link".into(),
            Self::YamlSyntax { help, .. } | Self::YamlLimits { help, .. } => help.clone(),
            Self::DuplicateKey { .. } => "keep one of the two".into(),
            Self::UnknownKey { suggestion, known, .. } => {
                suggest(suggestion.as_ref(), || format!("known are {}", known.join(", ")))
            }
            Self::WrongType { expected, found: "a number" | "true or false" }
                if expected.starts_with("text") =>
            {
                "put it in quotes".into()
            }
            Self::WrongType { found: "a value with a tag", .. } => {
                "put a text that begins with `!` in quotes".into()
            }
            Self::WrongType { expected, .. } if expected.starts_with("a list") => {
                "write a list: each entry on a line of its own, after a hyphen".into()
            }
            Self::WrongType { expected, found } if expected.starts_with("a mapping") => {
                let rest = if *found == "a list" { ", without hyphens" } else { "" };
                format!("write what belongs to it as `name: value`{rest}")
            }
            Self::MissingField { field, .. } => format!("add `{field}: …`"),
            Self::InvalidValue { expected, suggestion, .. } => {
                suggest(suggestion.as_ref(), || format!("it may be {expected}"))
            }
            Self::InvalidDate { .. } => {
                "write YYYY-MM-DD, or YYYY-MM or YYYY where the day is not known".into()
            }
            Self::InvalidUrl { reason, .. } if reason.contains("absolute") => {
                "write the whole address, with `https://`".into()
            }
            Self::InvalidLanguage { .. } => "write a tag such as `en`, `ar` or `ku-Latn`".into(),
            Self::DuplicateId { of: "annotation" | "term", .. } => {
                "an id is a permalink: give the new one another".into()
            }
            Self::DuplicateId { .. } => "give one of them another".into(),
            Self::DuplicateAlias { .. } => "leave it to one of the two terms".into(),
            Self::UnknownName { of, suggestion, .. } => {
                suggest(suggestion.as_ref(), || where_to_add(of).to_owned())
            }
            Self::UnreadCitation { is_on_page: false, .. } => {
                "write `[@key, p. 12; @other]`; what is not to be read so belongs between backticks"
                    .into()
            }
            Self::UnreadCitation { is_on_page: true, .. } => {
                "link to the entry of the work: `[…](../sources/#key)`; what is not to be read so \
                 belongs between backticks"
                    .into()
            }
            Self::Slug { .. } | Self::PortableName { .. } => "give it another name".into(),
            Self::OutputCollision { is_own: false, .. } => "rename one of the two".into(),
            Self::OutputCollision { is_own: true, .. } => "rename this one".into(),
            Self::UnusedFile { suggestion } => suggest(suggestion.as_ref(), || {
                "each article has a folder of its own below content/, with its text in index.md; \
                 plain pages stand in content/pages/"
                    .into()
            }),
            Self::FrontMatter => "end it with a line of three hyphens: ---".into(),
            Self::MissingText => {
                "add the text as content/FOLDER/index.md, or move the folder out of content/".into()
            }
            Self::EmptyQuote => "quote the words that the annotation is about".into(),
            Self::Orphan { nearest, elsewhere, .. } => orphan(nearest.as_deref(), elsewhere),
            Self::Reversed { .. } => {
                "quote in `to` the words that the passage ends with, or exchange the two".into()
            }
            Self::NotProse { .. } => "quote the passage of the text that it belongs to".into(),
            Self::Occurrence { n_matches: 1, .. } => "leave `occurrence` out".into(),
            Self::Occurrence { n_matches, .. } => format!("give a number from 1 to {n_matches}"),
            Self::Ambiguous { hits, n_matches, .. } | Self::Context { hits, n_matches, .. } => {
                describe_hits(hits, *n_matches)
            }
            Self::Changed { id, .. } => format!(
                "see whether the note still holds, then confirm the new wording: \
                 `postil anchors accept {id}`"
            ),
            Self::LockOutdated { .. } => {
                "run `postil anchors reanchor`, and commit the file".into()
            }
            Self::NoLock => "run `postil anchors reanchor`, and commit the file that it writes: \
                             without it, notes on passages that are edited are lost"
                .into(),
            Self::LockUnreadable { .. } => {
                "run `postil anchors reanchor`, which writes it anew".into()
            }
            Self::Witness { .. } => {
                "restore the text, or correct witness.txt if it was copied wrongly".into()
            }
            Self::MissingImage { .. } => "put it into the folder of the text".into(),
            Self::DeadLink { suggestion, .. } => {
                suggest(suggestion.as_ref(), || "correct it, or add what it should lead to".into())
            }
            Self::DroppedTarget { .. } => {
                "only http, https and mailto addresses, paths and fragments can be linked".into()
            }
            Self::BidiControl { .. } => {
                "they can make a text read as what it does not say: take them out, unless the \
                 text was received with them"
                    .into()
            }
            Self::DroppedHtml { .. } => "write it in Markdown; a few inline tags are kept".into(),
            Self::UnusedSource { .. } => {
                "cite it, take it out, or allow it: `allow: [{ code: unused-source, reason: … }]`"
                    .into()
            }
            Self::SourceTitle { .. } => {
                "add `title:`, or say under `allow` why there is none".into()
            }
            Self::SourceDate { .. } => "add `date:`, or say under `allow` why there is none".into(),
            Self::SourcePublisher { .. } => {
                "add `publisher:`, or a `parent:` with a title, or say under `allow` why there \
                 is none"
                    .into()
            }
            Self::SingleSource => "find a second, or say under `allow` why one is enough".into(),
            Self::LowQuality => {
                "find a better source, or say under `allow` why there is none".into()
            }
            Self::StanceQuote { .. } => {
                "add `quote:` with the words of each that say so, call its stance `context`, or \
                 say under `allow` why there are none"
                    .into()
            }
            Self::ReadInPart { needed, .. } => format!(
                "find one that was read as far as `{needed}`, choose a milder rating, or say \
                 under `allow` why it may stand; what a rating asks for is its `read:` in \
                 edition.yaml"
            ),
            Self::LongClaim { .. } => "say it in fewer words".into(),
            Self::UnusedTerm { .. } => {
                "add a name that the articles use to its `aliases`, or a gloss to a passage".into()
            }
            Self::NoSearch { .. } => {
                "index the site with Pagefind, for which its pages are marked: `npx pagefind \
                 --site public`, and say `search: false`; or raise the limit: \
                 `search: { max_articles: … }`"
                    .into()
            }
            Self::More { .. } => "mend what is told: much of the rest may be the same".into(),
            Self::MissingTheme { name } if name.contains(['/', '\\']) => {
                "a theme's name is that of a folder in themes/".to_owned()
            }
            Self::MissingTheme { name } => {
                format!("make themes/{name}/, or use the built-in theme `folio`")
            }
            _ => String::new(),
        }
    }
}

fn suggest(suggestion: Option<&String>, otherwise: impl FnOnce() -> String) -> String {
    suggestion.map_or_else(otherwise, |name| format!("did you mean `{name}`?"))
}

/// Names the ways out for an annotation whose passage is gone.
fn orphan(nearest: Option<&str>, elsewhere: &[Hit]) -> String {
    let ways = "quote other words, retract the annotation (`status: retracted`), or remove it";
    match (nearest, elsewhere) {
        (_, [_, ..]) => {
            let places = describe_hits(elsewhere, elsewhere.len());
            format!("{ways}; if one of these is meant, quote it with its prefix: {places}")
        }
        (Some(nearest), []) => format!("the nearest passage reads “{}”; {ways}", short(nearest)),
        (None, []) => ways.to_owned(),
    }
}

fn where_to_add(of: &str) -> &'static str {
    match of {
        "source" => "add it to sources.yaml",
        "term" => "add it to glossary.yaml",
        "citation style" => "name one such as `chicago-author-date`, or the path of a .csl file",
        "annotation" => "name an article and an annotation of it, as in `my-article/my-note`",
        "theme option" => "add it to `options` in the theme's theme.yaml",
        "article" => "name the folder of an article",
        "code" => "the code of a message stands in brackets at its head",
        _ => "add it to edition.yaml",
    }
}

fn describe_hits(hits: &[Hit], n_matches: usize) -> String {
    let mut told: Vec<String> = hits
        .iter()
        .enumerate()
        .map(|(index, hit)| match &hit.prefix {
            // As YAML reads it.
            Some(prefix) if prefix.contains(['"', '\\']) => {
                format!("line {}: `prefix: '{}'`", hit.line, prefix.replace('\'', "''"))
            }
            Some(prefix) => format!("line {}: `prefix: \"{prefix}\"`", hit.line),
            None => format!("line {}: `occurrence: {}`", hit.line, index + 1),
        })
        .collect();
    if n_matches > hits.len() {
        told.push(format!("and {} more", n_matches - hits.len()));
    }
    told.join("; ")
}
