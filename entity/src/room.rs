//! The `rooms` table: places that people meet in.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "rooms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Nine characters.
    #[sea_orm(column_type = "String(StringLen::N(9))", unique)]
    pub code: String,
    #[sea_orm(column_type = "String(StringLen::N(80))")]
    pub title: Option<String>,
    pub created_at: DateTimeUtc,
    #[sea_orm(indexed)]
    pub owner_id: Uuid,
    #[sea_orm(belongs_to, from = "owner_id", to = "id", on_delete = "Cascade")]
    pub owner: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
