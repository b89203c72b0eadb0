//! Holds an article against the text as received.

use crate::{
    diag::Problem,
    text::prose::{Prose, ProseRange},
};

/// How an article compares to the text as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The first departure: the passage of the article that departs, and the problem.
    pub departure: Option<(ProseRange, Problem)>,
    /// What the witness has and the article leaves out.
    pub omitted: Problem,
}

/// Compares an article's prose to its witness, block by block, up to white space.
///
/// `[n]` in the witness numbers the article's footnotes and is passed over. The
/// article may leave passages out, and join paragraphs that a page break cut.
#[must_use]
pub fn compare_to_witness(article: &Prose, witness: &Prose) -> Comparison {
    let received = fold(&without_numbers(&witness.text));
    let mut at = 0;
    let (mut n_chars, mut n_passages) = (0, 0);
    let mut skip = |text: &str| {
        let left_out = text.trim().chars().count();
        n_chars += left_out;
        n_passages += usize::from(left_out > 0);
    };
    let mut departure = None;
    for block in &article.blocks {
        // Numbers that the article kept as text do not count either.
        let own = fold(&without_numbers(&article.text[block.range.clone()]));
        let own = own.trim();
        match find_words(&received[at..], own) {
            Some(found) => {
                skip(&received[at..at + found]);
                at += found + own.len();
            }
            None => {
                departure = Some((block.range.clone(), explain(own, &received[at..])));
                break;
            }
        }
    }
    if departure.is_none() {
        skip(&received[at..]);
    }
    Comparison { departure, omitted: Problem::WitnessOmits { n_chars, n_passages } }
}

/// Finds whole words: a block that is part of a longer word is none.
fn find_words(text: &str, own: &str) -> Option<usize> {
    text.match_indices(own).map(|(at, _)| at).find(|&at| {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let cuts_before = is_word(text[..at].chars().next_back()) && is_word(own.chars().next());
        let cuts_after =
            is_word(text[at + own.len()..].chars().next()) && is_word(own.chars().next_back());
        !cuts_before && !cuts_after
    })
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

/// Shows both readings from where they part.
fn explain(own: &str, received: &str) -> Problem {
    const SHOWN: usize = 60;
    let words: Vec<&str> = own.split(' ').collect();
    // The longest run of the block's first words that the witness has.
    let mut n_common = 0;
    let mut place = 0;
    for n_words in 1..=words.len() {
        match received.find(&words[..n_words].join(" ")) {
            Some(at) => {
                n_common = n_words;
                place = at;
            }
            None => break,
        }
    }
    let context = n_common.saturating_sub(3);
    let from = words[..context].join(" ").len();
    let show = |text: &str| text.trim().chars().take(SHOWN).collect::<String>();
    Problem::Witness {
        article: show(&words[context..].join(" ")),
        witness: show(&received[place + from..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::prose;

    #[track_caller]
    fn compare(article: &str, witness: &str) -> Comparison {
        let article = prose::read(article, 0).unwrap().prose;
        let witness = prose::read(witness, 0).unwrap().prose;
        compare_to_witness(&article, &witness)
    }

    #[test]
    fn an_article_may_join_and_leave_out() {
        let witness = "One [1] two\n\nthree.\n\nShare!\n\nFour.";
        let comparison = compare("One[^1] two three.\n\nFour.\n\n[^1]: x", witness);
        assert_eq!(comparison.departure, None);
        assert_eq!(comparison.omitted, Problem::WitnessOmits { n_chars: 6, n_passages: 1 });
    }

    #[test]
    fn numbers_that_are_text_in_the_article_do_no_harm() {
        let text = "Two \\[2\\] foxes.\n\n\\[3\\]\n\nNo more \\[a\\].";
        assert_eq!(compare(text, text).departure, None);
        assert!(compare(text, "Two foxes.\n\nNo more [b].").departure.is_some());
    }

    #[test]
    fn a_departure_shows_both_readings() {
        let comparison = compare("There were 700 men.", "There were 70 men.");
        let Some((_, Problem::Witness { article, witness })) = comparison.departure else {
            panic!("the texts differ: {comparison:?}");
        };
        assert_eq!(
            (article.as_str(), witness.as_str()),
            ("There were 700 men.", "There were 70 men.")
        );
    }
}
