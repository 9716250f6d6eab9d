//! How the server fares.

use axum::Json;
use axum::extract::State;

use crate::http::problem::Problem;
use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::wire::{Database, Health};

/// How the server fares.
#[utoipa::path(
    get, path = "/admin/health", operation_id = "admin_show_health", tag = "administration",
    responses((status = OK, description = "The state of the server", body = Health), Problem),
)]
pub(in crate::http) async fn show(State(state): State<AppState>, _admin: Admin) -> Result<Json<Health>, Problem> {
    let (people, rooms_live) = state.rooms.crowd();
    Ok(Json(Health {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: state.started_at,
        database: if state.store.is_postgres() { Database::Postgres } else { Database::Sqlite },
        database_ok: state.store.has_administrator().await.is_ok(),
        rooms_live,
        people,
    }))
}
