//! What was said in past calls.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::{Caption, ChatMessage};

/// One call of a room.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct CallSummary {
    pub id: Uuid,
    pub room: String,
    pub started: DateTime<Utc>,
    pub ended: Option<DateTime<Utc>>,
    pub participants: Vec<String>,
    pub messages: u64,
    pub captions: u64,
}

/// What was said in a call.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct CallRecord {
    pub call: CallSummary,
    pub chat: Vec<ChatMessage>,
    pub transcript: Vec<TranscriptLine>,
}

/// What a caption should have been.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct TranscriptCorrection {
    /// 1 to 4,000 characters.
    pub text: String,
}

/// A stored caption.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct TranscriptLine {
    pub at: DateTime<Utc>,
    #[serde(flatten)]
    pub caption: Caption,
    /// What the machine read, where the signer corrected it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
}
