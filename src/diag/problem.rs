//! Every kind of problem: its values, code and severity, its wording and the way out.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

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
    /// Returns what messages call it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
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
    /// The number of the line of verse, which readers cite; `None` if it is none.
    pub verse: Option<usize>,
    /// The shortest prefix that selects this place alone, if there is one.
    pub prefix: Option<String>,
}

impl Hit {
    /// Returns which line it is, in words.
    #[must_use]
    pub fn place(&self) -> String {
        match self.verse {
            // What readers cite is another number.
            Some(verse) => format!("line {} of the file (line {verse} of the poem)", self.line),
            None => format!("line {}", self.line),
        }
    }
}

/// Defines [`Problem`] and all that is told of its kinds from one list.
macro_rules! problems {
    ($(
        $(#[doc = $about:literal])+
        $Kind:ident $({ $($(#[$doc:meta])+ $field:ident: $Type:ty,)+ })? =
            $severity:ident $code:literal says $says:expr $(, help $help:expr)?;
    )+) => {
        /// The codes of all problems, as `allow` and JSON name them.
        pub const CODES: &[&str] = &[$($code),+];

        /// What each code means: the code, how much it matters, and what is wrong, in a sentence.
        pub const MEANINGS: &[(&str, Severity, &str)] =
            &[$(($code, Severity::$severity, concat!($($about),+))),+];

        /// Everything that can be wrong with an edition whose files could be listed.
        ///
        /// A variant holds values, not sentences: the wording lives in its
        /// [`Display`](std::fmt::Display) alone, and exports and editors can match on the variant.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Problem {
            $($(#[doc = $about])+ $Kind $({ $($(#[$doc])+ $field: $Type,)+ })?,)+
        }

        impl Problem {
            /// Returns the stable name of this kind of problem.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$Kind { .. } => $code,)+ }
            }

            /// Returns how much it matters, unless the command says otherwise.
            #[must_use]
            pub const fn severity(&self) -> Severity {
                match self { $(Self::$Kind { .. } => Severity::$severity,)+ }
            }

            /// Returns the way out: what to do about it; empty where the message says it all.
            #[must_use]
            #[expect(unused_variables, reason = "not every value is told")]
            pub fn help(&self) -> String {
                match self {
                    $(Self::$Kind $({ $($field),+ })? => String::new() $(+ $help.as_ref())?,)+
                }
            }
        }

        impl fmt::Display for Problem {
            #[expect(unused_variables, reason = "not every value is told")]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$Kind $({ $($field),+ })? => f.write_str($says.as_ref()),)+
                }
            }
        }
    };
}

problems! {
    /// There is no `content/edition.yaml`.
    MissingEdition = Error "missing-edition"
        says "no edition here: this file is missing",
        help "make an edition with `postil new DIR`, or name its folder with `--root`";
    /// A template or a text asks for a file that the policy of the site keeps out.
    BlockedFile {
        /// What: “script”.
        what: &'static str,
        /// Its address, or none if it stands in the template itself.
        address: Option<String>,
        /// The directive of the policy.
        directive: &'static str,
        /// What would have to be added to it.
        host: Option<String>,
        /// Where a file of one's own would stand: “the theme's `assets/`”.
        home: &'static str,
    } = Warning "blocked-by-policy"
        says match address {
            Some(address) => {
                format!("browsers will not load the {what} “{}”: the site’s policy keeps it out",
                    short(address))
            }
            None => format!("browsers will not heed this {what}: the site’s policy keeps it out"),
        },
        help match host {
            Some(host) => format!(
                "put the file into {home}, or let its host in, in edition.yaml: \
                 `csp: {{ {directive}: [{host}] }}`{}",
                match address {
                    Some(address) if address.starts_with("http:") => {
                        ", and begin its address with `https:`"
                    }
                    _ => "",
                }
            ),
            None if *what == "attribute `style`" => {
                "give the element a class, and `custom.css` a rule for it".to_owned()
            }
            None if what.starts_with("attribute") => {
                "let a script of the theme's `assets/` listen to the event".to_owned()
            }
            None if *what == "font" => "put it into a file of the theme's `assets/`".to_owned(),
            None => "put it into a file of the theme's `assets/`, and name that by \
                     `{{ page.root }}{{ site.assets }}…`".to_owned(),
        };
    /// A style sheet imports another where browsers heed no import.
    LateImport = Warning "late-import"
        says "browsers will not heed this `@import`: all style sheets of a theme become one, and \
              imports count only at its beginning",
        help "copy the rules to where the import stands, or put the file into `assets/` and load \
              it by a `<link rel=\"stylesheet\">` in a template";
    /// A text file holds bytes that are not UTF-8.
    NotUtf8 {
        /// Offset of the first such byte.
        offset: usize,
        /// Its value.
        byte: u8,
    } = Error "not-utf8"
        says format!("byte {offset} (0x{byte:02x}) is not UTF-8"),
        help "save the file as UTF-8";
    /// A file is over its limit.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    } = Error "too-large"
        says format!("the file has {size} bytes, more than the limit of {limit}"),
        help "split the file, or raise the limit: `limits:` in edition.yaml";
    /// A file that should say something says nothing.
    Empty = Warning "empty-file"
        says "the file holds no text",
        help "write something into it, or delete it";
    /// The system would not let a file or folder be read.
    Unreadable {
        /// The system's words.
        reason: String,
    } = Error "unreadable"
        says format!("cannot be read: {reason}");
    /// A file went away while the edition was read.
    Vanished = Warning "vanished"
        says "the file went away while the edition was read";
    /// A link leads out of `content/` and `themes/`, or to a hidden file.
    LinkOutside = Error "link-outside"
        says "the link leads out of the edition's content and themes, or to a hidden file",
        help "put a copy in the place of the link";
    /// A link leads to one of its own parents.
    LinkLoop = Warning "link-loop"
        says "the link leads to a folder that holds it";
    /// A pipe, a socket or a device lies among the files.
    SpecialFile = Warning "special-file"
        says "neither a file nor a folder; left out";
    /// A file's name is not Unicode.
    FileName = Warning "file-name"
        says "the name is not Unicode; left out";
    /// A merge left both sides of a conflict in a file.
    MergeConflict {
        /// Whether the file is one that Postil writes itself.
        is_lock: bool,
    } = Error "merge-conflict"
        says "a merge was not finished: two versions of these lines stand here",
        help if *is_lock {
            "take either side (`git checkout --ours`, or `--theirs`, and the file), then run \
             `postil anchors reanchor`"
        } else {
            "keep what is right of both, and take the lines `<<<<<<<`, `=======` and `>>>>>>>` out"
        };
    /// A file is not YAML.
    YamlSyntax {
        /// What the parser says.
        message: String,
        /// What usually causes it.
        help: String,
    } = Error "yaml-syntax"
        says message,
        help help.clone();
    /// A YAML file is nested too deep or expands too far.
    YamlLimits {
        /// Which limit.
        message: String,
        /// How to stay below it.
        help: String,
    } = Error "yaml-limits"
        says message,
        help help.clone();
    /// A key stands twice in one mapping.
    DuplicateKey {
        /// The key.
        key: String,
    } = Error "duplicate-key"
        says format!("the key `{}` stands here twice", short(key)),
        help if key == "id" {
            "if a new entry begins here, write `- ` before it; if not, keep one of the two"
        } else {
            "keep one of the two"
        };
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
    } = Error "unknown-key"
        says format!("{of} has no key `{}`", short(key)),
        help match belongs_within(of, key) {
            Some(way) => way.to_owned(),
            None => {
                suggest(suggestion.as_ref(), || format!("known are {}", known.join(", ")))
            }
        };
    /// A value of another type than the field takes.
    WrongType {
        /// What the field takes, with its article: “a list”.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    } = Error "wrong-type"
        says format!("expected {expected}, found {found}"),
        help {
            match (*expected, *found) {
                ("true or false", "text") => {
                    "write `true` or `false`, without quotation marks; `yes` and `no` are words"
                }
                (text, "a number" | "true or false") if text.starts_with("text") => {
                    "put it in quotes"
                }
                (text, "a list") if text.starts_with("text") => {
                    "write one text, without hyphens or brackets; put one that begins with `[` in \
                     quotes"
                }
                (text, "a mapping") if text.starts_with("text") => {
                    "write one text; put one that begins with `{` or holds a colon in quotes"
                }
                (_, "a value with a tag") => "put a text that begins with `!` in quotes",
                (list, _) if list.starts_with("a list") => {
                    "write a list: each entry on a line of its own, after a hyphen"
                }
                (mapping, "a list") if mapping.starts_with("a mapping") => {
                    "write what belongs to it as `name: value`, without hyphens"
                }
                (mapping, _) if mapping.starts_with("a mapping") => {
                    "write what belongs to it as `name: value`"
                }
                (_, "a list") => "write one value, without hyphens or brackets",
                _ => "",
            }
        };
    /// A required field is not there.
    MissingField {
        /// The field.
        field: &'static str,
        /// What lacks it: “fact-check”, “term”.
        of: &'static str,
    } = Error "missing-field"
        says format!("{of} needs `{field}`"),
        help match *field {
            "quote" => "add `quote: …`, or `on: …` if it is about no words".to_owned(),
            "figure" => "add `figure: …`, or `footnote: …`".to_owned(),
            _ => format!("add `{field}: …`"),
        };
    /// Two fields are there of which one excludes the other.
    BothFields {
        /// The one.
        one: &'static str,
        /// The other.
        other: &'static str,
        /// What has them: “annotation”.
        of: &'static str,
    } = Error "both-fields"
        says format!("{of} has both `{one}` and `{other}`"),
        help "keep one of the two";
    /// What an annotation is on is not in the text.
    NotThere {
        /// What: “figure”, “footnote”.
        of: &'static str,
        /// As it is given.
        name: String,
        /// The first of those that the text has.
        known: Vec<String>,
        /// How many it has.
        n_known: usize,
        /// The one that was probably meant.
        suggestion: Option<String>,
    } = Error "not-there"
        says format!("the text has no {of} “{}”", short(name)),
        help suggest(suggestion.as_ref(), || match &known[..] {
            [] => format!("the text has no {of}s: put one into it, or take this annotation out"),
            known if known.len() < *n_known => format!("it has {}, and more", known.join(", ")),
            known => format!("it has {}", known.join(", ")),
        });
    /// The text has an image more than once.
    TwiceThere {
        /// The image's target.
        target: String,
        /// The first lines of the text on which it stands.
        lines: Vec<usize>,
    } = Error "twice-there"
        says format!("the text has the figure “{}” more than once", short(target)),
        help format!(
            "it stands on the lines {}: copy its file under another name for one of them, or \
             quote words beside the one that is meant",
            lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
        );
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
    } = Error "invalid-value"
        says format!("`{field}` cannot be “{}”", short(value)),
        help suggest(suggestion.as_ref(), || format!("it may be {expected}"));
    /// Where readers would report errors is no form for new issues.
    FeedbackForm {
        /// The address.
        address: String,
        /// That of the form.
        form: String,
    } = Warning "feedback-form"
        says format!(
            "`{}` is no form for new issues: readers would have to find it", short(address)
        ),
        help format!("write `{form}`, whose title and text are filled in for them");
    /// A date that is none.
    InvalidDate {
        /// The text given.
        value: String,
    } = Error "invalid-date"
        says format!("“{}” is not a date", short(value)),
        help "write YYYY-MM-DD, or YYYY-MM or YYYY where the day is not known";
    /// An address that cannot be used.
    InvalidUrl {
        /// The text given.
        value: String,
        /// Why not.
        reason: &'static str,
    } = Error "invalid-url"
        says format!("“{}” cannot be used: {reason}", short(value)),
        help if reason.contains("absolute") {
            "write the whole address, with `https://`"
        } else {
            ""
        };
    /// Not a language tag (BCP 47).
    InvalidLanguage {
        /// The text given.
        value: String,
    } = Error "invalid-language"
        says format!("“{}” is not a language tag", short(value)),
        help "write a tag such as `en`, `ar` or `ku-Latn`";
    /// An id that cannot be one.
    InvalidId {
        /// The id.
        id: String,
        /// Why not.
        reason: &'static str,
    } = Error "invalid-id"
        says format!("“{}” cannot be an id: {reason}", short(id)),
        help match valid_id(id) {
            valid if valid.is_empty() => {
                "give it one of small Latin letters, digits and hyphens, such as `note-1`".into()
            }
            valid if valid == *id => format!("write `the-{valid}`, for example"),
            valid => format!("write `{valid}`, for example"),
        };
    /// An id that another entry has.
    DuplicateId {
        /// The id.
        id: String,
        /// Of what: “annotation”, “term”.
        of: &'static str,
    } = Error "duplicate-id"
        says format!("another {of} has the id “{}”", short(id)),
        help if matches!(*of, "annotation" | "term") {
            "an id is a permalink: give the new one another"
        } else {
            "give one of them another"
        };
    /// A name that two terms claim.
    DuplicateAlias {
        /// The name.
        alias: String,
        /// The id of the other term.
        other: String,
    } = Error "duplicate-alias"
        says format!("“{}” is already a name of the term `{}`", short(alias), short(other)),
        help "leave it to one of the two terms";
    /// A reference to something that is not there.
    UnknownName {
        /// Of what: “rating”, “source”, “term”, “editor”.
        of: &'static str,
        /// The name given.
        name: String,
        /// The name that was probably meant.
        suggestion: Option<String>,
    } = Error "unknown-name"
        says format!("there is no {of} “{}”", short(name)),
        help suggest(suggestion.as_ref(), || where_to_add(of).to_owned());
    /// A text that begins as a citation does, and would be printed as it stands.
    UnreadCitation {
        /// Its first word, or all of it up to its bracket.
        text: String,
        /// Whether it stands where nothing can be cited: on a plain page.
        is_on_page: bool,
    } = Error "unread-citation"
        says if *is_on_page {
            format!("“{}” would be printed as it stands: plain pages do not cite", short(text))
        } else {
            format!("“{}” is not read as a citation", short(text))
        },
        help if *is_on_page {
            "link to the entry of the work: `[…](../sources/#key)`; what is not to be read so \
             belongs between backticks"
        } else {
            "write `[@key, p. 12; @other]`; what is not to be read so belongs between backticks"
        };
    /// Hayagriva cannot read an entry, a file or a style.
    Bibliography {
        /// Its words.
        message: String,
    } = Error "bibliography"
        says message;
    /// A folder or file name that cannot become an address.
    Slug {
        /// The name.
        slug: String,
        /// Why not.
        reason: &'static str,
    } = Error "slug"
        says format!("“{slug}” cannot be part of an address: {reason}"),
        help "give it another name";
    /// A file or folder of the site whose name some systems do not take.
    PortableName {
        /// The name.
        name: String,
        /// Which system, and why.
        reason: &'static str,
    } = Warning "portable-name"
        says format!("“{name}” cannot be unpacked everywhere: {reason}"),
        help "give it another name";
    /// Two files would be written to one path (case counts for nothing, nor how accents
    /// are composed).
    OutputCollision {
        /// The path below the site's root.
        path: String,
        /// Whether the other is a file or folder that Postil writes itself.
        is_own: bool,
    } = Error "output-collision"
        says if *is_own {
            format!("Postil itself writes to `{path}`")
        } else {
            format!("another file is published at `{path}` too")
        },
        help if *is_own { "rename this one" } else { "rename one of the two" };
    /// A text or a data file where nothing reads it.
    UnusedFile {
        /// The name that was probably meant.
        suggestion: Option<String>,
    } = Warning "unused-file"
        says "nothing reads this file",
        help suggest(suggestion.as_ref(), || {
            "each article has a folder of its own below content/, with its text in index.md; \
             plain pages stand in content/pages/"
                .into()
        });
    /// Front matter is opened and never closed.
    FrontMatter = Error "front-matter"
        says "the front matter is not closed",
        help "end it with a line of three hyphens: ---";
    /// A folder with texts or sidecars has no `index.md`.
    MissingText = Error "missing-text"
        says "the folder has no `index.md`, so nothing of it is published",
        help "add the text as content/FOLDER/index.md, or move the folder out of content/";
    /// The Markdown parser failed on a file.
    ParserPanic = Error "parser-panic"
        says "the Markdown parser failed on this file";
    /// A quote without a letter or a digit.
    EmptyQuote = Error "empty-quote"
        says "the quote holds no letter and no digit",
        help "quote the words that the annotation is about";
    /// The quoted passage does not occur in the article.
    Orphan {
        /// The passage as quoted.
        exact: String,
        /// The passage that shares most words with it, if any shares many.
        nearest: Option<String>,
        /// Places that read so, though the passage itself is gone.
        elsewhere: Vec<Hit>,
    } = Error "orphan"
        says if elsewhere.is_empty() {
            format!("no passage reads “{}”", short(exact))
        } else {
            format!("the passage is gone; “{}” stands elsewhere", short(exact))
        },
        help orphan(nearest.as_deref(), elsewhere);
    /// The quoted passage stands in another text of the article.
    OtherText {
        /// The passage as quoted.
        exact: String,
        /// The language of the translation that holds it; `None` if the text itself does.
        language: Option<String>,
    } = Error "other-text"
        says match language {
            Some(language) => {
                format!("“{}” stands in the translation `{language}`, not here", short(exact))
            }
            None => format!("“{}” stands in the text itself, not in its translation", short(exact)),
        },
        help match language {
            Some(language) => format!("say so: `in: {language}`"),
            None => "leave `in` away, or quote the words of the translation".to_owned(),
        };
    /// The quoted passage occurs, but not between the prefix and suffix given.
    Context {
        /// The passage as quoted.
        exact: String,
        /// How many places read so, whatever stands around them.
        n_matches: usize,
        /// The first of them.
        hits: Vec<Hit>,
    } = Error "context"
        says format!("“{}” does not stand between this prefix and suffix", short(exact)),
        help describe_hits(hits, *n_matches);
    /// What should end a passage occurs, but not after what begins it.
    Reversed {
        /// The beginning as quoted.
        from: String,
        /// The end as quoted.
        to: String,
    } = Error "reversed"
        says format!("“{}” does not stand after “{}”", short(to), short(from)),
        help "quote in `to` the words that the passage ends with, or exchange the two";
    /// The quoted passage occurs only where annotations cannot point.
    NotProse {
        /// The passage as quoted.
        exact: String,
        /// Where it stands.
        place: OutsideProse,
    } = Error "not-prose"
        says format!("“{}” stands in {}, which is not prose", short(exact), place.as_str()),
        help "quote the passage of the text that it belongs to";
    /// The quoted passage occurs, but less often than `occurrence` says.
    Occurrence {
        /// The passage as quoted.
        exact: String,
        /// The number asked for, from 1.
        wanted: usize,
        /// How many there are.
        n_matches: usize,
    } = Error "occurrence"
        says {
            let times = if *n_matches == 1 { "time" } else { "times" };
            format!("“{}” occurs {n_matches} {times}, not {wanted}", short(exact))
        },
        help if *n_matches == 1 {
            "leave `occurrence` out".to_owned()
        } else {
            format!("give a number from 1 to {n_matches}")
        };
    /// The `occurrence` of a quote is that of another place by now.
    StaleOccurrence {
        /// The annotation.
        id: String,
        /// The passage as quoted.
        exact: String,
        /// The number as written, from 1.
        written: usize,
        /// The number of the place where the passage stands.
        counted: usize,
    } = Warning "stale-occurrence"
        says format!(
            "`occurrence: {written}` is out of date: the note stands on number {counted} of “{}”",
            short(exact)
        ),
        help format!(
            "write `occurrence: {counted}`, by hand or with `postil anchors accept {id}`: by the \
             number alone it would come to stand elsewhere"
        );
    /// The quoted passage occurs more than once and the context does not decide.
    Ambiguous {
        /// The passage as quoted.
        exact: String,
        /// How many places match; always at least 2.
        n_matches: usize,
        /// The first of them.
        hits: Vec<Hit>,
        /// Whether it is only how a long passage begins: `from`.
        is_beginning: bool,
    } = Error "ambiguous"
        says if *is_beginning {
            format!("“{}” occurs {n_matches} times; begin `from` with more words", short(exact))
        } else {
            format!("“{}” occurs {n_matches} times; add a prefix or suffix", short(exact))
        },
        help if *is_beginning {
            describe_beginnings(exact, hits, *n_matches)
        } else {
            describe_hits(hits, *n_matches)
        };
    /// The quoted passage was reworded since it was quoted.
    Changed {
        /// The annotation.
        id: String,
        /// The passage as quoted.
        was: String,
        /// The passage as it reads now.
        now: String,
    } = Warning "changed"
        says format!("the passage quoted as “{}” now reads “{}”", short(was), short(now)),
        help format!(
            "see whether the note still holds, then confirm the new wording: \
             `postil anchors accept {id}`"
        );
    /// An article or its annotations changed since `anchors.lock.yaml` was written.
    LockOutdated {
        /// Annotations that it lacks, or knows by another place or quote, and
        /// entries of annotations that are gone.
        n_entries: usize,
    } = Warning "lock-outdated"
        says format!(
            "the article or its annotations changed since this was written: {n_entries} {} behind",
            if *n_entries == 1 { "entry is" } else { "entries are" }
        ),
        help "run `postil anchors reanchor`, and commit the file";
    /// An article with annotations, and nothing by which they could be followed.
    NoLock = Warning "no-lock"
        says "there is no anchors.lock.yaml beside this text",
        help "run `postil anchors reanchor`, and commit the file that it writes: without it, \
              notes on passages that are edited are lost";
    /// An `anchors.lock.yaml` that says nothing.
    LockUnreadable {
        /// Why.
        reason: String,
    } = Warning "lock-unreadable"
        says format!("what is remembered of passages cannot be read: {reason}"),
        help "run `postil anchors reanchor`, which writes it anew";
    /// Two texts of an article are in one language.
    TextLanguage {
        /// The language.
        language: String,
    } = Error "text-language"
        says format!("the article has another text in “{language}”"),
        help "an article has one text in each language: name the language of this one in the \
              name of its file, or with `language` in its front matter, or remove it";
    /// A text beside that of an article does not say that it is a translation.
    NoTranslator = Error "no-translator"
        says "nothing in it says that this is a translation of the text beside it",
        help "name the `translator` or the `language` in its front matter, or move the file away: \
              an older copy of the text is not to be published by mistake";
    /// Two articles of one series, or of none, have the same order.
    SameOrder {
        /// The order.
        order: i64,
        /// The slug of the article that comes first.
        article: String,
        /// The name of the series; nothing if they have none.
        series: String,
    } = Warning "same-order"
        says match series.as_str() {
            "" => format!("the article “{article}” has the order {order}, too"),
            series => format!(
                "the article “{article}” of the series “{}” has the order {order}, too",
                short(series)
            ),
        },
        help "give each an order of its own; until then their dates and names decide";
    /// A translation does not have the blocks of its text.
    TranslationBlocks {
        /// How many blocks the text has, from a heading that both name to the next.
        n_own: usize,
        /// How many the translation has there.
        n_translated: usize,
        /// How the block of the text begins that is the first to stand beside a wrong one;
        /// nothing if the text has none there.
        own: String,
        /// How that of the translation begins.
        translated: String,
    } = Warning "translation-blocks"
        says if n_own == n_translated {
            format!(
                "“{}” stands beside “{}”, which is of another kind",
                short(translated), short(own)
            )
        } else {
            let blocks = |n| if n == 1 { "1 block".to_owned() } else { format!("{n} blocks") };
            let block = |begins: &str| match begins {
                "" => "nothing".to_owned(),
                begins => format!("“{}”", short(begins)),
            };
            format!(
                "the text has {} here and the translation {}; the first pair that seems wrong is \
                 {} beside {}",
                blocks(*n_own), blocks(*n_translated), block(translated), block(own)
            )
        },
        help "give the translation the blocks of the text, one for one; headings with the same \
              `{#id}` in both keep sections together";
    /// A heading has the id of another.
    DuplicateFragment {
        /// The id.
        id: String,
    } = Warning "duplicate-fragment"
        says format!("another heading has the id `{{#{id}}}`"),
        help "give each heading an id of its own: addresses and translations go by it";
    /// A provision of a law that has begun before.
    RepeatedProvision {
        /// What it is cited by.
        label: String,
    } = Warning "repeated-provision"
        says format!("{label} stands here a second time"),
        help "links and citations lead to the first: correct one of the two, if it is not the law \
              itself that has both";
    /// The id of an annotation is the address of a place in the text.
    IdOfPlace {
        /// The id.
        id: String,
    } = Error "id-of-place"
        says format!("`#{id}` is a place in the text already"),
        help "give the annotation another id: each address leads to one thing";
    /// The article departs from the text as received.
    Witness {
        /// What the article reads, from the point of departure.
        article: String,
        /// What the witness reads there.
        witness: String,
    } = Error "witness"
        says {
            let there = match witness.as_str() {
                "" => "has nothing more".to_owned(),
                witness => format!("reads “{}”", short(witness)),
            };
            let article = short(article);
            format!(
                "the article departs from the text as received: it reads “{article}” where the \
                 witness {there}"
            )
        },
        help {
            let (own, other) = (in_yaml(&short(article)), in_yaml(&short(witness)));
            let other = if witness.is_empty() { other } else { format!("witness: {other}, ") };
            format!(
                "if witness.txt was copied wrongly, correct that; if the text is mended on \
                 purpose, say so in the front matter, `deviations: [{{ {other}article: {own}, \
                 reason: … }}]`; else restore what the witness reads (a text that nobody \
                 received needs no witness: take the file away)"
            )
        };
    /// A deviation from the witness that the article does not have.
    UnusedDeviation = Warning "unused-deviation"
        says "the article agrees with the witness without this, or does not read so any more",
        help "take the entry out of `deviations`, or quote what the article reads";
    /// What `postil new` wrote of an edition still stands for what is its own.
    StockText {
        /// The keys of the settings that hold it.
        keys: Vec<&'static str>,
    } = Warning "stock-text"
        says {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            format!("what `postil new` wrote stands here still: {}", keys.join(", "))
        },
        help "say what your edition is called, what it holds and where it will stand: its pages, \
              feeds and books show it";
    /// How much of the witness the article leaves out.
    WitnessOmits {
        /// Characters, white space folded.
        n_chars: usize,
        /// Passages.
        n_passages: usize,
    } = Info "witness-omits"
        says match n_passages {
            0 => "the article agrees with the witness and leaves nothing out".to_owned(),
            1 => format!("the article leaves out 1 passage of the witness, {n_chars} characters"),
            _ => format!(
                "the article leaves out {n_passages} passages of the witness, {n_chars} characters"
            ),
        };
    /// An image that is not in the edition.
    MissingImage {
        /// The path as written.
        target: String,
    } = Warning "missing-image"
        says format!("there is no image `{}`", short(target)),
        help "put it into the folder of the text";
    /// A link to a file or fragment that is not in the edition.
    DeadLink {
        /// The target as written.
        target: String,
        /// The target that was probably meant.
        suggestion: Option<String>,
        /// Whether what it leads to is there, and a draft.
        is_draft: bool,
    } = Warning "dead-link"
        says if *is_draft {
            format!("the link `{}` leads to a draft: readers will find nothing there",
                short(target))
        } else {
            format!("the link `{}` leads nowhere", short(target))
        },
        help match is_draft {
            true => "publish what it leads to as well, or take the link out until then".into(),
            false => suggest(suggestion.as_ref(), || {
                "correct it, or add what it should lead to".into()
            }),
        };
    /// Raw HTML that is not printed.
    DroppedHtml {
        /// The tag's name, or what else it is.
        tag: String,
    } = Warning "dropped-html"
        says format!("raw HTML is left out: {tag}"),
        help "write it in Markdown; a few inline tags are kept";
    /// A link or image whose scheme is not allowed.
    DroppedTarget {
        /// The target as written.
        target: String,
    } = Warning "dropped-target"
        says format!("the target “{}” is left out: its scheme is not allowed", short(target)),
        help "only http, https and mailto addresses, paths and fragments can be linked";
    /// A formula that cannot be read.
    Formula {
        /// Why not.
        reason: String,
    } = Error "formula"
        says format!("the formula cannot be read: {reason}"),
        help "correct its TeX; `\\$` is a dollar sign that begins no formula";
    /// A table in a text of the form verse.
    VerseInTable = Warning "verse-in-table"
        says "a table in verse: its cells are no lines",
        help "write each line as a line of its own, and an empty line between two stanzas; a \
              table that is no verse can stay with `allow`";
    /// A line of verse that Markdown takes for something else.
    VerseMarkup {
        /// What the line begins with, or all of it.
        sign: String,
        /// What it is taken for: “a list”.
        reads: &'static str,
    } = Warning "verse-markup"
        says format!("Markdown takes `{}` for {reads}: it is no line of verse", short(sign)),
        help {
            let meant = match *reads {
                "a list" => "a list that is none can stay with `allow`",
                "a heading of the line above" => "if a heading is meant, write `## ` before it",
                _ => "if that is meant, put an empty line before and after it",
            };
            format!("write `{}` to have it as it stands; {meant}", escaped(sign))
        };
    /// The form that a text says is not that of its translation.
    TranslationForm {
        /// The form of the text.
        form: &'static str,
    } = Warning "translation-form"
        says format!("the text is of the form {form}, and this translation of it is read as prose"),
        help format!(
            "write `form: {form}` into its front matter, or `form: prose` if it is meant so"
        );
    /// The front matter has another title than the heading that the text begins with.
    OtherTitle {
        /// The title in the front matter.
        title: String,
        /// The heading.
        heading: String,
    } = Warning "other-title"
        says format!(
            "the page is headed “{}”, and lists and its tab say “{}”", short(heading), short(title)
        ),
        help "make the two agree, or leave `title` out of the front matter: the heading stands for \
              it then";
    /// A text is not of the form that it says.
    Form {
        /// The form.
        form: &'static str,
        /// What such a text has.
        wants: &'static str,
    } = Error "form"
        says format!("the text says `form: {form}` and has no {wants}"),
        help "write what the form asks for, or leave `form` out for prose";
    /// A time of a recording that is earlier than the one before it.
    EarlierTime {
        /// The time, as written.
        time: String,
        /// The one before it.
        before: String,
    } = Warning "earlier-time"
        says format!("the time {time} is earlier than {before}, which stands before it"),
        help "correct the one that is wrong";
    /// What would be a time of a recording.
    WrongTime {
        /// It, as written.
        time: String,
    } = Warning "wrong-time"
        says format!("{time} is no time: minutes and seconds go up to 59"),
        help "write `[hours:minutes:seconds]` or `[minutes:seconds]`";
    /// A recording that cannot be used.
    Media {
        /// Its address, or the path of the file.
        value: String,
        /// Why not.
        reason: &'static str,
    } = Error "media"
        says format!("the recording “{}” cannot be used: {reason}", short(value)),
        help "name a file in the folder of the article, such as `speech.mp3`, or an address that \
              begins with `https://`";
    /// Invisible characters that change the direction of text.
    BidiControl {
        /// The characters as `U+202E`.
        code_points: String,
    } = Warning "bidi-control"
        says format!("invisible direction controls: {code_points}"),
        help "they can make a text read as what it does not say: take them out, unless the text \
              was received with them";
    /// A work that nothing cites.
    UnusedSource {
        /// Its key.
        key: String,
    } = Warning "unused-source"
        says format!("nothing cites the source `{}`", short(key)),
        help "cite it, take it out, or allow it: `allow: [{ code: unused-source, reason: … }]`";
    /// A work without a title.
    SourceTitle {
        /// Its key.
        key: String,
    } = Warning "source-title"
        says format!("the source `{}` has no title", short(key)),
        help "add `title:`, or say under `allow` why there is none";
    /// A work without a date.
    SourceDate {
        /// Its key.
        key: String,
    } = Warning "source-date"
        says format!("the source `{}` has no date", short(key)),
        help "add `date:`, or say under `allow` why there is none";
    /// A work of which it is not said who published it.
    SourcePublisher {
        /// Its key.
        key: String,
    } = Warning "source-publisher"
        says format!("the source `{}` does not say who published it", short(key)),
        help "add `publisher:`, or a `parent:` with a title, or say under `allow` why there is \
              none";
    /// A fact check that rests on one source.
    SingleSource = Warning "single-source"
        says "the fact check rests on one source",
        help "find a second, or say under `allow` why one is enough";
    /// Something that rests on sources of low quality alone.
    LowQuality = Warning "low-quality"
        says "it rests on sources of low quality alone",
        help "find a better source, or say under `allow` why there is none";
    /// Sources that are said to agree or disagree, without their words.
    StanceQuote {
        /// Their keys, joined by commas.
        keys: String,
    } = Warning "stance-quote"
        says format!("what supports or contradicts the passage is not quoted: {keys}"),
        help "add `quote:` with the words of each that say so, call its stance `context`, or say \
              under `allow` why there are none";
    /// A rating that asks for more than was read.
    ReadInPart {
        /// Its label.
        rating: String,
        /// How far its sources were read at most.
        read: &'static str,
        /// How far one must have been read.
        needed: &'static str,
    } = Warning "read-in-part"
        says format!("it is rated “{rating}”, but no source on it was read further than `{read}`"),
        help format!(
            "find one that was read as far as `{needed}`, choose a milder rating, or say under \
             `allow` why it may stand; what a rating asks for is its `read:` in edition.yaml"
        );
    /// A claim too long to be read at a glance.
    LongClaim {
        /// Its length in characters.
        n_chars: usize,
    } = Warning "long-claim"
        says format!("the claim has {n_chars} characters, more than {MAX_CLAIM}"),
        help "say it in fewer words";
    /// A term that no article uses.
    UnusedTerm {
        /// The headword.
        term: String,
    } = Warning "unused-term"
        says format!("no article uses the term “{}”", short(term)),
        help "add a name that the articles use to its `aliases`, or a gloss to a passage";
    /// A date that is still to come.
    FutureDate {
        /// The date.
        date: String,
    } = Warning "future-date"
        says format!("{date} is still to come");
    /// An edition of more articles than get a search.
    NoSearch {
        /// How many it has.
        n_articles: usize,
        /// How many it may have.
        limit: usize,
    } = Warning "no-search"
        says format!("no search: more articles ({n_articles}) than the limit ({limit})"),
        help "index the site with Pagefind, for which its pages are marked: `npx pagefind --site \
              public`, and say `search: false`; or raise the limit: \
              `search: { max_articles: … }`";
    /// A site of more files than its host may take: 20,000, or what `limits.files` says.
    ManyFiles {
        /// How many it has.
        n_files: usize,
        /// How many it may have.
        limit: usize,
    } = Info "many-files"
        says format!("the site has {n_files} files, and hosts may take no more than {limit}"),
        help "Cloudflare Pages takes 20,000 on its free plan; `formats: [web-annotation]` and \
              `check_pages: false` leave files out, object stores do not count them; say how \
              many your host takes: `limits: { files: … }`";
    /// A theme that is not there.
    MissingTheme {
        /// Its name.
        name: String,
        /// The theme that was probably meant.
        suggestion: Option<String>,
    } = Error "missing-theme"
        says format!("there is no theme “{}”", short(name)),
        help if let Some(meant) = suggestion {
            format!("did you mean `{meant}`?")
        } else if name.contains(['/', '\\']) {
            "a theme's name is that of a folder in themes/".to_owned()
        } else {
            format!("make themes/{name}/, or use the built-in theme `folio`")
        };
    /// A message of a catalogue is not written as Project Fluent has it.
    Catalogue {
        /// What was expected.
        message: String,
    } = Error "catalogue"
        says format!("this message cannot be read: {message}"),
        help "see https://projectfluent.org/fluent/guide/ for how messages are written";
    /// A message asks for a value that it is not given.
    CatalogueValue {
        /// The key of the message.
        key: String,
        /// The name of the value.
        name: String,
        /// The names of those that it is given.
        known: String,
    } = Error "catalogue-value"
        says format!("`{key}` asks for `${name}`, which it is not given"),
        help if known.is_empty() {
            "it is given no values".to_owned()
        } else {
            format!("it may ask for {known}")
        };
    /// There is no catalogue of the edition's language.
    NoCatalogue {
        /// The language.
        language: String,
    } = Warning "no-catalogue"
        says format!("the words of the theme are not there in `{language}`; readers get English"),
        help format!("translate the theme's `locales/en.ftl` as `content/locales/{language}.ftl`");
    /// Themes that extend each other.
    ThemeCircle {
        /// Their names, joined by arrows.
        chain: String,
    } = Error "theme-circle"
        says format!("themes extend each other: {chain}");
    /// A template that cannot be read or rendered.
    Template {
        /// What the template engine says.
        message: String,
    } = Error "template"
        says message;
    /// What was found in one file besides what is told.
    More {
        /// How much.
        n: usize,
    } = Warning "more"
        says match n {
            1 => "1 more problem of this file is not told".to_owned(),
            _ => format!("{n} more problems of this file are not told"),
        },
        help "mend what is told: much of the rest may be the same";
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
                | Self::OtherText { .. }
                | Self::Reversed { .. }
        )
    }
}

/// Returns where a key belongs that stands one level too high in an annotation.
fn belongs_within(of: &str, key: &str) -> Option<&'static str> {
    if of != "annotation" {
        return None;
    }
    Some(match key {
        "occurrence" => "it belongs within `quote`: `quote: { exact: …, occurrence: 2 }`",
        "prefix" => "it belongs within `quote`: `quote: { exact: …, prefix: … }`",
        "suffix" => "it belongs within `quote`: `quote: { exact: …, suffix: … }`",
        "in" => "it belongs within `quote`: `quote: { in: …, exact: … }`",
        "exact" => "it belongs within `quote`: `quote: { exact: … }`",
        "from" | "to" => "it belongs within `quote`: `quote: { from: …, to: … }`",
        "line" | "lines" | "paragraph" => "a passage is not found by its number: `quote` its words",
        "figure" | "footnote" => "it belongs within `on`, which stands instead of `quote`",
        "ref" | "at" | "stance" => {
            "it belongs within an entry of `sources`: `sources: [{ ref: …, at: …, stance: … }]`"
        }
        _ => return None,
    })
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

/// Returns what a line begins with, so that Markdown leaves it alone.
fn escaped(sign: &str) -> String {
    match sign.strip_suffix(['.', ')']) {
        Some(number) if !number.is_empty() => {
            format!("{number}\\{}", &sign[number.len()..])
        }
        _ => format!("\\{sign}"),
    }
}

/// Returns the id that is nearest to a text that is none; nothing if it has no Latin letters.
fn valid_id(id: &str) -> String {
    const MAX: usize = 60;
    let is_mark = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    let plain: String = id.nfkd().filter(|c| !is_mark(c)).take(MAX).collect();
    let plain = plain.to_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

fn where_to_add(of: &str) -> &'static str {
    match of {
        "source" => "add it to sources.yaml",
        "term" => "add it to glossary.yaml",
        "citation style" => "name one such as `chicago-author-date`, or the path of a .csl file",
        "page" => {
            "name a list (fact-checks, notes, timeline, glossary, sources) or a file of pages/"
        }
        "translation" => "add the translation beside the text, as index.LANGUAGE.md",
        "annotation" => "name an article and an annotation of it, as in `my-article/my-note`",
        "theme option" => "add it to `options` in the theme's theme.yaml",
        "template of a plain page" => "name `page.html`, or one of the theme's own that extends it",
        "template" => "put it into the `templates/` of the theme, and name it by its path there",
        "article" => "name the folder of an article",
        "code" => "the code of a message stands in brackets at its head",
        _ => "add it to edition.yaml",
    }
}

fn describe_hits(hits: &[Hit], n_matches: usize) -> String {
    let way = |(index, hit): (usize, &Hit)| match &hit.prefix {
        Some(prefix) => format!("`prefix: {}`", in_yaml(prefix)),
        None => format!("`occurrence: {}`", index + 1),
    };
    list_hits(hits, n_matches, way)
}

/// Says with which words a long passage would begin that could begin in several places.
fn describe_beginnings(exact: &str, hits: &[Hit], n_matches: usize) -> String {
    let exact = exact.split_whitespace().collect::<Vec<_>>().join(" ");
    list_hits(hits, n_matches, |(_, hit)| match &hit.prefix {
        Some(prefix) => format!("`from: {}`", in_yaml(&format!("{prefix} {exact}"))),
        None => "the words before it decide nothing, add those that follow".to_owned(),
    })
}

/// Returns a text as YAML reads it.
fn in_yaml(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// Names places, each with its way out.
fn list_hits(hits: &[Hit], n_matches: usize, way: impl Fn((usize, &Hit)) -> String) -> String {
    let place = |one: (usize, &Hit)| format!("{}: {}", one.1.place(), way(one));
    let mut told: Vec<String> = hits.iter().enumerate().map(place).collect();
    if n_matches > hits.len() {
        told.push(format!("and {} more", n_matches - hits.len()));
    }
    told.join("; ")
}

/// Cuts long quotations for messages, at 120 characters (chosen by eye).
fn short(text: &str) -> String {
    const MAX: usize = 120;
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(MAX) {
        Some((at, _)) => format!("{}…", &folded[..at]),
        None => folded,
    }
}
