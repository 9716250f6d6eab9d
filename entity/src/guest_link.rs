//! The `guest_links` table: links by which people without an account come into a room.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "guest_links")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(indexed)]
    pub room_id: Uuid,
    /// A digest of the link's token, never the token.
    #[sea_orm(column_type = "String(StringLen::N(32))", unique)]
    pub digest: String,
    pub created_at: DateTimeUtc,
    pub not_before: Option<DateTimeUtc>,
    pub expires_at: DateTimeUtc,
    /// Absent when it can be used as often as one likes.
    pub uses_left: Option<i32>,
    pub used: i32,
    #[sea_orm(belongs_to, from = "room_id", to = "id", on_delete = "Cascade")]
    pub room: BelongsTo<super::room::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
