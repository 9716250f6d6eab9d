//! When people were together in a room.

use chrono::{DateTime, Utc};
use entity::{call, room_participant};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, Condition, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{Store, StoreError, to_micros};

/// From the first person entering an empty room until the last is gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub id: Uuid,
    pub room: Uuid,
    pub started: DateTime<Utc>,
    /// Absent while it lasts.
    pub ended: Option<DateTime<Utc>>,
}

impl Store {
    /// Begins a call. Fails with `CallOpen` while the room has one.
    pub async fn begin_call(&self, room: Uuid, now: DateTime<Utc>) -> Result<Call, StoreError> {
        let row = call::ActiveModel {
            id: Set(Uuid::now_v7()),
            room_id: Set(room),
            started_at: Set(to_micros(now)),
            ended_at: Set(None),
        };
        let row =
            row.insert(&self.db).await.map_err(|error| StoreError::conflict(error, |_| Some(StoreError::CallOpen)))?;
        Ok(row.into())
    }

    /// Ends a call, and with it the presence of all who are still in it.
    pub async fn end_call(&self, call: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.end_calls(Condition::all().add(call::COLUMN.id.eq(call)), now).await?;
        Ok(())
    }

    /// Ends the calls that were open when the server was killed; says how many.
    pub async fn close_open_calls(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        self.end_calls(Condition::all(), now).await
    }

    async fn end_calls(&self, which: Condition, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let transaction = self.begin().await?;
        let ended: Vec<call::Model> = call::Entity::update_many()
            .col_expr(call::Column::EndedAt, Expr::value(to_micros(now)))
            .filter(call::COLUMN.ended_at.is_null())
            .filter(which)
            .exec_with_returning(&transaction)
            .await?;
        room_participant::Entity::update_many()
            .col_expr(room_participant::Column::LeftAt, Expr::value(to_micros(now)))
            .filter(room_participant::COLUMN.left_at.is_null())
            .filter(room_participant::COLUMN.call_id.is_in(ended.iter().map(|call| call.id)))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(ended.len())
    }
}

impl From<call::Model> for Call {
    fn from(row: call::Model) -> Self {
        Self { id: row.id, room: row.room_id, started: row.started_at, ended: row.ended_at }
    }
}
