//! Notes who did what over the API.

use chrono::{DateTime, Utc};

use super::problem::Problem;
use super::state::AppState;
use crate::store::{NewAudit, Room, User};

/// What an administrator did, to whom or what.
pub(super) async fn note(
    state: &AppState,
    admin: &User,
    action: &str,
    subject: String,
    at: DateTime<Utc>,
) -> Result<(), Problem> {
    write(state, admin, action, subject, None, at).await
}

/// What somebody did with their own account.
pub(super) async fn note_own(state: &AppState, user: &User, action: &str, at: DateTime<Utc>) -> Result<(), Problem> {
    write(state, user, action, user.id.to_string(), None, at).await
}

/// What somebody did with a room.
pub(super) async fn note_room(
    state: &AppState,
    user: &User,
    action: &str,
    room: &Room,
    detail: Option<String>,
    at: DateTime<Utc>,
) -> Result<(), Problem> {
    write(state, user, action, format!("room {}", room.code), detail, at).await
}

async fn write(
    state: &AppState,
    actor: &User,
    action: &str,
    subject: String,
    detail: Option<String>,
    at: DateTime<Utc>,
) -> Result<(), Problem> {
    let entry = NewAudit { actor: Some(actor.id), action: action.to_owned(), subject, detail, at };
    Ok(state.store.audit(entry).await?)
}
