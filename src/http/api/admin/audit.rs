//! Who did what.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use uuid::Uuid;

use crate::http::page::{Paging, page};
use crate::http::problem::Problem;
use crate::http::read::Asked;
use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::wire::{AuditLine, Page};

/// What is looked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Kind {
    /// Only this action, e.g. `login_failed`.
    action: Option<String>,
}

/// What was done, newest first.
#[utoipa::path(
    get, path = "/admin/audit", operation_id = "admin_list_audit", tag = "administration",
    params(Kind, Paging),
    responses((status = OK, description = "The audit log", body = Page<AuditLine>), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    _admin: Admin,
    Asked(kind): Asked<Kind>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<AuditLine>>, Problem> {
    let log = state.store.audit_page(kind.action.as_deref(), paging.slice()?).await?;
    // Accounts are noted by id, so that a new name changes nothing; people read names.
    let subjects = log.items.iter().filter_map(|entry| entry.subject.parse().ok());
    let ids: Vec<Uuid> = log.items.iter().filter_map(|entry| entry.actor).chain(subjects).collect();
    let names = state.store.usernames(&ids).await?;
    let name = |id: &Uuid| names.get(id).cloned();
    Ok(Json(page(log, |entry| AuditLine {
        id: entry.id,
        actor: entry.actor.map(|actor| name(&actor).unwrap_or_else(|| actor.to_string())),
        action: entry.action,
        subject: entry.subject.parse().ok().and_then(|id| name(&id)).unwrap_or(entry.subject),
        detail: entry.detail,
        at: entry.at,
    })))
}
