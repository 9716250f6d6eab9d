//! Bodies of the REST API under `/api/v1`.
//!
//! | method | path | body | answer |
//! |---|---|---|---|
//! | GET | `/status` | | `ServerStatus` |
//! | POST | `/setup` | `SetupRequest` | 201 `UserInfo`, session cookie |
//! | POST | `/users` | `Registration` | 201 `UserInfo`, session cookie |
//! | GET | `/me` | | `UserInfo` |
//! | POST | `/session` | `Credentials` | 201 `UserInfo`, session cookie |
//! | POST | `/session/link` | `EntryLink` | 201 `UserInfo`, session cookie |
//! | DELETE | `/session` | | 204 |
//! | GET | `/settings` | | `Settings` (administrators) |
//! | PUT | `/settings` | `Settings` | `Settings` (administrators) |
//! | GET | `/rooms` | | `[RoomInfo]`: mine and those I have been in |
//! | POST | `/rooms` | `NewRoom` | 201 `RoomInfo` |
//! | GET | `/rooms/{code}` | | `RoomInfo` |
//! | POST | `/rooms/{code}/demo` | | 202: the demo signer is on its way (administrators) |
//! | GET | `/rooms/{code}/calls` | | `[CallSummary]`: calls I took part in |
//! | GET | `/calls/{id}` | | `CallRecord` (participants of it) |
//! | GET | `/calls/{id}/export?format=text` | | a file; `format` is `text`, `json` or `webvtt` |
//!
//! Errors are `application/problem+json` (RFC 9457) with a stable `code`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Caption, ChatMessage};

/// What a visitor may know before logging in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct ServerStatus {
    pub version: String,
    /// Nobody is here yet: the setup link makes the first administrator.
    pub setup_needed: bool,
    pub registration_open: bool,
    /// Name of the loaded recogniser model, if any.
    pub recogniser: Option<String>,
}

/// The first administrator's account, with the one-time token of the setup link.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct SetupRequest {
    pub token: String,
    #[serde(flatten)]
    pub account: Registration,
}

/// A new account.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct Registration {
    /// 1 to 50 characters.
    pub username: String,
    /// At most 100 characters.
    pub email: String,
    /// 8 to 71 bytes of UTF-8.
    pub password: String,
}

/// A log-in by name and password.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct Credentials {
    pub username: String,
    pub password: String,
}

/// A log-in by a one-time link.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct EntryLink {
    pub token: String,
}

/// An account, as its owner sees it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct UserInfo {
    pub id: Uuid,
    pub username: String,
    pub email: String,
    pub is_admin: bool,
    pub created_at: DateTime<Utc>,
    /// The API token; shown once, in the answer to a registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// What an administrator can switch.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Settings {
    pub registration_open: bool,
}

/// A room to make.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct NewRoom {
    /// At most 80 characters.
    #[serde(default)]
    pub title: Option<String>,
}

/// A room.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct RoomInfo {
    /// Nine characters without look-alikes.
    pub code: String,
    pub title: Option<String>,
    /// Who made it.
    pub owner: String,
    pub is_mine: bool,
    pub created_at: DateTime<Utc>,
    /// People in it now.
    pub present: u32,
}

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

/// A stored caption.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct TranscriptLine {
    pub at: DateTime<Utc>,
    #[serde(flatten)]
    pub caption: Caption,
}

/// RFC 9457 problem details.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `about:blank`: the meaning is in `status` and `code`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Stable and machine-readable, e.g. `room_unknown`.
    pub code: String,
}
