//! The server in the eyes of administrators.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::RegistrationMode;

/// What an administrator can switch.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Settings {
    pub registration: RegistrationMode,
    /// So many wrong passwords in a row block an account: 3 to 100.
    #[schema(minimum = 3, maximum = 100)]
    pub failed_login_limit: u32,
}

/// An account, as administrators see it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct AdminUser {
    pub id: Uuid,
    pub username: String,
    pub email: String,
    pub is_admin: bool,
    pub is_blocked: bool,
    /// Since the last successful log-in or unblocking.
    pub failed_logins: u32,
    pub last_seen: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// Rooms that they own.
    pub rooms: u64,
}

/// What an administrator changes about an account; what is absent stays.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct AdminUserChange {
    #[serde(default)]
    pub is_admin: Option<bool>,
    #[serde(default)]
    pub is_blocked: Option<bool>,
}

/// A secret that makes a link, shown once.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct LinkToken {
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// A room, as administrators see it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct AdminRoom {
    pub code: String,
    pub title: Option<String>,
    pub owner: String,
    pub created_at: DateTime<Utc>,
    /// People in it now.
    pub present: u32,
}

/// A browser that is logged in, as administrators see it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct AdminSession {
    pub id: Uuid,
    pub user: Uuid,
    pub username: String,
    /// What the browser calls itself.
    pub agent: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Something that was done.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct AuditLine {
    pub id: Uuid,
    /// Who did it, by name while they have an account; absent for guests and for the server itself.
    pub actor: Option<String>,
    /// Stable and machine-readable, e.g. `login_failed`.
    pub action: String,
    /// What it was done to: a name, a code, a key.
    pub subject: String,
    pub detail: Option<String>,
    pub at: DateTime<Utc>,
}

/// An invitation to make.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct NewInvite {
    /// How long it may be used, in days: 1 to 90.
    #[schema(minimum = 1, maximum = 90)]
    pub days: u32,
}

/// An invitation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Invite {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Absent while it is unused.
    pub used_at: Option<DateTime<Utc>>,
    /// Who came with it, while they have an account.
    pub used_by: Option<String>,
    /// Shown once, in the answer to its making.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// A recogniser model of this server.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct ModelInfo {
    pub name: String,
    /// ISO 639-3.
    pub language: String,
    /// SHA-256 of the weights, in hexadecimal digits.
    pub weight_hash: String,
    /// How well it reads whom, in Markdown; absent when its folder holds none.
    pub report: Option<String>,
}

/// How the server fares.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Health {
    pub version: String,
    pub started_at: DateTime<Utc>,
    pub database: Database,
    /// The database answers.
    pub database_ok: bool,
    pub rooms_live: u32,
    pub people: u32,
}

/// A kind of database.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Database {
    Postgres,
    Sqlite,
}
