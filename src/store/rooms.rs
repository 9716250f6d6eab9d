//! Places that people meet in.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{room, room_participant, room_person, user};
use sea_orm::sea_query::{Expr, LikeExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, NotSet, QueryFilter, QuerySelect, QueryTrait,
    SelectTwo, Set,
};
use uuid::Uuid;

use super::people::{put_person, remove_person};
use super::user_list::escaped;
use super::{Cursor, Page, PasswordHash, Slice, Store, StoreError, to_micros};

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
    pub access: Access,
    /// Absent when nobody is asked for a password.
    pub password_hash: Option<PasswordHash>,
    /// Who comes waits until somebody lets them in.
    pub lobby: bool,
    /// Nobody new comes in.
    pub locked: bool,
    /// What is said is stored.
    pub history: bool,
    /// For how many days it is stored; absent means for good.
    pub retention_days: Option<u32>,
    /// Rises with each change.
    pub version: u32,
}

/// Who may come to a room at all.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// Those who are named in its list.
    Invited,
    /// Everybody with an account.
    Members,
}

/// What is to be different about a room; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct RoomEdit {
    pub title: Option<Option<String>>,
    pub access: Option<Access>,
    pub password_hash: Option<Option<PasswordHash>>,
    pub lobby: Option<bool>,
    pub locked: Option<bool>,
    pub history: Option<bool>,
    pub retention_days: Option<Option<u32>>,
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
            access: Set(room::Access::Members),
            password_hash: Set(None),
            lobby: Set(false),
            locked: Set(false),
            history: Set(true),
            retention_days: Set(None),
            version: Set(1),
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

    /// Rooms that this person made, is named in or has been in, newest first.
    pub async fn rooms_of(&self, user: Uuid, slice: Slice) -> Result<Page<Room>, StoreError> {
        let visited = room_participant::Entity::find()
            .select_only()
            .column(room_participant::Column::RoomId)
            .filter(room_participant::COLUMN.user_id.eq(user))
            .into_query();
        let named = room_person::Entity::find()
            .select_only()
            .column(room_person::Column::RoomId)
            .filter(room_person::COLUMN.user_id.eq(user))
            .filter(room_person::COLUMN.role.ne(room_person::Role::Banned))
            .into_query();
        let mine = room::COLUMN
            .owner_id
            .eq(user)
            .or(room::Column::Id.in_subquery(visited))
            .or(room::Column::Id.in_subquery(named));
        let rows = slice
            .of(room::Entity::find().filter(mine), room::Column::CreatedAt, room::Column::Id)
            .find_also_related(user::Entity)
            .all(&self.db)
            .await?;
        let page = slice.page(rows, |(room, _)| Cursor { at: room.created_at, id: room.id });
        Ok(Page { items: page.items.into_iter().filter_map(Room::from_rows).collect(), next: page.next })
    }

    /// Changes a room, unless somebody did so since `version`: then nothing is changed and nothing given.
    pub async fn change_room(&self, id: Uuid, version: u32, edit: RoomEdit) -> Result<Option<Room>, StoreError> {
        let change = room::ActiveModel {
            title: edit.title.map_or(NotSet, Set),
            access: edit.access.map_or(NotSet, |access| Set(access.into())),
            password_hash: edit.password_hash.map_or(NotSet, |hash| Set(hash.map(|hash| hash.0))),
            lobby: edit.lobby.map_or(NotSet, Set),
            locked: edit.locked.map_or(NotSet, Set),
            history: edit.history.map_or(NotSet, Set),
            retention_days: edit.retention_days.map_or(NotSet, |days| Set(days.map(as_stored))),
            version: Set(as_stored(version.saturating_add(1))),
            ..Default::default()
        };
        let changed = room::Entity::update_many()
            .set(change)
            .filter(room::COLUMN.id.eq(id))
            .filter(room::COLUMN.version.eq(as_stored(version)))
            .exec(&self.db)
            .await?;
        if changed.rows_affected == 0 {
            return Ok(None);
        }
        Ok(Some(self.room(id).await?.ok_or(StoreError::Gone)?))
    }

    /// Gives a room to somebody else; who had it stays its moderator.
    pub async fn hand_over_room(&self, id: Uuid, from: Uuid, to: Uuid) -> Result<Room, StoreError> {
        let transaction = self.begin().await?;
        let given = room::Entity::update_many()
            .col_expr(room::Column::OwnerId, Expr::value(to))
            .col_expr(room::Column::Version, Expr::col(room::Column::Version).add(1))
            .filter(room::COLUMN.id.eq(id))
            .filter(room::COLUMN.owner_id.eq(from))
            .exec(&transaction)
            .await?;
        if given.rows_affected == 0 {
            return Err(StoreError::Gone);
        }
        if from != to {
            remove_person(&transaction, id, to).await?;
            put_person(&transaction, id, from, room_person::Role::Moderator).await?;
        }
        transaction.commit().await?;
        self.room(id).await?.ok_or(StoreError::Gone)
    }

    /// A room.
    pub async fn room(&self, id: Uuid) -> Result<Option<Room>, StoreError> {
        let found = with_owner().filter(room::COLUMN.id.eq(id)).one(&self.db).await?;
        Ok(found.and_then(Room::from_rows))
    }

    /// Rooms whose title or code contains `words`, newest first.
    pub async fn rooms(&self, words: &str, slice: Slice) -> Result<Page<Room>, StoreError> {
        let mut found = room::Entity::find();
        let words = words.trim();
        if !words.is_empty() {
            let pattern = LikeExpr::new(format!("%{}%", escaped(words))).escape('\\');
            found = found.filter(
                Condition::any().add(room::Column::Title.like(pattern.clone())).add(room::Column::Code.like(pattern)),
            );
        }
        let rows = slice
            .of(found, room::Column::CreatedAt, room::Column::Id)
            .find_also_related(user::Entity)
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
            access: room.access.into(),
            password_hash: room.password_hash.map(PasswordHash),
            lobby: room.lobby,
            locked: room.locked,
            history: room.history,
            retention_days: room.retention_days.map(|days| u32::try_from(days).unwrap_or(0)),
            version: room.version.try_into().unwrap_or(0),
        })
    }
}

impl From<Access> for room::Access {
    fn from(access: Access) -> Self {
        match access {
            Access::Invited => Self::Invited,
            Access::Members => Self::Members,
        }
    }
}

impl From<room::Access> for Access {
    fn from(access: room::Access) -> Self {
        match access {
            room::Access::Invited => Self::Invited,
            room::Access::Members => Self::Members,
        }
    }
}

fn as_stored(number: u32) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

fn with_owner() -> SelectTwo<room::Entity, user::Entity> {
    room::Entity::find().find_also_related(user::Entity)
}
