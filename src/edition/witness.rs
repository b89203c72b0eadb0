//! Holds an article against the text as received.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::{
    diag::Problem,
    model::Deviation,
    text::prose::{Prose, ProseRange},
};

/// How an article compares to the text as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The departures: each with the passage of the article that departs, and the problem.
    pub departures: Vec<(ProseRange, Problem)>,
    /// The indices of the declared deviations that the article does not have.
    pub unneeded: Vec<usize>,
    /// What the witness has and the article leaves out.
    pub omitted: Problem,
}

/// So many blocks that depart are told; an article with more of them is another text.
const MOST_BLOCKS: usize = 100;

/// Compares an article's prose to its witness, block by block, up to white space.
///
/// `[n]` in the witness numbers the article's footnotes and is passed over. The
/// article may leave passages out, and join paragraphs that a page break cut. A block that the
/// witness does not have may be one that it has once declared deviations are taken back.
#[must_use]
pub fn compare_to_witness(
    article: &Prose,
    witness: &Prose,
    deviations: &[Deviation],
) -> Comparison {
    let received = fold(&without_numbers(&witness.text));
    let declared: Vec<[String; 2]> = deviations
        .iter()
        .map(|one| [&one.article.0, one.witness.as_deref().unwrap_or_default()].map(fold))
        .collect();
    // Numbers that the article kept as text do not count either.
    let own = |range: &ProseRange| fold(&without_numbers(&article.text[range.clone()]));
    let texts: Vec<String> = article.blocks.iter().map(|block| own(&block.range)).collect();
    let mut is_needed = vec![false; declared.len()];
    let (mut at, mut left_out, mut departures) = (0, Vec::new(), Vec::new());
    let mut n_blocks = 0;
    for (index, own) in texts.iter().enumerate() {
        let rest = &received[at..];
        let next = texts.get(index + 1).map_or("", String::as_str);
        let found = find_words(rest, own).filter(|&found| !is_astray(rest, found, own, next));
        let (reading, taken_back) =
            if found.is_some() { Default::default() } else { as_received(own, &declared) };
        let found = found.map(|found| (found, own.len())).or_else(|| {
            taken_back.iter().for_each(|&deviation| is_needed[deviation] = true);
            let found = (!taken_back.is_empty()).then(|| find_words(rest, &reading))?;
            Some((found?, reading.len()))
        });
        match found {
            Some((found, length)) => {
                left_out.push(&rest[..found]);
                at += found + length;
            }
            None if n_blocks == MOST_BLOCKS => break,
            None => {
                n_blocks += 1;
                let range = &article.blocks[index].range;
                let text = &article.text[range.clone()];
                let place = |words: &str| {
                    let start = text.find(words).filter(|_| !words.is_empty())? + range.start;
                    Some(start..start + words.len())
                };
                departures.extend(explain(&reading, rest).into_iter().map(|(words, problem)| {
                    (place(&words).unwrap_or_else(|| range.clone()), problem)
                }));
            }
        }
    }
    left_out.push(&received[at..]);
    let left_out = left_out.iter().map(|text| text.trim().chars().count());
    let left_out: Vec<usize> = left_out.filter(|n_chars| *n_chars > 0).collect();
    let (n_chars, n_passages) = (left_out.iter().sum(), left_out.len());
    let unneeded = (0..declared.len()).filter(|&index| !is_needed[index]).collect();
    Comparison { departures, unneeded, omitted: Problem::WitnessOmits { n_chars, n_passages } }
}

/// Finds whole words: a block that is part of a longer word is none.
fn find_words(text: &str, own: &str) -> Option<usize> {
    places_of(text, own).next()
}

fn places_of<'t>(text: &'t str, own: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(own).map(|(at, _)| at).filter(move |&at| {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let cuts_before = is_word(text[..at].chars().next_back()) && is_word(own.chars().next());
        let cuts_after =
            is_word(text[at + own.len()..].chars().next()) && is_word(own.chars().next_back());
        !cuts_before && !cuts_after
    })
}

/// Returns whether a place of a block is one too far on: the next block stands before it, and
/// nowhere after it.
fn is_astray(rest: &str, found: usize, own: &str, next: &str) -> bool {
    let (before, after) = (&rest[..found], &rest[found + own.len()..]);
    !before.trim().is_empty()
        && !next.is_empty()
        && find_words(after, next).is_none()
        && find_words(before, next).is_some()
}

/// Returns a block with the deviations in it taken back, and which these are.
fn as_received(own: &str, declared: &[[String; 2]]) -> (String, Vec<usize>) {
    let mut text = own.to_owned();
    let mut taken_back = Vec::new();
    for (index, [article, witness]) in declared.iter().enumerate() {
        let places: Vec<usize> = places_of(&text, article).collect();
        if places.is_empty() || article.is_empty() {
            continue;
        }
        taken_back.push(index);
        // Those that overlap are one: of `a a a`, `a a` stands there once.
        let mut end = text.len() + 1;
        for at in places.into_iter().rev() {
            if at + article.len() <= end {
                text.replace_range(at..at + article.len(), witness);
                end = at;
            }
        }
    }
    (fold(&text), taken_back)
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes out `[1]`, `[2]` …, with the white space before them.
fn without_numbers(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let number = after.split_once(']').filter(|(inside, _)| {
            !inside.is_empty() && inside.len() <= 3 && inside.bytes().all(|b| b.is_ascii_digit())
        });
        match number {
            Some((_, following)) => {
                kept.push_str(before.trim_end());
                rest = following;
            }
            None => {
                kept.push_str(before);
                kept.push('[');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// Explains a departure: the words of the article that depart, each with the problem; words that
/// are empty stand for the whole block.
fn explain(own: &str, received: &str) -> Vec<(String, Problem)> {
    /// Of longer blocks, only where they part is told: comparing takes the product of both.
    const MOST_WORDS: usize = 2000;
    /// So many words of each text are shown.
    const SHOWN: usize = 12;
    let words: Vec<&str> = own.split(' ').collect();
    let (first, last) =
        (longest(&words, received, End::First), longest(&words, received, End::Last));
    let problem = |article: &[&str], witness: &[&str]| Problem::Witness {
        article: article.join(" "),
        witness: witness.join(" "),
    };
    if first.0 == words.len() {
        // It stands further on: here stands something else.
        let here: Vec<&str> = received.split(' ').take(SHOWN).collect();
        return vec![(String::new(), problem(&words[..words.len().min(SHOWN)], &here))];
    }
    let there: Vec<&str> = if first.0 >= last.0 {
        received[first.1..].split(' ').take(words.len().min(MOST_WORDS) + 20).collect()
    } else {
        let before = received[..last.1].rsplit(' ').take(words.len().min(MOST_WORDS));
        let mut there: Vec<&str> = before.collect();
        there.reverse();
        there
    };
    let differing = (words.len() <= MOST_WORDS).then(|| differing(&words, &there));
    if let Some(differing) = differing.filter(|it| !it.is_empty()) {
        let problem = |[own, other]: [&[&str]; 2]| (own.join(" "), problem(own, other));
        return differing.into_iter().map(problem).collect();
    }
    // The texts have little in common here: both, from where they part.
    let context = if first.0 >= last.0 { first.0.saturating_sub(3) } else { 0 };
    let shown = |words: &[&str], from: usize| {
        let words = &words[from.min(words.len())..];
        words[..words.len().min(SHOWN)].join(" ")
    };
    let (article, witness) = (shown(&words, context), shown(&there, context));
    vec![(String::new(), Problem::Witness { article, witness })]
}

/// Where a run of a block's words begins or ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    First,
    Last,
}

/// Returns how many of a block's first or last words the witness has in a row, and where these
/// begin or end there.
fn longest(words: &[&str], received: &str, end: End) -> (usize, usize) {
    let place = |n: usize| {
        let run = match end {
            End::First => words[..n].join(" "),
            End::Last => words[words.len() - n..].join(" "),
        };
        let at = find_words(received, &run)?;
        Some(if end == End::First { at } else { at + run.len() })
    };
    // What has a longer run has a shorter one.
    let (mut least, mut most, mut found) = (0, words.len(), 0);
    while least < most {
        let n = least + (most - least).div_ceil(2);
        match place(n) {
            Some(at) => (least, found) = (n, at),
            None => most = n - 1,
        }
    }
    (least, found)
}

/// Returns the words in which a block and what stands in its place differ, with two words on
/// either side; nothing if less than half of the block is the same.
fn differing<'w>(own: &'w [&'w str], there: &'w [&'w str]) -> Vec<[&'w [&'w str]; 2]> {
    const AROUND: usize = 2;
    let ops = capture_diff_slices(Algorithm::Myers, own, there);
    let is_equal = |op: &&DiffOp| matches!(op, DiffOp::Equal { .. });
    let n_equal: usize = ops.iter().filter(is_equal).map(|op| op.old_range().len()).sum();
    if n_equal * 2 < own.len() {
        return Vec::new();
    }
    let mut found: Vec<[std::ops::Range<usize>; 2]> = Vec::new();
    for (index, op) in ops.iter().enumerate().filter(|(_, op)| !is_equal(op)) {
        let (old, mut new) = (op.old_range(), op.new_range());
        let is_outer = index == 0 || index + 1 == ops.len();
        if old.is_empty() && is_outer {
            // It is left out before the block, or after it.
            continue;
        }
        if index + 1 == ops.len() {
            new.end = new.end.min(new.start + old.len());
        } else if index == 0 {
            new.start = new.start.max(new.end.saturating_sub(old.len()));
        }
        match found.last_mut() {
            // What stands between them is shown with both.
            Some([own, other]) if old.start <= own.end + 2 * AROUND => {
                (own.end, other.end) = (old.end, new.end);
            }
            _ => found.push([old, new]),
        }
    }
    let around = |[old, new]: [std::ops::Range<usize>; 2]| {
        let before = AROUND.min(old.start).min(new.start);
        let after = AROUND.min(own.len() - old.end).min(there.len() - new.end);
        // A word after it that is no part of the block is no context.
        [&own[old.start - before..old.end + after], &there[new.start - before..new.end + after]]
    };
    found.into_iter().map(around).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diag::Place, text::prose};

    #[track_caller]
    fn compare(article: &str, witness: &str) -> Comparison {
        compare_with(article, witness, &[])
    }

    /// Compares with deviations: what the article reads, and what the witness does.
    #[track_caller]
    fn compare_with(article: &str, witness: &str, deviations: &[[&str; 2]]) -> Comparison {
        let deviation = |[article, witness]: &[&str; 2]| Deviation {
            witness: Some((*witness).to_owned()),
            article: ((*article).to_owned(), Place::file("index.md")),
            reason: "a slip".to_owned(),
        };
        let deviations: Vec<Deviation> = deviations.iter().map(deviation).collect();
        let article = prose::read(article, 0).unwrap().prose;
        let witness = prose::read(witness, 0).unwrap().prose;
        compare_to_witness(&article, &witness, &deviations)
    }

    /// Returns both readings of all departures.
    fn readings(comparison: &Comparison) -> Vec<[&str; 2]> {
        let both = |(_, problem): &'_ (ProseRange, Problem)| match problem {
            Problem::Witness { article, witness } => [article.clone(), witness.clone()],
            other => panic!("{other}"),
        };
        let found: Vec<[String; 2]> = comparison.departures.iter().map(both).collect();
        found.into_iter().map(|pair| pair.map(|text| &*text.leak())).collect()
    }

    #[test]
    fn an_article_may_join_and_leave_out() {
        let witness = "One [1] two\n\nthree.\n\nShare!\n\nFour.";
        let comparison = compare("One[^1] two three.\n\nFour.\n\n[^1]: x", witness);
        assert_eq!(comparison.departures, []);
        assert_eq!(comparison.omitted, Problem::WitnessOmits { n_chars: 6, n_passages: 1 });
    }

    #[test]
    fn numbers_that_are_text_in_the_article_do_no_harm() {
        let text = "Two \\[2\\] foxes.\n\n\\[3\\]\n\nNo more \\[a\\].";
        assert_eq!(compare(text, text).departures, []);
        assert_ne!(compare(text, "Two foxes.\n\nNo more [b].").departures, []);
    }

    #[test]
    fn a_departure_shows_both_readings() {
        let comparison = compare("There were 700 men.", "There were 70 men. They left.");
        assert_eq!(readings(&comparison), [["There were 700 men.", "There were 70 men."]]);
        let comparison = compare("He left the towm.", "It rained. He left the town. They stayed.");
        assert_eq!(readings(&comparison), [["left the towm.", "left the town."]]);
        let comparison = compare("Hee left the town.", "It rained. He left the town. And so on.");
        assert_eq!(readings(&comparison), [["Hee left the", "He left the"]]);
    }

    #[test]
    fn all_departures_are_told() {
        let witness = "One a b c d e f g two.\n\nYes.\n\nThree and four.\n\nFive is the end.";
        let article = "On a b c d e f g too.\n\nYes.\n\nThree or four.\n\nFive is the end.";
        let found = [
            ["On a b", "One a b"],
            ["f g too.", "f g two."],
            ["Three or four.", "Three and four."],
        ];
        assert_eq!(readings(&compare(article, witness)), found);
        // A block that is found too far on hides none of those between.
        let comparison =
            compare("No.\n\nTwo men.\n\nThree men.", "Yes.\n\nTwo men.\n\nThree men.\n\nNo.");
        assert_eq!(readings(&comparison), [["No.", "Yes. Two men. Three men. No."]]);
    }

    #[test]
    fn a_deviation_that_is_declared_is_none() {
        let (article, witness) =
            ("There were 700 men.\n\nMore.\n\nEnd.", "There were 70 men.\n\nEnd.");
        let is_fine = |deviations: &[[&str; 2]]| {
            compare_with(article, witness, deviations).departures.is_empty()
        };
        assert!(is_fine(&[["700", "70"], ["More.", ""]]));
        assert!(is_fine(&[["were  700\nmen", "were 70 men"], ["More.", ""]]));
        // Half a word is none, and one of two is not enough.
        assert!(!is_fine(&[["00", "0"], ["More.", ""]]));
        assert!(!is_fine(&[["700", "70"]]));
        let comparison =
            compare_with(article, witness, &[["700", "70"], ["gone", "x"], ["More.", ""]]);
        assert_eq!((comparison.departures, comparison.unneeded), (vec![], vec![1]));
        // What agrees without it needs none.
        assert_eq!(compare_with("Seven men.", "Seven men.", &[["Seven", "Eight"]]).unneeded, [0]);
    }

    #[test]
    fn texts_that_have_nothing_in_common_are_told_in_time() {
        let many = |word: &str| {
            (0..400).map(|n| format!("{word}{n} {}", "x ".repeat(n)) + "\n\n").collect::<String>()
        };
        let comparison = compare(&many("a"), &many("b"));
        assert!(comparison.departures.len() >= MOST_BLOCKS, "{}", comparison.departures.len());
    }
}
