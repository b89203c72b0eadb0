//! What went wrong with a request.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use super::advice::{advice_on_edit, advice_on_failure};
use crate::{disk::sidecar::Failure, edit::EditError};

/// What went wrong with a request: a status, and what is told of it.
#[derive(Debug)]
pub(super) struct Fault {
    status: StatusCode,
    told: Map<String, Value>,
    /// The article that is not there.
    gone: Option<String>,
}

impl Fault {
    pub(super) fn new(status: StatusCode, error: impl Into<String>) -> Self {
        let error = Value::String(error.into());
        let told = Map::from_iter([("error".into(), error), ("help".into(), "".into())]);
        Self { status, told, gone: None }
    }

    pub(super) fn missing(of: &str, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no {of} `{id}`"))
    }

    /// Says that there is no such article; see [`Self::with_way`].
    pub(super) fn no_article(slug: &str) -> Self {
        Self { gone: Some(slug.to_owned()), ..Self::missing("article", slug) }
    }

    /// Tells where an article went that is not there, if `moved` knows.
    pub(super) fn with_way(mut self, moved: impl FnOnce(&str) -> Option<String>) -> Self {
        match self.gone.take().and_then(|slug| moved(&slug)) {
            Some(now) => {
                let say = format!("The article is called “{now}” now");
                self.with("moved_to", now).with("say", say)
            }
            None => self,
        }
    }

    /// Returns what is told.
    pub(super) fn into_told(self) -> Map<String, Value> {
        self.told
    }

    /// Says why a file was not written: because of the edit, of the system, or, with the status
    /// `otherwise`, of what stands there.
    pub(super) fn unwritten(failure: Failure, otherwise: StatusCode) -> Self {
        let (said, say) = (failure.to_string(), advice_on_failure(&failure));
        match failure {
            Failure::Edit(refusal) => refusal.into(),
            Failure::Io(..) => Self::new(StatusCode::INTERNAL_SERVER_ERROR, said).with("say", say),
            _ => Self::new(otherwise, said),
        }
    }

    pub(super) fn unusable(error: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error)
    }

    /// Tells more, if there is more to tell.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        match value.into() {
            Value::Null => {}
            value => drop(self.told.insert(name.to_owned(), value)),
        }
        self
    }
}

impl From<EditError> for Fault {
    fn from(refusal: EditError) -> Self {
        let status = match &refusal {
            EditError::Missing { .. } => StatusCode::NOT_FOUND,
            EditError::Unreadable(_) | EditError::Layout | EditError::Changed { .. } => {
                StatusCode::CONFLICT
            }
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refusal.to_string()).with("say", advice_on_edit(&refusal))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        (self.status, Json(self.told)).into_response()
    }
}
