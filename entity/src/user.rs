//! The `users` table: accounts.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 1 to 50 characters, as the person wrote it; the log-in.
    #[sea_orm(column_type = "String(StringLen::N(50))", unique)]
    pub username: String,
    /// `username` in lower case, so that names are unique without case on every database.
    #[sea_orm(column_type = "String(StringLen::N(100))", unique)]
    pub username_key: String,
    /// Always in lower case.
    #[sea_orm(column_type = "String(StringLen::N(100))", unique)]
    pub email: String,
    /// bcrypt.
    #[sea_orm(column_type = "String(StringLen::N(128))")]
    pub password_hash: String,
    /// Of the last thing this person did; absent before the first.
    pub last_seen: Option<DateTimeUtc>,
    pub is_admin: bool,
    pub is_blocked: bool,
    /// Since the last successful log-in or unblocking.
    pub failed_logins: i32,
    #[sea_orm(indexed)]
    pub created_at: DateTimeUtc,
    /// A digest of the API token, never the token.
    #[sea_orm(column_type = "String(StringLen::N(32))", unique)]
    pub token: String,
    pub token_expiration: DateTimeUtc,
    /// Of the token that the present one replaced by itself; it stays good to its end.
    #[sea_orm(column_type = "String(StringLen::N(32))", indexed)]
    pub previous_token: Option<String>,
    pub previous_token_expiration: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
