//! The wording of every kind of problem.

use std::fmt;

use super::problem::{MAX_CLAIM, Problem};

impl fmt::Display for Problem {
    #[expect(clippy::too_many_lines, reason = "the wording of all problems stands in one place")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingEdition => write!(f, "no edition here: this file is missing"),
            Self::NotUtf8 { offset, byte } => {
                write!(f, "byte {offset} (0x{byte:02x}) is not UTF-8")
            }
            Self::TooLarge { size, limit } => {
                write!(f, "the file has {size} bytes, more than the limit of {limit}")
            }
            Self::Empty => write!(f, "the file holds no text"),
            Self::Unreadable { reason } => write!(f, "cannot be read: {reason}"),
            Self::Vanished => write!(f, "the file went away while the edition was read"),
            Self::LinkOutside => f.write_str(
                "the link leads out of the edition's content and themes, or to a hidden file",
            ),
            Self::LinkLoop => write!(f, "the link leads to a folder that holds it"),
            Self::SpecialFile => write!(f, "neither a file nor a folder; left out"),
            Self::FileName => write!(f, "the name is not Unicode; left out"),
            Self::YamlSyntax { message, .. } | Self::YamlLimits { message, .. } => {
                f.write_str(message)
            }
            Self::DuplicateKey { key } => write!(f, "the key `{}` stands here twice", short(key)),
            Self::UnknownKey { key, of, .. } => write!(f, "{of} has no key `{}`", short(key)),
            Self::WrongType { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::MissingField { field, of } => write!(f, "{of} needs `{field}`"),
            Self::InvalidValue { field, value, .. } => {
                write!(f, "`{field}` cannot be “{}”", short(value))
            }
            Self::InvalidDate { value } => write!(f, "“{}” is not a date", short(value)),
            Self::InvalidUrl { value, reason } => {
                write!(f, "“{}” cannot be used: {reason}", short(value))
            }
            Self::InvalidLanguage { value } => {
                write!(f, "“{}” is not a language tag", short(value))
            }
            Self::InvalidId { id, reason } => {
                write!(f, "“{}” cannot be an id: {reason}", short(id))
            }
            Self::DuplicateId { id, of } => write!(f, "another {of} has the id “{}”", short(id)),
            Self::DuplicateAlias { alias, other } => {
                write!(f, "“{}” is already a name of the term `{}`", short(alias), short(other))
            }
            Self::UnknownName { of, name, .. } => write!(f, "there is no {of} “{}”", short(name)),
            Self::UnreadCitation { text, is_on_page: false } => {
                write!(f, "“{}” is not read as a citation", short(text))
            }
            Self::UnreadCitation { text, is_on_page: true } => {
                write!(
                    f,
                    "“{}” would be printed as it stands: plain pages do not cite",
                    short(text)
                )
            }
            Self::Bibliography { message } | Self::Template { message } => f.write_str(message),
            Self::Slug { slug, reason } => {
                write!(f, "“{slug}” cannot be part of an address: {reason}")
            }
            Self::PortableName { name, reason } => {
                write!(f, "“{name}” cannot be unpacked everywhere: {reason}")
            }
            Self::OutputCollision { path, is_own: false } => {
                write!(f, "another file is published at `{path}` too")
            }
            Self::OutputCollision { path, is_own: true } => {
                write!(f, "Postil itself writes to `{path}`")
            }
            Self::UnusedFile { .. } => write!(f, "nothing reads this file"),
            Self::FrontMatter => write!(f, "the front matter is not closed"),
            Self::MissingText => {
                write!(f, "the folder has no `index.md`, so nothing of it is published")
            }
            Self::ParserPanic => write!(f, "the Markdown parser failed on this file"),
            Self::EmptyQuote => write!(f, "the quote holds no letter and no digit"),
            Self::Orphan { exact, elsewhere, .. } if elsewhere.is_empty() => {
                write!(f, "no passage reads “{}”", short(exact))
            }
            Self::Orphan { exact, .. } => {
                write!(f, "the passage is gone; “{}” stands elsewhere", short(exact))
            }
            Self::Context { exact, .. } => {
                write!(f, "“{}” does not stand between this prefix and suffix", short(exact))
            }
            Self::Reversed { from, to } => {
                write!(f, "“{}” does not stand after “{}”", short(to), short(from))
            }
            Self::NotProse { exact, place } => {
                write!(f, "“{}” stands in {}, which is not prose", short(exact), place.as_str())
            }
            Self::Occurrence { exact, wanted, n_matches } => {
                let times = if *n_matches == 1 { "time" } else { "times" };
                write!(f, "“{}” occurs {n_matches} {times}, not {wanted}", short(exact))
            }
            Self::Ambiguous { exact, n_matches, .. } => {
                write!(f, "“{}” occurs {n_matches} times; add a prefix or suffix", short(exact))
            }
            Self::Changed { was, now, .. } => {
                write!(f, "the passage quoted as “{}” now reads “{}”", short(was), short(now))
            }
            Self::NoLock => f.write_str("there is no anchors.lock.yaml beside this text"),
            Self::LockOutdated { n_entries } => write!(
                f,
                "the article or its annotations changed since this was written: \
                 {n_entries} {} behind",
                if *n_entries == 1 { "entry is" } else { "entries are" }
            ),
            Self::LockUnreadable { reason } => {
                write!(f, "what is remembered of passages cannot be read: {reason}")
            }
            Self::Witness { article, witness } if witness.is_empty() => write!(
                f,
                "the article departs from the text as received: it reads “{article}” where \
                 the witness has nothing more"
            ),
            Self::Witness { article, witness } => write!(
                f,
                "the article departs from the text as received: it reads “{article}” where \
                 the witness reads “{witness}”"
            ),
            Self::WitnessOmits { n_passages: 0, .. } => {
                write!(f, "the article agrees with the witness and leaves nothing out")
            }
            Self::WitnessOmits { n_chars, n_passages } => {
                let passages = if *n_passages == 1 { "passage" } else { "passages" };
                write!(
                    f,
                    "the article leaves out {n_passages} {passages} of the witness, \
                     {n_chars} characters"
                )
            }
            Self::MissingImage { target } => write!(f, "there is no image `{}`", short(target)),
            Self::DeadLink { target, .. } => {
                write!(f, "the link `{}` leads nowhere", short(target))
            }
            Self::DroppedHtml { tag } => write!(f, "raw HTML is left out: {tag}"),
            Self::DroppedTarget { target } => {
                write!(f, "the target “{}” is left out: its scheme is not allowed", short(target))
            }
            Self::BidiControl { code_points } => {
                write!(f, "invisible direction controls: {code_points}")
            }
            Self::UnusedSource { key } => write!(f, "nothing cites the source `{}`", short(key)),
            Self::SourceTitle { key } => write!(f, "the source `{}` has no title", short(key)),
            Self::SourceDate { key } => write!(f, "the source `{}` has no date", short(key)),
            Self::SourcePublisher { key } => {
                write!(f, "the source `{}` does not say who published it", short(key))
            }
            Self::SingleSource => write!(f, "the fact check rests on one source"),
            Self::LowQuality => write!(f, "it rests on sources of low quality alone"),
            Self::StanceQuote { keys } => {
                write!(f, "what supports or contradicts the passage is not quoted: {keys}")
            }
            Self::ReadInPart { rating, read, .. } => {
                write!(
                    f,
                    "it is rated “{rating}”, but no source on it was read further than `{read}`"
                )
            }
            Self::LongClaim { n_chars } => {
                write!(f, "the claim has {n_chars} characters, more than {MAX_CLAIM}")
            }
            Self::UnusedTerm { term } => write!(f, "no article uses the term “{}”", short(term)),
            Self::FutureDate { date } => write!(f, "{date} is still to come"),
            Self::NoSearch { n_articles, limit } => {
                write!(f, "no search: more articles ({n_articles}) than the limit ({limit})")
            }
            Self::MissingTheme { name } => write!(f, "there is no theme “{}”", short(name)),
            Self::ThemeCircle { chain } => write!(f, "themes extend each other: {chain}"),
            Self::More { n: 1 } => f.write_str("1 more problem of this file is not told"),
            Self::More { n } => write!(f, "{n} more problems of this file are not told"),
        }
    }
}

/// Cuts long quotations for messages, at 120 characters (chosen by eye).
pub(super) fn short(text: &str) -> String {
    const MAX: usize = 120;
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(MAX) {
        Some((at, _)) => format!("{}…", &folded[..at]),
        None => folded,
    }
}
