//! Makes the tables of what was said in calls.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::parts::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let messages = Table::create()
            .table("messages")
            .col(pk_uuid("id"))
            .col(text_null("text"))
            .col(timestamp_with_time_zone("created_at"))
            .col(uuid_null("user_id"))
            .col(uuid("room_id"))
            .col(uuid("call_id"))
            .col(uuid_null("participant_id"))
            .col(short_text("display_name", 50))
            .foreign_key(&mut forgetting("messages", "user_id", "users"))
            .foreign_key(&mut cascading("messages", "room_id", "rooms"))
            .foreign_key(&mut cascading("messages", "call_id", "calls"))
            .foreign_key(&mut forgetting("messages", "participant_id", "room_participants"))
            .take();
        manager.create_table(messages).await?;
        let transcripts = Table::create()
            .table("transcripts")
            .col(pk_uuid("id"))
            .col(text_null("text"))
            .col(timestamp_with_time_zone("created_at"))
            .col(uuid_null("user_id"))
            .col(uuid("room_id"))
            .col(uuid("call_id"))
            .col(uuid_null("participant_id"))
            .col(short_text("display_name", 50))
            .col(short_text("track", 50))
            .col(integer("revision"))
            .col(big_integer("start_ms"))
            .col(big_integer("end_ms"))
            .col(float("confidence"))
            .col(json("alternatives"))
            .col(short_text("source", 10))
            .col(short_text("language", 8))
            .col(short_text("model", 100))
            .col(short_text("weights_hash", 64))
            .foreign_key(&mut forgetting("transcripts", "user_id", "users"))
            .foreign_key(&mut cascading("transcripts", "room_id", "rooms"))
            .foreign_key(&mut cascading("transcripts", "call_id", "calls"))
            .foreign_key(&mut forgetting("transcripts", "participant_id", "room_participants"))
            .take();
        manager.create_table(transcripts).await?;
        manager.create_index(index("messages", "user_id")).await?;
        manager.create_index(index("messages", "room_id")).await?;
        manager.create_index(index("messages", "call_id")).await?;
        manager.create_index(index("messages", "participant_id")).await?;
        manager.create_index(index("transcripts", "user_id")).await?;
        manager.create_index(index("transcripts", "room_id")).await?;
        manager.create_index(index("transcripts", "call_id")).await?;
        manager.create_index(index("transcripts", "participant_id")).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
