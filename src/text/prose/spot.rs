//! What a text holds that has no words of its own, and where it stands.

use std::ops::Range;

use super::{Item, Markup};

/// A place in a text that has no words to quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// What stands there.
    pub kind: SpotKind,
    /// The index of the top-level element that holds it.
    pub row: usize,
    /// How many bytes of the prose stand before it.
    pub at: usize,
}

/// What stands at a place without words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpotKind {
    /// The heading that is the title.
    Title,
    /// The image that begins at this byte of the source.
    Figure(usize),
    /// The first reference to the footnote with this index; where nothing refers to it, itself.
    Footnote(usize),
}

/// An image of a text.
#[derive(Debug, Clone)]
pub struct FigureSpot<'m> {
    /// Its target as written.
    pub target: &'m str,
    /// Its place in the source, in bytes.
    pub source: Range<usize>,
    /// Where it stands; in a footnote, where that is referred to.
    pub spot: Spot,
}

/// All that a text holds without words of its own.
#[derive(Debug, Default)]
pub struct Spots<'m> {
    /// Its images that can be shown: those of the text, then those of its footnotes.
    pub figures: Vec<FigureSpot<'m>>,
    /// Its footnotes, by index.
    pub footnotes: Vec<Spot>,
}

impl Markup<'_> {
    /// Returns all that the text holds without words of its own.
    #[must_use]
    pub fn spots(&self) -> Spots<'_> {
        let mut figures = Vec::new();
        let mut footnotes: Vec<Option<Spot>> = vec![None; self.footnotes.len()];
        let (mut depth, mut row, mut at) = (0_usize, 0, 0);
        for item in &self.items {
            match item {
                Item::Start(_) => depth += 1,
                Item::End => depth -= 1,
                Item::Text(run) | Item::Code(run) | Item::Formula { tex: run, .. } => {
                    at = run.at.map_or(at, |start| start + run.text.len());
                }
                Item::Break { at: start, .. } => at = start.map_or(at, |start| start + 1),
                Item::FootnoteReference { index, .. } => {
                    let kind = SpotKind::Footnote(*index);
                    footnotes[*index].get_or_insert(Spot { kind, row, at });
                }
                _ => figures.extend(figure(item, row, at)),
            }
            row += usize::from(depth == 0);
        }
        let last = row.saturating_sub(1);
        let of = |(index, spot): (usize, Option<Spot>)| {
            spot.unwrap_or(Spot { kind: SpotKind::Footnote(index), row: last, at })
        };
        let footnotes: Vec<Spot> = footnotes.into_iter().enumerate().map(of).collect();
        for (footnote, Spot { row, at, .. }) in self.footnotes.iter().zip(&footnotes) {
            figures.extend(footnote.items.iter().filter_map(|item| figure(item, *row, *at)));
        }
        Spots { figures, footnotes }
    }

    /// Returns the fragment of what stands at a place, without what those of its text end with;
    /// of an image it is that of its mark: it has one where there are notes on it.
    #[must_use]
    pub fn fragment_of(&self, kind: SpotKind) -> Option<String> {
        match kind {
            SpotKind::Title => self.prose.loci.first().map(|locus| locus.fragment.clone()),
            SpotKind::Figure(_) => {
                let figures = self.spots().figures;
                let index = figures.iter().position(|figure| figure.spot.kind == kind)?;
                // No annotation can have an id with `_`.
                Some(format!("image_{}", index + 1))
            }
            SpotKind::Footnote(index) => Some(format!("fn-{}", index + 1)),
        }
    }

    /// Returns the heading that is the title, if the text begins with it.
    #[must_use]
    pub fn title_spot(&self) -> Option<Spot> {
        self.title().map(|_| Spot { kind: SpotKind::Title, row: 0, at: 0 })
    }
}

fn figure<'m>(item: &'m Item<'_>, row: usize, at: usize) -> Option<FigureSpot<'m>> {
    let Item::Image { src, source, .. } = item else { return None };
    let spot = Spot { kind: SpotKind::Figure(source.start), row, at };
    (!src.is_empty()).then(|| FigureSpot { target: src, source: source.clone(), spot })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::prose::read;

    #[test]
    fn figures_and_footnotes_stand_where_the_text_has_them() {
        let source = "# A\n\none[^b] ![](a.png) two[^a][^b]\n\n- ![c](c.png)\n\n![](javascript:x)\n\
                      \n[^a]: d\n\n[^b]: e ![](e.png)\n\n[^c]: f";
        let markup = read(source, 0).expect("it can be parsed");
        let Spots { figures, footnotes } = markup.spots();
        let shown = |figure: &FigureSpot<'_>| {
            let Spot { row, at, .. } = figure.spot;
            format!("{} {row} {}", figure.target, &markup.prose.text[at..])
        };
        let figures: Vec<String> = figures.iter().map(shown).collect();
        assert_eq!(figures, ["a.png 1  two", "c.png 2 ", "e.png 1   two"]);
        let footnotes: Vec<_> = footnotes.iter().map(|it| (it.kind, it.row, it.at)).collect();
        let end = markup.prose.text.len();
        let of = SpotKind::Footnote;
        assert_eq!(footnotes, [(of(0), 1, 5), (of(1), 1, end), (of(2), 3, end)]);
        assert_eq!(markup.title_spot().map(|spot| spot.row), Some(0));
        let last = SpotKind::Figure(source.find("![](e").expect("it is there"));
        let fragments = [SpotKind::Title, last, of(1)].map(|kind| markup.fragment_of(kind));
        assert_eq!(fragments.map(Option::unwrap), ["h-a", "image_3", "fn-2"]);
    }
}
