//! A new password for whoever forgot theirs.

use std::time::Instant;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::Utc;

use super::session::admit;
use crate::account::{Password, Token};
use crate::http::client::Client;
use crate::http::note::note_own;
use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::state::AppState;
use crate::wire::{PasswordReset, PasswordResetRequest, UserInfo};

/// Asks for a mail with a link to a new password. Whether there is such an account is not said: the
/// answer comes before anything is looked up.
///
/// Each address, and each account, has to wait after five requests (`slow_down`). When too many requests
/// wait to be looked at, the answer is `busy`.
#[utoipa::path(
    post, path = "/password-resets", operation_id = "request_password_reset", tag = "accounts",
    request_body = PasswordResetRequest,
    responses((status = ACCEPTED, description = "If there is such an account, its owner is written to"), Problem),
)]
pub(in crate::http) async fn request(
    State(state): State<AppState>,
    Client(from): Client,
    Body(request): Body<PasswordResetRequest>,
) -> Result<StatusCode, Problem> {
    let postbox = state.postbox.as_ref().ok_or_else(Problem::mail_off)?;
    let account = request.account.trim();
    if !(1..=MAX_CHARS).contains(&account.chars().count()) || account.contains(char::is_control) {
        return Err(Problem::body_unusable("An account is a username or an email address."));
    }
    postbox.ask(account, from, Instant::now())?;
    Ok(StatusCode::ACCEPTED)
}

/// Sets a new password by a link that an administrator made, or that came by mail; every older log-in
/// ends, and API tokens do.
#[utoipa::path(
    post, path = "/password-reset", operation_id = "reset_password", tag = "accounts",
    request_body = PasswordReset,
    responses((status = CREATED, description = "The account, logged in", body = UserInfo), Problem),
)]
pub(in crate::http) async fn reset_password(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(reset): Body<PasswordReset>,
) -> Result<impl IntoResponse, Problem> {
    let password = Password::parse(reset.password)?;
    let (digest, now) = (Token::presented(&reset.token).digest(), Utc::now());
    let place = state.hasher.place()?;
    // Who makes tokens up costs a look, not a hash.
    if !state.store.is_reset_link_good(&digest, now).await? {
        return Err(Problem::link_spent());
    }
    let hash = place.hash(password).await?;
    let owner = state.store.reset_password(&digest, hash, now).await?.ok_or_else(Problem::link_spent)?;
    state.logins.tell();
    note_own(&state, &owner, "password_reset", now).await?;
    admit(&state, owner, &headers, now).await
}

/// As many as the longest address has.
const MAX_CHARS: usize = 100;
