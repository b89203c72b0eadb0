//! Why a file of an edition was not written.

use std::{fmt, io, path::PathBuf};

use crate::{diag::Diagnostic, edit::EditError};

/// Why an edit was not written; no byte has been changed then.
#[derive(Debug)]
pub enum Failure {
    /// The path is none that can be edited; why.
    Path(&'static str),
    /// The edit cannot be made.
    Edit(EditError),
    /// A check would find errors; all that it says of the change.
    Invalid(Vec<Diagnostic>),
    /// The file, or the entry, is not what was expected; the file as it is.
    Changed {
        /// Its text; empty if there is no such file.
        text: String,
        /// Its hash.
        hash: String,
    },
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(reason) => f.write_str(reason),
            Self::Edit(refusal) => refusal.fmt(f),
            Self::Invalid(_) => write!(f, "the edition would have errors"),
            Self::Changed { .. } => write!(f, "the file has been changed since"),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}
