//! Forgets what rooms keep for so many days only.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{call, message, room, transcript};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{Store, StoreError};

impl Store {
    /// Deletes what is older than its room keeps it: messages, transcripts, and calls that ended
    /// before. Says how many rows went.
    pub async fn forget_old(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        let mut after = Uuid::nil();
        loop {
            let rooms: Vec<(Uuid, i32)> = room::Entity::find()
                .select_only()
                .columns([room::Column::Id, room::Column::RetentionDays])
                .filter(room::COLUMN.retention_days.is_not_null())
                .filter(room::COLUMN.id.gt(after))
                .order_by_asc(room::Column::Id)
                .limit(ROOMS_AT_ONCE)
                .into_tuple()
                .all(&self.db)
                .await?;
            let Some((last, _)) = rooms.last() else { return Ok(forgotten) };
            after = *last;
            for (room, days) in rooms {
                forgotten += self.forget_before(room, oldest_kept(now, days)).await?;
            }
        }
    }

    async fn forget_before(&self, room: Uuid, oldest: DateTime<Utc>) -> Result<u64, DbErr> {
        use message::Column as Message;
        use transcript::Column as Transcript;

        let messages = message::COLUMN.room_id.eq(room).and(message::COLUMN.created_at.lt(oldest));
        let transcripts = transcript::COLUMN.room_id.eq(room).and(transcript::COLUMN.created_at.lt(oldest));
        // A call begins before it ends: the index over beginnings leaves few to look at.
        let calls =
            call::COLUMN.room_id.eq(room).and(call::COLUMN.started_at.lt(oldest)).and(call::COLUMN.ended_at.lt(oldest));
        let said = self.delete_in_steps::<message::Entity>(Message::Id, messages).await?;
        let read = self.delete_in_steps::<transcript::Entity>(Transcript::Id, transcripts).await?;
        let over = self.delete_in_steps::<call::Entity>(call::Column::Id, calls).await?;
        Ok(said + read + over)
    }

    /// A few rows at a time: SQLite has one writer, and people in calls wait behind it.
    async fn delete_in_steps<E: EntityTrait>(&self, id: E::Column, which: Expr) -> Result<u64, DbErr> {
        let mut deleted = 0;
        loop {
            let some = E::find().select_only().column(id).filter(which.clone()).limit(ROWS_AT_ONCE).into_query();
            let step = E::delete_many().filter(id.in_subquery(some)).exec(&self.db).await?.rows_affected;
            deleted += step;
            if step < ROWS_AT_ONCE {
                return Ok(deleted);
            }
            tokio::task::yield_now().await;
        }
    }
}

/// What was said before this is forgotten.
fn oldest_kept(now: DateTime<Utc>, days: i32) -> DateTime<Utc> {
    now.checked_sub_signed(TimeDelta::days(days.into())).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

const ROOMS_AT_ONCE: u64 = 100;
const ROWS_AT_ONCE: u64 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_kept_to_the_moment() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        assert_eq!(oldest_kept(now, 1), now - TimeDelta::days(1));
        assert_eq!(oldest_kept(now, i32::MAX), DateTime::<Utc>::MIN_UTC, "for ever, then");
    }
}
