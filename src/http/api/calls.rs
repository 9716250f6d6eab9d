//! Past calls, for those who took part.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use chrono::Utc;
use serde::Deserialize;
use uuid::Uuid;

use super::record::{line, message, record, summary};
use super::rooms;
use crate::caption::{Format, export};
use crate::http::page::{Paging, page};
use crate::http::problem::Problem;
use crate::http::read::{Asked, Body, Path};
use crate::http::session::CurrentUser;
use crate::http::state::AppState;
use crate::room::may_say;
use crate::store::{Correction, Record, Signer, Store, User};
use crate::wire::{CallRecord, CallSummary, ChatMessage, Page, TranscriptCorrection, TranscriptLine};

/// The calls of a room that I took part in, newest first.
#[utoipa::path(
    get, path = "/rooms/{code}/calls", operation_id = "list_calls", tag = "calls",
    params(("code" = String, Path, description = "The room's code"), Paging),
    responses((status = OK, description = "My calls in this room", body = Page<CallSummary>), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<CallSummary>>, Problem> {
    let room = rooms::find(&state.store, &code).await?;
    let calls = state.store.calls_of_room(room.id, user.id, paging.slice()?).await?;
    Ok(Json(page(calls, summary)))
}

/// What was written in the calls of a room that I took part in, newest first.
#[utoipa::path(
    get, path = "/rooms/{code}/messages", operation_id = "list_messages", tag = "calls",
    params(("code" = String, Path, description = "The room's code"), Paging),
    responses((status = OK, description = "Messages of my calls in this room", body = Page<ChatMessage>), Problem),
)]
pub(in crate::http) async fn messages(
    State(store): State<Store>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<ChatMessage>>, Problem> {
    let room = rooms::find(&store, &code).await?;
    let messages = page(store.messages_of_room(room.id, user.id, paging.slice()?).await?, message);
    Ok(Json(Page { items: messages.items.into_iter().flatten().collect(), next: messages.next }))
}

/// What was read from signing in the calls of a room that I took part in, newest first.
#[utoipa::path(
    get, path = "/rooms/{code}/transcripts", operation_id = "list_transcripts", tag = "calls",
    params(("code" = String, Path, description = "The room's code"), Paging),
    responses((status = OK, description = "Captions of my calls in this room", body = Page<TranscriptLine>), Problem),
)]
pub(in crate::http) async fn transcripts(
    State(store): State<Store>,
    CurrentUser(user): CurrentUser,
    Path(code): Path<String>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<TranscriptLine>>, Problem> {
    let room = rooms::find(&store, &code).await?;
    let lines = page(store.transcripts_of_room(room.id, user.id, paging.slice()?).await?, line);
    Ok(Json(Page { items: lines.items.into_iter().flatten().collect(), next: lines.next }))
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

/// Puts my own text in the place of what was read from my signing; what was read is kept beside it.
/// Those who are in the call see it at once.
#[utoipa::path(
    patch, path = "/transcripts/{id}", operation_id = "correct_transcript", tag = "calls",
    params(("id" = Uuid, Path, description = "The caption's segment")),
    request_body = TranscriptCorrection,
    responses((status = OK, description = "The caption as it is now", body = TranscriptLine), Problem),
)]
pub(in crate::http) async fn correct(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(id): Path<Uuid>,
    Body(TranscriptCorrection { text }): Body<TranscriptCorrection>,
) -> Result<Json<TranscriptLine>, Problem> {
    let text = may_say(&text)?.to_owned();
    let correction = Correction { id, text, at: Utc::now() };
    let corrected = state.store.correct_transcript(Signer::User(user.id), correction).await?;
    let corrected = corrected.ok_or_else(Problem::not_found)?;
    let room = corrected.room;
    let line = line(corrected).ok_or_else(Problem::not_found)?;
    state.rooms.corrected(room, line.caption.clone()).await;
    Ok(Json(line))
}

/// A call, for who took part in it; to all others it does not exist.
async fn find(store: &Store, id: Uuid, user: &User) -> Result<Record, Problem> {
    store.call_record(id, user.id).await?.ok_or_else(Problem::not_found)
}
