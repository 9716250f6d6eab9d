//! The `messages` table: what was written in a call.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    pub created_at: DateTimeUtc,
    /// Absent for guests, or after the account was deleted.
    #[sea_orm(indexed)]
    pub user_id: Option<Uuid>,
    #[sea_orm(indexed)]
    pub room_id: Uuid,
    #[sea_orm(indexed)]
    pub call_id: Uuid,
    #[sea_orm(indexed)]
    pub participant_id: Option<Uuid>,
    /// The name that the others saw.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub display_name: String,
    #[sea_orm(belongs_to, from = "user_id", to = "id", on_delete = "SetNull")]
    pub user: BelongsTo<Option<super::user::Entity>>,
    #[sea_orm(belongs_to, from = "room_id", to = "id", on_delete = "Cascade")]
    pub room: BelongsTo<super::room::Entity>,
    #[sea_orm(belongs_to, from = "call_id", to = "id", on_delete = "Cascade")]
    pub call: BelongsTo<super::call::Entity>,
    #[sea_orm(belongs_to, from = "participant_id", to = "id", on_delete = "SetNull")]
    pub participant: BelongsTo<Option<super::room_participant::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
