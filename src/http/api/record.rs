//! Past calls from the store's terms into the API's.

use crate::store::{CallSummaryRow, Record, StoredMessage, StoredTranscript};
use crate::wire::{CallRecord, CallSummary, Caption, CaptionSource, CaptionStage, ChatMessage, TranscriptLine};

/// What was said in a call, as the API gives it.
pub(super) fn record(found: Record) -> CallRecord {
    CallRecord {
        call: summary(found.call),
        chat: found.chat.into_iter().filter_map(message).collect(),
        transcript: found.transcript.into_iter().filter_map(line).collect(),
    }
}

/// A call at a glance, as the API gives it.
pub(super) fn summary(row: CallSummaryRow) -> CallSummary {
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
pub(super) fn message(row: StoredMessage) -> Option<ChatMessage> {
    Some(ChatMessage {
        id: row.id,
        participant: row.participant,
        name: row.display_name,
        text: row.text?,
        at: row.created_at,
    })
}

/// Nothing, once it was taken back.
pub(super) fn line(row: StoredTranscript) -> Option<TranscriptLine> {
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
