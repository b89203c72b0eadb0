//! Finds what annotations are on that quote no words.

use std::collections::BTreeMap;

use super::{NumberedAnnotation, Text};
use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem},
    io::{Span, address::decode},
    model::{On, Status},
    text::prose::{FigureSpot, Spot, Spots},
};

/// Finds all that annotations of an article are on in its text, and reports what is not there
/// or not there once.
pub(super) fn find_spots(
    text: &Text<'_>,
    annotations: &mut [NumberedAnnotation<'_>],
    diagnostics: &Diagnostics,
) {
    let mut on = annotations.iter_mut().filter(|one| one.annotation.on.is_some()).peekable();
    if on.peek().is_none() {
        return;
    }
    let spots = text.markup.spots();
    let mut by_name: BTreeMap<String, Vec<&FigureSpot<'_>>> = BTreeMap::new();
    for figure in &spots.figures {
        by_name.entry(figure_name(figure.target)).or_default().push(figure);
    }
    let found = Found { text, spots: &spots, by_name, diagnostics };
    for one in on {
        one.spot = match &one.annotation.on {
            None | Some(On::Article) => None,
            Some(On::Title) => text.markup.title_spot(),
            Some(On::Figure(target)) => found.figure(one, target),
            Some(On::Footnote(number)) => found.footnote(one, *number),
        };
    }
}

/// Returns the name of an image by its target: `./` before it, and how signs are encoded, is no
/// matter.
#[must_use]
pub fn figure_name(target: &str) -> String {
    decode(target.trim_start_matches("./"))
}

/// So many of what there is are told.
const SHOWN: usize = 8;

/// What a text has that annotations may be on.
struct Found<'a> {
    text: &'a Text<'a>,
    spots: &'a Spots<'a>,
    by_name: BTreeMap<String, Vec<&'a FigureSpot<'a>>>,
    diagnostics: &'a Diagnostics,
}

impl Found<'_> {
    fn figure(&self, one: &NumberedAnnotation<'_>, target: &str) -> Option<Spot> {
        match self.by_name.get(&figure_name(target)).map(Vec::as_slice) {
            Some([figure]) => Some(figure.spot.clone()),
            Some(figures @ [_, ..]) => {
                let file = &self.text.file.file;
                let place = |it: &&FigureSpot<'_>| Place::new(file, Span::new(it.source.clone()));
                let places: Vec<Place> = figures.iter().take(SHOWN).map(place).collect();
                let lines = places.iter().map(|place| place.start.line).collect();
                let problem = Problem::TwiceThere { target: target.to_owned(), lines };
                let found = Diagnostic::new(problem, one.place_of_on("figure"));
                self.report(one, places.into_iter().fold(found, Diagnostic::with_related));
                None
            }
            _ => {
                let known = self.spots.figures.iter().map(|it| it.target);
                let suggestion =
                    self.diagnostics.nearest_name(&one.yaml.file.path, target, known.clone());
                let n_known = known.len();
                let known = (known.map(str::to_owned).take(SHOWN).collect(), n_known);
                self.report_missing(one, ("figure", target), known, suggestion);
                None
            }
        }
    }

    fn footnote(&self, one: &NumberedAnnotation<'_>, number: usize) -> Option<Spot> {
        let spot = number.checked_sub(1).and_then(|index| self.spots.footnotes.get(index));
        if spot.is_none() {
            let n_known = self.spots.footnotes.len();
            let known = (1..=n_known).take(SHOWN).map(|number| number.to_string()).collect();
            let of = ("footnote", &*number.to_string());
            self.report_missing(one, of, (known, n_known), None);
        }
        spot.cloned()
    }

    fn report_missing(
        &self,
        one: &NumberedAnnotation<'_>,
        (of, name): (&'static str, &str),
        (known, n_known): (Vec<String>, usize),
        suggestion: Option<String>,
    ) {
        let problem = Problem::NotThere { of, name: name.to_owned(), known, n_known, suggestion };
        self.report(one, Diagnostic::new(problem, one.place_of_on(of)));
    }

    /// Reports what is wrong with an annotation; what was withdrawn needs no place.
    fn report(&self, one: &NumberedAnnotation<'_>, found: Diagnostic) {
        if one.annotation.status != Status::Retracted {
            self.diagnostics.push(found);
        }
    }
}
