//! Finds out whose request it is.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use chrono::{DateTime, TimeDelta, Utc};

use super::problem::Problem;
use super::state::AppState;
use crate::account::Token;
use crate::store::{TokenDigest, User};

/// Whoever is logged in; the request is refused when nobody is.
pub(super) struct CurrentUser(pub(super) User);

/// The administrator who is logged in; everybody else is refused.
pub(super) struct Admin(pub(super) User);

impl FromRequestParts<AppState> for CurrentUser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let user = whose(state, &parts.headers, Utc::now()).await?;
        user.map(Self).ok_or_else(Problem::login_needed)
    }
}

impl FromRequestParts<AppState> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let CurrentUser(user) = CurrentUser::from_request_parts(parts, state).await?;
        if user.is_admin { Ok(Self(user)) } else { Err(Problem::forbidden()) }
    }
}

/// The digest of this browser's own log-in, if it has one.
pub(super) fn own(state: &AppState, headers: &HeaderMap) -> Option<TokenDigest> {
    state.cookies.read(headers).map(|token| token.digest())
}

/// Logs a browser in: the header that hands it the cookie.
pub(super) async fn begin(
    state: &AppState,
    user: &User,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Result<[(HeaderName, String); 1], Problem> {
    let token = Token::draw(&mut rand::rng());
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    state.store.create_session(user.id, token.digest(), agent, now, now + LIFETIME).await?;
    Ok(state.cookies.give(&token, LIFETIME))
}

/// How long a log-in lasts.
const LIFETIME: TimeDelta = TimeDelta::days(30);
/// How exact the note of when somebody was last here is.
const LAST_SEEN_STEP: TimeDelta = TimeDelta::minutes(1);

/// A program shows its API token, a browser its cookie. Asked of the store on each request, so
/// that who is blocked is out at once.
pub(super) async fn whose(state: &AppState, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Option<User>, Problem> {
    let user = if let Some(token) = bearer(headers) {
        state.store.user_by_token(&token.digest(), now).await?
    } else if let Some(token) = state.cookies.read(headers) {
        state.store.session_user(&token.digest(), now).await?
    } else {
        None
    };
    if let Some(user) = &user
        && user.last_seen.is_none_or(|seen| now - seen >= LAST_SEEN_STEP)
    {
        state.store.touch_user(user.id, now).await?;
    }
    Ok(user)
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<Token> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(Token::presented)
}
