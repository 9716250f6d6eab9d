//! Who is logged in where.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::Utc;
use uuid::Uuid;

use crate::http::note::note;
use crate::http::page::{Paging, page};
use crate::http::problem::Problem;
use crate::http::read::{Asked, Path};
use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::wire::{AdminSession, Page};

/// Browsers that are logged in, newest first.
#[utoipa::path(
    get, path = "/admin/sessions", operation_id = "admin_list_sessions", tag = "administration",
    params(Paging),
    responses((status = OK, description = "Log-ins", body = Page<AdminSession>), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    _admin: Admin,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<AdminSession>>, Problem> {
    let sessions = state.store.sessions(Utc::now(), paging.slice()?).await?;
    Ok(Json(page(sessions, |session| AdminSession {
        id: session.id,
        user: session.user,
        username: session.username,
        agent: session.agent,
        created_at: session.created_at,
        expires_at: session.expires_at,
    })))
}

/// Logs a browser out.
#[utoipa::path(
    delete, path = "/admin/sessions/{id}", operation_id = "admin_end_session", tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT, description = "Logged out"), Problem),
)]
pub(in crate::http) async fn end(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    if !state.store.end_session_by_id(id, None).await? {
        return Err(Problem::not_found());
    }
    state.logins.tell();
    note(&state, &admin, "session_ended", id.to_string(), Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
