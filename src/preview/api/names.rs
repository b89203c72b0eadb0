//! What entries are called in the editor, which speaks English whatever the edition does:
//! “Fact check 12”, “Reuters 2019”.

use crate::{
    edit::List,
    edition::{ArticleIndex, NoteIndex, OpenEdition},
    model::Kind,
};

/// So many characters tell of a note what it says.
const MAX_WORDS: usize = 80;

/// What an entry is called.
#[derive(Debug, Default)]
pub(super) struct EntryName {
    /// “Fact check 12”, “Reuters 2019”, or the headword.
    pub(super) label: String,
    /// The number of an annotation in its article.
    pub(super) number: Option<usize>,
    /// The first words of what an annotation says, or else of its passage.
    pub(super) words: Option<String>,
}

impl EntryName {
    /// Returns what an entry is called: by its id, if nothing more is known of it.
    pub(super) fn new(edition: &OpenEdition, list: List, article: &str, id: &str) -> Self {
        let shared = edition.edition().shared;
        let known = match list {
            List::Annotations => note(edition, article, id).map(Self::of_note),
            List::Sources => shared.works.bibliography.get(id).map(|work| Self {
                label: work.bare_label().to_owned(),
                words: Some(first_words(&work.title)),
                ..Self::default()
            }),
            List::Terms => shared.glossary.index_of(id).map(|index| {
                let label = shared.glossary.terms[index].term.clone();
                Self { label, ..Self::default() }
            }),
        };
        known.unwrap_or_else(|| Self { label: id.to_owned(), ..Self::default() })
    }

    /// Returns what a note is called.
    pub(super) fn of_note(note: &NoteIndex) -> Self {
        let said = [&note.claim, &note.summary, &note.opening, &note.passage];
        Self {
            label: format!("{} {}", kind_name(note.kind), note.number),
            number: Some(note.number),
            words: said.into_iter().flatten().next().map(|words| first_words(words)),
        }
    }
}

/// Returns what is known of an article, by its slug.
pub(super) fn article<'e>(edition: &'e OpenEdition, slug: &str) -> Option<&'e ArticleIndex> {
    let index = edition.edition().contents.article(slug)?;
    edition.resolved(index).index.as_ref()
}

fn note<'e>(edition: &'e OpenEdition, slug: &str, id: &str) -> Option<&'e NoteIndex> {
    article(edition, slug)?.notes.iter().find(|note| note.id == id)
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::FactCheck => "Fact check",
        Kind::CounterSource => "Counter-source",
        Kind::Note => "Note",
        Kind::Gloss => "Term",
    }
}

/// Returns the beginning of a text, whole words of it if there are any.
fn first_words(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = folded.char_indices().nth(MAX_WORDS) else { return folded };
    let cut = &folded[..end];
    let cut = if folded[end..].starts_with(' ') {
        cut
    } else {
        cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole)
    };
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_are_whole() {
        assert_eq!(first_words(" a\n b "), "a b");
        assert_eq!(first_words(&"word ".repeat(16)), "word ".repeat(16).trim_end());
        assert_eq!(first_words(&"words ".repeat(30)), format!("{}…", "words ".repeat(13).trim()));
        assert_eq!(first_words(&"語".repeat(99)), format!("{}…", "語".repeat(80)));
    }
}
