//! Any Markdown with any quotes: what is anchored is woven, the prose unaltered.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postil::{
    anchor::{Key, anchor, describe, widen},
    prose,
    script::Direction,
    weave::{Mark, Weft, weave},
};

fuzz_target!(|case: (&str, Vec<(u16, u16)>)| {
    let (markdown, ranges) = case;
    let markup = prose::read(markdown, 0).expect("the Markdown parser does not fail");
    let prose = &markup.prose;
    let key = Key::new(&prose.text);
    let mut marks = Vec::new();
    for (number, (a, b)) in ranges.iter().enumerate() {
        let border = |at: u16| prose.text.floor_char_boundary(usize::from(at));
        let range = border(*a.min(b))..border(*a.max(b));
        let Some(selector) = describe(prose, &key, &range) else { continue };
        let found = anchor(prose, &key, &selector, &|_| 1).expect("a description is found");
        assert_eq!(Some(&found.range), widen(prose, &key, &range).as_ref());
        marks.push(Mark {
            id: format!("a{number}"),
            number,
            range: found.range,
            kind: "note",
            rating: None,
            tone: None,
            name: String::new(),
        });
    }
    let weft = Weft {
        marks: &marks,
        terms: &[],
        term_ids: &[],
        root: "",
        resolve: &|target| target.target.to_owned(),
        direction: Direction::Ltr,
    };
    let woven = weave(&markup, &weft);
    for mark in &marks {
        let reference = format!("id=\"ref-{}\"", mark.id);
        let n: usize = woven.rows.iter().map(|row| row.html.matches(&reference).count()).sum();
        assert_eq!(n, 1, "one reference for {:?}", mark.range);
    }
});
