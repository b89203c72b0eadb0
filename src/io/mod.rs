//! The two ends of the pipeline: what input files are, where output goes.
//!
//! [`Input`] lists the files of an edition and hands out their bytes;
//! [`Output`] takes finished files. On the command line both are folders (see
//! `disk`), in the preview and in tests both are memory ([`MemoryInput`],
//! [`MemoryOutput`]). Nothing else in the core knows where a file lies.

pub mod address;
pub mod feedback;
pub mod text_fragment;

use std::{
    collections::BTreeMap,
    io,
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// A part of an input file, in bytes of its text (a byte order mark counts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// Returns the span of `range`.
    #[must_use]
    pub fn new(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A place in a text as people count it: from 1, columns in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in code points; a byte order mark is not counted.
    pub column: usize,
}

/// An input file whose bytes are text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path below the edition's root, with `/`.
    pub path: Arc<str>,
    /// The whole text, a byte order mark included; it stays as it is.
    pub text: String,
    /// Made when a place in the text is first asked for.
    lines: OnceLock<Lines>,
}

/// U+FEFF at the start of a file, which some editors write.
const BYTE_ORDER_MARK: char = '\u{feff}';

impl SourceFile {
    /// Takes the text of the file at a path.
    pub fn new(path: impl Into<Arc<str>>, text: String) -> Self {
        Self { path: path.into(), text, lines: OnceLock::new() }
    }

    /// Returns where the text begins, in bytes: after a byte order mark.
    #[must_use]
    pub fn start(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }

    /// Returns the text without a byte order mark; offsets are less by [`Self::start`].
    #[must_use]
    pub fn body(&self) -> &str {
        &self.text[self.start()..]
    }

    /// Returns line and column of a byte; one past the end gives the end's.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> LineColumn {
        let byte = self.text.floor_char_boundary(byte.max(self.start()));
        let lines = self.lines();
        let line = lines.starts.partition_point(|start| *start <= byte).max(1);
        let n_before = |byte| lines.code_points.count(&self.text, byte);
        LineColumn { line, column: n_before(byte) - n_before(lines.starts[line - 1]) + 1 }
    }

    /// Returns the byte at which a line begins (lines from 1), or the end of the text.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        let starts = &self.lines().starts;
        starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// Returns a line (from 1) without its line break.
    #[must_use]
    pub fn line(&self, line: usize) -> &str {
        let whole = &self.text[self.line_start(line)..self.line_start(line + 1)];
        whole.strip_suffix('\n').unwrap_or(whole)
    }

    /// Returns the byte at a line and column (both from 1), kept within that line.
    #[must_use]
    pub fn byte_at(&self, place: LineColumn) -> usize {
        let line = self.line(place.line);
        let within = line.char_indices().nth(place.column.saturating_sub(1));
        self.line_start(place.line) + within.map_or(line.len(), |(at, _)| at)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text, self.start()))
    }
}

/// Where the lines of a text begin, so that no place is counted from the start of a file.
#[derive(Debug, Clone)]
struct Lines {
    starts: Vec<usize>,
    code_points: CodePoints,
}

impl Lines {
    /// Takes a text that begins at `start`.
    fn new(text: &str, start: usize) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(start).chain(breaks).collect();
        Self { starts, code_points: CodePoints::new(text) }
    }
}

/// Turns bytes of a text into code points and back, without counting from its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodePoints {
    /// How many begin before each stretch of [`STRETCH`] bytes.
    before: Vec<usize>,
}

const STRETCH: usize = 256;

impl CodePoints {
    /// Counts the code points of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let counts = text.as_bytes().chunks(STRETCH).scan(0, |before, stretch| {
            let n_before = *before;
            *before += count(stretch);
            Some(n_before)
        });
        Self { before: counts.collect() }
    }

    /// Returns how many code points of the text begin before a byte.
    #[must_use]
    pub fn count(&self, text: &str, byte: usize) -> usize {
        let stretch = (byte / STRETCH).min(self.before.len().saturating_sub(1));
        let before = self.before.get(stretch).copied().unwrap_or_default();
        before + count(&text.as_bytes()[stretch * STRETCH..byte])
    }

    /// Returns the byte at which the code point with an index begins, or the text ends;
    /// `None` if the text is shorter.
    #[must_use]
    pub fn byte(&self, text: &str, index: usize) -> Option<usize> {
        let stretch = self.before.partition_point(|before| *before <= index).saturating_sub(1);
        let n_before = self.before.get(stretch).copied().unwrap_or_default();
        let start = stretch * STRETCH;
        // What ends the text counts as one more that begins there.
        let bytes = text.as_bytes()[start..].iter().copied().chain([0]).enumerate();
        let mut starts = bytes.filter(|(_, byte)| is_start(*byte)).map(|(at, _)| start + at);
        starts.nth(index - n_before)
    }
}

/// Counts the code points that begin in some bytes of a text.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_start(**byte)).count()
}

/// Returns whether a code point begins with a byte (UTF-8).
fn is_start(byte: u8) -> bool {
    !matches!(byte, 0x80..=0xbf)
}

/// What an input holds, in the order of the paths.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Paths below the root, with `/`, sorted.
    pub files: Vec<String>,
    /// What could not be listed.
    pub faults: Vec<Fault>,
}

impl Listing {
    /// Returns whether a path is listed.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.binary_search_by(|listed| listed.as_str().cmp(path)).is_ok()
    }
}

/// Something in an input folder that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The path below the root, with `/`.
    pub path: String,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// Why a file or folder cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A link that leads out of `content/` and `themes/`, or to a hidden file.
    LinkOutside,
    /// A link that leads to one of its own parents.
    LinkLoop,
    /// Neither a file nor a folder: a pipe, a socket, a device.
    Special,
    /// A name that is not Unicode.
    Name,
    /// The system refused; its words.
    Unreadable(String),
}

/// Where the files of an edition come from.
pub trait Input: Sync {
    /// Lists all files below `content/` and `themes/`.
    ///
    /// The same list may be handed out again and again, so it is shared.
    fn list(&self) -> Arc<Listing>;

    /// Returns the bytes of one listed file.
    ///
    /// # Errors
    ///
    /// Whatever the system says; `NotFound` if the file went away since it was listed.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Returns the bytes of one listed file, shared with the input if it holds them.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    fn share(&self, path: &str) -> io::Result<Arc<[u8]>> {
        self.read(path).map(Into::into)
    }

    /// Returns the hash of the bytes of one listed file.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    fn hash(&self, path: &str) -> io::Result<blake3::Hash> {
        self.read(path).map(|bytes| blake3::hash(&bytes))
    }
}

/// Where the files of a site go.
pub trait Output: Sync {
    /// Takes one finished file, its path relative to the site's root, with `/`.
    ///
    /// Nothing is published by this alone: the edge that owns the output decides
    /// when the whole site stands.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Takes a file as [`Self::put`] does, of whose content the hash is known.
    ///
    /// # Errors
    ///
    /// As [`Self::put`].
    fn put_hashed(&self, path: &str, bytes: &[u8], hash: &blake3::Hash) -> io::Result<()> {
        let _ = hash;
        self.put(path, bytes)
    }

    /// Takes a file as an earlier build left it, if it still has the content with this hash;
    /// returns whether it has.
    fn keep(&self, path: &str, hash: &blake3::Hash) -> bool {
        let _ = (path, hash);
        false
    }
}

/// Where builds keep what they made for later builds; what is lost there is made again.
pub trait Cache: Sync {
    /// Returns the entry of a key, whole.
    fn get(&self, key: &str) -> Option<Vec<u8>>;

    /// Keeps an entry under a key, if that is possible.
    fn put(&self, key: &str, bytes: &[u8]);
}

/// A cache that keeps nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoCache;

impl Cache for NoCache {
    fn get(&self, _key: &str) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _key: &str, _bytes: &[u8]) {}
}

/// An edition in memory: path → bytes.
#[derive(Debug, Default, Clone)]
pub struct MemoryInput {
    /// The files, by their path below the root.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Input for MemoryInput {
    fn list(&self) -> Arc<Listing> {
        let files = self.files.keys().cloned().collect();
        Arc::new(Listing { files, ..Listing::default() })
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// A site in memory.
#[derive(Debug, Default)]
pub struct MemoryOutput {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemoryOutput {
    /// Returns the files taken so far, by path.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Output for MemoryOutput {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }
}

/// An output that keeps nothing, for `check`.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoOutput;

impl Output for NoOutput {
    fn put(&self, _path: &str, _bytes: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile::new("a", text.to_owned())
    }

    #[test]
    fn columns_count_code_points_and_not_the_byte_order_mark() {
        let text = file("\u{feff}één\nzwei");
        assert_eq!(text.line_column(3), LineColumn { line: 1, column: 1 });
        assert_eq!(text.line_column(5), LineColumn { line: 1, column: 2 });
        assert_eq!(text.line_column(text.text.len()), LineColumn { line: 2, column: 5 });
    }

    #[test]
    fn a_line_and_column_lead_back_to_their_byte() {
        let text = file("één\nzwei\n");
        for byte in [0, 2, 4, 6, 8] {
            assert_eq!(text.byte_at(text.line_column(byte)), byte);
        }
        assert_eq!(text.byte_at(LineColumn { line: 1, column: 99 }), 5);
    }

    #[test]
    fn places_far_into_a_text_are_those_that_counting_gives() {
        let text = file(&("\u{feff}".to_owned() + &"é漢a\nb\n".repeat(900) + &"ö𝄞".repeat(900)));
        let start = text.start();
        for (byte, _) in text.text.char_indices().skip(1).step_by(13) {
            let before = &text.text[start..byte];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
            assert_eq!(text.line_column(byte), LineColumn { line, column });
            assert_eq!(text.byte_at(LineColumn { line, column }), byte);
            let code_points = CodePoints::new(&text.text);
            assert_eq!(code_points.count(&text.text, byte), before.chars().count() + 1);
            assert_eq!(code_points.byte(&text.text, before.chars().count() + 1), Some(byte));
        }
        let code_points = CodePoints::new("aé");
        let bytes: Vec<_> = (0..4).map(|index| code_points.byte("aé", index)).collect();
        assert_eq!(bytes, [Some(0), Some(1), Some(3), None]);
    }
}
