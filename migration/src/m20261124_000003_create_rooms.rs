//! Makes the tables of who met where: rooms, calls, participants.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::parts::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let rooms = Table::create()
            .table("rooms")
            .col(pk_uuid("id"))
            .col(short_text("code", 9).unique_key())
            .col(short_text_null("title", 80))
            .col(timestamp_with_time_zone("created_at"))
            .col(uuid("owner_id"))
            .foreign_key(&mut cascading("rooms", "owner_id", "users"))
            .take();
        manager.create_table(rooms).await?;
        let calls = Table::create()
            .table("calls")
            .col(pk_uuid("id"))
            .col(uuid("room_id"))
            .col(timestamp_with_time_zone("started_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .foreign_key(&mut cascading("calls", "room_id", "rooms"))
            .take();
        manager.create_table(calls).await?;
        let room_participants = Table::create()
            .table("room_participants")
            .col(pk_uuid("id"))
            .col(uuid_null("user_id"))
            .col(uuid("room_id"))
            .col(uuid("call_id"))
            .col(short_text("display_name", 50))
            .col(timestamp_with_time_zone("joined_at"))
            .col(timestamp_with_time_zone_null("left_at"))
            .foreign_key(&mut forgetting("room_participants", "user_id", "users"))
            .foreign_key(&mut cascading("room_participants", "room_id", "rooms"))
            .foreign_key(&mut cascading("room_participants", "call_id", "calls"))
            .take();
        manager.create_table(room_participants).await?;
        manager.create_index(index("rooms", "owner_id")).await?;
        manager.create_index(index("calls", "room_id")).await?;
        // At most one call of a room can be open.
        let open_call = Index::create()
            .name("calls_open_key")
            .table("calls")
            .col("room_id")
            .unique()
            .and_where(Expr::col("ended_at").is_null())
            .take();
        manager.create_index(open_call).await?;
        manager.create_index(index("room_participants", "user_id")).await?;
        manager.create_index(index("room_participants", "room_id")).await?;
        manager.create_index(index("room_participants", "call_id")).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
