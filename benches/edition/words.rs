//! An invented language, English in its rhythm.

use super::random::Random;

/// The words of the language, the commonest first, and the names in it.
pub(super) struct Words {
    common: Vec<String>,
    /// Names of the glossary's terms: headword and alias.
    pub(super) terms: Vec<[String; 2]>,
}

/// Where the language begins.
const SEED: u64 = 0x0b05_7e57;
const N_WORDS: usize = 2000;

const ONSETS: [&str; 20] = [
    "b", "br", "d", "f", "g", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v",
    "w", "",
];
const VOWELS: [&str; 9] = ["a", "e", "e", "i", "o", "u", "a", "o", "ou"];
const CODAS: [&str; 12] = ["", "", "", "n", "r", "s", "", "l", "n", "", "t", ""];
/// Some words have letters that are not ASCII, as loanwords do.
const FOREIGN: [&str; 4] = ["é", "ö", "ç", "ñ"];

impl Words {
    /// Makes up the language.
    pub(super) fn new() -> Self {
        let mut random = Random::new(SEED);
        let mut common = Vec::with_capacity(N_WORDS);
        while common.len() < N_WORDS {
            // Common words are short, as in English: five letters on average.
            let n_syllables = match common.len() {
                0..100 => 1,
                100..700 => random.between(1, 2),
                _ => random.between(2, 3),
            };
            let mut word: String = (0..n_syllables).map(|_| syllable(&mut random)).collect();
            if common.len() > 100 && random.once_in(60) {
                word.push_str(random.pick::<&str>(&FOREIGN));
            }
            if word.len() > 1 && !common.contains(&word) {
                common.push(word);
            }
        }
        let terms = (0..super::N_TERMS).map(|_| name(&common, &mut random)).collect();
        Self { common, terms }
    }

    /// Returns a word; few words are common and most are rare.
    pub(super) fn word(&self, random: &mut Random) -> &str {
        let rarest = random.below(self.common.len()) + 1;
        &self.common[random.below(rarest)]
    }

    /// Returns `n` words in a row, the first one capitalised.
    pub(super) fn phrase(&self, n: usize, random: &mut Random) -> String {
        let words: Vec<&str> = (0..n).map(|_| self.word(random)).collect();
        capitalized(&words.join(" "))
    }
}

fn syllable(random: &mut Random) -> String {
    [random.pick(&ONSETS), random.pick(&VOWELS), random.pick(&CODAS)].map(|part| *part).concat()
}

/// Makes up a name of two rare words, and its abbreviation.
fn name(common: &[String], random: &mut Random) -> [String; 2] {
    let rare = &common[common.len() / 2..];
    let parts = [random.pick(rare), random.pick(rare)].map(|word| capitalized(word));
    let letter = |random: &mut Random| char::from(b'A' + random.below(26) as u8);
    let abbreviation: String = (0..4).map(|_| letter(random)).collect();
    [parts.join(" "), abbreviation]
}

/// Returns a text with its first letter as a capital.
pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
