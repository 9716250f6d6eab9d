//! Rooms, those who may come, those who keep order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

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
    /// Whose it is.
    pub owner: String,
    pub is_mine: bool,
    pub created_at: DateTime<Utc>,
    /// People in it now.
    pub present: u32,
    pub access: Access,
    /// Who comes is asked for a password.
    pub has_password: bool,
    /// Who comes waits until somebody lets them in.
    pub lobby: bool,
    /// Nobody new comes in.
    pub locked: bool,
    /// What is said is stored.
    pub history: bool,
    /// For how many days it is stored; absent means for good.
    pub retention_days: Option<u32>,
    /// What I am to it.
    pub role: RoomRole,
}

/// Who may come to a room at all. Guests need a link in any case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Those who are named in the room's list.
    Invited,
    /// Everybody with an account.
    Members,
}

/// What somebody is to a room.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoomRole {
    /// Named in its list.
    Member,
    Moderator,
    None,
    Owner,
}

/// A change of a room: what is absent stays as it is. Moderators may change `lobby` and `locked`,
/// the owner everything.
#[derive(Clone, Default, Deserialize, Serialize, ToSchema)]
pub struct RoomChange {
    /// At most 80 characters; `null` takes it away.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub title: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// 8 to 71 bytes of UTF-8; `null` takes it away.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub password: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lobby: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<bool>,
    /// 1 to 3,650; `null` keeps everything for good.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>)]
    pub retention_days: Option<Option<u32>>,
}

/// Who a room is given to.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct NewOwner {
    pub username: String,
}

/// Somebody in a room's list.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct RoomPerson {
    pub username: String,
    pub role: PersonRole,
}

/// What the list says of somebody.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct RoleChange {
    pub role: PersonRole,
}

/// What a room's list can say of somebody. `owner` is said, but not changed, here.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// Does not come in again.
    Banned,
    /// May come, whoever else may not.
    Member,
    /// Keeps order.
    Moderator,
    Owner,
}

/// A link for guests to make.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct NewGuestLink {
    #[serde(default)]
    pub not_before: Option<DateTime<Utc>>,
    /// At most a year ahead.
    pub expires_at: DateTime<Utc>,
    /// How often it can be used, 1 to 1,000,000; absent means as often as one likes.
    #[serde(default)]
    pub uses: Option<u32>,
}

/// A link by which guests come.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct GuestLink {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub not_before: Option<DateTime<Utc>>,
    pub expires_at: DateTime<Utc>,
    pub uses_left: Option<u32>,
    pub used: u32,
    /// What stands after `/g#`; shown once, when the link is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// Somebody who comes by a link for guests.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct GuestEntry {
    pub token: String,
    /// What the others will see: 1 to 50 characters.
    pub name: String,
}

/// A guest, as they see themselves.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct GuestInfo {
    pub name: String,
    /// The code of the only room that is open to them.
    pub room: String,
    pub expires_at: DateTime<Utc>,
}

/// Tells `null` from what is not there at all.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(value).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_takes_away_what_silence_leaves() {
        let change: RoomChange = serde_json::from_str(r#"{"title":null,"password":"long enough"}"#).unwrap();
        assert_eq!((change.title, change.retention_days), (Some(None), None));
        assert_eq!(change.password, Some(Some("long enough".to_owned())));
    }
}
