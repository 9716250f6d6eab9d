//! The demo signer, for administrators who want to see captions.

use axum::extract::State;
use axum::http::StatusCode;

use chrono::Utc;

use super::rooms::find;
use crate::http::note::note;
use crate::http::problem::Problem;
use crate::http::read::Path;
use crate::http::session::Admin;
use crate::http::state::AppState;

/// Brings the demo signer to a room.
#[utoipa::path(
    post, path = "/rooms/{code}/demo", operation_id = "invite_demo_signer", tag = "rooms",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = ACCEPTED, description = "The demo signer has joined"), Problem),
)]
pub(in crate::http) async fn invite(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let room = find(&state.store, &code).await?;
    let performance = state
        .house
        .invite(&state.store, &room.code, |session| state.cookies.header(session))
        .await
        .map_err(Problem::internal)?;
    note(&state, &admin, "demo_invited", room.code, Utc::now()).await?;
    // It ends by itself: when the room is empty, the server stops, or an hour is over.
    tokio::spawn(performance.play());
    Ok(StatusCode::ACCEPTED)
}
