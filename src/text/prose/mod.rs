//! An article's prose: its visible text, and where each piece of it comes from.
//!
//! [`read`] turns Markdown into two things that know each other: a flat stream
//! of [`Item`]s, from which HTML is woven, and the [`Prose`], in which passages
//! are found. Text, code and the TeX of formulas are prose; a break is one space, a block boundary
//! is `\n`. Footnotes, raw HTML tags and alternative texts are not prose; they
//! are kept beside it, so that a quote that points there can be told why it
//! finds nothing.

mod enumerator;
mod html;
mod locus;
mod markdown;
mod moment;
mod provisions;
mod reader;
mod spot;
mod turns;
mod verse;

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use pulldown_cmark::{Alignment, CowStr};

use crate::text::form::Form;

pub use locus::{Locator, LocatorRange, Locus};
pub use markdown::{ParserPanic, events, read, read_with};
pub use moment::Moment;
pub use spot::{FigureSpot, Spot, SpotKind, Spots};
pub use verse::MAX_INDENT;

/// A passage of an article's prose, in bytes of [`Prose::text`].
pub type ProseRange = Range<usize>;

/// The visible text of an article.
#[derive(Debug, Default, Clone)]
pub struct Prose {
    /// All blocks, joined by `\n`.
    pub text: String,
    /// The blocks, in order; a block that is interrupted by another stands twice.
    pub blocks: Vec<Block>,
    /// Where they stand, as readers cite it, by their numbers.
    pub loci: Vec<Locus>,
    /// Where places within blocks stand that are cited by something else than their beginnings,
    /// each from a byte on.
    pub later: Vec<(usize, Locus)>,
    /// Visible and invisible text that is not prose.
    pub outside: Vec<(Outside, String)>,
    pieces: Vec<Piece>,
}

/// One stretch of prose within one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The number of the element, from 1.
    pub number: usize,
    /// Its bytes in the prose.
    pub range: ProseRange,
    /// Which top-level element of the article holds it, from 0.
    pub row: usize,
    /// Whether it is a heading: a new section begins.
    pub is_heading: bool,
}

/// What text outside the prose is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// The definition of a footnote.
    Footnote,
    /// The alternative text of an image.
    AlternativeText,
    /// A raw HTML tag, or what was dropped with it.
    RawHtml,
    /// What stands above the text; whoever splits the file adds it.
    FrontMatter,
}

/// A run of prose that comes from one run of the source.
#[derive(Debug, Clone, Copy)]
struct Piece {
    prose: usize,
    source: usize,
}

impl Prose {
    /// Returns the byte of the source from which a byte of the prose comes.
    ///
    /// Exact for plain text; within a run with escapes or entities it is as
    /// near as the run's start.
    #[must_use]
    pub fn source_of(&self, at: usize) -> usize {
        self.piece_at(at).map_or(0, |(prose, source)| source + (at - prose))
    }

    /// Returns where the run that holds a byte of the prose begins: in the prose, and in
    /// the source.
    #[must_use]
    pub fn piece_at(&self, at: usize) -> Option<(usize, usize)> {
        let after = self.pieces.partition_point(|piece| piece.prose <= at);
        let piece = self.pieces[after.checked_sub(1)?];
        Some((piece.prose, piece.source))
    }

    /// Returns the text of a block by its number, up to what interrupts it.
    #[must_use]
    pub fn block_text(&self, number: usize) -> &str {
        // Blocks that are interrupted stand twice, so the index may be larger.
        let later = self.blocks.get(number.saturating_sub(1)..).unwrap_or_default();
        let block = later.iter().find(|block| block.number == number);
        block.map_or("", |block| &self.text[block.range.clone()])
    }

    /// Returns the index of the block that holds a byte, or of the one before it.
    #[must_use]
    pub fn block_at(&self, at: usize) -> usize {
        self.blocks.partition_point(|block| block.range.start <= at).saturating_sub(1)
    }

    /// Returns where a byte stands, as readers cite it; `None` only without any prose.
    #[must_use]
    pub fn locus_at(&self, at: usize) -> Option<&Locus> {
        let block = self.blocks.get(self.block_at(at))?;
        let n_before = self.later.partition_point(|(from, _)| *from <= at);
        let last = n_before.checked_sub(1).map(|index| &self.later[index]);
        let within = last.filter(|(from, _)| *from >= block.range.start);
        within.map(|(_, locus)| locus).or_else(|| self.locus_of(block.number))
    }

    /// Returns the number of the line of verse that holds a byte; `None` if that is none.
    #[must_use]
    pub fn verse_at(&self, at: usize) -> Option<usize> {
        match self.locus_at(at)?.locator {
            Locator::Line(number) => Some(number),
            _ => None,
        }
    }

    /// Returns what readers cite a passage by; `None` only without any prose.
    #[must_use]
    pub fn locators(&self, passage: &ProseRange) -> Option<LocatorRange> {
        let last = passage.end.saturating_sub(1).max(passage.start);
        let (start, end) = (self.locus_at(passage.start)?, self.locus_at(last)?);
        Some(LocatorRange::new(&start.locator, &end.locator))
    }

    /// Returns a passage as readers quote it: in verse with a slash at the ends of lines, and
    /// two at those of stanzas.
    #[must_use]
    pub fn quoted(&self, range: &ProseRange) -> Cow<'_, str> {
        verse::with_line_ends(self, range)
    }

    /// Returns where a block stands, by its number.
    #[must_use]
    pub fn locus_of(&self, number: usize) -> Option<&Locus> {
        self.loci.get(number.checked_sub(1)?)
    }
}

/// An article's Markdown, read.
#[derive(Debug)]
pub struct Markup<'s> {
    /// The text without its footnotes.
    pub items: Vec<Item<'s>>,
    /// The footnotes in the order of their numbers.
    pub footnotes: Vec<Footnote<'s>>,
    /// The visible text.
    pub prose: Prose,
    /// By the numbers of blocks, fragments that they have beside their own: of a paragraph that
    /// begins with `(1)(a)` that of `(1)`.
    pub aliases: BTreeMap<usize, Vec<String>>,
    /// What had to be left out or looks wrong, with its place in the source.
    pub findings: Vec<(Finding, Range<usize>)>,
}

/// A heading that is not the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading<'m> {
    /// 1–6.
    pub level: u8,
    /// Its fragment, without what those of its text end with.
    pub fragment: &'m str,
    /// Its visible text.
    pub text: &'m str,
}

impl Markup<'_> {
    /// Returns the fragment of an element that is a block, a heading or a line, without what
    /// those of its text end with.
    #[must_use]
    pub fn fragment<'m>(&'m self, element: &'m Element<'_>) -> Option<Cow<'m, str>> {
        match (&element.kind, element.block) {
            (ElementKind::Line { number, .. }, _) => Some(verse::fragment((*number)?).into()),
            // Its first line has the fragment.
            (ElementKind::Stanza, _) => None,
            (_, Some(number)) => Some((&*self.prose.locus_of(number)?.fragment).into()),
            (ElementKind::Heading { slug, .. }, _) => Some(locus::heading_fragment(slug).into()),
            _ => None,
        }
    }

    /// Returns what other fragments a block has.
    #[must_use]
    pub fn aliases(&self, element: &Element<'_>) -> &[String] {
        element.block.and_then(|number| self.aliases.get(&number)).map_or(&[], Vec::as_slice)
    }

    /// Returns the visible text of the heading of level 1 that the text begins with.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        match self.items.first()? {
            Item::Start(Element { kind: ElementKind::Heading { level: 1, .. }, block }) => {
                Some(self.prose.block_text((*block)?))
            }
            _ => None,
        }
    }

    /// Returns the headings but for the title, in order.
    pub fn headings(&self) -> impl Iterator<Item = Heading<'_>> {
        let n_title = usize::from(self.title().is_some());
        self.items.iter().skip(n_title).filter_map(|item| match item {
            Item::Start(Element { kind: ElementKind::Heading { level, .. }, block }) => {
                let (number, level) = ((*block)?, *level);
                let fragment = &self.prose.locus_of(number)?.fragment;
                Some(Heading { level, fragment, text: self.prose.block_text(number) })
            }
            _ => None,
        })
    }
}

/// Something worth a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Raw HTML that is not printed; the tag's name.
    DroppedHtml(String),
    /// A link or image whose scheme is not allowed.
    DroppedTarget(String),
    /// The id of a heading that another has.
    DuplicateId(String),
    /// A formula that cannot be read, and why.
    Formula(String),
    /// A table in a text of the form verse.
    VerseInTable,
    /// A line of a text of the form verse that Markdown takes for something else.
    VerseMarkup {
        /// What the line begins with, or all of it.
        sign: String,
        /// What it is taken for: “a list”.
        reads: &'static str,
    },
    /// A text of the form verse has no line.
    NoLines,
    /// A text of a form that has turns has none.
    NoTurns(Form),
    /// A time, as written, is earlier than the one before it.
    EarlierTime {
        /// The time.
        time: String,
        /// The one before it.
        before: String,
        /// Where that one stands in the source.
        source: Range<usize>,
    },
    /// What would be a time, as written, if it had less minutes or seconds.
    WrongTime(String),
    /// A law without provisions.
    NoProvisions,
    /// A provision that has begun before.
    RepeatedProvision {
        /// What it is cited by.
        label: String,
        /// Where it began first, in the source.
        first: Range<usize>,
    },
}

/// One footnote of the article itself.
#[derive(Debug, Default)]
pub struct Footnote<'s> {
    /// How often it is referred to.
    pub n_references: usize,
    /// What it says.
    pub items: Vec<Item<'s>>,
}

/// One step of the article's markup.
#[derive(Debug, Clone)]
pub enum Item<'s> {
    /// An element begins.
    Start(Element<'s>),
    /// The innermost open element ends.
    End,
    /// Visible text.
    Text(Run<'s>),
    /// Visible text in the code font.
    Code(Run<'s>),
    /// A formula.
    Formula {
        /// Its source, between the dollar signs.
        tex: Run<'s>,
        /// What is shown of it.
        mathml: String,
    },
    /// A line break; `at` as in [`Run`].
    Break {
        /// Whether it shows.
        is_hard: bool,
        /// Where its space stands in the prose.
        at: Option<usize>,
    },
    /// An image; `src` is empty if its scheme is not allowed.
    Image {
        /// The target as written.
        src: CowStr<'s>,
        /// The alternative text.
        alt: String,
        /// The title.
        title: CowStr<'s>,
        /// Its place in the source, in bytes.
        source: Range<usize>,
    },
    /// A reference to a footnote.
    FootnoteReference {
        /// The footnote's index.
        index: usize,
        /// Which of its references this is, from 1.
        nth: usize,
    },
    /// A thematic break.
    Rule,
    /// An opportunity to break a word.
    WordBreak,
}

/// A run of text.
#[derive(Debug, Clone)]
pub struct Run<'s> {
    /// The text.
    pub text: CowStr<'s>,
    /// Where it stands in the prose, in bytes; `None` if it is not prose.
    pub at: Option<usize>,
}

/// An element of an article, with the number of its block if it holds prose.
#[derive(Debug, Clone)]
pub struct Element<'s> {
    /// Its kind.
    pub kind: ElementKind<'s>,
    /// The number of its block, from 1.
    pub block: Option<usize>,
}

/// The kinds of element.
#[derive(Debug, Clone)]
pub enum ElementKind<'s> {
    /// `p`
    Paragraph,
    /// `h1`–`h6`
    Heading {
        /// 1–6.
        level: u8,
        /// The unique fragment, without its prefix `h-`.
        slug: String,
        /// Whether the text says so, by `{#id}` at the heading's end.
        is_given: bool,
    },
    /// `blockquote`
    BlockQuote,
    /// `pre > code`
    CodeBlock {
        /// The first word of the info string, if any.
        language: Option<CowStr<'s>>,
    },
    /// `ul` or `ol`
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
    },
    /// `li`
    ListItem {
        /// Its number as a numbered list of a law has it: `3.` or `3)`.
        marker: Option<String>,
    },
    /// `table`
    Table,
    /// `thead > tr`
    TableHead,
    /// `tr`; the first one of the body opens it.
    TableRow {
        /// Whether it is the first row of the body.
        is_first: bool,
    },
    /// `th` or `td`
    TableCell {
        /// In the head?
        is_header: bool,
        /// How its text is set.
        alignment: Alignment,
    },
    /// `em`
    Emphasis,
    /// `strong`
    Strong,
    /// `del`
    Strikethrough,
    /// `a`; the target is empty if its scheme is not allowed.
    Link {
        /// The target as written.
        target: CowStr<'s>,
        /// The title.
        title: CowStr<'s>,
        /// Its place in the source, in bytes.
        source: Range<usize>,
    },
    /// Raw HTML that is kept.
    Html {
        /// The tag's name, from the allowlist.
        name: &'static str,
        /// `lang`, `dir`, `title`.
        attributes: Vec<(&'static str, String)>,
    },
    /// `p`: lines of verse.
    Stanza,
    /// A line of verse.
    Line {
        /// Its number in the text, from 1; `None` if it has no words.
        number: Option<usize>,
        /// How many columns it is indented by.
        indent: usize,
        /// Whether it is the first of its stanza.
        is_first: bool,
    },
    /// The name that begins a turn.
    Speaker,
    /// What happens beside what is said, in brackets.
    Direction,
    /// A time of the recording, in brackets.
    Time {
        /// The time.
        moment: Moment,
    },
}

impl ElementKind<'_> {
    /// Returns whether this element, if it is the innermost one, holds prose as a block.
    fn holds_prose(&self) -> bool {
        match self {
            Self::Paragraph
            | Self::Heading { .. }
            | Self::CodeBlock { .. }
            | Self::ListItem { .. }
            | Self::TableCell { .. }
            | Self::Stanza => true,
            Self::Html { name, .. } => matches!(*name, "summary" | "figcaption"),
            _ => false,
        }
    }
}
