//! Sending into a room from programs that are no browser (WHIP, RFC 9725).

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::IntoResponse;
use tokio::time::timeout;
use uuid::Uuid;

use crate::http::guest::Visiting;
use crate::http::problem::Problem;
use crate::http::read::{Path, SDP, Sdp};
use crate::http::state::AppState;
use crate::room::{Entrance, Refusal};
use crate::room_code::RoomCode;

/// Joins a room with media only. The offer sends at most one stream of sound and one of pictures;
/// all candidates are in the answer. Where there is a lobby, the answer comes once somebody opens.
#[utoipa::path(
    post, path = "/rooms/{code}/whip", operation_id = "begin_broadcast", tag = "rooms",
    params(("code" = String, Path, description = "The room's code")),
    request_body(content = String, content_type = "application/sdp"),
    responses(
        (
            status = CREATED, description = "The SDP answer", body = String, content_type = "application/sdp",
            headers(("Location" = String, description = "What to `DELETE` at the end")),
        ),
        Problem,
    ),
)]
pub(in crate::http) async fn begin(
    State(state): State<AppState>,
    Visiting(visit): Visiting,
    Path(code): Path<String>,
    Sdp(offer): Sdp,
) -> Result<impl IntoResponse, Problem> {
    let visitor = visit.visitor();
    let code = RoomCode::parse(&code).ok_or(Refusal::RoomUnknown)?;
    let door = state.rooms.door(&code, &visitor).await?;
    if door.password().is_some() {
        return Err(Refusal::PasswordNeeded.into());
    }
    let sends = |kind: &str| offer.lines().any(|line| line.strip_prefix("m=").is_some_and(|it| it.starts_with(kind)));
    let (microphone, camera) = (sends("audio "), sends("video "));
    let entrance = Entrance { id: 0, visitor, offer, microphone, camera };
    let begun = timeout(LOBBY_PATIENCE, state.broadcasts.begin(&state.rooms, door, entrance)).await;
    let begun = begun.unwrap_or(Err(Refusal::Denied))?;
    let location = format!("/api/v1/whip/{}", begun.id);
    Ok((StatusCode::CREATED, [(CONTENT_TYPE, SDP.to_owned()), (LOCATION, location)], begun.answer))
}

/// Takes further candidates of the sender: none is needed, as it is the sender who connects. A restart of
/// ICE is begun by a new broadcast.
#[utoipa::path(
    patch, path = "/whip/{id}", operation_id = "trickle_broadcast", tag = "rooms",
    params(("id" = Uuid, Path)),
    request_body(content = String, content_type = "application/trickle-ice-sdpfrag"),
    responses((status = NO_CONTENT, description = "Taken"), Problem),
)]
pub(in crate::http) async fn trickle(
    State(state): State<AppState>,
    Visiting(visit): Visiting,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    if state.broadcasts.knows(id, visit.visitor().who) { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found()) }
}

/// Ends a broadcast.
#[utoipa::path(
    delete, path = "/whip/{id}", operation_id = "end_broadcast", tag = "rooms",
    params(("id" = Uuid, Path)),
    responses((status = OK, description = "Ended"), Problem),
)]
pub(in crate::http) async fn end(
    State(state): State<AppState>,
    Visiting(visit): Visiting,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    if state.broadcasts.end(id, visit.visitor().who) { Ok(StatusCode::OK) } else { Err(Problem::not_found()) }
}

/// How long a program waits in the lobby: longer than it takes to notice, shorter than it may wait for
/// an answer.
const LOBBY_PATIENCE: Duration = Duration::from_secs(25);
