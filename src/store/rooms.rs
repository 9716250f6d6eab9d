//! Places that people meet in.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{room, room_participant, user};
use sea_orm::sea_query::LikeExpr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    SelectTwo, Set,
};
use uuid::Uuid;

use super::user_list::escaped;
use super::{Cursor, Page, Slice, Store, StoreError, to_micros};

/// A room.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    pub id: Uuid,
    /// Nine characters.
    pub code: String,
    pub title: Option<String>,
    pub owner: Uuid,
    pub owner_name: String,
    pub created_at: DateTime<Utc>,
}

impl Store {
    /// Makes a room. Fails with `CodeTaken`: then try another code.
    pub async fn create_room(
        &self,
        owner: Uuid,
        code: &str,
        title: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Room, StoreError> {
        let row = room::ActiveModel {
            id: Set(Uuid::now_v7()),
            code: Set(code.to_owned()),
            title: Set(title),
            created_at: Set(to_micros(now)),
            owner_id: Set(owner),
        };
        row.insert(&self.db).await.map_err(|error| {
            StoreError::conflict(error, |words| words.contains("code").then_some(StoreError::CodeTaken))
        })?;
        self.room_by_code(code).await?.ok_or(StoreError::Gone)
    }

    /// The room of this code.
    pub async fn room_by_code(&self, code: &str) -> Result<Option<Room>, StoreError> {
        let found = with_owner().filter(room::COLUMN.code.eq(code)).one(&self.db).await?;
        Ok(found.and_then(Room::from_rows))
    }

    /// Rooms that this person made or has been in, newest first.
    pub async fn rooms_of(&self, user: Uuid) -> Result<Vec<Room>, StoreError> {
        let visited = room_participant::Entity::find()
            .select_only()
            .column(room_participant::Column::RoomId)
            .filter(room_participant::COLUMN.user_id.eq(user))
            .into_query();
        let rows = with_owner()
            .filter(room::COLUMN.owner_id.eq(user).or(room::Column::Id.in_subquery(visited)))
            .order_by_desc(room::Column::CreatedAt)
            .order_by_desc(room::Column::Id)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().filter_map(Room::from_rows).collect())
    }

    /// Rooms whose title or code contains `words`, newest first.
    pub async fn rooms(&self, words: &str, slice: Slice) -> Result<Page<Room>, StoreError> {
        let mut found = with_owner();
        let words = words.trim();
        if !words.is_empty() {
            let pattern = LikeExpr::new(format!("%{}%", escaped(words))).escape('\\');
            found = found.filter(
                Condition::any().add(room::Column::Title.like(pattern.clone())).add(room::Column::Code.like(pattern)),
            );
        }
        let rows = found
            .filter(slice.condition(room::Column::CreatedAt, room::Column::Id))
            .order_by_desc(room::Column::CreatedAt)
            .order_by_desc(room::Column::Id)
            .limit(slice.limit + 1)
            .all(&self.db)
            .await?;
        let rooms = rows.into_iter().filter_map(Room::from_rows).collect();
        Ok(slice.page(rooms, |room: &Room| Cursor { at: room.created_at, id: room.id }))
    }

    /// How many rooms each of these people owns.
    pub async fn rooms_owned(&self, owners: &[Uuid]) -> Result<HashMap<Uuid, u64>, StoreError> {
        let rows: Vec<(Uuid, i64)> = room::Entity::find()
            .select_only()
            .column(room::Column::OwnerId)
            .column_as(room::Column::Id.count(), "rooms")
            .filter(room::COLUMN.owner_id.is_in(owners.iter().copied()))
            .group_by(room::Column::OwnerId)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(owner, count)| (owner, count.unsigned_abs())).collect())
    }

    /// Removes a room with everything said in it.
    pub async fn delete_room(&self, id: Uuid) -> Result<(), StoreError> {
        room::Entity::delete_by_id(id).exec(&self.db).await?;
        Ok(())
    }
}

impl Room {
    fn from_rows((room, owner): (room::Model, Option<user::Model>)) -> Option<Self> {
        Some(Self {
            id: room.id,
            code: room.code,
            title: room.title,
            owner: room.owner_id,
            owner_name: owner?.username,
            created_at: room.created_at,
        })
    }
}

fn with_owner() -> SelectTwo<room::Entity, user::Entity> {
    room::Entity::find().find_also_related(user::Entity)
}
