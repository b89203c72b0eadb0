//! What a page shows beside its text: images, which come in with their figures, and films,
//! recordings and the like, which have no place.

use html5ever::tokenizer::{Tag, TagKind};

use super::notice::About;
use crate::text::html::BESIDE;

/// Elements that show something, and what to call them.
const NAMES: [(&str, &str); 8] = [
    ("audio", "recordings"),
    ("canvas", "drawings"),
    ("embed", "embedded files"),
    ("iframe", "embedded pages"),
    ("math", "formulas"),
    ("object", "embedded files"),
    ("svg", "drawings"),
    ("video", "films"),
];

/// The parts of a page that its text is looked for in, the first that there is.
const PARTS: [&str; 2] = ["article", "main"];

/// How often a page shows each of these: in its first article, in its `main`, in all of it.
#[derive(Default)]
pub(super) struct Embedded {
    counts: [[usize; NAMES.len()]; PARTS.len() + 1],
    /// How deep the place lies in each part; `None` before and after it.
    depths: [Option<usize>; PARTS.len()],
    has_part: [bool; PARTS.len()],
    n_figures: usize,
}

impl Embedded {
    /// Reads a tag of the page.
    pub(super) fn read(&mut self, tag: &Tag) {
        let (name, is_start) = (&*tag.name, tag.kind == TagKind::StartTag);
        if name == "figure" {
            let n_figures = self.n_figures.saturating_sub(1);
            self.n_figures = if is_start { self.n_figures + 1 } else { n_figures };
        }
        if let Some(part) = PARTS.iter().position(|part| *part == name) {
            self.depths[part] = match (self.depths[part], is_start) {
                (None, true) if !self.has_part[part] => Some(1),
                (Some(depth), true) => Some(depth + 1),
                (Some(depth), false) => Some(depth - 1).filter(|depth| *depth > 0),
                (none, _) => none,
            };
            self.has_part[part] = true;
        }
        // Elsewhere a drawing is mostly the sign on a button.
        let is_shown = is_start && (name != "svg" || self.n_figures > 0);
        let Some(index) = NAMES.iter().position(|(own, _)| is_shown && *own == name) else {
            return;
        };
        for part in 0..PARTS.len() {
            self.counts[part][index] += usize::from(self.depths[part].is_some());
        }
        self.counts[PARTS.len()][index] += 1;
    }

    /// Returns what is to be said of those that the text would hold.
    pub(super) fn notices(&self) -> Vec<About> {
        let part = self.has_part.iter().position(|has| *has).unwrap_or(PARTS.len());
        let mut found: Vec<(&str, usize)> = Vec::new();
        for ((_, what), count) in NAMES.iter().zip(self.counts[part]).filter(|(_, n)| *n > 0) {
            match found.iter_mut().find(|(known, _)| known == what) {
                Some((_, n)) => *n += count,
                None => found.push((what, count)),
            }
        }
        found.into_iter().map(|(what, n)| About::NotHeld(format!("{what} ({n} of them)"))).collect()
    }
}

/// Returns what is to be said of the images of a text that a sanitizer wrote.
pub(super) fn images(clean: &str) -> Vec<About> {
    let (mut n_open, mut n_in_figures, mut n_elsewhere) = (0_usize, 0, 0);
    for part in clean.split('<').skip(1) {
        let tag = part.split('>').next().unwrap_or_default();
        match tag.split(' ').next().unwrap_or_default() {
            "figure" => n_open += 1,
            "/figure" => n_open = n_open.saturating_sub(1),
            "img" if tag.contains(BESIDE) => {}
            "img" if n_open > 0 && tag.contains(" src=") => n_in_figures += 1,
            "img" => n_elsewhere += 1,
            _ => {}
        }
    }
    let mut notices = Vec::new();
    if n_elsewhere > 0 {
        notices.push(About::NotHeld(format!("images ({n_elsewhere} of them)")));
    }
    if n_in_figures > 0 {
        notices.push(About::Images(n_in_figures));
    }
    notices
}
