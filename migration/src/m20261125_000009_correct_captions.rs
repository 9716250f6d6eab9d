//! Makes room for what a signer says a caption should have been.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::parts::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            text_null("read_text"),
            short_text_null("corrected_by", 50),
            timestamp_with_time_zone_null("corrected_at"),
        ];
        // One column at a time: SQLite adds no more in one statement.
        for column in columns {
            manager.alter_table(Table::alter().table("transcripts").add_column(column).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
