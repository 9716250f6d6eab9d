//! Logging in, logging out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};

use super::users::{info, note};
use crate::account::{Password, Token};
use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::session;
use crate::http::state::AppState;
use crate::store::{NewAudit, User};
use crate::wire::{Credentials, EntryLink, UserInfo};

/// Logs in by name and password.
#[utoipa::path(
    post, path = "/session", operation_id = "log_in", tag = "accounts",
    request_body = Credentials,
    responses((status = CREATED, description = "The account, logged in", body = UserInfo), Problem),
)]
pub(in crate::http) async fn log_in(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(credentials): Body<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    // No account has such a password: nothing is told by answering at once.
    let password = Password::parse(credentials.password).map_err(|_| Problem::credentials_wrong())?;
    let named = state.store.user_by_name(credentials.username.trim()).await?;
    let hash = named.as_ref().map(|user| user.password_hash.clone());
    let right = state.hasher.verify(password, hash).await?;
    let now = Utc::now();
    let Some(user) = named.clone().filter(|user| right && !user.is_blocked) else {
        note_failure(&state, named.as_ref(), now).await?;
        return Err(Problem::credentials_wrong());
    };
    admit(&state, user, &headers, now).await
}

/// Logs in by a one-time link.
#[utoipa::path(
    post, path = "/session/link", operation_id = "log_in_by_link", tag = "accounts",
    request_body = EntryLink,
    responses((status = CREATED, description = "The account, logged in", body = UserInfo), Problem),
)]
pub(in crate::http) async fn log_in_by_link(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(link): Body<EntryLink>,
) -> Result<impl IntoResponse, Problem> {
    let now = Utc::now();
    let owner = state.store.take_entry_link(&Token::presented(&link.token).digest(), now).await?;
    admit(&state, owner.ok_or_else(Problem::link_spent)?, &headers, now).await
}

/// Logs this browser out.
#[utoipa::path(
    delete, path = "/session", operation_id = "log_out", tag = "accounts",
    responses((status = NO_CONTENT, description = "Logged out"), Problem),
)]
pub(in crate::http) async fn log_out(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    if let Some(token) = state.cookies.read(&headers) {
        state.store.end_session(&token.digest()).await?;
    }
    Ok((StatusCode::NO_CONTENT, state.cookies.take_back()))
}

async fn admit(
    state: &AppState,
    user: User,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Result<impl IntoResponse + use<>, Problem> {
    state.store.successful_login(user.id, now).await?;
    let cookie = session::begin(state, &user, headers, now).await?;
    note(state, &user, "login", now).await?;
    Ok((StatusCode::CREATED, cookie, Json(info(user, None))))
}

/// What was typed is not noted: people type passwords into the wrong field.
async fn note_failure(state: &AppState, named: Option<&User>, now: DateTime<Utc>) -> Result<(), Problem> {
    let mut detail = None;
    if let Some(user) = named {
        let failures = state.store.failed_login(user.id).await?;
        detail = Some(format!("{failures} since the last log-in"));
    }
    let failure = NewAudit {
        actor: None,
        action: "login_failed".to_owned(),
        subject: named.map(|user| user.id.to_string()).unwrap_or_default(),
        detail,
        at: now,
    };
    Ok(state.store.audit(failure).await?)
}
