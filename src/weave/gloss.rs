//! Finds the terms of the glossary in articles.
//!
//! All names go into one Aho–Corasick automaton, which passes once over the
//! article's [`Key`]. The longest name at the leftmost place wins, if it stands
//! between word boundaries and within one run of plain text: never in a link,
//! a heading, code, the name of a speaker, or another term.

use aho_corasick::{AhoCorasick, Input, MatchKind};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    anchor::Key,
    model::{GlossaryLinks, Term},
    text::prose::{ElementKind, Item, Markup, ProseRange},
};

/// A use of a term that is linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermUse {
    /// Where it stands in the prose, in bytes.
    pub range: ProseRange,
    /// The term's index in the glossary.
    pub term: usize,
    /// Whether it is the term's first use in the article.
    pub is_first: bool,
}

/// The glossary, ready to be searched for.
#[derive(Debug)]
pub struct Glossary {
    automaton: Option<AhoCorasick>,
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    term: usize,
    /// The name as the key spells it.
    key: String,
    /// Abbreviations have no lower-case letter; “who” is not WHO.
    is_cased: bool,
    /// Names that this one begins with, the longest first.
    shorter: Vec<usize>,
}

impl Glossary {
    /// Prepares the search for all names of all terms.
    ///
    /// # Panics
    ///
    /// If the names together exceed what an automaton can hold (gigabytes).
    #[must_use]
    pub fn new(terms: &[Term]) -> Self {
        let mut names: Vec<Name> = terms
            .iter()
            .enumerate()
            .flat_map(|(index, term)| {
                std::iter::once(&term.term).chain(&term.aliases).map(move |name| (index, name))
            })
            .filter_map(|(term, name)| {
                let key = Key::new(name).into_text().trim().to_owned();
                let is_cased = !key.chars().any(char::is_lowercase);
                let has_word = key.chars().any(char::is_alphanumeric);
                has_word.then_some(Name { term, key, is_cased, shorter: Vec::new() })
            })
            .collect();
        let folded: Vec<String> = names.iter().map(|name| fold_case(&name.key)).collect();
        let mut sorted: Vec<usize> = (0..names.len()).collect();
        sorted.sort_by_key(|&index| &folded[index]);
        // Those that the name under way begins with: what sorts between has the same start.
        let mut begun: Vec<usize> = Vec::new();
        for index in sorted {
            while begun.pop_if(|&mut other| !folded[index].starts_with(&folded[other])).is_some() {}
            let is_shorter = |other: &usize| folded[*other].len() < folded[index].len();
            names[index].shorter = begun.iter().copied().filter(is_shorter).collect();
            names[index].shorter.sort_by_key(|&other| std::cmp::Reverse(folded[other].len()));
            begun.push(index);
        }
        let automaton = (!folded.is_empty()).then(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(&folded)
                .expect("the names of a glossary fit into an automaton")
        });
        Self { automaton, names }
    }

    /// Returns the uses of terms in an article that are linked, in order.
    #[must_use]
    pub fn uses(&self, markup: &Markup<'_>, key: &Key, how_often: GlossaryLinks) -> Vec<TermUse> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = fold_case(key.text());
        let runs = plain_runs(markup);
        let prose = &markup.prose;
        let mut chosen = Chosen::new(how_often, self.names.len());
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(candidate) = automaton.find(Input::new(&text).range(from..)) {
            let start = candidate.start();
            from = start + key.text()[start..].chars().next().map_or(1, char::len_utf8);
            let Some((name, end)) = self.accept(key.text(), start, candidate.pattern().as_usize())
            else {
                continue;
            };
            let range = key.in_prose(start..end, &prose.text);
            let run = runs.partition_point(|run| run.end <= range.start);
            if runs.get(run).is_none_or(|run| range.start < run.start || run.end < range.end) {
                continue;
            }
            from = end;
            let section = section_of(markup, range.start);
            if let Some(is_first) = chosen.take(self.names[name].term, section) {
                found.push(TermUse { range, term: self.names[name].term, is_first });
            }
        }
        found
    }

    /// Returns the longest name at `start` that stands between word boundaries.
    fn accept(&self, text: &str, start: usize, longest: usize) -> Option<(usize, usize)> {
        std::iter::once(longest).chain(self.names[longest].shorter.iter().copied()).find_map(
            |index| {
                let name = &self.names[index];
                let end = start + name.key.len();
                let spelled = text.get(start..end)?;
                let fits = (!name.is_cased || spelled == name.key)
                    && is_word_boundary(text, start)
                    && is_word_boundary(text, end);
                fits.then_some((index, end))
            },
        )
    }
}

/// Keeps account of which terms were linked.
struct Chosen {
    how_often: GlossaryLinks,
    /// Per term, the section of its last link.
    last: Vec<Option<usize>>,
}

impl Chosen {
    fn new(how_often: GlossaryLinks, n_names: usize) -> Self {
        Self { how_often, last: vec![None; n_names] }
    }

    /// Returns whether a use is the term's first, if it is to be linked at all.
    fn take(&mut self, term: usize, section: usize) -> Option<bool> {
        let last = self.last[term].replace(section);
        match (self.how_often, last) {
            (_, None) => Some(true),
            (GlossaryLinks::FirstPerArticle, Some(_)) => None,
            (GlossaryLinks::FirstPerSection, Some(last)) => (last != section).then_some(false),
            (GlossaryLinks::Every, Some(_)) => Some(false),
        }
    }
}

/// Returns the number of headings up to a byte of the prose.
fn section_of(markup: &Markup<'_>, at: usize) -> usize {
    let blocks = &markup.prose.blocks;
    let block = markup.prose.block_at(at);
    blocks[..=block.min(blocks.len().saturating_sub(1))]
        .iter()
        .rposition(|block| block.is_heading)
        .map_or(0, |heading| heading + 1)
}

/// Returns the runs of prose in which terms may be linked.
fn plain_runs(markup: &Markup<'_>) -> Vec<ProseRange> {
    let mut runs = Vec::new();
    let mut open = Vec::new();
    let mut n_barred = 0_usize;
    for item in &markup.items {
        match item {
            Item::Start(element) => {
                let bars = match &element.kind {
                    ElementKind::Link { .. }
                    | ElementKind::Speaker
                    | ElementKind::Time { .. }
                    | ElementKind::Heading { .. }
                    | ElementKind::CodeBlock { .. } => true,
                    ElementKind::Html { name, .. } => {
                        matches!(*name, "code" | "kbd" | "samp" | "summary")
                    }
                    _ => false,
                };
                n_barred += usize::from(bars);
                open.push(bars);
            }
            Item::End => n_barred -= usize::from(open.pop().unwrap_or(false)),
            Item::Text(run) if n_barred == 0 => {
                runs.extend(run.at.map(|at| at..at + run.text.len()));
            }
            _ => {}
        }
    }
    runs
}

/// Lower-cases a text without moving any of its bytes: a letter whose lower case
/// has another length stays as it is.
fn fold_case(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // Most text is ASCII between a few typographic characters.
    for run in text.split_inclusive(|c: char| !c.is_ascii()) {
        let last = run.char_indices().next_back().filter(|(_, c)| !c.is_ascii());
        let plain = last.map_or(run, |(at, _)| &run[..at]);
        let start = folded.len();
        folded.push_str(plain);
        folded[start..].make_ascii_lowercase();
        folded.extend(last.map(|(_, c)| fold_char(c)));
    }
    folded
}

fn fold_char(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

/// Returns whether a place is a word boundary of UAX #29.
fn is_word_boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if !is_part(before) && !is_part(after) {
        return true;
    }
    let is_ascii_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if is_ascii_part(before) && is_ascii_part(after) {
        return false;
    }
    // The rules look at no more than the next letters, past combining marks, and
    // words hold no white space; all of a long stretch would be read for each place.
    const MAX_CONTEXT: usize = 32;
    let length = |chars: &mut dyn Iterator<Item = char>| -> usize {
        chars.take(MAX_CONTEXT).take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum()
    };
    let start = at - length(&mut text[..at].chars().rev());
    let end = at + length(&mut text[at..].chars());
    text[start..end].split_word_bound_indices().any(|(word, _)| start + word == at) || at == end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::Markdown, text::prose};

    fn term(id: &str, names: &[&str]) -> Term {
        Term {
            id: id.to_owned(),
            term: names[0].to_owned(),
            aliases: names[1..].iter().map(|&name| name.to_owned()).collect(),
            expansion: None,
            original: Vec::new(),
            has_math: false,
            definition: Markdown::default(),
            founded: None,
            designations: Vec::new(),
            status: None,
            status_as_of: None,
            sources: Vec::new(),
            see: Vec::new(),
            allow: Vec::new(),
        }
    }

    /// Checks that exactly what `⟦…⟧` encloses is linked.
    #[track_caller]
    fn check_often(how_often: GlossaryLinks, marked: &str) {
        let terms = [
            term("ypg", &["YPG", "People's Protection Units"]),
            term("idlib", &["Idlib", "Idlib Governorate"]),
            term("who", &["WHO"]),
            term("arabic", &["وحدات"]),
        ];
        let source = marked.replace(['⟦', '⟧'], "");
        let markup = prose::read(&source, 0).unwrap();
        let key = Key::new(&markup.prose.text);
        let mut text = markup.prose.text.clone();
        let found = Glossary::new(&terms).uses(&markup, &key, how_often);
        for use_ in found.iter().rev() {
            text.insert(use_.range.end, '⟧');
            text.insert(use_.range.start, '⟦');
        }
        let plain = |text: &str| text.replace(['*', '#', '`', '\n', ' '], "");
        assert_eq!(plain(&text), plain(marked));
    }

    #[track_caller]
    fn check(marked: &str) {
        check_often(GlossaryLinks::Every, marked);
    }

    #[test]
    fn the_longest_name_wins_and_typography_does_not_count() {
        check("In ⟦Idlib Governorate⟧ and ⟦Idlib⟧ the ⟦People’s Protection Units⟧ (⟦YPG⟧).");
    }

    #[test]
    fn a_shorter_name_wins_where_the_longest_is_part_of_a_word() {
        check("⟦Idlib⟧ Governorates");
    }

    #[test]
    fn terms_are_whole_words_in_every_script() {
        check("Idlibi YPGs ⟦YPG⟧-led");
        check("قالت ⟦وحدات⟧ الحماية");
        check("الوحدات");
    }

    #[test]
    fn abbreviations_keep_their_case_and_words_do_not() {
        check("⟦WHO⟧ knows who. ⟦IDLIB⟧ ypg");
    }

    #[test]
    fn code_and_headings_and_split_runs_are_left_alone() {
        check("# YPG\n\n`YPG` and Idl**ib** and **⟦YPG⟧**");
    }

    #[test]
    fn each_section_links_once() {
        let text = "⟦YPG⟧ YPG\n\n## Next\n\n⟦YPG⟧ YPG";
        check_often(GlossaryLinks::FirstPerSection, text);
        check_often(GlossaryLinks::FirstPerArticle, "⟦YPG⟧ YPG\n\n## Next\n\nYPG YPG");
    }
}
