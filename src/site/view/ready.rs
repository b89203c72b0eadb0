//! Parts of pages that are made once and shown on many.

use std::{ops::Deref, sync::Arc};

use serde::{Serialize, Serializer};
use tera::Value;

use super::{
    RatingView,
    note::{Byline, Gloss, NoteSource, glosses, note_sources},
};
use crate::edition::Shared;

/// A part of a view that templates get as it is, not converted for each page.
#[derive(Debug)]
pub struct Ready<T>(Arc<(T, Value)>);

impl<T: Serialize> Ready<T> {
    /// Converts a part.
    ///
    /// # Panics
    ///
    /// If it holds a map whose keys are no texts, numbers or truth values.
    #[must_use]
    pub fn new(part: T) -> Self {
        let value = Value::from_serializable(&part);
        Self(Arc::new((part, value)))
    }
}

impl<T> Clone for Ready<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Ready<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T> Serialize for Ready<T> {
    /// Tera takes its own values as they are.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.1.serialize(serializer)
    }
}

/// What the lists of an edition look like in notes, on pages one level below the root.
#[derive(Debug)]
pub struct ReadyLists {
    /// The terms, by index.
    pub glosses: Vec<Ready<Gloss>>,
    /// The ratings, by index.
    pub ratings: Vec<Ready<RatingView>>,
    /// The editors, by index.
    pub bylines: Vec<Ready<Byline>>,
    /// The works of the bibliography, by index, without what a citation says of them.
    pub works: Vec<NoteSource>,
}

impl ReadyLists {
    /// Makes the parts.
    #[must_use]
    pub fn new(shared: &Shared) -> Self {
        let Shared { settings, glossary, works, .. } = shared;
        let ratings = settings.ratings.iter().map(RatingView::from);
        let glosses = glosses(&glossary.terms, &works.bibliography);
        Self {
            glosses: glosses.into_iter().map(Ready::new).collect(),
            ratings: ratings.map(Ready::new).collect(),
            bylines: settings.editors.values().map(Byline::from).map(Ready::new).collect(),
            works: note_sources(&works.sources, &works.bibliography, &settings.language),
        }
    }
}
