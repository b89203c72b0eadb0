//! What articles share: settings, terms, sources.

use super::{N_SOURCES, N_TERMS, random::Random, words::Words};

/// `edition.yaml`.
pub(super) const SETTINGS: &str = "\
title: An edition of no consequence
description: Made up to measure how long it takes.
base_url: https://edition.example/
language: en
license: CC0-1.0
editors:
  desk: { name: Editorial desk }
default_editor: desk
glossary_links: first-per-section
citation_style: chicago-author-date
ratings:
  - { id: accurate, label: Accurate, value: 5, tone: good, means: It holds. }
  - { id: imprecise, label: Imprecise, value: 3, tone: mixed, means: It holds in part. }
  - { id: misleading, label: Misleading, value: 2, tone: bad, means: It leads astray. }
  - { id: unsupported, label: Unsupported, tone: bad, means: Nothing bears it out. }
  - { id: opinion, label: Opinion, tone: neutral, means: It is a judgement. }
";

/// Where terms and sources begin.
const SEED: u64 = 0x7e12_0000;

/// Returns the key of a source.
pub(super) fn source_key(index: usize) -> String {
    format!("work-{index:03}")
}

/// Returns the id of a term.
pub(super) fn term_id(index: usize) -> String {
    format!("term-{index:02}")
}

/// Returns `glossary.yaml`.
pub(super) fn glossary(words: &Words) -> String {
    let mut random = Random::new(SEED);
    let entry = |(index, [term, alias]): (usize, &[String; 2])| {
        let definition = format!("{}.", words.phrase(30, &mut random));
        let definition = wrapped(&definition, 4);
        let (id, key) = (term_id(index), source_key(random.below(N_SOURCES)));
        let see = term_id((index + 1) % N_TERMS);
        format!(
            "- id: {id}\n  term: {term}\n  aliases: [{alias}]\n  definition: |\n{definition}  \
             sources:\n    - ref: {key}\n  see: [{see}]\n\n"
        )
    };
    words.terms.iter().enumerate().map(entry).collect()
}

/// Returns `sources.yaml`.
pub(super) fn sources(words: &Words) -> String {
    let mut random = Random::new(SEED + 1);
    (0..N_SOURCES)
        .map(|index| {
            let [title, paper, family, given] = [7, 2, 1, 1].map(|n| words.phrase(n, &mut random));
            let (year, month) = (random.between(1990, 2024), random.between(1, 12));
            let key = source_key(index);
            format!(
                "{key}:\n  type: article\n  title: {title}\n  author: [\"{family}, {given}\"]\n  \
                 date: {year}-{month:02}\n  parent: {{ type: newspaper, title: {paper} }}\n  \
                 url:\n    value: https://paper.example/{index}/\n    date: 2024-05-06\n  \
                 language: en\n  quality: medium\n\n"
            )
        })
        .collect()
}

/// Returns a text in lines of at most about 90 characters, indented.
pub(super) fn wrapped(text: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut line = " ".repeat(indent);
    for word in text.split(' ') {
        if line.len() + word.len() > 90 {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line = " ".repeat(indent);
        }
        line.push_str(word);
        line.push(' ');
    }
    lines + line.trim_end() + "\n"
}
