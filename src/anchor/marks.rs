//! Passages in tests: `⟦…⟧` in a text.

use std::ops::Range;

use crate::text::prose::Prose;

/// Returns a text without marks as prose, and the passage that they enclosed, in bytes.
pub(super) fn unmarked(marked: &str) -> (Prose, Range<usize>) {
    let start = marked.find('⟦').expect("a passage begins");
    let end = marked.find('⟧').expect("a passage ends") - '⟦'.len_utf8();
    (plain(marked), start..end)
}

/// Returns a text without marks as prose.
pub(super) fn plain(marked: &str) -> Prose {
    let mut prose = Prose::default();
    prose.text = marked.replace(['⟦', '⟧'], "");
    prose
}

/// Returns a text with marks around passages, which are given in its order.
pub(super) fn marked(text: &str, passages: &[Range<usize>]) -> String {
    let mut marked = text.to_owned();
    for passage in passages.iter().rev() {
        marked.insert(passage.end, '⟧');
        marked.insert(passage.start, '⟦');
    }
    marked
}
