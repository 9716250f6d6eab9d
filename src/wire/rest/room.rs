//! Rooms.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
