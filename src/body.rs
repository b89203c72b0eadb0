//! Bodies of annotations and definitions of terms: Markdown → safe HTML.
//!
//! Where a body holds no raw HTML, what comes out is safe by construction: text
//! is escaped and addresses are checked. Only a body with raw HTML takes the
//! dear way through ammonia.

use std::collections::BTreeSet;

use pulldown_cmark::{
    CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html,
};

use crate::{
    cite::{Bibliography, Cited, parse_citation},
    model::Markdown,
    site::{decode, page_of},
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
    /// What its links and images lead to on the site itself, in order.
    pub targets: Vec<Target>,
    /// Targets that are left out, as their schemes are not allowed.
    pub dropped: Vec<String>,
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

/// Renders a body.
#[must_use]
pub fn render(markdown: &Markdown, bibliography: &Bibliography, at: Location<'_>) -> Body {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut body = Body::default();
    let mut has_raw_html = false;
    let mut events = Vec::new();
    let mut depth_of_code = 0_usize;
    // Of each open link and image, whether it is kept.
    let mut are_led = Vec::new();
    for event in TextMergeStream::new(Parser::new_ext(&markdown.0, options)) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                has_raw_html = true;
                events.push(event);
            }
            Event::Start(Tag::CodeBlock(_)) => {
                depth_of_code += 1;
                events.push(event);
            }
            Event::End(TagEnd::CodeBlock) => {
                depth_of_code -= 1;
                events.push(event);
            }
            Event::Start(Tag::Heading { id, classes, attrs, .. }) => {
                // A note is a small part of its page: no heading of it outranks the page's.
                let level = pulldown_cmark::HeadingLevel::H4;
                events.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(_)) => {
                events.push(Event::End(TagEnd::Heading(pulldown_cmark::HeadingLevel::H4)));
            }
            // The writer adds `mailto:` to what stands in `<…>`.
            Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => {
                are_led.push(true);
                events.push(event);
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let led = lead(dest_url, false, at, &mut body);
                are_led.push(led.is_some());
                let led = led.map(|dest_url| Tag::Link { link_type, dest_url, title, id });
                events.extend(led.map(Event::Start));
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let led = lead(dest_url, true, at, &mut body);
                are_led.push(led.is_some());
                let led = led.map(|dest_url| Tag::Image { link_type, dest_url, title, id });
                events.extend(led.map(Event::Start));
            }
            Event::End(TagEnd::Link | TagEnd::Image) if are_led.pop() == Some(false) => {}
            Event::Text(text) if depth_of_code == 0 => {
                cite(&text, bibliography, at.root, &mut events, &mut body);
            }
            other => events.push(other),
        }
    }
    html::push_html(&mut body.html, events.into_iter());
    if has_raw_html {
        let mut builder = ammonia::Builder::default();
        builder.link_rel(None).url_schemes(["http", "https", "mailto"].into());
        body.html = builder.clean(&body.html).to_string();
    }
    body
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
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https" | "mailto") => Some(url),
        Err(url::ParseError::RelativeUrlWithoutBase) if url.starts_with("//") => Some(url),
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

/// Replaces `[@key, p. 12]` in a run of text by the citation.
fn cite<'a>(
    text: &CowStr<'a>,
    bibliography: &Bibliography,
    root: &str,
    events: &mut Vec<Event<'a>>,
    body: &mut Body,
) {
    let mut rest: &str = text;
    while let Some((start, end, citations)) = next_citation(rest) {
        events.push(Event::Text(CowStr::from(rest[..start].to_owned())));
        for cited in &citations {
            let known = bibliography.get(&cited.key).is_some();
            let keys = if known { &mut body.cited_keys } else { &mut body.unknown_keys };
            keys.push(cited.key.clone());
        }
        // A node of our own making, escaped by `cite`: ammonia lets it pass.
        events.push(Event::InlineHtml(CowStr::from(bibliography.cite(&citations, root))));
        rest = &rest[end..];
    }
    if rest.len() == text.len() {
        events.push(Event::Text(text.clone()));
    } else {
        events.push(Event::Text(CowStr::from(rest.to_owned())));
    }
}

/// Returns the first `[@key]` of a text: where it starts, where it ends, what it cites.
#[must_use]
pub fn next_citation(text: &str) -> Option<(usize, usize, Vec<Cited>)> {
    text.match_indices("[@").find_map(|(start, _)| {
        let end = start + text[start..].find(']')?;
        Some((start, end + 1, parse_citation(&text[start + 1..end])?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        let body =
            render(&Markdown(markdown.to_owned()), &Bibliography::default(), Location::BELOW_ROOT);
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
    fn addresses_in_angle_brackets_are_links() {
        let mail = "<a href=\"mailto:a@b.org\">a@b.org</a>";
        let web = "<a href=\"https://b.org/\">https://b.org/</a>";
        check("<a@b.org> <https://b.org/>", &format!("<p>{mail} {web}</p>"));
        let body =
            render(&Markdown("<a@b.org>".into()), &Bibliography::default(), Location::BELOW_ROOT);
        assert_eq!(body.targets, []);
    }

    #[test]
    fn relative_addresses_start_from_the_article() {
        let at = Location { root: "../../", base: "../../a/", blocks: None };
        let body =
            render(&Markdown("[x](#y) [z](../z/index.md#a)".into()), &Bibliography::default(), at);
        let expected = "<p><a href=\"../../a/#y\">x</a> <a href=\"../../a/../z/#a\">z</a></p>";
        assert_eq!(body.html.trim(), expected);
    }

    #[test]
    fn slugs_of_headings_lead_to_them() {
        let blocks = BTreeSet::from(["h-début".to_owned()]);
        let at = Location { blocks: Some(&blocks), base: "../a/", ..Location::BELOW_ROOT };
        let markdown = Markdown("[1](#début) [2](#d%C3%A9but) [3](#fin)".into());
        let body = render(&markdown, &Bibliography::default(), at);
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
    fn unknown_keys_are_told() {
        let body =
            render(&Markdown("a [@x, p. 1]".into()), &Bibliography::default(), Location::default());
        assert_eq!(body.unknown_keys, ["x"]);
    }
}
