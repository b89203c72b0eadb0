//! Bibliographies and styles made to end the program, or never to let it end: each must
//! be told in words, and soon.

use std::{
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use postil::{
    cite::{Bibliography, Style, bibliography, bibtex},
    diag::Diagnostics,
    io::SourceFile,
    model::Source,
};

use crate::sandbox::{Run, Sandbox};

/// Runs the program, which must end by itself within five seconds.
#[track_caller]
pub(crate) fn run(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let mut postil = sandbox.postil(arguments);
    postil.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = postil.spawn().expect("the program can be run");
    let started = Instant::now();
    while child.try_wait().expect("a child can be asked").is_none() {
        if started.elapsed() > Duration::from_secs(5) {
            child.kill().expect("a child can be killed");
            panic!("{arguments:?} takes over five seconds");
        }
        thread::sleep(Duration::from_millis(5));
    }
    Run::of(child.wait_with_output().expect("the program has ended"))
}

/// Checks that a bibliography is refused, as a file of the edition and as one that is
/// imported.
#[track_caller]
fn check_bib(text: &str, said: &str) {
    let sandbox = Sandbox::small();
    sandbox.write("works.bib", text);
    run(&sandbox, &["import", "works.bib"]).expect_code(1).expect_said(said);
    sandbox.write("content/sources.bib", text);
    run(&sandbox, &["check"])
        .expect_code(1)
        .expect_said("error[bibliography]")
        .expect_said(said)
        .expect_said("content/sources.bib:");
}

/// Checks what is refused of a bibliography: its message and the text at its place.
#[track_caller]
fn check_refusal(text: &str, message: &str, at: &str) {
    let refusal = bibtex::check(text).expect_err("it is hostile");
    assert!(refusal.message.contains(message), "{refusal:?}");
    assert_eq!(&text[refusal.range], at);
}

#[test]
fn circles_are_named_with_their_way() {
    let strings = "@string{a = b # \"x\"}@string{b = a}@book{k, title = a}";
    check_refusal(strings, "the @string “a” → “b” is made of itself", "a");
    let text = "@book{a, CROSSREF={b}}\n@book{b, xdata = {c, a}}";
    check_refusal(text, "“a” → “b” takes over from itself", "a");
    // By another name of the entry, and a key that is made of strings.
    let text = "@string{k = \"al\"}@book{a, ids={alias}, crossref = k # \"ias\"}";
    check_refusal(text, "“a” takes over from itself", "a");
}

#[test]
fn chains_and_nesting_have_an_end() {
    let chain = |n: usize| {
        let one = |n| format!("@book{{k{n}, crossref={{k{}}}}}\n", n + 1);
        (0..n).map(one).collect::<String>()
    };
    assert_eq!(bibtex::check(&chain(90)), Ok(()));
    check_refusal(&chain(110), "leads to over 100 others", "k100");
    let strings: String = (0..110).map(|n| format!("@string{{s{} = s{n}}}", n + 1)).collect();
    assert_eq!(bibtex::check(&format!("{strings}@book{{k, title = s90}}")), Ok(()));
    let long = format!("{strings}@book{{k, title = s110}}");
    check_refusal(&long, "the @string “s110” leads to over 100 others", "s110");
    let deep = |n: usize| format!("@book{{a, title={{{}{}}}}}", "{".repeat(n), "}".repeat(n));
    assert_eq!(bibtex::check(&deep(90)), Ok(()));
    check_refusal(&deep(101), "`title` of “a”: braces are nested over 100 deep", "title");
}

#[test]
fn bibtex_that_leads_in_a_circle_is_told() {
    check_bib(
        "@book{a, crossref={b}}\n@book{b, crossref={a}}\n",
        "“a” → “b” takes over from itself by `crossref` or `xdata`",
    );
    check_bib("@string{a = a}\n@book{k, title=a}\n", "the @string “a” is made of itself");
    check_bib(
        "@xdata{a, xdata={b}}\n@xdata{b, xdata={c,a}}\n@book{k, title={K}, xdata={a}}\n",
        "takes over from itself",
    );
}

#[test]
fn bibtex_that_is_too_deep_is_told() {
    let chain = |n| format!("@book{{k{n}, title={{T}}, crossref={{k{}}}}}\n", n + 1);
    let chain: String = (0..20_000).map(chain).collect();
    check_bib(&chain, "leads to over 100 others by `crossref` or `xdata`");
    let nested =
        |open: &str, n| format!("@book{{k, title={{{}x{}}}}}", open.repeat(n), "}".repeat(n));
    check_bib(&nested("\\'{", 20_000), "`title` of “k”: braces are nested over 100 deep");
    check_bib(&nested("\\textbf{", 50_000), "`title` of “k”: braces are nested over 100 deep");
    check_bib(&nested("{", 100_000), "`title` of “k”: braces are nested over 100 deep");
}

#[test]
fn bibtex_that_grows_without_end_is_told() {
    let string = |n| format!("@string{{s{} = s{n} # s{n} # s{n} # s{n}}}\n", n + 1);
    let strings: String = (0..20).map(string).collect();
    let text = format!("@string{{s0 = \"wool\"}}\n{strings}@book{{k, title=s20}}\n");
    check_bib(&text, "`title` of “k”: with its @strings written out");
    let empty = vec!["\"\""; 20_000].join(" # ");
    let twice = |n| format!("@string{{s{} = s{n} # s{n}}}\n", n + 1);
    let strings: String = (0..30).map(twice).collect();
    let text = format!("@string{{s0 = {empty}}}\n{strings}@book{{k, title=s30}}\n");
    check_bib(&text, "`title` of “k”: with its @strings written out");
    let flat = format!("@book{{k, title={{{}}}}}", "{}".repeat(50_000));
    check_bib(&flat, "`title` of “k”: it has too many braces");
    let level = |n: usize| {
        let eight = vec![format!("d{n}"); 8].join(",");
        format!("@xdata{{d{}, xdata={{{eight}}}}}\n", n + 1)
    };
    let data: String = (0..12).map(level).collect();
    check_bib(&format!("@xdata{{d0, title={{T}}}}\n{data}"), "takes over too much from others");
}

#[test]
fn an_entry_that_cannot_be_read_does_not_keep_others_waiting() {
    let strings = (0..60_000).map(|n| format!("@string{{s{n} = \"Journal {n}\"}}\n"));
    let entries = (0..400).map(|n| format!("@book{{k{n}, title=s5}}\n"));
    let text: String = strings.chain(entries).collect();
    let sandbox = Sandbox::small();
    sandbox.write("works.bib", text + "@book{x, title={a}\n");
    run(&sandbox, &["import", "works.bib"])
        .expect_code(1)
        .expect_said("item 401 (@book{x, title={a}): not imported: expected comma")
        .expect_said("imported 1 work into content/sources.yaml; 399 there already");
}

fn style(macros: &str, layout: &str) -> String {
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\n\
         <info><title>T</title><id>x</id><updated>2020-01-01T00:00:00Z</updated></info>\n\
         {macros}\n<citation><layout>{layout}</layout></citation>\n\
         <bibliography><layout>{layout}</layout></bibliography>\n</style>\n"
    )
}

/// Makes an edition of one work in a style of its own.
fn styled(style: &str) -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write("content/own.csl", style);
    let settings = sandbox.read("content/edition.yaml") + "citation_style: own.csl\n";
    sandbox.write("content/edition.yaml", settings);
    sandbox.write("content/sources.yaml", "k: { type: book, title: K, date: 2000 }\n");
    sandbox
}

#[track_caller]
fn check_style(macros: &str, layout: &str, said: &str) {
    let sandbox = styled(&style(macros, layout));
    run(&sandbox, &["check"]).expect_code(1).expect_said("error[bibliography]").expect_said(said);
}

const CALL: &str = "<text macro=\"a\"/>";

#[test]
fn styles_whose_macros_call_themselves_are_told() {
    let own = "<macro name=\"a\"><text macro=\"a\"/></macro>";
    check_style(own, CALL, "the macro “a” (in line 3, column 1) calls itself");
    let mutual = "<macro name=\"a\"><group><text macro=\"b\"/></group></macro>\
                  <macro name=\"b\"><text macro=\"a\"/></macro>";
    check_style(mutual, CALL, "the macro “a” (in line 3, column 1) calls itself by way of “b”");
    let names = "<macro name=\"a\"><names variable=\"author\"><substitute>\
                 <text macro=\"a\"/></substitute></names></macro>";
    check_style(names, CALL, "the macro “a” (in line 3, column 1) calls itself");
}

#[test]
fn styles_that_are_too_deep_or_too_large_are_told() {
    let deep = "<group>".repeat(20_000) + "<text value=\"x\"/>" + &"</group>".repeat(20_000);
    check_style("", &deep, "elements are nested over 64 deep, in line 4, column");
    let level = |n| {
        let calls = format!("<text macro=\"m{n}\"/>").repeat(8);
        format!("<macro name=\"m{}\"><group>{calls}</group></macro>\n", n + 1)
    };
    let levels: String = (0..12).map(level).collect();
    let macros = format!("<macro name=\"m0\"><text variable=\"title\"/></macro>\n{levels}");
    check_style(&macros, "<text macro=\"m12\"/>", "elements, with those of the macros it calls");
    let chain = |n| format!("<macro name=\"m{n}\"><text macro=\"m{}\"/></macro>\n", n + 1);
    let chain: String = (0..20_000).map(chain).collect();
    check_style(&chain, "<text macro=\"m0\"/>", "leads over 200 deep");
    let many = "<text value=\"x\"/>".repeat(5_000);
    check_style("", &many, "its citation is written by over 4000 elements");
    let own = format!("<macro name=\"a\">{many}</macro>");
    check_style(&own, CALL, "the macro “a” (in line 3, column 1) is written by over 4000 elements");
    let long = format!("<text value=\"{}\"/>", "x".repeat(100_000));
    check_style("", &long, "a tag or a text is over 1000 bytes long, in line 4, column");
    let often = format!("<text value=\"{}\"/>", "x".repeat(900)).repeat(30);
    check_style("", &often, "its citation writes over 10000 bytes beside what a work says");
}

#[test]
fn works_that_are_too_long_for_a_style_are_told() {
    let often = "<text variable=\"title\"/>".repeat(1900);
    let sandbox = styled(&style("", &often));
    run(&sandbox, &["check"]).expect_code(0);
    let title = "word ".repeat(20_000);
    sandbox.write("content/sources.yaml", format!("k: {{ type: book, title: {title}}}\n"));
    run(&sandbox, &["check"])
        .expect_code(1)
        .expect_said("the citation style writes what a work says up to 1900 times")
        .expect_said("“k” is too long for that");
}

#[test]
fn styles_at_the_limits_are_used() {
    let chain = |n| format!("<macro name=\"m{n}\"><text macro=\"m{}\"/></macro>\n", n + 1);
    let chain: String = (0..190).map(chain).collect();
    let macros = format!("{chain}<macro name=\"m190\"><text variable=\"title\"/></macro>");
    let deep = "<group>".repeat(55) + "<text variable=\"title\"/>" + &"</group>".repeat(55);
    for (macros, layout) in [(macros.as_str(), "<text macro=\"m0\"/>"), ("", deep.as_str())] {
        run(&styled(&style(macros, layout)), &["check"]).expect_code(0);
    }
}

/// Numbers that are the same in every run (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).expect("it is small")]
    }

    fn bib(&mut self) -> String {
        let strings = |n| format!("@string{{s{n} = \"wool\"}}\n");
        let mut text: String = (0..6).map(strings).collect();
        for n in 0..=self.below(8) {
            let (s, m, o) = (self.below(6), self.below(6), self.below(6));
            let open = self.pick(&["{", "\\'{", "\\textbf{", "\\{", "$", "\"", "}"]);
            let close = self.pick(&["}", "", "\\}", "$"]);
            let depth = usize::try_from(self.below(150)).expect("it is small");
            text += &match self.below(6) {
                0 => format!("@string{{s{s} = s{m} # s{o} # \"x\"}}\n"),
                1 => format!("@book{{k{n}, crossref={{k{m}}}, title=s{o}}}\n"),
                2 => format!("@book{{k{n}, crossref={{l{m}}}, ids={{l{o}, l}}, title=s{o}}}\n"),
                3 => format!("@xdata{{k{n}, xdata={{k{m},k{o}}}}}\n"),
                4 => {
                    let (open, close) = (open.repeat(depth), close.repeat(depth));
                    format!("@book{{k{n}, author={{{open}x{close}}}, date=s{m}}}\n")
                }
                _ => format!("@book{{k{n}, title={{T}}, XData = s{m} # {{,k{o}}}}}\n"),
            };
        }
        text
    }

    fn csl(&mut self) -> String {
        let mut macros = String::new();
        for n in 0..=self.below(9) {
            let mut inner = String::new();
            for _ in 0..=self.below(4) {
                let call = format!("<text macro=\"m{}\"/>", self.below(12));
                inner += &match self.below(4) {
                    0 => format!(
                        "<names variable=\"author\"><substitute>{call}</substitute></names>"
                    ),
                    1 => format!("<choose><if type=\"book\">{call}</if></choose>"),
                    2 => {
                        let depth = usize::try_from(self.below(80)).expect("it is small");
                        "<group>".repeat(depth) + &call + &"</group>".repeat(depth)
                    }
                    _ => "<text variable=\"title\"/>".to_owned(),
                };
            }
            macros += &format!("<macro name=\"m{n}\">{inner}</macro>\n");
        }
        style(&macros, "<text macro=\"m0\"/>")
    }
}

#[test]
fn whatever_is_drawn_is_read_or_told() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let entry = hayagriva::Entry::new("k", hayagriva::types::EntryType::Book);
    let sources = [Source { entry, archived: None, quality: None, read: None, allow: Vec::new() }];
    let (mut n_read, mut n_used) = (0, 0);
    for _ in 0..150 {
        let file = SourceFile::new("sources.bib", dice.bib());
        let diagnostics = Diagnostics::default();
        n_read += usize::from(!bibliography::sources(None, Some(&file), &diagnostics).is_empty());
        if let Ok(style) = Style::load("own.csl", Some(&dice.csl()), "en") {
            n_used += Bibliography::new(&sources, &style).works.len();
        }
    }
    assert!(n_read > 15 && n_used > 15, "{n_read} were read, {n_used} used");
}

#[test]
fn honest_bibliographies_are_read() {
    let mut text = "@string{up = \"University Press\"}\n\
                    @proceedings{p, title={Proceedings of {ICML}}, year=2020, publisher = up}\n"
        .to_owned();
    for n in 0..2000 {
        let title = "title={On {Foxes} and {\\\"O}ther {{B}easts}, $x^2$}";
        text += &format!("@inproceedings{{k{n}, {title}, crossref={{p}}, author={{Fox, A.}}}}\n");
    }
    let file = SourceFile::new("sources.bib", text);
    let diagnostics = Diagnostics::default();
    assert_eq!(bibliography::sources(None, Some(&file), &diagnostics).len(), 2001);
}
