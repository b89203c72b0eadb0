//! What was read lately, by what was read.
//!
//! An edit is judged, written and taken in by functions that each read the whole file: a text
//! that goes in, a text that comes out. In a preview they read the same few texts again and
//! again, which takes most of the time of a check; there, what came of a text is kept for a
//! while. It is a function of the text alone, so nobody can tell but by the clock. Elsewhere
//! nothing is kept.

use std::{
    collections::VecDeque,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_yaml::Value;

use super::Places;

/// What is kept in this process.
static RECENT: Mutex<Recent> = Mutex::new(Recent::new(0));

/// What came of texts, the latest at the end.
#[derive(Debug)]
struct Recent {
    /// How many bytes the texts may have together, and how many they have.
    max: usize,
    length: usize,
    kept: VecDeque<(Text, Read)>,
}

/// A part of a text, by the hash of the whole: places are counted from its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Text {
    hash: blake3::Hash,
    range: Range<usize>,
}

/// What came of a text.
pub(super) type Read = (Arc<Value>, Arc<Places>);

/// Keeps what comes of texts from now on, as long as they have no more than `max` bytes
/// together.
pub fn keep_up_to(max: usize) {
    lock().max = max;
}

fn lock() -> MutexGuard<'static, Recent> {
    RECENT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns what came of a part of a text; reads it with `read` if that is not kept.
///
/// # Errors
///
/// Those of `read`.
pub(super) fn get<E>(
    text: &str,
    range: &Range<usize>,
    read: impl FnOnce(&str) -> Result<Value, E>,
) -> Result<Read, E> {
    let new = || Ok((Arc::new(read(&text[range.clone()])?), Arc::default()));
    // Many read at once, where nothing is kept.
    if lock().max < range.len() {
        return new();
    }
    let key = Text { hash: blake3::hash(text.as_bytes()), range: range.clone() };
    if let Some(found) = lock().get(&key) {
        return Ok(found);
    }
    let made: Read = new()?;
    lock().keep(key, made.clone());
    Ok(made)
}

impl Recent {
    const fn new(max: usize) -> Self {
        Self { max, length: 0, kept: VecDeque::new() }
    }

    fn get(&mut self, text: &Text) -> Option<Read> {
        let at = self.kept.iter().position(|(other, _)| other == text)?;
        let kept = self.kept.remove(at)?;
        let read = kept.1.clone();
        self.kept.push_back(kept);
        Some(read)
    }

    /// Keeps what came of a text; what was asked for the longest ago goes for it.
    fn keep(&mut self, text: Text, read: Read) {
        self.length += text.range.len();
        self.kept.push_back((text, read));
        while self.length > self.max {
            let Some((oldest, _)) = self.kept.pop_front() else { break };
            self.length -= oldest.range.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_last_is_kept() {
        let mut recent = Recent::new(100);
        let text = |name: &str| Text { hash: blake3::hash(name.as_bytes()), range: 0..40 };
        let keep = |recent: &mut Recent, name: &str| {
            recent.keep(text(name), (Arc::new(name.into()), Arc::default()));
        };
        let find = |recent: &mut Recent, name: &str| {
            let found = recent.get(&text(name))?.0;
            assert_eq!(*found, name);
            Some(())
        };
        keep(&mut recent, "a");
        keep(&mut recent, "b");
        assert!(find(&mut recent, "a").is_some());
        keep(&mut recent, "c");
        assert_eq!(
            ["a", "b", "c"].map(|name| find(&mut recent, name).is_some()),
            [true, false, true]
        );
        assert!(recent.get(&Text { range: 1..40, ..text("a") }).is_none());
        assert_eq!(recent.length, 80);
    }
}
