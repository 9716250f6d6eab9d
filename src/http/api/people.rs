//! The list of those who are more than strangers to a room.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::Utc;

use super::rooms::charge;
use crate::http::note::note_room;
use crate::http::problem::Problem;
use crate::http::read::{Body, Path};
use crate::http::session::CurrentUser;
use crate::http::state::AppState;
use crate::room::{Action, Standing};
use crate::store::{Room, RoomRole, User};
use crate::wire::{PersonRole, RoleChange, RoomPerson};

/// Who is on a room's list, its owner first.
#[utoipa::path(
    get, path = "/rooms/{code}/people", operation_id = "list_room_people", tag = "rooms",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = OK, description = "The people", body = [RoomPerson]), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
) -> Result<Json<Vec<RoomPerson>>, Problem> {
    let (room, standing) = charge(&state.store, &code, &user).await?;
    if !standing.may(Action::SeePeople) {
        return Err(Problem::not_in_charge());
    }
    let mut people = vec![RoomPerson { username: room.owner_name, role: PersonRole::Owner }];
    for person in state.store.room_people(room.id).await? {
        people.push(RoomPerson { username: person.username, role: person.role.into() });
    }
    Ok(Json(people))
}

/// Puts somebody on a room's list: as moderator, as invited, as banned.
#[utoipa::path(
    put, path = "/rooms/{code}/people/{username}", operation_id = "name_room_person", tag = "rooms",
    params(("code" = String, Path, description = "The room's code"), ("username" = String, Path)),
    request_body = RoleChange,
    responses((status = OK, description = "What the list says of them now", body = RoomPerson), Problem),
)]
pub(in crate::http) async fn name(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path((code, username)): Path<(String, String)>,
    Body(change): Body<RoleChange>,
) -> Result<Json<RoomPerson>, Problem> {
    let (role, action) = match change.role {
        PersonRole::Banned => (RoomRole::Banned, Action::Ban),
        PersonRole::Member => (RoomRole::Member, Action::Invite),
        PersonRole::Moderator => (RoomRole::Moderator, Action::Appoint),
        PersonRole::Owner => return Err(Problem::body_unusable("A room is given to somebody else at /owner.")),
    };
    let (room, other) = reach(&state, &user, &code, &username, action).await?;
    if state.store.room_people_count(room.id).await? >= MOST_PEOPLE {
        return Err(Problem::body_unusable("This room's list is full."));
    }
    state.store.set_room_role(room.id, other.id, role).await?;
    state.rooms.role_changed(room.id, other.id, Some(role)).await;
    let detail = format!("{} {:?}", other.username, change.role).to_lowercase();
    note_room(&state, &user, "room_role_set", &room, Some(detail), Utc::now()).await?;
    Ok(Json(RoomPerson { username: other.username, role: change.role }))
}

/// Takes somebody off a room's list.
#[utoipa::path(
    delete, path = "/rooms/{code}/people/{username}", operation_id = "forget_room_person", tag = "rooms",
    params(("code" = String, Path, description = "The room's code"), ("username" = String, Path)),
    responses((status = NO_CONTENT, description = "The list says nothing of them"), Problem),
)]
pub(in crate::http) async fn forget(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path((code, username)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (room, other) = reach(&state, &user, &code, &username, Action::Invite).await?;
    state.store.forget_room_role(room.id, other.id).await?;
    state.rooms.role_changed(room.id, other.id, None).await;
    note_room(&state, &user, "room_role_removed", &room, Some(other.username), Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The room and the other one, for who may do this to them.
async fn reach(
    state: &AppState,
    user: &User,
    code: &str,
    username: &str,
    action: Action,
) -> Result<(Room, User), Problem> {
    let (room, standing) = charge(&state.store, code, user).await?;
    if !standing.may(action) {
        return Err(Problem::not_in_charge());
    }
    let other = state.store.user_by_name(username).await?.ok_or_else(Problem::user_unknown)?;
    let role = state.store.room_role(room.id, other.id).await?;
    // What the room makes of them counts here, not that they may administer the server.
    let theirs = Standing::of(&room, other.id, other.is_admin && action == Action::Ban, role);
    if other.id == room.owner || !standing.may_to(action, &theirs) {
        return Err(Problem::not_in_charge());
    }
    Ok((room, other))
}

impl From<RoomRole> for PersonRole {
    fn from(role: RoomRole) -> Self {
        match role {
            RoomRole::Banned => Self::Banned,
            RoomRole::Member => Self::Member,
            RoomRole::Moderator => Self::Moderator,
        }
    }
}

/// A list that people read.
const MOST_PEOPLE: u64 = 1_000;
