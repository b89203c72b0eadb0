//! Files made to end the program, to multiply, or to lead it elsewhere: catalogues, formulas,
//! archives, pages with images, and links where commands write and look.

use crate::{hostile_works::run, sandbox::Sandbox};

/// Checks that a catalogue is told, at a place, by what looks at an edition and what makes a site.
#[track_caller]
fn check_catalogue(text: &str, place: &str, said: &str) {
    let sandbox = Sandbox::small();
    sandbox.write("content/locales/en.ftl", text);
    for command in ["check", "build"] {
        run(&sandbox, &[command])
            .expect_code(1)
            .expect_said("error[catalogue]")
            .expect_said(&format!("content/locales/en.ftl:{place}"))
            .expect_said(said);
    }
}

#[test]
fn catalogues_that_are_nested_too_deeply_are_told() {
    let nested = |n| format!("foo = {}\"x\"{}\n", "{".repeat(n), "}".repeat(n));
    check_catalogue(&nested(3_000), "1:57", "braces are nested over 50 deep");
    let selects = format!("foo = {}", "{ $n ->\n   *[o] ".repeat(3_000));
    check_catalogue(&selects, "51:9", "braces are nested over 50 deep");
}

#[test]
fn a_message_that_says_nothing_stands_for_none() {
    check_catalogue("glossary =\n    .x = y\n", "1:1", "`glossary` says nothing");
}

#[test]
fn messages_that_multiply_are_told() {
    let long = "x".repeat(60_000);
    let text = format!("l1 = {long}\nsearch = {}\n", "{l1}".repeat(90));
    check_catalogue(&text, "2:1", "`search` and what it names come to too much text");
}
