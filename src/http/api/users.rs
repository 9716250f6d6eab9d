//! Accounts: making one, seeing one's own.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::{DateTime, TimeDelta, Utc};

use super::settings::registration_is_open;
use crate::account::{Email, Hasher, Invalid, Password, Token, Username};
use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::session::{self, CurrentUser};
use crate::http::state::AppState;
use crate::store::{NewAudit, NewUser, User};
use crate::wire::{Registration, UserInfo};

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
    if !registration_is_open(&state, &headers).await? {
        return Err(Problem::registration_closed());
    }
    let applicant = Applicant::parse(registration)?;
    let now = Utc::now();
    let (new, token) = applicant.into_new_user(&state.hasher, false, now).await?;
    let user = state.store.create_user(new).await?;
    let cookie = session::begin(&state, &user, &headers, now).await?;
    note(&state, &user, "registration", now).await?;
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

/// Notes what somebody did with their own account.
pub(super) async fn note(state: &AppState, user: &User, action: &str, now: DateTime<Utc>) -> Result<(), Problem> {
    let entry = NewAudit {
        actor: Some(user.id),
        action: action.to_owned(),
        subject: user.id.to_string(),
        detail: None,
        at: now,
    };
    Ok(state.store.audit(entry).await?)
}

/// Programs are set up once a year.
const API_TOKEN_LIFETIME: TimeDelta = TimeDelta::days(365);
