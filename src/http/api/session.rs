//! Logging in, logging out.

use std::net::IpAddr;
use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};

use super::settings::failed_login_limit;
use super::users::{attempts, doorstep, info};
use crate::account::{Password, Token};
use crate::http::client::Client;
use crate::http::note::note_own;
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
    Client(from): Client,
    headers: HeaderMap,
    Body(credentials): Body<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    let name = credentials.username.trim();
    doorstep(&state, from, name)?;
    // Before anything is read: a flood is turned away without work, and known names like unknown ones.
    let place = state.hasher.place()?;
    let named = state.store.user_by_name(name).await?;
    // No account has such a password, but the attempt counts.
    let password = Password::parse(credentials.password).ok();
    let right = match &password {
        Some(password) => {
            let hash = named.as_ref().map(|user| user.password_hash.clone());
            place.verify(password.clone(), hash).await?
        }
        None => false,
    };
    let now = Utc::now();
    let (Some(user), Some(password)) = (named.clone().filter(|user| right && !user.is_blocked), password) else {
        attempts(&state).failed(from, name, Instant::now());
        note_failure(&state, named.as_ref(), from, now).await?;
        return Err(Problem::credentials_wrong());
    };
    attempts(&state).succeeded(from, name, Instant::now());
    if state.hasher.is_weak(&user.password_hash) {
        let stronger = state.hasher.hash(password).await?;
        state.store.rehash_password(user.id, stronger).await?;
    }
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
        state.logins.tell();
    }
    Ok((StatusCode::NO_CONTENT, state.cookies.take_back()))
}

pub(super) async fn admit(
    state: &AppState,
    user: User,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Result<impl IntoResponse + use<>, Problem> {
    state.store.successful_login(user.id, now).await?;
    let cookie = session::begin(state, &user, headers, now).await?;
    note_own(state, &user, "login", now).await?;
    Ok((StatusCode::CREATED, cookie, Json(info(user, None))))
}

/// What was typed is not noted: people type passwords into the wrong field.
async fn note_failure(state: &AppState, named: Option<&User>, from: IpAddr, now: DateTime<Utc>) -> Result<(), Problem> {
    let mut detail = format!("from {from}");
    let mut blocked = None;
    if let Some(user) = named {
        let failure = state.store.failed_login(user.id, failed_login_limit(state).await?).await?;
        detail = format!("{detail}, {} since the last log-in", failure.count);
        blocked = failure.blocked.then_some(user);
    }
    let subject = named.map(|user| user.id.to_string()).unwrap_or_default();
    let failure = NewAudit { actor: None, action: "login_failed".to_owned(), subject, detail: Some(detail), at: now };
    state.store.audit(failure).await?;
    if let Some(user) = blocked {
        state.logins.tell();
        let blocked = NewAudit {
            actor: None,
            action: "user_blocked".to_owned(),
            subject: user.id.to_string(),
            detail: Some("too many wrong passwords".to_owned()),
            at: now,
        };
        state.store.audit(blocked).await?;
    }
    Ok(())
}
