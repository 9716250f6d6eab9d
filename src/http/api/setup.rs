//! The first start: who holds the setup link becomes administrator.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::Utc;

use super::users::Applicant;
use crate::account::Token;
use crate::http::note::note_own;
use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::session;
use crate::http::state::AppState;
use crate::wire::{SetupRequest, UserInfo};

/// Makes the first administrator.
#[utoipa::path(
    post, path = "/setup", operation_id = "claim_setup", tag = "accounts",
    request_body = SetupRequest,
    responses((status = CREATED, description = "The administrator, logged in", body = UserInfo), Problem),
)]
pub(in crate::http) async fn claim(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<SetupRequest>,
) -> Result<impl IntoResponse, Problem> {
    if !state.setup_link.admits(&Token::presented(&request.token)) {
        return Err(Problem::link_spent());
    }
    let applicant = Applicant::parse(request.account)?;
    let now = Utc::now();
    let (new, token) = applicant.into_new_user(&state.hasher, true, now).await?;
    // Of two who come at once, the store lets one through.
    let admin = state.store.create_first_admin(new).await?;
    if let Err(error) = state.setup_link.spend() {
        tracing::warn!(%error, "the spent setup link could not be removed from the data folder");
    }
    let cookie = session::begin(&state, &admin, &headers, now).await?;
    note_own(&state, &admin, "setup", now).await?;
    Ok((StatusCode::CREATED, cookie, Json(super::users::info(admin, Some(token)))))
}
