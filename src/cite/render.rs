//! Works in a style: for each its citation and its entry in the bibliography.
//!
//! Hayagriva renders all works of a bibliography one after the other, each three
//! times, because a citation may depend on others: works that read alike are told
//! apart (2018a, 2018b). So each work is rendered alone first, on all threads, and
//! then those that read like it together with it. One run over all works would tell
//! few of them apart: Hayagriva 0.10 gives suffixes to one year of one author in each
//! of three rounds. Where runs of their own would not do, there is one nevertheless.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    iter,
};

use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren, Entry,
};
use rayon::prelude::*;

use super::{
    Style, plain,
    typography::{masked, mend},
};
use crate::model::Source;

/// A work in a style, with the masks of its titles (`typography.rs`).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rendered {
    pub(super) citation: ElemChildren,
    /// `None` if the style has no bibliography.
    pub(super) entry: Option<ElemChildren>,
}

/// Renders each of `sources`, which are in the order of the bibliography.
pub(super) fn render(sources: &[Source], style: &Style) -> Vec<Rendered> {
    let alone: Vec<Rendered> = sources
        .par_iter()
        .enumerate()
        .map(|(index, source)| render_alone(&source.entry, index, style))
        .collect();
    let alike = alike(&alone);
    if alike.is_empty() {
        return alone;
    }
    told_apart(sources, alone, &alike, style).unwrap_or_else(|| {
        let all: Vec<&Entry> = sources.iter().map(|source| &source.entry).collect();
        render_together(&all, 0, style)
    })
}

/// Renders a work as if no other were cited; `index` is its place in the bibliography.
pub(super) fn render_alone(work: &Entry, index: usize, style: &Style) -> Rendered {
    let mut rendered = render_together(&[work], index, style);
    rendered.pop().expect("each work is rendered")
}

/// Renders works in one run; `offset` is how many come before in the bibliography.
fn render_together(works: &[&Entry], offset: usize, style: &Style) -> Vec<Rendered> {
    let Style { csl, locales, .. } = style;
    let works: Vec<Cow<'_, Entry>> = works.iter().map(|work| masked(work)).collect();
    let mut driver = BibliographyDriver::new().with_citation_number_offset(offset);
    for work in &works {
        let items = vec![CitationItem::with_entry(&**work)];
        driver.citation(CitationRequest::new(items, csl, style.locale(), locales, None));
    }
    let rendered = driver.finish(BibliographyRequest::new(csl, style.locale(), locales));
    let items = rendered.bibliography.map(|list| list.items).unwrap_or_default();
    let mut entries: HashMap<String, ElemChildren> =
        items.into_iter().map(|item| (item.key, item.content)).collect();
    let each = works.iter().zip(rendered.citations);
    each.map(|(work, cited)| {
        let mut work = Rendered { citation: cited.citation, entry: entries.remove(work.key()) };
        for children in iter::once(&mut work.citation).chain(&mut work.entry) {
            mend(children, style.spaced);
        }
        work
    })
    .collect()
}

/// Suffixes of years that Hayagriva has.
const N_SUFFIXES: usize = 256;

/// Returns the works whose citations read like another's, by index, those together
/// that read alike, as many as it has suffixes for: of more, the first are given again.
fn alike(alone: &[Rendered]) -> Vec<Vec<usize>> {
    let mut by_label: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, work) in alone.iter().enumerate() {
        by_label.entry(plain(&work.citation)).or_default().push(index);
    }
    let groups = by_label.into_values().filter(|group| group.len() > 1);
    groups
        .flat_map(|group| group.chunks(N_SUFFIXES).map(<[usize]>::to_vec).collect::<Vec<_>>())
        .collect()
}

/// Puts works that read alike in the place of what they were alone; `None` if that
/// is not what a run over all works would make of them.
fn told_apart(
    sources: &[Source],
    mut rendered: Vec<Rendered>,
    alike: &[Vec<usize>],
    style: &Style,
) -> Option<Vec<Rendered>> {
    let work = |index: &usize| &sources[*index].entry;
    // Suffixes of years are given if the style dates any work of a run at all.
    let dated = alike.iter().flatten().find(|&index| work(index).date_any().is_some())?;
    // In a run of their own, works have other numbers.
    let first = alike[0][0];
    if render_alone(work(&first), first + 1, style) != rendered[first] {
        return None;
    }
    let apart: Vec<Vec<Rendered>> = alike
        .par_iter()
        .map(|group| {
            // A group without a date has one beside it; what becomes of that is left out.
            let beside = Some(dated).filter(|dated| !group.contains(dated));
            let works: Vec<&Entry> = group.iter().chain(beside).map(work).collect();
            render_together(&works, 0, style)
        })
        .collect();
    for (group, apart) in alike.iter().zip(apart) {
        for (&index, work) in group.iter().zip(apart) {
            rendered[index] = work;
        }
    }
    // What tells them apart may make them like others.
    let is_alike: HashSet<usize> = alike.iter().flatten().copied().collect();
    let label = |index: &usize| plain(&rendered[*index].citation);
    let others: HashSet<String> =
        (0..sources.len()).filter(|index| !is_alike.contains(index)).map(|it| label(&it)).collect();
    (!is_alike.iter().any(|index| others.contains(&label(index)))).then_some(rendered)
}

#[cfg(test)]
mod tests {
    use hayagriva::{archive::ArchivedStyle, types::EntryType};
    use proptest::prelude::*;

    use super::*;
    use crate::cite::to_hayagriva;

    /// Works of which many read alike: by few people, in few years, some without a date.
    fn sources() -> impl Strategy<Value = Vec<Source>> {
        let author = prop::sample::select(vec!["Doe, Ann", "Doe, Bo", "Roe, Cy", ""]);
        let date = prop::sample::select(vec!["2018", "2018-03-04", "2019", ""]);
        let title = prop::sample::select(vec!["One", "Two", "Three"]);
        let kind = prop::sample::select(vec![EntryType::Article, EntryType::Web, EntryType::Book]);
        let work = (prop::collection::vec(author, 1..3), date, title, kind);
        let works = prop::collection::vec(work, 0..9);
        works.prop_map(|works| works.into_iter().enumerate().map(source).collect())
    }

    type Drawn = (Vec<&'static str>, &'static str, &'static str, EntryType);

    fn source((index, (authors, date, title, kind)): (usize, Drawn)) -> Source {
        let mut entry = Entry::new(&format!("work-{index}"), kind);
        let authors = authors.iter().filter(|name| !name.is_empty());
        let person = |name: &&str| name.parse().expect("it is a name");
        entry.set_authors(authors.map(person).collect());
        if let Ok(date) = date.parse() {
            entry.set_date(to_hayagriva(date));
        }
        entry.set_title(title.to_owned().into());
        Source { entry, archived: None, quality: None, read: None, allow: Vec::new() }
    }

    /// The names of all styles that Hayagriva ships and that stand on their own.
    fn styles() -> impl Strategy<Value = &'static str> {
        let names = ArchivedStyle::all().iter().filter_map(|style| style.names().first().copied());
        let names: Vec<&str> = names.filter(|name| Style::load(name, None, "en").is_ok()).collect();
        prop::sample::select(names)
    }

    proptest! {
        /// With several that read alike, one run over all may leave some of them so.
        #[test]
        fn works_are_what_one_run_makes_of_them(name in styles(), sources in sources()) {
            let style = Style::load(name, None, "en").expect("it was loaded before");
            let all: Vec<&Entry> = sources.iter().map(|source| &source.entry).collect();
            let (own, one_run) = (render(&sources, &style), render_together(&all, 0, &style));
            let alone =
                |(index, source): (usize, &Source)| render_alone(&source.entry, index, &style);
            let alone: Vec<Rendered> = sources.iter().enumerate().map(alone).collect();
            if alike(&alone).len() < 2 {
                prop_assert_eq!(own, one_run);
            } else {
                let n_labels = |all: &[Rendered]| {
                    all.iter().map(|work| plain(&work.citation)).collect::<HashSet<_>>().len()
                };
                prop_assert!(n_labels(&own) >= n_labels(&one_run));
            }
        }
    }

    #[test]
    fn works_of_many_authors_and_years_are_told_apart() {
        let dates = ["2014", "2015", "2016", "2017", "2018"];
        let drawn = dates.into_iter().flat_map(|date| {
            ["Doe, Ann", "Roe, Cy"].map(|name| (vec![name], date, "One", EntryType::Web))
        });
        let sources: Vec<Source> = drawn.clone().chain(drawn).enumerate().map(source).collect();
        let style = Style::load("chicago-author-date", None, "en").expect("it is shipped");
        let labels: HashSet<String> =
            render(&sources, &style).iter().map(|work| plain(&work.citation)).collect();
        assert_eq!(labels.len(), sources.len(), "{labels:?}");
        assert!(labels.contains("(Doe 2018b)"), "{labels:?}");
    }
}
