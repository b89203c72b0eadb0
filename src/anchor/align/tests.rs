//! Passages of an earlier text, in `⟦…⟧`, and where they are said to have gone.

use super::*;
use crate::anchor::marks::{marked, plain, unmarked};

/// Checks where the passage of `old` has gone: `new` encloses the place, or each of those
/// that have an equal claim, or no place.
#[track_caller]
fn check(old: &str, new: &str) {
    let (text, passage) = unmarked(old);
    let (text, prose) = (text.text, plain(new).text);
    let [start, end] = [passage.start, passage.end].map(|at| text[..at].chars().count());
    let key = Key::new(&prose);
    let earlier = EarlierText::new(&text, std::slice::from_ref(&passage));
    let places = AlignedTexts::new(&earlier, &prose, &key).follow(start, end);
    assert_eq!(marked(&prose, &places), new);
}

#[test]
fn what_stayed_is_where_it_was() {
    check("One.\nOf ⟦small boats⟧ here.\nTwo.", "One.\nOf ⟦small boats⟧ here.\nTwo.");
    check("One.\nOf ⟦small boats⟧ here.\nTwo.", "New.\nOne.\nOf ⟦small boats⟧ here.\nTwo, too.");
}

#[test]
fn typography_does_not_count() {
    check("He said ⟦\"so - be it\"⟧ then.", "He said ⟦“so — be it”⟧ then.");
}

#[test]
fn a_passage_that_was_edited_is_not_its_equal() {
    check(
        "Of spring.\n⟦The lamp was lit at dusk⟧ by the keeper.\nOf autumn.\nAll was still.",
        "Of spring.\n⟦The lamp was lit at noon⟧ by the keeper.\nOf autumn.\nAll was still, for The \
         lamp was lit at dusk once.",
    );
}

#[test]
fn of_equal_blocks_the_one_among_its_neighbours_is_met() {
    check(
        "First verse.\nMercy for ever.\nSecond verse.\n⟦Mercy for ever.⟧\nThird verse.",
        "First verse.\nSecond verse.\n⟦Mercy for ever.⟧\nThird verse.",
    );
    check(
        "First verse.\nMercy for ever.\nSecond verse.\n⟦Mercy for ever.⟧\nThird verse.",
        "First verse.\nMercy for ever.\nSecond verse.\nThird verse.",
    );
}

#[test]
fn a_block_that_was_doubled_leaves_it_open() {
    check(
        "First verse.\n⟦Mercy for ever.⟧\nSecond verse.",
        "First verse.\n⟦Mercy for ever.⟧\n⟦Mercy for ever.⟧\nSecond verse.",
    );
}

#[test]
fn a_block_that_was_moved_beside_its_equal_leaves_it_open() {
    check(
        "First verse.\n⟦Mercy for ever.⟧\nSecond verse.\nMercy for ever.\nThird verse.\nThe end.",
        "First verse.\nSecond verse.\n⟦Mercy for ever.⟧\n⟦Mercy for ever.⟧\nThird verse.\nThe end.",
    );
}

#[test]
fn a_block_that_was_moved_and_edited_is_not_its_near_twin_in_its_place() {
    check(
        "Start here.\nRinse ⟦the lentils⟧ well, then drain and put aside.\nHeat the oil.\n\
         Peel the garlic.\nThe end.",
        "Start here.\nRinse the mussels well, then drain and put aside.\nHeat the oil.\n\
         Peel the garlic.\nRinse ⟦the lentils⟧ well, then drain and putt aside.\nThe end.",
    );
}

#[test]
fn what_was_inserted_in_a_short_passage_is_part_of_it() {
    check(
        "By then the company already had ⟦a foothold⟧ in the neighbouring province.",
        "By then the company already had ⟦a forementioned foothold⟧ in the neighbouring province.",
    );
}

#[test]
fn what_is_gone_is_gone_though_its_surroundings_stayed() {
    check(
        "One two three. ⟦The number was about seventy.⟧ Four five six.",
        "One two three. Four five six.",
    );
    check(
        "One two three. ⟦The number was about seventy.⟧ Four five six.",
        "One two three. Nobody ever counted. Four five six.",
    );
}

#[test]
fn a_copy_that_was_put_into_another_block_is_not_the_passage() {
    check(
        "He asked.\nBut not a word of it ⟦was to be heard that night from the mate or from old⟧ \
         Savely. The sea lay still.\nA boat came in.\nThat is all, said Savely, and went.\nEnd.",
        "He asked.\nBut not a word of it Savely. The sea lay still.\nA boat came in.\nThat is all, \
         said was to be heard that day from the mate or from old Savely, and went.\nEnd.",
    );
    check(
        "He asked.\nBut not a word ⟦was to be heard that night from the mate or from old⟧ \
         Savely.\nA boat came in.\nThat is all, said Savely.\nEnd.",
        "He asked.\nA boat came in.\nThat is all, said was to be heard that day from the mate or \
         from old Savely.\nEnd.",
    );
}

#[test]
fn a_cell_or_an_answer_is_not_its_equal_elsewhere() {
    let table = |rows: &str| rows.replace(" | ", "\n").replace(" / ", "\n");
    for (old, new) in [
        ("Ito | ⟦liar⟧ / Roe | honest / Sum | two", "Ito | honest / Roe | liar / Sum | two"),
        ("2023 | 40 | ⟦47⟧ / 2024 | 45 | 44", "2022 | 30 | 47 / 2023 | 40 | x / 2024 | 45 | 44"),
        ("2023 | 40 | ⟦47⟧ / 2024 | 45 | 44", "2024 | 45 | 44 / 2025 | 50 | 47"),
        (
            "Did you take it? / ⟦No.⟧ / Did you know? / Yes.",
            "Did you take it? / Yes. / Did you know? / No.",
        ),
        ("⟦47⟧ / 44 / 12", "⟦48⟧ / 47 / 12"),
        ("2023 | 40 | ⟦47⟧ / 2024 | 45 | 44", "2023 | 47 | 52 / 2024 | 45 | 44"),
        ("2023 | 40 | ⟦47⟧ / 2024 | 45 | 44", "2022 | 30 | 47 / 2023 | 40 |  / 2024 | 45 | 44"),
    ] {
        let (old, new) = (table(old), table(new));
        check(&old, &new);
    }
    // Beside what it stood beside, it is.
    check("2023\n40\n⟦47⟧\n2024\n45\n44", "2024\n45\n44\n2022\n30\n29\n2023\n40\n⟦47⟧");
}

#[test]
fn surroundings_tell_where_a_passage_ends_whose_ends_were_replaced() {
    check(
        "In those years ⟦some seventy fishermen lived⟧ on the island.\nA next paragraph.",
        "In those years ⟦about seventy fishermen worked⟧ on the island.",
    );
}

#[test]
fn words_that_stayed_are_known_whatever_stands_around_them() {
    check(
        "A man of the harbour told us that ⟦the ferry had been late for years⟧, he said, always.",
        "Reports agree on one thing: ⟦the ferry had been late for years⟧ and cost more.",
    );
}

#[test]
fn blocks_may_move_and_be_split_and_joined() {
    let (boats, nets) = (
        "In spring the harbour was full of small boats, and they went out before light.",
        "Nobody counted the nets that lay on the quay, nor asked whose they had been before.",
    );
    let marked = boats.replace("full of small boats", "⟦full of small boats⟧");
    let edited = boats.replace("full of small boats", "⟦full of fishing boats⟧");
    check(&format!("{marked}\n{nets}\nEnd."), &format!("{nets}\nEnd.\n{edited}"));
    check(&format!("{marked}\n{nets}"), &format!("{edited} {nets}"));
    check(&format!("{marked}\n{nets}"), &format!("{}\n{nets}", edited.replace(", and", ",\nand")));
}

#[test]
fn a_passage_may_reach_over_blocks() {
    check(
        "It was ⟦late when they came.\nThen all of them⟧ went home.",
        "Well. It was ⟦late as they came.\nThen all of them⟧ went home.",
    );
}

#[test]
fn scripts_without_spaces_are_followed() {
    check(
        "太史公曰：先人有言，⟦自周公卒五百歲而有孔子⟧，孔子卒後至於今五百歲。",
        "太史公曰：先人有言，⟦自周公卒五百年而有孔子⟧，孔子卒後至於今五百歲。",
    );
}

#[test]
fn a_place_that_the_text_does_not_have_is_nowhere() {
    let earlier = EarlierText::whole("One.\nTwo.");
    let key = Key::new("One.\nTwo.");
    let aligned = AlignedTexts::new(&earlier, "One.\nTwo.", &key);
    for (start, end) in [(4, 5), (8, 4), (0, 0), (5, 99), (99, 100)] {
        assert!(aligned.follow(start, end).is_empty(), "{start}..{end}");
    }
    let (hash, length) = ("0".repeat(16), usize::MAX);
    for blocks in [vec![], vec![EarlierBlock::Hash { hash, length }; 3]] {
        let earlier = EarlierText::from_parts(String::new(), blocks);
        let aligned = AlignedTexts::new(&earlier, "One.\nTwo.", &key);
        assert!(aligned.follow(0, 3).is_empty());
        assert!(aligned.follow(usize::MAX - 1, usize::MAX).is_empty());
    }
}
