//! Rooms: making one, finding one, changing one.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::Utc;

use crate::account::Password;
use crate::http::guest::{Visit, Visiting};
use crate::http::note::note_room;
use crate::http::page::{Paging, page};
use crate::http::problem::Problem;
use crate::http::read::{Asked, Body, Path};
use crate::http::session::CurrentUser;
use crate::http::state::AppState;
use crate::http::version::{etag, expected};
use crate::room::{Action, Standing};
use crate::room_code::RoomCode;
use crate::store::{self, Room, RoomEdit, Store, StoreError, User};
use crate::wire::{Access, NewOwner, NewRoom, Page, RoomChange, RoomInfo, RoomRole};

/// Rooms that are mine, that I am named in or have been in, newest first.
#[utoipa::path(
    get, path = "/rooms", operation_id = "list_rooms", tag = "rooms",
    params(Paging),
    responses((status = OK, description = "My rooms", body = Page<RoomInfo>), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<RoomInfo>>, Problem> {
    let rooms = page(state.store.rooms_of(user.id, paging.slice()?).await?, |room| room);
    let mut items = Vec::with_capacity(rooms.items.len());
    for room in rooms.items {
        items.push(info(&state, Some(&user), room).await?);
    }
    Ok(Json(Page { items, next: rooms.next }))
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
) -> Result<impl IntoResponse, Problem> {
    let room = create_room(&state.store, &user, title(new.title)?).await?;
    Ok((StatusCode::CREATED, etag(room.version), Json(info(&state, Some(&user), room).await?)))
}

/// A room, by its code.
#[utoipa::path(
    get, path = "/rooms/{code}", operation_id = "show_room", tag = "rooms",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = OK, description = "The room; its state is named by ETag", body = RoomInfo), Problem),
)]
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    Visiting(visit): Visiting,
    Path(code): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let room = find(&state.store, &code).await?;
    let user = match &visit {
        Visit::Guest(guest) if guest.room != room.id => return Err(Problem::login_needed()),
        Visit::Guest(_) => None,
        Visit::User(user) => Some(user),
    };
    Ok((etag(room.version), Json(info(&state, user, room).await?)))
}

/// Changes a room's settings. Moderators may change `lobby` and `locked`, the owner everything.
#[utoipa::path(
    patch, path = "/rooms/{code}", operation_id = "change_room", tag = "rooms",
    params(
        ("code" = String, Path, description = "The room's code"),
        ("If-Match" = Option<String>, Header, description = "The ETag that this change was made for"),
    ),
    request_body = RoomChange,
    responses((status = OK, description = "The room as it is now", body = RoomInfo), Problem),
)]
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
    headers: HeaderMap,
    Body(change): Body<RoomChange>,
) -> Result<impl IntoResponse, Problem> {
    let (room, standing) = charge(&state.store, &code, &user).await?;
    let is_deep = change.title.is_some()
        || change.access.is_some()
        || change.password.is_some()
        || change.history.is_some()
        || change.retention_days.is_some();
    let action = if is_deep { Action::Change } else { Action::Lock };
    if !standing.may(action) {
        return Err(Problem::not_in_charge());
    }
    let version = expected(&headers)?;
    let edit = edit(&state, change).await?;
    let room = state.store.change_room(room.id, version, edit).await?.ok_or_else(Problem::changed_meanwhile)?;
    state.rooms.changed(room.clone()).await;
    note_room(&state, &user, "room_changed", &room, None, Utc::now()).await?;
    Ok((etag(room.version), Json(info(&state, Some(&user), room).await?)))
}

/// Removes a room with everything said in it; its call ends.
#[utoipa::path(
    delete, path = "/rooms/{code}", operation_id = "remove_room", tag = "rooms",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = NO_CONTENT, description = "It is gone"), Problem),
)]
pub(in crate::http) async fn remove(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let (room, standing) = charge(&state.store, &code, &user).await?;
    if !standing.may(Action::Delete) {
        return Err(Problem::not_in_charge());
    }
    // In this order nobody can begin another call in between.
    state.store.delete_room(room.id).await?;
    state.rooms.end_call(room.id).await;
    note_room(&state, &user, "room_removed", &room, None, Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a room to somebody else; who had it stays its moderator.
#[utoipa::path(
    post, path = "/rooms/{code}/owner", operation_id = "hand_over_room", tag = "rooms",
    params(("code" = String, Path, description = "The room's code")),
    request_body = NewOwner,
    responses((status = OK, description = "The room as it is now", body = RoomInfo), Problem),
)]
pub(in crate::http) async fn hand_over(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
    Body(new): Body<NewOwner>,
) -> Result<impl IntoResponse, Problem> {
    let (room, standing) = charge(&state.store, &code, &user).await?;
    if !standing.may(Action::HandOver) {
        return Err(Problem::not_in_charge());
    }
    let heir = state.store.user_by_name(new.username.trim()).await?.filter(|heir| !heir.is_blocked);
    let heir = heir.ok_or_else(Problem::user_unknown)?;
    let room = state.store.hand_over_room(room.id, user.id, heir.id).await?;
    state.rooms.changed(room.clone()).await;
    note_room(&state, &user, "room_handed_over", &room, Some(heir.username), Utc::now()).await?;
    Ok((etag(room.version), Json(info(&state, Some(&user), room).await?)))
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

/// A room, with what somebody is to it.
pub(super) async fn charge(store: &Store, code: &str, user: &User) -> Result<(Room, Standing), Problem> {
    let room = find(store, code).await?;
    let role = store.room_role(room.id, user.id).await?;
    let standing = Standing::of(&room, user.id, user.is_admin, role);
    Ok((room, standing))
}

/// A title as it is kept: nothing, when there is nothing to read.
fn title(text: Option<String>) -> Result<Option<String>, Problem> {
    let title = text.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    if title.as_deref().is_some_and(|title| title.chars().count() > TITLE_CHARS || title.contains(char::is_control)) {
        return Err(Problem::title_unusable());
    }
    Ok(title)
}

async fn edit(state: &AppState, change: RoomChange) -> Result<RoomEdit, Problem> {
    let password_hash = match change.password {
        None => None,
        Some(None) => Some(None),
        Some(Some(password)) => Some(Some(state.hasher.hash(Password::parse(password)?).await?)),
    };
    if change.retention_days.flatten().is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
        return Err(Problem::body_unusable("What is said is kept for 1 to 3,650 days, or for good."));
    }
    Ok(RoomEdit {
        title: change.title.map(title).transpose()?,
        access: change.access.map(store::Access::from),
        password_hash,
        lobby: change.lobby,
        locked: change.locked,
        history: change.history,
        retention_days: change.retention_days,
    })
}

/// Without a user: as guests see it.
async fn info(state: &AppState, user: Option<&User>, room: Room) -> Result<RoomInfo, Problem> {
    let role = match user {
        None => RoomRole::None,
        Some(user) if user.id == room.owner => RoomRole::Owner,
        Some(user) => match state.store.room_role(room.id, user.id).await? {
            Some(store::RoomRole::Member) => RoomRole::Member,
            Some(store::RoomRole::Moderator) => RoomRole::Moderator,
            Some(store::RoomRole::Banned) | None => RoomRole::None,
        },
    };
    Ok(RoomInfo {
        code: room.code,
        title: room.title,
        owner: room.owner_name,
        is_mine: role == RoomRole::Owner,
        created_at: room.created_at,
        present: state.rooms.present(room.id),
        access: room.access.into(),
        has_password: room.password_hash.is_some(),
        lobby: room.lobby,
        locked: room.locked,
        history: room.history,
        retention_days: room.retention_days,
        role,
    })
}

impl From<store::Access> for Access {
    fn from(access: store::Access) -> Self {
        match access {
            store::Access::Invited => Self::Invited,
            store::Access::Members => Self::Members,
        }
    }
}

impl From<Access> for store::Access {
    fn from(access: Access) -> Self {
        match access {
            Access::Invited => Self::Invited,
            Access::Members => Self::Members,
        }
    }
}

const TITLE_CHARS: usize = 80;
const MOST_DAYS: u32 = 3_650;
const DRAWS: usize = 3;
