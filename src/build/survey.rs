//! How the annotations of one article find their passages, and what of that is to be
//! remembered.

use std::collections::BTreeSet;

use super::AnchorStatus;
use crate::{anchor::Locked, lock::Keep};

/// How the annotations of an article find their passages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// Each annotation that was read, drafts included.
    pub statuses: Vec<AnchorStatus>,
    /// Whether these are all there are: nothing kept any from being read.
    pub is_whole: bool,
}

impl Survey {
    /// Returns how an annotation finds its passage.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&AnchorStatus> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// Hands over what is to be remembered, the prose in which it was found, and which
    /// earlier entries may stay beside it.
    pub fn record<T>(&self, take: impl FnOnce(&[Locked], Option<&str>, Keep<'_>) -> T) -> T {
        let found: Vec<Locked> =
            self.statuses.iter().filter_map(|status| status.locked.clone()).collect();
        let ids: BTreeSet<&str> = self.statuses.iter().map(|status| status.id.as_str()).collect();
        let prose = self.statuses.first().map(|status| &*status.prose);
        take(&found, prose, if self.is_whole { Keep::Only(&ids) } else { Keep::All })
    }
}
