//! Finds out whether it is a guest's request.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};

use super::problem::Problem;
use super::session;
use super::state::AppState;
use crate::demo::Cast;
use crate::room::{Visitor, Who};
use crate::store::{Guest, User};

/// Whoever is logged in or came by a link for guests. The log-in counts where there are both.
pub(super) enum Visit {
    Guest(Guest),
    User(User),
}

/// The guest whose request it is, whoever is logged in; it is refused when it is none's.
pub(super) struct CurrentGuest(pub(super) Guest);

/// The request is refused when it is nobody's.
pub(super) struct Visiting(pub(super) Visit);

impl FromRequestParts<AppState> for Visiting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let visit = whose(state, &parts.headers, Utc::now()).await?;
        visit.map(Self).ok_or_else(Problem::login_needed)
    }
}

impl FromRequestParts<AppState> for CurrentGuest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        guest(state, &parts.headers, Utc::now()).await?.map(Self).ok_or_else(Problem::login_needed)
    }
}

impl Visit {
    /// As a room knows them.
    pub(super) fn visitor(&self) -> Visitor {
        match self {
            Self::Guest(guest) => Visitor {
                who: Who::Guest { session: guest.id, room: guest.room },
                name: guest.name.clone(),
                is_admin: false,
                is_banned: guest.is_banned,
                demo: false,
            },
            Self::User(user) => Visitor {
                who: Who::User(user.id),
                name: user.username.clone(),
                is_admin: user.is_admin,
                is_banned: false,
                demo: Cast::is_signer(&user.username),
            },
        }
    }
}

pub(super) async fn whose(state: &AppState, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Option<Visit>, Problem> {
    if let Some(user) = session::whose(state, headers, now).await? {
        return Ok(Some(Visit::User(user)));
    }
    Ok(guest(state, headers, now).await?.map(Visit::Guest))
}

/// The guest, if the request is one's.
pub(super) async fn guest(state: &AppState, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Option<Guest>, Problem> {
    match state.cookies.for_guests().read(headers) {
        Some(token) => Ok(state.store.guest(&token.digest(), now).await?),
        None => Ok(None),
    }
}
