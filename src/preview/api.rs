//! What the editor in the page asks for.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use serde::Serialize;

use super::server::Server;

/// Answers below `/_postil/api`.
pub(super) fn routes(_server: &Arc<Server>) -> Router<Arc<Server>> {
    Router::new().route("/state", get(state))
}

#[derive(Serialize)]
struct StateAnswer {
    token: String,
    editing: bool,
}

async fn state(State(server): State<Arc<Server>>) -> Json<StateAnswer> {
    Json(StateAnswer { token: server.guard.token.clone(), editing: server.guard.may_edit })
}
