//! Punctuation that Hayagriva prints where CSL has none.
//!
//! A delimiter stands between two parts of a group, and Hayagriva prints one before a
//! part that then turns out to be empty: “News,.”, “3 : 1–10”. And it does not see that
//! a title ends a sentence itself: “Who won?.”, “Etc..”.

use hayagriva::{ElemChild, ElemChildren};

use super::masks::is_mask;

/// Whether a style writes spaces before colons and semicolons, as some do in French.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spaced {
    Yes,
    No,
}

impl Spaced {
    /// Returns what a `.csl` file does; of those that Hayagriva ships none does, but for
    /// spaces that do not break.
    pub(super) fn of_file(file: Option<&str>) -> Self {
        let is_spaced = file.is_some_and(|xml| xml.contains("\" :") || xml.contains("\" ;"));
        if is_spaced { Self::Yes } else { Self::No }
    }
}

/// Takes out what should not be there.
pub(super) fn mend(children: &mut ElemChildren, spaced: Spaced) {
    let mut texts = Vec::new();
    collect(children, &mut texts);
    let mut before = Before::default();
    for index in 0..texts.len() {
        let (done, rest) = texts.split_at_mut(index);
        let text = &mut *rest[0];
        if is_dangling(text) {
            let kept = text.trim_start()[1..].to_owned();
            *text = kept;
            if let Some(last) = done.last_mut() {
                last.truncate(last.trim_end_matches(' ').len());
            }
        }
        if spaced == Spaced::No && text.trim_start_matches(' ').starts_with([':', ';']) {
            *text = text.trim_start_matches(' ').to_owned();
        }
        *text = before.undoubled(text);
    }
}

/// Returns all texts but those of links, in order.
fn collect<'a>(children: &'a mut ElemChildren, texts: &mut Vec<&'a mut String>) {
    for child in &mut children.0 {
        match child {
            ElemChild::Text(text) => texts.push(&mut text.text),
            ElemChild::Elem(element) => collect(&mut element.children, texts),
            _ => {}
        }
    }
}

/// Returns whether a text begins with a delimiter that nothing follows.
fn is_dangling(text: &str) -> bool {
    let rest = text.trim_start_matches(' ').strip_prefix([',', ';']);
    rest.is_some_and(|rest| rest.starts_with('.') && !rest.starts_with(".."))
}

/// The two characters before a text, masks apart.
#[derive(Default)]
struct Before([Option<char>; 2]);

impl Before {
    /// Returns a text without full stops right after what ends a sentence itself.
    fn undoubled(&mut self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let goes_on =
                text[at + c.len_utf8()..].starts_with(|c: char| c == '.' || c.is_alphanumeric());
            if c == '.' && self.ends_sentence() && !goes_on {
                continue;
            }
            kept.push(c);
            if !is_mask(c) {
                self.0 = [self.0[1], Some(c)];
            }
        }
        kept
    }

    /// An abbreviation has one full stop, an ellipsis more.
    fn ends_sentence(&self) -> bool {
        match self.0 {
            [_, Some('?' | '!')] => true,
            [Some(c), Some('.')] => c.is_alphanumeric(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use hayagriva::Formatted;

    use super::*;

    #[track_caller]
    fn check(pieces: &[&str], spaced: Spaced, expected: &str) {
        let text = |piece: &&str| {
            let text = (*piece).to_owned();
            ElemChild::Text(Formatted { text, formatting: hayagriva::Formatting::default() })
        };
        let mut children = ElemChildren(pieces.iter().map(text).collect());
        mend(&mut children, spaced);
        assert_eq!(super::super::plain(&children), expected, "{pieces:?}");
    }

    #[test]
    fn what_ends_a_sentence_needs_no_full_stop() {
        check(&["“Who won?.” In"], Spaced::No, "“Who won?” In");
        check(&["“Who won?", ".", "”"], Spaced::No, "“Who won?”");
        check(&["Stop!. Who?."], Spaced::No, "Stop! Who?");
        check(&["Who", "?", "", ". x."], Spaced::No, "Who? x.");
        check(&["Who?... a. b. Yahoo!.com"], Spaced::No, "Who?... a. b. Yahoo!.com");
        check(&["“The U.S..” It ... ends.", ". "], Spaced::No, "“The U.S.” It ... ends. ");
        check(&["So it ends...", ". cd .. on"], Spaced::No, "So it ends.... cd .. on");
    }

    #[test]
    fn no_style_that_is_shipped_writes_spaces_before_colons() {
        for style in hayagriva::archive::ArchivedStyle::all() {
            let csl = format!("{:?}", style.get());
            assert_eq!(Spaced::of_file(Some(&csl)), Spaced::No, "{:?}", style.names());
        }
    }

    #[test]
    fn delimiters_do_not_dangle() {
        check(&["News", ",. ", "More"], Spaced::No, "News. More");
        check(&["2001 ", ";."], Spaced::No, "2001.");
        check(&["In:. ", "News", ",... "], Spaced::No, "In:. News,... ");
        check(&["3", " : ", "1–10"], Spaced::No, "3: 1–10");
        check(&["One : two", " ; ", "3"], Spaced::No, "One : two; 3");
        check(&["3", " : ", "1–10"], Spaced::Yes, "3 : 1–10");
        check(&["3", "\u{a0}: ", "1–10"], Spaced::No, "3\u{a0}: 1–10");
    }
}
