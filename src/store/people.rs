//! Who is more than a stranger to a room.

use entity::{room_person, user};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use super::{Store, StoreError};

/// What somebody is to a room that is not theirs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RoomRole {
    /// Does not come in again.
    Banned,
    /// May come, whoever else may not.
    Member,
    /// Keeps order.
    Moderator,
}

/// Somebody who is named in a room's list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    pub user: Uuid,
    pub username: String,
    pub role: RoomRole,
}

impl Store {
    /// What somebody is to a room; nothing for its owner and for strangers.
    pub async fn room_role(&self, room: Uuid, user: Uuid) -> Result<Option<RoomRole>, StoreError> {
        let found = room_person::Entity::find_by_id((room, user)).one(&self.db).await?;
        Ok(found.map(|person| person.role.into()))
    }

    /// Everybody who is named in a room's list, by name.
    pub async fn room_people(&self, room: Uuid) -> Result<Vec<Person>, StoreError> {
        let people = room_person::Entity::find()
            .filter(room_person::COLUMN.room_id.eq(room))
            .find_also_related(user::Entity)
            .order_by_asc(user::Column::UsernameKey)
            .all(&self.db)
            .await?;
        let person = |(row, user): (room_person::Model, Option<user::Model>)| {
            Some(Person { user: row.user_id, username: user?.username, role: row.role.into() })
        };
        Ok(people.into_iter().filter_map(person).collect())
    }

    /// How many people a room's list names.
    pub async fn room_people_count(&self, room: Uuid) -> Result<u64, StoreError> {
        Ok(room_person::Entity::find().filter(room_person::COLUMN.room_id.eq(room)).count(&self.db).await?)
    }

    /// Names somebody in a room's list.
    pub async fn set_room_role(&self, room: Uuid, user: Uuid, role: RoomRole) -> Result<(), StoreError> {
        Ok(put_person(&self.db, room, user, role.into()).await?)
    }

    /// Takes somebody off a room's list; a second time changes nothing.
    pub async fn forget_room_role(&self, room: Uuid, user: Uuid) -> Result<(), StoreError> {
        Ok(remove_person(&self.db, room, user).await?)
    }
}

pub(super) async fn put_person(
    db: &impl ConnectionTrait,
    room: Uuid,
    user: Uuid,
    role: room_person::Role,
) -> Result<(), DbErr> {
    let row = room_person::ActiveModel { room_id: Set(room), user_id: Set(user), role: Set(role) };
    let replace = OnConflict::columns([room_person::Column::RoomId, room_person::Column::UserId])
        .update_column(room_person::Column::Role)
        .to_owned();
    room_person::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn remove_person(db: &impl ConnectionTrait, room: Uuid, user: Uuid) -> Result<(), DbErr> {
    room_person::Entity::delete_by_id((room, user)).exec(db).await?;
    Ok(())
}

impl From<room_person::Role> for RoomRole {
    fn from(role: room_person::Role) -> Self {
        match role {
            room_person::Role::Banned => Self::Banned,
            room_person::Role::Member => Self::Member,
            room_person::Role::Moderator => Self::Moderator,
        }
    }
}

impl From<RoomRole> for room_person::Role {
    fn from(role: RoomRole) -> Self {
        match role {
            RoomRole::Banned => Self::Banned,
            RoomRole::Member => Self::Member,
            RoomRole::Moderator => Self::Moderator,
        }
    }
}
