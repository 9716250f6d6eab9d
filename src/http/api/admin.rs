//! What only administrators may do, one resource a file.

pub(in crate::http) mod audit;
pub(in crate::http) mod health;
pub(in crate::http) mod invites;
pub(in crate::http) mod models;
pub(in crate::http) mod rooms;
pub(in crate::http) mod sessions;
pub(in crate::http) mod users;

use chrono::{DateTime, Utc};

use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::store::{NewAudit, User};

/// Notes what an administrator did, and to what.
async fn note(state: &AppState, admin: &User, action: &str, subject: String, at: DateTime<Utc>) -> Result<(), Problem> {
    let entry = NewAudit { actor: Some(admin.id), action: action.to_owned(), subject, detail: None, at };
    Ok(state.store.audit(entry).await?)
}
