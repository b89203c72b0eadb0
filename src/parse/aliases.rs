//! Counts what a YAML file is with its aliases written out, before it is.
//!
//! `serde_yaml` limits how often aliases are followed, but not what they stand for: one
//! text of 100,000 characters and 40,000 aliases of it are 4 GB. Here it reads the file
//! once without keeping anything, and stops over the limit. Entry point:
//! [`expand_too_far`].

use std::{cell::Cell, fmt};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

/// A file is at most so many times as long with its aliases written out, and
/// [`SPARE_BYTES`] more, lest a small file cannot use them at will.
const MAX_GROWTH: usize = 16;
const SPARE_BYTES: usize = 500_000;

/// What a value takes beside its text; the shortest have two bytes in the file.
const BYTES_PER_VALUE: usize = 16;

/// Returns the most bytes that a text may hold with its aliases written out.
fn max_bytes(text: &str) -> usize {
    MAX_GROWTH * text.len() + SPARE_BYTES
}

/// Returns the most values that a text may hold with its aliases written out.
pub(super) fn max_values(text: &str) -> usize {
    max_bytes(text) / BYTES_PER_VALUE
}

/// Returns whether the aliases of a text stand for more than it may hold.
pub(super) fn expand_too_far(text: &str) -> bool {
    let has = |byte| memchr::memchr(byte, text.as_bytes()).is_some();
    if !(has(b'&') && has(b'*')) {
        return false;
    }
    let left = Cell::new(Some(max_bytes(text)));
    // Any other error is found again by who reads the file in earnest.
    let counted = Count(&left).deserialize(serde_yaml::Deserializer::from_str(text));
    counted.is_err() && left.get().is_none()
}

/// Reads a value and keeps nothing; in it are the bytes left, if there are any.
#[derive(Clone, Copy)]
struct Count<'a>(&'a Cell<Option<usize>>);

impl Count<'_> {
    fn take<E: Error>(self, length: usize) -> Result<(), E> {
        let left = self.0.get().and_then(|left| left.checked_sub(BYTES_PER_VALUE + length));
        self.0.set(left);
        left.map(drop).ok_or_else(|| E::custom("too long"))
    }
}

impl<'de> DeserializeSeed<'de> for Count<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Count<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.take(0)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.take(0)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.take(0)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.take(0)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.take(0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.take(text.len())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.take(0)?;
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.take(0)?;
        while map.next_entry_seed(self, self)?.is_some() {}
        Ok(())
    }

    /// A value with a tag.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aliases_stand_for_is_counted() {
        let text = |length: usize, n: usize| {
            let aliases: String = (0..n).map(|n| format!("k{n}: *s\n")).collect();
            format!("s: &s {}\n{aliases}", "x".repeat(length))
        };
        assert!(!expand_too_far(&text(200, 2000)));
        assert!(!expand_too_far(&text(100_000, 20)));
        assert!(expand_too_far(&text(100_000, 40)));
        assert!(expand_too_far(&text(100_000, 40_000)));
        let tagged = format!("s: &s !x {}\nall: [{}]", "x".repeat(100_000), "*s, ".repeat(40));
        assert!(expand_too_far(&tagged));
        assert!(expand_too_far(&format!("{}k: !y [*s]\n", text(100_000, 40))));
        let values = format!("- &s [{}]\n{}", "1,".repeat(500), "- *s\n".repeat(500));
        assert!(expand_too_far(&values));
        // Not YAML, no aliases: that is for others to say.
        assert!(!expand_too_far("a: [*b, &c"));
    }
}
