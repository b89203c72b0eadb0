//! Any text, any quote: what the approximate search tells is so.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postil::anchor::{
    Haystack, Key, Reworded, Strictness, Wanted, approximate::Pattern, reworded, reworded_ends,
};

fuzz_target!(|case: (&str, &str, &str, &str, u8)| {
    let (text, prefix, exact, suffix, errors) = case;
    let chars: Vec<char> = text.chars().collect();
    let pattern = Pattern::new(exact.chars().collect());
    for found in pattern.matches(&chars, usize::from(errors)) {
        assert!(found.errors <= usize::from(errors));
        let lies = pattern.align(&chars, found, &[0, pattern.len()]);
        assert_eq!(pattern.distance(&chars[lies.start..found.end]), found.errors);
        assert_eq!((*lies.borders[0].end(), *lies.borders[1].start()), (lies.start, found.end));
    }
    let key = Key::new(text);
    let [prefix, exact, suffix] = [prefix, exact, suffix].map(|text| Key::new(text).into_text());
    // A quote without words is refused before anything is sought.
    if !exact.contains(char::is_alphanumeric) {
        return;
    }
    let wanted = Wanted {
        exact: &exact,
        prefix: &prefix,
        suffix: &suffix,
        near: Some(usize::from(errors)),
        strictness: Strictness::FactCheck,
    };
    let haystack = Haystack::new(&key);
    for found in [reworded(&haystack, &wanted), reworded_ends(&haystack, &wanted, &wanted, None)] {
        let places = match found {
            Reworded::Found(place) => vec![place],
            Reworded::Several(places) => places,
            Reworded::Nothing => vec![],
        };
        for place in places {
            assert!(!key.text()[place].trim().is_empty());
        }
    }
});
