//! Rooms, whoever owns them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::Utc;

use crate::http::api::rooms::find;
use crate::http::note::note;
use crate::http::page::{Paging, Search, page};
use crate::http::problem::Problem;
use crate::http::read::{Asked, Path};
use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::wire::{AdminRoom, Page};

/// Rooms, newest first.
#[utoipa::path(
    get, path = "/admin/rooms", operation_id = "admin_list_rooms", tag = "administration",
    params(Search, Paging),
    responses((status = OK, description = "Rooms", body = Page<AdminRoom>), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    _admin: Admin,
    Asked(search): Asked<Search>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<AdminRoom>>, Problem> {
    let rooms = state.store.rooms(&search.q, paging.slice()?).await?;
    Ok(Json(page(rooms, |room| AdminRoom {
        present: state.rooms.present(room.id),
        code: room.code,
        title: room.title,
        owner: room.owner_name,
        created_at: room.created_at,
    })))
}

/// Ends the call of a room: everybody in it is sent away.
#[utoipa::path(
    post, path = "/admin/rooms/{code}/end-call", operation_id = "admin_end_call", tag = "administration",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = NO_CONTENT, description = "There is no call any more"), Problem),
)]
pub(in crate::http) async fn end_call(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let room = find(&state.store, &code).await?;
    state.rooms.end_call(room.id).await;
    note(&state, &admin, "call_ended", room.code, Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a room with everything said in it.
#[utoipa::path(
    delete, path = "/admin/rooms/{code}", operation_id = "admin_delete_room", tag = "administration",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = NO_CONTENT, description = "Deleted"), Problem),
)]
pub(in crate::http) async fn delete(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let room = find(&state.store, &code).await?;
    state.store.delete_room(room.id).await?;
    state.rooms.end_call(room.id).await;
    note(&state, &admin, "room_deleted", room.code, Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
