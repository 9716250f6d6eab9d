//! Makes the tables of administration: settings, audit log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::parts::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let settings =
            Table::create().table("settings").col(short_text("key", 50).primary_key()).col(text("value")).take();
        manager.create_table(settings).await?;
        let audit_log = Table::create()
            .table("audit_log")
            .col(pk_uuid("id"))
            .col(uuid_null("actor_id"))
            .col(short_text("action", 50))
            .col(short_text("subject", 100))
            .col(text_null("detail"))
            .col(timestamp_with_time_zone("at"))
            .take();
        manager.create_table(audit_log).await?;
        manager.create_index(index("audit_log", "at")).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
