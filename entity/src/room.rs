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
    pub access: Access,
    /// bcrypt; absent when nobody is asked for a password.
    #[sea_orm(column_type = "String(StringLen::N(128))", nullable)]
    pub password_hash: Option<String>,
    /// Who comes waits until somebody lets them in.
    pub lobby: bool,
    /// Nobody new comes in.
    pub locked: bool,
    /// What is said is stored.
    pub history: bool,
    /// For how many days it is stored; absent means for good.
    pub retention_days: Option<i32>,
    /// Rises with each change, so that of two people who edit at once one is told.
    pub version: i32,
    #[sea_orm(belongs_to, from = "owner_id", to = "id", on_delete = "Cascade")]
    pub owner: BelongsTo<super::user::Entity>,
}

/// Who may come at all.
#[derive(Clone, Copy, Debug, DeriveActiveEnum, EnumIter, Eq, PartialEq)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(10))")]
pub enum Access {
    /// Those who are named in the room's list.
    #[sea_orm(string_value = "invited")]
    Invited,
    /// Everybody with an account.
    #[sea_orm(string_value = "members")]
    Members,
}

impl ActiveModelBehavior for ActiveModel {}
