//! What a visitor may know before logging in.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;

use super::settings::registration;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::wire::{RegistrationMode, ServerStatus};

/// What a visitor may know before logging in.
#[utoipa::path(
    get, path = "/status", operation_id = "show_status", tag = "server",
    responses((status = OK, description = "The state of the server", body = ServerStatus), Problem),
)]
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Json<ServerStatus>, Problem> {
    let setup_needed = !state.store.has_administrator().await?;
    Ok(Json(ServerStatus {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        setup_needed,
        registration: if setup_needed { RegistrationMode::Closed } else { registration(&state, &headers).await? },
        mail: state.postbox.is_some(),
        recogniser: state.rooms.recogniser().map(|pool| pool.model().names()),
    }))
}
