//! Captions that will not change any more.

use chrono::{DateTime, Utc};
use entity::transcript::{self, Alternatives, Source};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use uuid::Uuid;

use super::{Store, StoreError, to_micros};
use crate::wire::{Caption, CaptionSource, CaptionStage};

/// A final caption to save.
#[derive(Clone, Debug)]
pub struct NewTranscript {
    /// The caption's segment.
    pub id: Uuid,
    pub room: Uuid,
    pub call: Uuid,
    /// The signer's account; absent for guests.
    pub user: Option<Uuid>,
    /// The signer.
    pub participant: Uuid,
    /// The signer's name, at most 50 characters.
    pub display_name: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
    /// Which of the signer's tracks was read; at most 50 characters.
    pub track: String,
    pub revision: u32,
    /// Milliseconds since the call began.
    pub start_ms: u64,
    pub end_ms: u64,
    /// 0 to 1.
    pub confidence: f32,
    /// Other readings, best first.
    pub alternatives: Vec<String>,
    pub source: CaptionSource,
    /// ISO 639-3, e.g. `ase`.
    pub language: String,
    /// Name of the weights that read it, at most 100 characters; empty for typed text.
    pub model: String,
    /// SHA-256 of those weights in hexadecimal; empty for typed text.
    pub weights_hash: String,
}

/// A final caption as it was saved.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredTranscript {
    pub id: Uuid,
    pub room: Uuid,
    pub user: Option<Uuid>,
    pub participant: Option<Uuid>,
    pub display_name: String,
    /// Absent once it was taken back.
    pub text: Option<String>,
    pub created_at: DateTime<Utc>,
    pub track: String,
    pub revision: u32,
    pub start_ms: u64,
    pub end_ms: u64,
    pub confidence: f32,
    pub alternatives: Vec<String>,
    pub source: CaptionSource,
    pub language: String,
    pub model: String,
    pub weights_hash: String,
    /// Present once the signer put another text in its place.
    pub correction: Option<Corrected>,
}

/// What a caption was before its signer corrected it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Corrected {
    /// What was read.
    pub read: String,
    /// The name of who corrected it.
    pub by: String,
    pub at: DateTime<Utc>,
}

impl Store {
    /// Returns when all of them are on disk; none is when it fails. Saving the same id again
    /// changes nothing, so who got no answer may try again.
    pub async fn save_transcripts(&self, new: Vec<NewTranscript>) -> Result<(), StoreError> {
        let mut rows = new.into_iter().map(transcript::ActiveModel::from).peekable();
        let transaction = self.begin().await?;
        while rows.peek().is_some() {
            let once = OnConflict::column(transcript::Column::Id).do_nothing().to_owned();
            transcript::Entity::insert_many(rows.by_ref().take(ROWS_PER_INSERT))
                .on_conflict(once)
                .exec_without_returning(&transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}

impl StoredTranscript {
    /// As everybody sees it; nothing, once it was taken back.
    pub fn caption(&self) -> Option<Caption> {
        let text = self.text.clone()?;
        Some(Caption {
            segment: self.id,
            revision: self.revision,
            stage: CaptionStage::Final,
            participant: self.participant.unwrap_or_default(),
            name: self.display_name.clone(),
            track: self.track.clone(),
            stable: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
            text,
            start_ms: self.start_ms,
            end_ms: self.end_ms,
            confidence: self.confidence,
            alternatives: self.alternatives.clone(),
            language: self.language.clone(),
            source: self.source,
            model: self.model.clone(),
            machine: self.source == CaptionSource::Sign && self.correction.is_none(),
            corrected_by: self.correction.as_ref().map(|correction| correction.by.clone()),
        })
    }
}

impl From<NewTranscript> for transcript::ActiveModel {
    fn from(new: NewTranscript) -> Self {
        Self {
            id: Set(new.id),
            text: Set(Some(new.text)),
            created_at: Set(to_micros(new.created_at)),
            room_id: Set(new.room),
            call_id: Set(new.call),
            user_id: Set(new.user),
            participant_id: Set(Some(new.participant)),
            display_name: Set(new.display_name),
            track: Set(new.track),
            revision: Set(new.revision.try_into().unwrap_or(i32::MAX)),
            start_ms: Set(new.start_ms.try_into().unwrap_or(i64::MAX)),
            end_ms: Set(new.end_ms.try_into().unwrap_or(i64::MAX)),
            confidence: Set(new.confidence),
            alternatives: Set(Alternatives(new.alternatives)),
            source: Set(match new.source {
                CaptionSource::Sign => Source::Sign,
                CaptionSource::Typed => Source::Typed,
            }),
            language: Set(new.language),
            model: Set(new.model),
            weights_hash: Set(new.weights_hash),
            read_text: Set(None),
            corrected_by: Set(None),
            corrected_at: Set(None),
        }
    }
}

impl From<transcript::Model> for StoredTranscript {
    fn from(row: transcript::Model) -> Self {
        let correction = match (row.read_text, row.corrected_by, row.corrected_at) {
            (Some(read), Some(by), Some(at)) => Some(Corrected { read, by, at }),
            _ => None,
        };
        Self {
            id: row.id,
            room: row.room_id,
            user: row.user_id,
            participant: row.participant_id,
            display_name: row.display_name,
            text: row.text,
            created_at: row.created_at,
            track: row.track,
            revision: row.revision.max(0).unsigned_abs(),
            start_ms: row.start_ms.max(0).unsigned_abs(),
            end_ms: row.end_ms.max(0).unsigned_abs(),
            confidence: row.confidence,
            alternatives: row.alternatives.0,
            source: match row.source {
                Source::Sign => CaptionSource::Sign,
                Source::Typed => CaptionSource::Typed,
            },
            language: row.language,
            model: row.model,
            weights_hash: row.weights_hash,
            correction,
        }
    }
}

/// Both databases bound the values of one statement; SQLite's bound is the lower, 32,766.
const ROWS_PER_INSERT: usize = 1_000;
