//! The `invites` table: links that let somebody register once.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, PartialEq)]
#[sea_orm(table_name = "invites")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// A digest of the link's token, never the token.
    #[sea_orm(column_type = "String(StringLen::N(32))", unique)]
    pub digest: String,
    #[sea_orm(indexed)]
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// Absent while it is unused.
    pub used_at: Option<DateTimeUtc>,
    /// Whose account it made; absent while it is unused, or after that account was deleted.
    #[sea_orm(indexed)]
    pub used_by: Option<Uuid>,
    #[sea_orm(belongs_to, from = "used_by", to = "id", on_delete = "SetNull")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
