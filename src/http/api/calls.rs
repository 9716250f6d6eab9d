//! Past calls, for those who took part.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Deserialize;
use uuid::Uuid;

use super::record::{record, summary};
use super::rooms;
use crate::caption::{Format, export};
use crate::http::problem::Problem;
use crate::http::read::{Asked, Path};
use crate::http::session::CurrentUser;
use crate::http::state::AppState;
use crate::store::{Record, Store, User};
use crate::wire::{CallRecord, CallSummary};

/// The calls of a room that I took part in, newest first.
#[utoipa::path(
    get, path = "/rooms/{code}/calls", operation_id = "list_calls", tag = "calls",
    params(("code" = String, Path, description = "The room's code")),
    responses((status = OK, description = "My calls in this room", body = [CallSummary]), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
) -> Result<Json<Vec<CallSummary>>, Problem> {
    let room = rooms::find(&state.store, &code).await?;
    let calls = state.store.calls_of_room(room.id, user.id).await?;
    Ok(Json(calls.into_iter().map(summary).collect()))
}

/// Everything that was said in a call.
#[utoipa::path(
    get, path = "/calls/{id}", operation_id = "show_call", tag = "calls",
    params(("id" = Uuid, Path)),
    responses((status = OK, description = "The record of the call", body = CallRecord), Problem),
)]
pub(in crate::http) async fn show(
    State(store): State<Store>,
    CurrentUser(user): CurrentUser,
    Path(id): Path<Uuid>,
) -> Result<Json<CallRecord>, Problem> {
    Ok(Json(record(find(&store, id, &user).await?)))
}

/// The form of an export.
#[derive(Deserialize)]
pub(in crate::http) struct Export {
    format: Format,
}

/// A call as a file to keep.
#[utoipa::path(
    get, path = "/calls/{id}/export", operation_id = "export_call", tag = "calls",
    params(("id" = Uuid, Path), ("format" = inline(Format), Query)),
    responses(
        (status = OK, description = "The file", content(
            (String = "text/plain"), (CallRecord = "application/json"), (String = "text/vtt"),
        )),
        Problem,
    ),
)]
pub(in crate::http) async fn keep(
    State(store): State<Store>,
    CurrentUser(user): CurrentUser,
    Path(id): Path<Uuid>,
    Asked(Export { format }): Asked<Export>,
) -> Result<impl IntoResponse, Problem> {
    let found = record(find(&store, id, &user).await?);
    let started = found.call.started.format("%Y-%m-%d-%H%M");
    let name = format!("glossa-{}-{started}.{}", found.call.room, format.extension());
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, export(&found, format)))
}

/// A call, for who took part in it; to all others it does not exist.
async fn find(store: &Store, id: Uuid, user: &User) -> Result<Record, Problem> {
    store.call_record(id, user.id).await?.ok_or_else(Problem::not_found)
}
