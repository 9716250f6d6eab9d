//! Makes what it takes to run a room: its settings, its people, its links for guests.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::parts::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column at a time: SQLite adds no more in one statement.
        for column in settings() {
            manager.alter_table(Table::alter().table("rooms").add_column(column).take()).await?;
        }
        let room_people = Table::create()
            .table("room_people")
            .col(uuid("room_id"))
            .col(uuid("user_id"))
            .col(short_text("role", 10))
            .primary_key(Index::create().col("room_id").col("user_id"))
            .foreign_key(&mut cascading("room_people", "room_id", "rooms"))
            .foreign_key(&mut cascading("room_people", "user_id", "users"))
            .take();
        manager.create_table(room_people).await?;
        let guest_links = Table::create()
            .table("guest_links")
            .col(pk_uuid("id"))
            .col(uuid("room_id"))
            .col(short_text("digest", 32).unique_key())
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("not_before"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(integer_null("uses_left"))
            .col(integer("used"))
            .foreign_key(&mut cascading("guest_links", "room_id", "rooms"))
            .take();
        manager.create_table(guest_links).await?;
        let guest_sessions = Table::create()
            .table("guest_sessions")
            .col(pk_uuid("id"))
            .col(uuid("link_id"))
            .col(short_text("digest", 32).unique_key())
            .col(short_text("name", 50))
            .col(boolean("is_banned"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(&mut cascading("guest_sessions", "link_id", "guest_links"))
            .take();
        manager.create_table(guest_sessions).await?;
        manager.create_index(index("room_people", "user_id")).await?;
        manager.create_index(index("guest_links", "room_id")).await?;
        manager.create_index(index("guest_sessions", "link_id")).await?;
        // Lists are read in the order of time, a page at once.
        for (table, time) in [("calls", "started_at"), ("messages", "created_at"), ("transcripts", "created_at")] {
            manager.create_index(page(table, "room_id", time)).await?;
        }
        let kept_for_days = Index::create()
            .name("rooms_retention_page_idx")
            .table("rooms")
            .col("id")
            .and_where(Expr::col("retention_days").is_not_null())
            .take();
        manager.create_index(kept_for_days).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Rooms that are there already stay as they were: open, without a password, remembered.
fn settings() -> [ColumnDef; 7] {
    [
        short_text("access", 10).default("members").take(),
        short_text_null("password_hash", 128),
        boolean("lobby").default(false).take(),
        boolean("locked").default(false).take(),
        boolean("history").default(true).take(),
        integer_null("retention_days"),
        integer("version").default(1).take(),
    ]
}
