//! Writes down a call for people to keep.

mod text;
mod timeline;
mod webvtt;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::wire::CallRecord;

/// The forms in which a call can be kept.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A [`CallRecord`], as the API gives it.
    Json,
    Text,
    /// Subtitles (W3C WebVTT).
    WebVtt,
}

impl Format {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
            Self::WebVtt => "text/vtt; charset=utf-8",
        }
    }

    /// The usual ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "txt",
            Self::WebVtt => "vtt",
        }
    }
}

/// The content of a file in that format.
pub fn export(record: &CallRecord, format: Format) -> String {
    match format {
        // Plain data with string keys always has a JSON form.
        Format::Json => serde_json::to_string_pretty(record).unwrap_or_default(),
        Format::Text => text::write(record),
        Format::WebVtt => webvtt::write(record),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::{
        caption::tests::caption,
        wire::{CallSummary, Caption, CaptionSource, ChatMessage, TranscriptLine},
    };

    #[test]
    fn a_call_as_text() {
        insta::assert_snapshot!(export(&record(), Format::Text));
    }

    #[test]
    fn a_call_as_webvtt() {
        insta::assert_snapshot!(export(&record(), Format::WebVtt));
    }

    #[test]
    fn a_call_as_json_is_what_the_api_gives() {
        let json = export(&record(), Format::Json);
        assert_eq!(serde_json::from_str::<CallRecord>(&json).unwrap(), record());
    }

    #[test]
    fn a_call_without_a_word_is_still_a_file() {
        let mut record = record();
        record.call.ended = None;
        (record.chat, record.transcript) = (vec![], vec![]);
        insta::assert_snapshot!(export(&record, Format::Text));
        assert!(export(&record, Format::WebVtt).starts_with("WEBVTT\n"));
    }

    fn record() -> CallRecord {
        let started = DateTime::<Utc>::from_timestamp(1_790_000_000, 0).unwrap();
        let line = |text: &str, name: &str, span: (u64, u64), source| TranscriptLine {
            at: started + TimeDelta::milliseconds(span.1 as i64),
            caption: Caption {
                name: name.to_owned(),
                start_ms: span.0,
                end_ms: span.1,
                source,
                machine: source == CaptionSource::Sign,
                ..caption(text)
            },
            read: None,
        };
        let said = |text: &str, after: i64| ChatMessage {
            id: Uuid::from_u128(3),
            participant: Some(Uuid::from_u128(2)),
            name: "Ben".to_owned(),
            text: text.to_owned(),
            at: started + TimeDelta::milliseconds(after),
        };
        CallRecord {
            call: CallSummary {
                id: Uuid::from_u128(5),
                room: "k3m7qwx2f".to_owned(),
                started,
                ended: Some(started + TimeDelta::seconds(4_000)),
                participants: vec!["Ana".to_owned(), "Ben".to_owned()],
                messages: 2,
                captions: 4,
            },
            chat: vec![
                said("hi Ana\n\nshall we?", 2_000),
                said("1 < 2 --> <b>not markup</b> & so on", 3_700_250),
                said("sent by a clock that is behind", -5),
            ],
            transcript: vec![
                line("HELLO", "Ana", (1_000, 3_500), CaptionSource::Sign),
                line("<RUBY> & CO", "Mr <X> & \"Y\"\nZ", (3_600_000, 3_600_000), CaptionSource::Sign),
                line("typed by hand", "Ana", (3_601_007, 3_602_000), CaptionSource::Typed),
                line("PIXEL", "Ana", (4_000, 3_000), CaptionSource::Sign),
            ],
        }
    }
}
