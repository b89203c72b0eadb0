//! The search against a plain dynamic-programming search, and against another's.

use proptest::prelude::*;

use super::{Match, Pattern};

/// Returns the distance of every end position, from 0: the textbook's table
/// (P. H. Sellers, “The theory and computation of evolutionary distances:
/// pattern recognition”, Journal of Algorithms 1, 1980), column by column. Its first row
/// grows by `step`.
fn plain_distances(pattern: &[char], text: &[char], step: usize) -> Vec<usize> {
    let mut column: Vec<usize> = (0..=pattern.len()).collect();
    let mut distances = vec![pattern.len()];
    for &c in text {
        let mut diagonal = column[0];
        column[0] += step;
        for row in 1..=pattern.len() {
            let replaced = diagonal + usize::from(pattern[row - 1] != c);
            diagonal = column[row];
            column[row] = replaced.min(column[row] + 1).min(column[row - 1] + 1);
        }
        distances.push(column[pattern.len()]);
    }
    distances
}

/// Returns the Levenshtein distance of two texts, by the same table.
fn plain_distance(a: &[char], b: &[char]) -> usize {
    plain_distances(a, b, 1)[b.len()]
}

/// Returns the local minima of a list of distances, as [`Pattern::matches`] tells them.
fn plain_matches(distances: &[usize], max_errors: usize) -> Vec<Match> {
    let is_minimum = |end: usize| {
        let errors = distances[end];
        let before = distances[..end].iter().rev().find(|&&other| other != errors);
        let after = distances.get(end + 1);
        before.is_some_and(|&other| other > errors) && after.is_none_or(|&other| other > errors)
    };
    (1..distances.len())
        .filter(|&end| distances[end] <= max_errors && is_minimum(end))
        .map(|end| Match { end, errors: distances[end] })
        .collect()
}

/// Letters of several scripts; few at a time, so that there is much to match.
const ALPHABETS: [&str; 5] = ["ab", "abc d", "ابتث ن", "史記太公自序，曰。", "aé文ع\u{301}😀 "];

/// A pattern, and a text that holds it, edited, between other letters.
fn pattern_and_text() -> impl Strategy<Value = (Vec<char>, Vec<char>)> {
    (0..ALPHABETS.len()).prop_flat_map(|index| {
        let letters: Vec<char> = ALPHABETS[index].chars().collect();
        let letter = proptest::sample::select(letters);
        let run = |max| prop::collection::vec(letter.clone(), 0..max);
        let edits = prop::collection::vec((0_usize..400, letter.clone(), 0_usize..3), 0..30);
        (prop::collection::vec(letter.clone(), 1..300), run(300), edits, run(300)).prop_map(
            |(pattern, before, edits, after)| {
                let mut inner = pattern.clone();
                for (at, c, kind) in edits {
                    let at = at % (inner.len() + 1);
                    match kind {
                        0 => inner.insert(at, c),
                        1 if at < inner.len() => inner[at] = c,
                        _ if at < inner.len() => drop(inner.remove(at)),
                        _ => {}
                    }
                }
                (pattern, [before, inner, after].concat())
            },
        )
    })
}

proptest! {
    #[test]
    fn the_minima_are_those_of_the_plain_table(
        (pattern, text) in pattern_and_text(),
        max_errors in 0_usize..320,
    ) {
        let distances = plain_distances(&pattern, &text, 0);
        let expected = plain_matches(&distances, max_errors);
        let pattern = Pattern::new(pattern);
        prop_assert_eq!(pattern.matches(&text, max_errors), expected);
        prop_assert_eq!(pattern.errors_at_end(&text), distances[text.len()]);
    }

    #[test]
    fn the_distance_of_two_texts_is_that_of_the_plain_table((a, b) in pattern_and_text()) {
        prop_assert_eq!(Pattern::new(a.clone()).distance(&b), plain_distance(&a, &b));
    }

    #[test]
    fn an_alignment_costs_what_the_match_costs(
        (pattern, text) in pattern_and_text(),
        cuts in (0_usize..300, 0_usize..300),
    ) {
        let made = Pattern::new(pattern.clone());
        let mut cuts = [cuts.0 % (pattern.len() + 1), cuts.1 % (pattern.len() + 1)];
        cuts.sort_unstable();
        for found in made.matches(&text, pattern.len() / 2) {
            let lies = made.align(&text, found, &cuts);
            let whole = plain_distance(&pattern, &text[lies.start..found.end]);
            prop_assert_eq!(whole, found.errors);
            // Cut at any place where a border may lie, the parts cost as much.
            for border in [*lies.borders[0].start(), *lies.borders[0].end()] {
                let left = plain_distance(&pattern[..cuts[0]], &text[lies.start..border]);
                let right = plain_distance(&pattern[cuts[0]..], &text[border..found.end]);
                prop_assert_eq!(left + right, found.errors);
            }
            prop_assert!(lies.borders[0].start() <= lies.borders[1].end());
        }
    }

    #[test]
    fn another_library_finds_the_same_in_ascii(
        pattern in "[abc ]{1,90}",
        text in "[abc ]{0,200}",
        max_errors in 0_u32..40,
    ) {
        // It tells every end within the errors allowed, and only these.
        let costs = triple_accel::levenshtein::LEVENSHTEIN_COSTS;
        let kind = triple_accel::SearchType::All;
        let found = triple_accel::levenshtein::levenshtein_search_simd_with_opts(
            pattern.as_bytes(), text.as_bytes(), max_errors, kind, costs, false,
        );
        let mut theirs = vec![max_errors as usize + 1; text.len() + 1];
        theirs[0] = theirs[0].min(pattern.len());
        for place in found {
            theirs[place.end] = theirs[place.end].min(place.k as usize);
        }
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let ours = Pattern::new(chars(&pattern)).matches(&chars(&text), max_errors as usize);
        prop_assert_eq!(ours, plain_matches(&theirs, max_errors as usize));
    }
}

#[test]
fn an_empty_pattern_is_nowhere() {
    let (nothing, text) = (Pattern::new(Vec::new()), ['a', 'b']);
    assert_eq!(nothing.matches(&text, 3), []);
    assert_eq!(nothing.distance(&text), 2);
}

#[test]
fn borders_lie_around_what_was_inserted() {
    let text: Vec<char> = "then we walk the old cat home".chars().collect();
    let pattern = Pattern::new("we walk the cat home".chars().collect());
    let found = Match { end: text.len(), errors: 4 };
    assert_eq!(pattern.matches(&text, 5), [found]);
    let lies = pattern.align(&text, found, &[8, 11]);
    assert_eq!((lies.start, lies.borders), (5, vec![13..=13, 16..=20]));
}
