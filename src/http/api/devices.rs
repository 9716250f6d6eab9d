//! What stands in for me: browsers that are logged in, the token of my programs.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use chrono::Utc;
use uuid::Uuid;

use crate::account::{API_TOKEN_LIFETIME, Token};
use crate::http::note::note_own;
use crate::http::problem::Problem;
use crate::http::read::Path;
use crate::http::session::{CurrentUser, own};
use crate::http::state::AppState;
use crate::store::{Session, TokenDigest};
use crate::wire::{ApiToken, SessionInfo};

/// Browsers that are logged in as me, newest first.
#[utoipa::path(
    get, path = "/me/sessions", operation_id = "list_my_sessions", tag = "accounts",
    responses((status = OK, description = "My log-ins", body = [SessionInfo]), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    headers: HeaderMap,
) -> Result<Json<Vec<SessionInfo>>, Problem> {
    let own = own(&state, &headers);
    let sessions = state.store.sessions_of(user.id, Utc::now()).await?;
    Ok(Json(sessions.into_iter().map(|session| info(session, own.as_ref())).collect()))
}

/// A log-in as its owner sees it; `own` is the one that asks.
pub(super) fn info(session: Session, own: Option<&TokenDigest>) -> SessionInfo {
    SessionInfo {
        current: own.is_some_and(|own| session.is(own)),
        id: session.id,
        agent: session.agent,
        created_at: session.created_at,
        expires_at: session.expires_at,
    }
}

/// Logs one of my browsers out.
#[utoipa::path(
    delete, path = "/me/sessions/{id}", operation_id = "end_my_session", tag = "accounts",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT, description = "Logged out"), Problem),
)]
pub(in crate::http) async fn end(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    if !state.store.end_session_by_id(id, Some(user.id)).await? {
        return Err(Problem::not_found());
    }
    state.logins.tell();
    Ok(StatusCode::NO_CONTENT)
}

/// Logs all my browsers out but this one.
#[utoipa::path(
    delete, path = "/me/sessions", operation_id = "end_my_other_sessions", tag = "accounts",
    responses((status = NO_CONTENT, description = "Logged out"), Problem),
)]
pub(in crate::http) async fn end_others(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    state.store.end_other_sessions(user.id, own(&state, &headers).as_ref()).await?;
    state.logins.tell();
    Ok(StatusCode::NO_CONTENT)
}

/// Gives me a new API token; older ones are void at once.
#[utoipa::path(
    post, path = "/me/token", operation_id = "mint_token", tag = "accounts",
    responses((status = CREATED, description = "The token, shown once", body = ApiToken), Problem),
)]
pub(in crate::http) async fn mint_token(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<(StatusCode, Json<ApiToken>), Problem> {
    let (token, now) = (Token::draw_for_api(&mut rand::rng()), Utc::now());
    let expires_at = now + API_TOKEN_LIFETIME;
    state.store.mint_token(user.id, token.digest(), expires_at).await?;
    note_own(&state, &user, "token_minted", now).await?;
    Ok((StatusCode::CREATED, Json(ApiToken { token: token.reveal().to_owned(), expires_at })))
}
