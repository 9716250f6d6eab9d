//! Lets accounts be invited, be helped out of a forgotten password, renew their tokens.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::parts::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite knows no other way.
        for column in
            [short_text_null("previous_token", 32), timestamp_with_time_zone_null("previous_token_expiration")]
        {
            manager.alter_table(Table::alter().table("users").add_column(column).take()).await?;
        }
        manager.create_index(index("users", "previous_token")).await?;
        manager.create_index(index("users", "created_at")).await?;

        let reset_links = Table::create()
            .table("reset_links")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(short_text("digest", 32).unique_key())
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(&mut cascading("reset_links", "user_id", "users"))
            .take();
        manager.create_table(reset_links).await?;
        manager.create_index(index("reset_links", "user_id")).await?;

        let invites = Table::create()
            .table("invites")
            .col(pk_uuid("id"))
            .col(short_text("digest", 32).unique_key())
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("used_at"))
            .col(uuid_null("used_by"))
            .foreign_key(&mut forgetting("invites", "used_by", "users"))
            .take();
        manager.create_table(invites).await?;
        manager.create_index(index("invites", "used_by")).await?;
        manager.create_index(index("invites", "created_at")).await?;

        // What was open or not is now one of three ways.
        let ways = "UPDATE settings SET \"key\" = 'registration', \
                    value = CASE value WHEN 'true' THEN 'open' ELSE 'closed' END WHERE \"key\" = 'registration_open'";
        manager.get_connection().execute_unprepared(ways).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
