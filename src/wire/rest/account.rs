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
