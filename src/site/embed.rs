//! Fact checks on the pages of other sites: a small page of each, below
//! `checks/ARTICLE/ID/embed/`, the HTML that frames it, and the same for programs that look
//! for it, as oEmbed's JSON (<https://oembed.com>).
//!
//! A frame is as high as it was made, and no script runs in it: how high a check needs to be is
//! reckoned here from its texts.

use serde::Serialize;

use super::Site;
use crate::{
    edition::{Article, NumberedAnnotation, beginning, paths},
    io::address::encode,
    site::view::{self, ArticleLink, Check, Embed, Page, Passage},
    text::html,
};

/// The media type of what tells of a check.
pub(super) const MEDIA_TYPE: &str = "application/json+oembed";

/// The way from the page to the root.
const ROOT: &str = "../../../../";

/// The width for which the height of a frame is reckoned, in CSS pixels.
const WIDTH: usize = 600;

/// How wide the window of a phone is, whose frame is reckoned to be narrower by its margins.
const PHONE: usize = 360;

/// Passages that are longer are shortened, in code points.
const MAX_PASSAGE: usize = 240;

/// Describes how other sites show a check whose page stands at `path`, from the root.
pub(super) fn embed(site: Site<'_>, path: &str, note: &view::Note, passage: Option<&str>) -> Embed {
    let check_url = format!("{}{}", site.parts.view.base_url, encode(path));
    let name = html::attribute(note.claim.as_ref().unwrap_or(&note.name));
    let height = WIDE.height(note, passage);
    // What a frame grows by, in hundredths, for each pixel that a window is narrower than it.
    let growth = NARROW.height(note, passage).saturating_sub(height) * 100;
    let growth = growth.div_ceil(WIDTH - PHONE);
    let (whole, hundredths) = (growth / 100, growth % 100);
    let grown =
        format!("calc({height}px + ({WIDTH}px - min(100vw, {WIDTH}px)) * {whole}.{hundredths:02})");
    let code = format!(
        "<iframe src=\"{}\" title=\"{name}\" width=\"{WIDTH}\" height=\"{height}\" \
         loading=\"lazy\" style=\"border: 0; max-width: 100%; height: {grown}\"></iframe>",
        html::attribute(&format!("{check_url}embed/"))
    );
    Embed { code, width: WIDTH, height, check_url }
}

/// Writes the page and what tells of it, for the check whose page stands at `path`.
pub(super) fn build(
    site: Site<'_>,
    article: &Article<'_>,
    one: &NumberedAnnotation<'_>,
    path: &str,
) {
    let (page_file, json_file) =
        (format!("{path}{}", paths::EMBED), format!("{path}{}", paths::OEMBED));
    if !site.writer.wants(&page_file) && !site.writer.wants(&json_file) {
        return;
    }
    let mut view = view_of(site, article, one);
    let passage = view.passage.as_ref().map(|passage| passage.exact.as_str());
    let embed = embed(site, path, &view.note, passage);
    let title = view.note.claim.as_ref().unwrap_or(&view.note.name).clone();
    let told = told(site, &view.note, &title, &embed);
    let json = serde_json::to_string_pretty(&told).expect("texts and numbers are always JSON");
    site.writer.put(&json_file, format!("{json}\n").as_bytes());
    view.embed = Some(embed);
    let page = Page::new("embed", &format!("{path}embed/"), &title, &site.parts.view.base_url);
    let html = site.parts.renderer.page("embed.html", &page, ("check", &view), site.diagnostics);
    if let Some(html) = html {
        site.writer.put(&page_file, &html);
    }
}

/// Describes a check for the small page.
fn view_of(site: Site<'_>, article: &Article<'_>, one: &NumberedAnnotation<'_>) -> Check {
    let context = view::NoteContext { root: ROOT, ..site.notes_of(article) };
    let mut shown_passage = passage(site, article, one, ROOT);
    if let Some(passage) = &mut shown_passage {
        passage.exact = shown(&passage.exact);
    }
    let language = article.text_of(one).language;
    Check {
        note: view::note(one, context),
        article: ArticleLink::new(&article.title, ROOT, article.slug(), language),
        passage: shown_passage,
        previous: None,
        next: None,
        embed: None,
    }
}

/// Returns a passage as the small page shows it.
pub(super) fn shown(passage: &str) -> String {
    beginning(passage, MAX_PASSAGE).unwrap_or_default()
}

/// Shows a passage with the rest of the paragraphs in which it begins and ends, on a page from
/// which `root` is the way to the root.
pub(super) fn passage(
    site: Site<'_>,
    article: &Article<'_>,
    one: &NumberedAnnotation<'_>,
    root: &str,
) -> Option<Passage> {
    let (prose, range) = (&article.text_of(one).markup.prose, one.range()?);
    let first = prose.blocks.get(prose.block_at(range.start))?;
    let last = prose.blocks.get(prose.block_at(range.end.saturating_sub(1)))?;
    Some(Passage {
        before: prose.quoted(&(first.range.start..range.start)).into_owned(),
        exact: prose.quoted(range).into_owned(),
        after: prose.quoted(&(range.end..last.range.end.max(range.end))).into_owned(),
        url: format!("{root}{}/#ref-{}", encode(article.slug()), one.annotation.id),
        place: one.locators(prose)?.label(&site.edition.shared.messages),
    })
}

/// What oEmbed says of a check (section 2.3.4 of its specification).
#[derive(Serialize)]
struct Told<'a> {
    version: &'a str,
    r#type: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_url: Option<&'a str>,
    provider_name: &'a str,
    provider_url: &'a str,
    html: &'a str,
    width: usize,
    height: usize,
}

fn told<'a>(site: Site<'a>, note: &'a view::Note, title: &'a str, embed: &'a Embed) -> Told<'a> {
    let provider = &site.parts.view;
    let names: Vec<&str> = note.by.iter().map(|editor| editor.name.as_str()).collect();
    let author = if let [one] = note.by.as_slice() { one.url.as_deref() } else { None };
    Told {
        version: "1.0",
        r#type: "rich",
        title,
        author_name: (!names.is_empty()).then(|| names.join(", ")),
        author_url: author,
        provider_name: &provider.title,
        provider_url: &provider.base_url,
        html: &embed.code,
        width: embed.width,
        height: embed.height,
    }
}

/// How a check is set in a frame of some width: measured in a browser, a letter of the theme's
/// sizes takes so much of a line, and a line so much of the height.
struct Setting {
    /// Edges, the line of the rating, and that of the links, in CSS pixels.
    around: usize,
    /// How many letters a line of each has, and how high it is.
    claim: (usize, usize),
    passage: (usize, usize),
    summary: (usize, usize),
}

const WIDE: Setting =
    Setting { around: 130, claim: (58, 23), passage: (70, 26), summary: (74, 24) };
/// In 320 CSS pixels, where the style sheet sets it smaller.
const NARROW: Setting =
    Setting { around: 130, claim: (35, 20), passage: (41, 21), summary: (44, 21) };

impl Setting {
    /// Returns how high a frame must be, in CSS pixels.
    fn height(&self, note: &view::Note, passage: Option<&str>) -> usize {
        let lines = |text: Option<&str>, (per_line, height): (usize, usize)| {
            let length = text.map_or(0, |text| text.chars().map(width_of).sum::<usize>());
            length.div_ceil(2 * per_line) * height
        };
        let claim = lines(note.claim.as_deref(), self.claim);
        let passage = lines(passage, self.passage);
        let summary = lines(note.summary.as_deref(), self.summary);
        (self.around + claim + passage + summary).next_multiple_of(10)
    }
}

/// Returns how wide a sign is, in halves of a letter: those of Chinese and Japanese take two.
const fn width_of(sign: char) -> usize {
    match sign {
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' => 0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' => 4,
        '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}' => 4,
        _ => 2,
    }
}
