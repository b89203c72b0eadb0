//! Every kind of problem: its values and its code.

/// Claims are read in tables and titles: longer ones wrap, in characters.
pub const MAX_CLAIM: usize = 75;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not built.
    Error,
    /// The site is built; `check --deny warnings` refuses.
    Warning,
    /// Worth knowing, nothing to mend.
    Info,
}

impl Severity {
    /// Returns the word that messages and JSON use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Which part of an article that is not prose a quote was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutsideProse {
    /// The definition of a footnote.
    Footnote,
    /// The alternative text of an image.
    AlternativeText,
    /// A raw HTML tag or what was dropped with it.
    RawHtml,
    /// The front matter.
    FrontMatter,
}

impl OutsideProse {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Footnote => "a footnote",
            Self::AlternativeText => "the alternative text of an image",
            Self::RawHtml => "raw HTML",
            Self::FrontMatter => "the front matter",
        }
    }
}

/// One of several places that a quote selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The line of the article's file, from 1.
    pub line: usize,
    /// The shortest prefix that selects this place alone, if there is one.
    pub prefix: Option<String>,
}

/// Defines [`Problem::code`], [`Problem::severity`] and [`CODES`] from one table.
macro_rules! codes {
    ($($variant:ident => $severity:ident $code:literal,)*) => {
        /// The codes of all problems, as `allow` and JSON name them.
        pub const CODES: &[&str] = &[$($code),*];

        impl Problem {
            /// Returns the stable name of this kind of problem.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code,)* }
            }

            /// Returns how much it matters, unless the command says otherwise.
            #[must_use]
            pub const fn severity(&self) -> Severity {
                match self { $(Self::$variant { .. } => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    MissingEdition => Error "missing-edition",
    NotUtf8 => Error "not-utf8",
    TooLarge => Error "too-large",
    Empty => Warning "empty-file",
    Unreadable => Error "unreadable",
    Vanished => Warning "vanished",
    LinkOutside => Error "link-outside",
    LinkLoop => Warning "link-loop",
    SpecialFile => Warning "special-file",
    FileName => Warning "file-name",
    YamlSyntax => Error "yaml-syntax",
    YamlLimits => Error "yaml-limits",
    DuplicateKey => Error "duplicate-key",
    UnknownKey => Error "unknown-key",
    WrongType => Error "wrong-type",
    MissingField => Error "missing-field",
    InvalidValue => Error "invalid-value",
    InvalidDate => Error "invalid-date",
    InvalidUrl => Error "invalid-url",
    InvalidLanguage => Error "invalid-language",
    InvalidId => Error "invalid-id",
    DuplicateId => Error "duplicate-id",
    DuplicateAlias => Error "duplicate-alias",
    UnknownName => Error "unknown-name",
    UnreadCitation => Error "unread-citation",
    Bibliography => Error "bibliography",
    Slug => Error "slug",
    PortableName => Warning "portable-name",
    OutputCollision => Error "output-collision",
    UnusedFile => Warning "unused-file",
    FrontMatter => Error "front-matter",
    MissingText => Error "missing-text",
    ParserPanic => Error "parser-panic",
    EmptyQuote => Error "empty-quote",
    Orphan => Error "orphan",
    Context => Error "context",
    Reversed => Error "reversed",
    NotProse => Error "not-prose",
    Occurrence => Error "occurrence",
    Ambiguous => Error "ambiguous",
    Changed => Warning "changed",
    LockOutdated => Warning "lock-outdated",
    NoLock => Warning "no-lock",
    LockUnreadable => Warning "lock-unreadable",
    Witness => Error "witness",
    WitnessOmits => Info "witness-omits",
    MissingImage => Warning "missing-image",
    DeadLink => Warning "dead-link",
    DroppedHtml => Warning "dropped-html",
    DroppedTarget => Warning "dropped-target",
    BidiControl => Warning "bidi-control",
    UnusedSource => Warning "unused-source",
    SourceTitle => Warning "source-title",
    SourceDate => Warning "source-date",
    SourcePublisher => Warning "source-publisher",
    SingleSource => Warning "single-source",
    LowQuality => Warning "low-quality",
    StanceQuote => Warning "stance-quote",
    ReadInPart => Warning "read-in-part",
    LongClaim => Warning "long-claim",
    UnusedTerm => Warning "unused-term",
    FutureDate => Warning "future-date",
    NoSearch => Warning "no-search",
    MissingTheme => Error "missing-theme",
    ThemeCircle => Error "theme-circle",
    Template => Error "template",
    More => Warning "more",
}

/// Everything that can be wrong with an edition whose files could be listed.
///
/// A variant holds values, not sentences: the wording lives in its
/// [`Display`](std::fmt::Display) alone, and exports and editors can match on the variant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// There is no `content/edition.yaml`.
    MissingEdition,
    /// A text file holds bytes that are not UTF-8.
    NotUtf8 {
        /// Offset of the first such byte.
        offset: usize,
        /// Its value.
        byte: u8,
    },
    /// A file is over its limit.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A file that should say something says nothing.
    Empty,
    /// The system would not let a file or folder be read.
    Unreadable {
        /// The system's words.
        reason: String,
    },
    /// A file went away while the edition was read.
    Vanished,
    /// A link leads out of `content/` and `themes/`, or to a hidden file.
    LinkOutside,
    /// A link leads to one of its own parents.
    LinkLoop,
    /// A pipe, a socket or a device lies among the files.
    SpecialFile,
    /// A file's name is not Unicode.
    FileName,
    /// A file is not YAML.
    YamlSyntax {
        /// What the parser says.
        message: String,
        /// What usually causes it.
        help: String,
    },
    /// A YAML file is nested too deep or expands too far.
    YamlLimits {
        /// Which limit.
        message: String,
        /// How to stay below it.
        help: String,
    },
    /// A key stands twice in one mapping.
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A key that this kind of entry does not have.
    UnknownKey {
        /// The key.
        key: String,
        /// What holds it: “annotation”, “term”.
        of: &'static str,
        /// The key that was probably meant.
        suggestion: Option<String>,
        /// The keys there are.
        known: &'static [&'static str],
    },
    /// A value of another type than the field takes.
    WrongType {
        /// What the field takes, with its article: “a list”.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A required field is not there.
    MissingField {
        /// The field.
        field: &'static str,
        /// What lacks it: “fact-check”, “term”.
        of: &'static str,
    },
    /// A value that is none of those allowed.
    InvalidValue {
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// What would be allowed, in words.
        expected: String,
        /// The value that was probably meant.
        suggestion: Option<String>,
    },
    /// A date that is none.
    InvalidDate {
        /// The text given.
        value: String,
    },
    /// An address that cannot be used.
    InvalidUrl {
        /// The text given.
        value: String,
        /// Why not.
        reason: &'static str,
    },
    /// Not a language tag (BCP 47).
    InvalidLanguage {
        /// The text given.
        value: String,
    },
    /// An id that cannot be one.
    InvalidId {
        /// The id.
        id: String,
        /// Why not.
        reason: &'static str,
    },
    /// An id that another entry has.
    DuplicateId {
        /// The id.
        id: String,
        /// Of what: “annotation”, “term”.
        of: &'static str,
    },
    /// A name that two terms claim.
    DuplicateAlias {
        /// The name.
        alias: String,
        /// The id of the other term.
        other: String,
    },
    /// A reference to something that is not there.
    UnknownName {
        /// Of what: “rating”, “source”, “term”, “editor”.
        of: &'static str,
        /// The name given.
        name: String,
        /// The name that was probably meant.
        suggestion: Option<String>,
    },
    /// A text that begins as a citation does, and would be printed as it stands.
    UnreadCitation {
        /// Its first word, or all of it up to its bracket.
        text: String,
        /// Whether it stands where nothing can be cited: on a plain page.
        is_on_page: bool,
    },
    /// Hayagriva cannot read an entry, a file or a style.
    Bibliography {
        /// Its words.
        message: String,
    },
    /// A folder or file name that cannot become an address.
    Slug {
        /// The name.
        slug: String,
        /// Why not.
        reason: &'static str,
    },
    /// A file or folder of the site whose name some systems do not take.
    PortableName {
        /// The name.
        name: String,
        /// Which system, and why.
        reason: &'static str,
    },
    /// Two files would be written to one path (case counts for nothing, nor how accents
    /// are composed).
    OutputCollision {
        /// The path below the site's root.
        path: String,
        /// Whether the other is a file or folder that Postil writes itself.
        is_own: bool,
    },
    /// A text or a data file where nothing reads it.
    UnusedFile {
        /// The name that was probably meant.
        suggestion: Option<String>,
    },
    /// Front matter is opened and never closed.
    FrontMatter,
    /// A folder with texts or sidecars has no `index.md`.
    MissingText,
    /// The Markdown parser failed on a file.
    ParserPanic,
    /// A quote without a letter or a digit.
    EmptyQuote,
    /// The quoted passage does not occur in the article.
    Orphan {
        /// The passage as quoted.
        exact: String,
        /// The passage that shares most words with it, if any shares many.
        nearest: Option<String>,
        /// Places that read so, though the passage itself is gone.
        elsewhere: Vec<Hit>,
    },
    /// The quoted passage occurs, but not between the prefix and suffix given.
    Context {
        /// The passage as quoted.
        exact: String,
        /// How many places read so, whatever stands around them.
        n_matches: usize,
        /// The first of them.
        hits: Vec<Hit>,
    },
    /// What should end a passage occurs, but not after what begins it.
    Reversed {
        /// The beginning as quoted.
        from: String,
        /// The end as quoted.
        to: String,
    },
    /// The quoted passage occurs only where annotations cannot point.
    NotProse {
        /// The passage as quoted.
        exact: String,
        /// Where it stands.
        place: OutsideProse,
    },
    /// The quoted passage occurs, but less often than `occurrence` says.
    Occurrence {
        /// The passage as quoted.
        exact: String,
        /// The number asked for, from 1.
        wanted: usize,
        /// How many there are.
        n_matches: usize,
    },
    /// The quoted passage occurs more than once and the context does not decide.
    Ambiguous {
        /// The passage as quoted.
        exact: String,
        /// How many places match; always at least 2.
        n_matches: usize,
        /// The first of them.
        hits: Vec<Hit>,
    },
    /// The quoted passage was reworded since it was quoted.
    Changed {
        /// The annotation.
        id: String,
        /// The passage as quoted.
        was: String,
        /// The passage as it reads now.
        now: String,
    },
    /// An article or its annotations changed since `anchors.lock.yaml` was written.
    LockOutdated {
        /// Annotations that it lacks, or knows by another place or quote, and
        /// entries of annotations that are gone.
        n_entries: usize,
    },
    /// An article with annotations, and nothing by which they could be followed.
    NoLock,
    /// An `anchors.lock.yaml` that says nothing.
    LockUnreadable {
        /// Why.
        reason: String,
    },
    /// The article departs from the text as received.
    Witness {
        /// What the article reads, from the point of departure.
        article: String,
        /// What the witness reads there.
        witness: String,
    },
    /// How much of the witness the article leaves out.
    WitnessOmits {
        /// Characters, white space folded.
        n_chars: usize,
        /// Passages.
        n_passages: usize,
    },
    /// An image that is not in the edition.
    MissingImage {
        /// The path as written.
        target: String,
    },
    /// A link to a file or fragment that is not in the edition.
    DeadLink {
        /// The target as written.
        target: String,
        /// The target that was probably meant.
        suggestion: Option<String>,
    },
    /// Raw HTML that is not printed.
    DroppedHtml {
        /// The tag's name, or what else it is.
        tag: String,
    },
    /// A link or image whose scheme is not allowed.
    DroppedTarget {
        /// The target as written.
        target: String,
    },
    /// Invisible characters that change the direction of text.
    BidiControl {
        /// The characters as `U+202E`.
        code_points: String,
    },
    /// A work that nothing cites.
    UnusedSource {
        /// Its key.
        key: String,
    },
    /// A work without a title.
    SourceTitle {
        /// Its key.
        key: String,
    },
    /// A work without a date.
    SourceDate {
        /// Its key.
        key: String,
    },
    /// A work of which it is not said who published it.
    SourcePublisher {
        /// Its key.
        key: String,
    },
    /// A fact check that rests on one source.
    SingleSource,
    /// Something that rests on sources of low quality alone.
    LowQuality,
    /// Sources that are said to agree or disagree, without their words.
    StanceQuote {
        /// Their keys, joined by commas.
        keys: String,
    },
    /// A rating that asks for more than was read.
    ReadInPart {
        /// Its label.
        rating: String,
        /// How far its sources were read at most.
        read: &'static str,
        /// How far one must have been read.
        needed: &'static str,
    },
    /// A claim too long to be read at a glance.
    LongClaim {
        /// Its length in characters.
        n_chars: usize,
    },
    /// A term that no article uses.
    UnusedTerm {
        /// The headword.
        term: String,
    },
    /// A date that is still to come.
    FutureDate {
        /// The date.
        date: String,
    },
    /// An edition of more articles than get a search.
    NoSearch {
        /// How many it has.
        n_articles: usize,
        /// How many it may have.
        limit: usize,
    },
    /// A theme that is not there.
    MissingTheme {
        /// Its name.
        name: String,
    },
    /// Themes that extend each other.
    ThemeCircle {
        /// Their names, joined by arrows.
        chain: String,
    },
    /// A template that cannot be read or rendered.
    Template {
        /// What the template engine says.
        message: String,
    },
    /// What was found in one file besides what is told.
    More {
        /// How much.
        n: usize,
    },
}

impl Problem {
    /// Returns whether a passage was not found in one place, and nothing else is wrong.
    #[must_use]
    pub fn is_unanchored(&self) -> bool {
        matches!(
            self,
            Self::Ambiguous { .. }
                | Self::Context { .. }
                | Self::NotProse { .. }
                | Self::Occurrence { .. }
                | Self::Orphan { .. }
                | Self::Reversed { .. }
        )
    }
}
