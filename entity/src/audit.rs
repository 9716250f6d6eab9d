//! The `audit_log` table: who did what that others may ask about later.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "audit_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Refers to `users` without a foreign key: a row outlives what it speaks of.
    pub actor_id: Option<Uuid>,
    /// Stable and machine-readable, e.g. `consent_given`.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub action: String,
    /// What it was done to: an id, a code, a key.
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub subject: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub detail: Option<String>,
    #[sea_orm(indexed)]
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
