//! An article's text, read again for formats that have markup of their own.
//!
//! What a build resolves is kept as text and places ([`Article`]). A format
//! that writes paragraphs and lists anew needs the items of the text and the
//! uses of terms in it, too; they come from the same functions as in a build.

use std::collections::{BTreeMap, BTreeSet};

use super::{Apparatus, Article};
use crate::{
    anchor::Key,
    io::address::decode,
    text::{
        language::Collation,
        prose::{self, ElementKind, Item, Markup},
    },
    weave::gloss::{Glossary, TermUse},
};

/// An article with its items and the uses of terms.
pub(super) struct Reading<'a> {
    /// The article.
    pub(super) article: &'a Article<'a>,
    /// Its items.
    pub(super) markup: Markup<'a>,
    /// The uses of terms that are linked, in order.
    pub(super) terms: Vec<TermUse>,
    /// What it refers to.
    pub(super) uses: Uses,
    /// Fragments of its page, each with the number of its block.
    pub(super) fragments: BTreeMap<String, usize>,
}

/// Returns a target as it leads from the article's page on the site, where a
/// link to `#slug` leads to the heading and a path may start from the site's root.
pub(super) fn led<T>(target: &str, fragments: &BTreeMap<String, T>) -> String {
    let heading = target.strip_prefix('#').map(|slug| format!("h-{}", decode(slug)));
    match heading.filter(|heading| fragments.contains_key(heading)) {
        Some(heading) => format!("#{heading}"),
        None if target.starts_with('/') && !target.starts_with("//") => format!("..{target}"),
        None => target.to_owned(),
    }
}

/// What an article refers to, by indices.
#[derive(Debug, Clone, Default)]
pub(super) struct Uses {
    /// The works that its notes and its terms cite.
    pub(super) works: BTreeSet<usize>,
    /// The terms that it uses, or that glosses tie to its passages.
    pub(super) terms: BTreeSet<usize>,
}

impl Uses {
    /// Returns the terms by index, in the order of their language.
    pub(super) fn sorted_terms(&self, apparatus: Apparatus<'_>) -> Vec<usize> {
        let collation = Collation::of_language(&apparatus.settings.language);
        let name = |index: usize| &apparatus.terms[index].term;
        let mut sorted: Vec<usize> = self.terms.iter().copied().collect();
        sorted.sort_by(|&a, &b| collation.compare(name(a), name(b)));
        sorted
    }
}

/// Reads articles again.
pub(super) fn read_all<'a>(
    apparatus: Apparatus<'_>,
    articles: &'a [Article<'a>],
) -> Vec<Reading<'a>> {
    let glossary = Glossary::new(apparatus.terms);
    let how_often = apparatus.settings.glossary_links;
    let read = |article: &'a Article<'a>| {
        // It was read before: the parser fails on no text that is here.
        let markup = prose::read(&article.markdown, 0).ok()?;
        let terms = glossary.uses(&markup, &Key::new(&article.prose), how_often);
        let uses = uses(apparatus, article, &terms);
        let fragments = fragments(&markup);
        Some(Reading { article, markup, terms, uses, fragments })
    };
    articles.iter().filter_map(read).collect()
}

fn uses(apparatus: Apparatus<'_>, article: &Article<'_>, terms: &[TermUse]) -> Uses {
    let glossed = article.standing().filter_map(|one| {
        let id = one.annotation.term.as_ref()?;
        apparatus.terms.iter().position(|term| term.id == *id)
    });
    let terms: BTreeSet<usize> = terms.iter().map(|use_| use_.term).chain(glossed).collect();
    let of_terms = terms.iter().flat_map(|&index| &apparatus.terms[index].sources);
    let of_terms = of_terms.filter_map(|cited| apparatus.bibliography.index_of(&cited.key));
    let of_notes = article.standing().flat_map(|one| one.works.iter().copied());
    Uses { works: of_notes.chain(of_terms).collect(), terms }
}

/// Returns the fragments of all blocks: `h-SLUG` of headings, else `p-N`.
fn fragments(markup: &Markup<'_>) -> BTreeMap<String, usize> {
    let blocks = markup.items.iter().filter_map(|item| {
        let Item::Start(element) = item else { return None };
        let number = element.block?;
        match &element.kind {
            ElementKind::Heading { slug, .. } => Some((format!("h-{slug}"), number)),
            _ => Some((format!("p-{number}"), number)),
        }
    });
    blocks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_where_the_page_leads_them() {
        let fragments = BTreeMap::from([("h-one".to_owned(), 1), ("p-2".to_owned(), 2)]);
        let check = |target, expected| assert_eq!(led(target, &fragments), expected);
        check("#one", "#h-one");
        check("#o%6Ee", "#h-one");
        check("#p-2", "#p-2");
        check("/other/", "../other/");
        check("//example.org/", "//example.org/");
        check("a.png", "a.png");
    }
}
