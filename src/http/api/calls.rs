//! Past calls, for those who took part.

use axum::Json;
use axum::extract::State;
use uuid::Uuid;

use super::rooms;
use crate::http::problem::Problem;
use crate::http::read::Path;
use crate::http::session::CurrentUser;
use crate::http::state::AppState;
use crate::store::{CallSummaryRow, Record, Store, StoredMessage, StoredTranscript};
use crate::wire::{CallRecord, CallSummary, Caption, CaptionSource, CaptionStage, ChatMessage, TranscriptLine};

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
    let found = store.call_record(id, user.id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(record(found)))
}

fn record(found: Record) -> CallRecord {
    CallRecord {
        call: summary(found.call),
        chat: found.chat.into_iter().filter_map(message).collect(),
        transcript: found.transcript.into_iter().filter_map(line).collect(),
    }
}

fn summary(row: CallSummaryRow) -> CallSummary {
    CallSummary {
        id: row.id,
        room: row.room_code,
        started: row.started,
        ended: row.ended,
        participants: row.participants,
        messages: row.messages,
        captions: row.captions,
    }
}

/// Nothing, once it was taken back.
fn message(row: StoredMessage) -> Option<ChatMessage> {
    Some(ChatMessage {
        id: row.id,
        participant: row.participant,
        name: row.display_name,
        text: row.text?,
        at: row.created_at,
    })
}

/// Nothing, once it was taken back.
fn line(row: StoredTranscript) -> Option<TranscriptLine> {
    let text = row.text?;
    let caption = Caption {
        segment: row.id,
        revision: row.revision,
        stage: CaptionStage::Final,
        participant: row.participant.unwrap_or_default(),
        name: row.display_name,
        track: row.track,
        stable: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
        text,
        start_ms: row.start_ms,
        end_ms: row.end_ms,
        confidence: row.confidence,
        alternatives: row.alternatives,
        language: row.language,
        source: row.source,
        model: row.model,
        machine: row.source == CaptionSource::Sign,
        corrected_by: None,
    };
    Some(TranscriptLine { at: row.created_at, caption })
}
