//! Rooms: making one, finding one.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::Utc;

use crate::http::problem::Problem;
use crate::http::read::{Body, Path};
use crate::http::session::CurrentUser;
use crate::http::state::AppState;
use crate::room_code::RoomCode;
use crate::store::{Room, Store, StoreError, User};
use crate::wire::{NewRoom, RoomInfo};

/// Rooms that I made or have been in, newest first.
#[utoipa::path(
    get, path = "/rooms", operation_id = "list_rooms", tag = "rooms",
    responses((status = OK, description = "My rooms", body = [RoomInfo]), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<Vec<RoomInfo>>, Problem> {
    let rooms = state.store.rooms_of(user.id).await?;
    Ok(Json(rooms.into_iter().map(|room| info(&state, &user, room)).collect()))
}

/// Makes a room.
#[utoipa::path(
    post, path = "/rooms", operation_id = "create_room", tag = "rooms",
    request_body = NewRoom,
    responses((status = CREATED, description = "The new room", body = RoomInfo), Problem),
)]
pub(in crate::http) async fn create(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Body(new): Body<NewRoom>,
) -> Result<(StatusCode, Json<RoomInfo>), Problem> {
    let title = new.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    if title.as_deref().is_some_and(|title| title.chars().count() > TITLE_CHARS || title.contains(char::is_control)) {
        return Err(Problem::title_unusable());
    }
    let room = create_room(&state.store, &user, title).await?;
    Ok((StatusCode::CREATED, Json(info(&state, &user, room))))
}

/// A room, by its code.
#[utoipa::path(
    get, path = "/rooms/{code}", operation_id = "show_room", tag = "rooms",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = OK, description = "The room", body = RoomInfo), Problem),
)]
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
) -> Result<Json<RoomInfo>, Problem> {
    let room = find(&state.store, &code).await?;
    Ok(Json(info(&state, &user, room)))
}

/// The room of a code as somebody wrote it.
pub(in crate::http) async fn find(store: &Store, code: &str) -> Result<Room, Problem> {
    let code = RoomCode::parse(code).ok_or_else(Problem::room_unknown)?;
    store.room_by_code(code.as_str()).await?.ok_or_else(Problem::room_unknown)
}

/// With a thousand million rooms, one code in four thousand is taken: three times in a row is
/// no coincidence.
async fn create_room(store: &Store, owner: &User, title: Option<String>) -> Result<Room, Problem> {
    for _ in 0..DRAWS {
        let code = RoomCode::draw(&mut rand::rng());
        match store.create_room(owner.id, code.as_str(), title.clone(), Utc::now()).await {
            Err(StoreError::CodeTaken) => continue,
            made => return Ok(made?),
        }
    }
    Err(Problem::internal(StoreError::CodeTaken))
}

fn info(state: &AppState, user: &User, room: Room) -> RoomInfo {
    RoomInfo {
        code: room.code,
        title: room.title,
        owner: room.owner_name,
        is_mine: room.owner == user.id,
        created_at: room.created_at,
        present: state.rooms.present(room.id),
    }
}

const TITLE_CHARS: usize = 80;
const DRAWS: usize = 3;
