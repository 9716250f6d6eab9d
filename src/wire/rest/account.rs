//! Who somebody is: setting up, registering, logging in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a visitor may know before logging in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct ServerStatus {
    pub version: String,
    /// Nobody is here yet: the setup link makes the first administrator.
    pub setup_needed: bool,
    /// Whether this visitor may make an account.
    pub registration: RegistrationMode,
    /// Whether who forgot their password is sent a link to a new one.
    pub mail: bool,
    /// Name of the loaded recogniser model, if any.
    pub recogniser: Option<String>,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationMode {
    Closed,
    /// Whoever holds an invitation.
    Invite,
    Open,
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
    /// The token of an invitation, where one is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<String>,
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

/// What somebody changes about their account; what is absent stays.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct ProfileChange {
    #[serde(default)]
    pub username: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    /// The present password.
    pub password: String,
}

/// A new password for somebody who knows the present one.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct PasswordChange {
    pub current: String,
    pub new: String,
}

/// Somebody who forgot their password.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct PasswordResetRequest {
    /// Their username or email address, at most 100 characters.
    pub account: String,
}

/// A new password for somebody who holds a reset link.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct PasswordReset {
    pub token: String,
    pub password: String,
}

/// The last word of an account.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct Deletion {
    /// The present password.
    pub password: String,
}

/// A browser that is logged in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct SessionInfo {
    pub id: Uuid,
    /// What the browser calls itself.
    pub agent: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// The one that asked.
    pub current: bool,
}

/// An API token, shown once.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct ApiToken {
    /// 32 characters.
    pub token: String,
    pub expires_at: DateTime<Utc>,
}
