//! The recording of a text: a file that the edition has, or an address elsewhere.

use super::{
    MarkdownFile,
    links::{OutLink, OutLinks, Stands},
    paths::resolve,
};
use crate::{
    diag::{Diagnostics, Place, Problem},
    io::address::{encode, media_type},
    text::prose::Moment,
};

/// The recording of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Where it is, from the article's page.
    pub address: String,
    /// What plays it, if the edition has it.
    pub player: Option<Player>,
}

/// What plays a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Player {
    /// `audio`
    Audio,
    /// `video`
    Video,
}

impl Player {
    /// Returns the name of its element.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }
}

impl Media {
    /// Returns the recording that the front matter of an article names.
    ///
    /// Whether the edition has the file is known only later, as of links.
    pub(super) fn read(
        slug: &str,
        text: &MarkdownFile,
        (value, place): &(String, Place),
        out_links: &OutLinks,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let refuse = |reason| {
            let problem = Problem::Media { value: value.clone(), reason };
            diagnostics.report(problem, place.clone());
            None
        };
        if let Ok(url) = url::Url::parse(value) {
            return match url.scheme() {
                "http" | "https" => Some(Self { address: url.into(), player: None }),
                _ => refuse("of addresses, only http and https are allowed"),
            };
        }
        let player = match media_type(value).split('/').next() {
            Some("audio") => Player::Audio,
            Some("video") => Player::Video,
            _ => return refuse("its ending is none of those of sound or film that browsers play"),
        };
        let Some(path) = resolve(&format!("{slug}/"), &encode(value)) else {
            return refuse("it is outside of the edition");
        };
        let start = text.file.line_start(place.start.line) + place.within.start;
        let end = start + (place.within.end - place.within.start);
        out_links.push(OutLink {
            path,
            target: value.clone(),
            is_image: false,
            file: text.file.path.to_string(),
            stands: Stands::Media(start, end),
        });
        Some(Self { address: encode(value), player: Some(player) })
    }

    /// Returns the address of a moment in it, from a page; `to_article` is the way from there to
    /// the article's page.
    #[must_use]
    pub fn at(&self, moment: Moment, to_article: &str) -> String {
        let way = if self.player.is_some() { to_article } else { "" };
        format!("{way}{}#t={}", self.address, moment.seconds())
    }
}
