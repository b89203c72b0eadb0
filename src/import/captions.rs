//! Captions: the cues of a file in SubRip (SRT) or WebVTT (W3C), each with its time and
//! its lines.
//!
//! Both formats are a page long, and files are written by hand and by very many programs:
//! whatever can be told apart is read, and what cannot is told with its place.

use html5ever::tokenizer::{Token, TokenSinkResult};
use memchr::memchr;

use super::notice::About;
use crate::text::html::tokenize;

/// What a file of captions says.
#[derive(Debug, Default)]
pub(super) struct Captions {
    /// What WebVTT says in its first line.
    pub(super) title: Option<String>,
    /// The language that WebVTT says it is in.
    pub(super) language: Option<String>,
    pub(super) cues: Vec<Cue>,
    /// What is to be said of single lines.
    pub(super) notices: Vec<About>,
}

/// What is shown at once.
#[derive(Debug)]
pub(super) struct Cue {
    /// When it begins, in milliseconds.
    pub(super) start: u64,
    /// When it ends; not before it begins.
    pub(super) end: u64,
    pub(super) lines: Vec<Line>,
}

/// A line without markup, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The name of who speaks, where a voice span gives it.
    pub(super) voice: Option<String>,
    pub(super) text: String,
}

/// One of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Srt,
    WebVtt,
}

impl Dialect {
    /// Returns the format that a text begins as.
    pub(super) fn of(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("WEBVTT")
            && (rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
        {
            return Some(Self::WebVtt);
        }
        let mut lines = text.split(['\n', '\r']).filter(|line| !line.is_empty());
        let is_number = |line: &&str| line.trim().bytes().all(|byte| byte.is_ascii_digit());
        let times = lines.find(|line| !is_number(line)).and_then(times)?;
        milliseconds(times.0.trim()).map(|_| Self::Srt)
    }
}

/// Reads captions. A cue without text is none; whatever else is left out is told.
pub(super) fn captions(dialect: Dialect, text: &str) -> Captions {
    let unified = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = unified.split('\n').collect();
    let found = Captions::default();
    let mut reader = Reader { dialect, lines: &lines, place: Place::Outside, found };
    for index in 0..lines.len() {
        reader.line(index);
    }
    reader.close();
    reader.found
}

struct Reader<'t> {
    dialect: Dialect,
    lines: &'t [&'t str],
    place: Place,
    found: Captions,
}

/// Where a line stands.
enum Place {
    /// In no cue.
    Outside,
    /// Among the first lines of WebVTT.
    Header,
    /// In a comment, a style, or a cue whose time cannot be read.
    PassedOver,
    /// In a cue, after this text.
    Cue { start: u64, end: u64, text: String },
}

impl Reader<'_> {
    fn line(&mut self, index: usize) {
        let line = self.lines[index];
        let is_first = index == 0 || self.is_blank(self.lines[index - 1]);
        if self.is_blank(line) {
            // SubRip is parted by its times: texts with an empty line in them occur.
            if self.dialect == Dialect::WebVtt {
                self.close();
            }
            return;
        }
        if let Some((start, end)) = times(line) {
            self.close();
            return self.begin(index + 1, start, end);
        }
        let is_web_vtt = self.dialect == Dialect::WebVtt;
        if self.is_name(index, is_first) || is_web_vtt && is_first && self.is_aside(index) {
            return;
        }
        match &mut self.place {
            Place::Cue { text, .. } => {
                text.push_str(line);
                text.push('\n');
            }
            Place::Header => self.header(line),
            Place::PassedOver => {}
            Place::Outside => {
                self.place = Place::PassedOver;
                self.found.notices.push(About::NoCue { line: index + 1 });
            }
        }
    }

    /// Returns whether a line parts blocks. One of spaces does not in WebVTT, where speech
    /// recognition writes it above its first line.
    fn is_blank(&self, line: &str) -> bool {
        match self.dialect {
            Dialect::Srt => line.trim().is_empty(),
            Dialect::WebVtt => line.is_empty(),
        }
    }

    /// Returns whether a line is the number or the name of the cue whose times are next.
    fn is_name(&self, index: usize, is_first: bool) -> bool {
        let is_number = self.lines[index].trim().bytes().all(|byte| byte.is_ascii_digit());
        let next = self.lines.get(index + 1).copied().unwrap_or_default();
        match times(next) {
            Some(_) => is_number || self.dialect == Dialect::WebVtt && is_first && index > 0,
            // The last number is often followed by nothing.
            None => is_number && is_first && self.is_blank(next) && self.dialect == Dialect::Srt,
        }
    }

    /// Enters what of WebVTT is no cue and no text, if a block begins as that does.
    fn is_aside(&mut self, index: usize) -> bool {
        let line = self.lines[index];
        let word = line.split([' ', '\t']).next().unwrap_or_default();
        self.place = match word {
            "WEBVTT" if index == 0 => {
                let title = line[word.len()..].trim_matches(['-', '–', ' ', '\t']);
                self.found.title = Some(title.to_owned()).filter(|title| !title.is_empty());
                Place::Header
            }
            "NOTE" | "STYLE" | "REGION" => Place::PassedOver,
            _ => return false,
        };
        true
    }

    /// Reads one of the lines below `WEBVTT`.
    fn header(&mut self, line: &str) {
        let field = line.split_once(':').map(|(name, value)| (name.trim(), value.trim()));
        if let Some(("Language", language)) = field {
            self.found.language = Some(language.to_owned());
        }
    }

    /// Begins a cue with what stands on both sides of the arrow.
    fn begin(&mut self, line: usize, start: &str, end: &str) {
        let indent = start.chars().take_while(|c| c.is_whitespace()).count();
        let Some(start_time) = milliseconds(start.trim()) else {
            self.found.notices.push(About::NoTime { line, column: indent + 1 });
            self.place = Place::PassedOver;
            return;
        };
        let end_time = end.split_whitespace().next().and_then(milliseconds);
        let column = start.chars().count() + "-->".len() + 1;
        match end_time {
            None => self.found.notices.push(About::NoEnd { line, column }),
            Some(end) if end < start_time => {
                self.found.notices.push(About::Backwards { line, column });
            }
            _ => {}
        }
        if self.found.cues.last().is_some_and(|before| start_time < before.start) {
            self.found.notices.push(About::Backwards { line, column: indent + 1 });
        }
        let end = end_time.unwrap_or_default().max(start_time);
        self.place = Place::Cue { start: start_time, end, text: String::new() };
    }

    /// Ends what is open.
    fn close(&mut self) {
        if let Place::Cue { start, end, text } = std::mem::replace(&mut self.place, Place::Outside)
        {
            let lines = lines(self.dialect, &text);
            if !lines.is_empty() {
                self.found.cues.push(Cue { start, end, lines });
            }
        }
    }
}

/// Returns both sides of the line that gives the times of a cue, if this is meant as one.
fn times(line: &str) -> Option<(&str, &str)> {
    let (start, end) = line.split_once("-->")?;
    let first = start.trim_start().bytes().next();
    first.is_none_or(|byte| byte.is_ascii_digit()).then_some((start, end))
}

/// Reads `00:01:02,345`, `01:02.345` or `1:02`.
fn milliseconds(text: &str) -> Option<u64> {
    let number = |digits: &str| {
        let is_number =
            (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| digits.parse::<u64>().ok()).flatten()
    };
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut parts = clock.rsplit(':');
    let [seconds, minutes] = [parts.next()?, parts.next()?].map(number);
    let hours = parts.next().map_or(Some(0), number)?;
    let (minutes, seconds) = (minutes?, seconds?);
    if minutes > 59 || seconds > 59 || parts.next().is_some() {
        return None;
    }
    number(fraction)?;
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + number(&thousandths)?)
}

/// Tags of SubRip; with others a text may well begin that is none.
const SRT_TAGS: [&str; 9] = ["b", "br", "c", "em", "font", "i", "s", "strong", "u"];

/// Tags and directions are no longer than this, so that texts full of `<` take no time.
const MAX_TAG: usize = 256;

/// Returns the lines of a cue's text without its markup: `<i>`, `{\an8}`, `<v Name>`.
fn lines(dialect: Dialect, text: &str) -> Vec<Line> {
    let mut lines = Lines::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{', '\n']) {
        lines.text.push_str(&rest[..at]);
        let from_here = &rest[at..];
        let tag = match from_here.as_bytes() {
            [b'<', ..] => enclosed(from_here, b'>').filter(|tag| {
                let name = tag.trim_start_matches('/').to_ascii_lowercase();
                let name = name.split([' ', '.', '/']).next().unwrap_or_default();
                dialect == Dialect::WebVtt || SRT_TAGS.contains(&name)
            }),
            // What Substation Alpha writes so has passed into both.
            [b'{', b'\\', ..] => enclosed(from_here, b'}'),
            _ => None,
        };
        match tag {
            Some(tag) => {
                lines.tag(tag);
                rest = &from_here[tag.len() + 2..];
            }
            None if from_here.starts_with('\n') => {
                lines.end();
                rest = &from_here[1..];
            }
            None => {
                lines.text.push_str(&from_here[..1]);
                rest = &from_here[1..];
            }
        }
    }
    lines.text.push_str(rest);
    lines.end();
    lines.all
}

/// Returns what stands between the first byte of a text and the next one of these, unless
/// that is far.
pub(super) fn enclosed(text: &str, end: u8) -> Option<&str> {
    let near = &text.as_bytes()[..text.len().min(MAX_TAG)];
    memchr(end, near).map(|at| &text[1..at])
}

#[derive(Default)]
struct Lines {
    all: Vec<Line>,
    voice: Option<String>,
    text: String,
}

impl Lines {
    fn tag(&mut self, tag: &str) {
        let (head, annotation) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        match head.split('.').next().unwrap_or_default() {
            "v" => {
                self.end();
                self.voice = Some(visible(annotation)).filter(|name| !name.is_empty());
            }
            "/v" => {
                self.end();
                self.voice = None;
            }
            "br" | "br/" => self.end(),
            "rt" => self.text.push('('),
            "/rt" => self.text.push(')'),
            _ => {}
        }
    }

    fn end(&mut self) {
        let text = visible(&std::mem::take(&mut self.text));
        if !text.is_empty() {
            self.all.push(Line { voice: self.voice.clone(), text });
        }
    }
}

/// Returns a text as it shows: entities resolved, white space as one space, and without
/// what tells a player which way to show a line, which a page does by its language.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.contains('&') {
        // `<` is no markup any more.
        tokenize(&text.replace('<', "&lt;"), |token| {
            if let Token::CharacterTokens(text) = token {
                out.push_str(&text);
            }
            TokenSinkResult::Continue
        });
    } else {
        out.push_str(text);
    }
    out.retain(
        |c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\0'),
    );
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}') || c.is_whitespace();
    out.trim_matches(is_mark).split_whitespace().collect::<Vec<_>>().join(" ")
}
