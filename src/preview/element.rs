//! Finds the element of a page around a place in its text.
//!
//! This is no parser of HTML: it follows markup in which every element that is
//! opened is closed, as templates write it, and gives up at anything else.

use std::ops::Range;

use memchr::memmem;

/// Elements without content.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
/// Elements whose content is no markup, or none of the page: a change in one of
/// them is not for us.
const OPAQUE: [&str; 8] =
    ["iframe", "noscript", "plaintext", "script", "style", "template", "textarea", "title"];
/// Elements that are sent as a whole: what is parsed alone is then what it is in
/// the page, as parts of tables and of drawings are not.
const WHOLE: [&str; 27] = [
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "svg",
    "table",
    "ul",
];
/// So many of them are looked at, from the place backwards.
const MAX_LOOKED_AT: usize = 64;
/// Elements longer than this, in bytes, are none that a change is in, but the page.
const MAX_LENGTH: usize = 64 * 1024;

/// A tag, or what else `<` begins.
enum Tag<'a> {
    Open(&'a str),
    Close(&'a str),
    /// It opens nothing: a void element, one that closes itself, a comment.
    Whole,
}

/// Returns the smallest element that holds a range of a page and whose text is there
/// just once; `None` if there is none, or it is so long that it is as good as the page.
///
/// In bytes. The range must begin and end between characters.
pub(super) fn around(page: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let before = &page.as_bytes()[..range.start];
    let is_whole = |start: &usize| match tag_end(page, *start).map(|end| tag(&page[*start..end])) {
        Some(Some(Tag::Open(name))) => WHOLE.contains(&name),
        _ => false,
    };
    let starts = memchr::memrchr_iter(b'<', before).filter(is_whole).take(MAX_LOOKED_AT);
    let is_once = |element: &Range<usize>| {
        let text = page[element.clone()].as_bytes();
        memmem::find_iter(page.as_bytes(), text).nth(1).is_none()
    };
    // The tag itself may be what differs.
    let starts = starts.filter(|&start| tag_end(page, start).is_some_and(|at| at <= range.start));
    let elements = starts.filter_map(|start| Some(start..end_of(page, start)?));
    elements.filter(|element| element.end >= range.end).find(is_once)
}

/// Returns where the element ends that is opened at `start`.
fn end_of(page: &str, start: usize) -> Option<usize> {
    let mut open: Vec<&str> = Vec::new();
    let mut at = start;
    while at - start < MAX_LENGTH {
        let end = tag_end(page, at)?;
        match tag(&page[at..end])? {
            Tag::Open(name) if OPAQUE.contains(&name) => return None,
            Tag::Open(name) => open.push(name),
            Tag::Close(name) if open.pop() == Some(name) => {}
            Tag::Close(_) => return None,
            Tag::Whole => {}
        }
        if open.is_empty() {
            return Some(end);
        }
        at = end + memchr::memchr(b'<', &page.as_bytes()[end..])?;
    }
    None
}

/// Returns where the tag, or comment, ends that begins at `start`.
fn tag_end(page: &str, start: usize) -> Option<usize> {
    let bytes = &page.as_bytes()[start..];
    if bytes.starts_with(b"<!--") {
        return memmem::find(bytes, b"-->").map(|at| start + at + "-->".len());
    }
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'>', &bytes[at..])?;
        if bytes[at] == b'>' {
            return Some(start + at + 1);
        }
        at += 2 + memchr::memchr(b'"', &bytes[at + 1..])?;
    }
}

fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    if inner.starts_with('!') {
        return Some(Tag::Whole);
    }
    let name_of = |text| -> Option<&str> {
        let name: &str = text;
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let name = &name[..end.unwrap_or(name.len())];
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
    };
    if let Some(closed) = inner.strip_prefix('/') {
        return name_of(closed).map(Tag::Close);
    }
    let name = name_of(inner)?;
    let is_whole = inner.ends_with('/') || VOID.contains(&name);
    Some(if is_whole { Tag::Whole } else { Tag::Open(name) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails unless `«…»` in a page is in the element that `found` is.
    #[track_caller]
    fn check(page: &str, found: Option<&str>) {
        let start = page.find('«').expect("the page has a place");
        let end = page.find('»').expect("the place has an end") - '«'.len_utf8();
        let page = page.replace(['«', '»'], "");
        assert_eq!(around(&page, &(start..end)).map(|range| &page[range]), found, "{page}");
    }

    #[test]
    fn the_smallest_element_that_is_there_once_is_found() {
        let inner = "<p id=\"b\">b <i>c</i><br></p>";
        check("<div>a<p id=\"b\">b «<i>c»</i><br></p></div>", Some(inner));
        check("<div>a<p id=\"b\">b «<i>c</i>»<br></p></div>", Some(inner));
        let outer = "<div><p id=\"b\">b</p>c</div>";
        check("<div><p id=\"b\">b</p>«c»</div>", Some(outer));
        check("<div><p «id=\"b\">»b</p>c</div>", Some(outer));
        check("<p title=\"a>b\">«»</p>", Some("<p title=\"a>b\"></p>"));
        check("<svg><a><rect/>«»</a></svg>", Some("<svg><a><rect/></a></svg>"));
        check("<p><!-- <b> -->«»</p>", Some("<p><!-- <b> --></p>"));
        check("<div>1<p>«a»</p><p>a</p></div>", Some("<div>1<p>a</p><p>a</p></div>"));
    }

    #[test]
    fn what_is_not_closed_as_it_was_opened_is_left_alone() {
        check("<i>«a»</i>", None);
        check("<p><b>«a»</p>", None);
        check("<ul><li>«a»<li>b</ul>", None);
        check("<p>«a»", None);
        check("<p>«a» < b</p>", None);
        check("<p>«a»<script>b</script></p>", None);
        check("<p>a</p>«b»", None);
        check(&format!("<p>{}«»</p>", "<br>".repeat(MAX_LENGTH / 4)), None);
    }
}
