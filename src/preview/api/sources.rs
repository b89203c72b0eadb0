//! Works to choose from: by words, or by the address that somebody pasted, whatever is spelled
//! otherwise in it.

use std::cmp::Reverse;

use serde::Deserialize;
use serde_json::{Value, json};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use url::Url;

use super::fault::Fault;
use crate::{
    edition::OpenEdition,
    model::{Source, source_by_key},
    preview::state::PreviewState,
};

/// How many entries a type-ahead shows.
pub(super) const MAX_FOUND: usize = 20;

/// What is typed into a field that offers a choice.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

impl Typed {
    /// Returns whether each word stands in one of some texts, in any case, and with or without
    /// accents.
    pub(super) fn is_in(&self, texts: &[&str]) -> bool {
        let texts: Vec<String> = texts.iter().map(|text| folded(text)).collect();
        let words = folded(&self.q);
        words.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

/// Answers `GET sources`: first the work that has the address or the title that is asked for,
/// then those that are cited most.
pub(super) fn sources(
    _: &PreviewState,
    edition: &OpenEdition,
    typed: Typed,
) -> Result<Value, Fault> {
    let works = &edition.edition().shared.works;
    let n_cited = n_cited(edition, works.bibliography.works.len());
    let place = place_of(&typed.q);
    let title = words_of(&typed.q);
    let found = works.bibliography.works.iter().zip(n_cited).filter_map(|(work, n_cited)| {
        let source = source_by_key(&works.sources, &work.key);
        let places: Vec<String> = source.map(places_of).unwrap_or_default();
        let is_same = match &place {
            Some(place) => places.contains(place),
            None => !title.is_empty() && words_of(&work.title) == title,
        };
        let is_meant = is_same
            || match &place {
                Some(place) => places.iter().any(|other| other.contains(place.as_str())),
                None => typed.is_in(&[
                    &work.title,
                    work.by.as_deref().unwrap_or_default(),
                    work.date.as_deref().unwrap_or_default(),
                    work.url.as_deref().unwrap_or_default(),
                    &work.key,
                    &work.label,
                ]),
            };
        is_meant.then_some((work, n_cited, is_same))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(_, n_cited, is_same)| Reverse((*is_same, *n_cited)));
    let told = found.into_iter().take(MAX_FOUND).map(|(work, n_cited, is_same)| {
        json!({
            "key": work.key,
            "label": work.bare_label(),
            "title": work.title,
            "by": work.by,
            "date": work.date,
            "url": work.url,
            "n_cited": n_cited,
            "is_same": is_same,
        })
    });
    Ok(told.collect())
}

/// Returns how many notes cite each work, as far as articles were looked at: somebody types,
/// and the rest follows in the background.
fn n_cited(edition: &OpenEdition, n_works: usize) -> Vec<usize> {
    let mut n_cited = vec![0; n_works];
    for work in edition.known().flat_map(|article| &article.notes).flat_map(|note| &note.works) {
        n_cited[*work as usize] += 1;
    }
    n_cited
}

/// Returns the places where a work is to be found.
fn places_of(source: &Source) -> Vec<String> {
    let url = source.entry.url_any().map(|url| url.value.as_str());
    let copy = source.archived.as_ref().map(|copy| copy.url.as_str());
    let doi = source.entry.doi().map(|doi| format!("doi:{doi}"));
    url.into_iter().chain(copy).chain(doi.as_deref()).filter_map(place_of).collect()
}

/// Returns what an address or a DOI leads to, without what may be spelled in several ways:
/// its scheme, `www.`, a last `/`, the fragment, and what only counts visits. `None` if the
/// text is no address.
fn place_of(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return None;
    }
    let begins =
        |start: &str| text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
    let whole = if begins("doi:") {
        format!("https://doi.org/{}", &text["doi:".len()..])
    } else if begins("10.") && text.contains('/') {
        format!("https://doi.org/{text}")
    } else if begins("http://") || begins("https://") {
        text.to_owned()
    } else {
        let (host, _) = text.split_once('/')?;
        host.contains('.').then(|| format!("https://{text}"))?
    };
    let url = Url::parse(&whole).ok()?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = url.path().trim_end_matches('/');
    if matches!(host, "doi.org" | "dx.doi.org") {
        return Some(format!("doi.org{}", path.to_lowercase()));
    }
    let counts_visits = |name: &str| name.starts_with("utm_") || matches!(name, "fbclid" | "gclid");
    let asked = url.query().unwrap_or_default().split('&');
    let asked: Vec<&str> = asked
        .filter(|part| !part.is_empty() && !counts_visits(part.split('=').next().unwrap_or(part)))
        .collect();
    let asked = if asked.is_empty() { String::new() } else { format!("?{}", asked.join("&")) };
    Some(format!("{host}{path}{asked}"))
}

/// Returns the words of a title alone.
fn words_of(title: &str) -> String {
    let folded = folded(title);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn folded(text: &str) -> String {
    text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_it_is_spelled() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(place_of(text).as_deref(), expected, "{text}");
        };
        let same = Some("reuters.com/a/b");
        check("https://www.reuters.com/a/b/", same);
        check(" HTTP://Reuters.com/a/b#top ", same);
        check("reuters.com/a/b?utm_source=x&utm_medium=y&fbclid=z", same);
        check("https://reuters.com/a/b?id=1&utm_source=x", Some("reuters.com/a/b?id=1"));
        let doi = Some("doi.org/10.1000/ab.c");
        check("10.1000/AB.c", doi);
        check("doi:10.1000/ab.c", doi);
        check("https://dx.doi.org/10.1000/ab.C", doi);
        for none in ["", "Reuters", "Reuters 2019", "1/2", "on foxes/hens", "ftp://a.b/c"] {
            check(none, None);
        }
    }

    #[test]
    fn words_are_found_with_and_without_accents() {
        let typed = |q: &str| Typed { q: q.to_owned() };
        assert!(typed("MULLER 2019").is_in(&["Müller, A.", "2019-02-03"]));
        assert!(typed("").is_in(&["anything"]));
        assert!(!typed("muller 2018").is_in(&["Müller, A.", "2019"]));
    }
}
