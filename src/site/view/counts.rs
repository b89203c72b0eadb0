//! How many notes there are of each kind, rating, editor and keyword: what they can be
//! filtered by.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    edition::layer_label,
    model::{Kind, Settings},
    text::{language::Collation, messages::Messages},
};

/// A number of things, with what they are.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// `fact-check`, `accurate` …
    pub id: String,
    /// “Fact checks”, “Accurate” …
    pub label: String,
    /// The tone of a rating.
    pub tone: Option<&'static str>,
    /// How many.
    pub n: usize,
}

/// Counts notes by their kinds; kinds without one are left out.
pub fn count_layers(kinds: impl Iterator<Item = Kind> + Clone, messages: &Messages) -> Vec<Count> {
    let count = |kind: Kind| Count {
        id: kind.as_str().to_owned(),
        label: layer_label(kind, messages),
        tone: None,
        n: kinds.clone().filter(|other| *other == kind).count(),
    };
    Kind::ALL.into_iter().map(count).filter(|count| count.n > 0).collect()
}

/// Counts notes by their ratings, given as indices of the scale.
pub fn count_ratings(indices: impl Iterator<Item = usize>, settings: &Settings) -> Vec<Count> {
    let count = |rating: &crate::model::Rating| Count {
        id: rating.id.clone(),
        label: rating.label.clone(),
        tone: Some(rating.tone.as_str()),
        n: 0,
    };
    let mut counts: Vec<Count> = settings.ratings.iter().map(count).collect();
    indices.for_each(|index| counts[index].n += 1);
    counts
}

/// Counts notes by their editors, given as indices of the settings; where there is one editor,
/// there is no choice between several.
pub fn count_editors(indices: impl Iterator<Item = usize>, settings: &Settings) -> Vec<Count> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    indices.for_each(|index| *counts.entry(index).or_default() += 1);
    let count = |(index, n): (usize, usize)| {
        let editor = &settings.editors[index];
        Count { id: editor.id.clone(), label: editor.name.clone(), tone: None, n }
    };
    if counts.len() > 1 { counts.into_iter().map(count).collect() } else { Vec::new() }
}

/// Counts notes by their keywords, sorted by the rules of a language.
pub fn count_tags<'a>(tags: impl Iterator<Item = &'a str>, language: &str) -> Vec<Count> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    tags.for_each(|tag| *counts.entry(tag).or_default() += 1);
    let count = |(tag, n): (&str, usize)| Count {
        id: tag.to_owned(),
        label: tag.to_owned(),
        tone: None,
        n,
    };
    let mut counts: Vec<Count> = counts.into_iter().map(count).collect();
    let collation = Collation::of_language(language);
    counts.sort_by(|a, b| collation.compare(&a.label, &b.label));
    counts
}
