//! Makes the table of accounts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::parts::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let users = Table::create()
            .table("users")
            .col(pk_uuid("id"))
            .col(short_text("username", 50).unique_key())
            .col(short_text("username_key", 100).unique_key())
            .col(short_text("email", 100).unique_key())
            .col(short_text("password_hash", 128))
            .col(timestamp_with_time_zone_null("last_seen"))
            .col(boolean("is_admin"))
            .col(boolean("is_blocked"))
            .col(integer("failed_logins"))
            .col(timestamp_with_time_zone("created_at"))
            .col(short_text("token", 32).unique_key())
            .col(timestamp_with_time_zone("token_expiration"))
            .take();
        manager.create_table(users).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
