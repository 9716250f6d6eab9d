//! Accounts: making one, seeing one's own.

use std::net::IpAddr;
use std::sync::{MutexGuard, PoisonError};
use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};

use super::settings;
use crate::account::{API_TOKEN_LIFETIME, Attempts, Email, Hasher, Invalid, Password, Token, Username};
use crate::http::note::note_own;
use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::session::{self, CurrentUser};
use crate::http::state::AppState;
use crate::store::{NewUser, User};
use crate::wire::{Registration, RegistrationMode, UserInfo};

/// Makes an account, logged in at once.
#[utoipa::path(
    post, path = "/users", operation_id = "register", tag = "accounts",
    request_body = Registration,
    responses((status = CREATED, description = "The new account, logged in", body = UserInfo), Problem),
)]
pub(in crate::http) async fn register(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(registration): Body<Registration>,
) -> Result<impl IntoResponse, Problem> {
    if !state.store.has_administrator().await? {
        return Err(Problem::setup_needed());
    }
    let mode = settings::registration(&state, &headers).await?;
    let invite = registration.invite.as_deref().map(|token| Token::presented(token).digest());
    if mode == RegistrationMode::Closed || mode == RegistrationMode::Invite && invite.is_none() {
        return Err(Problem::registration_closed());
    }
    let applicant = Applicant::parse(registration)?;
    let now = Utc::now();
    let (new, token) = applicant.into_new_user(&state.hasher, false, now).await?;
    let user = match invite.filter(|_| mode == RegistrationMode::Invite) {
        Some(invite) => state.store.create_invited_user(&invite, new, now).await?.ok_or_else(Problem::link_spent)?,
        None => state.store.create_user(new).await?,
    };
    let cookie = session::begin(&state, &user, &headers, now).await?;
    note_own(&state, &user, "registration", now).await?;
    Ok((StatusCode::CREATED, cookie, Json(info(user, Some(token)))))
}

/// The account that is logged in.
#[utoipa::path(
    get, path = "/me", operation_id = "show_me", tag = "accounts",
    responses((status = OK, description = "My account", body = UserInfo), Problem),
)]
pub(in crate::http) async fn me(CurrentUser(user): CurrentUser) -> Json<UserInfo> {
    Json(info(user, None))
}

/// Somebody who asks for an account with everything that it takes.
pub(super) struct Applicant {
    username: Username,
    email: Email,
    password: Password,
}

impl Applicant {
    pub(super) fn parse(registration: Registration) -> Result<Self, Invalid> {
        Ok(Self {
            username: Username::parse(&registration.username)?,
            email: Email::parse(&registration.email)?,
            password: Password::parse(registration.password)?,
        })
    }

    /// The row to make, with the API token that only its owner ever sees.
    pub(super) async fn into_new_user(
        self,
        hasher: &Hasher,
        is_admin: bool,
        now: DateTime<Utc>,
    ) -> Result<(NewUser, Token), Problem> {
        let token = Token::draw_for_api(&mut rand::rng());
        let new = NewUser {
            username: self.username.into_string(),
            email: self.email.into_string(),
            password_hash: hasher.hash(self.password).await?,
            is_admin,
            created_at: now,
            token_digest: token.digest(),
            token_expiration: now + API_TOKEN_LIFETIME,
        };
        Ok((new, token))
    }
}

/// An account as its owner sees it.
pub(super) fn info(user: User, token: Option<Token>) -> UserInfo {
    UserInfo {
        id: user.id,
        username: user.username,
        email: user.email,
        is_admin: user.is_admin,
        created_at: user.created_at,
        token: token.map(|token| token.reveal().to_owned()),
    }
}

/// The password that guards an account from whoever found its browser open. Wrong ones make wait, as
/// at the door.
pub(super) async fn prove(state: &AppState, user: &User, from: IpAddr, password: String) -> Result<(), Problem> {
    doorstep(state, from, &user.username)?;
    let right = match Password::parse(password) {
        Ok(password) => state.hasher.verify(password, Some(user.password_hash.clone())).await?,
        // No account has such a password.
        Err(_) => false,
    };
    if right {
        return Ok(());
    }
    attempts(state).failed(from, &user.username, Instant::now());
    Err(Problem::password_wrong())
}

/// Sends away who failed too often, before their password costs any work.
pub(super) fn doorstep(state: &AppState, from: IpAddr, name: &str) -> Result<(), Problem> {
    attempts(state).wait(from, name, Instant::now()).map_or(Ok(()), |wait| Err(Problem::slow_down(wait)))
}

/// A std mutex: it is held for a look into a map, never across an await.
pub(super) fn attempts(state: &AppState) -> MutexGuard<'_, Attempts> {
    state.attempts.lock().unwrap_or_else(PoisonError::into_inner)
}
