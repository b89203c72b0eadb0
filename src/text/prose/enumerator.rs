//! What laws number by: names of units, as “Art. 8a”, and enumerators, as `(2)`, `(iii)`.

/// How deep a unit may stand in others, its fragment, and the words that name it.
struct Name {
    depth: u8,
    fragment: &'static str,
    words: &'static [&'static str],
}

const ARTICLE: u8 = 1;
const SECTION: u8 = 2;

const NAMES: &[Name] = &[
    Name { depth: 0, fragment: "annex", words: &["Annex", "Annexe", "Anhang", "Anlage"] },
    Name { depth: 0, fragment: "sch", words: &["Schedule", "Sch."] },
    Name {
        depth: ARTICLE,
        fragment: "art",
        words: &[
            "Art.",
            "Art",
            "Article",
            "Artikel",
            "Articolo",
            "Artículo",
            "Artigo",
            "Madde",
            "Статья",
            "Стаття",
            "المادة",
            "ماده",
        ],
    },
    Name { depth: SECTION, fragment: "sec", words: &["§", "Section", "Sec.", "s.", "סעיף"] },
    Name { depth: SECTION, fragment: "rule", words: &["Rule"] },
    Name { depth: SECTION, fragment: "reg", words: &["Regulation", "Reg."] },
    Name { depth: 3, fragment: "clause", words: &["Clause", "Cl."] },
];

/// What stands behind the number of a unit that was put in later.
const INSERTED: [&str; 6] = ["bis", "ter", "quater", "quinquies", "sexies", "septies"];

/// The beginning of a unit: “Art. 8a”.
pub(super) struct Unit<'t> {
    /// How deep it may stand in others: within those that are less.
    pub(super) depth: u8,
    /// As it is written, without a title.
    pub(super) label: &'t str,
    /// Its name and number in ASCII and lower case: `art-8a`.
    pub(super) fragment: String,
    /// The text behind it.
    pub(super) rest: &'t str,
}

impl<'t> Unit<'t> {
    /// Reads the unit that a text begins with.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        NAMES.iter().find_map(|name| name.words.iter().find_map(|word| name.read(word, text)))
    }

    /// Returns whether it is an article.
    pub(super) const fn is_article(&self) -> bool {
        self.depth == ARTICLE
    }

    /// Returns whether it is a part, and no unit, if it has articles.
    pub(super) const fn is_part_above_articles(&self) -> bool {
        self.depth > ARTICLE
    }
}

impl Name {
    fn read<'t>(&self, word: &str, text: &'t str) -> Option<Unit<'t>> {
        let behind = without_prefix(text, word)?;
        let spaced = behind.trim_start();
        let may_touch = !word.ends_with(char::is_alphanumeric);
        if !may_touch && spaced.len() == behind.len() {
            return None;
        }
        let length = number_length(spaced)?;
        let (number, mut rest) = spaced.split_at(length);
        let mut fragment = format!("{}-", self.fragment);
        let fits = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        fragment.extend(number.chars().map(fits));
        let next = rest.split_whitespace().next().map(|word| word.trim_end_matches(['.', ':']));
        if rest.starts_with(char::is_whitespace)
            && let Some(inserted) = next.filter(|next| INSERTED.contains(next))
        {
            fragment.push_str(inserted);
            rest = &rest.trim_start()[inserted.len()..];
        }
        let label = &text[..text.len() - rest.len()];
        let rest = rest.trim_start_matches('.');
        Some(Unit { depth: self.depth, label, fragment, rest })
    }
}

/// Takes a word off the beginning of a text, whatever its case.
fn without_prefix<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut chars = text.chars();
    for expected in word.chars().flat_map(char::to_lowercase) {
        if !chars.next()?.to_lowercase().eq([expected]) {
            return None;
        }
    }
    Some(chars.as_str())
}

/// Returns how long the number is that a text begins with: `8`, `8a`, `4.1`, `IV`, `B`, `L121-1`.
fn number_length(text: &str) -> Option<usize> {
    let mut length = 0;
    for (at, c) in text.char_indices() {
        let joins = || {
            let next = text[at + c.len_utf8()..].chars().next();
            matches!(c, '.' | '-' | '/') && next.is_some_and(|next| next.is_ascii_digit())
        };
        if !c.is_ascii_alphanumeric() && (at == 0 || !joins()) {
            break;
        }
        length = at + c.len_utf8();
    }
    let number = &text[..length];
    let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
    let is_upper = number.starts_with(|c: char| c.is_ascii_uppercase());
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        || is_upper && (has_digit || number.len() == 1 || roman(number).is_some());
    let is_whole = !text[length..].starts_with(char::is_alphanumeric);
    (is_number && is_whole && length <= MAX_NUMBER).then_some(length)
}

/// No number is longer, in bytes.
const MAX_NUMBER: usize = 20;

/// How an enumerator counts, and what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) series: Series,
    brackets: Brackets,
}

/// In what an enumerator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Series {
    /// 1, 2, 3
    Decimal,
    /// a, b, c or A, B, C
    Letter(Case),
    /// i, ii, iii or I, II, III
    Roman(Case),
    /// aa, bb, cc
    Double,
}

/// The case of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Upper,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brackets {
    /// `(a)`
    Both,
    /// `a)`
    Closing,
    /// `1.`
    Point,
}

/// An enumerator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Enumerator<'t> {
    /// Without its brackets.
    pub(super) text: &'t str,
    brackets: Brackets,
}

/// What an enumerator may be: `i` is a letter or a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate<'t> {
    pub(super) kind: Kind,
    pub(super) number: u32,
    /// What follows the number where something was put in later: `a` in `1a`.
    pub(super) suffix: &'t str,
    /// Where it may stand.
    pub(super) stands: Stands,
}

/// Where something that looks like an enumerator is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stands {
    /// Only where it comes next.
    Next,
    /// In a series that has begun, and where one begins.
    InSeries,
    /// Anywhere: the series may begin before the text does.
    Anywhere,
}

impl<'t> Enumerator<'t> {
    /// Reads the marker of an item of a numbered list.
    pub(super) fn of_item(marker: &'t str) -> Option<Self> {
        let (text, brackets) = match marker.strip_suffix('.') {
            Some(text) => (text, Brackets::Point),
            None => (marker.strip_suffix(')')?, Brackets::Closing),
        };
        Some(Self { text, brackets })
    }

    /// Reads the enumerators that a text begins with.
    pub(super) fn read_all(text: &'t str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut rest = text;
        while let Some((one, behind)) = Self::read(rest.trim_start()) {
            found.push(one);
            rest = behind;
        }
        found
    }

    fn read(text: &'t str) -> Option<(Self, &'t str)> {
        let (inside, brackets) = match text.strip_prefix('(') {
            Some(inside) => (inside, Brackets::Both),
            None => (text, Brackets::Closing),
        };
        let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (text, behind) = inside.split_at(length);
        let rest = behind.strip_prefix(')')?;
        let is_apart = rest.is_empty() || rest.starts_with([' ', '\u{a0}', '\t', '(']);
        let one = Self { text, brackets };
        (is_apart && one.candidates().next().is_some()).then_some((one, rest))
    }

    /// Returns what it may be.
    pub(super) fn candidates(self) -> impl Iterator<Item = Candidate<'t>> {
        let text = self.text;
        let candidate = |series, number, suffix, stands| {
            let kind = Kind { series, brackets: self.brackets };
            Candidate { kind, number, suffix, stands }
        };
        let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number = text[..n_digits].parse().ok().filter(|_| self.is_number(n_digits));
        let decimal = number
            .map(|number| candidate(Series::Decimal, number, &text[n_digits..], Stands::Anywhere));

        let is_upper = text.starts_with(|c: char| c.is_ascii_uppercase());
        let (case, late) = match is_upper {
            true => (Case::Upper, Stands::InSeries),
            false => (Case::Lower, Stands::Anywhere),
        };
        let first = text.chars().next().filter(char::is_ascii_alphabetic);
        let ordinal = first.map_or(0, |c| u32::from(c.to_ascii_lowercase()) - u32::from('a') + 1);
        let rest = text.get(1..).unwrap_or_default();
        let letter = (ordinal > 0).then_some(()).and_then(|()| match rest {
            "" => Some(candidate(Series::Letter(case), ordinal, "", late)),
            _ if is_short_word(text) => {
                Some(candidate(Series::Letter(case), ordinal, rest, Stands::Next))
            }
            _ => None,
        });
        let is_double = text.len() == 2 && text.chars().last() == first && first.is_some();
        let doubles = is_double.then(|| {
            // `aa` is the first below a letter, or what follows `z`.
            let double =
                (!is_upper).then(|| candidate(Series::Double, ordinal, "", Stands::InSeries));
            let after_z = candidate(Series::Letter(case), 26 + ordinal, "", Stands::Next);
            [double, Some(after_z)]
        });
        let roman = roman(text).map(|number| {
            let stands = match text {
                "i" | "v" | "x" | "I" | "V" | "X" => Stands::InSeries,
                _ if text.len() > 1 && text.bytes().all(|byte| b"ivx".contains(&byte)) => {
                    Stands::Anywhere
                }
                _ if text.len() > 1 => Stands::InSeries,
                _ => Stands::Next,
            };
            candidate(Series::Roman(case), number, "", stands)
        });
        let doubles = doubles.into_iter().flatten().flatten();
        decimal.into_iter().chain(letter).chain(doubles).chain(roman)
    }

    /// Returns whether its digits, and what was put in behind them, are a number of a law: years
    /// in brackets are not.
    fn is_number(self, n_digits: usize) -> bool {
        let suffix = &self.text[n_digits..];
        let is_letter = suffix.len() <= 1 && suffix.bytes().all(|byte| byte.is_ascii_lowercase());
        n_digits <= 3 && (is_letter || INSERTED.contains(&suffix))
    }
}

/// Returns whether a text has two letters or three, of one case.
fn is_short_word(text: &str) -> bool {
    matches!(text.len(), 2 | 3)
        && (text.bytes().all(|byte| byte.is_ascii_lowercase())
            || text.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// Returns the value of a Roman numeral that is written as it should be, in one case.
fn roman(text: &str) -> Option<u32> {
    const SIGNS: [(&str, u32); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    if text.is_empty() || text.len() > 15 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    if text != lower && text != text.to_ascii_uppercase() {
        return None;
    }
    let (mut rest, mut value) = (&*lower, 0);
    for (sign, worth) in SIGNS {
        let most = if sign.len() == 1 && !matches!(sign, "v" | "l" | "d") { 3 } else { 1 };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(sign) else { break };
            (rest, value) = (after, value + worth);
        }
    }
    rest.is_empty().then_some(value)
}
