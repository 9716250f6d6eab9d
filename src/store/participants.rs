//! Who took part in a call.

use chrono::{DateTime, Utc};
use entity::room_participant;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{Store, StoreError, to_micros};

/// Somebody who just joined a call.
#[derive(Clone, Debug)]
pub struct NewParticipant {
    pub id: Uuid,
    pub room: Uuid,
    pub call: Uuid,
    /// The account; absent for guests.
    pub user: Option<Uuid>,
    /// At most 50 characters.
    pub display_name: String,
    pub joined_at: DateTime<Utc>,
}

impl Store {
    /// Notes that somebody joined; comes before anything they say.
    pub async fn participant_joined(&self, new: NewParticipant) -> Result<(), StoreError> {
        let row = room_participant::ActiveModel {
            id: Set(new.id),
            user_id: Set(new.user),
            room_id: Set(new.room),
            call_id: Set(new.call),
            display_name: Set(new.display_name),
            joined_at: Set(to_micros(new.joined_at)),
            left_at: Set(None),
        };
        row.insert(&self.db).await?;
        Ok(())
    }

    /// Notes that they went; a second time changes nothing.
    pub async fn participant_left(&self, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
        room_participant::Entity::update_many()
            .col_expr(room_participant::Column::LeftAt, Expr::value(to_micros(now)))
            .filter(room_participant::COLUMN.id.eq(id))
            .filter(room_participant::COLUMN.left_at.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
