//! Renews an API token that is used shortly before its end.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};

use super::problem::Problem;
use super::session::bearer;
use super::state::AppState;
use crate::account::{API_TOKEN_LIFETIME, Token};

/// Puts a fresh token into the answer's `Glossa-Token` when the one that was shown is in its last
/// minute. The old one stays good to its end, as other requests may be on their way with it.
pub(super) async fn renew(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let token = bearer(request.headers());
    let mut response = next.run(request).await;
    if let Some(token) = token
        && response.status().is_success()
    {
        match fresh(&state, &token, Utc::now()).await {
            Ok(Some(fresh)) => drop(response.headers_mut().insert(GLOSSA_TOKEN, fresh)),
            Ok(None) => {}
            // The next request tries again.
            Err(problem) => tracing::warn!(?problem, "a token could not be renewed"),
        }
    }
    response
}

async fn fresh(state: &AppState, token: &Token, now: DateTime<Utc>) -> Result<Option<HeaderValue>, Problem> {
    let digest = token.digest();
    let Some(user) = state.store.user_by_token(&digest, now).await? else { return Ok(None) };
    if user.token_expiration - now >= LAST_MINUTE {
        return Ok(None);
    }
    let fresh = Token::draw_for_api(&mut rand::rng());
    // Of two requests at once, and of one with the token before, none renews a second time.
    let renewed = state.store.renew_token(&digest, fresh.digest(), now + API_TOKEN_LIFETIME).await?;
    Ok(if renewed { HeaderValue::from_str(fresh.reveal()).ok() } else { None })
}

const GLOSSA_TOKEN: HeaderName = HeaderName::from_static("glossa-token");
const LAST_MINUTE: TimeDelta = TimeDelta::seconds(60);
