//! What was found in past calls.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A line in which all words that were looked for occur.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Found {
    pub kind: FoundKind,
    pub call: Uuid,
    /// The room's code.
    pub room: String,
    /// Who wrote or signed it, as the others saw them.
    pub name: String,
    pub text: String,
    pub at: DateTime<Utc>,
}

/// What kind of line it is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FoundKind {
    /// Written in the chat.
    Message,
    /// Read from signing, or typed as a caption.
    Transcript,
}
