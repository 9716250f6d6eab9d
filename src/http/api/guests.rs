//! People who come by a link, without an account.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::{TimeDelta, Utc};

use crate::account::{Token, Username};
use crate::http::guest::{CurrentGuest, guest};
use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::state::AppState;
use crate::store::Guest;
use crate::wire::{GuestEntry, GuestInfo};

/// Uses a link: whoever holds it may enter its room, under the name they give.
#[utoipa::path(
    post, path = "/guest", operation_id = "enter_as_guest", tag = "guests",
    request_body = GuestEntry,
    responses((status = CREATED, description = "The guest, known by a cookie", body = GuestInfo), Problem),
)]
pub(in crate::http) async fn enter(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(entry): Body<GuestEntry>,
) -> Result<impl IntoResponse, Problem> {
    let name = Username::parse(&entry.name)?;
    let now = Utc::now();
    let before = guest(&state, &headers, now).await?;
    let session = Token::draw(&mut rand::rng());
    let link = Token::presented(&entry.token).digest();
    let banned_from = before.filter(|guest| guest.is_banned).map(|guest| guest.room);
    let admitted = state.store.admit_guest(&link, name.as_str(), session.digest(), now, now + LIFETIME).await?;
    let admitted = admitted.ok_or_else(Problem::link_spent)?;
    if banned_from == Some(admitted.room) {
        // The new session is as banned as the old one.
        state.store.ban_guest(admitted.id).await?;
        return Err(Problem::banned());
    }
    let cookie = state.cookies.for_guests().give(&session, LIFETIME);
    Ok((StatusCode::CREATED, cookie, Json(info(admitted))))
}

/// The guest whose request this is.
#[utoipa::path(
    get, path = "/guest", operation_id = "show_guest", tag = "guests",
    responses((status = OK, description = "The guest", body = GuestInfo), Problem),
)]
pub(in crate::http) async fn show(CurrentGuest(guest): CurrentGuest) -> Json<GuestInfo> {
    Json(info(guest))
}

fn info(guest: Guest) -> GuestInfo {
    GuestInfo { name: guest.name, room: guest.room_code, expires_at: guest.expires_at }
}

/// How long a guest is known: a long day. A call that began before its link expired goes on.
const LIFETIME: TimeDelta = TimeDelta::hours(12);
