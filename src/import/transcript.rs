//! The text of a new article from captions: a transcript, whose turns, directions and times
//! stand in it as `**NAME:** …`, `[Applause]` and `[00:12:34]`.
//!
//! A turn begins where someone else speaks: another voice (`<v Name>`), a name in capitals
//! with a colon (`NAME: …`), or `>>` or a dash in front of a line, which say no name and are
//! written as a dash. Within a turn a paragraph begins after a pause of three seconds, after
//! a sentence where it has 500 characters, and in any case where it has 1,000. Each begins
//! with its time. Captions that roll up, as speech recognition makes them, show most lines
//! twice; they are told by that and come in once.

use icu_locale::Locale;
use serde_yaml::Mapping;
use url::Url;

use super::{
    Format,
    captions::{Captions, Cue, Dialect, Line, captions, enclosed},
    head::set,
    notice::Notice,
    page::{Page, front_matter},
};
use crate::text::markdown::escaped;

/// What is known of captions beside their file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// The name of their file.
    pub name: &'a str,
    /// What they are captions of: an address, or the path of a file.
    pub media: Option<&'a str>,
}

/// Reads captions.
///
/// # Errors
///
/// Why there is no text in them.
pub fn transcript(format: Format, text: &str, known: Known<'_>) -> Result<Page, String> {
    let dialect = if format == Format::Srt { Dialect::Srt } else { Dialect::WebVtt };
    let Captions { title, language, mut cues, notices } = captions(dialect, text);
    if cues.is_empty() {
        return Err("there are no cues in it, which begin as `00:00:01.000 --> 00:00:04.000` \
                    and have a text below"
            .to_owned());
    }
    leave_out_repeated_lines(&mut cues);
    let (stem, tag) = parts_of_name(known.name);
    let mut matter = Mapping::new();
    set(&mut matter, "title", title.as_deref().unwrap_or(stem));
    matter.insert("form".into(), "transcript".into());
    if let Some(language) = language.as_deref().or(tag) {
        set(&mut matter, "language", language);
    }
    if let Some(media) = known.media {
        set(&mut matter, "media", media);
    }
    let paragraphs: Vec<_> = paragraphs(&cues).iter().map(Paragraph::markdown).collect();
    let index = front_matter(matter, "") + &paragraphs.join("\n\n") + "\n";
    let notice = |about| Notice { number: 0, name: String::new(), about };
    Ok(Page {
        index,
        witness: None,
        files: Vec::new(),
        notices: notices.into_iter().map(notice).collect(),
    })
}

/// Returns why something cannot be what captions are of, if it cannot.
#[must_use]
pub fn media_problem(media: &str) -> Option<&'static str> {
    match Url::parse(media) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            Some("an address of a recording begins with http or https")
        }
        _ if media.trim().is_empty() => Some("it is empty"),
        // What is no address is a path.
        _ => None,
    }
}

/// Returns the title that a file's name gives, and its language: `talk.de.vtt`.
fn parts_of_name(name: &str) -> (&str, Option<&str>) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let Some((title, tag)) = stem.rsplit_once('.') else { return (stem, None) };
    let primary = tag.split('-').next().unwrap_or_default();
    let is_language = primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    // For those who do not hear it.
    if !is_language || primary == "cc" || tag.parse::<Locale>().is_err() {
        return (stem, None);
    }
    (title, Some(tag))
}

/// Takes the lines out that a cue repeats of the one before, if the captions roll up: if at
/// least three cues do so, and a quarter of all. Else a line that comes twice was said twice.
fn leave_out_repeated_lines(cues: &mut [Cue]) {
    let repeated: Vec<usize> =
        cues.windows(2).map(|pair| n_repeated(&pair[0].lines, &pair[1].lines)).collect();
    let n_rolled = repeated.iter().filter(|n_lines| **n_lines > 0).count();
    if n_rolled < 3 || n_rolled * 4 < cues.len() {
        return;
    }
    for (cue, n_lines) in cues[1..].iter_mut().zip(repeated) {
        cue.lines.drain(..n_lines);
    }
}

/// Returns how many lines at the end of one cue the next one begins with.
fn n_repeated(before: &[Line], lines: &[Line]) -> usize {
    // More than these are not shown at once, and captions of many equal lines take no time.
    const MAX_LINES: usize = 4;
    let most = before.len().min(lines.len()).min(MAX_LINES);
    (1..=most).rev().find(|n| before[before.len() - n..] == lines[..*n]).unwrap_or(0)
}

/// Who speaks, as a line tells it.
#[derive(Debug, PartialEq, Eq)]
enum Speaker<'l> {
    /// Nothing is said of it.
    Same,
    Named(&'l str),
    /// Another one, without a name.
    Other,
    /// Nobody who is named, where names are given.
    Unnamed,
}

/// Returns who speaks, and what.
fn spoken(line: &Line, has_voices: bool) -> (Speaker<'_>, &str) {
    let (is_other, text) = match without_sign(&line.text) {
        Some(rest) => (true, rest),
        None => (false, line.text.as_str()),
    };
    if let Some(voice) = &line.voice {
        return (Speaker::Named(voice), text);
    }
    match text.split_once(':').filter(|(name, rest)| is_name(name, rest)) {
        Some((name, rest)) => (Speaker::Named(name.trim_end()), rest.trim_start()),
        None if is_other => (Speaker::Other, text),
        None if has_voices && !is_direction_alone(text) => (Speaker::Unnamed, text),
        None => (Speaker::Same, text),
    }
}

/// Takes off the sign with which captions say that someone else speaks: `>>`, or a dash. A
/// longer dash says that someone goes on.
fn without_sign(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(">>") {
        return Some(rest.trim_start_matches(['>', ' ']));
    }
    let rest = text.strip_prefix(['-', '–', '‐'])?;
    let first = rest.chars().next()?;
    let is_sign =
        first == ' ' || first.is_alphabetic() || "\"“”«»„‘’¿¡[(♪…\u{200f}".contains(first);
    is_sign.then(|| rest.trim_start())
}

/// Returns whether `NAME: …` begins a turn.
fn is_name(name: &str, rest: &str) -> bool {
    const MAX_LENGTH: usize = 40;
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    name.chars().count() <= MAX_LENGTH
        && name.starts_with(char::is_uppercase)
        && letters.all(char::is_uppercase)
        && !name.contains(['!', '?', '"', '[', '('])
        && (rest.is_empty() || rest.starts_with(' '))
}

/// Returns whether a text is a direction, and nothing else: `[Applause]`.
fn is_direction_alone(text: &str) -> bool {
    text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(is_direction)
}

/// Returns whether what stands in brackets is a direction. A citation or the reference of a
/// footnote would be read as such.
fn is_direction(inner: &str) -> bool {
    inner.chars().any(char::is_alphanumeric) && !inner.contains(['[', ']', '@', '^'])
}

/// A paragraph of the transcript.
struct Paragraph<'l> {
    turn: Turn<'l>,
    /// When it begins, in milliseconds.
    start: u64,
    text: String,
    n_chars: usize,
}

/// How a paragraph begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn<'l> {
    /// It goes on with the one before.
    None,
    Named(&'l str),
    Unnamed,
}

fn paragraphs(cues: &[Cue]) -> Vec<Paragraph<'_>> {
    const PAUSE: u64 = 3_000;
    const LONG: usize = 500;
    const LONGEST: usize = 1_000;
    let has_voices = cues.iter().flat_map(|cue| &cue.lines).any(|line| line.voice.is_some());
    let mut paragraphs: Vec<Paragraph<'_>> = Vec::new();
    let (mut name, mut end, mut last_start) = (None, 0, 0);
    for cue in cues {
        let is_parted = cue.start >= end + PAUSE || cue.start < last_start;
        for (index, line) in cue.lines.iter().enumerate() {
            let (speaker, text) = spoken(line, has_voices);
            let turn = match speaker {
                Speaker::Named(new) if name != Some(new) => Turn::Named(new),
                Speaker::Other => Turn::Unnamed,
                Speaker::Unnamed if name.is_some() => Turn::Unnamed,
                _ => Turn::None,
            };
            match turn {
                Turn::Named(new) => name = Some(new),
                Turn::Unnamed => name = None,
                Turn::None => {}
            }
            let goes_on = turn == Turn::None && !(is_parted && index == 0);
            match paragraphs.last_mut().filter(|last| {
                goes_on && last.n_chars < LONGEST && !(last.n_chars >= LONG && ends(&last.text))
            }) {
                Some(last) => last.push(text),
                None => {
                    let (text, n_chars) = (text.to_owned(), text.chars().count());
                    paragraphs.push(Paragraph { turn, start: cue.start, text, n_chars });
                }
            }
        }
        (end, last_start) = (cue.end, cue.start);
    }
    paragraphs
}

/// Returns whether a sentence ends where a text does.
fn ends(text: &str) -> bool {
    let closing =
        |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '♪');
    let text = text.trim_end_matches(|c: char| closing(c) || c.is_whitespace());
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।'])
}

impl Paragraph<'_> {
    /// Adds what is said next.
    fn push(&mut self, text: &str) {
        let joins = self.text.chars().next_back().is_some_and(is_of_east_asia)
            && text.chars().next().is_some_and(is_of_east_asia);
        if !joins && !self.text.is_empty() && !text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.n_chars += text.chars().count();
    }

    fn markdown(&self) -> String {
        let seconds = self.start / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let time = format!("[{hours:02}:{minutes:02}:{seconds:02}]");
        let (name, dash) = match self.turn {
            Turn::Named(name) => (format!("**{}:** ", escaped(name)), ""),
            Turn::Unnamed => (String::new(), "– "),
            Turn::None => Default::default(),
        };
        format!("{name}{time} {dash}{}", with_directions(&self.text)).trim_end().to_owned()
    }
}

/// Returns whether a character is of a script that sets no spaces between words.
fn is_of_east_asia(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns a text as Markdown in which `[Applause]` stands as it is.
fn with_directions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out += &escaped(&rest[..at]);
        let direction = enclosed(&rest[at..], b']').filter(|inner| {
            // What follows would make a link of it.
            let after = &rest[at + inner.len() + 2..];
            is_direction(inner) && !after.starts_with(['(', '[', ':'])
        });
        let length = direction.map_or(1, |inner| inner.len() + 2);
        match direction {
            Some(inner) => out += &format!("[{}]", escaped(inner)),
            None => out += "\\[",
        }
        rest = &rest[at + length..];
    }
    out + &escaped(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what cues of one line come to, each given as `seconds text`, and each as long as
    /// the time to the next, but for two seconds at most.
    #[track_caller]
    fn check(cues: &[&str], expected: &str) {
        let cues = cues.iter().map(|cue| cue.split_once(' ').expect("a time and a text"));
        let cue = |(seconds, text): (&str, &str)| {
            let start: u64 = seconds.parse().expect("a number");
            format!(
                "{}:{:02} --> {}:{:02}\n{text}\n\n",
                start / 60,
                start % 60,
                start / 60,
                start % 60 + 2
            )
        };
        let text = format!("WEBVTT\n\n{}", cues.map(cue).collect::<String>());
        let page = transcript(Format::Webvtt, &text, Known::default()).expect("there are cues");
        let (_, body) = page.index.split_once("---\n\n").expect("there is front matter");
        assert_eq!(body.trim_end().replace("\n\n", "\n"), expected);
        assert_eq!(page.notices, []);
    }

    #[test]
    fn a_turn_begins_where_someone_else_speaks() {
        check(
            &["1 DR. O'NEIL #2: Yes.", "3 And no.", "5 >> Why?", "7 >>> Q: Why", "9 Q: not?"],
            "**DR. O'NEIL #2:** [00:00:01] Yes. And no.\n[00:00:05] – Why?\n\
             **Q:** [00:00:07] Why not?",
        );
        check(
            &["1 -No.", "3 - No!", "5 –¿No?"],
            "[00:00:01] – No.\n[00:00:03] – No!\n[00:00:05] – ¿No?",
        );
    }

    #[test]
    fn what_only_looks_like_a_turn_is_text() {
        let texts = "1 At 12:30\nNo: 3, -5 or\nTHE END!: x, --and\nNASA:x so";
        check(&[texts], "[00:00:01] At 12:30 No: 3, -5 or THE END!: x, --and NASA:x so");
        check(&["1 --and", "3 -5 or", "5 — well"], "[00:00:01] --and -5 or — well");
    }

    #[test]
    fn a_pause_or_a_long_text_begins_a_paragraph() {
        check(&["1 One", "3 two", "8 three"], "[00:00:01] One two\n[00:00:08] three");
        let [a, b] = ["a ", "b "].map(|word| word.repeat(250));
        check(&[&format!("1 {a}a.”"), "3 Next"], &format!("[00:00:01] {a}a.”\n[00:00:03] Next"));
        check(
            &[&format!("1 {a}"), &format!("3 {b}"), "5 c d", "7 e"],
            &format!("[00:00:01] {a}{b}c d\n[00:00:07] e"),
        );
    }

    #[test]
    fn what_is_said_twice_stands_twice_unless_captions_roll_up() {
        let song = ["1 No.", "3 No.", "5 Yes?", "7 Why?", "9 Here?", "11 There?"];
        check(&song, "[00:00:01] No. No. Yes? Why? Here? There?");
        check(&["1 a\nb", "3 b", "5 b\nc", "7 c\nd"], "[00:00:01] a b c d");
    }

    #[test]
    fn only_directions_keep_their_brackets() {
        check(&["1 [Long applause] [1] so"], "[00:00:01] [Long applause] [1] so");
        let markup = "1 [a](b) [a][b] [@a] [^a] [..] [a";
        check(&[markup], r"[00:00:01] \[a\](b) \[a\][b] \[@a\] \[^a\] \[..\] \[a");
    }

    #[test]
    fn a_name_of_a_file_gives_title_and_language() {
        for (name, title, tag) in [
            ("talk.vtt", "talk", None),
            ("a talk [x].zh-Hans.vtt", "a talk [x]", Some("zh-Hans")),
            ("talk.v2.srt", "talk.v2", None),
            ("talk.cc.srt", "talk.cc", None),
            ("talk", "talk", None),
        ] {
            assert_eq!(parts_of_name(name), (title, tag));
        }
    }
}
