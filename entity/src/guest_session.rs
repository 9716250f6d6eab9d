//! The `guest_sessions` table: who came by a link for guests. They go with their link.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "guest_sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(indexed)]
    pub link_id: Uuid,
    /// A digest of the cookie's token, never the token.
    #[sea_orm(column_type = "String(StringLen::N(32))", unique)]
    pub digest: String,
    /// What the others see.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub name: String,
    /// They were sent away for good.
    pub is_banned: bool,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "link_id", to = "id", on_delete = "Cascade")]
    pub link: BelongsTo<super::guest_link::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
