//! Makes the tables of log-ins: browser sessions, links that log in once.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::parts::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let browser_sessions = Table::create()
            .table("browser_sessions")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(short_text("digest", 32).unique_key())
            .col(short_text("agent", 255))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(&mut cascading("browser_sessions", "user_id", "users"))
            .take();
        manager.create_table(browser_sessions).await?;
        let entry_links = Table::create()
            .table("entry_links")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(short_text("digest", 32).unique_key())
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(&mut cascading("entry_links", "user_id", "users"))
            .take();
        manager.create_table(entry_links).await?;
        manager.create_index(index("browser_sessions", "user_id")).await?;
        manager.create_index(index("entry_links", "user_id")).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
