//! Formulas in TeX → `MathML`.
//!
//! `pulldown-latex` reads and writes them. What it writes is read again and written anew, so
//! that it is well-formed XML of elements and attributes that are known here, whatever the
//! formula says: a name of an operator, for one, it copies as it stands.

use std::panic::{AssertUnwindSafe, catch_unwind};

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSinkResult};
use pulldown_latex::{
    Parser, ParserError, Storage,
    config::{DisplayMode, RenderConfig},
    event::Event,
    mathml::write_mathml,
};

use super::{html, xml::Xml};

/// The parser calls itself for each command that is the argument of another (about a kilobyte
/// of the stack), and looks through groups once for each group that holds them.
const MAX_LENGTH: usize = 8_000;
const MAX_COMMANDS: usize = 500;
const MAX_DEPTH: usize = 100;

/// Browsers nest 512 elements.
const MAX_ELEMENTS_OPEN: usize = 250;

/// A row of an array writes a cell for each of its lines, so `MathML` may grow as a square: it
/// may have so many bytes for each of its formula's, and some more for short ones. A matrix of
/// zeros comes to twenty.
const MAX_GROWTH: usize = 64;
const MAX_MATHML_OF_SHORT: usize = 4_000;

/// Commands that define others, which no other formula would know, and may multiply without end.
const DEFINING: [&str; 7] =
    ["def", "gdef", "let", "futurelet", "newcommand", "renewcommand", "providecommand"];

/// The elements of formulas.
pub const ELEMENTS: [&str; 20] = [
    "math",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// The attributes of elements of `MathML`. Colours are not among them: they are inline styles,
/// which pages do not allow, and would not suit both schemes.
pub const ATTRIBUTES: [&str; 17] = [
    "alttext",
    "class",
    "depth",
    "display",
    "displaystyle",
    "height",
    "largeop",
    "linethickness",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "scriptlevel",
    "stretchy",
    "symmetric",
    "width",
    "xmlns",
];

/// The attributes of a style.
const STYLE: [&str; 2] = ["displaystyle", "scriptlevel"];

/// How a formula is set.
pub type Display = DisplayMode;

/// Returns a formula as `MathML`, with its source as `alttext`.
///
/// # Errors
///
/// Says why it cannot be read, or is not.
pub fn mathml(tex: &str, display: Display) -> Result<String, String> {
    let n_commands = tex.matches('\\').count();
    if tex.len() > MAX_LENGTH || n_commands > MAX_COMMANDS || depth(tex) > MAX_DEPTH {
        return Err(format!(
            "longer than {MAX_LENGTH} bytes or {MAX_COMMANDS} commands, or nested more than \
             {MAX_DEPTH} times"
        ));
    }
    let mut names = tex.split('\\').skip(1).map(|rest| {
        rest.split(|c: char| !c.is_ascii_alphabetic()).next().expect("a split has a first part")
    });
    if let Some(name) = names.find(|name| DEFINING.contains(name)) {
        return Err(format!("`\\{name}` is not read"));
    }
    // The parser is someone else's and the formula is anyone's.
    let written = catch_unwind(AssertUnwindSafe(|| write(tex, display)));
    let written = written.unwrap_or_else(|_| Err("the parser of formulas failed".to_owned()))?;
    clean(&written, tex).ok_or_else(|| {
        "it comes to markup that is none of MathML's, or nested too often".to_owned()
    })
}

/// Returns how deeply groups are nested.
fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for c in tex.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn write(tex: &str, display_mode: DisplayMode) -> Result<String, String> {
    let storage = Storage::new();
    let events: Vec<Event<'_>> =
        Parser::new(tex, &storage).collect::<Result<_, _>>().map_err(|error| reason(&error))?;
    let config = RenderConfig { display_mode, xml: true, ..RenderConfig::default() };
    let limit = MAX_MATHML_OF_SHORT + MAX_GROWTH * tex.len();
    let mut buffer = vec![0; limit];
    let mut rest = buffer.as_mut_slice();
    let events = events.into_iter().map(Ok::<_, ParserError>);
    write_mathml(&mut rest, events, config).map_err(|_| {
        format!(
            "its MathML is over {MAX_GROWTH} times as long as what is written; give it fewer \
             columns and rows that are empty"
        )
    })?;
    let length = limit - rest.len();
    buffer.truncate(length);
    String::from_utf8(buffer).map_err(|error| error.to_string())
}

/// Returns what the parser says, and of its drawing of the place the words.
fn reason(error: &ParserError) -> String {
    let text = error.to_string();
    let mut lines = text.lines();
    let says = lines.next().unwrap_or_default().trim_start_matches("parsing error: ");
    let near = lines.nth(2).unwrap_or_default().trim_matches([' ', '│']);
    format!("{says} near `{near}`")
}

/// Writes `MathML` anew; `None` if it is not well-formed, or holds other things.
fn clean(mathml: &str, tex: &str) -> Option<String> {
    let mut xml = Xml::default();
    // Of each element that is open, its name, and whether a style is around it.
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut n_styles = 0;
    let mut tokens = Vec::new();
    // The crate escapes the space of `~`, which it writes as an entity.
    html::tokenize(&mathml.replace("&amp;nbsp;", "\u{a0}"), |token| {
        tokens.push(token);
        TokenSinkResult::Continue
    });
    for token in tokens {
        match token {
            Token::TagToken(tag) => {
                let name = ELEMENTS.into_iter().find(|name| **name == *tag.name)?;
                if tag.kind == TagKind::StartTag {
                    let attributes = attributes(&tag, tex);
                    // How a formula is shown is set on styles: on other elements of formulas
                    // not all versions of `MathML` know it.
                    let is_own = matches!(name, "math" | "mstyle" | "mtable");
                    let (style, rest): (Vec<_>, Vec<_>) = attributes
                        .into_iter()
                        .partition(|(name, _)| !is_own && STYLE.contains(name));
                    if !style.is_empty() {
                        xml.start("mstyle", &style);
                    }
                    xml.start(name, &rest);
                    open.push((name, !style.is_empty()));
                    n_styles += usize::from(!style.is_empty());
                    if open.len() + n_styles > MAX_ELEMENTS_OPEN {
                        return None;
                    }
                }
                if tag.kind == TagKind::EndTag || tag.self_closing {
                    let (_, has_style) = open.pop().filter(|(open, _)| *open == name)?;
                    xml.end(name);
                    if has_style {
                        xml.end("mstyle");
                        n_styles -= 1;
                    }
                }
            }
            Token::CharacterTokens(text) => xml.push_text(&text),
            Token::ParseError(_) | Token::EOFToken => {}
            _ => return None,
        }
    }
    open.is_empty().then(|| xml.into_string())
}

fn attributes<'t>(tag: &'t Tag, tex: &'t str) -> Vec<(&'t str, &'t str)> {
    let written = tag.attrs.iter().map(|one| (&*one.name.local, &*one.value));
    let known = written.filter(|(name, _)| ATTRIBUTES.contains(name));
    let alternative = (&*tag.name == "math").then_some(("alttext", tex));
    known.chain(alternative).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(tex: &str, expected: &str) {
        let mathml = mathml(tex, Display::Inline).expect("it can be read");
        let content = mathml.split_once('>').expect("it is an element").1;
        assert_eq!(content.strip_suffix("</math>"), Some(expected));
    }

    #[test]
    fn formulas_become_well_formed_mathml() {
        check("x^2", "<msup><mi>x</mi><mn>2</mn></msup>");
        check("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>");
        check(
            "\\big(",
            "<mo symmetric=\"true\" stretchy=\"true\" minsize=\"1.2em\" maxsize=\"1.2em\">(</mo>",
        );
        let style = "<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mi>x</mi></mstyle>";
        check("\\displaystyle x", style);
        check("\\textcolor{red}{x}", "<mrow><mrow><mi>x</mi></mrow></mrow>");
        check("a~b", "<mi>a</mi><mtext>\u{a0}</mtext><mi>b</mi>");
        check("\\text{a & <b>}", "<mtext>a &amp; &lt;b&gt;</mtext>");
    }

    #[test]
    fn the_source_is_the_alternative_text() {
        let mathml = mathml("\"", Display::Block).expect("it can be read");
        assert!(
            mathml.starts_with(
                "<math display=\"block\" xmlns=\"http://www.w3.org/1998/Math/MathML\" \
                 alttext=\"&quot;\">"
            ),
            "{mathml}"
        );
    }

    #[track_caller]
    fn refused(tex: &str, expected: &str) {
        let error = mathml(tex, Display::Inline).expect_err("it cannot be read");
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        refused("\\foo", "unknown primitive command found near `\\foo`");
        refused("x^2^3", "superscript twice");
        refused("\\operatorname{<b onclick=x>}", "none of MathML's");
        refused("\\operatorname{<mi>}", "none of MathML's");
        refused("\\def\\a{\\a\\a}\\a", "`\\def` is not read");
    }

    #[test]
    fn bombs_are_refused_and_no_stack_overflows() {
        refused(&"\\not".repeat(MAX_COMMANDS), "expected a token");
        refused(&"\\textcolor{red}".repeat(MAX_COMMANDS), "expected a token");
        refused(&"\\sqrt[3]".repeat(MAX_COMMANDS), "expected a token");
        refused(&format!("{} x", "\\sqrt".repeat(MAX_COMMANDS)), "nested too often");
        for piece in ["{}", "'", "x_1", " ", "%\n", "&", "\\relax"] {
            // Whatever comes of it.
            drop(mathml(&piece.repeat(MAX_COMMANDS), Display::Block));
            drop(mathml(&piece.repeat(MAX_LENGTH / piece.len()), Display::Block));
        }
        refused(&"\\sqrt".repeat(MAX_COMMANDS + 1), "500 commands");
        refused(&format!("{}{}", "{".repeat(101), "}".repeat(101)), "nested");
        refused(&"x".repeat(MAX_LENGTH + 1), "longer than");
        let (bars, rows) = ("|".repeat(4000), "\\\\".repeat(200));
        refused(&format!("\\begin{{array}}{{{bars}c}}{rows}\\end{{array}}"), "times as long");
        // A short one, many of which would make much.
        let (bars, rows) = ("|".repeat(60), "\\\\".repeat(60));
        refused(&format!("\\begin{{array}}{{{bars}c}}{rows}\\end{{array}}"), "times as long");
    }

    #[test]
    fn ordinary_formulas_are_far_from_the_limit() {
        let matrix = |rows: usize, columns: usize, cell: &str| {
            let row = vec![cell; columns].join("&");
            vec![row; rows].join("\\\\")
        };
        let within = |name: &str, inner: &str| format!("\\begin{{{name}}}{inner}\\end{{{name}}}");
        let ruled = format!("\\begin{{array}}{{|{}}}\\hline ", "c|".repeat(8));
        for tex in [
            within("pmatrix", &matrix(2, 2, "a")),
            within("bmatrix", &matrix(20, 20, "0")),
            within("matrix", &matrix(20, 20, "")),
            within("aligned", &matrix(12, 2, "=x_1+\\frac{1}{2}")),
            within("aligned", &matrix(20, 6, "x")),
            within("cases", &matrix(5, 2, "x")),
            within("gathered", &matrix(5, 1, "x")),
            format!("{ruled}{}\\\\ \\hline\\end{{array}}", matrix(16, 8, "1")),
            "\\int_0^\\infty e^{-x^2}\\,dx=\\frac{\\sqrt\\pi}{2}".to_owned(),
            "\\left(\\sum_{k=1}^n a_k b_k\\right)^2".to_owned(),
        ] {
            let written = write(&tex, Display::Block).expect("it can be read");
            let allowed = MAX_MATHML_OF_SHORT + MAX_GROWTH * tex.len();
            assert!(2 * written.len() < allowed, "{tex}: {} of {allowed}", written.len());
        }
    }

    fn tex() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "x",
            "1",
            "{",
            "}",
            "^",
            "_",
            "&",
            "\\\\",
            "<",
            ">",
            "\"",
            "'",
            " ",
            "%\n",
            "#1",
            "é",
            "[",
            "]",
            "\\frac",
            "\\sqrt",
            "\\left(",
            "\\right)",
            "\\begin{align}",
            "\\end{align}",
            "\\begin{array}{c|c}",
            "\\end{array}",
            "\\hline",
            "\\text{<&",
            "\\operatorname{<mi>",
            "\\operatorname",
            "\\sum",
            "\\limits",
            "\\sin",
            "\\not",
            "\\color{red}",
            "\\bf",
            "\\big",
            "\\displaystyle",
            "\\hspace{1em}",
            "\\char",
            "\\substack",
            "\\hat",
            "\u{1}",
            "\\mathbb",
            "\\middle|",
            "\\tag",
            "\\kern1pt",
            "\\begin{cases}",
            "\\end{cases}",
        ]);
        proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_formula_comes_to_xml_or_is_refused(tex in prop_oneof![tex(), any::<String>()]) {
            for display in [Display::Inline, Display::Block] {
                if let Ok(mathml) = mathml(&tex, display) {
                    roxmltree::Document::parse(&mathml).expect("it is well-formed");
                }
            }
        }
    }
}
