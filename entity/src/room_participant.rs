//! The `room_participants` table: everyone who joined a call, once for each tab.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "room_participants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Absent for guests, or after the account was deleted.
    #[sea_orm(indexed)]
    pub user_id: Option<Uuid>,
    #[sea_orm(indexed)]
    pub room_id: Uuid,
    #[sea_orm(indexed)]
    pub call_id: Uuid,
    /// The name that the others saw.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub display_name: String,
    pub joined_at: DateTimeUtc,
    /// Absent while they are there.
    pub left_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "user_id", to = "id", on_delete = "SetNull")]
    pub user: BelongsTo<Option<super::user::Entity>>,
    #[sea_orm(belongs_to, from = "room_id", to = "id", on_delete = "Cascade")]
    pub room: BelongsTo<super::room::Entity>,
    #[sea_orm(belongs_to, from = "call_id", to = "id", on_delete = "Cascade")]
    pub call: BelongsTo<super::call::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
