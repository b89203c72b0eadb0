//! The texts: different in kind, form and script, our own or in the public domain.
//!
//! English: the article of the first edition. Chinese: classics, from the Analects
//! to Su Shi. The litany holds three psalms of the King James Version. All others were
//! written for these tests, or for this project: many of them full of passages that are
//! equal, or nearly so, as statutes, refrains, minutes and recipes are.

use postil::text::prose;

/// Which half of the texts one belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// The rule of acceptance was chosen by what it does on these.
    Tuned,
    /// These tell what the rule is worth.
    Unseen,
    /// So do these, which were written when it had long been fixed.
    Later,
}

/// A text to be edited.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    pub(crate) name: &'static str,
    pub(crate) half: Half,
    markdown: &'static str,
}

/// All texts.
pub(crate) const TEXTS: [Text; 23] = [
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
        name: "statute",
        half: Half::Tuned,
        markdown: include_str!("../../tests/texts/statute.md"),
    },
    Text {
        name: "refrains",
        half: Half::Tuned,
        markdown: include_str!("../../tests/texts/refrains.md"),
    },
    Text {
        name: "transcript",
        half: Half::Tuned,
        markdown: include_str!("../../tests/texts/transcript.md"),
    },
    Text {
        name: "Russian narrative",
        half: Half::Tuned,
        markdown: include_str!("../../tests/texts/russian.md"),
    },
    Text {
        name: "Spanish recipes",
        half: Half::Tuned,
        markdown: include_str!("../../tests/texts/recipe.md"),
    },
    Text {
        name: "Persian",
        half: Half::Tuned,
        markdown: include_str!("../../tests/texts/persian.md"),
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
    Text {
        name: "German statute",
        half: Half::Unseen,
        markdown: include_str!("../../tests/texts/satzung.md"),
    },
    Text {
        name: "litany",
        half: Half::Unseen,
        markdown: include_str!("../../tests/texts/litany.md"),
    },
    Text {
        name: "French speech",
        half: Half::Unseen,
        markdown: include_str!("../../tests/texts/discours.md"),
    },
    Text {
        name: "report",
        half: Half::Unseen,
        markdown: include_str!("../../tests/texts/report.md"),
    },
    Text {
        name: "Japanese, without spaces",
        half: Half::Unseen,
        markdown: include_str!("../../tests/texts/japanese.md"),
    },
    Text {
        name: "contract",
        half: Half::Unseen,
        markdown: include_str!("../../tests/texts/contract.md"),
    },
    Text {
        name: "dictionary",
        half: Half::Later,
        markdown: include_str!("../../tests/texts/dictionary.md"),
    },
    Text {
        name: "Dutch inventory",
        half: Half::Later,
        markdown: include_str!("../../tests/texts/inventaris.md"),
    },
    Text {
        name: "Portuguese tables",
        half: Half::Later,
        markdown: include_str!("../../tests/texts/mares.md"),
    },
    Text {
        name: "Polish litany",
        half: Half::Later,
        markdown: include_str!("../../tests/texts/litania.md"),
    },
    Text {
        name: "Swedish statute",
        half: Half::Later,
        markdown: include_str!("../../tests/texts/stadga.md"),
    },
    Text {
        name: "Italian transcript",
        half: Half::Later,
        markdown: include_str!("../../tests/texts/intervista.md"),
    },
    Text {
        name: "Korean tale",
        half: Half::Later,
        markdown: include_str!("../../tests/texts/korean.md"),
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
