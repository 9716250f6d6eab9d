//! Links for guests, for those who keep order in a room.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{TimeDelta, Utc};
use uuid::Uuid;

use super::rooms::charge;
use crate::account::Token;
use crate::http::note::note_room;
use crate::http::problem::Problem;
use crate::http::read::{Body, Path};
use crate::http::session::CurrentUser;
use crate::http::state::AppState;
use crate::room::Action;
use crate::store::{self, Room, User};
use crate::wire::{GuestLink, NewGuestLink};

/// The links of a room, newest first.
#[utoipa::path(
    get, path = "/rooms/{code}/guest-links", operation_id = "list_guest_links", tag = "guests",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = OK, description = "The links", body = [GuestLink]), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
) -> Result<Json<Vec<GuestLink>>, Problem> {
    let room = room(&state, &code, &user).await?;
    let links = state.store.guest_links(room.id).await?;
    Ok(Json(links.into_iter().map(|link| info(link, None)).collect()))
}

/// Makes a link; its token is shown in this answer only.
#[utoipa::path(
    post, path = "/rooms/{code}/guest-links", operation_id = "create_guest_link", tag = "guests",
    params(("code" = String, Path, description = "The room's code")),
    request_body = NewGuestLink,
    responses((status = CREATED, description = "The link", body = GuestLink), Problem),
)]
pub(in crate::http) async fn create(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
    Body(new): Body<NewGuestLink>,
) -> Result<(StatusCode, Json<GuestLink>), Problem> {
    let room = room(&state, &code, &user).await?;
    let now = Utc::now();
    if new.expires_at <= now || new.expires_at > now + LONGEST {
        return Err(Problem::body_unusable("A link expires within a year from now."));
    }
    if new.not_before.is_some_and(|begin| begin >= new.expires_at || begin < now - LONGEST) {
        return Err(Problem::body_unusable("A link begins before it expires."));
    }
    if new.uses.is_some_and(|uses| !(1..=MOST_USES).contains(&uses)) {
        return Err(Problem::body_unusable("A link can be used 1 to 1,000,000 times, or without a bound."));
    }
    let token = Token::draw(&mut rand::rng());
    let new = store::NewGuestLink {
        room: room.id,
        digest: token.digest(),
        created_at: now,
        not_before: new.not_before,
        expires_at: new.expires_at,
        uses: new.uses,
    };
    let link = state.store.create_guest_link(new).await?;
    note_room(&state, &user, "guest_link_made", &room, Some(link.id.to_string()), now).await?;
    Ok((StatusCode::CREATED, Json(info(link, Some(token)))))
}

/// Takes a link back: who came by it is sent away.
#[utoipa::path(
    delete, path = "/rooms/{code}/guest-links/{id}", operation_id = "revoke_guest_link", tag = "guests",
    params(("code" = String, Path, description = "The room's code"), ("id" = Uuid, Path)),
    responses((status = NO_CONTENT, description = "It opens nothing any more"), Problem),
)]
pub(in crate::http) async fn revoke(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path((code, id)): Path<(String, Uuid)>,
) -> Result<StatusCode, Problem> {
    let room = room(&state, &code, &user).await?;
    let sessions = state.store.revoke_guest_link(room.id, id).await?.ok_or_else(Problem::not_found)?;
    state.rooms.revoked(room.id, sessions).await;
    note_room(&state, &user, "guest_link_revoked", &room, Some(id.to_string()), Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The room, for who may make links to it.
async fn room(state: &AppState, code: &str, user: &User) -> Result<Room, Problem> {
    let (room, standing) = charge(&state.store, code, user).await?;
    if standing.may(Action::Link) { Ok(room) } else { Err(Problem::not_in_charge()) }
}

fn info(link: store::GuestLink, token: Option<Token>) -> GuestLink {
    GuestLink {
        id: link.id,
        created_at: link.created_at,
        not_before: link.not_before,
        expires_at: link.expires_at,
        uses_left: link.uses_left,
        used: link.used,
        token: token.map(|token| token.reveal().to_owned()),
    }
}

const LONGEST: TimeDelta = TimeDelta::days(366);
const MOST_USES: u32 = 1_000_000;
