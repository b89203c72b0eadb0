//! The numbers of lists, as HTML counts them.

use super::tree::Tree;

/// An item of an ordered list.
pub(super) struct Item {
    /// Its place.
    pub(super) at: usize,
    pub(super) number: i64,
    /// What stands before it, if it is not a number with which an item in Markdown can begin.
    pub(super) label: Option<String>,
    /// What stands in the list behind it without being an item.
    pub(super) rest: Vec<usize>,
}

/// Returns the items of a list with their numbers, and what stands before the first.
pub(super) fn items(tree: &Tree, at: usize) -> (Vec<usize>, Vec<Item>) {
    let (mut before, mut items) = (Vec::new(), Vec::<Item>::new());
    let is_item = |child: &usize| tree.is_named(*child, "li");
    let is_reversed = tree.value(at, "reversed").is_some();
    let n_items = || tree.children(at).filter(is_item).count();
    let first = if is_reversed { i64::try_from(n_items()).unwrap_or(i64::MAX) } else { 1 };
    let mut next = tree.number(at, "start").unwrap_or(first);
    for child in tree.children(at) {
        if tree.text(child).is_some_and(|text| text.trim().is_empty()) {
            continue;
        }
        if is_item(&child) {
            let number = tree.number(child, "value").unwrap_or(next);
            next = if is_reversed { number.saturating_sub(1) } else { number.saturating_add(1) };
            let style = tree.value(child, "type").or(tree.value(at, "type")).unwrap_or_default();
            items.push(Item {
                at: child,
                number,
                label: list_label(style, number),
                rest: Vec::new(),
            });
        } else {
            items.last_mut().map_or(&mut before, |item| &mut item.rest).push(child);
        }
    }
    (before, items)
}

/// Returns what stands before an item, if Markdown cannot say it: `(a)`, `(iv)`, `-1.`.
#[must_use]
pub fn list_label(style: &str, number: i64) -> Option<String> {
    const LARGEST: i64 = 999_999_999;
    let shown = match style {
        "a" => letters(number),
        "A" => letters(number).map(|letters| letters.to_ascii_uppercase()),
        "i" => roman(number),
        "I" => roman(number).map(|roman| roman.to_ascii_uppercase()),
        _ => None,
    };
    let is_sayable = (0..=LARGEST).contains(&number);
    let plain = || (!is_sayable).then(|| format!("{number}."));
    shown.map(|shown| format!("({shown})")).or_else(plain)
}

/// Returns `a` to `z`, `aa`, `ab` …
fn letters(number: i64) -> Option<String> {
    let mut rest = u64::try_from(number).ok().filter(|number| *number > 0)?;
    let mut letters = Vec::new();
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).ok()?;
        letters.push(char::from(b'a' + letter));
        rest = (rest - 1) / 26;
    }
    Some(letters.into_iter().rev().collect())
}

/// Returns `i` to `mmmcmxcix`, 3999.
fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let (mut rest, mut roman) = (Some(number).filter(|n| (1..=3999).contains(n))?, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            roman.push_str(sign);
            rest -= value;
        }
    }
    Some(roman)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_cannot_say_has_a_label() {
        for (style, number, shown) in [
            ("", 7, None),
            ("", -7, Some("-7.")),
            ("1", 1_000_000_000, Some("1000000000.")),
            ("a", 27, Some("(aa)")),
            ("A", 702, Some("(ZZ)")),
            ("a", 0, None),
            ("i", 1994, Some("(mcmxciv)")),
            ("I", 4, Some("(IV)")),
            ("I", 4000, None),
            ("i", i64::MIN, Some("-9223372036854775808.")),
            ("disc", 3, None),
        ] {
            assert_eq!(list_label(style, number).as_deref(), shown, "{style} {number}");
        }
    }
}
