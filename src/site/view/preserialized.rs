//! A part of a view that is made once and shown on many pages.

use std::{ops::Deref, sync::Arc};

use serde::{Serialize, Serializer};
use tera::Value;

/// A part of a view that templates get as it is, not converted for each page.
#[derive(Debug)]
pub struct Preserialized<T>(Arc<(T, Value)>);

impl<T: Serialize> Preserialized<T> {
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

impl<T> Clone for Preserialized<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Preserialized<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T> Serialize for Preserialized<T> {
    /// Tera takes its own values as they are.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.1.serialize(serializer)
    }
}
