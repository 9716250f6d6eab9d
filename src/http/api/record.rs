//! Past calls from the store's terms into the API's.

use crate::store::{CallSummaryRow, Record, StoredMessage, StoredTranscript};
use crate::wire::{CallRecord, CallSummary, ChatMessage, TranscriptLine};

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
    Some(TranscriptLine { at: row.created_at, caption: row.caption()?, read: row.correction.map(|it| it.read) })
}
