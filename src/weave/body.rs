//! Bodies of annotations and definitions of terms: Markdown → safe HTML.
//!
//! Where a body holds no raw HTML, what comes out is safe by construction: text
//! is escaped and addresses are checked. Only a body with raw HTML takes the
//! dear way through ammonia.

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Tag, TagEnd, html};

use crate::{
    cite::{Bibliography, Cited, parse_citation},
    io::address::{decode, page_of},
    model::Markdown,
    text::{
        addresses::addresses,
        form::Syntax,
        formula::{self, Display},
        html::is_too_costly,
        prose,
    },
};

/// A body as HTML, and the keys it cites that the bibliography does not have.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Safe HTML.
    pub html: String,
    /// Keys without a work.
    pub unknown_keys: Vec<String>,
    /// The keys cited, in order.
    pub cited_keys: Vec<String>,
    /// What begins as a citation does, and is none.
    pub unread: Vec<Unread>,
    /// Formulas that cannot be read.
    pub unread_formulas: Vec<UnreadFormula>,
    /// What its links and images lead to on the site itself, in order.
    pub targets: Vec<Target>,
    /// The addresses of images of other sites, in order.
    pub foreign_images: Vec<String>,
    /// Targets that are left out, as their schemes are not allowed.
    pub dropped: Vec<String>,
    /// Whether its raw HTML is left out, as it would take too long to read.
    pub is_too_costly: bool,
}

/// A text that begins with `[@` and is not read as a citation: `[@key; other]`.
#[derive(Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its first word, or all of it up to its bracket.
    pub text: String,
    /// Where it begins in the Markdown, in bytes; `None` if it is spelled otherwise there.
    pub at: Option<usize>,
}

/// A formula that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct UnreadFormula {
    /// Why.
    pub reason: String,
    /// Its place in the Markdown, in bytes.
    pub source: Range<usize>,
}

/// An address on the site itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    /// The address as written: from the page of the article, or with `/` from the root.
    pub address: String,
    /// Whether it is an image.
    pub is_image: bool,
}

/// Where a body is printed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Location<'a> {
    /// The way from the page to the site's root.
    pub root: &'a str,
    /// What relative addresses start from: the way from the page to that of the
    /// article; empty on it.
    pub base: &'a str,
    /// The fragments of the blocks of the article's page, if they are known: `#slug`
    /// leads to `#h-slug` if there is such a heading.
    pub blocks: Option<&'a BTreeSet<String>>,
}

impl Location<'_> {
    /// Returns the way from the page to what an address on the site leads to.
    fn lead(self, address: &str) -> String {
        let Self { root, base, blocks } = self;
        let heading = address.strip_prefix('#').map(|slug| format!("h-{}", decode(slug)));
        match heading.filter(|heading| blocks.is_some_and(|all| all.contains(heading))) {
            Some(heading) => format!("{base}#{heading}"),
            None if address.starts_with('/') => {
                format!("{root}{}", page_of(address.trim_start_matches('/')))
            }
            None => format!("{base}{}", page_of(address)),
        }
    }
}

impl Location<'static> {
    /// A page one level below the root, as those of articles and terms are.
    pub const BELOW_ROOT: Self = Self { root: "../", base: "", blocks: None };
}

/// Renders a body. Of the syntax only formulas matter: whatever the form of a text, what
/// editors say of it is prose.
#[must_use]
pub fn render(
    markdown: &Markdown,
    syntax: Syntax,
    bibliography: &Bibliography,
    at: Location<'_>,
) -> Body {
    let options = syntax.options() - Options::ENABLE_FOOTNOTES;
    let mut body = Body::default();
    let mut has_raw_html = false;
    let mut events = Vec::new();
    // Of each open link and image, whether it is kept.
    let mut are_led = Vec::new();
    let mut n_images_open = 0_usize;
    for piece in pieces(&markdown.0, options) {
        match piece {
            Piece::Text(text) => {
                text.cite(&markdown.0, bibliography, at.root, &mut events, &mut body);
            }
            // The text of an image is an attribute.
            Piece::Formula(one) if n_images_open > 0 => events.push(Event::Text(one.tex)),
            Piece::Formula(one) => events.push(one.read(&markdown.0, &mut body)),
            Piece::Event(event) => {
                match event {
                    Event::Start(Tag::Image { .. }) => n_images_open += 1,
                    Event::End(TagEnd::Image) => n_images_open -= 1,
                    _ => {}
                }
                has_raw_html |= matches!(event, Event::Html(_) | Event::InlineHtml(_));
                events.extend(adapt(event, at, &mut are_led, &mut body));
            }
        }
    }
    let mut events = with_links(events);
    if has_raw_html {
        let mut raw = String::new();
        html::push_html(&mut raw, events.iter().cloned());
        body.is_too_costly = is_too_costly(&raw);
        if !body.is_too_costly {
            let mut builder = ammonia::Builder::default();
            builder.link_rel(None).url_schemes(["http", "https", "mailto"].into());
            if syntax.has_math {
                builder.add_tags(formula::ELEMENTS);
                for name in formula::ELEMENTS {
                    builder.add_tag_attributes(name, formula::ATTRIBUTES);
                }
            }
            body.html = builder.clean(&raw).to_string();
            return body;
        }
        events.retain(|event| !matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    }
    html::push_html(&mut body.html, events.into_iter());
    body
}

/// Returns events in which bare addresses are links, outside of links, images and code.
fn with_links(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    if !events.iter().any(|event| matches!(event, Event::Text(text) if text.contains("://"))) {
        return events;
    }
    let mut linked = Vec::with_capacity(events.len());
    // How many elements are open in which none is one, and how many raw tags of such.
    let (mut n_open, mut n_raw) = (0_usize, 0_usize);
    for event in events {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => n_open += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => n_open -= 1,
            Event::Html(raw) | Event::InlineHtml(raw) => {
                let n = |end: &str| {
                    let tags = ["a", "code", "pre"].map(|name| format!("<{end}{name}"));
                    let raw = raw.to_ascii_lowercase();
                    let is_whole = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
                    let count = |tag: &String| {
                        raw.split(tag.as_str()).skip(1).filter(|it| is_whole(it)).count()
                    };
                    tags.iter().map(count).sum::<usize>()
                };
                n_raw = (n_raw + n("")).saturating_sub(n("/"));
            }
            Event::Text(text) if n_open == 0 && n_raw == 0 => {
                let mut done = 0;
                for address in addresses(text) {
                    let link = Tag::Link {
                        link_type: LinkType::Autolink,
                        dest_url: text[address.clone()].to_owned().into(),
                        title: "".into(),
                        id: "".into(),
                    };
                    linked.push(Event::Text(text[done..address.start].to_owned().into()));
                    linked.push(Event::Start(link));
                    linked.push(Event::Text(text[address.clone()].to_owned().into()));
                    linked.push(Event::End(TagEnd::Link));
                    done = address.end;
                }
                if done > 0 {
                    linked.push(Event::Text(text[done..].to_owned().into()));
                    continue;
                }
            }
            _ => {}
        }
        linked.push(event);
    }
    linked
}

/// Returns what shows as `[@` in a text that cites nothing, outside of code.
#[must_use]
pub fn citations_shown(markdown: &str, options: Options) -> Vec<Unread> {
    let mut shown = Vec::new();
    if markdown.contains('@') {
        for piece in pieces(markdown, options) {
            if let Piece::Text(text) = piece {
                text.tell(0..text.text.len(), &mut text.places(markdown), &mut shown);
            }
        }
    }
    shown
}

/// A step of a text: one in which there may be citations, a formula, or any other.
enum Piece<'a> {
    Text(Text<'a>),
    Formula(Formula<'a>),
    Event(Event<'a>),
}

/// A formula as it is written.
struct Formula<'a> {
    tex: CowStr<'a>,
    display: Display,
    /// With its dollars, in bytes of the Markdown.
    source: Range<usize>,
}

impl<'a> Formula<'a> {
    /// Returns it as it is shown; one that cannot be read, as it is written.
    fn read(self, markdown: &str, body: &mut Body) -> Event<'a> {
        match formula::mathml(self.tex.trim(), self.display) {
            // Of our own making, as citations are.
            Ok(mathml) => Event::InlineHtml(mathml.into()),
            Err(reason) => {
                let written = markdown[self.source.clone()].to_owned();
                body.unread_formulas.push(UnreadFormula { reason, source: self.source });
                Event::Text(written.into())
            }
        }
    }
}

/// A run of text with `[@` in it; citations may go over the ends of lines.
struct Text<'a> {
    /// All of it, each break as `\n`.
    text: String,
    /// The breaks, and where they stand in the text.
    breaks: Vec<(usize, Event<'a>)>,
    /// What it is made from in the Markdown, in bytes.
    source: Range<usize>,
}

/// Takes Markdown apart; what is code is no text.
fn pieces(markdown: &str, options: Options) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut depth_of_code = 0_usize;
    for (event, range) in prose::events(markdown, options) {
        match (event, pieces.last_mut()) {
            (Event::Text(more), Some(Piece::Text(text))) => {
                text.text.push_str(&more);
                text.source.end = range.end;
            }
            (event @ (Event::SoftBreak | Event::HardBreak), Some(Piece::Text(text))) => {
                text.breaks.push((text.text.len(), event));
                text.text.push('\n');
            }
            (Event::Text(text), _) if depth_of_code == 0 && text.contains("[@") => {
                let text = text.into_string();
                pieces.push(Piece::Text(Text { text, breaks: Vec::new(), source: range }));
            }
            (Event::InlineMath(tex), _) => {
                let display = Display::Inline;
                pieces.push(Piece::Formula(Formula { tex, display, source: range }));
            }
            (Event::DisplayMath(tex), _) => {
                let display = Display::Block;
                pieces.push(Piece::Formula(Formula { tex, display, source: range }));
            }
            (event, _) => {
                match event {
                    Event::Start(Tag::CodeBlock(_)) => depth_of_code += 1,
                    Event::End(TagEnd::CodeBlock) => depth_of_code -= 1,
                    _ => {}
                }
                pieces.push(Piece::Event(event));
            }
        }
    }
    pieces
}

/// Returns an event as a note prints it; nothing of a link that must lead nowhere.
fn adapt<'a>(
    event: Event<'a>,
    at: Location<'_>,
    are_led: &mut Vec<bool>,
    body: &mut Body,
) -> Option<Event<'a>> {
    // A note is a small part of its page: no heading of it outranks the page's.
    let level = HeadingLevel::H4;
    match event {
        Event::Start(Tag::Heading { id, classes, attrs, .. }) => {
            Some(Event::Start(Tag::Heading { level, id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(level))),
        // The writer adds `mailto:` to what stands in `<…>`.
        Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => {
            are_led.push(true);
            Some(event)
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let led = lead(dest_url, false, at, body);
            are_led.push(led.is_some());
            led.map(|dest_url| Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let led = lead(dest_url, true, at, body);
            are_led.push(led.is_some());
            led.map(|dest_url| Event::Start(Tag::Image { link_type, dest_url, title, id }))
        }
        Event::End(TagEnd::Link | TagEnd::Image) if are_led.pop() == Some(false) => None,
        other => Some(other),
    }
}

/// Returns where a link or an image leads from where the body is printed; `None` if
/// it leads where it must not, and nothing but its text is to be left.
fn lead<'a>(
    url: CowStr<'a>,
    is_image: bool,
    at: Location<'_>,
    body: &mut Body,
) -> Option<CowStr<'a>> {
    match url::Url::parse(&url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https" | "mailto") => {
            body.foreign_images.extend(is_image.then(|| url.to_string()));
            Some(url)
        }
        Err(url::ParseError::RelativeUrlWithoutBase) if url.starts_with("//") => {
            body.foreign_images.extend(is_image.then(|| url.to_string()));
            Some(url)
        }
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let here = CowStr::from(at.lead(&url));
            body.targets.push(Target { address: url.into_string(), is_image });
            Some(here)
        }
        _ => {
            body.dropped.push(url.into_string());
            None
        }
    }
}

impl<'a> Text<'a> {
    /// Writes the text with citations for each `[@key, p. 12]`.
    fn cite(
        &self,
        markdown: &str,
        bibliography: &Bibliography,
        root: &str,
        events: &mut Vec<Event<'a>>,
        body: &mut Body,
    ) {
        let mut places = self.places(markdown);
        let mut done = 0;
        while let Some((start, end, citations)) = next_citation(&self.text[done..]) {
            let (start, end) = (done + start, done + end);
            self.plain(done..start, events);
            self.tell(done..start, &mut places, &mut body.unread);
            places.next();
            for cited in &citations {
                let known = bibliography.get(&cited.key).is_some();
                let keys = if known { &mut body.cited_keys } else { &mut body.unknown_keys };
                keys.push(cited.key.clone());
            }
            // A node of our own making, escaped by `cite`: ammonia lets it pass.
            events.push(Event::InlineHtml(bibliography.cite(&citations, root).into()));
            done = end;
        }
        self.plain(done..self.text.len(), events);
        self.tell(done..self.text.len(), &mut places, &mut body.unread);
    }

    /// Writes a part of the text as it is.
    fn plain(&self, part: Range<usize>, events: &mut Vec<Event<'a>>) {
        let first = self.breaks.partition_point(|(at, _)| *at < part.start);
        let mut done = part.start;
        for (at, event) in self.breaks[first..].iter().take_while(|(at, _)| *at < part.end) {
            events.push(Event::Text(self.text[done..*at].to_owned().into()));
            events.push(event.clone());
            done = at + 1;
        }
        events.push(Event::Text(self.text[done..part.end].to_owned().into()));
    }

    /// Returns where each `[@` of the text stands in the Markdown, if all are spelled so.
    fn places<'m>(&self, markdown: &'m str) -> impl Iterator<Item = Option<usize>> + use<'m> {
        let start = self.source.start;
        let spelled = markdown[self.source.clone()].match_indices("[@");
        let is_spelled = spelled.clone().count() == self.text.matches("[@").count();
        spelled.map(move |(at, _)| is_spelled.then_some(start + at))
    }

    /// Adds what shows as `[@` in a part of the text; `places` begin with its first.
    fn tell(
        &self,
        part: Range<usize>,
        places: &mut impl Iterator<Item = Option<usize>>,
        unread: &mut Vec<Unread>,
    ) {
        let part = &self.text[part];
        for (at, _) in part.match_indices("[@") {
            let rest = &part[at..];
            let end = match rest[1..].find(['[', ']']) {
                Some(close) if rest[1 + close..].starts_with(']') => close + 2,
                _ => rest.find(char::is_whitespace).unwrap_or(rest.len()),
            };
            unread.push(Unread { text: rest[..end].to_owned(), at: places.next().flatten() });
        }
    }
}

/// Returns the first `[@key]` of a text: where it starts, where it ends, what it cites.
#[must_use]
pub fn next_citation(text: &str) -> Option<(usize, usize, Vec<Cited>)> {
    text.match_indices("[@").find_map(|(start, _)| {
        let (inside, _) = text[start + 1..].split_once(['[', ']'])?;
        let end = start + 1 + inside.len();
        let is_closed = text[end..].starts_with(']');
        Some((start, end + 1, parse_citation(inside).filter(|_| is_closed)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        let body = render(
            &Markdown(markdown.to_owned()),
            Syntax::default(),
            &Bibliography::default(),
            Location::BELOW_ROOT,
        );
        assert_eq!(body.html.trim(), expected);
    }

    #[test]
    fn markdown_becomes_html() {
        check("a *b*\n\n# c", "<p>a <em>b</em></p>\n<h4>c</h4>");
    }

    #[test]
    fn script_and_its_like_do_not_survive() {
        check("<script>x</script>\n\na", "<p>a</p>");
        check("a <b onclick=x>b</b>", "<p>a <b>b</b></p>");
        check("[a](javascript:x)", "<p>a</p>");
        check(
            "![a *b*](data:x) [![c](d.png)](ftp://e)",
            "<p>a <em>b</em> <img src=\"d.png\" alt=\"c\" /></p>",
        );
        check("<svg><animate onbegin=x /></svg>", "<p></p>");
    }

    #[test]
    fn raw_html_that_is_nested_too_deep_is_left_out() {
        let markdown = Markdown("<div>".repeat(50_000) + "\n\n*a* <b>b</b>");
        let body =
            render(&markdown, Syntax::default(), &Bibliography::default(), Location::BELOW_ROOT);
        assert!(body.is_too_costly);
        assert_eq!(body.html.trim(), "<p><em>a</em> b</p>");
    }

    #[test]
    fn addresses_in_angle_brackets_are_links() {
        let mail = "<a href=\"mailto:a@b.org\">a@b.org</a>";
        let web = "<a href=\"https://b.org/\">https://b.org/</a>";
        check("<a@b.org> <https://b.org/>", &format!("<p>{mail} {web}</p>"));
        let body = render(
            &Markdown("<a@b.org>".into()),
            Syntax::default(),
            &Bibliography::default(),
            Location::BELOW_ROOT,
        );
        assert_eq!(body.targets, []);
    }

    #[test]
    fn bare_addresses_are_links_outside_of_links_and_code() {
        let a = |url: &str| format!("<a href=\"{url}\">{url}</a>");
        let (one, two) = (a("https://a.org/b_(c)"), a("http://d.org"));
        check(
            "*x* (https://a.org/b_(c)), http://d.org.",
            &format!("<p><em>x</em> ({one}), {two}.</p>"),
        );
        check(
            "[https://a.org](https://b.org)",
            "<p><a href=\"https://b.org\">https://a.org</a></p>",
        );
        check("`https://a.org` www.a.org", "<p><code>https://a.org</code> www.a.org</p>");
        check("    https://a.org", "<pre><code>https://a.org</code></pre>");
        check("![https://a.org](b.png)", "<p><img src=\"b.png\" alt=\"https://a.org\" /></p>");
        check(
            "<a href=\"https://b.org\">https://a.org</a> <b>http://d.org</b>",
            &format!("<p><a href=\"https://b.org\">https://a.org</a> <b>{two}</b></p>"),
        );
    }

    #[test]
    fn formulas_are_read_and_what_cannot_be_is_told() {
        let syntax = Syntax { has_math: true, ..Syntax::default() };
        let read = |markdown: &str| {
            let bibliography = Bibliography::default();
            render(&Markdown(markdown.to_owned()), syntax, &bibliography, Location::BELOW_ROOT)
        };
        let math = formula::mathml("x", Display::Inline).expect("it can be read");
        let shown = |markdown: &str, expected: &str| {
            assert_eq!(read(markdown).html.trim(), expected, "{markdown}");
        };
        shown("a $x$, [$x$](#b)", &format!("<p>a {math}, <a href=\"#b\">{math}</a></p>"));
        shown("`$x$` ![$x$](b.png)", "<p><code>$x$</code> <img src=\"b.png\" alt=\"x\" /></p>");
        shown("<b>$x$</b><script>y</script>", &format!("<p><b>{math}</b></p>"));
        shown(
            "<math onclick=\"y\"><mi href=\"javascript:z\">a</mi><script>b</script></math>",
            "<p><math><mi>a</mi></math></p>",
        );
        let unread = read("a $x$ $x_1_2$");
        assert!(unread.html.contains("$x_1_2$"));
        assert_eq!(unread.unread_formulas[0].source, 6..13);
        check("$x$", "<p>$x$</p>");
    }

    #[test]
    fn relative_addresses_start_from_the_article() {
        let at = Location { root: "../../", base: "../../a/", blocks: None };
        let body = render(
            &Markdown("[x](#y) [z](../z/index.md#a)".into()),
            Syntax::default(),
            &Bibliography::default(),
            at,
        );
        let expected = "<p><a href=\"../../a/#y\">x</a> <a href=\"../../a/../z/#a\">z</a></p>";
        assert_eq!(body.html.trim(), expected);
    }

    #[test]
    fn slugs_of_headings_lead_to_them() {
        let blocks = BTreeSet::from(["h-début".to_owned()]);
        let at = Location { blocks: Some(&blocks), base: "../a/", ..Location::BELOW_ROOT };
        let markdown = Markdown("[1](#début) [2](#d%C3%A9but) [3](#fin)".into());
        let body = render(&markdown, Syntax::default(), &Bibliography::default(), at);
        let expected = "<p><a href=\"../a/#h-d%C3%A9but\">1</a> \
                        <a href=\"../a/#h-d%C3%A9but\">2</a> <a href=\"../a/#fin\">3</a></p>";
        assert_eq!(body.html.trim(), expected);
    }

    #[test]
    fn addresses_from_the_root_survive_a_sub_path() {
        check(
            "[a](/b/) ![c](/d.png)",
            "<p><a href=\"../b/\">a</a> <img src=\"../d.png\" alt=\"c\" /></p>",
        );
        check("[a](//b.org/)", "<p><a href=\"//b.org/\">a</a></p>");
    }

    #[test]
    fn citations_go_over_the_ends_of_lines() {
        let check = |markdown: &str, keys: &[&str], html: &str| {
            let body = render(
                &Markdown(markdown.into()),
                Syntax::default(),
                &Bibliography::default(),
                Location::BELOW_ROOT,
            );
            assert_eq!(body.unknown_keys, keys, "{markdown}");
            assert_eq!(body.unread, [], "{markdown}");
            assert_eq!(body.html.trim(), html, "{markdown}");
        };
        check("a\nb [@x;\n@y] c\nd", &["x", "y"], "<p>a\nb () c\nd</p>");
        check(
            "> a [@x,\n> p. 1]\\\n> b",
            &["x"],
            "<blockquote>\n<p>a ()<br />\nb</p>\n</blockquote>",
        );
        check("[@x] a  \nb [@y]\nc", &["x", "y"], "<p>() a<br />\nb ()\nc</p>");
    }

    #[test]
    fn what_is_no_citation_is_told_with_its_place() {
        let check = |markdown: &str, expected: &[(&str, Option<usize>)]| {
            let body = render(
                &Markdown(markdown.into()),
                Syntax::default(),
                &Bibliography::default(),
                Location::BELOW_ROOT,
            );
            let unread: Vec<_> =
                body.unread.iter().map(|one| (one.text.as_str(), one.at)).collect();
            assert_eq!(unread, expected, "{markdown}");
        };
        check("a [@x] b [@y z] c", &[("[@y z]", Some(9))]);
        check("a [@x; y] [@x\n[@z]", &[("[@x; y]", Some(2)), ("[@x", Some(10))]);
        check("`[@x` [@", &[("[@", Some(6))]);
        check("    [@x\n\n*a* &#91;@y", &[("[@y", None)]);
        check("\\[@x y] [@z](https://a.org/) `[@a`\n\n```\n[@b\n```", &[("[@x y]", Some(1))]);
    }

    #[test]
    fn unknown_keys_are_told() {
        let body = render(
            &Markdown("a [@x, p. 1]".into()),
            Syntax::default(),
            &Bibliography::default(),
            Location::default(),
        );
        assert_eq!(body.unknown_keys, ["x"]);
    }
}
