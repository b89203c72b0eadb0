//! How languages write: the direction of their texts, the order of their letters.

use std::cmp::Ordering;

use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_locale::{Locale, LocaleDirectionality};

/// The direction in which a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// Returns the direction of the first letter that has one, as HTML's `dir=auto` does.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        if text.is_ascii() {
            let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
            return has_letter.then_some(Self::Ltr);
        }
        let first = text.chars().find(|c| c.is_alphabetic())?;
        Some(if is_rtl(first) { Self::Rtl } else { Self::Ltr })
    }

    /// Returns the direction of a language tag (BCP 47): of its script, or else of the script
    /// that CLDR says its language is written in there. What CLDR does not know is taken to
    /// run from left to right.
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        let is_rtl = tag
            .parse::<Locale>()
            .is_ok_and(|tag| LocaleDirectionality::new_extended().is_right_to_left(&tag.id));
        if is_rtl { Self::Rtl } else { Self::Ltr }
    }

    /// Returns the value of the `dir` attribute.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// The blocks that Unicode reserves for right-to-left scripts (UAX #9, `BidiClass` R and AL).
fn is_rtl(c: char) -> bool {
    matches!(
        c as u32,
        0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff
    )
}

/// The order in which a language sorts its words.
pub struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// Returns the order of a language (BCP 47); an unknown one sorts as most do.
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        let locale = tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        Self(CollatorBorrowed::try_new(locale.into(), CollatorOptions::default()).ok())
    }

    /// Compares two texts; marks before the first letter or digit do not count.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let [a, b] = [a, b].map(|text| text.trim_start_matches(|c: char| !c.is_alphanumeric()));
        match &self.0 {
            Some(collator) => collator.compare(a, b).then_with(|| a.cmp(b)),
            None => a.cmp(b),
        }
    }
}

/// Returns what to sort a name by, so that `part-2` comes before `part-10`.
#[must_use]
pub fn natural_key(name: &str) -> Vec<(usize, &[u8])> {
    let is_alike = |a: &u8, b: &u8| a.is_ascii_digit() == b.is_ascii_digit();
    let mut key = Vec::new();
    for part in name.as_bytes().chunk_by(is_alike) {
        if part[0].is_ascii_digit() {
            let n_zeros = part.iter().take_while(|byte| **byte == b'0').count();
            // Of two numbers the longer one is larger.
            key.push((1 + part.len() - n_zeros, &part[n_zeros..]));
        } else {
            key.push((0, part));
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        assert_eq!(Direction::of_text("12 – وحدات YPG"), Some(Direction::Rtl));
        assert_eq!(Direction::of_text("YPG وحدات"), Some(Direction::Ltr));
        assert_eq!(Direction::of_text("12 – 13"), None);
    }

    #[test]
    fn a_script_outweighs_its_language() {
        assert_eq!(Direction::of_language("ar"), Direction::Rtl);
        assert_eq!(Direction::of_language("ar-Latn"), Direction::Ltr);
        assert_eq!(Direction::of_language("ku-Arab"), Direction::Rtl);
        assert_eq!(Direction::of_language("en-GB"), Direction::Ltr);
    }

    #[test]
    fn every_language_has_the_direction_of_its_script() {
        let rtl = "ar arc ckb dv fa he iw ks ps sd syc syr ug ur yi nqo rhg ku-IQ pa-PK az-IR \
            ff-Adlm ar-EG ar-u-nu-latn und-Hebr man-Nkoo aii lrc sam xmn mid";
        for tag in rtl.split(' ') {
            assert_eq!(Direction::of_language(tag), Direction::Rtl, "{tag}");
        }
        for tag in "en ku pa az ff yi-Latn zh ja mn-Mong und x-own qaa zz_ja root".split(' ') {
            assert_eq!(Direction::of_language(tag), Direction::Ltr, "{tag}");
        }
    }

    #[test]
    fn words_are_sorted_as_readers_expect() {
        let mut words = ["Zeta", "“alpha”", "émile", "Eva", "al-Nusra"];
        let collation = Collation::of_language("en");
        words.sort_by(|a, b| collation.compare(a, b));
        assert_eq!(words, ["al-Nusra", "“alpha”", "émile", "Eva", "Zeta"]);
    }

    #[test]
    fn numbers_in_names_sort_by_their_value() {
        let sorted = ["a", "a-0", "a-1", "a-01-b", "a-2", "a-10", "a-10-2", "b", "ä-3"];
        let mut names = sorted;
        names.reverse();
        names.sort_by_key(|name| natural_key(name));
        assert_eq!(names, sorted);
    }
}
