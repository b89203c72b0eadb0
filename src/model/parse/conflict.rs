//! What git leaves in a text whose two versions it could not merge:
//!
//! ```text
//! <<<<<<< HEAD
//! what stands here
//! =======
//! what stands there
//! >>>>>>> their-branch
//! ```

use std::ops::Range;

use memchr::memmem;

use crate::io::SourceFile;

const OPENS: &str = "<<<<<<< ";
const PARTS: &str = "=======";
const CLOSES: &str = ">>>>>>> ";

/// Returns the line that opens the first conflict in a text, if all three marks of one are
/// there, each at the beginning of a line. Code of a Markdown file may show one.
pub(super) fn find(file: &SourceFile) -> Option<Range<usize>> {
    let body = file.body();
    memmem::find(body.as_bytes(), OPENS.as_bytes())?;
    let mut code = CodeFences { are_known: file.path.ends_with(".md"), open: None };
    let mut opened: Option<Range<usize>> = None;
    let mut is_parted = false;
    let mut at = file.start();
    for line in body.split_inclusive('\n') {
        let text = line.trim_end_matches(['\r', '\n']);
        // Within a conflict the fences of both sides stand: they say nothing of code.
        let is_code = opened.is_none() && code.is_in(text);
        if !is_code && text.starts_with(OPENS) {
            (opened, is_parted) = (Some(at..at + text.len()), false);
        } else if opened.is_some() && text == PARTS {
            is_parted = true;
        } else if is_parted && text.starts_with(CLOSES) {
            return opened;
        }
        at += line.len();
    }
    None
}

/// Fenced code of a Markdown file, line by line.
struct CodeFences<'t> {
    are_known: bool,
    /// The fence that opened the code in which the line stands.
    open: Option<&'t str>,
}

impl<'t> CodeFences<'t> {
    /// Takes the next line; returns whether it is code, or a fence of it.
    fn is_in(&mut self, line: &'t str) -> bool {
        let text = line.trim_start_matches(' ');
        let sign = text.chars().next().filter(|c| matches!(c, '`' | '~'));
        let rest = sign.map_or(text, |sign| text.trim_start_matches(sign));
        let fence = &text[..text.len() - rest.len()];
        match self.open {
            Some(open) => {
                let closes = fence.starts_with(open) && rest.trim().is_empty();
                if closes {
                    self.open = None;
                }
                true
            }
            None if self.are_known && fence.len() >= 3 => {
                self.open = Some(fence);
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_has_its_three_marks_in_their_order_and_outside_of_code() {
        let check = |path: &str, text: &str, line: Option<usize>| {
            let file = SourceFile::new(path, text.to_owned());
            let found = find(&file).map(|range| file.line_column(range.start).line);
            assert_eq!(found, line, "{path}: {text}");
        };
        let whole = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n";
        check("a.md", whole, Some(2));
        check("a.yaml", &whole.replace('\n', "\r\n"), Some(2));
        check("a.yaml", "\u{feff}<<<<<<< a\n||||||| b\n=======\n>>>>>>> c", Some(1));
        check("a.md", "<<<<<<< a\n```\n=======\n~~~\n>>>>>>> c\n", Some(1));
        check("a.md", &format!("```\n{whole}```\n{whole}"), Some(11));
        check("a.md", &format!("~~~~ text\n{whole}```\n{whole}~~~~\n"), None);
        // An indented mark is text, and so is one that misses the others.
        check("a.yaml", "body: |\n  <<<<<<< a\n  =======\n  >>>>>>> c\n", None);
        check("a.md", "<<<<<<< a\n>>>>>>> c\n=======\n", None);
        check("a.md", "Title\n=======\n", None);
        check("a.yaml", &format!("```\n{whole}```\n"), Some(3));
    }
}
