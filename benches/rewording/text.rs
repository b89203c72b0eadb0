//! The texts: different in kind and script, our own or in the public domain.
//!
//! English: the article of the first edition. Chinese: classics, from the Analects
//! to Su Shi. Arabic: written for these tests. Markdown: the README as it once was,
//! a copy, so that writing on the README does not change what tests count.

use postil::prose;

/// Which half of the texts one belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// The rule of acceptance was chosen by what it does on these.
    Tuned,
    /// These tell what the rule is worth.
    Unseen,
}

/// A text to be edited.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    pub(crate) name: &'static str,
    pub(crate) half: Half,
    markdown: &'static str,
}

/// All texts.
pub(crate) const TEXTS: [Text; 4] = [
    Text {
        name: "English prose",
        half: Half::Tuned,
        markdown: include_str!("../../content/idlib-2019/index.md"),
    },
    Text {
        name: "Chinese, without spaces",
        half: Half::Tuned,
        markdown: include_str!("../../tests/texts/chinese.md"),
    },
    Text {
        name: "Arabic",
        half: Half::Unseen,
        markdown: include_str!("../../tests/texts/arabic.md"),
    },
    Text {
        name: "Markdown with code and tables",
        half: Half::Unseen,
        markdown: include_str!("../../tests/texts/technical.md"),
    },
];

impl Text {
    /// Returns the text as readers see it.
    pub(crate) fn prose(&self) -> prose::Prose {
        let body = self.markdown.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        let body = body.map_or(self.markdown, |(_, body)| body);
        prose::read(body, 0).expect("the Markdown parser does not fail").prose
    }
}
